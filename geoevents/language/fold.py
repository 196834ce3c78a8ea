"""One spelling rule for Arabic and Latin names, with the way back to the raw text.

Folding removes what writers vary: diacritics, tatweel, the hamza's seat, ى for ي, ة for ه, Persian and
Kurdish letters, presentation forms, bidi marks, case, accents, apostrophes. What separates words becomes
one character: a blank, or a line feed where no name can run on (a comma, a bracket, a quotation mark, a
new line). The gazetteer folds its names and the geoparser its texts with this module, so they always
agree.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLANK", "BREAK", "Folded", "fold", "fold_names", "fold_text", "fold_texts", "with_marks"]

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
_FIRST_MARK: Final = "\u0300"  # no character below it is a mark on the one before
_APOSTROPHES: Final = "'’ʼ"
# The English genitive: "Syria's" is found as Syria.
_GENITIVE: Final = re.compile(rf"(?<=\S)[{_APOSTROPHES}][sS](?![^\W_])")

# In the table of single letters, what is no letter. _UNSEEN is the greatest: one maximum finds them all.
_DROPPED: Final = 0xFFFFFFFD
_SEVERAL: Final = 0xFFFFFFFE
_UNSEEN: Final = 0xFFFFFFFF


@cache
def _folded_character(character: str) -> str:
    if character in _DELETED:
        return ""
    if character in _BREAKS:
        return BREAK
    if "\ud800" <= character <= "\udfff":  # half a character, from broken UTF-16
        return ""
    if character > "\uffff":  # emoji, historic scripts: no place name runs over them
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
def _letters() -> NDArray[np.uint32]:
    """For each code point of the basic plane its folded letter; pages of 256 are filled when first met."""
    return np.full(0x10000, _UNSEEN, np.uint32)


def _fold_letters(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return one folded letter for each code point, or _DROPPED or _SEVERAL."""
    letters = _letters()
    folded: NDArray[np.uint32] = letters.take(codes)
    if len(folded) and folded.max() == _UNSEEN:
        for page in np.unique(codes[folded == _UNSEEN] >> 8).tolist():
            entries = map(_folded_character, map(chr, range(page << 8, (page + 1) << 8)))
            letters[page << 8 : (page + 1) << 8] = [
                ord(entry) if len(entry) == 1 else _SEVERAL if entry else _DROPPED for entry in entries
            ]
        folded = letters.take(codes)
    return folded


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
        return int(self.offsets[start]), with_marks(self.raw, int(self.offsets[end - 1]) + 1)


def with_marks(text: str, end: int) -> int:
    """Return where a word ends that has letters up to ``end``: behind the marks that folding drops.

    >>> with_marks("الحَسَكَةِ،", 9)
    10
    """
    while end < len(text) and text[end] >= _FIRST_MARK:
        if unicodedata.category(text[end]) != "Mn" and text[end] not in "ـء":
            break
        end += 1
    return end


def fold_text(text: str) -> Folded:
    """Fold a text and keep the raw offset of every folded character.

    >>> fold_text("Al-Ḥasakah’s").text.strip()
    'al hasakah'
    """
    return _folded(text)


def fold_texts(texts: Sequence[str]) -> tuple[Folded, NDArray[np.int64]]:
    """Fold many texts at once, with a line feed between them, and tell where each of them begins.

    Text ``i`` is ``codes[bounds[i]:bounds[i + 1] - 1]``, which is what ``fold_text`` makes of it; offsets
    are those of all texts joined by line feeds.

    >>> folded, bounds = fold_texts(["Ḥims, ", "دير  الزّور"])
    >>> folded.text, bounds.tolist()
    ('hims\\n\\nدير الزور', [0, 6, 16])
    """
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    folded = _folded(BREAK.join(texts), ends[:-1])
    return folded, np.append(0, np.searchsorted(folded.offsets, ends) + 1)


_NOWHERE: Final = np.zeros(0, np.int64)


def _folded(text: str, borders: NDArray[np.int64] = _NOWHERE) -> Folded:
    """Fold a text; ``borders`` are the offsets of separators that stay as they are."""
    codes = _without_genitive(text, _codes(text))
    if len(codes) and codes.max() > 0xFFFF:
        codes = np.where(codes > 0xFFFF, np.uint32(ord(BREAK)), codes)
    folded = _fold_letters(codes)
    if len(folded) and folded.max() >= _DROPPED:
        folded, origins = _expanded(codes, folded)
    else:
        origins = np.arange(len(folded), dtype=np.int64)
    return _joined_separators(folded, origins, text, borders)


