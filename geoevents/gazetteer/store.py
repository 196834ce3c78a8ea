"""The gazetteer: places by id, by name and by what a text says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoevents.errors import GazetteerError, UnknownPlaceError
from geoevents.gazetteer.folders import shipped_folder, source_files
from geoevents.gazetteer.hashing import Table, id_hashes
from geoevents.gazetteer.index import Index, open_index
from geoevents.gazetteer.matching import HAS_ARTICLE, IS_PRIMARY, USE, Hits, Names
from geoevents.gazetteer.search import Match, search
from geoevents.language.fold import Folded
from geoevents.model import Kind, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Entry", "Gazetteer", "Match"]

_CACHED_PLACES: Final = 20_000
_OUTLINE_HEAD: Final = 4  # shape and three counts, see compiling.py

_Origin = tuple[Path | str | None, bool, Path | str | None]


class Entry(NamedTuple):
    """A place that bears a name.

    ``use`` is 0, or 1 if the name tells of this place only with evidence nearby, or 2 if it never does.
    ``has_article`` says that the place bears it with the article only; ``is_primary`` that it is the
    place's own name rather than a variant.
    """

    row: int
    use: int
    has_article: bool
    is_primary: bool


class Gazetteer:
    """Places of the world and of a user's own tables, opened from a compiled index.

    Columns are numpy arrays by row: ``latitude``, ``longitude``, ``radius_km``, ``population``, ``salience``
    (0…1, how well known), ``kind`` (position in ``kinds``), ``country`` (position in ``country_sets``),
    ``admin1`` (row of the first-level unit, -1 if none), ``is_curated``.

    >>> gazetteer = Gazetteer.load()
    >>> gazetteer["country:SY"].name
    'Syria'
    """

    def __init__(self, index: Index) -> None:
        arrays = index.arrays
        self._index = index
        self.latitude: NDArray[np.float64] = arrays["latitude"]
        self.longitude: NDArray[np.float64] = arrays["longitude"]
        self.radius_km: NDArray[np.float32] = arrays["radius_km"]
        self.population: NDArray[np.int64] = arrays["population"]
        self.salience: NDArray[np.float32] = arrays["salience"]
        self.kind: NDArray[np.uint8] = arrays["kind"]
        self.country: NDArray[np.int16] = arrays["country"]
        self.admin1: NDArray[np.int32] = arrays["admin1"]
        self.is_curated: NDArray[np.bool_] = arrays["is_curated"]
        self.kinds: tuple[Kind, ...] = tuple(index.meta["kinds"])
        self.country_sets: tuple[tuple[str, ...], ...] = tuple(
            tuple(codes.split("|")) if codes else () for codes in index.meta["country_sets"]
        )
        self.names = Names(
            arrays["key_codes"],
            arrays["key_bounds"],
            Table(arrays["table_hashes"], arrays["table_values"]),
            arrays["key_uses"],
            arrays["key_article"],
        )
        # Names sorted by their consonants, see spelling.py.
        self.sound_codes: NDArray[np.uint64] = arrays["sound_codes"]
        self.sound_keys: NDArray[np.int32] = arrays["sound_keys"]
        self._texts = {
            column: index.texts(column) for column in ("id", "known_id", "name", "name_ar", "note")
        }
        self._origin: _Origin = (None, True, None)
        # Bounded caches of this gazetteer alone.
        self.place: Callable[[int], Place] = lru_cache(maxsize=_CACHED_PLACES)(self._place)
        self.entries: Callable[[int], tuple[Entry, ...]] = lru_cache(maxsize=_CACHED_PLACES)(self._entries)

    @classmethod
    def load(
        cls, folder: Path | str | None = None, *, shipped: bool = True, cache: Path | str | None = None
    ) -> Gazetteer:
        """Load the shipped data, with a folder of one's own upon it.

        Parameters
        ----------
        folder
            Tables of the same form as the shipped ones (see gazetteer/README.md), in the folder itself
            or in ``curated`` and ``world`` within it.
        shipped
            False for the folder's data alone.
        cache
            Where the compiled index is kept; the user's cache folder if not given.

        Raises
        ------
        GazetteerError
            The folder has no place data, or some of it is wrong.

        >>> "gn:170654" in Gazetteer.load()
        True
        """
        folders = [shipped_folder()] if shipped else []
        if folder is not None:
            folders.append(Path(folder).resolve())
            if not source_files(folders[-1]):
                raise GazetteerError("holds no place data such as places.csv", file=folder)
        index = open_index(folders, cache=None if cache is None else Path(cache))
        gazetteer = cls(index)
        gazetteer._origin = (folder, shipped, cache)
        return gazetteer

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded, self._origin

    def __len__(self) -> int:
        return len(self.kind)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all places."""
        return iter(self._texts["id"])

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._row(id) is not None

    def __getitem__(self, id: str) -> Place:
        row = self._row(id)
        if row is None:
            raise UnknownPlaceError(f"no place has the id {id!r}; find one with lookup(name)")
        return self.place(row)

    def row(self, id: str) -> int:
        """Return the row of a place.

        Raises
        ------
        UnknownPlaceError
            No place has this id.

        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.place(gazetteer.row("country:IQ")).name
        'Iraq'
        """
        row = self._row(id)
        if row is None:
            raise UnknownPlaceError(f"no place has the id {id!r}; find one with lookup(name)")
        return row

    def _row(self, id: str) -> int | None:
        hash = id_hashes([id])[0]
        hashes = self._index.arrays["id_hashes"]
        at = int(np.searchsorted(hashes, hash))
        while at < len(hashes) and hashes[at] == hash:
            if self._texts["known_id"][at] == id:
                return int(self._index.arrays["id_rows"][at])
            at += 1
        return None

    def _place(self, row: int) -> Place:
        arrays, meta = self._index.arrays, self._index.meta
        ids = {
            name: f"{prefix}{number}"
            for name, prefix in (("geonames", ""), ("wikidata", "Q"))
            if (number := int(arrays[name][row]))
        }
        source, licence = meta["sources"][int(arrays["source"][row])]
        admin1 = int(self.admin1[row])
        return Place(
            id=self._texts["id"][row],
            name=self._texts["name"][row],
            name_ar=self._texts["name_ar"][row],
            kind=self.kinds[self.kind[row]],
            latitude=float(self.latitude[row]),
            longitude=float(self.longitude[row]),
            countries=self.country_sets[self.country[row]],
            admin1="" if admin1 < 0 else self._texts["id"][admin1],
            outline=self._outline(row),
            radius_km=round(float(self.radius_km[row]), 3),
            population=int(self.population[row]),
            feature_code=meta["features"][int(arrays["feature"][row])],
            ids=ids,
            source=source,
            licence=licence,
            note=self._texts["note"][row],
        )

    def _outline(self, row: int) -> BaseGeometry | None:
        at = self._outlined.get(row)
        if at is None:
            return None
        from geoevents.gazetteer.geometry import decode_geometry

        start, end = self._index.arrays["outline_bounds"][at : at + 2]
        shape, *counts = self._index.arrays["outline_numbers"][start : start + _OUTLINE_HEAD].tolist()
        parts = np.split(
            self._index.arrays["outline_numbers"][start + _OUTLINE_HEAD : end],
            np.cumsum([*counts, counts[-1]])[:-1],
        )
        return decode_geometry(
            {"shape": shape, **dict(zip(("parts", "rings", "x", "y"), parts, strict=True))}
        )

    @cached_property
    def _outlined(self) -> Mapping[int, int]:
        """The rows that have an outline, with its number."""
        return {row: at for at, row in enumerate(self._index.arrays["outline_rows"].tolist())}

    def match(self, folded: Folded, begin: NDArray[np.bool_] | None = None) -> Hits:
        """Find all names of the gazetteer in a folded text.

        Parameters
        ----------
        begin
            Which of the words, in their order, a name may begin in; all if not given.

        >>> from geoevents.language.fold import fold_text
        >>> gazetteer, text = Gazetteer.load(), fold_text("اجتماع في دمشق")
        >>> hits = gazetteer.match(text)
        >>> [text.text[start:end] for start, end in zip(hits.start, hits.end)][-1]
        'دمشق'
        """
        return self.names.match(folded, begin)

    def name(self, number: int) -> str:
        """Return the folded letters of a name, in Arabic without the article of its first word.

        >>> from geoevents.language.fold import fold_text
        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.name(int(gazetteer.match(fold_text("الموصل")).name[0]))
        'موصل'
        """
        start, end = self.names.bounds[number : number + 2].tolist()
        return self.names.codes[start:end].tobytes().decode("utf-16-le")

    def feature_code(self, row: int) -> str:
        """Return the feature code that GeoNames gives a place, "" when unknown.

        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.feature_code(gazetteer.row("gn:98182"))
        'PPLC'
        """
        code: str = self._index.meta["features"][int(self._index.arrays["feature"][row])]
        return code

    def _entries(self, name: int) -> tuple[Entry, ...]:
        start, end = self._index.arrays["posting_bounds"][name : name + 2].tolist()
        rows = self._index.arrays["posting_rows"][start:end].tolist()
        flags = self._index.arrays["posting_flags"][start:end].tolist()
        return tuple(
            Entry(row, flag & USE, bool(flag & HAS_ARTICLE), bool(flag & IS_PRIMARY))
            for row, flag in zip(rows, flags, strict=True)
        )

    def borne(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which names are those of some of the places, given by a mask of rows.

        >>> gazetteer = Gazetteer.load()
        >>> int(gazetteer.borne(np.zeros(len(gazetteer), bool)).sum())
        0
        """
        bounds = self._index.arrays["posting_bounds"]
        before = np.append(0, np.cumsum(rows[self._index.arrays["posting_rows"]]))
        borne: NDArray[np.bool_] = before[bounds[1:]] > before[bounds[:-1]]
        return borne

    def lookup(
        self,
        name: str,
        *,
        country: str | None = None,
        kind: Kind | None = None,
        near: tuple[float, float] | None = None,
        fuzzy: bool = True,
        limit: int = 10,
    ) -> tuple[Match, ...]:
        """Find places by name, in any spelling in Arabic or Latin script.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code that a place must have.
        kind
            Kind that a place must be of.
        near
            Latitude and longitude near which a place is rather meant.
        fuzzy
            Also find what sounds alike or is misspelt.
        limit
            Matches at the most.

        Returns
        -------
        tuple of Match
            The best first; empty if no place has such a name.

        >>> gazetteer = Gazetteer.load()
        >>> [gazetteer.lookup(name)[0].place.country for name in ("الحسكه", "Hassakeh", "al-Hasakah")]
        ['SY', 'SY', 'SY']
        >>> gazetteer.lookup("Xqzzvw")
        ()
        """
        return search(self, name, country=country, kind=kind, near=near, fuzzy=fuzzy, limit=limit)

    def border(self, a: str, b: str) -> Place | None:
        """Return the border between two countries, None if they have none.

        >>> Gazetteer.load().border("SY", "IQ").id
        'border:IQ-SY'
        """
        first, second = sorted((a.upper(), b.upper()))
        row = self._row(f"border:{first}-{second}")
        return None if row is None else self.place(row)

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Return the codes of the countries that border on one.

        >>> Gazetteer.load().neighbours("IQ")
        ('IR', 'JO', 'KW', 'SA', 'SY', 'TR')
        """
        return self._neighbours.get(country.upper(), ())

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for row in np.flatnonzero(self.kind == self.kinds.index("border")).tolist():
            _, _, pair = self._texts["id"][row].partition(":")
            first, _, second = pair.partition("-")
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
        return {country: tuple(sorted(others)) for country, others in found.items()}

    @property
    def demonyms(self) -> Mapping[str, str]:
        """Nationality adjectives in all their forms, folded, and the ids of their places.

        >>> Gazetteer.load().demonyms["iraqis"]
        'country:IQ'
        """
        return self._index.words["demonyms"]

    @property
    def nonplaces(self) -> Mapping[str, str]:
        """Folded names that contain or equal a place's and are no place, and what they are.

        >>> set(Gazetteer.load().nonplaces.values()) <= {
        ...     "organisation", "outlet", "person", "conference", "document", "group", "word"}
        True
        """
        return self._index.words["nonplaces"]

    @property
    def version(self) -> str:
        """The version of the data, which every output carries."""
        version: str = self._index.meta["version"]
        return version

    @property
    def credits(self) -> str:
        """Whom the data's licences ask to be named, in one line.

        >>> "GeoNames" in Gazetteer.load().credits
        True
        """
        credits: str = self._index.meta["credits"]
        return credits

    def summary(self) -> Mapping[str, int]:
        """Return how much there is of what: places, names, and places by kind.

        >>> Gazetteer.load().summary()["country"] > 200
        True
        """
        return MappingProxyType(self._index.meta["summary"])


def _loaded(folder: Path | str | None, shipped: bool, cache: Path | str | None) -> Gazetteer:
    return Gazetteer.load(folder, shipped=shipped, cache=cache)
