"""One event from all reports that tell of it, with what they contradict each other in.

Two events of different documents are compared where they share a place, a person, a figure or an actor
(``likeness``). The best pairs are joined first, one event of each document at most, and ties are broken by
ids: so the result depends on what was read, never on the order in which it was.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, TypeVar

from geoevents.coding.blocks import Blocks
from geoevents.coding.likeness import ENOUGH, Facts, excludes, facts_of, likeness, times_conflict
from geoevents.model import Actor, Category, Event, Location, Parsed, Quantity, Status, TimeSpan

__all__ = ["Contradiction", "LinkedEvent", "Linker", "link"]

_Part = TypeVar("_Part", Location, Actor, Quantity)
_OF_STATES: Final = frozenset({"GOV", "MIL", "COP", "SPY"})  # sectors
_PRECISE: Final = ("day", "week", "month", "year", "range", "unknown")
_STATUS_ORDER: Final[tuple[Status, ...]] = (
    "occurred", "ongoing", "recurrent", "denied", "threatened", "planned", "hypothetical", "rumoured",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What reports of one event tell differently: each reading with the ids of the events that have it."""

    field: str  # time, figures, status, direction
    readings: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return f"{self.field}: " + " / ".join(f"{value} ({', '.join(ids)})" for value, ids in self.readings)


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """An event with all reports of it.

    What the members agree in is merged: the most exact time, all places, actors, figures and sources. What
    they do not stands in ``contradictions``, and every member in ``events``.
    """

    id: str
    events: tuple[Event, ...]  # in the order of document and text
    category: Category
    status: Status
    time: TimeSpan
    locations: tuple[Location, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    quantities: tuple[Quantity, ...]
    fatalities: int | None = None
    injured: int | None = None
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that tell of it."""
        return tuple(dict.fromkeys(event.document for event in self.events))

    @property
    def sources(self) -> tuple[str, ...]:
        """Whom the documents name as their sources."""
        return tuple(dict.fromkeys(source for event in self.events for source in event.sources))


def link(parsed: Iterable[Parsed]) -> tuple[LinkedEvent, ...]:
    """Return the events of all documents, those that are one joined.

    The order of the documents makes no difference. It holds all events in memory; to add documents as they
    come, keep a :class:`Linker`.

    >>> from datetime import date
    >>> from geoevents.model import Document
    >>> def report(name, text, day):
    ...     time = TimeSpan(day, day, "day", str(day))
    ...     event = Event(name, "event", "meeting", "occurred", time, 0, len(text), text, name)
    ...     return Parsed(Document(name, text, language="en"), events=(event,))
    >>> day = date(2024, 12, 26)
    >>> one = report("a", "Ahmad al-Sharaa received Hamid al-Shatri", day)
    >>> two = report("b", "Hamid Al-Shatri met Ahmad al-Sharaa", day)
    >>> [linked.documents for linked in link([two, one])]
    [('a', 'b')]
    """
    linker = Linker()
    for one in parsed:
        linker.add(one)
    return linker.events()


class Linker:
    """Links documents as they come: after each, the result is what linking all at once gives.

    >>> linker = Linker()
    >>> linker.events()
    ()
    """

    def __init__(self) -> None:
        self._facts: dict[str, Facts] = {}
        self._blocks = Blocks()
        self._like: defaultdict[str, dict[str, float]] = defaultdict(dict)

    def add(self, parsed: Parsed) -> None:
        """Take in a document; one that is known by its id is passed over."""
        for facts in facts_of(parsed):
            name = facts.event.id
            if name in self._facts:
                continue
            self._facts[name] = facts
            for known in self._blocks.near(facts):
                score = likeness(facts, known)
                if score >= ENOUGH:
                    self._like[name][known.event.id] = self._like[known.event.id][name] = score
            self._blocks.add(facts)

    def partners(self, event: str) -> list[Event]:
        """Return the events of other documents that are like one, given by its id, the likest first."""
        found = sorted((-score, other) for other, score in self._like.get(event, {}).items())
        return [self._facts[other].event for _, other in found]

    def events(self) -> tuple[LinkedEvent, ...]:
        """Return all events, those that are one joined."""
        told = defaultdict(list)
        for facts in self._facts.values():
            told[_sentence(facts)].append(facts)
        linked = []
        for members in self._groups():
            parts = [part for one in members for part in told[_sentence(one)] if part not in members]
            linked.append(_linked(members, parts))
        return tuple(sorted(linked, key=lambda one: (one.events[0].document, one.events[0].start, one.id)))

    def _groups(self) -> Iterable[list[Facts]]:
        """The events that are one, joined pair by pair, the likest first; what was held apart stays so."""
        group = {name: [facts] for name, facts in self._facts.items()}
        apart: defaultdict[str, set[str]] = defaultdict(set)  # groups by their first member
        pairs = sorted(
            (-round(score, 6), one, other)
            for one, others in self._like.items()
            for other, score in others.items()
            if one < other
        )
        for _, one, other in pairs:
            ours, theirs = group[one], group[other]
            first, second = ours[0].event.id, theirs[0].event.id
            if first == second or second in apart[first]:
                continue
            if any(excludes(*pair) for pair in product(ours, theirs)):
                apart[first].add(second)
                apart[second].add(first)
                continue
            ours.extend(theirs)
            group.update((facts.event.id, ours) for facts in theirs)
            for name in apart.pop(second, ()):
                apart[name].add(first)
                apart[first].add(name)
        return {id(members): members for members in group.values()}.values()


def _sentence(facts: Facts) -> tuple[str, int, str]:
    return facts.event.document, facts.event.start, facts.family


def _linked(members: Sequence[Facts], parts: Sequence[Facts]) -> LinkedEvent:
    """One event of its members; ``parts`` are what their sentences tell besides of the same kind."""
    ordered = sorted(members, key=lambda one: (one.event.document, one.event.start, one.event.id))
    events = tuple(one.event for one in ordered)
    main = min(events, key=lambda event: (_exactness(event), event.id))
    return LinkedEvent(
        hashlib.sha256("|".join(sorted(event.id for event in events)).encode()).hexdigest()[:16],
        events,
        main.category,
        min((event.status for event in events), key=_STATUS_ORDER.index),
        main.time,
        _unique(events, lambda event: event.locations, lambda one: (one.role, one.place.id)),
        _unique(events, lambda event: event.actors, lambda one: one.name),
        _unique(events, lambda event: event.recipients, lambda one: one.name),
        _unique(events, lambda event: event.quantities, lambda one: (one.value, one.unit)),
        next((one.fatalities for one in (main, *events) if one.fatalities is not None), None),
        next((one.injured for one in (main, *events) if one.injured is not None), None),
        tuple(_contradictions(ordered, sorted(parts, key=lambda one: one.event.id))),
    )


def _exactness(event: Event) -> tuple[bool, int, bool]:
    """The order in which members speak for a linked event: those with a known and exact time first."""
    time = event.time
    is_unknown = time.first is None and time.last is None
    return is_unknown, _PRECISE.index(time.precision), time.basis != "explicit"


def _unique(
    events: Iterable[Event], of: Callable[[Event], Iterable[_Part]], key: Callable[[_Part], object]
) -> tuple[_Part, ...]:
    found: dict[object, _Part] = {}
    for event in events:
        for one in of(event):
            found.setdefault(key(one), one)
    return tuple(found.values())


def _contradictions(members: Sequence[Facts], parts: Sequence[Facts]) -> Iterable[Contradiction]:
    pairs = list(combinations(members, 2))
    for one, part in product(members, parts):  # "in Iraq in 2017 and in Syria in 2019", "in both in 2017"
        if one.event.document != part.event.document and _is_rival(one, part):
            yield _readings("time", [(each.event.time.edtf, each) for each in (one, part)])
    if any(
        times_conflict(one.event.time, other.event.time) for one, other in pairs if _both_timed(one, other)
    ):
        dated = [one for one in members if one.event.time.first or one.event.time.last]
        yield _readings("time", [(one.event.time.edtf or one.event.time.text, one) for one in dated])
    figures = [(_figure(one), one) for one in members if _figure(one)]
    if len({text for text, _ in figures}) > 1 and any(_figures_conflict(*pair) for pair in pairs):
        yield _readings("figures", figures)
    if len({one.event.status == "denied" for one in members}) > 1:
        yield _readings("status", [(one.event.status, one) for one in members])
    directed = [(_direction(one), one) for one in members if _direction(one)]
    ways = [tuple(text.split(" → ")) for text, _ in directed]
    if any(way[::-1] in ways for way in ways if way[0] != way[-1]):
        yield _readings("direction", directed)


def _is_rival(one: Facts, other: Facts) -> bool:
    """Whether two events of one place have times that cannot be one."""
    is_there = bool((one.points | one.areas) & (other.points | other.areas))
    return is_there and _both_timed(one, other) and times_conflict(one.event.time, other.event.time)


def _readings(field: str, told: Sequence[tuple[str, Facts]]) -> Contradiction:
    readings: dict[str, list[str]] = {}
    for text, one in told:
        readings.setdefault(text, []).append(one.event.id)
    return Contradiction(field, tuple((text, tuple(ids)) for text, ids in sorted(readings.items())))


def _both_timed(one: Facts, other: Facts) -> bool:
    return all(facts.event.time.first or facts.event.time.last for facts in (one, other))


def _figure(facts: Facts) -> str:
    return "; ".join(quantity.text or f"{quantity.value:g}" for quantity in facts.event.quantities)


def _figures_conflict(one: Facts, other: Facts) -> bool:
    """Whether two events give the same unit figures whose bounds exclude each other, and share none."""
    if one.figures & other.figures:
        return False
    for ours in one.event.quantities:
        for theirs in other.event.quantities:
            if ours.unit != theirs.unit or "magnitude" in (ours.bound, theirs.bound):
                continue
            low, high = ours.low or 0, ours.high if ours.high is not None else float("inf")
            other_low, other_high = theirs.low or 0, theirs.high if theirs.high is not None else float("inf")
            if max(low, other_low) > min(high, other_high):
                return True
    return False


def _direction(facts: Facts) -> str:
    """From whom or where to whom: by the ends of a movement, or by who acts and who receives."""
    event = facts.event
    ends = [
        sorted({one.place.country or one.place.id for one in event.locations if one.role == role})
        for role in ("origin", "destination")
    ]
    if all(len(end) == 1 for end in ends):
        return f"{ends[0][0]} → {ends[1][0]}"
    if event.category != "coordination":
        return ""
    parties = [_states(actors) for actors in (event.actors, event.recipients)]
    sender, receiver = reversed(parties) if facts.is_receiving else parties
    if sender and receiver and sender[0] != receiver[0]:
        return f"{sender[0]} → {receiver[0]}"
    return ""


def _states(actors: Iterable[Actor]) -> list[str]:
    """The states that actors are, or are organs of."""
    states = [one.country for one in actors if one.plover_sector in _OF_STATES]
    return list(dict.fromkeys(filter(None, states)))
