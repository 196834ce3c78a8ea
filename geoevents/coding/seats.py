"""Places of those who speak, govern or are quoted: told beside an event, they are none of its sites."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import Kind, Location, Mention

__all__ = [
    "clitic_of",
    "is_in_title",
    "is_of_source",
    "is_of_speaker",
    "spoken_at",
    "without_seats",
    "words_before",
]

_PARTY_REACH: Final = 4  # words between "with" and the seat of the party: "with the authorities in Damascus"
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with
_OFFICE_REACH: Final = 3  # words between an office and its place before a verb of speech
_HOLDER_REACH: Final = 2  # words from an office to the name: "the mayor of X", «رئيس بلدية X»
_TITLE_REACH: Final = 6  # words between an office and its place: "the Syrian ambassador in Iraq"
_QUOTES: Final = frozenset('"“”«»')
_AUDIENCE_REACH: Final = 3  # words from "reporters" to the name
_SAYS_REACH: Final = 2  # words from a verb of speech to "from": «دعت المنظمة من جنيف»
_SUBJECT_REACH: Final = 14  # words from a verb of speech to its "that"
_SPOTS: Final[frozenset[Kind]] = frozenset(
    {"city", "town", "village", "neighbourhood", "camp", "facility", "base", "border_crossing"}
)


def without_seats(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Where another place is told, that of who speaks or governs is none: "officials in X said … in Y"."""
    found = [one for one in found if not _is_official(one, head, view)]
    seats = [location for location in found if _is_seat(location, head, view)]
    others = [location for location in found if location.role != "background" and location not in seats]
    if not others:
        return found
    return [replace(one, role="background") if one in seats else one for one in found]


def _is_seat(location: Location, head: Hit, view: View) -> bool:
    """Does a place say where those are who speak of an event, or who have a part in it?"""
    words = place_words(view.language)
    first = view.word_at(location.mention.start)
    before = words_before(view, first, _PARTY_REACH)
    if view.language == "ar" and _is_of_announcer(first, head, view):
        return True
    is_annexed = view.language == "ar" or before[:1] == ["of"]
    if is_annexed and not words.offices.isdisjoint(before[:_HOLDER_REACH]):
        return True  # "arrested the former mayor of X"
    if not before or before[0] not in words.within | words.passing:
        return False
    if view.language == "ar" and any(_is_in_subject(first, hit, view) for hit in view.speech):
        return first < head.first
    if not words.seats.isdisjoint(before[1:2]):
        return True
    segment = view.segments[first]
    speaks = any(first < hit.first and view.segments[hit.first] == segment for hit in view.speech)
    if first < head.first:
        opening = [word.removeprefix("و") for word in view.words[:first]]
        is_frame = words.types.union(words.within).issuperset(opening)  # "In X, …"
        return speaks and not is_frame and any(first < hit.first < head.first for hit in view.speech)
    tells = {view.segments[other.last] for other in view.heads}
    return speaks and view.language == "en" and segment not in tells  # "…, medics in X said"


def _is_of_announcer(first: int, head: Hit, view: View) -> bool:
    """Does a place stand between a verb of speech and what it tells: "نفى مصدر في X دخول قوات إلى Y"?"""
    segment = view.segments[first]
    if head.tense != "noun" or view.segments[head.first] != segment:
        return False
    return any(hit.last < first < head.first and view.segments[hit.first] == segment for hit in view.speech)


def _is_official(location: Location, head: Hit, view: View) -> bool:
    """Is a place that of a government that says what happened elsewhere: "officials in X said that …"?"""
    first = view.word_at(location.mention.start)
    before = words_before(view, first, 2)
    if first > head.first or len(before) < 2 or before[0] not in place_words(view.language).within:
        return False
    speaks = any(hit.first < head.first for hit in view.speech)
    return speaks and before[1] in place_words(view.language).seats


