"""Which triggers of a sentence are events: the longest pattern wins, aims and topics are none."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit

__all__ = ["candidates"]

_ABSORBS: Final[dict[str, frozenset[str]]] = {
    # told in one sentence, the first is the event and the others are its parts
    "arrest": frozenset({"sweep", "threat_presence"}),
    "seizure": frozenset({"sweep", "threat_presence"}),
    "sweep": frozenset({"threat_presence", "other"}),
    "airstrike": frozenset({"killing", "attack"}),
    "attack": frozenset({"killing"}),
    "clash": frozenset({"killing"}),
    "natural_hazard": frozenset({"killing", "accident", "territorial_change", "seizure", "sweep"}),
    "protest": frozenset({"other"}),
    "accident": frozenset({"killing"}),
    "killing": frozenset({"population_stock"}),  # a grave "holds" remains
    "visit": frozenset({"meeting", "coordination"}),
    "meeting": frozenset({"coordination", "visit"}),
    "agreement": frozenset({"meeting", "coordination"}),
    "repatriation": frozenset({"return", "transfer", "population_stock"}),
    "return": frozenset({"transfer", "population_stock"}),
    "population_stock": frozenset({"displacement"}),
    "detention": frozenset({"repatriation", "other", "population_stock", "transfer"}),
}
_AWAITED: Final = frozenset({"return", "repatriation"})
_SUBJECT_REACH: Final = 6  # words between "concerning" and what it concerns
_TALKS: Final = frozenset({"visit", "meeting", "coordination"})
_OBSERVED: Final = frozenset({"threat_presence", "detention", "population_stock"})
_ANTERIOR_REACH: Final = 4  # words between "after" and what had happened
_TALK_ABSORBERS: Final = frozenset({"visit", "meeting", "agreement"})


def candidates(view: View) -> list[Hit]:
    """Return the triggers of a sentence that tell of events, in order.

    >>> from geoevents.coding.views import Views
    >>> from geoevents.coding.words import words_of
    >>> from geoevents.language.sentences import sentences
    >>> text = "Troops clashed with gunmen and 3 people were killed."
    >>> (view,) = map(Views(words_of(text), "en").of, sentences(text, "en"))
    >>> [hit.label for hit in candidates(view)]
    ['events.clash']
    """
    hits = view.labelled("events")
    if not hits:
        return []
    chosen: list[Hit] = []
    for hit in sorted(hits, key=_rank):
        if not any(hit.first <= other.last and other.first <= hit.last for other in chosen):
            chosen.append(hit)
    told = [hit for hit in chosen if not _is_aim(hit, view) and not _is_asked(hit, view)]
    told.sort(key=lambda hit: hit.first)
    told = _without_topics(_without_feared(told, view), view)
    return _one_of_a_kind(_without_parts(told, view), view)


def _rank(hit: Hit) -> tuple[int, int, int, bool, int]:
    """The order in which triggers claim their words: what says most, in the fewest words, first."""
    return (-hit.parts, hit.last - hit.first, -hit.label.count("."), hit.tense == "noun", hit.first)


def category_of(hit: Hit) -> str:
    return hit.label.split(".")[1]


def _is_aim(hit: Hit, view: View) -> bool:
    """Is a noun only an aim or a subject: "to prevent the return", "the importance of exchange"?"""
    segment = view.segments[hit.first]
    reach = 2 if hit.tense == "noun" else 1  # many a verbal noun is spelt like its perfect
    for cue in view.labelled("context.purpose"):
        if cue.last < hit.first <= cue.last + reach and view.segments[cue.first] == segment:
            return True
    if hit.tense != "noun":
        return False
    if category_of(hit) == "threat_presence" and _is_subject(hit, view):
        told = view.words[hit.first : hit.last + 1]  # "about cells that remain active" tells of them
        return place_words(view.language).relatives.isdisjoint(told)
    if hit.preposition != "ل" or _is_undergone(hit, view):
        return False
    return not any(
        view.segments[cue.first] == segment and cue.first < hit.first
        for cue in [*view.labelled("status.planned"), *view.labelled("context.addition")]
    )


def _is_undergone(hit: Hit, view: View) -> bool:
    """Is a noun what a verb before it needs: "تعرض … لهجوم"?"""
    return any(
        verb.tense != "noun" and verb.first < hit.first <= verb.last for verb in view.labelled("events")
    )


def _is_asked(hit: Hit, view: View) -> bool:
    """Is a noun or infinitive only what someone calls for?"""
    before = [speech for speech in view.speech if speech.last < hit.first]
    is_told = hit.tense in ("perfect", "future") or category_of(hit) == "protest"  # a strike that is to be
    return bool(before) and before[-1].label == "speech.ask" and not is_told


def _is_subject(hit: Hit, view: View) -> bool:
    """Does a trigger only say what is talked about: "concerning the activity of …"?"""
    return any(cue.last < hit.first <= cue.last + _SUBJECT_REACH for cue in view.labelled("context.topic"))


def _without_topics(hits: Sequence[Hit], view: View) -> list[Hit]:
    """Drop what talks are about: "discussed the return of …", "concerning his visit, he said"."""
    about = place_words(view.language).about
    told = [
        hit
        for hit in hits
        if not (
            hit.tense == "noun"
            and hit.first == 1  # "On his visit, he said …"
            and view.words[0] in about
            and len(hits) > 1
        )
    ]
    denials = {hit.first for hit in view.labelled("speech.deny")}  # "rejected reports of a meeting"
    stances = [
        hit
        for hit in view.speech
        if hit.label in ("speech.support", "speech.refuse") and hit.first not in denials
    ]
    told = [hit for hit in told if not any(_is_object(hit, stance, view) for stance in stances)]
    talk = next((hit for hit in told if category_of(hit) in _TALKS), None)
    if talk is None:
        return told
    return [hit for hit in told if hit.first <= talk.last or not _is_talked_of(hit, talk, view)]


def _is_object(hit: Hit, stance: Hit, view: View) -> bool:
    """Is a noun what someone welcomes or rejects?"""
    is_after = stance.last < hit.first and view.segments[hit.first] == view.segments[stance.last]
    between = view.words[stance.last + 1 : hit.first]
    return is_after and (hit.tense == "noun" or place_words(view.language).relatives.isdisjoint(between))


def _is_talked_of(hit: Hit, talk: Hit, view: View) -> bool:
    """Is a trigger after a talk its topic: a noun that nothing says to have come before?"""
    category = category_of(hit)
    if category in _TALKS or category == "agreement":
        venue = place_words(view.language).gatherings
        return hit.tense == "noun" and not venue.isdisjoint(view.words[max(0, hit.first - 2) : hit.first])
    if view.segments[hit.first] != view.segments[talk.last] and any(
        talk.last < speech.first < hit.first for speech in view.speech
    ):
        return False
    if category == "threat_presence":
        return True
    if category in _OBSERVED:
        return False
    if hit.tense != "noun":
        return False
    return not any(
        cue.last < hit.first <= cue.last + _ANTERIOR_REACH for cue in view.labelled("context.anterior")
    )


def _without_feared(hits: Sequence[Hit], view: View) -> list[Hit]:
    """What a warning warns of has not happened; what stands before it has, and so has "cells that remain"."""
    warning = next((hit for hit in hits if category_of(hit) == "warning"), None)
    relatives = place_words(view.language).relatives
    return [
        hit
        for hit in hits
        if warning is None
        or hit.first <= warning.first
        or (
            category_of(hit) in _OBSERVED
            and not relatives.isdisjoint(view.words[max(warning.last + 1, hit.first - 3) : hit.last + 1])
        )
    ]


def _without_parts(hits: Sequence[Hit], view: View) -> list[Hit]:
    hits = _without_awaited(hits, view)
    present = {category_of(hit) for hit in hits}
    absorbed: set[str] = set()
    for category in sorted(present):
        parts = _ABSORBS.get(category, frozenset())
        if category in _TALK_ABSORBERS:  # of two talks that would absorb each other, the first told stays
            first = next(category_of(hit) for hit in hits if category_of(hit) in _TALK_ABSORBERS)
            parts = parts if category == first else frozenset({"coordination"})
        absorbed |= parts & present
    if any(hit.label == "events.arrest.release" for hit in hits):
        absorbed.add("detention")  # "freed the hostages"
    return [
        hit
        for hit in hits
        if category_of(hit) not in absorbed
        or hit.label.startswith("events.coordination.")
        or (category_of(hit) in ("transfer", "population_stock") and _is_told_apart(hits[0], hit, view))
        or (category_of(hit) == "displacement" and _is_in_other_clause(hit, hits, view))
    ]


def _is_in_other_clause(hit: Hit, hits: Sequence[Hit], view: View) -> bool:
    """Does "while" stand between a flight that is told and those who stay somewhere: "fled, while … host"?"""
    stays = [view.segments[stay.first] for stay in hits if category_of(stay) == "population_stock"]
    own = view.segments[hit.first]
    return hit.tense != "noun" and all(
        any(between in view.clauses for between in range(min(own, stay) + 1, max(own, stay) + 1))
        for stay in stays
    )


def _is_told_apart(first: Hit, hit: Hit, view: View) -> bool:
    """Does someone speak between two triggers?"""
    return any(first.last < speech.first < hit.first for speech in view.labelled("speech"))


def _without_awaited(hits: Sequence[Hit], view: View) -> list[Hit]:
    """A movement that those who stay only wait for is told by their stay."""
    stay = next((hit for hit in hits if category_of(hit) == "population_stock"), None)
    if stay is None:
        return list(hits)

    def is_awaited(hit: Hit) -> bool:
        if hit.first <= stay.last:
            return False
        cues = view.labelled("context.awaited")
        is_waited_for = any(cue.last < hit.first <= cue.last + _ANTERIOR_REACH for cue in cues)
        return category_of(hit) in _AWAITED or (hit.tense == "noun" and is_waited_for)

    return [hit for hit in hits if not is_awaited(hit)]


def _one_of_a_kind(hits: Sequence[Hit], view: View) -> list[Hit]:
    """One trigger for each category and segment; a sweep is one, however much of it is told."""
    kept: list[Hit] = []
    told: set[tuple[str, int]] = set()
    for hit in hits:
        category = category_of(hit)
        segment = 0 if hit.label == "events.sweep" else view.segments[hit.first]
        if (category, segment) not in told:
            told.add((category, segment))
            kept.append(hit)
    return kept
