"""Tables of what was read: the one form from which maps, layers and notebooks draw.

Rules that hold in every table: coordinates are WGS 84 (EPSG:4326); dates are real dates
(``datetime64``), so they sort and compare; several values in one cell are joined by ``"; "``; what is
unknown is missing (``isna()``), never an empty text; offsets count code points of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from geoevents.model import Document, Event, Location, Mention, Parsed, Place

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["Frames", "precision_of", "primary_location", "records", "to_frames"]

Row: TypeAlias = dict[str, Any]

SEPARATOR: Final = "; "
NEAR_KM: Final = 25.0  # UCDP's codebook: "within about 25 km of a known point" is precision 2

# Which place stands for the event when it has several: where it happened, before where it led.
_PRIMARY_ROLES: Final = ("site", "target", "area", "venue", "destination", "route", "origin")
_NAMED_POINTS: Final = frozenset(
    {"city", "town", "village", "neighbourhood", "camp", "border_crossing", "base", "facility"}
)
# Kind of place -> (ACLED geo_precision 1-3, UCDP where_prec 1-7), after the codebooks of both.
_PRECISIONS: Final = {
    "country": (3, 6),
    "governorate": (3, 4),
    "district": (2, 3),
    "subdistrict": (2, 3),
    "region": (3, 5),
    "desert": (3, 5),
    "border": (3, 5),
    "river": (3, 5),
}

_TEXT: Final = "str"
_DAY: Final = "datetime64[s]"
_WHOLE: Final = "Int64"
_REAL: Final = "float64"

_EVENT_COLUMNS: Final = {
    "event_id": _TEXT, "document": _TEXT, "record_kind": _TEXT, "category": _TEXT,
    "plover_type": _TEXT, "acled_event_type": _TEXT, "acled_sub_event_type": _TEXT,
    "status": _TEXT, "title": _TEXT, "date_start": _DAY, "date_end": _DAY, "time_precision": _TEXT,
    "time_basis": _TEXT, "date_text": _TEXT, "edtf": _TEXT, "actors": _TEXT, "recipients": _TEXT,
    "quantities": _TEXT, "evidence": _TEXT, "evidence_start": _WHOLE, "attributed_to": _TEXT,
    "source": _TEXT, "url": _TEXT, "published": _DAY, "confidence": _REAL,
}  # fmt: skip
_PLACE_COLUMNS: Final = {
    "location": _TEXT, "location_ar": _TEXT, "place_id": _TEXT, "kind": _TEXT, "country": _TEXT,
    "admin1": _TEXT, "latitude": _REAL, "longitude": _REAL, "radius_km": _REAL,
    "geo_precision": _WHOLE, "where_prec": _WHOLE, "place_score": _REAL, "place_reason": _TEXT,
    "mention_text": _TEXT, "mention_start": _WHOLE, "mention_end": _WHOLE, "place_source": _TEXT,
}  # fmt: skip
_LOCATION_COLUMNS: Final = {**_EVENT_COLUMNS, "location_role": _TEXT, **_PLACE_COLUMNS}
_MOVEMENT_COLUMNS: Final = {
    **_EVENT_COLUMNS,
    "origin": _TEXT, "origin_ar": _TEXT, "origin_id": _TEXT,
    "destination": _TEXT, "destination_ar": _TEXT, "destination_id": _TEXT,
    "route": _TEXT, "length_km": _REAL,
}  # fmt: skip
_MENTION_COLUMNS: Final = {
    "document": _TEXT, "role": _TEXT, **_PLACE_COLUMNS, "candidates": _TEXT, "context": _TEXT,
    "source": _TEXT, "url": _TEXT, "published": _DAY,
}  # fmt: skip
_UNRESOLVED_COLUMNS: Final = {
    "document": _TEXT, "record": _TEXT, "event_id": _TEXT, "category": _TEXT, "role": _TEXT,
    "text": _TEXT, "start": _WHOLE, "end": _WHOLE, "reason": _TEXT, "candidates": _TEXT,
    "context": _TEXT, "source": _TEXT, "url": _TEXT, "published": _DAY,
}  # fmt: skip
_CONTEXT: Final = 60  # characters shown on both sides of a mention


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
            shared = _event_row(event, one)
            places = _located(event)
            primary = primary_location(event)
            events.append(shared | (_location_row(primary) if primary else {}))
            locations.extend(shared | _location_row(place) for place in places)
            if event.record_kind == "movement":
                movements.extend(shared | row for row in _journeys(places))
            if primary is None:
                unresolved.append(_event_without_place(event, one))
        for mention in one.mentions:
            if mention.place is None:
                unresolved.append(_mention_without_place(mention, one))
            else:
                mentions.append(_mention_row(mention, mention.place, one))
    drawn = _geo(locations, _LOCATION_COLUMNS, ("event_id", "location_role", "place_id"))
    return Frames(
        events=_geo(events, _LOCATION_COLUMNS, ("event_id",)),
        locations=drawn,
        mentions=_geo(mentions, _MENTION_COLUMNS, ("document", "mention_start", "mention_end")),
        unresolved=_plain(unresolved, _UNRESOLVED_COLUMNS),
        movements=_geo(movements, _MOVEMENT_COLUMNS, ("event_id", "origin_id", "destination_id")),
        observations=drawn[drawn["record_kind"] == "observation"],
    )


def primary_location(event: Event) -> Location | None:
    """Return the place that stands for an event, ``None`` when none could be found.

    The role decides first (where it happened, before where it led), then how precise the place is, then
    how sure its choice, then the order of the text.

    >>> from geoevents.model import Event, TimeSpan
    >>> primary_location(Event("e", "event", "visit", "occurred", TimeSpan(), 0, 1, "…", "r")) is None
    True
    """
    return min(
        _located(event),
        key=lambda one: (
            _PRIMARY_ROLES.index(one.role),
            precision_of(one.place),
            -one.mention.score,
            one.mention.start,
        ),
        default=None,
    )


def precision_of(place: Place) -> tuple[int, int]:
    """Return how exactly a place says where: ACLED's ``geo_precision`` and UCDP's ``where_prec``.

    1 is the named place itself. ACLED goes to 3 (a larger region), UCDP over 2 (near), 3 (district),
    4 (governorate) and 5 (a line or a loose area) to 6 (a country).

    >>> precision_of(Place("country:IQ", "Iraq", "العراق", "country", 33.0, 43.7, radius_km=500))
    (3, 6)
    """
    if place.kind in _PRECISIONS:
        return _PRECISIONS[place.kind]
    if place.kind in _NAMED_POINTS:
        return 1, 1
    return (2, 2) if place.radius_km <= NEAR_KM else (3, 5)


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


def _located(event: Event) -> list[Location]:
    """Where something of the event happened: each place once in each role, background left out."""
    found: dict[tuple[str, str], Location] = {}
    for one in event.locations:
        if one.role in _PRIMARY_ROLES and one.mention.role == "literal":
            found.setdefault((one.role, one.place.id), one)
    return list(found.values())


def _joined(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(one for one in values if one)) or None


def _document_row(document: Document, published: date | None) -> Row:
    return {
        "document": document.id,
        "source": document.source or None,
        "url": document.url or None,
        "published": published or document.published,
    }


def _event_row(event: Event, parsed: Parsed) -> Row:
    time = event.time
    return _document_row(parsed.document, parsed.published) | {
        "event_id": event.id,
        "record_kind": event.record_kind,
        "category": event.category,
        "plover_type": event.plover_type,
        "acled_event_type": event.acled_event_type,
        "acled_sub_event_type": event.acled_sub_event_type,
        "status": event.status,
        "title": event.title or None,
        "date_start": time.first,
        "date_end": time.last,
        "time_precision": time.precision,
        "time_basis": time.basis,
        "date_text": time.text or None,
        "edtf": time.edtf or None,
        "actors": _joined(event.actors),
        "recipients": _joined(event.recipients),
        "quantities": _joined(one.text or f"{one.value:g} {one.what}".strip() for one in event.quantities),
        "evidence": event.text,
        "evidence_start": event.start,
        "attributed_to": _joined(event.sources),
        "confidence": event.confidence,
    }


def _place_row(mention: Mention, place: Place) -> Row:
    acled, ucdp = precision_of(place)
    return {
        "location": place.name,
        "location_ar": place.name_ar or None,
        "place_id": place.id,
        "kind": place.kind,
        "country": _joined(place.countries),
        "admin1": place.admin1 or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "geo_precision": acled,
        "where_prec": ucdp,
        "place_score": mention.score,
        "place_reason": mention.reason or None,
        "mention_text": mention.text,
        "mention_start": mention.start,
        "mention_end": mention.end,
        "place_source": place.source or None,
        "geometry": place.geometry,
    }


def _location_row(location: Location) -> Row:
    return _place_row(location.mention, location.place) | {"location_role": location.role}


def _mention_row(mention: Mention, place: Place, parsed: Parsed) -> Row:
    return (
        _document_row(parsed.document, parsed.published)
        | _place_row(mention, place)
        | {
            "role": mention.role,
            "candidates": _names(mention),
            "context": _around(parsed.document.text, mention.start, mention.end),
        }
    )


def _mention_without_place(mention: Mention, parsed: Parsed) -> Row:
    return _document_row(parsed.document, parsed.published) | {
        "record": "mention",
        "role": mention.role,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "reason": mention.reason or "no place of this name is known",
        "candidates": _names(mention),
        "context": _around(parsed.document.text, mention.start, mention.end),
    }


def _event_without_place(event: Event, parsed: Parsed) -> Row:
    background = _joined(one.place.name for one in event.locations)
    return _document_row(parsed.document, parsed.published) | {
        "record": "event",
        "event_id": event.id,
        "category": event.category,
        "text": event.text,
        "start": event.start,
        "end": event.end,
        "reason": f"only in the background: {background}" if background else "the sentence names no place",
    }


def _names(mention: Mention) -> str | None:
    return _joined(f"{one.name} ({one.id})" for one in mention.candidates)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())


def _journeys(places: list[Location]) -> Iterator[Row]:
    """Every origin joined with every destination; a side that is not told stays open."""
    origins: list[Place | None] = [one.place for one in places if one.role == "origin"]
    destinations: list[Place | None] = [one.place for one in places if one.role == "destination"]
    route = _joined(one.place.name for one in places if one.role == "route")
    for origin in origins or [None]:
        for destination in destinations or [None]:
            line, length = _line(origin, destination) if origin and destination else (None, None)
            yield {
                "origin": origin and origin.name,
                "origin_ar": (origin and origin.name_ar) or None,
                "origin_id": origin and origin.id,
                "destination": destination and destination.name,
                "destination_ar": (destination and destination.name_ar) or None,
                "destination_id": destination and destination.id,
                "route": route,
                "length_km": length,
                "geometry": line,
            }


def _line(origin: Place, destination: Place) -> tuple[Any, float | None]:
    """The straight line on the map and its geodesic length; none between a place and itself."""
    from pyproj import Geod
    from shapely import LineString

    ends = (origin.longitude, origin.latitude), (destination.longitude, destination.latitude)
    if ends[0] == ends[1]:
        return None, None
    line = LineString(ends)
    return line, round(Geod(ellps="WGS84").geometry_length(line) / 1000, 1)


def _plain(rows: list[Row], columns: Mapping[str, str]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=kind) for name, kind in columns.items()}
    )


def _geo(rows: list[Row], columns: Mapping[str, str], key: tuple[str, ...]) -> GeoDataFrame:
    """The table of rows with geometry, indexed by what identifies a row."""
    from geopandas import GeoDataFrame, GeoSeries
    from pandas import Index

    table = _plain(rows, columns)
    table.index = Index(["/".join(str(row.get(name) or "") for name in key) for row in rows], dtype="str")
    geometry = GeoSeries([row.get("geometry") for row in rows], index=table.index, crs="EPSG:4326")
    return GeoDataFrame(table, geometry=geometry)
