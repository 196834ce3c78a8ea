"""Times counted from another that the text told before: "two days later", «في اليوم نفسه», "that month".

They follow the nearest known time before them, and their note says which.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Final

from geoevents.language.lexicon import load
from geoevents.language.moments import Moment, between, day_of, month_of, step, unit_of, year_of
from geoevents.language.timewords import TimeWords, read_time_words
from geoevents.language.tokens import Tokens
from geoevents.model import TimeSpan

__all__ = ["echoed"]

_COUNTED: Final = re.compile(r"[qx]*(?P<count>[dniyV])?(?P<unit>[UGDB])")
_COUNTED_FROM: Final = "counted from"
_REACH: Final = 700  # characters back to the time that another is counted from
_UNITS: Final = frozenset({"day", "week", "month", "year"})
_LONGEST: Final = 3  # tokens of a phrase of these tables
_Phrases = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Words:
    later: _Phrases  # after the unit: "two days later"
    earlier: _Phrases
    later_alone: frozenset[str]  # where nothing follows: "two days after."
    earlier_alone: frozenset[str]
    since: _Phrases  # before the unit: «بعد ذلك بيومين»
    until: _Phrases
    same_before: _Phrases
    same_after: _Phrases
    next_before: _Phrases
    next_after: _Phrases
    previous_before: _Phrases
    previous_after: _Phrases
    over: _Phrases  # before the month that a report is about
    not_before: frozenset[str]  # "later than"
    days: frozenset[str]  # that stand for "today" alone: «اليوم», but «في اليوم نفسه»
    all: frozenset[str]


@cache
def _words(language: str) -> _Words:
    lexicon = load(language, "dates")
    table = lexicon.table("echoes")
    keys = (
        "later", "earlier", "since", "until", "same_before", "same_after", "next_before", "next_after",
        "previous_before", "previous_after", "over",
    )  # fmt: skip
    found = [frozenset(tuple(words.split()) for words in table.words(key, optional=True)) for key in keys]
    later, earlier, since, until, same_before, same_after, next_before, next_after, *others = found
    previous_before, previous_after, over = others
    return _Words(
        later, earlier,
        frozenset(table.words("later_alone", optional=True)),
        frozenset(table.words("earlier_alone", optional=True)),
        since, until, same_before, same_after, next_before, next_after, previous_before, previous_after, over,
        frozenset(table.words("not_before", optional=True)),
        frozenset(table.words("days", optional=True)),
        frozenset(word for phrases in found for phrase in phrases for word in phrase)
        | {*table.words("later_alone", optional=True), *table.words("earlier_alone", optional=True)},
    )  # fmt: skip


def echoed(spans: Sequence[TimeSpan], tokens: Tokens, *, language: str) -> list[TimeSpan]:
    """Return the times of a text with those that are counted from others.

    >>> from datetime import date
    >>> from geoevents.language.tokens import tokenize
    >>> text = "They met on 12 March 2025. Two days later they left."
    >>> tokens = tokenize(text, language="en")
    >>> day = date(2025, 3, 12)
    >>> told = TimeSpan(day, day, "day", "2025-03-12", "explicit", "12 March 2025", 12, 25)
    >>> [(span.text, span.edtf) for span in echoed([told], tokens, language="en")]
    [('12 March 2025', '2025-03-12'), ('Two days later', '2025-03-14')]
    """
    words = _words(language)
    found = list(spans)
    if words.all.isdisjoint(tokens.words):
        return found
    time_words = read_time_words(tokens, language=language)
    units = [
        _Unit.of(match, time_words, tokens)
        for match in _COUNTED.finditer(time_words.classes)
        if time_words.values[match.start("unit")] in _UNITS
    ]
    units += [_Unit("day", None, at, at + 1) for at, word in enumerate(tokens.words) if word in words.days]
    for unit in sorted(units, key=lambda unit: unit.first):
        new = _Echo(tokens, unit, words).read(found)
        if new is not None:
            found = [span for span in found if not _overlap(span, new)] + [new]
            found.sort(key=lambda span: span.start or 0)
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of time in a text: how many, in which tokens."""

    name: str
    count: int | None  # none where the words do not say
    first: int
    last: int
    is_counted: bool = False

    @classmethod
    def of(cls, match: re.Match[str], words: TimeWords, tokens: Tokens) -> "_Unit":
        at = match.start("unit")
        begins = match.start("count") if match["count"] else at
        first = max(0, bisect_left(tokens.starts, words.starts[begins] + 1) - 1)
        last = bisect_left(tokens.starts, words.ends[at])
        is_counted = bool(match["count"]) or match["unit"] in "BD"
        return cls(words.values[at], _count(match, words), first, last, is_counted)


def _overlap(span: TimeSpan, other: TimeSpan) -> bool:
    return (span.start or 0) < (other.end or 0) and (other.start or 0) < (span.end or 0)


