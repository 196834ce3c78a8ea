"""Spans that spell a name of the gazetteer, with the type words that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.geoparse.candidates import Name
from geoevents.geoparse.cues import Cue, is_arabic
from geoevents.geoparse.names import Names
from geoevents.geoparse.reading import Reading, Texts
from geoevents.language.fold import BLANK

if TYPE_CHECKING:
    from geoevents.gazetteer.matching import Hits
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["DASHES", "GENITIVES", "Toponym", "attach_type_word", "hits", "is_coordinated", "spelled"]

GENITIVES: Final = frozenset({"'s", "’s", "'", "’"})
DASHES: Final = ("-", "–")
"""What joins two ends: "Baghdad-Damascus"."""

_NEVER: Final = 2  # the use of a name that is never a place by itself
_SHORTEST_ARTICLE, _LONGEST_ARTICLE = 2, 3  # letters of "al-" and "esh-"
_ABBREVIATION: Final = 3  # letters of the longest type word that is cut short


@dataclass(slots=True, eq=False)
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


def hits(texts: Texts, gazetteer: Gazetteer) -> list[list[Toponym]]:
    """Return for each text every span that spells a name of the gazetteer, overlapping ones too."""
    names = Names.of(gazetteer)
    is_capital = texts.is_capital(texts.starts)  # English writes place names with a capital
    is_article = _is_article(texts, is_capital)
    found = gazetteer.match(texts.folded, is_capital | is_article)
    first = np.searchsorted(texts.starts, found.word_start)
    is_longer = found.end > texts.ends[first]
    is_named = texts.is_capital(found.start) | (is_article[first] & is_longer)
    found = found.take(is_named & (found.use < _NEVER))
    return [
        [
            hit
            for hit in some
            if not (
                _is_adjective(reading, hit, names)
                or _is_compass(reading, hit)
                or _opens_name(reading, hit)
                or _continues_compass(reading, hit.first)
                or _is_common_noun(reading, hit)
            )
        ]
        for reading, some in zip(texts.readings, spelled(texts, found, names), strict=True)
    ]


def spelled(texts: Texts, found: Hits, names: Names) -> list[list[Toponym]]:
    """Return for each text the names that the gazetteer found, those that are never a place left out."""
    toponyms: list[list[Toponym]] = [[] for _ in texts.readings]
    first = np.searchsorted(texts.starts, found.word_start)
    last = np.searchsorted(texts.starts, found.end)
    text = np.searchsorted(texts.bounds, first, "right") - 1
    begin = texts.bounds[text]
    for owner, first_word, last_word, word_start, start, key, article, use in zip(
        text.tolist(),
        (first - begin).tolist(),
        (last - begin).tolist(),
        found.word_start.tolist(),
        found.start.tolist(),
        found.name.tolist(),
        found.article.tolist(),
        found.use.tolist(),
        strict=True,
    ):
        name = names[key]
        if name.candidates:
            toponyms[owner].append(
                Toponym(
                    first_word,
                    last_word,
                    first_word,
                    last_word,
                    name,
                    article,
                    max(use, name.candidates[0].use),
                    texts.folded_text[word_start:start],
                )
            )
    return toponyms


def _is_article(texts: Texts, is_capital: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which words may be "al-" or "esh-", which English writes small, before a capital."""
    letters, size = texts.folded.codes.take(texts.starts), texts.ends - texts.starts
    is_short: NDArray[np.bool_] = (size >= _SHORTEST_ARTICLE) & (size <= _LONGEST_ARTICLE)
    is_short[:-1] &= is_capital[1:] & (texts.folded.codes.take(texts.ends[:-1]) == ord(BLANK))
    is_short[-1:] = False
    is_short &= (letters == ord("a")) | (letters == ord("e"))
    return is_short


def _is_adjective(reading: Reading, hit: Toponym, names: Names) -> bool:
    """Tell whether a word is the adjective of a country: "السورية" is not "سورية" with an article."""
    if hit.last > hit.first + 1:
        return False
    best = hit.name.candidates[0]
    if best.kind == "country" and hit.article and not hit.name.bears_article:
        return True  # "التشيلي" is of Chile, which bears none
    nationality = names.nationality(reading.words[hit.first])
    if nationality is None:
        return False
    is_same = names.country(nationality) == best.country
    return best.kind != "country" or not is_same or (hit.article and not hit.name.bears_article)


def _is_compass(reading: Reading, hit: Toponym) -> bool:
    """A compass point alone is none of the places that are called so: North, in Hong Kong."""
    return hit.core_last == hit.core + 1 and reading.cue(hit.core, "direction") is not None


def _opens_name(reading: Reading, hit: Toponym) -> bool:
    """ "Wadi" is a town, too, but not in "Wadi Mawr"."""
    cue = reading.cue(hit.core, "feature", "leading") if hit.core_last == hit.core + 1 else None
    after = hit.core_last
    is_followed = cue is not None and after < len(reading) and not reading.gap(after - 1).strip()
    return is_followed and reading.is_capital(after)


def _is_common_noun(reading: Reading, hit: Toponym) -> bool:
    """ "The bank" at the head of a sentence is no "The Bank"."""
    if reading.words[hit.core] != "the" or hit.core_last == hit.core + 1:
        return False
    return reading.text[reading.raw(hit.core + 1, hit.core + 2)[0]].islower()


def _continues_compass(reading: Reading, word: int) -> bool:
    """ "شمال شرق سوريا" is the north-east of Syria, not a north of "شرق سوريا".

    The northern West Bank is no north-west.
    """
    if not (reading.cue(word, "direction") and reading.cue_before(word, "direction")):
        return False
    return is_arabic(reading.words[word]) or reading.is_capital(word - 1) == reading.is_capital(word)


def attach_type_word(reading: Reading, hit: Toponym) -> None:
    """Take the noun that says what kind of place the name is into the span."""
    head = None if hit.proclitic else reading.cue_before(hit.core, "type")
    if head and not _parts(reading, hit.core - 1):
        hit.head = head
        hit.first = hit.core - head.size
    elif not is_arabic(reading.words[hit.core]):
        _attach_english_head(reading, hit)
    while reading.cue(hit.last, "qualifier") and not reading.is_cut(hit.last - 1, hit.last):
        hit.last += 1


def _parts(reading: Reading, word: int) -> bool:
    """Tell whether what stands behind a type word parts it from a name.

    So do a full stop (but not that of "Mt."), a genitive ("the province's Chamchamal") and an English comma.
    """
    gap = reading.gap(word)
    if not gap.strip():
        return False
    is_stop = len(reading.words[word]) > _ABBREVIATION and "." in gap
    return is_stop or gap.strip() in GENITIVES or gap.strip() == ","


def _attach_english_head(reading: Reading, hit: Toponym) -> None:
    after = reading.cue(hit.last, "type")
    if after and not after.plural and not reading.is_cut(hit.last - 1, hit.last):
        hit.head = after
        hit.last += after.size
        return
    if reading.words[hit.core - 1] != "of":  # "the town of Hajin", "the province of Anbar"
        return
    before = reading.cue_before(hit.core - 1, "type")
    if before:
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
    if gap in DASHES:  # "Baghdad-Damascus", but not the dash of a dateline
        return True
    if gap.strip() in DASHES:
        cue = reading.cue_before(before.first, "between")
        return cue is not None and cue.value == "roads"  # "طريق دير الزور – تدمر"
    return after.proclitic.startswith(("و", "ف")) or gap.strip() in (",", "،") or len(between) == 1
