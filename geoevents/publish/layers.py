"""Layers for a GIS: a folder of GeoJSON and GeoPackage with styles, a QGIS project, and other formats.

The folder appears whole or not at all. The same events give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from geoevents.errors import OutputError
from geoevents.publish.folder import check_free, swapped_in
from geoevents.publish.frames import Frames
from geoevents.publish.looks import layer_words
from geoevents.publish.provenance import Provenance
from geoevents.publish.tables import Layer, ground_layers, layers_of, possible_names

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Format", "check_free", "write_layers"]

Format: TypeAlias = Literal["geojson", "gpkg", "qgis", "geoparquet", "flatgeobuf", "csv", "hxl", "lpf", "kml"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("geojson", "gpkg", "qgis")

GEOPACKAGE: Final = "geoevents.gpkg"
PROJECT: Final = "geoevents.qgz"
KML: Final = "geoevents.kml"
LPF: Final = "places.lpf.json"
UNRESOLVED: Final = "unresolved.csv"
UNRESOLVED_FACTS: Final = "unresolved.csv-metadata.json"
README: Final = "README.txt"
_ENDINGS: Final = (
    ".geojson", ".qml", ".parquet", ".fgb", ".csv", ".csvt", ".csv-metadata.json", ".hxl.csv",
    ".hxl.csv-metadata.json",
)  # fmt: skip


def write_layers(
    frames: Frames,
    folder: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    formats: Iterable[Format] = DEFAULT_FORMATS,
    provenance: Provenance | None = None,
    outlines: GeoDataFrame | None = None,
) -> tuple[Path, ...]:
    """Write all layers into a folder, all or nothing, and return their paths.

    A layer holds one type of geometry: ``events_points``, ``events_lines``, ``events_areas``, the same
    for ``observations``, then ``movements`` and ``mentions_points``. Events without any date are layers of
    their own (``events_undated_points``, …), since a GIS that plays time shows them in every frame. Layers
    without features are not written. What has no place is in ``unresolved.csv``, and ``README.txt`` says
    what there is and whom it is owed to.

    Parameters
    ----------
    frames
        What :func:`geoevents.publish.frames.to_frames` made.
    folder
        A new or empty folder.
    overwrite
        Replace the layers of an earlier run there; other files in the folder are kept.
    formats
        ``geojson`` (with styles for QGIS beside it), ``gpkg`` (all layers in one GeoPackage, styles
        inside), ``qgis`` (a project over the GeoPackage, which it brings with it), ``geoparquet``,
        ``flatgeobuf``, ``csv`` (geometry as WKT), ``hxl`` (the same with a row of HXL tags), ``lpf`` (the
        places and where they were named, as Linked Places) and ``kml`` (with time spans).
    provenance
        Whom the place data is owed to, and what was read; every file carries it.
    outlines
        Countries and governorates (``kind``, ``country``, ``name``, ``name_ar``) that GeoPackage and
        project draw the events on.

    Raises
    ------
    OutputError
        The folder is in use, or cannot be written; it is then as it was before.

    >>> import tempfile
    >>> from geoevents.publish.frames import to_frames
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_layers(to_frames([]), folder)]
    ['unresolved.csv', 'unresolved.csv-metadata.json', 'README.txt']
    """
    wanted = _checked(formats)
    target = Path(folder).absolute()
    check_free(target, overwrite=overwrite)
    try:
        target = target.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        with swapped_in(target, _is_ours) as fresh:
            names = _write(frames, fresh, wanted, provenance or Provenance(), outlines)
    except OutputError:
        raise
    except OSError as problem:
        raise OutputError(f"cannot write the layers: {problem.strerror or problem}", file=target) from problem
    except _gdal_errors() as problem:
        raise OutputError(f"cannot write the layers: {problem}", file=target) from problem
    return tuple(target / name for name in names)


def _checked(formats: Iterable[Format]) -> tuple[Format, ...]:
    given = (formats,) if isinstance(formats, str) else tuple(formats)
    for one in given:
        if one not in FORMATS:
            raise ValueError(f"{one!r} is no format of layers: {', '.join(FORMATS)}")
    return tuple(one for one in FORMATS if one in given)


def _gdal_errors() -> tuple[type[Exception], ...]:
    """What the libraries raise when a disk is full; they do not tell it from other failures."""
    import sqlite3

    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    return DataSourceError, DataLayerError, FeatureError, sqlite3.Error


def _is_ours(name: str) -> bool:
    """Tell the files of an earlier run, and what GDAL puts beside a GeoPackage, from the user's."""
    return name.startswith(GEOPACKAGE) or name in _our_names()


def _our_names() -> frozenset[str]:
    from geoevents.publish.kml import ICONS

    layers = (f"{layer}{ending}" for layer in possible_names() for ending in _ENDINGS)
    return frozenset((*layers, PROJECT, KML, *ICONS.values(), LPF, UNRESOLVED, UNRESOLVED_FACTS, README))


