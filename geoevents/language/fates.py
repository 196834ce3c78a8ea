"""What became of those whom a figure counts (killed, injured, displaced…), and what it is part of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.language.tokens import Tokens
from geoevents.model import Quantity

__all__ = ["with_fates"]

_BEFORE: Final = 16  # tokens before a figure in which its verb is looked for: about a clause
_AFTER: Final = 2  # words after the counted noun
_CUE: Final = 2  # words of "of whom", "out of"
_OF_PEOPLE: Final = frozenset({"persons", "families"})
_ENDS: Final = ";\n"
_Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Words:
    fates: dict[tuple[str, ...], str]
    conjunctions: tuple[str, ...]
    is_attached: bool  # «و» is written to the word after it
    parts: _Phrases  # before the smaller figure: "of whom"
    wholes: _Phrases  # before the larger one: "out of"


@cache
def _words(language: str) -> _Words:
    quantities = load(language, "quantities")
    table = quantities.table("parts")

    def phrases(words: Iterable[str]) -> _Phrases:
        return frozenset(tuple(word.split()) for word in words)

    return _Words(
        {tuple(phrase.split()): fate for phrase, fate in quantities.inverted("fates").items()},
        quantities.words("and"),
        bool(load(language, "dates").words("conjunctions", optional=True)),
        phrases(table.words("before_part")),
        phrases(table.words("before_whole")),
    )


def with_fates(quantities: Sequence[Quantity], tokens: Tokens, *, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text with what became of those counted, and which figure each is part of.

    A fate is told by the counted noun («قتيل»), else by the words after it, else by the nearest before it in
    the clause.

    >>> from geoevents.language.quantities import find_quantities
    >>> text = "The blast killed 12 people, including 3 children, and injured at least 30."
    >>> [(one.value, one.fate, one.part_of) for one in find_quantities(text, language="en")]
    [(12.0, 'killed', None), (3.0, 'killed', 17), (30.0, 'injured', None)]
    """
    words = _words(language)
    found: list[Quantity] = []
    for quantity in quantities:
        if quantity.unit not in _OF_PEOPLE and quantity.unit:
            found.append(quantity)
            continue
        first, last = _place(quantity, tokens)
        told = quantity
        if quantity.unit:  # a bare number may be part of one: "of whom 2,000 are Iraqis"
            told = replace(quantity, fate=_fate(quantity, first, last, tokens, words))
        before = next((one for one in reversed(found) if one.unit in _OF_PEOPLE), None)
        if before is not None:
            between = tokens.words[_place(before, tokens)[1] : first]
            if _ends_with(between, words.parts) and before.value >= told.value:
                told = replace(told, part_of=before.start, fate=told.fate or before.fate)
            elif _ends_with(between, words.wholes) and before.value <= told.value:
                found[found.index(before)] = replace(before, part_of=told.start)
            elif before.part_of is not None and _is_listed(between, before, words):
                told = replace(told, part_of=before.part_of, fate=told.fate or before.fate)
        found.append(told)
    return tuple(found)


def _place(quantity: Quantity, tokens: Tokens) -> tuple[int, int]:
    """The tokens of a figure, half-open."""
    start, end = np.searchsorted(tokens.folded.offsets, (quantity.start, quantity.end)).tolist()
    return bisect_right(tokens.starts, start) - 1, bisect_left(tokens.starts, end)


def _fate(quantity: Quantity, first: int, last: int, tokens: Tokens, words: _Words) -> str:
    noun = fold(quantity.what).split()
    for at in range(len(noun)):
        if fate := _told(noun, at, words):
            return fate
    after = last + len(noun) if list(tokens.words[last : last + len(noun)]) == noun else last
    for at in range(after, min(after + _AFTER, len(tokens))):
        word = tokens.words[at]
        if not word[0].isalpha() or word in words.conjunctions:
            break
        if words.is_attached and word.startswith(words.conjunctions):
            break
        if fate := _told(tokens.words, at, words):
            return fate
    for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1):
        if tokens.words[at] in _ENDS:
            break
        if fate := _told(tokens.words, at, words):
            return fate
    return ""


def _told(held: Sequence[str], at: int, words: _Words) -> str:
    """The fate that a word tells, with or without what is written to it, or together with the next."""
    word = held[at]
    forms = (word, word[1:], word.removeprefix("ال"), word[1:].removeprefix("ال"))
    for rest in (tuple(held[at + 1 : at + 2]), ()):
        for form in forms:
            if fate := words.fates.get((form, *rest)):
                return fate
    return ""


def _ends_with(held: Sequence[str], phrases: _Phrases) -> bool:
    return any(tuple(held[-length:]) in phrases for length in range(1, _CUE + 1))


def _is_listed(between: Sequence[str], before: Quantity, words: _Words) -> bool:
    """Whether a figure goes on a list of parts: "5 women and 3 children"."""
    gap = len(between) - len(before.what.split())
    return gap <= 0 or (gap == 1 and between[-1] in (*words.conjunctions, "،"))
