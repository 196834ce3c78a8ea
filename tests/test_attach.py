"""A user's own table gets places: what is meant, how sure, and what of the table stays as it was."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import geoevents as ge
from geoevents.tables.attach import ADDED
from geoevents.tables.cells import level_of, read_points, says_unknown, split_cell
from geoevents.tables.files import read_table, write_table

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def gazetteer() -> ge.Gazetteer:
    return ge.Gazetteer.load()


def located(gazetteer: ge.Gazetteer, cell: object, **options: object) -> pd.Series:
    found = ge.attach(pd.DataFrame({"where": [cell]}), gazetteer, place="where", **options)  # type: ignore[arg-type]
    return found.iloc[0]


# ---- The table stays as it is.


def test_columns_order_index_and_types_stay(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "no": pd.array([3, None, 1], dtype="Int8"),
            "where": pd.Categorical(["حمص", "حلب", "حمص"]),
            "when": pd.to_datetime(["2024-01-01", None, "2024-01-03"]),
            "killed": [1.5, 2.0, float("nan")],
        },
        index=pd.Index(["b", "a", "b"], name="key"),
    )
    before = table.copy(deep=True)
    found = ge.attach(table, gazetteer, place="where")
    assert_frame_equal(table, before)
    assert_frame_equal(pd.DataFrame(found[table.columns]), before)
    assert list(found.columns) == [*table.columns, *ADDED, "geometry"]
    assert found["location"].tolist() == ["Homs", "Aleppo", "Homs"]
    assert found.crs == "EPSG:4326"
    assert (found.geometry.x.iloc[0], found.geometry.y.iloc[0]) == (
        found["longitude"].iloc[0], found["latitude"].iloc[0]
    )  # fmt: skip


def test_an_added_column_makes_way_for_one_of_the_table(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"where": ["Homs"], "Country": ["mine"], "kind": [7], "ge_kind": [8]})
    found = ge.attach(table, gazetteer, place="where").iloc[0]
    assert (found["Country"], found["kind"], found["ge_kind"]) == ("mine", 7, 8)
    assert (found["ge_country"], found["ge_ge_kind"], found["location"]) == ("SY", "city", "Homs")


def test_a_table_with_geometry_keeps_it(gazetteer: ge.Gazetteer) -> None:
    table = geopandas.GeoDataFrame({"where": ["Homs"]}, geometry=geopandas.points_from_xy([1], [2]), crs=3857)
    found = ge.attach(table, gazetteer, place="where")
    assert found["geometry"].iloc[0].x == 1
    assert found.geometry.name == "ge_geometry"
    assert found["ge_geometry"].crs == "EPSG:4326"


def test_an_empty_table_gets_the_columns(gazetteer: ge.Gazetteer) -> None:
    found = ge.attach(pd.DataFrame({"where": []}), gazetteer, place="where")
    assert len(found) == 0
    assert set(ADDED) < set(found.columns)


def test_a_column_that_is_not_there_is_named_with_those_that_are(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"town": ["Homs"], "day": [1]})
    with pytest.raises(ge.TableError, match="'where' is not there; there are town, day") as caught:
        ge.attach(table, gazetteer, place="where")
    assert caught.value.column == "where"
    with pytest.raises(ge.TableError, match="several times"):
        ge.attach(pd.DataFrame([["a", "b"]], columns=["x", "x"]), gazetteer, place="x")
    with pytest.raises(ge.TableError, match="'Atlantis' is neither a country nor a column"):
        ge.attach(table, gazetteer, place="town", country="Atlantis")


# ---- Names in any spelling.


@pytest.mark.parametrize(
    "cell",
    [
        "الحسكة", "الحسكه", "  الحَسَكة ", "حسكة", "Al-Hasakah", "HASSAKEH", "al hasaka", "Hasake",
        "مدينة الحسكة", "مركز الحسكة", "Hasakah city", "الحسكة، سوريا",
        "Syria / Al-Hasakah", "Hasakah (Syria)",
    ],
)  # fmt: skip
def test_a_town_in_any_spelling(gazetteer: ge.Gazetteer, cell: str) -> None:
    found = located(gazetteer, cell, country="SY")
    assert (found["place_id"], found["kind"], found["geo_precision"]) == ("ge:al-hasakah", "city", 1)
    assert found["place_score"] >= 0.6


def test_a_type_word_or_a_heading_decides_between_a_town_and_its_unit(gazetteer: ge.Gazetteer) -> None:
    assert located(gazetteer, "محافظة حلب")["place_id"] == "SY-HL"
    assert located(gazetteer, "مخيم الهول")["kind"] == "camp"
    table = pd.DataFrame({"Governorate": ["Aleppo", "دير الزور"]})
    found = ge.attach(table, gazetteer, place="Governorate")
    assert found["kind"].tolist() == ["governorate", "governorate"]
    assert found["where_prec"].tolist() == [4, 4]
    assert found.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()


def test_the_seat_of_a_district_is_no_point_of_the_event(gazetteer: ge.Gazetteer) -> None:
    found = located(gazetteer, "Manbij District", country="SY")
    assert (found["location"], found["geo_precision"], found["where_prec"]) == ("Manbij", 2, 3)
    assert found["radius_km"] >= 25
    assert "stands for its district" in found["place_reason"]


def test_several_columns_narrow_each_other(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "town": ["Sabburah", "الصبورة", "صوران", "Suran", "Xqzzvw", None],
            "governorate": ["Hama", "ريف دمشق", "حماة", "Halab", "Homs", "Raqqa"],
        }
    )
    found = ge.attach(table, gazetteer, place=["town", "governorate"], country="SY")
    assert found["admin1"].tolist()[:4] == ["SY-HM", "SY-RD", "SY-HM", "SY-HL"]
    assert found["kind"].tolist()[4:] == ["governorate", "governorate"]
    assert found["geo_precision"].tolist() == [1, 1, 1, 1, 3, 3]
    assert found["place_reason"].iloc[4] == "no place is called 'Xqzzvw'; Homs instead"


def test_a_town_elsewhere_does_not_stand_for_the_governorate_named(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"town": ["منبج"], "governorate": ["Homs"]})
    found = ge.attach(table, gazetteer, place=["town", "governorate"], country="SY").iloc[0]
    assert (found["place_id"], found["geo_precision"]) == ("SY-HI", 3)
    assert found["place_reason"] == "no 'منبج' is known in Homs; Homs instead"
    assert "ge:manbij" in found["candidates"]


def test_one_cell_may_hold_town_and_governorate_in_either_order(gazetteer: ge.Gazetteer) -> None:
    for cell in ("صوران، حلب", "حلب - صوران", "Suran, Aleppo", "Aleppo/Suran"):
        found = located(gazetteer, cell, country="SY")
        assert (found["admin1"], found["kind"]) == ("SY-HL", "town"), cell


def test_what_is_ambiguous_stays_open_unless_the_other_rows_decide(gazetteer: ge.Gazetteer) -> None:
    alone = located(gazetteer, "Tripoli")
    assert alone.isna()["place_id"]
    assert alone["geometry"] is None
    assert "may be" in alone["place_reason"]
    assert "Tripoli" in alone["candidates"]
    for others, country in (
        (["Benghazi", "Misrata", "Sirte", "Sabha"], "LY"),
        (["Beirut", "Sidon", "Zahle", "Baalbek"], "LB"),
    ):
        table = pd.DataFrame({"where": ["Tripoli", *others]})
        assert ge.attach(table, gazetteer, place="where")["country"].iloc[0] == country
    assert located(gazetteer, "Tripoli", country="LB")["country"] == "LB"


def test_the_country_may_be_a_column_of_codes_or_names(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"where": ["Tripoli"] * 4, "land": ["LB", "ليبيا", "Lebanon", None]})
    found = ge.attach(table, gazetteer, place="where", country="land")
    assert found["country"].tolist()[:3] == ["LB", "LY", "LB"]


@pytest.mark.parametrize(
    "cell", [None, float("nan"), pd.NA, "", "  ", "N/A", "unknown", "غير معروف", "?", "-"]
)
def test_a_cell_that_says_nothing_gets_no_place(gazetteer: ge.Gazetteer, cell: object) -> None:
    found = located(gazetteer, cell)
    assert found["geometry"] is None
    assert found["place_reason"].startswith("the cell ")
    assert pd.isna(found["latitude"])


def test_words_that_make_one_place_of_another_are_read(gazetteer: ge.Gazetteer) -> None:
    offset = located(gazetteer, "30 km north of Palmyra", country="SY")
    palmyra = gazetteer["ge:palmyra"]
    assert offset["latitude"] == pytest.approx(palmyra.latitude + 0.27, abs=0.05)
    assert offset["geo_precision"] >= 2
    countryside = located(gazetteer, "ريف حلب الشمالي")
    assert countryside["geo_precision"] >= 2
    assert "read in the words" in countryside["place_reason"]


# ---- Coordinates.


@pytest.mark.parametrize(
    ("cell", "point"),
    [
        ("33.5, 36.3", (33.5, 36.3)), ("36.3 33.5", (33.5, 36.3)), ("٣٣٫٥، ٣٦٫٣", (33.5, 36.3)),
        ("(33,5; 36,3)", (33.5, 36.3)), ("36.3E 33.5N", (33.5, 36.3)), ("33°30'N 36°18'E", (33.5, 36.3)),
        ("33.5 شمالا 36.3 شرقا", (33.5, 36.3)),
        ("POINT (36.3 33.5)", (33.5, 36.3)), ("lat 33.5 lon 36.3", None),
    ],
)  # fmt: skip
def test_coordinates_in_either_order(
    gazetteer: ge.Gazetteer, cell: str, point: tuple[float, float] | None
) -> None:
    found = located(gazetteer, cell, country="SY")
    if point is None:
        assert found["geometry"] is None
        return
    assert (found["latitude"], found["longitude"]) == pytest.approx(point)
    assert (found["country"], found["place_source"], found["geo_precision"]) == ("SY", "cell", 1)
    assert found["admin1"] in ("SY-RD", "SY-DI")


def test_the_other_rows_decide_the_order_of_coordinates(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"where": ["40.0, 35.0", "Homs", "حلب", "Raqqa", "Hama"]})
    found = ge.attach(table, gazetteer, place="where").iloc[0]
    assert (found["latitude"], found["longitude"], found["country"]) == (35.0, 40.0, "SY")
    alone = located(gazetteer, "40.0, 35.0")
    assert (alone["latitude"], alone["place_score"]) == (40.0, 0.8)


def test_coordinates_outside_the_country_or_the_earth_are_refused(gazetteer: ge.Gazetteer) -> None:
    assert "outside Syria" in located(gazetteer, "51.5, 0.1", country="SY")["place_reason"]
    assert "no point of the earth" in located(gazetteer, "133.5, 136.3")["place_reason"]
    assert read_points("0.0, 0.0") == ()


def test_cells_are_told_apart() -> None:
    assert read_points("12, 5") is None  # two numbers, but nothing says that they are degrees
    assert read_points("Homs 3.5") is None
    assert split_cell("Jisr-Ash-Shugur - Idlib") == ("Jisr-Ash-Shugur", "Idlib")
    assert says_unknown("123")
    assert [level_of(name) for name in ("المحافظة", "admin1", "town name", "Where", "state")] == [
        "governorate", "governorate", "town", "", "governorate"
    ]  # fmt: skip


def test_a_column_of_dates_is_read_too(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame(
        {"where": ["Homs"] * 5, "day": ["26 ديسمبر 2024", "May 2021", date(2024, 1, 3), None, "soon"]}
    )
    found = ge.attach(table, gazetteer, place="where", date="day")
    assert found["edtf"].tolist()[:3] == ["2024-12-26", "2021-05", "2024-01-03"]
    assert found["date_end"].iloc[1] == pd.Timestamp(2021, 5, 31)
    assert found["date_start"].isna().tolist() == [False, False, False, True, True]


def test_rows_that_say_the_same_get_the_same_and_rows_are_many(gazetteer: ge.Gazetteer) -> None:
    table = pd.DataFrame({"where": ["Homs", "حلب", "Raqqa", "?"] * 25_000})
    found = ge.attach(table, gazetteer, place="where")
    assert found["place_id"].isna().sum() == 25_000
    assert found["place_id"].nunique() == 3


# ---- Files.

ROWS = [("007", "حمص", "NA"), ("1.50", "منبج، حلب", ""), ("-", "Xqzzvw", "a;b,c")]


def cells_of(path: Path) -> list[tuple[str, ...]]:
    return [tuple(row) for row in read_table(path)[["no", "where", "note"]].itertuples(index=False)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_csv_in_its_dialects_is_read_as_it_stands(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "events.csv"
    table = pd.DataFrame(ROWS, columns=["no", "where", "note"])
    path.write_bytes(table.to_csv(index=False, sep=separator).encode(encoding))
    read = read_table(path, encoding="windows-1256" if encoding == "windows-1256" else "utf-8")
    assert [tuple(row) for row in read.itertuples(index=False)] == ROWS


@pytest.mark.parametrize("form", [".gpkg", ".geojson", ".parquet", ".csv"])
def test_what_is_written_holds_all_that_was_read(
    geoevents: Run, gazetteer: ge.Gazetteer, tmp_path: Path, form: str
) -> None:
    source, target = tmp_path / "events.csv", tmp_path / f"new/found{form}"
    pd.DataFrame(ROWS, columns=["no", "where", "note"]).to_csv(source, index=False)
    ran = geoevents("attach", source, "--place", "where", "--country", "SY", "-o", target)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert ran.stderr == "3 rows, 2 with a place, 1 without: place_reason says why\n"
    found = read_table(target)
    assert found["no"].tolist() == ["007", "1.50", "-"]
    assert found["where"].tolist() == [row[1] for row in ROWS]
    assert found["location"].tolist()[:2] == ["Homs", "Manbij"]
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    if form != ".csv":
        assert isinstance(found, geopandas.GeoDataFrame)
        assert found.geometry.isna().tolist() == [False, False, True]


def test_excel_and_geojson_are_read_too(geoevents: Run, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    table = pd.DataFrame({"where": ["Homs", "NA"], "day": pd.to_datetime(["2024-01-01", None]), "n": [1, 2]})
    table.to_excel(tmp_path / "events.xlsx", index=False)
    ran = geoevents("attach", tmp_path / "events.xlsx", "--place", "where", "-o", tmp_path / "found.geojson")
    assert ran.returncode == 0, ran.stderr
    features = json.loads((tmp_path / "found.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["where"] for feature in features] == ["Homs", "NA"]
    assert features[1]["geometry"] is None
    ran = geoevents("attach", tmp_path / "found.geojson", "--place", "where", "-o", tmp_path / "again.gpkg")
    assert ran.returncode == 0, ran.stderr
    again = geopandas.read_file(tmp_path / "again.gpkg")
    assert again["ge_location"].iloc[0] == "Homs"
    assert again["geometry_wkt" if "geometry_wkt" in again else "location"].notna().iloc[0]


def test_numbers_become_numbers_in_a_layer_only_where_nothing_is_lost(tmp_path: Path) -> None:
    columns = {
        "count": ["1", "", "30"],
        "code": ["01", "2", "3"],
        "share": ["0.5", "1.0", "2.25"],
        "FID": ["a", "b", "c"],
    }
    table = geopandas.GeoDataFrame(columns, geometry=geopandas.points_from_xy([1, 2, 3], [1, 2, 3]), crs=4326)
    write_table(table, tmp_path / "found.gpkg")
    found = geopandas.read_file(tmp_path / "found.gpkg")
    assert found["count"].tolist()[::2] == [1, 30]
    assert found["code"].tolist() == ["01", "2", "3"]
    assert found["share"].sum() == 3.75
    assert found["FID_"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gone.csv", None, "no such file"),
        ("broken.csv", b"where\n\xe3\xe4\n", "not utf-8; name its encoding (--encoding windows-1256)"),
        ("wide.csv", b"where,n\nHoms,1\nHama,2,3\n", "3 cells, but the heading has 2"),
        ("empty.csv", b"", "empty"),
        ("events.docx", b"x", "this form is not read"),
        ("broken.parquet", b"x", "is no parquet that can be read"),
        ("table.csv", b"town,day\nHoms,1\n", "the column 'where' is not there; there are town, day"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_line(
    geoevents: Run, tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = geoevents("attach", tmp_path / name, "--place", "where")
    assert ran.returncode == 1
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_table_itself_is_never_written_over(geoevents: Run, tmp_path: Path) -> None:
    source = tmp_path / "events.csv"
    source.write_text("where\nHoms\n", encoding="utf-8")
    assert geoevents("attach", source, "--place", "where", "-o", source).returncode == 2
    assert geoevents("attach", source, "--place", "where", "-o", "found.docx").returncode == 2
    ran = geoevents("attach", source, "--place", "where")
    assert ran.stdout.startswith("where,location,")
    assert source.read_text("utf-8") == "where\nHoms\n"
