"""Texts in which somebody marked the places, in three forms.

JSON Lines
    One document a line: ``{"doc_id", "text", "gold": [{"start", "end", "lat", "lon", …}]}``. ``lat`` and
    ``lon`` may be null or missing, ``geonameid``, ``type`` and ``role`` may be there.
brat standoff
    ``NAME.ann`` beside ``NAME.txt``. Entities (``T``) are places; a note (``#``) that holds "36.5, 40.75"
    gives coordinates, a reference (``N … GeoNames:170654``) the place, an attribute (``A1 Role T1
    metonymic``) the role.
seeds
    ``mentions.jsonl``, one mention a line: ``{"doc": "NAME.txt", "start", "end", "surface", "role", "lat",
    "lon", "tolerance_km", …}``; the texts lie beside it, above it, or where ``texts`` says.

Offsets are half-open and count code points everywhere.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from geoevents.documents import read
from geoevents.errors import DocumentError
from geoevents.model import KINDS, ROLES, Document, Role

__all__ = ["Annotated", "Gold", "read_annotated", "records_of"]

# What others call the roles. The first two pairs are of the seeds, the rest of Gritta et al. (2020).
_ROLES: Final[Mapping[str, tuple[Role, ...]]] = {
    "locative": ("literal",),
    "part_of_org": ("embedded",),
    "adjectival": ("literal", "demonym", "embedded"),
    "metonymy": ("metonymic",),
    "associative": ("metonymic", "embedded", "demonym"),
    **{role: (role,) for role in sorted(ROLES)},
}
_SETTLEMENTS: Final = ("city", "town", "village", "neighbourhood")
_AREAS: Final = ("region", "desert", "area", "district", "subdistrict", "mountain", "island")
_KINDS: Final = {
    "capital": _SETTLEMENTS,
    **dict.fromkeys(_SETTLEMENTS, _SETTLEMENTS),
    **dict.fromkeys(_AREAS, _AREAS),
    "military_base": ("base",),
}
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d+)?"
_COORDINATES: Final = re.compile(
    rf"(?<![\d.])({_NUMBER})\s*[,;\s]\s*(?:lon\w*\s*[=:]\s*)?({_NUMBER})(?![\d.])"
)
_TEXTS: Final = (".", "..", "../seeds", "../../seeds")  # where the texts of seeds may lie, from the mentions


@dataclass(frozen=True, slots=True)
class Gold:
    """A place name as an annotator marked it; what the annotation leaves open is empty."""

    start: int
    end: int
    text: str
    latitude: float | None = None
    longitude: float | None = None
    roles: tuple[Role, ...] = ()  # those that count as right, the best first
    kinds: tuple[str, ...] = ()
    place: str = ""  # its id
    type: str = ""
    tolerance_km: float | None = None  # within which a place is right
    is_shape: bool = False  # a line or an area: a place is right whose outline is there
    is_optional: bool = False  # nothing is missed without it

    @property
    def is_located(self) -> bool:
        """Tell whether the annotation says where it is."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with the place names marked in it."""

    document: Document
    gold: tuple[Gold, ...]


def read_annotated(
    path: Path | str, *, texts: Path | str | None = None, types: Collection[str] = ()
) -> list[Annotated]:
    """Read annotated texts from a file or a folder of any of the forms.

    Parameters
    ----------
    texts
        The folder of the texts that a ``mentions.jsonl`` speaks of.
    types
        Of entities, those that are places (such as GPE, LOC); all if empty.

    Raises
    ------
    DocumentError
        A file or a line is broken, or what it marks is not in the text.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "r1.txt").write_text("Fire in Homs", encoding="utf-8")
    ...     _ = Path(folder, "r1.ann").write_text("T1\\tPlace 8 12\\tHoms", encoding="utf-8")
    ...     [(one.document.id, one.gold[0].text) for one in read_annotated(folder)]
    [('r1', 'Homs')]
    """
    path = Path(path)
    if path.is_dir():
        files = sorted(path.rglob("*.ann"))
        if not files:
            mentions = path / "mentions.jsonl"
            files = [mentions] if mentions.is_file() else sorted(path.glob("*.jsonl"))
    else:
        files = [path]
    folder = None if texts is None else Path(texts)
    found = [one for file in files for one in _annotated(file, folder)]
    if not found:
        raise DocumentError("no annotated text; .jsonl and .ann files are read", file=path)
    if types:
        found = [replace(one, gold=tuple(g for g in one.gold if g.type in types)) for one in found]
    return found


def _annotated(file: Path, texts: Path | None) -> Iterator[Annotated]:
    if file.suffix.lower() == ".ann":
        yield _brat(file)
    elif file.suffix.lower() == ".jsonl":
        lines = list(records_of(file))
        is_seeds = bool(lines) and "doc" in lines[0][1] and "text" not in lines[0][1]
        yield from _seeds(file, lines, texts) if is_seeds else _corpus(file, lines)
    else:
        raise DocumentError("this form is not read; annotated texts are .jsonl or .ann files", file=file)


