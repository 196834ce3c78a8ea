"""Which events to compare at all: among many thousands, only those that ``likeness`` could find to be one.

Two events need two kinds of evidence, so sharing one frequent place, person or actor is not enough to look at
them: they must share two such marks, or one and the time, or one and the words that they are told in. What
each mark needs beside it follows from the weights in ``likeness``; a figure is rare and needs nothing, nor
does what happens to a country once in a year. Nothing that would be linked is missed.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from itertools import combinations, product
from typing import Final

from geoevents.coding.likeness import RARE, SLACK, Facts, share_words
from geoevents.model import TimeSpan

__all__ = ["Blocks"]

_STRETCHES: Final = (8, 32, 128, 512, 2048)  # days; a time is kept under the shortest stretch that holds it
_Key = tuple[Hashable, ...]


class Blocks:
    """The events met so far, by what an event must share with them to be one.

    >>> from datetime import date
    >>> from geoevents.coding.likeness import facts_of
    >>> from geoevents.model import Actor, Document, Event, Parsed
    >>> def told(name, day):
    ...     time = TimeSpan(day, day, "day", str(day))
    ...     event = Event(name, "event", "attack", "occurred", time, 0, 1, "…", name, actors=(Actor("ISIS"),))
    ...     return facts_of(Parsed(Document(name, "…", language="en"), events=(event,)))[0]
    >>> blocks = Blocks()
    >>> for name, day in (("a", date(2025, 3, 1)), ("b", date(2025, 3, 2)), ("c", date(2025, 6, 1))):
    ...     blocks.add(told(name, day))
    >>> sorted(facts.event.id for facts in blocks.near(told("d", date(2025, 3, 1))))
    ['a', 'b']
    """

    def __init__(self) -> None:
        self._shared: defaultdict[_Key, list[Facts]] = defaultdict(list)
        self._timed: defaultdict[_Key, list[Facts]] = defaultdict(list)
        self._told: defaultdict[_Key, list[Facts]] = defaultdict(list)

    def add(self, facts: Facts) -> None:
        """Take in an event."""
        for key in _sufficient(facts):
            self._shared[key].append(facts)
        for key in _insufficient(facts):
            self._told[key].append(facts)
        for key in _timed(facts, _stretches):
            self._timed[key].append(facts)

    def near(self, facts: Facts) -> list[Facts]:
        """Return the events of other documents to compare one with, each once."""
        found: dict[str, Facts] = {}
        for key in _sufficient(facts):
            found.update((one.event.id, one) for one in self._shared.get(key, ()))
        for key in _timed(facts, _stretches_about):
            found.update((one.event.id, one) for one in self._timed.get(key, ()))
        for key in _insufficient(facts):
            for one in self._told.get(key, ()):
                if share_words(facts, one):
                    found[one.event.id] = one
        return [one for one in found.values() if one.event.document != facts.event.document]


def _kind(facts: Facts) -> _Key:
    return facts.family, facts.event.record_kind


def _sufficient(facts: Facts) -> Iterator[_Key]:
    """What two events share that are compared whenever and however they are told."""
    kind = _kind(facts)
    if facts.family in RARE:
        yield from ((kind, mark) for mark in facts.marks())
        return
    yield from ((kind, "figure", figure) for figure in facts.figures)
    people = sorted(facts.people)
    others = [("place", one) for one in (*facts.points, *facts.areas)]
    others += [("actor", one) for one in facts.actors]
    yield from ((kind, *pair) for pair in combinations(people, 2))
    yield from ((kind, *pair) for pair in product(people, others))
    yield from ((kind, *pair) for pair in product(facts.points, facts.actors))


def _insufficient(facts: Facts) -> Iterator[_Key]:
    """What two events share that are compared where most of their words are the same."""
    if not facts.words or facts.family in RARE:
        return
    kind = (*_kind(facts), facts.language)
    yield from ((kind, "point", point) for point in facts.points)
    yield from ((kind, "person", person) for person in facts.people)
    yield from ((kind, *pair) for pair in product(facts.areas, facts.actors))
    yield from ((kind, *pair) for pair in combinations(sorted(facts.actors), 2))


def _timed(facts: Facts, stretches_of: Callable[[TimeSpan], Iterator[_Key]]) -> Iterator[_Key]:
    """The marks of an event, each with stretches of time."""
    time = facts.event.time
    if (time.first is None and time.last is None) or facts.family in RARE:
        return
    kind, stretches = _kind(facts), tuple(stretches_of(time))
    yield from ((kind, mark, *stretch) for mark in facts.marks() for stretch in stretches)


def _stretches(time: TimeSpan) -> Iterator[_Key]:
    """The stretches under which a time is kept: two at most, and one for all times, for what has no end."""
    yield ("any",)
    if time.first is not None and time.last is not None:
        first, last = time.first.toordinal(), time.last.toordinal()
        for days in _STRETCHES:
            if last - first < days:
                yield from ((days, at) for at in {first // days, last // days})
                return
    yield ("open",)


def _stretches_about(time: TimeSpan) -> Iterator[_Key]:
    """The stretches under which the times are kept that may be one with a time."""
    if time.first is None or time.last is None:
        yield ("any",)
        return
    yield ("open",)
    first, last = (time.first - SLACK).toordinal(), (time.last + SLACK).toordinal()
    if last - first > _STRETCHES[-1]:
        yield ("any",)
        return
    for days in _STRETCHES:
        yield from ((days, at) for at in range(first // days, last // days + 1))
