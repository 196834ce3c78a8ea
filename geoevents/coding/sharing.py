"""What the events of one sentence share: a place or a day that only one of them states."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.drafts import Draft, reverse_flight
from geoevents.coding.hits import Hit
from geoevents.coding.places import MOVEMENTS, TALKS
from geoevents.coding.talks import WIDE

__all__ = ["shared", "without_backgrounds", "without_stances"]

_OPERATION: Final = frozenset({"arrest", "seizure", "sweep"})
_LOCAL: Final = _OPERATION | {
    "clash",
    "attack",
    "airstrike",
    "killing",
    "accident",
    "natural_hazard",
    "protest",
}
_CIRCUMSTANCES: Final = frozenset({"appointment", "natural_hazard"})
_CAUGHT: Final = frozenset({"smuggling", "infiltration"})
_ENDS: Final = frozenset({"origin", "destination"})  # of a journey that another event tells
_OBJECT_REACH: Final = 4  # words from "condemned" to the attack
_ANTERIOR_REACH: Final = 6  # words between "after" and what had happened before


def without_stances(drafts: Sequence[Draft], stances: Sequence[Hit]) -> list[Draft]:
    """Return the events without what someone only condemns, where that adds neither a place nor a date.

    >>> without_stances([], [])
    []
    """
    return [
        draft
        for draft in drafts
        if draft.drawn or draft.is_dated or not any(_is_object(draft, stance) for stance in stances)
    ]


def without_backgrounds(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the events without what only dates or explains another: "since Assad was toppled".

    >>> without_backgrounds([])
    []
    """
    return [
        draft
        for index, draft in enumerate(drafts)
        if draft.category not in _CIRCUMSTANCES
        or draft.drawn
        or draft.is_dated
        or draft.quantities
        or not index
        or not _is_anterior(draft)
    ]


def _is_object(draft: Draft, stance: Hit) -> bool:
    """Is an event the noun right behind a verb: "condemned the bombing"?"""
    distance = draft.head.first - min(stance.last, stance.first + 1)  # "called the attacks an escalation"
    return draft.head.tense == "noun" and 0 < distance <= _OBJECT_REACH and stance.tense != "noun"


