"""Where journeys begin and end, where the words beside a place do not say it."""

from dataclasses import replace

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.model import Location

__all__ = ["fled_from", "left_behind", "sheltered_in"]


def sheltered_in(found: list[Location], head: Hit) -> list[Location]:
    """Who takes refuge "in X" went there."""
    if not head.label.endswith(".refuge"):
        return found
    return [
        replace(location, role="destination") if location.role in ("site", "area") else location
        for location in found
    ]


def left_behind(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Those "who were in X" left it, where no other origin is named."""
    if any(location.role == "origin" for location in found):
        return found
    relatives = place_words(view.language).relatives

    def was_stay(location: Location) -> bool:
        at = view.word_at(location.mention.start)
        is_told = location.role == "site" and at > head.last
        return is_told and not relatives.isdisjoint(view.words[head.last + 1 : at])

    return [replace(one, role="origin") if was_stay(one) else one for one in found]


def fled_from(found: list[Location]) -> list[Location]:
    """Where flight has a goal and no origin, the other place is what people fled: "the war at home"."""
    roles = {location.role for location in found}
    if "destination" not in roles or "origin" in roles:
        return found
    return [
        replace(location, role="origin") if location.role in ("site", "area") else location
        for location in found
    ]
