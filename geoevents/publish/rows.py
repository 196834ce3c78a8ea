"""Rows of the tables: one dictionary of plain values for each event, place, mention and journey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, TypeAlias

from geoevents.model import Document, Event, Location, Mention, Parsed, Place, Quantity

__all__ = [
    "Row",
    "event_row",
    "event_without_place",
    "figure",
    "journeys",
    "located",
    "location_row",
    "mention_row",
    "mention_without_place",
    "precision_of",
    "primary_location",
]

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
_BOUNDS: Final = {"about": "≈ ", "at_least": "≥ ", "at_most": "≤ "}
_CONTEXT: Final = 60  # characters shown on both sides of a mention


def primary_location(event: Event) -> Location | None:
    """Return the place that stands for an event, ``None`` when none could be found.

    The role decides first (where it happened, before where it led), then how precise the place is, then
    how sure its choice, then the order of the text.

    >>> from geoevents.model import Event, TimeSpan
    >>> primary_location(Event("e", "event", "visit", "occurred", TimeSpan(), 0, 1, "…", "r")) is None
    True
    """
    return min(
        located(event),
        key=lambda one: (
            _PRIMARY_ROLES.index(one.role),
            precision_of(one.ground),
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


def located(event: Event) -> list[Location]:
    """Where something of the event happened: each place once in each role, background left out.

    Of the two towns that bound a road, one stands for the road between them.
    """
    found: dict[tuple[str, str], Location] = {}
    for one in event.locations:
        if one.role in _PRIMARY_ROLES and one.mention.role == "literal":
            found.setdefault((one.role, one.ground.id), one)
    return list(found.values())


def _joined(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(filter(None, values))) or None


def figure(quantity: Quantity) -> str:
    """Return a figure with what is counted and what bounds it.

    >>> figure(Quantity(9000, 8100, 9900, "about", "persons", "عنصر", 0, 5, "9,000"))
    '≈ 9,000 عنصر'
    >>> figure(Quantity(1000, 1000, 10000, "magnitude", "persons", "displaced", 0, 9, "thousands"))
    'thousands displaced (1,000–10,000)'
    """
    text = quantity.text or f"{quantity.value:,.10g}"
    told = text if quantity.what in text else f"{text} {quantity.what}"
    if quantity.bound == "magnitude" and quantity.low is not None and quantity.high is not None:
        return f"{told} ({quantity.low:,.10g}–{quantity.high:,.10g})"
    return _BOUNDS.get(quantity.bound, "") + told


def _document_row(document: Document, published: date | None) -> Row:
    return {
        "document": document.id,
        "source": document.source or None,
        "url": document.url or None,
        "published": published or document.published,
    }


def event_row(event: Event, parsed: Parsed) -> Row:
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
        "actors": _joined(one.name for one in event.actors),
        "actors_ar": _joined(one.name_ar or one.name for one in event.actors),
        "actor_types": _joined(one.acled_type or "" for one in event.actors),
        "recipients": _joined(one.name for one in event.recipients),
        "recipients_ar": _joined(one.name_ar or one.name for one in event.recipients),
        "recipient_types": _joined(one.acled_type or "" for one in event.recipients),
        "quantities": _joined(map(figure, event.quantities)),
        "fatalities": event.fatalities,
        "injured": event.injured,
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
        "candidates": _names(mention),
        "geometry": place.outline,  # points are made of a whole column at once
    }


def location_row(location: Location) -> Row:
    return _place_row(location.mention, location.ground) | {"location_role": location.role}


def mention_row(mention: Mention, place: Place, parsed: Parsed) -> Row:
    return (
        _document_row(parsed.document, parsed.published)
        | _place_row(mention, place)
        | {
            "role": mention.role,
            "context": _around(parsed.document.text, mention.start, mention.end),
        }
    )


def mention_without_place(mention: Mention, parsed: Parsed) -> Row:
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


def event_without_place(event: Event, parsed: Parsed) -> Row:
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
    names = ((" · ".join(filter(None, (one.name, one.name_ar))), one.id) for one in mention.candidates)
    return _joined(f"{name} ({id})" for name, id in names)


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _CONTEXT) : end + _CONTEXT].split())


def journeys(places: list[Location]) -> Iterator[Row]:
    """Every origin joined with every destination; a side that is not told stays open."""
    origins: list[Place | None] = [one.place for one in places if one.role == "origin"]
    destinations: list[Place | None] = [one.place for one in places if one.role == "destination"]
    route = _joined(one.ground.name for one in places if one.role == "route")
    for origin in origins or [None]:
        for destination in destinations or [None]:
            line, length = _line(origin, destination) if origin and destination else (None, None)
            yield {
                "origin": origin and origin.name,
                "origin_ar": (origin and origin.name_ar) or None,
                "origin_id": origin and origin.id,
                "origin_kind": origin and origin.kind,
                "destination": destination and destination.name,
                "destination_ar": (destination and destination.name_ar) or None,
                "destination_id": destination and destination.id,
                "destination_kind": destination and destination.kind,
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
