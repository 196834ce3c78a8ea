"""Geometry as RFC 7946 wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

__all__ = ["AREAS", "DECIMALS", "LINES", "POINTS", "tidy"]

DECIMALS: Final = 6  # of a degree: 0.1 m, what RFC 7946 (11.2) finds enough
POINTS: Final = ("Point",)
LINES: Final = ("LineString", "MultiLineString")
AREAS: Final = ("Polygon", "MultiPolygon")


def tidy(shape: BaseGeometry) -> BaseGeometry:
    """Round and wind as RFC 7946 asks; lines and areas are always of many parts, so a layer has one type.

    >>> from shapely import LineString
    >>> tidy(LineString([(36.12345678, 33), (37, 34)])).wkt
    'MULTILINESTRING ((36.123457 33, 37 34))'
    """
    import numpy as np
    import shapely

    rounded = shapely.transform(shapely.force_2d(shape), lambda points: np.round(points, DECIMALS))
    if rounded.geom_type == "Point":
        return rounded
    if rounded.geom_type in LINES:
        return shapely.MultiLineString([part for line in _parts(rounded) for part in _cut(line)])
    valid = rounded if rounded.is_valid else shapely.make_valid(rounded)
    areas = [part for part in _parts(valid) if part.geom_type == "Polygon"]
    return shapely.orient_polygons(shapely.MultiPolygon(areas), exterior_cw=False)


def _parts(shape: BaseGeometry) -> list[Any]:
    import shapely

    return [part for one in shapely.get_parts(shape) for part in shapely.get_parts(one)]


def _cut(line: LineString) -> Iterator[LineString]:
    """Cut a line where it crosses the antimeridian, taking the shorter way round (RFC 7946, 3.1.9)."""
    from shapely import LineString

    part = [line.coords[0]]
    for (x0, y0), (x1, y1) in zip(line.coords, line.coords[1:], strict=False):
        if abs(x1 - x0) > 180:
            edge = 180.0 if x0 > 0 else -180.0
            share = (edge - x0) / (x1 + 2 * edge - x0)
            latitude = round(y0 + share * (y1 - y0), DECIMALS)
            yield LineString([*part, (edge, latitude)])
            part = [(-edge, latitude)]
        part.append((x1, y1))
    yield LineString(part)
