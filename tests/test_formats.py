"""Layers in the formats of others, read back with what is not ours; and what goes wrong while writing."""

import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pyarrow.parquet as pq
import pyogrio
import pytest
from geojson_pydantic import FeatureCollection
from geopandas.testing import assert_geoseries_equal
from shapely import LineString, box, from_wkt

from geoevents.errors import OutputError
from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import Frames, to_frames
from geoevents.publish.layers import FORMATS, write_layers
from geoevents.publish.looks import colour_of
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import Layer, layers_of

Run = Callable[..., subprocess.CompletedProcess[str]]

PROVENANCE = Provenance("Place data © GeoNames", gazetteer="7", input="sha256:0f", program="geoevents 1")
TEXT = "غادرت عائلات مخيم الهول إلى الموصل عبر الحدود"
HOL = Place("gn:1", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, ("SY",))
MOSUL = Place("gn:2", "Mosul", "الموصل", "city", 36.34, 43.13, ("IQ",))
BORDER = Place(
    "border:IQ-SY", "Border", "", "border", 35, 41, ("IQ", "SY"), outline=LineString([(41, 34), (42, 37)])
)
DESERT = Place("x:desert", "Desert", "بادية", "desert", 32.5, 40, ("SY",), outline=box(39, 32, 41, 33))
LONG = TimeSpan(date(1, 1, 1), date(9999, 12, 31), "range", "0001-01-01/9999-12-31", "explicit")
DAY = TimeSpan(date(2025, 4, 1), date(2025, 4, 1), "day", "2025-04-01", "explicit")


def mention(words: str, place: Place | None) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=place, score=0.75)


def event(name: str, *places: tuple[str, Place], **more: Any) -> Event:
    locations = tuple(Location(role, place, mention("الحدود", place)) for role, place in places)  # type: ignore[arg-type]
    told: dict[str, Any] = {
        "record_kind": "event", "category": "return", "status": "occurred", "time": TimeSpan(),
        "start": 0, "end": len(TEXT), "text": TEXT, "document": "r1",
    }  # fmt: skip
    return Event(name, locations=locations, **(told | more))


def frames_of(text: str = TEXT) -> Frames:
    events = (
        event("move", ("origin", HOL), ("destination", MOSUL), record_kind="movement", time=DAY),
        event("long", ("site", MOSUL), time=LONG, text=text, status="planned"),
        event("watched", ("area", BORDER), ("area", DESERT), time=DAY),
        event("stock", ("site", HOL), record_kind="observation"),
    )
    names = mention("مخيم الهول", HOL), mention("الموصل", MOSUL), mention("الحدود", None)
    return to_frames([Parsed(Document("r1", TEXT, published=date(2025, 4, 4)), names, events=events)])


@pytest.fixture(scope="module")
def layers() -> dict[str, Layer]:
    found = {layer.name: layer for layer in layers_of(frames_of()) if len(layer.table)}
    assert len(found) == 6
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "كل الصيغ"
    write_layers(frames_of(), folder, formats=FORMATS, provenance=PROVENANCE)
    return folder


def assert_equal(read: Any, layer: Layer, *, ordered: bool = True) -> None:
    """The rows that were read are those that were written: values, days and geometries."""
    written = layer.table
    read = read.set_index("id")
    read.index.name = None
    if not ordered:
        read = read.loc[written.index]
    assert list(read.index) == list(written.index)
    assert_geoseries_equal(read.geometry.rename(None), written.geometry.rename(None), check_crs=False)
    for name in written.columns.drop("geometry"):
        one, other = read[name], written[name]
        if other.dtype.kind == "M":
            other = other.dt.strftime("%Y-%m-%d")
        gone = other.isna().to_numpy()
        assert (one.isna().to_numpy() == gone).all(), name
        values = one[~gone].tolist(), other[~gone].tolist()
        if other.dtype.kind not in "if":  # GDAL takes a text for a day where all texts of a column look so
            values = [str(value)[:10] if hasattr(value, "year") else value for value in values[0]], values[1]
        assert values[0] == values[1], name


def test_geojson_and_geopackage_read_back_equal(folder: Path, layers: dict[str, Layer]) -> None:
    for name, layer in layers.items():
        path = folder / f"{name}.geojson"
        FeatureCollection.model_validate_json(path.read_text("utf-8"))
        ids = [one["id"] for one in json.loads(path.read_text("utf-8"))["features"]]
        assert_equal(
            geopandas.read_file(path, use_arrow=True, columns=list(layer.table.columns)).assign(id=ids), layer
        )
        assert_equal(geopandas.read_file(folder / "geoevents.gpkg", layer=name, use_arrow=True), layer)


