"""The nouns that numbers count, in all their forms, and the unit each belongs to."""

from dataclasses import dataclass
from functools import cache

from geoevents.language.fold import fold
from geoevents.language.lexicon import load

__all__ = ["Countables", "countables"]

_Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class Countables:
    """Units by the folded first word of a noun or measure, with the words that must follow it."""

    phrases: _Phrases
    duals: dict[str, str]  # a noun that is two by its form, with and without prefixes -> unit
    singulars: dict[str, str]
    pairs: dict[str, str]  # duals without prefixes, also where they are spelt like the plural
    plurals: dict[str, str]
    measures: frozenset[str]  # units that measure and count nothing

    def unit(self, words: tuple[str, ...]) -> tuple[str, int]:
        """Return the unit of the noun that begins a sequence of words, and its length; ``("", 0)`` if none.

        >>> countables("en").unit(("square", "kilometres", "of"))
        ('km2', 2)
        """
        for rest, unit in self.phrases.get(words[0], ()) if words else ():
            if words[1 : 1 + len(rest)] == rest:
                return unit, 1 + len(rest)
        return "", 0


def _forms(noun: str, *, is_arabic: bool) -> tuple[set[str], set[str]]:
    """The further forms of an Arabic singular: accusative and dual."""
    if not is_arabic or " " in noun:
        return set(), set()
    if noun.endswith("ة"):
        stem = noun[:-1] + "ت"
        return set(), {stem + "ان", stem + "ين"}
    return {noun + "ا"}, {noun + "ان", noun + "ين"}


def _with_prefixes(duals: dict[str, str], language: str) -> dict[str, str]:
    dates = load(language, "dates")
    prefixes = (*dates.words("conjunctions"), *dates.words("prepositions"))
    return {prefix + word: unit for prefix in prefixes for word, unit in duals.items()} | duals


@cache
def countables(language: str) -> Countables:
    """Return what is counted in a language.

    >>> countables("ar").duals[fold("جنديان")]
    'persons'
    """
    lexicon = load(language, "quantities")
    is_arabic = bool(lexicon.get("units_first", False))
    found: dict[str, str] = {}
    duals: dict[str, str] = {}
    singulars: dict[str, str] = {}
    plurals: dict[str, str] = {}
    nouns = lexicon.table("nouns")
    for unit in nouns:
        nouns.words(unit)  # checks
        for entry in nouns[unit]:
            singular, *others = entry.split()
            forms, pairs = _forms(singular, is_arabic=is_arabic)
            singulars |= {fold(form): unit for form in (singular, *forms)}
            found |= {fold(form): unit for form in (singular, *others, *forms)}
            plurals |= {fold(other): unit for other in others}
            duals |= {fold(pair): unit for pair in pairs}
    measures = lexicon.table("measures")
    for unit, words in ((unit, measures.words(unit)) for unit in measures):
        found |= dict.fromkeys(words, unit)
    found |= {word: unit for word, unit in duals.items() if word not in found}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, unit in found.items():
        first, *rest = phrase.split()
        phrases.setdefault(first, []).append((tuple(rest), unit))
    return Countables(
        {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in phrases.items()},
        _with_prefixes({word: unit for word, unit in duals.items() if word not in plurals}, language),
        singulars,
        duals,
        plurals,
        frozenset(measures),
    )
