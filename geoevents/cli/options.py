"""The options that several verbs share, and the gazetteer that all of them open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geoevents.cli.terminal import progress

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Encoding", "OwnGazetteer", "Paths", "is_same", "load"]

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


def load(folder: Path | None) -> Gazetteer:
    from geoevents.gazetteer.store import Gazetteer

    with progress("opening the gazetteer"):
        return Gazetteer.load(folder)


def is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
