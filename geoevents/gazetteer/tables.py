"""Tables that people edit: how a cell, a row and a file are read, with all that is wrong in them.

A cell is read by one function that raises :class:`ValueError`; a :class:`Table` is a function for each of its
columns. What is wrong is collected with file, line and column, so that it can be told all at once.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from geoevents.errors import GazetteerError

__all__ = [
    "Row", "Scan", "Table", "curated_file", "matching", "number", "one_of", "scan_table", "text", "texts",
    "whole_number",
]  # fmt: skip

_EDITORS_MARKS: Final = re.compile("[\u00a0\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A CSV file: its columns with the function that reads a cell of each, and the required columns."""

    file: str
    columns: Mapping[str, Callable[[str], Any]]
    required: frozenset[str]
    make: Callable[..., Row]


@dataclass(frozen=True, slots=True)
class Scan(Generic[Row]):
    """The good rows of a file and what is wrong with the others."""

    rows: tuple[Row, ...] = ()
    errors: tuple[GazetteerError, ...] = field(default=())


def text(cell: str) -> str:
    """Return a cell of text that has no stray blanks or marks and is in Unicode form NFC.

    >>> text("دير الزور")
    'دير الزور'
    """
    if cell != cell.strip() or "  " in cell or "\n" in cell:
        raise ValueError(f"{cell!r} has blanks too many")
    if _EDITORS_MARKS.search(cell):
        raise ValueError(f"{cell!r} has an invisible mark or a no-break space")
    if unicodedata.normalize("NFC", cell) != cell:
        raise ValueError(f"{cell!r} is not in Unicode form NFC")
    return cell


def texts(cell: str) -> tuple[str, ...]:
    """Return the texts of a cell that ``|`` separates.

    >>> texts("IQ|SY")
    ('IQ', 'SY')
    """
    parts = text(cell).split("|") if cell else []
    for part in parts:
        if part != part.strip() or not part:
            raise ValueError(f"{cell!r} has a blank beside or nothing between its |")
    if len(set(parts)) < len(parts):
        raise ValueError(f"{cell!r} says something twice")
    return tuple(parts)


def number(name: str, low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers in a range; a blank is 0.

    >>> number("latitude", -90, 90)("35.5")
    35.5
    """

    def read(cell: str) -> float:
        try:
            value = float(cell or 0)
        except ValueError:
            raise ValueError(f"{name} {cell!r} is no number") from None
        if not low <= value <= high:
            raise ValueError(f"{name} {cell} is not in {low:g}…{high:g}")
        return value

    return read


def whole_number(cell: str) -> int:
    """Return a count; a blank is 0.

    >>> whole_number("1905")
    1905
    """
    if not re.fullmatch(r"[0-9]*", cell):
        raise ValueError(f"{cell!r} is no whole number")
    return int(cell or 0)


def one_of(what: str, allowed: frozenset[str]) -> Callable[[str], str]:
    """Return a reader of one of the known words.

    >>> one_of("use", frozenset({"", "never"}))("never")
    'never'
    """

    def read(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(f"{cell!r} is no {what}; known: {', '.join(sorted(allowed - {''}))}")
        return cell

    return read


def matching(what: str, pattern: str) -> Callable[[str], str]:
    """Return a reader of cells that are blank or match a regular expression as a whole.

    >>> matching("Wikidata item", "Q[0-9]+")("Q233914")
    'Q233914'
    """

    def read(cell: str) -> str:
        if cell and not re.fullmatch(pattern, cell):
            raise ValueError(f"{cell!r} is no {what}")
        return cell

    return read


def curated_file(folder: Path, name: str) -> Path:
    """Return where a curated file lies, or would lie, in a gazetteer folder or a bare folder of tables.

    >>> curated_file(Path("nowhere"), "places.csv").as_posix()
    'nowhere/places.csv'
    """
    nested = folder / "curated"
    return (nested if nested.is_dir() else folder) / name


def scan_table(folder: Path, table: Table[Row]) -> Scan[Row]:
    """Read a curated table with all that is wrong in it; a missing file has no rows and no errors.

    >>> people = Table("people.csv", {"name": text}, frozenset({"name"}), dict)
    >>> scan_table(Path("nowhere"), people)
    Scan(rows=(), errors=())
    """
    path = curated_file(folder, table.file)
    if not path.is_file():
        return Scan()
    rows: list[Row] = []
    errors: list[GazetteerError] = []
    try:
        for line, cells in _cells(path, table):
            values, wrong = _values(path, line, cells, table)
            errors += wrong
            if not wrong:
                rows.append(table.make(**values, line=line))
    except GazetteerError as error:
        errors.append(error)
    return Scan(tuple(rows), tuple(errors))


def _values(
    path: Path, line: int, cells: Mapping[str, str], table: Table[Row]
) -> tuple[dict[str, Any], list[GazetteerError]]:
    values: dict[str, Any] = {}
    wrong = []
    for column, cell in cells.items():
        try:
            if not cell and column in table.required:
                raise ValueError(f"{column} is blank")
            values[column] = table.columns[column](cell)
        except ValueError as error:
            wrong.append(GazetteerError(str(error), file=path, line=line, column=column))
    return values, wrong


def _cells(path: Path, table: Table[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of every row; spreadsheets' byte order mark is welcome."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            _check_header(path, header, table)
            for cells in reader:
                line = reader.line_num
                if not any(cells):
                    continue
                if len(cells) != len(header):
                    message = f"{len(cells)} cells under {len(header)} columns; quote names with a comma"
                    raise GazetteerError(message, file=path, line=line)
                yield line, dict(zip(header, cells, strict=True))
    except UnicodeDecodeError as error:
        raise GazetteerError(f"not UTF-8 text ({error.reason}); save it as UTF-8", file=path) from error
    except csv.Error as error:
        raise GazetteerError(f"not a CSV table: {error}", file=path, line=line) from error


def _check_header(path: Path, header: list[str], table: Table[Row]) -> None:
    unknown = [column for column in header if column not in table.columns]
    missing = sorted(table.required.difference(header))
    if unknown or missing or len(set(header)) < len(header):
        told = [f"unknown column {column!r}" for column in unknown] + [f"no column {m!r}" for m in missing]
        problem = ", ".join(told) or "a column stands twice"
        message = f"{problem}; the columns are {','.join(table.columns)}"
        raise GazetteerError(message, file=path, line=1)
