"""Tables in files: read as they stand and written with their places, nothing lost or reordered."""

from __future__ import annotations

import csv
import io
import os
import secrets
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.errors import OutputError, TableError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame, Series

__all__ = ["READ", "WRITTEN", "as_csv", "read_table", "write_table"]

READ: Final = (".csv", ".tsv", ".xlsx", ".parquet", ".geojson", ".json", ".gpkg", ".shp")
"""Forms of tables that are read."""
WRITTEN: Final = (".gpkg", ".geojson", ".csv", ".parquet")
"""Forms of tables that are written."""

_DELIMITERS: Final = (",", ";", "\t", "|")
_SNIFFED: Final = 20  # lines that tell what separates the cells
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LAYER: Final = "attached"
_TAKEN: Final = frozenset({"fid", "geom"})  # names that a GeoPackage has for itself


def read_table(path: str | os.PathLike[str], *, encoding: str = "utf-8", sheet: str | int = 0) -> DataFrame:
    """Read a table, each cell as it stands: "007" stays a text, so does "NA".

    Parameters
    ----------
    path
        CSV (separated by comma, semicolon, tab or stroke), Excel, Parquet, GeoJSON, GeoPackage.
    encoding
        Of CSV files without a byte order mark.
    sheet
        Of an Excel file, by name or number.

    Raises
    ------
    TableError
        The file is no such table.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.csv")
    ...     _ = path.write_text("no;where\\n007;حمص\\n", encoding="utf-8")
    ...     read_table(path).values.tolist()
    [['007', 'حمص']]
    """
    path = Path(path)
    form = path.suffix.lower()
    if form not in READ:
        raise TableError(f"this form is not read; tables are {', '.join(READ)}", file=path)
    if not path.is_file():
        raise TableError("no such file", file=path)
    try:
        if form in (".csv", ".tsv"):
            return _read_csv(path, encoding)
        if form == ".xlsx":
            return _read_excel(path, sheet)
        if form == ".parquet":
            return _read_parquet(path)
        import geopandas

        frame: DataFrame = geopandas.read_file(path)
    except TableError:
        raise
    except OSError as problem:
        raise TableError(f"cannot be read: {problem.strerror or problem}", file=path) from problem
    except Exception as problem:  # each reader has errors of its own
        raise TableError(f"is no {form[1:]} that can be read: {problem}", file=path) from problem
    return frame


