"""Do two drafts tell of one event? What speaks against it, and how what both tell is joined."""

from datetime import date
from typing import Final

from geoevents.coding.drafts import Draft
from geoevents.coding.neighbours import merged_locations
from geoevents.coding.places import TALKS
from geoevents.language.fold import fold

__all__ = [
    "DEADLY",
    "is_another",
    "is_compatible",
    "is_repeated",
    "is_same_situation",
    "is_same_speaker",
    "join",
    "overlaps",
    "speaks_with",
]

DEADLY: Final = frozenset({"attack", "airstrike", "clash", "accident", "natural_hazard"})
_HAULS: Final = frozenset({"seizure", "aid"})  # what was caught or brought, told by several verbs
_ENDS: Final = frozenset({"origin", "destination"})
_FRAMES: Final = DEADLY | {"other"}
_DISTINCT_REACH: Final = 3  # words between "another" and the trigger
_IN_PLACE: Final = frozenset({"operation", "violence"})  # of which two with other places are two
_OPENING: Final = 2  # words from "in addition to" to what it adds


def speaks_with(statement: Draft, draft: Draft, known: Draft) -> bool:
    """Does a statement that has no date explain an operation of a known day?"""
    return not statement.is_dated and draft.category not in TALKS and known.time.precision == "day"


def is_another(draft: Draft) -> bool:
    """Does a draft tell of one more of a kind: "another strike", «قافلة ثالثة»?"""
    head = draft.head
    if any(cue.first < head.first for cue in draft.view.labelled("context.total")):
        return True  # "this brings to 61 the number of those killed since May"
    return any(
        head.first - _DISTINCT_REACH <= cue.first <= head.last + _DISTINCT_REACH
        for cue in draft.view.labelled("context.distinct")
    )


def is_same_speaker(known: Draft, draft: Draft) -> bool:
    if not draft.speaker and not draft.actors:
        return True
    if not known.speaker or not draft.speaker:
        return known.actors == draft.actors
    return fold(known.speaker).split()[-1] == fold(draft.speaker).split()[-1]


def is_same_situation(known: Draft, draft: Draft) -> bool:
    """Situations last: told again of the same place, however far below, they are the same."""
    is_situation = draft.category in ("threat_presence", "population_stock", "detention")
    return is_situation and known.subtype == draft.subtype and overlaps(known, draft)


def is_repeated(known: Draft, draft: Draft) -> bool:
    """In one sentence, a second trigger of a category that adds no place, date or figure."""
    places = {location.place.id for location in draft.drawn}
    is_elsewhere = not places <= {location.place.id for location in known.drawn}
    is_haul = known.category in _HAULS and not is_elsewhere and known.subtype == draft.subtype
    is_new = draft.drawn or draft.quantities or (draft.is_dated and draft.time != known.time)
    # "In an attack on Friday, gunmen opened fire on …"
    is_frame = known.category in _FRAMES and known.head.tense == "noun"
    is_frame = is_frame and known.subtype in ("", draft.subtype) and not (known.drawn or known.quantities)
    is_new = is_new and not is_haul and not is_frame
    adds = any(
        cue.last < draft.head.first <= cue.last + _OPENING for cue in draft.view.labelled("context.addition")
    )
    is_same = known.category == draft.category
    if known.category == "other":
        is_same = known.subtype == draft.subtype  # a closure is no outage
    return is_same and not is_new and not adds


def is_compatible(known: Draft, draft: Draft) -> bool:
    """No date and no place speaks against one event."""
    ours, theirs = known.time, draft.time
    if (ours.first or ours.last) and (theirs.first or theirs.last):
        if (ours.first or date.min) > (theirs.last or date.max):
            return False
        if (theirs.first or date.min) > (ours.last or date.max):
            return False
    else:
        is_known = ours.first or ours.last or theirs.first or theirs.last
        if not is_known and ours.text and theirs.text and ours.text != theirs.text:
            return False
    if _is_day_within(known, draft):
        return False
    figures = [{quantity.value for quantity in each.quantities} for each in (known, draft)]
    if all(figures) and not figures[0] & figures[1]:
        return False
    return not known.drawn or not draft.drawn or overlaps(known, draft)


def _is_day_within(known: Draft, draft: Draft) -> bool:
    """Does a draft tell of one day, somewhere of its own, within the period of what is known?"""
    is_period = known.is_dated and known.time.precision != "day" == draft.time.precision
    places = {location.place.id for location in draft.drawn}
    return is_period and bool(places - {location.place.id for location in known.drawn})


def overlaps(known: Draft, draft: Draft) -> bool:
    """Do the places of two drafts share one, or does one lie within another?"""
    is_same_flow = bool(known.quantities) == bool(draft.quantities)
    for ours in known.drawn:
        for theirs in draft.drawn:
            units = {theirs.place.id, theirs.place.admin1, *theirs.place.countries}
            if ours.place.id in units or theirs.place.id == ours.place.admin1:
                return True
            is_within = ours.place.kind == "country" and ours.place.country in theirs.place.countries
            if is_within and draft.family == "movement" and is_same_flow:
                return True
            if (
                (is_same_flow or not draft.quantities)
                and draft.family not in _IN_PLACE
                and ours.role != theirs.role
                and {ours.role, theirs.role} & _ENDS
            ):
                return True
    return False


def join(known: Draft, draft: Draft) -> None:
    """Add to an event what another sentence tells of it; the richer sentence becomes the evidence."""
    richer = len(draft.drawn) > len(known.drawn) + 1 or (draft.is_alone and not known.is_alone)
    known.locations = merged_locations(known.locations, draft.locations)
    if not known.is_dated and draft.is_dated:
        known.time = draft.time
    if not known.quantities or (known.at == draft.at and known.category in _HAULS):
        known.quantities += draft.quantities
    actors = dict.fromkeys((*known.actors, *draft.actors))
    recipients = dict.fromkeys((*known.recipients, *draft.recipients))
    if actors.keys() - recipients.keys():  # who is acted upon in one telling is no actor where others are
        actors = {one: None for one in actors if one not in recipients}
    known.actors = tuple(actors)
    known.recipients = tuple(one for one in recipients if one not in actors)
    if richer:
        known.view, known.head = draft.view, draft.head
