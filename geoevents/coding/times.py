"""When an event was: the time expression of its clause, or what announces it."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.patterns import Hit
from geoevents.model import TimeSpan

__all__ = ["time_of", "time_of_speech"]

_ANNOUNCEMENT_REACH: Final = 2  # words from "said" to "on Monday"


def time_of(head: Hit, view: View, dates: Sequence[TimeSpan]) -> TimeSpan:
    """Return the time expression in the clause; else the one that opens the sentence; else unknown."""
    placed = [(view.word_at(span.start), span) for span in dates if span.start is not None]
    own = [(index, span) for index, span in placed if view.governor(index) is head]
    if own:
        return min(own, key=lambda pair: abs(pair[0] - head.first))[1]
    first = view.heads[0].first if view.heads else 0
    own_segment = view.segments[first] if view.has_dateline else 0  # a dateline's date is the report's
    opening = [span for index, span in placed if index < first and view.segments[index] >= own_segment]
    return opening[0] if opening else _announced(view, placed)


def _announced(view: View, placed: Sequence[tuple[int, TimeSpan]]) -> TimeSpan:
    """When an event was announced, where nothing nearer dates it: "…, the ministry said on Monday"."""
    for hit in view.speech:
        for index, span in placed:
            if 0 < index - hit.last <= _ANNOUNCEMENT_REACH:
                return span
    return TimeSpan()


def time_of_speech(hit: Hit, view: View, dates: Sequence[TimeSpan]) -> TimeSpan:
    """Return the time of a statement: before its verb or right after it; what is said has its own."""
    for span in dates:
        if span.start is not None:
            index = view.word_at(span.start)
            if index < hit.first or index - hit.last <= _ANNOUNCEMENT_REACH:
                return span
    return TimeSpan()
