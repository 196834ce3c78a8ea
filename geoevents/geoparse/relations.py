"""Parts of a named place, and spots described by distance: "شمال شرقي سورية", "30 km north of Palmyra"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from geoevents.geoparse import footprints
from geoevents.geoparse.candidates import SETTLEMENTS, Candidate, distance_km
from geoevents.geoparse.cues import Cue, is_arabic
from geoevents.geoparse.distances import distance_before
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import GENITIVES, Toponym, is_coordinated
from geoevents.language.fold import fold
from geoevents.model import Place

__all__ = ["Part", "derive", "find_parts", "locates"]

Relation = Literal["sector", "countryside", "outskirts", "offset"]
# Anchors that a half or a disc makes no sense of: "east of the Euphrates" is no half of the river.
_NOT_DIVIDED: Final = frozenset({"river", "mountain", "border", "border_crossing", "other"})
_FROM: Final = frozenset({"of", "from", "من", "عن"})
_ABOUT: Final = frozenset(
    map(fold, ("على", "بعد", "مسافة", "نحو", "حوالي", "some", "about", "around", "roughly", "just"))
)
_FOR: Final = "لل"
_COUNTRYSIDE: Final = "ريف "  # how the name of a province begins that is another's countryside
_BESIDE_KM: Final = 30.0  # "north of Palmyra": as far as a newspaper reader would still call it that
_TOO_WIDE: Final = frozenset({"country", "governorate", "region", "desert"})
_MOST_DRAWN: Final = 1_000  # places that are remembered


@dataclass(frozen=True, slots=True)
class Part:
    """A span that describes a part of a toponym's place, or a spot beside it."""

    first: int
    last: int
    relation: Relation
    toponym: Toponym
    side: str = ""
    km: float = 0.0
    of: Toponym | None = None  # the name right before it, whose place it tells where it lies


def locates(part: Part, anchor: Candidate, named: Candidate | None) -> bool:
    """Tell whether a part only says where the place named before it lies: "Salman Pak, 30 km from Baghdad".

    It is no place of its own then, and its anchor is meant as such. Not so where it is a part of a country,
    or of the governorate of a city that the named place lies far from: "الباب شرقي حلب".
    """
    if part.of is None or named is None:
        return False
    if part.relation == "offset" or (part.relation == "sector" and part.toponym.head is not None):
        return anchor.kind != "country"
    if anchor.kind not in SETTLEMENTS:
        return False
    return not _names_unit(part.toponym) or (
        part.relation == "sector" and distance_km(anchor, named) < _BESIDE_KM
    )


def _names_unit(toponym: Toponym) -> bool:
    return any(candidate.kind == "governorate" for candidate in toponym.name.candidates)


def derive(part: Part, place: Place) -> Place | None:
    """Return the described place, ``None`` where the anchor has no such part."""
    return _drawn(part.relation, part.side, part.km, place)


@lru_cache(maxsize=_MOST_DRAWN)  # reports come back to the same few
def _drawn(relation: Relation, side: str, km: float, place: Place) -> Place | None:
    if place.kind in _NOT_DIVIDED:
        return None
    if relation == "offset":
        if place.kind in _TOO_WIDE:  # from its edge or from its centre?
            return None
        return footprints.offset(place, km, side) if side else footprints.around(place, km)
    if relation == "countryside":
        return footprints.countryside(place, side)
    if relation == "outskirts":
        return footprints.outskirts(place)
    return footprints.sector(place, side)


def find_parts(reading: Reading, toponyms: Sequence[Toponym]) -> Iterator[Part]:
    """Yield the described places of a text; the type word of their anchors is set on the way."""
    named = {word for toponym in toponyms for word in range(toponym.core, toponym.core_last)}
    by_last = {toponym.last: toponym for toponym in toponyms}
    for part in _found(reading, toponyms, named):
        yield replace(part, of=_named_before(reading, part.first, by_last))


def _found(reading: Reading, toponyms: Sequence[Toponym], named: Container[int]) -> Iterator[Part]:
    postposed = list(_postposed(reading, toponyms))
    yield from postposed
    taken = {id(part.toponym) for part in postposed}
    by_first = {toponym.first: toponym for toponym in toponyms if id(toponym) not in taken}
    reached = 0
    for word in sorted({*reading.where("part"), *reading.where("direction")}):
        if word < reached or word in named:
            continue
        for part in _parts_at(reading, word, by_first):
            yield part
            reached = max(reached, part.last)
    yield from _at_distance(reading, by_first)


def _named_before(reading: Reading, word: int, by_last: Mapping[int, Toponym]) -> Toponym | None:
    """The name that stands before words, but for a comma and what leads to a distance."""
    while word > 0 and word not in by_last and _leads_on(reading.words[word - 1]):
        word -= 1
    owner = by_last.get(word)
    if owner is None or owner.role == "embedded":
        return None
    return owner if reading.gap(word - 1).strip() in ("", ",", "،", "(") else None


def _leads_on(word: str) -> bool:
    return word in _ABOUT or word.startswith(_FOR)  # "مخيم الزعتري للاجئين شرقي المفرق"


