"""A name as a user writes it, taken apart: its type word, a word for the seat of a unit, its article."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache

from geoevents.gazetteer.matching import LEAST_STEM
from geoevents.language import lexicon
from geoevents.language.fold import fold

__all__ = ["Reading", "clitics", "kinds_named", "readings"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a name: what is looked up, and the kinds that its type word asks for."""

    name: str
    kinds: frozenset[str] = frozenset()
    is_shortened: bool = False


def readings(name: str) -> list[Reading]:
    """Return a folded name as it is, and without each type word that it begins or ends with.

    >>> [reading.name for reading in readings("manbij district")]
    ['manbij district', 'manbij']
    """
    if not name:
        return []
    found = {name: Reading(name)}
    types, seats, links = _types()

    def shorten(words: list[str], kinds: frozenset[str]) -> None:
        for size in range(1, min(3, len(words))):
            for typed, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
                word = " ".join(typed)
                if word in seats or (word in types and not kinds):
                    rest = rest[rest[0] in links and len(rest) > 1 :]  # noqa: PLW2901
                    known = kinds if word in seats else types[word]
                    shorter = Reading(" ".join(rest), known, is_shortened=True)
                    if found.setdefault(shorter.name, shorter) is shorter:
                        shorten(rest, known)

    for words in (name.split(), _parted(name, types, seats)):
        shorten(words, frozenset())
    return list(found.values())


def _parted(name: str, types: Container[str], seats: Container[str]) -> list[str]:
    """Part a word for a kind or a seat from an Arabic name that is written in one with it: مركزالباب."""
    first, _, rest = name.partition(" ")
    article = clitics()[0]
    at = first.find(article, 1)
    if (
        at > 0
        and len(first) >= at + len(article) + LEAST_STEM
        and (first[:at] in types or first[:at] in seats)
    ):
        return [first[:at], first[at:], *rest.split()]
    return []


def kinds_named(name: str) -> frozenset[str]:
    """Return the kinds that the type word of a name tells of; none if it has none.

    >>> sorted(kinds_named("ناحية منبج")), sorted(kinds_named("Manbij"))
    (['subdistrict'], [])
    """
    return next((reading.kinds for reading in readings(fold(name)) if reading.kinds), frozenset())


@cache
def _types() -> tuple[Mapping[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """Return the kinds that type words tell of, words for a seat, and those that may stand behind (of)."""
    kinds: dict[str, set[str]] = {}
    seats: set[str] = set()
    links: set[str] = set()
    for language in lexicon.languages():
        toponyms = lexicon.load(language, "toponyms")
        for kind in toponyms.table("types"):
            for word in toponyms.table("types").table(kind).words("singular"):
                kinds.setdefault(word, set()).add(kind)
        cells = lexicon.load(language, "cells")
        for kind in cells.table("headings"):
            for word in cells.table("headings").words(kind):
                kinds.setdefault(word, set()).add(kind)
        seats.update(cells.words("seats"))
        links.update(lexicon.load(language, "spelling").words("links", optional=True))
    return {word: frozenset(found) for word, found in kinds.items()}, frozenset(seats), frozenset(links)


@cache
def clitics() -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the article in Arabic and in Latin letters, and the letters that are written to a name."""
    spelling = lexicon.load("ar", "spelling")
    table = spelling.table("proclitics")
    letters = (*table.words("conjunctions"), *table.words("prepositions"))
    return table["article"], spelling.table("latin").words("articles"), letters
