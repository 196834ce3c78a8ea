"""Which words of a text name a place.

The gazetteer proposes every span that spells one of its names; the evidence around it decides. Type words
before ("مخيم الهول") and after ("al-Hol camp") belong to the span and say which kind of place is meant.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.company import (
    LIKE_KIND,
    OF_KIND,
    THRESHOLD,
    agreement,
    is_known,
    is_located,
    keep_company,
)
from geoevents.geoparse.cues import cues_by_word, is_arabic, lexicon
from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.lists import find_parted, find_shared, holds_many
from geoevents.geoparse.names import LOOKED_AT, SETTLEMENTS, Candidate, Names, distance_km, fits
from geoevents.geoparse.openings import is_dateline, is_label
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym, attach_type_word

if TYPE_CHECKING:
    pass

__all__ = ["THRESHOLD", "weigh", "without_overlap"]

_TRUSTED: Final = 2.0  # a curated name that its row does not call a common word
_TAUGHT: Final = 0.5  # the same of countries and capitals, which annotated text has plenty of
_IN_FOCUS: Final = 2.0
_SAME_COUNTRY: Final = 1.0  # they are in focus by their own name
_LOCATED: Final = 1.0
_NO_VERB: Final = 1.0
_REACHED: Final = 2.0
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
_LITTLE_KNOWN: Final = frozenset({"town", "village", "unknown"})
_POINTS_ON: Final = -8.0
_LABELS: Final = SETTLEMENTS | {"camp", "border_crossing", "district", "governorate"}
_LABEL: Final = 7.0  # no adjective and hardly a noun stands alone before a colon
_DATELINE: Final = 2.5
_CAPITAL: Final = 4.0
_EMBEDDED: Final = 0.1  # any other reading of the words goes before
_ARTICLE: Final = "ال"


def weigh(
    reading: Reading,
    found: list[Toponym],
    names: Names,
    evidence: Evidence,
    *,
    nationalities: Iterable[str] = (),
    claimed: Container[int] = (),
) -> None:
    """Lend every span that spells a name the evidence that it is a place; most are common words.

    ``nationalities`` are the countries whose adjectives the text has, ``claimed`` the words inside listed
    names of organisations, outlets and the like.
    """
    focus = _focus(found, nationalities)
    wider = {word: hit.name.candidates[0] for hit in found if (word := _containing(reading, hit)) is not None}
    beside = {word: hit for hit in found if hit.use == 0 and (word := _bearing(reading, hit)) is not None}
    for hit in found:
        attach_type_word(reading, hit)
        hit.logit = evidence.score(reading, hit)
        for what, weight in _prior(reading, hit, focus, wider, beside):
            hit.lend(what, weight)
        if hit.logit <= THRESHOLD and _is_embedded(reading, hit, claimed):
            hit.role = "embedded"
            hit.lend("inside the name of an organisation", _EMBEDDED - hit.logit)
    found.extend((*find_shared(reading, names), *find_parted(reading, names)))
    keep_company(reading, found, focus)
    for hit in found:
        if _is_bank(reading, hit):
            hit.lend("a bank of a river by the words behind it", _POINTS_ON)
    starts = {hit.first for hit in found if hit.logit > THRESHOLD}
    for hit in found:
        if hit.core_last - hit.core > 1 and hit.last in starts and _points_on(reading, hit):
            hit.lend("its last word tells the side of the name behind it", _POINTS_ON)
    for hit in found:
        if not holds_many(reading, hit):
            _compose(hit, names)


def _points_on(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a name ends in a compass point of the next one: "الباب شرقي حلب" is no "باب شرقي"."""
    cue = reading.cue(hit.core_last - 1, "direction")
    return cue is not None and not cue.proclitic and not reading.is_cut(hit.last - 1, hit.last)


