"""Cells that hold no plain name: coordinates in either order, and phrases ("30 km north of Palmyra")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from geoevents.language import lexicon
from geoevents.language.fold import fold
from geoevents.model import Document, Place
from geoevents.publish.rows import precision_of
from geoevents.tables.cells import Point, says_unknown
from geoevents.tables.choice import Choice, Chooser, Named, within

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["FROM_CELL", "at_point", "in_words"]

FROM_CELL: Final = "cell"
"""The source of a place that the cell itself gives as coordinates."""
_EXACT_KM: Final = 10.0  # coordinates as exact as this are a named place's worth
_EITHER_ORDER: Final = 0.8  # score of coordinates whose order nothing decides
_MOSTLY: Final = 0.6  # of a cell, that words must cover to be what it says
_IN_PASSING: Final = 0.8  # how much a place in the midst of other words counts
_IN_PASSING_KM: Final = 5.0


def at_point(text: str, points: Sequence[Point], country: str, chooser: Chooser) -> Choice:
    """Read coordinates in the order that lies in the country, or in one that the other rows lie in."""
    if not points:
        return Choice(None, 0.0, f"{text!r} is no point of the earth", text)
    wanted = [country] if country else [code for code, share in chooser.countries.items() if share > 0.1]
    placed = [(point, _units_at(chooser.gazetteer, point, wanted)) for point in points]
    inside = [(point, unit) for point, unit in placed if unit is not None]
    if country and not inside:
        name = chooser.gazetteer[f"country:{country}"].name
        return Choice(None, 0.0, f"{text!r} lies outside {name} in either order", text)
    point, unit = inside[0] if inside else placed[0]
    reason = "" if point == points[0] else "read as longitude, latitude: so it lies where it should"
    place = Place(
        id=f"point:{point.latitude:g},{point.longitude:g}",
        name=text,
        name_ar="",
        kind="other",
        latitude=point.latitude,
        longitude=point.longitude,
        countries=unit.countries if unit else (),
        admin1="" if unit is None or unit.kind == "country" else unit.id,
        radius_km=point.radius_km,
        source=FROM_CELL,
    )
    precision = (point.radius_km, *((1, 1) if point.radius_km <= _EXACT_KM else (2, 2)))
    is_sure = len(points) == 1 or bool(inside)
    return Choice(place, 1.0 if is_sure else _EITHER_ORDER, reason, text, (), precision)


def _units_at(gazetteer: Gazetteer, point: Point, countries: Iterable[str]) -> Place | None:
    """Return the first-level unit, or else the country, that a point lies in."""
    from shapely import Point as ShapelyPoint

    at = ShapelyPoint(point.longitude, point.latitude)
    for code in countries:
        if f"country:{code}" not in gazetteer:
            continue
        land = gazetteer[f"country:{code}"]
        if land.outline is None or not land.outline.covers(at):
            continue
        kind = gazetteer.kinds.index("governorate")
        is_there = [code in codes for codes in gazetteer.country_sets]
        for row in (gazetteer.kind == kind).nonzero()[0].tolist():
            if is_there[gazetteer.country[row]]:
                unit = gazetteer.place(row)
                if unit.outline is not None and unit.outline.covers(at):
                    return unit
        return land
    return None


def in_words(
    text: str, wider: Sequence[Named], country: str, chooser: Chooser, *, is_derived: bool
) -> Choice | None:
    """Read a cell as a phrase: derived are "30 km north of Palmyra", the countryside of a city, a border."""
    if len(fold(text).split()) < 2 or says_unknown(text):
        return None
    if is_derived and _cues().isdisjoint(fold(text).split()):
        return None
    if is_derived and any(match.spelling == 1 for match in chooser.matches(text, country, False)):
        return None
    from geoevents.geoparse import geoparse

    best: Choice | None = None
    for mention in geoparse(Document("cell", _in_context(text, wider, country, chooser)), chooser.gazetteer):
        place = mention.place
        if (
            place is None
            or mention.role != "literal"
            or mention.end > len(text)
            or (country and country not in place.countries)
        ):
            continue
        if is_derived and (
            place.id in chooser.gazetteer or mention.end - mention.start < _MOSTLY * len(text)
        ):
            continue
        if any(not _agrees(place, name, country, chooser) for name in wider):
            continue
        score = round(mention.score * (1 if is_derived else _IN_PASSING), 3)
        if score < chooser.least or (best and best.place and best.place.radius_km <= place.radius_km):
            continue
        told = f"read in the words {mention.text!r}"
        acled, ucdp = precision_of(place)
        precision = (
            None if is_derived else (max(place.radius_km, _IN_PASSING_KM), max(acled, 2), max(ucdp, 2))
        )
        best = Choice(place, score, told, mention.text, mention.candidates, precision)
    return best


def _in_context(text: str, wider: Sequence[Named], country: str, chooser: Chooser) -> str:
    """Return a cell and, behind it, what else is known of where it lies."""
    land = country or chooser.focus
    lands = [chooser.gazetteer[f"country:{land}"].name] if land else []
    names = [name.text for name in wider if not says_unknown(name.text)]
    return ", ".join([text, *names, *lands])


@cache
def _cues() -> frozenset[str]:
    """Return the words that make one place of another: parts, directions, distances, borders."""
    found: set[str] = set()
    for language in lexicon.languages():
        toponyms = lexicon.load(language, "toponyms")
        for subject in ("parts", "directions", "direction_adjectives"):
            table = toponyms.table(subject)
            found.update(word for key in table for word in table.words(key))
        found.update(toponyms.table("distance").numbers("units_km"))
        found.update((*toponyms.table("border").words("nouns"), *toponyms.table("border").words("strips")))
    return frozenset(word for words in found for word in words.split())


def _agrees(place: Place, wider: Named, country: str, chooser: Chooser) -> bool:
    matches = chooser.matches(wider.text, country, True) if not says_unknown(wider.text) else ()
    return not matches or any(within(place, match.place) for match in matches)
