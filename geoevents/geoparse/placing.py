"""What a name stands for once its candidates are ranked: a mention, its place, and the reason told.

A type word may ask for what the gazetteer lacks: the district of a town, a camp that bears a town's name.
"""

from __future__ import annotations

from typing import Any, Final

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse.candidates import SETTLEMENTS
from geoevents.geoparse.footprints import around_seat, named_after
from geoevents.geoparse.names import Names
from geoevents.geoparse.openings import is_dateline
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.relations import Part, derive
from geoevents.geoparse.resolve import Choice, Context
from geoevents.geoparse.toponyms import Toponym
from geoevents.model import Mention, Place, Role

__all__ = ["mention_of", "place_name", "place_part"]

_MOST_CANDIDATES: Final = 5  # shown with a mention
_WORTH_TELLING: Final = 0.25  # of the signals
# Type words whose places the gazetteer often lacks although it knows the town they are named after.
_NAMED_AFTER: Final = frozenset({"camp", "border_crossing", "base", "facility", "desert"})
_UNLIKELY_AFTER: Final = frozenset({"camp", "border_crossing", "base"})  # of a town abroad
_LANDS: Final = frozenset({"governorate", "country", "region"})  # "Wasit neighbourhood" is none of these
_AROUND_A_SEAT: Final = frozenset({"district", "subdistrict"})
_VAGUE: Final = frozenset({"", "area", "country", "other"})  # type words that claim no kind


def mention_of(reading: Reading, first: int, last: int, **values: Any) -> Mention:
    """Return a mention of words first … last (half-open).

    >>> mention_of(Reading.of("هدوء في حلب"), 2, 3, reason="seen").text
    'حلب'
    """
    start, end = reading.raw(first, last)
    return Mention(start, end, reading.text[start:end], **values)


def place_name(
    reading: Reading, toponym: Toponym, choice: Choice, context: Context, gazetteer: Gazetteer
) -> Mention:
    """Return the mention of a name, without a place where nothing decides."""
    role: Role = toponym.role  # type: ignore[assignment]
    candidates = tuple(gazetteer.place(c.row) for c, _ in choice.ranked[:_MOST_CANDIDATES])
    dateline = is_dateline(reading, toponym)
    if choice.best is None:
        count = len(choice.ranked)
        reason = f"{count} places bear this name and nothing decides"
        if choice.is_abroad:
            reason = f"not in the gazetteer; {count} of this name lie outside the country that the text says"
        return mention_of(
            reading, toponym.first, toponym.last, role=role, candidates=candidates, score=choice.score,
            reason=reason, dateline=dateline,
        )  # fmt: skip
    if toponym.heads in SETTLEMENTS and choice.best.kind in _LANDS:
        return mention_of(
            reading, toponym.first, toponym.last, role=role, candidates=candidates, dateline=dateline,
            reason=f"not in the gazetteer; {candidates[0].name} is a {choice.best.kind}",
        )  # fmt: skip
    is_misnamed = toponym.heads in _UNLIKELY_AFTER and _is_misfit(choice)
    if (is_misnamed or choice.best.is_small) and context.is_foreign(choice.best, toponym.name.key):
        # Names that the gazetteer lacks are often those of hamlets elsewhere.
        return mention_of(
            reading, toponym.first, toponym.last, role=role, candidates=candidates, dateline=dateline,
            reason=f"not in the gazetteer; {candidates[0].name} lies in a country that is not spoken of",
        )  # fmt: skip
    place, reason = _meant(toponym, choice, candidates[0], gazetteer)
    return mention_of(
        reading, toponym.first, toponym.last, role=role, place=place, score=round(choice.score, 3),
        candidates=candidates, reason=reason, dateline=dateline,
    )  # fmt: skip


def _meant(toponym: Toponym, choice: Choice, place: Place, gazetteer: Gazetteer) -> tuple[Place, str]:
    """Return the place that the type word makes of the best candidate, and why."""
    assert choice.best is not None
    head, reason = toponym.heads, _reason(choice)
    misfit = _is_misfit(choice)
    is_seat = head in choice.best.seat_of
    unit = Names.of(gazetteer).place(place.admin1) if is_seat and place.admin1 in gazetteer else None
    if misfit and head == "governorate" and unit is not None:
        # "Sulaimani province", where only the city is so called
        return unit, f"the governorate of {place.name}"
    if misfit and head in _NAMED_AFTER:
        return named_after(place, head), f"named after {place.name}"  # type: ignore[arg-type]
    if is_seat and head in _AROUND_A_SEAT:
        return around_seat(place, head, unit.radius_km if unit is not None else 0.0), reason  # type: ignore[arg-type]
    if misfit and head not in _VAGUE:
        reason += f"; no {head} of this name is known"
    return place, reason


def _is_misfit(choice: Choice) -> bool:
    """Tell whether the type word asks for another kind of place than the one chosen."""
    return choice.best is not None and choice.signals[choice.best.row].get("type word", 0.0) < 0


def _reason(choice: Choice) -> str:
    assert choice.best is not None
    if len(choice.ranked) == 1:
        return "the only place of this name"
    signals = sorted(choice.signals[choice.best.row].items(), key=lambda item: -item[1])
    told = [name for name, weight in signals if weight >= _WORTH_TELLING]
    return f"of {len(choice.ranked)} places of this name: " + ", ".join(told)


def place_part(reading: Reading, part: Part, choice: Choice, gazetteer: Gazetteer) -> Mention:
    """Return the mention of a part of a place: "شمال شرقي سورية", "30 km north of Palmyra"."""
    if choice.best is None:
        return mention_of(
            reading, part.first, part.last, score=choice.score, reason="its anchor is not resolved"
        )
    anchor = gazetteer.place(choice.best.row)
    place = derive(part, anchor) or anchor
    owner = reading.cue_before(part.first, "organisation")  # "قيادة عمليات غرب نينوى"
    role: Role = "literal" if owner is None or owner.value == "located" else "embedded"
    return mention_of(
        reading, part.first, part.last, role=role, place=place, score=round(choice.score, 3),
        candidates=(place, anchor), reason=place.note or "the place itself: it has no such part",
    )  # fmt: skip
