"""Which place a row of a table means: names weighed by spelling, renown, containment and the other rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geoevents.gazetteer.search import Match
from geoevents.gazetteer.typewords import kinds_named
from geoevents.model import Place
from geoevents.tables.cells import says_unknown, split_cell

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Choice", "Chooser", "Named", "distance_km"]

# How a place's weight grows with its spelling and its renown: a spelling that only sounds the same (0.95)
# makes it a third as likely, a slip of the pen (0.85) forty times less; a large city outweighs a hamlet
# of the same name ten times. Found on noisy spellings of Syrian units (benchmarks/attach.py).
_SPELLING: Final = 25.0
_RENOWN: Final = 5.0
_SAME_NAME: Final = 0.93  # a spelling as good as this is not looked for any further
_OTHER_LEVEL: Final = 0.02  # weight of a town in a column of governorates, or the other way round
_OTHER_KIND: Final = 0.8  # of the score, if the cell says "camp" and only a town is known
# Weight of what is seldom meant without its type word: a bare name is rather that of a town.
_UNSAID: Final = {
    "governorate": 0.2, "district": 0.2, "subdistrict": 0.2, "border_crossing": 0.2, "base": 0.2,
    "facility": 0.2, "camp": 0.5,
}  # fmt: skip
_SAME_PLACE_KM: Final = 10.0  # what is as near as this is no other place
_BORDER_KM: Final = 10.0  # so far beyond a unit's outline a place may still be counted to it
_AROUND_KM: Final = {
    "district": 40.0,
    "subdistrict": 20.0,
    "city": 40.0,
}  # how far what belongs to a seat lies
_AROUND_OTHERS_KM: Final = 25.0
_FARTHEST: Final = 3.0  # times that distance
_SURE: Final = 0.7  # rows as sure as this tell which countries the table is about
_LEAST_ROWS: Final = 3  # rows that tell it
_ELSEWHERE: Final = (0.05, 0.3)  # of a country and of a unit that no other row lies in
_NEAR_NAMES: Final = 5  # candidates shown for a row
_FOCUS: Final = 0.5  # of the rows in one country: there names are guessed at
_LIMIT: Final = 100  # namesakes that are weighed

_UNITS: Final = ("country", "governorate", "district", "subdistrict")
_SETTLED: Final = frozenset({"city", "town", "village", "neighbourhood"})
# What a unit is worth that only its seat stands for: radius in km, ACLED geo_precision, UCDP where_prec.
_BY_SEAT: Final = {"governorate": (60.0, 3, 4), "district": (25.0, 2, 3), "subdistrict": (12.0, 2, 3)}
_SEATS: Final = {
    "governorate": frozenset({"city"}),
    "district": frozenset({"city", "town"}),
    "subdistrict": frozenset({"city", "town", "village"}),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a row and the level of its column, "" if its heading tells none."""

    text: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was found for a row: a place or a point, or why none and what comes near."""

    place: Place | None
    score: float
    reason: str
    text: str = ""
    candidates: tuple[Place, ...] = ()
    precision: tuple[float, int, int] | None = None  # radius, ACLED, UCDP; where not the place's own
    is_ambiguous: bool = False
    held: float = 0.0  # how well the place lies in what the wider names mean


@dataclass(slots=True)
class Chooser:
    """Chooses places for the rows of one table; what it looked up it remembers."""

    gazetteer: Gazetteer
    least: float
    countries: Mapping[str, float] = field(default_factory=dict)  # shares of the other rows
    units: Mapping[str, float] = field(default_factory=dict)

    _may_guess: bool = True
    _saliences: dict[str, float] = field(default_factory=dict, repr=False)
    _known: dict[tuple[str, str, bool], tuple[Match, ...]] = field(default_factory=dict, repr=False)

    @property
    def focus(self) -> str:
        """The country in which most of the other rows lie, "" if there is none."""
        return next((code for code, share in self.countries.items() if share > _FOCUS), "")

    def learn(self, choices: Iterable[Choice]) -> None:
        """Take from the rows that are sure which countries and units the table is about."""
        places = [one.place for one in choices if one.place is not None and one.score >= _SURE]
        if len(places) < _LEAST_ROWS:
            return
        countries = Counter(place.country for place in places)
        units = Counter(place.admin1 or place.id for place in places)
        self._known.clear()  # guesses depend on what was learnt
        self.countries = {code: count / len(places) for code, count in countries.items() if code}
        self.units = {id: count / len(places) for id, count in units.items()}

    def choose(self, names: Sequence[Named], country: str = "", *, fuzzy: bool = True) -> Choice:
        """Choose the place of a row from its names, the finest first."""
        self._may_guess = fuzzy
        parts = [
            (Named(text, name.level), at)
            for at, name in enumerate(names)
            if not says_unknown(name.text)
            for text in self._parts(name.text, country)
        ]
        if not parts:
            empty = all(not name.text.strip() for name in names)
            return Choice(
                None, 0.0, "the cell is empty" if empty else "the cell says that the place is unknown"
            )
        told = [part for part, _ in parts]
        found = self._choose(told, country)
        if len(told) > 1 and parts[0][1] == parts[1][1]:  # several names in one cell, in either order
            first = sum(at == 0 for _, at in parts)
            turned = self._choose([*reversed(told[:first]), *told[first:]], country)
            found = max(found, turned, key=lambda one: (one.place is not None, one.held, one.score))
        return found

    def _parts(self, text: str, country: str) -> tuple[str, ...]:
        parts = split_cell(text)
        if len(parts) > 1 and any(match.spelling == 1 for match in self.matches(text, country, False)):
            return (text,)  # a name with a stroke in it
        return parts

    def _choose(self, names: Sequence[Named], country: str) -> Choice:
        finest, wider = names[0], [self._weighed(name, country, is_wide=True) for name in names[1:]]
        for is_fuzzy in (False, True) if self._may_guess else (False,):
            weights = self._weighed(finest, country, is_wide=False, is_fuzzy=is_fuzzy)
            inside = self._inside(weights, wider)
            if inside and (is_fuzzy or max(match.spelling for match, _ in inside) >= _SAME_NAME):
                break
        if inside:
            found = self._best(finest, inside)
            if found.place is not None or len(names) == 1:
                return replace(found, held=_held(found.place, wider))
        else:
            elsewhere = [match.place for match, _ in sorted(weights, key=lambda one: -one[1])]
            found = Choice(
                None, 0.0, _unknown(finest, names[1:], elsewhere), finest.text, tuple(elsewhere[:_NEAR_NAMES])
            )
        if len(names) == 1:
            return found
        instead = self._choose(
            [replace(names[1], level=names[1].level or "governorate"), *names[2:]], country
        )
        if instead.place is None or (instead.place.kind not in _UNITS and instead.precision is None):
            return found
        reason = f"{found.reason}; {instead.place.name} instead"
        candidates = tuple(dict.fromkeys((*found.candidates, instead.place)))[: _NEAR_NAMES + 1]
        return replace(instead, reason=reason, candidates=candidates, held=0.0)

    def matches(self, text: str, country: str, is_fuzzy: bool) -> tuple[Match, ...]:
        """Look a name up; guesses are made in the country given, or in that of most other rows."""
        key = text, country, is_fuzzy
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(self, text: str, country: str, is_fuzzy: bool) -> tuple[Match, ...]:
        if not is_fuzzy:
            return self.gazetteer.lookup(text, country=country or None, fuzzy=False, limit=_LIMIT)
        exact = self.matches(text, country, False)
        guessed = self.gazetteer.lookup(text, country=country or self.focus or None, limit=_LIMIT)
        known = {match.place.id for match in exact}
        return (*exact, *(match for match in guessed if match.place.id not in known))

    def _weighed(
        self, name: Named, country: str, *, is_wide: bool, is_fuzzy: bool = True
    ) -> list[tuple[Match, float]]:
        weighed = []
        level = name.level or ("unit" if is_wide else "")
        kinds = _kinds(name.text)
        for match in self.matches(name.text, country, is_fuzzy and self._may_guess):
            place = match.place
            known = _RENOWN * self._salience(place)
            weight = math.exp(_SPELLING * (match.spelling - 1) + known) * self._share(place)
            if level and not _is_of(place, level):
                weight *= _OTHER_LEVEL
            if kinds and not any(_is_of(place, kind) for kind in kinds):
                weight *= _OTHER_LEVEL
                match = replace(match, spelling=round(match.spelling * _OTHER_KIND, 3))  # noqa: PLW2901
            elif not kinds and not (level and place.kind in _UNITS):
                weight *= _UNSAID.get(place.kind, 1.0)
            weighed.append((match, weight))
        return weighed

    def _salience(self, place: Place) -> float:
        if place.id not in self._saliences:
            self._saliences[place.id] = float(self.gazetteer.salience[self.gazetteer.row(place.id)])
        return self._saliences[place.id]

    def _share(self, place: Place) -> float:
        if not self.countries:
            return 1.0
        country = max((self.countries.get(code, 0.0) for code in place.countries), default=0.0)
        unit = self.units.get(place.admin1 or place.id, 0.0)
        return (_ELSEWHERE[0] + country) * (_ELSEWHERE[1] + unit)

    def _inside(
        self, weights: list[tuple[Match, float]], wider: Sequence[list[tuple[Match, float]]]
    ) -> list[tuple[Match, float]]:
        """Return the places that lie in what the wider names mean, weighed by how well they do."""
        for units in wider:
            if not units:
                continue  # a wider name that nobody knows decides nothing
            most = max(weight for _, weight in units)
            likely = [(match.place, weight / most) for match, weight in units if weight > most / 100]
            weights = [
                (match, weight * support)
                for match, weight in weights
                if (support := max(share * within(match.place, unit) for unit, share in likely)) > 0
            ]
        return weights

    def _best(self, name: Named, weights: list[tuple[Match, float]]) -> Choice:
        ranked = sorted(weights, key=lambda one: (-one[1], one[0].place.id))
        (match, weight), place = ranked[0], ranked[0][0].place
        others = [
            (rival, against)
            for rival, against in ranked[1:]
            if not within(place, rival.place) and not within(rival.place, place)
            and distance_km(place, rival.place) > _SAME_PLACE_KM
        ]  # fmt: skip
        share = weight / (weight + sum(against for _, against in others))
        score = round(match.spelling * share, 3)
        candidates = tuple(one.place for one, _ in ranked[:_NEAR_NAMES])
        if score < self.least:
            is_ambiguous = match.spelling >= self.least
            reason = _several(name.text, candidates) if is_ambiguous else f"no place is called {name.text!r}"
            return Choice(None, score, reason, name.text, candidates, is_ambiguous=is_ambiguous)
        found = Choice(place, score, "", name.text, candidates)
        if match.spelling < _SAME_NAME:
            found = replace(found, reason=f"{name.text!r} read as {place.name}")
        level = name.level if name.level in _BY_SEAT else next(iter(_kinds(name.text) & _BY_SEAT.keys()), "")
        if level and place.kind in _SEATS[level]:
            return replace(found, precision=_BY_SEAT[level], reason=f"{place.name} stands for its {level}")
        return found


def _held(place: Place | None, wider: Sequence[list[tuple[Match, float]]]) -> float:
    """Return how well a place lies in each of the wider names' best places; 0 in those nobody knows."""
    if place is None:
        return 0.0
    best = [[match.place for match, _ in units if match.spelling >= _SAME_NAME] for units in wider]
    return math.prod(max((within(place, unit) for unit in units), default=0.0) for units in best)


