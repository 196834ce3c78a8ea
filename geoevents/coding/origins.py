"""What is told to be only from somewhere, or on its way to it: its place is where it was found."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.neighbours import is_coordinated
from geoevents.coding.seats import words_before
from geoevents.coding.ways import COMING_REACH, FROM_REACH, UNITS
from geoevents.model import Location, LocationRole

__all__ = ["LEFT", "beside_a_site", "without_homes", "without_reasons", "without_ways"]

_HEARD_REACH: Final = 5  # words from "heard" to the name: "heard as far away as X"
_FIRING: Final = ("events.attack", "events.airstrike")
# "kidnapped from X", "driven from X": the place is where it happened
LEFT: Final = (
    "events.territorial_change",
    "events.attack.abduction",
    "events.sweep.deployment",
    "events.arrest.release",
)


def beside_a_site(found: Sequence[Location], view: View, role: LocationRole, head: Hit) -> list[Location]:
    """Give a role to what something is only "from", where another place is told.

    "Arms from X, found in Y" came from there; "men from X, killed in Y" only have their home there, as has
    "a patrol from X that found". A blast "heard in X" was not there, a tank "stationed in X" fires from it.
    """
    words = place_words(view.language)

    def before(location: Location, reach: int = FROM_REACH) -> list[str]:
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

    sent: list[Location] = []
    for last, one in zip([None, *found], found, strict=False):
        is_listed = last in sent and last is not None and is_coordinated(view, last.mention, one.mention)
        is_sent = is_listed or is_from(one) or is_heard(one) or is_stationed(one)
        if one.role in ("site", "area") and is_sent:
            sent.append(one)
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
        before = words_before(view, first, FROM_REACH + COMING_REACH)
        leading = words.journeys | words.placing
        at = next((at for at, word in enumerate(before[:FROM_REACH]) if word in leading), len(before))
        is_end = before[at : at + 1] != [] and before[at] in words.origin | words.destination
        is_bound = is_end and not words.bound.isdisjoint(before[at + 1 :])
        is_next = is_end and not words.bound.isdisjoint(before[at + 1 : at + 2])
        if is_bound and (one.role in ("site", "area") or (one.role == "origin" and is_next)):
            ways.append(one)
    is_placed = any(one.role in ("site", "area", "venue", "target") and one not in ways for one in found)

    def told(location: Location) -> LocationRole:
        if location not in ways:
            return location.role
        return "background" if is_placed or location.place.kind in UNITS else "route"

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


def without_reasons(found: Sequence[Location], head: Hit, view: View) -> list[Location]:
    """What a protest was about is none of its places: "protested in X against the war in Y"."""
    reasons = place_words(view.language).reasons
    about = [
        one
        for one in found
        if not reasons.isdisjoint(view.words[head.last + 1 : view.word_at(one.mention.start)])
    ]
    if not any(one.role != "background" and one not in about for one in found):
        return list(found)
    return [replace(one, role="background") if one in about else one for one in found]
