"""The command line: each verb a few lines over one public function.

Results go to the standard output, everything said about them to the standard error. The exit status is
0, or 1 when something failed or was skipped, or 2 when the command was not understood.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from geoevents.cli import places, questions, reports, tables
from geoevents.cli.terminal import fail
from geoevents.errors import GeoEventsError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Read news reports, Arabic first and English second, and map the events that they tell.",
)
app.command("map")(reports.map_)
app.command()(reports.layers)
app.command()(reports.parse)
app.command()(tables.attach)
app.command()(questions.lookup)
app.command()(questions.explain)
app.command()(questions.evaluate)
app.add_typer(places.app, name="gazetteer")


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
