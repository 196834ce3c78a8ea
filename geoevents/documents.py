"""From files to documents: text files with a JSON file beside them, and JSON Lines.

A report is either ``NAME.txt``, with what is known about it in ``NAME.json`` beside it, or one line of a
``.jsonl`` file. Both give the same facts under the same keys: ``id`` (or ``doc_id``), ``title``,
``published`` (an ISO date), ``source``, ``url``, ``language``; a line also has the ``text``. Line ends are
kept as they stand and a byte order mark is left out, so offsets count the characters of the file after it.
"""

from __future__ import annotations

import codecs
import glob
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from geoevents.errors import DocumentError
from geoevents.model import Document

__all__ = ["read"]

PathLike: TypeAlias = str | os.PathLike[str]

MAX_BYTES: Final = 20_000_000  # of one report: fifty times the longest we met; more is a dump of something
_SUFFIXES: Final = (".txt", ".jsonl")
_FORMS: Final = "reports are .txt or .jsonl files"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SNIFFED: Final = 8_192  # bytes in which a binary file shows itself by a NUL
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")  # JSON can hold them, no output could

_log = logging.getLogger(__name__)


def read(
    paths: PathLike | Iterable[PathLike],
    *,
    encoding: str = "utf-8",
    problems: list[DocumentError] | None = None,
) -> Iterator[Document]:
    """Read reports from files, folders and glob patterns, one at a time.

    Parameters
    ----------
    paths
        A path or several. A folder stands for all ``.txt`` and ``.jsonl`` files in it and below, in the
        order of their names; ``.jsonl`` files there whose first line has no ``text``, or a ``text``
        with a ``start`` in another one, hold something else and are passed over. ``*`` and ``**``
        work as in a shell.
    encoding
        Of files without a byte order mark; with one, UTF-8 and UTF-16 are recognised.
    problems
        A list that receives what cannot be read, while reading goes on. Without it the first problem
        is raised.

    Raises
    ------
    DocumentError
        A path leads to no report, or a file or line is broken.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "r1.txt")
    ...     _ = path.write_text("اجتماع في دمشق", encoding="utf-8")
    ...     _ = path.with_suffix(".json").write_text('{"published": "2024-12-26"}')
    ...     [(one.id, one.published.isoformat()) for one in read(folder)]
    [('r1', '2024-12-26')]
    """
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise DocumentError(f"no encoding is called {encoding!r}; windows-1256 is one") from None
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    return _passed(_read(given, encoding), problems)


def _passed(
    items: Iterator[Document | DocumentError], problems: list[DocumentError] | None
) -> Iterator[Document]:
    for item in items:
        if isinstance(item, Document):
            yield item
        elif problems is None:
            raise item
        else:
            problems.append(item)


def _read(paths: Iterable[PathLike], encoding: str) -> Iterator[Document | DocumentError]:
    for path in paths:
        try:
            files = list(_files(Path(path)))
        except DocumentError as problem:
            yield problem
            continue
        for file in files:
            try:
                yield from _lines(file, encoding) if _is_jsonl(file) else _text_file(file, encoding)
            except DocumentError as problem:
                yield problem
            except OSError as problem:
                yield DocumentError(f"cannot be read: {problem.strerror or problem}", file=file)


def _is_jsonl(path: Path) -> bool:
    return path.suffix.lower() == ".jsonl"


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = [
            Path(folder, name)
            for folder, _, names in os.walk(path)
            for name in names
            if name.lower().endswith(_SUFFIXES)
        ]
        reports = [file for file in sorted(found) if not _is_jsonl(file) or _holds_reports(file)]
        if not reports:
            raise DocumentError(f"no reports in this folder; {_FORMS}", file=path)
        yield from reports
    elif path.exists():
        if path.suffix.lower() not in _SUFFIXES:
            raise DocumentError(f"this form is not read; {_FORMS}", file=path)
        yield path
    elif glob.has_magic(str(path)):
        matches = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]
        reports = [match for match in matches if match.suffix.lower() in _SUFFIXES and match.is_file()]
        if not reports:
            raise DocumentError(f"no report matches this pattern; {_FORMS}", file=path)
        yield from reports
    else:
        raise DocumentError("no such file or folder", file=path)


