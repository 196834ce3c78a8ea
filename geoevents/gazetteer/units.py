"""Countries and first-level units: Natural Earth's outlines with the names of CLDR, GeoNames and its own."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.geometry import rounded
from geoevents.gazetteer.names import arabic_name, arabic_names, bare_name, distinct, is_name
from geoevents.gazetteer.packages import Outline, Subdivision
from geoevents.language.fold import fold

__all__ = ["Unit", "make_countries", "make_governorates", "make_regions", "radius_km", "read_type_words"]

_ISO_UNIT: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_EARTH_RADIUS_KM: Final = 6371.0088


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of ``units.parquet`` with its geometry decoded."""

    id: str
    name: str
    name_ar: str
    kind: str
    country: str
    latitude: float
    longitude: float
    geometry: BaseGeometry | None
    names: tuple[str, ...] = ()
    radius_km: float = 0.0
    population: int = 0
    geonames: str = ""
    wikidata: str = ""
    code: str = ""  # of GeoNames, such as SY.01; not stored


def read_type_words(folder: Path) -> frozenset[str]:
    """Return the folded words that say what kind of unit a name is of: province, محافظة and the like."""
    with (folder / "type-words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(fold(row["word"]) for row in csv.DictReader(file))


def read_points(folder: Path) -> Mapping[str, tuple[float, float]]:
    """Return the representative points by country code where Natural Earth's label lies elsewhere."""
    with (folder / "country-points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def radius_km(geometry: BaseGeometry) -> float:
    """Return the radius of the circle that has the area of a polygon, in km.

    >>> round(radius_km(shapely.box(38, 35, 39, 36)), -1)
    60.0
    """
    return round(math.sqrt(abs(_geod().geometry_area_perimeter(geometry)[0]) / math.pi) / 1000, 1)


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _texts(values: Iterable[Any]) -> list[str]:
    """Return the texts among cells, which pandas fills with NaN, split at the bars of Natural Earth."""
    found = [part.strip() for value in values if isinstance(value, str) for part in value.split("|")]
    return [part for part in found if part]


def make_countries(
    outlines: Sequence[Outline],
    countries: Mapping[str, Mapping[str, Any]],
    points: Mapping[str, tuple[float, float]],
) -> list[Unit]:
    """Join outlines to GeoNames' countries and CLDR's names; what has no ISO code is left out."""
    parts: dict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        parts[outline.properties["ISO_A2_EH"]].append(outline)
    units = []
    for code in sorted(countries):
        members = sorted(parts.get(code, []), key=lambda part: -part.geometry.area)
        if not members:
            continue
        outline = rounded(shapely.union_all([rounded(part.geometry) for part in members]))
        main = members[0].properties
        latitude, longitude = points.get(code, (main["LABEL_Y"], main["LABEL_X"]))
        names = _country_names(code, main, str(countries[code]["name"]))
        english, arabic = names[0], next(iter(arabic_names(names[1:2])), "") or arabic_name(names)
        units.append(
            Unit(
                id=f"country:{code}",
                name=english,
                name_ar=arabic,
                kind="country",
                country=code,
                latitude=round(float(latitude), 4),
                longitude=round(float(longitude), 4),
                geometry=outline,
                names=distinct(names, but=(english, arabic)),
                radius_km=radius_km(outline),
                population=int(countries[code]["population"]),
                geonames=str(countries[code]["geonameid"]),
                wikidata=_texts([main["WIKIDATAID"]])[0] if _texts([main["WIKIDATAID"]]) else "",
            )
        )
    return units


def _country_names(code: str, properties: Mapping[str, Any], geonames_name: str) -> list[str]:
    """Return a country's names, CLDR's English and Arabic ones first, then its short and long forms."""
    import babel

    english, arabic = babel.Locale("en").territories, babel.Locale("ar").territories
    found = [english[code], arabic[code]] if code in english and code in arabic else []
    for locale in (babel.Locale("en"), babel.Locale("ar")):
        data = locale._data["territories"]  # the forms that CLDR marks as short or as a variant
        found += [name for key, name in sorted(data.items()) if key.startswith(f"{code}-alt")]
    columns = ("NAME_EN", "NAME", "NAME_LONG", "FORMAL_EN", "NAME_CIAWF", "NAME_SORT", "NAME_ALT", "NAME_AR")
    found += [geonames_name, *_texts(properties[column] for column in columns)]
    return [name for name in found if is_name(name, machine_made=True)]


def make_governorates(
    outlines: Sequence[Outline], subdivisions: Sequence[Subdivision], type_words: frozenset[str]
) -> list[Unit]:
    """Join outlines of first-level units to GeoNames' names for them."""
    by_number = {unit.geonames: unit for unit in subdivisions if unit.geonames}
    usable = [one for one in outlines if _country(one) and _is_unit(one.properties)]
    usable.sort(key=lambda one: (-one.geometry.area, one.properties["adm1_code"]))
    codes = _unit_ids(usable, by_number)
    units = []
    for outline in usable:
        row = outline.properties
        known = by_number.get(str(row["gn_id"]))
        names = _texts(
            row[c] for c in ("name_en", "name", "name_alt", "gn_name", "woe_name", "name_local", "name_ar")
        )
        if known is not None and _same_name(known, names, type_words):
            names += [known.name, *known.aliases]
        else:
            known = None
        units.append(_unit(outline, codes[row["adm1_code"]], names, known, type_words))
    return sorted(units, key=lambda unit: unit.id)


def _is_unit(row: Mapping[str, Any]) -> bool:
    """Tell whether a feature has a name and is no buffer zone of the United Nations."""
    return bool(_texts([row["name_en"], row["name"]])) and row["name"] != "UNDOF"


def _country(outline: Outline) -> str:
    """Return the ISO code of a unit's country, "" for a military base or a reef."""
    code = outline.properties["iso_a2"]
    return code if re.fullmatch("[A-Z]{2}", code) else ""


def _unit_ids(outlines: Sequence[Outline], by_number: Mapping[str, Subdivision]) -> dict[str, str]:
    """Return ids by Natural Earth's codes: the ISO code of today, else Natural Earth's own.

    Some outlines are parts of one ISO unit; the largest bears the code.
    """
    wanted = {}
    for outline in outlines:
        row = outline.properties
        known = by_number.get(str(row["gn_id"]))
        is_same = known is not None and known.iso and fold(known.name) and known.level <= 2
        names = {
            fold(name) for name in _texts([row["name"], row["name_en"], row["gn_name"], row["name_alt"]])
        }
        if known is not None and is_same and names & {fold(name) for name in (known.name, *known.aliases)}:
            wanted[row["adm1_code"]] = known.iso
        else:
            wanted[row["adm1_code"]] = row["iso_3166_2"]
    claimed: Counter[str] = Counter()
    ids = {}
    for code, iso in wanted.items():
        claimed[iso] += 1
        is_good = _ISO_UNIT.fullmatch(iso) and claimed[iso] == 1
        ids[code] = iso if is_good else f"ne:{code}"
    return ids


def _same_name(known: Subdivision, names: Sequence[str], type_words: frozenset[str]) -> bool:
    """Tell whether GeoNames' unit is the one meant: some joins of Natural Earth are off by a row."""
    theirs = {fold(bare_name(name, type_words)) for name in (known.name, *known.aliases)}
    ours = {fold(bare_name(name, type_words)) for name in names}
    return bool(theirs & ours)


def _unit(
    outline: Outline, id: str, names: Sequence[str], known: Subdivision | None, type_words: frozenset[str]
) -> Unit:
    row = outline.properties
    bare = [bare_name(name, type_words) for name in names if is_name(name)]
    english = bare_name(_texts([row["name_en"], row["name"]])[0], type_words)
    arabic = bare_name(row["name_ar"] or "", type_words) or arabic_name(bare)
    geometry = rounded(outline.geometry)
    return Unit(
        id=id,
        name=english,
        name_ar=" ".join(arabic.split()),
        kind="governorate",
        country=_country(outline),
        latitude=round(float(row["latitude"]), 4),
        longitude=round(float(row["longitude"]), 4),
        geometry=geometry,
        names=distinct(bare, but=(english, arabic)),
        radius_km=radius_km(geometry),
        geonames=str(row["gn_id"]) if int(row["gn_id"] or 0) > 0 else "",
        wikidata=row["wikidataid"] or "",
        code=known.code if known is not None and known.level == 1 else "",
    )


def make_regions(
    outlines: Sequence[Outline],
    subdivisions: Sequence[Subdivision],
    known: Sequence[Unit],
    type_words: frozenset[str],
) -> list[Unit]:
    """Make rows of GeoNames' first-level units that Natural Earth divides further: Scotland, Tuscany.

    The outline is that of the parts where Natural Earth names the whole, else the middle of its places.
    """
    taken = {unit.geonames for unit in known} | {unit.id for unit in known}
    parts: dict[tuple[str, str], list[BaseGeometry]] = defaultdict(list)
    for outline in outlines:
        row = outline.properties
        for name in {fold(name) for name in _texts([row["region"], row["geonunit"]])}:
            parts[_country(outline), name].append(outline.geometry)
    units = []
    for one in sorted(subdivisions, key=lambda one: one.iso):
        is_new = one.level == 1 and one.geonames and one.iso and not {one.iso, one.geonames} & taken
        if not is_new or not one.cities:
            continue
        bare = [bare_name(name, type_words) for name in (one.name, *one.aliases) if is_name(name)]
        country = one.iso[:2]
        shapes = next((parts[country, fold(name)] for name in bare if (country, fold(name)) in parts), [])
        if bare:
            units.append(_region(one, bare, shapes))
    return units


def _region(one: Subdivision, names: Sequence[str], shapes: Sequence[BaseGeometry]) -> Unit:
    geometry = rounded(shapely.union_all([rounded(shape) for shape in shapes])) if shapes else None
    middle = np.median(np.array(one.cities), axis=0)
    latitude, longitude = float(middle[0]), float(middle[1])
    if geometry is not None:
        point = (
            geometry.representative_point() if not geometry.centroid.within(geometry) else geometry.centroid
        )
        latitude, longitude = point.y, point.x
    latin = [name for name in names if not arabic_names([name])]
    english = latin[0] if latin else names[0]
    arabic = arabic_name(names)
    spread = radius_km(geometry) if geometry is not None else _spread_km(one.cities, latitude, longitude)
    return Unit(
        id=one.iso,
        name=english,
        name_ar=arabic,
        kind="governorate" if geometry is None else "region",
        country=one.iso[:2],
        latitude=round(latitude, 4),
        longitude=round(longitude, 4),
        geometry=geometry,
        names=distinct(names, but=(english, arabic)),
        radius_km=spread,
        geonames=one.geonames,
        code=one.code,
    )


def _spread_km(points: Sequence[tuple[float, float]], latitude: float, longitude: float) -> float:
    """Return the distance within which three quarters of the points lie, at least 5 km."""
    rows = np.radians(np.array(points))
    north = rows[:, 0] - math.radians(latitude)
    east = (rows[:, 1] - math.radians(longitude)) * math.cos(math.radians(latitude))
    return round(max(5.0, float(np.percentile(np.hypot(north, east), 75)) * _EARTH_RADIUS_KM), 1)


def with_population(units: Sequence[Unit], people: Mapping[str, int]) -> list[Unit]:
    """Give every unit without a population that of the places in it."""
    return [unit if unit.population else replace(unit, population=people.get(unit.id, 0)) for unit in units]
