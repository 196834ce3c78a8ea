"""Dates of the Islamic calendar (Umm al-Qura) as days of the Gregorian one."""

from datetime import date, timedelta
from functools import cache

__all__ = ["hijri_span", "hijri_year_of"]


@cache
def hijri_span(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date] | None:
    """Return the first and the last day of a Hijri year, month or day.

    ``None`` where the calendar has no such day, or where the Umm al-Qura tables end (before 1343 and
    after 1500 AH). Sighting of the moon moves real dates by a day at most.

    >>> hijri_span(1446, 9, 14)
    (datetime.date(2025, 3, 14), datetime.date(2025, 3, 14))
    >>> hijri_span(1446, 9)
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 29))
    """
    from hijridate import Hijri

    try:
        first = Hijri(year, month or 1, day or 1).to_gregorian()
        if day is not None:
            last = first
        else:
            last_month = month or 12
            length = Hijri(year, last_month, 1).month_length()
            last = Hijri(year, last_month, length).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(first.year, first.month, first.day), date(last.year, last.month, last.day)


def hijri_year_of(day: date) -> int | None:
    """Return the Hijri year of a day, ``None`` where the tables end.

    >>> hijri_year_of(date(2025, 3, 14))
    1446
    """
    from hijridate import Gregorian

    try:
        return int(Gregorian.fromdate(day + timedelta(0)).to_hijri().year)
    except (ValueError, OverflowError):
        return None
