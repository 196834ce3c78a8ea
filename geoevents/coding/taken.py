"""Triggers and the names of places: "captured Palmyra" is no arrest, a word within a name tells nothing."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import Kind, Mention

__all__ = ["is_in_name", "taken_in"]

_LABEL: Final = "events.territorial_change.takeover"
_HELD: Final[frozenset[Kind]] = frozenset(
    {
        "city",
        "town",
        "village",
        "district",
        "subdistrict",
        "governorate",
        "neighbourhood",
        "base",
        "border_crossing",
    }
)
_NAMED: Final = 2  # parts of a pattern: the verb and the place


@cache
def _taking(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words("taking", optional=True))


def taken_in(view: View, mentions: Sequence[Mention]) -> list[Hit]:
    """Return a hit for each verb of taking whose object is a place: "seized the town of X"."""
    taking, types = _taking(view.language), place_words(view.language).types
    if taking.isdisjoint(view.words):
        return []
    found = []
    for mention in mentions:
        if mention.role != "literal" or mention.place is None or mention.place.kind not in _HELD:
            continue
        at = view.word_at(mention.start) - 1
        while at > 0 and view.words[at] in types:
            at -= 1
        if at >= 0 and view.words[at] in taking:
            found.append(Hit(_LABEL, at, at, "perfect", parts=_NAMED))
    return found


def is_in_name(head: Hit, view: View, mentions: Sequence[Mention]) -> bool:
    """Is what looks like a trigger a word of a place's name: «عين» in عين عيسى?"""
    return any(
        view.word_at(mention.start) <= head.first and head.last <= view.word_at(mention.end - 1)
        for mention in mentions
        if mention.place is not None and mention.role in ("literal", "metonymic")
    )
