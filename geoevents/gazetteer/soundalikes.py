"""Names that sound like another, among those of a country or of the world: a guess at what is misspelt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from geoevents.gazetteer.matching import LEAST_STEM, Names
from geoevents.gazetteer.spelling import code_of, consonants, neighbours, sounds
from geoevents.gazetteer.typewords import clitics

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Spoken", "soundalikes", "spoken_in"]

_LEAST_ALIKE: Final = {1: 0.9, 2: 0.8, 3: 0.7}  # of the sounds, by the number of consonants in common
_LEAST_ALIKE_LONG: Final = 0.6
_LEAST_MISSPELT: Final = 0.8
_ALIKE: Final = (0.55, 0.40)  # what equal consonants are worth, and what equal sounds add to it
_MISSPELT: Final = (0.45, 0.40)
_SHORTEST_MISSPELT: Final = 3  # consonants; in shorter names one slip makes any name of any other
_MOST_ALIKE: Final = 4_000  # names compared by their sounds
_MOST_KEPT: Final = 60_000  # names whose sounds are kept; more than in any one country but for some


@dataclass(frozen=True)
class Spoken:
    """The names of a country's places, or of all, sorted by their consonants."""

    names: Names
    codes: NDArray[np.uint64]
    keys: NDArray[np.int32]

    def alike(self, consonants: NDArray[np.uint64]) -> tuple[list[int], list[str]]:
        """Return the names that have one of these consonants, and how they sound."""
        starts = np.searchsorted(self.codes, consonants, "left").tolist()
        ends = np.searchsorted(self.codes, consonants, "right").tolist()
        runs = [np.arange(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        if not runs:
            return [], []
        at = np.concatenate(runs)[:_MOST_ALIKE]
        keys = self.keys[at]
        if len(self.keys) > _MOST_KEPT:
            return keys.tolist(), _sounds_of(self.names, keys)
        return keys.tolist(), [self._sounds[one] for one in at.tolist()]

    @cached_property
    def _sounds(self) -> list[str]:
        return _sounds_of(self.names, self.keys)


def _sounds_of(names: Names, keys: NDArray[np.int32]) -> list[str]:
    """Return how names sound, decoded all at once."""
    starts = names.bounds[keys].astype(np.int64)
    sizes = names.bounds[keys + 1] - starts + 1  # with the line feed behind each
    ends = np.cumsum(sizes)
    within = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    letters = names.codes.take(np.repeat(starts, sizes) + within, mode="clip")
    letters[ends - 1] = ord("\n")
    return sounds(letters[:-1].tobytes().decode("utf-16-le")).split("\n")


_SPOKEN: Final[WeakKeyDictionary[Gazetteer, dict[str, Spoken]]] = WeakKeyDictionary()


def spoken_in(gazetteer: Gazetteer, country: str) -> Spoken:
    """Return the names of a country, "" for all, to guess among; prepared once for each that is asked for."""
    prepared = _SPOKEN.setdefault(gazetteer, {})
    if country not in prepared:
        codes, keys = gazetteer.sound_codes, gazetteer.sound_keys
        if country:
            there = np.array([country in codes for codes in gazetteer.country_sets], bool)
            is_borne = gazetteer.borne(there[gazetteer.country])[keys]
            codes, keys = codes[is_borne], keys[is_borne]
        prepared[country] = Spoken(gazetteer.names, codes, keys)
    return prepared[country]


def soundalikes(spoken: Spoken, name: str) -> Iterator[tuple[int, float]]:
    """Yield the names that sound like one, then those that do but for one slip, with a score from 0 to 1.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> gazetteer = Gazetteer.load()
    >>> found = soundalikes(spoken_in(gazetteer, "SY"), "hassakeh")
    >>> "al hasakah" in {gazetteer.names.text(name) for name, _ in found}
    True
    """
    for variant in _glued(name):
        sound = sounds(variant)
        size = len(consonants(sound))
        if not size:
            continue
        least = _LEAST_ALIKE.get(size, _LEAST_ALIKE_LONG)
        yield from _near(spoken, np.array([code_of(sound)], np.uint64), sound, least, _ALIKE)
        if size >= _SHORTEST_MISSPELT:
            yield from _near(spoken, neighbours(sound), sound, _LEAST_MISSPELT, _MISSPELT)


def _glued(name: str) -> Iterator[str]:
    """Yield a name, and without an article that is written in one with it: Alhasakah."""
    yield name
    for article in clitics()[1]:
        if len(article) > 1 and name.startswith(article) and len(name) > len(article) + LEAST_STEM:
            rest = name.removeprefix(article)
            if rest[0] != " " and rest[0] not in "aeiou":
                yield rest


def _near(
    spoken: Spoken, codes: NDArray[np.uint64], sound: str, least: float, worth: tuple[float, float]
) -> Iterator[tuple[int, float]]:
    """Yield the names with one of these consonants whose sounds are at least so much alike."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    keys, heard = spoken.alike(codes)
    scorer = Indel.normalized_similarity
    for _, alike, at in process.extract(sound, heard, scorer=scorer, score_cutoff=least, limit=None):
        yield keys[at], worth[0] + worth[1] * alike
