"""Adjectives of countries: "السوريون" are Syrians, "الأراضي السورية" is Syria, "محمد السوداني" is a man."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.footprints import sector
from geoevents.geoparse.names import Names
from geoevents.geoparse.placing import mention_of
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.resolve import Context
from geoevents.geoparse.toponyms import Toponym
from geoevents.model import Mention

__all__ = ["ADJECTIVE", "find_nationalities", "place_nationalities", "without_surnames"]

_ARTICLE: Final = "ال"
ADJECTIVE: Final = 0.9
"""Score of a country that its adjective names."""


def find_nationalities(
    reading: Reading, adjectives: Mapping[int, str], toponyms: Sequence[Toponym]
) -> dict[int, str]:
    """Return those words spelt like adjectives of countries that are such and in no name.

    >>> adjectives = {0: "country:PL", 2: "country:PL"}
    >>> find_nationalities(Reading.of("polish the Polish flag"), adjectives, ())
    {2: 'country:PL'}
    """
    named = {word for t in toponyms for word in range(t.core, t.core_last)}
    return {
        word: country
        for word, country in adjectives.items()
        # English writes them with a capital; "polish" and "turkey" are words.
        if word not in named and (is_arabic(reading.words[word]) or reading.is_capital(word))
    }


def without_surnames(
    reading: Reading, names: Names, nationalities: Mapping[int, str], people: Iterable[str], context: Context
) -> dict[int, str]:
    """Drop the adjectives that are surnames: al-Sudani, behind a given name or in a report without Sudan."""
    known = set(people)

    def is_surname(word: int, place: str) -> bool:
        if reading.words[word] not in known:
            return False
        said = sum(other == place for other in nationalities.values())
        return (
            context.countries[names.country(place)] <= said or reading.cue_before(word, "given") is not None
        )

    return {word: place for word, place in nationalities.items() if not is_surname(word, place)}


def place_nationalities(
    reading: Reading, names: Names, nationalities: Mapping[int, str], covered: set[int]
) -> Iterator[Mention]:
    """Yield their mentions: its land or capital where a noun says so, else a demonym. ``covered`` grows."""
    for word, place_id in nationalities.items():
        if word in covered:
            continue
        place = names.place(place_id)
        words = names.adjective(reading, word)
        if not covered.isdisjoint(words):
            words = range(word, word + 1)
        role, reason = "demonym", "the adjective of the country"
        is_definite = reading.words[word].startswith(_ARTICLE)
        if is_definite and (side := _beside(reading, words, "direction", covered)):
            part = sector(place, reading.cues(side.start, "direction")[0].value)
            if part is not None:  # "الشمال السوري"
                place, role, reason, words = part, "literal", "a part of the country", side
        elif land := _beside(reading, words, "territory", covered):
            role, reason, words = "literal", "its territory", land
        elif (seat := _beside(reading, words, "capital", covered)) and not _is_named(reading, seat, covered):
            capital = names.capital(place)
            if capital is not None:
                place, role, reason, words = capital, "literal", "its capital", seat
        yield mention_of(
            reading, words.start, words.stop, role=role, place=place, score=ADJECTIVE,
            candidates=(place,), reason=reason,
        )  # fmt: skip
        covered.update(words)


def _is_named(reading: Reading, seat: range, covered: Container[int]) -> bool:
    """Tell whether the capital has its name: "the Libyan capital Tripoli", "Tripoli, the Libyan capital"."""
    before = seat.start - 1
    if before > 0 and reading.words[before] == "the":
        before -= 1
    return seat.stop in covered or (before in covered and reading.gap(before).strip() in (",", "،"))


def _beside(reading: Reading, words: range, role: str, covered: Container[int]) -> range:
    """The words of an adjective and of the noun of a role: before it in Arabic, behind it in English."""
    first, last = words.start, words.stop
    if is_arabic(reading.words[first]):
        noun = reading.cue_before(first, role)
        whole = range(first - (noun.size if noun else 0), last)
    else:
        noun = None if reading.is_cut(last - 1, last) else reading.cue(last, role)
        whole = range(first, last + (noun.size if noun else 0))
    return whole if noun is not None and not any(at in covered for at in whole) else range(0)
