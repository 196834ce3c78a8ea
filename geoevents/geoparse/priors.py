"""What annotated text could not teach of a name: trust in curated ones, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

from geoevents.geoparse.candidates import LOOKED_AT, SETTLEMENTS, Candidate, distance_km, fits
from geoevents.geoparse.company import LIKE_KIND, OF_KIND, agreement, is_known, is_located
from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.openings import is_dateline, is_label
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym

__all__ = ["LITTLE_KNOWN", "Around", "prior"]

LITTLE_KNOWN: Final = frozenset({"town", "village", "unknown"})
"""Grades of names that a report hardly gives without more."""

_TRUSTED: Final = 2.0  # a curated name that its row does not call a common word
_TAUGHT: Final = 0.5  # the same of countries and capitals, which annotated text has plenty of
_IN_FOCUS: Final = 2.0
_SAME_COUNTRY: Final = 1.0  # they are in focus by their own name
_THERE: Final = 2.0  # of a word that is a name, too
_LOCATED: Final = 1.0
_NO_VERB: Final = 1.0
_REACHED: Final = 2.0
_FOLLOWED: Final = ("visit", "office")  # "شهدت أبين", "شرطة مأرب"
_FOLLOWS: Final = 2.5
_CLAUSE: Final = 8  # words before a preposition in which its verb stands
_GOING_ON: Final = ("ال", "ب")  # how what describes a noun begins
_SITED: Final = 2.0
_EXPLAINED: Final = 2.5
_ARTICLES: Final = frozenset({"a", "an", "the"})
_ADJECTIVES: Final = 3  # words behind the article in which the noun stands
_WITHIN: Final = 3.5
_LIES_THERE: Final = 2.5
_POPULOUS: Final = frozenset({"metropolis", "city"})
_PREFIXED: Final = ("ب", "ل", "ك")
_UNGRAMMATICAL: Final = -6.0
_LINKS: Final = frozenset({"of", "the", "in", "a", "an"})
_BESIDE_KM: Final = 100.0
_GREAT_TOWN: Final = 50_000  # people of a town that a report on its country may name without more
_TOWN: Final = 20_000  # the same in Arabic, where a capital letter is no part of the evidence anyway
_LABELS: Final = SETTLEMENTS | {"camp", "border_crossing", "district", "governorate"}
_LABEL: Final = 7.0  # no adjective and hardly a noun stands alone before a colon
_DATELINE: Final = 2.5
_CAPITAL: Final = 4.0
_REST: Final = -20.0


@dataclass(frozen=True, slots=True)
class Around:
    """What a report says of where it plays."""

    focus: Set[str]  # the countries that it speaks of
    wider: Mapping[int, Candidate]  # by its first word, what contains the name before it
    beside: Mapping[int, Toponym]  # and what that lies by

    @staticmethod
    def of(reading: Reading, found: Iterable[Toponym], nationalities: Iterable[str]) -> Around:
        """Gather it from the names of a text; ``nationalities`` are the countries whose adjectives it has."""
        found = list(found)
        return Around(
            _focus(found, nationalities),
            {
                word: hit.name.candidates[0]
                for hit in found
                if (word := _containing(reading, hit)) is not None
            },
            {word: hit for hit in found if hit.use == 0 and (word := _bearing(reading, hit)) is not None},
        )


def prior(reading: Reading, hit: Toponym, around: Around) -> Iterator[tuple[str, float]]:
    """Yield what speaks for a span, and how much.

    >>> prior.__name__
    'prior'
    """
    if hit.proclitic.endswith(_PREFIXED) and reading.cue_before(hit.first, "preposition"):
        yield "two prepositions before one name", _UNGRAMMATICAL  # "إلى لقاح" is no قاح behind "إلى ل"
    if agreeing := agreement(hit) or _contained(reading, hit):
        yield "type word of a place of this name", agreeing
    if not hit.name.is_written(article=hit.article):
        return
    best, arabic = hit.name.candidates[0], is_arabic(hit.name.key)
    if best.is_curated and best.kind in _LABELS and is_label(reading, hit):
        yield "the label of an item", _LABEL
    if hit.name.grade not in LITTLE_KNOWN and is_dateline(reading, hit):
        yield "a dateline", _DATELINE * (2 if best.is_curated else 1)
    if best.is_capital and reading.is_capital_of(hit.first):
        yield "behind the noun for a capital", _CAPITAL
    if any(cue.value == "leading" for cue in reading.cues_before(hit.core)) and reading.is_capital(
        hit.core - 1
    ):
        yield "the rest of a longer name", _REST  # "Wadi Omran"
    is_trusted = is_known(best) or (hit.core_last - hit.core > 1 and hit.name.grade in _POPULOUS)
    if hit.name.grade == "metropolis" and hit.use == 0 and not arabic:
        is_trusted = True  # "Police in Aden said", though it is a given name, too
    if best.kind != "country":
        wider = around.wider.get(hit.last)
        if wider is not None or _is_beside(reading, hit, around.beside.get(hit.last)):
            yield "what contains it is named", _WITHIN
        unit = -1 if wider is None else wider.admin1
        if unit >= 0 and any(candidate.admin1 == unit for candidate in hit.name.candidates):
            yield "and it lies there", _LIES_THERE
    least = _TOWN if arabic else _GREAT_TOWN
    is_town_there = best.population >= least and best.country in around.focus
    if is_trusted and not arabic and _is_explained(reading, hit):
        yield "a place by the words behind it", _EXPLAINED
    if (is_trusted or is_town_there) and is_located(reading, hit):
        yield "a known place behind a preposition", _LOCATED
        if not is_trusted and hit.use == 0 and arabic:
            yield "a town of the country that the report is about", _TRUSTED
        if best.is_curated and hit.use == 1 and not hit.proclitic and arabic:
            yield from _placed_word(reading, hit, is_there=best.country in around.focus)
    if is_trusted and hit.heads == "facility":
        yield "a building of a known place", _SITED
    if is_trusted and arabic and any(reading.cue_before(hit.first, cue) for cue in _FOLLOWED):
        if hit.use == 0:
            yield "a known place where one follows", _FOLLOWS
        elif best.is_curated and hit.use == 1 and best.country in around.focus:
            yield "a known place where one follows", _FOLLOWS + _THERE
    if is_trusted and hit.use == 0:
        is_taught = best.kind == "country" or best.is_capital
        yield "a known place", _TAUGHT if is_taught else _TRUSTED
        if any(not around.focus.isdisjoint(candidate.countries) for candidate in hit.name.candidates):
            yield "in a country of the report", _SAME_COUNTRY if is_taught else _IN_FOCUS


def _placed_word(reading: Reading, hit: Toponym, *, is_there: bool) -> Iterator[tuple[str, float]]:
    """Weigh a curated name that is a word too, behind a preposition: "من تدمر"; is its country spoken of?"""
    yield "where neither verb nor adjective stands", _NO_VERB
    if _is_reached(reading, hit):
        yield "where a movement ends", _REACHED + (_IN_FOCUS if is_there else 0.0)
    elif is_there:
        is_town = hit.name.candidates[0].population >= _TOWN
        yield "in a country of the report", _THERE if is_town else _SAME_COUNTRY


def _focus(found: Iterable[Toponym], nationalities: Iterable[str]) -> set[str]:
    """The countries that a text speaks of by name or adjective."""
    countries = {
        hit.name.candidates[0].country
        for hit in found
        if hit.name.candidates[0].kind == "country" or hit.name.candidates[0].is_capital
    }
    return countries | {place.removeprefix("country:") for place in nationalities}


def _containing(reading: Reading, hit: Toponym) -> int | None:
    """Where words begin that say what contains the name before them: "بحلب", "بريف حمص", ", Texas"."""
    best = hit.name.candidates[0]
    if hit.first == 0:
        return None
    part = None if hit.proclitic else reading.cue_before(hit.core, "part")
    if part is not None and part.proclitic == "ب" and best.is_curated:
        return hit.core - part.size
    if best.kind not in ("country", "governorate"):
        return None
    is_within = hit.proclitic == "ب" or (
        not hit.proclitic and reading.gap(hit.first - 1).strip() in (",", "،")
    )
    return hit.core if is_within else None


def _bearing(reading: Reading, hit: Toponym) -> int | None:
    """Return where words begin that tell what a name before them lies by: "شرقي حلب", "west of Ramadi"."""
    best = hit.name.candidates[0]
    if best.kind == "country" or not is_known(best):
        return None
    first = hit.first
    told = bool(reading.cue(first, "direction"))  # "جنوبي لبنان", a name of its own
    while first > 0 and not reading.is_cut(first - 1, first):
        cues = reading.cues(first - 1)
        tells = any(cue.role in ("direction", "part") or cue.value == "near" for cue in cues)
        tells = tells or (not is_arabic(hit.name.key) and any(cue.role == "type" for cue in cues))
        if not tells and reading.words[first - 1] not in _LINKS:
            break
        told, first = told or tells, first - 1
    return first if told else None


def _is_beside(reading: Reading, hit: Toponym, other: Toponym | None) -> bool:
    """Tell whether one of the places that a name can mean lies within or beside that of another."""
    if other is None or reading.gap(hit.last - 1).strip() not in ("", ",", "،"):
        return False
    there = other.name.candidates[0]
    return any(
        here.country == there.country
        and (
            there.kind == "country"
            or (there.kind == "governorate" and here.admin1 == there.row)
            or distance_km(here, there) < _BESIDE_KM
        )
        for here in hit.name.candidates[:LOOKED_AT]
    )


def _is_explained(reading: Reading, hit: Toponym) -> bool:
    """Tell whether the words behind an English name say that it is a place: "Hit, a town on a river"."""
    if reading.gap(hit.last - 1).strip() != "," or reading.words[hit.last] not in _ARTICLES:
        return False
    behind = range(hit.last + 1, min(hit.last + 1 + _ADJECTIVES, len(reading)))
    return any(reading.cue(word, "type") for word in behind) and not reading.is_cut(hit.last, behind[-1])


def _is_reached(reading: Reading, hit: Toponym) -> bool:
    """Tell whether words of movement lead to or from the bare name: "وصل الرتل إلى القائم وانتشر"."""
    preposition = reading.cue_before(hit.first, "preposition")
    if preposition is None or preposition.value not in ("to", "from"):
        return False
    is_last = hit.last >= len(reading) or reading.is_cut(hit.last - 1, hit.last)
    if not is_last and reading.words[hit.last].startswith(_GOING_ON):
        return False  # "إلى القائم بالأعمال"
    first = max(0, hit.first - _CLAUSE)
    return any(reading.cue(word, "motion") for word in range(first, hit.first - 1))


def _contained(reading: Reading, hit: Toponym) -> float:
    """A curated name with a type word in it is told from other words by it: "Sharia camp", "بلدة كسب".

    Arabic names are whole with one only where what follows is never a place by itself; else it is a head.
    """
    best = hit.name.candidates[0]
    if hit.core_last - hit.core < 2 or not best.is_curated:
        return 0.0
    if best.kind in SETTLEMENTS and not is_arabic(hit.name.key):
        return 0.0
    cues = [cue for word in range(hit.core, hit.core_last) for cue in reading.cues(word, "type")]
    if any(cue.value == best.kind for cue in cues):
        return OF_KIND
    if any(fits(best.kind, cue.value) for cue in cues):
        return OF_KIND if is_arabic(hit.name.key) else LIKE_KIND
    return 0.0
