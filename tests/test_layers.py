"""Layers: what a GIS gets."""

import csv
import dataclasses
import json
import re
import zipfile
from base64 import b64decode
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pyogrio
import pytest
from geojson_pydantic import FeatureCollection
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geoevents.errors import OutputError
from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.layers import write_layers
from geoevents.publish.looks import fields
from geoevents.publish.provenance import Provenance

CREDITS = "GeoNames (CC BY 4.0)"
PROVENANCE = Provenance(CREDITS, gazetteer="7", input="sha256:0f", program="geoevents 1")
TEXT = "=1+1 غادرت عائلات مخيم الهول إلى الموصل عبر الحدود"
DAMASCUS = Place("x:damascus", "Damascus", "دمشق", "city", 33.5131234567, 36.2919, ("SY",))
HOL = Place("x:hol", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, ("SY",))
MOSUL = Place("x:mosul", "Mosul", "الموصل", "city", 36.34, 43.13, ("IQ",))
BORDER = Place(
    "border:IQ-SY", "Border", "", "border", 35, 41, ("IQ", "SY"), outline=LineString([(41, 34), (42, 37)])
)
CLOCKWISE = Polygon(
    [(39, 32), (39, 33), (41, 33), (41, 32)], holes=[[(40, 32.2), (40.2, 32.2), (40.2, 32.4)]]
)
DESERT = Place("x:desert", "Desert", "بادية", "desert", 32.5, 40, ("SY",), outline=CLOCKWISE)
TWO = Place("x:two", "Two", "", "region", 1, 1, outline=MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)]))


def mention(words: str, place: Place | None, **more: Any) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=place, score=0.75, **more)


def event(name: str, *places: tuple[str, Place], **more: Any) -> Event:
    locations = tuple(Location(role, place, mention("الحدود", place)) for role, place in places)  # type: ignore[arg-type]
    told: dict[str, Any] = {
        "record_kind": "event", "category": "return", "status": "occurred", "time": TimeSpan(),
        "start": 0, "end": len(TEXT), "text": TEXT, "document": "r1",
    }  # fmt: skip
    return Event(name, locations=locations, **(told | more))


@pytest.fixture(scope="module")
def frames() -> Frames:
    day = TimeSpan(date(2025, 4, 1), date(2025, 4, 1), "day", "2025-04-01", "explicit")
    report = Document("r1", TEXT, published=date(2025, 4, 4))
    names = (
        mention("مخيم الهول", HOL), mention("الموصل", MOSUL), mention("الحدود", None),
        mention("عائلات", DAMASCUS, role="metonymic"),
    )  # fmt: skip
    events = (
        event("move", ("origin", HOL), ("destination", MOSUL), record_kind="movement", time=day),
        event("met", ("site", DAMASCUS), status="planned", time=day),
        event("watched", ("area", BORDER), ("area", DESERT), ("area", TWO)),
        event("stock", ("site", HOL), record_kind="observation"),
        event("nowhere"),
    )
    return to_frames([Parsed(report, names, events=events)])


@pytest.fixture(scope="module")
def folder(frames: Frames, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "layers"
    write_layers(frames, folder, provenance=PROVENANCE)
    return folder


def features(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.geojson").read_text("utf-8"))["features"]
    return found


def test_there_is_a_file_for_each_type_of_geometry_that_occurs(folder: Path) -> None:
    layers = {
        "events_points", "events_undated_lines", "events_undated_areas", "observations_undated_points",
        "movements", "mentions_points",
    }  # fmt: skip
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}.geojson" for name in layers), *(f"{name}.qml" for name in layers),
        "geoevents.gpkg", "geoevents.qgz", "unresolved.csv", "unresolved.csv-metadata.json", "README.txt",
    }  # fmt: skip
    for path in folder.glob("*.geojson"):
        assert len({one["geometry"]["type"] for one in features(folder, path.stem)}) == 1


def test_what_has_no_date_is_apart(folder: Path) -> None:
    paths = [*folder.glob("events*.geojson"), *folder.glob("observations*.geojson")]
    assert len(paths) == 4
    for path in paths:
        dates = [one["properties"]["date_start"] for one in features(folder, path.stem)]
        assert all(date is None for date in dates) == ("undated" in path.stem)


def test_every_layer_is_valid_geojson_of_rfc_7946(folder: Path) -> None:
    paths = list(folder.glob("*.geojson"))
    assert paths
    for path in paths:
        layer = json.loads(path.read_text("utf-8"))
        FeatureCollection.model_validate(layer)
        assert "crs" not in layer
        assert layer["attribution"] == PROVENANCE.line
        assert layer["provenance"] == PROVENANCE.as_dict()
        west, south, east, north = layer["bbox"]
        assert west <= east
        assert south <= north
        for feature in layer["features"]:
            assert isinstance(feature["id"], str)
            assert all(not isinstance(value, dict | list) for value in feature["properties"].values())


