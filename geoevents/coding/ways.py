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
    "LEFT",
    "beside_a_site",
    "end_of_stretch",
    "is_about",
    "is_before_road",
    "is_coming",
    "is_road_end",
    "is_stretch_end",
    "off_the_road",
    "without_homes",
    "without_ways",
]

_ENDS: Final = 2  # places that bound a road or a stretch of land
_FROM_REACH: Final = 3  # words from "from" to the name: "from the city of X"
_KIND_REACH: Final = 5  # words from "from" to the name: "from the rebel-held city of X"
_COMING_REACH: Final = 6  # words from "coming", "fired" to "from"
_ROAD_REACH: Final = 9  # words from a road to the second place that it links
_HEARD_REACH: Final = 5  # words from "heard" to the name: "heard as far away as X"
_FIRING: Final = ("events.attack", "events.airstrike")
# "kidnapped from X", "driven from X": the place is where it happened
LEFT: Final = (
    "events.territorial_change",
    "events.attack.abduction",
    "events.sweep.deployment",
    "events.arrest.release",
)
_UNITS: Final[frozenset[Kind]] = frozenset({"country", "governorate", "region", "district", "subdistrict"})


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
    is_unit = mention.place.kind in _UNITS and role != "route"
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
    if mention.between is not None or (mention.place is not None and mention.place.kind in _UNITS | {"area"}):
        return False
    before = words_before(view, view.word_at(mention.start), _ROAD_REACH)
    at = next((at for at, word in enumerate(before) if word in words.linking), None)
    if at is None or before[0] in words.site - words.party:
        return False
    return not words.roads.isdisjoint(before[at + 1 : at + 1 + _FROM_REACH])


def is_coming(first: int, view: View, words: PlaceWords) -> bool:
    """Does what a word tells of come from there: "a truck coming from X", "rockets fired from X"?"""
    before = words_before(view, first, _KIND_REACH + _COMING_REACH)
    at = next((index for index, word in enumerate(before[:_KIND_REACH]) if word in words.origin), None)
    if at is None or not words.placing.isdisjoint(set(before[:at]) - words.types):
        return False
    told = before[at + 1 : at + 1 + _COMING_REACH]
    told += [word.removeprefix("ال") for word in told if view.language == "ar"]
    return not words.coming.isdisjoint(told)


def beside_a_site(found: Sequence[Location], view: View, role: LocationRole, head: Hit) -> list[Location]:
    """Give a role to what something is only "from", where another place is told.

    "Arms from X, found in Y" came from there; "men from X, killed in Y" only have their home there, as has
    "a patrol from X that found". A blast "heard in X" was not there, a tank "stationed in X" fires from it.
    """
    words = place_words(view.language)

    def before(location: Location, reach: int = _FROM_REACH) -> list[str]:
        return words_before(view, view.word_at(location.mention.start), reach)

    def is_from(location: Location) -> bool:
        known = [word for word in before(location) if word not in words.types]
        is_share = not words.shares.isdisjoint(known[1:2])  # "parts of X": «أجزاء من»
        sources = words.natives if head.label.startswith(LEFT) else words.origin | words.natives
        return not is_share and not sources.isdisjoint(known[:1])

    def is_to(location: Location) -> bool:
        return not words.destination.isdisjoint(before(location)[:2])

    def is_heard(location: Location) -> bool:
        return not words.heard.isdisjoint(before(location, _HEARD_REACH)[1:])

    def is_stationed(location: Location) -> bool:
        return head.label.startswith(_FIRING) and not words.stationed.isdisjoint(before(location)[1:])

    def is_of_subject(location: Location) -> bool:
        first = view.word_at(location.mention.end - 1) + 1
        is_active = head.tense != "noun" and words.passives.isdisjoint(view.words[first : head.first])
        return view.language == "en" and first <= head.first and is_active

    def told(location: Location) -> LocationRole:
        if location not in sent:
            return location.role
        if is_stationed(location):
            return "origin"
        return "background" if is_of_subject(location) or is_heard(location) else role

    sent = [
        one
        for one in found
        if one.role in ("site", "area") and (is_from(one) or is_heard(one) or is_stationed(one))
    ]
    if role == "background" and any(map(is_to, found)) and any(map(is_from, sent)):
        return list(found)  # "clashes spread from X to Y"
    if not any(one.role in ("site", "area", "venue", "target") and one not in sent for one in found):
        return list(found)
    return [replace(one, role=told(one)) for one in found]


def without_ways(found: Sequence[Location], view: View) -> list[Location]:
    """Where something was on its way from and to is not where it was: "a boat bound for X sank off Y".

    Where nothing else is told, it was between the two.
    """
    words = place_words(view.language)
    ways: list[Location] = []
    for one in found:
        first = view.word_at(one.mention.start)
        before = words_before(view, first, _FROM_REACH + _COMING_REACH)
        leading = words.journeys | words.placing
        at = next((at for at, word in enumerate(before[:_FROM_REACH]) if word in leading), len(before))
        is_end = before[at : at + 1] != [] and before[at] in words.origin | words.destination
        is_bound = is_end and not words.bound.isdisjoint(before[at + 1 :])
        is_next = is_end and not words.bound.isdisjoint(before[at + 1 : at + 2])
        if is_bound and (one.role in ("site", "area") or (one.role == "origin" and is_next)):
            ways.append(one)
    is_placed = any(one.role in ("site", "area", "venue", "target") and one not in ways for one in found)

    def told(location: Location) -> LocationRole:
        if location not in ways:
            return location.role
        return "background" if is_placed or location.place.kind in _UNITS else "route"

    return [replace(one, role=told(one)) for one in found]


def without_homes(found: Sequence[Location], view: View) -> list[Location]:
    """A country that people are only "from" is none of the places: "a boat with migrants from X sank"."""
    words = place_words(view.language)
    told: list[Location] = []
    for one in found:
        direct = next(iter(words_before(view, view.word_at(one.mention.start), 1)), "")
        is_listed = told[-1:] != [] and told[-1].role == "background" and view.language == "ar"
        is_listed = is_listed and view.words[view.word_at(one.mention.start)].startswith("و")
        is_listed |= bool(told) and told[-1].role == "background" and direct == "and"
        is_home = one.role == "area" and one.place.kind == "country"
        is_home = is_home and (direct in words.origin or is_listed)
        told.append(replace(one, role="background") if is_home else one)
    return told
