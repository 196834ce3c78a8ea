"""What `check` says of broken place data: every finding at once, each with file and line."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import box

from geoevents.errors import GazetteerError
from geoevents.gazetteer.check import Finding, check
from geoevents.gazetteer.curated import read_places
from geoevents.gazetteer.geometry import encode_geometry, geometry_type

HEADER = (
    "id,name,name_ar,kind,country,admin1,latitude,longitude,radius_km,population,names,use,geonames,"
    "source,note"
)
CAMP = "my:camp,Rawda camp,مخيم الروضة,camp,SY,SY-HA,36.4,41.1,2,,,,,,"


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.fixture
def tell(tmp_path: Path):
    """Write files into a user's folder and return what check says of it, without the folder's name."""

    def write_and_check(**files: str) -> list[str]:
        for name, content in files.items():
            stem, suffix = name.rsplit("_", 1)
            (tmp_path / f"{stem}.{suffix}").write_text(content, encoding="utf-8")
        return [str(finding).removeprefix(f"{tmp_path}/") for finding in check(tmp_path)]

    return write_and_check


def test_good_rows_of_ones_own_give_no_findings(tell):
    assert tell(places_csv=lines(HEADER, CAMP)) == []


def test_a_few_columns_suffice(tell):
    assert tell(places_csv=lines("id,name,kind,latitude,longitude", "my:well,Old well,facility,35,41")) == []


def test_all_findings_come_at_once_with_their_lines(tell):
    told = tell(
        places_csv=lines(
            HEADER,
            CAMP.replace("36.4", "153"),
            CAMP.replace(",camp,", ",tent,").replace("my:camp", "my:two"),
            CAMP.replace("my:camp", "My Camp"),
        )
    )
    assert told[0] == "places.csv:2: latitude 153 is not in -90…90"
    assert told[1].startswith("places.csv:3: 'tent' is no kind of place; known: area, base,")
    assert told[2] == "places.csv:4: 'My Camp' is no id such as ge:al-hol-camp"
    assert len(told) == 3


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (CAMP.replace("41.1", "east"), "longitude 'east' is no number"),
        (CAMP.replace("36.4", "nan"), "latitude nan is not in -90…90"),
        (CAMP.replace(",2,", ",-2,"), "radius_km -2 is not in 0…10000"),
        (CAMP.replace(",2,,", ",2,many,"), "'many' is no whole number"),
        (CAMP.replace("SY,SY-HA", "XY,"), "'XY' is no country code"),
        (CAMP.replace("SY-HA", "SY-ZZ"), "there is no first-level unit 'SY-ZZ'"),
        (CAMP.replace("SY-HA", "country:SY"), "there is no first-level unit 'country:SY'"),
        (CAMP.replace("SY-HA", "IQ-NI"), "IQ-NI lies in IQ, not in SY"),
        (CAMP.replace("36.4,41.1", "41.1,36.4"), "outside of SY"),
        (CAMP.replace("36.4,41.1", "33.5,36.3"), "outside of SY-HA"),
        (CAMP.replace("Rawda camp", " Rawda camp"), "' Rawda camp' has blanks too many"),
        (CAMP.replace("الروضة", "الروضة\u200f"), "has an invisible mark"),
        (CAMP.replace("الروضة", "ا\u0655لروضة"), "is not in Unicode form NFC"),
        (CAMP.replace(",,,,,", ",,Rawda|,,,"), "has a blank beside or nothing between its |"),
        (CAMP.replace("my:camp,Rawda camp", "my:camp,"), "name is blank"),
        (CAMP[:-1] + "my-list,", "source 'my-list' is not listed in README.md"),
        (CAMP + ",", "16 cells under 15 columns"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_told(tell, row, message):
    told = tell(places_csv=lines(HEADER, row))
    assert any(message in line and line.startswith("places.csv:2: ") for line in told), told


def test_an_unknown_column_is_told_with_the_known_ones(tell):
    (told,) = tell(places_csv=lines("id,name,kind,lat,lon", "my:a,A,town,35,41"))
    assert told.startswith("places.csv:1: unknown column 'lat', unknown column 'lon', no column 'latitude'")


def test_a_table_in_windows_1256_is_told(tell, tmp_path):
    (tmp_path / "places.csv").write_bytes(lines(HEADER, CAMP).encode("windows-1256"))
    (told,) = tell()
    assert "not UTF-8 text" in told


def test_an_id_used_twice_and_a_place_entered_twice_are_told(tell):
    told = tell(places_csv=lines(HEADER, CAMP, CAMP, CAMP.replace("my:camp", "my:other")))
    assert "places.csv:3: my:camp is already in places.csv:2" in told
    assert "places.csv:4: 'rawda camp' is already a camp in places.csv:2; one of them is too many" in told


def test_far_namesakes_need_a_note(tell):
    far = CAMP.replace("my:camp", "my:far").replace("SY-HA,36.4,41.1", "SY-HL,36.3,37.5")
    (told,) = {line.split("; ")[1] for line in tell(places_csv=lines(HEADER, CAMP, far))}
    assert told == "say in a note how they differ"
    assert tell(places_csv=lines(HEADER, CAMP, far + "west of Aleppo")) == []


def test_names_and_demonyms_must_lead_to_places(tell):
    told = tell(
        names_csv=lines(
            "name,place,use,note", "Sham,gn:170654,,", "Rawda,my:nowhere,,", "Hope,,,", "Bab,,always,"
        ),
        demonyms_csv=lines("place,language,form,note", "country:SY,ar,سوري,", "country:ZZ,ar,زدي,"),
    )
    assert [line for line in told if line.startswith("demonyms")] == [
        "demonyms.csv:3: there is no place 'country:ZZ'"
    ]
    assert "names.csv:3: there is no place 'my:nowhere'" in told
    assert "names.csv:4: 'Hope' has neither a place nor a use, so it says nothing" in told
    assert "names.csv:5: 'always' is no use of a name; known: context, never" in told


def test_outlines_are_checked(tell):
    ring = "[[0,0],[1,1],[1,0],[0,1],[0,0]]"
    feature = '{"type":"Feature","id":"%s","properties":{},"geometry":{"type":"Polygon","coordinates":[%s]}}'
    good = feature % ("my:lost", "[[0,0],[1,0],[1,1],[0,0]]")
    shapes = (
        '{"type":"FeatureCollection","features":[\n' + feature % ("my:camp", ring) + ",\n" + good + "\n]}"
    )
    told = tell(places_csv=lines(HEADER, CAMP), shapes_geojson=shapes)
    assert told[0].startswith("shapes.geojson:2: the outline is invalid: Self-intersection")
    assert told[1] == "shapes.geojson:3: there is no place 'my:lost'"


def test_a_broken_geojson_is_told(tell):
    (told,) = tell(places_csv=lines(HEADER, CAMP), shapes_geojson='{"features":\n[}')
    assert told.startswith("shapes.geojson:2: not a GeoJSON FeatureCollection")


def test_world_data_is_checked(tmp_path):
    world = tmp_path / "world"
    world.mkdir()
    columns = {
        "id": ["country:AA", "country:AA"], "name": ["A", "A"], "name_ar": ["", "\u200fا"],
        "kind": ["country", "kingdom"], "country": ["AA", "BB"], "admin1": ["", ""],
        "latitude": [0.5, 95.0], "longitude": [0.5, 0.0], "population": [1, -1], "names": [[], []],
        "radius_km": [1.0, 1.0], "geonames": ["", ""], "wikidata": ["", ""],
        "geometry": pa.array([encode_geometry(box(0, 0, 1, 1)), None], geometry_type()),
    }  # fmt: skip
    pq.write_table(pa.table(columns), world / "units.parquet")
    (world / "places.parquet").write_bytes(b"no parquet")
    messages = [finding.message for finding in check(tmp_path)]
    for part in (
        "the file is missing", "not a readable Parquet file", "country:AA is already in row 1",
        "latitude 95.0 is not in", "'kingdom' is no kind", "population -1 is negative",
        "'BB' is no country code", "invisible marks",
    ):  # fmt: skip
        assert any(part in message for message in messages), part


def test_what_is_no_gazetteer_is_refused(tmp_path):
    with pytest.raises(GazetteerError, match="no place data in this folder"):
        check(tmp_path)
    with pytest.raises(GazetteerError, match="there is no such folder"):
        check(tmp_path / "nowhere")


def test_readers_raise_the_first_finding(tmp_path):
    (tmp_path / "places.csv").write_text(lines(HEADER, CAMP.replace("36.4", "153")), encoding="utf-8")
    with pytest.raises(GazetteerError, match="latitude 153") as caught:
        read_places(tmp_path)
    assert (caught.value.line, caught.value.column) == (2, "latitude")


def test_spreadsheets_byte_order_mark_is_welcome(tmp_path):
    (tmp_path / "places.csv").write_text(lines(HEADER, CAMP), encoding="utf-8-sig")
    assert read_places(tmp_path)[0].name_ar == "مخيم الروضة"


def test_a_finding_without_a_line_names_the_file():
    assert str(Finding("units.parquet", 0, "the file is missing")) == "units.parquet: the file is missing"


def test_the_shipped_data_is_in_order():
    folder = Path(__file__).parents[1] / "gazetteer"
    assert [str(finding) for finding in check(folder)] == []