class _Echo:
    """A unit of time with what stands around it."""

    def __init__(self, tokens: Tokens, unit: _Unit, words: _Words) -> None:
        self.tokens = tokens
        self.words = words
        self.unit = unit.name
        self.count = unit.count
        self.is_counted = unit.is_counted
        self.first, self.last = unit.first, unit.last

    def read(self, spans: Sequence[TimeSpan]) -> TimeSpan | None:
        told = self._told()
        if told is None:
            return None
        first, last, by = told
        start, end = self.tokens.span(first, last)
        if any(
            span.basis == "explicit"
            and span.first is not None
            and start < (span.end or 0)
            and (span.start or 0) < end
            for span in spans
        ):
            return None
        known = [span for span in reversed(spans) if _anchors(span, start)]
        if self._precedes(self.words.over):  # the month of the report, not one that it only looks back to
            known = [span for span in known if not span.note.startswith(_COUNTED_FROM)]
        days = [span for span in known if span.precision == "day"] if self.unit in ("day", "week") else []
        anchor = next(iter(days or known), None)
        moment = None if anchor is None else _counted(self.unit, by, anchor)
        if anchor is None or moment is None:
            return None
        text = self.tokens.folded.raw[start:end]
        note = f'{_COUNTED_FROM} "{anchor.text}"'
        return TimeSpan(
            moment.first, moment.last, moment.precision, moment.edtf, "inferred", text, start, end, note
        )

    def _told(self) -> tuple[int, int, int] | None:
        """Where the expression begins and ends, and how many units it lies after the other."""
        words, count = self.words, self.count
        if count is not None:
            for phrases, sign in ((words.later, 1), (words.earlier, -1)):
                length = self._follows(phrases)
                if length:
                    return self.first, self.last + length, sign * count
            for alone, sign in ((words.later_alone, 1), (words.earlier_alone, -1)):
                if self._stands_alone(alone):
                    return self.first, self.last + 1, sign * count
            for phrases, sign in ((words.since, 1), (words.until, -1)):
                length = self._precedes(phrases)
                if length:
                    return self.first - length, self.last, sign * count
        if self.is_counted:
            return None
        for before, after, by in (
            (words.same_before, words.same_after, 0),
            (words.next_before, words.next_after, 1),
            (words.previous_before, words.previous_after, -1),
        ):
            length = self._precedes(before)
            if length:
                return self.first - length, self.last, by
            length = self._follows(after)
            if length:
                return self.first, self.last + length, by
        length = self._precedes(words.over) if self.unit == "month" else 0
        return (self.first - length, self.last, 0) if length else None

    def _follows(self, phrases: _Phrases) -> int:
        following = self.tokens.words[self.last : self.last + _LONGEST + 1]
        for length in range(min(_LONGEST, len(following)), 0, -1):
            if tuple(following[:length]) in phrases:
                return 0 if self.words.not_before.intersection(following[length : length + 1]) else length
        return 0

    def _stands_alone(self, words: frozenset[str]) -> bool:
        """Whether one word follows, and then a mark or the end of the text."""
        following = self.tokens.words[self.last : self.last + 2]
        return bool(following) and following[0] in words and not "".join(following[1:])[:1].isalnum()

    def _precedes(self, phrases: _Phrases) -> int:
        for length in range(_LONGEST, 0, -1):
            if self.first >= length:
                told = list(self.tokens.words[self.first - length : self.first])
                if tuple(told) in phrases:
                    return length
                told[0] = told[0][1:] if told[0][0] in "وف" else told[0]
                if tuple(told) in phrases:
                    return length
        return 0


def _count(match: re.Match[str], words: TimeWords) -> int | None:
    """How many units: none where the words do not say."""
    if match["count"]:
        value = 1 if match["count"] == "i" else words.values[match.start("count")]
        return None if value is None or match["count"] == "V" else int(value)
    return {"U": 1, "G": 1, "B": 2}.get(match["unit"])


def _anchors(span: TimeSpan, start: int) -> bool:
    """Whether a time is known and told right before a place in the text."""
    is_known = span.first is not None and span.last is not None and span.precision != "unknown"
    return is_known and span.end is not None and span.end <= start < span.end + _REACH


def _counted(unit: str, by: int, anchor: TimeSpan) -> Moment | None:
    """The moment so many units after a known one, as exact as both are."""
    assert anchor.first is not None
    assert anchor.last is not None
    if by == 0:
        first, last = anchor.first, anchor.last
        if unit == "year" and first.year == last.year:
            return year_of(first.year)
        if unit == "month" and (first.year, first.month) == (last.year, last.month):
            return month_of(first.year, first.month)
        if unit == "week":
            return unit_of("week", 0, first) if first == last else None
        return day_of(first.year, first.month, first.day) if first == last and unit == "day" else None
    if unit in ("month", "year") or anchor.precision == unit:
        base = {
            "month": month_of(anchor.first.year, anchor.first.month),
            "year": year_of(anchor.first.year),
        }.get(unit)
        if base is not None:
            for _ in range(min(abs(by), 1200)):
                base = step(base, 1 if by > 0 else -1)
            return base
    days = timedelta(by * (7 if unit == "week" else 1))
    try:
        ends = [Moment.on(anchor.first + days), Moment.on(anchor.last + days)]
    except OverflowError:
        return None
    return ends[0] if anchor.first == anchor.last else between(*ends)
