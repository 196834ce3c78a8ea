"""Weekdays and months ahead of the report: what will be "on Sunday", "in April" is not the one behind it."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.language.moments import Moment, day_of, month_of
from geoevents.language.tokens import Tokens
from geoevents.model import TimeSpan

__all__ = ["with_days_ahead"]

_REACH: Final = 12  # tokens from "will" to the weekday
_LONG_AGO: Final = 120  # days since a day and month which may as well be that of the year ahead
_YEAR_DIGITS: Final = 4
_MONTH_REACH: Final = 20  # to the month: what is planned in months is told at length


@dataclass(frozen=True, slots=True)
class _Words:
    cues: frozenset[str]
    prefixes: tuple[str, ...]  # of a future verb
    not_prefixes: tuple[str, ...]
    weekdays: frozenset[str]
    months: frozenset[str]
    leads: frozenset[str]  # what may stand beside a weekday: "on", "morning"
    last: frozenset[str]  # what makes a month the one behind: "last May"
    parts: frozenset[str]  # and beside a month: "the first week of"


@cache
def _words(language: str) -> _Words:
    lexicon = load(language, "dates")
    words, ahead = lexicon.table("words"), lexicon.table("ahead")
    return _Words(
        frozenset(ahead.words("words")),
        ahead.words("prefixes", optional=True),
        ahead.words("not_prefixes", optional=True),
        frozenset(lexicon.inverted("weekdays")),
        frozenset(
            word
            for system in lexicon.table("months")
            for month in lexicon.table("months").table(system)
            for word in lexicon.table("months").table(system).words(month)
        ),
        frozenset(word for key in ("in", "on", "the", "part_of_day") for word in words.words(key)),
        frozenset(words.words("last")),
        frozenset(word for phrase in lexicon.inverted("parts") for word in phrase.split()),
    )


def with_days_ahead(span: TimeSpan, tokens: Tokens, *, language: str, published: date | None) -> TimeSpan:
    """Return a weekday of the week behind the report a week on, where its clause calls it coming.

    >>> from geoevents.language.tokens import tokenize
    >>> tokens = tokenize("Work will begin on Sunday.", language="en")
    >>> day = date(2025, 4, 6)
    >>> span = TimeSpan(day, day, "day", "2025-04-06", "deictic", "Sunday", 19, 25)
    >>> with_days_ahead(span, tokens, language="en", published=date(2025, 4, 12)).edtf
    '2025-04-13'
    """
    if published is None or span.basis != "deictic" or span.first is None or span.last is None:
        return span
    words = _words(language)
    if span.precision == "month" and span.last < published and _is_bare(span.text, words.months, words):
        year, month = published.year + (span.first.month <= published.month), span.first.month
        ahead, reach = month_of(year, month), _MONTH_REACH
    elif span.precision == "range" and _is_part_of_month(span, published, words):
        ahead, reach = _year_on(span.first, span.last), _MONTH_REACH
    elif (
        span.precision == "day"
        and 0 < (published - span.first).days < 7
        and _is_bare(span.text, words.weekdays, words)
    ):
        ahead, reach = Moment.on(span.first + timedelta(7)), _REACH
    elif span.precision == "day" and _is_long_ago(span, published, words):
        year_on = day_of(span.first.year + 1, span.first.month, span.first.day)
        if year_on is None:
            return span
        ahead, reach = year_on, _MONTH_REACH
    else:
        return span
    at = bisect_left(tokens.starts, bisect_left(tokens.folded.offsets, span.start or 0))
    for index in range(at - 1, max(-1, at - 1 - reach), -1):
        word = tokens.words[index]
        if not word[0].isalnum():
            return span
        if _is_cue(word, words) or " ".join(tokens.words[index : index + 2]) in words.cues:
            return replace(span, first=ahead.first, last=ahead.last, edtf=ahead.edtf)
    return span


def _is_part_of_month(span: TimeSpan, published: date, words: _Words) -> bool:
    """Is a range a part of a month behind the report that names no year: "early September"?"""
    if span.first is None or span.last is None or span.last >= published:
        return False
    is_one = (span.first.year, span.first.month) == (span.last.year, span.last.month)
    told = fold(span.text).split()
    known = words.months | words.leads | words.parts
    return is_one and any(word in words.months for word in told) and known.issuperset(told)


def _is_long_ago(span: TimeSpan, published: date, words: _Words) -> bool:
    """Is a day and month with no year that of the year before only because it lies far ahead?"""
    if span.first is None or (published - span.first).days < _LONG_AGO:
        return False
    told = fold(span.text).replace("/", " ").split()
    is_bare = words.last.isdisjoint(told) and not any(
        len(word) == _YEAR_DIGITS and word.isdigit() for word in told
    )
    return is_bare and any(word in words.months for word in told)


def _year_on(first: date, last: date) -> Moment:
    """A part of a month in the next year; the end of February is its end."""
    year = first.year + 1
    month = month_of(year, first.month)
    assert month.last is not None
    is_end = (last + timedelta(1)).month != last.month
    first, last = first.replace(year=year), month.last if is_end else last.replace(year=year)
    return Moment(first, last, "range", f"{first}/{last}")


def _is_cue(word: str, words: _Words) -> bool:
    bare = word[1:] if word[0] in "وف" else word
    if word in words.cues or bare in words.cues:
        return True
    return (
        bool(words.prefixes) and bare.startswith(words.prefixes) and not bare.startswith(words.not_prefixes)
    )


def _is_bare(text: str, names: frozenset[str], words: _Words) -> bool:
    """Whether an expression is a name of a day or month alone, not "last Sunday" or "yesterday, Sunday"."""
    told = fold(text).replace("/", " ").split()
    is_one = any(word in names for word in told)
    return is_one and all(word in names or word in words.leads for word in told)
