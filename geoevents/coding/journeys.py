"""Where journeys begin and end, where the words beside a place do not say it."""

from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.seats import words_before
from geoevents.model import Location

__all__ = ["arrived_in", "fled_before", "fled_from", "left_behind", "passed", "sheltered_in"]

_DISPLACED_REACH: Final = 4  # words from "displaced" to the name: "displaced from the city of X"
_STAY_REACH: Final = 5  # words from "months" to the name: "after months spent in the city of X"
_AT_REACH: Final = 2  # words from "at" to the name: "at the town of X"


def passed(found: list[Location], view: View) -> list[Location]:
    """A crossing, and the town "at" which people crossed, are on the way."""
    passing = place_words(view.language).passing

    def is_passed(location: Location) -> bool:
        before = words_before(view, view.word_at(location.mention.start), _AT_REACH)
        return location.place.kind == "border_crossing" or not passing.isdisjoint(before)

    return [
        replace(one, role="route") if one.role in ("site", "area") and is_passed(one) else one
        for one in found
    ]


def sheltered_in(found: list[Location], head: Hit) -> list[Location]:
    """Who takes refuge "in X" went there."""
    if not head.label.endswith(".refuge"):
        return found
    return [
        replace(location, role="destination") if location.role in ("site", "area") else location
        for location in found
    ]


def arrived_in(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Who arrives somewhere had that for a goal, where no other is told: "On the coast of X, 75 arrived"."""
    words = place_words(view.language)
    trigger = {word.removeprefix("و") for word in view.words[head.first : head.last + 1]}
    if words.arriving.isdisjoint(trigger) or any(one.role == "destination" for one in found):
        return found
    return [replace(one, role="destination") if one.role == "area" else one for one in found]


def fled_before(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Where those who move had fled from before is none of the places: "families displaced from X left Y"."""
    words = place_words(view.language)

    def had_fled(location: Location) -> bool:
        before = words_before(view, view.word_at(location.mention.start), _DISPLACED_REACH)
        at = next((at for at, word in enumerate(before) if word in words.origin), len(before))
        is_head = view.word_at(location.mention.start) - at - 2 in range(head.first, head.last + 1)
        return not is_head and not words.displaced.isdisjoint(before[at + 1 : at + 2])

    fled = [one for one in found if one.role == "origin" and had_fled(one)]
    if not fled or len(fled) == len([one for one in found if one.role != "background"]):
        return found
    return [replace(one, role="background") if one in fled else one for one in found]


def left_behind(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Those "who were in X" left it, and who went on "after years in X", where no other origin is named."""
    roles = {location.role for location in found}
    if "origin" in roles:
        return found
    words = place_words(view.language)

    def was_stay(location: Location) -> bool:
        at = view.word_at(location.mention.start)
        if location.role != "site":
            return False
        if at > head.last:
            before = words_before(view, at, _STAY_REACH)
            cues = view.labelled("context.anterior")
            is_past = not words.spent.isdisjoint(before) or any(head.last < cue.first < at for cue in cues)
            is_stay = is_past and not words.stays.isdisjoint(before[1:])
            return is_stay or not words.relatives.isdisjoint(view.words[head.last + 1 : at])
        lasted = [cue.last for cue in view.labelled("context.anterior") if cue.last < at]
        return bool(lasted) and not words.stays.isdisjoint(view.words[lasted[-1] + 1 : at])

    return [replace(one, role="origin") if was_stay(one) else one for one in found]


def fled_from(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Where flight has a goal and no origin, the other place is what people fled: "the war at home".

    So is the place of what they fled: "fled the fighting in X".
    """
    roles = {location.role for location in found}
    is_fled = any(head.first < other.first and view.is_fled(head, other) for other in view.heads)
    if "origin" in roles or not ("destination" in roles or is_fled):
        return found
    return [
        replace(location, role="origin") if location.role in ("site", "area") else location
        for location in found
    ]
