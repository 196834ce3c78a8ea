"""What is made of reports: a map, layers, lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from geoevents.cli.options import Encoding, OwnGazetteer, Paths, is_same, load
from geoevents.cli.terminal import finish, progress, say, written
from geoevents.errors import DocumentError

if TYPE_CHECKING:
    from geoevents.collection import EventCollection

__all__ = ["layers", "map_", "parse"]

Item = TypeVar("Item")


class Language(StrEnum):
    en = "en"
    ar = "ar"


class LayerFormat(StrEnum):
    geojson = "geojson"
    gpkg = "gpkg"
    qgis = "qgis"
    geoparquet = "geoparquet"
    flatgeobuf = "flatgeobuf"
    csv = "csv"
    hxl = "hxl"
    lpf = "lpf"
    kml = "kml"


def map_(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("map.html"),
    language: Annotated[Language, typer.Option("--lang", help="Language of the page.")] = Language.en,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "",
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Draw the events of reports on a map: one HTML file that opens anywhere, offline.

    \b
    Examples:
      geoevents map report.txt
      geoevents map seeds/ -o output/map.html
      geoevents map "archive/**/*.jsonl" -o map.html --lang ar --title "أسبوع من الأخبار"
    """
    if output.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"a map is an .html file, not {output.name!r}", param_hint="-o")
    problems: list[DocumentError] = []
    found = _collect(paths, encoding, gazetteer, problems)
    from geoevents.publish.map import save_map

    with progress("drawing the map"):
        save_map(found.map(title=title, language=language.value), output)
    say(_summary(found))
    say(f"map: {output}")
    finish(len(found.parsed), problems)


def layers(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The folder to write; 'layers' if nothing is said.")
    ] = None,
    formats: Annotated[
        list[LayerFormat] | None,
        typer.Option("--format", "-f", help="May be repeated; geojson, gpkg and qgis if nothing is said."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="URL", help="Bring tables in PostGIS up to date as well.")
    ] = None,
    schema: Annotated[str, typer.Option(help="Of the tables in PostGIS.")] = "geoevents",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the layers of an earlier run; other files are kept.")
    ] = False,
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Write the events of reports as layers: a folder for QGIS and other GIS, tables in PostGIS.

    \b
    Examples:
      geoevents layers seeds/ -o output/layers
      geoevents layers "archive/*.jsonl" -o layers --overwrite -f geoparquet -f csv
      geoevents layers seeds/ --to postgresql://me@localhost/news
    """
    from geoevents.publish.layers import DEFAULT_FORMATS, check_free

    folder = Path("layers") if output is None and to is None else output
    if folder is not None:
        check_free(folder, overwrite=overwrite)  # before the work, not after it
    problems: list[DocumentError] = []
    found = _collect(paths, encoding, gazetteer, problems)
    say(_summary(found))
    if folder is not None:
        wanted = tuple(one.value for one in formats) if formats else DEFAULT_FORMATS
        with progress("writing the layers"):
            written = found.to_layers(folder, overwrite=overwrite, formats=wanted)
        say(f"layers: {folder} ({', '.join(path.name for path in written)})")
    if to is not None:
        with progress("writing the tables"):
            counts = found.to_postgis(to, schema=schema)
        say(f"tables: {schema} ({', '.join(f'{name} {count:,}' for name, count in counts.items())})")
    finish(len(found.parsed), problems)


def parse(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .jsonl file; the standard output without it.")
    ] = None,
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Write what is found in each report as JSON Lines: places, dates, events.

    \b
    Examples:
      geoevents parse report.txt | jq .events
      geoevents parse seeds/ -o found.jsonl
    """
    if output is not None and any(is_same(output, Path(path)) for path in paths):
        raise typer.BadParameter(f"{output} is one of the reports", param_hint="-o")
    from geoevents.collection import parse as parse_documents
    from geoevents.contract import to_json
    from geoevents.documents import read

    problems: list[DocumentError] = []
    known = load(gazetteer)
    count = 0
    with written(output) as write, progress("parsing", counted=True) as advance:
        documents = _counted(read(paths, encoding=encoding, problems=problems), advance)
        for one in parse_documents(documents, known, problems=problems, together=True):
            write(json.dumps(to_json(one), ensure_ascii=False, allow_nan=False))
            count += 1
    finish(count, problems)


def _collect(
    paths: list[str], encoding: str, folder: Path | None, problems: list[DocumentError]
) -> EventCollection:
    from geoevents.collection import collect
    from geoevents.documents import read

    known = load(folder)
    with progress("parsing", counted=True) as advance:
        documents = _counted(read(paths, encoding=encoding, problems=problems), advance)
        found = collect(documents, gazetteer=known, problems=problems)
    if not found.parsed:
        finish(0, problems)
    return found


def _counted(items: Iterable[Item], advance: Any) -> Iterator[Item]:
    for item in items:
        yield item
        advance()


def _summary(found: EventCollection) -> str:
    return repr(found).removeprefix("<EventCollection: ").removesuffix(">")
