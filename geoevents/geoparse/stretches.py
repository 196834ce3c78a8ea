"""What lies between named places: a road, a stretch of a river, the land between two, three or four towns.

The names keep their own places; what lies between them is where an event is that happens "between" them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import TYPE_CHECKING, Final, Literal

from geoevents.geoparse.cues import lexicon
from geoevents.geoparse.footprints import KM_PER_DEGREE, described, extent_km
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym, is_coordinated
from geoevents.language.fold import fold
from geoevents.model import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geoparse.resolve import Choice

__all__ = ["Stretch", "draw", "find_stretches", "lying_between"]

Relation = Literal["road", "between", "along"]
_TO: Final = frozenset({"to", fold("إلى")})
_FROM: Final = frozenset({"from", "من"})
_FARTHEST_KM: Final = 800.0  # towns farther apart bound nothing that a report calls a road or an area
_WIDTH: Final = 0.2  # of the land between two towns, as a share of their distance, to each side
_MARGIN_KM: Final = 5.0
_MOST_DRAWN: Final = 1_000  # stretches that are remembered


@dataclass(frozen=True, slots=True)
class Stretch:
    """The names that bound it; of a stretch of a river, the river's comes first."""

    relation: Relation
    names: tuple[Toponym, ...]


def find_stretches(reading: Reading, toponyms: Sequence[Toponym]) -> Iterator[Stretch]:
    """Yield what lies between names of a text: "الطريق بين بغداد وكركوك", "the Damascus-Aleppo highway"."""
    if not reading.where("between"):  # every stretch is announced by "between" or a noun
        return
    by_first = {toponym.first: toponym for toponym in toponyms if _bounds(toponym)}
    named = {word for toponym in toponyms for word in range(toponym.first, toponym.last)}
    for word in reading.where("between"):
        # "clashes between Raqqa and Deir ez-Zor"; what begins with "from" goes with the noun before it.
        if reading.words[word] not in _FROM:
            behind = _behind_between(reading, word, is_road=False)
            found = _list(reading, behind, by_first)
            if found and all(toponym.role == "literal" for toponym in found):
                yield Stretch("between", found)
    for word in reading.where("between"):
        noun = reading.cue(word, "between")
        if word in named or noun is None or noun.value not in ("roads", "areas"):
            continue
        last = word + noun.size
        while link := reading.cue(last, "between", "links"):
            last += link.size
        is_road = noun.value == "roads"
        found = _list(reading, _behind_between(reading, last, is_road=is_road), by_first, is_road=is_road)
        if found:
            yield Stretch("road" if is_road else "between", found)
    for toponym in toponyms:
        if toponym.name.candidates[0].kind == "river":
            found = _list(reading, _behind_between(reading, toponym.last, is_road=False), by_first)
            if found:
                yield Stretch("along", (toponym, *found))
    for toponym in by_first.values():
        found = _list(reading, toponym.first, by_first, is_road=True)
        if found and reading.cue(found[-1].last, "between", "roads"):
            yield Stretch("road", found)


def _bounds(toponym: Toponym) -> bool:
    return (
        toponym.name.candidates[0].kind not in ("country", "region", "river") and toponym.role != "embedded"
    )


def _behind_between(reading: Reading, word: int, *, is_road: bool) -> int:
    """Return the word behind "between", -1 without one; a road needs none: "طريق دمشق حلب"."""
    if reading.is_cut(word - 1, word):
        return -1
    cue = reading.cue(word, "between", "between")
    if cue is None:
        return word + 1 if is_road and reading.words[word : word + 1] == ["من"] else word if is_road else -1
    return word + cue.size if is_road or reading.words[word] not in _FROM else -1


def _list(
    reading: Reading, word: int, by_first: Mapping[int, Toponym], *, is_road: bool = False
) -> tuple[Toponym, ...]:
    """Return the names of a list of two or more that begins at a word, () without one."""
    if word < 0:
        return ()
    if reading.words[word : word + 1] == ["the"]:
        word += 1
    found: list[Toponym] = []
    following = by_first.get(word)
    while following is not None:
        found.append(following)
        following = next(
            (
                other
                for first in (found[-1].last, found[-1].last + 1)
                if (other := by_first.get(first)) is not None and _goes_on(reading, found[-1], other, is_road)
            ),
            None,
        )
    return tuple(found) if len(found) > 1 else ()


