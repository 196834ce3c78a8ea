"""The sentences of a text as coding looks at them: cut into segments, with the patterns found in each."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from geoevents.coding.clauses import SentenceSpan, View
from geoevents.coding.hits import Hit
from geoevents.coding.patterns import may_tell, patterns
from geoevents.coding.words import Words
from geoevents.language.fold import fold
from geoevents.language.lexicon import load

__all__ = ["Views"]

_QUOTES: Final = frozenset('"“”«»')
_STOPS: Final = frozenset("،,;؛:.!?؟…—–()\n•📌|")


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


@cache
def _asides(language: str) -> frozenset[tuple[str, str]]:
    """The pairs of words that open no clause though one of them could: "على بعد", "before dawn"."""
    entries = load(language, "events").table("clauses").words("asides")
    return frozenset((first, second) for first, second in map(str.split, entries))


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
        hits = _without_distances(_without_vetoed([_read_again(hit, words, language) for hit in found]))
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
    asides = _asides(language)
    opens = {
        at: 1
        for at, word in enumerate(words)
        if word in single and asides.isdisjoint(pairwise(words[max(0, at - 1) : at + 2]))
    }
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


def _without_distances(hits: list[Hit]) -> list[Hit]:
    """Drop what only looks like "after": "على بعد 20 كيلومترا", "after midnight"."""
    distances = [hit for hit in hits if hit.label == "context.distance"]
    far = {at for hit in distances for at in range(hit.first, hit.last + 1)}
    return [hit for hit in hits if hit.label != "context.anterior" or hit.first not in far] if far else hits


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
