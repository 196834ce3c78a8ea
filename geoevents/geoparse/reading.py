"""A text as the geoparser reads it: folded words, and the cues that the word lists of the languages give."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.language.fold import BLANK, BREAK, Folded, fold, fold_text
from geoevents.language.lexicon import load

__all__ = ["LANGUAGES", "Cue", "Reading", "is_arabic", "lexicon", "prefixed"]

LANGUAGES: Final = ("ar", "en")

# و and ف join clauses and list items; ب and ل and ك are prepositions. Longest first.
_PROCLITICS: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_ARTICLE: Final = "ال"
_DOTLESS: Final = "ى"
_COMPASS: Final = {
    ("north", "east"): "northeast",
    ("north", "west"): "northwest",
    ("south", "east"): "southeast",
    ("south", "west"): "southwest",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word of the lists says of the names around it."""

    role: str  # type, direction, part, organisation, title, given, border …
    value: str = ""  # the kind, the compass point …
    size: int = 1  # words of the cue
    plural: bool = False
    proclitic: str = ""  # what precedes the word: "ب" in "بمحافظة"


def is_arabic(word: str) -> bool:
    """Tell whether a folded word is written in Arabic script.

    >>> is_arabic("دمشق"), is_arabic("damascus")
    (True, False)
    """
    return bool(word) and "\u0600" <= word[0] <= "\u06ff"


@cache
def lexicon(language: str) -> Mapping[str, Any]:
    """Load the word lists of one language that concern place names."""
    return load(language, "toponyms")


def _listed(language: str) -> Iterator[tuple[str, Cue]]:
    words = lexicon(language)
    for kind, forms in words["types"].items():
        for plural in (False, True):
            for form in forms["plural" if plural else "singular"]:
                yield form, Cue("type", kind, plural=plural)
    for section, role in (
        ("parts", "part"),
        ("parts_of_each", "part"),
        ("directions", "direction"),
        ("direction_adjectives", "side"),
        ("between", "between"),
    ):
        for value, forms in words[section].items():
            for form in forms:
                yield form, Cue(role, value, plural=section == "parts_of_each")
    for section, role in (
        ("qualifiers", "qualifier"),
        ("territory", "territory"),
        ("motion", "motion"),
        ("extent", "extent"),
    ):
        for form in words[section]["words"]:
            yield form, Cue(role)
            if role == "motion" and language == "ar" and not form.startswith(_ARTICLE):
                yield _ARTICLE + form, Cue(role)  # "للتوجه إلى"
    for kind, forms in words["anaphora"].items():
        for form in forms:
            yield form, Cue("anaphor", kind)
    for value, forms in words["prepositions"].items():
        if value not in ("attached_in", "dotless"):
            for form in forms:
                yield form, Cue("preposition", value)
    located = {fold(form) for form in words["organisations"]["located"]}
    for form in words["organisations"]["words"]:
        yield form, Cue("organisation", "located" if fold(form) in located else "")
    for form in words["organisations"]["offices"]:
        yield form, Cue("office")
    for form in words["visits"]["words"]:
        yield form, Cue("visit")
    for value, forms in words["people"].items():
        for form in forms:
            yield form, Cue({"titles": "title", "given": "given", "kunya": "kunya"}[value])
    for value, forms in words["border"].items():
        for form in forms:
            yield form, Cue("border", value)
    for form, km in words["distance"]["units_km"].items():
        yield form, Cue("distance", str(km))
    for form, km in words["distance"]["duals_km"].items():
        yield form, Cue("distance", str(km), plural=True)


