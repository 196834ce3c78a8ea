"""The words of time of a language with the classes of timewords.py, ready to be looked up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from geoevents.language.fold import fold
from geoevents.language.lexicon import Lexicon, load
from geoevents.language.yearparts import Holiday

__all__ = ["ANCHORS", "ROLLING", "TimeEntry", "TimeVocabulary", "time_vocabulary"]

ANCHORS: Final = "MHWTUGDBZRQoCjwY"  # without one of these, or a number, no run of words is a date
_CLASSES: Final = {
    "last": "L", "next": "N", "this": "C", "ago_before": "A", "ago_after": "g", "since": "S",
    "from": "f", "of": "F", "to": "t", "until": "u", "between": "b", "after": "z", "in": "P", "on": "o",
    "the": "x", "part_of_day": "E",
    "hijri_mark": "j", "gregorian_mark": "m", "one": "i", "several": "V", "long": "l", "year": "G",
    "approximately": "q", "weekend": "w",
}  # fmt: skip
ROLLING: Final = "rolling"  # "the past week": the seven days up to now
_TAKE_PREPOSITION: Final = frozenset("MHWUGDBTKRZCoOwY")
_CONDITIONAL: Final = frozenset("MHWaT")  # classes that depend on capitals or on the word before
TimeEntry = tuple[tuple[str, ...], str, Any]  # further words of the phrase, class, value


@dataclass(frozen=True, slots=True)
class TimeVocabulary:
    entries: dict[str, tuple[TimeEntry, ...]]  # by first word, longest first
    prefixed: dict[str, tuple[str, int, str]]  # a word with prefixes -> the word, their length, their classes
    units: dict[str, str]
    capitalised: bool
    day_suffixes: frozenset[str]
    decade_suffixes: frozenset[str]
    no_weekday_after: frozenset[str]
    as_written: dict[str, str]  # folded -> as it must stand in the raw text: «بآب» is in August, «باب» a door
    no_deictic_after: frozenset[str]
    simple: dict[str, tuple[str, Any]]  # words that are no more than themselves, whatever stands about them
    attached: frozenset[str]  # written to digits
    words: frozenset[str]  # all first words, with and without prefixes
    anchors: frozenset[str]  # those of them that alone may be one of ANCHORS
    openers: dict[str, frozenset[str]]  # those that begin a phrase which is one, with the words that go on
    passing: frozenset[str]  # what may stand between a word and one of ANCHORS in a date


def _entries(language: str) -> Iterator[tuple[str, str, Any]]:
    """All words and phrases with class and value; a later one takes the place of an earlier."""
    lexicon = load(language, "dates")
    for name, unit_words in ((unit, lexicon.table("units").words(unit)) for unit in lexicon.table("units")):
        yield from ((word, "U", name) for word in unit_words)
    counts = lexicon.table("counts")
    units = lexicon.inverted("units")
    yield from ((word, "D", units[word]) for word in counts.words("plural"))
    yield from ((word, "B", units[word]) for word in counts.words("dual"))
    words = lexicon.table("words")
    for name, class_ in _CLASSES.items():
        yield from ((word, class_, units.get(word, "year")) for word in words.words(name))
    yield from ((word, "L", ROLLING) for word in words.words("rolling"))
    for system in lexicon.table("months"):
        table = lexicon.table("months").table(system)
        class_ = "H" if system == "hijri" else "M"
        for month in table:
            yield from ((word, class_, (int(month), system)) for word in table.words(month))
    for name, class_ in (("weekdays", "W"), ("weekday_abbreviations", "a")):
        yield from ((word, class_, int(number)) for word, number in lexicon.inverted(name).items())
    for name, class_ in (("deictic", "T"), ("ordinals", "O"), ("decades", "Z")):
        yield from ((word, class_, int(value)) for word, value in lexicon.numbers(name).items())
    for name, class_ in (("parts", "K"), ("seasons", "R")):
        yield from ((word, class_, value) for word, value in lexicon.inverted(name).items())
    for calendar in lexicon.table("holidays"):
        table = lexicon.table("holidays").table(calendar)
        for when in table:  # "10-1 3": the tenth month's first day, and two more
            feast = Holiday(calendar, *map(int, when.replace("-", " ").split()))
            yield from ((word, "Y", feast) for word in table.words(when))
    yield from ((word, "r", int(value)) for word, value in lexicon.numbers("holiday_days").items())
    yield from ((word, "c", None) for word in lexicon.table("decade_tail").words("words"))
    yield from ((word, "Q", None) for word in lexicon.table("vague").words("words"))
    yield from ((word, "&", None) for word in load(language, "quantities").words("and"))


def _article_numbers(language: str) -> Iterator[tuple[str, str, Any]]:
    """«الأيام الثلاثة الماضية»: a number that follows its noun takes the article too."""
    if load(language, "quantities").get("units_first", False):
        for word, value in load(language, "quantities").numbers("units").items():
            if value >= 3:
                yield f"ال{word}", "n", value


@cache
def time_vocabulary(language: str) -> TimeVocabulary:
    lexicon = load(language, "dates")
    entries: dict[str, dict[tuple[str, ...], TimeEntry]] = {}
    for phrase, class_, value in (*_article_numbers(language), *_entries(language)):
        first, *rest = phrase.split()
        entries.setdefault(first, {})[tuple(rest)] = (tuple(rest), class_, value)
    longest_first = {
        word: tuple(sorted(found.values(), key=lambda entry: -len(entry[0])))
        for word, found in entries.items()
    }
    suffixes = lexicon.table("suffixes") if "suffixes" in lexicon else None
    words = lexicon.table("words")
    prefixed = _prefixed(longest_first, lexicon)
    by_word = longest_first | {form: longest_first[word] for form, (word, _, _) in prefixed.items()}
    anchors = {
        word: rests
        for word, found in by_word.items()
        if (rests := [rest for rest, class_, _ in found if class_ in ANCHORS])
    }
    attached = load(language, "quantities").words("attached", optional=True)
    return TimeVocabulary(
        longest_first,
        prefixed,
        lexicon.inverted("units"),
        bool(lexicon.get("capitalised", False)),
        frozenset(suffixes.words("day") if suffixes else ()),
        frozenset(suffixes.words("decade") if suffixes else ()),
        frozenset(words.words("no_weekday_after")),
        {fold(word): word for word in words.get("as_written", ())},
        frozenset(words.words("no_deictic_after")),
        {
            word: found[0][1:]
            for word, found in longest_first.items()
            if len(found) == 1 and not found[0][0] and found[0][1] not in _CONDITIONAL
        },
        frozenset(attached),
        frozenset(by_word),
        frozenset(word for word, found in anchors.items() if not all(found)),
        {word: frozenset(rest[0] for rest in found) for word, found in anchors.items() if all(found)},
        frozenset(
            (*by_word, *attached, *(word for found in by_word.values() for rest in found for word in rest[0]))
        ),
    )


def _prefixed(entries: dict[str, tuple[TimeEntry, ...]], lexicon: Lexicon) -> dict[str, tuple[str, int, str]]:
    conjunctions = lexicon.words("conjunctions")
    prepositions = lexicon.words("prepositions")
    prefixed: dict[str, tuple[str, int, str]] = {}
    for word, found in entries.items():
        takes = any(class_ in _TAKE_PREPOSITION for _, class_, _ in found)
        with_preposition = []
        for preposition in prepositions if takes else ():
            contracts = preposition == "ل" and word.startswith("ال")
            with_preposition.append((f"لل{word[2:]}" if contracts else preposition + word, 1, "p"))
        for form, length, classes in with_preposition:
            prefixed.setdefault(form, (word, length, classes))
        for conjunction in conjunctions:
            prefixed.setdefault(conjunction + word, (word, len(conjunction), "&"))
            for form, length, classes in with_preposition:
                prefixed.setdefault(conjunction + form, (word, len(conjunction) + length, "&" + classes))
    return {form: value for form, value in prefixed.items() if form not in entries and len(form) > 2}
