"""Tables of what was read: the one form from which maps, layers and notebooks draw.

Rules that hold in every table: coordinates are WGS 84 (EPSG:4326); dates are real dates
(``datetime64``), so they sort and compare; several values in one cell are joined by ``"; "``; what is
unknown is missing (``isna()``), never an empty text; offsets count code points of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geoevents.model import Parsed
from geoevents.publish.rows import (
    Row,
    event_row,
    event_without_place,
    journeys,
    located,
    location_row,
    mention_row,
    mention_without_place,
    primary_location,
)

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["Frames", "records", "to_frames"]

_TEXT: Final = "str"
_DAY: Final = "datetime64[s]"
_WHOLE: Final = "Int64"
_REAL: Final = "float64"
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")

_EVENT_COLUMNS: Final = {
    "event_id": _TEXT, "document": _TEXT, "record_kind": _TEXT, "category": _TEXT,
    "plover_type": _TEXT, "acled_event_type": _TEXT, "acled_sub_event_type": _TEXT,
    "status": _TEXT, "title": _TEXT, "date_start": _DAY, "date_end": _DAY, "time_precision": _TEXT,
    "time_basis": _TEXT, "date_text": _TEXT, "edtf": _TEXT, "actors": _TEXT, "actors_ar": _TEXT,
    "actor_types": _TEXT, "recipients": _TEXT, "recipients_ar": _TEXT, "recipient_types": _TEXT,
    "quantities": _TEXT, "fatalities": _WHOLE, "injured": _WHOLE, "evidence": _TEXT,
    "evidence_start": _WHOLE, "attributed_to": _TEXT, "source": _TEXT,
    "url": _TEXT, "published": _DAY, "confidence": _REAL,
}  # fmt: skip
_PLACE_COLUMNS: Final = {
    "location": _TEXT, "location_ar": _TEXT, "place_id": _TEXT, "kind": _TEXT, "country": _TEXT,
    "admin1": _TEXT, "latitude": _REAL, "longitude": _REAL, "radius_km": _REAL,
    "geo_precision": _WHOLE, "where_prec": _WHOLE, "place_score": _REAL, "place_reason": _TEXT,
    "mention_text": _TEXT, "mention_start": _WHOLE, "mention_end": _WHOLE, "place_source": _TEXT,
    "candidates": _TEXT,
}  # fmt: skip
_LOCATION_COLUMNS: Final = {**_EVENT_COLUMNS, "location_role": _TEXT, **_PLACE_COLUMNS}
_MOVEMENT_COLUMNS: Final = {
    **_EVENT_COLUMNS,
    "origin": _TEXT, "origin_ar": _TEXT, "origin_id": _TEXT, "origin_kind": _TEXT,
    "destination": _TEXT, "destination_ar": _TEXT, "destination_id": _TEXT, "destination_kind": _TEXT,
    "route": _TEXT, "length_km": _REAL,
}  # fmt: skip
_MENTION_COLUMNS: Final = {
    "document": _TEXT, "role": _TEXT, **_PLACE_COLUMNS, "context": _TEXT,
    "source": _TEXT, "url": _TEXT, "published": _DAY,
}  # fmt: skip
_UNRESOLVED_COLUMNS: Final = {
    "document": _TEXT, "record": _TEXT, "event_id": _TEXT, "category": _TEXT, "role": _TEXT,
    "text": _TEXT, "start": _WHOLE, "end": _WHOLE, "reason": _TEXT, "candidates": _TEXT,
    "context": _TEXT, "source": _TEXT, "url": _TEXT, "published": _DAY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables of a collection of parsed documents.

    Attributes
    ----------
    events
        One row per event, at its primary place; the index is the event's id. Geometry is missing
        where the text gives no place that could be found.
    locations
        One row per event and place where something of it happened: what maps and layers draw.
        Places that only form the background of an event are not among them.
    mentions
        One row per place name with a place, in all roles; only the literal ones are pins.
    unresolved
        Place names without a place and events without a place, with the reason.
    movements
        One row per movement, a line from origin to destination where both are known.
    observations
        The rows of ``locations`` that tell a stock or a situation rather than an event.
    """

    events: GeoDataFrame
    locations: GeoDataFrame
    mentions: GeoDataFrame
    unresolved: DataFrame
    movements: GeoDataFrame
    observations: GeoDataFrame


