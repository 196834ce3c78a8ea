"""How a name sounds, in one rough alphabet for Arabic and Latin spellings, so that they find each other.

الحسكه, al-Hasakah, Hassakeh and Haseke all sound ``hasaka`` or ``hska``, and share the consonants ``hsk``.
The consonants find the candidates, the sounds say how near they are.
"""

import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geoevents.language import lexicon

__all__ = ["SYMBOLS", "code_of", "consonant_codes", "consonants", "neighbours", "sounds"]

SYMBOLS: Final = "bfmtdnszrljkghw"
"""The consonants of the rough alphabet, four bits each; "w" is also the y that begins a word."""
_SYMBOLS: Final = range(1, len(SYMBOLS) + 1)
_SIZE: Final = 16  # consonants in 64 bits; names that differ only beyond are told apart by their sounds

_ARABIC: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "a", "غ": "g", "ف": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
}  # fmt: skip
_DIGRAPHS: Final = {
    "sch": "s", "sh": "s", "ch": "s", "kh": "h", "gh": "g", "th": "t", "dh": "d", "ph": "f", "dj": "j",
    "ee": "i", "ce": "se", "ci": "si", "cy": "si", "qu": "k", "x": "ks",
}  # fmt: skip
_LATIN: Final = str.maketrans("peocqvyw", "baukkfiu")
_TO_ROUGH: Final = str.maketrans(_ARABIC)
_INITIAL: Final = re.compile(r"(?m)(?:^|(?<= ))[wyوي](?=\w)")
_FINAL_HA: Final = re.compile(r"(?m)(?<=\w)ه(?= |$)")
_FINAL_H: Final = re.compile(r"(?m)(?<=\w)h+(?= |$)")
_TWICE: Final = re.compile(r"([a-z])\1+")
_OTHER: Final = re.compile(f"[^{SYMBOLS}Waiu\n]+")
_NO_VOWELS: Final = str.maketrans("", "", "aiu")
_NUMBERS: Final = np.zeros(128, np.uint8)
_NUMBERS[[ord(symbol) for symbol in SYMBOLS]] = np.arange(1, len(SYMBOLS) + 1)


@cache
def _articles() -> re.Pattern[str]:
    spelling = lexicon.load("ar", "spelling")
    latin = "|".join(spelling.table("latin").words("articles"))
    return re.compile(
        rf"(?m)(?:^|(?<= ))(?:(?:{latin}) (?=\w)|{spelling.table('proclitics')['article']}(?=\w\w))"
    )


def sounds(names: str) -> str:
    """Return how folded names sound, a name per line.

    >>> sounds("al hasakah\\nالحسكه\\nhaseke\\ndeir ezzor\\ndayr az zawr\\nدير الزور").split()
    ['hasaka', 'hska', 'hasaka', 'dairazur', 'dairzaur', 'dirzur']
    """
    names = _articles().sub("", names)
    names = _FINAL_HA.sub("a", _INITIAL.sub("W", names))
    for letters, sound in _DIGRAPHS.items():
        names = names.replace(letters, sound)
    names = _TWICE.sub(r"\1", names.translate(_LATIN))
    names = _FINAL_H.sub("", names.translate(_TO_ROUGH))
    return _OTHER.sub("", names).replace("W", "w")


def consonants(sound: str) -> str:
    """Return the consonants of sounds; lines stay lines.

    >>> consonants("hasaka")
    'hsk'
    """
    return sound.translate(_NO_VOWELS)


def consonant_codes(names: str) -> NDArray[np.uint64]:
    """Return, for each line of folded names, its consonants as a number; 0 if it has none.

    >>> codes = consonant_codes("haseke\\nal hasakah\\nraqqa")
    >>> (codes == codes[0]).tolist()
    [True, True, False]
    """
    letters = np.frombuffer(consonants(sounds(names) + "\n").encode("ascii"), np.uint8)
    numbers = _NUMBERS.take(letters)
    ends = np.flatnonzero(letters == ord("\n"))
    starts = np.append(0, ends[:-1] + 1)
    codes = np.zeros(len(ends), np.uint64)
    for place in range(_SIZE):
        at = starts + place
        is_inside = at < ends
        digit = np.where(is_inside, numbers.take(np.minimum(at, ends)), 0).astype(np.uint64)
        codes = np.where(is_inside, codes << np.uint64(4) | digit, codes)
    return codes


def code_of(sound: str) -> int:
    """Return the consonants of one name's sounds as a number, as ``consonant_codes`` does for many.

    >>> code_of("hasaka") == int(consonant_codes("haseke")[0])
    True
    """
    code = 0
    for symbol in consonants(sound)[:_SIZE]:
        code = code << 4 | SYMBOLS.index(symbol) + 1
    return code


def neighbours(sound: str) -> NDArray[np.uint64]:
    """Return the numbers of all consonants that one slip of the pen makes of a name's sounds.

    >>> int(consonant_codes("hamah")[0]) in neighbours(sounds("hamat")).tolist()
    True
    """
    code = code_of(sound)
    size = (code.bit_length() + 3) // 4
    too_long = 4 * (size == _SIZE)  # of what a letter is added to, the last one goes
    near: set[int] = set()
    for behind in range(0, 4 * size + 4, 4):
        before, after = code >> behind, code & ((1 << behind) - 1)
        near |= {((before << 4 | symbol) << behind | after) >> too_long for symbol in _SYMBOLS}
        if before:
            near.add(before >> 4 << behind | after)
            near |= {(before >> 4 << 4 | symbol) << behind | after for symbol in _SYMBOLS}
        if before >> 4:  # two letters changed places
            last, other = before & 15, before >> 4 & 15
            near.add(((before >> 8 << 8) | last << 4 | other) << behind | after)
    return np.array(sorted(near - {code, 0}), np.uint64)
