<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- Place names: small and quiet beside the events. -->
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|MapTips|Temporal" labelsEnabled="1" simplifyDrawingHints="0" hasScaleBasedVisibilityFlag="0" maxScale="0" minScale="100000000">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0" referencescale="-1">
    <symbols>
      <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="name" value="circle" type="QString"/>
            <Option name="color" value="93,101,107,150" type="QString"/>
            <Option name="size" value="1.6" type="QString"/>
            <Option name="size_unit" value="MM" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.2" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="concat(if(&quot;location_ar&quot; is null, '', concat(&quot;location_ar&quot;, '\n')), &quot;location&quot;)" isExpression="1" fontFamily="Noto Sans Arabic" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="93,101,107,255" textOpacity="1" multilineHeight="0.75" textOrientation="horizontal">
        <families>
          <family name="Noto Sans"/>
          <family name="Noto Naskh Arabic"/>
          <family name="Tahoma"/>
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,230" bufferNoFill="1" bufferJoinStyle="128"/>
      </text-style>
      <text-format multilineAlign="1" wrapChar="" autoWrapLength="0"/>
      <placement placement="6" priority="2" dist="0.8" distUnits="MM" predefinedPositionOrder="R,L,TSR,BSR,TR,TL,BR,BL" offsetType="1"/>
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" mergeLines="0" upsidedownLabels="0"/>
    </settings>
  </labeling>
  <previewExpression>concat("mention_text", ' · ', "location")</previewExpression>
  <mapTip>&lt;div dir="auto"&gt;&lt;b&gt;[% "mention_text" %]&lt;/b&gt; [% "location" %]&lt;br&gt;[% "context" %]&lt;/div&gt;</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
