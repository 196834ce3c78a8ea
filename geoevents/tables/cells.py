"""What the cells of a table say of a place: coordinates, names from fine to wide, or that it is unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from geoevents.language import lexicon
from geoevents.language.fold import fold

__all__ = ["Point", "level_of", "read_points", "says_unknown", "split_cell"]

_KM_PER_DEGREE: Final = 111.2
_LEAST_RADIUS_KM: Final = 0.01
_DECIMALS_OF_MINUTES: Final = math.log10(60)
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_WKT: Final = re.compile(r"\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)\s*", re.IGNORECASE)
_ANGLE: Final = (
    r"(?P<before{0}>[^\W\d_]+)?[\s:=]*(?P<degrees{0}>[+\-−]?\d{{1,3}}(?:[.,]\d+)?)\s*(?P<sign{0}>[°º]|deg)?\s*"
    r"(?:(?P<minutes{0}>\d{{1,2}}(?:\.\d+)?)\s*['′’]\s*)?(?:(?P<seconds{0}>\d{{1,2}}(?:\.\d+)?)\s*(?:[\"″”]|'')\s*)?"
    r"(?P<after{0}>[^\W\d_]+)?"
)
_PAIR: Final = re.compile(
    rf"[\s(\[]*{_ANGLE.format(1)}(?:\s*[,،;/|]\s*|\s+|(?<=[^\W\d_]))" rf"{_ANGLE.format(2)}[\s)\]]*"
)
_SEPARATORS: Final = re.compile(r"\s*[,،;؛/|\\()\[\]<>←→]\s*|\s+[-–—]+\s+|\s*[–—>]\s*|\s*\n\s*")
_AXES: Final = {"north": (0, 1), "south": (0, -1), "east": (1, 1), "west": (1, -1)}


@dataclass(frozen=True, slots=True)
class Point:
    """A pair of coordinates and how exactly it is written."""

    latitude: float
    longitude: float
    radius_km: float


def read_points(text: str) -> tuple[Point, ...] | None:
    """Return the points that a cell may mean, latitude first before longitude first; ``None`` if it has none.

    It is an empty tuple if the cell holds numbers that are no point of the earth.

    >>> [(point.latitude, point.longitude) for point in read_points("33.5, 36.3")]
    [(33.5, 36.3), (36.3, 33.5)]
    >>> [(point.latitude, point.longitude) for point in read_points("36°18'E 33°30'N")]
    [(33.5, 36.3)]
    >>> read_points("Homs") is None, read_points("133.5, 136.3")
    (True, ())
    """
    text = text.translate(_DIGITS)
    if wkt := _WKT.fullmatch(text):
        pair = (_angle(wkt[2]), _angle(wkt[1]))
        return None if pair[0] is None or pair[1] is None else _valid([(pair[0], pair[1])])
    found = _PAIR.fullmatch(text)
    if not found:
        return None
    axes = []
    for number in "12":
        words = [fold(found[f"{side}{number}"] or "") for side in ("before", "after")]
        named = {_hemispheres().get(word) for word in words if word}
        if None in named or len(named) > 1:
            return None
        axes.append(next(iter(named), None))
    is_written = any(found[f"sign{number}"] or axes[int(number) - 1] for number in "12")
    if not is_written and not all(re.search(r"[.,]", found[f"degrees{number}"]) for number in "12"):
        return None
    angles = [
        _angle(*(found[f"{part}{number}"] for part in ("degrees", "minutes", "seconds"))) for number in "12"
    ]
    first, second = angles
    if first is None or second is None:
        return ()
    if axes[0] and axes[1]:
        signed = {
            axis[0]: (value * axis[1], decimals)
            for axis, (value, decimals) in zip(axes, (first, second), strict=True)
            if axis
        }
        return _valid([(signed[0], signed[1])]) if len(signed) == 2 else ()
    return _valid([(first, second), (second, first)])


def _angle(
    degrees: str, minutes: str | None = None, seconds: str | None = None
) -> tuple[float, float] | None:
    """Return degrees, and to how many decimals they are given."""
    try:
        value = float(degrees.replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    decimals = float(len(re.split("[.,]", degrees)[1])) if re.search("[.,]", degrees) else 0.0
    part = float(minutes or 0) / 60 + float(seconds or 0) / 3600
    if minutes:
        decimals = _DECIMALS_OF_MINUTES * (2 if seconds else 1)
    return (value - part if degrees[0] in "-−" else value + part), decimals


def _valid(pairs: list[tuple[tuple[float, float], tuple[float, float]]]) -> tuple[Point, ...]:
    points = []
    for (latitude, exact), (longitude, exact_too) in pairs:
        if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
            radius = max(_KM_PER_DEGREE / 2 / 10 ** min(exact, exact_too), _LEAST_RADIUS_KM)
            points.append(Point(latitude, longitude, round(radius, 3)))
    return tuple(dict.fromkeys(points))


@cache
def _hemispheres() -> Mapping[str, tuple[int, int]]:
    words: dict[str, tuple[int, int]] = {}
    for language in lexicon.languages():
        table = lexicon.load(language, "cells").table("hemispheres")
        words.update({word: _AXES[side] for side in table for word in table.words(side)})
    return words


def split_cell(text: str) -> tuple[str, ...]:
    """Return the names in a cell, in its order.

    >>> split_cell("منبج، حلب"), split_cell("al-Hol - Hasakah (Syria)")
    (('منبج', 'حلب'), ('al-Hol', 'Hasakah', 'Syria'))
    """
    return tuple(part.strip() for part in _SEPARATORS.split(text) if fold(part))


@cache
def _unknown() -> frozenset[str]:
    return frozenset(
        word for language in lexicon.languages() for word in lexicon.load(language, "cells").words("unknown")
    )


def says_unknown(text: str) -> bool:
    """Tell whether a cell says that no place is known.

    >>> says_unknown("غير معروف"), says_unknown("N/A"), says_unknown("?"), says_unknown("Homs")
    (True, True, True, False)
    """
    folded = fold(text)
    return not any(letter.isalpha() for letter in folded) or folded in _unknown()


@cache
def _headings() -> Mapping[str, str]:
    words: dict[str, str] = {}
    for language in lexicon.languages():
        types = lexicon.load(language, "toponyms").table("types")
        for kind in types:
            words.update(dict.fromkeys(types.table(kind).words("singular"), kind))
        headings = lexicon.load(language, "cells").table("headings")
        words.update({word: level for level in headings for word in headings.words(level)})
    return words


def level_of(heading: object) -> str:
    """Return the kind of place that the heading of a column names, "" if it names none.

    >>> level_of("Governorate"), level_of("المحافظة"), level_of("admin2_name"), level_of("where")
    ('governorate', 'governorate', 'district', '')
    """
    words = fold(str(heading)).split()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            if level := _headings().get(" ".join(words[start : start + size])):
                return level
    return ""
