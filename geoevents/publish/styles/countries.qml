<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- The ground, in the colours of the map. -->
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|MapTips|Temporal" labelsEnabled="1" simplifyDrawingHints="1" hasScaleBasedVisibilityFlag="0" maxScale="0" minScale="100000000">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0" referencescale="-1">
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="@land" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="@border" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.35" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="concat(if(&quot;name_ar&quot; is null, '', concat(&quot;name_ar&quot;, '\n')), &quot;name&quot;)" isExpression="1" fontFamily="Noto Sans Arabic" fontSize="11" fontSizeUnit="Point" fontWeight="50" textColor="@country-label" textOpacity="1" multilineHeight="0.75" textOrientation="horizontal">
        <families>
          <family name="Noto Sans"/>
          <family name="Noto Naskh Arabic"/>
          <family name="Tahoma"/>
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="246,244,238,200" bufferNoFill="1" bufferJoinStyle="128"/>
      </text-style>
      <text-format multilineAlign="1" wrapChar="" autoWrapLength="0"/>
      <placement placement="4" priority="1" dist="0.8" distUnits="MM" />
      <rendering drawLabels="1" displayAll="0" obstacle="0" obstacleFactor="1" mergeLines="0" upsidedownLabels="0"/>
    </settings>
  </labeling>
  <previewExpression>"name"</previewExpression>
  <mapTip>[% "name_ar" %] · [% "name" %]</mapTip>
  <layerGeometryType>2</layerGeometryType>
</qgis>
