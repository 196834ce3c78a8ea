"""How much speaks for two reports telling of one event: places, times, people, figures, actors, words.

Each kind of evidence adds its weight; what cannot both be true rules the pair out. The weights were set so
that two kinds of good evidence, or three of weak evidence, pass ``ENOUGH``; they are judgement, not a fit.
Where one of two events has no time, two of them must be people, figures or words, or one beside the party and
the category: in many reports one party acts in one town again and again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from geoevents.coding.people import Person, people_in
from geoevents.language.fold import fold
from geoevents.language.lexicon import languages, load
from geoevents.model import UNREAL, Event, Parsed, TimeSpan

__all__ = [
    "ENOUGH",
    "RARE",
    "SLACK",
    "Facts",
    "excludes",
    "facts_of",
    "likeness",
    "share_words",
    "times_conflict",
]

ENOUGH: Final = 3.0
PLACE: Final = 2.0  # a town, camp or crossing that both name
AREA: Final = 1.0  # a country, governorate or region
WITHIN: Final = 0.5  # one's place lies in the other's
PERSON: Final = 1.5  # each of up to two
FIGURE: Final = 2.0  # one or more equal figures of ten and above
ACTOR: Final = 0.5  # each of up to two
DAY: Final = 1.5
PERIOD: Final = 1.0  # a week, month or year, or an overlap of these
OPEN: Final = 0.5
WORDS: Final = 1.0  # most of the words of the shorter sentence
CATEGORY: Final = 0.5
RARE_CATEGORY: Final = 1.0  # of what happens to a country once in a year

SLACK: Final = timedelta(1)  # reports round to the day before or after
_LONGEST_PERIOD: Final = 400  # days
_SHARED_WORDS: Final = 0.4
_SAME_WORDS: Final = 0.7
_LEAST_FIGURE: Final = 10
_POINTS: Final = frozenset(
    {"city", "town", "village", "neighbourhood", "camp", "border_crossing", "base", "facility", "subdistrict"}
)
_FAMILIES: Final = {
    "meeting": "talks", "visit": "talks", "repatriation": "movement", "return": "movement",
    "transfer": "movement", "attack": "violence", "airstrike": "violence", "killing": "violence",
}  # fmt: skip
RARE: Final = frozenset({"territorial_change", "natural_hazard"})
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_REACH: Final = 3  # words between a verb and its object
_ARTICLES: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل|[وف](?=\w{4}))")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What of an event can be compared."""

    event: Event
    language: str
    family: str
    people: frozenset[str]
    points: frozenset[str]
    areas: frozenset[str]
    around: frozenset[str]  # units and countries that hold its places
    actors: frozenset[str]
    figures: frozenset[tuple[float, str]]
    words: frozenset[str]
    is_receiving: bool

    def marks(self) -> Iterator[tuple[str, str]]:
        """What an event must share with another to be compared with it at all."""
        yield from ((self.family, f"place {one}") for one in self.points | self.areas)
        yield from ((self.family, f"person {one}") for one in self.people)
        yield from ((self.family, f"figure {value} {unit}") for value, unit in self.figures)
        for part in self.actors:
            yield self.family, f"actor {part}"


@cache
def _receiving() -> frozenset[str]:
    return frozenset(word for language in languages() for word in load(language, "link").words("receiving"))


def facts_of(parsed: Parsed) -> tuple[Facts, ...]:
    """Return what can be compared of each event of a document.

    >>> from geoevents.model import Document
    >>> facts_of(Parsed(Document("r", "…", language="en")))
    ()
    """
    if not parsed.events:
        return ()
    document = parsed.document
    people = people_in(document.text, language=document.language, mentions=parsed.mentions)
    return tuple(_facts(event, people, document.language) for event in parsed.events)


