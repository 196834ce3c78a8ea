"""Tables: what a parsed report becomes before it is drawn."""

from datetime import date

import pandas as pd
import pytest
from shapely import LineString, box

from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan
from geoevents.publish.frames import Frames, records, to_frames
from geoevents.publish.rows import figure, precision_of, primary_location

CAMP = Place(
    "ge:al-hol-camp", "al-Hol camp", "مخيم الهول", "camp", 36.376, 41.146, countries=("SY",), admin1="SY-HA"
)
JEDDAH = Place("ge:jeddah-camp", "al-Jeddah camp", "مخيم الجدعة", "camp", 35.9, 43.2, countries=("IQ",))
IRAQ = Place(
    "country:IQ",
    "Iraq",
    "العراق",
    "country",
    33.0,
    43.7,
    ("IQ",),
    outline=box(39, 29, 48.5, 37.4),
    radius_km=500,
)
BORDER = Place(
    "border:IQ-SY", "Iraq–Syria border", "الحدود العراقية السورية", "border", 35.0, 41.2, ("IQ", "SY"),
    outline=LineString([(38.8, 33.4), (41.2, 35.0), (42.4, 37.1)]),
)  # fmt: skip
TEXT = "غادرت 150 عائلة مخيم الهول إلى مخيم الجدعة في العراق، وفق وزارة الهجرة"
REPORT = Document("r1", TEXT, language="ar", source="وكالة", url="https://example.org/1")


def mention(words: str, place: Place | None, **more: object) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, place=place, score=0.9, **more)  # type: ignore[arg-type]


HOL = mention("مخيم الهول", CAMP)
JAD = mention("مخيم الجدعة", JEDDAH)
IRQ = mention("العراق", IRAQ, role="metonymic")
LOST = mention("وزارة", None, reason="no such place")


def event(name: str, *locations: Location, **more: object) -> Event:
    told = {
        "record_kind": "event", "category": "return", "status": "occurred", "time": TimeSpan(),
        "start": 0, "end": len(TEXT), "text": TEXT, "document": "r1",
    } | more  # fmt: skip
    return Event(name, locations=locations, **told)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def frames() -> Frames:
    day = TimeSpan(
        date(2025, 4, 1), date(2025, 4, 3), "range", "2025-04-01/2025-04-03", "explicit", "مطلع نيسان"
    )
    families = Quantity(150, 150, 150, "exact", "persons", "عائلة", 6, 15, "150 عائلة")
    left = event(
        "move",
        Location("destination", JEDDAH, JAD), Location("origin", CAMP, HOL), Location("origin", CAMP, HOL),
        record_kind="movement", time=day, quantities=(families,),
        actors=(Actor("وزارة الهجرة"), Actor("Iraq", "العراق")),
    )  # fmt: skip
    stock = event(
        "stock", Location("area", BORDER, HOL), record_kind="observation", category="population_stock"
    )
    said = event("said", Location("background", CAMP, HOL), category="statement")
    meant = event("meant", Location("site", IRAQ, IRQ), category="meeting")
    return to_frames(
        [Parsed(REPORT, (HOL, JAD, IRQ, LOST), events=(left, stock, said, meant), published=date(2025, 4, 4))]
    )


def test_every_event_is_one_row_at_its_primary_place(frames: Frames) -> None:
    assert frames.events.index.tolist() == ["move", "stock", "said", "meant"]
    assert frames.events.loc["move", "location"] == "al-Jeddah camp"
    assert frames.events.loc["move", "actors"] == "وزارة الهجرة; Iraq"
    assert frames.events.loc["move", "actors_ar"] == "وزارة الهجرة; العراق"
    assert frames.events.loc["move", "quantities"] == "150 عائلة"
    assert frames.events.crs == "EPSG:4326"


def test_what_happened_nowhere_in_particular_gets_no_pin_and_a_reason(frames: Frames) -> None:
    """A background place is no scene, and a government is no place."""
    assert frames.events.loc[["said", "meant"]].geometry.isna().all()
    lost = frames.unresolved.set_index("text")["reason"]
    assert lost["وزارة"] == "no such place"
    assert set(frames.unresolved["event_id"].dropna()) == {"said", "meant"}
    assert "al-Hol camp" in frames.unresolved.set_index("event_id").loc["said", "reason"]


