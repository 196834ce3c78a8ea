"""What the gazetteer knows of a name: the places that bear it, and how salient they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import asin, cos, dist, log10, radians, sin
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakKeyDictionary

from geoevents.gazetteer.matching import LEAST_STEM
from geoevents.geoparse.cues import is_arabic, prefixed
from geoevents.geoparse.reading import Reading
from geoevents.language.fold import fold
from geoevents.model import Kind, Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["LOOKED_AT", "SETTLEMENTS", "Candidate", "Name", "Names", "distance_km", "fits", "km_along"]

LOOKED_AT: Final = 5
"""Candidates of a name that are compared, the most salient first."""

SETTLEMENTS: Final = frozenset({"city", "town", "village", "neighbourhood"})
# Which kinds of place a type word can stand for, beside its own.
_STANDS_FOR: Final[dict[str, frozenset[str]]] = {
    "city": SETTLEMENTS, "town": SETTLEMENTS, "village": SETTLEMENTS, "neighbourhood": SETTLEMENTS,
    "district": SETTLEMENTS | {"subdistrict", "area", "region"},
    "subdistrict": SETTLEMENTS | {"district", "area"},
    "governorate": frozenset({"region"}),
    "area": SETTLEMENTS | {"district", "subdistrict", "region", "desert", "other", "mountain"},
    "region": frozenset({"area", "governorate", "desert", "island", "country"}),
    "desert": frozenset({"region", "area"}),
    "mountain": frozenset({"region", "area"}),
    "base": frozenset({"facility"}),
    "facility": frozenset({"base", "other"}),
    "other": frozenset({"facility", "region", "area", "river"}),
    "border_crossing": frozenset({"facility"}),
}  # fmt: skip
# The units that a settlement is the seat of, by GeoNames' feature code.
_SEATS: Final = {
    "PPLC": frozenset({"governorate", "district", "subdistrict"}),
    "PPLA": frozenset({"governorate", "district", "subdistrict"}),
    "PPLA2": frozenset({"district", "subdistrict"}),
    "PPLA3": frozenset({"subdistrict"}),
}
# What a place is worth beside its people, in orders of magnitude; tuned on the development corpora.
_COUNTRY: Final = 1.0
_UNIT: Final = 0.0
_CURATED: Final = 0.5
_CAPITAL: Final = 1.5
_NEVER: Final = 2
_HAMLET: Final = 20_000  # people of a settlement that is called small
_SMALL: Final[dict[str, int]] = {"governorate": 200_000}
_ARTICLE: Final = "ال"  # names are kept without it
_MOST_NAMES: Final = 20_000  # kept, some 40 MB
MOST_CANDIDATES: Final = 40  # of the hundreds of San Josés, those a report can mean


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant: what ranking needs of it, without building it."""

    row: int
    kind: Kind
    country: str  # "" where it lies in several
    admin1: int  # row of the first-level unit, -1 if none
    latitude: float
    longitude: float
    population: int
    is_primary: bool  # the name is the place's own, not an alternate one
    is_curated: bool
    is_capital: bool
    radius_km: float
    has_article: bool  # the name is never written without it
    use: int
    seat_of: frozenset[str] = frozenset()  # the kinds of unit that it is the seat of
    countries: tuple[str, ...] = ()
    is_byname: bool = False  # the name is not its own, but that of a better known place
    # How likely a report means it when nothing else is known: orders of magnitude of people.
    salience: float = field(init=False)
    point: tuple[float, float, float] = field(init=False)  # on a globe of radius 1
    is_small: bool = field(init=False)  # its name is known to few who do not live near

    def __post_init__(self) -> None:
        most = _SMALL.get(self.kind, _HAMLET if self.kind in SETTLEMENTS else 0)
        is_known = self.is_curated or "governorate" in self.seat_of
        object.__setattr__(self, "is_small", self.population < most and not is_known)
        object.__setattr__(self, "salience", _salience(self))
        object.__setattr__(self, "point", point_on_globe(self.latitude, self.longitude))


def _salience(place: Candidate) -> float:
    worth = log10(place.population + 10)
    if place.kind == "country":
        return max(worth, 6.0) + _COUNTRY
    if place.kind == "governorate":
        return max(worth, 4.5) + _UNIT
    if place.is_curated:
        worth = max(worth, 3.5, 2 * log10(place.radius_km + 1)) + _CURATED
    return worth + (_CAPITAL if place.is_capital else 0.0)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its candidates, most salient first; none where it is never a place."""

    key: str
    candidates: tuple[Candidate, ...]
    grade: str  # of the best known candidate
    bears_article: bool = False  # some place is written with it

    def is_written(self, *, article: bool) -> bool:
        """Tell whether the most salient candidate is written so, with or without the article."""
        return self.bears_article if article else not self.candidates[0].has_article


def grade_of(candidates: Sequence[Candidate]) -> str:
    """Return the class of the best known of candidates, a feature of recognition.

    >>> grade_of(())
    'unknown'
    """
    if not candidates:
        return "unknown"
    if candidates[0].kind == "country":
        return "country"
    settlements = [candidate for candidate in candidates if candidate.kind in SETTLEMENTS]
    best = settlements[0] if settlements else candidates[0]
    if best.is_capital:
        return "capital"
    if best.kind == "governorate":
        return "governorate"
    for grade, people in (("metropolis", 1e6), ("city", 1e5), ("town", 1.5e4)):
        if best.population >= people:
            return grade
    return "curated" if best.is_curated else "village" if best.population else "unknown"


def fits(kind: str, head: str) -> bool:
    """Tell whether a place of a kind may be called by a type word of another.

    >>> fits("town", "city"), fits("town", "camp")
    (True, False)
    """
    return kind == head or kind in _STANDS_FOR.get(head, ())


def point_on_globe(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return a point of a globe of radius 1: distances between many are found sooner than on the map.

    >>> point_on_globe(90, 0)[2]
    1.0
    """
    phi, lam = radians(latitude), radians(longitude)
    return cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi)


def km_along(chord: float) -> float:
    """Return the great-circle distance in km of points of the globe that are so far apart straight through.

    >>> round(km_along(2.0))
    20015
    """
    return 12742 * asin(min(1.0, chord / 2))


def distance_km(here: Candidate, there: Candidate) -> float:
    """Great-circle distance in km."""
    return km_along(dist(here.point, there.point))


class Names:
    """The names of one gazetteer as the geoparser needs them, each looked up once."""

    _of: ClassVar[WeakKeyDictionary[Gazetteer, Names]] = WeakKeyDictionary()

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[int, Name] = {}
        self._found: dict[str, tuple[int, ...]] = {}  # what was asked for by its spelling
        self._places: dict[str, Place] = {}
        self._nationalities = {
            spelling: place for form, place in gazetteer.demonyms.items() for spelling in _spellings(form)
        }
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
        """Return the words of a text that are adjectives of countries, with the countries' ids."""
        spoken = self._nationalities.keys() & reading.vocabulary
        if not spoken:
            return {}
        return {at: self._nationalities[word] for at, word in enumerate(reading.words) if word in spoken}

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


def _spellings(word: str) -> Iterator[str]:
    """A word behind every chain of proclitics, if it is Arabic."""
    if not is_arabic(word):
        yield word
        return
    for spelling, _ in prefixed(word):
        yield spelling
