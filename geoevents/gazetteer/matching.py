"""Find every name of the gazetteer in a text, with array operations instead of a loop over its words.

The names stand in a table of hashes as their beginnings word by word: a beginning says whether it is a
name and whether a longer name goes on from it. Every word of the text is looked up, in Arabic also behind
its proclitics; what goes on is looked up again with one word more. Each find is compared letter by letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.gazetteer.hashing import Table, piece_hashes, running_sums
from geoevents.language import lexicon
from geoevents.language.fold import BLANK, BREAK, Folded

__all__ = [
    "ARABIC", "CONJUNCTION", "HAS_ARTICLE", "IS_PRIMARY", "LEAST_STEM", "LONGEST", "PREPOSITION", "USE",
    "Hits", "Names",
]  # fmt: skip

CONJUNCTION: Final = 1
PREPOSITION: Final = 2
USE: Final = 3
HAS_ARTICLE: Final = 4
IS_PRIMARY: Final = 8
"""Bits of a posting: two for the use, then if the place bears it with the article, and as its own name."""
LEAST_STEM: Final = 2
"""Letters of the first word that must be left behind clitics and article."""
LONGEST: Final = 80
"""Letters of the longest name; what is longer is a description, and would slow down every text."""
ARABIC: Final = (0x600, 0x700)
"""First and last + 1 of the letters that Arabic folds to."""

# A long text is looked up in pieces of so many letters, so that their arrays stay in the processor's cache.
_PIECE: Final = 1 << 16

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The names found in a folded text: arrays of one length, sorted by ``start``, the longest first.

    ``start:end`` is the name as it stands in the folded text, with its article if it has one (but for
    لل, whose article is written away: there ``start`` is behind it). ``word_start`` is where the whole
    word begins, clitics included. ``clitic`` is a sum of ``CONJUNCTION`` and ``PREPOSITION``. ``name``
    is a number for ``Gazetteer.entries``. ``use`` is 0, or 1 or 2 where names.csv says that this name,
    with or without article as it stands here, counts only with evidence nearby or never.
    """

    start: Ints
    end: Ints
    word_start: Ints
    name: NDArray[np.int32]
    article: Flags
    clitic: NDArray[np.uint8]
    use: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray[Any]) -> "Hits":
        """Return some of the hits, by number or by a mask.

        >>> none = np.zeros(0, np.int64)
        >>> flags = none.astype(np.uint8)
        >>> len(Hits(none, none, none, none.astype(np.int32), none > 0, flags, flags).take(none))
        0
        """
        return Hits(
            self.start[which],
            self.end[which],
            self.word_start[which],
            self.name[which],
            self.article[which],
            self.clitic[which],
            self.use[which],
        )


