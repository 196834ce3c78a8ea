"""The day of a report that comes without one, from the evidence in its text; never a guess.

Three things date a report: a line that states it ("Published: 27 May 2025"), a dateline that opens it
("DAMASCUS, May 27, 2025 —"), and a weekday with a deictic («اليوم الثلاثاء») beside a full date nearby in the
text, a post's stamp for instance, that fixes the weeks it can be in. The date of an event told in
hindsight dates nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from geoevents.language.dates import find_dates
from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.language.sentences import Sentence, sentences
from geoevents.model import TimeSpan

__all__ = ["Deictic", "deictics", "infer_published"]

HEAD: Final = 600  # characters from the top of a report in which a dateline or a stated date stands
DATELINE: Final = 60  # characters from the beginning of a line that a dateline takes
_PLACE_WORDS: Final = 4  # of a dateline before its date
_BARE_PLACE: Final = 3  # of one without a comma: "DEIR AL-ZOR 3 May 2024 (Agency) -"
STAMP_REACH: Final = 3  # days by which the stamp of a post that a report quotes may lie before it
_POST: Final = re.compile(r"\(@\w+\)|pic\.twitter\.com|t\.me/")
_SET_OFF: Final = "()-–—:؛"
_BEFORE: Final = ",،(-–—|/"  # what may stand before the date of a dateline
_AGENCY: Final = re.compile(
    r"\(\D{1,40}\)\s*[-–—:]|[-–—]{1,2}\s"
)  # "(Reuters) -" sets off what needs no comma
_CLOCK: Final = re.compile(r"[\s,،T|-]*\d{1,2}:\d{2}(?::\d{2})?\s*(?:\w{1,4})?\s*$")
_HEADING_MARKS: Final = "|•·–—(،,:"  # before the date that closes a heading


@dataclass(frozen=True, slots=True)
class Deictic:
    """ "Today" or "yesterday" with the weekday it is, Monday being 1; ``start`` as in the text."""

    offset: int
    weekday: int
    text: str
    start: int

    def published(self, near: date) -> date:
        """The day of the report on which it is so: the first such day not before a stamp's."""
        wanted = (self.weekday - self.offset - 1) % 7  # Monday is 0
        return near + timedelta((wanted - near.weekday()) % 7)


def infer_published(
    text: str, *, language: str, dates: Sequence[TimeSpan] | None = None
) -> tuple[date | None, str]:
    """Return the day of a report and what it rests on, ``(None, "")`` if the text does not tell it.

    Parameters
    ----------
    dates
        The expressions of time in the text, found without a day of the report.

    >>> infer_published("Published: 27 May 2025\\nTalks were held.", language="en")
    (datetime.date(2025, 5, 27), 'stated in the text: "27 May 2025"')
    >>> infer_published("They met on 26 December 2024 in Damascus.", language="en")
    (None, '')
    """
    found = find_dates(text, language=language) if dates is None else dates
    days = [span for span in found if span.precision == "day" and span.first and span.basis == "explicit"]
    # «حتى 12 شباط 2026», in a line of its own, says until when a report tells
    untils = [span for span in found if span.first is None and span.last and span.basis == "explicit"]
    if not days and not untils:
        return None, ""
    for span in days:
        if _is_stated(span, text, language):
            return span.first, f'stated in the text: "{span.text}"'
    for span in untils:
        if _is_alone(span, text):
            return span.last, f'stated in the text: "{span.text}"'
    for span in days:
        if _is_dateline(span, text):
            return span.first, f'the dateline: "{span.text}"'
    lines = sentences(text, language)
    stamps = [span for span in days if _is_stamp(span, text, lines)]
    return _from_weekday(deictics(text, found, language), days, stamps)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _is_stated(span: TimeSpan, text: str, language: str) -> bool:
    """Whether a label such as "Published:" is all that stands before the date in its line."""
    assert span.start is not None
    assert span.end is not None
    before = fold(text[_line_start(text, span.start) : span.start])
    is_all = not text[span.end :].split("\n")[0].strip(" \t\r.)")
    labels = ("labels", "heads") if is_all and span.end <= HEAD else ("labels",)
    tables = [load(name, "dates").table("published") for name in {language, "en"}]
    return bool(before) and any(before in table.words(key) for table in tables for key in labels)


