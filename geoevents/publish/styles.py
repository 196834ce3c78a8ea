"""Styles for QGIS: categories in the colours of the map, hollow where nothing happened.

The files in ``styles`` hold the look of one category; here it is repeated for each category that a layer
has. Written are only elements and attributes that QGIS 3.22 reads; later releases read them too.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from geoevents.model import UNREAL
from geoevents.publish.looks import colour_of, family_of, fields, word
from geoevents.publish.symbols import embedded, symbol_colours, symbol_svg
from geoevents.publish.tables import Layer

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["aliases_of", "displace", "qml", "style_of", "table_qml"]

DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_NAMED_COLOUR: Final = re.compile('"@([a-z-]{3,})"')
_IN_TIME: Final = "@map_start_time is not null"  # QGIS: while the temporal controller filters the map
_MOST_AROUND: Final = 40  # symbols around a place: some 5 cm of a sheet
_PALE: Final = 25  # per cent
_PALE_COLOUR: Final = f"set_color_part(@value, 'alpha', color_part(@value, 'alpha') * {_PALE} / 100)"
_PROTOTYPE: Final = "other"  # the family in whose colour the files are drawn


def qml(layer: Layer, note: str = "") -> str:
    """Return the style of a layer as a file that QGIS picks up beside it.

    >>> from geoevents.publish.frames import to_frames
    >>> from geoevents.publish.tables import layers_of
    >>> qml(next(layers_of(to_frames([])))).splitlines()[0]
    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
    """
    style = style_of(layer)
    ET.indent(style)
    comment = f"<!-- {re.sub('--+', '-', note)} -->\n" if note else ""
    return f"{DOCTYPE}{comment}{ET.tostring(style, encoding='unicode')}\n"


def table_qml(table: DataFrame) -> str:
    """Return the style of a table without geometry: the names of its columns.

    >>> import pandas
    >>> '<alias field="reason" name="السبب" />' in table_qml(pandas.DataFrame(columns=["reason"]))
    True
    """
    style = ET.Element("qgis", version="3.22.16", styleCategories="Fields")
    style.append(aliases_of(table))
    return f"{DOCTYPE}{ET.tostring(style, encoding='unicode')}\n"


def style_of(layer: Layer) -> ET.Element:
    """Return the element ``qgis`` of the style of a layer."""
    style = deepcopy(_template(layer.style))
    renderer = style.find("renderer-v2")
    assert renderer is not None
    if renderer.get("type") == "categorizedSymbol":
        _repeat(renderer, layer)
    if layer.group == "undated":
        _fade(style)
    style.insert(list(style).index(renderer) + 1, aliases_of(layer.table))
    return style


def displace(style: ET.Element, layer: Layer) -> None:
    """Set points that would hide each other around their place, unless they are too many for that."""
    most = layer.table["place_id"].value_counts().max() if layer.style == "points" else 0
    if not 0 < most <= _MOST_AROUND:
        return
    around = deepcopy(_template("displaced")[0])
    renderer = style.find("renderer-v2")
    assert renderer is not None
    style.insert(list(style).index(renderer), around)
    style.remove(renderer)
    around.insert(0, renderer)


def _fade(style: ET.Element) -> None:
    """Make pale and nameless, while QGIS plays time, what it shows in every frame since it has no date."""
    for temporal in style.findall("temporal"):
        style.remove(temporal)
    for symbol in style.iterfind("renderer-v2/symbols/symbol"):
        # QGIS 3.22 does not heed what a line as a whole depends on: each of its parts has to.
        inner = [part for part in symbol.iter("symbol") if part.get("type") != "line"]
        for part in inner if symbol.get("type") == "line" else [symbol]:
            part.append(_by_expression("alpha", f"if({_IN_TIME}, {_PALE}, 100)"))
        for line in symbol.iterfind("layer[@class='SimpleLine']"):
            line.append(_by_expression("outlineColor", f"if({_IN_TIME}, {_PALE_COLOUR}, @value)"))
    for settings in style.iterfind("labeling/settings"):
        settings.append(_by_expression("Show", f"not ({_IN_TIME})", "dd_properties"))


def _by_expression(name: str, expression: str, tag: str = "data_defined_properties") -> ET.Element:
    """Return what makes a property of a symbol or a label depend on an expression."""
    element = ET.Element(tag)
    outer = ET.SubElement(element, "Option", type="Map")
    ET.SubElement(outer, "Option", name="name", value="", type="QString")
    properties = ET.SubElement(outer, "Option", name="properties", type="Map")
    one = ET.SubElement(properties, "Option", name=name, type="Map")
    ET.SubElement(one, "Option", name="active", value="true", type="bool")
    ET.SubElement(one, "Option", name="expression", value=expression, type="QString")
    ET.SubElement(one, "Option", name="type", value="3", type="int")
    ET.SubElement(outer, "Option", name="type", value="collection", type="QString")
    return element


def aliases_of(table: DataFrame) -> ET.Element:
    """Return what the columns of a table are called in Arabic, as QGIS reads it."""
    known = fields()
    element = ET.Element("aliases")
    for name in ("id", *table.columns):
        if name in known:
            ET.SubElement(element, "alias", field=str(name), name=known[name].ar)
    return element


@cache
def _template(name: str) -> ET.Element:
    text = files("geoevents.publish").joinpath("styles", f"{name}.qml").read_text(encoding="utf-8")
    return ET.fromstring(_NAMED_COLOUR.sub(lambda found: f'"{_decimal(colour_of(found[1]))},255"', text))


def _decimal(colour: str) -> str:
    """Turn ``#rrggbb`` into the numbers that QGIS writes."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


