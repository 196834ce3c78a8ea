"""One event told by several reports: found, merged, contradictions kept; and reports that date each other."""

from datetime import date
from itertools import permutations

import pytest

import geoevents as ge
from geoevents.coding.link import LinkedEvent, Linker, link
from geoevents.coding.people import people_in
from geoevents.model import Parsed

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
    assert {text for text, _ in event.contradictions[0].readings} == {"Iraq → Syria", "Syria → Iraq"}


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
