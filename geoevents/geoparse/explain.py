"""Why words were taken for a place, and for which: what each step of the geoparser weighed, as data.

Nothing is decided here. The document is parsed as always, and what the steps made of it is read off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.resolve import ABSTAIN_BELOW, Choice
from geoevents.geoparse.spans import Recognizer
from geoevents.geoparse.steps import Parse
from geoevents.geoparse.toponyms import Toponym
from geoevents.model import Document, Mention, Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Explanation", "Explanations", "Weighed", "candidate_rows", "explain", "role_told"]

_CONTEXT: Final = 60  # characters shown on either side
_LEAST: Final = 0.05  # a difference of signals that is worth a word
_MOST_REASONS: Final = 4
_MOST_ROWS: Final = 12  # of a table
_UNWEIGHED: Final = 5  # candidates of a name that was not taken for a place


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate: its share of belief, and the signals that give it, in orders of magnitude of people."""

    place: Place
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)
    behind: tuple[tuple[str, float], ...] = ()  # where it falls behind the best one, the worst first


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was made of some words, and why.

    ``mention`` is ``None`` for words that spell a place and were not taken for one. ``recognition`` are
    the features with their weights, the heaviest first; they add up to ``evidence``, log-odds that the
    words name a place. It is empty for what is no single name, such as a border between two countries.
    """

    document: Document = field(repr=False)
    start: int
    end: int
    verdict: str  # what was decided
    mention: Mention | None = None
    recognition: tuple[tuple[str, float], ...] = ()
    evidence: float = 0.0
    rule: str = ""  # what gave the role
    candidates: tuple[Weighed, ...] = ()

    @property
    def text(self) -> str:
        """The words."""
        return self.document.text[self.start : self.end]

    @property
    def context(self) -> tuple[str, str, str]:
        """The text before the words, the words, and the text behind them, each on one line."""
        text = self.document.text
        before = text[max(0, self.start - _CONTEXT) : self.start]
        after = text[self.end : self.end + _CONTEXT]
        before, here, after = (" ".join(f"|{part}|".split())[1:-1] for part in (before, self.text, after))
        return before, here, after

    def to_json(self) -> dict[str, Any]:
        """Return plain values that ``json.dumps`` writes.

        >>> Explanation(Document("d", "في حلب"), 3, 6, "a place").to_json()["text"]
        'حلب'
        """
        mention = self.mention
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "verdict": self.verdict,
            "role": None if mention is None else mention.role,
            "rule": self.rule,
            "place": None if mention is None or mention.place is None else mention.place.id,
            "score": None if mention is None else round(mention.score, 3),
            "evidence": round(self.evidence, 3),
            "recognition": [[feature, round(weight, 3)] for feature, weight in self.recognition],
            "candidates": [
                {
                    "place": one.place.id,
                    "name": one.place.name,
                    "name_ar": one.place.name_ar or None,
                    "kind": one.place.kind,
                    "countries": list(one.place.countries),
                    "lat": one.place.latitude,
                    "lon": one.place.longitude,
                    "score": round(one.score, 3),
                    "signals": {name: round(weight, 3) for name, weight in one.signals.items()},
                    "behind": [[name, round(by, 3)] for name, by in one.behind],
                }
                for one in self.candidates
            ],
        }

    def _repr_html_(self) -> str:
        before, here, after = map(escape, self.context)
        parts = [
            f'<p dir="auto">…{before}<mark>{here}</mark>{after}…</p>',
            f"<p>{self.start}:{self.end} <b>{escape(self.verdict)}</b>{escape(role_told(self))}</p>",
        ]
        if self.candidates:
            parts.append(_table(["candidate", "kind", "country", "score", "why"], candidate_rows(self)))
        if self.recognition:
            rows = [[feature, f"{weight:+.2f}"] for feature, weight in self.recognition[:_MOST_ROWS]]
            parts.append(_table([f"evidence {self.evidence:+.2f}", "weight"], rows))
        return f"<div>{''.join(parts)}</div>"


class Explanations(tuple[Explanation, ...]):
    """Several explanations, which a notebook shows one below the other.

    >>> Explanations()
    ()
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "<hr>".join(one._repr_html_() for one in self) or "<p>no place is called so</p>"


def explain(
    document: Document, gazetteer: Gazetteer, *, at: int | None = None, recognizer: Recognizer | None = None
) -> Explanations:
    """Explain the mentions of a document, or what was made of the words at an offset.

    Parameters
    ----------
    at
        An offset in code points. Where no mention covers it, the names that the words there spell are
        explained although they were not taken for places. Empty if no place is called so.
    recognizer
        As for :func:`geoevents.geoparse.geoparse`.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> document = Document("d", "وصلت قافلة إلى الحسكة، والوضع القائم صعب")
    >>> city, = explain(document, Gazetteer.load(), at=16)
    >>> city.mention.place.kind, city.candidates[1].place.kind, city.candidates[1].behind[0][0]
    ('city', 'governorate', 'a great city by its bare name')
    >>> existing, *_ = explain(document, Gazetteer.load(), at=32)
    >>> existing.mention, existing.verdict
    (None, 'no place: the evidence is not enough')
    """
    recorder = _Recorder(Evidence.load().weights)
    (parse,) = Parse.of([document.text], gazetteer, evidence=recorder, recognizer=recognizer)
    mentions = [one for one in parse.mentions() if at is None or one.start <= at < one.end]
    told = _Told(document, parse, recorder)
    if mentions or at is None:
        return Explanations(map(told.mention, mentions))
    return Explanations(told.not_taken(at))


