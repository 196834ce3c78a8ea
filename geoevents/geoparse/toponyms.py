"""Spans that spell a name of the gazetteer, with the type words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.geoparse.names import Name, Names
from geoevents.geoparse.reading import Cue, Reading, is_arabic

if TYPE_CHECKING:
    from geoevents.gazetteer.matching import Hits
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Toponym", "attach_type_word", "hits", "is_coordinated", "spelled"]

_NEVER: Final = 2  # the use of a name that is never a place by itself
_LONGEST_ARTICLE: Final = 3  # letters of "esh-"
_ABBREVIATION: Final = 3  # letters of the longest type word that is cut short


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
    lent: list[tuple[str, float]] = field(default_factory=list)  # what was added to the model's evidence

    @property
    def heads(self) -> str:
        """The kind that the type word asks for, "" without one."""
        return self.head.value if self.head else ""

    def lend(self, what: str, weight: float) -> None:
        """Add evidence that the model does not see."""
        self.logit += weight
        self.lent.append((what, weight))


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
    if head and not _ends_sentence(reading, hit.core - 1):
        hit.head = head
        hit.first = hit.core - head.size
    elif not is_arabic(reading.words[hit.core]):
        _attach_english_head(reading, hit)
    while not reading.is_cut(hit.last - 1, hit.last) and reading.cue(hit.last, "qualifier"):
        hit.last += 1


def _ends_sentence(reading: Reading, word: int) -> bool:
    """Tell whether a full stop stands behind a word that is no abbreviation such as "Mt."."""
    return len(reading.words[word]) > _ABBREVIATION and "." in reading.gap(word)


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