def _expanded(
    codes: NDArray[np.uint32], folded: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Leave out what folds to nothing and write out what folds to several letters."""
    several = np.flatnonzero(folded == _SEVERAL)
    origins = np.flatnonzero(folded != _DROPPED)
    if not len(several):
        return folded.take(origins), origins
    parts = [_codes(_folded_character(chr(code))) for code in codes[several].tolist()]
    counts = np.ones(len(folded), np.int64)
    counts[folded == _DROPPED] = 0
    counts[several] = [len(part) for part in parts]
    firsts = (np.cumsum(counts) - counts)[several]
    origins = np.repeat(np.arange(len(folded)), counts)
    folded = folded.take(origins)
    for first, part in zip(firsts.tolist(), parts, strict=True):
        folded[first : first + len(part)] = part
    return folded, origins


def _without_genitive(text: str, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Blank the English genitive."""
    marks = [mark for mark in _APOSTROPHES if mark in text]
    if not marks:
        return codes
    is_mark = np.logical_or.reduce([codes[:-1] == ord(mark) for mark in marks])
    is_s = (codes[1:] == ord("s")) | (codes[1:] == ord("S"))
    at = [mark for mark in np.flatnonzero(is_mark & is_s).tolist() if _GENITIVE.match(text, mark)]
    if at:
        codes = codes.copy()
        codes[np.add.outer(at, [0, 1])] = ord(BLANK)
    return codes


def _joined_separators(
    folded: NDArray[np.uint32], origins: NDArray[np.int64], raw: str, borders: NDArray[np.int64]
) -> Folded:
    """Let each run of separators be one: a line feed if the run has one, else a blank."""
    is_separator = folded <= ord(BLANK)  # nothing else that folding gives is as low
    follows = is_separator[1:] & is_separator[:-1]
    if len(borders):
        at = np.searchsorted(origins, borders)
        follows[at[at > 0] - 1] = False
        follows[at[at < len(follows)]] = False
    if follows.any():
        kept = np.flatnonzero(np.concatenate([[True], ~follows]))
        breaks = np.flatnonzero(follows & (folded[1:] == ord(BREAK))) + 1
        folded[kept[np.searchsorted(kept, breaks) - 1]] = ord(BREAK)
        folded, origins = folded.take(kept), origins.take(kept)
    return Folded(folded, np.append(origins, len(raw)), raw)


def fold(name: str) -> str:
    """Fold a name: words joined by single blanks.

    >>> fold("al-Ḥasakah"), fold("الحَسَكَة"), fold("دير  الزّور")
    ('al hasakah', 'الحسكه', 'دير الزور')
    """
    if any(mark in name for mark in _APOSTROPHES):
        name = _GENITIVE.sub("  ", name)
    return " ".join("".join(map(_folded_character, name)).split())


def fold_names(names: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Fold many names at once: their letters in one array, and where in it each name begins and ends.

    Name ``i`` is ``codes[bounds[i]:bounds[i + 1]]``, which is what ``fold`` makes of it.

    >>> codes, bounds = fold_names(["Ḥimṣ", "دير الزّور"])
    >>> bounds.tolist(), codes[:4].tobytes().decode("utf-32-le")
    ([0, 4, 13], 'hims')
    """
    folded = fold_text(BREAK.join(names))
    ends = np.cumsum([len(name) + 1 for name in names])
    owner = np.searchsorted(ends, folded.offsets[:-1], "right")
    codes = folded.codes
    is_separator = codes <= ord(BLANK)
    inner = is_separator.copy()
    inner[:1] = inner[-1:] = False
    inner[1:-1] &= owner[2:] == owner[:-2]
    codes[inner] = ord(BLANK)
    kept = np.flatnonzero(inner | ~is_separator)
    bounds = np.zeros(len(names) + 1, np.int64)
    np.cumsum(np.bincount(owner[kept], minlength=len(names)), out=bounds[1:])
    return codes.take(kept), bounds
