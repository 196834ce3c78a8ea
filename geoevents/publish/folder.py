"""A folder that is written whole or not at all, whatever ends the writing."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from geoevents.errors import OutputError

__all__ = ["check_free", "swapped_in"]

# Exchange two names in one step: Linux' renameat2(…, RENAME_EXCHANGE), macOS' renamex_np(…, RENAME_SWAP).
_HERE: Final = -100  # AT_FDCWD: paths are relative to the current folder
_EXCHANGE: Final = 2


def check_free(target: Path, *, overwrite: bool = False) -> None:
    """Raise :class:`OutputError` if a folder may not be written there.

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
def swapped_in(target: Path, is_ours: Callable[[str], bool]) -> Iterator[Path]:
    """Offer a new folder that takes the target's place in one step, when all went well.

    Until then the target is as it was, and afterwards it is complete. Files in it that are not ours stay:
    they are linked into the new folder before. What a killed run left beside the target goes first.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as parent:
    ...     with swapped_in(Path(parent, "layers"), lambda name: True) as fresh:
    ...         _ = fresh.joinpath("one.txt").write_text("1")
    ...     [path.name for path in Path(parent, "layers").iterdir()]
    ['one.txt']
    """
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    _sweep(target)
    fresh.mkdir()
    try:
        with _claimed(fresh):
            yield fresh
            if target.is_dir():
                _keep_foreign(target, fresh, is_ours)
            for path in fresh.rglob("*"):
                if path.is_file() and not path.is_symlink() and path.stat().st_nlink == 1:
                    _flush(path)
            _put(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, target: Path) -> None:
    """Make the new folder the target, and leave the old one, if any, under the new one's name."""
    if not target.is_dir() or not any(target.iterdir()):
        fresh.replace(target)
    elif not _exchange(fresh, target):  # two steps, on systems that know no better
        old = fresh.with_suffix(".old")
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; ``False`` where system or file system cannot."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, _EXCHANGE) == 0)
        return bool(library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    except (OSError, AttributeError, TypeError):
        return False


def _keep_foreign(old: Path, fresh: Path, is_ours: Callable[[str], bool]) -> None:
    for kept in old.iterdir():
        if is_ours(kept.name):
            continue
        if kept.is_dir() and not kept.is_symlink():
            shutil.copytree(kept, fresh / kept.name, symlinks=True, copy_function=_link)
        else:
            _link(kept, fresh / kept.name)


def _link(source: str | Path, goal: str | Path) -> None:
    """Give a file a second name, or copy it where that is not possible."""
    try:
        os.link(source, goal, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, goal, follow_symlinks=False)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _claimed(folder: Path) -> Iterator[bool]:
    """Lock a folder as long as this process writes it; ``False`` if another one does."""
    try:
        import fcntl
    except ImportError:  # Windows: leftovers stay
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what killed runs left, and put back what one had moved away."""
    for left in target.parent.glob(f".{_literal(target.name)}.????????.*"):
        with suppress(OSError), _claimed(left) as is_free:
            if not is_free:
                continue
            if left.suffix == ".old" and not target.exists():
                left.rename(target)
            elif left.suffix in (".new", ".old"):
                shutil.rmtree(left)


def _literal(name: str) -> str:
    from glob import escape

    return escape(name)
