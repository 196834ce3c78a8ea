"""The compiled gazetteer on disk: arrays that are mapped into memory, built once for each state of the data.

An index is a folder of ``arrays.bin``, ``words.json`` and ``manifest.json``. Its name is a digest of the
sources, of the word lists and of the code that compiles them, so whatever changes leads to another index.
It is built under another name and then renamed, so that no process ever sees half of one; of two that
build at once, the second finds the first one's and discards its own. The manifest is written last and
holds the sizes: a truncated or foreign folder is recognised on opening and built anew.
"""

import hashlib
import json
import logging
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.errors import GazetteerIndexError
from geoevents.gazetteer.folders import source_files

__all__ = ["Index", "compile_index", "digest_of", "open_index"]

FORMAT: Final = 1
# The files within the package that an index depends on.
_RECIPE: Final = (
    *(
        f"gazetteer/{module}.py"
        for module in (
            "compiling", "curated", "folders", "geometry", "hashing", "index", "inflection", "sources",
            "spelling", "tables", "vocabulary",
        )
    ),
    "language/fold.py",
    "language/ar/spelling.toml",
    "language/en/spelling.toml",
)  # fmt: skip
_ALIGNMENT: Final = 64
_SEAL: Final = 16  # the first and last bytes of arrays.bin repeat its digest: a file of zeros is none
_KEPT: Final = 4  # indexes in a cache folder; older ones go when a new one is built

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Index:
    """An open index: arrays by name, and what else there is to know in ``meta``."""

    folder: Path
    arrays: Mapping[str, NDArray[Any]]
    meta: Mapping[str, Any]

    def texts(self, column: str) -> "Texts":
        """Return a column of texts."""
        return Texts(self.arrays[f"{column}_bounds"], self.arrays[f"{column}_bytes"])

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """The demonyms and the names that are no places, read when first asked for."""
        words: Mapping[str, Mapping[str, str]] = json.loads((self.folder / "words.json").read_text("utf-8"))
        return words

    def is_sound(self) -> bool:
        """Read all of the arrays and compare their checksum with the manifest's."""
        return bool(_checksum(self.folder / "arrays.bin") == self.meta["checksum"])


class Texts(Sequence[str]):
    """A column of texts in one array of UTF-8 bytes.

    >>> column = Texts(np.array([0, 0, 2]), np.frombuffer("ف".encode(), np.uint8))
    >>> list(column)
    ['', 'ف']
    """

    __slots__ = ("_bounds", "_bytes")

    def __init__(self, bounds: NDArray[Any], content: NDArray[np.uint8]) -> None:
        self._bounds = bounds
        self._bytes = content

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        row %= len(self)
        start, end = self._bounds[row : row + 2].tolist()
        return self._bytes[start:end].tobytes().decode("utf-8")


