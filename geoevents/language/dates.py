"""Dates in a text as intervals: explicit, relative to the day of the report, vague.

A date is never more exact than its words: «مايو 2021» is a month, «الأسبوع الماضي» a week, and what needs
the day of the report stays unknown without it. A number alone is no year.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from geoevents.language.fold import Folded
from geoevents.language.hijri import hijri_span, hijri_year_of
from geoevents.language.lexicon import languages, load
from geoevents.language.moments import (
    UNKNOWN,
    Moment,
    ago,
    between,
    day_of,
    decade_of,
    month_of,
    nearest_year,
    open_moment,
    part_of,
    season_of,
    step,
    unit_of,
    weekday_of,
    year_of,
)
from geoevents.language.timewords import TimeWords, read_time_words
from geoevents.language.tokens import Tokens, tokenize
from geoevents.model import Basis, Precision, TimeSpan

__all__ = ["find_dates"]

# The grammar, over the classes of timewords.py. «م» and «هـ» may close a year.
_YEAR: Final = r"(?:[,،]?[fFP]?x?G?(?:ym?|e))"
_MONTH: Final = r"M(?:\.|;)?(?:[/(-]M\)?|M)?"
_DAY: Final = r"[dO]"
_WEEKDAY: Final = r"(?:(?:E?T[,،(]?)?(?:[oP]?x?[Wa]\.?E?)?[,،(]?o?P?)"
_AH: Final = r"(?:[fF]?G?(?:hj?|[yen]j))"
_HIJRI: Final = rf"(?:{_DAY}[fF]?o?G?U?)?H{_AH}?"
_NUMERIC: Final = r"(?:y-d-d|y/d/d|y\.d\.d|d-d-y|d/d/[yd]|d\.d\.y)"
_DAY_MONTH: Final = rf"{_WEEKDAY}x?{_DAY}[fF]?x?o?U?{_MONTH}(?:{_YEAR}|[LN](?![UGDBo]))?"
_MONTH_DAY: Final = rf"{_WEEKDAY}{_MONTH}x?{_DAY}{_YEAR}"
_BARE_MONTH_DAY: Final = rf"{_WEEKDAY}M\.?x?{_DAY}(?![,.]?[dn%$])"
_MONTH_YEAR: Final = rf"U?{_MONTH}{_YEAR}"
_HIJRI_YEAR: Final = r"x?G(?:hj?|yj)|hj"
_VAGUELY: Final = r"(?:Q[fP]?x?)"  # "earlier this year"
_PART: Final = r"K-?[fFP]?x?"
_COUNT: Final = r"[dniyV]"
_UNIT: Final = r"[UGDBo]"

# Dates stand in runs of such words that hold one of these.
_RUN: Final = re.compile(r"[^~\"\n]+")
_ANCHOR: Final = re.compile(r"[MHWTUGDBZRQyhoCj]|d[-/.]d")


def _grammar(*, day_after_month: bool) -> re.Pattern[str]:
    month_day = f"{_MONTH_DAY}|{_BARE_MONTH_DAY}" if day_after_month else _MONTH_DAY
    full = rf"(?:{_NUMERIC}|{_DAY_MONTH}|{month_day}|{_MONTH_YEAR})"
    atom = rf"(?:{full}|{_HIJRI}|{_HIJRI_YEAR}|U?{_MONTH}|x?G?ym?)"

    relative = (
        rf"(?:E?[fF]?T[,،]?E?[(]?o?W?\)?|(?:o|x)*[LNC]WE?|(?:P|o|x)*E?WW?E?(?:[LNC](?!{_UNIT}))?"
        rf"|q?x?[LN]{_COUNT}{_UNIT}|{_UNIT}{_COUNT}[LN]|x?[LNC]{_UNIT}|{_UNIT}[LNC]|[DB][LN])"
    )
    month_led = rf"[Pp]x?(?:U?{_MONTH}(?:[LNC](?!{_UNIT})|{_YEAR})?|[LNC]{_MONTH})"
    month_cued = rf"(?:[LNC]{_MONTH}|U?{_MONTH}[LNC](?!{_UNIT})|U{_MONTH})"
    partial = rf"{_PART}(?:{_MONTH_YEAR}|{month_cued}|{_MONTH}|x?G?ym?|C?{_UNIT}[LNC]|x?[LNC]?{_UNIT})"
    season = rf"x?R[fF]?{_YEAR}|[LNC]R"
    decade = r"x?Z(?:[fF]?c)?"
    dated = rf"{full}|{_HIJRI}|{_HIJRI_YEAR}|{partial}|{season}|{decade}|{month_cued}|x?G(?:ym?|e)"
    joined = r"(?:[tu-]|[,،]?&)"
    rules = {
        "span_days": rf"[fb]?o?x?{_DAY}[fF]?(?P<j0>[tu-]|&)x?{_DAY}[fF]?o?U?{_MONTH}{_YEAR}?",
        "span_month_days": rf"[fb]?M\.?x?{_DAY}(?P<j1>[tu-])x?{_DAY}{_YEAR}?" if day_after_month else r"(?!)",
        "span_from": rf"[fb]P?(?P<a2>{atom}|{relative})(?P<j2>{joined})P?(?P<b2>{atom}|{relative})",
        "span_years": r"(?:x?G|P)?(?P<a3>ym?)(?P<j3>[-t/])(?:x?G)?(?P<b3>ym?)(?![-/.])",
        "span": rf"(?P<a4>{full}|x?Gym?)(?P<j4>[tu-])(?P<b4>{full}|x?G?ym?)",
        "ago": rf"Aq?{_COUNT}?{_UNIT}[lL]?(?![yh])|q?x?{_COUNT}{_UNIT}g|{_UNIT}g|lg",
        "for": rf"Sq?(?:x?L?{_COUNT}{_UNIT}|[DBUG])l?(?![yhLNC])",
        "since": rf"S(?:o|x|P|f)*(?P<since_what>{dated}|{relative}|{_MONTH}|ym?)",
        "until": rf"u(?:o|x|P)*(?P<until_what>{dated}|{relative}|{_MONTH}|ym?)",
        "before": rf"A(?:o|x)*(?P<before_what>{dated}|ym?)",
        "after": rf"z(?:o|x)*(?P<after_what>{dated}|ym?)",
        "partial": rf"{_VAGUELY}?P?(?:{partial})",
        "numeric": rf"{_WEEKDAY}{_NUMERIC}",
        "calendar": rf"{_VAGUELY}?(?:{_DAY_MONTH}|{month_day}|{_MONTH_YEAR}|{month_cued}|{month_led})",
        "hijri": rf"{_WEEKDAY}(?:{_DAY}[fF]?o?G?U?H{_AH}?|U?H{_AH}|UH[LNC]?|H[LNC])|{_HIJRI_YEAR}",
        "season": season,
        "decade": rf"P?{decade}",
        "relative": rf"{_VAGUELY}?P?{relative}(?!O)",
        "year": rf"{_VAGUELY}?(?:(?:P|p)?x?G(?:ym?|e)|[Pp]ym?)",
        "vague": r"Q",
    }
    return re.compile("&?(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in rules.items()) + ")")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return _grammar(day_after_month=bool(load(language, "dates").get("day_after_month", False)))


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
    found = list(_found(tokens, language, published))
    present = set(tokens.words)
    for other in languages():
        if other != language and not present.isdisjoint(_month_words(other)):
            # an Arabic report quotes posts with English stamps; only what stands for itself is read
            taken = [(span.start, span.end) for span in found]
            found += [
                span
                for span in _found(tokens, other, None)
                if span.first is not None and not any(_overlap(span, *other) for other in taken)
            ]
    return tuple(sorted(found, key=lambda span: span.start or 0))


def _overlap(span: TimeSpan, start: int | None, end: int | None) -> bool:
    return (span.start or 0) < (end or 0) and (start or 0) < (span.end or 0)


@cache
def _month_words(language: str) -> frozenset[str]:
    months = load(language, "dates").table("months")
    systems = (months.table(system) for system in months if system != "hijri")
    return frozenset(word for table in systems for month in table for word in table.words(month))


def _found(tokens: Tokens, language: str, published: date | None) -> Iterator[TimeSpan]:
    words = read_time_words(tokens, language=language)
    reader = _Reader(words, published, language)
    pattern = _pattern(language)
    runs = (run.span() for run in _RUN.finditer(words.classes) if _ANCHOR.search(words.classes, *run.span()))
    for match in (match for run in runs for match in pattern.finditer(words.classes, *run)):
        moment = reader.read(match)
        if moment is None:
            continue
        first, last = _trimmed(words, *match.span())
        start, end = tokens.folded.span(words.starts[first], words.ends[last - 1])
        text = tokens.folded.raw[start:end]
        ends = (moment.first, moment.last)
        yield TimeSpan(*ends, moment.precision, moment.edtf, moment.basis, text, start, end, moment.note)


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


class _Reader:
    """Turns a match of the grammar into a moment."""

    def __init__(self, words: TimeWords, published: date | None, language: str) -> None:
        self.words = words
        self.published = published
        lexicon = load(language, "dates")
        self.day_first = bool(lexicon.get("day_first", True))

    def read(self, match: re.Match[str]) -> Moment | None:
        rule = next(name for name in _RULES if match.group(name) is not None)
        return _RULES[rule](self, match)

    # ---- what stands at a place

    def values(self, first: int, last: int, classes: str) -> list[Any]:
        return [self.words.values[at] for at in range(first, last) if self.words.classes[at] in classes]

    def value(self, first: int, last: int, classes: str) -> Any:
        return next(iter(self.values(first, last, classes)), None)

    def direction(self, first: int, last: int) -> str:
        held = self.words.classes[first:last]
        return "last" if "L" in held else "next" if "N" in held else "near"

    # ---- one date

    def moment(self, first: int, last: int, *, year: int | None = None, month: Any = None) -> Moment | None:
        """Read any single date; year and month may come from the other end of a range."""
        held = self.words.classes[first:last]
        if re.search(r"[-/.]d[-/.]", held):
            return self.numeric(first, last)
        if "H" in held or "h" in held or "j" in held:
            return self.hijri(first, last)
        if "K" in held:
            return self.partial(first, last)
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

    def partial(self, first: int, last: int) -> Moment | None:
        part = self.value(first, last, "K")
        after = self.words.classes.index("K", first, last) + 1
        held = self.words.classes[after:last]
        if "M" in held or "y" in held:
            moment = self.calendar(after, last)
        else:
            moment = self.unit(after, last)
            if moment is not None and moment.precision not in ("month", "year"):
                return None
        return moment and part_of(moment, part)

    def season(self, first: int, last: int) -> Moment | None:
        year = self.value(first, last, "y")
        name = self.value(first, last, "R")
        return season_of(
            name, None if year is None else int(year), self.published, self.direction(first, last)
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
        by = {"last": -1, "next": 1, "near": 0}[self.direction(first, last)]
        if unit is None:
            return None
        if count is not None and (count != 1 or unit == "hour"):
            return self._counted(unit, count, by)
        if "D" in held or "V" in held or unit == "hour":
            return replace(UNKNOWN, precision="range")  # «الأيام الماضية»: how many is not said
        return unit_of(unit, by, self.published)

    def _counted(self, unit: str, count: float, by: int) -> Moment:
        moment = ago(unit, count, self.published) if by < 0 else unit_of(unit, int(count), self.published)
        if self.published is None or moment.first is None or moment.last is None:
            return Moment(None, None, "range", "", "deictic")
        first, last = (moment.first, self.published) if by < 0 else (self.published, moment.last)
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


def _span(reader: _Reader, match: re.Match[str], joint: str) -> Moment | None:
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
    return None if start is None or end is None else between(start, end)


def _ago(reader: _Reader, match: re.Match[str]) -> Moment | None:
    first, last = match.span()
    unit = reader.value(first, last, "UGDBo")
    count = reader.count(first, last)
    held = reader.words.classes[first:last]
    if unit is None:
        return UNKNOWN if "l" in held else None
    if count is None and ("D" in held or "V" in held or "n" in held):
        return UNKNOWN  # «قبل أيام»: how many is not said
    return ago(unit, 1 if count is None else count, reader.published)


def _for(reader: _Reader, match: re.Match[str]) -> Moment | None:
    """«منذ 3 أيام» is three days ago or for three days: both lie in the time since then."""
    moment = _ago(reader, match)
    if moment is None or moment.first is None or reader.published is None:
        return moment and replace(moment, precision="range")
    start = moment.edtf.split("/")[0]
    edtf = f"{start}/{reader.published}"
    return Moment(moment.first, reader.published, "range", edtf, "deictic", "so long ago, or ever since")


def _since(reader: _Reader, match: re.Match[str], group: str, *, since: bool) -> Moment | None:
    moment = reader.moment(*match.span(group))
    return moment and open_moment(moment, since=since)


def _beyond(reader: _Reader, match: re.Match[str], group: str, *, since: bool) -> Moment | None:
    moment = reader.moment(*match.span(group))
    return moment and open_moment(step(moment, 1 if since else -1), since=since)


def _year(reader: _Reader, match: re.Match[str]) -> Moment | None:
    return reader.calendar(*match.span())


_Rule = Callable[[_Reader, "re.Match[str]"], Moment | None]
_RULES: Final[dict[str, _Rule]] = {
    "span_days": lambda reader, match: _span(reader, match, "j0"),
    "span_month_days": lambda reader, match: _span(reader, match, "j1"),
    "span_from": lambda reader, match: _span(reader, match, "j2"),
    "span_years": lambda reader, match: _span(reader, match, "j3"),
    "span": lambda reader, match: _span(reader, match, "j4"),
    "ago": _ago,
    "for": _for,
    "since": lambda reader, match: _since(reader, match, "since_what", since=True),
    "until": lambda reader, match: _since(reader, match, "until_what", since=False),
    "before": lambda reader, match: _beyond(reader, match, "before_what", since=False),
    "after": lambda reader, match: _beyond(reader, match, "after_what", since=True),
    "partial": lambda reader, match: reader.partial(*match.span()),
    "numeric": lambda reader, match: reader.numeric(*match.span()),
    "calendar": lambda reader, match: reader.calendar(*match.span()),
    "hijri": lambda reader, match: reader.hijri(*match.span()),
    "season": lambda reader, match: reader.season(*match.span()),
    "decade": lambda reader, match: reader.decade(*match.span()),
    "relative": lambda reader, match: reader.relative(*match.span()),
    "year": _year,
    "vague": lambda reader, match: UNKNOWN,
}


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
