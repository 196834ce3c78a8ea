"""The day of a report from another one that dates the same event.

«استقبل الشرع الشطري اليوم الخميس» has no date; another report says that they met on 26 December 2024, which
was a Thursday: so the first is of that day. Two people or a figure must be the same, the weekday must fit,
and all that fits must give one day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from geoevents.coding.likeness import ENOUGH, Facts, facts_of, likeness
from geoevents.language.published import Deictic, deictics
from geoevents.model import Parsed

__all__ = ["dated_through_others", "weekdays_told"]


def weekdays_told(parsed: Parsed) -> list[Deictic]:
    """Return by what a report may be dated that does not tell its day: "today, Thursday".

    >>> from geoevents.model import Document
    >>> weekdays_told(Parsed(Document("r", "Talks were held.", language="en")))
    []
    """
    if parsed.published is not None:
        return []
    return deictics(parsed.document.text, parsed.dates, parsed.document.language)


def dated_through_others(parsed: Sequence[Parsed]) -> dict[str, tuple[date, str]]:
    """Return, for documents whose day is unknown, the day that others give them, and what it rests on.

    >>> from geoevents.model import Document, Event, TimeSpan
    >>> def report(name, text, time):
    ...     event = Event(name, "event", "meeting", "occurred", time, 0, len(text), text, name)
    ...     return Parsed(Document(name, text, language="en"), dates=(time,), events=(event,))
    >>> today = TimeSpan(None, None, "day", "", "deictic", "today, Thursday", 0, 15)
    >>> day = date(2024, 12, 26)
    >>> dated = TimeSpan(day, day, "day", "2024-12-26", "explicit", "26 December 2024", 0, 16)
    >>> undated = report("a", "today, Thursday, Ahmad al-Sharaa received Hamid al-Shatri", today)
    >>> other = report("b", "26 December 2024: Hamid Al-Shatri met Ahmad al-Sharaa", dated)
    >>> dated_through_others([undated, other])["a"]
    (datetime.date(2024, 12, 26), 'b dates what is told here of "today, Thursday" to 26 December 2024')
    """
    told_of = ((one, weekdays_told(one)) for one in parsed)
    undated = {one.document.id: (one, told) for one, told in told_of if told}
    if not undated:
        return {}
    facts = {one.document.id: facts_of(one) for one in parsed}
    dated = [each for found in facts.values() for each in found if _is_dated(each)]
    days: dict[str, tuple[date, str]] = {}
    for name, (one, told) in undated.items():
        fitting = {
            day: why
            for each in facts[name]
            for deictic in told
            if deictic.start == each.event.time.start
            for day, why in _through(each, deictic, dated)
            if _is_possible(day, one, told)
        }
        if len(fitting) == 1:
            days[name] = next(iter(fitting.items()))
    return days


def _is_dated(facts: Facts) -> bool:
    """Whether the text itself dates an event to the day."""
    time = facts.event.time
    return time.precision == "day" and time.basis == "explicit" and time.first is not None


def _through(ours: Facts, deictic: Deictic, dated: Sequence[Facts]) -> list[tuple[date, str]]:
    found = []
    for theirs in sorted(dated, key=lambda facts: (facts.event.document, facts.event.id), reverse=True):
        day = theirs.event.time.first
        if day is None or day.isoweekday() != deictic.weekday or not _is_same(ours, theirs):
            continue
        document, text = theirs.event.document, theirs.event.time.text
        why = f'{document} dates what is told here of "{deictic.text}" to {text}'
        found.append((day - timedelta(deictic.offset), why))
    return found


def _is_same(ours: Facts, theirs: Facts) -> bool:
    """Whether two events are surely one: a day rests on it, so a shared place and party are too little."""
    is_particular = len(ours.people & theirs.people) > 1 or bool(ours.figures & theirs.figures)
    return is_particular and likeness(ours, theirs) >= ENOUGH


def _is_possible(day: date, parsed: Parsed, told: Sequence[Deictic]) -> bool:
    """Whether every weekday of the text fits a day, and no date that it states lies ahead."""
    if any((day + timedelta(each.offset)).isoweekday() != each.weekday for each in told):
        return False
    stated = (span.first for span in parsed.dates if span.basis == "explicit" and span.precision == "day")
    return all(one is None or one <= day for one in stated)
