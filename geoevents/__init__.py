"""Reads news reports, Arabic first and English second, and turns them into maps one can trust.

>>> import geoevents as ge
>>> ge.Place("x:1", "Palmyra", "تدمر", "city", 34.5624, 38.2840, countries=("SY",)).country
'SY'

Names are imported when they are first used, so importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geoevents.collection import EventCollection, collect, parse
    from geoevents.contract import to_json
    from geoevents.documents import read
    from geoevents.errors import (
        DocumentError,
        GazetteerError,
        GazetteerIndexError,
        GeocoderError,
        GeoEventsError,
        LanguageDataError,
        OutputError,
        TableError,
        UnknownPlaceError,
    )
    from geoevents.evaluation.annotated import Annotated, Gold, read_annotated
    from geoevents.evaluation.measures import Report
    from geoevents.evaluation.predicted import read_predicted
    from geoevents.evaluation.scoring import compare, evaluate
    from geoevents.gazetteer.search import Match
    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geocode import Geocoder
    from geoevents.geoparse.explain import Explanation, Explanations, Weighed, explain
    from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, Quantity, TimeSpan
    from geoevents.tables.attach import attach

    __version__: str

__all__ = [
    "Actor",
    "Annotated",
    "Document",
    "DocumentError",
    "Event",
    "EventCollection",
    "Explanation",
    "Explanations",
    "Gazetteer",
    "GazetteerError",
    "GazetteerIndexError",
    "GeoEventsError",
    "Geocoder",
    "GeocoderError",
    "Gold",
    "LanguageDataError",
    "Location",
    "Match",
    "Mention",
    "OutputError",
    "Parsed",
    "Place",
    "Quantity",
    "Report",
    "TableError",
    "TimeSpan",
    "UnknownPlaceError",
    "Weighed",
    "__version__",
    "attach",
    "collect",
    "compare",
    "evaluate",
    "explain",
    "parse",
    "read",
    "read_annotated",
    "read_predicted",
    "to_json",
]

_HOMES: Final = {
    "geoevents.evaluation.annotated": ("Annotated", "Gold", "read_annotated"),
    "geoevents.collection": ("EventCollection", "collect", "parse"),
    "geoevents.contract": ("to_json",),
    "geoevents.documents": ("read",),
    "geoevents.errors": (
        "DocumentError",
        "GazetteerError",
        "GazetteerIndexError",
        "GeoEventsError",
        "GeocoderError",
        "LanguageDataError",
        "OutputError",
        "TableError",
        "UnknownPlaceError",
    ),
    "geoevents.evaluation.scoring": ("compare", "evaluate"),
    "geoevents.gazetteer.search": ("Match",),
    "geoevents.gazetteer.store": ("Gazetteer",),
    "geoevents.geocode": ("Geocoder",),
    "geoevents.geoparse.explain": ("Explanation", "Explanations", "Weighed", "explain"),
    "geoevents.evaluation.measures": ("Report",),
    "geoevents.evaluation.predicted": ("read_predicted",),
    "geoevents.tables.attach": ("attach",),
    "geoevents.model": (
        "Actor",
        "Document",
        "Event",
        "Location",
        "Mention",
        "Parsed",
        "Place",
        "Quantity",
        "TimeSpan",
    ),
}
_HOME_OF: Final = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from geoevents.release import release

        value: Any = release()
    elif name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
