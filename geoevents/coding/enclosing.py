"""Which place may hold another, by kind, unit, country and distance."""

from math import cos, hypot, radians
from typing import Final

from geoevents.model import Kind, Location, Place

__all__ = ["WITHIN_CITIES", "encloses", "is_within_km", "may_hold"]

_KM_PER_DEGREE: Final = 111.2
_REACH: Final = 1.5  # a region is no circle: its corners lie beyond its radius
_SIZES: Final[dict[Kind, int]] = {
    "subdistrict": 1, "district": 2, "governorate": 3, "region": 4, "country": 5,
}  # fmt: skip
WITHIN_CITIES: Final[frozenset[Kind]] = frozenset({
    "town", "village", "neighbourhood", "camp", "facility", "base", "district", "subdistrict", "area",
    "region", "river", "mountain", "island", "border_crossing",
})  # fmt: skip
"""Kinds of place that a city may hold."""


def may_hold(outer: Place, inner: Place) -> bool:
    """May a place be a part of another, by kind and size?"""
    if outer.kind in _SIZES:
        return _SIZES[outer.kind] > _SIZES.get(inner.kind, 0)
    is_part = inner.kind in WITHIN_CITIES or (inner.population or 0) < (outer.population or 0)
    return outer.kind == "city" and is_part


def encloses(outer: Location, inner: Location) -> bool:
    """Is a place a larger unit around another, as far as kind, unit and country tell?"""
    is_end = outer.role in ("origin", "destination", "route")
    if (is_end and outer.role != inner.role) or outer.place.id == inner.place.id:
        return False
    sizes = [_SIZES.get(location.place.kind, 0) for location in (outer, inner)]
    if sizes[0] <= sizes[1] or inner.place.kind == "border":
        return False
    if outer.place.kind == "governorate" and inner.place.admin1:
        return inner.place.admin1 == outer.place.id
    if outer.place.kind == "region" and not is_within_km(inner.place, outer.place):
        return False
    return not set(outer.place.countries).isdisjoint(inner.place.countries)


def is_within_km(inner: Place, outer: Place, default_km: float = 0) -> bool:
    """Does a place lie in the reach of a region, as far as that is known?"""
    radius = outer.radius_km or default_km
    if not radius:
        return True
    north = inner.latitude - outer.latitude
    east = (inner.longitude - outer.longitude) * cos(radians(inner.latitude))
    return hypot(north, east) * _KM_PER_DEGREE <= radius * _REACH
