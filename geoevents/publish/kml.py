"""KML for Google Earth: a folder for each layer, days as spans of time, the colours of the map.

GDAL writes it, without styles; these are put in while its file is copied, one element after the other. GDAL
holds the whole in memory before, 20 kB a row.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax import make_parser
from xml.sax.saxutils import XMLFilterBase, XMLGenerator

from geoevents.model import UNREAL
from geoevents.publish.geopackage import with_id
from geoevents.publish.looks import colour_of, family_of
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import Layer, with_days

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["ICONS", "write_kml"]

ICONS: Final = {False: "geoevents-disc.png", True: "geoevents-ring.png"}  # whether it did not happen
_SOURCES: Final = {False: "disc.png", True: "ring.png"}
_NAMES: Final = "mention"  # the style of place names
_FILL: Final = "30"  # how much an area hides, of ff


def write_kml(layers: Sequence[Layer], path: Path, provenance: Provenance) -> None:
    """Write all layers into one KML, and beside it the icons that it colours."""
    import pyogrio

    bare = path.with_name(f"{path.stem}-bare.kml")
    for layer in layers:
        table = _quotable(with_days(with_id(layer.table)))
        shown = table.assign(Name=_named(table), description=_described(table, provenance))
        if "date_start" in table.columns:
            shown = shown.assign(begin=table["date_start"], end=table["date_end"])
        pyogrio.write_dataframe(
            shown,
            bare,
            driver="LIBKML",
            layer=layer.name,
            append=bare.exists(),
            layer_options={
                "NAME": f"{layer.title('ar')} · {layer.title('en')}",
                "DESCRIPTION": provenance.line,
            },
            dataset_options=None if bare.exists() else {"NAME": "geoevents", "DESCRIPTION": provenance.line},
        )
    _style(bare, path, [style for layer in layers for style in _styles_of(layer)])
    bare.unlink()
    for is_unreal, name in ICONS.items():
        icon = files("geoevents.publish").joinpath("styles", _SOURCES[is_unreal])
        path.with_name(name).write_bytes(icon.read_bytes())


def _quotable(table: GeoDataFrame) -> GeoDataFrame:
    """Part the one sequence of characters at which GDAL's quotation of a text would end."""
    for name in table.columns.drop("geometry"):
        if table[name].dtype.kind == "O" and table[name].str.contains("]]>", regex=False).any():
            table[name] = table[name].str.replace("]]>", "]] >", regex=False)
    return table


def _named(table: DataFrame) -> list[str]:
    if "origin" in table.columns:
        ends = zip(table["origin"], table["destination"], strict=True)
        return [f"{origin} → {destination}" for origin, destination in ends]
    return [
        " · ".join(part for part in (arabic, latin) if isinstance(part, str) and part)
        for arabic, latin in zip(table["location_ar"], table["location"], strict=True)
    ]


def _described(table: DataFrame, provenance: Provenance) -> list[str]:
    """The text and the credits as HTML, which Google Earth takes a description for."""
    texts = table["evidence"] if "evidence" in table.columns else table["context"]
    credits = f"<p>{html.escape(provenance.credits)}</p>" if provenance.credits else ""
    return [f"<p>{html.escape(one)}</p>{credits}" if isinstance(one, str) else credits for one in texts]


def _styles_of(layer: Layer) -> Iterator[str]:
    """Name the style of each row: its category, and ``-unreal`` where it did not happen."""
    if layer.style == "mentions":
        yield from [_NAMES] * len(layer.table)
        return
    for category, status in zip(layer.table["category"], layer.table["status"], strict=True):
        yield f"{category}-unreal" if status in UNREAL else str(category)


def _style(bare: Path, path: Path, styles: Sequence[str]) -> None:
    """Copy a KML, giving the places in it their styles, in their order."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        copy = _Styled(styles)
        copy.setContentHandler(XMLGenerator(file, "UTF-8", short_empty_elements=True))
        copy.parse(str(bare))


class _Styled(XMLFilterBase):
    """Add to the elements that pass by: styles to the document, a style's name to each placemark."""

    def __init__(self, styles: Sequence[str]) -> None:
        super().__init__(make_parser())
        self._styles = styles
        self._next = iter(styles)
        self._is_written = False

    def startElement(self, name: str, attrs: Any) -> None:
        if name == "Schema" and not self._is_written:
            self._is_written = True
            for style in sorted(set(self._styles)):
                self._put(("Style", {"id": style}, _look(style)))
                self.ignorableWhitespace("\n    ")
        elif name == "ExtendedData":
            self._put(("styleUrl", {}, f"#{next(self._next)}"))
        super().startElement(name, attrs)

    def _put(self, element: _Element) -> None:
        name, attributes, content = element
        super().startElement(name, attributes)  # type: ignore[arg-type]
        if isinstance(content, str):
            super().characters(content)
        else:
            for one in content:
                self._put(one)
        super().endElement(name)


_Element = tuple[str, dict[str, str], "str | Iterable[_Element]"]


def _look(style: str) -> list[_Element]:
    is_unreal = style.endswith("-unreal")
    family = "other" if style == _NAMES else family_of(style.removesuffix("-unreal"))
    red, green, blue = (colour_of(family)[at : at + 2] for at in (1, 3, 5))
    colour = f"{blue}{green}{red}"  # as KML orders them, after the alpha
    scale = "0.4" if style == _NAMES else "0.7"
    icon: _Element = ("Icon", {}, [("href", {}, ICONS[is_unreal])])
    return [
        ("IconStyle", {}, [("color", {}, f"ff{colour}"), ("scale", {}, scale), icon]),
        ("LabelStyle", {}, [("scale", {}, scale)]),
        ("LineStyle", {}, [("color", {}, f"ff{colour}"), ("width", {}, "1" if is_unreal else "2")]),
        ("PolyStyle", {}, [("color", {}, f"{_FILL}{colour}"), ("fill", {}, str(int(not is_unreal)))]),
    ]
