"""Lines that only count: "Areesha camp: 14,500 people". They tell of who is where without a verb."""

import re
from collections.abc import Sequence
from typing import Final

from geoevents.coding.clauses import SentenceSpan, View
from geoevents.coding.hits import Hit
from geoevents.model import Mention, Quantity

__all__ = ["counted_in", "may_count"]

_LINE: Final = re.compile(r"[^:\n]{2,80}:\s*(?:\w+\s+){0,2}\d")  # a name, a colon and a number near it
_CLOSING: Final = " '’)"  # between a name and its colon
_COUNTED: Final = frozenset({"persons", "families"})


def may_count(text: str, sentence: SentenceSpan) -> bool:
    """Tell whether a line looks like a name and its number: a quick look.

    >>> from geoevents.language.sentences import sentences
    >>> text = "Areesha camp: 14,500 people\\nThe camp is calm"
    >>> [may_count(text, line) for line in sentences(text, "en")]
    [True, False]
    """
    return _LINE.match(text, sentence.start, sentence.end) is not None


def counted_in(
    view: View, text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> Hit | None:
    """Return what stands for the trigger of a line that counts the people of a place, ``None`` for others."""
    if not mentions or mentions[0].role != "literal" or mentions[0].start != view.start:
        return None
    end = mentions[0].end
    counted = [quantity for quantity in quantities if quantity.unit in _COUNTED and quantity.start > end]
    if not text[end : view.end].lstrip(_CLOSING).startswith(":") or not counted:
        return None
    at = view.word_at(counted[0].start)
    return Hit("events.population_stock", at, at, "noun")
