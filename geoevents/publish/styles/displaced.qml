<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<!-- Around the symbols of points in the project: those that would lie on each other stand around their place, as they do on the map. -->
<qgis version="3.22.16" styleCategories="Symbology">
  <renderer-v2 type="pointDisplacement" placement="1" tolerance="0.5" toleranceUnit="MM" circleWidth="0.2" circleColor="93,101,107,70" circleRadiusAddition="0" labelAttributeName="" labelDistanceFactor="0.5" symbollevels="0" forceraster="0" enableorderby="0" referencescale="-1">
    <labelFontProperties description="Noto Sans,8,-1,5,50,0,0,0,0,0" style=""/>
    <symbol name="centerSymbol" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
        <Option type="Map">
          <Option name="name" value="circle" type="QString"/>
          <Option name="color" value="93,101,107,150" type="QString"/>
          <Option name="size" value="1" type="QString"/>
          <Option name="size_unit" value="MM" type="QString"/>
          <Option name="outline_style" value="no" type="QString"/>
        </Option>
      </layer>
    </symbol>
  </renderer-v2>
</qgis>
