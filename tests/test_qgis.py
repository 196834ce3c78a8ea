"""The layers and the project in a real QGIS: it opens each, styled, in time, with its Arabic."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from geopandas import GeoDataFrame
from shapely import LineString, box

from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import to_frames
from geoevents.publish.layers import FORMATS, write_layers
from geoevents.publish.looks import colour_of
from geoevents.publish.provenance import Provenance

Run = Callable[..., subprocess.CompletedProcess[str]]

CREDITS = "Place data © GeoNames (CC BY 4.0)"
TEXT = "وصلت قافلة من مخيم الهول إلى الموصل عبر الحدود والبادية يوم 26 كانون الأول، وفي الرقة نازحون"
PLACES = {
    "مخيم الهول": Place("x:hol", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, ("SY",)),
    "الموصل": Place("x:mosul", "Mosul", "الموصل", "city", 36.34, 43.13, ("IQ",), radius_km=30),
    "الرقة": Place("x:raqqa", "Raqqa", "الرقة", "city", 35.95, 39.01, ("SY",)),
    "الحدود": Place(
        "border:IQ-SY", "Border", "الحدود العراقية السورية", "border", 35, 41, ("IQ", "SY"),
        outline=LineString([(38.8, 33.4), (41.2, 34.8), (42.4, 37.1)]),
    ),
    "والبادية": Place(
        "x:badia", "Badia", "البادية", "desert", 34, 39.5, ("SY",), outline=box(38, 33, 40.5, 35)
    ),
}  # fmt: skip
GROUND = GeoDataFrame(
    {
        "kind": ["country", "country"], "country": ["IQ", "SY"],
        "name": ["Iraq", "Syria"], "name_ar": ["العراق", "سوريا"],
    },
    geometry=[box(41, 29, 48, 37.3), box(35.7, 32.3, 41, 37.3)],
    crs="EPSG:4326",
)  # fmt: skip

# Run by the Python of QGIS. They end with os._exit: QGIS can crash on its way out.
START = """
import json, os, sys
from qgis.core import *
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
application = QgsApplication([], False)
application.initQgis()


def plain(value):
    if hasattr(value, "toString"):
        return value.toString("yyyy-MM-dd")
    return value if isinstance(value, (str, int, float)) else None


def facts(layer):
    features = list(layer.getFeatures()) if layer.isValid() else []
    time, renderer = layer.temporalProperties(), layer.renderer()
    kind = renderer and renderer.type()
    if kind == "pointDisplacement":
        renderer = renderer.embeddedRenderer()
    is_categorised = renderer is not None and renderer.type() == "categorizedSymbol"
    categories = renderer.categories() if is_categorised else []  # they own their symbols
    symbols = [one.symbol() for one in categories]
    return {
        "valid": layer.isValid(), "crs": layer.crs().authid(), "count": len(features),
        "type": QgsWkbTypes.displayString(layer.wkbType()),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "rows": [dict(zip(one.fields().names(), map(plain, one.attributes()))) for one in features],
        "renderer": kind, "labels": layer.labelsEnabled(),
        "categories": [one.value() for one in categories],
        "colours": [one.color().name() for one in symbols],
        "markers": [part.path() for one in symbols for part in one.symbolLayers() if hasattr(part, "path")],
        "time": layer.isSpatial() and {
            "active": time.isActive(), "mode": int(time.mode()),
            "start": time.startExpression(), "end": time.endExpression(),
        },
    }


def finish(found):
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def draw(layers, crs, extent, background, path, span=None):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(crs)
    settings.setEllipsoid("EPSG:7030")
    settings.setOutputSize(QSize(700, 500))
    settings.setBackgroundColor(background)
    settings.setExtent(extent)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    if span:
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(*(QDateTime.fromString(one, Qt.ISODate) for one in span)))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)  # as the window of QGIS does
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(path)
    counts = {}
    for x in range(0, 700, 1):
        for y in range(0, 500, 1):
            name = "#%06x" % (image.pixel(x, y) & 0xFFFFFF)
            counts[name] = counts.get(name, 0) + 1
    return {"errors": [one.message for one in job.errors()], "colours": counts}
"""
LAYERS = (
    START
    + """
found = {}
for path in sys.argv[1:]:
    layer = QgsVectorLayer(path, path, "ogr")
    found[path] = facts(layer)
    layer.loadDefaultStyle()
    found[path]["style"] = facts(layer)["time"]
