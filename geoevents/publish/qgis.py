"""A QGIS project over the layers: groups, styles, ground, bookmarks, and time switched on.

The project names its files relative to itself, so the folder may move. Its form is that of QGIS 3.22,
which later releases read; a style alone leaves time off there, the project turns it on.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET

from geoevents.publish.looks import colour_of, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.styles import DOCTYPE, aliases_of, style_of
from geoevents.publish.tables import Layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

__all__ = ["write_project"]

_FORM: Final = "3.22.16-Białowieża"
_TITLE: Final = "geoevents"
_INNER_NAME: Final = "geoevents.qgs"
_ZIP_DATE: Final = (2000, 1, 1, 0, 0, 0)  # for the same bytes each time
_MARGIN: Final = 0.12  # around what a view shows, as a share of it
_LEAST_MARGIN: Final = 0.3  # degrees, for a single point
_GROUPS: Final = ("dated", "undated", "texts", "ground")  # from above to below
_FRAMES: Final = 120  # the controller's step is the finest that needs about so many
_STEPS: Final = (("d", 1), ("wk", 7), ("mon", 30.4), ("y", 365.2), ("dec", 3652.4))
_WGS_84: Final = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}
_MERCATOR: Final = {
    "proj4": "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m "
    "+nadgrids=@null +wktext +no_defs",
    "srsid": "3857",
    "srid": "3857",
    "authid": "EPSG:3857",
    "description": "WGS 84 / Pseudo-Mercator",
    "projectionacronym": "merc",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "false",
}


class Box(NamedTuple):
    """West, south, east and north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def grown(self) -> Box:
        """With a margin, and inside of what Mercator can show."""
        margin = max((self.east - self.west) * _MARGIN, (self.north - self.south) * _MARGIN, _LEAST_MARGIN)
        return Box(
            max(self.west - margin, -180.0),
            max(self.south - margin, -85.0),
            min(self.east + margin, 180.0),
            min(self.north + margin, 85.0),
        )

    @property
    def wkt(self) -> str:
        west, south, east, north = self
        return (
            f"POLYGON(({west:.6f} {south:.6f}, {east:.6f} {south:.6f}, {east:.6f} {north:.6f}, "
            f"{west:.6f} {north:.6f}, {west:.6f} {south:.6f}))"
        )


