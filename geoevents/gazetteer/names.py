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

__all__ = ["arabic_name", "arabic_names", "bare_name", "distinct", "is_name"]

_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Letters of Persian, Urdu, Kurdish and Uyghur that Arabic does not write, and marks only they use.
_NOT_ARABIC: Final = re.compile("[ٱ-ۿݐ-ݿ\ufb50-\ufdff\ufe70-\ufefc]")
_ARABIC_SPELLING: Final = re.compile("[ةأإآىءؤئ]")
_CODE: Final = re.compile(r"[A-Z0-9]{2,4}")
_ODD: Final = re.compile(r"[/@=+*_<>?!;:\\{}\[\]0-9]|\bwww\b|\.com\b")
_LONGEST: Final = 60  # letters; longer "names" are descriptions


def is_name(name: str, *, machine_made: bool = False) -> bool:
    """Tell whether a text can be a place's name in Arabic or Latin script.

    Codes, addresses, mixed scripts and single letters are not. Latin names without any capital are
    GeoNames' transliterations from scripts without capitals, no spelling that anyone writes.

    >>> [is_name(name) for name in ("Ḥalab", "حلب", "ALP", "hlb", "Халеб", "https://x.org", "ʿeleፖ")]
    [True, True, False, False, False, False, False]
    """
    letters = [character for character in name if unicodedata.category(character)[0] == "L"]
    if len(letters) < 2 or len(name) > _LONGEST or _ODD.search(name) or _CODE.fullmatch(name):
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
        tidy = " ".join(_clean(name).split())
        if (folded := fold(tidy)) not in seen:
            seen.add(folded)
            kept.append(tidy)
    return tuple(kept)


def _clean(name: str) -> str:
    text = unicodedata.normalize("NFC", name)
    return "".join(
        " " if character in "\u00a0\t\n" else character for character in text if not _is_mark(character)
    )


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def arabic_names(names: Iterable[str]) -> list[str]:
    """Return the names in Arabic script whose letters all are of the Arabic language, the likeliest first.

    >>> arabic_names(["Damas", "د مشق", "دمشق", "دیمەشق"])
    ['دمشق', 'د مشق']
    """
    arabic = [name for name in names if _ARABIC.search(name) and not _NOT_ARABIC.search(name)]
    return sorted(arabic, key=_unlikeliness)


def _unlikeliness(name: str) -> tuple[int, int, str]:
    words = name.split()
    likely = name.startswith("ال") + 2 * bool(_ARABIC_SPELLING.search(name))
    odd = sum(len(word) == 1 for word in words) * 4 + any(unicodedata.category(c) == "Mn" for c in name) * 2
    return odd - likely, len(name), name


def arabic_name(names: Iterable[str], *, known: str = "") -> str:
    """Return the name to show in Arabic: ``known`` if there is one, else the likeliest, else "".

    >>> arabic_name(["مكة", "مكه", "مکہ"])
    'مكة'
    """
    return known or next(iter(arabic_names(names)), "")


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
