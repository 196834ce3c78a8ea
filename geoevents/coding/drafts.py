"""Events while their document is still being read."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import Actor, Category, Location, Quantity, Status, TimeSpan

__all__ = ["Draft", "as_ahead", "reverse_flight", "without_courts"]

_FAMILY: Final[dict[str, str]] = {
    "visit": "talks", "meeting": "talks", "coordination": "talks",
    "sweep": "operation", "arrest": "operation", "seizure": "operation",
    "attack": "violence", "airstrike": "violence", "killing": "violence", "clash": "violence",
    "repatriation": "movement", "return": "movement", "transfer": "movement",
}  # fmt: skip
_REAL: Final = frozenset({"occurred", "ongoing"})


@dataclass(slots=True)
class Draft:
    """An event while its document is still being read."""

    category: Category
    subtype: str
    status: Status
    head: Hit
    view: View
    time: TimeSpan
    locations: tuple[Location, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    speaker: str = ""
    at: int = 0  # number of its sentence
    is_part: bool = False  # of a sentence that tells several events with one trigger
    is_alone: bool = False  # a statement that is all that its sentence tells
    words: set[str] = field(default_factory=set)
    family: str = field(init=False)

    def __post_init__(self) -> None:
        self.family = _FAMILY.get(self.category, self.category)

    @property
    def drawn(self) -> tuple[Location, ...]:
        return tuple([location for location in self.locations if location.role != "background"])

    @property
    def is_dated(self) -> bool:
        return self.time.start is not None

    @property
    def is_definite(self) -> bool:
        """Does its trigger take up what is known: "the attack", "the return of the refugees"?"""
        is_genitive = self.head.last > self.head.first and self.view.words[self.head.last].startswith("ال")
        return self.head.is_definite or (self.family == "movement" and is_genitive)


def reverse_flight(return_: Draft, flight: Draft) -> None:
    """Who is sent home after a flight leaves the country that the flight led to."""
    roles = {location.role for location in return_.locations}
    for location in flight.locations:
        if location.role == "destination" and "origin" not in roles:
            return_.locations += (replace(location, role="origin"),)
    if not any(location.role == "origin" for location in flight.locations):
        home = [location for location in return_.locations if location.role == "destination"]
        known = {location.place.id for location in flight.locations}
        flight.locations += tuple(
            replace(location, role="origin") for location in home[:1] if location.place.id not in known
        )


def without_courts(draft: Draft) -> Draft:
    """Return a trial without the place that its court is only called after: «محكمة جنايات بابل»."""
    if draft.subtype != "trial":
        return draft
    view, courts = draft.view, _courts(draft.view.language)
    return replace(
        draft,
        locations=tuple(
            replace(location, role="background")
            if courts.intersection(view.words[max(0, view.word_at(location.mention.start) - 1) :][:1])
            else location
            for location in draft.locations
        ),
    )


@cache
def _courts(language: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("places").words("courts", optional=True))


def as_ahead(draft: Draft, published: date | None) -> Draft:
    """Return a draft as planned where its time lies behind the day of the report: "is on Friday"."""
    first = draft.time.first
    if published is None or first is None or first <= published or draft.status not in _REAL:
        return draft
    return replace(draft, status="planned")
