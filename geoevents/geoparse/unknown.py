"""Names that the gazetteer lacks, announced by a type word: "قرية صبارين", "the village of Umm Zweitina".

They are seen and reported as not placed, rather than lost. What follows a type word may also be an adjective
("قرية نائية"), a verb or a preposition; it is taken for a name only where the grammar says so.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from typing import Final

from geoevents.geoparse.cues import Cue, is_arabic, lexicon
from geoevents.geoparse.names import Names
from geoevents.geoparse.reading import Reading
from geoevents.language.fold import fold
from geoevents.language.lexicon import load

__all__ = ["find_unknown"]

_HEADS: Final = frozenset({
    "camp", "border_crossing", "subdistrict", "city", "town", "village", "neighbourhood"
})  # fmt: skip
_SETTLED: Final = frozenset({"city", "town", "village"})  # whose nouns are feminine, as few names are
_ARTICLE: Final = "ال"
_OF_FEMININE: Final = "ه"  # the folded ending of what agrees with قرية and بلدة
_OF_MASCULINE: Final = "ي"  # of many adjectives that agree with مخيم and حي: "حي سكني"
_NO_NAME: Final = (_OF_FEMININE, _OF_MASCULINE, "ت", "ها")  # adjectives, verbs of a relative clause
_VERBAL: Final = ("و", "ف", "ت", "ي", "ن")  # how clauses and verbs begin
_PREPOSITIONS: Final = ("ب", "ل")
_BEHIND: Final = ("preposition", "direction", "type", "part")  # what may follow a name
_AND: Final = "و"
_SHORTEST: Final = 3
_MOST_WORDS: Final = 3  # of an English name


def find_unknown(reading: Reading, names: Names, known: Container[int]) -> Iterator[tuple[int, int]]:
    """Yield first word and last + 1 of each name, type word included; ``known`` are words of known names.

    >>> find_unknown.__name__
    'find_unknown'
    """
    for word in reading.where("type"):
        cue = reading.cue(word, "type")
        if cue is None or (cue.value not in _HEADS and _noun(reading, word, cue) not in _indefinite()):
            continue
        name = word + cue.size
        if name >= len(reading) or reading.is_cut(word, name):
            continue
        if not is_arabic(reading.words[word]):
            found = list(_english(reading, word, name, is_list=cue.plural))
        else:
            found = _listed(reading, word, cue) if cue.plural else [(word, _arabic(reading, name, cue))]
        for first, last in found:
            is_new = last and not any(at in known for at in range(first, last))
            if is_new and names.nationality(reading.words[last - 1]) is None:
                yield first, last


def _arabic(reading: Reading, name: int, cue: Cue) -> int:
    """Return the word behind the name, 0 if there is none."""
    word, noun = reading.words[name], _noun(reading, name - cue.size, cue)
    if noun.startswith((_ARTICLE, "ل")) or word in _never():
        return 0  # "القرية الصغيرة", "للقرية"
    if noun in _common():
        return 0  # "عاصمة الإقليم", "بوابة المتحف"
    is_last = name + 1 >= len(reading) or reading.is_cut(name, name + 1)
    if word in _openers():
        return 0 if is_last or reading.cues(name + 1) else name + 2  # "قرية أم الزينات"
    if reading.cues(name):
        return 0
    if word.startswith(_ARTICLE):
        return 0 if noun in _indefinite() else name + 1
    agreeing = _OF_FEMININE if noun.endswith(_OF_FEMININE) else _OF_MASCULINE
    following = "" if is_last else reading.words[name + 1]
    if following.startswith(_ARTICLE) and following.endswith(agreeing):
        return name + 1  # "قرية يازور المدمرة": its adjective is definite, so the noun has a name
    if len(word) < _SHORTEST or word.endswith(_NO_NAME) or word.startswith(_VERBAL):
        return 0
    if cue.value in _SETTLED and following.startswith(_ARTICLE) and not reading.cues(name + 1):
        return name + 2  # "قرية دورا القرع": what does not agree with the noun belongs to its name
    if word.startswith(_PREPOSITIONS):
        return 0
    ends = is_last or any(cue.role in _BEHIND for cue in reading.cues(name + 1))
    return name + 1 if ends else 0


def _listed(reading: Reading, word: int, cue: Cue) -> list[tuple[int, int]]:
    """Read the definite members of a list: "أحياء الزنجيلي والشفاء", "قريتي الحاج علي والحود".

    A single one may be any noun: "أحياء المدينة".
    """
    if reading.words[word].removeprefix(cue.proclitic).startswith((_ARTICLE, "ل")):
        return []
    found: list[tuple[int, int]] = []
    first, last = word, word + cue.size
    while last < len(reading) and not reading.is_cut(last - 1, last):
        name = reading.words[last].removeprefix(_AND if found else "")
        is_other = any(cue.role in _BEHIND for cue in reading.cues(last))
        if not name.startswith(_ARTICLE) or name in _never() or is_other:
            break
        last += 1
        if not _joins(reading, last) and _joins(reading, last + 1) and not reading.is_cut(last - 1, last + 1):
            last += 1  # "الحاج علي"
        found.append((first, last))
        first = last
        if not _joins(reading, last):
            break
    return found if len(found) > 1 else []


def _joins(reading: Reading, word: int) -> bool:
    return word < len(reading) and reading.words[word].startswith(_AND)


def _noun(reading: Reading, word: int, cue: Cue) -> str:
    """Return a type word without what precedes it."""
    return reading.words[word].removeprefix(cue.proclitic)


def _english(reading: Reading, word: int, name: int, *, is_list: bool) -> Iterator[tuple[int, int]]:
    """Read "the village of Umm Zweitina", "villages of Alqamiyah and Maraanaz": the capitals behind "of"."""
    if reading.words[name] != "of":
        return
    first, start = word, name + 1
    while last := _capitals(reading, start):
        yield first, last
        if not is_list or last >= len(reading) or reading.gap(last - 1).strip() not in ("", ","):
            return
        first = start = last + (reading.words[last] in _and())


def _capitals(reading: Reading, first: int) -> int:
    """Return the word behind a name in capitals, 0 if none begins at ``first``."""
    last = first
    while last < min(first + _MOST_WORDS, len(reading)) and (
        last == first or not reading.is_cut(last - 1, last)
    ):
        if not (reading.is_capital(last) or (last == first and reading.words[last] in _articles())):
            break
        last += 1
    return last if last > first and reading.words[last - 1] not in _articles() else 0


@cache
def _and() -> frozenset[str]:
    return frozenset(load("en", "quantities").words("and"))


@cache
def _openers() -> frozenset[str]:
    """First words of names of two."""
    return frozenset(map(fold, load("ar", "spelling")["joined"]["words"]))


@cache
def _articles() -> frozenset[str]:
    return frozenset(load("ar", "spelling")["latin"]["articles"])


@cache
def _common() -> frozenset[str]:
    """Type words that stand before common nouns as often as before names."""
    return frozenset(map(fold, lexicon("ar")["unknown"]["common"]))


@cache
def _indefinite() -> frozenset[str]:
    """Type words behind which only an indefinite noun is a name."""
    return frozenset(map(fold, lexicon("ar")["unknown"]["indefinite"]))


@cache
def _never() -> frozenset[str]:
    return frozenset(map(fold, lexicon("ar")["unknown"]["never"]))
