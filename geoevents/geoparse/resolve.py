"""Which of the places that share a name a text means.

Every candidate gets a sum of readable signals; their softmax is the score of the mention. Names with an
unmistakable meaning are read first, and the rest are drawn to them: by containment, by the countries that
the report speaks of, and by distance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from math import dist, exp, log
from operator import itemgetter
from typing import Any, Final

from geoevents.geoparse.candidates import SETTLEMENTS, Candidate, distance_km, fits, km_along
from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym
from geoevents.geoparse.within import Within, find_parents

__all__ = ["ABROAD", "Choice", "Context", "resolve"]

# Weights of the signals, in units of one order of magnitude of population. Tuned one by one on LGL and
# TR-News (development corpora); a misfit of kind outweighs most cities.
_PRIMARY: Final = 1.5
_BYNAME: Final = -2.0  # "Quebec" is hardly New Britain, Connecticut, though that is called so too
_HEAD_SAME: Final = 4.0
_HEAD_LIKE: Final = 2.0
_HEAD_MISFIT: Final = -4.0
_HEAD_SEAT: Final = 2.0  # "قضاء سنجار" is rather about the Sinjar that is the seat of a district
_COUNTRY_FOCUS: Final = 2.5
_CONTAINED: Final = 5.0
_NOT_CONTAINED: Final = -6.0
_FOREIGN: Final = -3.0  # for a small place of a country that the report does not speak of
ABROAD: Final = "outside the country that the text says"
_UNIT_FOCUS: Final = 1.5
_UNIT_SHARE: Final = 3.0
_SEAT: Final = -3.0
_AT_A_SEAT: Final = frozenset({"", "base", "camp", "facility"})  # stand in a city, not in a province
# Arabic reports say "بلدة الدوحة" for a village; the bare name is Qatar's capital wherever they play.
_BARE_CAPITAL: Final = 5.0
_BARE_CITY: Final = 3.0
_GREAT: Final = 150_000  # people
_LESSER: Final = 2.5  # orders of magnitude of people that a namesake has less
_LESS: Final = 0.8
_BARE: Final = frozenset({"", "city"})
_SEAT_KM: Final = 30.0  # from the unit's point, for a city on disputed land or at its edge
_SEAT_SHARE: Final = 1.5  # the city holds a thirtieth of the people, or is a capital
_NEAR: Final = 3.0
_NEAR_KM: Final = 300.0
_SHARPNESS: Final = 2.0
_CERTAIN: Final = 0.4  # a first reading above it draws the other names
ABSTAIN_BELOW: Final = 0.2  # a share that was right one time in eight
# How often a choice is right, as the log-odds that its share and what supports it lend: a logistic regression
# on 5,049 names of LGL and TR-News, by `benchmarks/calibration.py --fit`.
_BELIEF: Final[Mapping[str, float]] = {
    "share": 0.35, "a country": 0.70, "salience": 0.10, "own name": 0.44, "country focus": 0.14,
    "near other places": 0.45, "named within": 0.26,
}  # fmt: skip
_DOUBT: Final = -2.23
_LEAST_SHARE: Final = 0.001


@dataclass(frozen=True, slots=True)
class Choice:
    """The ranked candidates of a toponym with their shares, best first."""

    ranked: tuple[tuple[Candidate, float], ...]
    signals: Mapping[int, Mapping[str, float]] = field(default_factory=dict)  # by row

    @property
    def best(self) -> Candidate | None:
        """The chosen candidate, ``None`` when no candidate is sure enough."""
        if not self.ranked or self.ranked[0][1] < ABSTAIN_BELOW:
            return None
        return None if self.is_abroad else self.ranked[0][0]

    @property
    def is_abroad(self) -> bool:
        """Tell whether no candidate lies in the country that the text says."""
        return bool(self.ranked) and ABROAD in self.signals.get(self.ranked[0][0].row, ())

    @property
    def share(self) -> float:
        """The share of the best candidate, 0…1."""
        return self.ranked[0][1] if self.ranked else 0.0

    @property
    def support(self) -> dict[str, float]:
        """What tells how far the choice can be trusted: its share, as log-odds, and the signals for it."""
        share = min(max(self.share, _LEAST_SHARE), 1 - _LEAST_SHARE)
        support = {"share": log(share / (1 - share))}
        if self.ranked:
            best = self.ranked[0][0]
            support["a country"] = float(best.kind == "country")
            support |= self.signals.get(best.row, {})
        return support

    @property
    def score(self) -> float:
        """How often a choice that is supported so is right, 0…1."""
        support = self.support
        belief = sum(weight * support.get(signal, 0.0) for signal, weight in _BELIEF.items())
        return 1 / (1 + exp(-(belief + _DOUBT)))


@dataclass(slots=True)
class Context:
    """What the whole document says about where it plays."""

    countries: Counter[str] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)  # country by the name that says it
    units: Counter[int] = field(default_factory=Counter)
    within: Counter[tuple[int, str]] = field(default_factory=Counter)  # unit by the name that lies there
    heads: dict[str, set[str]] = field(default_factory=dict)  # kinds that type words gave a name
    adjectives: dict[int, str] = field(default_factory=dict)  # country by the word that is its adjective
    chosen: dict[int, set[str]] = field(default_factory=dict)  # names that mean a place for certain
    anchors: set[tuple[tuple[float, float, float], str]] = field(default_factory=set)  # with their names
    # What the choices of one round ask for again and again. A name does not speak for itself.
    _own: Counter[str] = field(default_factory=Counter)  # of the countries, by name
    _total: int = 0  # of the countries
    _own_units: Counter[str] = field(default_factory=Counter)
    _shares: dict[tuple[str, str], float] = field(default_factory=dict)
    _others: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)

    def begin_round(self) -> None:
        """Forget what was derived from what the context said before."""
        self._shares.clear()
        self._others.clear()
        self._own = _by_name(self.said)
        self._total = self.countries.total()
        self._own_units = _by_name(self.within)

    def share(self, country: str, *, but: str = "") -> float:
        """The part of the document's countries that is this one, a name not counting for itself."""
        known = self.countries.get(country, 0)
        if not known:
            return 0.0
        if (country, but) not in self._shares:
            own = self.said.get((country, but), 0)
            total = self._total - self._own.get(but, 0)
            self._shares[country, but] = (known - own) / total if total > 0 else 0.0
        return self._shares[country, but]

    def unit_share(self, unit: int, *, but: str) -> float:
        """The part of the places found that lie in this unit, a name not counting for itself."""
        if unit not in self.units:
            return 0.0
        known = self.units[unit] - self.within.get((unit, but), 0)
        return known / (self.units.total() - self._own_units.get(but, 0)) if known else 0.0

    def is_foreign(self, candidate: Candidate, name: str) -> bool:
        """Tell whether the document speaks of countries, but for a name not of that of a candidate."""
        spoken_of = [country for country in candidate.countries if country in self.countries]
        others = self._total - sum(self.said[country, name] for country in spoken_of)
        return others > 0 and not any(self.share(country, but=name) for country in spoken_of)

    def anchors_but(self, name: str) -> list[tuple[float, float, float]]:
        """Return where the names that are certain lie, but for one of them."""
        if name not in self._others:
            self._others[name] = [point for point, other in self.anchors if other != name]
        return self._others[name]


