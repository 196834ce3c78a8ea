"""Ask an online geocoder for what the gazetteer does not know: only when told to, slowly, each name once.

Nothing here is used unless a geocoder is passed to ``attach``. Answers are kept in a small SQLite file that
the user names, misses too, so that a second run asks nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from geoevents.errors import GeocoderError
from geoevents.language.fold import fold
from geoevents.model import Kind, Place

__all__ = ["SOURCE", "Geocoder"]

SOURCE: Final = "geocoder"
PAUSE: Final = 1.0  # seconds; the usage policy of OpenStreetMap's Nominatim: at most one request a second
_DEFAULT_RADIUS_KM: Final = 5.0  # where the answer has no bounding box
_KM_PER_DEGREE: Final = 111.2
_MOST_TRIES: Final = 2
# Nominatim's ``addresstype`` and ``type``; what is not listed is "other".
_KINDS: Final[Mapping[str, Kind]] = {
    "country": "country", "state": "governorate", "province": "governorate", "region": "region",
    "state_district": "district", "county": "district", "district": "district", "municipality": "subdistrict",
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "suburb": "neighbourhood",
    "neighbourhood": "neighbourhood", "quarter": "neighbourhood", "island": "island", "river": "river",
    "peak": "mountain", "aerodrome": "base", "desert": "desert",
}  # fmt: skip


class Geocoder:
    """A geocoder of geopy, asked slowly and with a memory.

    Parameters
    ----------
    service
        Any geocoder of geopy, such as ``geopy.geocoders.Nominatim(user_agent="my-project")``, or whatever
        has its ``geocode(query, …)``.
    cache
        A file for the answers, made if it is not there; ``None`` keeps them for this object's life.
    pause
        Seconds between two questions.

    >>> class Atlas:
    ...     def geocode(self, query, **options):
    ...         return type("Found", (), {"latitude": 34.9, "longitude": 38.4, "address": query, "raw": {}})
    >>> place = Geocoder(Atlas(), pause=0).find("Arak gas field")
    >>> place.name, place.source
    ('Arak gas field', 'geocoder')
    """

    def __init__(
        self, service: Any, *, cache: str | os.PathLike[str] | None = None, pause: float = PAUSE
    ) -> None:
        if not hasattr(service, "geocode"):
            raise GeocoderError(f"{type(service).__name__} is no geocoder of geopy: it has no geocode()")
        self.service = service
        self.pause = pause
        self.asked = 0  # questions that went out
        self._name = (
            f"{type(service).__module__}.{type(service).__qualname__}@{getattr(service, 'domain', '')}"
        )
        self._last = -pause
        try:
            if cache is not None:
                Path(cache).parent.mkdir(parents=True, exist_ok=True)
            self._answers = sqlite3.connect(":memory:" if cache is None else str(cache))
            self._answers.execute(
                "CREATE TABLE IF NOT EXISTS answers "
                "(service TEXT, query TEXT, country TEXT, answer TEXT, PRIMARY KEY (service, query, country))"
            )
        except (sqlite3.Error, OSError) as problem:
            raise GeocoderError(f"the cache {cache} cannot be used: {problem}") from problem

    def close(self) -> None:
        """Close the file of the answers.

        >>> class Atlas:
        ...     def geocode(self, query, **options): ...
        >>> Geocoder(Atlas()).close()
        """
        self._answers.close()

    def __enter__(self) -> Geocoder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find(self, query: str, *, country: str = "") -> Place | None:
        """Return the place that the geocoder finds, ``None`` if it finds none.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code that the answer must have; of a service that tells no country, the
            caller checks the point.

        Raises
        ------
        GeocoderError
            The service does not answer. What it answered before is kept.

        >>> class Empty:
        ...     def geocode(self, query, **options): ...
        >>> Geocoder(Empty(), pause=0).find("Nowhere") is None
        True
        """
        key = (self._name, fold(query), country.upper())
        known = self._answers.execute(
            "SELECT answer FROM answers WHERE service = ? AND query = ? AND country = ?", key
        ).fetchone()
        answer: dict[str, Any] | None
        if known is not None:
            answer = json.loads(known[0])
        else:
            answer = self._ask(query, country)
            self._answers.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", (*key, json.dumps(answer))
            )
            self._answers.commit()
        if answer is None or (country and answer["country"] not in ("", country.upper())):
            return None
        return _place(answer)

    def _ask(self, query: str, country: str) -> dict[str, Any] | None:
        from geopy.exc import GeocoderServiceError, GeopyError

        options: dict[str, Any] = {"exactly_one": True}
        if type(self.service).__name__ == "Nominatim":
            options |= {"addressdetails": True, "country_codes": country.lower() or None}
        for tries_left in reversed(range(_MOST_TRIES)):
            time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
            self.asked += 1
            try:
                return _answer(self.service.geocode(query, **options))
            except GeocoderServiceError as problem:
                if not tries_left:
                    raise GeocoderError(f"the geocoder does not answer: {problem}") from problem
            except (GeopyError, OSError) as problem:
                raise GeocoderError(f"the geocoder cannot be asked: {problem}") from problem
            finally:
                self._last = time.monotonic()
        return None


def _answer(found: Any) -> dict[str, Any] | None:
    """Return what is kept of an answer."""
    if found is None:
        return None
    raw = found.raw if isinstance(found.raw, dict) else {}
    address = raw.get("address")
    code = address.get("country_code", "") if isinstance(address, dict) else ""
    kind = next((_KINDS[raw[key]] for key in ("addresstype", "type") if raw.get(key) in _KINDS), "other")
    number = f"{raw['osm_type']}/{raw['osm_id']}" if {"osm_type", "osm_id"} <= raw.keys() else ""
    return {
        "id": f"{SOURCE}:{number or f'{found.latitude:.5f},{found.longitude:.5f}'}",
        "name": str(raw.get("name") or found.address).split(",")[0].strip(),
        "kind": kind,
        "latitude": float(found.latitude),
        "longitude": float(found.longitude),
        "radius_km": _radius_km(raw.get("boundingbox")),
        "country": str(code).upper(),
        "licence": str(raw.get("licence", "")),
        "note": str(found.address),
    }


def _radius_km(box: Any) -> float:
    """Return half the greater side of a bounding box: south, north, west, east."""
    try:
        south, north, west, east = map(float, box)
    except (TypeError, ValueError):
        return _DEFAULT_RADIUS_KM
    return round(max(north - south, east - west) / 2 * _KM_PER_DEGREE, 3)


def _place(answer: Mapping[str, Any]) -> Place:
    told = {name: value for name, value in answer.items() if name != "country"}
    countries = (answer["country"],) if answer["country"] else ()
    return Place(name_ar="", countries=countries, source=SOURCE, **told)
