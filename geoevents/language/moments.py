"""Calendar arithmetic behind dates in texts: intervals with their precision and EDTF.

EDTF is the Extended Date/Time Format of ISO 8601-2: ``2021-05``, ``2021-05/..``, ``XXXX-01-03``.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from geoevents.model import Basis, Precision

__all__ = [
    "DAYS_AHEAD",
    "UNKNOWN",
    "Moment",
    "ago",
    "between",
    "day_of",
    "decade_of",
    "month_of",
    "nearer_ahead",
    "nearest_year",
    "open_moment",
    "step",
    "unit_of",
    "weekday_of",
    "year_of",
]

# A day and month without a year that lie this far ahead of the report are taken as coming, not as gone
# since almost a year: news announces the days of the next weeks without a year.
DAYS_AHEAD: Final = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """A time before it is bound to the words of a text; all ends inclusive."""

    first: date | None
    last: date | None
    precision: Precision
    edtf: str
    basis: Basis = "explicit"
    note: str = ""

    @classmethod
    def on(cls, day: date, basis: Basis = "explicit", note: str = "") -> "Moment":
        """Return a day.

        >>> Moment.on(date(2025, 4, 1)).edtf
        '2025-04-01'
        """
        return cls(day, day, "day", day.isoformat(), basis, note)


UNKNOWN: Final = Moment(None, None, "unknown", "", "deictic")


def day_of(year: int | None, month: int, day: int, *, basis: Basis = "explicit") -> Moment | None:
    """Return a day; without a year it is a day of an unknown year; ``None`` if there is no such day.

    >>> day_of(2024, 2, 30) is None, day_of(None, 1, 3).edtf
    (True, 'XXXX-01-03')
    """
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
        return None
    if year is None:
        return Moment(None, None, "day", f"XXXX-{month:02}-{day:02}", basis)
    return Moment.on(date(year, month, day), basis)


def month_of(year: int | None, month: int, *, basis: Basis = "explicit") -> Moment:
    """Return a month.

    >>> month_of(2021, 5).last
    datetime.date(2021, 5, 31)
    """
    if year is None:
        return Moment(None, None, "month", f"XXXX-{month:02}", basis)
    last = date(year, month, monthrange(year, month)[1])
    return Moment(date(year, month, 1), last, "month", f"{year:04}-{month:02}", basis)


def year_of(year: int, *, basis: Basis = "explicit") -> Moment:
    """Return a year.

    >>> year_of(2017).edtf
    '2017'
    """
    return Moment(date(year, 1, 1), date(year, 12, 31), "year", f"{year:04}", basis)


def between(first: Moment, last: Moment) -> Moment | None:
    """Return the range from one moment to another, ``None`` if they are not in order.

    >>> between(year_of(2011), year_of(2014)).edtf
    '2011/2014'
    """
    basis: Basis = "deictic" if "deictic" in (first.basis, last.basis) else "explicit"
    if first.first is not None and last.last is not None and first.first > last.last:
        return None
    ends = (first.edtf.split("/")[0], last.edtf.split("/")[-1])
    edtf = "/".join(ends) if all(ends) else ""
    note = "; ".join(note for note in dict.fromkeys((first.note, last.note)) if note)
    known = first.first is not None and last.last is not None
    return Moment(first.first if known else None, last.last if known else None, "range", edtf, basis, note)


def open_moment(moment: Moment, *, since: bool) -> Moment:
    """Return the time from a moment on, or up to it.

    >>> open_moment(month_of(2021, 5), since=True).edtf
    '2021-05/..'
    """
    start = moment.edtf.split("/")[0]
    end = moment.edtf.split("/")[-1]
    if not moment.edtf or ".." in (start, end):
        return replace(moment, precision="range")
    if since:
        return replace(moment, last=None, precision="range", edtf=f"{start}/..")
    return replace(moment, first=None, precision="range", edtf=f"../{end}")


def step(moment: Moment, by: int) -> Moment:
    """Return the day, month or year before (-1) or after (1) one.

    >>> step(year_of(2011), -1).edtf, step(month_of(2021, 12), 1).edtf
    ('2010', '2022-01')
    """
    if moment.first is None or moment.last is None:
        return moment
    if moment.precision == "year":
        return replace(year_of(moment.first.year + by), basis=moment.basis, note=moment.note)
    if moment.precision == "month":
        year, month = divmod(moment.first.year * 12 + moment.first.month - 1 + by, 12)
        return replace(month_of(year, month + 1), basis=moment.basis, note=moment.note)
    day = (moment.last if by > 0 else moment.first) + timedelta(by)
    return Moment.on(day, moment.basis, moment.note)


def unit_of(unit: str, by: int, published: date | None, *, week_begins: int = 1) -> Moment:
    """Return the day, week, month, year or decade so many units after the report's.

    Parameters
    ----------
    week_begins
        The first day of a week, Monday being 1.

    >>> unit_of("week", -1, date(2024, 12, 26)).edtf
    '2024-12-16/2024-12-22'
    """
    precision: Precision = unit if unit in ("day", "week", "month", "year") else "range"  # type: ignore[assignment]
    if published is None:
        return Moment(None, None, precision, "", "deictic")
    try:
        if unit == "day":
            day = published + timedelta(by)
            return Moment.on(day, "deictic")
        if unit == "week":
            first = published - timedelta((published.isoweekday() - week_begins) % 7) + timedelta(7 * by)
            last = first + timedelta(6)
            return Moment(first, last, "week", f"{first}/{last}", "deictic")
        if unit == "month":
            year, month = divmod(published.year * 12 + published.month - 1 + by, 12)
            return month_of(year, month + 1, basis="deictic")
        if unit == "year":
            return year_of(published.year + by, basis="deictic")
        if unit == "decade":
            start = published.year // 10 * 10 + 10 * by
            return decade_of(start, basis="deictic")
    except (ValueError, OverflowError):
        pass
    return UNKNOWN


def decade_of(start: int, *, basis: Basis = "explicit") -> Moment:
    """Return a decade.

    >>> decade_of(1990).edtf
    '1990/1999'
    """
    return Moment(date(start, 1, 1), date(start + 9, 12, 31), "range", f"{start}/{start + 9}", basis)


def ago(unit: str, count: float, published: date | None, *, week_begins: int = 1) -> Moment:
    """Return the time so many units before the report, as precise as the unit is.

    >>> ago("year", 9, date(2020, 11, 15)).edtf, ago("day", 3, date(2025, 5, 27)).edtf
    ('2011', '2025-05-24')
    """
    whole = int(count)
    if unit == "decade":
        return unit_of("year", -10 * whole, published)
    if unit == "hour":  # within the day of the report, or the one before
        if count > 24 or published is None:
            return unit_of("day", -round(count / 24), published)
        return Moment(
            published - timedelta(1), published, "range", f"{published - timedelta(1)}/{published}", "deictic"
        )
    return unit_of(unit, -whole, published, week_begins=week_begins)


def weekday_of(weekday: int, published: date | None, *, direction: str) -> Moment:
    """Return a weekday (Monday is 1): the nearest up to the report's day, the last before, the next.

    Parameters
    ----------
    direction
        "near", "last" or "next".

    >>> weekday_of(7, date(2025, 5, 27), direction="last").edtf
    '2025-05-25'
    """
    if published is None:
        return Moment(None, None, "day", "", "deictic")
    back = (published.isoweekday() - weekday) % 7
    if direction == "next":
        day = published + timedelta(7 - back)
    else:
        day = published - timedelta(7 if direction == "last" and back == 0 else back)
    return Moment.on(day, "deictic")


def nearest_year(month: int, day: int | None, published: date, *, direction: str) -> int | None:
    """Return the year of a day or month that names none, seen from the report.

    >>> nearest_year(1, 3, date(2020, 11, 15), direction="near")
    2020
    >>> nearest_year(12, None, date(2021, 1, 5), direction="near")
    2020
    """
    if day is None:
        ahead = month > published.month or (direction == "next" and month == published.month)
        if direction == "next":
            return published.year + (not ahead)
        return published.year - (ahead or (direction == "last" and month == published.month))
    years = [year for year in range(published.year - 8, published.year + 9) if day_of(year, month, day)]
    days = [date(year, month, day) for year in years]
    if direction == "next":
        return next((moment.year for moment in days if moment > published), None)
    limit = timedelta(DAYS_AHEAD if direction == "near" else 0)
    return next((moment.year for moment in reversed(days) if moment <= published + limit), None)


def nearer_ahead(moment: Moment, published: date | None) -> Moment:
    """Return a day or month whose year was only counted from the report a year on, if it is nearer so.

    >>> nearer_ahead(day_of(2024, 5, 15, basis="deictic"), date(2025, 2, 9)).edtf
    '2025-05-15'
    """
    if published is None or moment.basis != "deictic" or moment.first is None or moment.last is None:
        return moment
    if moment.last >= published or moment.precision not in ("day", "month"):
        return moment
    year, month = moment.first.year + 1, moment.first.month
    ahead = month_of(year, month) if moment.precision == "month" else day_of(year, month, moment.first.day)
    if ahead is None or ahead.first is None or ahead.first - published >= published - moment.last:
        return moment
    return replace(ahead, basis=moment.basis, note=moment.note)
