"""What is wrong in the Parquet files of ``world/``, which a broken build or a hand could have spoiled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.gazetteer.geometry import decode_geometry
from geoevents.model import KINDS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KM_PER_DEGREE", "World", "WorldUnit", "check_world", "read_world"]

KM_PER_DEGREE: Final = 111.2
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "places.parquet": (
        "id", "name", "name_ar", "kind", "feature_code", "country", "admin1", "latitude", "longitude",
        "population", "names",
    ),
    "units.parquet": (
        "id", "name", "name_ar", "kind", "country", "admin1", "latitude", "longitude", "population", "names",
        "radius_km", "geonames", "wikidata", "geometry",
    ),
    "borders.parquet": (
        "id", "name", "name_ar", "country_a", "country_b", "length_km", "latitude", "longitude", "geometry",
    ),
}  # fmt: skip
_UNKNOWN_COUNTRIES: Final = frozenset({"AN", "CS"})  # former countries in which GeoNames still has a place


@dataclass(slots=True)
class WorldUnit:
    """A country or first-level unit, its outline decoded when it is asked for."""

    kind: str
    country: str
    stored: pa.StructScalar
    outline: BaseGeometry | None = None

    def decoded(self) -> BaseGeometry | None:
        """Return the outline."""
        if self.outline is None:
            self.outline = decode_geometry(self.stored.as_py())
        return self.outline


@dataclass(slots=True)
class World:
    """The ids of the world data, its units, and what kept a file from being read."""

    ids: set[str] = field(default_factory=set)
    units: dict[str, WorldUnit] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    def distance_km(self, unit: str, latitude: float, longitude: float) -> float:
        """Return how far a point lies outside of a unit, about; 0 where the unit has no outline."""
        known = self.units.get(unit)
        outline = known.decoded() if known is not None else None
        if outline is None:
            return 0.0
        squeeze = cos(radians(latitude))  # so that a degree is as long in both directions
        point = shapely.Point(longitude * squeeze, latitude)
        near = shapely.transform(outline, lambda points: points * [squeeze, 1.0])
        return float(shapely.distance(near, point)) * KM_PER_DEGREE


def read_world(folder: Path) -> World:
    """Read the Parquet files of a folder as far as they can be read.

    >>> read_world(Path("nowhere")).unreadable["units.parquet"]
    'the file is missing; geoevents gazetteer build makes it'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    world = World()
    for name, columns in _COLUMNS.items():
        file = folder / name
        if not file.is_file():
            world.unreadable[name] = "the file is missing; geoevents gazetteer build makes it"
            continue
        try:
            table = pq.read_table(file)
        except (pa.ArrowException, OSError) as error:
            world.unreadable[name] = f"not a readable Parquet file: {error}"
            continue
        if tuple(table.column_names) != columns:
            world.unreadable[name] = f"its columns are not {', '.join(columns)}"
            continue
        world.tables[name] = table
        world.ids.update(table.column("id").to_pylist())
    if units := world.tables.get("units.parquet"):
        rows = units.select(["id", "kind", "country", "geonames"]).to_pylist()
        outlines = units.column("geometry")
        for row, outline in zip(rows, outlines, strict=True):
            world.units[row["id"]] = WorldUnit(row["kind"], row["country"], outline)
        world.ids.update(f"gn:{row['geonames']}" for row in rows if row["geonames"])
    return world


def check_world(folder: Path, world: World) -> Iterator[tuple[Path, int, str]]:
    """Yield file, row (from 1) and message of all that is wrong in world data.

    >>> [message for file, row, message in check_world(Path("nowhere"), read_world(Path("nowhere")))][:1]
    ['the file is missing; geoevents gazetteer build makes it']
    """
    for name, message in world.unreadable.items():
        yield folder / name, 0, message
    for name, table in world.tables.items():
        for row, message in _check_rows(name, table, world):
            yield folder / name, row, message


def _check_rows(name: str, table: pa.Table, world: World) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    columns = [column for column in table.column_names if column != "geometry"]
    for number, row in enumerate(table.select(columns).to_pylist(), start=1):
        if row["id"] in seen:
            yield number, f"{row['id']} is already in row {seen[row['id']]}"
        seen[row["id"]] = number
        for message in _check_row(row, world):
            yield number, f"{row['id']}: {message}"
    if "geometry" in table.column_names:
        yield from _check_outlines(name, table, world)


def _check_row(row: Mapping[str, Any], world: World) -> Iterator[str]:
    if row.get("kind", "border") not in KINDS:
        yield f"{row['kind']!r} is no kind of place"
    for column, bound in (("latitude", 90), ("longitude", 180)):
        if not -bound <= row[column] <= bound:
            yield f"{column} {row[column]} is not in -{bound}…{bound}"
    for column in ("radius_km", "population", "length_km"):
        if row.get(column, 0) < 0:
            yield f"{column} {row[column]} is negative"
    for column in ("country", "country_a", "country_b"):
        code = row.get(column, "")
        if code and f"country:{code}" not in world.units and code not in _UNKNOWN_COUNTRIES:
            yield f"{code!r} is no country code"
    if row.get("admin1") and row["admin1"] not in world.units:
        yield f"there is no first-level unit {row['admin1']!r}"
    if not row["name"]:
        yield "has no name"
    yield from _check_texts([row["name"], row["name_ar"], *row.get("names", [])])


def _check_texts(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name.isascii() and name == name.strip():
            continue
        if unicodedata.normalize("NFC", name) != name:
            yield f"{name!r} is not in Unicode form NFC"
        if name != name.strip() or any(unicodedata.category(character) == "Cf" for character in name):
            yield f"{name!r} has stray blanks or invisible marks"


def _check_outlines(name: str, table: pa.Table, world: World) -> Iterator[tuple[int, str]]:
    ids = table.column("id").to_pylist()
    for number, value in enumerate(table.column("geometry"), start=1):
        known = world.units.get(ids[number - 1]) if name == "units.parquet" else None
        try:
            outline = known.decoded() if known is not None else decode_geometry(value.as_py())
        except (ValueError, IndexError, TypeError, shapely.errors.ShapelyError) as error:
            yield number, f"{ids[number - 1]}: the outline cannot be decoded: {error}"
            continue
        if outline is not None and not shapely.is_valid(outline):
            reason = shapely.is_valid_reason(outline)
            yield number, f"{ids[number - 1]}: the outline is invalid: {reason}"
