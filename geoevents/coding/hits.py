"""What is matched and what is found: a pattern, the words of a sentence, and a hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from geoevents.coding.clitics import Reading
from geoevents.coding.inflection import Tense

__all__ = ["NOTHING", "Entry", "Hit", "Pattern", "SentenceWords"]

_GAP_OVER_MARKS: Final = 6  # where punctuation or a connective stands between them
_TELLING: Final = ("events.", "speech.")
NOTHING: Final[frozenset[int]] = frozenset()


class Hit(NamedTuple):
    """A pattern found at the words ``first`` to ``last`` (inclusive).

    ``label`` is the path of its table, such as ``events.attack.shelling``. ``is_definite`` and
    ``preposition`` say what stood before a noun as a clitic.
    """

    label: str
    first: int
    last: int
    tense: Tense
    is_definite: bool = False
    preposition: str = ""
    parts: int = 1  # how many of its words the pattern names


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    number: int  # in the order of the file
    label: str
    is_verb: bool
    rest: tuple[int | None, ...]  # the numbers of the parts after the first; None is a gap
    needs: frozenset[int]
    named: int  # how many words it names
    gap: int  # the longest between its parts
    found_by_object: bool  # whether its last part may stand before its verb

    @property
    def tells(self) -> bool:
        """Whether it tells of an event or a statement, rather than of how to take one."""
        return self.label.startswith(_TELLING)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What the patterns know of a word."""

    parts: frozenset[int]  # the parts of patterns that it may be
    begins: tuple[tuple[Reading, Pattern, Tense], ...]
    needs: tuple[frozenset[int], ...]  # the further parts of each pattern it begins that tells of something
    is_enough: bool  # for one of the patterns, which has no further parts
    further: frozenset[int]  # the further parts of all of them

    def may_begin(self, present: frozenset[int]) -> bool:
        """Whether a pattern can begin here in a sentence of these parts; most words begin none."""
        return self.is_enough or not self.further.isdisjoint(present)


class SentenceWords:
    """Words with their segments and the parts of patterns that each may be."""

    def __init__(
        self, words: Sequence[str], segments: Sequence[int], parts: Sequence[frozenset[int]]
    ) -> None:
        self.words = words
        self.segments = segments
        self.parts = parts
        self.present = NOTHING.union(*filter(None, parts))

    def end(self, at: int, rest: tuple[int | None, ...], longest_gap: int) -> int | None:
        """The last word of a pattern that begins at a word, ``None`` where it does not go on."""
        if not rest:
            return at
        part, slack, tail = rest[0], 0, rest[1:]
        if part is None:
            part, slack, tail = rest[1], longest_gap, rest[2:]
        passed = 0
        for index in range(at + 1, len(self.words)):
            if passed > _GAP_OVER_MARKS and self.segments[index] != self.segments[at]:
                return None
            if part in self.parts[index]:
                last = self.end(index, tail, longest_gap)
                if last is not None:
                    return last
            passed += not self.words[index].isdigit()
            if passed > slack:
                return None
        return None
