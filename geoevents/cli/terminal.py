"""What the command line says and how: results to the standard output, the rest to the standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

import typer

from geoevents.errors import DocumentError

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console_of", "fail", "finish", "progress", "say", "written"]

Advance: TypeAlias = Callable[[], None]
Write: TypeAlias = Callable[[str], None]

MOST_TOLD: Final = 20  # problems listed one by one; a broken archive has thousands


def fail(message: str) -> NoReturn:
    say(f"error: {' '.join(message.split())}")
    sys.exit(1)


def say(message: str) -> None:
    typer.echo(message, err=True)


def console_of(*, stderr: bool = False) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=160)


@contextmanager
def progress(doing: str, *, counted: bool = False) -> Iterator[Advance]:
    """Show on a terminal that work goes on, and how many reports are done; give a function that counts."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    told = "{task.description} · {task.completed:,.0f} reports" if counted else "{task.description}"
    columns = SpinnerColumn(), TextColumn(told), TimeElapsedColumn()
    with Progress(*columns, console=console_of(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda: progress.advance(task)


@contextmanager
def written(path: Path | None) -> Iterator[Write]:
    """Give a function that writes a line; a file appears under its name when it is whole."""
    if path is None:
        yield typer.echo
        return
    if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield lambda line: typer.echo(line, file=file)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            yield lambda line: typer.echo(line, file=file)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def finish(count: int, problems: Sequence[DocumentError]) -> None:
    """Tell what was skipped and why; the exit status says so too."""
    if not problems:
        return
    say(f"{count:,} report{'' if count == 1 else 's'} read, {len(problems):,} skipped:")
    for problem in problems[:MOST_TOLD]:
        say(f"  {' '.join(str(problem).split())}")
    if len(problems) > MOST_TOLD:
        say(f"  … and {len(problems) - MOST_TOLD:,} more")
    raise typer.Exit(1)