def test_coordinates_are_rounded_and_outer_rings_run_counter_clockwise(folder: Path) -> None:
    (damascus,) = (
        one for one in features(folder, "events_points") if one["properties"]["location"] == "Damascus"
    )
    assert damascus["geometry"]["coordinates"] == [36.2919, 33.513123]
    for area in geopandas.read_file(folder / "events_undated_areas.geojson").geometry:
        assert area.is_valid
        for part in area.geoms:
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_a_large_area_does_not_hide_a_small_one(folder: Path) -> None:
    sizes = (
        geopandas.read_file(folder / "events_undated_areas.geojson")
        .geometry.map(lambda area: area.area)
        .tolist()
    )
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


def test_what_is_planned_stays_distinguishable(folder: Path) -> None:
    (planned,) = (
        one["properties"] for one in features(folder, "events_points") if one["id"].startswith("met")
    )
    assert planned["status"] == "planned"


def test_dates_are_iso_dates_and_the_unknown_is_null(folder: Path) -> None:
    rows = {one["properties"]["event_id"]: one["properties"] for one in features(folder, "events_points")}
    assert rows["met"]["date_start"] == rows["met"]["date_end"] == "2025-04-01"
    assert features(folder, "events_undated_lines")[0]["properties"]["date_start"] is None
    columns = {
        tuple(row)
        for path in folder.glob("events_*.geojson")
        for one in features(folder, path.stem)
        for row in [one["properties"]]
    }
    assert len(columns) == 1


def test_only_literal_names_are_points(folder: Path) -> None:
    assert [one["properties"]["mention_text"] for one in features(folder, "mentions_points")] == [
        "مخيم الهول",
        "الموصل",
    ]


def test_the_geopackage_holds_every_layer_with_its_types(folder: Path, frames: Frames) -> None:
    layers = dict(pyogrio.list_layers(folder / "geoevents.gpkg").tolist())
    assert layers.pop("layer_styles") is None
    assert layers == {
        "events_points": "Point", "events_undated_lines": "MultiLineString",
        "events_undated_areas": "MultiPolygon", "observations_undated_points": "Point",
        "movements": "MultiLineString", "mentions_points": "Point", "unresolved": None,
    }  # fmt: skip
    for name in layers:
        facts = pyogrio.read_info(folder / "geoevents.gpkg", layer=name)
        kinds = dict(zip(facts["fields"], facts["ogr_types"], strict=True))
        assert kinds["published"] == "OFTDate"
        if layers[name]:
            assert facts["crs"] == "EPSG:4326"
        assert facts["dataset_metadata"]["attribution"] == PROVENANCE.line
    points = geopandas.read_file(folder / "geoevents.gpkg", layer="events_points")
    assert set(points["location_ar"]) == {"مخيم الهول", "الموصل", "دمشق"}
    assert len(points) == len(features(folder, "events_points")) == 3


