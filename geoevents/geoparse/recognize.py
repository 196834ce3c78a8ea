"""Which words of a text name a place.

The gazetteer proposes every span that spells one of its names; the evidence around it decides. Type words
before ("مخيم الهول") and after ("al-Hol camp") belong to the span and say which kind of place is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.names import SETTLEMENTS, Candidate, Name, Names, distance_km, fits
from geoevents.geoparse.reading import Cue, Reading, is_arabic, lexicon

if TYPE_CHECKING:
    from geoevents.gazetteer.matching import Hits
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Toponym", "attach_type_word", "hits", "is_coordinated", "spelled", "weigh", "without_overlap"]

# An isolated hit must look more like a place than not; a neighbour in a list lends it this much.
THRESHOLD: Final = 0.0
_COORDINATED: Final = 1.5
_KNOWN_COORDINATED: Final = 2.5
_NEIGHBOUR: Final = 2.0
_NEIGHBOUR_KM: Final = 100.0
_LOOKED_AT: Final = 5  # candidates, the most salient first
_REPEATED: Final = 1.0
_OF_KIND: Final = 5.0
_LIKE_KIND: Final = 3.0
_TRUSTED: Final = 1.5  # a curated name that its row does not call a common word
_IN_FOCUS: Final = 1.0
_LOCATED: Final = 1.0
_WITHIN: Final = 3.0
_LITTLE_KNOWN: Final = frozenset({"town", "village", "unknown"})
_EMBEDDED: Final = 0.1  # any other reading of the words goes before
_NEVER: Final = 2
_LONGEST_ARTICLE: Final = 3
_ARTICLE: Final = "ال"


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
    rule: str = ""  # why it has this role
    candidates: tuple[Candidate, ...] = field(default=())
    lent: list[tuple[str, float]] = field(default_factory=list)  # what was added to the model's evidence

    @property
    def heads(self) -> str:
        """The kind that the type word asks for, "" without one."""
        return self.head.value if self.head else ""

    def lend(self, what: str, weight: float) -> None:
        """Add evidence that the model does not see."""
        self.logit += weight
        self.lent.append((what, weight))


def weigh(
    reading: Reading, gazetteer: Gazetteer, evidence: Evidence, claimed: Container[int] = ()
) -> list[Toponym]:
    """Return every span that spells a name, with the evidence that it is a place; most are common words.

    ``claimed`` are the words inside listed names of organisations, outlets and the like.
    """
    names = Names.of(gazetteer)
    found = list(hits(reading, gazetteer, names))
    focus = _focus(reading, found, names)
    wider = {hit.core for hit in found if _contains(reading, hit)}
    for hit in found:
        attach_type_word(reading, hit)
        hit.logit = evidence.score(reading, hit)
        for what, weight in _prior(reading, hit, focus, wider):
            hit.lend(what, weight)
        if hit.logit <= THRESHOLD and _is_embedded(reading, hit, claimed):
            hit.role = "embedded"
            hit.lend("inside the name of an organisation", _EMBEDDED - hit.logit)
    _support(reading, found)
    for hit in found:
        _compose(hit, names)
    return found


def _compose(hit: Toponym, names: Names) -> None:
    """Give each name of a list the noun that they share: "باديتي حمص والشام" are two deserts."""
    if hit.head is None or not hit.head.plural or hit.heads in {c.kind for c in hit.name.candidates}:
        return
    for noun in lexicon("ar")["types"][hit.heads]["singular"]:
        for article in ("", _ARTICLE) if hit.article else ("",):
            whole = names.find(f"{noun} {article}{hit.name.key}")
            if whole is not None and hit.heads in {c.kind for c in whole.candidates}:
                hit.name = whole
                return


def _focus(reading: Reading, found: Iterable[Toponym], names: Names) -> set[str]:
    """The countries that a text speaks of by name or adjective."""
    countries = {
        hit.name.candidates[0].country
        for hit in found
        if hit.name.candidates[0].kind == "country" or hit.name.candidates[0].is_capital
    }
    nationalities = {names.nationality(word) for word in set(reading.words)} - {None}
    return countries | {place.removeprefix("country:") for place in nationalities if place}


def _contains(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a country or governorate is named as what contains the name before it."""
    if hit.name.candidates[0].kind not in ("country", "governorate") or hit.first == 0:
        return False
    return hit.proclitic == "ب" or (not hit.proclitic and reading.gap(hit.first - 1).strip() in (",", "،"))


def _prior(
    reading: Reading, hit: Toponym, focus: Collection[str], wider: Container[int]
) -> Iterator[tuple[str, float]]:
    """What the annotated text could not teach: trust in curated names, the countries of the report.

    ``focus`` are the countries that the text speaks of, ``wider`` the words that say in what the name
    before them lies.
    """
    if agreement := _agreement(hit):
        yield "type word of a place of this name", agreement
    if not hit.name.is_written(article=hit.article):
        return
    best = hit.name.candidates[0]
    is_known = best.is_curated or best.kind in ("governorate", "country") or best.is_capital
    if hit.last in wider and best.kind != "country":
        yield "what contains it is named", _WITHIN
    if is_known and _is_located(reading, hit):
        yield "a known place behind a preposition", _LOCATED
    if is_known and hit.use == 0:
        yield "a known place", _TRUSTED
        if any(candidate.country in focus for candidate in hit.name.candidates):
            yield "in a country of the report", _IN_FOCUS


