"""Who speaks, and whom a clause names with an office: by office and name."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import Mention

__all__ = ["Speaker", "bare", "named_in", "speaker_of"]

_LONGEST_SUBJECT: Final = 16  # words of office and name: "the spokesman of the ministry of … , N N, said"
_OFFICE_REACH: Final = 8  # words from an office to the end of its name
_LONGEST_NAME: Final = 4
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
    )


@lru_cache(maxsize=1 << 16)
def bare(word: str, language: str) -> tuple[str, ...]:
    """Return a word, and what is left of it without its clitics.

    >>> bare("بداعش", "ar")
    ('بداعش', 'داعش')
    """
    if language != "ar":
        return (word,)
    cut = [
        word[len(clitic) :] for clitic in _PREFIXES if word.startswith(clitic) and len(word) > len(clitic) + 1
    ]
    return (word, *cut)


@lru_cache(maxsize=1 << 16)
def _is_one_of(word: str, known: frozenset[str], language: str) -> bool:
    stems = bare(word, language)
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
