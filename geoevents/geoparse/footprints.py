"""Places that a text describes rather than names: half a country, a city's countryside, 30 km north of it.

Each is derived from a place of the gazetteer, carries its geometry and an honest radius, and says in its
``note`` how it was made.
"""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sqrt
from typing import TYPE_CHECKING, Any, Final

from geoevents.geoparse.cues import lexicon
from geoevents.model import Kind, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "BEARINGS", "KM_PER_DEGREE", "around", "around_seat", "countryside", "described", "extent_km",
    "named_after", "offset", "outskirts", "sector", "strip",
]  # fmt: skip

BEARINGS: Final = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
KM_PER_DEGREE: Final = 111.2
# "North of Palmyra" without a distance: as far as a newspaper reader would still call it that.
_SIDE_KM: Final = 30.0
_CITY_KM: Final = 6.0  # what is cut out of a countryside where the gazetteer gives no extent
_OUTSKIRTS_KM: Final = 10.0
_STRIP_KM: Final = 25.0  # what reports call border areas: a district deep
_BEARING_ERROR: Final = 0.25  # an eight-point compass leaves ±22.5°, about a quarter of the way
# Districts and subdistricts of a governorate differ in size; on average four and sixteen of them share one
# (Syria: 65 and 272 in 14 governorates; Iraq: 120 districts in 18).
_SHARE_OF_RADIUS: Final[dict[Kind, float]] = {"district": 1 / 2, "subdistrict": 1 / 4}
_UNIT_KM: Final = 60.0  # radius of a governorate whose extent is not known
_NAMED_AFTER_KM: Final = 10.0  # from a town to the camp or the base that bears its name
_SETTLEMENTS: Final = frozenset({"city", "town", "village", "neighbourhood"})
_UNITS: Final = frozenset({"country", "governorate", "district", "region", "desert", "area", "island"})


def _disc(latitude: float, longitude: float, km: float) -> BaseGeometry:
    from shapely.affinity import scale
    from shapely.geometry import Point

    circle = Point(longitude, latitude).buffer(km / KM_PER_DEGREE)
    return scale(circle, xfact=1 / max(0.05, cos(radians(latitude))))


def extent_km(outline: BaseGeometry, latitude: float) -> float:
    """Return the radius in km of the circle of the same area.

    >>> from shapely import box
    >>> extent_km(box(0, 0, 1, 1), 0.0)
    62.7
    """
    area = outline.area * KM_PER_DEGREE**2 * cos(radians(latitude))
    return round(sqrt(area / 3.1416), 1)


def described(place: Place, relation: str, **changes: Any) -> Place:
    """Return a place made of another: nothing that is known of the other as such is true of it.

    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.55, 38.28, population=52_000)
    >>> spring = described(palmyra, "spring", name="Palmyra spring")
    >>> spring.id, spring.name, spring.population
    ('x:1#spring', 'Palmyra spring', 0)
    """
    own: dict[str, Any] = {"id": f"{place.id}#{relation}", "population": 0, "feature_code": "", "ids": {}}
    return replace(place, **(own | changes))


def _derived(
    place: Place, relation: str, kind: Kind, outline: BaseGeometry, *, note: str, label: str = ""
) -> Place:
    # A ring's own point would lie to one side of what it surrounds.
    is_ring = relation in ("countryside", "outskirts")
    point = (
        outline.centroid if is_ring or outline.contains(outline.centroid) else outline.representative_point()
    )
    name, name_ar = (
        lexicon(language)["labels"][label or relation].format(original)
        for language, original in (("en", place.name), ("ar", place.name_ar or place.name))
    )
    return described(
        place,
        relation,
        name=name,
        name_ar=name_ar,
        kind=kind,
        latitude=round(point.y, 5),
        longitude=round(point.x, 5),
        outline=outline,
        radius_km=extent_km(outline, point.y),
        note=note,
    )