def _is_alone(span: TimeSpan, text: str) -> bool:
    """Whether a day up to which a report tells is all that a line at its top holds."""
    assert span.start is not None
    assert span.end is not None
    line = text[_line_start(text, span.start) : span.end] + text[span.end :].split("\n")[0]
    return span.edtf == f"../{span.last}" and span.end <= HEAD and line.strip(" \t\r.)") == span.text


def _is_dateline(span: TimeSpan, text: str) -> bool:
    """Whether a date at the top of a report stands in its dateline, set off from the sentence."""
    assert span.start is not None
    assert span.end is not None
    line = _line_start(text, span.start)
    if span.end > HEAD:
        return False
    before = text[line : span.start].strip()
    rest = text[span.end :].split("\n")[0]
    after = rest.strip()
    if not before and (not after or _CLOCK.fullmatch(rest)):
        return True  # a line that holds nothing else, or the hour beside it
    if before and not after.strip(")]") and before[-1] in _HEADING_MARKS:
        return True  # it closes a heading: "Flash update 3 | 20 March 2025"
    if not before or span.start - line > DATELINE or len(re.findall(r"\w+", before)) > _PLACE_WORDS:
        return False
    words = before.split()
    is_place = len(words) <= _BARE_PLACE and not any(word[0].islower() for word in words)
    if is_place and _AGENCY.match(after) and not span.text[0].islower() and span.text[0].isalnum():
        return words[-1] not in load("ar", "dates").table("words").words("in")
    return bool(after) and after[0] in _SET_OFF and before[-1] in _BEFORE


def _is_stamp(span: TimeSpan, text: str, lines: Iterable[Sentence]) -> bool:
    """Whether a date is the stamp of a quoted post."""
    assert span.start is not None
    for line in lines:
        if line.start <= span.start < line.end:
            return line.kind == "boilerplate" and _POST.search(line.text) is not None
    return False


@cache
def _weekdays(language: str) -> dict[str, int]:
    return {word: int(day) for word, day in load(language, "dates").inverted("weekdays").items()}


@cache
def _offsets(language: str) -> dict[str, int]:
    return {word: int(days) for word, days in load(language, "dates").numbers("deictic").items()}


def deictics(text: str, dates: Sequence[TimeSpan], language: str) -> list[Deictic]:
    found = []
    weekdays, offsets = _weekdays(language), _offsets(language)
    conjunctions = load(language, "dates").words("conjunctions")
    for span in dates:
        if span.basis != "deictic" or span.precision != "day":
            continue
        words = fold(span.text).split()
        if words and words[0] not in offsets and words[0].startswith(conjunctions or ("\0",)):
            words[0] = words[0][1:]
        weekday = next((weekdays[word] for word in words if word in weekdays), None)
        told = " ".join(word for word in words if word not in weekdays)
        offset = next((offsets[told] for told in (told, *words) if told in offsets), None)
        if weekday is not None and offset is not None:
            found.append(Deictic(offset, weekday, span.text, span.start or 0))
    return found


def _from_weekday(
    deictics: list[Deictic], days: Sequence[TimeSpan], stamps: Sequence[TimeSpan]
) -> tuple[date | None, str]:
    """Let a quoted post fix the week in which today is the weekday that the text says."""
    if not deictics or not stamps:
        return None, ""
    latest = max(stamps, key=lambda span: span.first or date.min)
    assert latest.first is not None
    fitting = {deictic.published(latest.first) for deictic in deictics}
    if len(fitting) != 1:  # the weekdays of the text contradict each other
        return None, ""
    day = fitting.pop()
    others = [span.first for span in days if span.first is not None]
    if day - latest.first > timedelta(STAMP_REACH) or max(others) > day:
        return None, ""
    words = " and ".join(f'"{deictic.text}"' for deictic in deictics)
    return day, f'{words} with the post of "{latest.text}"'
