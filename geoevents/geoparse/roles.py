"""What a place name does in its sentence: a place, a government, a part of another name.

The split of literal and associative uses follows Gritta, Pilehvar and Collier, "A pragmatic guide to
geoparsing evaluation" (2020). Only a literal name can be where something happened.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import Final

from geoevents.geoparse.cues import LANGUAGES, lexicon
from geoevents.geoparse.openings import is_dateline, is_heading
from geoevents.geoparse.organisations import embedding, is_agency, owns_office, speaks
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.resolve import ABROAD, Choice, Context
from geoevents.geoparse.toponyms import Toponym, is_coordinated
from geoevents.language.fold import fold
from geoevents.model import Role

__all__ = ["assign_roles", "mark_dedications"]

_CLAUSE: Final = 12  # words before a name in which a word of movement governs it
_OF: Final = frozenset({"of", "من", "عن"})
_WITH: Final = (["مع"], ["with"])
_TO: Final = ([fold("إلى")], ["to"])
_DASHES: Final = frozenset("-–—ـ")
_CROSSING: Final = 3  # words from a crossing to the country that it is with
_ROAD: Final = 5  # words from the first end of a road to its noun


def assign_roles(reading: Reading, toponyms: Sequence[Toponym], claimed: Container[int] = ()) -> None:
    """Give every toponym its role, lists sharing the role of their first name.

    ``claimed`` are the words inside listed names of organisations, outlets and the like.
    """
    before: Toponym | None = None
    for toponym in toponyms:
        if toponym.role == "embedded" or toponym.core in claimed:
            toponym.role, toponym.rule = "embedded", "part of a longer name"
        elif before is not None and is_agency(reading, before, toponym):
            toponym.role, toponym.rule = "embedded", "the agency of a dateline"
        elif before is not None and is_coordinated(reading, before, toponym) and _inherits(toponym, before):
            toponym.role, toponym.rule = before.role, "the role of the name before it in the list"
        else:
            toponym.role, toponym.rule = _role(reading, toponym, before)
        before = toponym


def mark_dedications(toponyms: Sequence[Toponym], choices: Sequence[Choice], context: Context) -> None:
    """Call embedded what lends its name to a building elsewhere: "مستشفى القدس" in a report on Aleppo."""
    for toponym, choice in zip(toponyms, choices, strict=True):
        if toponym.heads != "facility" or choice.best is None:
            continue
        signals = choice.signals[choice.best.row]
        if signals.get("type word", 0.0) >= 0:
            continue
        is_foreign = context.is_foreign(choice.best, toponym.name.key)
        if min(signals.get("named within", 0.0), signals.get(ABROAD, 0.0)) < 0 or is_foreign:
            toponym.role, toponym.rule = "embedded", "a building elsewhere that bears the name of the place"


def _inherits(toponym: Toponym, before: Toponym) -> bool:
    return toponym.head is None and speaks(toponym) == speaks(before)


@cache
def _passed() -> frozenset[str]:
    """Words that may stand between a preposition and a name."""
    return frozenset(
        fold(word) for language in LANGUAGES for word in lexicon(language).get("passed", {}).get("words", ())
    )


def _role(reading: Reading, toponym: Toponym, before: Toponym | None) -> tuple[Role, str]:
    """Return the role and the rule that gives it."""
    if why := embedding(reading, toponym):
        return "embedded", why
    is_side_by_side = not reading.gap(toponym.first - 1).strip()
    office = reading.cue_before(toponym.first, "office") if is_side_by_side else None
    if office and not toponym.proclitic and toponym.head is None:
        return "metonymic", "right behind the word for an office or a power"
    if owns_office(reading, toponym):
        return "metonymic", "an office is its"
    if not speaks(toponym):
        return "literal", "neither a country nor a capital"
    if is_dateline(reading, toponym):
        return "literal", "a dateline"
    if is_heading(reading, toponym):
        return "literal", "a heading"
    if before is not None and (_contains(reading, toponym, before) or _is_joined(reading, toponym, before)):
        return "literal", "the place before it makes it one"
    if _names_road(reading, toponym):
        return "literal", "a road leads there"
    if _is_located(reading, toponym):
        return "literal", "the words before it make the country or capital a place"
    return "metonymic", "a country or capital that nothing makes a place: its government"


def _is_located(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the words before a country or capital make it a place rather than an actor."""
    first, proclitic = toponym.first, toponym.proclitic
    if proclitic.endswith("ب"):
        return True
    if proclitic.endswith("ل"):
        return bool(reading.cue_before(first, "motion"))
    if toponym.core != toponym.first:
        return True
    if proclitic in ("و", "ف"):
        return False
    if reading.cue_before(first, "visit") or reading.is_capital_of(first):
        return True
    site = reading.cue_before(first, "organisation")
    if site is not None and site.value == "located":
        return True
    behind = first - 1 if first > 1 and reading.words[first - 1] in _OF else first  # "south of Erbil"
    if any(reading.cue_before(behind, role) for role in ("direction", "part", "territory")):
        return True
    if reading.words[first - 1 : first] in _WITH:  # "المنفذ البري مع الكويت"
        nouns = range(max(0, first - 1 - _CROSSING), first - 1)
        return any(reading.cue(word, "feature", "crossing") for word in nouns)
    preposition = reading.cue_before(first, "preposition")
    if preposition is None and first > 1 and reading.words[first - 1] in _passed():
        preposition = reading.cue_before(first - 1, "preposition")
    if preposition is None:
        between = reading.cue_before(first, "border")
        if between is None or between.value != "between":
            return False
        land = reading.cue_before(first - 1, "between")  # "the strip of land between Syria and Jordan"
        is_land = land is not None and land.value in ("areas", "roads")
        return is_land or _is_moving(reading, first)
    if preposition.value == "in":
        return True
    return _is_moving(reading, first)


