"""The words about a number that say how sure it is, what it counts, and that it counts nothing."""

from dataclasses import dataclass
from functools import cache

from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.language.tokens import tokenize
from geoevents.model import Bound

__all__ = ["QuantityWords", "quantity_words"]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """Words and phrases, folded; phrases as tuples of words."""

    before: dict[tuple[str, ...], Bound]
    after: dict[tuple[str, ...], Bound]
    ranges: frozenset[tuple[str, ...]]
    to: frozenset[str]
    between: frozenset[str]
    attached: frozenset[str]
    conjunctions: frozenset[str]
    of: frozenset[str]
    partitive: frozenset[str]
    negations: frozenset[str]
    stop: frozenset[str]
    adjective: tuple[str, ...]
    person_endings: tuple[str, ...]
    not_persons: frozenset[str]
    others: frozenset[str]
    starts: frozenset[str]
    labels: frozenset[str]
    labels_after: frozenset[tuple[str, ...]]
    ordinal_suffixes: frozenset[str]
    after_noun: frozenset[str]
    definite: dict[str, int]  # «الخمسة», behind the noun that it counts
    fates: frozenset[str]
    is_arabic: bool
    longest: int
    last_before: frozenset[str]  # the last words of ``before``


def _definite(language: str) -> dict[str, int]:
    """The units from three on with the article: Arabic writes them behind what they count."""
    lexicon = load(language, "quantities")
    if not lexicon.get("units_first", False):
        return {}
    units = lexicon.table("units")
    return {fold(f"ال{word}"): int(units[word]) for word in units if int(units[word]) > 2}


@cache
def quantity_words(language: str) -> QuantityWords:
    """Return the words of a language.

    >>> quantity_words("en").before[("at", "least")]
    'at_least'
    """
    lexicon = load(language, "quantities")
    bounds, phrase = lexicon.table("bounds"), lexicon.table("phrase")
    kinds: tuple[Bound, ...] = ("about", "at_least", "at_most")
    before = {tuple(words.split()): kind for kind in kinds for words in bounds.words(kind)}
    after = {
        tuple(words.split()): kind for kind in kinds for words in bounds.words(f"after_{kind}", optional=True)
    }
    suffixes = load(language, "dates").get("suffixes")
    return QuantityWords(
        before,
        after,
        frozenset(tuple(words.split()) for words in bounds.words("ranges")),
        frozenset(bounds.words("to")),
        frozenset(bounds.words("between")),
        frozenset(lexicon.words("attached", optional=True)),
        frozenset(lexicon.words("and")),
        frozenset(lexicon.words("of")),
        frozenset(lexicon.words("partitive")),
        frozenset(lexicon.words("negations")),
        frozenset(phrase.words("stop")),
        phrase.words("adjective"),
        phrase.words("person_endings"),
        frozenset(phrase.words("not_persons")),
        frozenset(phrase.words("others")),
        frozenset(bounds.words("from")),
        frozenset(lexicon.table("labels").words("words")),
        frozenset(
            tuple(tokenize(label, language=language).words) for label in lexicon.table("labels")["after"]
        ),
        frozenset(suffixes.words("day")) if suffixes else frozenset(),
        frozenset(lexicon.words("after_noun")),
        _definite(language),
        frozenset(lexicon.inverted("fates")),
        bool(lexicon.get("units_first", False)),
        max(len(words) for words in before),
        frozenset(words[-1] for words in before),
    )
