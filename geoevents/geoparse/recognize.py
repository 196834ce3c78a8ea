"""Which words of a text name a place.

The gazetteer proposes every span that spells one of its names; the evidence around it decides. Type words
before ("مخيم الهول") and after ("al-Hol camp") belong to the span and say which kind of place is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.names import Candidate, Name, Names, fits
from geoevents.geoparse.reading import Cue, Reading, is_arabic

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Toponym", "attach_type_word", "hits", "recognize"]

# An isolated hit must look more like a place than not; a neighbour in a list lends it this much.
_THRESHOLD: Final = 0.0
_COORDINATED: Final = 1.5
_REPEATED: Final = 1.0
_HEADED: Final = 3.0
_NEVER: Final = 2


@dataclass(slots=True)
class Toponym:
    """A span of words that names a place, while it is being read."""

    first: int  # words of the surface: clitics, type word and qualifiers included
    last: int
    core: int  # the first word of the name itself
    core_last: int
    name: Name
    article: bool = False
    use: int = 0  # 1 where the name is also a common word
    proclitic: str = ""
    head: Cue | None = None
    logit: float = 0.0
    role: str = "literal"
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def heads(self) -> str:
        """The kind that the type word asks for, "" without one."""
        return self.head.value if self.head else ""


def recognize(reading: Reading, gazetteer: Gazetteer, evidence: Evidence) -> list[Toponym]:
    """Return the place names of a text in its order, none overlapping another."""
    names = Names.of(gazetteer)
    found = list(hits(reading, gazetteer, names))
    for hit in found:
        attach_type_word(reading, hit)
        hit.logit = evidence.score(reading, hit) + (_HEADED if hit.head and _agrees(hit) else 0.0)
    _support(reading, found)
    return _without_overlap(found)


def hits(reading: Reading, gazetteer: Gazetteer, names: Names) -> Iterator[Toponym]:
    """Yield every span that spells a name of the gazetteer, overlapping ones too."""
    found = gazetteer.match(reading.folded)
    raw, offsets = reading.folded.raw, reading.folded.offsets
    for start, end, word_start, key, article, use in zip(
        found.start.tolist(),
        found.end.tolist(),
        found.word_start.tolist(),
        found.name.tolist(),
        found.article.tolist(),
        found.use.tolist(),
        strict=True,
    ):
        name = names[key]
        if use == _NEVER or not name.candidates:
            continue
        first = reading.at(word_start)
        last = reading.at(end - 1) + 1
        if not is_arabic(reading.words[first]) and not raw[int(offsets[start])].isupper():
            continue  # English writes place names with a capital
        yield Toponym(
            first,
            last,
            first,
            last,
            name,
            article,
            max(use, name.candidates[0].use),
            reading.folded_text[word_start:start],
        )


def _agrees(hit: Toponym) -> bool:
    return any(fits(candidate.kind, hit.heads) for candidate in hit.name.candidates)


def attach_type_word(reading: Reading, hit: Toponym) -> None:
    """Take the noun that says what kind of place the name is into the span."""
    head = None if hit.proclitic else reading.cue_before(hit.core, "type")
    if head:
        hit.head = head
        hit.first = hit.core - head.size
    elif not is_arabic(reading.words[hit.core]):
        _attach_english_head(reading, hit)
    while not reading.is_cut(hit.last - 1, hit.last) and reading.cue(hit.last, "qualifier"):
        hit.last += 1


def _attach_english_head(reading: Reading, hit: Toponym) -> None:
    if not reading.is_cut(hit.last - 1, hit.last):
        after = reading.cue(hit.last, "type")
        if after and not after.plural:
            hit.head = after
            hit.last += after.size
            return
    before = reading.cue_before(hit.core - 1, "type")
    if before and reading.words[hit.core - 1] == "of":  # "the town of Hajin", "the province of Anbar"
        hit.head = before
        hit.first = hit.core - 1 - before.size


def is_coordinated(reading: Reading, before: Toponym, after: Toponym) -> bool:
    """Tell whether two spans stand side by side in a list: "A وB", "A, B", "A and B"."""
    between = range(before.last, after.first)
    if len(between) > 1 or any(reading.words[word] not in ("and", "or", "او", "و") for word in between):
        return False
    gap = reading.gap(before.last - 1).strip()
    return after.proclitic.startswith(("و", "ف")) or gap in (",", "،", "-", "–") or len(between) == 1


def _support(reading: Reading, hits: Iterable[Toponym]) -> None:
    """Let a list and a repetition lend evidence: a name among towns is a town."""
    by_first: dict[int, list[Toponym]] = {}
    ordered = sorted(hits, key=lambda hit: (hit.core, hit.last))
    for hit in ordered:
        by_first.setdefault(hit.first, []).append(hit)
    best: dict[str, float] = {}
    for hit in ordered:
        best[hit.name.key] = max(best.get(hit.name.key, -9.0), hit.logit)
    for hit in ordered:
        if hit.logit > _THRESHOLD:
            following = [
                after
                for first in (hit.last, hit.last + 1)
                for after in by_first.get(first, ())
                if is_coordinated(reading, hit, after)
            ]
            for after in following:
                after.logit += _COORDINATED
                if hit.head and hit.head.plural and after.head is None:
                    after.head = Cue("type", hit.head.value, plural=True)
                    after.logit += _HEADED if _agrees(after) else 0.0
        elif best[hit.name.key] > 2 * _REPEATED and len(hit.name.key) > 3:
            hit.logit += _REPEATED


def _without_overlap(hits: Iterable[Toponym]) -> list[Toponym]:
    """Keep the longest of overlapping names, then the better supported one."""
    accepted: list[Toponym] = []
    taken: set[int] = set()
    likely = [hit for hit in hits if hit.logit > _THRESHOLD]
    for hit in sorted(likely, key=lambda hit: (hit.core - hit.core_last, -hit.logit, hit.core)):
        words = range(hit.core, hit.core_last)
        if taken.isdisjoint(words):
            taken.update(words)
            accepted.append(hit)
    return sorted(accepted, key=lambda hit: hit.core)