def _is_bank(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a name is a river's bank: "الضفة الشرقية لنهر الفرات" has nothing of the West Bank."""
    noun = reading.words[hit.core].removeprefix(hit.proclitic).removeprefix(_ARTICLE)
    known = cues_by_word().get(noun) if is_arabic(noun) else None
    if known is None or all(cue.value != "river" for cue, _ in known.by_role.get("type", ())):
        return False
    if reading.is_cut(hit.last - 1, hit.last):
        return False
    behind = hit.last + any(map(str.startswith, reading.words[hit.last : hit.last + 1], [_ARTICLE]))
    behind += reading.words[behind : behind + 1] == ["من"]
    river = reading.cue(behind, "type")
    is_of_river = (
        river is not None and river.value == "river" and (behind > hit.last or bool(river.proclitic))
    )
    return bool(is_of_river or reading.cue(hit.last, "side"))


def _compose(hit: Toponym, names: Names) -> None:
    """Give each name of a list the noun that they share: "باديتي حمص والشام" are two deserts."""
    if hit.head is None or not hit.head.plural or hit.heads in {c.kind for c in hit.name.candidates}:
        return
    for noun in lexicon("ar")["types"][hit.heads]["singular"]:
        for article in ("", _ARTICLE) if hit.article else ("",):
            whole = names.find(f"{noun} {article}{hit.name.key}")
            if whole is not None and hit.heads in {c.kind for c in whole.candidates}:
                hit.name = whole
                return


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


def _prior(
    reading: Reading,
    hit: Toponym,
    focus: Set[str],
    wider: Mapping[int, Candidate],
    beside: Mapping[int, Toponym],
) -> Iterator[tuple[str, float]]:
    """What the annotated text could not teach: trust in curated names, the countries of the report.

    ``focus`` are the countries that the text speaks of, ``wider`` is by its first word what contains the
    name before it, ``beside`` what that lies by.
    """
    if hit.proclitic.endswith(_PREFIXED) and reading.cue_before(hit.first, "preposition"):
        yield "two prepositions before one name", _UNGRAMMATICAL  # "إلى لقاح" is no قاح behind "إلى ل"
    if agreeing := agreement(hit) or _contained(reading, hit):
        yield "type word of a place of this name", agreeing
    if not hit.name.is_written(article=hit.article):
        return
    best = hit.name.candidates[0]
    if best.is_curated and best.kind in _LABELS and is_label(reading, hit):
        yield "the label of an item", _LABEL
    if hit.name.grade not in _LITTLE_KNOWN and is_dateline(reading, hit):
        yield "a dateline", _DATELINE
    if best.is_capital and reading.is_capital_of(hit.first):
        yield "behind the noun for a capital", _CAPITAL
    is_trusted = is_known(best) or (hit.core_last - hit.core > 1 and hit.name.grade in _POPULOUS)
    if best.kind != "country" and (hit.last in wider or _is_beside(reading, hit, beside.get(hit.last))):
        yield "what contains it is named", _WITHIN
    if best.kind != "country" and hit.last in wider:
        unit = wider[hit.last].admin1
        if unit >= 0 and any(candidate.admin1 == unit for candidate in hit.name.candidates):
            yield "and it lies there", _LIES_THERE
    least = _TOWN if is_arabic(hit.name.key) else _GREAT_TOWN
    is_town_there = best.population >= least and best.country in focus
    if is_trusted and not is_arabic(hit.name.key) and _is_explained(reading, hit):
        yield "a place by the words behind it", _EXPLAINED
    if (is_trusted or is_town_there) and is_located(reading, hit):
        yield "a known place behind a preposition", _LOCATED
        if not is_trusted and hit.use == 0 and is_arabic(hit.name.key):
            yield "a town of the country that the report is about", _TRUSTED
        if best.is_curated and hit.use == 1 and not hit.proclitic and is_arabic(hit.name.key):
            yield "where neither verb nor adjective stands", _NO_VERB
            if _is_reached(reading, hit):
                yield "where a movement ends", _REACHED
    if is_trusted and hit.heads == "facility":
        yield "a building of a known place", _SITED
    if is_trusted and hit.use == 0:
        is_taught = best.kind == "country" or best.is_capital
        yield "a known place", _TAUGHT if is_taught else _TRUSTED
        if any(not focus.isdisjoint(candidate.countries) for candidate in hit.name.candidates):
            yield "in a country of the report", _SAME_COUNTRY if is_taught else _IN_FOCUS


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


def _is_embedded(reading: Reading, hit: Toponym, claimed: Container[int]) -> bool:
    """A well-known name right behind the head noun of an organisation is part of it: "فيلق القدس"."""
    if hit.head or hit.use or hit.name.grade in _LITTLE_KNOWN:
        return False
    if not hit.name.is_written(article=hit.article):
        return False
    if hit.core in claimed:
        return not hit.proclitic.endswith("ف")  # "فرانس برس" is no رانس behind "ف"
    if hit.proclitic:
        return False
    cue = reading.cue_before(hit.core, "organisation")
    return cue is not None and cue.value != "located" and is_arabic(hit.name.key)


def without_overlap(hits: Iterable[Toponym]) -> list[Toponym]:
    """Return the place names in order of the text: of overlapping ones the longest, then the likeliest."""
    accepted: list[Toponym] = []
    taken: set[int] = set()
    # Borders are read word by word, since the countries may stand in any order and form.
    likely = [hit for hit in hits if hit.logit > THRESHOLD and hit.name.candidates[0].kind != "border"]
    for hit in sorted(likely, key=lambda hit: (hit.core - hit.core_last, -hit.logit, hit.core)):
        words = range(hit.core, hit.core_last)
        if taken.isdisjoint(words):
            taken.update(words)
            accepted.append(hit)
    return sorted(accepted, key=lambda hit: hit.core)
