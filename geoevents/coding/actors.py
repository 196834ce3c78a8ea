"""Who acts, who is acted upon, who speaks: by lists, by office and name, by state."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.patterns import is_passive
from geoevents.language.actors import Spellings, actor_spellings
from geoevents.language.lexicon import load
from geoevents.model import Actor, Mention, Place

__all__ = ["Speaker", "actors_in", "actors_of", "as_told", "speaker_of"]

_LONGEST_SUBJECT: Final = 16  # words of office and name: "the spokesman of the ministry of … , N N, said"
_OFFICE_REACH: Final = 8  # words from an office to the end of its name
_LONGEST_NAME: Final = 4
_COUNTED_REACH: Final = 2  # words from a figure to whom it counts: "3 soldiers of …"
_OF: Final = frozenset({"of", "from", "من"})
_VIOLENT: Final = ("events.arrest", "events.attack", "events.airstrike", "events.clash", "events.killing")
_MOST_WORDS: Final = 1 << 17  # that are remembered
_PREFIXES: Final = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ب", "ل", "ف")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted. ``name`` is "" for a source without one; ``text`` is the subject as it stands."""

    name: str
    text: str
    is_anaphoric: bool = False  # the clause names none: the one who spoke before goes on


@dataclass(frozen=True, slots=True)
class _Words:
    offices: frozenset[str]
    common: frozenset[str]
    ends: frozenset[str]
    fillers: frozenset[str]
    known: frozenset[str]  # all that is no name
    actors: Spellings
    institutions: Spellings


@cache
def _words(language: str) -> _Words:
    people = load(language, "events").table("people")

    offices, common, ends = (frozenset(people.words(key)) for key in ("offices", "common", "ends"))
    return _Words(
        offices,
        common,
        ends,
        frozenset(people.words("fillers")),
        offices | common | ends,
        actor_spellings(language, "actor"),
        actor_spellings(language, "institution"),
    )


@lru_cache(maxsize=1 << 16)
def _bare(word: str, language: str) -> tuple[str, ...]:
    """A word and what is left of it without its clitics."""
    if language != "ar":
        return (word,)
    cut = [
        word[len(clitic) :] for clitic in _PREFIXES if word.startswith(clitic) and len(word) > len(clitic) + 1
    ]
    return (word, *cut)


@lru_cache(maxsize=1 << 16)
def _is_one_of(word: str, known: frozenset[str], language: str) -> bool:
    stems = _bare(word, language)
    if language == "ar":
        ends = ("ه", "يه", "ين", "ون")
        stems += tuple(stem.removesuffix(end) for stem in stems for end in ends if stem.endswith(end))
    return any(stem in known for stem in stems)


def speaker_of(hit: Hit, view: View, mentions: Sequence[Mention], known: Container[str]) -> Speaker:
    """Return who speaks at a verb of speech.

    Parameters
    ----------
    known
        Last words of the names that the document has given so far: a surname alone is then a name.
    """
    words = _words(view.language)
    sides = [_after, _ahead] if hit.tense != "noun" else [_after]
    regions = []
    for side in reversed(sides) if view.language == "en" else sides:
        region = side(hit, view, words)
        regions.append(region)
        names = [index for index in region if not _is_known_word(index, view, words)]
        if names:
            places = _held(view, [one for one in mentions if one.role != "literal" or view.language == "en"])
            names = [index for index in names if index not in places]
        if names and (
            view.words[names[-1]] in known
            or view.words[names[0]] in known
            or any(_is_one_of(view.words[index], words.offices, view.language) for index in region)
        ):
            name = " ".join(view.raw_word(index) for index in names[-_LONGEST_NAME:])
            return Speaker(name, _raw_span(view, region))
    for region in regions:
        rest = [at for at in region if not _is_one_of(view.words[at], words.fillers, view.language)]
        if rest:
            return Speaker("", _raw_span(view, rest))
    return Speaker("", "", is_anaphoric=True)


def _held(view: View, mentions: Sequence[Mention]) -> set[int]:
    """The words that mentions hold."""
    return {
        index
        for mention in mentions
        for index in range(view.word_at(mention.start), view.word_at(mention.end - 1) + 1)
    }


def _is_known_word(index: int, view: View, words: _Words) -> bool:
    if view.language == "en" and not view.raw[view.starts[index]].isupper():
        return True
    word = view.words[index]
    return word.isdigit() or _is_one_of(word, words.known, view.language)


def _after(hit: Hit, view: View, words: _Words) -> list[int]:
    """The words after the verb up to "that", "about" or the end of the subject."""
    region = []
    for index in range(hit.last + 1, min(len(view.words), hit.last + 1 + _LONGEST_SUBJECT)):
        is_quoted = view.opens_quote(index)
        if view.words[index] in words.ends or is_quoted:
            break
        region.append(index)
    return region


