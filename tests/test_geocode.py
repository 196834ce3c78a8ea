"""The online geocoder: only when asked for, slowly, each name once, within the country named."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from geopy.geocoders import Nominatim

import geoevents as ge

ANSWERS = {
    "Arak gas field": {"lat": "34.66", "lon": "38.57", "code": "sy", "type": "industrial"},
    "Qarn Hulayb": {"lat": "51.5", "lon": "-0.1", "code": "gb", "type": "village"},
}


class Atlas(ThreadingHTTPServer):
    """A Nominatim on the loopback that knows two places and counts its questions."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, list[str]]] = []
        self.is_down = False


class Answering(BaseHTTPRequestHandler):
    server: Atlas

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append(query)
        if self.server.is_down:
            self.send_error(503)
            return
        told = next((answer for name, answer in ANSWERS.items() if query["q"][0].startswith(name)), None)
        found = []
        if told:
            lat, lon = float(told["lat"]), float(told["lon"])
            box = [str(lat - 0.01), str(lat + 0.01), str(lon - 0.01), str(lon + 0.01)]
            address = {"country_code": told["code"]}
            name = query["q"][0]
            found = [
                {
                    "lat": told["lat"], "lon": told["lon"], "display_name": name, "type": told["type"],
                    "boundingbox": box, "address": address, "osm_type": "way", "osm_id": 7,
                }
            ]  # fmt: skip
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def atlas() -> Iterator[Atlas]:
    server = Atlas()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def nominatim(atlas: Atlas) -> Nominatim:
    return Nominatim(user_agent="tests", domain=f"127.0.0.1:{atlas.server_port}", scheme="http")


@pytest.fixture(scope="module")
def gazetteer() -> ge.Gazetteer:
    return ge.Gazetteer.load()


TABLE = pd.DataFrame({"where": ["Arak gas field", "Homs", "Qarn Hulayb", "Arak gas field", "unknown"]})


def test_only_unknown_names_are_asked_for_and_each_once(
    gazetteer: ge.Gazetteer, atlas: Atlas, tmp_path: Path
) -> None:
    table = pd.DataFrame({"where": ["Xqarak Zfield", "Homs", "Xqarak Zfield", "unknown"]})
    ANSWERS["Xqarak Zfield"] = ANSWERS["Arak gas field"]
    cache = tmp_path / "answers" / "geo.sqlite"
    with ge.Geocoder(nominatim(atlas), cache=cache, pause=0) as geocoder:
        found = ge.attach(table, gazetteer, place="where", country="SY", geocoder=geocoder)
    assert [query["q"][0] for query in atlas.asked] == ["Xqarak Zfield, Syria"]
    assert atlas.asked[0]["countrycodes"] == ["sy"]
    assert found["place_source"].tolist()[::2] == ["geocoder", "geocoder"]
    assert found["place_id"].iloc[0] == "geocoder:way/7"
    assert found["latitude"].iloc[0] == pytest.approx(34.66)
    assert found["place_source"].iloc[1] != "geocoder"
    assert "found by the geocoder" in found["place_reason"].iloc[0]
    assert found["geometry"].iloc[3] is None
    with ge.Geocoder(nominatim(atlas), cache=cache, pause=0) as again:  # a second run asks nothing
        ge.attach(table, gazetteer, place="where", country="SY", geocoder=again)
        assert again.asked == 0
    assert len(atlas.asked) == 1


def test_an_answer_in_another_country_is_not_taken(gazetteer: ge.Gazetteer, atlas: Atlas) -> None:
    table = pd.DataFrame({"where": ["Qarn Hulayb Xyzzy"]})
    geocoder = ge.Geocoder(nominatim(atlas), pause=0)
    found = ge.attach(table, gazetteer, place="where", country="SY", geocoder=geocoder)
    assert len(atlas.asked) == 1
    assert found["geometry"].iloc[0] is None
    assert geocoder.find("Qarn Hulayb Xyzzy").kind == "village"  # type: ignore[union-attr]
    geocoder.close()


def test_misses_are_remembered_and_questions_are_spaced(atlas: Atlas) -> None:
    with ge.Geocoder(nominatim(atlas), pause=0.2) as geocoder:
        start = time.monotonic()
        assert [geocoder.find(name) for name in ("Nowhere", "Elsewhere", "Nowhere", "NOWHERE ")] == [None] * 4
        assert time.monotonic() - start >= 0.2
        assert geocoder.asked == 2


def test_a_geocoder_that_is_down_leaves_the_rows_open(
    gazetteer: ge.Gazetteer, atlas: Atlas, caplog: pytest.LogCaptureFixture
) -> None:
    atlas.is_down = True
    names = [f"Xqzzvw{letter * 3}" for letter in "pqrst"]
    with ge.Geocoder(nominatim(atlas), pause=0) as geocoder:
        found = ge.attach(pd.DataFrame({"where": names}), gazetteer, place="where", geocoder=geocoder)
        assert found.geometry.isna().all()
        assert found["place_reason"].str.contains("the geocoder does not answer").all()
        assert geocoder.asked < 2 * len(names)  # it is given up
        with pytest.raises(ge.GeocoderError, match="does not answer"):
            geocoder.find("Xqzzvw")


def test_any_object_like_geopys_will_do(gazetteer: ge.Gazetteer) -> None:
    class Atlas:
        def geocode(self, query: str, *, exactly_one: bool = True) -> object:
            return type("Found", (), {"latitude": 34.9, "longitude": 38.4, "address": query, "raw": {}})

    table = pd.DataFrame({"where": ["Xqzzvw"], "governorate": ["Homs"]})
    found = ge.attach(table, gazetteer, place=["where", "governorate"], country="SY", geocoder=Atlas())
    assert found["place_source"].iloc[0] == "geocoder"
    with pytest.raises(ge.GeocoderError, match="no geocoder of geopy"):
        ge.Geocoder(object())


def test_a_cache_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(ge.GeocoderError, match=r"text\.sqlite cannot be used"):
        ge.Geocoder(Nominatim(user_agent="tests"), cache=tmp_path / "text.sqlite")
