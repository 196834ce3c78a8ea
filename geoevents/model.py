"""The values that flow through geoevents: frozen, checked on creation, free of any file or index.

Two conventions hold everywhere. ``start`` and ``end`` are half-open offsets in code points of the raw
text of the document, so ``document.text[start:end] == text``. ``first`` and ``last`` are calendar days,
both inclusive. Latitude and longitude are degrees in WGS 84 and stay named fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Kind = Literal[
    "country", "governorate", "district", "subdistrict", "city", "town", "village", "neighbourhood",
    "region", "desert", "area", "camp", "border", "border_crossing", "base", "facility", "island",
    "river", "mountain", "other",
]  # fmt: skip
Role = Literal["literal", "metonymic", "embedded", "demonym"]
RecordKind = Literal["event", "movement", "observation"]
Category = Literal[
    "meeting", "visit", "statement", "coordination", "agreement", "appointment", "arrest", "seizure",
    "sweep", "clash", "attack", "airstrike", "killing", "repatriation", "return", "displacement",
    "detention", "transfer", "warning", "territorial_change", "threat_presence", "population_stock",
    "protest", "accident", "natural_hazard", "aid", "other",
]  # fmt: skip
Status = Literal[
    "occurred",
    "ongoing",
    "planned",
    "threatened",
    "hypothetical",
    "denied",
    "rumoured",
    "recurrent",
]
LocationRole = Literal["site", "origin", "destination", "route", "area", "venue", "target", "background"]
Precision = Literal["day", "week", "month", "year", "range", "unknown"]
Basis = Literal["explicit", "deictic", "inferred", "publication"]
Bound = Literal["exact", "about", "at_least", "at_most", "magnitude"]

KINDS: Final = frozenset(get_args(Kind))
ROLES: Final = frozenset(get_args(Role))
CATEGORIES: Final = frozenset(get_args(Category))
STATUSES: Final = frozenset(get_args(Status))
UNREAL: Final = frozenset({"planned", "threatened", "hypothetical", "denied", "rumoured"})
"""Statuses of events that must never look as if they had happened."""

__all__ = [
    "Actor",
    "Basis",
    "Bound",
    "Category",
    "Document",
    "Event",
    "Kind",
    "Location",
    "LocationRole",
    "Mention",
    "Parsed",
    "Place",
    "Precision",
    "Quantity",
    "RecordKind",
    "Role",
    "Status",
    "TimeSpan",
]


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was read.

    >>> Document("r1", "اجتماع في دمشق", language="ar").language
    'ar'
    """

    id: str
    text: str
    language: str = ""  # ISO 639-1; "" until detected
    published: date | None = None
    title: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer: a point, or a line or polygon with a representative point.

    ``outline`` is the line or polygon, ``None`` for a point. ``radius_km`` is the honest uncertainty of
    the point: a country's centroid carries hundreds of kilometres, so it never passes for a town.
    A border belongs to two ``countries``.

    >>> place = Place("x:1", "Palmyra", "تدمر", "city", 34.5624, 38.2840, countries=("SY",))
    >>> place.country, place.geometry.geom_type
    ('SY', 'Point')
    """

    id: str
    name: str
    name_ar: str
    kind: Kind
    latitude: float
    longitude: float
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    admin1: str = ""  # id of the first-level unit that contains it
    outline: BaseGeometry | None = None
    radius_km: float = 0.0
    population: int = 0
    feature_code: str = ""  # of GeoNames, "" when unknown
    ids: Mapping[str, str] = field(default_factory=dict, hash=False)  # geonames, wikidata, pcode, …
    source: str = ""
    licence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: {self.kind!r} is no kind of place")
        if not -90 <= self.latitude <= 90:
            raise ValueError(f"{self.id}: latitude {self.latitude} is not in -90…90")
        if not -180 <= self.longitude <= 180:
            raise ValueError(f"{self.id}: longitude {self.longitude} not in -180…180")
        if not self.radius_km >= 0:
            raise ValueError(f"{self.id}: radius_km {self.radius_km} is negative")

    @property
    def country(self) -> str | None:
        """The country's code, ``None`` for a place of no or of several countries."""
        return self.countries[0] if len(self.countries) == 1 else None

    @property
    def geometry(self) -> BaseGeometry:
        """The outline, or else the point, as x = longitude, y = latitude."""
        from shapely.geometry import Point

        return self.outline if self.outline is not None else Point(self.longitude, self.latitude)

    @property
    def length_km(self) -> float:
        """Geodesic length of a line on the WGS 84 ellipsoid in km; of a polygon, its perimeter."""
        from pyproj import Geod

        return round(abs(Geod(ellps="WGS84").geometry_length(self.geometry)) / 1000, 1)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An interval of days, never an invented day.

    ``first`` and ``last`` are inclusive; ``None`` is an open or unknown side. ``edtf`` is the Extended
    Date/Time Format value (ISO 8601-2), "" when nothing is known. ``start`` and ``end`` locate the
    expression in the text where there is one.
    """

    first: date | None = None
    last: date | None = None
    precision: Precision = "unknown"
    edtf: str = ""
    basis: Basis = "inferred"
    text: str = ""
    start: int | None = None
    end: int | None = None
    note: str = ""  # a contradiction in the text, or what the inference rests on

    def __post_init__(self) -> None:
        in_order = self.first is None or self.last is None or self.first <= self.last
        if not in_order:
            raise ValueError(f"a time span cannot run from {self.first} to {self.last}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something, as stated: ``low`` and ``high`` bound what the words allow."""

    value: float
    low: float | None
    high: float | None
    bound: Bound
    unit: str  # persons, km, items, nationalities, …
    what: str  # the counted noun as it stands in the text
    start: int
    end: int
    text: str = ""
    fate: str = (
        ""  # of those counted: killed, injured, missing, detained, displaced, returned, kidnapped, freed
    )
    part_of: int | None = None  # start of the figure that this one is a part of: "of whom 2,000 Iraqis"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text.

    ``place is None`` means seen, not resolved: it is reported with its ``reason``, never dropped.
    Only literal mentions become pins. ``score`` in 0…1 says how sure the choice of the place is.
    """

    start: int
    end: int
    text: str
    role: Role = "literal"
    place: Place | None = None
    score: float = 0.0
    candidates: tuple[Place, ...] = ()  # best first, the chosen one included
    reason: str = ""  # why this place, or why none
    dateline: bool = False
    claim: Quantity | None = None  # what the text states of the place, such as a border's length
    between: Place | None = None  # the road or land between it and the places named with it

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"mention offsets {self.start}:{self.end} are no span")
        if self.role not in ROLES:
            raise ValueError(f"{self.role!r} is no role of a mention")
        if not 0 <= self.score <= 1:
            raise ValueError(f"score {self.score} is not in 0…1")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an event, and the mention it rests on."""

    role: LocationRole
    place: Place
    mention: Mention

    @property
    def ground(self) -> Place:
        """The place to draw: for a town that bounds a road or land on which it was, that road or land."""
        between = self.mention.between
        return between if between is not None and self.role == "route" else self.place


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or is acted upon: a state or an organ of it, a group, an organisation, or a source as told.

    The name is one for all spellings. ``acled_type`` is ACLED's word for the kind of actor ("State forces"),
    ``plover_sector`` PLOVER's code ("MIL"); both are ``None`` where they are not known.
    """

    name: str
    name_ar: str = ""
    country: str = ""  # ISO code of the state that it is or belongs to
    acled_type: str | None = None
    plover_sector: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event, a movement or an observation, resting on the evidence ``text[start:end]``."""

    id: str
    record_kind: RecordKind
    category: Category
    status: Status
    time: TimeSpan
    start: int
    end: int
    text: str
    document: str  # id of the document
    plover_type: str | None = None
    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None
    locations: tuple[Location, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    fatalities: int | None = None  # None where the report tells none, which is not zero
    injured: int | None = None
    sources: tuple[str, ...] = ()
    title: str = ""
    trigger: str = ""  # the words that gave the category
    confidence: float = 0.0

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise ValueError(f"{self.category!r} is no category of event")
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is no status of an event")


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that was read in one document."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    dates: tuple[TimeSpan, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[Event, ...] = ()
    published: date | None = None
    published_basis: Literal["given", "inferred", "unknown"] = "unknown"
