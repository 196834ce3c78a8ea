"""English names that say what they name, where no table has them: "Hutcheson Road", "Wadi Mawr".

Capitals and the noun are all that tells them. They are reported as not placed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from typing import Final

from geoevents.geoparse.cues import lexicon
from geoevents.geoparse.reading import Reading
from geoevents.language.lexicon import load

__all__ = ["find_features"]

_MOST_WORDS: Final = 3  # beside the noun
_JOINTS: Final = frozenset({"", "-", "’", "'"})


def find_features(reading: Reading, known: Container[int]) -> Iterator[tuple[int, int]]:
    """Yield first word and last + 1 of names in capitals with the noun of their kind.

    >>> [*find_features(Reading.of("A car hit a tree on Hutcheson Road near Wadi Mawr."), ())]
    [(6, 8), (9, 11)]
    """
    for word in reading.where("feature"):
        is_small = not reading.is_capital(word)
        if word in known or (is_small and not reading.cue(word, "feature", "small")):
            continue
        kind = "small" if is_small else "features"
        end = _run_end(reading, word + 1, known)
        start = _run_start(reading, word, known)
        if end > word + 1 and not is_small and reading.cue(word, "feature", "leading"):
            yield word, end
        elif start < word and reading.cue(word, "feature", kind):
            yield start, word + 1


def _run_end(reading: Reading, word: int, known: Container[int]) -> int:
    last = word
    while last < min(word + _MOST_WORDS, len(reading)) and _is_of_name(reading, last - 1, last, known):
        last += 1
    return last if last > word and reading.words[last - 1] not in _articles() else word


def _run_start(reading: Reading, word: int, known: Container[int]) -> int:
    first = word
    while first > max(word - _MOST_WORDS, 0) and _is_of_name(reading, first, first - 1, known):
        first -= 1
    while first < word and (reading.words[first] in _articles() or reading.words[first] in _openers()):
        first += 1
    return first


def _is_of_name(reading: Reading, inside: int, word: int, known: Container[int]) -> bool:
    """Tell whether a word goes on a name in capitals, nothing but a blank or a hyphen between."""
    gap = reading.gap(min(inside, word)).strip()
    is_written_so = reading.is_capital(word) or reading.words[word] in _articles()
    return word not in known and gap in _JOINTS and is_written_so and not reading.cues(word)


@cache
def _openers() -> frozenset[str]:
    """Words that English writes with a capital at the head of a sentence and that begin no name."""
    return frozenset(lexicon("en")["unknown"]["openers"])


@cache
def _articles() -> frozenset[str]:
    return frozenset(load("ar", "spelling")["latin"]["articles"])
