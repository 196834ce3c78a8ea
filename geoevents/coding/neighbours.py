"""Places that stand beside each other: joined by "and", one within the other, told twice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.clauses import View
from geoevents.model import Kind, Location, Mention

__all__ = ["is_coordinated", "merged_locations", "without_enclosing"]


def is_coordinated(view: View, previous: Mention, mention: Mention) -> bool:
    """Do only "and" and commas stand between two mentions?"""
    last, first = view.word_at(previous.end - 1), view.word_at(mention.start)
    if first == last + 1:
        word = view.words[first]
        gap = view.spans[first][0] - view.spans[last][1]
        is_joined = view.language == "ar" and word.startswith("و")
        return gap > 1 or is_joined or view.segments[first] != view.segments[last]
    return first == last + 2 and view.words[last + 1] in ("and", "و", "او", "or")


def without_enclosing(found: Sequence[Location], view: View) -> tuple[Location, ...]:
    """A unit that only says where its neighbour lies ("Aqaba, Jordan") becomes background."""
    kept: list[Location] = []
    for index, location in enumerate(found):
        inner = found[index - 1] if index and not found[index - 1].mention.dateline else None
        encloses = inner is not None and _encloses(location, inner)
        if encloses and inner is not None:
            encloses = location.role != inner.role or not is_coordinated(
                view, inner.mention, location.mention
            )
        kept.append(replace(location, role="background") if encloses else location)
    return tuple(kept)


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