finish(found)
"""
)
PROJECT = (
    START
    + """
project = QgsProject.instance()
was_read = project.read(sys.argv[1])
layers = {key.removeprefix('geoevents_'): layer for key, layer in project.mapLayers().items()}
view = project.viewSettings().defaultViewExtent()
turn = QgsCoordinateTransform(view.crs(), project.crs(), project)
shown = [node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()]
shown = [layer for layer in shown if layer.isSpatial()]
moments = json.loads(sys.argv[3])
finish({
    "read": was_read, "layers": {name: facts(layer) for name, layer in layers.items()},
    "sources": {name: layer.publicSource() for name, layer in layers.items()},
    "crs": project.crs().authid(), "title": project.title(), "abstract": project.metadata().abstract(),
    "rights": {name: layer.metadata().rights() for name, layer in layers.items()},
    "groups": [group.name() for group in project.layerTreeRoot().children()],
    "bookmarks": [mark.name() for mark in project.bookmarkManager().bookmarks()],
    "span": [one.toString(Qt.ISODate) for one in (
        project.timeSettings().temporalRange().begin(), project.timeSettings().temporalRange().end())],
    "navigation": project.readNumEntry("TemporalControllerWidget", "/NavigationMode")[0],
    "credit": project.readEntry("CopyrightLabel", "/Label")[0],
    "drawn": [
        draw(shown, project.crs(), turn.transformBoundingBox(view), project.backgroundColor(),
             f"{sys.argv[2]}/{number}.png", moment)
        for number, moment in enumerate([*moments, None])
    ],
})
"""
)
MOMENTS = (
    ("2024-12-01T00:00:00Z", "2024-12-02T00:00:00Z"),
    ("2024-12-26T00:00:00Z", "2024-12-27T00:00:00Z"),
    ("2025-01-10T06:00:00Z", "2025-01-10T12:00:00Z"),  # the day's morning
)


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=PLACES[words], score=1)


def event(name: str, *locations: tuple[str, str], **more: Any) -> Event:
    placed = tuple(Location(role, PLACES[words], mention(words)) for role, words in locations)  # type: ignore[arg-type]
    told: dict[str, Any] = {
        "record_kind": "event", "category": "transfer", "status": "occurred", "time": TimeSpan(),
        "start": 0, "end": len(TEXT), "text": TEXT, "document": "r1",
    }  # fmt: skip
    return Event(name, locations=placed, **(told | more))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    day = TimeSpan(date(2024, 12, 26), date(2024, 12, 27), "range", "2024-12-26/2024-12-27", "explicit")
    since = TimeSpan(date(2024, 12, 20), None, "range", "2024-12-20/..", "explicit")
    later = TimeSpan(date(2025, 1, 10), date(2025, 1, 10), "day", "2025-01-10", "explicit")
    events = (
        event("move", ("origin", "مخيم الهول"), ("destination", "الموصل"), record_kind="movement", time=day),
        event("seen", ("area", "الحدود"), ("area", "والبادية"), time=day),
        event("plan", ("site", "الموصل"), category="attack", status="planned", time=later),
        event("stock", ("site", "الرقة"), record_kind="observation", category="population_stock"),
        event("since", ("site", "مخيم الهول"), category="visit", time=since),
        event("nowhere"),
    )
    report = Document("r1", TEXT, published=date(2024, 12, 28))
    folder = tmp_path_factory.mktemp("qgis") / "طبقات الأخبار"
    frames = to_frames([Parsed(report, tuple(map(mention, PLACES)), events=events)])
    owed = Provenance(CREDITS, "7", "sha256:0f")
    write_layers(frames, folder, formats=FORMATS, provenance=owed, outlines=GROUND)
    return folder


@pytest.fixture(scope="module")
def ask(
    qgis_python: str, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., dict[str, Any]]:
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(home), "HOME": str(home)
    }  # fmt: skip

    def ask_qgis(program: str, *arguments: object) -> dict[str, Any]:
        ran = run([qgis_python, "-c", program, *arguments], env=environment)
        assert ran.returncode == 0, ran.stderr
        found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
        return found

    return ask_qgis


@pytest.fixture(scope="module")
def opened(ask: Callable[..., dict[str, Any]], folder: Path) -> dict[str, Any]:
    files = [str(path) for path in sorted(folder.glob("*.geojson"))]
    names = ("events_points", "movements", "unresolved")
    others = [str(path) for path in sorted(folder.glob("*.fgb"))]
    others += [str(path) for path in sorted(folder.glob("events*.csv")) if not path.name.endswith(".hxl.csv")]
    others.append(f"{folder}/geoevents.kml|layername=أحداث، نقاط · Events, points")
    return ask(LAYERS, *files, *(f"{folder}/geoevents.gpkg|layername={name}" for name in names), *others)


@pytest.fixture(scope="module")
def project(
    ask: Callable[..., dict[str, Any]], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The project, opened where nobody wrote it."""
    moved = shutil.copytree(folder, tmp_path_factory.mktemp("moved") / "مكان آخر")
    pictures = os.environ.get("GEOEVENTS_PICTURES") or tmp_path_factory.mktemp("pictures")
    return ask(PROJECT, moved / "geoevents.qgz", pictures, json.dumps(MOMENTS)) | {"folder": moved}