def test_what_has_no_place_is_a_table_that_a_spreadsheet_opens_and_does_not_run(folder: Path) -> None:
    with (folder / "unresolved.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["record"] for row in rows] == ["event", "mention"]
    assert rows[0]["text"] == "'" + TEXT
    assert rows[1]["text"] == "الحدود"


def test_the_readme_says_what_there_is_what_there_is_not_and_whom_it_is_owed_to(folder: Path) -> None:
    text = (folder / "README.txt").read_text("utf-8")
    assert "events_points: 3\n" in text
    assert "sha256:0f" in text
    assert "not written: events_undated_points, events_lines, events_areas, observations_points" in text
    assert CREDITS in text


def test_the_same_events_give_the_same_bytes(frames: Frames, folder: Path, tmp_path: Path) -> None:
    again = write_layers(frames, tmp_path / "again", provenance=PROVENANCE)
    assert again
    for path in again:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_a_folder_in_use_is_left_alone(frames: Frames, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputError, match="not empty"):
        write_layers(frames, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    with pytest.raises(OutputError, match="this is a file"):
        write_layers(frames, tmp_path / "thesis.docx", overwrite=True)


def test_overwriting_replaces_our_layers_and_keeps_the_users_files(frames: Frames, tmp_path: Path) -> None:
    folder = tmp_path / "layers"
    write_layers(frames, folder)
    (folder / "my project.qgz").write_text("mine")
    (folder / "styles").mkdir()
    write_layers(to_frames([]), folder, overwrite=True)
    assert {path.name for path in folder.iterdir()} == {
        "my project.qgz",
        "styles",
        "unresolved.csv",
        "unresolved.csv-metadata.json",
        "README.txt",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["layers"]


def test_a_failure_leaves_the_old_layers_and_no_litter(tmp_path: Path) -> None:
    folder = tmp_path / "layers"
    write_layers(to_frames([]), folder)
    before = (folder / "README.txt").read_bytes()
    with pytest.raises(AttributeError):
        write_layers("not frames", folder, overwrite=True)  # type: ignore[arg-type]
    assert (folder / "README.txt").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["layers"]
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write the layers"):
        write_layers(to_frames([]), tmp_path / "file" / "layers")


def test_a_way_over_the_antimeridian_is_cut_there(tmp_path: Path) -> None:
    suva, apia = (
        Place(n, n, "", "city", y, x) for n, y, x in (("Suva", -18.0, 178.0), ("Apia", -14.0, -172.0))
    )
    moved = event("m", ("origin", suva), ("destination", apia), record_kind="movement")
    write_layers(to_frames([Parsed(Document("r1", TEXT), events=(moved,))]), tmp_path / "x")
    (line,) = features(tmp_path / "x", "movements_undated")
    assert line["geometry"]["coordinates"] == [[[178, -18], [180, -17.2]], [[-180, -17.2], [-172, -14]]]


def test_a_bow_tie_is_mended(tmp_path: Path) -> None:
    bow = Place("b", "Bow", "", "region", 0.5, 0.5, outline=Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    write_layers(
        to_frames([Parsed(Document("r1", TEXT), events=(event("e", ("area", bow)),))]), tmp_path / "x"
    )
    (area,) = geopandas.read_file(tmp_path / "x" / "events_undated_areas.geojson").geometry
    assert area.is_valid
    assert area.contains(Point(0.2, 0.4))


def test_every_column_has_its_arabic_name_and_its_meaning(frames: Frames) -> None:
    tables = (getattr(frames, name) for name in ("locations", "movements", "mentions", "unresolved"))
    columns = {column for table in tables for column in table.columns} - {"geometry"}
    assert len(columns) > 50
    assert columns <= fields().keys()
    assert all(re.search("[\u0600-\u06ff]|EDTF", field.ar) for field in fields().values())


def test_a_layer_that_loses_its_last_feature_loses_its_file(frames: Frames, tmp_path: Path) -> None:
    folder = tmp_path / "a folder, مجلد"
    write_layers(frames, folder, formats=["geojson", "csv"])
    few = dataclasses.replace(frames, locations=frames.locations[:0], observations=frames.observations[:0])
    write_layers(few, folder, overwrite=True, formats=["geojson"])
    names = {path.name for path in folder.iterdir()}
    assert "movements.geojson" in names
    assert not [name for name in names if name.startswith("events") or name.endswith("points.csv")]


def bodies_in(style: Path) -> dict[str, str]:
    """What the symbol of each category has as its body."""
    root = ElementTree.parse(style).getroot()
    categories = {one.attrib["symbol"]: one.attrib["value"] for one in root.iter("category")}
    bodies = {}
    for symbol in root.findall("renderer-v2/symbols/symbol"):
        (embedded,) = symbol.findall(".//layer[@class='SvgMarker']/Option/Option[@name='name']")
        svg = ElementTree.fromstring(b64decode(embedded.attrib["value"].removeprefix("base64:")))
        (body,) = (one for one in svg if one.get("fill", "").startswith("param(fill)"))
        shape = body.tag.rpartition("}")[2] + (" dashed" if "stroke-dasharray" in body.attrib else "")
        bodies[categories[symbol.attrib["name"]]] = shape
    return bodies


def test_an_observation_is_square_and_what_is_planned_has_a_dashed_outline(folder: Path) -> None:
    assert bodies_in(folder / "events_points.qml") == {
        "return": "circle", "return?": "circle dashed", "": "circle",
    }  # fmt: skip
    assert bodies_in(folder / "observations_undated_points.qml") == {"return": "rect", "": "rect"}


def test_areas_and_lines_bear_the_symbol_of_their_category(folder: Path) -> None:
    for name in "events_undated_areas", "events_undated_lines":
        assert bodies_in(folder / f"{name}.qml") == {"return": "circle", "": "circle"}


def test_only_what_has_no_date_depends_on_whether_time_is_played(folder: Path) -> None:
    styles = list(folder.glob("*.qml"))
    assert len(styles) == 6
    for style in styles:
        root = ElementTree.parse(style).getroot()
        is_undated = "undated" in style.name
        assert ("@map_start_time" in style.read_text("utf-8")) == is_undated, style.name
        assert (root.find("temporal") is None) == (is_undated or style.stem == "mentions_points"), style.name


def test_symbols_of_one_place_stand_around_it_until_they_are_too_many(tmp_path: Path) -> None:
    for count, kind in (40, "pointDisplacement"), (41, "categorizedSymbol"):
        events = tuple(event(f"e{number}", ("site", HOL)) for number in range(count))
        write_layers(to_frames([Parsed(Document("r1", TEXT), events=events)]), tmp_path / str(count))
        with zipfile.ZipFile(tmp_path / str(count) / "geoevents.qgz") as project:
            root = ElementTree.fromstring(project.read("geoevents.qgs"))
        (renderer,) = root.findall(".//maplayer[id='geoevents_events_undated_points']/renderer-v2")
        assert renderer.attrib["type"] == kind
