"""Somebody else's recognizer finds the names; places, roles and footprints are still ours."""

import re

import pytest

from geoevents.collection import collect, parse
from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse import geoparse
from geoevents.geoparse.spans import Recognizer
from geoevents.model import Document, Mention


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def behind_prepositions(text: str) -> list[tuple[int, int]]:
    """A recognizer of one line: the word or two behind "in", "near" and في."""
    return [one.span(1) for one in re.finditer(r"\b(?:in|near|في) (\w+(?: [A-Z]\w+)?)", text)]


def found(text: str, gazetteer: Gazetteer, recognizer: Recognizer) -> tuple[Mention, ...]:
    mentions = geoparse(Document("t", text), gazetteer, recognizer=recognizer)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    return mentions


def test_its_spans_and_no_others_become_mentions(gazetteer: Gazetteer) -> None:
    mentions = found("Baghdad sent aid to people in homs and in Xanadu.", gazetteer, behind_prepositions)
    assert [(m.text, m.place and m.place.name, m.reason) for m in mentions][1] == (
        "Xanadu", None, "not in the gazetteer",
    )  # fmt: skip
    assert mentions[0].text == "homs"
    assert mentions[0].place is not None
    assert mentions[0].place.country == "SY"


def test_a_span_may_leave_out_or_take_in_what_is_not_the_name(gazetteer: Gazetteer) -> None:
    text = "نزحوا من حمص وبالرقة إلى مخيم الهول"
    for words in ("وبالرقة", "الرقة", "مخيم الهول", "الهول"):
        span = text.index(words), text.index(words) + len(words)
        (mention,) = found(text, gazetteer, lambda _, span=span: [span])
        assert mention.text == words
        assert mention.place is not None
        assert mention.place.kind == ("camp" if "الهول" in words else "city")


def test_the_words_around_a_span_still_count(gazetteer: Gazetteer) -> None:
    text = "غارات على شمال غربي سوريا"
    (mention,) = found(text, gazetteer, lambda text: [(text.index("سوريا"), len(text))])
    assert mention.text == "شمال غربي سوريا"
    assert mention.place is not None
    assert mention.place.kind == "region"


def test_a_role_that_it_gives_is_kept(gazetteer: Gazetteer) -> None:
    text = "Damascus and Syrian officials"
    city, adjective = found(text, gazetteer, lambda _: [(0, 8, "literal"), (13, 19)])
    assert (city.role, adjective.role) == ("literal", "demonym")
    (city,) = found(text, gazetteer, lambda _: [(0, 8)])
    assert city.role == "metonymic"


def test_a_place_within_the_name_of_something_else_is_not_that_place(gazetteer: Gazetteer) -> None:
    (mention,) = found("Quvylta Homs Brzk won", gazetteer, lambda _: [(0, 17)])
    assert (mention.place, mention.reason) == (None, "not in the gazetteer")


def test_of_overlapping_spans_the_longest_counts_and_blanks_do_not(gazetteer: Gazetteer) -> None:
    text = "  from Deir ez-Zor"
    (mention,) = found(text, gazetteer, lambda _: [(7, 11), (7, 18), (12, 18), (0, 2)])
    assert mention.text == "Deir ez-Zor"


@pytest.mark.parametrize(
    ("span", "problem"), [((5, 99), "5:99"), ((4, 4), "4:4"), ((-3, 2), "-3:2"), ((0, 4, "LOC"), "'LOC'")]
)
def test_spans_that_cannot_be_are_named(span: tuple[int, int], problem: str, gazetteer: Gazetteer) -> None:
    with pytest.raises(ValueError, match=problem):
        geoparse(Document("t", "Homs is quiet"), gazetteer, recognizer=lambda _: [span])


def test_events_rest_on_it_too(gazetteer: Gazetteer) -> None:
    report = Document("r1", "An explosion killed three people in Homs and hurt two near Aleppo on Monday.")

    def only_homs(text: str) -> list[tuple[int, int]]:
        return [(text.index("Homs"), text.index("Homs") + 4)]

    (parsed,) = parse([report], gazetteer, recognizer=only_homs)
    assert [mention.text for mention in parsed.mentions] == ["Homs"]
    collected = collect([report], gazetteer=gazetteer, recognizer=only_homs)
    assert set(collected.locations["location"]) == {"Homs"}
