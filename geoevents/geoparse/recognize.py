"""Which words of a text name a place.

The gazetteer proposes every span that spells one of its names; the evidence around it decides. Type words
before ("مخيم الهول") and after ("al-Hol camp") belong to the span and say which kind of place is meant.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Final

from geoevents.geoparse.company import THRESHOLD, keep_company
from geoevents.geoparse.cues import cues_by_word, is_arabic, lexicon
from geoevents.geoparse.evidence import Evidence
from geoevents.geoparse.lists import find_parted, find_shared, holds_many
from geoevents.geoparse.names import Names
from geoevents.geoparse.priors import LITTLE_KNOWN, Around, prior
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym, attach_type_word

__all__ = ["THRESHOLD", "weigh", "without_overlap"]

_POINTS_ON: Final = -8.0
_EMBEDDED: Final = 0.1  # any other reading of the words goes before
_ARTICLE: Final = "ال"


def weigh(
    reading: Reading,
    found: list[Toponym],
    names: Names,
    evidence: Evidence,
    *,
    nationalities: Iterable[str] = (),
    claimed: Container[int] = (),
) -> None:
    """Lend every span that spells a name the evidence that it is a place; most are common words.

    ``nationalities`` are the countries whose adjectives the text has, ``claimed`` the words inside listed
    names of organisations, outlets and the like.
    """
    around = Around.of(reading, found, nationalities)
    for hit in found:
        attach_type_word(reading, hit)
        hit.logit = evidence.score(reading, hit)
        for what, weight in prior(reading, hit, around):
            hit.lend(what, weight)
        if hit.logit <= THRESHOLD and _is_embedded(reading, hit, claimed):
            hit.role = "embedded"
            hit.lend("inside the name of an organisation", _EMBEDDED - hit.logit)
    found.extend((*find_shared(reading, names), *find_parted(reading, names)))
    keep_company(reading, found, around.focus)
    for hit in found:
        if _is_bank(reading, hit):
            hit.lend("a bank of a river by the words behind it", _POINTS_ON)
    starts = {hit.first for hit in found if hit.logit > THRESHOLD}
    for hit in found:
        if hit.core_last - hit.core > 1 and hit.last in starts and _points_on(reading, hit):
            hit.lend("its last word tells the side of the name behind it", _POINTS_ON)
    for hit in found:
        if not holds_many(reading, hit):
            _compose(hit, names)


def _points_on(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a name ends in a compass point of the next one: "الباب شرقي حلب" is no "باب شرقي"."""
    cue = reading.cue(hit.core_last - 1, "direction")
    return cue is not None and not cue.proclitic and not reading.is_cut(hit.last - 1, hit.last)


def _is_bank(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a name is a river's bank: "الضفة الشرقية لنهر الفرات" has nothing of the West Bank."""
    noun = reading.words[hit.core].removeprefix(hit.proclitic).removeprefix(_ARTICLE)
    known = cues_by_word().get(noun) if is_arabic(noun) else None
    if known is None or all(cue.value != "river" for cue, _ in known.by_role.get("type", ())):
        return False
    if reading.is_cut(hit.last - 1, hit.last):
        return False
    behind = hit.last
    if reading.words[behind : behind + 1] and reading.words[behind].startswith(_ARTICLE):
        behind += 1  # "الشرقية"
    if reading.words[behind : behind + 1] == ["من"]:
        behind += 1
    noun_behind = reading.cue(behind, "type")
    is_river = noun_behind is not None and noun_behind.value == "river"
    is_joined = behind > hit.last or (noun_behind is not None and noun_behind.proclitic != "")
    return (is_river and is_joined) or reading.cue(hit.last, "side") is not None


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


def _is_embedded(reading: Reading, hit: Toponym, claimed: Container[int]) -> bool:
    """A well-known name right behind the head noun of an organisation is part of it: "فيلق القدس"."""
    if hit.head or hit.use or hit.name.grade in LITTLE_KNOWN:
        return False
    if not hit.name.is_written(article=hit.article):
        return False
    if hit.core in claimed:
        return not hit.proclitic.endswith("ف")  # "فرانس برس" is no رانس behind "ف"
    if hit.proclitic:
        return False
    cue = reading.cue_before(hit.core, "organisation")
    return cue is not None and cue.value != "located" and is_arabic(hit.name.key)


def without_overlap(hits: Iterable[Toponym]) -> list[Toponym]:
    """Return the place names in order of the text: of overlapping ones the longest, then the likeliest."""
    accepted: list[Toponym] = []
    taken: set[int] = set()
    # Borders are read word by word, since the countries may stand in any order and form.
    likely = [hit for hit in hits if hit.logit > THRESHOLD and hit.name.candidates[0].kind != "border"]
    for hit in sorted(likely, key=lambda hit: (hit.core - hit.core_last, -hit.logit, hit.core)):
        words = range(hit.core, hit.core_last)
        if taken.isdisjoint(words):
            taken.update(words)
            accepted.append(hit)
    return sorted(accepted, key=lambda hit: hit.core)