def test_geoparquet_is_1_1_with_boxes_and_reads_back_equal(folder: Path, layers: dict[str, Layer]) -> None:
    for name, layer in layers.items():
        facts = pq.read_metadata(folder / f"{name}.parquet").metadata
        geo = json.loads(facts[b"geo"])
        assert geo["version"] == "1.1.0"
        column = geo["columns"][geo["primary_column"]]
        assert column["encoding"] == "WKB"
        assert set(column["covering"]["bbox"]) == {"xmin", "ymin", "xmax", "ymax"}
        read = geopandas.read_parquet(folder / f"{name}.parquet")
        assert read.crs == "EPSG:4326"
        assert read.attrs["attribution"] == PROVENANCE.line
        assert_equal(read, layer)
        schema = pq.read_schema(folder / f"{name}.parquet")
        assert str(schema.field("published").type) == "date32[day]"


def test_flatgeobuf_reads_back_equal(folder: Path, layers: dict[str, Layer]) -> None:
    for name, layer in layers.items():
        assert_equal(geopandas.read_file(folder / f"{name}.fgb", use_arrow=True), layer, ordered=False)
        facts = pyogrio.read_info(folder / f"{name}.fgb")
        assert facts["crs"] == "EPSG:4326"
        assert PROVENANCE.line in json.dumps(facts["layer_metadata"], ensure_ascii=False)