def _postposed(reading: Reading, toponyms: Sequence[Toponym]) -> Iterator[Part]:
    """Read the English order: "the Idlib countryside", "Aleppo's outskirts"; and "ريف دمشق الغربي"."""
    for toponym in toponyms:
        if toponym.name.key.startswith(_COUNTRYSIDE):
            side, last = _sides(reading, toponym.last)
            if side:
                yield Part(toponym.first, last, "sector", toponym, side)
                continue
        part = reading.cue(toponym.last, "part")
        if part is None or part.value == "centre" or is_arabic(reading.words[toponym.core]):
            continue
        if not reading.is_cut(toponym.last - 1, toponym.last):
            side, first = _side_before(reading, toponym.first)
            yield Part(first, toponym.last + part.size, _around(part, toponym), toponym, side)


def _at_distance(reading: Reading, by_first: Mapping[int, Toponym]) -> Iterator[Part]:
    """Read a distance without a compass point: "40 km from Palmyra", "40 كم عن تدمر"."""
    for word in reading.where("distance"):
        unit = reading.cue(word, "distance")
        behind = word + unit.size if unit else len(reading)
        if behind >= len(reading) or reading.words[behind] not in _FROM or reading.is_cut(word, behind):
            continue
        distance, anchor = distance_before(reading, behind), _anchor(reading, behind, by_first)
        if distance and anchor is not None:
            yield Part(distance[1], anchor.last, "offset", anchor, "", distance[0])


def _around(part: Cue, anchor: Toponym) -> Relation:
    """The relation that a word means; a countryside is the governorate's rather than the city's."""
    if part.value != "countryside":
        return "outskirts"
    if anchor.head is None and _names_unit(anchor):
        anchor.head = Cue("type", "governorate")
    return "countryside"


def _parts_at(reading: Reading, word: int, by_first: Mapping[int, Toponym]) -> Iterator[Part]:
    part = reading.cue(word, "part")
    if part and part.value != "centre":
        anchor = _anchor(reading, word + part.size, by_first)
        if anchor is not None and reading.gap(anchor.last - 1).strip() in GENITIVES:
            anchor = by_first.get(anchor.last, anchor)  # "the countryside of Syria's Sweida"
        if anchor is not None:
            side, last = _sides(reading, anchor.last)
            first = word
            if not side and not is_arabic(reading.words[word]):
                side, first = _side_before(reading, word)
            yield Part(first, last, _around(part, anchor), anchor, side)
            if part.plural:
                yield from _each_other(reading, part, anchor, by_first)
        return
    sides: list[tuple[str, int, int]] = []
    at = word
    if part:
        sides.append(("centre", word, word + part.size))
        at = word + part.size
    while (compass := reading.compass(at)) and (not sides or compass[2] in ("و", "")):
        value, size, _ = compass
        if sides and reading.is_cut(at - 1, at):
            break
        sides.append((value, at, at + size))
        at += size
        if at < len(reading) and reading.words[at] == "and" and reading.compass(at + 1):
            at += 1  # "eastern and northeastern Syria"
    if not sides or reading.is_cut(at - 1, at) or reading.gap(word - 1).strip() in GENITIVES:
        return  # "Iraq's southern Wasit province" is all of Wasit
    anchor = _anchor(reading, at, by_first)
    if anchor is None:
        return
    distance = distance_before(reading, word)
    if distance and sides[0][0] in footprints.BEARINGS:
        km, first = distance
        yield Part(first, anchor.last, "offset", anchor, sides[0][0], km)
        return
    for at_side, (side, first, last) in enumerate(sides):
        is_last = at_side == len(sides) - 1
        begin = first - 1 if at_side == 0 and _is_area_noun(reading, first - 1) else first
        yield Part(begin, anchor.last if is_last else last, "sector", anchor, side)


def _each_other(
    reading: Reading, part: Cue, anchor: Toponym, by_first: Mapping[int, Toponym]
) -> Iterator[Part]:
    """Read the rest of a list whose places share a noun: "ريفي حلب وإدلب"."""
    while (other := by_first.get(anchor.last)) is not None and is_coordinated(reading, anchor, other):
        anchor = other
        yield Part(anchor.first, anchor.last, _around(part, anchor), anchor)


def _anchor(reading: Reading, word: int, by_first: Mapping[int, Toponym]) -> Toponym | None:
    """The name that a part belongs to: right behind it, or behind "of" and "من"."""
    if word < len(reading) and reading.words[word] in _FROM:
        word += 1
    if word < len(reading) and reading.words[word] == "the":
        word += 1
    anchor = by_first.get(word)
    return (
        anchor
        if anchor is not None and anchor.proclitic == "" and not reading.is_cut(word - 1, word)
        else None
    )


def _side_before(reading: Reading, word: int) -> tuple[str, int]:
    """Read the compass point before words: "northern Aleppo countryside", "the western outskirts of Hama"."""
    for size in (2, 1):
        compass = reading.compass(word - size) if word >= size else None
        if compass and compass[1] == size and not reading.is_cut(word - size, word):
            return compass[0], word - size
    return "", word


def _sides(reading: Reading, word: int) -> tuple[str, int]:
    """Read the adjectives behind a name: "ريف حلب الشمالي الغربي"."""
    found: list[str] = []
    while len(found) < 2 and not reading.is_cut(word - 1, word) and (cue := reading.cue(word, "side")):
        if cue.proclitic:
            break
        found.append(cue.value)
        word += 1
    if len(found) == 2 and found[0] in ("north", "south"):
        found = ["".join(found)]
    return (found[0] if found else ""), word


def _is_area_noun(reading: Reading, word: int) -> bool:
    cue = reading.cue(word, "type", "area") if word >= 0 else None
    return cue is not None and is_arabic(reading.words[word]) and not reading.is_cut(word, word + 1)
