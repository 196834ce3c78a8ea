"""Where place data lies: in the installed package, in a checkout, in a user's own folder."""

from pathlib import Path
from typing import Final

from geoevents.errors import GazetteerError
from geoevents.gazetteer.tables import curated_file

__all__ = ["shipped_folder", "source_files"]

_WORLD_FILES: Final = ("units.parquet", "borders.parquet", "places.parquet")
_CURATED_FILES: Final = (
    "world.csv",
    "places.csv",
    "names.csv",
    "shapes.geojson",
    "demonyms.csv",
    "nonplaces.csv",
)


def shipped_folder() -> Path:
    """Return the folder of the data that comes with the package.

    Raises
    ------
    GazetteerError
        The package was installed without its data.

    >>> shipped_folder().is_dir()
    True
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_gazetteer", package.parent / "gazetteer"):
        if folder.is_dir():
            return folder
    raise GazetteerError(
        "the shipped place data is missing; reinstall geoevents", file=package / "_gazetteer"
    )


def source_files(folder: Path) -> list[Path]:
    """Return the data files in a gazetteer folder, in the order in which they are read.

    >>> source_files(Path("nowhere"))
    []
    """
    world = folder / "world" if (folder / "world").is_dir() else folder
    files = [world / name for name in _WORLD_FILES]
    files += [curated_file(folder, name) for name in _CURATED_FILES]
    return [file for file in (*files, folder / "VERSION") if file.is_file()]
