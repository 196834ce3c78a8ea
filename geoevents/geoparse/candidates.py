"""The places that a name can mean: what choosing between them needs of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import asin, cos, dist, log10, radians, sin
from typing import Final

from geoevents.language import lexicon
from geoevents.model import Kind

__all__ = ["LOOKED_AT", "SETTLEMENTS", "Candidate", "Name", "distance_km", "fits", "grade_of", "km_along"]

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
# What a place is worth beside its people, in orders of magnitude; tuned on the development corpora.
_COUNTRY: Final = 1.0
_UNIT: Final = 0.0
_CURATED: Final = 0.5
_CAPITAL: Final = 1.5
_HAMLET: Final = 100_000  # people of a settlement that is called small
_PARISH: Final = 200_000  # people of a first-level unit of a distant country that few have heard of


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
        most = _PARISH if self.kind == "governorate" else _HAMLET if self.kind in SETTLEMENTS else 0
        is_near = self.kind == "governorate" and self.country in _near()  # their figures are old, too
        is_known = self.is_curated or "governorate" in self.seat_of or is_near
        object.__setattr__(self, "is_small", self.population < most and not is_known)
        object.__setattr__(self, "salience", _salience(self))
        object.__setattr__(self, "point", point_on_globe(self.latitude, self.longitude))


@cache
def _near() -> frozenset[str]:
    """The Arab countries, whose reports are read first."""
    return frozenset(lexicon.load("ar", "spelling").table("latin")["countries"])


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
