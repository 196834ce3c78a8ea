"""The gazetteer: places by id, by name and by what a text says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geoevents.errors import GazetteerError, UnknownPlaceError
from geoevents.gazetteer.folders import shipped_folder, source_files
from geoevents.gazetteer.hashing import Table
from geoevents.gazetteer.index import Index, open_index
from geoevents.gazetteer.matching import HAS_ARTICLE, IS_PRIMARY, USE, Hits, Names
from geoevents.gazetteer.records import Records
from geoevents.gazetteer.search import Match, search
from geoevents.language.fold import Folded
from geoevents.model import Kind, Place

__all__ = ["Entry", "Gazetteer", "Match"]

_CACHED_PLACES: Final = 20_000

_Origin = tuple[Path | str | None, bool, Path | str | None]


_CAPITAL: Final = "PPLC"  # GeoNames' feature code


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
        self._records = Records(index)
        self.kinds = self._records.kinds
        self.country_sets = self._records.country_sets
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
        self._origin: _Origin = (None, True, None)
        # Bounded caches of this gazetteer alone.
        self.place: Callable[[int], Place] = lru_cache(maxsize=_CACHED_PLACES)(self._records.place)
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
        return iter(self._records.ids)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._records.row(id) is not None

    def __getitem__(self, id: str) -> Place:
        return self.place(self.row(id))

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
        row = self._records.row(id)
        if row is None:
            raise UnknownPlaceError(f"no place has the id {id!r}; find one with lookup(name)")
        return row

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

    def own_name(self, row: int) -> str:
        """Return the name of a place in Latin letters, sooner than ``place(row).name``.

        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.own_name(gazetteer.row("gn:98182"))
        'Baghdad'
        """
        return self._records.name(row)

    def feature_code(self, row: int) -> str:
        """Return the feature code that GeoNames gives a place, "" when unknown.

        >>> gazetteer = Gazetteer.load()
        >>> gazetteer.feature_code(gazetteer.row("gn:98182"))
        'PPLC'
        """
        return self._records.feature_code(row)

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
        row = self._records.row(f"border:{first}-{second}")
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
            _, _, pair = self._records.ids[row].partition(":")
            first, _, second = pair.partition("-")
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
        return {country: tuple(sorted(others)) for country, others in found.items()}

    def capital(self, country: str) -> Place | None:
        """Return the capital of a country, ``None`` if no place is known as such.

        >>> Gazetteer.load().capital("EG").name
        'Cairo'
        """
        row = self._capitals.get(country.upper())
        return None if row is None else self.place(row)

    @cached_property
    def _capitals(self) -> Mapping[str, int]:
        return {
            countries[0]: row
            for row in self._records.rows_of(_CAPITAL)
            if len(countries := self.country_sets[int(self.country[row])]) == 1
        }

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
