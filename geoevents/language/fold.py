"""One spelling rule for Arabic and Latin names, with the way back to the raw text.

Folding removes what writers vary: diacritics, tatweel, the hamza's seat, ى for ي, ة for ه, Persian and
Kurdish letters, presentation forms, bidi marks, case, accents, apostrophes. What separates words becomes
one character: a blank, or a line feed where no name can run on (a comma, a bracket, a quotation mark, a
new line). The gazetteer folds its names and the geoparser its texts with this module, so they always
agree.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLANK", "BREAK", "Folded", "fold", "fold_text"]

BLANK: Final = " "
BREAK: Final = "\n"

# What Unicode does not decompose: the two ya and the two ha, and the letters that Persian, Urdu and
# Kurdish keyboards put in their place. (The hamza's seats decompose to letter and mark.)
_EXCHANGED: Final = {
    "ا": "ٱٲٳٵ", "و": "ۆۇۈۉۋ", "ي": "ىیېۍێےۓ", "ه": "ةەھہۂۃۀ", "ك": "ککڪگڭڱ", "ف": "ڤڥ", "ق": "ڨ",
    "ب": "پ", "ج": "چ", "ز": "ژ", "ر": "ړڕ", "ل": "ڵ",
}  # fmt: skip
_ARABIC: Final = {other: letter for letter, others in _EXCHANGED.items() for other in others}
_DELETED: Final = frozenset("ءـ'’‘`´ʼʿʾʻʹ′")  # stand-alone hamza, tatweel, apostrophes
_BREAKS: Final = frozenset('،,؛;:"“”«»„()[]{}<>|…!?؟\n\r\v\f\x85\u2028\u2029•📌#—')
_APOSTROPHES: Final = "'’ʼ"


def _folded_character(character: str) -> str:
    if character in _DELETED:
        return ""
    if character in _BREAKS:
        return BREAK
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        category = unicodedata.category(part)
        if part in _DELETED or category in ("Mn", "Me", "Cf"):
            continue
        if category == "Nd":
            folded.append(str(unicodedata.digit(part)))
        elif category[0] in "LN":
            folded.append(_ARABIC.get(part, part))
        else:
            folded.append(BREAK if part in _BREAKS else BLANK)
    return "".join(folded)


@cache
def _tables() -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint32]]:
    """For each code point of the basic plane: where its folding begins, its length, the letters."""
    starts: list[int] = []
    lengths: list[int] = []
    letters: list[int] = []
    for code in range(0x10000):
        folded = "" if 0xD800 <= code < 0xE000 else _folded_character(chr(code))
        starts.append(len(letters))
        lengths.append(len(folded))
        letters.extend(map(ord, folded))
    return (
        np.array(starts, np.int32),
        np.array(lengths, np.int32),
        np.array(letters, np.uint32),
    )


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded text and the raw offset of each of its characters.

    ``offsets[i]`` is where character ``i`` came from; ``offsets[len(codes)]`` is the raw length.
    """

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    raw: str

    @property
    def text(self) -> str:
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw half-open span of folded characters ``start:end``, marks at its end included.

        >>> folded = fold_text("في الحَسَكَةِ،")
        >>> start, end = folded.span(3, 9)
        >>> folded.raw[start:end]
        'الحَسَكَةِ'
        """
        first = int(self.offsets[start])
        last = int(self.offsets[end - 1]) + 1
        while last < len(self.raw) and (
            unicodedata.category(self.raw[last]) == "Mn" or self.raw[last] in "ـء"
        ):
            last += 1
        return first, last


def fold_text(text: str) -> Folded:
    """Fold a text and keep the raw offset of every folded character.

    >>> fold_text("Al-Ḥasakah’s").text.strip()
    'al hasakah'
    """
    codes = _codes(text).copy()
    size = len(codes)
    _drop_possessive(codes)
    starts, lengths, letters = _tables()
    in_plane = np.minimum(codes, 0xFFFF)
    is_beyond = codes > 0xFFFF
    counts = np.where(is_beyond, 1, lengths[in_plane])
    origins = np.repeat(np.arange(size, dtype=np.int64), counts)
    within = np.arange(len(origins)) - np.repeat(np.cumsum(counts) - counts, counts)
    folded = letters[np.minimum(starts[in_plane[origins]] + within, len(letters) - 1)]
    if is_beyond.any():  # emoji, historic scripts: no place name runs over them
        folded[is_beyond[origins]] = ord(BREAK)
    return _joined_separators(folded, origins, text)


def _drop_possessive(codes: NDArray[np.uint32]) -> None:
    """Blank the English genitive, so that "Syria's" is found as Syria."""
    marks = np.flatnonzero(np.isin(codes, [ord(mark) for mark in _APOSTROPHES]))
    for at in marks[(marks > 0) & (marks + 1 < len(codes))]:
        is_last = at + 2 >= len(codes) or not chr(codes[at + 2]).isalnum()
        if codes[at + 1] in (ord("s"), ord("S")) and is_last:
            codes[at : at + 2] = ord(BLANK)


def _joined_separators(folded: NDArray[np.uint32], origins: NDArray[np.int64], raw: str) -> Folded:
    """Let each run of separators be one: a line feed if the run has one, else a blank."""
    is_break = folded == ord(BREAK)
    is_separator = is_break | (folded == ord(BLANK))
    follows = np.zeros(len(folded), bool)
    follows[1:] = is_separator[1:] & is_separator[:-1]
    keep = ~follows
    if len(folded) and follows.any():
        runs = np.flatnonzero(keep)
        has_break = np.logical_or.reduceat(is_break, runs)
        folded = folded[keep]
        folded[has_break] = ord(BREAK)
        origins = origins[keep]
    return Folded(folded, np.append(origins, len(raw)), raw)


def fold(name: str) -> str:
    """Fold a name: words joined by single blanks.

    >>> fold("al-Ḥasakah"), fold("الحَسَكَة"), fold("دير  الزّور")
    ('al hasakah', 'الحسكه', 'دير الزور')
    """
    return " ".join(fold_text(name).text.split())