def _by_name(said: Counter[Any]) -> Counter[str]:
    """Sum what a document says by the names that say it."""
    total: Counter[str] = Counter()
    for (_, name), count in said.items():
        total[name] += count
    return total


def resolve(reading: Reading, toponyms: Sequence[Toponym], context: Context) -> list[Choice]:
    """Choose a place for every toponym; a name keeps the sense that the report gave it."""
    parents = find_parents(reading, toponyms, context.adjectives)
    for toponym in toponyms:
        if toponym.head:
            context.heads.setdefault(toponym.name.key, set()).add(toponym.heads)
    first = _choices(toponyms, parents, context, is_last=False)
    for toponym, choice in zip(toponyms, first, strict=True):
        best = choice.best
        if best and choice.share > _CERTAIN and best.kind not in ("country", "other"):
            if best.kind != "region":  # of which the middle says little
                context.anchors.add((best.point, toponym.name.key))
                context.units[best.admin1] += 1
                context.within[best.admin1, toponym.name.key] += 1
            if toponym.role != "embedded" and best.country:
                context.countries[best.country] += 1
                context.said[best.country, toponym.name.key] += 1
            context.chosen.setdefault(best.row, set()).add(toponym.name.key)
    return _choices(toponyms, parents, context, is_last=True)


def _choices(
    toponyms: Sequence[Toponym], parents: Sequence[Within | None], context: Context, *, is_last: bool
) -> list[Choice]:
    context.begin_round()
    senses: dict[tuple[str, str, Within | None], Choice] = {}
    choices = []
    for toponym, parent in zip(toponyms, parents, strict=True):
        sense = toponym.name.key, toponym.heads, parent
        if sense not in senses:
            senses[sense] = _ranked(toponym, parent, context, is_last)
        choices.append(senses[sense])
    return choices


