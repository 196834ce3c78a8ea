"""Events that everybody knows by name and that reports count time from: ``landmarks.csv`` beside this module.

A row has an id, both names, ``first`` and ``last`` (days or months; no ``last`` for what took a day, ``..``
for what lasts), how the whole of it is told (``period``, in EDTF), and the words by which a text names it.
These are facts of public record; nothing was copied from a database.

``ar`` and ``en`` are spellings with ``|`` between them. ``(a/b)`` is one of several, ``[a/b]`` may be left
out, and a spelling that begins with ``?`` counts only where a word of ``context`` stands in the sentence or,
failing that, in the report. ``tells`` are words that together tell of the event, with ``+`` between those
that must all be in a sentence: they give a year to "3 January". Words of ``context`` and ``tells`` are
beginnings.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from geoevents.errors import LanguageDataError
from geoevents.language.fold import fold
from geoevents.language.lexicon import languages, load
from geoevents.language.moments import Moment, between, day_of, month_of, year_of
from geoevents.language.tokens import Tokens

__all__ = ["Landmark", "Sighting", "find_landmarks", "landmarks", "sentence_around"]

_NAME: Final = "geoevents/language/landmarks.csv"
_LONGEST: Final = 16  # tokens of the longest spelling
_STOPS: Final = frozenset("\n;")
_ELEMENT: Final = re.compile(r"\(([^()]+)\)|\[([^\[\]]+)\]|([^\s()\[\]/]+)")
_CLITICS: Final = r"(?<!\w)(?:[وف]?[بلك]{0,2}(?:ال)?)?"
_MOST_DAYS: Final = 3  # an event of so few days is known by each of them


@dataclass(frozen=True, slots=True, eq=False)
class Landmark:
    """An event of public record.

    ``last`` is ``None`` for what still lasts; ``whole`` is how the text means all of it.
    """

    id: str
    name: str
    name_ar: str
    first: Moment
    last: Moment | None
    whole: Moment
    tells: tuple[tuple[re.Pattern[str], ...], ...]
    context: re.Pattern[str] | None

    @property
    def lasted(self) -> bool:
        """Whether it took more than some days, so that its beginning is not its end."""
        if self.last is None or self.last.last is None or self.first.first is None:
            return True
        return (self.last.last - self.first.first).days >= _MOST_DAYS and self.first != self.last

    def is_told(self, sentence: str) -> bool:
        """Whether the words of a folded sentence tell of it.

        >>> killing = next(one for one in landmarks() if one.id == "soleimani")
        >>> killing.is_told(fold("قُتل سليماني في غارة")), killing.is_told(fold("زار سليماني دمشق"))
        (True, False)
        """
        return any(all(word.search(sentence) for word in words) for words in self.tells)

    def is_near(self, text: str) -> bool:
        """Whether a word of its context stands in a folded text."""
        return self.context is None or self.context.search(text) is not None


class Sighting(NamedTuple):
    """A landmark named in the tokens ``first:last``."""

    first: int
    last: int
    landmark: Landmark


class _Spelling(NamedTuple):
    pattern: str  # over words with a blank after each; few are ever met, so it is compiled then
    landmark: Landmark
    needs_context: bool


_compiled = cache(re.compile)


@cache
def _rows() -> tuple[tuple[Landmark, dict[str, str]], ...]:
    lines = (files("geoevents.language") / "landmarks.csv").read_text("utf-8").splitlines()
    found, seen = [], set()
    for number, row in enumerate(csv.DictReader(lines), 2):
        try:
            if not row["id"] or row["id"] in seen or not row["name"]:
                raise ValueError("each row needs an id of its own and a name")
            seen.add(row["id"])
            found.append((_landmark(row), row))
            for spelling in (spelling for language in languages() for spelling in _spelt(row, language)):
                _elements(spelling)
        except (ValueError, KeyError, TypeError) as problem:
            raise LanguageDataError(str(problem), file=_NAME, line=number) from problem
    return tuple(found)


def landmarks() -> tuple[Landmark, ...]:
    """Return all landmarks in the order of their file.

    >>> next(one.first.edtf for one in landmarks() if one.id == "mosul-fall")
    '2014-06-10'
    """
    return tuple(landmark for landmark, _ in _rows())


def _landmark(row: dict[str, str]) -> Landmark:
    first = _moment(row["first"])
    last = None if row["last"] == ".." else _moment(row["last"] or row["first"])
    if row["period"].endswith("/.."):
        since = _moment(row["period"].removesuffix("/.."))
        whole = Moment(since.first, None, "range", row["period"], "inferred")
    elif row["period"]:
        start, _, end = row["period"].partition("/")
        whole = _range(_moment(start), _moment(end)) if end else _moment(start)
    else:
        whole = first if first == last or last is None else _range(first, last)
    return Landmark(
        row["id"],
        row["name"],
        row["name_ar"],
        first,
        last,
        whole,
        tuple(
            tuple(re.compile(_CLITICS + _alternatives(word)) for word in each.split("+"))
            for each in row["tells"].split("|")
            if each
        ),
        re.compile(_CLITICS + _alternatives(row["context"])) if row["context"] else None,
    )


def _moment(edtf: str) -> Moment:
    parts = [int(part) for part in edtf.split("-")]
    if len(parts) == 3:
        found = day_of(*parts, basis="inferred")
        if found is None:
            raise ValueError(f"there is no day {edtf}")
        return found
    return month_of(*parts, basis="inferred") if len(parts) == 2 else year_of(*parts, basis="inferred")


def _range(first: Moment, last: Moment) -> Moment:
    found = between(first, last)
    if found is None:
        raise ValueError(f"{first.edtf} is not before {last.edtf}")
    return Moment(found.first, found.last, "range", found.edtf, "inferred")


def _alternatives(words: str) -> str:
    folded = (fold(word) for word in words.strip("()").split("/"))
    return "(?:" + "|".join(re.escape(word) for word in folded if word) + ")"


@cache
def _spellings(language: str) -> dict[str, list[_Spelling]]:
    """How landmarks are named in a language, by the first word."""
    if language not in languages():
        return {}
    never = frozenset(load(language, "landmarks").table("between").words("never_first"))
    by_first: dict[str, list[_Spelling]] = {}
    for landmark, row in _rows():
        for spelling in _spelt(row, language):
            pattern, is_open = "", True
            firsts: set[str] = set()
            for choices, optional in _elements(spelling):
                pattern += "(?:" + "|".join(re.escape(choice) + " " for choice in choices) + ")"
                pattern += "?" if optional else ""
                if is_open:
                    firsts.update(choice.split()[0] for choice in choices)
                is_open = is_open and optional
            known = _Spelling(pattern, landmark, spelling.startswith("?"))
            for first in firsts - never:
                by_first.setdefault(first, []).append(known)
    return by_first


def _spelt(row: dict[str, str], language: str) -> list[str]:
    return [spelling for spelling in row[language].split("|") if spelling]


def _elements(spelling: str) -> list[tuple[list[str], bool]]:
    """The choices for each word of a spelling, and whether it may be left out."""
    found = []
    for element in _ELEMENT.finditer(spelling.removeprefix("?")):
        one_of, optional, word = element.groups()
        choices = [fold(choice) for choice in (one_of or optional or word).split("/")]
        if not all(choices):
            raise ValueError(f"{spelling!r} has an empty choice")
        found.append((choices, bool(optional)))
    if all(optional for _, optional in found):
        raise ValueError(f"{spelling!r} needs a word that may not be left out")
    return found


def sentence_around(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Return the tokens of the sentence, or of the line, that holds the tokens ``first:last``.

    >>> from geoevents.language.tokens import tokenize
    >>> sentence_around(tokenize("It fell. They left. It rose.", language="en"), 4, 5)
    (3, 5)
    """
    words = tokens.words
    while first > 0 and words[first - 1] not in _STOPS:
        first -= 1
    while last < len(words) and words[last] not in _STOPS:
        last += 1
    return first, last