def test_csv_carries_geometry_as_wkt_and_says_what_its_columns_are(
    folder: Path, layers: dict[str, Layer]
) -> None:
    for name, layer in layers.items():
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["id"] for row in rows] == list(layer.table.index)
        assert [from_wkt(row["wkt"]) for row in rows] == list(layer.table.geometry)
        facts = json.loads((folder / f"{name}.csv-metadata.json").read_text("utf-8"))
        columns = facts["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == list(rows[0])
        assert facts["dc:rights"] == PROVENANCE.line
        kinds = {column["name"]: column["datatype"] for column in columns}
        assert kinds["published"] == "date"
        assert kinds["document"] == "string"


def test_hxl_tags_are_the_second_row(folder: Path) -> None:
    with (folder / "events_points.hxl.csv").open(encoding="utf-8-sig", newline="") as file:
        names, tags, *rows = csv.reader(file)
    tagged = dict(zip(names, tags, strict=True))
    assert tagged["date_start"] == "#date+start"
    assert tagged["latitude"] == "#geo+lat"
    assert all(tag.startswith("#") for tag in tags)
    assert len(rows) == 3


def test_linked_places_tell_where_a_place_is_named(folder: Path) -> None:
    text = (folder / "places.lpf.json").read_text("utf-8")
    found = json.loads(text)
    assert found["@context"].endswith("linkedplaces-context-v1.1.jsonld")
    FeatureCollection.model_validate_json(text)
    hol, mosul = found["features"]
    assert hol["@id"] == "gn:1"
    assert hol["when"]["timespans"] == [{"start": {"in": "2025-04-04"}, "end": {"in": "2025-04-04"}}]
    assert hol["names"][-1]["toponym"] == "مخيم الهول"
    assert hol["names"][-1]["citations"] == [{"@id": "r1", "label": "r1"}]
    assert mosul["properties"] == {"title": "Mosul", "ccodes": ["IQ"], "fclasses": ["P"]}
    assert mosul["links"] == [{"type": "exactMatch", "identifier": "gn:2"}]


def test_kml_has_a_folder_per_layer_and_spans_of_time(folder: Path, layers: dict[str, Layer]) -> None:
    root = ET.parse(folder / "geoevents.kml").getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert len(root.findall("./k:Document/k:Document", space)) == len(layers)
    spans = [
        (one.findtext("k:begin", "", space)[:10], one.findtext("k:end", "", space)[:10])
        for one in root.iterfind(".//k:TimeSpan", space)
    ]
    assert ("2025-04-01", "2025-04-01") in spans
    assert ("0001-01-01", "9999-12-31") in spans
    names = [one.text for one in root.iterfind(".//k:Placemark/k:name", space)]
    assert "الموصل · Mosul" in names
    assert "al-Hol camp → Mosul" in names


def test_kml_has_the_colours_of_the_map_and_no_html_of_a_report(
    folder: Path, layers: dict[str, Layer], tmp_path: Path
) -> None:
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ET.parse(folder / "geoevents.kml").getroot()
    styles = {one.attrib["id"]: one for one in root.iterfind("./k:Document/k:Style", space)}
    assert set(styles) == {"return", "return-unreal", "mention"}
    people = colour_of("people")
    bgr = people[5:7] + people[3:5] + people[1:3]
    for name, icon, fill in (
        ("return", "geoevents-disc.png", "1"),
        ("return-unreal", "geoevents-ring.png", "0"),
    ):
        assert styles[name].findtext("k:LineStyle/k:color", "", space) == f"ff{bgr}"
        assert styles[name].findtext("k:PolyStyle/k:fill", "", space) == fill
        assert styles[name].findtext("k:IconStyle/k:Icon/k:href", "", space) == icon
        assert (folder / icon).read_bytes().startswith(b"\x89PNG")
    for mark in root.iterfind(".//k:Placemark", space):
        status = mark.findtext(".//k:SimpleData[@name='status']", None, space)
        wanted = {"planned": "#return-unreal", "occurred": "#return", None: "#mention"}[status]
        assert mark.findtext("k:styleUrl", "", space) == wanted
    assert len(root.findall(".//k:styleUrl", space)) == sum(len(layer.table) for layer in layers.values())
    hostile = "a\x0b\n        <ExtendedData>\n      <Placemark <script>b</script>]]> <![CDATA[ &amp;"
    write_layers(frames_of(hostile), tmp_path / "x", formats=["kml"], provenance=PROVENANCE)
    marks = ET.parse(tmp_path / "x" / "geoevents.kml").getroot().findall(".//k:Placemark", space)
    (told,) = (mark for mark in marks if mark.attrib["id"].startswith("long"))
    assert told.findtext(".//k:SimpleData[@name='evidence']", "", space) == hostile.replace(
        "]]>", "]] >"
    ).replace("\x0b", "\ufffd")
    assert "&lt;script&gt;" in told.findtext("k:description", "", space)


def test_every_file_says_where_it_comes_from(folder: Path) -> None:
    """Itself, or for CSV the file beside it: gazetteer, credits, program and input."""

    def told_by(path: Path) -> str:
        if path.suffix in (".csv", ".csvt"):
            return path.with_name(f"{path.stem}.csv-metadata.json").read_text("utf-8")
        if path.suffix == ".parquet":
            return json.dumps(geopandas.read_parquet(path).attrs, ensure_ascii=False)
        if path.suffix == ".fgb":
            return json.dumps(pyogrio.read_info(path)["layer_metadata"], ensure_ascii=False)
        if path.suffix == ".gpkg":
            return json.dumps(
                pyogrio.read_info(path, layer="events_points")["dataset_metadata"], ensure_ascii=False
            )
        if path.suffix == ".qgz":
            return zipfile.ZipFile(path).read("geoevents.qgs").decode()
        return path.read_text("utf-8")

    paths = [path for path in folder.iterdir() if path.suffix not in (".png", ".xml")]
    assert {path.suffix for path in paths} == {
        ".csv", ".csvt", ".fgb", ".geojson", ".gpkg", ".json", ".kml", ".parquet", ".qgz", ".qml", ".txt",
    }  # fmt: skip
    for path in paths:
        told = told_by(path)
        for part in ("Place data © GeoNames", "geoevents 1", "sha256:0f"):
            assert part in told, (path.name, part)
        assert re.search(r"gazetteer\W{1,4}7\b", told), path.name


def test_a_text_of_digits_is_no_day_where_a_format_has_types(tmp_path: Path, run: Run) -> None:
    """GDAL takes the texts of a GeoJSON column for days if all look so; the others keep them as they are."""
    report = Document("2025-04-01", TEXT, published=date(2025, 4, 4))
    told = event("one", ("site", HOL), document="2025-04-01", time=DAY)
    write_layers(to_frames([Parsed(report, events=(told,))]), tmp_path / "x", formats=FORMATS)
    for name, id_of_report, day in (
        ("events_points.geojson", "OFTDate", "OFTDate"),
        ("events_points.csv", "OFTString", "OFTDate"),
        ("events_points.fgb", "OFTString", "OFTDateTime"),  # it has no days
        ("geoevents.gpkg", "OFTString", "OFTDate"),
    ):
        facts = pyogrio.read_info(tmp_path / "x" / name, layer="events_points")
        kinds = dict(zip(facts["fields"], facts["ogr_types"], strict=True))
        assert kinds["document"] == id_of_report, name
        assert kinds["date_start"] == kinds["published"] == day, name
        assert kinds["event_id"] == "OFTString", name
        assert kinds["confidence"] == "OFTReal", name
    assert "DATE_AS_STRING" in (tmp_path / "x" / "README.txt").read_text("utf-8")
    kept = geopandas.read_file(tmp_path / "x" / "events_points.geojson", DATE_AS_STRING=True)
    assert kept["document"].tolist() == ["2025-04-01"]


def test_gdals_own_program_reads_every_file(folder: Path, layers: dict[str, Layer], run: Run) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        told = "ogrinfo is not installed (make programs)"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    for name, layer in layers.items():
        for path in (folder / f"{name}.geojson", folder / f"{name}.fgb", folder / "geoevents.gpkg"):
            ran = run([ogrinfo, "-ro", "-so", path, name])
            assert ran.returncode == 0, ran.stderr
            assert f"Feature Count: {len(layer.table)}\n" in ran.stdout, path
            assert "ERROR" not in ran.stderr


def test_gdals_validator_finds_nothing_in_the_geopackage(folder: Path, qgis_python: str, run: Run) -> None:
    validator = [qgis_python, "-m", "osgeo_utils.samples.validate_gpkg", "-k", "--extra"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = run([*validator, folder / "geoevents.gpkg"], env=environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not ran.stdout.strip()


def test_the_same_events_give_the_same_bytes_in_every_format(folder: Path, tmp_path: Path) -> None:
    again = write_layers(frames_of(), tmp_path / "again", formats=FORMATS, provenance=PROVENANCE)
    assert len(again) > 40
    for path in again:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_no_half_of_a_character_and_no_nul_gets_into_a_file(tmp_path: Path) -> None:
    write_layers(frames_of("a\0b\ud800c"), tmp_path / "x", formats=FORMATS)
    for read in (
        geopandas.read_file(tmp_path / "x" / "events_points.geojson"),
        geopandas.read_file(tmp_path / "x" / "geoevents.gpkg", layer="events_points"),
        geopandas.read_parquet(tmp_path / "x" / "events_points.parquet"),
    ):
        assert "a\ufffdb\ufffdc" in set(read["evidence"])


def test_a_format_that_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'shapefile' is no format of layers: geojson, gpkg"):
        write_layers(frames_of(), tmp_path / "x", formats=["shapefile"])  # type: ignore[list-item]
    assert not list(tmp_path.iterdir())


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, run: Run, root: Path) -> None:
    """As a user who is not root: root may write anywhere."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    if os.geteuid() != 0:
        with pytest.raises(OutputError, match="Permission denied"):
            write_layers(frames_of(), closed / "layers")
        return
    program = (
        "import os, sys\n"
        "from geoevents.publish.frames import to_frames\n"
        "from geoevents.publish.layers import write_layers\n"
        "from geoevents.errors import OutputError\n"
        "write_layers(to_frames([]), sys.argv[2])\n"  # so that all is loaded from where root alone may read
        "os.setuid(65534)\n"
        "try: write_layers(to_frames([]), sys.argv[1])\n"
        "except OutputError as problem: print(problem)\n"
    )
    for parent in (closed, *closed.parents):
        if parent.stat().st_uid == 0 and parent != Path("/") and parent != Path("/tmp"):
            parent.chmod(0o755)
    ran = run([sys.executable, "-c", program, closed / "layers", tmp_path / "open"])
    assert "cannot write the layers: Permission denied" in ran.stdout, ran.stderr
    assert not list(closed.iterdir())


def small_disk(run: Run, size: str, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a program on a file system of its own, of so many bytes, mounted over its current folder."""
    if run(["unshare", "--map-root-user", "--mount", "true"]).returncode != 0:
        pytest.skip("this system lets no one mount a small file system")
    mount = f'mount -t tmpfs -o size={size} tmpfs "$0" && cd "$0" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, arguments[0], sys.executable, "-c"]
    return run([*command, script, *arguments[1:]])


FULL = """
import random, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_formats import FORMATS, frames_of
from geoevents.errors import OutputError
from geoevents.publish.layers import write_layers
write_layers(frames_of(), "layers", formats=["geojson"])
before = {path.name: path.read_bytes() for path in Path("layers").iterdir()}
long = random.Random(6).randbytes(1_200_000).hex()  # which nothing can make short
for name in [one for one in FORMATS if one != "lpf"]:  # which does not quote it
    try:
        write_layers(frames_of(long), "layers", formats=[name], overwrite=True)
    except OutputError as problem:
        print(name, problem)
    else:
        print(name, "was written")
    assert {path.name: path.read_bytes() for path in Path("layers").iterdir()} == before, name
    assert [path.name for path in Path(".").iterdir()] == ["layers"], name
print("whole")
"""


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, run: Run) -> None:
    ran = small_disk(run, "1m", FULL, tmp_path, Path(__file__).parent)
    assert ran.stdout.splitlines()[-1:] == ["whole"], ran.stdout + ran.stderr
    told = ran.stdout.splitlines()[:-1]
    assert [line.split()[0] for line in told] == [one for one in FORMATS if one != "lpf"]
    assert all("cannot write the layers" in line for line in told), told


# Loads everything once; for each line that it reads, a copy of it writes until it is killed.
WRITERS = """
import os, sys
sys.path.insert(0, sys.argv[2])
from test_formats import frames_of
from geoevents.publish.layers import write_layers
for run in sys.stdin:
    writer = os.fork()
    turn = 0
    while writer == 0:
        write_layers(frames_of(f"run {run.strip()}, turn {turn} " * 100), sys.argv[1], overwrite=True)
        turn += 1
        print(os.getpid(), flush=True)
    os.waitpid(writer, 0)
    print("killed", flush=True)
"""


def test_a_killed_run_leaves_the_old_layers_or_the_new_ones(
    tmp_path: Path, child_environment: dict[str, str]
) -> None:
    folder = tmp_path / "layers"
    seed = random.Random(6)
    write_layers(frames_of("0"), folder)
    (folder / "my notes.txt").write_text("years of work")
    wanted = {path.name for path in folder.iterdir()}
    command = [sys.executable, "-c", WRITERS, str(folder), str(Path(__file__).parent)]
    pipe = subprocess.PIPE
    seen = set()
    with subprocess.Popen(command, env=child_environment, stdin=pipe, stdout=pipe, text=True) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        for run in range(20):
            print(run, file=writers.stdin, flush=True)
            writer = int(writers.stdout.readline())
            time.sleep(seed.uniform(0, 0.6))
            os.kill(writer, signal.SIGKILL)
            while writers.stdout.readline() != "killed\n":  # until then, turns that it wrote
                pass
            assert {path.name for path in folder.iterdir()} - {
                "geoevents.gpkg.aux.xml"
            } == wanted  # a reader's
            assert (folder / "my notes.txt").read_text() == "years of work"
            texts = {
                row["evidence"]
                for read in (
                    geopandas.read_file(folder / "events_points.geojson"),
                    geopandas.read_file(folder / "geoevents.gpkg", layer="events_points"),
                )
                for row in read[read["event_id"] == "long"].to_dict("records")
            }
            assert len(texts) == 1  # all files are of one run
            seen |= texts
        writers.stdin.close()
    assert len(seen) == 20  # every run wrote at least once before it was killed
    write_layers(frames_of("last"), folder, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["layers"]  # what the killed left is swept up


def test_the_command_line_writes_what_it_is_asked_for(geoevents: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "خبر.txt").write_text("عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.", encoding="utf-8")
    asked = [one for name in FORMATS for one in ("-f", name)]
    ran = geoevents("layers", tmp_path / "خبر.txt", "-o", tmp_path / "طبقات 1", *asked)
    assert ran.returncode == 0, ran.stderr
    written = {path.name for path in (tmp_path / "طبقات 1").iterdir()}
    assert {"events_points.geojson", "events_points.parquet", "geoevents.kml", "places.lpf.json"} <= written
    ran = geoevents("layers", tmp_path / "خبر.txt", "-o", tmp_path / "x", "-f", "csv")
    assert {path.suffix for path in (tmp_path / "x").iterdir()} == {".csv", ".csvt", ".json", ".txt"}
    ran = geoevents("layers", tmp_path / "خبر.txt", "-f", "dxf")
    assert ran.returncode == 2
