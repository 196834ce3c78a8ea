"""Find places by name: as it is spelt, as it sounds, and with one slip of the pen."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from geoevents.gazetteer.matching import LEAST_STEM, Names
from geoevents.gazetteer.spelling import code_of, consonants, neighbours, sounds
from geoevents.language import lexicon
from geoevents.language.fold import fold, fold_text
from geoevents.model import Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Match", "kinds_named", "search"]

# How right a spelling is, from 0 to 1.
_OTHER_ARTICLE: Final = 0.98
_LEAST_ALIKE: Final = {1: 0.9, 2: 0.8, 3: 0.7}  # of the sounds, by the number of consonants in common
_LEAST_ALIKE_LONG: Final = 0.6
_LEAST_MISSPELT: Final = 0.8
_ALIKE: Final = (0.55, 0.40)  # what equal consonants are worth, and what equal sounds add to it
_MISSPELT: Final = (0.45, 0.40)
_LEAST_BESIDE_EXACT: Final = 0.93  # where the name itself is known, only what sounds the same is added
_SHORTEST_MISSPELT: Final = 3  # consonants; in shorter names one slip makes any name of any other
_MOST_ALIKE: Final = 4_000  # names compared by their sounds
_MOST_KEPT: Final = 60_000  # names whose sounds are kept; more than in any one country but for some
# How much of the score rests on how well known a place is, or how near, rather than on its spelling.
_PRIOR: Final = 0.4
# A well-known place that sounds somewhat like the name does not pass one that sounds just like it.
_EXACTNESS: Final = 3
_NEAR_KM: Final = 200.0
_OTHER_KIND: Final = 0.8  # for a place of another kind than the name says: مخيم الهول is no town
_UNITS: Final = frozenset({"governorate", "district", "subdistrict"})
_UNIT: Final = 0.95  # a bare name is rather that of the seat than of the unit around it
_BEHIND_CLITICS: Final = 0.9
_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class Match:
    """A place found by name, with a score from 0 to 1 and the spelling under which it was found, folded.

    ``spelling`` says from 0 to 1 how well the name agrees, whatever place bears it: 1 is letter by letter.
    """

    place: Place
    score: float
    name: str
    spelling: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Return what is known of the place and how it was found, ready for JSON."""
        place = self.place
        return {
            "id": place.id,
            "name": place.name,
            "name_ar": place.name_ar or None,
            "kind": place.kind,
            "countries": list(place.countries),
            "admin1": place.admin1 or None,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius_km": place.radius_km,
            "population": place.population or None,
            "score": round(self.score, 3),
            "matched": self.name,
            "source": place.source,
        }


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand a name: what is looked up, and the kinds that its type word asks for."""

    name: str
    kinds: frozenset[str] = frozenset()
    is_shortened: bool = False


@dataclass(frozen=True)
class _Spoken:
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


_SPOKEN: Final[WeakKeyDictionary[Gazetteer, dict[str, _Spoken]]] = WeakKeyDictionary()


def _spoken(gazetteer: Gazetteer, country: str) -> _Spoken:
    """Return the names to guess among, prepared once for each country that is asked for."""
    prepared = _SPOKEN.setdefault(gazetteer, {})
    if country not in prepared:
        codes, keys = gazetteer.sound_codes, gazetteer.sound_keys
        if country:
            there = np.array([country in codes for codes in gazetteer.country_sets], bool)
            is_borne = gazetteer.borne(there[gazetteer.country])[keys]
            codes, keys = codes[is_borne], keys[is_borne]
        prepared[country] = _Spoken(gazetteer.names, codes, keys)
    return prepared[country]


def search(
    gazetteer: Gazetteer,
    name: str,
    *,
    country: str | None,
    kind: str | None,
    near: tuple[float, float] | None,
    fuzzy: bool,
    limit: int,
) -> tuple[Match, ...]:
    """Find places by name; see ``Gazetteer.lookup``."""
    best: dict[int, _Find] = {}
    spoken = _spoken(gazetteer, country.upper() if country else "") if fuzzy else None
    for reading in _readings(fold(name)):
        # Beside a place that is called just so, a name without its type word is not guessed at.
        is_known = reading.is_shortened and any(found.right >= _OTHER_ARTICLE for found in best.values())
        for row, (right, key) in _rows(gazetteer, reading.name, None if is_known else spoken).items():
            place_kind = gazetteer.kinds[gazetteer.kind[row]]
            if kind is not None and place_kind != kind:
                continue
            if country is not None and country.upper() not in gazetteer.country_sets[gazetteer.country[row]]:
                continue
            fitting = right
            if reading.kinds and place_kind not in reading.kinds:
                fitting *= _OTHER_KIND
            elif not reading.kinds and place_kind in _UNITS:
                fitting *= _UNIT
            if row not in best or fitting > best[row].fitting:
                best[row] = _Find(fitting, right, key)
    scores = {row: found.fitting**_EXACTNESS * _prior(gazetteer, row, near) for row, found in best.items()}
    ranked = sorted(best, key=lambda row: (-scores[row], row))[:limit]
    return tuple(
        Match(
            gazetteer.place(row),
            round(scores[row], 3),
            gazetteer.names.text(best[row].key),
            round(best[row].right, 3),
        )
        for row in ranked
    )


class _Find(NamedTuple):
    fitting: float  # how right the spelling is, and the kind
    right: float
    key: int


def _readings(name: str) -> list[_Reading]:
    """Return the name as it is, and without each type word that it begins or ends with."""
    if not name:
        return []
    readings = {name: _Reading(name)}
    types, seats, links = _types()

    def shorten(words: list[str], kinds: frozenset[str]) -> None:
        for size in range(1, min(3, len(words))):
            for typed, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
                word = " ".join(typed)
                if word in seats or (word in types and not kinds):
                    rest = rest[rest[0] in links and len(rest) > 1 :]  # noqa: PLW2901
                    known = kinds if word in seats else types[word]
                    shorter = _Reading(" ".join(rest), known, is_shortened=True)
                    if readings.setdefault(shorter.name, shorter) is shorter:
                        shorten(rest, known)

    for words in (name.split(), _parted(name, types, seats)):
        shorten(words, frozenset())
    return list(readings.values())


def _parted(name: str, types: Container[str], seats: Container[str]) -> list[str]:
    """Part a word for a kind or a seat from an Arabic name that is written in one with it: مركزالباب."""
    first, _, rest = name.partition(" ")
    article = _clitics()[0]
    at = first.find(article, 1)
    if (
        at > 0
        and len(first) >= at + len(article) + LEAST_STEM
        and (first[:at] in types or first[:at] in seats)
    ):
        return [first[:at], first[at:], *rest.split()]
    return []


def kinds_named(name: str) -> frozenset[str]:
    """Return the kinds that the type word of a name tells of; none if it has none.

    >>> sorted(kinds_named("ناحية منبج")), sorted(kinds_named("Manbij"))
    (['subdistrict'], [])
    """
    return next((reading.kinds for reading in _readings(fold(name)) if reading.kinds), frozenset())


@cache
def _types() -> tuple[Mapping[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """Return the kinds that type words tell of, words for a seat, and those that may stand behind (of)."""
    kinds: dict[str, set[str]] = {}
    seats: set[str] = set()
    links: set[str] = set()
    for language in lexicon.languages():
        toponyms = lexicon.load(language, "toponyms")
        for kind in toponyms.table("types"):
            for word in toponyms.table("types").table(kind).words("singular"):
                kinds.setdefault(word, set()).add(kind)
        cells = lexicon.load(language, "cells")
        for kind in cells.table("headings"):
            for word in cells.table("headings").words(kind):
                kinds.setdefault(word, set()).add(kind)
        seats.update(cells.words("seats"))
        links.update(lexicon.load(language, "spelling").words("links", optional=True))
    return {word: frozenset(found) for word, found in kinds.items()}, frozenset(seats), frozenset(links)


def _rows(gazetteer: Gazetteer, name: str, spoken: _Spoken | None) -> dict[int, tuple[float, int]]:
    """Return the places that may be meant: how right the best of their spellings is, and its key."""
    rows: dict[int, tuple[float, int]] = {}

    def offer(row: int, score: float, key: int) -> None:
        if score > rows.get(row, (0.0, 0))[0]:
            rows[row] = (score, key)

    for spelling, article in _spellings(name):
        key = gazetteer.names.find(spelling)
        if key is not None:
            for entry in gazetteer.entries(key):
                offer(entry.row, 1.0 if entry.has_article == article else _OTHER_ARTICLE, key)
    if not rows:
        for key in _behind_clitics(gazetteer, name):
            for entry in gazetteer.entries(key):
                offer(entry.row, _BEHIND_CLITICS, key)
    if spoken is not None:
        least = _LEAST_BESIDE_EXACT if rows else 0.0
        for key, score in _alike(spoken, name):
            if score < least:
                continue
            for entry in gazetteer.entries(key):
                offer(entry.row, score, key)
    return rows


def _spellings(name: str) -> Iterator[tuple[str, bool]]:
    """Yield a name with and without the article, and whether an article was taken from it."""
    yield name, False
    article, latin, _ = _clitics()
    first, _, rest = name.partition(" ")
    if first.startswith(article) and len(first) >= len(article) + LEAST_STEM:
        yield name.removeprefix(article), True
    if rest and first in latin:
        yield rest, True


@cache
def _clitics() -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the article in Arabic and in Latin letters, and the letters that are written to a name."""
    spelling = lexicon.load("ar", "spelling")
    table = spelling.table("proclitics")
    letters = (*table.words("conjunctions"), *table.words("prepositions"))
    return table["article"], spelling.table("latin").words("articles"), letters