def to_frames(parsed: Iterable[Parsed]) -> Frames:
    """Return the tables of parsed documents.

    >>> from geoevents.model import Document, Mention, Parsed, Place
    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.5624, 38.2840, countries=("SY",))
    >>> report = Document("r", "اجتماع في تدمر", language="ar")
    >>> frames = to_frames([Parsed(report, (Mention(10, 14, "تدمر", place=palmyra, score=0.9),))])
    >>> frames.mentions[["mention_text", "location", "geo_precision"]].values.tolist()
    [['تدمر', 'Palmyra', 1]]
    """
    events: list[Row] = []
    locations: list[Row] = []
    mentions: list[Row] = []
    unresolved: list[Row] = []
    movements: list[Row] = []
    for one in parsed:
        for event in one.events:
            shared = event_row(event, one)
            places = located(event)
            primary = primary_location(event)
            rows = {id(place): location_row(place) for place in places}
            events.append(shared | (rows[id(primary)] if primary else {}))
            locations.extend(shared | row for row in rows.values())
            if event.record_kind == "movement":
                movements.extend(shared | row for row in journeys(places))
            if primary is None:
                unresolved.append(event_without_place(event, one))
        for mention in one.mentions:
            if mention.place is None:
                unresolved.append(mention_without_place(mention, one))
            else:
                mentions.append(mention_row(mention, mention.place, one))
    drawn = _geo(locations, _LOCATION_COLUMNS, ("event_id", "location_role", "place_id"))
    return Frames(
        events=_geo(events, _LOCATION_COLUMNS, ("event_id",)),
        locations=drawn,
        mentions=_geo(mentions, _MENTION_COLUMNS, ("document", "mention_start", "mention_end")),
        unresolved=_plain(unresolved, _UNRESOLVED_COLUMNS),
        movements=_geo(movements, _MOVEMENT_COLUMNS, ("event_id", "origin_id", "destination_id")),
        observations=drawn[drawn["record_kind"] == "observation"],
    )


def records(frame: DataFrame) -> list[Row]:
    """Return the rows as plain values without geometry: ISO dates, ``None`` for what is missing.

    >>> import pandas as pd
    >>> records(pd.DataFrame({"day": pd.to_datetime(["2024-12-26", None]), "text": ["x", None]}))
    [{'day': '2024-12-26', 'text': 'x'}, {'day': None, 'text': None}]
    """
    columns = {}
    for name in frame.columns:
        if name == "geometry":
            continue
        column = frame[name]
        values = column.dt.strftime("%Y-%m-%d") if column.dtype.kind == "M" else column
        columns[name] = [
            None if gone else one for one, gone in zip(values.tolist(), column.isna(), strict=True)
        ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(rows: list[Row], columns: Mapping[str, str]) -> DataFrame:
    import pandas as pd

    values = {name: [row.get(name) for row in rows] for name in columns}
    return pd.DataFrame(
        {
            name: pd.Series(_whole(values[name]) if kind == _TEXT else values[name], dtype=kind)
            for name, kind in columns.items()
        }
    )


def _whole(values: list[Any]) -> list[Any]:
    """Replace in texts what no file could hold: NUL, and halves of characters."""
    if not _UNWRITABLE.search("".join(filter(None, values))):  # one look for all: there are millions
        return values
    return [value and _UNWRITABLE.sub("\ufffd", value) for value in values]


def _geo(rows: list[Row], columns: Mapping[str, str], key: tuple[str, ...]) -> GeoDataFrame:
    """The table of rows with geometry, indexed by what identifies a row."""
    import numpy as np
    import shapely
    from geopandas import GeoDataFrame, GeoSeries
    from pandas import Index

    table = _plain(rows, columns)
    keys = ["/".join(str(row.get(name) or "") for name in key) for row in rows]
    table.index = Index(_whole(keys), dtype="str")
    shapes = np.array([row.get("geometry") for row in rows], dtype=object)
    if "latitude" in columns:
        is_point = shapely.is_missing(shapes) & table["latitude"].notna().to_numpy()
        shapes[is_point] = shapely.points(table.loc[is_point, ["longitude", "latitude"]].to_numpy())
    return GeoDataFrame(table, geometry=GeoSeries(shapes, index=table.index, crs="EPSG:4326"))
