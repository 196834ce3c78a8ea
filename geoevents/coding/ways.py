"""Places on a way: the towns that bound a road, and where what was caught, fired or sent came from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.seats import words_before
from geoevents.model import Kind, Location, LocationRole, Mention

__all__ = [
    "COMING_REACH",
    "FROM_REACH",
    "UNITS",
    "end_of_stretch",
    "is_about",
    "is_before_road",
    "is_coming",
    "is_road_end",
    "is_stretch_end",
    "off_the_road",
]

_ENDS: Final = 2  # places that bound a road or a stretch of land
FROM_REACH: Final = 3  # words from "from" to the name: "from the city of X"
_KIND_REACH: Final = 6  # words from "from" to the name: "from the rebel-held city of X"
COMING_REACH: Final = 6  # words from "coming", "fired" to "from"
_ROAD_REACH: Final = 9  # words from a road to the second place that it links
UNITS: Final[frozenset[Kind]] = frozenset({"country", "governorate", "region", "district", "subdistrict"})


def end_of_stretch(mention: Mention, role: LocationRole, placed: Sequence[Mention]) -> Location | None:
    """Return one end of a road or of the land between two places, ``None`` for any other mention.

    What happened "between X and Y" was in neither town: it was on the way from the one to the other. Of
    the boundary between two units it was somewhere in one of them; of the wide land of several places,
    which is named for them, it was in them.
    """
    if mention.between is None or mention.place is None or role not in ("site", "route", "area"):
        return None
    ends = [other for other in placed if other.between is not None and other.between == mention.between]
    if len(ends) > _ENDS:
        return None
    is_unit = mention.place.kind in UNITS and role != "route"
    return Location("area" if is_unit else "route", mention.place, mention)


def is_stretch_end(location: Location) -> bool:
    """Is a place one of the two that bound a road?"""
    return location.role == "route" and location.mention.between is not None


def off_the_road(found: Sequence[Location]) -> tuple[Location, ...]:
    """Where a site is told, a road between two towns only says where that is."""
    if not any(location.role in ("site", "venue", "target") for location in found):
        return tuple(found)
    return tuple(
        replace(location, role="background") if is_stretch_end(location) else location for location in found
    )


def is_about(first: int, bare: Sequence[str], view: View, head: Hit) -> bool:
    """Is something only told to be near a place: "near X", "not far from X", "on the outskirts of X"?"""
    words = place_words(view.language)
    around = words.near | words.around
    if not around.isdisjoint(bare[:1]) or view.words[first].removeprefix("و") in words.around:
        return True
    is_from = (
        bool(bare) and bare[0] in words.origin | words.destination and head.last != first - 2
    )  # "set off"
    return is_from and not (around | words.distances).isdisjoint(bare[1:2])


def is_before_road(mention: Mention, view: View) -> bool:
    """Does a name only tell which road: "the Homs highway"?"""
    words = place_words(view.language)
    following = view.word_at(mention.end - 1) + 1
    return view.language == "en" and not words.roads.isdisjoint(view.words[following : following + 1])


def is_road_end(mention: Mention, view: View) -> bool:
    """Does a town bound a road: "the road linking X with Y"? Where it is "between" them is known already."""
    words = place_words(view.language)
    if mention.between is not None or (mention.place is not None and mention.place.kind in UNITS | {"area"}):
        return False
    before = words_before(view, view.word_at(mention.start), _ROAD_REACH)
    at = next((at for at, word in enumerate(before) if word in words.linking), None)
    if at is None or before[0] in words.site - words.party:
        return False
    return not words.roads.isdisjoint(before[at + 1 : at + 1 + FROM_REACH])


def is_coming(first: int, view: View, words: PlaceWords) -> bool:
    """Does what a word tells of come from there: "a truck coming from X", "rockets fired from X"?"""
    before = words_before(view, first, _KIND_REACH + COMING_REACH)
    at = next((index for index, word in enumerate(before[:_KIND_REACH]) if word in words.origin), None)
    if at is None or not words.placing.isdisjoint(set(before[:at]) - words.types):
        return False
    told = before[at + 1 : at + 1 + COMING_REACH]
    told += [word.removeprefix("ال") for word in told if view.language == "ar"]
    return not words.coming.isdisjoint(told)
