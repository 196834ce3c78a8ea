"""What was found in a document, to be asked for sentence by sentence."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from geoevents.coding.anaphors import with_anaphors
from geoevents.coding.clauses import View
from geoevents.model import Mention, Quantity, TimeSpan

__all__ = ["Found", "Marks"]

_MEMORY: Final = 60  # mentions back to which "the camp" or "their homeland" may refer

_Marked = TypeVar("_Marked", bound=Mention | TimeSpan | Quantity)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a sentence."""

    mentions: Sequence[Mention]
    placed: Sequence[Mention]  # with "the camp" and "their homeland", which stand for those before it
    dates: Sequence[TimeSpan]
    quantities: Sequence[Quantity]


def _start_of(mark: Mention | TimeSpan | Quantity) -> int:
    return mark.start or 0


class _InOrder(Generic[_Marked]):
    """What stands in a text, in order."""

    def __init__(self, marks: Sequence[_Marked]) -> None:
        self.marks = marks
        self.starts = [_start_of(mark) for mark in marks]

    def between(self, start: int, end: int) -> Sequence[_Marked]:
        """Return what begins within half-open offsets."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Marks:
    """What was found in a document, to be asked for sentence by sentence."""

    def __init__(
        self, mentions: Sequence[Mention], dates: Sequence[TimeSpan], quantities: Sequence[Quantity]
    ) -> None:
        self._mentions = _InOrder(sorted(mentions, key=lambda mention: (mention.start, mention.end)))
        self._dates = _InOrder(sorted((span for span in dates if span.start is not None), key=_start_of))
        self._quantities = _InOrder(sorted(quantities, key=_start_of))

    def named(self, view: View) -> Sequence[Mention]:
        """Return the mentions of a sentence."""
        return self._mentions.between(view.start, view.end)

    def within(self, view: View) -> Found:
        ends = view.start, view.end
        mentions = self._mentions.between(*ends)
        cut = bisect_left(self._mentions.starts, view.start)
        earlier = self._mentions.marks[max(0, cut - _MEMORY) : cut]
        return Found(
            mentions,
            with_anaphors(view, mentions, earlier) if view.heads else mentions,
            self._dates.between(*ends),
            self._quantities.between(*ends),
        )