def _write(
    frames: Frames,
    folder: Path,
    formats: Sequence[Format],
    provenance: Provenance,
    outlines: GeoDataFrame | None,
) -> list[str]:
    from geoevents.publish.exchange import write_csv, write_unresolved_metadata
    from geoevents.publish.geopackage import write_geopackage
    from geoevents.publish.qgis import write_project

    layers = list(layers_of(frames))
    drawn = [layer for layer in layers if len(layer.table)]
    names: list[str] = []
    writers = _layer_writers()
    for layer in drawn:
        for one in formats:
            for ending, write in writers.get(one, ()):
                names.append(f"{layer.name}{ending}")
                write(layer, folder / names[-1], provenance)
    grounded = [*drawn, *ground_layers(outlines)]
    if drawn and ("gpkg" in formats or "qgis" in formats):
        write_geopackage(grounded, frames.unresolved, folder / GEOPACKAGE, provenance)
        names.append(GEOPACKAGE)
    if drawn and "qgis" in formats:
        write_project(grounded, frames.unresolved, folder / PROJECT, GEOPACKAGE, provenance)
        names.append(PROJECT)
    names += _write_wholes(drawn, frames, folder, formats, provenance)
    write_csv(frames.unresolved, folder / UNRESOLVED)
    write_unresolved_metadata(frames.unresolved, folder / UNRESOLVED_FACTS, provenance)
    (folder / README).write_text(_readme(layers, frames, names, provenance), encoding="utf-8")
    return [*names, UNRESOLVED, UNRESOLVED_FACTS, README]


def _layer_writers() -> dict[str, tuple[tuple[str, Callable[[Layer, Path, Provenance], None]], ...]]:
    """For each format with a file per layer, the endings of its files and what writes them."""
    from geoevents.publish import exchange
    from geoevents.publish.geojson import write_geojson
    from geoevents.publish.styles import qml

    def write_features(layer: Layer, path: Path, provenance: Provenance) -> None:
        write_geojson(layer.table, path, provenance)

    def write_style(layer: Layer, path: Path, provenance: Provenance) -> None:
        path.write_text(qml(layer, provenance.line), encoding="utf-8")

    return {
        "geojson": ((".geojson", write_features), (".qml", write_style)),
        "geoparquet": ((".parquet", exchange.write_geoparquet),),
        "flatgeobuf": ((".fgb", exchange.write_flatgeobuf),),
        "csv": (
            (".csv", exchange.write_wkt),
            (".csvt", exchange.write_csv_types),
            (".csv-metadata.json", exchange.write_csv_metadata),
        ),
        "hxl": ((".hxl.csv", exchange.write_hxl), (".hxl.csv-metadata.json", exchange.write_hxl_metadata)),
    }


def _write_wholes(
    layers: Sequence[Layer],
    frames: Frames,
    folder: Path,
    formats: Sequence[Format],
    provenance: Provenance,
) -> list[str]:
    """Write the formats that hold everything in one file."""
    from geoevents.publish.kml import ICONS, write_kml
    from geoevents.publish.linked_places import write_linked_places

    names = []
    if layers and "kml" in formats:
        names += [KML, *ICONS.values()]
        write_kml(layers, folder / KML, provenance)
    if len(frames.mentions) and "lpf" in formats:
        names.append(LPF)
        write_linked_places(frames.mentions, folder / LPF, provenance)
    return names


def _readme(layers: Sequence[Layer], frames: Frames, names: Sequence[str], provenance: Provenance) -> str:
    written = [f"  {layer.name}: {len(layer.table):,}" for layer in layers if len(layer.table)]
    empty = [layer.name for layer in layers if not len(layer.table)]
    half_known = int(frames.movements.geometry.isna().sum())
    contents = layer_words()["content"]
    lines = [
        f"Events read from reports by {provenance.program}.",
        "",
        "Layers and their features (WGS 84, EPSG:4326):",
        *(written or ["  none: no event and no place name was found"]),
    ]
    if empty:
        lines.append(f"Without features, and therefore not written: {', '.join(empty)}.")
    lines.append(
        f"{UNRESOLVED}: {len(frames.unresolved):,} place names and events without a place, and why "
        "(in all CSV files an apostrophe stands before what a spreadsheet would take for a formula)."
    )
    if half_known:
        lines.append(f"Movements with only one known end, drawn as events only: {half_known:,}.")
    if PROJECT in names:
        lines.append(f"Open {PROJECT} in QGIS: styled, on a ground, with the temporal controller on.")
    if any(name.endswith(".qml") for name in names):
        lines.append(
            "A .qml file is the style of the layer of its name; QGIS takes it by itself. Where QGIS leaves "
            "time off then (3.22 does), the project has it on."
        )
    lines += [
        "",
        *(
            f"{name}: {contents[name]['about']}."
            for name in ("events", "observations", "movements", "mentions")
        ),
        "Layers called undated hold what the texts give no day for.",
        "",
        "date_start and date_end are the days between which it happened. GDAL, and so QGIS, also takes for",
        "days the texts of a GeoJSON column that all look so (edtf; ids of reports that are called",
        "2025-04-01), unless told DATE_AS_STRING=YES; in the other formats columns have types.",
        "geo_precision is ACLED's (1 the place itself, 2 near it, 3 a larger region),",
        "where_prec UCDP's (1 to 6, 6 a whole country). radius_km is how far the point may be off.",
        "mention_start and mention_end count characters of the report. A status of planned, threatened,",
        "hypothetical, denied or rumoured did not happen, as far as the report tells: it is drawn hollow.",
        "",
        "Credits:",
        provenance.credits or "none were given",
        *(f"{name}: {value}" for name, value in provenance.as_dict().items() if name != "credits"),
        "",
    ]
    return "\n".join(lines)
