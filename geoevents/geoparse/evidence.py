"""How much a span looks like the name of a place: a linear model over cheap features.

Each feature is a readable string with a weight in ``weights.json``, so that a decision can be explained
and an expert can see what the model has learnt. ``features`` is all that the model sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.reading import Reading

if TYPE_CHECKING:
    from geoevents.geoparse.toponyms import Toponym

__all__ = ["Evidence", "features"]

_CONTEXT: Final = frozenset({
    "preposition", "title", "given", "kunya", "organisation", "office", "direction", "part", "motion",
    "visit", "territory", "type", "distance",
})  # fmt: skip
_STOPS: Final = frozenset(".!?\n:")
_GRAM: Final = 4  # letters; capitals tell English names from words better
_MOST_SUMS: Final = 200_000  # some 40 MB


def features(reading: Reading, hit: Toponym) -> Iterator[str]:
    """Yield the features of a span: of the name, of the words beside it, of its capitals."""
    for group, *arguments in _groups(reading, hit):
        yield from group(*arguments)


def _groups(reading: Reading, hit: Toponym) -> Iterator[tuple[Any, ...]]:
    """Yield functions of features with their arguments: what recurs in texts, so that sums can be kept."""
    name, first, last = hit.name, hit.first, hit.last
    arabic = is_arabic(reading.words[hit.core])
    script, grade = "ar" if arabic else "en", name.grade
    words = min(hit.core_last - hit.core, 3)
    yield _of_name, script, name.key, grade, name.candidates[0].is_primary, words, hit.use, hit.heads
    cut_before = first == 0 or reading.is_cut(first - 1, first)
    cut_after = last >= len(reading.words) or reading.is_cut(last - 1, last)
    before = "" if cut_before else reading.words[first - 1]
    after = "" if cut_after else reading.words[last]
    yield _of_cuts, script, cut_before, cut_after
    yield _of_before, script, before, reading.words[first - 2] if before and first > 1 else ""
    yield _of_after, script, after, reading.words[last + 1] if after and last + 1 < len(reading.words) else ""
    if before and (cues := reading.cues_before(first)):
        yield _of_cues_before, script, grade, tuple((cue.role, cue.value) for cue in cues)
    if after and (following := reading.cues(last)):
        yield _of_cues_after, script, frozenset(cue.role for cue in following)
    if arabic:
        yield _of_article, grade, hit.article, name.is_written(article=hit.article), hit.proclitic
    else:
        yield _of_case, grade, *_case(reading, hit)


def _of_name(
    script: str, key: str, grade: str, is_primary: bool, words: int, use: int, head: str
) -> Iterator[str]:
    yield script
    yield f"{script} {grade} words={words} {'primary' if is_primary else 'alternate'}"
    yield f"{script} use={use}"
    yield f"{script} letters={min(len(key), 7)}"
    yield f"{script} name={key}"
    yield f"{script} head={head}" if head else f"{script} headless {grade}"
    if script == "ar":
        yield from sorted({f"letters {bounded}" for bounded in _grams(f"^{key}$")})


def _grams(letters: str) -> Iterator[str]:
    """Yield every run of so many letters: names sound otherwise than words, above all foreign ones."""
    for first in range(len(letters) - _GRAM + 1):
        yield letters[first : first + _GRAM]


def _of_cuts(script: str, before: bool, after: bool) -> Iterator[str]:
    yield f"{script} cut={before:d}{after:d}"


def _of_before(script: str, word: str, second: str) -> Iterator[str]:
    yield f"{script} -1={word}"
    if second:
        yield f"{script} -2={second}"
        yield f"{script} -2,-1={second} {word}"
    if script == "ar":
        yield f"-1 ending={word[-2:]}"
        yield f"-1 beginning={word[:2]}"


def _of_after(script: str, word: str, second: str) -> Iterator[str]:
    yield f"{script} +1={word}"
    if second:
        yield f"{script} +2={second}"
    if script == "ar":
        yield f"+1 beginning={word[:3]}"
        yield f"+1 ending={word[-2:]}"


def _of_cues_before(script: str, grade: str, cues: Iterable[tuple[str, str]]) -> Iterator[str]:
    for role, value in cues:
        if role in _CONTEXT:
            yield f"{script} before={role}"
            yield f"{script} before={role} {value} {grade}"


def _of_cues_after(script: str, roles: Iterable[str]) -> Iterator[str]:
    for role in sorted(_CONTEXT.intersection(roles)):
        yield f"{script} after={role}"


def _of_article(grade: str, article: bool, is_written: bool, proclitic: str) -> Iterator[str]:
    yield f"article {article:d} as written={is_written:d} {grade}"
    yield f"proclitic={proclitic} {grade}"


def _of_case(grade: str, own: str, previous: str, following: str, starts: bool) -> Iterator[str]:
    yield f"case={own} {grade}"
    yield f"case before={previous} starts={starts:d}"
    yield f"case after={following}"
    yield f"case {previous} {following} {grade}"
    if starts:
        yield f"starts {grade} {following}"


def _case(reading: Reading, hit: Toponym) -> tuple[str, str, str, bool]:
    """The case of the span and of the words beside it, and whether it opens a sentence."""
    before = "none" if hit.first == 0 else reading.gap(hit.first - 1)
    after = reading.gap(hit.last - 1).strip()
    mark = before.strip()
    starts = hit.first == 0 or (before != " " and not _STOPS.isdisjoint(before))
    previous = "mark" + mark[-1:] if mark else _case_of(reading, hit.first - 1)
    following = "mark" + after[:1] if after else _case_of(reading, hit.last)
    return _case_of(reading, hit.core), previous, following, starts


def _case_of(reading: Reading, word: int) -> str:
    if not 0 <= word < len(reading.words):
        return "none"
    if not reading.is_capital(word):
        return "low"
    start, end = reading.starts[word], reading.ends[word]
    return "all" if end > start + 1 and reading.text[start:end].isupper() else "cap"


class Evidence:
    """The trained weights.

    >>> evidence = Evidence.load()
    >>> evidence.weights["en use=1"] < 0
    True
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._sums: dict[tuple[Any, ...], float] = {}

    @staticmethod
    @cache
    def load() -> Evidence:
        """Read the weights that are shipped."""
        content = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
        return Evidence(content["weights"])

    def score(self, reading: Reading, hit: Toponym) -> float:
        """Return the log-odds that a span names a place."""
        score, sums = 0.0, self._sums
        for group in _groups(reading, hit):
            known = sums.get(group)
            score += self._sum(group) if known is None else known
        return score

    def _sum(self, group: tuple[Any, ...]) -> float:
        """The weights of a group of features; words and names recur, so their sums are kept."""
        if len(self._sums) >= _MOST_SUMS:
            self._sums.clear()
        function, *arguments = group
        known = self._sums[group] = sum(self.weights.get(feature, 0.0) for feature in function(*arguments))
        return known

    def explain(self, reading: Reading, hit: Toponym) -> list[tuple[str, float]]:
        """Return the features that counted, the heaviest first."""
        parts: dict[str, float] = {}
        for feature in features(reading, hit):
            parts[feature] = parts.get(feature, 0.0) + self.weights.get(feature, 0.0)
        return sorted(((f, w) for f, w in parts.items() if w), key=lambda item: -abs(item[1]))