def _ahead(hit: Hit, view: View, words: _Words) -> list[int]:
    """The words before the verb, back to the beginning of its sentence or to another verb of speech."""
    region: list[int] = []
    told = (other for other in view.heads if other.tense in ("perfect", "future"))
    speech = {other.last for other in (*view.labelled("speech"), *told) if other.first != hit.first}
    for index in range(hit.first - 1, max(-1, hit.first - 1 - _LONGEST_SUBJECT), -1):
        if index in speech or (view.segments[index] != view.segments[hit.first] and view.language == "ar"):
            break
        region.append(index)
    return sorted(region)


def _raw_span(view: View, region: Sequence[int]) -> str:
    return " ".join(view.raw_word(index) for index in region)


def named_in(view: View, mentions: Sequence[Mention], head: Hit) -> set[str]:
    """Return the words that may be names of the people whom a clause names with their office."""
    words = _words(view.language)
    places = _held(view, mentions)
    found: set[str] = set()
    office = -_LONGEST_SUBJECT
    begins = head.first + 1 if view.language == "ar" else 0  # an Arabic verb comes first
    for index in range(begins, len(view.words)):
        if _is_one_of(view.words[index], words.offices, view.language):
            office = index
        elif view.words[index] in words.ends:
            office = -_LONGEST_SUBJECT
        elif index - office > _OFFICE_REACH or index in places or _is_known_word(index, view, words):
            continue
        else:
            found.add(view.words[index])
    return found


_Entries = tuple[tuple[tuple[str, ...], Actor], ...]


class _Begun(dict[str, tuple[_Entries, _Entries] | None]):
    """The spellings of actors and of institutions that a word may begin, ``None`` if it begins none."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[_Entries, _Entries] | None:
        words, bare = _words(self._language), _bare(word, self._language)
        actors = tuple(entry for first in bare for entry in words.actors.get(first, ()))
        organs = tuple(entry for first in bare for entry in words.institutions.get(first, ()))
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
    inside = {at: name for at, name in named.items() if len(view.heads) < 2 or view.governor(at) is head}
    if not inside:
        return (), ()
    in_order = sorted(inside.items())
    before = [name for at, name in in_order if at < head.first]
    after = [name for at, name in in_order if at > head.last]
    within = [name for at, name in in_order if head.first <= at <= head.last]
    is_verb_first = view.language == "ar" and head.tense != "noun"
    if within:  # "the militants launched attacks": the subject stands within the trigger
        before, after = within, before + after
    elif is_verb_first and after and not before:
        before, after = after[:1], after[1:]
    elif view.language == "en" and head.tense == "perfect" and is_passive(view.words, head.first):
        before, after = after, before
    if head.label.startswith(_VIOLENT):
        counted = {actor for at, actor in in_order if _is_counted(at, view, suffering)}
        suffers = [one for one in before if one.acled_type == "Civilians" or one in counted]
        before, after = [one for one in before if one not in suffers], suffers + after
    actors = tuple(dict.fromkeys(before))
    return actors, tuple(actor for actor in dict.fromkeys(after) if actor not in actors)


def _is_counted(at: int, view: View, figures: Collection[int]) -> bool:
    """Is who is named at a word counted by a figure: «قُتل 3 عناصر من قسد», "two SDF fighters were killed"?"""
    for figure in figures:
        between = [word for word in view.words[figure + 1 : at] if word != "the"]
        if figure < at and (not between or (len(between) <= _COUNTED_REACH and between[-1] in _OF)):
            return True
    return False


def as_told(actor: Actor, category_is_coded: bool, countries: Collection[str]) -> Actor:
    """Return an actor as ACLED types it in an event: a state uses force, and abroad it is an outside force.

    Parameters
    ----------
    category_is_coded
        Whether ACLED covers the event.
    countries
        Where the event was; empty if that is not known.

    >>> turkey = Actor("Turkey", "تركيا", "TR", plover_sector="GOV")
    >>> as_told(turkey, True, {"SY"}).acled_type, as_told(turkey, False, {"SY"}).acled_type
    ('External/Other forces', None)
    """
    acled = actor.acled_type
    if acled is None and actor.plover_sector == "GOV" and actor.country and category_is_coded:
        acled = "State forces"
    if acled == "State forces" and actor.country and countries and actor.country not in countries:
        acled = "External/Other forces"
    return actor if acled == actor.acled_type else replace(actor, acled_type=acled)


def _spells(view: View, index: int, spelling: tuple[str, ...]) -> bool:
    """Does a spelling, whose first word is known to stand at a word, go on from there?"""
    if index + len(spelling) > len(view.words):
        return False
    return all(
        view.words[index + step] == part or part in _bare(view.words[index + step], view.language)
        for step, part in enumerate(spelling[1:], 1)
    )
