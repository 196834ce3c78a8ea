"""Words, segments and patterns of one sentence: what the rules of coding look at."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Protocol

from geoevents.coding.hits import Hit
from geoevents.coding.patterns import may_tell, patterns
from geoevents.coding.words import Words
from geoevents.language.fold import fold
from geoevents.language.lexicon import load

__all__ = ["SentenceSpan", "View", "Views"]

_QUOTES: Final = frozenset('"“”«»')
_STOPS: Final = frozenset("،,;؛:.!?؟…—–()\n•📌|")


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


@cache
def _connectives(language: str) -> tuple[frozenset[str], dict[str, set[str]]]:
    """The words that open a clause, and the pairs of words, by the first."""
    double: dict[str, set[str]] = {}
    single = set()
    for entry in load(language, "events").table("clauses").words("connectives"):
        first, *second = fold(entry).split()
        if second:
            double.setdefault(first, set()).add(second[0])
        else:
            single.add(first)
    return frozenset(single), double


class Views:
    """The views of the sentences of a text; what depends on its words alone is looked up once.

    >>> from geoevents.coding.words import words_of
    >>> from geoevents.language.sentences import sentences
    >>> text = "It was a fine day. Rebels shelled the town."
    >>> views = Views(words_of(text), "en")
    >>> [views.of(sentence) is None for sentence in sentences(text, "en")]
    [True, False]
    """

    def __init__(self, text: Words, language: str) -> None:
        self.text = text
        self.language = language
        self._patterns = patterns(language)
        self._entries = self._patterns.look_up(text.words)
        self._telling = [at for at, entry in enumerate(self._entries) if entry.needs]
        self._opens = _opened(text.words, language)
        self._quotes: list[int] = []
        self._colons: list[int] = []
        stops: set[int] = set()
        for at in text.apart:
            gap = text.raw[text.ends[at - 1] : text.starts[at]]
            if not _QUOTES.isdisjoint(gap):
                self._quotes.append(at)
            if ":" in gap:
                self._colons.append(at)
            is_number = text.words[at].isdigit() and text.words[at - 1].isdigit()
            if not is_number and not _STOPS.isdisjoint(gap):
                stops.add(at)
        self._bounds = sorted(stops.union(self._opens))  # where a segment may begin
        self._stops = stops

    def of(self, sentence: SentenceSpan, *, certain: bool = False) -> View | None:
        """Return the view of a sentence, ``None`` where a quick look finds that it tells of no event.

        Parameters
        ----------
        certain
            Whether it is wanted whatever the look finds.
        """
        text, language = self.text, self.language
        first, last = text.within(sentence.start, sentence.end)
        entries = self._entries[first:last] if _within(self._telling, first, last) else []
        if not certain and not may_tell(entries):
            return None
        words = text.words[first:last]
        segments, clauses = self._segments(first, last)
        may_be_name = language == "en" and sentence.kind != "headline"
        found = [
            hit
            for hit in self._patterns.find(words, segments, entries)
            if not (may_be_name and _is_proper_name(hit, text, first + hit.first))
        ]
        hits = _without_vetoed([_read_again(hit, words, language) for hit in found])
        quotes = _within(self._quotes, first + 1, last)
        return View(
            sentence.start,
            sentence.end,
            sentence.kind,
            language,
            words,
            text.starts[first:last],
            text.ends[first:last],
            segments,
            hits,
            text.raw,
            frozenset(at - first for at in quotes),
            frozenset(at - first for at in _within(self._colons, first + 1, last)),
            clauses=clauses,
        )

    def _segments(self, first: int, last: int) -> tuple[list[int], frozenset[int]]:
        """The segment of each word of a sentence, and those that a connective opens."""
        segments: list[int] = []
        clauses: list[int] = []
        current, done = 0, first
        for at in _within(self._bounds, first + 1, last):
            needed = self._opens.get(at, 0)
            opens = needed and at + needed <= last
            if not opens and at not in self._stops:
                continue
            segments += [current] * (at - done)
            current, done = current + 1, at
            if opens:
                clauses.append(current)
        segments += [current] * (last - done)
        return segments, frozenset(clauses)


def _within(places: list[int], first: int, last: int) -> list[int]:
    """Those of some ordered places that lie in a half-open range."""
    return places[bisect_left(places, first) : bisect_left(places, last)]


def _opened(words: Sequence[str], language: str) -> dict[int, int]:
    """Where a connective opens a clause, and how many words it has."""
    single, double = _connectives(language)
    opens = {at: 1 for at, word in enumerate(words) if word in single}
    for at in [at for at, word in enumerate(words) if word in double]:
        if at not in opens and not double[words[at]].isdisjoint(words[at + 1 : at + 2]):
            opens[at] = 2
    return opens


def _is_proper_name(hit: Hit, text: Words, at: int) -> bool:
    """Is what looks like an English verb, at a word of the text, part of a name: the United States?"""
    if not hit.first or hit.tense == "noun":
        return False
    return text.raw[text.starts[at]].isupper() and text.raw[text.starts[at - 1]].isupper()


@cache
def _before_nouns(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words("before_nouns"))


def _read_again(hit: Hit, words: Sequence[str], language: str) -> Hit:
    """Take as a noun what follows a preposition: many a verbal noun is spelt like a perfect."""
    if hit.tense == "noun" or not hit.first or words[hit.first - 1] not in _before_nouns(language):
        return hit
    return hit._replace(tense="noun")


def _without_vetoed(hits: Sequence[Hit]) -> list[Hit]:
    """Drop the triggers within a phrase that tells of no event."""
    vetoes = [hit for hit in hits if hit.label.startswith("context.other")]
    return [
        hit
        for hit in hits
        if not (
            hit.label.startswith(("events.", "speech."))
            and any(
                veto.first <= hit.first <= veto.last or veto.first <= hit.last <= veto.last
                for veto in vetoes
                if hit.label.startswith("events.") or veto.label == "context.other.speech"
            )
        )
    ]
