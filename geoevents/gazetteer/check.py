"""What is wrong in a folder of place data: every finding at once, each with its file and line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geoevents.errors import GazetteerError
from geoevents.gazetteer.check_world import KM_PER_DEGREE, World, check_world, read_world
from geoevents.gazetteer.curated import (
    DEMONYMS,
    NAMES,
    NONPLACES,
    PLACES,
    SHAPE_FILES,
    WIDER_WORLD,
    CuratedPlace,
    scan_shapes,
)
from geoevents.gazetteer.sources import shipped_folder
from geoevents.gazetteer.tables import Row, Table, curated_file, scan_table
from geoevents.language.fold import fold

__all__ = ["Finding", "check"]

_POINTED: Final = frozenset({"city", "town", "village", "neighbourhood", "camp", "border_crossing", "base"})
"""Kinds whose point must lie in the country and the unit of the row; a gas field may lie at sea."""
_OUTSIDE_KM: Final = 15.0  # generalised outlines are off by some kilometres, and a crossing lies on the line
_NAMESAKE_KM: Final = 25.0  # two places of one kind and name so near each other are one entered twice


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong in place data; as a text, ``file:line: message``.

    >>> str(Finding("places.csv", 7, "latitude 153 is not in -90…90"))
    'places.csv:7: latitude 153 is not in -90…90'
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(slots=True)
class _Found:
    """The findings so far, and the file that is being looked at."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, file: Path, line: int, message: str) -> None:
        self.findings.append(Finding(str(file), line, message))

    def add_errors(self, errors: Iterable[GazetteerError]) -> None:
        for error in errors:
            self.findings.append(Finding(error.file or "", error.line or 0, error.message))


