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
  <renderer-v2 type="categorizedSymbol" attr="concat(&quot;category&quot;, if(&quot;status&quot; in ('planned', 'threatened', 'hypothetical', 'denied', 'rumoured'), '?', ''))" symbollevels="1" forceraster="0" enableorderby="0" referencescale="-1">
    <categories>
      <category value="other" label="real" symbol="real" render="true"/>
      <category value="other?" label="unreal" symbol="unreal" render="true"/>
    </categories>
    <symbols>
      <symbol name="real" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="107,112,117,23" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="107,112,117,150" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.35" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
          </Option>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" value="" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="fillStyle" type="Map">
                  <Option name="active" value="true" type="bool"/>
                  <Option name="expression" value="if(&quot;kind&quot; = 'country', 'no', 'solid')" type="QString"/>
                  <Option name="type" value="3" type="int"/>
                </Option>
              </Option>
              <Option name="type" value="collection" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
        <layer class="CentroidFill" enabled="1" locked="0" pass="1">
          <Option type="Map">
            <Option name="point_on_surface" value="1" type="QString"/>
            <Option name="point_on_all_parts" value="0" type="QString"/>
            <Option name="clip_points" value="0" type="QString"/>
            <Option name="clip_on_current_part_only" value="0" type="QString"/>
          </Option>
          <symbol name="@0@m" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SvgMarker" enabled="1" locked="0" pass="0">
              <Option type="Map">
                <Option name="name" value="" type="QString"/>
                <Option name="color" value="" type="QString"/>
                <Option name="size" value="5.8" type="QString"/>
                <Option name="size_unit" value="MM" type="QString"/>
                <Option name="scale_method" value="diameter" type="QString"/>
                <Option name="outline_color" value="" type="QString"/>
                <Option name="outline_width" value="0" type="QString"/>
                <Option name="outline_width_unit" value="MM" type="QString"/>
              </Option>
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="unreal" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="107,112,117,0" type="QString"/>
            <Option name="style" value="no" type="QString"/>
            <Option name="outline_color" value="107,112,117,150" type="QString"/>
            <Option name="outline_style" value="dash" type="QString"/>
            <Option name="outline_width" value="0.35" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
          </Option>
          <data_defined_properties>
            <Option type="Map">
              <Option name="name" value="" type="QString"/>
              <Option name="properties" type="Map">
                <Option name="fillStyle" type="Map">
                  <Option name="active" value="true" type="bool"/>
                  <Option name="expression" value="if(&quot;kind&quot; = 'country', 'no', 'no')" type="QString"/>
                  <Option name="type" value="3" type="int"/>
                </Option>
              </Option>
              <Option name="type" value="collection" type="QString"/>
            </Option>
          </data_defined_properties>
        </layer>
        <layer class="CentroidFill" enabled="1" locked="0" pass="1">
          <Option type="Map">
            <Option name="point_on_surface" value="1" type="QString"/>
            <Option name="point_on_all_parts" value="0" type="QString"/>
            <Option name="clip_points" value="0" type="QString"/>
            <Option name="clip_on_current_part_only" value="0" type="QString"/>
          </Option>
          <symbol name="@1@m" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SvgMarker" enabled="1" locked="0" pass="0">
              <Option type="Map">
                <Option name="name" value="" type="QString"/>
                <Option name="color" value="" type="QString"/>
                <Option name="size" value="5.8" type="QString"/>
                <Option name="size_unit" value="MM" type="QString"/>
                <Option name="scale_method" value="diameter" type="QString"/>
                <Option name="outline_color" value="" type="QString"/>
                <Option name="outline_width" value="0" type="QString"/>
                <Option name="outline_width_unit" value="MM" type="QString"/>
              </Option>
            </layer>
          </symbol>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="if(&quot;kind&quot; = 'country', null, concat(if(&quot;location_ar&quot; is null, '', concat(&quot;location_ar&quot;, '\n')), &quot;location&quot;))" isExpression="1" fontFamily="Noto Sans Arabic" fontSize="9" fontSizeUnit="Point" fontWeight="50" textColor="35,40,44,255" textOpacity="1" multilineHeight="0.75" textOrientation="horizontal">
        <families>
          <family name="Noto Sans"/>
          <family name="Noto Naskh Arabic"/>
          <family name="Tahoma"/>
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,230" bufferNoFill="1" bufferJoinStyle="128"/>
      </text-style>
      <text-format multilineAlign="1" wrapChar="" autoWrapLength="0"/>
      <placement placement="1" priority="5" quadOffset="7" yOffset="3.4" offsetUnits="MM" centroidInside="1" centroidWhole="1"/>
      <rendering drawLabels="1" displayAll="0" obstacle="0" obstacleFactor="1" mergeLines="0" upsidedownLabels="0"/>
    </settings>
  </labeling>
  <previewExpression>concat("location", ' · ', "category")</previewExpression>
  <mapTip>&lt;div dir="auto"&gt;&lt;b&gt;[% "location_ar" %] · [% "location" %]&lt;/b&gt;&lt;br&gt;[% "category" %], [% "status" %]&lt;br&gt;[% "date_start" %] – [% "date_end" %]&lt;br&gt;[% "evidence" %]&lt;/div&gt;</mapTip>
  <layerGeometryType>2</layerGeometryType>
</qgis>
