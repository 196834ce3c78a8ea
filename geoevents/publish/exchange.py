"""Layers in the formats of others: GeoParquet, FlatGeobuf, CSV with WKT, HXL, KML.

geopandas, pyarrow and GDAL write the binary ones. What they cannot do: GDAL's KML has no styles here,
and is held in memory while it is written, 20 kB a row; FlatGeobuf orders features by its
spatial index; CSV has no types and carries its provenance in a file beside it (CSV on the Web).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.publish.frames import records
from geoevents.publish.geopackage import with_id
from geoevents.publish.looks import fields
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import Layer, pieces, with_days

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "write_csv", "write_csv_metadata", "write_flatgeobuf", "write_geoparquet", "write_hxl", "write_kml",
    "write_wkt",
]  # fmt: skip

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_WKT: Final = "wkt"
_CSVW_TYPES: Final = {"M": "date", "i": "integer", "f": "number"}


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


def write_csv_metadata(layer: Layer, path: Path, provenance: Provenance) -> None:
    """Write what the columns of a CSV mean, as CSV on the Web has it (W3C, tabular metadata)."""
    known = fields()
    table = with_id(layer.table)
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
        "url": path.name.replace(".csv-metadata.json", ".csv"),
        "dc:title": layer.title("en"),
        "dc:description": layer.about,
        "dc:rights": provenance.line,
        "dc:provenance": provenance.as_dict(),
        "tableSchema": {"columns": columns, "primaryKey": "id"},
    }
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_kml(layers: Sequence[Layer], path: Path, provenance: Provenance) -> None:
    """Write all layers as folders of one KML; the days of an event become its time span."""
    import pyogrio

    for layer in layers:
        table = with_days(with_id(layer.table))
        shown = table.assign(Name=_named(table), description=_described(table, provenance))
        if "date_start" in table.columns:
            shown = shown.assign(begin=table["date_start"], end=table["date_end"])
        pyogrio.write_dataframe(
            shown,
            path,
            driver="LIBKML",
            layer=layer.name,
            append=path.exists(),
            layer_options={
                "NAME": f"{layer.title('ar')} · {layer.title('en')}",
                "DESCRIPTION": provenance.line,
            },
            dataset_options=None if path.exists() else {"NAME": "geoevents", "DESCRIPTION": provenance.line},
        )


def _named(table: DataFrame) -> list[str]:
    if "origin" in table.columns:
        ends = zip(table["origin"], table["destination"], strict=True)
        return [f"{origin} → {destination}" for origin, destination in ends]
    return [
        " · ".join(part for part in (arabic, latin) if isinstance(part, str) and part)
        for arabic, latin in zip(table["location_ar"], table["location"], strict=True)
    ]


def _described(table: DataFrame, provenance: Provenance) -> list[str]:
    text = table["evidence"] if "evidence" in table.columns else table["context"]
    return [f"{one}\n\n{provenance.credits}".strip() if isinstance(one, str) else "" for one in text]
