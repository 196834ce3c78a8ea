"""First-level units of GeoNames that Natural Earth divides further: Scotland, Tuscany."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.geometry import rounded
from geoevents.gazetteer.packages import Outline, Subdivision
from geoevents.gazetteer.units import Unit, Words, country_of, radius_km, spread_km, texts, unit_names
from geoevents.language.fold import fold

__all__ = ["make_regions"]


def make_regions(
    outlines: Sequence[Outline],
    subdivisions: Sequence[Subdivision],
    known: Sequence[Unit],
    words: Words,
) -> list[Unit]:
    """Make rows of GeoNames' first-level units that Natural Earth divides further: Scotland, Tuscany.

    The outline is that of the parts where Natural Earth names the whole, else the middle of its places.

    >>> whole = Subdivision("Toscana", "IT-52", "IT.16", "3165361", "", ("Tuscany",), 1, ((43.5, 11.0),))
    >>> make_regions([], [whole], [], Words())[0].names
    ('Tuscany',)
    """
    taken = {unit.geonames for unit in known} | {unit.id for unit in known}
    parts: dict[tuple[str, str], list[BaseGeometry]] = defaultdict(list)
    for outline in outlines:
        row = outline.properties
        for name in {fold(name) for name in texts([row["region"], row["geonunit"]])}:
            parts[country_of(outline), name].append(outline.geometry)
    country_names = {country_of(outline): outline.properties["admin"] for outline in outlines}
    units = []
    for one in sorted(subdivisions, key=lambda one: one.iso):
        is_new = one.level == 1 and one.geonames and one.iso and not {one.iso, one.geonames} & taken
        if not is_new or not one.cities:
            continue
        country = one.iso[:2]
        found = unit_names((one.name, *one.aliases), country_names.get(country, country), words)
        keys = [(country, fold(name)) for name in (found[0], *found[2])]
        if found[0]:
            units.append(_region(one, found, next((parts[key] for key in keys if key in parts), [])))
    return units


def _region(
    one: Subdivision, named: tuple[str, str, tuple[str, ...]], shapes: Sequence[BaseGeometry]
) -> Unit:
    geometry = rounded(shapely.union_all([rounded(shape) for shape in shapes])) if shapes else None
    middle = np.median(np.array(one.cities), axis=0)
    latitude, longitude = float(middle[0]), float(middle[1])
    if geometry is not None:
        centroid = geometry.centroid
        point = centroid if centroid.within(geometry) else geometry.representative_point()
        latitude, longitude = point.y, point.x
    spread = spread_km(one.cities, latitude, longitude) if geometry is None else radius_km(geometry)
    return Unit(
        id=one.iso,
        name=named[0],
        name_ar=named[1],
        kind="governorate" if geometry is None else "region",
        country=one.iso[:2],
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        geometry=geometry,
        names=named[2],
        radius_km=spread,
        geonames=one.geonames,
        code=one.code,
    )
