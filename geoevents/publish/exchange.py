"""Layers in the formats of others: GeoParquet, FlatGeobuf, CSV with WKT, HXL.

geopandas, pyarrow and GDAL write the binary ones. What they cannot do: FlatGeobuf orders features by its
spatial index and has no days, only their midnights. CSV has no types: these and its provenance are in files
beside it (CSV on the Web, and the types once more as GDAL and QGIS look for them).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.publish.frames import records
from geoevents.publish.geopackage import with_id
from geoevents.publish.looks import fields, layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import Layer, pieces, with_days

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "write_csv", "write_csv_metadata", "write_csv_types", "write_flatgeobuf", "write_geoparquet", "write_hxl",
    "write_hxl_metadata", "write_unresolved_metadata", "write_wkt",
]  # fmt: skip

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_WKT: Final = "wkt"
_CSVW_TYPES: Final = {"M": "date", "i": "integer", "f": "number"}
_CSVT_TYPES: Final = {"M": "Date", "i": "Integer", "f": "Real"}


def write_geoparquet(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write GeoParquet 1.1 with a box per row, so that a reader can skip what lies elsewhere."""
    table = with_days(with_id(layer.table))
    table.attrs = {"attribution": provenance.line, **provenance.as_dict()}  # file-level metadata
    table.to_parquet(
        path,
        index=False,
        compression="zstd",
        geometry_encoding="WKB",
        schema_version="1.1.0",
        write_covering_bbox=True,
    )


def write_flatgeobuf(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write FlatGeobuf with a spatial index."""
    import pyogrio

    pyogrio.write_dataframe(
        with_days(with_id(layer.table)),
        path,
        driver="FlatGeobuf",
        layer=layer.name,
        use_arrow=True,
        layer_options={"SPATIAL_INDEX": "YES", "TITLE": layer.title("en"), "DESCRIPTION": provenance.line},
    )


def write_csv(table: DataFrame, path: Path) -> None:
    """Write a table for spreadsheets: marked as UTF-8, and no cell of it a formula.

    >>> import pandas, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_csv(pandas.DataFrame({"text": ["=1+1"]}), Path(folder, "one.csv"))
    ...     Path(folder, "one.csv").read_text("utf-8-sig").split()
    ['text', "'=1+1"]
    """
    _write_rows(table, path, headings=[list(table.columns)], has_shapes=False)


def write_wkt(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write a CSV whose last column is the geometry as WKT."""
    table = with_id(layer.table)
    names = [name for name in table.columns if name != "geometry"]
    _write_rows(table, path, headings=[[*names, _WKT]], has_shapes=True)


def write_hxl(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write a CSV whose second row is the HXL tags of the columns."""
    table = with_id(layer.table)
    names = [name for name in table.columns if name != "geometry"]
    known = fields()
    tags = [known[name].hxl if name in known else "" for name in names]
    _write_rows(table, path, headings=[[*names, _WKT], [*tags, "#geo+wkt"]], has_shapes=True)


def _write_rows(table: DataFrame, path: Path, *, headings: list[list[str]], has_shapes: bool) -> None:
    from shapely import to_wkt

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(headings)
        for part in pieces(table):
            rows: Iterable[list[Any]] = (list(row.values()) for row in records(part))
            if has_shapes:
                texts = to_wkt(part.geometry.to_numpy(), rounding_precision=-1)
                rows = ([*row, text] for row, text in zip(rows, texts, strict=True))
            writer.writerows([_harmless(value) for value in row] for row in rows)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_csv_types(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write the types of a CSV's columns for GDAL and QGIS, which else take texts that look so for days."""
    table = with_id(layer.table)
    kinds = [
        "WKT" if name == "geometry" else _CSVT_TYPES.get(table[name].dtype.kind, "String")
        for name in [*table.columns.drop("geometry"), "geometry"]
    ]
    path.write_text(",".join(f'"{kind}"' for kind in kinds) + "\n", encoding="ascii")


def write_csv_metadata(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write what the columns of a CSV mean, as CSV on the Web has it (W3C, tabular metadata)."""
    _write_metadata(with_id(layer.table), path, provenance, title=layer.title("en"), about=layer.about)


def write_hxl_metadata(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write the same of a CSV with a row of HXL tags."""
    title, about = layer.title("en"), layer.about
    _write_metadata(with_id(layer.table), path, provenance, title=title, about=about, headings=2)


def write_unresolved_metadata(table: DataFrame, path: Path, provenance: Provenance) -> None:
    """Write the same of the table of what has no place."""
    words = layer_words()["content"]["unresolved"]
    _write_metadata(table, path, provenance, title=words["en"], about=words["about"])


def _write_metadata(
    table: DataFrame, path: Path, provenance: Provenance, *, title: str, about: str, headings: int = 1
) -> None:
    known = fields()
    columns: list[dict[str, Any]] = []
    for name in table.columns:
        if name == "geometry":
            columns.append({"name": _WKT, "titles": {"en": _WKT}, "datatype": "string"})
            continue
        column: dict[str, Any] = {"name": name, "titles": {"en": name}}
        if name in known:
            column["titles"]["ar"] = known[name].ar
            column["dc:description"] = known[name].en
        column["datatype"] = _CSVW_TYPES.get(table[name].dtype.kind, "string")
        columns.append(column)
    facts = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": path.name.removesuffix("-metadata.json"),
        "dc:title": title,
        "dc:description": about,
        "dc:rights": provenance.line,
        "dc:provenance": provenance.as_dict(),
        "tableSchema": {"columns": columns} | ({"primaryKey": "id"} if "id" in table.columns else {}),
    }
    if headings > 1:
        facts["dialect"] = {"headerRowCount": headings}
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
