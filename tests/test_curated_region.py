"""The places of Syria, Iraq and their neighbours that people entered by hand: what an analyst would check."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyproj import Geod
from shapely import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geoevents.gazetteer.curated import CuratedPlace, read_names, read_places, read_shapes
from geoevents.gazetteer.geometry import decode_geometry
from geoevents.language.fold import fold

WGS84 = Geod(ellps="WGS84")
SMALL = {"camp", "neighbourhood", "village", "town", "city", "base", "facility", "border_crossing"}
WEST = ["al-kiswah", "zakiyah", "deir-khabiyah", "darayya", "muaddamiyat-al-sham", "khan-al-shih"]
EAST = ["douma-syria", "harasta", "zamalka", "ayn-tarma", "misraba", "hamouriyah", "saqba", "jisreen"]


@pytest.fixture(scope="module")
def places(root: Path) -> Mapping[str, CuratedPlace]:
    rows = read_places(root / "gazetteer")
    return {row.id: row for row in rows}


@pytest.fixture(scope="module")
def shapes(root: Path) -> Mapping[str, BaseGeometry]:
    return read_shapes(root / "gazetteer")


@pytest.fixture(scope="module")
def borders(root: Path) -> Mapping[str, BaseGeometry]:
    table = pq.read_table(root / "gazetteer" / "world" / "borders.parquet", columns=["id", "geometry"])
    return {row["id"]: decode_geometry(row["geometry"]) for row in table.to_pylist()}


def point(place: CuratedPlace) -> Point:
    return Point(place.longitude, place.latitude)


def km_between(point: Point, geometry: BaseGeometry) -> float:
    nearest, _ = nearest_points(geometry, point)
    metres = WGS84.inv(point.x, point.y, nearest.x, nearest.y)[2]
    return float(metres) / 1000


def names(place: CuratedPlace) -> set[str]:
    return {fold(name) for name in (place.name, place.name_ar, *place.names) if name}


def test_the_region_has_its_camps_crossings_deserts_and_bases(places: Mapping[str, CuratedPlace]) -> None:
    kinds = Counter(place.kind for place in places.values())
    least = {"town": 500, "village": 200, "camp": 80, "border_crossing": 45, "base": 60, "desert": 20}
    assert {kind: kinds[kind] >= count for kind, count in least.items()} == dict.fromkeys(least, True)


def test_every_place_says_where_it_is_from_and_how_large(places: Mapping[str, CuratedPlace]) -> None:
    assert [place.id for place in places.values() if not place.source or place.radius_km <= 0] == []
    wide = [place.id for place in places.values() if place.kind in SMALL and place.radius_km > 60]
    assert wide == []


def test_a_name_in_arabic_is_arabic(places: Mapping[str, CuratedPlace]) -> None:
    def has_arabic(name: str) -> bool:
        return any("\u0600" <= character <= "\u06ff" for character in name)

    assert [place.id for place in places.values() if not has_arabic(place.name_ar)] == []
    assert [place.id for place in places.values() if has_arabic(place.name)] == []


def test_an_outline_holds_its_point(
    places: Mapping[str, CuratedPlace], shapes: Mapping[str, BaseGeometry]
) -> None:
    ours = {id: shape for id, shape in shapes.items() if id in places}
    assert len(ours) > 80
    off = {id: km_between(point(places[id]), shape) for id, shape in ours.items()}
    assert {id: km for id, km in off.items() if km > 0.05} == {}


def test_outlines_run_counter_clockwise(shapes: Mapping[str, BaseGeometry]) -> None:
    polygons = [
        part
        for shape in shapes.values()
        for part in getattr(shape, "geoms", [shape])
        if part.geom_type == "Polygon"
    ]
    assert polygons
    assert all(polygon.exterior.is_ccw for polygon in polygons)


def test_the_two_ghoutas_are_apart_and_hold_their_towns(
    places: Mapping[str, CuratedPlace], shapes: Mapping[str, BaseGeometry]
) -> None:
    west, east = shapes["ge:western-ghouta"], shapes["ge:eastern-ghouta"]
    assert west.disjoint(east)
    assert [town for town in WEST if not west.covers(point(places[f"ge:{town}"]))] == []
    assert [town for town in EAST if not east.covers(point(places[f"ge:{town}"]))] == []
    assert shapes["ge:ghouta"].covers(west.union(east).buffer(-0.0001))


def test_a_crossing_lies_on_the_border_it_crosses(
    places: Mapping[str, CuratedPlace], borders: Mapping[str, BaseGeometry]
) -> None:
    far = {}
    seen = 0
    for place in places.values():
        border = borders.get(f"border:{'-'.join(sorted(place.country))}")
        if place.kind == "border_crossing" and border is not None:
            seen += 1
            far[place.id] = km_between(point(place), border)
    assert seen > 40
    # Natural Earth's line is good to a few kilometres; the gate itself may stand back from it
    assert {id: round(km, 1) for id, km in far.items() if km > 6} == {}


def test_both_sides_of_a_crossing_call_it_by_their_own_name(places: Mapping[str, CuratedPlace]) -> None:
    assert {fold("القائم"), fold("البوكمال")} <= names(places["ge:al-qaim-crossing"])
    assert {fold("ربيعة"), fold("اليعربية")} <= names(places["ge:rabia-crossing"])
    assert {fold("فيشخابور"), fold("سيمالكا")} <= names(places["ge:faysh-khabur-crossing"])


def test_a_bare_name_stays_with_the_town_unless_a_word_says_camp_or_crossing(
    places: Mapping[str, CuratedPlace],
) -> None:
    owners = defaultdict(list)
    for place in places.values():
        if place.kind not in ("camp", "border_crossing"):
            for name in names(place):
                owners[name].append(place.id)
    shared = [
        place
        for place in places.values()
        if place.kind in ("camp", "border_crossing") and any(name in owners for name in names(place))
    ]
    assert {"ge:al-hol-camp", "ge:al-qaim-crossing"} <= {place.id for place in shared}
    assert [place.id for place in shared if place.use != "context"] == []


@pytest.mark.parametrize(
    "word", ["القائم", "الهول", "الباب", "الطبقة", "حديثة", "هيت", "عنه", "دوما", "الحي", "Hit"]
)
def test_a_place_named_like_a_common_word_needs_evidence(
    word: str, places: Mapping[str, CuratedPlace], root: Path
) -> None:
    bearers = [place for place in places.values() if fold(word) in names(place)]
    assert bearers
    uses = {fold(row.name): row.use for row in read_names(root / "gazetteer") if not row.place}
    assert uses.get(fold(word)) == "context" or {place.use for place in bearers} == {"context"}


def test_places_of_one_name_are_told_apart(places: Mapping[str, CuratedPlace]) -> None:
    aqraba = [place for place in places.values() if fold("عقربا") in names(place) and place.kind != "base"]
    assert {place.admin1 for place in aqraba} == {"SY-RD", "SY-DR"}
    assert len({place.note for place in aqraba}) == len(aqraba)


def test_the_rivers_pass_their_towns(
    places: Mapping[str, CuratedPlace], shapes: Mapping[str, BaseGeometry]
) -> None:
    banks = {
        "euphrates": [
            "jarabulus",
            "al-tabqa",
            "al-raqqa",
            "deir-ez-zor",
            "al-mayadin",
            "al-bukamal",
            "rawa",
            "hit",
        ],
        "tigris": ["faysh-khabur", "mosul", "sharqat", "tikrit", "samarra", "baghdad", "kut", "amarah"],
        "khabur-syria": ["ras-al-ayn", "tal-tamr", "al-hasakah", "al-shaddadi", "al-busayrah"],
    }
    far = {
        (river, town): round(km_between(point(places[f"ge:{town}"]), shapes[f"ge:{river}"]), 1)
        for river, towns in banks.items()
        for town in towns
    }
    assert {pair: km for pair, km in far.items() if km > 6} == {}