def sector(place: Place, side: str) -> Place | None:
    """Return the part of a place on one side: a half or quadrant about its centroid.

    Of a settlement it is the half-disc or quadrant of 30 km outside it: "north of Palmyra". ``side`` is one
    of the eight compass points, or "centre". ``None`` where the outline has no such part.

    >>> from geoevents.model import Place
    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.55, 38.28, countries=("SY",))
    >>> north = sector(palmyra, "north")
    >>> north.name, north.kind, north.latitude > 34.55
    ('Northern Palmyra', 'area', True)
    """
    from shapely.geometry import box

    is_unit = place.outline is not None and place.kind in _UNITS and "Polygon" in place.outline.geom_type
    whole = place.outline if is_unit else _disc(place.latitude, place.longitude, _SIDE_KM)
    assert whole is not None
    centre = whole.centroid
    west, south, east, north = whole.bounds
    if side == "centre":
        if not is_unit:
            return None
        part = box(
            (west + centre.x) / 2, (south + centre.y) / 2, (east + centre.x) / 2, (north + centre.y) / 2
        )
    else:
        part = box(
            centre.x if "east" in side else west,
            centre.y if "north" in side else south,
            centre.x if "west" in side else east,
            centre.y if "south" in side else north,
        )
    outline = whole.intersection(part)
    if outline.is_empty or "Polygon" not in outline.geom_type:
        return None
    kind: Kind = "region" if place.kind == "country" else "area"
    how = "cut at its centroid" if is_unit else f"as far as {_SIDE_KM:.0f} km"
    note = f"the {side} of {place.name}, {how}"
    return _derived(place, side, kind, outline, note=note)


def countryside(place: Place, side: str = "") -> Place:
    """Return the countryside of a city or governorate: its land without the city, or one side of that.

    >>> from geoevents.model import Place
    >>> idlib = Place("x:2", "Idlib", "إدلب", "city", 35.93, 36.63, countries=("SY",))
    >>> countryside(idlib).name, countryside(idlib).name_ar
    ('Idlib countryside', 'ريف إدلب')
    """
    city = _disc(place.latitude, place.longitude, min(max(place.radius_km, _CITY_KM), _SIDE_KM / 2))
    whole = place.outline if place.outline is not None and "Polygon" in place.outline.geom_type else None
    outline = (whole if whole is not None else _disc(place.latitude, place.longitude, _SIDE_KM)).difference(
        city
    )
    note = f"the land of {place.name} without the city"
    whole_place = _derived(place, "countryside", "area", outline, note=note)
    if not side:
        return whole_place
    part = sector(whole_place, side)
    return whole_place if part is None else part


def outskirts(place: Place) -> Place:
    """Return the ring around a settlement.

    >>> from geoevents.model import Place
    >>> outskirts(Place("x:2", "Idlib", "إدلب", "city", 35.93, 36.63)).name
    'Idlib outskirts'
    """
    inner = max(place.radius_km, 2.0)
    ring = _disc(place.latitude, place.longitude, inner + _OUTSKIRTS_KM).difference(
        _disc(place.latitude, place.longitude, inner / 2)
    )
    kind: Kind = "neighbourhood" if place.kind in _SETTLEMENTS else "area"
    return _derived(
        place, "outskirts", kind, ring, note=f"a ring of {_OUTSKIRTS_KM:.0f} km about {place.name}"
    )


def offset(place: Place, km: float, side: str) -> Place:
    """Return the point so many km to one side of a place, with the radius that such words leave.

    >>> from geoevents.model import Place
    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.55, 38.28, countries=("SY",))
    >>> spot = offset(palmyra, 30, "northeast")
    >>> spot.name, round(spot.latitude, 2), round(spot.longitude, 2), spot.radius_km
    ('30 km, northeast of Palmyra', 34.74, 38.51, 7.5)
    """
    from pyproj import Geod

    longitude, latitude, _ = Geod(ellps="WGS84").fwd(
        place.longitude, place.latitude, BEARINGS[side], km * 1000
    )
    arabic, english = lexicon("ar")["labels"], lexicon("en")["labels"]
    return described(
        place,
        f"{km:g}km-{side}",
        name=english["offset"].format(km=f"{km:g}", side=f"{side} of {place.name}"),
        name_ar=arabic["offset"].format(km=f"{km:g}", side=arabic[side].format(place.name_ar or place.name)),
        kind="area",
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        outline=None,
        radius_km=round(max(2.0, km * _BEARING_ERROR), 1),
        note=f"{km:g} km {side} of {place.name}, ± a sixteenth of the compass",
    )


