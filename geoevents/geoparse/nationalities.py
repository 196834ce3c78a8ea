"""Adjectives of countries: "السوريون" are Syrians, "الأراضي السورية" is Syria, "محمد السوداني" is a man."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.names import Names
from geoevents.geoparse.placing import mention_of
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.resolve import Context
from geoevents.geoparse.toponyms import Toponym
from geoevents.model import Mention

__all__ = ["ADJECTIVE", "find_nationalities", "place_nationalities", "without_surnames"]

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
    """Drop the adjectives that are surnames: al-Sudani, in a report without Sudan."""
    known = set(people)
    return {
        word: place
        for word, place in nationalities.items()
        if reading.words[word] not in known
        or context.countries[names.country(place)]
        > sum(nationalities[other] == place for other in nationalities)
    }


def place_nationalities(
    reading: Reading, names: Names, nationalities: Mapping[int, str], covered: set[int]
) -> Iterator[Mention]:
    """Yield their mentions: a country behind the words for its land, else a demonym. ``covered`` grows."""
    for word, place_id in nationalities.items():
        if word in covered:
            continue
        place = names.place(place_id)
        territory = reading.cue_before(word, "territory")
        first = word - territory.size if territory else word
        yield mention_of(
            reading, first, word + 1, role="literal" if territory else "demonym", place=place,
            score=ADJECTIVE, candidates=(place,),
            reason="its territory" if territory else "the adjective of the country",
        )  # fmt: skip
        covered.update(range(first, word + 1))
