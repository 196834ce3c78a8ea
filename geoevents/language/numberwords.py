"""What each word of a number is: a unit, tens, a scale that multiplies, an order of magnitude."""

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from geoevents.language.lexicon import load

__all__ = ["SEVERAL", "NumberWords", "Part", "number_words"]

Part = Literal[
    "unit", "before_ten", "ten", "tens", "hundred", "scale", "double", "magnitude", "fraction", "several",
    "one", "and", "of",
]  # fmt: skip
SEVERAL: Final = (3, 9)  # بضع is three to nine; "several" and "a few" are taken for the same


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What a folded word may be in a number, with its value."""

    parts: dict[str, tuple[tuple[Part, float], ...]]
    joined: dict[str, str]  # a word with the conjunction written to it -> the word
    begins: dict[str, str]  # a word with a preposition written to it, which begins a number -> the word
    units_first: bool
    point_groups: bool
    starts_number: frozenset[str]
    articles: frozenset[str]  # those of them that are a number only before another part: "a hundred"

    def is_part(self, word: str) -> bool:
        """Whether a word may be a part of a number, also with the conjunction written to it."""
        return word in self.parts or word in self.joined


@cache
def number_words(language: str) -> NumberWords:
    """Return the number words of a language.

    >>> number_words("en").parts["twenty"]
    (('tens', 20),)
    """
    lexicon = load(language, "quantities")
    parts: dict[str, list[tuple[Part, float]]] = {}
    tables: tuple[tuple[str, Part], ...] = (
        ("units", "unit"), ("before_ten", "before_ten"), ("tens", "tens"), ("hundreds", "hundred"),
        ("scales", "scale"), ("doubles", "double"), ("magnitudes", "magnitude"), ("fractions", "fraction"),
    )  # fmt: skip
    for name, part in tables:
        for word, value in lexicon.numbers(name).items():
            parts.setdefault(word, []).append(("ten" if part == "unit" and value == 10 else part, value))
    for word in lexicon.table("several").words("words"):
        parts.setdefault(word, []).append(("several", SEVERAL[0]))
    for word in lexicon.words("one", optional=True):
        parts.setdefault(word, []).append(("one", 1))
    begins: dict[str, str] = {}
    for prefix in lexicon.words("before_words", optional=True):
        begins |= {_attached(prefix, word): word for word in parts if len(word) > 3}
    attached = bool(lexicon.words("attached", optional=True))
    joined: dict[str, str] = {}
    for conjunction in lexicon.words("and"):
        if attached:
            joined |= {conjunction + word: word for word in parts}
        parts.setdefault(conjunction, []).append(("and", 0))
    for word in lexicon.words("of"):
        parts.setdefault(word, []).append(("of", 0))
    for word in joined.keys() & parts.keys():  # واحد is one, not "and حد"
        del joined[word]
    for word in begins.keys() & (parts.keys() | joined.keys()):
        del begins[word]
    first = {word for word, found in parts.items() if found[0][0] not in ("and", "of")}
    return NumberWords(
        {word: tuple(found) for word, found in parts.items()},
        joined,
        begins,
        bool(lexicon.get("units_first", False)),
        bool(lexicon.get("point_groups", False)),
        frozenset(first | joined.keys() | begins.keys()),
        frozenset(word for word, found in parts.items() if {part for part, _ in found} == {"one"}),
    )


def _attached(prefix: str, word: str) -> str:
    """«ل» and «الآلاف» are written «للآلاف»."""
    return f"{prefix}ل{word[2:]}" if prefix.endswith("ل") and word.startswith("ال") else prefix + word
