"""Which triggers of a sentence are events: the longest pattern wins, aims and topics are none."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.parts import category_of, one_of_a_kind, without_parts
from geoevents.language.lexicon import load

__all__ = ["candidates"]

_SUBJECT_REACH: Final = 6  # words between "concerning" and what it concerns
_DEAL_REACH: Final = 4  # words from "discussed" to the truce that is not agreed yet
_TALKS: Final = frozenset({"visit", "meeting", "coordination"})
_OBSERVED: Final = frozenset({"threat_presence", "detention", "population_stock"})
_GRIEVANCE_REACH: Final = 4  # words from "over" to what a protest is about
_AFTER_PROTEST: Final = 6  # words from a protest to "over"
_ANTERIOR_REACH: Final = 4  # words between "after" and what had happened


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
    told = [
        hit
        for hit in chosen
        if not (_is_aim(hit, view) or _is_asked(hit, view) or _is_grievance(hit, chosen, view))
    ]
    told.sort(key=lambda hit: hit.first)
    told = _without_topics(_without_feared(told, view), view)
    return one_of_a_kind(without_parts(told, view), view)


def _rank(hit: Hit) -> tuple[int, int, int, bool, int]:
    """The order in which triggers claim their words: what says most, in the fewest words, first."""
    return (-hit.parts, hit.last - hit.first, -hit.label.count("."), hit.tense == "noun", hit.first)


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
    nouns = [noun for noun in view.labelled("speech.ask") if noun.tense == "noun"]  # "his demand that …"
    spoken = (speech for speech in (*view.speech, *nouns) if speech.last < hit.first)
    before = sorted(spoken, key=lambda speech: speech.last)
    is_told = hit.tense in ("perfect", "future") or category_of(hit) == "protest"  # a strike that is to be
    return bool(before) and before[-1].label == "speech.ask" and not is_told


def _is_grievance(hit: Hit, hits: Sequence[Hit], view: View) -> bool:
    """Is a noun only what a protest is about: "demonstrations over power cuts"?"""
    if hit.tense != "noun" or category_of(hit) == "protest":
        return False
    between = range(max(0, hit.first - _GRIEVANCE_REACH), hit.first)
    cues = [at for at in between if view.words[at] in _grievances(view.language)]
    protests = [other for other in hits if category_of(other) == "protest" and other.last < hit.first]
    return any(cues[-1] - _AFTER_PROTEST <= other.last for other in protests) if cues else False


@cache
def _grievances(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words("grievances"))


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
    told = [hit for hit in told if not _is_taken_up(hit, view)]
    talk = next((hit for hit in told if category_of(hit) in _TALKS), None)
    if talk is None:
        return told
    return [hit for hit in told if hit.first <= talk.last or not _is_talked_of(hit, talk, view)]


def _is_taken_up(hit: Hit, view: View) -> bool:
    """Is a noun a known event that someone takes a stand on: "condemned these attacks"?"""
    is_told_of = any(
        speech.last < hit.first and speech.label in ("speech.accuse", "speech.deny", "speech.support")
        for speech in view.speech
    )
    is_known = any(cue.last + 1 == hit.first for cue in view.labelled("context.anaphor"))
    return hit.tense == "noun" and is_told_of and is_known


def _is_object(hit: Hit, stance: Hit, view: View) -> bool:
    """Is a noun what someone welcomes or rejects?"""
    is_after = stance.last < hit.first and view.segments[hit.first] == view.segments[stance.last]
    between = view.words[stance.last + 1 : hit.first]
    return is_after and (hit.tense == "noun" or place_words(view.language).relatives.isdisjoint(between))


def _is_talked_of(hit: Hit, talk: Hit, view: View) -> bool:
    """Is a trigger after a talk its topic: a noun that nothing says to have come before?"""
    category = category_of(hit)
    if category == "agreement" and hit.parts == 1 and 0 < hit.first - talk.last <= _DEAL_REACH:
        return hit.tense == "noun" and view.segments[hit.first] == view.segments[talk.last]
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
    if hit.tense != "noun" and not _follows_topic(hit, view):
        return False
    return not any(
        cue.last < hit.first <= cue.last + _ANTERIOR_REACH for cue in view.labelled("context.anterior")
    )


def _follows_topic(hit: Hit, view: View) -> bool:
    """Does an Arabic trigger stand right behind what is talked about, as in «لبحث إعادة فتح المعبر»?"""
    return view.language == "ar" and any(cue.last + 1 == hit.first for cue in view.labelled("context.topic"))


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
