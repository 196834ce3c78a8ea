"""The places of an index, one by one: their rows by id, their columns made into a ``Place``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geoevents.gazetteer.hashing import id_hashes
from geoevents.gazetteer.index import Index
from geoevents.model import Kind, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Records"]

_OUTLINE_HEAD: Final = 4  # shape and three counts, see compiling.py


class Records:
    """What an index tells of each place.

    >>> from geoevents.gazetteer.folders import shipped_folder
    >>> from geoevents.gazetteer.index import open_index
    >>> records = Records(open_index([shipped_folder()]))
    >>> records.place(records.row("country:SY")).name
    'Syria'
    """

    def __init__(self, index: Index) -> None:
        self._arrays, self._meta = index.arrays, index.meta
        self.ids: Sequence[str] = index.texts("id")
        self._texts = {column: index.texts(column) for column in ("known_id", "name", "name_ar", "note")}
        self.kinds: tuple[Kind, ...] = tuple(index.meta["kinds"])
        self.country_sets: tuple[tuple[str, ...], ...] = tuple(
            tuple(codes.split("|")) if codes else () for codes in index.meta["country_sets"]
        )

    def row(self, id: str) -> int | None:
        """Return the row of a place, ``None`` if none has this id."""
        hash = id_hashes([id])[0]
        hashes = self._arrays["id_hashes"]
        at = int(np.searchsorted(hashes, hash))
        while at < len(hashes) and hashes[at] == hash:
            if self._texts["known_id"][at] == id:
                return int(self._arrays["id_rows"][at])
            at += 1
        return None

    def name(self, row: int) -> str:
        """Return the name of a place alone."""
        name: str = self._texts["name"][row]
        return name

    def feature_code(self, row: int) -> str:
        """Return GeoNames' feature code, "" when unknown."""
        code: str = self._meta["features"][int(self._arrays["feature"][row])]
        return code

    def rows_of(self, feature_code: str) -> list[int]:
        """Return the rows of the places with a feature code of GeoNames."""
        codes: list[str] = self._meta["features"]
        if feature_code not in codes:
            return []
        rows: list[int] = np.flatnonzero(self._arrays["feature"] == codes.index(feature_code)).tolist()
        return rows

    def place(self, row: int) -> Place:
        """Return the place of a row."""
        arrays = self._arrays
        ids = {
            name: f"{prefix}{number}"
            for name, prefix in (("geonames", ""), ("wikidata", "Q"))
            if (number := int(arrays[name][row]))
        }
        source, licence = self._meta["sources"][int(arrays["source"][row])]
        admin1 = int(arrays["admin1"][row])
        return Place(
            id=self.ids[row],
            name=self._texts["name"][row],
            name_ar=self._texts["name_ar"][row],
            kind=self.kinds[arrays["kind"][row]],
            latitude=float(arrays["latitude"][row]),
            longitude=float(arrays["longitude"][row]),
            countries=self.country_sets[arrays["country"][row]],
            admin1="" if admin1 < 0 else self.ids[admin1],
            outline=self._outline(row),
            radius_km=round(float(arrays["radius_km"][row]), 3),
            population=int(arrays["population"][row]),
            feature_code=self.feature_code(row),
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

        numbers = self._arrays["outline_numbers"]
        start, end = self._arrays["outline_bounds"][at : at + 2]
        shape, *counts = numbers[start : start + _OUTLINE_HEAD].tolist()
        parts = np.split(numbers[start + _OUTLINE_HEAD : end], np.cumsum([*counts, counts[-1]])[:-1])
        return decode_geometry(
            {"shape": shape, **dict(zip(("parts", "rings", "x", "y"), parts, strict=True))}
        )

    @cached_property
    def _outlined(self) -> Mapping[int, int]:
        """The rows that have an outline, with its number."""
        return {row: at for at, row in enumerate(self._arrays["outline_rows"].tolist())}
