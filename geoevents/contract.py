"""The JSON form of a parsed document: what ``geoevents parse`` writes, one object per document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from geoevents.model import Actor, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["to_json"]

Object: TypeAlias = dict[str, Any]

DECIMALS: Final = 5  # of a degree: one metre
TOLERANCE: Final = 0.01  # degrees, about 1 km: the generalised outlines are no better than that
# Their outlines are long, known to everyone and named by the id; they would be most of the file.
_WITHOUT_OUTLINE: Final = frozenset({"country", "governorate"})


def to_json(parsed: Parsed) -> Object:
    """Return a parsed document as plain values that ``json.dumps`` writes.

    Offsets are half-open and count code points of the document's text. Outlines of lines and areas are
    simplified to about 1 km, those of countries and governorates are left out.

    >>> from geoevents.model import Document
    >>> to_json(Parsed(Document("r1", "…", language="ar"), published=date(2024, 12, 26)))
    ... # doctest: +NORMALIZE_WHITESPACE
    {'doc_id': 'r1', 'lang': 'ar', 'published': '2024-12-26', 'published_basis': 'unknown',
     'mentions': [], 'dates': [], 'events': []}
    """
    document = parsed.document
    published = parsed.published or document.published
    places: dict[str, Object] = {}
    told = {"title": document.title, "source": document.source, "url": document.url}
    return {
        "doc_id": document.id,
        "lang": document.language,
        "published": _iso(published),
        "published_basis": parsed.published_basis,
        **{key: value for key, value in told.items() if value},
        "mentions": [_mention(one, places) for one in parsed.mentions],
        "dates": list(_dates(parsed.dates)),
        "events": [_event(one) for one in parsed.events],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _mention(mention: Mention, places: dict[str, Object]) -> Object:
    place = mention.place
    if place is not None and place.id not in places:
        places[place.id] = _place(place)
    told: Object = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "place": None if place is None else places[place.id],
        "score": round(mention.score, 3),
        "reason": mention.reason,
    }
    if mention.between is not None:
        told["between"] = _place(mention.between)
    return told


def _place(place: Place) -> Object:
    told: Object = {
        "id": place.id,
        "name": place.name,
        "name_ar": place.name_ar or None,
        "kind": place.kind,
        "country": list(place.countries) if len(place.countries) > 1 else place.country,
        **_point(place),
        "geometry_type": "Point" if place.outline is None else place.outline.geom_type,
        "radius_km": round(place.radius_km, 1) or None,
    }
    if place.outline is not None and place.kind not in _WITHOUT_OUTLINE:
        told["geometry"] = json.loads(_outline(place.outline))
    return told


def _point(place: Place) -> Object:
    return {"lat": round(place.latitude, DECIMALS), "lon": round(place.longitude, DECIMALS)}


@lru_cache(maxsize=2_000)
def _outline(shape: BaseGeometry) -> str:
    """The outline of a place as GeoJSON; reports name the same rivers and borders over and over."""
    import numpy as np
    import shapely

    simple = shapely.simplify(shape, TOLERANCE, preserve_topology=True)
    rounded = shapely.transform(simple, lambda points: np.round(points, DECIMALS))
    return str(shapely.to_geojson(rounded))


def _dates(dates: tuple[TimeSpan, ...]) -> Iterator[Object]:
    """Dates that stand in the text; what was inferred without words belongs to its event alone."""
    for one in dates:
        if one.start is not None and one.end is not None:
            yield {
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "value": one.edtf or _interval(one),
                "basis": one.basis,
            }


def _interval(time: TimeSpan) -> str | None:
    if time.first is None and time.last is None:
        return None
    if time.first == time.last:
        return _iso(time.first)
    return f"{_iso(time.first) or '..'}/{_iso(time.last) or '..'}"


def _event(event: Event) -> Object:
    time = event.time
    return {
        "id": event.id,
        "record_kind": event.record_kind,
        "category": event.category,
        "plover_type": event.plover_type,
        "acled_event_type": event.acled_event_type,
        "acled_sub_event_type": event.acled_sub_event_type,
        "status": event.status,
        "title": event.title,
        "date_start": _iso(time.first),
        "date_end": _iso(time.last),
        "date_precision": time.precision,
        "date_basis": time.basis,
        "edtf": time.edtf or None,
        "evidence": {"start": event.start, "end": event.end},
        "locations": [_location(one) for one in event.locations],
        "actors": list(map(_actor, event.actors)),
        "recipients": list(map(_actor, event.recipients)),
        "quantities": [_quantity(one) for one in event.quantities],
        "fatalities": event.fatalities,
        "injured": event.injured,
        "sources": list(event.sources),
        "confidence": round(event.confidence, 3),
    }


def _actor(actor: Actor) -> Object:
    return {
        "name": actor.name,
        "name_ar": actor.name_ar or None,
        "country": actor.country or None,
        "acled_type": actor.acled_type,
        "plover_sector": actor.plover_sector,
    }


def _location(location: Location) -> Object:
    place = location.place
    return {
        "role": location.role,
        "place_id": place.id,
        "name": place.name,
        "kind": place.kind,
        **_point(place),
        "start": location.mention.start,
        "end": location.mention.end,
    }


def _quantity(quantity: Quantity) -> Object:
    def number(value: float | None) -> float | None:
        return int(value) if value is not None and float(value).is_integer() else value

    return {
        "value": number(quantity.value),
        "low": number(quantity.low),
        "high": number(quantity.high),
        "bound": quantity.bound,
        "unit": quantity.unit,
        "what": quantity.what,
        "start": quantity.start,
        "end": quantity.end,
        "fate": quantity.fate or None,
        "part_of": quantity.part_of,
    }
