"""Whose land is whose: first-level units follow the point of view of the countries' outlines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.geometry import rounded
from geoevents.gazetteer.units import Unit, radius_km

__all__ = ["within_countries"]

_ISO_UNIT: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_OVERHANG: Final = 0.005  # of a country's area; less is the difference of two drawings of one line


def within_countries(units: Sequence[Unit], countries: Sequence[Unit]) -> list[Unit]:
    """Cut units to the outlines of their countries, so that the two files tell one story.

    Natural Earth draws units from another point of view than countries: in it a district of Israel has the
    Golan Heights. A unit that lies in another country, as Crimea does, becomes that country's.

    >>> syria = Unit("country:SY", "Syria", "سوريا", "country", "SY", 35, 38, shapely.box(36, 33, 42, 37))
    >>> unit = Unit("SY-QU", "Quneitra", "القنيطرة", "governorate", "SY", 33, 36, shapely.box(35, 33, 42, 37))
    >>> within_countries([unit], [syria])[0].geometry.bounds
    (36.0, 33.0, 42.0, 37.0)
    """
    outlines = {country.country: country.geometry for country in countries if country.geometry is not None}
    area: dict[str, float] = defaultdict(float)
    for unit in units:
        area[unit.country] += 0.0 if unit.geometry is None else unit.geometry.area
    wide = {code for code, outline in outlines.items() if area[code] > outline.area * (1 + _OVERHANG)}
    return [
        _within(unit, outlines) if unit.country in wide or _has_foreign_code(unit, outlines) else unit
        for unit in units
    ]


def _has_foreign_code(unit: Unit, outlines: Mapping[str, BaseGeometry]) -> bool:
    return bool(_ISO_UNIT.fullmatch(unit.id)) and unit.id[:2] != unit.country and unit.country in outlines


def _within(unit: Unit, outlines: Mapping[str, BaseGeometry]) -> Unit:
    if unit.geometry is None:
        return unit
    inside = shapely.intersection(unit.geometry, outlines[unit.country])
    if inside.area > (1 - _OVERHANG) * unit.geometry.area:
        return unit
    if inside.area < unit.geometry.area / 2:
        point = unit.geometry.representative_point()
        holder = next((code for code, outline in outlines.items() if outline.contains(point)), unit.country)
        return replace(unit, country=holder)
    polygons = [part for part in shapely.get_parts(inside) if part.geom_type == "Polygon"]
    cut = rounded(polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons))
    return replace(unit, geometry=cut, radius_km=radius_km(cut))
