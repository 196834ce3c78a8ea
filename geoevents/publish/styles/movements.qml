<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- The look of one category, as it happened and as it did not; styles.py makes the others of it, in their colours. -->
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|MapTips|Temporal" labelsEnabled="1" simplifyDrawingHints="1" hasScaleBasedVisibilityFlag="0" maxScale="0" minScale="100000000">
  <!-- A day lasts until the next one begins; what has no end ("since May") lasts until its report was published.
       As fields instead of expressions, SQLite would compare days with moments as texts, and an event of one
       day would be missing from its own day. -->
  <temporal mode="4" enabled="1" limitMode="0" startField="date_start" endField="date_end" durationField="" durationUnit="min" fixedDuration="0" accumulate="0" startExpression="to_datetime(coalesce(&quot;date_start&quot;, &quot;date_end&quot;))" endExpression="to_datetime(coalesce(&quot;date_end&quot;, if(&quot;published&quot; &gt; &quot;date_start&quot;, &quot;published&quot;, &quot;date_start&quot;))) + to_interval('1 day')">
    <fixedRange>
      <start/>
      <end/>
    </fixedRange>
  </temporal>
  <renderer-v2 type="categorizedSymbol" attr="concat(&quot;category&quot;, if(&quot;status&quot; in ('planned', 'threatened', 'hypothetical', 'denied', 'rumoured'), '?', ''))" symbollevels="0" forceraster="0" enableorderby="0" referencescale="-1">
    <categories>
      <category value="other" label="real" symbol="real" render="true"/>
      <category value="other?" label="unreal" symbol="unreal" render="true"/>
    </categories>
    <symbols>
      <symbol name="real" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="GeometryGenerator" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="SymbolType" value="Line" type="QString"/>
            <Option name="geometryModifier" value="with_variable('l', geometry_n($geometry, 1), if(num_geometries($geometry) &gt; 1, $geometry, make_line(start_point(@l), make_point((x(start_point(@l)) + x(end_point(@l))) / 2 - (y(end_point(@l)) - y(start_point(@l))) * 0.12, (y(start_point(@l)) + y(end_point(@l))) / 2 + (x(end_point(@l)) - x(start_point(@l))) * 0.12), end_point(@l))))" type="QString"/>
            <Option name="units" value="MapUnit" type="QString"/>
          </Option>
          <symbol name="@0@0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="ArrowLine" enabled="1" locked="0" pass="0">
              <Option type="Map">
                <Option name="arrow_start_width" value="0.4" type="QString"/>
                <Option name="arrow_start_width_unit" value="MM" type="QString"/>
                <Option name="arrow_width" value="1.1" type="QString"/>
                <Option name="arrow_width_unit" value="MM" type="QString"/>
                <Option name="head_length" value="2.8" type="QString"/>
                <Option name="head_length_unit" value="MM" type="QString"/>
                <Option name="head_thickness" value="1.9" type="QString"/>
                <Option name="head_thickness_unit" value="MM" type="QString"/>
                <Option name="head_type" value="0" type="QString"/>
                <Option name="arrow_type" value="0" type="QString"/>
                <Option name="is_curved" value="1" type="QString"/>
                <Option name="is_repeated" value="0" type="QString"/>
                <Option name="offset" value="0" type="QString"/>
              </Option>
              <symbol name="@0@0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
                <layer class="SimpleFill" enabled="1" locked="0" pass="0">
                  <Option type="Map">
                    <Option name="color" value="107,112,117,230" type="QString"/>
                    <Option name="style" value="solid" type="QString"/>
                    <Option name="outline_color" value="255,255,255,255" type="QString"/>
                    <Option name="outline_style" value="solid" type="QString"/>
                    <Option name="outline_width" value="0.2" type="QString"/>
                    <Option name="outline_width_unit" value="MM" type="QString"/>
                    <Option name="joinstyle" value="round" type="QString"/>
                  </Option>
                </layer>
              </symbol>
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="unreal" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="GeometryGenerator" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="SymbolType" value="Line" type="QString"/>
            <Option name="geometryModifier" value="with_variable('l', geometry_n($geometry, 1), if(num_geometries($geometry) &gt; 1, $geometry, make_line(start_point(@l), make_point((x(start_point(@l)) + x(end_point(@l))) / 2 - (y(end_point(@l)) - y(start_point(@l))) * 0.12, (y(start_point(@l)) + y(end_point(@l))) / 2 + (x(end_point(@l)) - x(start_point(@l))) * 0.12), end_point(@l))))" type="QString"/>
            <Option name="units" value="MapUnit" type="QString"/>
          </Option>
          <symbol name="@0@0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="ArrowLine" enabled="1" locked="0" pass="0">
              <Option type="Map">
                <Option name="arrow_start_width" value="0.4" type="QString"/>
                <Option name="arrow_start_width_unit" value="MM" type="QString"/>
                <Option name="arrow_width" value="1.1" type="QString"/>
                <Option name="arrow_width_unit" value="MM" type="QString"/>
                <Option name="head_length" value="2.8" type="QString"/>
                <Option name="head_length_unit" value="MM" type="QString"/>
                <Option name="head_thickness" value="1.9" type="QString"/>
                <Option name="head_thickness_unit" value="MM" type="QString"/>
                <Option name="head_type" value="0" type="QString"/>
                <Option name="arrow_type" value="0" type="QString"/>
                <Option name="is_curved" value="1" type="QString"/>
                <Option name="is_repeated" value="0" type="QString"/>
                <Option name="offset" value="0" type="QString"/>
              </Option>
              <symbol name="@0@0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
                <layer class="SimpleFill" enabled="1" locked="0" pass="0">
                  <Option type="Map">
                    <Option name="color" value="255,255,255,235" type="QString"/>
                    <Option name="style" value="solid" type="QString"/>
                    <Option name="outline_color" value="107,112,117,255" type="QString"/>
                    <Option name="outline_style" value="dash" type="QString"/>
                    <Option name="outline_width" value="0.3" type="QString"/>
                    <Option name="outline_width_unit" value="MM" type="QString"/>
                    <Option name="joinstyle" value="round" type="QString"/>
                  </Option>
                </layer>
              </symbol>
            </layer>
          </symbol>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="concat(coalesce(&quot;origin_ar&quot;, &quot;origin&quot;), ' ← ', coalesce(&quot;destination_ar&quot;, &quot;destination&quot;))" isExpression="1" fontFamily="Noto Sans Arabic" fontSize="8" fontSizeUnit="Point" fontWeight="50" textColor="93,101,107,255" textOpacity="1" multilineHeight="0.75" textOrientation="horizontal">
        <families>
          <family name="Noto Sans"/>
          <family name="Noto Naskh Arabic"/>
          <family name="Tahoma"/>
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,230" bufferNoFill="1" bufferJoinStyle="128"/>
      </text-style>
      <text-format multilineAlign="1" wrapChar="" autoWrapLength="0"/>
      <placement placement="2" priority="5" dist="0.8" distUnits="MM" placementFlags="10"/>
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" mergeLines="0" upsidedownLabels="0"/>
    </settings>
  </labeling>
  <previewExpression>concat("origin", ' → ', "destination")</previewExpression>
  <mapTip>&lt;div dir="auto"&gt;&lt;b&gt;[% "origin" %] → [% "destination" %]&lt;/b&gt;&lt;br&gt;[% "category" %], [% "status" %]&lt;br&gt;[% "date_start" %] – [% "date_end" %]&lt;br&gt;[% "evidence" %]&lt;/div&gt;</mapTip>
  <layerGeometryType>1</layerGeometryType>
</qgis>