def prefixed(word: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a folded Arabic word behind proclitics, each with what was put before it.

    >>> dict(prefixed("العراق"))["وللعراق"]
    'ول'
    """
    for proclitic in _PROCLITICS:
        if proclitic.endswith("ل") and word.startswith(_ARTICLE):
            yield proclitic + word[1:], proclitic  # ل and ال are written لل
        else:
            yield proclitic + word, proclitic


@cache
def _cues() -> Mapping[str, tuple[tuple[Cue, tuple[str, ...]], ...]]:
    """Cues by their first word, with the words that must follow it."""
    table: dict[str, dict[tuple[Cue, tuple[str, ...]], None]] = {}
    for language in LANGUAGES:
        for form, cue in _listed(language):
            first, *rest = fold(form).split()
            forms: Iterable[tuple[str, str]] = prefixed(first) if language == "ar" else [(first, "")]
            for spelling, proclitic in forms:
                entry = Cue(cue.role, cue.value, 1 + len(rest), cue.plural, proclitic)
                table.setdefault(spelling, {})[entry, tuple(rest)] = None
    return {word: tuple(entries) for word, entries in table.items()}


@cache
def _dotless() -> Mapping[str, tuple[tuple[Cue, tuple[str, ...]], ...]]:
    """Cues of the prepositions that only the dots of their last letter tell from a given name."""
    return {
        spelling: ((Cue("preposition", "on", proclitic=proclitic), ()),)
        for form in lexicon("ar")["prepositions"]["dotless"]
        for spelling, proclitic in prefixed(fold(form))
    }


class Reading:
    """The words of a text with their cues.

    Words are counted from 0; ``starts[i]:ends[i]`` are offsets into the folded text.

    >>> reading = Reading("في محافظة الحسكة")
    >>> reading.words, [cue.value for cue in reading.cues(1, "type")]
    (['في', 'محافظه', 'الحسكه'], ['governorate'])
    """

    def __init__(self, text: str) -> None:
        self.folded: Folded = fold_text(text)
        codes = self.folded.codes
        is_separator = codes <= ord(BLANK)
        edges = np.flatnonzero(np.diff(is_separator, prepend=True, append=True))
        ends = edges[1::2]
        self.starts: list[int] = edges[0::2].tolist()
        self.ends: list[int] = ends.tolist()
        self.folded_text: str = self.folded.text
        self.words: list[str] = self.folded_text.split()
        is_stop = np.append(codes, ord(BREAK))[ends] == ord(BREAK)
        self._cuts: list[int] = np.concatenate(([0], np.cumsum(is_stop))).tolist()
        self._entries = list(map(_cues().get, self.words))
        for word in [word for word, text in enumerate(self.words) if text in _dotless()]:
            if text[self.raw(word, word + 1)[1] - 1] == _DOTLESS:
                self._entries[word] = _dotless()[self.words[word]]
        self._by_role: dict[str, list[int]] = {}
        for word, entries in enumerate(self._entries):
            for role in {cue.role for cue, _ in entries or ()}:
                self._by_role.setdefault(role, []).append(word)

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which folded offsets hold a raw capital letter, or a letter of a script without capitals."""
        raw = np.frombuffer(self.folded.raw.encode("utf-32-le", "surrogatepass"), np.uint32)
        letters = raw[self.folded.offsets[offsets]]
        return (letters > ord("z")) | ((letters >= ord("A")) & (letters <= ord("Z")))

    def at(self, offset: int) -> int:
        """Return the word that holds a folded offset."""
        return bisect_right(self.starts, offset) - 1

    def where(self, role: str) -> Sequence[int]:
        """Return the words at which a cue of a role may begin, in the order of the text."""
        return self._by_role.get(role, ())

    def cues(self, word: int, role: str = "") -> list[Cue]:
        """Return the cues that begin at a word, of one role or of all."""
        if not 0 <= word < len(self.words):
            return []
        entries = self._entries[word]
        if entries is None:
            return []
        return [
            cue
            for cue, rest in entries
            if (not role or cue.role == role)
            and (not rest or tuple(self.words[word + 1 : word + 1 + len(rest)]) == rest)
        ]

    def cue(self, word: int, role: str, value: str | None = None) -> Cue | None:
        """Return the longest cue of a role (and value) that begins at a word."""
        found = self.cues(word, role)
        if value is not None:
            found = [cue for cue in found if cue.value == value]
        return max(found, key=lambda cue: (cue.size, not cue.proclitic)) if found else None

    def cues_before(self, word: int) -> list[Cue]:
        """Return the cues that end right before a word, nothing but a blank between."""
        if word < 1 or self.is_cut(word - 1, word):
            return []
        if self._entries[word - 1] is None and (word == 1 or self._entries[word - 2] is None):
            return []
        found = [cue for cue in self.cues(word - 1) if cue.size == 1]
        if word > 1 and self._entries[word - 2] is not None and not self.is_cut(word - 2, word):
            found += [cue for cue in self.cues(word - 2) if cue.size == 2]
        return found

    def cue_before(self, word: int, role: str) -> Cue | None:
        """Return the cue of a role that ends right before a word."""
        return next((cue for cue in self.cues_before(word) if cue.role == role), None)

    def is_cut(self, first: int, last: int) -> bool:
        """Tell whether punctuation that no name runs over stands between words first … last."""
        return self._cuts[min(last, len(self.words))] > self._cuts[max(first, 0)]

    def gap(self, word: int) -> str:
        """Return the raw text between a word and the next."""
        if not 0 <= word < len(self) - 1:
            return "\n"
        raw = self.folded
        return raw.raw[int(raw.offsets[self.ends[word] - 1]) + 1 : int(raw.offsets[self.starts[word + 1]])]

    def raw(self, first: int, last: int) -> tuple[int, int]:
        """Return the raw span of words first … last (half-open)."""
        return self.folded.span(self.starts[first], self.ends[last - 1])

    def compass(self, word: int) -> tuple[str, int, str] | None:
        """Read a compass point at a word: its value, how many words it takes, its proclitic.

        >>> Reading("شمال شرقي سورية").compass(0)
        ('northeast', 2, '')
        """
        cue = self.cue(word, "direction")
        if cue is None:
            return None
        size = cue.size
        second = self.cue(word + size, "direction")
        if second and not second.proclitic and not self.is_cut(word, word + size):
            compound = _COMPASS.get((cue.value, second.value))
            if compound:
                return compound, size + second.size, cue.proclitic
        return cue.value, size, cue.proclitic
