"""Places inside the names of organisations: "the Darfur Network", "مديرية شرطة ديالى", "بغداد/ الأناضول"."""

from __future__ import annotations

from functools import cache
from typing import Final

from geoevents.geoparse.cues import LANGUAGES, is_arabic, lexicon
from geoevents.geoparse.openings import is_dateline
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import GENITIVES, Toponym
from geoevents.language.fold import fold

__all__ = ["embedding", "is_agency", "owns_office", "speaks"]

_CHAIN: Final = 3  # nouns between an organ and the name that it is for
_ORGAN: Final = 3  # words of an organisation up to its land, at least
_NO_LINK: Final = ("ال", "و", "ب", "ل", "ف", "ي", "ت")  # how a noun in such a chain does not begin
_IN: Final = frozenset({"in", fold("في")})
_FOR: Final = _IN | {"for", "of"}
_OWNED: Final = 2  # words behind a genitive: "Gaza's health ministry"
_AGENCY: Final = 4  # words of a day between a dateline and its agency
_QUOTES: Final = frozenset('"“”«»')


def embedding(reading: Reading, toponym: Toponym) -> str:
    """Tell why a name is part of that of an organisation or title, "" if it is none.

    >>> embedding.__name__
    'embedding'
    """
    noun = reading.cue_before(toponym.first, "organisation")
    if noun and not toponym.proclitic and toponym.head is None and noun.value != "located":
        return "right behind the head noun of an organisation"
    if _ends_chain(reading, toponym):
        return "at the end of the name of an organ"
    if _is_land_of(reading, toponym):
        return "the land that an organisation is for"
    if _opens_title(reading, toponym):
        return "before the head noun of an organisation"
    if _is_quoted(reading, toponym):
        return "alone in quotation marks: a title"
    return ""


def speaks(toponym: Toponym) -> bool:
    """Tell whether the name can stand for a government: a country, or a capital."""
    best = toponym.name.candidates[0]
    is_seat = best.kind == "country" or best.is_capital or toponym.name.key in _seats()
    return toponym.head is None and is_seat


@cache
def _seats() -> frozenset[str]:
    """Cities that a government is called by although they are no capital: "بغداد وأربيل"."""
    return frozenset(
        fold(name) for language in LANGUAGES for name in lexicon(language)["governments"]["seats"]
    )


def is_agency(reading: Reading, before: Toponym, toponym: Toponym) -> bool:
    """Tell whether a name stands between a dateline and the report: "بغداد/ الأناضول أعلنت"."""
    if before.last == toponym.first and reading.gap(before.last - 1).strip() == "/":
        return is_dateline(reading, before)
    is_in_brackets = reading.gap(toponym.first - 1).strip() == "("  # "عمان 14 كانون الأول (بترا) -"
    is_near = toponym.first - before.last <= _AGENCY and not speaks(toponym)
    return is_in_brackets and is_near and is_dateline(reading, before)


def _opens_title(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether an English name begins that of an organisation or meeting: "the Baghdad Dialogue"."""
    word = toponym.last
    if is_arabic(reading.words[toponym.core]) or reading.is_cut(word - 1, word):
        return False
    if not (word < len(reading) and reading.is_capital(word)):
        return False
    if _is_organ(reading, word, "of_town"):
        return toponym.head is None
    cue = reading.cue(word, "organisation")
    return speaks(toponym) and cue is not None and cue.value != "located"


def _ends_chain(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether a chain of nouns leads from an organ to the name: "مديرية مكافحة متفجرات ديالى"."""
    if toponym.proclitic or toponym.head is not None or not is_arabic(reading.words[toponym.core]):
        return False
    for word in range(toponym.first - 1, max(toponym.first - 1 - _CHAIN, -1), -1):
        if reading.is_cut(word, word + 1):
            return False
        noun = reading.words[word]
        if noun in _organs("chained") or noun[1:] in _organs("chained"):
            return word < toponym.first - 1
        if noun.startswith(_NO_LINK) or reading.cue(word, "preposition"):
            return False
    return False


def _is_land_of(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether an organisation is told by its land: "the UN Interim Force in Lebanon"."""
    first = toponym.first
    if toponym.head is not None or first < _ORGAN:
        return False
    if toponym.proclitic == "ل":
        return _is_organ(reading, first - 2, "of_land")
    joint = reading.words[first - 1]
    is_name = is_arabic(joint) or reading.is_capital(first - 2)
    if toponym.proclitic or joint not in _FOR or not is_name:
        return False
    if joint in _IN:
        return _is_organ(reading, first - 3, "in_land")
    return _is_organ(reading, first - 2, "of_land")


def _is_organ(reading: Reading, word: int, which: str) -> bool:
    """Tell whether the word, or it and the next, are listed as an organisation of some sort."""
    if word < 0 or reading.is_cut(word, word + 1):
        return False
    words = reading.words[word : word + 2]
    return words[0] in _organs(which) or " ".join(words) in _organs(which)


def owns_office(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name has an office: "Gaza's health ministry"."""
    if reading.gap(toponym.last - 1).strip() not in GENITIVES or toponym.head is not None:
        return False
    words = range(toponym.last, min(toponym.last + _OWNED, len(reading)))
    return any(reading.cue(word, "office") and not reading.is_cut(toponym.last, word) for word in words)


def _is_quoted(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether a name stands alone in quotation marks, as newspapers, films and stadiums do.

    Not so behind a type word: "مدينة «بورصة»" is the city.
    """
    first, last = toponym.first, toponym.last
    if first == 0 or reading.cues(first - 1, "type"):
        return False
    return reading.gap(first - 1).rstrip()[-1:] in _QUOTES and reading.gap(last - 1).lstrip()[:1] in _QUOTES


@cache
def _organs(which: str) -> frozenset[str]:
    """Words of organs and organisations, folded."""
    return frozenset(
        fold(word) for language in LANGUAGES for word in lexicon(language)["organisations"].get(which, ())
    )