def spoken_at(hit: Hit, view: View, mentions: Sequence[Mention]) -> tuple[Location, ...]:
    """Return the town in which someone speaks: "Officials in X said …", "In X, a spokesman urged …".

    It is told of the speaker, so it is an area about which the statement was made, rather than its site.
    """
    words = place_words(view.language)
    for mention in mentions:
        first, last = view.word_at(mention.start), view.word_at(mention.end - 1)
        is_spot = mention.role == "literal" and mention.place is not None and mention.place.kind in _SPOTS
        reach = sorted((max(0, view.start - 1), mention.start, view.starts[hit.first]))
        is_quoted = not _QUOTES.isdisjoint(view.raw[reach[0] : reach[-1]])
        if not is_spot or mention.dateline or is_quoted:
            continue
        before = words_before(view, first, _FRAME_REACH)
        while before and before[0] in words.types:
            before.pop(0)
        is_in = bool(before) and before[0].removeprefix("و") in words.within | words.passing
        is_in |= clitic_of(mention, view) == "ب"
        if before[1:] and before[1] in words.governments:
            continue  # "the government in X says"
        if before[:1] and before[0] in words.origin and hit.last < first - 1 <= hit.last + _SAYS_REACH:
            return (Location("area", mention.place, mention),)  # type: ignore[arg-type]  # "said from X"
        if not is_in or not (_is_frame_of(last, hit, view) or _is_in_subject(first, hit, view)):
            continue
        return (Location("area", mention.place, mention),)  # type: ignore[arg-type]
    return ()


def _is_frame_of(last: int, hit: Hit, view: View) -> bool:
    """Does a sentence open with a place, and go on with who speaks: "In X, a spokesman urged"?"""
    segments = view.segments
    audiences = place_words(view.language).audiences
    is_frame = last <= _FRAME_REACH or not audiences.isdisjoint(
        view.words[:last]
    )  # "at his briefing in X, …"
    return is_frame and segments[last] == 0 and segments[hit.first] == 1


def _is_in_subject(first: int, hit: Hit, view: View) -> bool:
    """Does a place stand in the subject of a verb of speech: "officials in X say", "قال مسؤول في X إن"?"""
    if hit.tense == "noun":
        return False
    if view.language == "ar":
        that = [at for at in range(hit.last + 1, len(view.words)) if view.words[at] in _that(view.language)]
        return hit.last < first < min(that, default=0) <= hit.last + _SUBJECT_REACH
    audiences = place_words(view.language).audiences
    if not audiences.isdisjoint(words_before(view, first, _AUDIENCE_REACH)[1:]):
        return True  # "speaking in X", "told reporters in X"
    if first > hit.first or any(other.first < first for other in view.speech):
        return False
    here = view.segments[first]
    if any(first < cue.first < hit.first for cue in view.labelled("context.meanwhile")):
        return False
    words = place_words(view.language)
    opening = view.words[view.segments.index(here) : first]
    is_aside = here < view.segments[hit.first] and words.types.union(words.within).issuperset(opening)
    return is_aside or here in (0, view.segments[hit.first])  # "the envoy, in X, said"


@cache
def _that(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words("that", optional=True))


def is_of_source(first: int, head: Hit, view: View) -> bool:
    """Does a place only say whom the report quotes: "According to the office in X, …"?"""
    segment = view.segments[first]
    if segment == view.segments[head.first]:
        return False
    return any(
        view.segments[hit.first] == segment and hit.last < first for hit in view.labelled("speech.source")
    )


def is_of_speaker(first: int, head: Hit, view: View) -> bool:
    """Does a place only say whose office it is who tells of the event: "the mayor of X denied …"?"""
    offices = place_words(view.language)
    if not is_in_title(words_before(view, first, _OFFICE_REACH), offices):
        return False
    return any(abs(first - hit.last) <= _TITLE_REACH and hit.first < head.first for hit in view.speech)


def is_in_title(before: Sequence[str], words: PlaceWords) -> bool:
    return any(word.removeprefix("ال") in words.offices for word in before)


def words_before(view: View, first: int, reach: int) -> list[str]:
    """The words before one, nearest first, within its segment."""
    segment = view.segments[first]
    found = []
    for index in range(first - 1, max(-1, first - 1 - reach), -1):
        if view.segments[index] != segment:
            break
        found.append(view.words[index])
    return found


def clitic_of(mention: Mention, view: View) -> str:
    """The preposition that is written as one with the first word of a mention."""
    if view.language != "ar":
        return ""
    word, start = view.words[view.word_at(mention.start)], view.starts[view.word_at(mention.start)]
    bare = word.removeprefix("و") if len(word) > 4 else word
    if bare in place_words(view.language).types:
        return ""  # «بلدة» has no preposition
    if start < mention.start:
        return bare[0] if bare[:1] in ("ب", "ل") else ""
    name = mention.place
    is_own = name is not None and any(part.startswith(bare[0]) for part in (name.name_ar or "").split()[:1])
    return bare[0] if bare[:1] in ("ب", "ل") and not is_own else ""
