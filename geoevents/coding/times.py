"""When an event was: the time expression of its clause, or what announces it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import UNREAL, Status, TimeSpan

__all__ = ["time_of", "time_of_speech", "time_of_warning", "until_told"]

_ANNOUNCEMENT_REACH: Final = 2  # words from "said" to "on Monday"
_DEAL_REACH: Final = 12  # words from "signed" to its date
_RECORD_REACH: Final = 4  # words from "the highest" to "since"
_OPENING_REACH: Final = 3  # words before a date that a sentence opens with
_SITUATIONS: Final = frozenset({"threat_presence", "population_stock", "detention"})
_DATELINE: Final = 6  # words of a dateline up to its date


def time_of(head: Hit, view: View, dates: Sequence[TimeSpan]) -> TimeSpan:
    """Return the time expression in the clause; else the one that opens the sentence; else unknown."""
    placed = [
        (view.word_at(span.start), span)
        for span in dates
        if span.start is not None and not _is_in_dateline(span, view)
    ]
    placed = [
        (index, span)
        for index, span in placed
        if not _is_of_deal(index, span, head, view) and not _is_compared(index, span, view)
    ]
    dated = [
        (index, span)
        for index, span in placed
        if not _is_up_to(index, span, view) and not _is_in_other_clause(index, head, view)
    ]
    own = [(index, span) for index, span in dated if view.governor(index) is head]
    if own:
        return min(own, key=lambda pair: abs(pair[0] - head.first))[1]
    due = [span for index, span in placed if view.governor(index) is head and index > head.last]
    if due:
        return _by(due[0])
    first = view.heads[0].first if view.heads else 0
    told = view.labelled("events")[:1] or view.heads[:1]  # a dateline's date is the report's
    own_segment = view.segments[told[0].first] if view.has_dateline and told else 0
    opening = [span for index, span in dated if index < first and view.segments[index] >= own_segment]
    return opening[0] if opening else _announced(view, dated)


def _is_in_other_clause(index: int, head: Hit, view: View) -> bool:
    """Does a date stand within a clause before that of a situation: "was won in 2017, but cells still …"?"""
    between = range(view.segments[index] + 1, view.segments[head.first] + 1)
    is_situation = head.label.split(".")[1] in _SITUATIONS
    return is_situation and index > _OPENING_REACH and not view.clauses.isdisjoint(between)


def _by(span: TimeSpan) -> TimeSpan:
    """The time up to a day by which something is to be done."""
    if span.last is None or span.edtf.startswith("../"):
        return span
    return replace(span, first=None, precision="range", edtf=f"../{span.last}")


def _is_up_to(index: int, span: TimeSpan, view: View) -> bool:
    """Whether a time only ends: "the largest haul until today", "by Monday", "before the end of May"."""
    for deadline in _words(view.language, "deadlines"):
        phrase = deadline.split()
        first = max(0, index - len(phrase))
        if phrase in (list(view.words[index : index + len(phrase)]), list(view.words[first:index])):
            return True
    return span.edtf.startswith("../")


def _is_of_deal(index: int, span: TimeSpan, head: Hit, view: View) -> bool:
    """Whether a date is that of a deal: "under the agreement signed on 10 March", "the 10 March deal"."""
    signed, deals = _words(view.language, "dated"), _words(view.language, "deals")
    last = view.word_at((span.end or 1) - 1)
    beside = view.words[last + 1 : last + 3] if view.language == "en" else view.words[index - 1 : index]
    if index and not deals.isdisjoint(beside):
        return True
    return any(
        view.words[at] in signed and not head.first <= at <= head.last
        for at in range(max(head.last + 1, index - _DEAL_REACH), index)
    )


def _is_compared(index: int, span: TimeSpan, view: View) -> bool:
    """Whether a time only says how rare something is: "for the first time since May"."""
    before = view.words[max(0, index - _RECORD_REACH) : index]
    return span.edtf.endswith("/..") and not _words(view.language, "records").isdisjoint(before)


@cache
def _words(language: str, key: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words(key))


def _is_in_dateline(span: TimeSpan, view: View) -> bool:
    """Whether a date is the report's: "BAGHDAD, Feb 26 - Iraq has repatriated …"."""
    if not view.has_dateline or span.start is None or span.end is None:
        return False
    last = view.word_at(span.end - 1)
    is_set_off = last + 1 < len(view.words) and view.starts[last + 1] - view.ends[last] > 1
    return view.word_at(span.start) < _DATELINE and is_set_off


def until_told(time: TimeSpan, status: Status, published: date | None) -> TimeSpan:
    """Close a time that only begins, "after the war", for what had happened when the report told it.

    What is to be done by a day lies between the report and that day; what was done by then has no day.

    >>> since = TimeSpan(date(2021, 5, 1), None, "range", "2021-05/..")
    >>> until_told(since, "occurred", date(2025, 2, 26)).edtf
    '2021-05/2025-02-26'
    >>> until_told(since, "ongoing", date(2025, 2, 26)).edtf
    '2021-05/..'
    >>> due = TimeSpan(None, date(2025, 3, 31), "range", "../2025-03-31")
    >>> until_told(due, "planned", date(2025, 2, 26)).edtf
    '2025-02-26/2025-03-31'
    """
    if time.edtf.startswith("../"):
        return _until_due(time, status, published)
    if status != "occurred" or published is None or not time.edtf.endswith("/..") or time.first is None:
        return time
    if time.first > published:
        return time
    note = "; ".join(part for part in (time.note, "up to the day of the report") if part)
    return replace(time, last=published, edtf=f"{time.edtf[:-2]}{published}", note=note)


def _until_due(time: TimeSpan, status: Status, published: date | None) -> TimeSpan:
    is_ahead = published is not None and time.last is not None and published <= time.last
    if status not in UNREAL or status == "denied" or published is None or not is_ahead:
        return TimeSpan()
    note = "; ".join(part for part in (time.note, "from the day of the report on") if part)
    return replace(time, first=published, edtf=f"{published}/{time.last}", note=note)


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


def time_of_warning(head: Hit, view: View, dates: Sequence[TimeSpan]) -> TimeSpan:
    """Return the time of a warning: a date behind it in its clauses, or one before it in its own segment."""
    placed = [(view.word_at(span.start), span) for span in dates if span.start is not None]
    segment = view.segments[head.first]
    own = [
        span
        for index, span in placed
        if view.governor(index) is head and (index > head.first or view.segments[index] == segment)
    ]
    return own[0] if own else TimeSpan()