def records_of(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file of JSON Lines with the numbers of their lines.

    Raises
    ------
    DocumentError
        A line is no JSON object.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.jsonl")
    ...     _ = file.write_text('{"doc_id": "r1"}')
    ...     list(records_of(file))
    [(1, {'doc_id': 'r1'})]
    """
    try:
        content = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError("not utf-8", file=file) from None
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as problem:
            raise DocumentError(f"not JSON: {problem}", file=file, line=number) from None
        if not isinstance(record, dict):
            raise DocumentError("not a JSON object {…}", file=file, line=number)
        yield number, record


def _corpus(file: Path, lines: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Annotated]:
    for number, record in lines:
        text, marked = record.get("text"), record.get("gold")
        if not isinstance(text, str) or not isinstance(marked, list):
            raise DocumentError("an annotated text needs its 'text' and its 'gold'", file=file, line=number)
        id = str(record.get("doc_id", record.get("id", f"{file.stem}-{number}")))
        document = Document(id, text, str(record.get("lang") or record.get("language") or ""))
        yield Annotated(document, tuple(_gold(one, text, file, number) for one in marked))


def _seeds(
    file: Path, lines: Iterable[tuple[int, dict[str, Any]]], texts: Path | None
) -> Iterator[Annotated]:
    by_name: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, record in lines:
        if "doc" not in record:
            raise DocumentError("a mention needs the name of its text, 'doc'", file=file, line=number)
        by_name[str(record["doc"])].append((number, record))
    folders = [texts] if texts else [file.parent / folder for folder in _TEXTS]
    for name, records in by_name.items():
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            raise DocumentError(
                f"the text {name!r} is nowhere near; name its folder (--texts)", file=file, line=records[0][0]
            )
        (document,) = read(path)
        yield Annotated(
            document, tuple(_gold(record, document.text, file, number) for number, record in records)
        )


def _gold(record: Any, text: str, file: Path, line: int) -> Gold:
    try:
        start, end = int(record["start"]), int(record["end"])
        latitude, longitude = (None if (v := record.get(key)) is None else float(v) for key in ("lat", "lon"))
        tolerance = record.get("tolerance_km")
        is_shape = tolerance == "polygon" or record.get("geometry") in ("line", "polygon")
        allowed = record.get("fallback_km") if tolerance == "polygon" else tolerance
        tolerance_km = None if allowed is None else float(allowed)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise DocumentError(
            f"a mention needs numbers for 'start' and 'end' ({problem})", file=file, line=line
        ) from None
    if tolerance is not None and tolerance_km is None:
        tolerance_km = 0.0  # inside it, or wrong
    words = _marked(text, start, end, record.get("text", record.get("surface")), file, line)
    kind = str(record.get("kind") or "")
    named = [record.get("role"), *(record.get("role_alt") or ())]
    return Gold(
        start, end, words, latitude, longitude,
        roles=tuple(dict.fromkeys(role for name in named for role in _roles(name))),
        kinds=_KINDS.get(kind, (kind,) if kind in KINDS else ()),
        place=f"gn:{record['geonameid']}" if record.get("geonameid") else "",
        type=str(record.get("type") or ""),
        tolerance_km=tolerance_km,
        is_shape=is_shape,
        is_optional=bool(record.get("optional")),
    )  # fmt: skip


def _roles(name: Any) -> tuple[Role, ...]:
    return _ROLES.get(str(name).lower(), ()) if name else ()


def _marked(text: str, start: int, end: int, words: Any, file: Path, line: int) -> str:
    """Return the words at the offsets; they must be those that the annotation names."""
    found = text[start:end] if 0 <= start < end <= len(text) else ""
    if not found or (words and "".join(str(words).split()) != "".join(found.split())):
        raise DocumentError(
            f"{start}:{end} is {found!r} in the text, not {words!r}; offsets are half-open and count "
            "code points, not bytes",
            file=file,
            line=line,
        )
    return found


def _brat(file: Path) -> Annotated:
    path = file.with_suffix(".txt")
    if not path.is_file():
        raise DocumentError(f"its text {path.name} is missing", file=file)
    (document,) = read(path)
    marked: dict[str, Gold] = {}
    about: list[tuple[str, str]] = []  # what is said of an entity
    for number, line in enumerate(file.read_text("utf-8-sig").split("\n"), 1):
        key, _, rest = line.partition("\t")
        told, _, words = rest.partition("\t")
        if key.startswith("T"):
            type_, *numbers = re.split(r"[ ;]", told)
            try:  # a broken span counts from its first part to its last
                offsets = [int(one) for one in numbers]
                start, end = offsets[0], offsets[-1]
            except (ValueError, IndexError):
                raise DocumentError(f"{told!r} is no entity and span", file=file, line=number) from None
            whole = words if len(offsets) == 2 else None
            text = _marked(document.text, start, end, whole, file, number)
            marked[key] = Gold(start, end, text, type=type_)
        elif key[:1] in ("#", "N", "A", "M"):
            _, of, *values = [*told.split(), ""]
            about.append((of, " ".join([*values, words]).strip()))
    for of, told in about:
        if of in marked:
            marked[of] = _with(marked[of], told)
    return Annotated(document, tuple(sorted(marked.values(), key=lambda one: (one.start, one.end))))


def _with(gold: Gold, told: str) -> Gold:
    """Add what a note, a reference or an attribute says."""
    if roles := _roles(told):
        return replace(gold, roles=roles)
    if reference := re.match(r"GeoNames:(\d+)", told, re.IGNORECASE):
        return replace(gold, place=f"gn:{reference[1]}")
    at = _COORDINATES.search(told)
    if at and abs(float(at[1])) <= 90 and abs(float(at[2])) <= 180:
        return replace(gold, latitude=float(at[1]), longitude=float(at[2]))
    return gold
