"""The JSON that ``geoevents parse`` writes, field by field."""

import json
from datetime import date

from shapely import LineString, Point

from geoevents.contract import to_json
from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan

TEXT = "عبر 1905 جنود الحدود إلى العراق في 7 ديسمبر"
BORDER = Place(
    "border:IQ-SY", "Border", "", "border", 35.1234567, 41, ("IQ", "SY"),
    outline=LineString([(38.8, 33.4), (38.800001, 33.4), (42.4, 37.1)]),
)  # fmt: skip
IRAQ = Place(
    "country:IQ",
    "Iraq",
    "العراق",
    "country",
    33,
    43.7,
    ("IQ",),
    outline=Point(43, 33).buffer(4),
    radius_km=500,
)
SOLDIERS = Quantity(1905.0, 1905.0, None, "at_least", "persons", "جنود", 4, 13, "1905 جنود")
DAY = TimeSpan(date(2024, 12, 7), date(2024, 12, 7), "day", "2024-12-07", "deictic", "7 ديسمبر", 35, 43)


def mention(words: str, place: Place | None) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=place, score=0.98765)


def parsed() -> Parsed:
    at_border = mention("الحدود", BORDER)
    event = Event(
        "e1", "event", "return", "occurred", DAY, 0, len(TEXT), TEXT, "r1",
        locations=(Location("site", BORDER, at_border),), actors=(Actor("جنود"),), quantities=(SOLDIERS,),
    )  # fmt: skip
    names = (at_border, mention("العراق", IRAQ), mention("عبر", None))
    return Parsed(
        Document("r1", TEXT, "ar"),
        names,
        (DAY, TimeSpan()),
        (SOLDIERS,),
        (event,),
        date(2024, 12, 8),
        "inferred",
    )


def test_it_can_be_written_and_read_back() -> None:
    told = to_json(parsed())
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert (told["doc_id"], told["lang"], told["published"], told["published_basis"]) == (
        "r1",
        "ar",
        "2024-12-08",
        "inferred",
    )


def test_places_tell_what_they_are_and_how_sure() -> None:
    border, iraq, unknown = to_json(parsed())["mentions"]
    assert border["place"]["country"] == ["IQ", "SY"]
    assert border["place"]["lat"] == 35.12346
    assert border["place"]["geometry"] == {"type": "LineString", "coordinates": [[38.8, 33.4], [42.4, 37.1]]}
    assert border["score"] == 0.988
    assert (iraq["place"]["country"], iraq["place"]["geometry_type"]) == ("IQ", "Polygon")
    assert "geometry" not in iraq["place"], "the outline of a country would be most of the file"
    assert unknown["place"] is None
    for one in (border, iraq, unknown):
        assert TEXT[one["start"] : one["end"]] == one["text"]


def test_only_dates_that_stand_in_the_text_are_dates_of_the_text() -> None:
    (day,) = to_json(parsed())["dates"]
    assert (day["value"], TEXT[day["start"] : day["end"]]) == ("2024-12-07", "7 ديسمبر")


def test_an_event_has_its_evidence_places_and_numbers() -> None:
    (event,) = to_json(parsed())["events"]
    assert event["evidence"] == {"start": 0, "end": len(TEXT)}
    assert (event["date_start"], event["date_end"], event["date_precision"]) == (
        "2024-12-07",
        "2024-12-07",
        "day",
    )
    assert event["locations"][0] | {"start": 0, "end": 0} == {
        "role": "site", "place_id": "border:IQ-SY", "name": "Border", "kind": "border",
        "lat": 35.12346, "lon": 41, "start": 0, "end": 0,
    }  # fmt: skip
    assert event["quantities"][0]["value"] == 1905
    assert type(event["quantities"][0]["value"]) is int
    assert event["quantities"][0]["high"] is None
    (actor,) = event["actors"]
    assert actor == {
        "name": "جنود", "name_ar": None, "country": None, "acled_type": None, "plover_sector": None,
    }  # fmt: skip
