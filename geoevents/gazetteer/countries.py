"""Countries: Natural Earth's outlines with the names of GeoNames, CLDR and its own."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geoevents.gazetteer.geometry import rounded
from geoevents.gazetteer.names import distinct, is_name, spelled_out, tidy
from geoevents.gazetteer.packages import Outline
from geoevents.gazetteer.units import Unit, radius_km, spread_km, texts

__all__ = ["make_countries", "read_points"]


def read_points(folder: Path) -> Mapping[str, tuple[float, float]]:
    """Return the representative points by country code where Natural Earth's label lies elsewhere.

    >>> read_points(Path("gazetteer/world"))["RU"]
    (60.0, 100.0)
    """
    with (folder / "country-points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["country"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}


def make_countries(
    outlines: Sequence[Outline],
    countries: Mapping[str, Mapping[str, Any]],
    points: Mapping[str, tuple[float, float]],
    aliases: Mapping[str, Sequence[str]],
    cities: Mapping[str, Sequence[tuple[float, float]]],
) -> list[Unit]:
    """Join GeoNames' countries to outlines and names.

    Outlines of no country of ISO 3166-1 are left out. A country whose land Natural Earth counts as a part
    of another, such as Réunion, lies at the middle of its ``cities`` and has no outline.

    >>> make_countries([], {}, {}, {}, {})
    []
    """
    parts: dict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        parts[outline.properties["ISO_A2_EH"]].append(outline)
    units = []
    for code, row in sorted(countries.items()):
        members = sorted(parts.get(code, []), key=lambda part: -part.geometry.area)
        if not members and not cities.get(code):
            continue
        properties = members[0].properties if members else {}
        shape = rounded(shapely.union_all([rounded(one.geometry) for one in members])) if members else None
        middle = np.median(np.array(cities.get(code, [(0.0, 0.0)])), axis=0)
        latitude, longitude = points.get(
            code, (properties.get("LABEL_Y", middle[0]), properties.get("LABEL_X", middle[1]))
        )
        english, arabic, names = _country_names(code, properties, [row["name"], *aliases.get(code, ())])
        spread = spread_km(cities[code], latitude, longitude) if shape is None else radius_km(shape)
        units.append(
            Unit(
                id=f"country:{code}",
                name=english,
                name_ar=arabic,
                kind="country",
                country=code,
                latitude=round(float(latitude), 4),
                longitude=round(float(longitude), 4),
                geometry=shape,
                names=distinct(names, but=(english, arabic)),
                radius_km=spread,
                population=int(row["population"]),
                geonames=str(row["geonameid"]),
                wikidata="".join(texts([properties.get("WIKIDATAID")])),
            )
        )
    return units


_LONGER: Final = 1.5  # Natural Earth's سلطنة عمان beside CLDR's عمان


def _country_names(code: str, row: Mapping[str, Any], known: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return a country's name in English and in Arabic, the shorter of what the sources say, and all."""
    import babel

    cldr_en = babel.Locale("en").territories.get(code, known[0])
    cldr_ar = babel.Locale("ar").territories.get(code, "")
    columns = ("NAME_EN", "NAME", "NAME_LONG", "FORMAL_EN", "NAME_CIAWF", "NAME_SORT", "NAME_ALT", "NAME_AR")
    found = texts(row.get(column) for column in columns)
    names = [name for given in (*known, cldr_en, cldr_ar, *found) for name in spelled_out(given)]
    english = min([known[0].strip(), *texts([row.get("NAME_EN")])], key=len)
    arabic = "".join(texts([row.get("NAME_AR")])) or cldr_ar
    if cldr_ar.isalpha() or all(word.isalpha() for word in cldr_ar.split()):
        arabic = cldr_ar if len(arabic) > _LONGER * len(cldr_ar) > 0 else arabic
    return tidy(english), tidy(arabic), [name for name in names if is_name(name, machine_made=True)]
