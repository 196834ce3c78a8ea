"""Times counted from an event that everybody knows: «بعد سقوط الموصل», "two months after the fall of Mosul".

What the text leaves to the reader's knowledge is inferred from ``landmarks.csv``, and the note says so: the
ends of a time after or during a landmark, the date that "nine years ago" restates beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from geoevents.language.dategrammar import matches
from geoevents.language.landmarks import Landmark, Sighting, find_landmarks
from geoevents.language.lexicon import load
from geoevents.language.moments import Moment, month_of, step, unit_of, year_of
from geoevents.language.timewords import TimeWords, read_time_words
from geoevents.language.tokens import Tokens, tokenize
from geoevents.language.years import with_year
from geoevents.model import TimeSpan

__all__ = ["anchored"]

_APART: Final = 2  # tokens between the name of a landmark and "nine years ago"
_SLACK: Final = {"year": 550, "month": 46, "week": 11, "day": 2}  # days, one unit and a half: people round
_BEFORE_LINK: Final = re.compile(r"(?P<way>[zA])[qx]*(?P<count>[dniyV])?(?P<unit>[UGDB])l?$")
_BEFORE_LEAD: Final = re.compile(r"[qx]*(?P<count>[dniyV])?(?P<unit>[UGDB])l?$")
_Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Words:
    leads: dict[str, _Phrases]
    start: _Phrases
    end: _Phrases
    between: _Phrases
    links: frozenset[str]
    appositions: frozenset[str]
    conjunctions: tuple[str, ...]


@cache
def _words(language: str) -> _Words:
    lexicon = load(language, "landmarks")
    dates = load(language, "dates")

    def phrases(words: Iterable[str]) -> _Phrases:
        return tuple(sorted((tuple(word.split()) for word in words), key=lambda words: (-len(words), words)))

    return _Words(
        {kind: phrases(lexicon.table("leads").words(kind)) for kind in lexicon.table("leads")},
        phrases(lexicon.table("bounds").words("start")),
        phrases(lexicon.table("bounds").words("end")),
        phrases(lexicon.table("between").words("words")),
        frozenset(lexicon.table("offsets").words("links")),
        frozenset(lexicon.table("appositions").words("words")),
        dates.words("conjunctions", optional=True),
    )


def anchored(found: Iterable[TimeSpan], tokens: Tokens, *, language: str) -> list[TimeSpan]:
    """Return the times of a text with those that rest on a landmark: new ones, and found ones made exact.

    Parameters
    ----------
    found
        The expressions of time found so far.

    >>> tokens = tokenize("since the fall of Mosul", language="en")
    >>> [span.edtf for span in anchored((), tokens, language="en")]
    ['2014-06-10/..']
    """
    spans = sorted(found, key=lambda span: span.start or 0)
    sightings = find_landmarks(tokens, language=language)
    if sightings:
        reader = _Anchors(tokens, language, spans)
        for sighting in sightings:
            reader.read(sighting)
        spans = reader.spans
    return [with_year(span, tokens, language=language) for span in spans]


class _Anchors:
    """Reads the times that are counted from the landmarks of a text."""

    def __init__(self, tokens: Tokens, language: str, spans: list[TimeSpan]) -> None:
        self.tokens = tokens
        self.language = language
        self.spans = spans
        self.words = _words(language)
        self._time_words: TimeWords | None = None

    def read(self, sighting: Sighting) -> None:
        landmark = sighting.landmark
        first, base = self._bound(sighting)
        follower = self._follower(sighting.last)
        if follower is not None:
            restated = self._restated(follower, landmark, base)
            if restated is not None:
                self.spans[self.spans.index(follower)] = restated
                return
            if follower.basis != "deictic" and not _overlap(follower, base or landmark.whole):
                return  # the text dates another event of this name
        moment = None
        lead = self._lead(first)
        if lead is not None:
            kind, first = lead
            moment = _counted_from(kind, landmark, base)
            if kind in ("after", "before"):
                offset = self._offset(first, _BEFORE_LEAD, landmark, base, kind)
                first, moment = offset or (first, moment)
        elif first and self.tokens.words[first - 1] in self.words.links:
            offset = self._offset(first - 1, _BEFORE_LINK, landmark, base)
            first, moment = offset or (first, None)
        if moment is not None:
            self._add(first, sighting, moment)

    def _add(self, first: int, sighting: Sighting, moment: Moment) -> None:
        start, end = self.tokens.span(first, sighting.last)
        text = self.tokens.folded.raw[start:end]
        ends = (moment.first, moment.last)
        note = _note(sighting.landmark)
        new = TimeSpan(*ends, moment.precision, moment.edtf, "inferred", text, start, end, note)
        within = [span for span in self.spans if start < (span.end or 0) and (span.start or 0) < end]
        if any(span.basis == "explicit" and span.first is not None for span in within):
            return  # «بعد هجمات 11 سبتمبر 2001»: the text itself dates the landmark
        others = [span for span in self.spans if span not in within]  # «قبل شهرين من سقوط الموصل» is no "ago"
        self.spans = sorted([*others, new], key=lambda span: span.start or 0)

    # ---- what stands before the name

    def _ending(self, at: int, phrases: _Phrases) -> int:
        """The number of tokens of the phrase that ends right before a token, 0 if none does."""
        words = self.tokens.words
        for phrase in phrases:
            first = at - len(phrase)
            if first < 0 or tuple(words[first + 1 : at]) != phrase[1:]:
                continue
            word = words[first]
            if word == phrase[0] or (word[1:] == phrase[0] and word[0] in self.words.conjunctions):
                return len(phrase)
        return 0

    def _bound(self, sighting: Sighting) -> tuple[int, Moment | None]:
        """Where the name begins with "the outbreak of" before it, and the end that this is."""
        landmark, at, words = sighting.landmark, sighting.first, self.words
        at -= self._ending(at, words.between)
        for phrases, moment in ((words.start, landmark.first), (words.end, landmark.last)):
            length = self._ending(at, phrases)
            if length and landmark.lasted:
                at -= length
                return at - self._ending(at, words.between), moment
        return at, None if landmark.lasted else landmark.first

    def _lead(self, at: int) -> tuple[str, int] | None:
        lengths = {kind: self._ending(at, phrases) for kind, phrases in self.words.leads.items()}
        kind = max(lengths, key=lambda kind: lengths[kind])
        return (kind, at - lengths[kind]) if lengths[kind] else None

    def _offset(
        self, at: int, pattern: re.Pattern[str], landmark: Landmark, base: Moment | None, kind: str = ""
    ) -> tuple[int, Moment] | None:
        """Read "two months" before a token: where it begins, and the time so long after or before."""
        words = self._time_words or read_time_words(self.tokens, language=self.language)
        self._time_words = words
        known = sum(start < self.tokens.starts[at] for start in words.starts)
        match = pattern.search(words.classes[:known])
        if match is None or not match.group():
            return None
        kind = kind or {"z": "after", "A": "before"}[match["way"]]
        open_ended = _counted_from(kind, landmark, base)
        if open_ended is None:
            return None
        day = open_ended.first or open_ended.last
        unit = words.values[match.start("unit")]
        count = self._count(match, words)
        begins = words.starts[match.start()]
        first = next(place for place, start in enumerate(self.tokens.starts) if start >= begins)
        if count is None or unit not in _SLACK:  # «بعد أيام من»: how many is not said
            return first, open_ended
        return first, unit_of(unit, count if kind == "after" else -count, day)

    def _count(self, match: re.Match[str], words: TimeWords) -> int | None:
        if match["count"]:
            value = 1 if match["count"] == "i" else words.values[match.start("count")]
            return None if value is None else int(value)
        return {"U": 1, "G": 1, "B": 2}.get(match["unit"])

    # ---- what stands after the name

    def _follower(self, at: int) -> TimeSpan | None:
        """The time that stands right after the name."""
        tokens = self.tokens
        limit = at
        while limit < len(tokens) and limit - at < _APART and self._is_passed(tokens.words[limit]):
            limit += 1
        if limit >= len(tokens):
            return None
        after = tokens.span(at - 1, at)[1]
        until = tokens.span(limit, limit + 1)[1]
        return next((span for span in self.spans if after <= (span.start or 0) < until), None)

    def _is_passed(self, word: str) -> bool:
        return (
            not word[0].isalnum() or word in self.words.appositions or word in _words_of_place(self.language)
        )

    def _restated(self, span: TimeSpan, landmark: Landmark, base: Moment | None) -> TimeSpan | None:
        """The day, month or year that "nine years ago" after a landmark can only mean."""
        day = (base or landmark.first).first
        unit = _unit_ago(span.text, self.language) if span.basis == "deictic" else None
        if day is None or unit is None:
            return None
        told = {"year": year_of(day.year), "month": month_of(day.year, day.month)}.get(unit)
        told = told or unit_of(unit, 0, day)
        if told.first is None:
            return None
        if span.first is not None and abs((span.first - told.first).days) > _SLACK[unit]:
            note = f"but {_note(landmark)}"
            return replace(span, note="; ".join(part for part in (span.note, note) if part))
        precision = told.precision
        return replace(
            span,
            first=told.first,
            last=told.last,
            precision=precision,
            edtf=told.edtf,
            basis="inferred",
            note=_note(landmark),
        )


@cache
def _words_of_place(language: str) -> frozenset[str]:
    words = load(language, "dates").table("words")
    return frozenset((*words.words("in"), *words.words("on")))


def _unit_ago(text: str, language: str) -> str | None:
    """The unit of "nine years ago", ``None`` if a text is something else."""
    words = read_time_words(tokenize(text, language=language), language=language)
    for match in matches(words.classes, language):
        if match["ago"] is not None:
            at = next((at for at in range(*match.span()) if words.classes[at] in "UGDB"), None)
            unit = None if at is None else words.values[at]
            return unit if unit in _SLACK else None
    return None


def _overlap(span: TimeSpan, moment: Moment) -> bool:
    return (span.first or date.min) <= (moment.last or date.max) and (moment.first or date.min) <= (
        span.last or date.max
    )


def _counted_from(kind: str, landmark: Landmark, base: Moment | None) -> Moment | None:
    """The time after, since, before, until, during or at a landmark; ``base`` is the end that is meant."""
    if kind == "during":
        return base if base is not None and landmark.lasted else landmark.whole
    if kind == "at":
        return base
    if kind == "morrow":
        return base and replace(step(base, 1), basis="inferred")
    if kind in ("after", "since"):
        start = base or (landmark.first if kind == "since" else landmark.last)
        return start and Moment(start.first, None, "range", f"{start.edtf}/..", "inferred")
    end = base or landmark.first
    return Moment(None, end.last, "range", f"../{end.edtf}", "inferred")


def _note(landmark: Landmark) -> str:
    return f"{landmark.name}: {landmark.whole.edtf}"
