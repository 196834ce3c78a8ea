"""The table of events with all reports of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geoevents.coding.link import LinkedEvent
from geoevents.model import Document, Event, Parsed

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["linked_frame"]

_SEPARATOR: Final = "; "
_OF_ONE_REPORT: Final = ("document", "source", "url", "published")


def linked_frame(linked: Sequence[LinkedEvent]) -> GeoDataFrame:
    """Return one row per event with all reports of it, at its primary place.

    The index is the story's id. The columns are those of ``events``, merged over the reports, without those
    that belong to one report, and before them ``story``, ``reports`` (how many), ``documents`` and
    ``event_ids`` (which) and ``contradictions`` (what they tell differently, and in which events).

    >>> linked_frame(()).columns[:5].tolist()
    ['story', 'reports', 'documents', 'event_ids', 'contradictions']
    """
    import pandas as pd

    from geoevents.publish.frames import to_frames

    reports = [
        Parsed(Document(one.documents[0], one.events[0].text), events=(_merged(one),)) for one in linked
    ]
    table = to_frames(reports).events.drop(columns=list(_OF_ONE_REPORT))
    columns = {
        "story": pd.Series([one.id for one in linked], index=table.index, dtype="str"),
        "reports": pd.Series([len(one.documents) for one in linked], index=table.index, dtype="Int64"),
        "documents": _joined(table.index, [one.documents for one in linked]),
        "event_ids": _joined(table.index, [[event.id for event in one.events] for one in linked]),
        "contradictions": _joined(
            table.index, [[str(each) for each in one.contradictions] for one in linked]
        ),
    }
    for place, (name, column) in enumerate(columns.items()):
        table.insert(place, name, column)
    return table.drop(columns="event_id")


def _merged(one: LinkedEvent) -> Event:
    """A linked event as one event: the words of the report that tells most of it."""
    best = max(one.events, key=lambda event: (event.category == one.category, event.confidence, event.id))
    return replace(
        best,
        id=one.id,
        category=one.category,
        status=one.status,
        time=one.time,
        locations=one.locations,
        actors=one.actors,
        recipients=one.recipients,
        quantities=one.quantities,
        fatalities=one.fatalities,
        injured=one.injured,
        sources=one.sources,
    )


def _joined(index: pd.Index[str], told: Sequence[Sequence[str]]) -> pd.Series[str]:
    import pandas as pd

    return pd.Series([_SEPARATOR.join(each) or None for each in told], index=index, dtype="str")