_kinds = lru_cache(maxsize=10_000)(kinds_named)


def _is_of(place: Place, level: str) -> bool:
    if level == "unit":
        return place.kind in _UNITS
    if level in _SEATS and place.kind in _SEATS[level]:
        return level != "governorate"
    return place.kind == level or (level in _SETTLED and place.kind not in _UNITS)


def _unknown(name: Named, wider: Sequence[Named], elsewhere: Sequence[Place]) -> str:
    if not elsewhere:
        return f"no place is called {name.text!r}"
    there = ", ".join(one.text for one in wider)
    return f"no {name.text!r} is known in {there}" if wider else f"no place is called {name.text!r}"


def _several(text: str, candidates: Sequence[Place]) -> str:
    told = [f"{place.name} ({'/'.join(place.countries) or '?'}, {place.kind})" for place in candidates[:3]]
    return f"{text!r} may be {' or '.join(told)}"


def distance_km(one: Place, other: Place) -> float:
    """Return the distance of two places' points along the great circle.

    >>> round(distance_km(Place("a", "A", "", "town", 33, 36), Place("b", "B", "", "town", 34, 36)))
    111
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def within(place: Place, unit: Place) -> float:
    """Return how well a place counts to another, from 0 (it lies elsewhere) to 1.

    >>> syria = Place("country:SY", "Syria", "", "country", 35, 38, countries=("SY",))
    >>> within(Place("a", "A", "", "town", 33, 36, countries=("SY",)), syria)
    1.0
    """
    if place.id == unit.id:
        return 1.0
    if unit.kind == "country":
        return float(bool(set(unit.countries) & set(place.countries)))
    if place.kind == "country" or not set(unit.countries) & set(place.countries):
        return 0.0
    if place.admin1 == unit.id:
        return 1.0
    if unit.kind == "governorate":
        if place.kind == "governorate" or unit.outline is None:
            return 0.0
        from shapely import Point as ShapelyPoint

        return 0.5 * float(
            unit.outline.distance(ShapelyPoint(place.longitude, place.latitude)) * 111 <= _BORDER_KM
        )
    around = max(_AROUND_KM.get(unit.kind, _AROUND_OTHERS_KM), unit.radius_km)
    if place.kind == "governorate":
        return 0.0
    distance = distance_km(place, unit)
    return math.exp(-distance / around) if distance <= _FARTHEST * around else 0.0