def find_landmarks(tokens: Tokens, *, language: str) -> tuple[Sighting, ...]:
    """Find the landmarks that a text names, in order; a name that fits two by its context alone is none.

    >>> from geoevents.language.tokens import tokenize
    >>> [one.landmark.id for one in find_landmarks(tokenize("قبل سقوط الموصل", language="ar"), language="ar")]
    ['mosul-fall']
    """
    found: tuple[Sighting, ...] | None = tokens.memory.get(f"landmarks {language}")
    if found is None:
        found = tokens.memory[f"landmarks {language}"] = _sightings(tokens, _spellings(language))
    return found


def _sightings(tokens: Tokens, by_first: dict[str, list[_Spelling]]) -> tuple[Sighting, ...]:
    at_words = [at for at, word in enumerate(tokens.words) if word in by_first]
    if not at_words:
        return ()
    certain: list[Sighting] = []
    unsure: list[list[Sighting]] = []
    done = 0
    for at in at_words:
        if at < done:
            continue
        fitting = list(_fitting(tokens.words, at, by_first[tokens.words[at]]))
        if not fitting:
            continue
        longest = max(sighting.last for sighting, _ in fitting)
        best = [(sighting, needs) for sighting, needs in fitting if sighting.last == longest]
        if any(not needs for _, needs in best):
            certain += [sighting for sighting, needs in best if not needs][:1]
        else:
            unsure.append([sighting for sighting, _ in best])
        done = longest
    if unsure:
        named = {sighting.landmark.id for sighting in certain}
        chosen = (_by_context(candidates, tokens, named) for candidates in unsure)
        certain += [sighting for sighting in chosen if sighting is not None]
    return tuple(sorted(certain, key=lambda sighting: sighting.first))


def _fitting(words: Sequence[str], at: int, spellings: list[_Spelling]) -> Iterator[tuple[Sighting, bool]]:
    places = [place for place in range(at, min(at + _LONGEST, len(words))) if words[place] != "-"]
    ahead = " ".join(words[place] for place in places) + " "
    for spelling in spellings:
        match = _compiled(spelling.pattern).match(ahead)
        if match and match.end():
            last = places[match.group().count(" ") - 1] + 1
            yield Sighting(at, last, spelling.landmark), spelling.needs_context


def _by_context(candidates: list[Sighting], tokens: Tokens, named: set[str]) -> Sighting | None:
    """The one candidate whose context stands in the sentence, or that is named elsewhere, or in the text."""
    first, last = sentence_around(tokens, candidates[0].first, candidates[0].last)
    text = tokens.folded.text
    sentence = text[tokens.starts[first] : tokens.ends[last - 1]]
    for fits in (
        lambda landmark: landmark.is_near(sentence),
        lambda landmark: landmark.id in named,
        lambda landmark: landmark.is_near(text),
    ):
        fitting = {sighting.landmark.id: sighting for sighting in candidates if fits(sighting.landmark)}
        if len(fitting) == 1:
            return next(iter(fitting.values()))
    return None
