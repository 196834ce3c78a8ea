"""Cues: what the word lists of the languages say of the place names around a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from geoevents.language.fold import fold
from geoevents.language.lexicon import load

__all__ = ["LANGUAGES", "SOUGHT", "Cue", "Cues", "cues_by_word", "is_arabic", "lexicon", "prefixed"]

LANGUAGES: Final = ("ar", "en")

# و and ف join clauses and list items; ب and ل and ك are prepositions. Longest first.
_PROCLITICS: Final = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_ARTICLE: Final = "ال"
_PRESENT, _FUTURE = ("ي", "ت"), "س"  # how an Arabic verb begins, and what makes it one of the future
# The roles whose words are looked for in every text; the others are asked for beside a name.
SOUGHT: Final = ("given", "part", "direction", "distance", "border", "between", "type", "anaphor", "feature")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word of the lists says of the names around it."""

    role: str  # type, direction, part, organisation, title, given, border …
    value: str = ""  # the kind, the compass point …
    size: int = 1  # words of the cue
    plural: bool = False
    proclitic: str = ""  # what precedes the word: "ب" in "بمحافظة"


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The cues that begin with a word, each with the words that must follow it.

    ``by_role[""]`` are all of them. ``alone`` has those that are one word, ``seconds`` the second
    words of the others. ``sought`` are the roles for which texts are searched. ``dotless`` are the cues of
    the word where its last letter is written ى, if that makes another word of it.
    """

    by_role: Mapping[str, tuple[tuple[Cue, tuple[str, ...]], ...]]
    alone: Mapping[str, tuple[Cue, ...]]
    seconds: Mapping[str, frozenset[str]]
    sought: tuple[str, ...] = ()
    dotless: Cues | None = None

    @staticmethod
    def of(listed: Iterable[tuple[Cue, tuple[str, ...]]], dotless: Cues | None = None) -> Cues:
        """Sort the cues of a word by their roles."""
        by_role: dict[str, list[tuple[Cue, tuple[str, ...]]]] = {}
        for cue, rest in listed:
            by_role.setdefault("", []).append((cue, rest))
            by_role.setdefault(cue.role, []).append((cue, rest))
        sought = tuple(role for role in SOUGHT if role in by_role)
        return Cues(
            {role: tuple(some) for role, some in by_role.items()},
            {role: tuple(cue for cue, rest in some if not rest) for role, some in by_role.items()},
            {role: frozenset(rest[0] for _, rest in some if rest) for role, some in by_role.items()},
            sought,
            dotless,
        )


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
        ("capital", "capital"),
        ("motion", "motion"),
        ("extent", "extent"),
    ):
        for form in words[section]["words"]:
            yield form, Cue(role)
            if role == "motion" and language == "ar" and not form.startswith(_ARTICLE):
                yield _ARTICLE + form, Cue(role)  # "للتوجه إلى"
            if role == "motion" and language == "ar" and form.startswith(_PRESENT):
                yield _FUTURE + form, Cue(role)  # "سيصل إلى"
    for value in ("features", "leading", "small", "crossing"):
        for form in words["unknown"].get(value, ()):
            yield form, Cue("feature", value)
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
        if language == "ar" and form.startswith(_PRESENT):
            yield _FUTURE + form, Cue("visit")  # "سيزور دمشق"
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
def cues_by_word() -> Mapping[str, Cues]:
    """Return the cues of each folded word with which one begins.

    >>> [cue.value for cue, _ in cues_by_word()["محافظه"].by_role["type"]]
    ['governorate']
    """
    table: dict[str, dict[tuple[Cue, tuple[str, ...]], None]] = {}
    for language in LANGUAGES:
        for form, cue in _listed(language):
            first, *rest = fold(form).split()
            forms: Iterable[tuple[str, str]] = prefixed(first) if language == "ar" else [(first, "")]
            for spelling, proclitic in forms:
                entry = Cue(cue.role, cue.value, 1 + len(rest), cue.plural, proclitic)
                table.setdefault(spelling, {})[entry, tuple(rest)] = None
    dotless = {
        spelling: Cues.of([(Cue("preposition", "on", proclitic=proclitic), ())])
        for form in lexicon("ar")["prepositions"]["dotless"]
        for spelling, proclitic in prefixed(fold(form))
    }
    return {
        word: Cues.of(table.get(word, ()), dotless.get(word)) for word in dict.fromkeys((*table, *dotless))
    }
