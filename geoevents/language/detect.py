"""Which language a text is in, by its script."""

import re
from typing import Final

__all__ = ["detect"]

_ARABIC: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+")
SAMPLE: Final = 20_000  # characters that are looked at
ARABIC_SHARE: Final = 0.3  # Arabic reports quote names and tags in Latin letters, English ones seldom Arabic


def detect(text: str) -> str:
    """Return "ar" for a text in Arabic script, "en" for one in Latin letters or none at all.

    >>> detect("قال المتحدث on Twitter"), detect("Talks in Damascus")
    ('ar', 'en')
    """
    sample = text[:SAMPLE]
    if _ARABIC.search(sample) is None:
        return "en"
    arabic, latin = (sum(map(len, letters.findall(sample))) for letters in (_ARABIC, _LATIN))
    return "ar" if arabic >= ARABIC_SHARE * (arabic + latin) else "en"
