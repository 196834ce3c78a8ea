"""Words, segments and patterns of one sentence: what the rules of coding look at."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Protocol

from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load

__all__ = ["SentenceSpan", "View"]


class SentenceSpan(Protocol):
    """What coding needs to know of a sentence."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


@dataclass(slots=True)
class View:
    """A sentence as its folded words, with raw offsets, segments and the patterns found in it.

    A segment runs between two marks of punctuation, or from a connective on. ``heads`` are the hits that
    tell of events; each word is governed by one of them.
    """

    start: int
    end: int
    kind: str
    language: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    segments: list[int]
    hits: list[Hit]
    raw: str  # the text
    quotes: frozenset[int] = frozenset()
    colons: frozenset[int] = frozenset()  # words behind one
    has_dateline: bool = False
    clauses: frozenset[int] = frozenset()  # segments that a connective opens
    heads: list[Hit] = field(default_factory=list)
    speech: list[Hit] = field(init=False)  # the verbs of speech, in order
    _labelled: dict[str, list[Hit]] = field(default_factory=dict)
    _governors: dict[int, Hit | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for hit in self.hits:
            for path in _paths(hit.label):
                self._labelled.setdefault(path, []).append(hit)
        self.speech = [hit for hit in self.labelled("speech") if hit.tense != "noun"]

    def take_in(self, hits: Sequence[Hit]) -> None:
        """Add hits that were found by more than words."""
        for hit in hits:
            self.hits.append(hit)
            for path in _paths(hit.label):
                self._labelled.setdefault(path, []).append(hit)

    def govern_by(self, heads: list[Hit]) -> None:
        """Let the hits that tell of events, in order, govern the words."""
        self.heads = heads
        self._governors.clear()

    def word_at(self, offset: int) -> int:
        """Return the index of the word that holds or follows a raw offset."""
        return min(bisect_right(self.ends, offset), len(self.words) - 1)

    def raw_word(self, index: int) -> str:
        """Return a word as the text spells it."""
        return self.raw[self.starts[index] : self.ends[index]]

    def opens_quote(self, index: int) -> bool:
        """Does a quotation begin right before a word?"""
        return index in self.quotes

    def is_colon(self, index: int) -> bool:
        """Does a colon stand right before a word?"""
        return index in self.colons

    def is_source(self, speech: Hit) -> bool:
        """Does a verb of speech only say whom the report quotes: "as he said"?"""
        return any(hit.first <= speech.first <= hit.last for hit in self.labelled("speech.source"))

    def labelled(self, prefix: str) -> list[Hit]:
        """Return the hits of a table and of those within it."""
        return self._labelled.get(prefix, _NONE)

    def governor(self, index: int) -> Hit | None:
        """Return the head that governs a word: the nearest before it in its group of segments, else after."""
        if not self.heads:
            return None
        if index not in self._governors:
            self._governors[index] = self._governing(index)
        return self._governors[index]

    def _governing(self, index: int) -> Hit | None:
        before = [head for head in self.heads if head.first <= index]
        if len(before) > 1 and self.is_fled(before[-2], before[-1]):
            before.pop()
        if before and (self._is_until(before[-1], index) or self._is_elsewhere(before[-1], index)):
            return None
        if before and any(self._opens(hit, before[-1]) and hit.first < index for hit in self.speech):
            before = []  # who speaks next tells of something else
        after = [head for head in self.heads if head.first > index]
        if before and after and any(before[-1].last < at <= index for at in self.colons):
            before = []  # what stands behind a colon opens what is told there
        segment = self.segments[index]
        if before and after and self._is_of_relative(before[-1], index, after[0]):
            return after[0]
        if not before and after and self._is_apart(index, after[0]):
            return None
        if (
            after
            and self.segments[after[0].first] == segment
            and (not before or self.segments[before[-1].last] != segment)
        ):
            return after[0]
        return before[-1] if before else after[0] if after else None

    def is_fled(self, flight: Hit, head: Hit) -> bool:
        """Is an event what people flee: "fled the fighting in X to Y"?"""
        is_next = head.tense == "imperfect" and head.first == flight.last + 1  # "fled clashes"
        is_noun = is_next or head.tense == "noun" or self.words[head.first].endswith("ing")
        is_near = is_noun and head.first - flight.last <= _FLED_REACH
        is_flight = flight.label.startswith("events.displacement") and is_near
        return is_flight and self.segments[flight.last] == self.segments[head.first]

    def _is_of_relative(self, head: Hit, index: int, after: Hit) -> bool:
        """Does a word stand in a relative clause that tells of another: "the bridge which a raid hit"?"""
        if self.segments[index] != self.segments[after.first]:
            return False
        opened = _relatives(self.language)
        return any(self.words[at] in opened for at in range(head.last + 1, index))

    def _is_until(self, head: Hit, index: int) -> bool:
        """Does "until" stand between a head and a word: "stays with the army until … in X"?"""
        return any(head.last < cue.first < index for cue in self.labelled("context.until"))

    def _is_elsewhere(self, head: Hit, index: int) -> bool:
        """Does "where" stand between a head and a word: what is told of the place is no part of it?"""
        return any(head.last < cue.first < index for cue in self.labelled("context.where"))

    def _is_apart(self, index: int, head: Hit) -> bool:
        """Does a word stand in a clause before that of a head, other than "In X, where …, "?"""
        own, last = self.segments[index], self.segments[head.first]
        if self.clauses.isdisjoint(range(own + 1, last + 1)):
            return False
        first = self.segments.index(own)
        return self.words[first] not in _placing(self.language)

    def _opens(self, speech: Hit, head: Hit) -> bool:
        is_later = head.last < speech.first
        return is_later and self.segments[speech.first] != self.segments[head.last]


_FLED_REACH: Final = 3  # words from "fled" to "the fighting"
_NONE: Final[list[Hit]] = []


@cache
def _paths(label: str) -> tuple[str, ...]:
    """A label and the tables that hold it."""
    parts = label.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts) + 1))


@cache
def _placing(language: str) -> frozenset[str]:
    """The prepositions of place, also with "and" before them."""
    places = load(language, "events").table("places")
    words = {*places.words("site"), *places.words("origin")}
    return frozenset(words | {f"و{word}" for word in words})


@cache
def _relatives(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("clauses").words("relatives"))
