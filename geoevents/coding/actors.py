"""Who acts and who is acted upon: by lists, by state, by where they stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.passives import is_passive
from geoevents.coding.speakers import bare
from geoevents.language.actors import actor_spellings
from geoevents.model import Actor, Mention, Place

__all__ = ["actors_in", "actors_of", "as_told"]

_COUNTED_REACH: Final = 2  # words from a figure to whom it counts: "3 soldiers of …"
_TOPIC_REACH: Final = 3  # words from "against" to whom
_TALKS: Final = ("events.meeting", "events.visit", "events.coordination", "events.agreement")
_OF: Final = frozenset({"of", "from", "من"})
_VIOLENT: Final = ("events.arrest", "events.attack", "events.airstrike", "events.clash", "events.killing")
_MOST_WORDS: Final = 1 << 17  # that are remembered
_Entries = tuple[tuple[tuple[str, ...], Actor], ...]


class _Begun(dict[str, tuple[_Entries, _Entries] | None]):
    """The spellings of actors and of institutions that a word may begin, ``None`` if it begins none."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[_Entries, _Entries] | None:
        listed = actor_spellings(self._language, "actor")
        institutions = actor_spellings(self._language, "institution")
        stems = bare(word, self._language)
        actors = tuple(entry for stem in stems for entry in listed.get(stem, ()))
        organs = tuple(entry for stem in stems for entry in institutions.get(stem, ()))
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = (actors, organs) if actors or organs else None
        return found


_begun = cache(_Begun)


def actors_in(view: View, mentions: Sequence[Mention]) -> dict[int, Actor]:
    """Return who is named in a sentence, by the index of the first word of the name.

    Armed groups and organisations are found by their spellings, organs of a state by institution and
    nationality ("the Iraqi army"), states by the mentions that stand for them.
    """
    found: dict[int, Actor] = {}
    taken: set[int] = set()
    institutions: list[tuple[int, int, Actor]] = []
    begun = map(_begun(view.language).__getitem__, view.words)
    for index, (actors, organs) in ((at, told) for at, told in enumerate(begun) if told is not None):
        for spelling, actor in actors:
            if index not in taken and _spells(view, index, spelling):
                found[index] = actor
                taken.update(range(index, index + len(spelling)))
        for spelling, organ in organs:
            if _spells(view, index, spelling):
                institutions.append((index, len(spelling), organ))
    states: dict[int, Place] = {}
    metonymic: set[int] = set()
    for mention in mentions:
        if mention.place is None or mention.place.kind != "country":
            continue
        if mention.role in ("metonymic", "demonym"):
            states[view.word_at(mention.start)] = mention.place
        if mention.role == "metonymic":
            metonymic.add(view.word_at(mention.start))
    for index, size, organ in institutions:
        if index in taken:
            continue
        near = (index + size, index + size + 1, index - 1)
        at = next((at for at in near if at in states and at not in taken), None)
        if at is not None:
            found[index] = _organ_of(organ, states[at])
            taken.update((*range(index, index + size), at))
    found.update({at: _state(states[at]) for at in metonymic - taken})
    return found


def _state(place: Place) -> Actor:
    return Actor(place.name, place.name_ar, place.country or "", plover_sector="GOV")


def _organ_of(organ: Actor, state: Place) -> Actor:
    name, name_ar = f"{organ.name} ({state.name})", f"{organ.name_ar} ({state.name_ar or state.name})"
    return replace(organ, name=name, name_ar=name_ar, country=state.country or "")


def actors_of(
    head: Hit, view: View, named: Mapping[int, Actor], suffering: Collection[int] = ()
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Return actors and recipients of an event: those named before and after its trigger in its clause.

    Arabic puts the subject after the verb; there, who follows a verb first is the actor. Who stands before
    an English passive suffers it, and so do those counted as killed or held, and civilians anywhere.

    Parameters
    ----------
    suffering
        The words of figures that count those who were killed, injured, held or kidnapped.
    """
    inside = {at: actor for at, actor in named.items() if len(view.heads) < 2 or view.governor(at) is head}
    if head.label.startswith(_TALKS):
        inside = {at: actor for at, actor in inside.items() if not _is_topic(at, view)}
    if not inside:
        return (), ()
    in_order = sorted(inside.items())
    before = [actor for at, actor in in_order if at < head.first]
    after = [actor for at, actor in in_order if at > head.last]
    within = [actor for at, actor in in_order if head.first <= at <= head.last]
    is_verb_first = view.language == "ar" and head.tense != "noun"
    if within:  # "the militants launched attacks": the subject stands within the trigger
        before, after = within, before + after
    elif is_verb_first and after and not before:
        before, after = after[:1], after[1:]
    elif view.language == "en" and head.tense == "perfect" and is_passive(view.words, head.first):
        before, after = after, before
    suffers: list[Actor] = []
    if head.label.startswith(_VIOLENT):
        counted = {actor for at, actor in in_order if _is_counted(at, view, suffering)}
        suffers = [one for one in before if one.acled_type == "Civilians" or one in counted]
    elif head.label.startswith("events.detention"):
        suffers = [one for one in before if one.plover_sector == "REB"]
    actors = tuple(dict.fromkeys(one for one in before if one not in suffers))
    return actors, tuple(one for one in dict.fromkeys(suffers + after) if one not in actors)


def _is_topic(at: int, view: View) -> bool:
    """Is who is named at a word what talks are about: "against the Islamic State", «خطر داعش»?"""
    return any(
        cue.last < at <= cue.last + _TOPIC_REACH and view.segments[cue.last] == view.segments[at]
        for label in ("context.topic", "context.purpose")
        for cue in view.labelled(label)
    )


def _is_counted(at: int, view: View, figures: Collection[int]) -> bool:
    """Is who is named at a word counted by a figure: «قُتل 3 عناصر من قسد», "two SDF fighters were killed"?"""
    for figure in figures:
        between = [word for word in view.words[figure + 1 : at] if word != "the"]
        if figure < at and (not between or (len(between) <= _COUNTED_REACH and between[-1] in _OF)):
            return True
    return False


def as_told(actor: Actor, *, is_coded: bool, countries: Collection[str]) -> Actor:
    """Return an actor as ACLED types it in an event: a state uses force, and abroad it is an outside force.

    Parameters
    ----------
    is_coded
        Whether ACLED covers the event.
    countries
        Where the event was; empty if that is not known.

    >>> turkey = Actor("Turkey", "تركيا", "TR", plover_sector="GOV")
    >>> [as_told(turkey, is_coded=coded, countries={"SY"}).acled_type for coded in (True, False)]
    ['External/Other forces', None]
    """
    acled = actor.acled_type
    if acled is None and actor.plover_sector == "GOV" and actor.country and is_coded:
        acled = "State forces"
    if acled == "State forces" and actor.country and countries and actor.country not in countries:
        acled = "External/Other forces"
    return actor if acled == actor.acled_type else replace(actor, acled_type=acled)


def _spells(view: View, index: int, spelling: tuple[str, ...]) -> bool:
    """Does a spelling, whose first word is known to stand at a word, go on from there?"""
    if index + len(spelling) > len(view.words):
        return False
    return all(
        view.words[index + step] == part or part in bare(view.words[index + step], view.language)
        for step, part in enumerate(spelling[1:], 1)
    )