def _behind_clitics(gazetteer: Gazetteer, name: str) -> list[int]:
    """Return the names that stand as a whole behind proclitics: للحسكة."""
    if not name.startswith(_clitics()[2]):
        return []
    folded = fold_text(name)
    hits = gazetteer.names.match(folded)
    names: list[int] = hits.name[(hits.word_start == 0) & (hits.end == len(folded.codes))].tolist()
    return names


def _alike(spoken: _Spoken, name: str) -> Iterator[tuple[int, float]]:
    """Yield the names that sound alike, then those that do but for one slip."""
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
    for article in _clitics()[1]:
        if len(article) > 1 and name.startswith(article) and len(name) > len(article) + LEAST_STEM:
            rest = name.removeprefix(article)
            if rest[0] != " " and rest[0] not in "aeiou":
                yield rest


def _near(
    spoken: _Spoken, codes: NDArray[np.uint64], sound: str, least: float, worth: tuple[float, float]
) -> Iterator[tuple[int, float]]:
    """Yield the names with one of these consonants whose sounds are at least so much alike."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    keys, heard = spoken.alike(codes)
    scorer = Indel.normalized_similarity
    for _, alike, at in process.extract(sound, heard, scorer=scorer, score_cutoff=least, limit=None):
        yield keys[at], worth[0] + worth[1] * alike


def _prior(gazetteer: Gazetteer, row: int, near: tuple[float, float] | None) -> float:
    """Return how likely a place is before its spelling: for how well known and how near it is."""
    known = float(gazetteer.salience[row])
    if near is not None:
        known = (known + 2 * _nearness(gazetteer, row, near)) / 3
    return 1 - _PRIOR + _PRIOR * known


def _nearness(gazetteer: Gazetteer, row: int, near: tuple[float, float]) -> float:
    """Return 1 for a place right there, falling to nothing over some hundred kilometres."""
    here = np.radians(near)
    there = np.radians([gazetteer.latitude[row], gazetteer.longitude[row]])
    half = np.sin((there - here) / 2) ** 2
    distance = 2 * _EARTH_KM * np.arcsin(np.sqrt(half[0] + np.cos(here[0]) * np.cos(there[0]) * half[1]))
    return float(np.exp(-distance / _NEAR_KM))
