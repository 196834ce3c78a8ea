"""What a place name does in its sentence: a place, a government, a part of another name.

The split of literal and associative uses follows Gritta, Pilehvar and Collier, "A pragmatic guide to
geoparsing evaluation" (2020). Only a literal name can be where something happened.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import Final

from geoevents.geoparse.cues import LANGUAGES, is_arabic, lexicon
from geoevents.geoparse.openings import is_dateline, is_heading
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.resolve import ABROAD, Choice, Context
from geoevents.geoparse.toponyms import GENITIVES, Toponym, is_coordinated
from geoevents.language.fold import fold
from geoevents.model import Role

__all__ = ["assign_roles", "mark_dedications"]

_CLAUSE: Final = 12  # words before a name in which a word of movement governs it
_OF: Final = frozenset({"of", "من", "عن"})
_WITH: Final = (["مع"], ["with"])
_TO: Final = ([fold("إلى")], ["to"])
_DASHES: Final = frozenset("-–—ـ")
_OWNED: Final = 2  # words behind a genitive: "Gaza's health ministry"
_CHAIN: Final = 3  # nouns between an organ and the name that it is for
_ORGAN: Final = 3  # words of an organisation up to its land, at least
_NO_LINK: Final = ("ال", "و", "ب", "ل", "ف", "ي", "ت")  # how a noun in such a chain does not begin
_IN: Final = frozenset({"in", fold("في")})
_FOR: Final = _IN | {"for", "of"}
_ROAD: Final = 5  # words from the first end of a road to its noun
_QUOTES: Final = frozenset('"“”«»')


def assign_roles(reading: Reading, toponyms: Sequence[Toponym], claimed: Container[int] = ()) -> None:
    """Give every toponym its role, lists sharing the role of their first name.

    ``claimed`` are the words inside listed names of organisations, outlets and the like.
    """
    before: Toponym | None = None
    for toponym in toponyms:
        if toponym.role == "embedded" or toponym.core in claimed:
            toponym.role, toponym.rule = "embedded", "part of a longer name"
        elif before is not None and _is_agency(reading, before, toponym):
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


def _is_agency(reading: Reading, before: Toponym, toponym: Toponym) -> bool:
    """Tell whether a name stands between a dateline and the report: "بغداد/ الأناضول أعلنت"."""
    is_next = before.last == toponym.first and reading.gap(before.last - 1).strip() == "/"
    return is_next and is_dateline(reading, before)


def _inherits(toponym: Toponym, before: Toponym) -> bool:
    return toponym.head is None and _speaks(toponym) == _speaks(before)


def _speaks(toponym: Toponym) -> bool:
    """Tell whether the name can stand for a government: a country, or a capital."""
    best = toponym.name.candidates[0]
    is_seat = best.kind == "country" or best.is_capital or toponym.name.key in _seats()
    return toponym.head is None and is_seat


@cache
def _passed() -> frozenset[str]:
    """Words that may stand between a preposition and a name."""
    return frozenset(
        fold(word) for language in LANGUAGES for word in lexicon(language).get("passed", {}).get("words", ())
    )


@cache
def _seats() -> frozenset[str]:
    """Cities that a government is called by although they are no capital: "بغداد وأربيل"."""
    return frozenset(
        fold(name) for language in LANGUAGES for name in lexicon(language)["governments"]["seats"]
    )


def _role(reading: Reading, toponym: Toponym, before: Toponym | None) -> tuple[Role, str]:
    """Return the role and the rule that gives it."""
    organisation = reading.cue_before(toponym.first, "organisation")
    if organisation and not toponym.proclitic and toponym.head is None and organisation.value != "located":
        return "embedded", "right behind the head noun of an organisation"
    if _ends_chain(reading, toponym):
        return "embedded", "at the end of the name of an organ"
    if _is_land_of(reading, toponym):
        return "embedded", "the land that an organisation is for"
    if _opens_title(reading, toponym):
        return "embedded", "before the head noun of an organisation"
    if _is_quoted(reading, toponym):
        return "embedded", "alone in quotation marks: a title"
    is_side_by_side = not reading.gap(toponym.first - 1).strip()
    office = reading.cue_before(toponym.first, "office") if is_side_by_side else None
    if office and not toponym.proclitic and toponym.head is None:
        return "metonymic", "right behind the word for an office or a power"
    if _owns_office(reading, toponym):
        return "metonymic", "an office is its"
    if not _speaks(toponym):
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


def _opens_title(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether an English name begins that of an organisation or meeting: "the Baghdad Dialogue"."""
    word = toponym.last
    if is_arabic(reading.words[toponym.core]) or reading.is_cut(word - 1, word):
        return False
    if not (word < len(reading) and reading.is_capital(word)):
        return False
    if _is_organ(reading, word, "of_town"):
        return toponym.head is None
    cue = reading.cue(word, "organisation")
    return _speaks(toponym) and cue is not None and cue.value != "located"


