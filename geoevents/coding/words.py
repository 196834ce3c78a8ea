"""The words of a document in folded spelling, with their raw offsets: read once, looked at by sentence."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geoevents.language.fold import BLANK, BREAK, Folded, fold_text

__all__ = ["Words", "words_of"]

_LATIN: Final = 0x2FF  # no character up to here is a mark on the one before it
_TAILS: Final = "ـء"  # letters that folding drops


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words, the raw span of each, and the raw text."""

    raw: str
    words: Sequence[str]
    spans: Sequence[tuple[int, int]]
    starts: Sequence[int]
    apart: Sequence[int]  # the words before which stands anything else than one blank

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open indices of the words that begin in a raw span.

        >>> words_of("He left. She came.").within(9, 18)
        (2, 4)
        """
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def words_of(text: str | Folded) -> Words:
    """Return the words of a text; one that is folded already is not folded again.

    >>> found = words_of("Überfälle in Ḥoms")
    >>> found.words, found.spans[-1]
    (['uberfalle', 'in', 'homs'], (13, 17))
    """
    folded = text if isinstance(text, Folded) else fold_text(text)
    raw = folded.raw
    is_word = (folded.codes != ord(BLANK)) & (folded.codes != ord(BREAK))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_word, [False])).astype(np.int8)))
    starts = folded.offsets[edges[::2]]
    ends = folded.offsets[edges[1::2] - 1] + 1
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    codes = np.frombuffer((raw + BLANK).encode("utf-32-le", "surrogatepass"), np.uint32)
    following = codes[np.minimum(ends, len(codes) - 1)]
    is_apart = (starts[1:] - ends[:-1] != 1) | (following[:-1] != ord(BLANK))
    for index in np.flatnonzero(following > _LATIN).tolist():
        start, end = spans[index]
        spans[index] = start, _with_marks(raw, end)
    apart = (np.flatnonzero(is_apart) + 1).tolist()
    return Words(raw, folded.text.split(), spans, starts.tolist(), apart)


def _with_marks(raw: str, end: int) -> int:
    """The end of a word with the marks behind its last letter."""
    while end < len(raw) and (raw[end] in _TAILS or unicodedata.category(raw[end]) == "Mn"):
        end += 1
    return end
