"""Reading the place data that people edit by hand: CSV tables and one GeoJSON file, line by line.

The files may lie in ``folder`` itself or in ``folder/curated``; each may be missing, and so may any
column without which a row still makes sense. What is wrong in a file is collected with its line, so that
``geoevents gazetteer check`` tells everything at once, while the ``read_…`` functions raise the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geoevents.errors import GazetteerError
from geoevents.gazetteer.tables import (
    Row,
    Scan,
    Table,
    curated_file,
    matching,
    number,
    one_of,
    scan_table,
    text,
    texts,
    whole_number,
)
from geoevents.model import KINDS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "DEMONYMS",
    "NAMES",
    "NONPLACES",
    "PLACES",
    "SHAPE_FILES",
    "WIDER_WORLD",
    "CuratedDemonym",
    "CuratedName",
    "CuratedNonplace",
    "CuratedPlace",
    "CuratedShape",
    "read_demonyms",
    "read_names",
    "read_nonplaces",
    "read_places",
    "read_shapes",
    "scan_shapes",
]

PLACE_USES: Final = frozenset({"", "context"})
NAME_USES: Final = frozenset({"", "context", "never"})
NONPLACE_KINDS: Final = frozenset(
    {"organisation", "outlet", "person", "conference", "document", "group", "word"}
)
LANGUAGES: Final = frozenset({"ar", "en"})
_OUTLINES: Final = frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class CuratedPlace:
    """One row of ``places.csv``."""

    id: str
    name: str
    kind: str
    latitude: float
    longitude: float
    name_ar: str = ""
    country: tuple[str, ...] = ()
    admin1: str = ""
    radius_km: float = 0.0
    population: int = 0
    names: tuple[str, ...] = ()
    use: str = ""
    geonames: str = ""
    wikidata: str = ""
    source: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CuratedName:
    """One row of ``names.csv``: a further name of a place, or how a name is used wherever it occurs."""

    name: str
    place: str = ""
    use: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CuratedDemonym:
    """One row of ``demonyms.csv``: what the people and things of a place are called."""

    place: str
    language: str
    form: tuple[str, ...]
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CuratedNonplace:
    """One row of ``nonplaces.csv``: a name that contains or equals a place name and is no place."""

    name: str
    kind: str
    language: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CuratedShape:
    """One feature of a file of outlines: the outline of the place with this id."""

    id: str
    geometry: BaseGeometry
    line: int = 0


_GREATEST_RADIUS_KM: Final = 10_000.0  # an ocean or a continent, a quarter of the earth's girth

PLACES: Final = Table(
    "places.csv",
    {
        "id": matching("id such as ge:al-hol-camp", r"[a-z]+:[a-z0-9][a-z0-9-]*|border:[A-Z]{2}-[A-Z]{2}"),
        "name": text,
        "name_ar": text,
        "kind": one_of("kind of place", KINDS),
        "country": texts,
        "admin1": text,
        "latitude": number("latitude", -90, 90),
        "longitude": number("longitude", -180, 180),
        "radius_km": number("radius_km", 0, _GREATEST_RADIUS_KM),
        "population": whole_number,
        "names": texts,
        "use": one_of("use of a place's names", PLACE_USES),
        "geonames": matching("GeoNames number", r"[1-9][0-9]*"),
        "wikidata": matching("Wikidata item", r"Q[1-9][0-9]*"),
        "source": text,
        "note": str.strip,
    },
    frozenset({"id", "name", "kind", "latitude", "longitude"}),
    CuratedPlace,
)
WIDER_WORLD: Final = replace(PLACES, file="world.csv")
"""Continents, seas and the like: a file of its own so that a region's places stay easy to survey."""

