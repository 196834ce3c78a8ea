"""Nouns that refer back to a place: "المخيم" is the camp that the report named last."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Final

from geoevents.geoparse.placing import mention_of
from geoevents.geoparse.reading import Reading
from geoevents.model import Mention

__all__ = ["refer_back"]

_LESS_SURE: Final = 0.9  # than of the name itself


def refer_back(reading: Reading, mentions: Sequence[Mention], covered: Container[int]) -> Iterator[Mention]:
    """Yield a mention for each noun that refers to one of ``mentions``, which stand in the text's order.

    >>> list(refer_back(Reading.of("عاد من المخيم"), (), ()))
    []
    """
    for word in reading.where("anaphor"):
        cue = reading.cue(word, "anaphor")
        if cue is None or word in covered:
            continue
        start, _ = reading.raw(word, word + cue.size)
        named = [m for m in mentions if m.end <= start and m.place is not None and m.place.kind == cue.value]
        if named and named[-1].role == "literal":
            yield mention_of(
                reading, word, word + cue.size, place=named[-1].place,
                score=round(named[-1].score * _LESS_SURE, 3), candidates=named[-1].candidates,
                reason=f"refers back to {named[-1].text}",
            )  # fmt: skip
