"""Sentences of our own, in both languages, and what an analyst would code of them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from geoevents.coding.code import code
from geoevents.language.dates import find_dates
from geoevents.language.quantities import find_quantities
from geoevents.language.sentences import sentences
from geoevents.model import Document, Event, Mention, Place

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
