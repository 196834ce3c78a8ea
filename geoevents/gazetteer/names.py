"""Which of GeoNames' untagged alternate names are names in Arabic or Latin script, and which is which.

Alternate names carry no language: Kurdish, Persian and Urdu stand among the Arabic ones, airport codes,
web addresses and machine transliterations among the Latin ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from geoevents.language.fold import fold

__all__ = [
    "arabic_name",
    "arabic_names",
    "bare_name",
    "distinct",
    "is_arabic",
    "is_name",
    "spelled_out",
    "tidy",
]

_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Letters of Persian, Urdu, Kurdish and Uyghur that Arabic does not write, and marks only they use.
_NOT_ARABIC: Final = re.compile("[ٱ-ۿݐ-ݿ\ufb50-\ufdff\ufe70-\ufefc]")
_ARABIC_SPELLING: Final = re.compile("[ةأإآءؤئ]")
_CODE: Final = re.compile(r"[A-Z0-9]{2,4}")
_ODD: Final = re.compile(r"[^\w\s'’‘`´ʼʿʾʻʹ.&·ـ–-]|[0-9_]|\bwww\b|\.com\b")
_LONGEST: Final = 60  # letters; longer "names" are descriptions


def is_name(name: str, *, machine_made: bool = False) -> bool:
    """Tell whether a text can be a place's name in Arabic or Latin script.

    Codes, addresses, mixed scripts and single letters are not. Latin names without any capital are
    GeoNames' transliterations from scripts without capitals, no spelling that anyone writes.

    >>> [is_name(name) for name in ("Ḥalab", "حلب", "ALP", "hlb", "Халеб", "https://x.org", "ʿeleፖ")]
    [True, True, False, False, False, False, False]
    """
    letters = [character for character in name if unicodedata.category(character)[0] == "L"]
    unmarked = "".join(character for character in name if unicodedata.category(character)[0] not in "MC")
    if len(letters) < 2 or len(name) > _LONGEST or _ODD.search(unmarked) or _CODE.fullmatch(name):
        return False
    if all(_ARABIC.match(letter) for letter in letters):
        return True
    is_latin = all(_LATIN.match(letter) or unicodedata.category(letter) == "Lm" for letter in letters)
    return is_latin and (machine_made or any(letter.isupper() for letter in letters))


def distinct(names: Iterable[str], *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names in Unicode form NFC, one of each folded spelling, without those of ``but``.

    >>> distinct(["al-Ḥasaka", "Al Hasaka", "الحسكة", "الحسكه"], but=["الحَسَكَة"])
    ('al-Ḥasaka',)
    """
    seen = {fold(name) for name in but} | {""}
    kept = []
    for name in names:
        clean = tidy(name)
        if (folded := fold(clean)) not in seen:
            seen.add(folded)
            kept.append(clean)
    return tuple(kept)


def tidy(name: str) -> str:
    """Return a name in Unicode form NFC with single blanks and without direction marks and joiners.

    >>> tidy("  دير  الزور\u200f")
    'دير الزور'
    """
    kept = "".join(character for character in name if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def is_arabic(name: str) -> bool:
    """Tell whether a name is in Arabic script, of whatever language.

    >>> is_arabic("حلب"), is_arabic("Aleppo")
    (True, False)
    """
    return bool(_ARABIC.search(name))


def spelled_out(name: str) -> list[str]:
    """Return the names that a heading of a list holds.

    >>> spelled_out("Myanmar (Burma)"), spelled_out("Asturias, Principado de"), spelled_out("Homs")
    (['Myanmar', 'Burma'], ['Principado de Asturias', 'Asturias'], ['Homs'])
    """
    if found := re.fullmatch(r"([^(),]+) \(([^(),]+)\)", name):
        return [found[1].strip(), found[2].strip()]
    if found := re.fullmatch(r"([^(),]+), ([^(),]+)", name):
        return [f"{found[2]} {found[1]}", found[1]]
    return [name]


# How Arabic letters sound in Latin ones; the emphatic ones, dotted in romanisations, are capitals.
_SOUNDS: Final = str.maketrans({
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "H", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "س": "s", "ش": "s", "ص": "S", "ض": "D", "ط": "T", "ظ": "Z", "غ": "g", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ع": "", "ا": "a", "و": "u", "ي": "i",
})  # fmt: skip
_DOTTED: Final = str.maketrans("ţṭḩḥşṣḑḍẓ", "TTHHSSDDZ")
_PLAIN: Final = str.maketrans("eoywvc", "iuiufk")
_PAIRS: Final = (("kh", "k"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"))
_VOWELS: Final = re.compile("[aiu ]")


def _sounds(name: str) -> str:
    """Return a rough Latin spelling of a name in either script, for comparing the two."""
    parts = re.split("([THSDZ]+)", unicodedata.normalize("NFC", name).lower().translate(_DOTTED))
    heard = "".join(part if part.isupper() else _folded(part) for part in parts)
    for pair, one in _PAIRS:
        heard = heard.replace(pair, one)
    return heard.translate(_PLAIN)


def _folded(part: str) -> str:
    return fold(part).replace(" ", "").translate(_SOUNDS)


def _likeness(name: str, sounds: str, bones: str) -> float:
    """Return how much alike two names sound, in per cent: their consonants above all."""
    from rapidfuzz.fuzz import ratio

    heard = _sounds(name)
    consonants = ratio(_VOWELS.sub("", heard).lower(), bones.lower())
    return (3 * consonants + ratio(heard, sounds)) / 4


def arabic_names(names: Iterable[str]) -> list[str]:
    """Return the names in Arabic script whose letters all are of the Arabic language.

    >>> arabic_names(["Damas", "د مشق", "دمشق", "دیمەشق"])
    ['د مشق', 'دمشق']
    """
    return [name for name in names if is_arabic(name) and not _NOT_ARABIC.search(name)]


def arabic_name(names: Iterable[str], name: str = "") -> str:
    """Return the likeliest Arabic one of a place's untagged names, "" if none is Arabic.

    It sounds most like the Latin ``name``, and has the letters that Persian and Urdu spell otherwise.

    >>> arabic_name(["مكة", "مكه", "مکہ"], "Mecca"), arabic_name(["عرب بينار", "عين العرب"], "‘Ayn al ‘Arab")
    ('مكة', 'عين العرب')
    """
    candidates = arabic_names(names)
    if len(candidates) < 2:
        return "".join(candidates)
    sounds = _sounds(name)
    bones = _VOWELS.sub("", sounds)

    def unlikeliness(arabic: str) -> tuple[float, int, str]:
        likely = arabic.startswith("ال") + 2 * bool(_ARABIC_SPELLING.search(arabic))
        odd = 4 * sum(len(word) == 1 for word in arabic.split())
        odd += 2 * any(unicodedata.category(character) == "Mn" for character in arabic)
        return odd - likely - _likeness(arabic, sounds, bones) / _LIKENESS_POINT, len(arabic), arabic

    return min(candidates, key=unlikeliness)


_LIKENESS_POINT: Final = 12.0  # per cent of likeness that outweigh one letter of Arabic spelling


def bare_name(name: str, type_words: frozenset[str]) -> str:
    """Return a unit's name without the words that say what kind of unit it is.

    >>> words = frozenset({"governorate", "محافظه", "muhafazat", "of"})
    >>> bare_name("محافظة الحسكة", words), bare_name("Basra Governorate", words)
    ('الحسكة', 'Basra')
    """
    words = name.split()
    while len(words) > 1 and fold(words[0]) in type_words:
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in type_words:
        words = words[:-1]
    return " ".join(words)
