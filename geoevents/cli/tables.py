"""Places for a user's own table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoevents.cli.options import Encoding, OwnGazetteer, is_same, load
from geoevents.cli.terminal import progress, say

__all__ = ["attach"]


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
    if output is not None and is_same(file, output):
        raise typer.BadParameter(f"{output} is the table itself", param_hint="-o")
    table = read_table(file, encoding=encoding, sheet=0 if sheet is None else sheet)
    limit = LEAST if least is None else least
    known = load(gazetteer)
    with progress("looking up places"):
        found = attach_places(table, known, place=place, country=country, date=date, least=limit)
    if output is None:
        typer.echo(as_csv(found), nl=False)
    else:
        write_table(found, output)
    missing = int(found.geometry.isna().sum())
    why = ": place_reason says why" if missing else ""
    say(f"{len(found):,} rows, {len(found) - missing:,} with a place, {missing:,} without{why}")
