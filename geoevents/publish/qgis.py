"""A QGIS project over the layers: groups, styles, ground, bookmarks, and time switched on.

The project names its files relative to itself, so the folder may move. Its form is that of QGIS 3.22,
which later releases read; a style alone leaves time off there, the project turns it on.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from geoevents.publish.extents import MERCATOR, WGS_84, bookmarks, box_of, canvas, sides, system
from geoevents.publish.looks import both, colour_of, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.styles import DOCTYPE, aliases_of, displace, style_of
from geoevents.publish.tables import Layer

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["write_project"]

_FORM: Final = "3.22.16-Białowieża"
_TITLE: Final = "geoevents"
_INNER_NAME: Final = "geoevents.qgs"
_ZIP_DATE: Final = (2000, 1, 1, 0, 0, 0)  # for the same bytes each time
_GROUPS: Final = ("dated", "undated", "texts", "ground")  # from above to below
_FRAMES: Final = 120  # the controller's step is the finest that needs about so many
_STEPS: Final = (("d", 1), ("wk", 7), ("mon", 30.4), ("y", 365.2), ("dec", 3652.4))


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
    ET.SubElement(ET.SubElement(root, "projectCrs"), "spatialrefsys").extend(system(MERCATOR))
    tables = ["unresolved"] if len(unresolved) else []
    root.append(_tree(layers, tables, package))
    box = box_of([layer for layer in layers if layer.group != "ground"]).grown()
    canvas(root, box)
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
    root.append(bookmarks(layers, box))
    view = ET.SubElement(root, "ProjectViewSettings", UseProjectScales="0", rotation="0")
    extent = ET.SubElement(view, "DefaultViewExtent", sides(box))
    ET.SubElement(extent, "spatialrefsys").extend(system(WGS_84))
    if span is not None:
        root.append(_time_settings(*span))
    return root


def _sorted(layers: Iterable[Layer]) -> list[Layer]:
    """From above to below: by group, then names and points over lines over areas."""
    heights = ("mentions", "movements", "points", "lines", "areas", "units", "countries")
    return sorted(layers, key=lambda one: (_GROUPS.index(one.group), heights.index(one.style)))


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
        title = dict(words["group"][name])
        if name == "undated" and any(layer.group == "dated" for layer in layers):
            title = {one: f"{text} ({words['undated'][one]})" for one, text in title.items()}
        group = ET.SubElement(tree, "layer-tree-group", name=both(title), checked=shown, expanded=is_open)
        for layer in inside:
            _leaf(group, layer.name, _title(layer), package, is_open)
        if name == "texts":
            for table in tables:
                _leaf(group, table, both(words["content"][table]), package, is_open)
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


def _map_layer(layer: Layer, package: str, provenance: Provenance) -> ET.Element:
    geometry = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
    kind = layer.table.geometry.iloc[0].geom_type
    style = style_of(layer)
    displace(style, layer)
    element = ET.Element(
        "maplayer", style.attrib | {"type": "vector", "geometry": geometry[kind], "wkbType": kind}
    )
    extent = ET.SubElement(element, "extent")
    for tag, value in sides(box_of([layer])).items():
        ET.SubElement(extent, tag).text = value
    _identify(element, layer.name, _title(layer), package)
    ET.SubElement(ET.SubElement(element, "srs"), "spatialrefsys").extend(system(WGS_84))
    metadata = ET.SubElement(element, "resourceMetadata")
    for tag, text in (("title", layer.title("en")), ("abstract", layer.about), ("rights", provenance.line)):
        ET.SubElement(metadata, tag).text = text
    element.extend(style)
    return element


def _plain_table(name: str, table: DataFrame, package: str) -> ET.Element:
    element = ET.Element("maplayer", type="vector", geometry="No geometry", wkbType="NoGeometry")
    _identify(element, name, both(layer_words()["content"][name]), package)
    ET.SubElement(ET.SubElement(element, "srs"), "spatialrefsys")
    element.append(aliases_of(table))
    return element


def _identify(element: ET.Element, name: str, title: str, package: str) -> None:
    ET.SubElement(element, "id").text = _key(name)
    ET.SubElement(element, "datasource").text = _source(name, package)
    ET.SubElement(element, "layername").text = title
    ET.SubElement(element, "provider", encoding="UTF-8").text = "ogr"


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
