"""The line that two neighbouring countries share, derived from their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.units import Unit

__all__ = ["Border", "make_borders", "shared_line"]

_SHORTEST_KM: Final = 0.2  # below this, two outlines touch by rounding only


@dataclass(frozen=True, slots=True)
class Border:
    """A row of ``borders.parquet`` with its geometry decoded."""

    id: str
    name: str
    name_ar: str
    country_a: str
    country_b: str
    length_km: float
    latitude: float
    longitude: float
    geometry: BaseGeometry


def shared_line(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """Return the line along which two polygons touch, ``None`` if they do not or only in points.

    >>> shared_line(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)).length
    1.0
    """
    touching = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    parts = shapely.get_parts(touching)
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    if not lines:
        return None
    line: BaseGeometry = shapely.line_merge(shapely.multilinestrings(lines))
    return line


def make_borders(countries: Sequence[Unit]) -> list[Border]:
    """Return the borders of all pairs of neighbours, in the order of their ids.

    >>> iraq = Unit("country:IQ", "Iraq", "العراق", "country", "IQ", 33, 44, shapely.box(41, 33, 45, 37))
    >>> syria = Unit("country:SY", "Syria", "سوريا", "country", "SY", 35, 38, shapely.box(36, 33, 41, 37))
    >>> [border.name for border in make_borders([iraq, syria])]
    ['Iraq–Syria border']
    """
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    countries = [country for country in countries if country.geometry is not None]
    shapes = [country.geometry for country in countries if country.geometry is not None]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
    borders = []
    for i, j in pairs:
        a, b = countries[i], countries[j]
        if a.country >= b.country or a.geometry is None or b.geometry is None:
            continue
        line = shared_line(a.geometry, b.geometry)
        length = 0.0 if line is None else geod.geometry_length(line) / 1000
        if line is not None and length >= _SHORTEST_KM:
            borders.append(_border(a, b, line, length))
    return sorted(borders, key=lambda border: border.id)


def _border(a: Unit, b: Unit, line: BaseGeometry, length: float) -> Border:
    point = _middle(line)
    return Border(
        id=f"border:{a.country}-{b.country}",
        name=f"{a.name}–{b.name} border",
        name_ar=f"الحدود بين {a.name_ar} و{b.name_ar}",
        country_a=a.country,
        country_b=b.country,
        length_km=round(length, 1),
        latitude=round(float(point.y), 4),
        longitude=round(float(point.x), 4),
        geometry=line,
    )


def _middle(line: BaseGeometry) -> Any:
    """Return the point half-way along the longest piece, for the whole may have gaps."""
    parts = shapely.get_parts(line)
    longest = parts[int(np.argmax(shapely.length(parts)))]
    return shapely.line_interpolate_point(longest, 0.5, normalized=True)
