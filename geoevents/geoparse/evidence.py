"""How much a span looks like the name of a place: a linear model over cheap features.

Each feature is a readable string with a weight in ``weights.json``, so that a decision can be explained
and an expert can see what the model has learnt. ``features`` is all that the model sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.reading import Reading, is_arabic

if TYPE_CHECKING:
    from geoevents.geoparse.recognize import Toponym

__all__ = ["Evidence", "features"]

_CONTEXT: Final = frozenset({
    "preposition", "title", "given", "kunya", "organisation", "office", "direction", "part", "motion",
    "visit", "territory", "type", "distance",
})  # fmt: skip


def features(reading: Reading, hit: Toponym) -> Iterator[str]:
    """Yield the features of a span: of the name, of the words beside it, of its capitals."""
    name, first, last = hit.name, hit.first, hit.last
    arabic = is_arabic(reading.words[hit.core])
    script = "ar" if arabic else "en"
    size = hit.core_last - hit.core
    grade = name.grade
    primary = name.candidates[0].is_primary
    yield f"{script}"
    yield f"{script} {grade} words={min(size, 3)} {'primary' if primary else 'alternate'}"
    yield f"{script} use={hit.use}"
    yield f"{script} letters={min(len(name.key), 7)}"
    yield f"{script} name={name.key}"
    yield f"{script} head={hit.heads}" if hit.head else f"{script} headless {grade}"
    cut_before = reading.is_cut(hit.first - 1, hit.first)
    cut_after = reading.is_cut(last - 1, last)
    yield f"{script} cut={cut_before:d}{cut_after:d}"
    before = "" if cut_before or first == 0 else reading.words[first - 1]
    after = "" if cut_after or last >= len(reading) else reading.words[last]
    yield f"{script} -1={before}"
    yield f"{script} +1={after}"
    if before and first > 1:
        yield f"{script} -2={reading.words[first - 2]}"
        yield f"{script} -2,-1={reading.words[first - 2]} {before}"
    if after and last + 1 < len(reading):
        yield f"{script} +2={reading.words[last + 1]}"
    if before:
        for cue in reading.cues_before(first):
            if cue.role in _CONTEXT:
                yield f"{script} before={cue.role}"
                yield f"{script} before={cue.role} {cue.value} {grade}"
    if after:
        for role in {cue.role for cue in reading.cues(last)} & _CONTEXT:
            yield f"{script} after={role}"
    if arabic:
        yield f"article {hit.article:d} as written={name.is_written(article=hit.article):d} {grade}"
        yield f"proclitic={hit.proclitic} {grade}"
        yield f"-1 ending={before[-2:]}"
        yield f"-1 beginning={before[:2]}"
        yield f"+1 beginning={after[:3]}"
        yield f"+1 ending={after[-2:]}"
    else:
        yield from _capitals(reading, hit, grade)


def _capitals(reading: Reading, hit: Toponym, grade: str) -> Iterator[str]:
    raw, offsets = reading.folded.raw, reading.folded.offsets

    def case(word: int) -> str:
        if not 0 <= word < len(reading):
            return "none"
        letters = raw[int(offsets[reading.starts[word]]) : int(offsets[reading.ends[word] - 1]) + 1]
        return "all" if letters.isupper() and len(letters) > 1 else "cap" if letters[:1].isupper() else "low"

    before = "none" if hit.first == 0 else reading.gap(hit.first - 1)
    after = reading.gap(hit.last - 1)
    starts = hit.first == 0 or any(mark in before for mark in ".!?\n:")
    own = case(hit.core)
    previous = case(hit.first - 1) if before.strip() == "" else "mark" + before.strip()[-1:]
    following = case(hit.last) if after.strip() == "" else "mark" + after.strip()[:1]
    yield f"case={own} {grade}"
    yield f"case before={previous} starts={starts:d}"
    yield f"case after={following}"
    yield f"case {previous} {following} {grade}"
    if starts:
        yield f"starts {grade} {following}"


class Evidence:
    """The trained weights.

    >>> evidence = Evidence.load()
    >>> evidence.weights["en use=1"] < 0
    True
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    @staticmethod
    @cache
    def load() -> Evidence:
        """Read the weights that are shipped."""
        content = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
        return Evidence(content["weights"])

    def score(self, reading: Reading, hit: Toponym) -> float:
        """Return the log-odds that a span names a place."""
        weights = self.weights
        return sum(weights.get(feature, 0.0) for feature in features(reading, hit))

    def explain(self, reading: Reading, hit: Toponym) -> list[tuple[str, float]]:
        """Return the features that counted, the heaviest first."""
        parts: dict[str, float] = {}
        for feature in features(reading, hit):
            parts[feature] = parts.get(feature, 0.0) + self.weights.get(feature, 0.0)
        return sorted(((f, w) for f, w in parts.items() if w), key=lambda item: -abs(item[1]))
