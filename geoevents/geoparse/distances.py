"""Distances that a text states before a compass point or a name: "30 km", "ثلاثين كيلومترا", "كيلومترين"."""

from __future__ import annotations

from typing import Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.reading import Reading
from geoevents.language.fold import fold
from geoevents.language.numbers import read_numbers
from geoevents.language.tokens import tokenize

__all__ = ["distance_before"]

_WORDS: Final = 6  # of the longest number: "مئة وخمسة وعشرين"
_FARTHEST_KM: Final = 1500.0  # a distance beyond it places nothing
_LINKS: Final = frozenset({fold("إلى"), "to", "the"})  # "40 كم إلى الشرق من", "30 km to the east of"


def distance_before(reading: Reading, word: int) -> tuple[float, int] | None:
    """Read the distance right before a word: kilometres and the distance's first word.

    >>> distance_before(Reading.of("على بعد ثلاثين كيلومترا شمال تدمر"), 4)
    (30.0, 2)
    >>> distance_before(Reading.of("on a road 12 miles to the north of Palmyra"), 7)
    (19.308, 3)
    """
    while word > 0 and reading.words[word - 1] in _LINKS:
        word -= 1
    for size in (1, 2):
        unit = reading.cue(word - size, "distance") if word >= size else None
        if unit is None or unit.size != size:
            continue
        if unit.plural:  # a dual: two of them, in one word
            return float(unit.value), word - size
        stated = _number_before(reading, word - size)
        if stated is not None and 0 < stated[0] * float(unit.value) <= _FARTHEST_KM:
            first = stated[1]
            if first and reading.gap(first - 1).endswith("("):  # "12 miles (19 km) south of"
                outer = distance_before(reading, first)
                first = outer[1] if outer else first
            return round(stated[0] * float(unit.value), 3), first
    return None


def _number_before(reading: Reading, word: int) -> tuple[float, int] | None:
    """Read the number that ends right before a word, in digits or words: its value and first word."""
    if word < 1:
        return None
    first = max(0, word - _WORDS)
    start, end = reading.raw(first, word)
    language = "ar" if is_arabic(reading.words[word]) else "en"
    tokens = tokenize(reading.text[start:end], language=language)
    numbers = read_numbers(tokens, language=language)
    if not numbers or numbers[-1].last != len(tokens.words) or numbers[-1].vague:
        return None
    offset = start + int(tokens.folded.offsets[tokens.starts[numbers[-1].first]])
    at = next(at for at in range(first, word) if reading.raw(at, at + 1)[1] > offset)
    return numbers[-1].value, at
