"""Layers for a GIS: GeoJSON with one type of geometry per file, and all of them in one GeoPackage.

A GeoJSON layer follows RFC 7946: longitude first, WGS 84 without a ``crs`` member, at most six decimals,
outer rings counter-clockwise, lines cut at the antimeridian. Dates are ISO dates, which a GIS reads as
dates. The same events give the same bytes.
"""

from __future__ import annotations

import csv
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.errors import OutputError
from geoevents.publish.frames import Frames, records
from geoevents.publish.shapes import AREAS, DECIMALS, LINES, POINTS, tidy
from geoevents.release import release

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

__all__ = ["check_free", "write_layers"]

GEOPACKAGE: Final = "geoevents.gpkg"
UNRESOLVED: Final = "unresolved.csv"
README: Final = "README.txt"

_FAMILIES: Final = {"points": POINTS, "lines": LINES, "areas": AREAS}
_CONTENTS: Final = {
    "events": "what happened, is planned, threatened or denied (see status), one feature per event and place",
    "observations": "stocks and situations, one feature per observation and place",
    "movements": "straight lines from origin to destination; who moved, when and how many",
    "mentions": "place names in the texts that mean a place, at its representative point",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_DATE_OF_FILES: Final = "2000-01-01T00:00:00Z"  # in the GeoPackage's contents, for the same bytes each time


def write_layers(
    frames: Frames, folder: str | os.PathLike[str], *, overwrite: bool = False, credits: str = ""
) -> tuple[Path, ...]:
    """Write all layers into a folder, all or nothing, and return their paths.

    Written are those of ``events_points``, ``events_lines``, ``events_areas``, ``observations_points``,
    ``observations_lines``, ``observations_areas``, ``movements`` and ``mentions_points`` that have
    features, each as ``.geojson``, all in ``geoevents.gpkg``; what has no place in ``unresolved.csv``;
    and a ``README.txt`` with what there is and whom it is owed to.

    Parameters
    ----------
    frames
        What :func:`geoevents.publish.frames.to_frames` made.
    folder
        A new or empty folder.
    overwrite
        Replace the layers of an earlier run there; other files in the folder are kept.
    credits
        Sources, licences and version of the place data; every layer carries them.

    Raises
    ------
    OutputError
        The folder is in use, or cannot be written; it is then as it was before.

    >>> import tempfile
    >>> from geoevents.publish.frames import to_frames
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_layers(to_frames([]), folder)]
    ['unresolved.csv', 'README.txt']
    """
    target = Path(folder).absolute()
    check_free(target, overwrite=overwrite)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _swapped_in(target) as fresh:
            names = _write(frames, fresh, credits)
    except OSError as problem:
        raise OutputError(f"cannot write the layers: {problem.strerror or problem}", file=target) from problem
    return tuple(target / name for name in names)


def check_free(target: Path, *, overwrite: bool = False) -> None:
    """Raise :class:`OutputError` if layers may not be written there.

    >>> check_free(Path("a-new-folder"))
    """
    if target.exists() and not target.is_dir():
        raise OutputError("this is a file; layers need a folder of their own", file=target)
    if not overwrite and target.is_dir() and any(target.iterdir()):
        raise OutputError(
            "this folder is not empty; choose a new one, or overwrite=True (--overwrite) to replace "
            "the layers in it",
            file=target,
        )


@contextmanager
def _swapped_in(target: Path) -> Iterator[Path]:
    """Offer a new folder beside the target that takes its place when all went well."""
    mark = secrets.token_hex(4)
    fresh, old = (target.with_name(f".{target.name}.{mark}.{side}") for side in ("new", "old"))
    fresh.mkdir()
    try:
        yield fresh
        if target.is_dir():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.is_dir():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    if old.is_dir():
        for kept in old.iterdir():
            if not _is_ours(kept.name):
                kept.rename(target / kept.name)
        shutil.rmtree(old)


def _is_ours(name: str) -> bool:
    """Tell the files of an earlier run, and what GDAL puts beside a GeoPackage, from the user's."""
    layers = (f"{layer}_{family}.geojson" for layer in _CONTENTS for family in _FAMILIES)
    return name.startswith(GEOPACKAGE) or name in (*layers, "movements.geojson", UNRESOLVED, README)


def _write(frames: Frames, folder: Path, credits: str) -> list[str]:
    layers = dict(_layers(frames))
    names = []
    for name, table in layers.items():
        if len(table):
            names.append(f"{name}.geojson")
            _write_geojson(table, folder / names[-1], credits)
    if names:
        _write_geopackage(layers, frames.unresolved, folder / GEOPACKAGE, credits)
        names.append(GEOPACKAGE)
    _write_csv(frames.unresolved, folder / UNRESOLVED)
    (folder / README).write_text(_readme(layers, frames, credits), encoding="utf-8")
    return [*names, UNRESOLVED, README]


def _layers(frames: Frames) -> Iterator[tuple[str, GeoDataFrame]]:
    """Each layer with one type of geometry, tidied; also the empty ones."""
    happened = frames.locations[frames.locations["record_kind"] != "observation"]
    for name, table in ("events", happened), ("observations", frames.observations):
        for family, types in _FAMILIES.items():
            part = _tidied(table[table.geometry.geom_type.isin(types)])
            yield f"{name}_{family}", _largest_first(part) if family == "areas" else part
    yield "movements", _tidied(frames.movements[frames.movements.geometry.notna()])
    literal = frames.mentions[frames.mentions["role"] == "literal"]
    yield "mentions_points", _tidied(literal.set_geometry(_points(literal)))


def _largest_first(table: GeoDataFrame) -> GeoDataFrame:
    """Order areas so that a desert is drawn over its country; degrees are good enough to compare."""
    import numpy as np
    import shapely

    return table.iloc[np.argsort(-shapely.area(table.geometry.to_numpy()), kind="stable")]


def _points(table: GeoDataFrame) -> GeoSeries:
    from geopandas import GeoSeries, points_from_xy

    return GeoSeries(points_from_xy(table["longitude"], table["latitude"]), index=table.index, crs=table.crs)


def _tidied(table: GeoDataFrame) -> GeoDataFrame:
    """Tidy each geometry once: rows of one place share theirs."""
    done: dict[int, BaseGeometry] = {}
    shapes = list(table.geometry)
    for shape in shapes:
        if id(shape) not in done:
            done[id(shape)] = tidy(shape)
    return table.set_geometry([done[id(shape)] for shape in shapes], crs=table.crs)


def _write_geojson(table: GeoDataFrame, path: Path, credits: str) -> None:
    """Write a feature per line, so that versions can be compared."""
    from shapely import to_geojson

    dump: Callable[[Any], str] = partial(json.dumps, ensure_ascii=False, allow_nan=False)
    shapes: dict[int, str] = {}
    box = [round(float(side), DECIMALS) for side in table.total_bounds]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", ')
        file.write(f'"attribution": {dump(credits)}, ' if credits else "")
        file.write(f'"bbox": {dump(box)}, "features": [')
        separator = "\n"
        for key, shape, row in zip(table.index, table.geometry, records(table), strict=True):
            if id(shape) not in shapes:
                shapes[id(shape)] = to_geojson(shape)
            file.write(
                f'{separator}{{"type": "Feature", "id": {dump(key)}, "geometry": {shapes[id(shape)]}, '
                f'"properties": {dump(row)}}}'
            )
            separator = ",\n"
        file.write("\n]}\n")


def _write_geopackage(
    layers: Mapping[str, GeoDataFrame], unresolved: DataFrame, path: Path, credits: str
) -> None:
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DATE_OF_FILES})
    try:
        tables: list[tuple[str, DataFrame]] = [
            (name, table.rename_axis("id").reset_index()) for name, table in layers.items() if len(table)
        ]
        if len(unresolved):
            tables.append(("unresolved", unresolved))
        for name, table in tables:
            pyogrio.write_dataframe(
                _with_days(table),
                path,
                layer=name,
                driver="GPKG",
                use_arrow=True,
                dataset_options=None if path.exists() else {"VERSION": "1.3"},  # what QGIS 3.22 knows
                layer_options={"DESCRIPTION": _content(name), "IDENTIFIER": name},
                dataset_metadata={"attribution": credits} if credits else None,
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _with_days(table: DataFrame) -> DataFrame:
    """Turn points in time into days, which a GIS shows as dates without an hour."""
    import pandas as pd
    import pyarrow as pa

    day = pd.ArrowDtype(pa.date32())
    kinds = {name: day for name, kind in table.dtypes.items() if kind.kind == "M"}
    return table.astype(kinds)


def _write_csv(table: DataFrame, path: Path) -> None:
    """Write a table for spreadsheets: marked as UTF-8, and no cell of it a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(table.columns))
        writer.writeheader()
        for row in records(table):
            writer.writerow({name: _harmless(value) for name, value in row.items()})


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _content(name: str) -> str:
    return _CONTENTS.get(name.split("_")[0], "place names and events without a place, and why")


def _readme(layers: Mapping[str, Sequence[Any]], frames: Frames, credits: str) -> str:
    written = [f"  {name}: {len(table):,}" for name, table in layers.items() if len(table)]
    empty = [name for name, table in layers.items() if not len(table)]
    half_known = int(frames.movements.geometry.isna().sum())
    return "\n".join(
        [
            f"Events read from reports by geoevents {release()}.",
            "",
            f"Layers and their features, each as NAME.geojson and in {GEOPACKAGE} (WGS 84, EPSG:4326):",
            *(written or ["  none: no event and no place name was found"]),
            *([f"Without features, and therefore not written: {', '.join(empty)}."] if empty else []),
            f"{UNRESOLVED}: {len(frames.unresolved):,} place names and events without a place, and why "
            "(an apostrophe stands before what a spreadsheet would take for a formula).",
            *(
                [f"Movements with only one known end, drawn as events only: {half_known:,}."]
                if half_known
                else []
            ),
            "",
            *(f"{name}: {content}." for name, content in _CONTENTS.items()),
            "",
            "date_start and date_end are the days between which it happened; both are empty when the text",
            "gives no date (a GeoJSON column without any date opens as text, in the GeoPackage as a date).",
            "geo_precision is ACLED's (1 the place itself, 2 near it, 3 a larger region),",
            "where_prec UCDP's (1 to 6, 6 a whole country). radius_km is how far the point may be off.",
            "mention_start and mention_end count characters of the report. A status of planned, threatened,",
            "hypothetical, denied or rumoured did not happen, as far as the report tells: style it so.",
            "",
            "Credits:",
            credits or "none were given",
            "",
        ]
    )
