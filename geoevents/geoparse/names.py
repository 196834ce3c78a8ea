"""What the gazetteer knows of a name: the places that bear it, and words that are names of something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakKeyDictionary

from geoevents.gazetteer.matching import LEAST_STEM
from geoevents.geoparse.candidates import Candidate, Name, grade_of
from geoevents.geoparse.cues import is_arabic, prefixed
from geoevents.geoparse.reading import Reading
from geoevents.language.fold import fold
from geoevents.model import Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Names"]

# The units that a settlement is the seat of, by GeoNames' feature code.
_SEATS: Final = {
    "PPLC": frozenset({"governorate", "district", "subdistrict"}),
    "PPLA": frozenset({"governorate", "district", "subdistrict"}),
    "PPLA2": frozenset({"district", "subdistrict"}),
    "PPLA3": frozenset({"subdistrict"}),
}
_NEVER: Final = 2
_ARTICLE: Final = "ال"  # names are kept without it
_MOST_NAMES: Final = 20_000  # kept, some 40 MB
MOST_CANDIDATES: Final = 40  # of the hundreds of San Josés, those a report can mean


class Names:
    """The names of one gazetteer as the geoparser needs them, each looked up once."""

    _of: ClassVar[WeakKeyDictionary[Gazetteer, Names]] = WeakKeyDictionary()

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[int, Name] = {}
        self._found: dict[str, tuple[int, ...]] = {}  # what was asked for by its spelling
        self._places: dict[str, Place] = {}
        self._nationalities: dict[str, str] = {}
        self._longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # adjectives of several, by the first
        for form, place in gazetteer.demonyms.items():
            first, *rest = form.split()
            for spelling in _spellings(first):
                if rest:
                    self._longer.setdefault(spelling, []).append((tuple(rest), place))
                else:
                    self._nationalities[spelling] = place
        # By the first word and the second, "" behind a single one: what begins with "the" is no short list.
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        for phrase, kind in gazetteer.nonplaces.items():
            first, *rest = phrase.split()
            for spelling in _spellings(first):
                seconds = self._phrases.setdefault(spelling, {})
                seconds.setdefault(rest[0] if rest else "", []).append((tuple(rest), kind))

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> Names:
        """Return the names of a gazetteer, the same object every time."""
        if gazetteer not in cls._of:
            cls._of[gazetteer] = cls(gazetteer)
        return cls._of[gazetteer]

    def __getitem__(self, number: int) -> Name:
        name = self._names.get(number)
        if name is None:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            name = self._names[number] = self._read(number)
        return name

    def _read(self, number: int) -> Name:
        gazetteer, key = self._gazetteer, self._gazetteer.name(number)
        entries = [entry for entry in gazetteer.entries(number) if entry.use < _NEVER][:MOST_CANDIDATES]
        rows = [entry.row for entry in entries]
        columns = (
            gazetteer.kind, gazetteer.country, gazetteer.admin1, gazetteer.latitude, gazetteer.longitude,
            gazetteer.population, gazetteer.is_curated, gazetteer.radius_km,
        )  # fmt: skip
        candidates = []
        for entry, kind_at, country_at, admin1, latitude, longitude, population, is_curated, radius_km in zip(
            entries, *(column[rows].tolist() for column in columns), strict=True
        ):
            kind, countries = gazetteer.kinds[kind_at], gazetteer.country_sets[country_at]
            feature_code = gazetteer.feature_code(entry.row)
            candidates.append(
                Candidate(
                    entry.row,
                    kind,
                    countries[0] if len(countries) == 1 else "",
                    entry.row if kind == "governorate" else admin1,
                    latitude,
                    longitude,
                    population,
                    entry.is_primary,
                    is_curated,
                    feature_code == "PPLC",
                    radius_km,
                    entry.has_article,
                    entry.use,
                    _SEATS.get(feature_code, frozenset()),
                    countries,
                )
            )
        candidates.sort(key=lambda candidate: -candidate.salience)
        candidates = list(self._with_bynames(key, candidates))
        bears_article = bool(gazetteer.names.bears_article[number])
        return Name(key, tuple(candidates), grade_of(candidates), bears_article)

    def _with_bynames(self, key: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Mark the lesser places whose byname is the name of a greater one: New Britain is a "Quebec" too.

        "Newcastle" is short for Newcastle upon Tyne. In Arabic, where hardly any place has all its spellings
        listed, a second one says nothing.
        """
        is_taken = False
        for candidate in candidates:
            if candidate.is_primary:
                is_taken = not is_arabic(key)
            elif is_taken and not fold(self._gazetteer.own_name(candidate.row)).startswith(key):
                yield replace(candidate, is_byname=True)
                continue
            yield candidate

    def place(self, id: str) -> Place:
        """Return a place by its id, looked up once."""
        if id not in self._places:
            self._places[id] = self._gazetteer[id]
        return self._places[id]

    def capital(self, country: Place) -> Place | None:
        """Return the capital of a country."""
        return self._gazetteer.capital(country.country or "")

    def country(self, id: str) -> str:
        """Return the country code of a place, "" for a place of several."""
        return self.place(id).country or ""

    def find(self, phrase: str) -> Name | None:
        """Return the name that a phrase spells as a whole, ``None`` if the gazetteer has none."""
        spelled = fold(phrase)
        if spelled not in self._found:
            if len(self._found) >= _MOST_NAMES:
                self._found.clear()
            self._found[spelled] = tuple(self._spelled(spelled))
        names = [self[number] for number in self._found[spelled]]
        return next((name for name in names if name.candidates), None)

    def _spelled(self, phrase: str) -> Iterator[int]:
        """Yield the numbers of the names that a folded phrase is, with its article and without it."""
        first = phrase.partition(" ")[0]
        is_articled = first.startswith(_ARTICLE) and len(first) >= len(_ARTICLE) + LEAST_STEM
        for spelling in (phrase, phrase.removeprefix(_ARTICLE)) if is_articled else (phrase,):
            number = self._gazetteer.names.find(spelling)
            if number is not None:
                yield number

    def nationality(self, word: str) -> str | None:
        """Return the id of the country whose adjective a folded word is, behind any proclitics."""
        return self._nationalities.get(word)

    def nationalities(self, reading: Reading) -> dict[int, str]:
        """Return the words of a text that are adjectives of countries, with the countries' ids.

        Of "South African" it is the second, of "الكورية الشمالية" the first.
        """
        single = self._nationalities.keys() & reading.vocabulary
        begun = self._longer.keys() & reading.vocabulary
        spoken = single | begun
        if not spoken:
            return {}
        found: dict[int, str] = {}
        for at in [at for at, word in enumerate(reading.words) if word in spoken]:
            if reading.words[at] in single:
                found.setdefault(at, self._nationalities[reading.words[at]])
            for words, place in self._adjectives_at(reading, at):
                found[_head(reading, words)] = place
        return dict(sorted(found.items()))

    def adjective(self, reading: Reading, head: int) -> range:
        """Return the words of the adjective that one of them, its head, stands for: "South African"."""
        for first in (head, head - 1):
            for words, _ in self._adjectives_at(reading, first) if first >= 0 else ():
                if _head(reading, words) == head:
                    return words
        return range(head, head + 1)

    def _adjectives_at(self, reading: Reading, first: int) -> Iterator[tuple[range, str]]:
        for rest, place in self._longer.get(reading.words[first], ()):
            last = first + 1 + len(rest)
            is_said = tuple(reading.words[first + 1 : last]) == rest and not reading.is_cut(first, last - 1)
            if is_said and (is_arabic(rest[0]) or reading.is_capital(first)):
                yield range(first, last), place

    def phrases(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        """Yield the listed names that are no places: first word, last + 1, kind; the longest at each word."""
        begun = self._phrases.keys() & reading.vocabulary
        if not begun:
            return
        words = reading.words
        for word in [at for at, text in enumerate(words) if text in begun]:
            seconds = self._phrases[words[word]]
            second = words[word + 1] if word + 1 < len(words) else ""
            for rest, kind in (*seconds.get("", ()), *seconds.get(second, ())):
                last = word + 1 + len(rest)
                if tuple(words[word + 1 : last]) == rest and not reading.is_cut(word, last - 1):
                    yield word, last, kind


def _head(reading: Reading, words: range) -> int:
    return words.start if is_arabic(reading.words[words.start]) else words.stop - 1


def _spellings(word: str) -> Iterator[str]:
    """A word behind every chain of proclitics, if it is Arabic."""
    if not is_arabic(word):
        yield word
        return
    for spelling, _ in prefixed(word):
        yield spelling