NAMES: Final = Table(
    "names.csv",
    {"name": text, "place": text, "use": one_of("use of a name", NAME_USES), "note": str.strip},
    frozenset({"name"}),
    CuratedName,
)
DEMONYMS: Final = Table(
    "demonyms.csv",
    {"place": text, "language": one_of("language here", LANGUAGES), "form": texts, "note": str.strip},
    frozenset({"place", "language", "form"}),
    CuratedDemonym,
)
NONPLACES: Final = Table(
    "nonplaces.csv",
    {
        "name": text,
        "language": one_of("language here", LANGUAGES | {""}),
        "kind": one_of("kind of name", NONPLACE_KINDS),
        "note": str.strip,
    },
    frozenset({"name", "kind"}),
    CuratedNonplace,
)


SHAPE_FILES: Final = ("shapes.geojson", "world.geojson")
"""Outlines of the places in ``places.csv`` and in ``world.csv``."""


def scan_shapes(folder: Path, *, file: str = SHAPE_FILES[0]) -> Scan[CuratedShape]:
    """Read a file of outlines with all that is wrong in it.

    >>> scan_shapes(Path("nowhere")).rows
    ()
    """
    import shapely

    path = curated_file(folder, file)
    if not path.is_file():
        return Scan()
    try:
        content = path.read_text(encoding="utf-8")
        features = json.loads(content)["features"]
    except (ValueError, KeyError, TypeError) as error:
        line = getattr(error, "lineno", None)
        broken = GazetteerError(f"not a GeoJSON FeatureCollection: {error}", file=path, line=line)
        return Scan(errors=(broken,))
    rows = []
    errors = []
    for position, feature in enumerate(features, start=1):
        line = 0
        try:
            id = feature["id"]
            line = _line_of(content, id)
            geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
            if geometry.geom_type not in _OUTLINES or geometry.is_empty:
                raise ValueError(f"an outline is of lines or polygons, not {geometry.wkt[:40]}")
            if not geometry.is_valid:
                raise ValueError(f"the outline is invalid: {shapely.is_valid_reason(geometry)}")
            rows.append(CuratedShape(id, geometry, line))
        except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
            told = f"feature {position} lacks {error}" if isinstance(error, KeyError) else str(error)
            errors.append(GazetteerError(told, file=path, line=line or None))
    return Scan(tuple(rows), tuple(errors))


def _line_of(content: str, id: str) -> int:
    found = re.search(rf'"id"\s*:\s*{re.escape(json.dumps(id, ensure_ascii=False))}', content)
    return content.count("\n", 0, found.start()) + 1 if found else 0


def _read(scan: Scan[Row]) -> tuple[Row, ...]:
    if scan.errors:
        raise scan.errors[0]
    return scan.rows


def read_places(folder: Path) -> tuple[CuratedPlace, ...]:
    """Read ``places.csv``.

    Raises
    ------
    GazetteerError
        For the first row that is wrong; so do the functions below.

    >>> read_places(Path("nowhere"))
    ()
    """
    return _read(scan_table(folder, PLACES))


def read_names(folder: Path) -> tuple[CuratedName, ...]:
    """Read ``names.csv``.

    >>> read_names(Path("nowhere"))
    ()
    """
    return _read(scan_table(folder, NAMES))


def read_demonyms(folder: Path) -> tuple[CuratedDemonym, ...]:
    """Read ``demonyms.csv``.

    >>> read_demonyms(Path("nowhere"))
    ()
    """
    return _read(scan_table(folder, DEMONYMS))


def read_nonplaces(folder: Path) -> tuple[CuratedNonplace, ...]:
    """Read ``nonplaces.csv``.

    >>> read_nonplaces(Path("nowhere"))
    ()
    """
    return _read(scan_table(folder, NONPLACES))


def read_shapes(folder: Path) -> Mapping[str, BaseGeometry]:
    """Read ``shapes.geojson`` and ``world.geojson`` as outlines by place id.

    >>> read_shapes(Path("nowhere"))
    {}
    """
    shapes = [shape for file in SHAPE_FILES for shape in _read(scan_shapes(folder, file=file))]
    return {shape.id: shape.geometry for shape in shapes}