def _facts(event: Event, people: Sequence[Person], language: str) -> Facts:
    drawn = [one.place for one in event.locations if one.role != "background"]
    around = {
        one for place in drawn for one in (place.admin1, *(f"country:{code}" for code in place.countries))
    }
    inside = [one for one in people if event.start <= one.start < event.end]
    words = {_ARTICLES.sub("", word) for word in _WORD.findall(fold(_without_names(event, inside)))}
    return Facts(
        event,
        language,
        _FAMILIES.get(event.category, event.category),
        frozenset(one.key for one in inside),
        frozenset(place.id for place in drawn if place.kind in _POINTS),
        frozenset(place.id for place in drawn if place.kind not in _POINTS),
        frozenset(around - {""}),
        frozenset(one.name for one in (*event.actors, *event.recipients) if one.name.isascii()),
        frozenset((one.value, one.unit) for one in event.quantities if one.value >= _LEAST_FIGURE),
        frozenset(words),
        _is_receiving(event),
    )


def _is_receiving(event: Event) -> bool:
    """Tell whether who acts is the one who gets: "تلقى العراق رسائل", where the trigger is the noun."""
    text, trigger = fold(event.text), fold(event.trigger)
    before = text[: max(0, text.find(trigger))].split()
    words = [*before[-_REACH:], *trigger.split()]
    return any(word in _receiving() for word in words)


def _without_names(event: Event, people: Sequence[Person]) -> str:
    """The words of an event that are no names: names are evidence of their own."""
    spans = [(one.start, one.end) for one in people]
    spans += [(one.mention.start, one.mention.end) for one in event.locations]
    text, done = "", event.start
    for start, end in sorted(spans):
        if event.start <= start < event.end and end > done:
            text += event.text[done - event.start : max(0, start - event.start)] + " "
            done = end
    return text + event.text[done - event.start :]


def excludes(ours: Facts, theirs: Facts) -> bool:
    """Whether two events cannot be one: of one document, of two kinds, apart in time or place.

    >>> from geoevents.model import Event, TimeSpan
    >>> event = Event("e", "event", "visit", "occurred", TimeSpan(), 0, 1, "…", "r")
    >>> facts = _facts(event, (), "en")
    >>> excludes(facts, facts)
    True
    """
    first, second = ours.event, theirs.event
    if first.document == second.document:
        return True
    if ours.family != theirs.family or first.record_kind != second.record_kind:
        return True
    name_several = min(len(ours.people), len(theirs.people)) > 1
    if ours.family == "talks" and name_several and len(ours.people & theirs.people) < 2:
        return True  # who meets one on a day may meet another
    statuses = {first.status, second.status}
    if (first.status in UNREAL) != (second.status in UNREAL) and "denied" not in statuses:
        return True
    return _time_evidence(first.time, second.time) is None or _place_evidence(ours, theirs) is None


def likeness(ours: Facts, theirs: Facts) -> float:
    """Return how much speaks for two events being one, 0 where something rules it out.

    ``ENOUGH`` or more links them. It is the same whichever comes first.

    >>> from geoevents.model import Event, TimeSpan
    >>> def told(document, text):
    ...     event = Event(document, "event", "meeting", "occurred", TimeSpan(), 0, 80, text, document)
    ...     return _facts(event, people_in(text, language="en"), "en")
    >>> one = told("a", "Ahmad al-Sharaa received Hamid al-Shatri")
    >>> likeness(one, told("b", "Hamid Al-Shatri spoke with Ahmad al-Sharaa")) >= ENOUGH
    True
    >>> likeness(one, told("b", "Nouri al-Maliki spoke with Ahmad al-Sharaa")) >= ENOUGH
    False
    """
    if excludes(ours, theirs):
        return 0.0
    first, second = ours.event, theirs.event
    when = _time_evidence(first.time, second.time) or 0.0
    where = _place_evidence(ours, theirs) or 0.0
    shared_people = len(ours.people & theirs.people)
    who = PERSON * min(shared_people, 2) - (
        1.0 if ours.people and theirs.people and not shared_people else 0.0
    )
    parties = ACTOR * min(len(ours.actors & theirs.actors), 2)
    figures = FIGURE * bool(ours.figures & theirs.figures)
    weight = RARE_CATEGORY if first.category in RARE else CATEGORY
    same_category = weight * (first.category == second.category)
    kinds = sum(one > 0 for one in (when, where, parties, figures)) + min(shared_people, 2)
    said = WORDS * share_words(ours, theirs)
    if kinds + (said > 0) < 2:
        return 0.0
    is_timed = all(time.first or time.last for time in (first.time, second.time))
    if not is_timed and first.category not in RARE:
        # one party fights in one town again and again, and such fights are told in the same words
        particular = shared_people + bool(figures) + bool(said)
        is_one_act = parties > 0 and first.category == second.category
        if particular < 2 and not (particular and is_one_act) and not _tell_alike(ours, theirs):
            return 0.0
    return when + where + who + parties + figures + said + same_category


