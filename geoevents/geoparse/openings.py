"""Names that open a line: datelines, headings, and the labels of the items of a list."""

from __future__ import annotations

import re
from typing import Final

from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym

__all__ = ["is_dateline", "is_heading", "is_label"]

_DASHES: Final = frozenset("-–—ـ")
_BULLETS: Final = frozenset("•●▪·*-–—")
_AS_PICTURE: Final = "\ufe0f"  # behind a bullet
_QUOTES: Final = frozenset('"“«')
_DATELINE: Final = 4  # a dateline is at most this many words: "Deir ez-Zor, Syria (AP) -"
# A dash behind the name, or behind the day: "BAGHDAD, Feb 26 - ", "دمشق، 26 مايو – "; or the agency behind
# the day: "بيروت 14 كانون الثاني/يناير 2025 (".
_DATELINE_END: Final = re.compile(
    r"(?:[,،]\s*[^\s.,،]+(?:\s+[^\s.,،]+){0,2},?\s*)?(?:-{1,2}|[–—_/])\s"
    r"|[,،]?\s*(?=[^\n(]{0,12}\d)(?:[^\s.,،(]+[,،]?\s+){1,4}(?:(?:-{1,2}|[–—_])\s|\()"
)


def is_heading(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name is all that its line has, or opens an item or a title: "• Iraq: ", "SUDAN: ".

    "Washington: we shall see" is what a government says.
    """
    before, behind = _beside(reading, toponym)
    is_alone = not before and (not behind or behind.startswith("\n"))
    is_title = not before and toponym.first == 0 and reading.text[: len(reading.words[0])].isupper()
    return is_alone or ((before in _BULLETS or is_title) and behind.startswith(":"))


def is_label(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name stands at the head of a line or of an item, before a colon: "القائم: انتشر"."""
    before, behind = _beside(reading, toponym)
    return (not before or before in _BULLETS) and behind.startswith(":")


def _beside(reading: Reading, toponym: Toponym) -> tuple[str, str]:
    """What stands before the name on its line, and right behind it."""
    raw = reading.text
    start, end = reading.raw(toponym.first, toponym.last)
    before = raw[raw.rfind("\n", 0, start) + 1 : start].replace(_AS_PICTURE, "").strip()
    return before, raw[end : end + 2].lstrip(" ")


def is_dateline(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether a name opens a paragraph as its dateline: "بغداد - ", "BEIRUT (AP) —".

    >>> is_dateline.__name__
    'is_dateline'
    """
    raw = reading.text
    start, end = reading.raw(toponym.core, toponym.core_last)
    line = raw.rfind("\n", 0, start) + 1
    if len(raw[line:start].split(None, _DATELINE)) >= _DATELINE:
        return False
    before = raw[line:start].strip()
    if before[-1:] in _DASHES and raw[end : end + 1] in ("", "\n"):
        return True  # "السومرية نيوز – بغداد"
    rest = raw[end : end + 60].lstrip()
    if not before and rest[:1] == ":" and rest[1:].lstrip()[:1] in _QUOTES:
        return True  # "دمشق: «الشرق الأوسط»"
    for opening, closing in (("(", ")"), ("/", "/")):
        if rest.startswith(opening) and closing in rest[1:]:
            return not before or rest[rest.index(closing, 1) + 1 :].lstrip()[:1] in "-–—:"
    return len(before.split()) <= 2 and bool(_DATELINE_END.match(rest))
