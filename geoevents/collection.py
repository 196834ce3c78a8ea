"""The road from files to events: parse reports one by one, or collect them to look at together.

Every step is imported where it is taken, so that the values and the look-up of places stay light.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from geoevents.documents import read
from geoevents.errors import DocumentError
from geoevents.gazetteer.store import Gazetteer
from geoevents.model import Document, Parsed
from geoevents.parsing import parse

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from pandas import DataFrame

    from geoevents.geoparse.spans import Recognizer
    from geoevents.publish.frames import Frames
    from geoevents.publish.map import Label
    from geoevents.publish.provenance import Provenance

__all__ = ["EventCollection", "collect", "parse"]

PathLike: TypeAlias = str | os.PathLike[str]

# What the map shows around the events: so far beyond them, in degrees, and so many names of towns.
GROUND_MARGIN: Final = 6.0
MOST_LABELS: Final = 1_500


def collect(
    reports: PathLike | Iterable[PathLike | Document],
    *,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    encoding: str = "utf-8",
    problems: list[DocumentError] | None = None,
) -> EventCollection:
    """Read and parse reports, and keep them together as an :class:`EventCollection`.

    Up to :data:`geoevents.parsing.MOST_TOGETHER` reports, one that does not tell its day gets it from another
    that dates the same event.

    Parameters
    ----------
    reports
        Paths as for :func:`geoevents.read`, or documents.
    gazetteer
        The places that are known; by default those that come with the package.
    recognizer
        As for :func:`parse`.
    encoding, problems
        As for :func:`geoevents.read`. A second report with the id of an earlier one is a problem too.

    >>> found = collect([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
    >>> found.events[["category", "location"]].values.tolist()
    [['meeting', 'Damascus']]
    """
    known = Gazetteer.load() if gazetteer is None else gazetteer
    documents = _once(_documents(reports, encoding, problems), problems)
    parsed = parse(documents, known, recognizer=recognizer, problems=problems, together=True)
    return EventCollection(tuple(parsed), known)


def _documents(
    reports: PathLike | Iterable[PathLike | Document],
    encoding: str,
    problems: list[DocumentError] | None,
) -> Iterator[Document]:
    given = [reports] if isinstance(reports, (str, os.PathLike)) else reports
    for one in given:
        if isinstance(one, Document):
            yield one
        else:
            yield from read(one, encoding=encoding, problems=problems)


def _once(documents: Iterable[Document], problems: list[DocumentError] | None) -> Iterator[Document]:
    """Pass each id once: ids of events and features are built on it."""
    seen: set[str] = set()
    for document in documents:
        if document.id not in seen:
            seen.add(document.id)
            yield document
            continue
        told = DocumentError(
            "another report has this id; give each its own 'id', or file name", file=document.id
        )
        if problems is None:
            raise told
        problems.append(told)


@dataclass(frozen=True, eq=False)
class EventCollection:
    """Parsed reports, as tables, as a map and as layers.

    The tables are made when they are first asked for; see :class:`geoevents.publish.frames.Frames` for
    their columns.

    >>> found = collect([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
    >>> found
    <EventCollection: 1 report, 1 event, 1 of them on the map>
    """

    parsed: tuple[Parsed, ...]
    gazetteer: Gazetteer

    def __len__(self) -> int:
        return sum(len(one.events) for one in self.parsed)

    def __repr__(self) -> str:
        from geoevents.publish.rows import primary_location

        on_map = sum(primary_location(event) is not None for one in self.parsed for event in one.events)
        reports, events = (
            f"{count:,} {noun}{'' if count == 1 else 's'}"
            for count, noun in ((len(self.parsed), "report"), (len(self), "event"))
        )
        return f"<EventCollection: {reports}, {events}, {on_map:,} of them on the map>"

    @cached_property
    def linked(self) -> GeoDataFrame:
        """One row per event with all reports of it; see :func:`geoevents.linked.linked_frame`.

        >>> found = collect([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
        >>> found.linked[["reports", "category", "location"]].values.tolist()
        [[1, 'meeting', 'Damascus']]
        """
        from geoevents.coding.link import link
        from geoevents.linked import linked_frame

        return linked_frame(link(self.parsed))

    @cached_property
    def frames(self) -> Frames:
        """All tables."""
        from geoevents.publish.frames import to_frames

        return to_frames(self.parsed)

    @property
    def events(self) -> GeoDataFrame:
        """One row per event, at its primary place."""
        return self.frames.events

    @property
    def locations(self) -> GeoDataFrame:
        """One row per event and place where something of it happened."""
        return self.frames.locations

    @property
    def mentions(self) -> GeoDataFrame:
        """One row per place name whose place is known."""
        return self.frames.mentions

    @property
    def unresolved(self) -> DataFrame:
        """Place names and events without a place, with the reason."""
        return self.frames.unresolved

    @property
    def movements(self) -> GeoDataFrame:
        """One row per movement, as a line where both ends are known."""
        return self.frames.movements

    @property
    def observations(self) -> GeoDataFrame:
        """One row per observation (a stock, a situation) and place."""
        return self.frames.observations

    def map(self, **options: Any) -> folium.Map:
        """Draw the events; ``options`` are those of :func:`geoevents.publish.map.event_map`.

        >>> found = collect([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
        >>> type(found.map(title="First map")).__name__
        'EventMap'
        """
        from geoevents.publish.map import event_map

        given = {"credits": self._credits(), "labels": self._labels(), "outlines": self._outlines()}
        return event_map(self.frames, **(given | options))

    def to_layers(self, folder: PathLike, **options: Any) -> tuple[Path, ...]:
        """Write layers for a GIS; ``options`` are those of :func:`geoevents.publish.layers.write_layers`.

        >>> import tempfile
        >>> found = collect([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sorted(path.name for path in found.to_layers(folder))[:2]
        ['README.txt', 'events_points.geojson']
        """
        from geoevents.publish.layers import write_layers

        given: dict[str, Any] = {"provenance": self._provenance(), "outlines": self._ground()}
        return write_layers(self.frames, folder, **(given | options))

    def to_postgis(self, url: str, **options: Any) -> dict[str, int]:
        """Bring tables in PostGIS up to date and return how many rows each received.

        ``options`` are those of :func:`geoevents.publish.postgis.write_postgis`.

        >>> collect([Document("r1", "عُقد اجتماع أمني في دمشق.")]).to_postgis("mysql://localhost/x")
        Traceback (most recent call last):
        geoevents.errors.OutputError: this is no address of a PostgreSQL database (postgresql://user@host/database)
        """
        from geoevents.publish.postgis import write_postgis

        given: dict[str, Any] = {
            "provenance": self._provenance(),
            "documents": [one.document.id for one in self.parsed],
        }
        return write_postgis(self.frames, url, **(given | options))

    def _provenance(self) -> Provenance:
        from geoevents.publish.provenance import Provenance, hash_of

        return Provenance(
            credits=self.gazetteer.credits,
            gazetteer=self.gazetteer.version,
            input=hash_of(one.document for one in self.parsed),
        )

    def _credits(self) -> str:
        return f"{self.gazetteer.credits}; gazetteer {self.gazetteer.version}"

    def _rows_in_view(self, *kinds: str) -> NDArray[np.intp]:
        """Rows of the gazetteer of these kinds on and around the events."""
        known, located = self.gazetteer, self.locations
        wanted = np.isin(known.kind, [known.kinds.index(kind) for kind in kinds if kind in known.kinds])
        for column, degrees in (("latitude", known.latitude), ("longitude", known.longitude)):
            low, high = located[column].min() - GROUND_MARGIN, located[column].max() + GROUND_MARGIN
            wanted &= (degrees >= low) & (degrees <= high)
        return np.flatnonzero(wanted)

    def _labels(self) -> list[Label]:
        from geoevents.publish.map import Label

        rows = self._rows_in_view("country", "governorate", "city", "town", "camp", "border_crossing")
        best = rows[np.argsort(-self.gazetteer.salience[rows], kind="stable")][:MOST_LABELS]
        return [
            Label(one.name, one.name_ar, one.latitude, one.longitude, one.kind, one.population)
            for one in map(self.gazetteer.place, best.tolist())
        ]

    def _outlines(self) -> GeoDataFrame:
        return self._outlines_of(self._rows_in_view("country", "governorate"))

    def _ground(self) -> GeoDataFrame:
        """Every country that reaches into the view, however far its middle is, and governorates there."""
        import pandas as pd

        known, located = self.gazetteer, self.locations
        is_country = [kind == "country" for kind in known.kinds]
        countries = self._outlines_of(np.flatnonzero(np.isin(known.kind, np.flatnonzero(is_country))))
        sides = located[["longitude", "latitude"]]
        if not len(located) or not len(countries):
            return countries[:0]
        (west, south), (east, north) = sides.min() - GROUND_MARGIN, sides.max() + GROUND_MARGIN
        units = self._outlines_of(self._rows_in_view("governorate"))
        return pd.concat([countries.cx[west:east, south:north], units], ignore_index=True)

    def _outlines_of(self, rows: NDArray[np.intp]) -> GeoDataFrame:
        from geopandas import GeoDataFrame

        places = map(self.gazetteer.place, rows.tolist())
        outlines = [
            {
                "kind": one.kind,
                "country": one.country,
                "name": one.name,
                "name_ar": one.name_ar,
                "latitude": one.latitude,
                "longitude": one.longitude,
                "geometry": one.outline,
            }
            for one in places
            if one.outline is not None
        ]
        columns = ["kind", "country", "name", "name_ar", "latitude", "longitude", "geometry"]
        return GeoDataFrame(outlines, columns=columns, geometry="geometry", crs="EPSG:4326")