def _is_located(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a preposition of place stands before the name."""
    if hit.proclitic:
        return hit.proclitic.endswith("ب")
    cue = reading.cue_before(hit.first, "preposition")
    return cue is not None and cue.value in ("in", "to")


def _agreement(hit: Toponym) -> float:
    """A type word before a name of that very kind leaves little doubt."""
    if hit.head is None:
        return 0.0
    kinds = {candidate.kind for candidate in hit.name.candidates}
    if hit.heads in kinds:
        return _OF_KIND
    return _LIKE_KIND if any(fits(kind, hit.heads) for kind in kinds) else 0.0


def _is_embedded(reading: Reading, hit: Toponym, claimed: Container[int]) -> bool:
    """A well-known name right behind the head noun of an organisation is part of it: "فيلق القدس"."""
    if hit.head or hit.use or hit.name.grade in _LITTLE_KNOWN:
        return False
    if not hit.name.is_written(article=hit.article):
        return False
    if hit.core in claimed:
        return True
    if hit.proclitic:
        return False
    cue = reading.cue_before(hit.core, "organisation")
    return cue is not None and cue.value != "located" and is_arabic(hit.name.key)


def hits(reading: Reading, gazetteer: Gazetteer, names: Names) -> Iterator[Toponym]:
    """Yield every span that spells a name of the gazetteer, overlapping ones too."""
    found = gazetteer.match(reading.folded)
    is_named = reading.is_capital(found.start) | reading.is_capital(_behind_article(reading, found))
    found = found.take(is_named & (found.use < _NEVER))  # English writes place names with a capital
    for hit in spelled(reading, found, names):
        if not (_is_adjective(reading, hit, names) or _continues_compass(reading, hit.first)):
            yield hit


def spelled(reading: Reading, found: Hits, names: Names) -> Iterator[Toponym]:
    """Yield the names that the gazetteer found in a text, those that are never a place left out."""
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
        if not name.candidates:
            continue
        first = reading.at(word_start)
        last = reading.at(end - 1) + 1
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


def _behind_article(reading: Reading, found: Hits) -> NDArray[np.int64]:
    """Where a name goes on behind "al-" or "esh-", which English writes small; else its start."""
    codes = np.append(reading.folded.codes, np.zeros(_LONGEST_ARTICLE + 1, np.uint32))
    behind = found.start.copy()
    is_vowel = np.isin(codes[found.start], [ord("a"), ord("e")])
    for size in range(2, _LONGEST_ARTICLE + 1):
        ends = is_vowel & (codes[found.start + size] == ord(" ")) & (found.start + size < found.end)
        behind[ends] = found.start[ends] + size + 1
    return behind


def _is_adjective(reading: Reading, hit: Toponym, names: Names) -> bool:
    """Tell whether a word is the adjective of a country: "السورية" is not "سورية" with an article."""
    nationality = names.nationality(reading.words[hit.first]) if hit.last == hit.first + 1 else None
    if nationality is None:
        return False
    best = hit.name.candidates[0]
    is_same = names.country(nationality) == best.country
    return best.kind != "country" or not is_same or (hit.article and not hit.name.bears_article)


def _continues_compass(reading: Reading, word: int) -> bool:
    """ "شمال شرق سوريا" is the north-east of Syria, not a north of "شرق سوريا"."""
    return bool(reading.cue(word, "direction") and reading.cue_before(word, "direction"))


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
    gap = reading.gap(before.last - 1)
    if any(mark in gap for mark in ".!?؟:\n"):
        return False
    if gap in ("-", "–"):  # "Baghdad-Damascus", but not the dash of a dateline
        return True
    return after.proclitic.startswith(("و", "ف")) or gap.strip() in (",", "،") or len(between) == 1


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
        if hit.logit > THRESHOLD:
            following = [
                after
                for first in (hit.last, hit.last + 1)
                for after in by_first.get(first, ())
                if is_coordinated(reading, hit, after)
            ]
            for after in following:
                is_known = after.name.candidates[0].is_curated
                after.lend("in a list with a place", _KNOWN_COORDINATED if is_known else _COORDINATED)
                if _are_near(hit, after):
                    after.lend("near the place before it in the list", _NEIGHBOUR)
                if hit.head and hit.head.plural and after.head is None:
                    after.head = Cue("type", hit.head.value, plural=True)
                    after.lend("type word of the list", _agreement(after))
        elif best[hit.name.key] > 2 * _REPEATED and len(hit.name.key) > 3:
            hit.lend("a place elsewhere in the report", _REPEATED)
    for hit in reversed(ordered):
        if hit.logit <= THRESHOLD and hit.name.candidates[0].is_curated:
            following = by_first.get(hit.last, [])
            if any(after.logit > THRESHOLD and is_coordinated(reading, hit, after) for after in following):
                hit.lend("first of a list of places", _COORDINATED)


def _are_near(before: Toponym, after: Toponym) -> bool:
    """Tell whether two names of a list can mean neighbours: "الرقة والطبقة"."""
    here = before.name.candidates[0]
    return here.kind in SETTLEMENTS and any(
        there.country == here.country and distance_km(there, here.latitude, here.longitude) < _NEIGHBOUR_KM
        for there in after.name.candidates[:_LOOKED_AT]
    )


def without_overlap(hits: Iterable[Toponym]) -> list[Toponym]:
    """Return the place names in order of the text: of overlapping ones the longest, then the likeliest."""
    accepted: list[Toponym] = []
    taken: set[int] = set()
    likely = [hit for hit in hits if hit.logit > THRESHOLD]
    for hit in sorted(likely, key=lambda hit: (hit.core - hit.core_last, -hit.logit, hit.core)):
        words = range(hit.core, hit.core_last)
        if taken.isdisjoint(words):
            taken.update(words)
            accepted.append(hit)
    return sorted(accepted, key=lambda hit: hit.core)
