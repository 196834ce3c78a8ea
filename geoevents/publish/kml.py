"""KML for Google Earth: a folder for each layer, days as spans of time, the colours of the map.

GDAL writes it, without styles; these are put in while its file is copied. GDAL holds the whole in memory
before, 20 kB a row.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

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
_UNREAL: Final = "-unreal"
_NO_XML: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_UNQUOTABLE: Final = f"{_NO_XML}|]]>"
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
    """Replace in texts what no XML can hold, and part what would end GDAL's quotation of a text."""
    from pandas.api.types import is_string_dtype

    for name in table.columns.drop("geometry"):
        if is_string_dtype(table[name]) and table[name].str.contains(_UNQUOTABLE).any():
            texts = table[name].str.replace(_NO_XML, "\ufffd", regex=True)
            table[name] = texts.str.replace("]]>", "]] >", regex=False)
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
        yield f"{category}{_UNREAL}" if status in UNREAL else str(category)


def _style(bare: Path, path: Path, styles: Sequence[str]) -> None:
    """Copy a KML line by line, adding the styles and, to the places in their order, the names of theirs.

    GDAL gives every element a line. Texts with an angle bracket it quotes as they are (CDATA), and these may
    hold any line.
    """
    names = iter(styles)
    is_quoted = is_styled = False
    with bare.open("rb") as source, path.open("wb") as copy:
        for line in source:
            element = b"" if is_quoted else line.strip()
            if element == b"<ExtendedData>":
                copy.write(f"        <styleUrl>#{escape(next(names))}</styleUrl>\n".encode())
            elif element.startswith(b"<Schema ") and not is_styled:
                is_styled = True
                copy.writelines(_look(style) for style in sorted(set(styles)))
            copy.write(line)
            begun, ended = line.rfind(b"<![CDATA["), line.rfind(b"]]>")
            if begun != ended:
                is_quoted = begun > ended


def _look(style: str) -> bytes:
    is_unreal = style.endswith(_UNREAL)
    family = "other" if style == _NAMES else family_of(style.removesuffix(_UNREAL))
    red, green, blue = (colour_of(family)[at : at + 2] for at in (1, 3, 5))
    colour = f"{blue}{green}{red}"  # as KML orders them, after the alpha
    scale = 0.4 if style == _NAMES else 0.7
    return f"""    <Style id={quoteattr(style)}>
      <IconStyle>
        <color>ff{colour}</color>
        <scale>{scale}</scale>
        <Icon><href>{ICONS[is_unreal]}</href></Icon>
      </IconStyle>
      <LabelStyle><scale>{scale}</scale></LabelStyle>
      <LineStyle><color>ff{colour}</color><width>{1 if is_unreal else 2}</width></LineStyle>
      <PolyStyle><color>{_FILL}{colour}</color><fill>{int(not is_unreal)}</fill></PolyStyle>
    </Style>
""".encode()