def _ranked(toponym: Toponym, parent: Within | None, context: Context, is_last: bool) -> Choice:
    candidates = toponym.name.candidates
    if len(candidates) == 1 and not is_last:
        return Choice(((candidates[0], 1.0),))
    signals = _signals(toponym, parent, context)
    scores = [sum(parts.values()) for parts in signals]
    top = max(scores)
    weights = [exp(_SHARPNESS * (score - top)) for score in scores]
    total = sum(weights)
    ranked = [(candidate, weight / total) for candidate, weight in zip(candidates, weights, strict=True)]
    ranked.sort(key=itemgetter(1), reverse=True)
    return Choice(tuple(ranked), {c.row: parts for c, parts in zip(candidates, signals, strict=True)})


def _signals(toponym: Toponym, parent: Within | None, context: Context) -> list[dict[str, float]]:
    """Return what speaks for each candidate of a name."""
    key, head, has_head = toponym.name.key, toponym.heads, toponym.head is not None
    told_kinds = () if has_head else context.heads.get(key, ())
    others_at = context.anchors_but(key)
    signals = []
    for candidate in toponym.name.candidates:
        kind = candidate.kind
        parts = {"salience": candidate.salience}
        if candidate.is_primary:
            parts["own name"] = _PRIMARY
        elif candidate.is_byname:
            parts["the name of a better known place"] = _BYNAME
        if kind in told_kinds:
            parts["named so elsewhere"] = _HEAD_LIKE
        elif candidate.row in context.chosen and context.chosen[candidate.row] - {key}:
            parts["named in full elsewhere"] = _HEAD_LIKE
        if has_head:
            same, like = kind == head, fits(kind, head)
            parts["type word"] = _HEAD_SAME if same else _HEAD_LIKE if like else _HEAD_MISFIT
            if head in candidate.seat_of:
                parts["a seat of such a unit"] = _HEAD_SEAT
        if head in _BARE and is_arabic(key) and (known := _by_bare_name(candidate, toponym)):
            parts |= known
        if kind == "governorate" and head in _AT_A_SEAT and _has_seat(candidate, toponym):
            parts["its seat rather"] = _SEAT
        spoken_of = [country for country in candidate.countries if country in context.countries]
        shares = [context.share(country, but=key) for country in spoken_of]
        parts["country focus"] = _COUNTRY_FOCUS * max(shares, default=0.0)
        if candidate.is_small and context.is_foreign(candidate, key):
            parts["small, in a country not spoken of"] = _FOREIGN
        if kind != "country":
            if candidate.admin1 >= 0 and (share := context.unit_share(candidate.admin1, but=key)):
                parts["governorate focus"] = _UNIT_FOCUS + _UNIT_SHARE * share
            if parent is not None and parent.holds(candidate):
                parts["named within"] = _CONTAINED
            elif parent is not None and candidate.countries:
                parts[ABROAD if parent.kind == "country" else "named within"] = _NOT_CONTAINED
            if spoken_of and others_at:
                near = km_along(min(map(dist, others_at, repeat(candidate.point))))
                parts["near other places"] = _NEAR * exp(-near / _NEAR_KM)
        signals.append(parts)
    return signals


def _by_bare_name(candidate: Candidate, toponym: Toponym) -> dict[str, float]:
    """What speaks for a capital or a great city whose name no other as well known bears."""
    if not candidate.is_primary:
        return {}
    if candidate.is_capital:
        is_meant = not _has_rival(candidate, toponym, _LESSER)
        return {"a capital by its bare name": _BARE_CAPITAL} if is_meant else {}
    is_great = candidate.population >= _GREAT and candidate.kind in SETTLEMENTS
    is_meant = is_great and not _has_rival(candidate, toponym, _LESS)
    return {"a great city by its bare name": _BARE_CITY} if is_meant else {}


def _has_rival(city: Candidate, toponym: Toponym, less: float) -> bool:
    """Tell whether another country has a city of the name that is known as well: Tripoli."""
    return any(
        other.country != city.country and other.salience > city.salience - less
        for other in toponym.name.candidates
    )


def _has_seat(unit: Candidate, toponym: Toponym) -> bool:
    """Tell whether a city of the same name lies in the unit: bare "الحسكة" is the city."""
    return any(
        c.kind in SETTLEMENTS
        and c.salience > unit.salience - _SEAT_SHARE
        and (c.admin1 == unit.row or distance_km(c, unit) < _SEAT_KM)
        for c in toponym.name.candidates
    )
