"""The layers in a real QGIS: it opens each of them, with its dates and its Arabic."""

import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, box

from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import to_frames
from geoevents.publish.layers import write_layers

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "وصلت قافلة من مخيم الهول إلى الموصل عبر الحدود والبادية يوم 26 كانون الأول"
PLACES = {
    "مخيم الهول": Place("x:hol", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, ("SY",)),
    "الموصل": Place("x:mosul", "Mosul", "الموصل", "city", 36.34, 43.13, ("IQ",)),
    "الحدود": Place(
        "border:IQ-SY", "Border", "الحدود العراقية السورية", "border", 35, 41, ("IQ", "SY"),
        outline=LineString([(38.8, 33.4), (41.2, 34.8), (42.4, 37.1)]),
    ),
    "والبادية": Place(
        "x:badia", "Badia", "البادية", "desert", 34, 39.5, ("SY",), outline=box(38, 33, 40.5, 35)
    ),
}  # fmt: skip

# Run by the Python of QGIS. It ends with os._exit: QGIS can crash on its way out.
PROGRAM = """
import json, os, sys
from qgis.core import *
from qgis.PyQt.QtCore import QSize
application = QgsApplication([], False)
application.initQgis()
opened, drawn = {}, []


def plain(value):
    if hasattr(value, "toString"):
        return value.toString("yyyy-MM-dd")
    return value if isinstance(value, (str, int, float)) else None


for path in sys.argv[2:]:
    layer = QgsVectorLayer(path, path, "ogr")
    features = list(layer.getFeatures()) if layer.isValid() else []
    opened[path] = {
        "valid": layer.isValid(), "crs": layer.crs().authid(), "count": len(features),
        "type": QgsWkbTypes.displayString(layer.wkbType()),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "rows": [dict(zip(one.fields().names(), map(plain, one.attributes()))) for one in features],
    }
    if features and layer.isSpatial():
        drawn.append(layer)
settings = QgsMapSettings()
settings.setLayers(drawn)
settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
settings.setOutputSize(QSize(400, 300))
settings.setExtent(QgsRectangle(37, 32, 45, 38))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(sys.argv[1])
colours = {image.pixel(x, y) for x in range(400) for y in range(300)}
print(json.dumps({"layers": opened, "colours": len(colours)}))
sys.stdout.flush()
os._exit(0)
"""


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
    events = (
        event("move", ("origin", "مخيم الهول"), ("destination", "الموصل"), record_kind="movement", time=day),
        event("seen", ("area", "الحدود"), ("area", "والبادية"), time=day),
        event("stock", ("site", "مخيم الهول"), record_kind="observation"),
        event("nowhere"),
    )
    report = Document("r1", TEXT, published=date(2024, 12, 28))
    folder = tmp_path_factory.mktemp("qgis") / "طبقات"
    write_layers(to_frames([Parsed(report, tuple(map(mention, PLACES)), events=events)]), folder)
    return folder


@pytest.fixture(scope="module")
def seen(
    qgis_python: str, folder: Path, tmp_path_factory: pytest.TempPathFactory, run: Run
) -> dict[str, Any]:
    picture = tmp_path_factory.mktemp("picture") / "map.png"
    files = [str(path) for path in sorted(folder.glob("*.geojson"))]
    package = [
        f"{folder}/geoevents.gpkg|layername={name}" for name in ("events_points", "movements", "unresolved")
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(picture.parent)}
    ran = run([qgis_python, "-c", PROGRAM, picture, *files, *package], env=environment)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    found["picture"] = picture
    return found


def test_every_layer_opens_with_its_features_in_wgs_84(seen: dict[str, Any], folder: Path) -> None:
    opened = seen["layers"]
    files = {path: one for path, one in opened.items() if path.endswith(".geojson")}
    assert len(files) == 6
    for path, layer in files.items():
        wanted = json.loads(Path(path).read_text("utf-8"))["features"]
        assert layer["valid"], path
        assert layer["crs"] == "EPSG:4326"
        assert layer["count"] == len(wanted) > 0
        assert layer["type"] == wanted[0]["geometry"]["type"]
    assert opened[f"{folder}/geoevents.gpkg|layername=events_points"]["count"] == 2
    assert opened[f"{folder}/geoevents.gpkg|layername=unresolved"]["count"] == 1


def test_dates_are_dates_and_numbers_are_numbers(seen: dict[str, Any], folder: Path) -> None:
    for source in f"{folder}/events_points.geojson", f"{folder}/geoevents.gpkg|layername=events_points":
        layer = seen["layers"][source]
        kinds = {name: layer["fields"][name] for name in ("date_start", "date_end", "published")}
        assert set(kinds.values()) == {"Date"}, source
        assert layer["fields"]["confidence"] == "Real"
        assert layer["rows"][0]["date_start"] == "2024-12-26"
        assert layer["rows"][0]["date_end"] == "2024-12-27"


def test_arabic_is_intact(seen: dict[str, Any], folder: Path) -> None:
    rows = seen["layers"][f"{folder}/events_points.geojson"]["rows"]
    assert {row["location_ar"] for row in rows} == {"مخيم الهول", "الموصل"}
    assert {row["evidence"] for row in rows} == {TEXT}


def test_it_draws_them(seen: dict[str, Any]) -> None:
    assert seen["colours"] > 4
    assert seen["picture"].read_bytes().startswith(b"\x89PNG")
