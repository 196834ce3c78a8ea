"""Places that stand beside each other: joined by "and", one within the other, told twice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.enclosing import WITHIN_CITIES, encloses, is_within_km, may_hold
from geoevents.coding.ways import is_stretch_end
from geoevents.model import Kind, Location, Mention

__all__ = ["is_coordinated", "merged_locations", "without_enclosing"]


def is_coordinated(view: View, previous: Mention, mention: Mention) -> bool:
    """Do only "and" and commas stand between two mentions?"""
    last, first = view.word_at(previous.end - 1), view.word_at(mention.start)
    if first == last + 1:
        word = view.words[first]
        gap = view.starts[first] - view.ends[last]
        is_joined = view.language == "ar" and word.startswith("و")
        return gap > 1 or is_joined or view.segments[first] != view.segments[last]
    between = view.words[last + 1 : first]
    types = place_words(view.language).types
    if between and view.language == "ar" and between[0][:1] == "و" and between[0][1:] in types:  # "ومدينة X"
        return len(between) == 1
    return between[:1] in _LINKS and types.issuperset(between[1:])


_LINKS: Final = (["and"], ["و"], ["او"], ["or"])
_CHAIN_REACH: Final = 3  # words between "in the village of X" and "in Y", which only says where X lies
_NEAR_REACH: Final = 6  # words between: "in the camp of X, some 45 km east of Y"
_LYING_REACH: Final = 12  # words between: "X, which lies some 45 km to the west of the Libyan capital Y"
_CITY_KM: Final = 15  # a city with its quarters
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with: "In Basra, …"
_PLACED: Final = frozenset({"site", "area", "venue", "target"})
_SPOTS: Final = _PLACED | {"origin", "destination"}
_WIDE: Final[frozenset[Kind]] = frozenset(
    {"country", "governorate", "region", "desert", "river", "mountain", "border", "area"}
)
_UNITS: Final[frozenset[Kind]] = frozenset({"country", "governorate", "border"})


def without_enclosing(found: Sequence[Location], view: View) -> tuple[Location, ...]:
    """A place that only says where another lies becomes background: "Aqaba, Jordan", "In Basra, … in X"."""
    return tuple(
        replace(location, role="background") if _is_outer(index, found, view) else location
        for index, location in enumerate(found)
    )


def _is_outer(index: int, found: Sequence[Location], view: View) -> bool:
    outer = found[index]
    before = _before(index, found, view)
    after = found[index + 1] if index + 1 < len(found) else None
    goes_on = after is not None and is_coordinated(view, outer.mention, after.mention)
    if before is not None and _is_lying(before, outer, view):
        return True
    if before is not None and not _is_framing(before, view, _is_seat_of(before, outer)):
        joined = is_coordinated(view, before.mention, outer.mention)
        if not (joined and not _is_bearing(outer, view)) and (
            _is_beside(before, outer, view) or _is_surrounding(before, outer, view)
        ):
            return True
        if _is_part_of(before, outer, view) or _is_capital_of(before, outer, view):
            return True
        listed = joined and _is_alike(outer, before) and not _is_apposed(before, outer, view)
        if encloses(outer, before) and not listed:
            return True
        listed = joined and (goes_on or not _is_apposed(before, outer, view))
        if not listed and _is_seat_of(outer, before) and _is_chained(before, outer, view):
            return True
    if _is_label(outer, view) and any(_is_in(one, outer) for one in found if one is not outer):
        return True
    if after is not None and _leads_to(outer, after, view):
        return True
    inner = found[index + 1 :] if not goes_on else ()
    return any(
        _is_framing(outer, view, _is_seat_of(outer, one)) for one in inner if not _is_bearing(one, view)
    )


def _is_lying(inner: Location, outer: Location, view: View) -> bool:
    """Is it told of one place that it lies at another: "X, located on the road to Y", «الواقعة على بعد …»?"""
    if inner.role not in _SPOTS or outer.role not in _PLACED | {"route"}:
        return False
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    lying = place_words(view.language).lying
    return first - last - 1 <= _LYING_REACH and not lying.isdisjoint(view.words[last + 1 : last + 3])


def _before(index: int, found: Sequence[Location], view: View) -> Location | None:
    """The place that stands before one, but for those that only lead to it: "in X, in Iraq's Kurdistan"."""
    at = index - 1
    while at > 0 and _leads_to(found[at], found[at + 1], view):
        at -= 1
    if at < 0 or found[at].mention.dateline or _leads_to(found[at], found[at + 1], view):
        return None
    return found[at]


def _leads_to(outer: Location, inner: Location, view: View) -> bool:
    """Does a place only say where the one behind it lies?"""
    if _is_of(outer, inner, view):
        return True
    return not is_coordinated(view, outer.mention, inner.mention) and _is_prelude(outer, inner, view)


def _is_framing(outer: Location, view: View, is_seat: bool) -> bool:
    """Does a sentence open with a city in whose surroundings the rest happened: "In Basra, … in Zubayr"?"""
    return is_seat and outer.role in _PLACED and view.word_at(outer.mention.start) <= _FRAME_REACH


def _is_alike(one: Location, other: Location) -> bool:
    """Have two places one part in an event: where it happened, or both ends of a journey?"""
    return one.role == other.role or not {one.role, other.role} - _PLACED


def _is_prelude(outer: Location, inner: Location, view: View) -> bool:
    """Does a unit only lead to a place within it: "in Lebanon, at its office in Tyre"?"""
    is_spot = inner.place.kind in WITHIN_CITIES | {"city"} and inner.place.kind not in _WIDE
    if {outer.role, inner.role} - _PLACED or not is_spot or not encloses(outer, inner):
        return False
    last, first = view.word_at(outer.mention.end - 1), view.word_at(inner.mention.start)
    return not _goes_on(last, first, view)


def _is_of(outer: Location, inner: Location, view: View) -> bool:
    """Does a place only say whose part another is: "the Damascus suburb of Jaramana", "Aleppo's old city"?"""
    if not may_hold(outer.place, inner.place):
        return False
    is_next = view.word_at(inner.mention.start) == view.word_at(outer.mention.end - 1) + 1
    is_owner = view.raw[outer.mention.end : outer.mention.end + 2] in ("'s", "’s")
    return (is_next and is_owner) or _is_part_of(outer, inner, view)


def _is_part_of(one: Location, other: Location, view: View) -> bool:
    """Does "suburb of", "district of" stand between two places: "the Karrada district of Baghdad"?"""
    parts = place_words(view.language).parts
    first, last = view.word_at(one.mention.start), view.word_at(other.mention.end - 1)
    between = view.words[first + 1 : last]
    return "of" in between[1:] and between[between.index("of") - 1] in parts and "and" not in between


def _is_capital_of(inner: Location, outer: Location, view: View) -> bool:
    """Does a place only say whose capital another is: "El Fasher, the capital of North Darfur"?"""
    words = place_words(view.language)
    between = view.words[view.word_at(inner.mention.end - 1) + 1 : view.word_at(outer.mention.start)]
    return not words.capitals.isdisjoint(between) and (words.capitals | words.types).issuperset(between)


def _is_label(outer: Location, view: View) -> bool:
    """Does a place head an item: "Iraq: police seized … near X"?"""
    first, last = view.word_at(outer.mention.start), view.word_at(outer.mention.end - 1)
    return first == 0 and last + 1 < len(view.words) and view.is_colon(last + 1)


def _is_in(inner: Location, outer: Location) -> bool:
    """Does an item tell of a place in the unit that heads it, or in that of the city that does?"""
    if outer.role == "area":
        return True
    is_other = inner.place.id != outer.place.id and inner.place.kind not in _WIDE
    is_near = is_other and bool(outer.place.admin1) and inner.place.admin1 == outer.place.admin1
    return is_near and outer.role in _PLACED and (inner.role in _PLACED or is_stretch_end(inner))


def _is_apposed(inner: Location, outer: Location, view: View) -> bool:
    """Does no word stand between two places: "Nawa, Daraa", "Jisr al-Shughur (Idlib)"?"""
    first = view.word_at(outer.mention.start)
    is_next = first == view.word_at(inner.mention.end - 1) + 1
    return is_next and not (view.language == "ar" and view.words[first].startswith("و"))


def _is_bearing(outer: Location, view: View) -> bool:
    """Does a place only say in which direction or how far: ", east of Aleppo", ", 40 km south of Kirkuk"?"""
    word = view.words[view.word_at(outer.mention.start)]
    return word.isdigit() or word in place_words(view.language).near


def _is_seat_of(outer: Location, inner: Location) -> bool:
    """May a city stand for the unit around a smaller place: "Jisr al-Shughur in Idlib"?"""
    if outer.role not in _PLACED or inner.role not in _SPOTS or outer.place.kind != "city":
        return False
    if inner.place.kind not in WITHIN_CITIES or not outer.place.admin1:
        return False
    if not inner.place.admin1:  # land that is named for a part: "the east of the quarter of X in Y"
        return inner.place.kind == "area" and is_within_km(inner.place, outer.place, _CITY_KM)
    return inner.place.admin1 == outer.place.admin1


def _is_chained(inner: Location, outer: Location, view: View) -> bool:
    """Does one place follow the other with little between them?"""
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    return first - last - 1 <= _CHAIN_REACH


def _is_beside(inner: Location, outer: Location, view: View) -> bool:
    """Does a place only say what another is near: "in the camp near Sidon"?"""
    is_stretch = is_stretch_end(inner)  # the road between two towns
    is_alike = outer.role == inner.role == "destination" or (
        outer.role in _PLACED and (is_stretch or inner.role in _PLACED)
    )
    if not is_alike or (inner.place.kind in _WIDE and not is_stretch):
        return False
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    if first - last - 1 > _NEAR_REACH or _goes_on(last, first, view):
        return False
    return not place_words(view.language).near.isdisjoint(view.words[last + 1 : first])


def _is_surrounding(inner: Location, outer: Location, view: View) -> bool:
    """Does land only say where the spot before it lies: "Sinjil north of Ramallah", "on the slopes of X"?"""
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    is_small = inner.place.kind not in (_UNITS if _is_bearing(outer, view) else _WIDE)
    is_spot = inner.role in _SPOTS and is_small
    is_land = outer.role == "area" or (outer.place.kind == "area" and outer.role == inner.role)
    goals = place_words(view.language).destination  # "X, some 60 km west of Y", not "to a place 60 km …"
    is_far = view.words[first].isdigit() and goals.isdisjoint(view.words[last + 1 : first - 1])
    is_chained = _is_chained(inner, outer, view) or is_far
    return is_spot and is_land and is_chained and not _goes_on(last, first, view)


def _goes_on(last: int, first: int, view: View) -> bool:
    """Does "and" stand between two words?"""
    return any(
        word == "and" or (view.language == "ar" and word[0] == "و")
        for word in view.words[last + 1 : first + 1]
    )


def merged_locations(first: Sequence[Location], second: Sequence[Location]) -> tuple[Location, ...]:
    """Return the locations of two reports of one event, each place once in its most telling role.

    >>> merged_locations((), ())
    ()
    """
    strength = ("background", "area", "route", "target", "venue", "site", "origin", "destination")
    found: dict[str, Location] = {}
    for location in (*first, *second):
        known = found.get(location.place.id)
        if known is None or strength.index(location.role) > strength.index(known.role):
            found[location.place.id] = location
    return tuple(found.values())
