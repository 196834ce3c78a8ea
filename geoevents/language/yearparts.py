"""Parts of months and years, seasons, weekends and feasts as intervals."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from geoevents.language.hijri import hijri_span, hijri_year_of
from geoevents.language.moments import (
    DAYS_AHEAD,
    UNKNOWN,
    Moment,
    between,
    month_of,
    nearest_year,
)
from geoevents.model import Basis

__all__ = ["Holiday", "holiday_of", "part_of", "season_of", "weekend_of"]

_LAST_HIJRI: Final = 1500  # years up to it are of the Hijri calendar
_MONTHS_OF: Final = {
    "first_quarter": (1, 3), "second_quarter": (4, 6), "third_quarter": (7, 9), "fourth_quarter": (10, 12),
    "first_half": (1, 6), "second_half": (7, 12),
}  # fmt: skip


def part_of(moment: Moment, part: str) -> Moment:
    """Return a third of a month or year, its last day, a week of a month, or a quarter or half of a year.

    >>> part_of(month_of(2021, 5), "late").edtf
    '2021-05-21/2021-05-31'
    """
    if moment.first is None or moment.last is None:
        return replace(moment, precision="range", edtf="")
    year, month = moment.first.year, moment.first.month
    if moment.precision == "month" and part in ("first_half", "second_half"):
        first = moment.first if part == "first_half" else date(year, month, 16)
        last = date(year, month, 15) if part == "first_half" else moment.last
        return Moment(first, last, "range", f"{first}/{last}", moment.basis, moment.note)
    if part.startswith(("first_months_", "last_months_", "first_days_", "last_days_")):
        return _some_of(moment, part)
    if part in _WEEKS:
        return _week_of(moment, part) if moment.precision == "month" else moment
    if part in _MONTHS_OF:
        if moment.precision != "year":
            return moment
        found = between(*(month_of(year, end) for end in _MONTHS_OF[part]))
        return moment if found is None else replace(found, basis=moment.basis, note=moment.note)
    if part == "end":
        return replace(Moment.on(moment.last), basis=moment.basis, note=moment.note)
    third = ("early", "middle", "late").index(part)
    if moment.precision == "month":
        first = date(year, month, 1 + 10 * third)
        last = moment.last if third == 2 else date(year, month, 10 + 10 * third)
        return Moment(first, last, "range", f"{first}/{last}", moment.basis, moment.note)
    if moment.precision == "year":
        months = (month_of(year, 1 + 4 * third), month_of(year, 4 + 4 * third))
        found = between(*months)
        return moment if found is None else replace(found, basis=moment.basis, note=moment.note)
    return moment


def _some_of(moment: Moment, part: str) -> Moment:
    """The first or last so many months of a year, or days of a month: "the first nine months of 2025"."""
    assert moment.first is not None
    assert moment.last is not None
    end, unit, count = part.split("_")
    year, many = moment.first.year, int(count)
    if unit == "months" and moment.precision == "year":
        months = (1, many) if end == "first" else (13 - many, 12)
        found = between(*(month_of(year, month) for month in months))
        return moment if found is None else replace(found, basis=moment.basis, note=moment.note)
    if unit == "days" and moment.precision == "month":
        first = moment.first if end == "first" else moment.last - timedelta(many - 1)
        last = moment.last if end == "last" else moment.first + timedelta(many - 1)
        return Moment(first, last, "range", f"{first}/{last}", moment.basis, moment.note)
    return moment


_WEEKS: Final = ("first_week", "second_week", "third_week", "last_week")


def _week_of(month: Moment, part: str) -> Moment:
    """The first seven days of a month, the next, or the last."""
    assert month.first is not None
    assert month.last is not None
    first = month.first + timedelta(7 * _WEEKS.index(part))
    if part == "last_week":
        first = month.last - timedelta(6)
    last = first + timedelta(6)
    return Moment(first, last, "range", f"{first}/{last}", month.basis, month.note)


_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def season_of(name: str, year: int | None, published: date | None, direction: str) -> Moment:
    """Return a meteorological season of the northern hemisphere; winter begins in its year's December.

    >>> season_of("summer", 2021, None, "near").edtf
    '2021-06/2021-08'
    """
    month = _SEASONS[name]
    basis: Basis = "explicit" if year is not None else "deictic"
    if year is None:
        if published is None:
            return replace(UNKNOWN, precision="range")
        year = nearest_year(month, None, published, direction=direction) or published.year
    end = month_of(year + (month + 2) // 13, (month + 1) % 12 + 1)
    found = between(month_of(year, month), end)
    return UNKNOWN if found is None else replace(found, basis=basis)


def weekend_of(published: date | None, *, ends: int, by: str) -> Moment:
    """Return the two days of a weekend: the last that has begun, the one before it, or the next.

    Parameters
    ----------
    ends
        Its second day, Sunday being 7.
    by
        "near", "last" or "next".

    >>> weekend_of(date(2025, 6, 18), ends=7, by="near").edtf
    '2025-06-14/2025-06-15'
    """
    if published is None:
        return Moment(None, None, "range", "", "deictic")
    first = published - timedelta((published.isoweekday() - ends + 1) % 7)
    if by == "last" and published <= first + timedelta(1):
        first -= timedelta(7)
    elif by == "next":
        first += timedelta(7)
    last = first + timedelta(1)
    return Moment(first, last, "range", f"{first}/{last}", "deictic")


class Holiday(NamedTuple):
    """A feast: when it begins, and how many days it lasts."""

    calendar: str  # hijri or gregorian
    month: int
    day: int
    days: int


def holiday_of(
    feast: Holiday, rank: int | None, year: int | None, published: date | None, direction: str
) -> Moment:
    """Return the days of a feast in a year, Hijri or Gregorian, else of the one nearest to the report.

    Parameters
    ----------
    rank
        Which of its days is meant, ``None`` for all.
    direction
        "near", "last" or "next".

    >>> adha = Holiday("hijri", 12, 10, 4)
    >>> holiday_of(adha, None, 2024, None, "near").edtf
    '2024-06-16/2024-06-19'
    """
    starts = _starts(feast, year, published, direction)
    if starts is None:
        return replace(UNKNOWN, precision="range" if rank is None and feast.days > 1 else "day")
    basis: Basis = "deictic" if year is None else "explicit"
    note = "from the Hijri calendar (Umm al-Qura)" if feast.calendar == "hijri" else ""
    if rank is not None or feast.days == 1:
        return Moment.on(starts + timedelta((rank or 1) - 1), basis, note)
    ends = starts + timedelta(feast.days - 1)
    return Moment(starts, ends, "range", f"{starts}/{ends}", basis, note)


def _starts(feast: Holiday, year: int | None, published: date | None, direction: str) -> date | None:
    """The day on which a feast begins in a year, else the one that the report is nearest to."""
    is_hijri_year = year is not None and year <= _LAST_HIJRI
    near = published if year is None or is_hijri_year else date(year, 7, 1)
    days: list[date] = []
    if feast.calendar == "hijri":
        around = year if is_hijri_year else hijri_year_of(near) if near is not None else None
        reach = 0 if is_hijri_year else 1
        years = range(around - reach, around + reach + 1) if around is not None else ()
        spans = [hijri_span(at, feast.month, feast.day) for at in years]
        days = [span[0] for span in spans if span is not None]
    elif near is not None:
        days = [date(at, feast.month, feast.day) for at in range(near.year - 1, near.year + 2)]
    if is_hijri_year:
        return days[0] if days else None
    if year is not None:
        return next((day for day in days if day.year == year), None)
    if near is None:
        return None
    if direction == "next":
        return next((day for day in days if day > near), None)
    limit = near + timedelta(DAYS_AHEAD if direction == "near" else -1)
    return max((day for day in days if day <= limit), default=None)