def check(folder: Path | str) -> list[Finding]:
    """Return all that is wrong in a gazetteer folder, in the order of files and lines.

    Parameters
    ----------
    folder
        The gazetteer's own folder, or a user's: any of the curated files, in it or in ``curated/``. Where it
        has no ``world/``, its rows may refer to the countries, units and places that come with geoevents.

    Raises
    ------
    GazetteerError
        If there is no such folder, or none of the gazetteer's files in it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as mine:
    ...     table = "id,name,kind,latitude,longitude\\nmy:camp,Camp,camp,153,38\\n"
    ...     _ = Path(mine, "places.csv").write_text(table)
    ...     check(mine)[0].message
    'latitude 153 is not in -90…90'
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GazetteerError("there is no such folder", file=folder)
    base = folder if (folder / "world").is_dir() else shipped_folder()
    tables = (PLACES, WIDER_WORLD, NAMES, DEMONYMS, NONPLACES)
    files = [curated_file(folder, name) for name in (*(table.file for table in tables), *SHAPE_FILES)]
    if base != folder and not any(file.is_file() for file in files):
        names = ", ".join(file.name for file in files)
        raise GazetteerError(f"no place data in this folder; it may hold {names}", file=folder)
    found = _Found()
    world = read_world(base / "world")
    if base == folder:
        for file, line, message in check_world(base / "world", world):
            found.add(file, line, message)
    ids = _check_places(folder, base, world, found)
    _check_names(folder, ids, found)
    _check_demonyms(folder, ids, found)
    _check_nonplaces(folder, found)
    _check_shapes(folder, ids, found)
    return sorted(found.findings)


def _scan(folder: Path, table: Table[Row], found: _Found) -> tuple[Path, tuple[Row, ...]]:
    scan = scan_table(folder, table)
    found.add_errors(scan.errors)
    return curated_file(folder, table.file), scan.rows


def _check_places(folder: Path, base: Path, world: World, found: _Found) -> set[str]:
    """Check the rows of places and return all ids that other files may name."""
    ids = set(world.ids)
    sources = _listed_sources(folder) or _listed_sources(base)
    lines: dict[str, tuple[Path, int]] = {}
    placed: list[tuple[Path, CuratedPlace]] = []
    for table in (PLACES, WIDER_WORLD):
        file, rows = _scan(folder, table, found)
        placed += [(file, row) for row in rows]
    for file, row in placed:
        keys = [row.id, *([f"gn:{row.geonames}"] if row.geonames else [])]
        for key in keys:
            if key in lines:
                earlier, line = lines[key]
                found.add(file, row.line, f"{key} is already in {earlier.name}:{line}")
            lines.setdefault(key, (file, row.line))
        ids.update(keys)
        if row.source and row.source not in sources:
            known = ", ".join(sorted(sources))
            found.add(file, row.line, f"source {row.source!r} is not listed in README.md; known: {known}")
        for message in _misplaced(row, world):
            found.add(file, row.line, message)
    _check_namesakes(placed, found)
    return ids


def _listed_sources(folder: Path) -> frozenset[str]:
    """Return the keys in the first column of the table under "Sources" in a folder's README."""
    readme = folder / "README.md"
    if not readme.is_file():
        return frozenset()
    section = re.search(r"^## Sources$(.*?)(?=^## |\Z)", readme.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return frozenset(re.findall(r"^\| *`([^`]+)`", section[1], re.MULTILINE)) if section else frozenset()


def _misplaced(row: CuratedPlace, world: World) -> Iterator[str]:
    """Tell which of a row's country, unit and point contradict each other."""
    for code in row.country:
        if f"country:{code}" not in world.units:
            yield f"{code!r} is no country code"
    unit = world.units.get(row.admin1)
    if row.admin1 and (unit is None or unit.kind == "country"):
        yield f"there is no first-level unit {row.admin1!r}"
    elif unit is not None and row.country and unit.country not in row.country:
        yield f"{row.admin1} lies in {unit.country}, not in {'|'.join(row.country)}"
    if row.kind not in _POINTED:
        return
    outlines = [f"country:{code}" for code in row.country] + [row.admin1]
    away = [(world.distance_km(id, row.latitude, row.longitude), id) for id in outlines[:-1]]
    if away and min(away)[0] > _OUTSIDE_KM + row.radius_km:
        yield f"the point lies {min(away)[0]:.0f} km outside of {'|'.join(row.country)}"
    elif unit is not None:
        distance = world.distance_km(row.admin1, row.latitude, row.longitude)
        if distance > _OUTSIDE_KM + row.radius_km:
            yield f"the point lies {distance:.0f} km outside of {row.admin1}"


def _check_namesakes(placed: Iterable[tuple[Path, CuratedPlace]], found: _Found) -> None:
    """Flag a place entered twice: same country, kind and name, near each other or without a note."""
    namesakes: dict[tuple[str, ...], list[tuple[Path, CuratedPlace]]] = defaultdict(list)
    for file, row in placed:
        for name in {fold(row.name), fold(row.name_ar)} - {""}:
            namesakes[name, row.kind, *row.country].append((file, row))
    for (name, *_), rows in namesakes.items():
        (earlier_file, earlier), *others = rows
        for file, row in others:
            is_near = _distance_km(earlier, row) < _NAMESAKE_KM
            if is_near or not (row.note or earlier.note):
                cure = "one of them is too many" if is_near else "say in a note how they differ"
                where = f"{earlier_file.name}:{earlier.line}"
                found.add(file, row.line, f"{name!r} is already a {row.kind} in {where}; {cure}")


def _distance_km(one: CuratedPlace, other: CuratedPlace) -> float:
    from math import cos, hypot, radians

    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(one.latitude - other.latitude, east) * KM_PER_DEGREE


def _check_names(folder: Path, ids: set[str], found: _Found) -> None:
    file, rows = _scan(folder, NAMES, found)
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (fold(row.name), row.place)
        if not row.place and not row.use:
            found.add(file, row.line, f"{row.name!r} has neither a place nor a use, so it says nothing")
        if row.place and row.place not in ids:
            found.add(file, row.line, f"there is no place {row.place!r}")
        if key in lines:
            found.add(file, row.line, f"{row.name!r} is already in line {lines[key]}")
        lines.setdefault(key, row.line)


def _check_demonyms(folder: Path, ids: set[str], found: _Found) -> None:
    file, rows = _scan(folder, DEMONYMS, found)
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.place not in ids:
            found.add(file, row.line, f"there is no place {row.place!r}")
        for form in row.form:
            key = (fold(form), row.place)
            if lines.get(key, row.line) != row.line:  # variants of one row may fold to one
                found.add(file, row.line, f"{form!r} of {row.place} is already in line {lines[key]}")
            lines.setdefault(key, row.line)


def _check_nonplaces(folder: Path, found: _Found) -> None:
    file, rows = _scan(folder, NONPLACES, found)
    lines: dict[str, int] = {}
    for row in rows:
        name = fold(row.name)
        if name in lines:
            found.add(file, row.line, f"{row.name!r} is already in line {lines[name]}")
        lines.setdefault(name, row.line)


def _check_shapes(folder: Path, ids: set[str], found: _Found) -> None:
    lines: dict[str, str] = {}
    for name in SHAPE_FILES:
        file = curated_file(folder, name)
        scan = scan_shapes(folder, file=name)
        found.add_errors(scan.errors)
        for shape in scan.rows:
            if shape.id not in ids:
                found.add(file, shape.line, f"there is no place {shape.id!r}")
            if shape.id in lines:
                found.add(file, shape.line, f"{shape.id} already has an outline in {lines[shape.id]}")
            lines.setdefault(shape.id, f"{name}:{shape.line}")
            west, south, east, north = shape.geometry.bounds
            if west < -180 or east > 180 or south < -90 or north > 90:
                bounds = f"{west:g}, {south:g}, {east:g}, {north:g}"
                found.add(file, shape.line, f"the outline of {shape.id} leaves the earth: {bounds}")
