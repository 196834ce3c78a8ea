"""What each rule of the grammar of dates means: ranges, "ago", "since", "until", and single dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from geoevents.language.datereader import DateReader
from geoevents.language.moments import (
    UNKNOWN,
    Moment,
    ago,
    between,
    day_of,
    month_of,
    nearer_ahead,
    open_moment,
    step,
    weekday_of,
)

__all__ = ["read_date"]

_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A match within the classes of a whole text."""

    match: re.Match[str]
    base: int

    def span(self, group: str | int = 0) -> tuple[int, int]:
        first, last = self.match.span(group)
        return self.base + first, self.base + last


def read_date(reader: DateReader, match: re.Match[str], base: int = 0) -> Moment | None:
    """Read a match of the grammar in the run of classes that begins at ``base``."""
    rule = match.lastgroup  # the one that closes last, about those within it
    assert rule is not None
    return _RULES[rule](reader, Place(match, base))


def _span(reader: DateReader, match: Place, joint: str) -> Moment | None:
    """A range: what its first end leaves out stands at the second."""
    first, last = match.span()
    middle, after = match.span(joint)
    year, month = reader.value(after, last, "y"), reader.value(after, last, "M")
    end = reader.moment(after, last, month=reader.value(first, middle, "M"))
    has_own_month = "M" in reader.words.classes[first:middle] or "d" not in reader.words.classes[first:middle]
    start = reader.moment(
        first,
        middle,
        year=None if year is None else int(year),
        month=None if has_own_month else month,
    )
    if start is None or end is None:
        return None
    if start.first and end.last and start.first > end.last and "W" in reader.words.classes[first:middle]:
        start = step(start, -_WEEK)  # "between Monday and Wednesday", told on a Tuesday
    return between(start, end)


def _night(reader: DateReader, match: Place) -> Moment | None:
    """ "Saturday night into Sunday": the two days whose night it is."""
    return reader.weekday(*match.span())


def _weekdays(reader: DateReader, match: Place) -> Moment | None:
    """ "On Sunday and Monday": days that follow each other are one time."""
    earlier, later = (
        weekday_of(day, reader.published, direction="near") for day in reader.days(*match.span())
    )
    if earlier.first is not None and later.first is not None and earlier.first > later.first:
        earlier = step(earlier, -_WEEK)
    return between(earlier, later)


def _weekday_of_week(reader: DateReader, match: Place) -> Moment | None:
    """ "On Thursday of last week": a day of the week that is said."""
    first, last = match.span()
    week = reader.unit(first, last)
    (weekday,) = reader.days(first, last)
    if week is None or week.precision != "week" or week.first is None:
        return weekday_of(weekday, reader.published, direction=reader.direction(first, last))
    return Moment.on(week.first + timedelta((weekday - week.first.isoweekday()) % 7), "deictic")


def _day_of_month(reader: DateReader, match: Place) -> Moment | None:
    """ "On the 12th of this month", «في السابع من الشهر الماضي»; "on the 12th" is the last one."""
    first, last = match.span()
    day, unit = int(reader.value(first, last, "dO")), reader.value(first, last, "UG")
    if unit is not None and unit != "month":
        return reader.unit(first, last)
    if reader.published is None:
        return Moment(None, None, "day", "", "deictic")
    month = month_of(reader.published.year, reader.published.month)
    ahead = {"last": -1, "next": 1}.get(reader.direction(first, last), 0)
    if unit is None and day > reader.published.day:
        ahead = -1
    month = step(month, ahead)
    assert month.first is not None
    return day_of(month.first.year, month.first.month, day, basis="deictic")


def _week_of(reader: DateReader, match: Place) -> Moment | None:
    """ "The week of 1 September", "the week to 7 September": seven days from a day on, or up to it."""
    first, last = match.span()
    day = reader.moment(*match.span("week_what"))
    if day is None or day.precision != "day" or reader.value(first, last, "U") != "week":
        return day
    if day.first is None:
        return replace(day, precision="range", edtf="")
    is_up_to = "t" in reader.words.classes[first : match.span("week_what")[0]]
    ends = (step(day, 1 - _WEEK), day) if is_up_to else (day, step(day, _WEEK - 1))
    return between(*ends)