def shared(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the events of a sentence, each with the place and the day that another one states for both.

    >>> shared([])
    []
    """
    told = _as_journeys(drafts)
    for index, draft in enumerate(told):
        others = told[:index] + told[index + 1 :]
        for other in others:
            _share(draft, other)
        _depart_from(draft, told[:index])
        _flee_from(draft, told[index + 1 :])
        if draft.category == "repatriation":
            for other in others:
                if other.category == "displacement":
                    reverse_flight(draft, other)
        if not draft.drawn and draft.category in _LOCAL | {"agreement", "territorial_change"}:
            _place_by(draft, told[:index])
            _place_by(
                draft, [one for one in told[index + 1 :] if _is_frame(draft, one) or _is_struck(draft, one)]
            )
    for draft in told:
        if not draft.is_dated:
            _date_by(draft, [other for other in told if other is not draft])
    return told


def _as_journeys(drafts: Sequence[Draft]) -> list[Draft]:
    """One flight told by two verbs, where from and where to, is one: "40 families left X; most fled to Y"."""
    told: list[Draft] = []
    for draft in drafts:
        before = next((known for known in told if known.category == draft.category == "displacement"), None)
        if before is None or before.status != draft.status or not _completes(before, draft):
            told.append(draft)
            continue
        before.locations += draft.locations
        before.quantities += draft.quantities
        before.time = before.time if before.is_dated else draft.time
    return told


def _completes(before: Draft, draft: Draft) -> bool:
    """Does one draft tell only where from, and the other only where to?"""
    ends = [
        {location.role for location in each.drawn} & {"origin", "destination"} for each in (before, draft)
    ]
    return sorted(map(sorted, ends)) == [["destination"], ["origin"]]


def _share(draft: Draft, other: Draft) -> None:
    one_operation = {draft.category, other.category} <= _OPERATION
    if one_operation and not draft.drawn and other.drawn:
        draft.locations = other.locations
    same = draft.category == other.category and draft.category in MOVEMENTS
    if {draft.category, other.category} == {"meeting", "agreement"}:
        same = True
        draft.locations = draft.locations if draft.drawn else other.locations
    if (one_operation or same) and not draft.is_dated and other.is_dated:
        draft.time = other.time


def _depart_from(draft: Draft, before: Sequence[Draft]) -> None:
    """Let who goes on to somewhere leave where they were: "entered X before they withdrew towards Y"."""
    roles = {location.role for location in draft.drawn}
    is_leaving = draft.head.label.endswith(".withdrawal") or draft.category in ("displacement", "return")
    if not is_leaving or roles != {"destination"}:
        return
    for other in reversed(before):
        came_to = "destination" if other.category in MOVEMENTS else "site"
        left = [location for location in other.drawn if location.role == came_to]
        is_fled = draft.category == "displacement" and other.category in _LOCAL | {"territorial_change"}
        if left and (is_fled or (other.category in MOVEMENTS) == (draft.category in MOVEMENTS)):
            draft.locations += tuple(replace(location, role="origin") for location in left)
            return


def _flee_from(draft: Draft, after: Sequence[Draft]) -> None:
    """Let what people fled be where they left: "fled the fighting in X"."""
    left = tuple(
        replace(one, role="area" if one.place.kind in WIDE else "site")
        for one in draft.drawn
        if one.role == "origin"
    )
    for other in after:
        if (
            left
            and not other.drawn
            and other.category in _LOCAL
            and draft.view.is_fled(draft.head, other.head)
        ):
            other.locations = left


def _place_by(draft: Draft, before: Sequence[Draft]) -> None:
    """Let what goes on where a sentence began be there: "a clash broke out in X, and police arrested 21"."""
    if draft.status != "occurred" or draft.drawn:
        return
    for other in reversed(before):
        if (
            other.drawn
            and (other.status == draft.status or other.subtype in _CAUGHT or _is_struck(draft, other))
            and (
                _is_struck(draft, other)
                or _is_retaken(draft, other)
                or (other.category in _LOCAL and not _is_anterior(draft))
                or other.subtype in _CAUGHT
            )
        ):
            draft.locations = (
                tuple(one for one in other.locations if one.role not in _ENDS) or draft.locations
            )
            return


def _is_retaken(draft: Draft, other: Draft) -> bool:
    """Does a force take what another took: "seized Mosul in 2014, before the army retook it"?"""
    are_verbs = draft.head.tense != "noun" != other.head.tense
    return draft.category == other.category == "territorial_change" and are_verbs


def _is_frame(draft: Draft, other: Draft) -> bool:
    """Is another event the one in which a killing or an arrest was: "killed … in a raid in X"?

    So are those in which someone was caught: "killed three who tried to cross from X".
    """
    segments = draft.view.segments
    is_within = segments[draft.head.last] == segments[other.head.first] and other.head.tense == "noun"
    is_within |= other.subtype in _CAUGHT
    return draft.category in ("killing", "arrest") and is_within


def _is_struck(draft: Draft, other: Draft) -> bool:
    """Is another "event" only what was struck: "bombed a hideout in X"?"""
    is_object = other.head.tense == "noun" and draft.head.last < other.head.first
    is_one = draft.view.segments[draft.head.last] == draft.view.segments[other.head.first]
    is_blow = draft.category in ("airstrike", "attack", "sweep")
    return is_blow and other.category == "threat_presence" and is_object and is_one


def _date_by(draft: Draft, others: Sequence[Draft]) -> None:
    """Let what happened in one breath share the day: "entered on Saturday, as the others withdrew"."""
    acts = [other for other in others if other.category not in TALKS]
    days = {other.time.edtf: other for other in acts if other.time.precision in ("day", "month")}
    if len(days) != 1 or draft.status != "occurred" or draft.category in TALKS or _is_anterior(draft):
        return
    (other,) = days.values()
    is_told = draft.head.tense == "perfect" or draft.head.first > other.head.first
    if other.status == "occurred" and not _is_anterior(other) and is_told:
        draft.time = other.time


def _is_anterior(draft: Draft) -> bool:
    """Had an event happened before what its sentence tells: "after fleeing the war"?"""
    first = draft.head.first
    return any(
        cue.last < first <= cue.last + _ANTERIOR_REACH for cue in draft.view.labelled("context.anterior")
    )
