"""One event told by several reports: found, merged, contradictions kept; and reports that date each other."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, permutations

import pytest

import geoevents as ge
from geoevents.coding.blocks import Blocks
from geoevents.coding.likeness import ENOUGH, Facts, facts_of, likeness
from geoevents.coding.link import LinkedEvent, Linker, link
from geoevents.coding.people import people_in
from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan
from geoevents.parsing import parse_together

PARTIES = [
    Actor("ISIS"),
    Actor("Government (Syria)", country="SY", plover_sector="GOV"),
    Actor("SDF"),
]

UNDATED = (
    "استقبل القائد أحمد الشرع، اليوم الخميس، مدير المخابرات حميد الشطري في دمشق.\nوأمس الأربعاء وصل الوفد."
)
DATED = "قال مصدر إن الرئيس أحمد الشرع التقى حميد الشاتري في 26 ديسمبر 2024 لبحث أمن الحدود."
ENGLISH = "Hamid al-Shatri met Ahmad al-Sharaa in Damascus on 26 December 2024."
OTHER_MEETING = "التقى أحمد الشرع نوري المالكي في دمشق يوم 26 ديسمبر 2024."
SENT = "وجه العراق رسائل أمنية إلى الحكومة السورية بشأن مخيم الهول، بحسب حميد الشطري."
RECEIVED = "تلقى العراق رسائل أمنية من الحكومة السورية بشأن مخيم الهول، بحسب حميد الشاتري."
FIRST_COUNT = "اعتقلت الشرطة 40 مسلحا في تدمر يوم 3 مايو 2021."
SECOND_COUNT = "Police arrested 55 militants in Palmyra on 3 May 2021."
LATER = "Police arrested 55 militants in Palmyra on 9 August 2022."


@pytest.fixture(scope="module")
def gazetteer() -> ge.Gazetteer:
    return ge.Gazetteer.load()


def parsed(gazetteer: ge.Gazetteer, **texts: str) -> list[Parsed]:
    return list(ge.parse([ge.Document(name, text) for name, text in texts.items()], gazetteer))


def of_several(linked: tuple[LinkedEvent, ...]) -> list[LinkedEvent]:
    return [one for one in linked if len(one.documents) > 1]


@pytest.mark.parametrize(
    ("language", "text", "shared"),
    [
        ("ar", "التقى حميد الشطري بالوزير", True),
        ("ar", "وقال أنس الشاتري", True),
        ("ar", "اتفقوا على الشروط", False),
        ("en", "They met Hamid Al-Shatri there", True),
        ("en", "They met the Interior Minister", False),
    ],
)
def test_one_person_in_several_spellings(language: str, text: str, shared: bool) -> None:
    keys = {one.key for one in people_in(text, language=language)}
    known = {one.key for one in people_in("حميد الشطري", language="ar")}
    assert bool(keys & known) is shared


def test_reports_of_one_meeting_are_one_event_in_both_languages(gazetteer: ge.Gazetteer) -> None:
    (event,) = of_several(link(parsed(gazetteer, a=DATED, b=ENGLISH, c=OTHER_MEETING)))
    assert event.documents == ("a", "b")
    assert event.time.edtf == "2024-12-26"
    assert {one.place.name for one in event.locations} == {"Damascus"}
    assert event.contradictions == ()


def test_figures_that_exclude_each_other_stand_side_by_side(gazetteer: ge.Gazetteer) -> None:
    (event,) = of_several(link(parsed(gazetteer, a=FIRST_COUNT, b=SECOND_COUNT)))
    (contradiction,) = event.contradictions
    assert contradiction.field == "figures"
    assert "40" in str(contradiction)
    assert "55" in str(contradiction)
    assert {quantity.value for quantity in event.quantities} == {40, 55}


def test_the_same_happening_again_is_another_event(gazetteer: ge.Gazetteer) -> None:
    assert of_several(link(parsed(gazetteer, a=FIRST_COUNT, b=LATER))) == []


def test_who_sent_the_messages_to_whom_is_a_contradiction(gazetteer: ge.Gazetteer) -> None:
    (event,) = of_several(link(parsed(gazetteer, a=SENT, b=RECEIVED)))
    assert [one.field for one in event.contradictions] == ["direction"]
    assert {text for text, _ in event.contradictions[0].readings} == {"IQ → SY", "SY → IQ"}


def test_two_years_of_one_loss_stand_side_by_side(gazetteer: ge.Gazetteer) -> None:
    both = "فقد داعش السيطرة على أراضيه في العراق عام 2017، وفي سوريا عام 2019."
    one = "Islamic State lost control of its territory in Iraq and Syria in 2017."
    (event,) = of_several(link(parsed(gazetteer, a=both, b=one)))
    (contradiction,) = event.contradictions
    assert contradiction.field == "time"
    assert [text for text, _ in contradiction.readings] == ["2017", "2019"]


def test_the_order_of_the_reports_makes_no_difference(gazetteer: ge.Gazetteer) -> None:
    reports = parsed(gazetteer, a=DATED, b=ENGLISH, c=OTHER_MEETING, d=FIRST_COUNT, e=SECOND_COUNT)
    results = {link(order) for order in permutations(reports)}
    assert len(results) == 1
    assert len(of_several(results.pop())) == 2


def test_reports_that_come_later_give_what_all_at_once_give(gazetteer: ge.Gazetteer) -> None:
    reports = parsed(gazetteer, a=DATED, b=FIRST_COUNT, c=ENGLISH, d=SECOND_COUNT)
    linker = Linker()
    for count, report in enumerate(reports, 1):
        linker.add(report)
        linker.add(report)  # known already
        assert linker.events() == link(reports[:count])


def made_up(chance: random.Random, count: int) -> list[Facts]:
    """Events of few places, people, parties, figures and words, so that many share some."""
    points = [Place(f"t:{at}", f"T{at}", "", "town", 30, 40, ("SY",), f"u:{at % 3}") for at in range(6)]
    areas = [Place(f"u:{at}", f"U{at}", "", "governorate", 30, 40, ("SY",)) for at in range(3)]
    found = []
    for at in range(count):
        day = date(2024, 1, 1) + timedelta(chance.randrange(900))
        ends, precision = chance.choice(
            [
                ((None, None), "unknown"),
                ((day, day), "day"),
                ((day, day + timedelta(chance.randrange(2, 40))), "range"),
                ((date(day.year, 1, 1), date(day.year, 12, 31)), "year"),
                ((day, None), "range"),
                ((None, day), "range"),
                ((day - timedelta(3000), day), "range"),
            ]
        )
        said = [f"word{chr(97 + chance.randrange(12))}" for _ in range(chance.randrange(1, 6))]
        people = [
            f" Ahmad {name}"
            for name in chance.sample(["Badri", "Darwish", "Karam"], chance.choice([0, 0, 1, 2]))
        ]
        text = " ".join(said) + ",".join(people)
        places = chance.sample(points, chance.choice([0, 1, 2])) + chance.sample(areas, chance.choice([0, 1]))
        figures = [float(chance.choice([3, 12, 40, 55])) for _ in range(chance.choice([0, 1]))]
        event = Event(
            f"e{at}",
            chance.choice(["event", "event", "movement"]),
            chance.choice(["meeting", "visit", "attack", "killing", "arrest", "territorial_change"]),
            chance.choice(["occurred", "occurred", "planned", "denied"]),
            TimeSpan(*ends, precision),
            0,
            len(text),
            text,
            f"r{at % (count - 5)}",
            locations=tuple(Location("site", place, Mention(0, 1, text[:1])) for place in places),
            actors=tuple(chance.sample(PARTIES, chance.randrange(3))),
            quantities=tuple(Quantity(one, one, one, "exact", "persons", "", 0, 1) for one in figures),
        )
        found += facts_of(Parsed(Document(event.document, text, language="en"), events=(event,)))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_what_would_be_linked_is_compared(seed: int) -> None:
    events = made_up(random.Random(seed), 200)
    blocks, compared = Blocks(), set()
    for facts in events:
        compared |= {frozenset((facts.event.id, other.event.id)) for other in blocks.near(facts)}
        blocks.add(facts)
    like = {
        frozenset((one.event.id, other.event.id))
        for one, other in combinations(events, 2)
        if not set(one.marks()).isdisjoint(other.marks()) and likeness(one, other) >= ENOUGH
    }
    assert like
    assert like <= compared
    assert len(compared) < len(events) ** 2 / 4


def test_a_report_is_dated_through_another_that_tells_of_the_same_meeting(gazetteer: ge.Gazetteer) -> None:
    found = ge.collect([ge.Document("a", UNDATED), ge.Document("b", DATED)], gazetteer=gazetteer)
    first, second = found.parsed
    assert (first.published, first.published_basis) == (date(2024, 12, 26), "inferred")
    assert (second.published, second.published_basis) == (None, "unknown")
    today, yesterday = (span for span in first.dates if span.basis == "deictic")
    assert (today.first, yesterday.first) == (date(2024, 12, 26), date(2024, 12, 25))
    assert "b dates what is told here" in today.note
    meeting = next(event for event in first.events if event.category == "meeting")
    assert meeting.time.first == date(2024, 12, 26)


@pytest.mark.parametrize(
    "other",
    [
        DATED.replace("26 ديسمبر", "25 ديسمبر"),  # a Wednesday
        OTHER_MEETING,  # of someone else
        "التقى أحمد الشرع وفدا في دمشق يوم 26 ديسمبر 2024.",  # of whom?
        DATED.replace("في 26 ديسمبر 2024", "في ديسمبر 2024"),  # of no day
    ],
)
def test_a_report_that_does_not_fit_dates_no_other(gazetteer: ge.Gazetteer, other: str) -> None:
    found = ge.collect([ge.Document("a", UNDATED), ge.Document("b", other)], gazetteer=gazetteer)
    assert found.parsed[0].published is None


def test_documents_in_a_stream_are_left_as_they_are(gazetteer: ge.Gazetteer) -> None:
    assert [one.published for one in parsed(gazetteer, a=UNDATED, b=DATED)] == [None, None]


def test_the_table_of_linked_events(gazetteer: ge.Gazetteer) -> None:
    reports = [ge.Document("a", FIRST_COUNT), ge.Document("b", SECOND_COUNT), ge.Document("c", ENGLISH)]
    found = ge.collect(reports, gazetteer=gazetteer)
    table = found.linked
    assert table.crs == "EPSG:4326"
    assert len(table) == len(found) - 1
    (row,) = table[table["reports"] > 1].itertuples()
    assert (row.documents, row.location) == ("a; b", "Palmyra")
    assert "figures" in row.contradictions
    assert set(row.event_ids.split("; ")) <= set(found.events["event_id"])
    assert table["story"].is_unique
    empty = ge.collect([ge.Document("a", "لا شيء هنا.")], gazetteer=gazetteer)
    assert empty.linked.empty


def test_reports_pass_at_once_up_to_the_first_that_another_may_date(gazetteer: ge.Gazetteer) -> None:
    read: list[str] = []

    def reports() -> Iterator[ge.Document]:
        for name, text in (("a", DATED), ("b", FIRST_COUNT), ("c", UNDATED), ("d", LATER)):
            read.append(name)
            yield ge.Document(name, text)

    found = ge.parse(reports(), gazetteer, together=True)
    assert [(next(found).document.id, "".join(read)) for _ in range(2)] == [("a", "a"), ("b", "abc")]
    last = [(one.document.id, one.published_basis, "".join(read)) for one in found]
    assert last == [("c", "inferred", "abcd"), ("d", "unknown", "abcd")]


def test_of_more_reports_than_are_held_each_passes_as_it_is(gazetteer: ge.Gazetteer) -> None:
    reports = parsed(gazetteer, a=DATED, b=UNDATED, c=LATER)
    assert list(parse_together(reports, most=2)) == reports
    assert list(parse_together(reports, most=3))[1].published == date(2024, 12, 26)
