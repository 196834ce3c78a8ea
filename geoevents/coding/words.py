"""The words of a document in folded spelling, with their raw offsets: read once, looked at by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geoevents.language.fold import BLANK, Folded, fold_text, with_marks

__all__ = ["Words", "words_of"]


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words with their raw offsets, marks at their ends included, and the raw text."""

    raw: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    apart: Sequence[int]  # the words before which stands anything else than one blank

    @classmethod
    def of(cls, raw: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Words:
        """Return words that were cut already; marks at their ends may be left out.

        >>> Words.of("في حلبَ", ["في", "حلب"], [0, 3], [2, 6]).ends
        [2, 7]
        """
        gaps = enumerate(zip(ends, starts[1:], strict=False), 1)
        apart = [at for at, (end, start) in gaps if raw[end:start] != BLANK]
        whole = list(ends)
        for at in (*apart, len(ends)) if ends else ():
            whole[at - 1] = with_marks(raw, ends[at - 1])
        return cls(raw, words, starts, whole, apart)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open indices of the words that begin in a raw span.

        >>> words_of("He left. She came.").within(9, 18)
        (2, 4)
        """
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def words_of(text: str | Folded) -> Words:
    """Return the words of a text; one that is folded already is not folded again.

    >>> found = words_of("Überfälle in Ḥoms")
    >>> found.words, found.starts[-1], found.ends[-1]
    (['uberfalle', 'in', 'homs'], 13, 17)
    """
    folded = text if isinstance(text, Folded) else fold_text(text)
    edges = np.flatnonzero(np.diff(folded.codes <= ord(BLANK), prepend=True, append=True))
    starts, ends = folded.offsets[edges[::2]], folded.offsets[edges[1::2] - 1] + 1
    return Words.of(folded.raw, folded.text.split(), starts.tolist(), ends.tolist())