def around_seat(seat: Place, kind: Kind, unit_km: float = 0.0) -> Place:
    """Return the district or subdistrict of a town, whose bounds the gazetteer lacks, at its seat.

    It has no outline, and the radius that such a unit has on average in a governorate of radius ``unit_km``.

    >>> from geoevents.model import Place
    >>> sinjar = Place("x:3", "Sinjar", "سنجار", "town", 36.32, 41.88, countries=("IQ",))
    >>> district = around_seat(sinjar, "district", 100)
    >>> district.name, district.name_ar, district.kind, district.radius_km
    ('Sinjar district', 'قضاء سنجار', 'district', 50.0)
    """
    arabic, english = lexicon("ar")["labels"], lexicon("en")["labels"]
    return described(
        seat,
        kind,
        name=english[kind].format(seat.name),
        name_ar=arabic.get(f"{kind} {seat.country}", arabic[kind]).format(seat.name_ar or seat.name),
        kind=kind,
        radius_km=round(max(seat.radius_km, (unit_km or _UNIT_KM) * _SHARE_OF_RADIUS[kind]), 1),
        note=f"the gazetteer lacks the bounds of this {kind}; drawn at its seat, as large as most are there",
    )


def named_after(town: Place, kind: Kind) -> Place:
    """Return the camp, crossing, base … that bears the name of a town and that the gazetteer lacks, there.

    >>> named_after(Place("x:2", "Idlib", "إدلب", "city", 35.93, 36.63), "border_crossing").name
    'Idlib (border crossing)'
    """
    told = kind.replace("_", " ")
    return described(
        town,
        kind,
        name=f"{town.name} ({told})",
        kind=kind,
        outline=None,
        radius_km=max(town.radius_km, _NAMED_AFTER_KM),
        note=f"the gazetteer lacks this {told}; drawn at the place it is named after",
    )


def around(place: Place, km: float) -> Place:
    """Return the disc that "so many km from a place" leaves when no direction is said.

    >>> from geoevents.model import Place
    >>> palmyra = Place("x:1", "Palmyra", "تدمر", "city", 34.55, 38.28, countries=("SY",))
    >>> around(palmyra, 40).name, around(palmyra, 40).radius_km
    ('40 km from Palmyra', 40)
    """
    arabic, english = lexicon("ar")["labels"], lexicon("en")["labels"]
    return described(
        place,
        f"{km:g}km",
        name=english["distance"].format(place.name, km=f"{km:g}"),
        name_ar=arabic["distance"].format(place.name_ar or place.name, km=f"{km:g}"),
        kind="area",
        outline=_disc(place.latitude, place.longitude, km),
        radius_km=km,
        note=f"{km:g} km from {place.name}, no direction said",
    )


def strip(border: Place, side: Place | None = None) -> Place:
    """Return the land within 25 km of a border, on one country's side or on both.

    >>> from shapely.geometry import LineString
    >>> from geoevents.model import Place
    >>> line = LineString([(40, 33), (41, 34)])
    >>> border = Place("border:IQ-SY", "Iraq–Syria border", "", "border", 33.5, 40.5, outline=line)
    >>> strip(border).radius_km
    25.0
    """
    assert border.outline is not None
    stretch = 1 / max(0.05, cos(radians(border.latitude)))
    from shapely.affinity import scale

    origin = (border.longitude, border.latitude)
    plane = scale(border.outline, xfact=1 / stretch, origin=origin)
    outline: BaseGeometry = scale(plane.buffer(_STRIP_KM / KM_PER_DEGREE), xfact=stretch, origin=origin)
    if side is not None and side.outline is not None:
        outline = outline.intersection(side.outline)
    where = f"the side of {side.name}" if side is not None else "both sides"
    return replace(
        border,
        id=f"{border.id}#strip" + (f"-{side.countries[0]}" if side is not None else ""),
        name=f"{border.name} ({where})",
        outline=outline,
        radius_km=_STRIP_KM,
        note=f"the land within {_STRIP_KM:.0f} km of the line, {where}",
    )