def packed_texts(column: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Return a column of texts as the two arrays that ``Index.texts`` reads.

    >>> packed_texts("note", ["ab", ""])["note_bounds"].tolist()
    [0, 2, 2]
    """
    parts = [text.encode("utf-8") for text in texts]
    bounds = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    content = np.frombuffer(b"".join(parts), np.uint8)
    return {f"{column}_bounds": bounds.astype(np.uint32), f"{column}_bytes": content}


def digest_of(folders: Sequence[Path]) -> str:
    """Return a digest of all that an index is made of: sources, word lists and the compiling code.

    >>> len(digest_of([]))
    32
    """
    total = hashlib.blake2b(f"format {FORMAT}".encode(), digest_size=16)
    package = Path(__file__).resolve().parents[1]
    for name in _RECIPE:
        file = package / name
        if file.is_file():  # in a frozen program there may be no files of code; the format then stands for it
            total.update(file.read_bytes())
    for number, folder in enumerate(folders):
        for file in source_files(folder):
            total.update(f"{number} {file.name} {file.stat().st_size}".encode())
            total.update(bytes.fromhex(_checksum(file)))
    return total.hexdigest()


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def open_index(folders: Sequence[Path], *, cache: Path | None = None) -> Index:
    """Open the index of gazetteer folders; build it if it is not there or not whole.

    Parameters
    ----------
    folders
        Each is read upon the ones before.
    cache
        Where indexes are kept; the user's cache folder if not given. If it cannot be written, the index
        lives in a folder of its own until the process ends.

    Raises
    ------
    GazetteerError
        The data is wrong.
    """
    from platformdirs import user_cache_path

    digest = digest_of(folders)
    cache = user_cache_path("geoevents", appauthor=False) / "index" if cache is None else Path(cache)
    target = cache / f"{FORMAT}-{digest}"
    index = _opened(target, digest)
    if index is not None:
        return index
    try:
        cache.mkdir(parents=True, exist_ok=True)
        compile_index(folders, target, digest=digest)
        _discard_old(cache, target)
    except OSError as error:
        _log.warning(
            "the gazetteer's index cannot be kept in %s (%s); it is built anew each time", cache, error
        )
        target = _temporary() / target.name
        compile_index(folders, target, digest=digest)
    index = _opened(target, digest)
    if index is None:
        raise GazetteerIndexError("was built and cannot be read; delete this folder", file=target)
    return index


def _temporary() -> Path:
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="geoevents-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _discard_old(cache: Path, target: Path) -> None:
    """Remove the indexes that were longest not opened; one that another process has mapped lives on there."""
    others = [folder for folder in cache.glob(f"{FORMAT}-*") if folder != target and folder.is_dir()]
    for folder in sorted(others, key=_last_opened)[: -_KEPT + 1]:
        shutil.rmtree(folder, ignore_errors=True)


def _last_opened(folder: Path) -> float:
    try:
        return (folder / "manifest.json").stat().st_mtime
    except OSError:
        return 0.0


def _opened(folder: Path, digest: str) -> Index | None:
    """Open an index if it is whole: the manifest, sizes and seals agree."""
    try:
        meta = json.loads((folder / "manifest.json").read_text("utf-8"))
        if meta["format"] != FORMAT or meta["digest"] != digest:
            return None
        sizes = {name: (folder / name).stat().st_size for name in ("arrays.bin", "words.json")}
        if sizes != meta["sizes"]:
            return None
        with (folder / "arrays.bin").open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        seal = bytes.fromhex(digest)
        if content[:_SEAL] != seal or content[-_SEAL:] != seal:
            return None
        arrays = {
            name: np.frombuffer(content, dtype, int(np.prod(shape)), offset).reshape(shape)
            for name, (dtype, shape, offset) in meta["arrays"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None
    try:
        os.utime(folder / "manifest.json")  # so that it is not discarded as long unused
    except OSError:
        _log.debug("%s is read-only", folder)
    return Index(folder, arrays, meta)


def compile_index(folders: Sequence[Path], target: Path, *, digest: str = "") -> None:
    """Build the index of gazetteer folders at ``target``, at once or not at all.

    Raises
    ------
    GazetteerError
        The data is wrong.
    OSError
        The folder cannot be written.
    """
    from geoevents.gazetteer.compiling import compiled

    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        arrays, words, meta = compiled(folders)
        _write(building, arrays, words, meta, digest or digest_of(folders))
        _put_in_place(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(
    folder: Path, arrays: Mapping[str, NDArray[Any]], words: Any, meta: Mapping[str, Any], digest: str
) -> None:
    seal = bytes.fromhex(digest)
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    with (folder / "arrays.bin").open("wb") as file:
        file.write(seal)
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % _ALIGNMENT))
            places[name] = (array.dtype.str, array.shape, file.tell())
            file.write(np.ascontiguousarray(array).tobytes())
        file.write(seal)
    (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    manifest = {
        **meta,
        "format": FORMAT,
        "digest": digest,
        "sizes": {name: (folder / name).stat().st_size for name in ("arrays.bin", "words.json")},
        "checksum": _checksum(folder / "arrays.bin"),
        "arrays": places,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def _put_in_place(building: Path, target: Path) -> None:
    """Rename the new index to its place; what is broken there goes, what another process built stays."""
    digest = json.loads((building / "manifest.json").read_text("utf-8"))["digest"]
    try:
        building.replace(target)
    except OSError:
        if _opened(target, digest) is not None:
            return
        broken = building.with_name(f"{building.name}-broken")
        target.replace(broken)
        shutil.rmtree(broken, ignore_errors=True)
        building.replace(target)