def _repeat(renderer: ET.Element, layer: Layer) -> None:
    """Put the categories that a layer has in place of the one in the file."""
    categories, symbols = renderer.find("categories"), renderer.find("symbols")
    assert categories is not None
    assert symbols is not None
    looks = {str(symbol.get("name")): symbol for symbol in symbols}
    categories.clear()
    symbols.clear()
    wanted = [*_categories(layer.table), ("", False)]  # the last for what an editor adds
    for number, (category, is_unreal) in enumerate(wanted):
        symbol = _coloured(looks["unreal" if is_unreal else "real"], family_of(category))
        symbol.set("name", str(number))
        _draw(symbol, layer, category, is_unreal)
        symbols.append(symbol)
        value = f"{category}?" if is_unreal else category
        ET.SubElement(
            categories, "category",
            value=value, symbol=str(number), label=_label(category, is_unreal), render="true",
        )  # fmt: skip


def _draw(symbol: ET.Element, layer: Layer, category: str, is_unreal: bool) -> None:
    """Put the symbol of the map into the markers."""
    svg = symbol_svg(
        category,
        is_unreal=is_unreal,
        is_square=layer.content == "observations",
        is_broad=layer.style != "points",
    )
    fill, line = symbol_colours(category, is_unreal=is_unreal)
    values = {
        "name": embedded(svg),
        "color": f"{_decimal(fill)},255",
        "outline_color": f"{_decimal(line)},255",
    }
    for marker in symbol.iterfind(".//layer[@class='SvgMarker']"):
        for option in marker.iterfind("Option/Option"):
            option.set("value", values.get(str(option.get("name")), str(option.get("value"))))


def _categories(table: DataFrame) -> list[tuple[str, bool]]:
    """Return the categories that occur, and whether as things that did not happen."""
    kinds = zip(table["category"].tolist(), table["status"].isin(UNREAL).tolist(), strict=True)
    return sorted({(str(category), is_unreal) for category, is_unreal in kinds})


def _label(category: str, is_unreal: bool) -> str:
    names = [word(f"category.{category or 'other'}", language) for language in ("ar", "en")]
    if is_unreal:
        names = [
            f"{name} ({word('legend.unreal', language).lower()})"
            for name, language in zip(names, ("ar", "en"), strict=True)
        ]
    return " · ".join(names)


def _coloured(symbol: ET.Element, family: str) -> ET.Element:
    old, new = (f"{_decimal(colour_of(name))}," for name in (_PROTOTYPE, family))
    copy = deepcopy(symbol)
    for option in copy.iter("Option"):
        value = option.get("value", "")
        if value.startswith(old):
            option.set("value", new + value.removeprefix(old))
    return copy
