"""Places of those who speak, govern or are quoted: told beside an event, they are none of its sites."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.model import Location

__all__ = ["is_in_title", "is_of_source", "is_of_speaker", "without_seats", "words_before"]

_PARTY_REACH: Final = 4  # words between "with" and the seat of the party: "with the authorities in Damascus"
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with
_OFFICE_REACH: Final = 3  # words between an office and its place before a verb of speech
_TITLE_REACH: Final = 6  # words between an office and its place: "the Syrian ambassador in Iraq"


def without_seats(found: list[Location], head: Hit, view: View) -> list[Location]:
    """Where another place is told, that of who speaks or governs is none: "officials in X said … in Y"."""
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
    if not before or before[0] not in words.within:
        return False
    if not words.seats.isdisjoint(before[1:2]):
        return True
    segment = view.segments[first]
    speaks = any(
        first < hit.first < head.first and view.segments[hit.first] == segment for hit in view.speech
    )
    return speaks and first > _FRAME_REACH and first < head.first


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