def test_locations_hold_each_place_once_in_each_role(frames: Frames) -> None:
    rows = frames.locations[["event_id", "location_role", "place_id"]].values.tolist()
    assert rows == [
        ["move", "destination", "ge:jeddah-camp"],
        ["move", "origin", "ge:al-hol-camp"],
        ["stock", "area", "border:IQ-SY"],
    ]
    assert frames.locations.index.is_unique
    assert frames.observations["place_id"].tolist() == ["border:IQ-SY"]
    assert frames.observations["country"].tolist() == ["IQ; SY"]
    assert frames.observations.geometry.iloc[0].geom_type == "LineString"


def test_a_movement_is_a_line_from_origin_to_destination(frames: Frames) -> None:
    (row,) = frames.movements.itertuples()
    assert list(row.geometry.coords) == [(41.146, 36.376), (43.2, 35.9)]
    assert (row.origin_kind, row.destination_kind) == ("camp", "camp")
    assert (row.origin, row.destination, row.length_km) == (
        "al-Hol camp",
        "al-Jeddah camp",
        pytest.approx(192, abs=2),
    )


def test_a_movement_with_one_known_end_is_kept_without_a_line() -> None:
    frames = to_frames(
        [Parsed(REPORT, events=(event("m", Location("origin", CAMP, HOL), record_kind="movement"),))]
    )
    assert frames.movements["origin"].tolist() == ["al-Hol camp"]
    assert frames.movements["destination"].isna().all()
    assert frames.movements.geometry.isna().all()


def test_mentions_keep_their_role_and_their_place_in_the_text(frames: Frames) -> None:
    assert frames.mentions["role"].tolist() == ["literal", "literal", "metonymic"]
    for row in frames.mentions.itertuples():
        assert TEXT[row.mention_start : row.mention_end] == row.mention_text
        assert row.mention_text in row.context


def test_dates_are_dates_and_the_unknown_is_missing(frames: Frames) -> None:
    events = frames.events
    assert events.index[events["date_start"] >= "2025-04-01"].tolist() == ["move"]
    assert events.loc["stock"].isna()[["date_start", "date_end", "plover_type", "actors", "title"]].all()
    assert (events["published"] == pd.Timestamp(2025, 4, 4)).all()


def test_columns_have_the_same_types_with_and_without_rows(frames: Frames) -> None:
    empty = to_frames([])
    for name in Frames.__slots__:
        pd.testing.assert_series_equal(getattr(empty, name).dtypes, getattr(frames, name).dtypes)


def test_records_are_plain_values(frames: Frames) -> None:
    row = records(frames.events)[0]
    assert row["date_start"] == "2025-04-01"
    assert row["plover_type"] is None
    assert type(row["mention_start"]) is int
    assert "geometry" not in row


def test_precision_says_what_the_kind_of_place_allows() -> None:
    assert [precision_of(one) for one in (CAMP, BORDER, IRAQ)] == [(1, 1), (3, 5), (3, 6)]
    area = Place("x", "x", "", "area", 1, 1, radius_km=10)
    assert precision_of(area) == (2, 2)
    assert precision_of(Place("x", "x", "", "area", 1, 1, radius_km=100)) == (3, 5)


def test_the_scene_stands_for_the_event_before_the_way_there_and_the_town_before_the_country() -> None:
    there = Location("site", IRAQ, mention("العراق", IRAQ))
    assert primary_location(event("e", Location("destination", JEDDAH, JAD), there)) is there
    town = Location("site", JEDDAH, JAD)
    assert primary_location(event("e", there, town)) is town


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity(12000, 12000, None, "at_least", "persons", "عراقي", 0, 6, "12,000"), "≥ 12,000 عراقي"),
        (Quantity(40, None, 40, "at_most", "persons", "dead", 0, 2, "forty dead"), "≤ forty dead"),
        (Quantity(2.5, 2.5, 2.5, "exact", "km", "", 0, 3), "2.5"),
        (Quantity(3e6, 3e6, 3e6, "exact", "persons", "people", 0, 9), "3,000,000 people"),
    ],
)
def test_a_figure_says_what_is_counted_and_what_bounds_it(quantity: Quantity, said: str) -> None:
    assert figure(quantity) == said
