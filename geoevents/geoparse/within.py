"""What the text says to contain a place: "العقبة بالأردن", "Paris, Texas", "the Lebanese city of Tripoli"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import dist
from typing import Final

from geoevents.geoparse.candidates import LOOKED_AT, Candidate, km_along
from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import GENITIVES, Toponym, is_coordinated

__all__ = ["Within", "find_parents"]

_FEMININE: Final = "ه"  # folded, as the adjective of a city ends
_OWNED: Final = 3  # words between a country and the city that is its
_BESIDE_KM: Final = 100.0  # "الباب شرقي حلب"


@dataclass(frozen=True, slots=True)
class Within:
    """What the text says to contain a place, or to lie beside it."""

    kind: str
    country: str
    admin1: int = -1
    point: tuple[float, float, float] = (0.0, 0.0, 0.0)  # on a globe of radius 1

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether a candidate can be meant.

        >>> from geoevents.gazetteer.store import Gazetteer
        >>> from geoevents.geoparse.names import Names
        >>> candidates = Names.of(Gazetteer.load()).find("Tripoli").candidates
        >>> {candidate.country for candidate in candidates if Within("country", "LB").holds(candidate)}
        {'LB'}
        """
        if self.kind == "country":
            return self.country in candidate.countries
        if self.kind == "governorate" and self.admin1 == candidate.admin1:
            return True
        return km_along(dist(candidate.point, self.point)) < _BESIDE_KM


def find_parents(
    reading: Reading, toponyms: Sequence[Toponym], adjectives: Mapping[int, str]
) -> list[Within | None]:
    """What contains each place by the words behind it, or behind another mention of its name.

    ``adjectives`` are the words that are adjectives of countries, with the countries' codes. A name that the
    report places twice, in two countries, keeps both senses apart.
    """
    said = [_parent(reading, toponyms, at, adjectives) for at in range(len(toponyms))]
    for at in range(1, len(toponyms)):
        before, here = toponyms[at - 1 : at + 1]
        if said[at] is None and _share_noun(before, here) and is_coordinated(reading, before, here):
            said[at] = said[at - 1]  # "the Syrian villages of Shaab and Arman"
    last: dict[str, Within] = {}
    for toponym, parent in zip(reversed(toponyms), reversed(said), strict=True):
        if parent is not None:
            last[toponym.name.key] = parent  # at last the first that the text says
    parents: list[Within | None] = []
    for toponym, parent in zip(toponyms, said, strict=True):
        if parent is not None:
            last[toponym.name.key] = parent
        parents.append(parent or last.get(toponym.name.key))
    return parents


def _share_noun(before: Toponym, here: Toponym) -> bool:
    is_shared = before.head is not None and before.head.plural and here.head is not None
    return is_shared and before.heads == here.heads


def _parent(
    reading: Reading, toponyms: Sequence[Toponym], at: int, adjectives: Mapping[int, str]
) -> Within | None:
    """What the words around a name say to contain it: "العقبة بالأردن", "طرابلس اللبنانية"."""
    here = toponyms[at]
    if here.name.candidates[0].kind == "country":
        return None
    for word in (here.last, here.last + 1, here.first - 1, here.first - 2):
        if word in adjectives and _is_of(reading, here, word):
            return Within("country", adjectives[word])
    if at and (owner := _owner(reading, toponyms[at - 1], here)):
        return owner
    if at + 1 >= len(toponyms):
        return None
    after = toponyms[at + 1]
    best = after.name.candidates[0]
    between = range(here.last, after.first)
    gap = reading.gap(here.last - 1).strip()
    if between and all(reading.words[word] == "of" or _is_bearing(reading, word) for word in between):
        is_within = gap in ("", ",", "،")  # "الباب شرقي حلب", "al-Bab, in rural Aleppo"
    elif best.kind == "region" and _is_bearing(reading, after.first):
        # "صور جنوبي لبنان", where that is a name of its own.
        is_within = not between and gap in ("", ",", "،")
    elif best.kind not in ("country", "governorate") or after.head is not None:
        return None
    elif between:
        is_within = [reading.words[word] for word in between] in (["في"], ["in"])
    else:
        is_within = after.proclitic == "ب" or (not after.proclitic and gap in (",", "،", "("))
    if not is_within:
        return None
    wholes = [best, *(c for c in after.name.candidates[1:LOOKED_AT] if c.kind in ("country", "governorate"))]
    options = [Within(whole.kind, whole.country, whole.admin1, whole.point) for whole in wholes]
    # "Atlanta, Georgia" is in the state, since no Atlanta is in the country.
    return next((one for one in options if any(map(one.holds, here.name.candidates))), options[0])


def _is_of(reading: Reading, here: Toponym, word: int) -> bool:
    """Tell whether the adjective of a country beside a name belongs to it: "طرابلس اللبنانية"."""
    if word == here.last + 1:  # "Tripoli, the Libyan capital"
        is_beside = reading.gap(here.last - 1).strip() == "," and reading.words[here.last] == "the"
        return is_beside and _is_unit(reading, word + 1)
    if reading.is_cut(min(word, here.last - 1), max(word, here.first)):
        return False
    if is_arabic(reading.words[word]):
        if word == here.last:
            return reading.words[word].endswith(_FEMININE)
        nouns = (reading.cue_before(word, "type"), reading.cue_before(word, "visit"))
        return word == here.first - 1 and any(nouns)  # "العاصمة الليبية طرابلس"
    if word == here.first - 1:
        return here.core != here.first  # "the Lebanese city of Tripoli"
    return word < here.first and _is_unit(reading, word + 1)  # "the Libyan capital Tripoli"


def _is_unit(reading: Reading, word: int) -> bool:
    return bool(reading.cue(word, "type")) or reading.words[word : word + 1] == ["capital"]


def _owner(reading: Reading, before: Toponym, here: Toponym) -> Within | None:
    """The country that owns a city: "Lebanon's second city Tripoli"."""
    best = before.name.candidates[0]
    between = range(before.last, here.first)
    if (
        best.kind != "country"
        or not 0 <= len(between) <= _OWNED
        or reading.gap(before.last - 1).strip() not in GENITIVES
    ):
        return None
    is_named = any(_is_unit(reading, word) for word in (here.first - 1, here.first))
    return Within("country", best.country) if is_named else None


def _is_bearing(reading: Reading, word: int) -> bool:
    return bool(reading.cue(word, "direction") or reading.cue(word, "part"))