def _goes_on(reading: Reading, before: Toponym, after: Toponym, is_road: bool) -> bool:
    if is_coordinated(reading, before, after):
        return True
    between = reading.words[before.last : after.first]
    if not is_road or after.proclitic:
        return False
    is_side_by_side = not between and not reading.gap(before.last - 1).strip(" -–—ـ")
    return is_side_by_side or (len(between) == 1 and between[0] in _TO)


def draw(relation: Relation, places: Sequence[Place]) -> Place | None:
    """Return what lies between places, ``None`` where they are too far apart to bound anything.

    The first of "along" is the river.

    >>> from geoevents.model import Place
    >>> homs = Place("x:1", "Homs", "حمص", "city", 34.73, 36.71, countries=("SY",))
    >>> palmyra = Place("x:2", "Palmyra", "تدمر", "town", 34.56, 38.28, countries=("SY",))
    >>> road = draw("road", [homs, palmyra])
    >>> road.name, road.geometry.geom_type, round(road.radius_km)
    ('Road between Homs and Palmyra', 'LineString', 72)
    """
    return _drawn(relation, tuple(places))


@lru_cache(maxsize=_MOST_DRAWN)  # reports come back to the same few
def _drawn(relation: Relation, places: tuple[Place, ...]) -> Place | None:
    from shapely import LineString, MultiPoint
    from shapely.affinity import scale
    from shapely.ops import substring

    river, places = (places[0], places[1:]) if relation == "along" else (None, places)
    middle = sum(place.latitude for place in places) / len(places)
    wide = max(0.05, cos(radians(middle)))  # in a plane where both axes are degrees of latitude
    points = MultiPoint([(place.longitude * wide, place.latitude) for place in places])
    reach = max(a.distance(b) for a in points.geoms for b in points.geoms) * KM_PER_DEGREE
    if not 0 < reach <= _FARTHEST_KM:
        return None
    outline: BaseGeometry
    if river is not None and isinstance(river.outline, LineString):
        line: LineString = scale(river.outline, xfact=wide, origin=(0, 0))
        along = sorted(line.project(point) for point in points.geoms)
        outline = substring(line, along[0], along[-1])
    elif len(places) == 2 and relation == "road":
        outline = points.convex_hull
    else:
        margin = reach * _WIDTH if len(places) == 2 else _MARGIN_KM
        outline = points.convex_hull.buffer(max(margin, _MARGIN_KM) / KM_PER_DEGREE)
    is_line = "Line" in outline.geom_type
    if outline.is_empty or (is_line and not outline.length):
        return None
    point = outline.interpolate(0.5, normalized=True) if is_line else outline.centroid
    half = outline.length * KM_PER_DEGREE / 2
    outline = scale(outline, xfact=1 / wide, origin=(0, 0))
    labels = {language: lexicon(language)["labels"] for language in ("en", "ar")}
    countries = tuple(dict.fromkeys(code for place in places for code in place.countries))
    units = {place.admin1 for place in places}

    def label(language: str, names: Sequence[str], of: str) -> str:
        words = labels[language]
        listed = words["comma"].join(names[:-1]) + words["and"] + names[-1]
        label: str = words[relation]
        return label.format(listed, river=of)

    return described(
        places[0],
        relation,
        id="~".join(place.id for place in places) + f"#{relation}",
        name=label("en", [place.name for place in places], river.name if river else ""),
        name_ar=label(
            "ar", [place.name_ar or place.name for place in places], river.name_ar if river else ""
        ),
        kind="area",
        latitude=round(point.y, 5),
        longitude=round(point.x / wide, 5),
        countries=countries,
        admin1=units.pop() if len(units) == 1 else "",
        outline=outline,
        radius_km=round(half, 1) if is_line else extent_km(outline, point.y),
        note=f"drawn between {' and '.join(place.name for place in places)}",
    )


def lying_between(
    reading: Reading, toponyms: Sequence[Toponym], choices: Sequence[Choice], gazetteer: Gazetteer
) -> dict[int, Place]:
    """Return what lies between names whose places are all known, for each of the names by its ``id()``."""
    chosen = {id(toponym): choice.best for toponym, choice in zip(toponyms, choices, strict=True)}
    between: dict[int, Place] = {}
    for stretch in find_stretches(reading, toponyms):
        known = {name: best for name in map(id, stretch.names) if (best := chosen[name]) is not None}
        if len(known) == len(stretch.names):
            place = draw(stretch.relation, [gazetteer.place(best.row) for best in known.values()])
            if place is not None:
                between.update(dict.fromkeys(known, place))
    return between
