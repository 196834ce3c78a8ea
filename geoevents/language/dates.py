"""Dates in a text as intervals: explicit, relative to the day of the report, vague.

A date is never more exact than its words: «مايو 2021» is a month, «الأسبوع الماضي» a week, and what needs
the day of the report stays unknown without it. A number alone is no year. Times counted from an event
that everybody knows («بعد سقوط الموصل») are inferred, and their note says from what.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from geoevents.language.anchors import anchored
from geoevents.language.dategrammar import matches
from geoevents.language.datereader import DateReader
from geoevents.language.daterules import read_date
from geoevents.language.daysahead import with_days_ahead
from geoevents.language.echoes import echoed
from geoevents.language.fold import Folded
from geoevents.language.lexicon import languages, load
from geoevents.language.timevocabulary import ANCHORS
from geoevents.language.timewords import TimeWords, read_time_words
from geoevents.language.tokens import Tokens, tokenize
from geoevents.language.toldyears import with_told_years
from geoevents.model import TimeSpan

__all__ = ["find_dates"]

# Dates stand in runs of such words that hold one of these.
_RUN: Final = re.compile(r"[^~\"\n]+")
_ANCHOR: Final = re.compile(rf"[{ANCHORS}yh]|d[-/.]d")


def find_dates(
    text: str | Folded, *, language: str, published: date | None = None, tokens: Tokens | None = None
) -> tuple[TimeSpan, ...]:
    """Find all expressions of time in a text, in order, without overlaps.

    Parameters
    ----------
    published
        Day of the report. Without it a relative expression is found with ``first`` and ``last`` unknown and
        an empty ``edtf``, a day and month without a year as ``XXXX-01-03``.
    tokens
        The tokens of the text, if they are at hand.

    >>> [span.edtf for span in find_dates("منذ مايو 2021، وفي سنة 2017", language="ar")]
    ['2021-05/..', '2017']
    >>> [span.edtf for span in find_dates("last week", language="en", published=date(2024, 12, 26))]
    ['2024-12-16/2024-12-22']
    >>> find_dates("عاد 1905 جنود", language="ar")
    ()
    """
    tokens = tokenize(text, language=language) if tokens is None else tokens
    key = f"dates {language} {published}"
    known: tuple[TimeSpan, ...] | None = tokens.memory.get(key)
    if known is None:
        known = tokens.memory[key] = tuple(_read(tokens, language, published))
    return known


def _read(tokens: Tokens, language: str, published: date | None) -> list[TimeSpan]:
    found = list(_found(tokens, language, published))
    for other in languages():
        if other != language and not _month_words(other).isdisjoint(tokens.words):
            # an Arabic report quotes posts with English stamps; only what stands for itself is read
            taken = [(span.start, span.end) for span in found]
            found += [
                span
                for span in _found(tokens, other, None)
                if span.first is not None and not any(_overlap(span, *ends) for ends in taken)
            ]
    known = anchored(found, tokens, language=language)
    if published is None:
        known = with_told_years(known, tokens.folded.raw)
    placed = [with_days_ahead(span, tokens, language=language, published=published) for span in known]
    return echoed(placed, tokens, language=language)


def _overlap(span: TimeSpan, start: int | None, end: int | None) -> bool:
    return (span.start or 0) < (end or 0) and (start or 0) < (span.end or 0)


@cache
def _month_words(language: str) -> frozenset[str]:
    months = load(language, "dates").table("months")
    systems = (months.table(system) for system in months if system != "hijri")
    return frozenset(word for table in systems for month in table for word in table.words(month))


def _found(tokens: Tokens, language: str, published: date | None) -> Iterator[TimeSpan]:
    words = read_time_words(tokens, language=language)
    reader = DateReader(words, published, language)
    classes = words.classes
    runs = (run.span() for run in _RUN.finditer(classes) if _ANCHOR.search(classes, *run.span()))
    for base, end in runs:
        for match in matches(classes[base:end], language):
            span = _span(reader, match, base, tokens, words)
            if span is not None:
                yield span


def _span(
    reader: DateReader, match: re.Match[str], base: int, tokens: Tokens, words: TimeWords
) -> TimeSpan | None:
    moment = read_date(reader, match, base)
    if moment is None:
        return None
    first, last = _trimmed(words, base + match.start(), base + match.end())
    if match.lastgroup == "holiday" and _follows(words.ends[last - 1], tokens, reader.no_holiday_before):
        return None  # "Arbaeen pilgrims"
    if match.lastgroup == "vague" and _follows(words.ends[last - 1], tokens, reader.no_vague_before):
        return None  # "no later than", "shortly after midnight"
    start, end = tokens.folded.span(words.starts[first], words.ends[last - 1])
    text = tokens.folded.raw[start:end]
    ends = (moment.first, moment.last)
    return TimeSpan(*ends, moment.precision, moment.edtf, moment.basis, text, start, end, moment.note)


def _follows(end: int, tokens: Tokens, words: frozenset[str]) -> bool:
    """Is one of some words the next after a place in the folded text?"""
    at = bisect_left(tokens.starts, end)
    return at < len(tokens) and tokens.words[at] in words


def _trimmed(words: TimeWords, first: int, last: int) -> tuple[int, int]:
    """Leave out the words that only led to the date; what is written to its first word stays."""
    while last - first > 1 and _leads(words, first):
        first += 1
    while last - first > 1 and words.classes[last - 1] in ",،(;.&/-":
        last -= 1
    return first, last


def _leads(words: TimeWords, at: int) -> bool:
    is_attached = words.ends[at] == words.starts[at + 1]
    return words.classes[at] in "(,،" or (words.classes[at] in "&Pfx" and not is_attached)
