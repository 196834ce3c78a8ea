"""How lines and polygons lie in the gazetteer's Parquet files, and how they come back.

A geometry is a struct of five fields. ``x`` and ``y`` are longitudes and latitudes as integers of 1e-4
degrees (11 m), each but the first as the difference from the one before, which compresses to 2.7 bytes
per vertex. ``rings`` has the number of vertices of every ring or line, ``parts`` the number of rings of
every polygon (empty for lines). ``shape`` says which of the two it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

if TYPE_CHECKING:
    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

__all__ = ["UNITS_PER_DEGREE", "decode_geometry", "encode_geometry", "geometry_type", "rounded"]

UNITS_PER_DEGREE: Final = 10_000
_LINE: Final = 1
_POLYGON: Final = 2


def geometry_type() -> pa.DataType:
    """Return the Arrow type of a geometry column.

    >>> geometry_type().field("x").type.value_type
    DataType(int32)
    """
    import pyarrow as pa

    numbers = pa.list_(pa.int32())
    return pa.struct(
        [("shape", pa.int8()), ("parts", numbers), ("rings", numbers), ("x", numbers), ("y", numbers)]
    )


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round a geometry to the grid of the files, so that it is valid there too.

    Vertices are rounded one by one, hence two neighbours keep the very same shared line; only a polygon
    that rounding makes invalid is repaired. Rings that shrink to nothing vanish.

    >>> rounded(shapely.from_wkt("LINESTRING (1.00001 2, 1.00004 2, 3 4)")).wkt
    'LINESTRING (1 2, 3 4)'
    """
    moved: BaseGeometry = shapely.remove_repeated_points(shapely.transform(geometry, _on_grid))
    if shapely.get_dimensions(geometry) < 2 or shapely.is_valid(moved):
        return moved
    repaired = shapely.set_precision(shapely.make_valid(geometry), 1 / UNITS_PER_DEGREE)
    polygons = [part for part in _flat_parts(repaired) if isinstance(part, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _on_grid(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.rint(points * UNITS_PER_DEGREE) / UNITS_PER_DEGREE


def _flat_parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the simple geometries, out of collections of collections too."""
    parts = list(shapely.get_parts(geometry))
    while any(hasattr(part, "geoms") for part in parts):
        parts = list(shapely.get_parts(parts))
    return parts


def encode_geometry(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a line or polygon in the form of the files; ``None`` stays ``None``.

    Raises
    ------
    TypeError
        For a geometry that is neither of lines nor of polygons.

    >>> encode_geometry(shapely.from_wkt("LINESTRING (1 2, 1.5 2, 1.5 2.5)"))["x"].tolist()
    [10000, 5000, 0]
    """
    if geometry is None:
        return None
    parts = shapely.get_parts(geometry)
    kinds = {part.geom_type for part in parts}
    if kinds == {"LineString"}:
        shape, lines, counts = _LINE, parts, np.zeros(0, np.int32)
    elif kinds == {"Polygon"}:
        lines, owner = shapely.get_rings(parts, return_index=True)
        shape, counts = _POLYGON, np.bincount(owner).astype(np.int32)
    else:
        raise TypeError(f"an outline is of lines or of polygons, not {geometry.geom_type}")
    points = np.rint(shapely.get_coordinates(lines) * UNITS_PER_DEGREE).astype(np.int32)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32))
    return {
        "shape": shape,
        "parts": counts,
        "rings": shapely.get_num_coordinates(lines).astype(np.int32),
        "x": steps[:, 0].copy(),
        "y": steps[:, 1].copy(),
    }


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def decode_geometry(value: Mapping[str, Any] | None) -> BaseGeometry | None:
    """Return the shapely geometry of one row; the fields may be lists or arrays.

    One part gives a LineString or Polygon, several a MultiLineString or MultiPolygon.

    >>> line = shapely.from_wkt("LINESTRING (1 2, 1.5 2, 1.5 2.5)")
    >>> decode_geometry(encode_geometry(line)) == line
    True
    """
    if value is None or value["shape"] is None:
        return None
    steps = np.column_stack([np.asarray(value["x"], np.int64), np.asarray(value["y"], np.int64)])
    points = np.cumsum(steps, axis=0) / UNITS_PER_DEGREE
    rings = _offsets(np.asarray(value["rings"], np.int64))
    if value["shape"] == _LINE:
        lines = np.array([0, len(rings) - 1])
        found = shapely.from_ragged_array(shapely.GeometryType.MULTILINESTRING, points, (rings, lines))
    else:
        parts = _offsets(np.asarray(value["parts"], np.int64))
        polygons = np.array([0, len(parts) - 1])
        offsets = (rings, parts, polygons)
        found = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, offsets)
    geometry: BaseGeometry = found[0]
    members = shapely.get_parts(geometry)
    return members[0] if len(members) == 1 else geometry