def test_every_layer_opens_with_its_features_in_wgs_84(opened: dict[str, Any], folder: Path) -> None:
    files = {path: one for path, one in opened.items() if path.endswith(".geojson")}
    assert len(files) == 6
    for path, layer in files.items():
        wanted = json.loads(Path(path).read_text("utf-8"))["features"]
        assert layer["valid"], path
        assert layer["crs"] == "EPSG:4326"
        assert layer["count"] == len(wanted) > 0
        assert layer["type"] == wanted[0]["geometry"]["type"]
    assert opened[f"{folder}/geoevents.gpkg|layername=events_points"]["count"] == 4
    assert opened[f"{folder}/geoevents.gpkg|layername=unresolved"]["count"] == 1


def test_the_other_formats_open_too(opened: dict[str, Any], folder: Path) -> None:
    endings = ".fgb", ".csv", "Events, points"
    others = {source: one for source, one in opened.items() if source.endswith(endings)}
    assert len(others) == 6 + 3 + 1
    for source, layer in others.items():
        name = "events_points" if ".kml" in source else Path(source).stem
        wanted = json.loads((folder / f"{name}.geojson").read_text("utf-8"))["features"]
        assert layer["valid"], source
        assert layer["count"] == len(wanted) > 0, source
        assert layer["type"] == wanted[0]["geometry"]["type"] or ".kml" in source, source  # it adds heights
        assert layer["crs"] == ("" if source.endswith(".csv") else "EPSG:4326"), source
        column = "context" if name == "mentions_points" else "evidence"
        assert {row[column] for row in layer["rows"]} == {one["properties"][column] for one in wanted}, source
        if source.endswith(".csv"):
            kinds = {
                field: layer["fields"][field] for field in ("date_start", "confidence", "edtf", "document")
            }
            assert kinds == {
                "date_start": "Date",
                "confidence": "Real",
                "edtf": "String",
                "document": "String",
            }


def test_dates_are_dates_and_numbers_are_numbers(opened: dict[str, Any], folder: Path) -> None:
    for source in f"{folder}/events_points.geojson", f"{folder}/geoevents.gpkg|layername=events_points":
        layer = opened[source]
        kinds = {name: layer["fields"][name] for name in ("date_start", "date_end", "published")}
        assert set(kinds.values()) == {"Date"}, source
        assert layer["fields"]["confidence"] == "Real"
        assert layer["rows"][0]["date_start"] == "2024-12-26"
        assert layer["rows"][0]["date_end"] == "2024-12-27"


def test_arabic_is_intact(opened: dict[str, Any], folder: Path) -> None:
    for source in f"{folder}/events_points.geojson", f"{folder}/geoevents.gpkg|layername=events_points":
        rows = opened[source]["rows"]
        assert {row["location_ar"] for row in rows} == {"مخيم الهول", "الموصل"}
        assert {row["evidence"] for row in rows} == {TEXT}