def write_project(
    layers: Sequence[Layer], unresolved: DataFrame, path: Path, package: str, provenance: Provenance
) -> None:
    """Write a ``.qgz`` over the layers in a GeoPackage of the same folder.

    Parameters
    ----------
    layers
        Those without features are left out.
    unresolved
        What has no place; it becomes a table of the project.
    path
        Of the project.
    package
        Name of the GeoPackage beside it.
    provenance
        Shown at the map's lower edge, and in the project's and the layers' metadata.
    """
    drawn = [layer for layer in layers if len(layer.table)]
    project = _project(drawn, unresolved, package, provenance)
    text = DOCTYPE + ET.tostring(project, encoding="unicode")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as pack:
        entry = zipfile.ZipInfo(_INNER_NAME, date_time=_ZIP_DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        pack.writestr(entry, text.encode())
    path.write_bytes(archive.getvalue())


def _project(
    layers: Sequence[Layer], unresolved: DataFrame, package: str, provenance: Provenance
) -> ET.Element:
    root = ET.Element("qgis", projectname=_TITLE, version=_FORM)
    ET.SubElement(root, "homePath", path="")
    ET.SubElement(root, "title").text = _TITLE
    ET.SubElement(ET.SubElement(root, "projectCrs"), "spatialrefsys").extend(_system(_MERCATOR))
    tables = ["unresolved"] if len(unresolved) else []
    root.append(_tree(layers, tables, package))
    box = _box([layer for layer in layers if layer.group != "ground"]).grown()
    _canvas(root, box)
    maps = ET.SubElement(root, "projectlayers")
    maps.extend(_map_layer(layer, package, provenance) for layer in layers)
    maps.extend(_plain_table(name, unresolved, package) for name in tables)
    order = ET.SubElement(root, "layerorder")
    for name in [layer.name for layer in _sorted(layers)]:
        ET.SubElement(order, "layer", id=_key(name))
    span = _span(layers)
    root.append(_properties(span, provenance))
    metadata = ET.SubElement(root, "projectMetadata")
    for tag, text in (("title", _TITLE), ("abstract", provenance.line), ("author", provenance.program)):
        ET.SubElement(metadata, tag).text = text
    root.append(_bookmarks(layers, box))
    view = ET.SubElement(root, "ProjectViewSettings", UseProjectScales="0", rotation="0")
    extent = ET.SubElement(view, "DefaultViewExtent", _sides(box))
    ET.SubElement(extent, "spatialrefsys").extend(_system(_WGS_84))
    if span is not None:
        root.append(_time_settings(*span))
    return root


def _system(facts: dict[str, str]) -> Iterator[ET.Element]:
    from pyproj import CRS

    for tag, text in ({"wkt": CRS.from_user_input(facts["authid"]).to_wkt()} | facts).items():
        element = ET.Element(tag)
        element.text = text
        yield element


def _sorted(layers: Iterable[Layer]) -> list[Layer]:
    """From above to below: by group, then names and points over lines over areas."""
    heights = ("mentions", "movements", "points", "lines", "areas", "units", "countries")
    return sorted(layers, key=lambda one: (_GROUPS.index(one.group), heights.index(one.style)))


def _both(words: dict[str, str]) -> str:
    return f"{words['ar']} · {words['en']}"


def _source(name: str, package: str) -> str:
    return f"./{package}|layername={name}"


def _tree(layers: Sequence[Layer], tables: Sequence[str], package: str) -> ET.Element:
    tree = ET.Element("layer-tree-group")
    words = layer_words()
    for name in _GROUPS:
        inside = [layer for layer in _sorted(layers) if layer.group == name]
        if not inside and not (name == "texts" and tables):
            continue
        # Place names lie under the events of the same places: there when asked for.
        shown = {True: "Qt::Checked", False: "Qt::Unchecked"}[name != "texts"]
        is_open = str(int(name == "dated"))
        group = ET.SubElement(
            tree, "layer-tree-group", name=_both(words["group"][name]), checked=shown, expanded=is_open
        )
        for layer in inside:
            _leaf(group, layer.name, _title(layer), package, is_open)
        if name == "texts":
            for table in tables:
                _leaf(group, table, _both(words["content"][table]), package, is_open)
    return tree


def _leaf(group: ET.Element, name: str, title: str, package: str, is_open: str) -> None:
    ET.SubElement(
        group, "layer-tree-layer",
        id=_key(name), name=title, source=_source(name, package), providerKey="ogr", checked="Qt::Checked",
        expanded=is_open, legend_exp="",
    )  # fmt: skip


def _key(name: str) -> str:
    """Return the layer's id; QGIS replaces one of ten letters or fewer."""
    return f"{_TITLE}_{name}"


def _title(layer: Layer) -> str:
    return f"{layer.title('ar')} · {layer.title('en')}"


def _canvas(root: ET.Element, box: Box) -> None:
    """The view that is open at first, in the project's own coordinates."""
    from pyproj import Transformer

    turn = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    west, south = turn.transform(box.west, box.south)
    east, north = turn.transform(box.east, box.north)
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ET.SubElement(canvas, "units").text = "meters"
    extent = ET.SubElement(canvas, "extent")
    for tag, value in _sides(Box(west, south, east, north)).items():
        ET.SubElement(extent, tag).text = value
    ET.SubElement(canvas, "rotation").text = "0"
    system = ET.SubElement(canvas, "destinationsrs")
    ET.SubElement(system, "spatialrefsys").extend(_system(_MERCATOR))


def _sides(box: Box) -> dict[str, str]:
    return {
        "xmin": f"{box.west:.6f}",
        "ymin": f"{box.south:.6f}",
        "xmax": f"{box.east:.6f}",
        "ymax": f"{box.north:.6f}",
    }


def _map_layer(layer: Layer, package: str, provenance: Provenance) -> ET.Element:
    geometry = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
    kind = layer.table.geometry.iloc[0].geom_type
    style = style_of(layer)
    element = ET.Element(
        "maplayer", style.attrib | {"type": "vector", "geometry": geometry[kind], "wkbType": kind}
    )
    extent = ET.SubElement(element, "extent")
    for tag, value in _sides(_box([layer])).items():
        ET.SubElement(extent, tag).text = value
    _identify(element, layer.name, _title(layer), package)
    ET.SubElement(ET.SubElement(element, "srs"), "spatialrefsys").extend(_system(_WGS_84))
    metadata = ET.SubElement(element, "resourceMetadata")
    for tag, text in (("title", layer.title("en")), ("abstract", layer.about), ("rights", provenance.line)):
        ET.SubElement(metadata, tag).text = text
    element.extend(style)
    return element


def _plain_table(name: str, table: DataFrame, package: str) -> ET.Element:
    element = ET.Element("maplayer", type="vector", geometry="No geometry", wkbType="NoGeometry")
    _identify(element, name, _both(layer_words()["content"][name]), package)
    ET.SubElement(ET.SubElement(element, "srs"), "spatialrefsys")
    element.append(aliases_of(table))
    return element


def _identify(element: ET.Element, name: str, title: str, package: str) -> None:
    ET.SubElement(element, "id").text = _key(name)
    ET.SubElement(element, "datasource").text = _source(name, package)
    ET.SubElement(element, "layername").text = title
    ET.SubElement(element, "provider", encoding="UTF-8").text = "ogr"


def _box(layers: Sequence[Layer]) -> Box:
    """Return what holds all features; the world if there are none."""
    sides = [layer.table.total_bounds for layer in layers]
    if not sides:
        return Box(-180.0, -85.0, 180.0, 85.0)
    return Box(
        *(
            float(best(side))
            for best, side in zip((min, min, max, max), zip(*sides, strict=True), strict=True)
        )
    )


def _bookmarks(layers: Sequence[Layer], box: Box) -> ET.Element:
    """Mark the whole, and each country where something happened."""
    element = ET.Element("Bookmarks")
    _bookmark(element, "all", _both(layer_words()["bookmark"]["all"]), box)
    countries = next((layer.table for layer in layers if layer.name == "ground_countries"), None)
    if countries is not None:
        for code, name, name_ar, shape in _visited(countries, layers):
            inside = Box(*map(float, shape.bounds))
            _bookmark(element, code, f"{name_ar} · {name}" if name_ar else name, inside.grown())
    return element


def _visited(
    countries: GeoDataFrame, layers: Sequence[Layer]
) -> Iterator[tuple[str, str, str, BaseGeometry]]:
    codes: set[str] = set()
    for layer in layers:
        if layer.group in ("dated", "undated") and "country" in layer.table.columns:
            for joined in layer.table["country"].dropna().unique():
                codes.update(str(joined).split("; "))
    rows = countries[countries["country"].isin(codes)].sort_values("country")
    for row in rows.itertuples(index=False):
        yield row.country, row.name, row.name_ar or "", row.geometry


def _bookmark(element: ET.Element, key: str, name: str, box: Box) -> None:
    mark = ET.SubElement(element, "Bookmark", id=key, name=name, group=_TITLE, extent=box.wkt)
    ET.SubElement(mark, "spatialrefsys").extend(_system(_WGS_84))


def _span(layers: Sequence[Layer]) -> tuple[date, date] | None:
    """The first and the last day of all events that have one."""
    days: list[date] = []
    for layer in layers:
        if layer.group == "dated":
            for column in ("date_start", "date_end"):
                known = layer.table[column].dropna()
                days += [known.min().date(), known.max().date()] if len(known) else []
    return (min(days), max(days)) if days else None


def _moments(first: date, last: date) -> tuple[str, str]:
    """From the first day's start to the last day's end, which is the next one's start."""
    after = last if last == date.max else last + timedelta(days=1)
    return f"{first.isoformat()}T00:00:00Z", f"{after.isoformat()}T00:00:00Z"


def _time_settings(first: date, last: date) -> ET.Element:
    days = (last - first).days + 1
    unit = next((name for name, length in _STEPS if days / length <= _FRAMES), "cent")
    element = ET.Element(
        "ProjectTimeSettings",
        timeStepUnit=unit, timeStep="1", frameRate="2", cumulativeTemporalRange="0",
    )  # fmt: skip
    span = ET.SubElement(element, "TemporalRange")
    for tag, text in zip(("start", "end"), _moments(first, last), strict=True):
        ET.SubElement(span, tag).text = text
    return element


def _properties(span: tuple[date, date] | None, provenance: Provenance) -> ET.Element:
    """What QGIS keeps as typed entries: ground colour, relative paths, the credit, the controller."""
    colour = colour_of("water")
    red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    entries: dict[str, dict[str, tuple[str, str]]] = {
        "Gui": {
            "CanvasColorRedPart": ("int", red),
            "CanvasColorGreenPart": ("int", green),
            "CanvasColorBluePart": ("int", blue),
        },
        "Paths": {"Absolute": ("bool", "false")},
        "SpatialRefSys": {"ProjectionsEnabled": ("int", "1")},
        "CopyrightLabel": {
            "Enabled": ("bool", "true"),
            "Label": ("QString", provenance.credits or provenance.line),
            "Placement": ("int", "3"),
            "FontSize": ("int", "8"),
        },
    }
    if span is not None:
        start, end = _moments(*span)
        entries["TemporalControllerWidget"] = {
            "NavigationMode": ("int", "1"),
            "StartDateTime": ("QString", start),
            "EndDateTime": ("QString", end),
        }
    element = ET.Element("properties")
    for scope, values in entries.items():
        parent = ET.SubElement(element, scope)
        for key, (kind, text) in values.items():
            ET.SubElement(parent, key, type=kind).text = text
    return element