# What stands before a candidate, beside CONJUNCTION and PREPOSITION.
_ARTICLE: Final = 4
_CONTRACTED: Final = (
    8  # behind لل: with _ARTICLE both letters are passed, without it the second is the name's
)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of a gazetteer, to be found in texts.

    ``codes[bounds[i]:bounds[i + 1]]`` are the letters of name ``i``, without the article of its first word
    in Arabic. ``beginnings`` has, for each beginning of a name, twice one more than the number of the
    name that it is (0 if it is none), plus one if a name goes on from it. ``uses`` are two rows: for
    names that stand without and with article. ``bears_article`` tells names that some place bears with it.
    """

    codes: NDArray[np.uint16]
    bounds: NDArray[np.int32]
    beginnings: Table
    uses: NDArray[np.uint8]
    bears_article: Flags

    def text(self, name: int) -> str:
        """Return a name as it is folded, without its Arabic article."""
        start, end = self.bounds[name : name + 2].tolist()
        return self.codes[start:end].tobytes().decode("utf-16-le")

    def find(self, text: str) -> int | None:
        """Return the number of a folded name, given without its Arabic article."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        whole = piece_hashes(running_sums(codes), np.zeros(1, np.int64), np.array([len(codes)]))
        name = (int(self.beginnings.find(whole)[0]) >> 1) - 1
        return name if name >= 0 and self.text(name) == text else None

    def match(self, folded: Folded, begin: Flags | None = None) -> Hits:
        """Find all names in a text, those inside one another too.

        Parameters
        ----------
        begin
            Which of the words, in their order, a name may begin in; all if not given.
        """
        codes = folded.codes
        is_word = np.zeros(len(codes) + 2, bool)
        np.greater(codes, ord(BLANK), out=is_word[1:-1])
        edges = (is_word[1:] != is_word[:-1]).nonzero()[0]
        starts = edges[::2]
        words = _Words(starts, edges[1::2], (codes.take(starts - 1, mode="wrap") == ord(BREAK)).cumsum())
        which = np.arange(len(starts)) if begin is None else begin.nonzero()[0]
        parts = [self._match_piece(codes, words, which[first:last]) for first, last in _pieces(starts[which])]
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
        if not columns or not len(columns[0]):
            return _no_hits()
        start, end, word, name, flags = columns
        order = np.lexsort((-end, start))
        start, end, word, name, flags = (column.take(order) for column in (start, end, word, name, flags))
        may_have = (flags & _CONTRACTED).astype(bool)
        article = (flags & _ARTICLE).astype(bool) | (may_have & self.bears_article.take(name))
        clitic = (flags & (CONJUNCTION | PREPOSITION)).astype(np.uint8)
        use = self.uses[article.astype(np.int64), name]
        return Hits(start, end, words.starts.take(word), name.astype(np.int32), article, clitic, use)

    def _match_piece(
        self, codes: NDArray[np.uint32], words: "_Words", which: Ints
    ) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Find the names that begin in some of the words: starts, ends, words, names, flags."""
        origin = int(words.starts[which[0]])
        piece = codes[origin : int(words.ends[which[-1]]) + LONGEST]
        sums = running_sums(piece)
        at, word, flags = _candidates(
            piece, words.starts.take(which) - origin, words.ends.take(which) - origin
        )
        word = which.take(word)
        candidate, until = np.arange(len(at)), word
        found: list[tuple[Ints, Ints, Ints]] = []
        while len(candidate):
            end = words.ends.take(until) - origin
            inside = (end <= len(piece)).nonzero()[0]
            candidate, until, end = candidate.take(inside), until.take(inside), end.take(inside)
            values = self.beginnings.find(piece_hashes(sums, at.take(candidate), end))
            is_name = (values > 1).nonzero()[0]
            names = (values.take(is_name) >> 1).astype(np.int64) - 1
            found.append((candidate.take(is_name), end.take(is_name), names))
            going_on = ((values > 0) & (values & 1 == 1) & words.is_followed.take(until)).nonzero()[0]
            candidate, until = candidate.take(going_on), until.take(going_on) + 1
        which, end, names = (np.concatenate(column) for column in zip(*found, strict=True))
        right = self._same_letters(piece, at.take(which), end, names)
        which, end, names = which.take(right), end.take(right), names.take(right)
        at, word, flags = at.take(which), word.take(which), flags.take(which)
        written = np.where(flags & (_ARTICLE | _CONTRACTED) == _ARTICLE, 2, 0)
        return at - written + origin, end + origin, word, names, flags

    def _same_letters(self, piece: NDArray[np.uint32], starts: Ints, ends: Ints, names: Ints) -> Ints:
        """Return which finds are the names letter by letter."""
        begins = self.bounds.take(names).astype(np.int64)
        lengths = self.bounds.take(names + 1) - begins
        right: Ints = (lengths == ends - starts).nonzero()[0]
        if not len(right):
            return right
        begins, starts, lengths = begins.take(right), starts.take(right), lengths.take(right)
        firsts = np.cumsum(lengths) - lengths
        within = np.arange(int(lengths.sum())) - np.repeat(firsts, lengths)
        of_names = self.codes.take(np.repeat(begins, lengths) + within)
        of_text = piece.take(np.repeat(starts, lengths) + within)
        is_same: Flags = np.logical_and.reduceat(of_names == of_text, firsts)
        return right.compress(is_same)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    starts: Ints
    ends: Ints
    passages: Ints  # number of the passage between two breaks
    is_followed: Flags = field(init=False)  # by a word of the same passage

    def __post_init__(self) -> None:
        is_followed = np.zeros(len(self.passages), bool)
        np.equal(self.passages[1:], self.passages[:-1], out=is_followed[:-1])
        object.__setattr__(self, "is_followed", is_followed)


def _pieces(starts: Ints) -> Iterator[tuple[int, int]]:
    """Yield the words of a text in runs of about ``_PIECE`` letters."""
    first = 0
    while first < len(starts):
        last = max(int(np.searchsorted(starts, starts[first] + _PIECE)), first + 1)
        yield first, last
        first = last


@cache
def _clitics() -> tuple[NDArray[np.bool_], NDArray[np.bool_], list[int], list[int]]:
    """Which letters are conjunctions and prepositions, and the letters of the article and of لل."""
    table = lexicon.load("ar", "spelling").table("proclitics")
    marks = []
    for key in ("conjunctions", "prepositions"):
        mark = np.zeros(ARABIC[1], bool)
        mark[[ord(word) for word in table.words(key)]] = True
        marks.append(mark)
    return marks[0], marks[1], [ord(x) for x in table["article"]], [ord(x) for x in table["contracted"]]


def _candidates(piece: NDArray[np.uint32], starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    """Return where names may begin, in which word, and what they leave behind."""
    word = np.arange(len(starts))
    flags = np.zeros(len(starts), np.int64)
    first = piece.take(starts)
    arabic = ((first >= ARABIC[0]) & (first < ARABIC[1])).nonzero()[0]
    if not len(arabic):
        return starts, word, flags
    conjunctions, prepositions, article, contracted = _clitics()

    def after(candidates: _Candidates, letters: NDArray[np.bool_], flag: int) -> _Candidates:
        at, word, flags = candidates
        which = (letters.take(piece.take(at), mode="clip") & (ends.take(word) - at > LEAST_STEM)).nonzero()[0]
        return at.take(which) + 1, word.take(which), flags.take(which) | flag

    def behind(candidates: _Candidates, letters: list[int], flag: int) -> _Candidates:
        at, word, flags = candidates
        is_here = (piece.take(at) == letters[0]) & (piece.take(at + 1, mode="clip") == letters[1])
        which = (is_here & (ends.take(word) - at >= LEAST_STEM + len(letters))).nonzero()[0]
        return at.take(which) + len(letters), word.take(which), flags.take(which) | flag

    plain = (starts.take(arabic), arabic, np.zeros(len(arabic), np.int64))
    conjoined = after(plain, conjunctions, CONJUNCTION)
    bare = _together(plain, conjoined)
    prefixed = after(bare, prepositions, PREPOSITION)
    at, word_of, flags_of = prefixed
    is_contracted = (piece.take(at - 1) == contracted[0]) & (piece.take(at, mode="clip") == contracted[1])
    prefixed = at, word_of, np.where(is_contracted, flags_of | _CONTRACTED, flags_of)
    with_article = behind(_together(bare, prefixed), article, _ARTICLE)
    both = behind(bare, contracted, PREPOSITION | _ARTICLE | _CONTRACTED)
    return _together((starts, word, flags), conjoined, prefixed, with_article, both)


_Candidates = tuple[Ints, Ints, Ints]


def _together(*parts: _Candidates) -> _Candidates:
    at, word, flags = (np.concatenate(column) for column in zip(*parts, strict=True))
    return at, word, flags


def _no_hits() -> Hits:
    none = np.zeros(0, np.int64)
    small = none.astype(np.uint8)
    return Hits(none, none, none, none.astype(np.int32), none.astype(bool), small, small)