def test_a_layer_brings_its_style_and_its_arabic_names(opened: dict[str, Any], folder: Path) -> None:
    for source in f"{folder}/events_points.geojson", f"{folder}/geoevents.gpkg|layername=events_points":
        layer = opened[source]
        assert layer["renderer"] == "categorizedSymbol"
        assert layer["labels"]
        assert layer["categories"] == ["attack?", "transfer", "visit", ""]
        assert layer["colours"][1] == colour_of("security")
        assert layer["aliases"]["category"] == "الفئة"
        assert layer["aliases"]["date_start"] == "من تاريخ"
        # QGIS 3.22 guesses the fields of time itself on opening, and leaves it off; the style, loaded once
        # more ("restore default"), switches it on.
        assert layer["style"]["active"]
        assert layer["style"]["mode"] == 4
        assert "date_start" in layer["style"]["start"]
        assert "date_end" in layer["style"]["end"]
    assert opened[f"{folder}/geoevents.gpkg|layername=unresolved"]["aliases"]["reason"] == "السبب"


def test_the_project_opens_elsewhere_with_every_layer(project: dict[str, Any]) -> None:
    assert project["read"]
    assert set(project["layers"]) == {
        "events_points", "events_lines", "events_areas", "observations_undated_points", "movements",
        "mentions_points", "ground_countries", "unresolved",
    }  # fmt: skip
    for name, layer in project["layers"].items():
        assert layer["valid"], name
        assert layer["count"] > 0, name
        assert project["sources"][name].startswith(str(project["folder"])), name
        if name != "unresolved":
            assert layer["crs"] == "EPSG:4326"
    assert project["crs"] == "EPSG:3857"
    assert len(project["groups"]) == 4


def test_the_project_has_time_switched_on(project: dict[str, Any]) -> None:
    for name, layer in project["layers"].items():
        is_dated = name in ("events_points", "events_lines", "events_areas", "movements")
        assert bool(layer["time"] and layer["time"]["active"]) == is_dated, name
    assert project["span"] == ["2024-12-20T00:00:00Z", "2025-01-11T00:00:00Z"]
    assert project["navigation"] == 1


def test_the_project_says_whom_it_is_owed_to_and_where_to_look(project: dict[str, Any]) -> None:
    assert project["credit"] == CREDITS
    assert "sha256:0f" in project["abstract"]
    assert all(CREDITS in rights[0] for name, rights in project["rights"].items() if name != "unresolved")
    assert project["bookmarks"] == ["كل الأحداث · All events", "العراق · Iraq", "سوريا · Syria"]


def test_each_moment_shows_what_happened_then(project: dict[str, Any]) -> None:
    *moments, always = (one["colours"] for one in project["drawn"])
    before, then, later = moments
    assert not any(one["errors"] for one in project["drawn"])
    assert all(colour_of("land") in one for one in moments)
    transfer, attack = colour_of("security"), colour_of("violence")
    assert transfer not in before
    assert then[transfer] > 40
    assert transfer not in later
    assert attack not in then
    assert 0 < later[attack] < then[transfer]  # planned: an outline, and the ring of its doubt
    visit = colour_of("politics")  # since the 20th, as a report of the 28th tells
    assert visit not in before
    assert then[visit] > 40
    assert visit not in later
    assert always[transfer] > 40
    assert always[attack] > 0


def test_what_has_no_date_is_pale_while_time_plays(project: dict[str, Any]) -> None:
    stock, land = (bytes.fromhex(colour_of(name)[1:]) for name in ("stock", "land"))
    pale = [round(0.25 * one + 0.75 * other) for one, other in zip(stock, land, strict=True)]

    def is_pale(colour: str) -> bool:
        return all(abs(one - other) < 4 for one, other in zip(bytes.fromhex(colour[1:]), pale, strict=True))

    *moments, always = (one["colours"] for one in project["drawn"])
    assert always[colour_of("stock")] > 40
    for moment in moments:
        assert colour_of("stock") not in moment
        assert sum(count for colour, count in moment.items() if is_pale(colour)) > 40
    assert "دون تاريخ (باهتة أثناء عرض الزمن) · Without a date (pale while time plays)" in project["groups"]


def test_symbols_are_those_of_the_map_and_do_not_hide_each_other(project: dict[str, Any]) -> None:
    """In the project, symbols of one place stand around it; within, they are sorted by category."""
    for name in "events_points", "observations_undated_points":
        layer = project["layers"][name]
        assert layer["renderer"] == "pointDisplacement"
        assert layer["markers"]
        assert all(marker.startswith("base64:") for marker in layer["markers"])
    assert project["layers"]["events_points"]["categories"] == ["attack?", "transfer", "visit", ""]
    assert project["layers"]["events_areas"]["renderer"] == "categorizedSymbol"