def _is_moving(reading: Reading, first: int) -> bool:
    """Tell whether a word of movement, a road or a stretch of land governs what follows it."""
    governing = range(max(0, first - _CLAUSE), first)
    return any(reading.cue(word, "motion") or reading.cue(word, "extent") for word in governing)


def _contains(reading: Reading, toponym: Toponym, before: Toponym) -> bool:
    """Tell whether a country stands behind a place and a comma: "Hasakah, Syria"."""
    is_next = before.last == toponym.first and reading.gap(toponym.first - 1).strip() in (",", "،")
    is_joined = toponym.proclitic != ""  # "باتجاه إيلات، وتل أبيب تقول"
    return is_next and not is_joined and not speaks(before) and before.role == "literal"


def _is_joined(reading: Reading, toponym: Toponym, before: Toponym) -> bool:
    """Tell whether a country or capital goes on from a place: "في حمص أو دمشق", "معبر نصيب مع الأردن".

    "من حلب إلى دمشق" is a road too, since Aleppo is no government.
    """
    if before.role != "literal" or toponym.first < before.last:
        return False
    between = reading.words[before.last : toponym.first]
    if between in _WITH:
        return before.heads == "border_crossing" or before.name.candidates[0].kind == "border_crossing"
    if speaks(before):
        return False
    if between in _TO or toponym.proclitic == "ل":
        origin = reading.cue_before(before.first, "preposition")
        return between in _TO and origin is not None and origin.value == "from"
    following = reading.words[toponym.last : toponym.last + 1]
    if not is_coordinated(reading, before, toponym) or any(map(_is_verb, following)):
        return False
    if reading.words[before.last : toponym.first] == ["and"] and not reading.gap(before.last - 1).strip():
        return True  # "from Irbid, Mafraq and Amman"
    preposition = reading.cue_before(before.first, "preposition")
    is_led = preposition is not None and preposition.value in ("in", "from")
    return before.proclitic.endswith("ب") or is_led  # "جاء معظمهم من إدلب ولبنان"


def _is_verb(word: str) -> bool:
    """Tell whether a word may be what a capital does, a verb of the feminine: "وبغداد تمشط الحدود"."""
    return word.startswith("ت") and not word.endswith(("ه", "ات"))


def _names_road(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name is the end of a road: "the Damascus-Daraa highway"."""
    if reading.gap(toponym.last - 1).strip(" ") not in _DASHES:
        return False
    words = range(toponym.last + 1, min(toponym.last + _ROAD, len(reading)))
    return any(
        cue.value == "roads" and not reading.is_cut(toponym.last, word)
        for word in words
        for cue in reading.cues(word, "between")
    )