class _Recorder(Evidence):
    """The model's evidence, which remembers what it told of each name."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(weights)
        self.features: dict[int, list[tuple[str, float]]] = {}

    def score(self, reading: Reading, hit: Toponym) -> float:
        self.features[id(hit)] = self.explain(reading, hit)
        return super().score(reading, hit)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the steps made of one document."""

    document: Document
    parse: Parse
    recorder: _Recorder

    def mention(self, mention: Mention) -> Explanation:
        """Explain a mention: by the name in it if it is one, else by its reason."""
        named = [
            (toponym, choice)
            for toponym, choice in zip(self.parse.toponyms, self.parse.choices, strict=True)
            if self._covers(mention, toponym)
        ]
        verdict = f"{mention.place.name}: {mention.reason}" if mention.place else mention.reason
        if len(named) != 1:
            candidates = tuple(Weighed(place, mention.score) for place in mention.candidates)
            return Explanation(
                self.document, mention.start, mention.end, verdict, mention, candidates=candidates
            )
        toponym, choice = named[0]
        return Explanation(
            self.document,
            mention.start,
            mention.end,
            verdict,
            mention,
            self._recognition(toponym),
            toponym.logit,
            toponym.rule if toponym.role == mention.role else "",
            tuple(self._weighed(choice)),
        )

    def not_taken(self, at: int) -> Iterator[Explanation]:
        """Explain the names at an offset that are no mentions, the likeliest first."""
        found = []
        for toponym in self.parse.weighed:
            start, end = self.parse.reading.raw(toponym.first, toponym.last)
            if start <= at < end:
                found.append((toponym, start, end))
        for toponym, start, end in sorted(found, key=lambda one: -one[0].logit):
            why = self.parse.dropped.get(id(toponym), "part of a longer mention")
            places = (self.parse.gazetteer.place(one.row) for one in toponym.name.candidates[:_UNWEIGHED])
            yield Explanation(
                self.document, start, end, f"no place: {why}", None, self._recognition(toponym),
                toponym.logit, candidates=tuple(Weighed(place, 0.0) for place in places),
            )  # fmt: skip

    def _covers(self, mention: Mention, toponym: Toponym) -> bool:
        start, end = self.parse.reading.raw(toponym.core, toponym.core_last)
        return mention.start < end and start < mention.end

    def _recognition(self, toponym: Toponym) -> tuple[tuple[str, float], ...]:
        told = [*self.recorder.features.get(id(toponym), ()), *toponym.lent]
        return tuple(sorted(told, key=lambda one: -abs(one[1])))

    def _weighed(self, choice: Choice) -> Iterator[Weighed]:
        best: Mapping[str, float] = {}
        for candidate, share in choice.ranked:
            signals = choice.signals[candidate.row]
            best = best or signals
            behind = {name: best.get(name, 0.0) - signals.get(name, 0.0) for name in {*best, *signals}}
            worst = sorted(behind.items(), key=lambda one: (-one[1], one[0]))
            yield Weighed(
                self.parse.gazetteer.place(candidate.row), share, signals,
                tuple(one for one in worst if one[1] >= _LEAST),
            )  # fmt: skip


def role_told(one: Explanation) -> str:
    """Return the role of an explained mention with the rule that gives it, "" for what is no place.

    >>> role_told(Explanation(Document("d", "في حلب"), 3, 6, "no place"))
    ''
    """
    if one.mention is None:
        return ""
    return f" · {one.mention.role}{f' ({one.rule})' if one.rule else ''}"


def _why(one: Explanation, weighed: Weighed) -> str:
    """The signals of the best candidate, or where another falls behind it."""
    if weighed is not one.candidates[0]:
        return ", ".join(f"{name} −{by:.1f}" for name, by in weighed.behind[:_MOST_REASONS])
    parts = sorted(weighed.signals.items(), key=lambda part: -abs(part[1]))
    told = ", ".join(f"{name} {weight:+.1f}" for name, weight in parts if abs(weight) >= _LEAST)
    return told if not parts or weighed.score >= ABSTAIN_BELOW else f"not sure enough: {told}"


def candidate_rows(one: Explanation) -> list[list[str]]:
    """Return name, kind, country, score and reasons of the first candidates, for a table.

    >>> candidate_rows(Explanation(Document("d", "في حلب"), 3, 6, "no place"))
    []
    """
    return [
        [
            " · ".join(filter(None, (weighed.place.name, weighed.place.name_ar))),
            weighed.place.kind.replace("_", " "),
            " ".join(weighed.place.countries),
            f"{weighed.score:.2f}" if weighed.signals else "",
            _why(one, weighed),
        ]
        for weighed in one.candidates[:_MOST_ROWS]
    ]


def _table(head: list[str], rows: list[list[str]]) -> str:
    titles = "".join(f'<th style="text-align:start">{escape(title)}</th>' for title in head)
    cells = [[f'<td dir="auto" style="text-align:start">{escape(cell)}</td>' for cell in row] for row in rows]
    lines = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
