"""Sentences of our own, in both languages, and what an analyst would code of them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import geoevents as ge
from geoevents.coding.code import code
from geoevents.coding.patterns import Patterns
from geoevents.coding.schemes import codes
from geoevents.errors import LanguageDataError
from geoevents.language.dates import find_dates
from geoevents.language.lexicon import Lexicon, load
from geoevents.language.quantities import find_quantities
from geoevents.language.sentences import sentences
from geoevents.model import CATEGORIES, Document, Event, Mention, Place
from geoevents.publish.frames import to_frames

SENTENCES = tomllib.loads((Path(__file__).parent / "data" / "coded_sentences.toml").read_text("utf-8"))[
    "sentence"
]


def read_marked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """A text with places marked as [name|kind] or [name|kind|role], as text and mentions."""
    text, mentions, last = "", [], 0
    for mark in re.finditer(r"\[([^|\]]+)\|(\w+)(?:\|(\w+))?\]", marked):
        name, kind, role = mark.groups()
        text += marked[last : mark.start()]
        place = Place(name, name, name, kind, 35, 40, countries=("SY",))
        mentions.append(Mention(len(text), len(text) + len(name), name, role or "literal", place, 0.9))
        text += name
        last = mark.end()
    return text + marked[last:], tuple(mentions)


def coded(marked: str, language: str) -> tuple[Event, ...]:
    text, mentions = read_marked(marked)
    return code(
        Document("report", text, language),
        mentions,
        find_dates(text, language=language, published=None),
        find_quantities(text, language=language),
        sentences(text, language),
    )


def matches(event: Event, expected: str) -> bool:
    category, _, status = expected.partition(":")
    return event.category == category and status in ("", event.status)


def test_there_are_enough_sentences_in_both_languages() -> None:
    languages = [sentence["language"] for sentence in SENTENCES]
    assert languages.count("ar") >= 20
    assert languages.count("en") >= 20


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:40])
def test_a_sentence_gives_what_an_analyst_would_code(sentence: Mapping[str, Any]) -> None:
    events = coded(sentence["text"], sentence["language"])
    told = [f"{event.category}:{event.status}" for event in events]
    assert len(events) == len(sentence["expect"]), told
    for expected in sentence["expect"]:
        assert any(matches(event, expected) for event in events), told
    if "places" in sentence:
        first = next(event for event in events if matches(event, sentence["expect"][0]))
        assert located(first) == sorted(sentence["places"])


def located(event: Event) -> Sequence[str]:
    return sorted(
        f"{location.role}:{location.place.name}"
        for location in event.locations
        if location.role != "background"
    )


def test_a_headline_and_its_body_tell_one_event() -> None:
    text = (
        "اعتقال خلية في [درعا|city]\n\n"
        "أعلنت الشرطة اليوم اعتقال أفراد خلية في مدينة [درعا|city] وضبط أسلحة بحوزتهم.\n"
    )
    assert [event.category for event in coded(text, "ar")] == ["arrest"]


def test_a_second_sentence_adds_places_to_the_event_that_it_goes_on_with() -> None:
    text = (
        "أعلن الجيش إعادة 300 لاجئ إلى بلادهم. "
        "وتمت إعادة اللاجئين عبر معبر [نصيب|border_crossing] تحت إشراف أممي."
    )
    (event,) = coded(text, "ar")
    assert event.record_kind == "movement"
    assert [quantity.value for quantity in event.quantities] == [300]
    assert located(event) == ["route:نصيب"]


def test_a_pair_of_places_and_years_is_two_events() -> None:
    events = coded(
        "فقد التنظيم السيطرة على أراضيه في [العراق|country] عام 2017، وفي [سوريا|country] عام 2019.", "ar"
    )
    assert {(located(event)[0], event.time.edtf) for event in events} == {
        ("area:العراق", "2017"),
        ("area:سوريا", "2019"),
    }


def test_what_talks_are_about_is_not_where_they_were() -> None:
    (event,) = coded(
        "بحث الوزيران ملف مخيم [الهول|camp] وأمن [الحدود|border] خلال لقاء في [عمان|city].", "ar"
    )
    assert located(event) == ["site:عمان"]


def test_a_capital_that_stands_for_its_government_is_no_place() -> None:
    for event in coded("تنسق [بغداد|city|metonymic] مع [دمشق|city|metonymic] لمواجهة التهديدات.", "ar"):
        assert event.locations == ()


def test_the_camp_takes_up_the_camp_that_was_named() -> None:
    text = "زار الوفد مخيم [الركبان|camp]. ويعيش في المخيم نحو 8000 شخص."
    stock = next(event for event in coded(text, "ar") if event.category == "population_stock")
    assert located(stock) == ["site:الركبان"]
    assert stock.record_kind == "observation"


def test_a_flight_that_is_undone_leads_back() -> None:
    text = "أعلن الجيش إعادة 50 جنديا [سوريين|country|demonym] إلى بلادهم بعد لجوئهم إلى [العراق|country]."
    events = {event.category: event for event in coded(text, "ar")}
    assert located(events["repatriation"]) == ["destination:سوريين", "origin:العراق"]
    assert located(events["displacement"]) == ["destination:العراق", "origin:سوريين"]


def test_each_speaker_makes_one_statement() -> None:
    text = (
        "قال وزير الداخلية سمير النابلسي إن الوضع مستقر. وأضاف النابلسي أن الخدمات تتحسن. "
        "وأكد المتحدث باسم البلدية كمال الحافظ أن العمل مستمر."
    )
    events = coded(text, "ar")
    assert [event.category for event in events] == ["statement", "statement"]


def test_an_anonymous_announcement_is_no_event_beside_what_it_announces() -> None:
    events = coded("The ministry said that police arrested 4 people in [Hama|city].", "en")
    assert [event.category for event in events] == ["arrest"]


def test_a_dateline_is_background() -> None:
    text, (dateline, site) = read_marked("[Baghdad|city] - Gunmen attacked a patrol in [Tarmiyah|town].")
    marked = (replace(dateline, dateline=True), site)
    (event,) = code(Document("r", text, "en"), marked, (), (), sentences(text, "en"))
    assert located(event) == ["site:Tarmiyah"]


def test_ids_are_the_same_again_and_differ_between_documents() -> None:
    text = SENTENCES[0]["text"]
    first, again = coded(text, "ar"), coded(text, "ar")
    assert first == again
    plain, mentions = read_marked(text)
    other = code(Document("another", plain, "ar"), mentions, (), (), sentences(plain, "ar"))
    assert first[0].id != other[0].id
    assert re.fullmatch(r"[0-9a-f]{16}", first[0].id)


def test_evidence_and_trigger_are_in_the_text() -> None:
    text, _ = read_marked(SENTENCES[0]["text"])
    (event,) = coded(SENTENCES[0]["text"], "ar")
    assert text[event.start : event.end] == event.text
    assert event.trigger in event.text
    assert len(event.title) <= 120


@pytest.mark.parametrize("text", ["", " \n ", "...", "123", "\ufeff", "و", "ال", "a", "\U0001f600 \u202b"])
def test_odd_texts_tell_nothing(text: str) -> None:
    assert coded(text, "ar") == ()
    assert coded(text, "en") == ()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_category_has_triggers_and_every_trigger_a_row_in_the_crosswalk(language: str) -> None:
    events = load(language, "events").table("events")
    assert set(events) | {"statement"} == CATEGORIES
    for category in events:
        codes(category)
        for subtype, table in events.table(category).items():
            if isinstance(table, Lexicon):
                assert codes(category, subtype) != codes(category), f"{category}.{subtype} has no row"


def test_the_steps_of_an_operation_share_its_day_and_its_places() -> None:
    text = (
        "Police said on Monday 3 March 2025 that they had arrested six men in [Rif Dimashq|governorate]. "
        "The raids covered [Zakiyah|town] and [Kiswah|town], a spokesman said."
    )
    text, mentions = read_marked(text)
    towns = [replace(one.place, admin1="Rif Dimashq") for one in mentions if one.place is not None]
    within = tuple(replace(one, place=town) for one, town in zip(mentions, towns, strict=True))
    dates = find_dates(text, language="en", published=None)
    events = code(Document("r", text, "en"), within, dates, (), sentences(text, "en"))
    arrest, sweep = (next(one for one in events if one.category == name) for name in ("arrest", "sweep"))
    assert sweep.time.edtf == arrest.time.edtf == "2025-03-03"
    assert located(arrest) == ["area:Rif Dimashq", "site:Kiswah", "site:Zakiyah"]


@pytest.mark.parametrize(
    ("text", "language", "toll"),
    [
        ("Gunmen attacked a post in [Basra|city]. Two soldiers were killed and three wounded.", "en", [2, 3]),
        ("Gunmen attacked a post in [Basra|city]. Three policemen died in the attack.", "en", [3]),
        ("A sniper shot dead a trader in [Jasim|town]. 1 fatality.", "en", [1]),
        ("Warplanes bombed [Saraqib|town]. No casualties were reported.", "en", []),
        ("Warplanes bombed [Saraqib|town]. Casualties unknown.", "en", []),
        ("اندلعت اشتباكات بين مسلحين في بلدة [ذيبان|town]. وقُتل أربعة أشخاص.", "ar", [4]),
        ("قصفت المدفعية بلدة [سراقب|town]. ولم ترد أنباء عن وقوع إصابات.", "ar", []),
    ],
)
def test_a_toll_told_apart_is_that_of_the_attack(text: str, language: str, toll: list[int]) -> None:
    (event,) = coded(text, language)
    assert [quantity.value for quantity in event.quantities] == toll


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قُتل ثلاثة عناصر من قوات سوريا الديمقراطية بانفجار لغم في [الرقة|city].", "ar"),
        ("قتل عنصران من قوات سوريا الديمقراطية في هجوم على حاجز قرب [الرقة|city].", "ar"),
        ("Two SDF fighters died when a mine exploded near [Raqqa|city].", "en"),
    ],
)
def test_those_who_are_counted_as_killed_are_no_actors(text: str, language: str) -> None:
    (event,) = coded(text, language)
    assert event.actors == ()
    assert [actor.name for actor in event.recipients] == ["Syrian Democratic Forces"]


def test_a_city_behind_a_road_only_says_where_the_road_is() -> None:
    text = "انفجرت عبوة ناسفة بسيارة على الطريق الواصل بين بلدتي نصيب وأم المياذن شرقي درعا."
    (parsed,) = ge.parse([ge.Document("r", text)], ge.Gazetteer.load())
    (event,) = parsed.events
    kinds = [(location.role, location.place.kind) for location in event.locations]
    assert kinds == [("route", "town"), ("route", "town"), ("background", "city")]
    assert len({location.ground.id for location in event.locations[:2]}) == 1  # both stand for the road


def test_what_was_between_two_towns_is_drawn_once_along_the_road() -> None:
    text = "Gunmen ambushed a bus on the road between Palmyra and Homs on Friday."
    frames = to_frames(ge.parse([ge.Document("r", text, language="en")], ge.Gazetteer.load()))
    assert frames.locations["location"].tolist() == ["Road between Palmyra and Homs"]
    assert frames.events.geometry.geom_type.tolist() == ["LineString"]
    assert frames.events["title"].tolist() == ["Attack: Road between Palmyra and Homs"]


def test_what_talks_are_about_is_no_party() -> None:
    (event,) = coded("بحث الجانبان خلال لقاء في [بغداد|city] مكافحة تنظيم الدولة الإسلامية.", "ar")
    assert (event.category, event.actors, event.recipients) == ("meeting", (), ())


def test_who_is_killed_is_no_actor() -> None:
    (event,) = coded(
        "Two fighters of the Popular Mobilization Forces were killed by the Islamic State.", "en"
    )
    assert [actor.name for actor in event.actors] == ["Islamic State"]
    assert [actor.name for actor in event.recipients] == ["Popular Mobilization Forces"]


def test_a_flight_told_after_a_return_says_where_people_came_from() -> None:
    text = "The army handed 40 soldiers over in [Qaim|city]. They had fled to [Iraq|country]."
    (returned,) = (event for event in coded(text, "en") if event.category == "repatriation")
    assert located(returned) == ["origin:Iraq", "site:Qaim"]


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers discussed the return of refugees and the closure of the border.",
        "بحث الوزيران عودة اللاجئين وإغلاق الحدود ومكافحة تهريب السلاح.",
    ],
)
def test_what_is_talked_about_is_no_event(text: str) -> None:
    language = "en" if text.isascii() else "ar"
    assert [event.category for event in coded(text, language)] == ["meeting"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Two prisoners were later handed over to the court.", "transfer"),
        ("The army handed two prisoners over.", "transfer"),
        ("Weapons hidden in a house were seized by police.", "seizure"),
        ("The United States and its report on the news of the day.", None),
    ],
)
def test_passives_and_parted_particles_tell_the_same(text: str, category: str | None) -> None:
    assert [event.category for event in coded(text, "en")] == ([category] if category else [])


def test_a_pattern_that_names_no_set_is_an_error_of_the_language_file() -> None:
    tables = {"events.aid": Lexicon({"verbs": ["send … @gifts"]}, file="x.toml")}
    with pytest.raises(LanguageDataError, match="gifts is missing"):
        Patterns("en", tables, sets=Lexicon({"people": ["man/men"]}, file="x.toml", path="sets"))


def test_the_crosswalk_forces_no_codes() -> None:
    assert codes("natural_hazard").plover_type is None
    assert codes("population_stock").acled_event_type is None
    assert codes("arrest").acled_sub_event_type == "Arrests"


def day_of_the_story(marked: str, language: str = "en") -> dict[str, str]:
    """The time of each event of a report of 3 March 2025, by its trigger."""
    text, mentions = read_marked(marked)
    mentions = tuple(replace(one, dateline=one.start == 0) for one in mentions)
    day = date(2025, 3, 3)
    dates = find_dates(text, language=language, published=day)
    counts = find_quantities(text, language=language)
    told = code(
        Document("r", text, language), mentions, dates, counts, sentences(text, language), published=day
    )
    return {event.trigger: event.time.edtf for event in told}


def test_a_list_is_of_the_day_that_introduces_it() -> None:
    text = (
        "نفذت القوات يوم 3 آذار 2025 العمليات الآتية:\n"
        "أولا: فتشت قوة قرى في [ديالى|governorate].\n"
        "ثانيا: اعتقلت الشرطة رجلين في [كركوك|city].\n"
        "وزار الوزير [أربيل|city].\n"
    )
    times = {event.category: event.time.edtf for event in coded(text, "ar")}
    assert times["arrest"] == "2025-03-03"
    assert times["visit"] == ""


def test_a_total_is_no_figure_of_the_event_before_it() -> None:
    (event, *_) = coded(
        "Gunmen killed two men in [Homs|city], bringing to 61 the number of people killed since January.",
        "en",
    )
    assert [quantity.value for quantity in event.quantities] == [2]


def test_an_agency_tells_the_day_of_its_story_once() -> None:
    times = day_of_the_story(
        "[BASRA|city], March 3 - Gunmen attacked a post on Monday. Troops shelled [Zubayr|town]. "
        "On Saturday, gunmen had stormed a farm. Police arrested two men."
    )
    assert times == {
        "attacked": "2025-03-03",
        "shelled": "2025-03-03",
        "stormed": "2025-03-01",
        "arrested": "",
    }


def test_what_happened_overnight_was_in_the_night_before_the_report() -> None:
    text = "Police arrested a man on Monday. In [Hebron|city], settlers torched a house overnight."
    assert day_of_the_story(text)["torched"] == "2025-03-02/2025-03-03"


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("The ministry plans to evacuate the town by the end of March.", "en", "2025-03-03/2025-03-31"),
        ("تعتزم الوزارة إخلاء المخيم قبل نهاية آذار.", "ar", "2025-03-03/2025-03-31"),
        ("Some 500 people had returned to [Raqqa|city] by Saturday.", "en", ""),
        ("The army withdrew under the 10 February agreement.", "en", ""),
        ("انسحب الجيش بموجب اتفاق 10 شباط.", "ar", ""),
    ],
)
def test_a_deadline_and_the_date_of_a_deal_are_no_day_of_an_event(
    text: str, language: str, time: str
) -> None:
    assert list(day_of_the_story(text, language).values()) == [time]


def test_what_lies_ahead_of_the_report_is_planned() -> None:
    text, mentions = read_marked("The crossing of [Nasib|border_crossing] reopens tomorrow.")
    day = date(2025, 3, 3)
    dates = find_dates(text, language="en", published=day)
    (event,) = code(Document("r", text, "en"), mentions, dates, (), sentences(text, "en"), published=day)
    assert (event.status, event.time.edtf) == ("planned", "2025-03-04")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A strike hit a depot in [Jabalia|city]. Another strike hit a car in [Gaza|governorate].", "en"),
        ("دخلت قافلة مساعدات إلى [حلب|city]. ودخلت قافلة مساعدات أخرى إلى [حلب|city].", "ar"),
    ],
)
def test_one_more_of_its_kind_is_another_event(text: str, language: str) -> None:
    assert len(coded(text, language)) == 2


def test_who_only_reports_an_event_makes_no_statement() -> None:
    reported = "Governor Ali Hasan said 40 families had returned to [Tabqa|city]."
    assert [event.category for event in coded(reported, "en")] == ["return"]
    stressed = reported.replace("said", "stressed the need for calm, noting that")
    assert {event.category for event in coded(stressed, "en")} == {"statement", "return"}


def test_several_is_no_figure() -> None:
    (event,) = coded("Tank fire wounded several people near [Tubas|town].", "en")
    assert (event.quantities, event.injured) == ((), None)
