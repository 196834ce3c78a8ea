"""Find places by name: as it is spelt, as it sounds, and with one slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from geoevents.gazetteer.matching import LEAST_STEM
from geoevents.gazetteer.soundalikes import Spoken, soundalikes, spoken_in
from geoevents.gazetteer.typewords import clitics, readings
from geoevents.language.fold import fold, fold_text
from geoevents.model import Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Match", "search"]

# How right a spelling is, from 0 to 1.
_OTHER_ARTICLE: Final = 0.98
_BYNAME: Final = 0.97  # where it is another place's own name
_LEAST_BESIDE_EXACT: Final = 0.93  # where the name itself is known, only what sounds the same is added
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
    spoken = spoken_in(gazetteer, country.upper() if country else "") if fuzzy else None
    for reading in readings(fold(name)):
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


def _rows(gazetteer: Gazetteer, name: str, spoken: Spoken | None) -> dict[int, tuple[float, int]]:
    """Return the places that may be meant: how right the best of their spellings is, and its key."""
    rows: dict[int, tuple[float, int]] = {}

    def offer(row: int, score: float, key: int) -> None:
        if score > rows.get(row, (0.0, 0))[0]:
            rows[row] = (score, key)

    for spelling, article in _spellings(name):
        key = gazetteer.names.find(spelling)
        if key is not None:
            entries = gazetteer.entries(key)
            is_own = any(entry.is_primary for entry in entries)
            for entry in entries:
                right = 1.0 if entry.has_article == article else _OTHER_ARTICLE
                offer(entry.row, right if entry.is_primary or not is_own else right * _BYNAME, key)
    if not rows:
        for key in _behind_clitics(gazetteer, name):
            for entry in gazetteer.entries(key):
                offer(entry.row, _BEHIND_CLITICS, key)
    if spoken is not None:
        least = _LEAST_BESIDE_EXACT if rows else 0.0
        for key, score in soundalikes(spoken, name):
            if score < least:
                continue
            for entry in gazetteer.entries(key):
                offer(entry.row, score, key)
    return rows


def _spellings(name: str) -> Iterator[tuple[str, bool]]:
    """Yield a name with and without the article, and whether an article was taken from it."""
    yield name, False
    article, latin, _ = clitics()
    first, _, rest = name.partition(" ")
    if first.startswith(article) and len(first) >= len(article) + LEAST_STEM:
        yield name.removeprefix(article), True
    if rest and first in latin:
        yield rest, True


def _behind_clitics(gazetteer: Gazetteer, name: str) -> list[int]:
    """Return the names that stand as a whole behind proclitics: للحسكة."""
    if not name.startswith(clitics()[2]):
        return []
    folded = fold_text(name)
    hits = gazetteer.names.match(folded)
    names: list[int] = hits.name[(hits.word_start == 0) & (hits.end == len(folded.codes))].tolist()
    return names


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
