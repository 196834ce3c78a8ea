"""Words, numbers and the punctuation between them, in folded spelling with the way back to the raw text.

Folding makes every separator a blank or a break; a date or a number needs to know which one it was:
``30,000`` is one number and ``May 3, 200 people`` holds two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, repeat
from operator import add
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.language.fold import BLANK, BREAK, Folded, fold_text
from geoevents.language.lexicon import load

__all__ = ["Tokens", "marked", "tokenize"]

# What a separator of one or more raw characters is read as: the first of these that it holds.
_MARKS: Final = (
    ("\n", "\n\r\v\f\x85\u2028\u2029"),
    ('"', '"“”«»!?؟؛;…•|<>{}[]#*=~'),
    ("%", "%٪"),
    ("$", "$€£¥₪₺"),
    ("(", "("),
    (")", ")"),
    ("/", "/\\⁄"),
    ("-", "-‐‑‒–—−"),
    (":", ":"),
    (",", ",،٬"),
    (".", ".٫"),
    (" ", " \t\u00a0\u202f\u2009"),
)
_SPACED: Final = {",": "،", ".": ";"}  # with a blank beside it, a comma or a stop separates
_HIDDEN: Final = re.compile(r"(?:https?://|www\.|pic\.twitter\.com|t\.co/)\S*|[@#]?\S*@\S+", re.IGNORECASE)
_WORD_CHARACTER: Final = re.compile(r"\w")
_DIGITS: Final = r"(?<![\d.])(?:\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?!\d)(?:\.\d+)?|\d+\.\d+(?![.\d]))|\d+"


@cache
def _separator_tables() -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """For each code point its bit, and for each set of bits the character it is read as."""
    bits = np.zeros(0x10000, np.uint16)
    for place, (_, characters) in enumerate(_MARKS):
        for character in characters:
            bits[ord(character)] = 1 << place
    blank = 1 << (len(_MARKS) - 1)
    marks = np.full(1 << len(_MARKS), ord(BLANK), np.uint32)
    for held in range(1, len(marks)):
        place = (held & -held).bit_length() - 1
        mark = _MARKS[place][0]
        marks[held] = ord(_SPACED.get(mark, mark) if held & blank else mark)
    return bits, marks


def marked(folded: Folded) -> str:
    """Return the folded text, of the same length, with the separators told apart.

    >>> marked(fold_text("Homs, 30,000"))
    'homs،30,000'
    """
    codes = folded.codes.copy()
    at = np.flatnonzero((codes == ord(BLANK)) | (codes == ord(BREAK)))
    if len(at):
        bits, marks = _separator_tables()
        raw = np.frombuffer(folded.raw.encode("utf-32-le", "surrogatepass"), np.uint32)
        held = np.append(bits[np.minimum(raw, 0xFFFF)], np.uint16(0))
        edges = np.stack([folded.offsets[at], folded.offsets[at + 1]], axis=1).ravel()
        within = np.bitwise_or.reduceat(held, edges)[::2]
        unknown = (within == 0) & (codes[at] == ord(BREAK))
        codes[at] = np.where(unknown, np.uint32(ord('"')), marks[within])
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words, numbers and marks of a text, in order; blanks are left out.

    ``words[k]`` is folded and stands at ``starts[k]:ends[k]`` of the folded text.
    """

    folded: Folded
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    memory: dict[str, Any] = field(default_factory=dict)  # what was read in them once

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the raw half-open offsets of the tokens ``first:last``.

        >>> tokens = tokenize("عاد 1905 جنود", language="ar")
        >>> start, end = tokens.span(1, 3)
        >>> tokens.folded.raw[start:end]
        '1905 جنود'
        """
        return self.folded.span(self.starts[first], self.ends[last - 1])

    def is_joined(self, at: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return at > 0 and self.ends[at - 1] == self.starts[at]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    plain = r"[^\W\d_]+(?![^\W_])"  # by far the most frequent, so first
    # Where prefixes are written to digits («و12»), other words are too («تبلغ4»); but F16 is one word.
    attaches = bool(load(language, "quantities").words("attached", optional=True))
    before_digits = r"[ء-ي]+(?=\d)|" if attaches else ""
    return re.compile(rf"(?:{plain}|{before_digits}{_DIGITS}|[^\W\d_][^\W_]*|[^\w ]) ?|_")


def tokenize(text: str | Folded, *, language: str, view: str | None = None) -> Tokens:
    """Split a text into words, numbers and marks.

    Addresses of pages and of people (``https://…``, ``@name``) are read as unknown words. ``view`` is the
    text as ``marked`` tells it, if that is at hand.

    >>> list(tokenize("Some 1,905 of them, on 26/12/2024.", language="en").words)
    ['some', '1,905', 'of', 'them', '،', 'on', '26', '/', '12', '/', '2024', '.']
    """
    folded = text if isinstance(text, Folded) else fold_text(text)
    if view is None:
        view = marked(folded)
    if "http" in view or "@" in folded.raw or "www" in view or "t.co" in view:
        view = _without_addresses(view, folded)
    # All that is not blank belongs to a token, so their lengths give their places.
    first = len(view) - len(view.lstrip(BLANK))
    pieces = _pattern(language).findall(view, first)
    starts = list(accumulate(map(len, pieces), initial=first))[:-1]
    words = list(map(str.rstrip, pieces, repeat(BLANK)))
    ends = list(map(add, starts, map(len, words)))
    return Tokens(folded, words, starts, ends)


def _without_addresses(view: str, folded: Folded) -> str:
    parts: list[str] = []
    done = 0
    for match in _HIDDEN.finditer(folded.raw):
        start, end = (int(at) for at in np.searchsorted(folded.offsets, match.span()))
        if start < end:
            parts += [view[done:start], _WORD_CHARACTER.sub("x", view[start:end])]
            done = end
    return "".join([*parts, view[done:]])
