"""Places that stand beside each other: joined by "and", one within the other, told twice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
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
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with: "In Basra, …"
_PLACED: Final = frozenset({"site", "area", "venue", "target"})
_SPOTS: Final = _PLACED | {"origin", "destination"}
_WIDE: Final[frozenset[Kind]] = frozenset(
    {"country", "governorate", "region", "desert", "river", "mountain", "border", "area"}
)
_WITHIN_CITIES: Final[frozenset[Kind]] = frozenset(
    {
        "town",
        "village",
        "neighbourhood",
        "camp",
        "facility",
        "base",
        "district",
        "subdistrict",
        "area",
        "region",
        "river",
        "mountain",
        "island",
        "border_crossing",
    }
)


def without_enclosing(found: Sequence[Location], view: View) -> tuple[Location, ...]:
    """A place that only says where another lies becomes background: "Aqaba, Jordan", "In Basra, … in X"."""
    return tuple(
        replace(location, role="background") if _is_outer(index, found, view) else location
        for index, location in enumerate(found)
    )


def _is_outer(index: int, found: Sequence[Location], view: View) -> bool:
    outer = found[index]
    before = found[index - 1] if index and not found[index - 1].mention.dateline else None
    after = found[index + 1] if index + 1 < len(found) else None
    goes_on = after is not None and is_coordinated(view, outer.mention, after.mention)
    if before is not None and not _is_framing(before, view, _is_seat_of(before, outer)):
        joined = is_coordinated(view, before.mention, outer.mention)
        if not joined and (_is_beside(before, outer, view) or _is_surrounding(before, outer, view)):
            return True
        if _encloses(outer, before) and not (joined and outer.role == before.role):
            return True
        listed = joined and (goes_on or not _is_apposed(before, outer, view))
        if not listed and _is_seat_of(outer, before) and _is_chained(before, outer, view):
            return True
    if len(found) > 1 and _is_label(outer, view):
        return True
    inner = found[index + 1 :] if not goes_on else ()
    return any(_is_framing(outer, view, _is_seat_of(outer, one)) for one in inner)


def _is_framing(outer: Location, view: View, is_seat: bool) -> bool:
    """Does a sentence open with a city in whose surroundings the rest happened: "In Basra, … in Zubayr"?"""
    return is_seat and outer.role in _PLACED and view.word_at(outer.mention.start) <= _FRAME_REACH


def _is_label(outer: Location, view: View) -> bool:
    """Does a place head an item: "Iraq: police seized … near X"?"""
    first, last = view.word_at(outer.mention.start), view.word_at(outer.mention.end - 1)
    return first == 0 and outer.role == "area" and last + 1 < len(view.words) and view.is_colon(last + 1)


def _is_apposed(inner: Location, outer: Location, view: View) -> bool:
    """Does no word stand between two places: "Nawa, Daraa", "Jisr al-Shughur (Idlib)"?"""
    first = view.word_at(outer.mention.start)
    is_next = first == view.word_at(inner.mention.end - 1) + 1
    return is_next and not (view.language == "ar" and view.words[first].startswith("و"))


def _is_seat_of(outer: Location, inner: Location) -> bool:
    """May a city stand for the unit around a smaller place: "Jisr al-Shughur in Idlib"?"""
    if {outer.role, inner.role} - _PLACED or outer.place.kind != "city" or not outer.place.admin1:
        return False
    return inner.place.kind in _WITHIN_CITIES and inner.place.admin1 == outer.place.admin1


def _is_chained(inner: Location, outer: Location, view: View) -> bool:
    """Does one place follow the other with little between them?"""
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    return first - last - 1 <= _CHAIN_REACH


def _is_beside(inner: Location, outer: Location, view: View) -> bool:
    """Does a place only say what another is near: "in the camp near Sidon"?"""
    is_alike = outer.role == inner.role == "destination" or not {outer.role, inner.role} - _PLACED
    is_stretch = inner.mention.between is not None  # the road between two towns
    if not is_alike or (inner.place.kind in _WIDE and not is_stretch):
        return False
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    if first - last - 1 > _NEAR_REACH:
        return False
    return not place_words(view.language).near.isdisjoint(view.words[last + 1 : first])


def _is_surrounding(inner: Location, outer: Location, view: View) -> bool:
    """Does land only say where the spot before it lies: "Sinjil north of Ramallah", "on the slopes of X"?"""
    last, first = view.word_at(inner.mention.end - 1), view.word_at(outer.mention.start)
    goes_on = any(
        word == "and" or (view.language == "ar" and word[0] == "و")
        for word in view.words[last + 1 : first + 1]
    )
    is_spot = inner.role in _SPOTS and inner.place.kind not in _WIDE
    return is_spot and outer.role == "area" and not goes_on and _is_chained(inner, outer, view)


_SIZES: Final[dict[Kind, int]] = {
    "subdistrict": 1,
    "district": 2,
    "governorate": 3,
    "region": 4,
    "country": 5,
}


def _encloses(outer: Location, inner: Location) -> bool:
    """Is a place a larger unit around another, as far as kind, unit and country tell?"""
    if outer.role in ("origin", "destination", "route") or outer.place.id == inner.place.id:
        return False
    sizes = [_SIZES.get(location.place.kind, 0) for location in (outer, inner)]
    if sizes[0] <= sizes[1] or inner.place.kind == "border":
        return False
    return inner.place.admin1 == outer.place.id or not set(outer.place.countries).isdisjoint(
        inner.place.countries
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