def _ends_chain(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether a chain of nouns leads from an organ to the name: "مديرية مكافحة متفجرات ديالى"."""
    if toponym.proclitic or toponym.head is not None or not is_arabic(reading.words[toponym.core]):
        return False
    for word in range(toponym.first - 1, max(toponym.first - 1 - _CHAIN, -1), -1):
        if reading.is_cut(word, word + 1):
            return False
        noun = reading.words[word]
        if noun in _organs("chained") or noun[1:] in _organs("chained"):
            return word < toponym.first - 1
        if noun.startswith(_NO_LINK) or reading.cue(word, "preposition"):
            return False
    return False


def _is_land_of(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether an organisation is told by its land: "the UN Interim Force in Lebanon"."""
    first = toponym.first
    if toponym.head is not None or first < _ORGAN:
        return False
    if toponym.proclitic == "ل":
        return _is_organ(reading, first - 2, "of_land")
    joint = reading.words[first - 1]
    is_name = is_arabic(joint) or reading.is_capital(first - 2)
    if toponym.proclitic or joint not in _FOR or not is_name:
        return False
    if joint in _IN:
        return _is_organ(reading, first - 3, "in_land")
    return _is_organ(reading, first - 2, "of_land")


def _is_organ(reading: Reading, word: int, which: str) -> bool:
    """Tell whether the word, or it and the next, are listed as an organisation of some sort."""
    if word < 0 or reading.is_cut(word, word + 1):
        return False
    words = reading.words[word : word + 2]
    return words[0] in _organs(which) or " ".join(words) in _organs(which)


def _owns_office(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name has an office: "Gaza's health ministry"."""
    if reading.gap(toponym.last - 1).strip() not in GENITIVES or toponym.head is not None:
        return False
    words = range(toponym.last, min(toponym.last + _OWNED, len(reading)))
    return any(reading.cue(word, "office") and not reading.is_cut(toponym.last, word) for word in words)


@cache
def _organs(which: str) -> frozenset[str]:
    """Words of organs and organisations, folded."""
    return frozenset(
        fold(word) for language in LANGUAGES for word in lexicon(language)["organisations"].get(which, ())
    )


def _is_quoted(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether a name stands alone in quotation marks, as newspapers, films and stadiums do.

    Not so behind a type word: "مدينة «بورصة»" is the city.
    """
    first, last = toponym.first, toponym.last
    if first == 0 or reading.cues(first - 1, "type"):
        return False
    return reading.gap(first - 1).rstrip()[-1:] in _QUOTES and reading.gap(last - 1).lstrip()[:1] in _QUOTES


def _is_moving(reading: Reading, first: int) -> bool:
    """Tell whether a word of movement, a road or a stretch of land governs what follows it."""
    governing = range(max(0, first - _CLAUSE), first)
    return any(reading.cue(word, "motion") or reading.cue(word, "extent") for word in governing)


def _contains(reading: Reading, toponym: Toponym, before: Toponym) -> bool:
    """Tell whether a country stands behind a place and a comma: "Hasakah, Syria"."""
    is_next = before.last == toponym.first and reading.gap(toponym.first - 1).strip() in (",", "،")
    return is_next and not _speaks(before) and before.role == "literal"


def _is_joined(reading: Reading, toponym: Toponym, before: Toponym) -> bool:
    """Tell whether a country or capital goes on from a place: "في حمص أو دمشق", "معبر نصيب مع الأردن".

    "من حلب إلى دمشق" is a road too, since Aleppo is no government.
    """
    if before.role != "literal" or toponym.first < before.last:
        return False
    between = reading.words[before.last : toponym.first]
    if between in _WITH:
        return before.heads == "border_crossing" or before.name.candidates[0].kind == "border_crossing"
    if _speaks(before):
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