def _holds_reports(path: Path) -> bool:
    """Tell a file of reports from another table in JSON Lines; in doubt it is one, and its errors show."""
    try:
        with path.open("rb") as file:
            record = json.loads(file.readline(MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return True
    if isinstance(record, dict) and ("text" not in record or "start" in record):
        _log.info("%s: passed over, its first line is no report", path)
        return False
    return True


def _text_file(path: Path, encoding: str) -> Iterator[Document]:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise DocumentError(
            f"{size / 1e6:.0f} MB is too long for one report (at most {MAX_BYTES / 1e6:.0f} MB); "
            "if it holds many, write them as .jsonl, one a line",
            file=path,
        )
    text = _decoded(path.read_bytes(), encoding, path)
    if not text.strip():
        raise DocumentError("empty", file=path)
    beside = path.with_suffix(".json")
    facts: dict[str, Any] = {}
    if beside.is_file():
        facts = _facts(_decoded(beside.read_bytes(), "utf-8", beside), beside)
    yield _document(facts | {"text": text}, path.stem, beside)


def _lines(path: Path, encoding: str) -> Iterator[Document | DocumentError]:
    """Read a line at a time, so that neither the file's size nor a broken line matters to the others."""
    with path.open("rb") as file:
        has_wide_letters = file.read(2) in _UTF16 or "\n".encode(encoding) != b"\n"
        file.seek(0)
        lines: Iterable[bytes] = file
        if has_wide_letters:  # cannot be cut at a byte: decode it whole
            text = _decoded(file.read(), encoding, path)
            lines = (line.encode() for line in text.split("\n"))
            encoding = "utf-8"
        elif not path.stat().st_size:
            raise DocumentError("empty", file=path)
        else:
            lines = iter(lambda: file.readline(MAX_BYTES + 1), b"")
        is_within = False  # a line longer than any report
        for number, line in _numbered(lines):
            if len(line) > MAX_BYTES:
                if not is_within:
                    yield DocumentError(
                        f"a line of over {MAX_BYTES / 1e6:.0f} MB is too long for one report",
                        file=path,
                        line=number,
                    )
                is_within = not line.endswith(b"\n")
                continue
            if is_within:
                is_within = False
                continue
            try:
                decoded = _decoded(line, encoding, path, number)
                if decoded.strip():
                    yield _document(_facts(decoded, path, number), f"{path.stem}-{number}", path, number)
            except DocumentError as problem:
                yield problem


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number lines from 1; the pieces of a line that was cut for its length share its number."""
    number = 1
    for line in lines:
        yield number, line
        if len(line) <= MAX_BYTES or line.endswith(b"\n"):
            number += 1


def _decoded(data: bytes, encoding: str, path: Path, line: int | None = None) -> str:
    if data.startswith(_UTF16):
        encoding = "utf-16"
    elif data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], "utf-8"
    elif b"\0" in data[:_SNIFFED] and "\n".encode(encoding) == b"\n":
        raise DocumentError(
            "not a text: it holds NUL bytes (UTF-16 without its mark is read with encoding utf-16-le)",
            file=path,
            line=line,
        )
    try:
        text = data.decode(encoding)
    except UnicodeError as problem:
        at = getattr(problem, "start", 0)
        raise DocumentError(
            f"not {encoding}: byte {at + 1} is no part of a letter; convert it to UTF-8 or name its "
            "encoding (--encoding windows-1256)",
            file=path,
            line=line or data.count(b"\n", 0, at) + 1,
        ) from None
    return text


def _facts(text: str, path: Path, line: int | None = None) -> dict[str, Any]:
    try:
        facts = json.loads(text)
    except json.JSONDecodeError as problem:
        message = f"not JSON: {problem.msg} at column {problem.colno}"
        raise DocumentError(message, file=path, line=line or problem.lineno) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        raise DocumentError("not JSON that can be read", file=path, line=line) from None
    if not isinstance(facts, dict):
        raise DocumentError("not a JSON object {…}", file=path, line=line)
    return facts


def _document(facts: dict[str, Any], name: str, path: Path, line: int | None = None) -> Document:
    def said(key: str) -> str:
        value = facts.get(key)
        if value is not None and not isinstance(value, str):
            raise DocumentError(f"{key!r} is no text", file=path, line=line, column=key)
        return _UNWRITABLE.sub("\ufffd", value or "")

    if "text" not in facts:
        raise DocumentError("a report needs its 'text'", file=path, line=line, column="text")
    text = said("text")
    if not text.strip():
        raise DocumentError("empty", file=path, line=line, column="text")
    key = "doc_id" if "doc_id" in facts else "id"
    if isinstance(facts.get(key), int):
        facts = facts | {key: str(facts[key])}
    return Document(
        id=said(key) or name,
        text=text,
        language=said("language"),
        published=_day(said("published"), path, line),
        title=said("title"),
        source=said("source"),
        url=said("url"),
    )


def _day(value: str, path: Path, line: int | None) -> date | None:
    """Read an ISO date; of a date and time, the date."""
    if not value.strip():
        return None
    try:
        return date.fromisoformat(re.split("[T ]", value.strip(), maxsplit=1)[0])
    except ValueError:
        message = f"'published' is {value!r}, not a date like 2024-12-26"
        raise DocumentError(message, file=path, line=line, column="published") from None
