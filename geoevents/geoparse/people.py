"""Words that look like place names but belong to people: "حميد الشطري" is no town of al-Shatrah."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym

__all__ = ["surnames", "without_people"]

_ARTICLE = "ال"
_PREPOSITIONS = ("ب", "ل")
_CITY = 100_000  # people; behind a preposition, as no surname is


def surnames(reading: Reading, not_names: Collection[int] = ()) -> set[str]:
    """Return the surnames that follow given names: the last word of "محمد شياع السوداني".

    ``not_names`` are words that cannot be one, such as the adjectives of countries that the text names.

    >>> sorted(surnames(Reading.of("قال حميد الشطري إن أنس خطاب غادر")))
    ['الشطري', 'خطاب']
    """
    found = set()
    for word in reading.where("given"):
        if not is_arabic(reading.words[word]):
            continue
        last = word + 1
        while last < len(reading) and not reading.is_cut(last - 1, last):
            if reading.words[last].startswith(_ARTICLE):
                if last not in not_names:
                    found.add(reading.words[last])
                break
            if not reading.cue(last, "given") and (last > word + 1 or reading.cues(last)):
                break  # "أحمد من البيرة" says where he is from
            if last == word + 1 and not reading.cues(last) and _is_bare_surname(reading, last):
                found.add(reading.words[last])
            last += 1
    return found


def _is_bare_surname(reading: Reading, word: int) -> bool:
    """A surname without article, right behind one given name and at the end of the person's name.

    What begins with "و" goes on a list: "بر الياس وسعدنايل".
    """
    return len(reading.words[word]) > 3 and not reading.words[word].startswith("و")


def without_people(reading: Reading, toponyms: Sequence[Toponym], people: Collection[str]) -> list[Toponym]:
    """Drop the names that a given name, a title or an earlier mention of the person claims."""

    def is_person(toponym: Toponym) -> bool:
        if toponym.head is not None or toponym.core_last - toponym.core > 1:
            return False
        best = toponym.name.candidates[0]
        if not is_arabic(reading.words[toponym.core]) and reading.cue_before(toponym.core, "given"):
            return True  # "Michael Jordan", though a country is called so
        if _is_titled(reading, toponym):
            return True  # "Defence Minister Israel Katz"
        if best.kind in ("country", "governorate") or best.is_capital:
            return False
        if toponym.proclitic in _PREPOSITIONS and best.population >= _CITY:
            return False  # "ولد في رجب بمكة"
        word = reading.words[toponym.core]
        bare = word[len(toponym.proclitic) :] if not toponym.proclitic.endswith("ل") else _ARTICLE + word[2:]
        if word in people or bare in people:
            return True
        if toponym.proclitic:
            return False
        before = [reading.cue_before(toponym.core, role) for role in ("given", "kunya", "title")]
        return any(cue is not None for cue in before)

    return [toponym for toponym in toponyms if not is_person(toponym)]


def _is_titled(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether an English name stands between a title and a surname."""
    first, last = toponym.core, toponym.core_last
    if is_arabic(reading.words[first]) or not reading.cue_before(first, "title"):
        return False
    return (
        last < len(reading)
        and not reading.gap(first - 1).strip()
        and not reading.gap(last - 1).strip()
        and reading.is_capital(last)
        and not reading.cues(last)
    )
