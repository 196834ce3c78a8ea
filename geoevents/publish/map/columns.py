"""Frames as the compact columns that the page of the map reads.

A column is a JSON array, ``{"values": […], "codes": […]}`` where values repeat, or
``{"value": …, "size": …}`` where all are the same. Outlines are integers of 1e-4 degrees, each vertex as
the difference to the one before. So 100,000 events stay a small file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geoevents.publish.frames import Frames

__all__ = ["encode_column", "encode_shape", "page_records"]

_SCALE: Final = 10_000  # 1e-4 degrees, 11 m: finer than any outline of the gazetteer
_REPEATING: Final = 0.5  # a share of distinct values below which a column is written as codes

_RECORD_COLUMNS: Final = (
    "record_kind", "category", "status", "title", "date_start", "date_end", "time_precision",
    "time_basis", "date_text", "edtf", "actors", "recipients", "quantities", "evidence",
    "evidence_start", "attributed_to", "document", "source", "url", "published", "confidence",
)  # fmt: skip
_PLACE_COLUMNS: Final = (
    "place_id", "location", "location_ar", "kind", "country", "admin1", "latitude", "longitude", "radius_km",
    "where_prec", "place_source",
)  # fmt: skip
_LINK_COLUMNS: Final = (
    "location_role", "place_score", "place_reason", "mention_text",
    "mention_start", "mention_end",
)  # fmt: skip
_UNPLACED_COLUMNS: Final = (
    "document", "record", "event_id", "category", "role", "text", "reason", "candidates", "context", "source",
)  # fmt: skip

Column = list[Any] | dict[str, Any]


def _plain(value: Any) -> Any:
    """Return a value that JSON has a form for; whatever stands for "missing" is ``None``."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return None if not math.isfinite(value) else int(value) if value.is_integer() else round(value, 5)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


def encode_column(values: Sequence[Any] | pd.Series[Any]) -> Column:
    """Return a column as an array, or as codes where values repeat.

    >>> encode_column(["clash", "clash", "clash", "visit"])
    {'values': ['clash', 'visit'], 'codes': [0, 0, 0, 1]}
    >>> encode_column([1.0, 2.5]), encode_column(["ar", "ar"])
    ([1, 2.5], {'value': 'ar', 'size': 2})
    """
    import pandas as pd

    codes, distinct = pd.factorize(pd.Series(values), use_na_sentinel=True)
    plain = [_plain(value) for value in distinct]
    if (codes < 0).any():
        codes[codes < 0] = len(plain)
        plain.append(None)
    if len(plain) == 1:
        return {"value": plain[0], "size": len(codes)}
    if len(plain) <= _REPEATING * len(codes):
        return {"values": plain, "codes": codes.tolist()}
    return [plain[code] for code in codes]


def encode_columns(table: pd.DataFrame, names: Sequence[str]) -> dict[str, Column]:
    """Return those of the named columns that the table has and that are not empty throughout."""
    encoded = {name: encode_column(table[name]) for name in names if name in table.columns}
    return {name: column for name, column in encoded.items() if not _is_empty(column)}


def _is_empty(column: Column) -> bool:
    return isinstance(column, dict) and column.get("value", "") is None


def encode_shape(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a line or an area as rings of integer differences.

    >>> from shapely import LineString
    >>> encode_shape(LineString([(40, 33), (40.5, 33.25)]))
    {'area': False, 'rings': [[400000, 330000, 5000, 2500]]}
    """
    import shapely

    parts = shapely.get_parts(geometry)
    is_area = any(part.geom_type == "Polygon" for part in parts)
    rings: list[list[int]] = []
    for part in parts:
        lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        rings += [_differences(shapely.get_coordinates(line)) for line in lines]
    return {"area": is_area, "rings": [ring for ring in rings if len(ring) >= 4]}


def _differences(coordinates: np.ndarray[Any, Any]) -> list[int]:
    whole = np.rint(coordinates * _SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0)
    kept = np.concatenate([[True], steps.any(axis=1)])  # vertices that fell together
    whole = whole[kept]
    return np.concatenate([whole[:1], np.diff(whole, axis=0)]).ravel().tolist()


def page_records(frames: Frames) -> dict[str, Any]:
    """Return records, their places, and what could not be placed, as the page reads them."""
    events, locations = frames.events, frames.locations
    ids = [str(event) for event in (events["event_id"] if "event_id" in events.columns else events.index)]
    row_of = {event: row for row, event in enumerate(ids)}
    located = locations[locations["event_id"].isin(ids)]
    places, place_of, shapes = _places(located)
    links: dict[str, Column] = {
        "record": [row_of[str(event)] for event in located["event_id"]],
        "place": place_of,
        **encode_columns(located, _LINK_COLUMNS),
    }
    return {
        "records": {"id": ids, **encode_columns(events, _RECORD_COLUMNS)},
        "places": places,
        "shapes": shapes,
        "links": links,
        "movements": _movements(frames.movements, row_of),
        "unplaced": encode_columns(frames.unresolved, _UNPLACED_COLUMNS),
    }


def _places(located: GeoDataFrame) -> tuple[dict[str, Column], list[int], list[dict[str, Any]]]:
    """Give each place one row, and each row of the frame its place."""
    index: dict[tuple[str, float, float], int] = {}
    place_of: list[int] = []
    first: list[int] = []
    keys = zip(located["place_id"], located["latitude"], located["longitude"], strict=True)
    for row, (place, latitude, longitude) in enumerate(keys):
        key = (str(place), float(latitude), float(longitude))
        if key not in index:
            index[key] = len(index)
            first.append(row)
        place_of.append(index[key])
    table = located.iloc[first]
    shapes: list[dict[str, Any]] = []
    shape_of: list[int] = []
    for geometry in table.geometry:
        if geometry is None or geometry.is_empty or geometry.geom_type in ("Point", "MultiPoint"):
            shape_of.append(-1)
        else:
            shape_of.append(len(shapes))
            shapes.append(encode_shape(geometry))
    return {**encode_columns(table, _PLACE_COLUMNS), "shape": encode_column(shape_of)}, place_of, shapes


def _movements(movements: GeoDataFrame, row_of: Mapping[str, int]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"record": [], "from": [], "to": []}
    names = movements["event_id"] if "event_id" in movements.columns else movements.index
    for event, geometry in zip(names, movements.geometry, strict=True):
        if geometry is None or geometry.is_empty or str(event) not in row_of:
            continue
        ends = np.asarray(geometry.coords)[[0, -1]]
        columns["record"].append(row_of[str(event)])
        columns["from"].append([_plain(float(value)) for value in ends[0][:2]])
        columns["to"].append([_plain(float(value)) for value in ends[1][:2]])
    return columns
