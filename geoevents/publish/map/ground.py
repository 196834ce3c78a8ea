"""What lies under the events: outlines of the countries in view, and names of places by zoom.

The page brings the world's countries at 1:50 million. Given the gazetteer's units, the countries of the
events are drawn from these instead, with their governorates, clipped to the view and simplified so that
neighbours keep sharing their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np

from geoevents.publish.map.columns import encode_column, encode_shape

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

Shapes: TypeAlias = np.ndarray[Any, Any]

__all__ = ["Label", "View", "page_ground", "view_of"]

_MARGIN: Final = 1.0  # of the view's own width, so that a pan stays on drawn ground
_LEAST_MARGIN: Final = 3.0  # degrees, for a view of a single point
_TOLERANCE: Final = 0.008  # degrees, about 0.8 km: not seen at the zooms at which people read the map
_MOST_LABELS: Final = 600


class Label(NamedTuple):
    """A name on the map.

    >>> Label("Mosul", "الموصل", 36.335, 43.119, population=1_683_000).name_ar
    'الموصل'
    """

    name: str
    name_ar: str
    latitude: float
    longitude: float
    kind: str = "city"
    population: int = 0


class View(NamedTuple):
    """West, south, east and north of what the map shows first, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def grown(self) -> View:
        across = max(self.east - self.west, self.north - self.south)
        margin = max(across * _MARGIN, _LEAST_MARGIN)
        return View(
            max(self.west - margin, -180.0),
            max(self.south - margin, -85.0),
            min(self.east + margin, 180.0),
            min(self.north + margin, 85.0),
        )

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


# Where a map without events opens: the Levant and Mesopotamia, which the gazetteer knows best.
_HOME: Final = View(35.0, 29.0, 49.0, 37.5)
_NAMED_BY_OUTLINE: Final = frozenset({"country", "governorate"})
_BROAD_KINDS: Final = frozenset({"country"})  # their points say too little of where to look


def view_of(locations: GeoDataFrame) -> View:
    """Return the box that holds the located events; countries count only where nothing finer is."""
    finer = locations[~locations["kind"].isin(_BROAD_KINDS)]
    if len(finer):
        return View(*map(float, finer.total_bounds))
    if len(locations):
        latitude, longitude = locations["latitude"], locations["longitude"]
        return View(*map(float, (longitude.min(), latitude.min(), longitude.max(), latitude.max())))
    return _HOME


def page_ground(view: View, outlines: GeoDataFrame | None, labels: Iterable[Label]) -> dict[str, Any]:
    """Return outlines and names as the page reads them."""
    wide = view.grown()
    places = (label for label in labels if label.kind not in _NAMED_BY_OUTLINE)
    named = [label for label in places if wide.holds(label.latitude, label.longitude)]
    named.sort(key=lambda label: -label.population)
    return {**_outlines(wide, outlines), "labels": _label_columns(named[:_MOST_LABELS])}


def _label_columns(labels: Sequence[Label]) -> dict[str, Any]:
    columns = {name: [getattr(label, name) for label in labels] for name in Label._fields}
    for name in ("latitude", "longitude"):
        columns[name] = [round(value, 4) for value in columns[name]]
    return {name: encode_column(values) for name, values in columns.items()}


def _outlines(wide: View, outlines: GeoDataFrame | None) -> dict[str, Any]:
    """Clip and simplify the countries and governorates in view, and keep the lines between them."""
    ground: dict[str, Any] = {"countries": [], "land": [], "borders": [], "units": [], "unit_names": []}
    if outlines is None or not len(outlines):
        return ground
    inside = outlines.cx[wide.west : wide.east, wide.south : wide.north]
    countries, units = inside[inside["kind"] == "country"], inside[inside["kind"] == "governorate"]
    if len(countries):
        simple = _simplified(countries)
        ground["countries"] = sorted(set(countries["country"]))
        ground["land"] = [encode_shape(shape) for shape in _clipped(simple, wide, "Polygon")]
        ground["borders"] = _lines(_shared_lines(simple), wide)
    for _, group in units.groupby("country", sort=True):
        ground["units"] += _lines(_shared_lines(_simplified(group)), wide)
    ground["unit_names"] = [
        [row.name, row.name_ar or "", round(row.longitude, 3), round(row.latitude, 3)]
        for row in units[["name", "name_ar", "longitude", "latitude"]].itertuples(index=False, name="Unit")
    ]
    return ground


def _simplified(table: GeoDataFrame) -> Shapes:
    import shapely

    simple = shapely.coverage_simplify(shapely.make_valid(table.geometry.to_numpy()), _TOLERANCE)
    return np.asarray(simple, dtype=object)


def _clipped(shapes: Shapes, wide: View, part_type: str) -> list[BaseGeometry]:
    import shapely

    join: Any = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings}[part_type]
    kept = []
    for shape in shapely.clip_by_rect(shapes, *wide):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == part_type]
        if parts:
            kept.append(join(parts))
    return kept


def _lines(lines: BaseGeometry, wide: View) -> list[dict[str, Any]]:
    return [encode_shape(line) for line in _clipped(np.array([lines], dtype=object), wide, "LineString")]


def _shared_lines(shapes: Shapes) -> BaseGeometry:
    """Return the lines between neighbours: pieces of outline that two shapes have in common.

    Coasts, and borders to what is not among the shapes, occur once and are left out.
    """
    import shapely

    pieces = []
    for ring in shapely.get_rings(shapely.get_parts(shapes)):
        corners = shapely.get_coordinates(ring)
        piece = np.hstack([corners[:-1], corners[1:]])
        is_backward = (piece[:, 0] > piece[:, 2]) | (
            (piece[:, 0] == piece[:, 2]) & (piece[:, 1] > piece[:, 3])
        )
        piece[is_backward] = piece[is_backward][:, [2, 3, 0, 1]]
        pieces.append(piece)
    if not pieces:
        return shapely.MultiLineString()
    distinct, counts = np.unique(np.vstack(pieces), axis=0, return_counts=True)
    shared = shapely.MultiLineString(list(distinct[counts > 1].reshape(-1, 2, 2)))
    return shapely.line_merge(shared)
