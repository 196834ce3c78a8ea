"""The year of days and months that name none, in a report whose day is not known, from what the text tells.

A heading that names a month and a year, "Regional overview, October 2025", gives it to all that it stands
above. Within a paragraph a later month goes on in the year told before: "In February 2025 he called on
them to disarm. In July, thirty of them did." An earlier month may be of either year, and gets none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from geoevents.language.moments import Moment, between, day_of, month_of
from geoevents.model import TimeSpan

__all__ = ["with_told_years"]

_LONGEST_HEADING: Final = 150  # characters of a heading
_ENDS: Final = (".", "!", "?", "؟", ":")  # of a sentence, which a heading is not
_MONTHS_AHEAD: Final = 3  # of a heading's month that a report may look
_YEAR: Final = 12
_NEW_YEAR: Final = 3  # months of a new year that go on from the last of the old one
_YEARLESS: Final = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_TOLD: Final = frozenset({"day", "month", "range"})
_PARAGRAPH: Final = "\n\n"


def with_told_years(spans: Sequence[TimeSpan], text: str) -> list[TimeSpan]:
    """Return the times of a report with the years that it told before.

    >>> heading = TimeSpan(date(2025, 10, 1), date(2025, 10, 31), "month", "2025-10", "explicit", "", 9, 21)
    >>> day = TimeSpan(None, None, "day", "XXXX-10-22", "deictic", "22 October", 37, 47)
    >>> text = "Overview, October 2025\\nShells fell on 22 October."
    >>> [span.edtf for span in with_told_years([heading, day], text)]
    ['2025-10', '2025-10-22']
    """
    if not any(_YEARLESS.search(span.edtf) for span in spans):
        return list(spans)
    heading = _heading(spans, text)
    found: list[TimeSpan] = []
    told: TimeSpan | None = None
    for span in spans:
        if _YEARLESS.search(span.edtf):
            if told is not None and _PARAGRAPH in text[told.end or 0 : span.start or 0]:
                told = None
            new = _read(span, heading=heading, told=told)
            told = new if new.first is not None else told
            found.append(new)
        else:
            told = span if _is_told(span) else told
            found.append(span)
    return found


def _is_told(span: TimeSpan) -> bool:
    return span.basis == "explicit" and span.precision in _TOLD and None not in (span.first, span.last)


def _heading(spans: Sequence[TimeSpan], text: str) -> TimeSpan | None:
    """The month or days that the heading of a report names."""
    line = text.find("\n", len(text) - len(text.lstrip()))
    if not 0 < line <= _LONGEST_HEADING or text[:line].rstrip().endswith(_ENDS):
        return None
    told = [span for span in spans if _is_told(span) and (span.end or 0) <= line]
    return told[-1] if told and len(told) == 1 else None


def _read(span: TimeSpan, *, heading: TimeSpan | None, told: TimeSpan | None) -> TimeSpan:
    anchor = heading or told
    if anchor is None or anchor.last is None:
        return span
    ends = []
    for match in _YEARLESS.finditer(span.edtf):
        month, day = int(match[1]), int(match[2]) if match[2] else None
        year = _year(month, anchor.last, is_heading=heading is not None)
        moment = None
        if year is not None:
            moment = month_of(year, month) if day is None else day_of(year, month, day)
        if moment is None:
            return span
        ends.append(moment)
    is_open = ".." in span.edtf
    read = ends[0] if len(ends) == 1 or is_open else between(ends[0], ends[-1])
    if read is None or (len(ends) == 1 and span.precision == "range" and not is_open):
        return span
    note = "; ".join(part for part in (span.note, f'the year is that of "{anchor.text}"') if part)
    return _placed(span, read, note)


def _placed(span: TimeSpan, moment: Moment, note: str) -> TimeSpan:
    if span.edtf.endswith("/.."):
        return replace(span, first=moment.first, edtf=f"{moment.edtf}/..", basis="inferred", note=note)
    if span.edtf.startswith("../"):
        return replace(span, last=moment.last, edtf=f"../{moment.edtf}", basis="inferred", note=note)
    return replace(span, first=moment.first, last=moment.last, edtf=moment.edtf, basis="inferred", note=note)


def _year(month: int, anchor: date, *, is_heading: bool) -> int | None:
    """The year of a month seen from one told: near a heading's, or going on from another."""
    if is_heading:
        ahead = (month - anchor.month) % _YEAR
        months = anchor.year * _YEAR + anchor.month - 1 + (ahead if ahead <= _MONTHS_AHEAD else ahead - _YEAR)
        return months // _YEAR
    if month >= anchor.month:
        return anchor.year
    is_new_year = month <= _NEW_YEAR and anchor.month > _YEAR - _NEW_YEAR
    return anchor.year + 1 if is_new_year else None