def _ends(time: TimeSpan) -> tuple[date, date]:
    return time.first or date.min, time.last or date.max


def times_conflict(ours: TimeSpan, theirs: TimeSpan) -> bool:
    """Whether two known times cannot be one.

    >>> times_conflict(TimeSpan(date(2017, 1, 1), date(2017, 12, 31)), TimeSpan(date(2019, 1, 1)))
    True
    """
    (first, last), (other_first, other_last) = _ends(ours), _ends(theirs)
    wide = max(first, other_first), min(last, other_last)
    return wide[0] > wide[1] and wide[0] - wide[1] > SLACK


def _time_evidence(ours: TimeSpan, theirs: TimeSpan) -> float | None:
    if not (ours.first or ours.last) or not (theirs.first or theirs.last):
        return 0.0
    if times_conflict(ours, theirs):
        # which year a war ended is told in two ways; a meeting of another week is another meeting
        is_coarse = "year" in (ours.precision, theirs.precision)
        return -CATEGORY if is_coarse and _years_apart(ours, theirs) <= 2 else None
    if ours.precision == theirs.precision == "day":
        return DAY
    spans = [(last - first).days for first, last in (_ends(ours), _ends(theirs))]
    return PERIOD if max(spans) <= _LONGEST_PERIOD else OPEN


def _years_apart(ours: TimeSpan, theirs: TimeSpan) -> int:
    known = [one.first or one.last for one in (ours, theirs)]
    years = [day.year for day in known if day is not None]
    return abs(years[0] - years[-1])


def _place_evidence(ours: Facts, theirs: Facts) -> float | None:
    if ours.points & theirs.points:
        return PLACE
    if ours.areas & theirs.areas:
        return AREA if not (ours.points and theirs.points) else None
    places, others = ours.points | ours.areas, theirs.points | theirs.areas
    if not places or not others:
        return 0.0
    return WITHIN if places & theirs.around or others & ours.around else None


def share_words(ours: Facts, theirs: Facts) -> bool:
    """Whether most words of the shorter of two sentences of one language stand in the other.

    >>> from geoevents.model import Event, TimeSpan
    >>> def told(text):
    ...     return _facts(Event("e", "event", "visit", "occurred", TimeSpan(), 0, 80, text, "r"), (), "en")
    >>> share_words(told("shells fell on the market"), told("shells fell")), share_words(told("a"), told("b"))
    (True, False)
    """
    return _shared_words(ours, theirs) >= _SHARED_WORDS


def _tell_alike(ours: Facts, theirs: Facts) -> bool:
    """Whether two events are told almost word for word, as reports of one agency are."""
    return _shared_words(ours, theirs) >= _SAME_WORDS


def _shared_words(ours: Facts, theirs: Facts) -> float:
    words, others = ours.words, theirs.words
    if ours.language != theirs.language or not words or not others:
        return 0.0
    return len(words & others) / min(len(words), len(others))
