"""Nouns that refer back to a place: "المخيم" is the camp named last, "القطاع" the Gaza Strip."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.names import Names
from geoevents.geoparse.placing import mention_of
from geoevents.geoparse.reading import Reading
from geoevents.model import KINDS, Mention, Place, Role

__all__ = ["refer_back"]

_LESS_SURE: Final = 0.9  # than of the name itself
_ARTICLE: Final = "ال"
_PLACED: Final = ("preposition", "visit", "direction", "part", "territory")


def refer_back(
    reading: Reading, names: Names, mentions: Sequence[Mention], covered: Container[int]
) -> Iterator[Mention]:
    """Yield a mention for each noun that refers to one of ``mentions``, which stand in the text's order.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> list(refer_back(Reading.of("عاد من المخيم"), Names.of(Gazetteer.load()), (), ()))
    []
    """
    for word in reading.where("anaphor"):
        cues = reading.cues(word, "anaphor")
        if not cues or word in covered:
            continue
        last = word + max(cue.size for cue in cues)
        start, _ = reading.raw(word, last)
        before = [m for m in mentions if m.end <= start and m.place is not None]
        kinds = {cue.value for cue in cues if cue.value in KINDS}
        if kinds:
            named = [m for m in before if m.place is not None and m.place.kind in kinds]
            if named and named[-1].role == "literal":
                yield _back_to(reading, word, last, named[-1], named[-1].place, "literal")
            continue
        if _is_described(reading, last):
            continue
        meant = [names.place(cue.value) for cue in cues]
        for mention in reversed(before):
            place = next((place for place in meant if _speaks_of(mention.place, place)), None)
            if place is not None:
                is_literal = place.kind != "country" or _is_placed(reading, word)
                role: Role = "literal" if is_literal else "metonymic"
                yield _back_to(reading, word, last, mention, place, role)
                break


def _back_to(
    reading: Reading, first: int, last: int, named: Mention, place: Place | None, role: Role
) -> Mention:
    return mention_of(
        reading, first, last, role=role, place=place, score=round(named.score * _LESS_SURE, 3),
        candidates=named.candidates if place == named.place else (place,),
        reason=f"refers back to {named.text}",
    )  # fmt: skip


def _speaks_of(named: Place | None, place: Place) -> bool:
    """Tell whether a place that was named is another or lies in it: Rafah, in the Gaza Strip."""
    if named is None:
        return False
    if place.kind == "country":
        return bool(set(place.countries) & set(named.countries))
    return named.id == place.id or (place.admin1 != "" and place.admin1 in (named.id, named.admin1))


def _is_described(reading: Reading, word: int) -> bool:
    """Tell whether an adjective makes it another thing: "القطاع الخاص", "المملكة المتحدة"."""
    if word >= len(reading) or reading.is_cut(word - 1, word):
        return False
    return is_arabic(reading.words[word]) and reading.words[word].startswith(_ARTICLE)


def _is_placed(reading: Reading, word: int) -> bool:
    """Tell whether what stands before the noun makes it a place rather than a government."""
    cues = reading.cues(word, "anaphor")
    return any(cue.proclitic.endswith("ب") for cue in cues) or any(
        reading.cue_before(word, role) for role in _PLACED
    )
