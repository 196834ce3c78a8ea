"""From a match of the grammar to a moment: what day, month or range its words mean."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from geoevents.language.hijri import hijri_span, hijri_year_of
from geoevents.language.lexicon import load
from geoevents.language.moments import (
    UNKNOWN,
    Moment,
    ago,
    between,
    day_of,
    decade_of,
    month_of,
    nearest_year,
    step,
    unit_of,
    weekday_of,
    year_of,
)
from geoevents.language.timevocabulary import ROLLING
from geoevents.language.timewords import TimeWords
from geoevents.language.yearparts import Holiday, holiday_of, part_of, season_of, weekend_of
from geoevents.model import Basis, Precision

__all__ = ["DateReader"]

_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}  # up to now that "the past …" takes
_RAMADAN: Final = 9
_STEPS: Final = {"last": -1, "next": 1, "near": 0}


class DateReader:
    """Turns a match of the grammar into a moment."""

    def __init__(self, words: TimeWords, published: date | None, language: str) -> None:
        self.words = words
        self.published = published
        lexicon = load(language, "dates")
        self.day_first = bool(lexicon.get("day_first", True))
        self.week_begins = int(lexicon.get("week_begins", 1))
        self.no_holiday_before = frozenset(lexicon.table("words").words("no_holiday_before"))
        self.no_vague_before = frozenset(lexicon.table("words").words("no_vague_before"))

    # ---- what stands at a place

    def values(self, first: int, last: int, classes: str) -> list[Any]:
        return [self.words.values[at] for at in range(first, last) if self.words.classes[at] in classes]

    def value(self, first: int, last: int, classes: str) -> Any:
        return next(iter(self.values(first, last, classes)), None)

    def days(self, first: int, last: int) -> list[int]:
        """The weekdays of a stretch, Monday being 1."""
        return self.values(first, last, "W")

    def direction(self, first: int, last: int) -> str:
        held = self.words.classes[first:last]
        return "last" if "L" in held else "next" if "N" in held else "near"

    # ---- one date

    def moment(self, first: int, last: int, *, year: int | None = None, month: Any = None) -> Moment | None:
        """Read any single date; year and month may come from the other end of a range."""
        held = self.words.classes[first:last]
        if re.search(r"[-/.]d[-/.]", held):
            return self.numeric(first, last)
        if "Y" in held:
            return self.holiday(first, last)
        if "H" in held or "h" in held or "j" in held:
            return self.hijri(first, last)
        if "K" in held:
            return self.partial(first, last, year=year)
        if "R" in held:
            return self.season(first, last)
        if "Z" in held:
            return self.decade(first, last)
        if "M" in held or month is not None or "y" in held:
            return self.calendar(first, last, year=year, month=month)
        return self.relative(first, last)

    def calendar(self, first: int, last: int, *, year: int | None = None, month: Any = None) -> Moment | None:
        months = self.values(first, last, "M") or ([month] if month is not None else [])
        day = self.value(first, last, "dO")
        stated = self.value(first, last, "ye")
        year = int(stated) if stated is not None else year
        if not months:
            return None if year is None else year_of(year)
        number, note = months[0][0], _month_note(months)
        basis: Basis = "explicit" if year is not None else "deictic"
        if year is None and self.published is not None:
            year = nearest_year(
                number,
                None if day is None else int(day),
                self.published,
                direction=self.direction(first, last),
            )
        if day is None:
            if len(months) == 2 and months[0][1] == months[1][1] and months[1][0] > number:  # يناير/فبراير
                return between(month_of(year, number), month_of(year, months[1][0]))
            return replace(month_of(year, number), basis=basis, note=note)
        moment = day_of(year, number, int(day))
        if moment is None:
            return None
        weekday = self.value(first, last, "Wa")
        notes = [note, _weekday_note(moment, weekday)]
        return replace(moment, basis=basis, note="; ".join(part for part in notes if part))

    def numeric(self, first: int, last: int) -> Moment | None:
        at = [place for place in range(first, last) if self.words.classes[place] in "dy"]
        parts = [int(self.words.values[place]) for place in at]
        if self.words.classes[at[0]] == "y":
            return day_of(*parts)
        day, month, year = parts
        if self.words.classes[at[2]] == "d":
            year += 2000
        if month > 12 or (not self.day_first and day <= 12):
            day, month = month, day
        moment = day_of(year, month, day)
        weekday = self.value(first, last, "Wa")
        return moment and replace(moment, note=_weekday_note(moment, weekday))

    def hijri(self, first: int, last: int) -> Moment | None:
        month, day = self.value(first, last, "H"), self.value(first, last, "dO")
        year = self.value(first, last, "hyen")
        number = None if month is None else month[0]
        if re.fullmatch("[Pp]H", self.words.classes[first:last]) and number != _RAMADAN:
            return None  # most months of the Hijri calendar are names as well
        if year is not None:
            found = hijri_span(int(year), number, None if day is None else int(day))
        elif self.published is not None and number is not None:
            found = self._nearest_hijri(number, day, self.direction(first, last))
        else:
            return replace(UNKNOWN, precision="month" if day is None else "day")
        if found is None:
            return replace(UNKNOWN, basis="explicit", note="a Hijri date outside the Umm al-Qura tables")
        basis: Basis = "explicit" if year is not None else "deictic"
        precision: Precision = "day" if day is not None else "month" if number is not None else "year"
        edtf = found[0].isoformat() if day is not None else f"{found[0]}/{found[1]}"
        return Moment(*found, precision, edtf, basis, "from the Hijri calendar (Umm al-Qura)")

    def _nearest_hijri(self, month: int, day: Any, direction: str) -> tuple[date, date] | None:
        assert self.published is not None
        year = hijri_year_of(self.published)
        if year is None:
            return None
        spans = [hijri_span(at, month, None if day is None else int(day)) for at in range(year - 1, year + 2)]
        known = [span for span in spans if span is not None]
        if direction == "next":
            return next((span for span in known if span[0] > self.published), None)
        past = [span for span in known if (span[1] if direction == "last" else span[0]) <= self.published]
        return past[-1] if past else None

    def partial(self, first: int, last: int, *, year: int | None = None) -> Moment | None:
        part = self.value(first, last, "K")
        after = self.words.classes.index("K", first, last) + 1
        held = self.words.classes[after:last]
        if self.value(after, last, "UDB") == "hour":
            return None  # "the early hours of Sunday": the day is told
        if "M" in held or "y" in held:
            moment = self.calendar(after, last, year=year)
        else:
            moment = self.unit(after, last)
            if moment is not None and moment.precision not in ("month", "year"):
                return moment  # «نهاية الأسبوع الماضي» is known no closer than its week
        return moment and part_of(moment, part)

    def season(self, first: int, last: int) -> Moment | None:
        year = self.value(first, last, "y")
        name = self.value(first, last, "R")
        direction = self.direction(first, last)
        if year is None and "U" in self.words.classes[first:last].replace("G", "U"):  # «صيف العام الماضي»
            if self.published is None:
                return replace(UNKNOWN, precision="range")
            moment = season_of(name, self.published.year + _STEPS[direction], self.published, direction)
            return replace(moment, basis="deictic")
        return season_of(name, None if year is None else int(year), self.published, direction)

    def weekend(self, first: int, last: int) -> Moment:
        return weekend_of(self.published, ends=(self.week_begins - 2) % 7 + 1, by=self.direction(first, last))

    def holiday(self, first: int, last: int) -> Moment | None:
        """«عيد الأضحى», "the second day of Eid al-Fitr 2025"."""
        feast: Holiday = self.value(first, last, "Y")
        rank = self.value(first, last, "r")
        stated = self.value(first, last, "hyn")
        return holiday_of(
            feast,
            None if rank is None else int(rank),
            None if stated is None else int(stated),
            self.published,
            self.direction(first, last),
        )

    def decade(self, first: int, last: int) -> Moment | None:
        start = int(self.value(first, last, "Z"))
        return decade_of(start if start > 100 else 1900 + start)

    # ---- dates that need the day of the report

    def relative(self, first: int, last: int) -> Moment | None:
        held = self.words.classes[first:last]
        if "T" in held:
            return self.deictic(first, last)
        if "W" in held:
            return self.weekday(first, last)
        return self.unit(first, last)

    def deictic(self, first: int, last: int) -> Moment:
        offset = self.value(first, last, "T")
        moment = unit_of("day", offset, self.published)
        weekday = self.value(first, last, "W")
        return replace(moment, note=_weekday_note(moment, weekday))

    def weekday(self, first: int, last: int) -> Moment | None:
        days = self.values(first, last, "W")
        direction = self.direction(first, last)
        moment = weekday_of(days[-1], self.published, direction=direction)
        if len(days) == 2:  # the night from one weekday to the next
            if days[1] != days[0] % 7 + 1:
                return None
            earlier = step(moment, -1)
            return between(earlier, moment)
        return moment

    def unit(self, first: int, last: int) -> Moment | None:
        """«الأسبوع الماضي», "the past three weeks", «هذا العام»."""
        held = self.words.classes[first:last]
        unit = self.value(first, last, "UGDBo")
        count = self.count(first, last)
        by = _STEPS[self.direction(first, last)]
        if unit is None:
            return None
        if (
            count is None
            and unit in _DAYS
            and held.endswith("LU")
            and self.value(first, last, "L") == ROLLING
        ):
            return self._counted_back(unit)
        if count is not None and (count != 1 or unit == "hour"):
            return self._counted(unit, count, by)
        if held.endswith("AL"):
            by -= 1  # "the week before last"
        if "D" in held or "V" in held or unit == "hour":
            return replace(UNKNOWN, precision="range")  # «الأيام الماضية»: how many is not said
        return unit_of(unit, by, self.published, week_begins=self.week_begins)

    def _counted_back(self, unit: str) -> Moment:
        """ "The past week": so many days up to now."""
        if self.published is None:
            return Moment(None, None, "range", "", "deictic")
        first = self.published - timedelta(_DAYS[unit])
        return Moment(first, self.published, "range", f"{first}/{self.published}", "deictic")

    def _counted(self, unit: str, count: float, by: int) -> Moment:
        moment = ago(unit, count, self.published) if by < 0 else unit_of(unit, int(count), self.published)
        if self.published is None or moment.first is None or moment.last is None:
            return Moment(None, None, "range", "", "deictic")
        ahead = self.published + timedelta(7 * int(count)) if unit == "week" else moment.last
        begun = self.published - timedelta(7 * int(count)) if unit == "week" else moment.first
        first, last = (begun, self.published) if by < 0 else (self.published, ahead)
        return Moment(first, last, "range", f"{first}/{last}", "deictic")

    def count(self, first: int, last: int) -> float | None:
        for at in range(first, last):
            class_ = self.words.classes[at]
            if class_ in "dny":
                value = self.words.values[at]
                return None if value is None else float(value)
            if class_ == "i":
                return 1
            if class_ == "B":
                return 2
        return None


def _month_note(months: list[tuple[int, str]]) -> str:
    numbers = {number for number, _ in months}
    systems = {system for _, system in months}
    if len(numbers) > 1 and len(systems) > 1:
        named = " and ".join(f"month {number}" for number, _ in months)
        return f"the text names {named} for one month; the first is taken"
    return ""


_WEEKDAYS: Final = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _weekday_note(moment: Moment | None, weekday: int | None) -> str:
    if moment is None or moment.first is None or weekday is None or moment.first.isoweekday() == weekday:
        return ""
    return (
        f"the text says {_WEEKDAYS[weekday]}, but {moment.first} is a {_WEEKDAYS[moment.first.isoweekday()]}"
    )
