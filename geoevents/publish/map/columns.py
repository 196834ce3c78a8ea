"""Frames as the compact columns that the page of the map reads.

A column is a JSON array; ``{"value": …, "size": …}`` where all are the same; ``{"values": […], "codes":
[…]}`` where values repeat; ``{"numbers": …, "scale": …}`` for numbers, days among them, which count from
1970-01-01. In a large map texts and numbers are packed (see :mod:`geoevents.publish.map.packing`).
Outlines are integers of 1e-4 degrees, each vertex as the difference to the one before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geoevents.publish.map.packing import MISSING, is_large, pack_numbers, pack_texts

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geoevents.publish.frames import Frames

__all__ = ["encode_column", "encode_shape", "page_records"]

_SCALE: Final = 10_000  # 1e-4 degrees, 11 m: finer than any outline of the gazetteer
_REPEATING: Final = 0.5  # a share of distinct values below which a column is written as codes
_DECIMALS: Final = 100_000  # of real numbers: five places, 1 m of a degree

_RECORD_COLUMNS: Final = (
    "record_kind", "category", "status", "title", "date_start", "date_end", "time_precision",
    "time_basis", "date_text", "edtf", "actors", "recipients", "quantities", "fatalities", "injured",
    "evidence", "evidence_start", "attributed_to", "document", "source", "url", "published", "confidence",
)  # fmt: skip
_PLACE_COLUMNS: Final = (
    "place_id", "location", "location_ar", "kind", "country", "admin1", "latitude", "longitude", "radius_km",
    "where_prec", "place_source",
)  # fmt: skip
_LINK_COLUMNS: Final = (
    "location_role", "place_score", "place_reason", "candidates", "mention_text",
    "mention_start", "mention_end",
)  # fmt: skip
_UNPLACED_COLUMNS: Final = (
    "document", "record", "event_id", "category", "role", "text", "reason", "candidates", "context", "source",
)  # fmt: skip

_IN_ARABIC: Final = {"actors": "actors_ar", "recipients": "recipients_ar"}

Column = list[Any] | dict[str, Any]
Numbers = np.ndarray[Any, Any]


def _plain(value: Any) -> Any:
    """Return a value that JSON has a form for; whatever stands for "missing" is ``None``."""
    if type(value) is str or value is None:
        return value
    if type(value).__name__ in ("NAType", "NaTType"):
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
    """Return a column in the form that takes the least room.

    >>> encode_column(["clash", "clash", "clash", "visit"])
    {'values': ['clash', 'visit'], 'codes': [0, 0, 0, 1]}
    >>> encode_column([1.0, 2.5]), encode_column(["ar", "ar"])
    ([1, 2.5], {'value': 'ar', 'size': 2})
    """
    import pandas as pd

    series = pd.Series(values)
    if series.dtype.kind == "M":
        days = _days(series)
        if len(days) and (days == days[0]).all():
            return {"value": None if days[0] == MISSING else int(days[0]), "size": len(days)}
        return {"numbers": _numbers(days), "scale": 1}
    codes, distinct = pd.factorize(series, use_na_sentinel=True)
    plain = [_plain(value) for value in distinct.tolist()]
    if (codes < 0).any():
        codes[codes < 0] = len(plain)
        plain.append(None)
    if len(plain) == 1:
        return {"value": plain[0], "size": len(codes)}
    if len(plain) <= _REPEATING * len(codes):
        distinct_values = pack_texts(plain) if is_large(len(plain)) else plain
        return {"values": distinct_values, "codes": _numbers(codes)}
    if not is_large(len(codes)):
        return [plain[code] for code in codes]
    if series.dtype.kind in "fiu":
        return _packed_numbers(series)
    return pack_texts([plain[code] for code in codes.tolist()])


def _days(series: pd.Series[Any]) -> Numbers:
    """Return dates as days since 1970, which may lie before it, and before our era."""
    days = series.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), MISSING, days.astype(np.int64))


def _numbers(numbers: Numbers) -> Column:
    if is_large(len(numbers)):
        return pack_numbers(numbers)
    return [None if number == MISSING else number for number in numbers.tolist()]


def _packed_numbers(series: pd.Series[Any]) -> Column:
    real = series.to_numpy(dtype="float64", na_value=np.nan)
    scale = 1 if series.dtype.kind in "iu" else _DECIMALS
    scaled = np.where(np.isfinite(real), np.rint(real * scale), MISSING)
    if np.abs(scaled).max(initial=0) > -MISSING:
        return pack_texts([_plain(value) for value in real.tolist()])
    return {"numbers": pack_numbers(scaled.astype(np.int64)), "scale": scale}


def encode_columns(table: pd.DataFrame, names: Sequence[str]) -> dict[str, Column]:
    """Return those of the named columns that the table has and that are not empty throughout."""
    encoded = {name: encode_column(table[name]) for name in names if name in table.columns}
    kept = {name: column for name, column in encoded.items() if not _is_empty(column)}
    if "date_end" in kept and table["date_end"].equals(table["date_start"]):
        kept["date_end"] = {"like": "date_start"}  # a day, as most events have
    return kept


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


def _differences(coordinates: Numbers) -> list[int]:
    corners = np.rint(coordinates * _SCALE).astype(np.int64)
    steps = np.diff(corners, axis=0)
    kept = np.concatenate([[True], steps.any(axis=1)])  # vertices that fell together
    corners = corners[kept]
    return np.concatenate([corners[:1], np.diff(corners, axis=0)]).ravel().tolist()


def page_records(frames: Frames, *, language: str) -> dict[str, Any]:
    """Return records, their places, and what could not be placed, as the page of a language reads them."""
    order = _latest_first(frames.events)
    events = frames.events.filter([*_RECORD_COLUMNS, *_IN_ARABIC.values()]).iloc[order]
    if language == "ar":
        events = events.assign(**{name: events[ar] for name, ar in _IN_ARABIC.items() if ar in events})
    ids = list(map(str, np.asarray(_values(frames.events), dtype=object)[order]))
    row_of = {event: row for row, event in enumerate(ids)}
    rows = np.array([row_of.get(str(event), -1) for event in _values(frames.locations)], dtype=np.int64)
    by_record = np.argsort(rows, kind="stable")[np.count_nonzero(rows < 0) :]
    located = frames.locations.filter([*_PLACE_COLUMNS, *_LINK_COLUMNS, "geometry"]).iloc[by_record]
    rows = rows[by_record]
    places, place_of, shapes = _places(located)
    return {
        "size": len(ids),
        "records": {"id": _ids(ids), **encode_columns(events, _RECORD_COLUMNS)},
        "places": places,
        "shapes": shapes,
        "links": {
            "record": _numbers(rows),
            "place": _numbers(place_of),
            **encode_columns(located, _LINK_COLUMNS),
        },
        "movements": _movements(frames.movements, row_of),
        "unplaced": encode_columns(frames.unresolved, _UNPLACED_COLUMNS),
    }


def _latest_first(events: GeoDataFrame) -> Numbers:
    """Return the rows in the order of the page's list; those without a date come last.

    What is read together then lies together: the page opens with one chunk of each text.
    """
    return np.argsort(-_days(events["date_start"].fillna(events["date_end"])), kind="stable")


def _ids(ids: list[str]) -> Column:
    return pack_texts(ids) if is_large(len(ids)) else ids


def _values(table: GeoDataFrame) -> list[Any]:
    """Return the event of each row."""
    column = table["event_id"] if "event_id" in table.columns else table.index
    values: list[Any] = column.to_numpy(dtype=object).tolist()
    return values


def _places(located: GeoDataFrame) -> tuple[dict[str, Column], Numbers, list[dict[str, Any]]]:
    """Give each place one row, and each row of the frame its place."""
    import pandas as pd

    keys = pd.MultiIndex.from_arrays([located[name] for name in ("place_id", "latitude", "longitude")])
    place_of, distinct = pd.factorize(keys, use_na_sentinel=False)
    first = np.full(len(distinct), len(place_of))
    np.minimum.at(first, place_of, np.arange(len(place_of)))
    table = located.iloc[first]
    shapes: list[dict[str, Any]] = []
    shape_of = np.full(len(table), -1)
    is_drawn = ~(
        table.geometry.isna() | table.geometry.is_empty | table.geom_type.isin(["Point", "MultiPoint"])
    )
    for row in np.flatnonzero(is_drawn.to_numpy()).tolist():
        shape_of[row] = len(shapes)
        shapes.append(encode_shape(table.geometry.iloc[row]))
    columns = encode_columns(table, _PLACE_COLUMNS)
    return {**columns, "shape": encode_column(shape_of.tolist())}, place_of, shapes


def _movements(movements: GeoDataFrame, row_of: Mapping[str, int]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"record": [], "from": [], "to": []}
    for event, geometry in zip(_values(movements), movements.geometry, strict=True):
        if geometry is None or geometry.is_empty or str(event) not in row_of:
            continue
        ends = np.asarray(geometry.coords)[[0, -1]]
        columns["record"].append(row_of[str(event)])
        columns["from"].append([_plain(float(value)) for value in ends[0][:2]])
        columns["to"].append([_plain(float(value)) for value in ends[1][:2]])
    return columns
