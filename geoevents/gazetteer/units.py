"""Countries and first-level units: Natural Earth's outlines with the names of CLDR, GeoNames and its own."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.geometry import rounded
from geoevents.gazetteer.names import arabic_names, bare_name, distinct, is_arabic, is_name, spelled_out, tidy
from geoevents.gazetteer.packages import Outline, Subdivision
from geoevents.language.fold import fold

__all__ = [
    "Unit",
    "Words",
    "country_of",
    "make_governorates",
    "radius_km",
    "read_words",
    "spread_km",
    "texts",
    "unit_names",
    "with_population",
    "without_seats",
]

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


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words of units' names, from ``unit-words.csv``.

    ``types`` say what kind of unit it is (province, محافظة) and are left out of names. ``vague`` words
    (North, العاصمة) are no name alone: every text is full of them.
    """

    types: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()


def read_words(folder: Path) -> Words:
    """Return the words of ``unit-words.csv``.

    >>> "محافظه" in read_words(Path("gazetteer/world")).types
    True
    """
    with (folder / "unit-words.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["use"], fold(row["word"])) for row in csv.DictReader(file)]
    return Words(*(frozenset(word for use, word in rows if use == wanted) for wanted in ("type", "vague")))


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


def texts(values: Iterable[Any]) -> list[str]:
    """Return the texts among cells, which pandas fills with NaN, split at the bars of Natural Earth.

    >>> texts(["Alep|Haleb", float("nan"), ""])
    ['Alep', 'Haleb']
    """
    found = [part.strip() for value in values if isinstance(value, str) for part in value.split("|")]
    return [part for part in found if part]


def make_governorates(
    outlines: Sequence[Outline], subdivisions: Sequence[Subdivision], words: Words
) -> list[Unit]:
    """Join outlines of first-level units to GeoNames' names for them.

    >>> make_governorates([], [], Words())
    []
    """
    by_number = {unit.geonames: unit for unit in subdivisions if unit.geonames}
    usable = _with_buffer_zones([one for one in outlines if country_of(one)])
    usable.sort(key=lambda one: (-one.geometry.area, one.properties["adm1_code"]))
    codes = _unit_ids(usable, by_number)
    units = []
    for outline in usable:
        row = outline.properties
        known = by_number.get(str(row["gn_id"]))
        names = texts(row[c] for c in ("name_en", "name", "name_alt", "gn_name", "name_local", "name_ar"))
        if known is not None and _same_name(known, names, words):
            names += [known.name, *known.aliases]
        else:
            known = None
        units.append(_unit(outline, codes[row["adm1_code"]], names, known, words))
    return sorted(units, key=lambda unit: unit.id)


def _with_buffer_zones(outlines: Sequence[Outline]) -> list[Outline]:
    """Give each feature that is no unit to the unit of its country that it shares the longest line with."""
    units = [one for one in outlines if _is_unit(one.properties)]
    for zone in outlines:
        if _is_unit(zone.properties):
            continue
        shape = rounded(zone.geometry)
        near = [at for at, unit in enumerate(units) if country_of(unit) == country_of(zone)]
        shared = [shapely.intersection(shape, rounded(units[at].geometry)).length for at in near]
        if shared and max(shared) > 0:
            at = near[int(np.argmax(shared))]
            whole = shapely.union(shape, rounded(units[at].geometry))
            units[at] = replace(units[at], geometry=whole)
    return units


def _is_unit(row: Mapping[str, Any]) -> bool:
    """Tell whether a feature has a name and is no buffer zone of the United Nations."""
    return bool(texts([row["name_en"], row["name"]])) and row["name"] != "UNDOF"


def country_of(outline: Outline) -> str:
    """Return the ISO code of a unit's country, "" for a military base or a reef.

    >>> country_of(Outline({"iso_a2": "SY"}, shapely.box(38, 35, 39, 36)))
    'SY'
    """
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
        names = {fold(name) for name in texts([row["name"], row["name_en"], row["gn_name"], row["name_alt"]])}
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


def _same_name(known: Subdivision, names: Sequence[str], words: Words) -> bool:
    """Tell whether GeoNames' unit is the one meant: some joins of Natural Earth are off by a row."""
    theirs = {fold(bare_name(name, words.types)) for name in (known.name, *known.aliases)}
    ours = {fold(bare_name(name, words.types)) for name in names}
    return bool(theirs & ours)


def unit_names(names: Iterable[str], country: str, words: Words) -> tuple[str, str, tuple[str, ...]]:
    """Return a unit's English name, its Arabic name or "", and the others, none of them vague.

    Where a unit has only vague names, its country is added to them.

    >>> vague = Words(vague=frozenset({"central"}))
    >>> unit_names(["Central"], "Uganda", vague), unit_names(["Aleppo", "حلب", "Halab"], "Syria", vague)
    (('Central (Uganda)', '', ()), ('Aleppo', 'حلب', ('Halab',)))
    """
    bare = [bare_name(name, words.types) for given in names for name in spelled_out(given)]
    bare = [name for name in bare if is_name(name) and not _STARTS_SMALL.match(name)]
    telling = [name for name in bare if fold(name) not in words.vague]
    latin = [name for name in telling if not is_arabic(name)]
    vague = [name for name in bare if not is_arabic(name)]
    english = latin[0] if latin else f"{vague[0]} ({country})" if vague else telling[0] if telling else ""
    arabic = next((name for name in telling if arabic_names([name])), "")
    english, arabic = tidy(english), tidy(arabic)
    return english, arabic, distinct(telling, but=(english, arabic))


_STARTS_SMALL: Final = re.compile(r"(?![ae][a-z]{1,2}[- ])[a-z]")  # "du Haut-Katanga", but not "al-Anbar"


def _unit(outline: Outline, id: str, given: Sequence[str], known: Subdivision | None, words: Words) -> Unit:
    row = outline.properties
    ordered = [*texts([row["name_en"], row["name_ar"]]), *given]
    english, arabic, names = unit_names(ordered, row["admin"], words)
    geometry = rounded(outline.geometry)
    return Unit(
        id=id,
        name=english,
        name_ar=arabic,
        kind="governorate",
        country=country_of(outline),
        latitude=round(float(row["latitude"]), 4),
        longitude=round(float(row["longitude"]), 4),
        geometry=geometry,
        names=names,
        radius_km=radius_km(geometry),
        geonames=str(row["gn_id"]) if int(row["gn_id"] or 0) > 0 else "",
        wikidata=row["wikidataid"] or "",
        code=known.code if known is not None and known.level == 1 else "",
    )


def spread_km(points: Sequence[tuple[float, float]], latitude: float, longitude: float) -> float:
    """Return the distance within which three quarters of the points lie, at least 5 km.

    >>> spread_km([(35.0, 38.0), (36.0, 38.0)], 35.0, 38.0)
    83.4
    """
    rows = np.radians(np.array(points))
    north = rows[:, 0] - math.radians(latitude)
    east = (rows[:, 1] - math.radians(longitude)) * math.cos(math.radians(latitude))
    return round(max(5.0, float(np.percentile(np.hypot(north, east), 75)) * _EARTH_RADIUS_KM), 1)


_SETTLEMENTS: Final = frozenset({"city", "town"})


def without_seats(units: Sequence[Unit], places: Sequence[Mapping[str, Any]]) -> list[Unit]:
    """Take from the units the names that are rather those of a town in them.

    Natural Earth calls Nineveh "Mosul" too, after its seat. A name of a town and of the unit around it stays
    with the unit only if it is nearer to the unit's own name than to the town's.

    >>> without_seats([], [])
    []
    """
    from rapidfuzz.fuzz import ratio

    towns: dict[tuple[str, str], tuple[str, str]] = {}
    for place in sorted(places, key=lambda place: place["population"]):
        if place["kind"] in _SETTLEMENTS and place["admin1"]:
            own = (fold(place["name"]), fold(place["name_ar"]))
            towns.update({(place["admin1"], fold(name)): own for name in (*own, *place["names"])})
    cleared = []
    for unit in units:
        own = fold(unit.name), fold(unit.name_ar)
        kept = []
        for name in unit.names:
            folded = fold(name)
            town = towns.get((unit.id, folded))
            if town is None or _likeness(ratio, folded, own) >= _likeness(ratio, folded, town):
                kept.append(name)
        cleared.append(replace(unit, names=tuple(kept)))
    return cleared


def _likeness(ratio: Callable[[str, str], float], name: str, own: tuple[str, str]) -> float:
    return max(ratio(name, other) for other in own)


def with_population(units: Sequence[Unit], people: Mapping[str, int]) -> list[Unit]:
    """Give every unit without a population that of the places in it.

    >>> unit = Unit("SY-HA", "Al-Hasakah", "الحسكة", "governorate", "SY", 36.4, 40.9, None)
    >>> with_population([unit], {"SY-HA": 7})[0].population
    7
    """
    return [unit if unit.population else replace(unit, population=people.get(unit.id, 0)) for unit in units]