def _read_csv(path: Path, encoding: str) -> DataFrame:
    import pandas as pd

    data = path.read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), encoding)
    try:
        text = data.decode(encoding)
    except LookupError:
        raise TableError(f"no encoding is called {encoding!r}; windows-1256 is one") from None
    except UnicodeError as problem:
        at = data.count(b"\n", 0, getattr(problem, "start", 0)) + 1
        cure = "name its encoding (--encoding windows-1256) or save it as UTF-8"
        raise TableError(f"not {encoding}; {cure}", file=path, line=at) from None
    if not text.strip():
        raise TableError("empty", file=path)
    if "\0" in text:
        raise TableError("not a text: it holds NUL characters", file=path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    cells: list[list[str]] = []
    for row in rows:
        if row:
            cells.append(row)
            if len(row) > len(cells[0]):
                told = f"{len(row)} cells, but the heading has {len(cells[0])}"
                raise TableError(told, file=path, line=rows.line_num)
    heading, width = cells[0], len(cells[0])
    table = [row + [""] * (width - len(row)) for row in cells[1:]]
    frame = pd.DataFrame(table, columns=range(width), dtype="str")
    frame.columns = pd.Index(_distinct(heading))
    return frame


def _delimiter(text: str) -> str:
    """Return what separates the cells: what parts the first lines into equally many, and most."""
    best, most = ",", 1
    for delimiter in _DELIMITERS:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        sizes = [len(row) for row, _ in zip(lines, range(_SNIFFED), strict=False) if row]
        if sizes and min(sizes) == max(sizes) > most:
            best, most = delimiter, sizes[0]
    if most > 1:
        return best
    heading = text.splitlines()[0]
    return max(_DELIMITERS, key=heading.count)


def _distinct(heading: list[str]) -> list[str]:
    """Return headings that differ: a second "note" becomes "note.2"."""
    seen: dict[str, int] = {}
    names = []
    for at, name in enumerate(heading, 1):
        name = name.strip() or f"column {at}"  # noqa: PLW2901
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return names


def _read_excel(path: Path, sheet: str | int) -> DataFrame:
    import pandas as pd

    if find_spec("openpyxl") is None:
        cure = "pip install 'geoevents[excel]', or save the sheet as CSV"
        raise TableError(f"Excel files need openpyxl: {cure}", file=path)
    frame: DataFrame = pd.read_excel(path, sheet_name=sheet, keep_default_na=False, na_values=[""])
    return frame


def _read_parquet(path: Path) -> DataFrame:
    import geopandas
    import pandas as pd
    import pyarrow.parquet

    has_geometry = b"geo" in (pyarrow.parquet.read_schema(path).metadata or {})
    frame: DataFrame = geopandas.read_parquet(path) if has_geometry else pd.read_parquet(path)
    return frame


def write_table(frame: GeoDataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table with places; the file is there when it is whole.

    In a GeoPackage and in GeoJSON, texts that are numbers throughout become numbers, further geometries
    become text (WKT). CSV holds latitude and longitude and no geometry.

    Raises
    ------
    OutputError
        The form is not written, or the file cannot be.

    >>> import tempfile
    >>> from geopandas import GeoDataFrame, points_from_xy
    >>> table = GeoDataFrame({"where": ["حمص"]}, geometry=points_from_xy([36.7], [34.7]), crs="EPSG:4326")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_table(table, Path(folder, "found.csv"))
    ...     Path(folder, "found.csv").read_text("utf-8").split()
    ['where', 'حمص']
    """
    path = Path(path)
    form = path.suffix.lower()
    if form not in WRITTEN:
        raise OutputError(f"this form is not written; tables are {', '.join(WRITTEN)}", file=path)
    draft = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{form}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(frame, draft, form)
        draft.replace(path)
    except OSError as problem:
        raise OutputError(f"cannot be written: {problem.strerror or problem}", file=path) from problem
    except Exception as problem:  # of the writers' libraries
        raise OutputError(f"cannot be written as {form[1:]}: {problem}", file=path) from problem
    finally:
        draft.unlink(missing_ok=True)


def as_csv(frame: GeoDataFrame) -> str:
    """Return a table as CSV, without its geometry.

    >>> from geopandas import GeoDataFrame
    >>> as_csv(GeoDataFrame({"where": ["حمص, the city"]}, geometry=[None]))
    'where\\n"حمص, the city"\\n'
    """
    import pandas as pd

    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return str(table.to_csv(index=False, lineterminator="\n"))


def _write(frame: GeoDataFrame, path: Path, form: str) -> None:
    if form == ".csv":
        path.write_text(as_csv(frame), encoding="utf-8", newline="")
    elif form == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        layer = _one_geometry(frame)
        options: dict[str, Any] = {"driver": "GPKG", "layer": _LAYER}
        if form == ".geojson":
            options = {"driver": "GeoJSON", "RFC7946": "YES"}
        layer.to_file(path, engine="pyogrio", index=False, **options)


def _one_geometry(frame: GeoDataFrame) -> GeoDataFrame:
    """Return the table as a layer can hold it."""
    active = frame.geometry.name
    columns: dict[str, Any] = {}
    for name in frame.columns:
        column, free = frame[name], str(name)
        if name == active:
            continue
        while free.casefold() in _TAKEN:
            free = f"{free}_"
        if column.dtype == "geometry":
            column = column.to_wkt()
        elif column.dtype == "object":
            column = _of_one_type(column)
        elif column.dtype == "str":
            column = _as_numbers(column)
        columns[free] = column
    from geopandas import GeoDataFrame

    return GeoDataFrame(columns, geometry=frame.geometry.values, crs=frame.crs, index=frame.index)


def _of_one_type(column: Series[Any]) -> Series[Any]:
    """Return a column of mixed values as texts; one of texts, numbers or days alone stays."""
    types = {type(value) for value in column.dropna().tolist()}
    if len(types) <= 1 and types <= {str, int, float, bool, date, datetime}:
        return column
    return column.map(str, na_action="ignore")


def _as_numbers(column: Series[Any]) -> Series[Any]:
    """Return texts as whole or real numbers if every one of them says just that; others stay."""
    import pandas as pd

    told = column.fillna("").tolist()
    for kind, name in ((int, "Int64"), (float, "float64")):
        try:
            numbers = [kind(text) if text else None for text in told]
        except ValueError:
            continue
        if any(told) and all(
            not text or str(number) == text for text, number in zip(told, numbers, strict=True)
        ):
            return pd.Series(numbers, index=column.index, dtype=name)
    return column