def _ago(reader: DateReader, match: Place) -> Moment | None:
    first, last = match.span()
    unit = reader.value(first, last, "UGDBo")
    count = reader.count(first, last)
    held = reader.words.classes[first:last]
    if unit is None:
        return UNKNOWN if "l" in held else None
    if count is None and ("D" in held or "V" in held or "n" in held):
        is_long = "l" in held or "n" in held
        return (
            UNKNOWN if unit != "day" or is_long or reader.published is None else _some_days(reader.published)
        )
    count = 1 if count is None else count
    return ago(unit, count, reader.published, week_begins=reader.week_begins)


def _some_days(published: date) -> Moment:
    """«قبل أيام»: how many is not said, but a week has a word of its own."""
    first, last = published - timedelta(7), published - timedelta(1)
    return Moment(first, last, "range", f"{first}/{last}", "deictic", "some days: within the week before")


def _for(reader: DateReader, match: Place) -> Moment | None:
    """«منذ 3 أيام» is three days ago or for three days: both lie in the time since then."""
    moment = _ago(reader, match)
    if moment is None or moment.first is None or reader.published is None:
        return moment and replace(moment, precision="range")
    count = reader.count(*match.span())
    if reader.value(*match.span(), "UDB") == "week":
        moment = replace(moment, first=reader.published - timedelta(_WEEK * int(count or 1)))
    start = moment.edtf.split("/")[0] if moment.precision != "week" else str(moment.first)
    edtf = f"{start}/{reader.published}"
    note = "; ".join(part for part in (moment.note, "so long ago, or ever since") if part)
    return Moment(moment.first, reader.published, "range", edtf, "deictic", note)


def _since(reader: DateReader, match: Place) -> Moment | None:
    moment = reader.moment(*match.span("since_what"))
    return moment and open_moment(moment, since=True)


def _until(reader: DateReader, match: Place) -> Moment | None:
    """«حتى 15 أيار»: what has no year of its own may lie ahead of the report, if it is nearer so."""
    moment = reader.moment(*match.span("until_what"))
    return moment and open_moment(nearer_ahead(moment, reader.published), since=False)


def _beyond(reader: DateReader, match: Place, group: str, *, since: bool) -> Moment | None:
    moment = reader.moment(*match.span(group))
    return moment and open_moment(step(moment, 1 if since else -1), since=since)


def _year(reader: DateReader, match: Place) -> Moment | None:
    return reader.calendar(*match.span())


_Rule = Callable[[DateReader, Place], Moment | None]
_RULES: Final[dict[str, _Rule]] = {
    "span_days": lambda reader, match: _span(reader, match, "j0"),
    "span_month_days": lambda reader, match: _span(reader, match, "j1"),
    "span_months": lambda reader, match: _span(reader, match, "j5"),
    "span_month_list": lambda reader, match: _span(reader, match, "j6"),
    "night": _night,
    "weekdays": _weekdays,
    "weekday_of_week": _weekday_of_week,
    "day_of_month": _day_of_month,
    "week_of": _week_of,
    "span_from": lambda reader, match: _span(reader, match, "j2"),
    "span_years": lambda reader, match: _span(reader, match, "j3"),
    "span": lambda reader, match: _span(reader, match, "j4"),
    "ago": _ago,
    "for": _for,
    "since": _since,
    "until": _until,
    "before": lambda reader, match: _beyond(reader, match, "before_what", since=False),
    "after": lambda reader, match: _beyond(reader, match, "after_what", since=True),
    "partial": lambda reader, match: reader.partial(*match.span()),
    "numeric": lambda reader, match: reader.numeric(*match.span()),
    "calendar": lambda reader, match: reader.calendar(*match.span()),
    "hijri": lambda reader, match: reader.hijri(*match.span()),
    "holiday": lambda reader, match: reader.holiday(*match.span()),
    "weekend": lambda reader, match: reader.weekend(*match.span()),
    "season": lambda reader, match: reader.season(*match.span()),
    "decade": lambda reader, match: reader.decade(*match.span()),
    "relative": lambda reader, match: reader.relative(*match.span()),
    "year": _year,
    "vague": lambda reader, match: UNKNOWN,
}
