"""Words of time in a text as a string of classes, one character per word, over which dates are patterns.

``منذ 3 مايو 2021`` becomes ``SdMy``: since, digits of a day, month, digits of a year.

::

    M month      H Hijri month   W weekday     a its abbreviation   T today, yesterday, …
    U unit       G "year"        D plural unit B dual unit          E part of a day
    L last       N next          C this        A before, "قبل"      g ago
    S since      f from          F of          t to                 u until     b between     z after
    P in, during o on            x the         & and                p attached preposition
    O ordinal    d 1…31          y 1900…2100   h 1300…1500          e 1000…1899 n another number
    i one ("a")  V several       l long        Q vague time         Z decade    c "of last century"
    q about
    K early/mid/late             R season      j AH                 m AD
    ~ any other word; a mark of punctuation stands for itself
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from geoevents.language.countables import Countables, countables
from geoevents.language.lexicon import Lexicon, load
from geoevents.language.numbers import Number, read_numbers
from geoevents.language.tokens import Tokens

__all__ = ["TimeWords", "read_time_words"]

_CLASSES: Final = {
    "last": "L", "next": "N", "this": "C", "ago_before": "A", "ago_after": "g", "since": "S",
    "from": "f", "of": "F", "to": "t", "until": "u", "between": "b", "after": "z", "in": "P", "on": "o",
    "the": "x", "part_of_day": "E",
    "hijri_mark": "j", "gregorian_mark": "m", "one": "i", "several": "V", "long": "l", "year": "G",
    "approximately": "q",
}  # fmt: skip
_TAKE_PREPOSITION: Final = frozenset("MHWUGDBTKRZCoO")
_CONDITIONAL: Final = frozenset("MHWaT")  # classes that depend on capitals or on the word before
_YEARS: Final = range(1900, 2101)
_HIJRI_YEARS: Final = range(1300, 1501)
_EARLIER_YEARS: Final = range(1000, 1900)  # years only with a month or the word
_Entry = tuple[tuple[str, ...], str, Any]  # further words of the phrase, class, value


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    entries: dict[str, tuple[_Entry, ...]]  # by first word, longest first
    prefixed: dict[str, tuple[str, int, str]]  # a word with prefixes -> the word, their length, their classes
    units: dict[str, str]
    capitalised: bool
    day_suffixes: frozenset[str]
    decade_suffixes: frozenset[str]
    no_weekday_after: frozenset[str]
    no_deictic_after: frozenset[str]
    simple: dict[str, tuple[str, Any]]  # words that are no more than themselves, whatever stands about them
    attached: frozenset[str]  # written to digits
    words: frozenset[str]  # all first words, with and without prefixes


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The classes of a text's words with values and offsets in the folded text."""

    classes: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


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
def _vocabulary(language: str) -> _Vocabulary:
    lexicon = load(language, "dates")
    entries: dict[str, dict[tuple[str, ...], _Entry]] = {}
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
    return _Vocabulary(
        longest_first,
        prefixed,
        lexicon.inverted("units"),
        bool(lexicon.get("capitalised", False)),
        frozenset(suffixes.words("day") if suffixes else ()),
        frozenset(suffixes.words("decade") if suffixes else ()),
        frozenset(words.words("no_weekday_after")),
        frozenset(words.words("no_deictic_after")),
        {
            word: found[0][1:]
            for word, found in longest_first.items()
            if len(found) == 1 and not found[0][0] and found[0][1] not in _CONDITIONAL
        },
        frozenset(load(language, "quantities").words("attached", optional=True)),
        frozenset(longest_first.keys() | prefixed.keys()),
    )


def _prefixed(entries: dict[str, tuple[_Entry, ...]], lexicon: Lexicon) -> dict[str, tuple[str, int, str]]:
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


def read_time_words(tokens: Tokens, *, language: str) -> TimeWords:
    """Class the words of a text.

    >>> from geoevents.language.tokens import tokenize
    >>> read_time_words(tokenize("منذ 3 مايو 2021", language="ar"), language="ar").classes
    'SdMy'
    """
    numbers = read_numbers(tokens, language=language)
    return _Reader(tokens, _vocabulary(language), countables(language), numbers).read()


class _Reader:
    def __init__(
        self,
        tokens: Tokens,
        vocabulary: _Vocabulary,
        nouns: Countables,
        numbers: tuple[Number, ...],
    ) -> None:
        self.tokens = tokens
        self.nouns = nouns
        self.vocabulary = vocabulary
        self.numbers = {number.first: number for number in numbers}
        self.classes: list[str] = []
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def _add(self, class_: str, value: Any, start: int, end: int) -> None:
        self.classes.append(class_)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def read(self) -> TimeWords:
        tokens, vocabulary = self.tokens, self.vocabulary
        entries, prefixed, numbers = vocabulary.entries, vocabulary.prefixed, self.numbers
        of_time, simple = vocabulary.words, vocabulary.simple
        timely = {at for at, word in enumerate(tokens.words) if word in of_time}
        before = {at - 1 for at in numbers if at and tokens.words[at - 1] in vocabulary.attached}
        known = sorted(timely | numbers.keys() | before)
        done = 0
        for at in known:
            if at < done:
                continue
            if at > done:
                self._skip(done, at)
            word = tokens.words[at]
            told = simple.get(word)
            if told is not None and at not in numbers:
                self._add(*told, tokens.starts[at], tokens.ends[at])
                done = at + 1
                continue
            found = entries.get(word)
            if at in before and found is None:  # «الـ24»
                self._add(
                    "x" if word.endswith("ل") and len(word) > 1 else "p",
                    None,
                    tokens.starts[at],
                    tokens.ends[at],
                )
                done = at + 1
            elif found is None and at not in numbers:
                done = self._read_prefixed(at, *prefixed[word])
            else:
                length = self._match(found, at, tokens.starts[at]) if found is not None else 0
                done = at + (length or self._read_number(at))
        if done < len(tokens):
            self._skip(done, len(tokens))
        return TimeWords("".join(self.classes), self.values, self.starts, self.ends)

    def _skip(self, first: int, last: int) -> None:
        """Take in tokens that tell no time: marks up to the first word, and one sign for all the rest."""
        tokens = self.tokens
        for at in range(first, last):
            word = tokens.words[at]
            is_word = word[0].isalnum()
            end = tokens.ends[last - 1 if is_word else at]
            self._add("~" if is_word else word, None, tokens.starts[at], end)
            if is_word:
                break

    def _read_prefixed(self, at: int, base: str, length: int, classes: str) -> int:
        start = self.tokens.starts[at]
        count = self._match(self.vocabulary.entries[base], at, start + length, prefix=(classes, start))
        if not count:
            self._add("~", None, start, self.tokens.ends[at])
        return at + (count or 1)

    def _match(
        self, found: tuple[_Entry, ...], at: int, start: int, *, prefix: tuple[str, int] | None = None
    ) -> int:
        """Add the longest phrase that stands at a place; the number of its tokens, 0 if there is none."""
        words = self.tokens.words
        for rest, class_, value in found:
            last = at + 1 + len(rest)
            if rest and tuple(words[at + 1 : last]) != rest:
                continue
            if not self._is_allowed(class_, at, start):
                continue
            if not rest and at in self.numbers and class_ not in "OVi":
                continue
            if prefix is not None:
                for place, prefix_class in enumerate(prefix[0]):
                    self._add(prefix_class, None, prefix[1] + place, prefix[1] + place + 1)
            self._add(class_, value, start, self.tokens.ends[last - 1])
            return last - at
        return 0

    def _is_allowed(self, class_: str, at: int, start: int) -> bool:
        vocabulary, previous = self.vocabulary, self.tokens.words[at - 1] if at else ""
        if class_ in "MHWa" and vocabulary.capitalised:
            folded = self.tokens.folded
            if not folded.raw[folded.offsets[start]].isupper():
                return False
        if class_ in "Wa":
            return vocabulary.no_weekday_after.isdisjoint((previous, previous[1:]))
        return class_ != "T" or previous not in vocabulary.no_deictic_after

    def _read_number(self, at: int) -> int:
        tokens, vocabulary = self.tokens, self.vocabulary
        number = self.numbers.get(at)
        if number is None:
            self._add("~", None, tokens.starts[at], tokens.ends[at])
            return 1
        start, last = tokens.starts[at], number.last
        value = int(number.value)
        suffix = tokens.words[last] if last < len(tokens) and tokens.is_joined(last) else ""
        if number.plain and suffix in vocabulary.day_suffixes and 1 <= value <= 31:
            self._add("O", value, start, tokens.ends[last])
            return last + 1 - at
        is_decade = number.plain and suffix in vocabulary.decade_suffixes and value % 10 == 0
        if is_decade and (value in _YEARS or 20 <= value <= 90):
            self._add("Z", value, start, tokens.ends[last])
            return last + 1 - at
        if number.vague:
            self._add("V" if number.low < 10 else "n", None, start, tokens.ends[last - 1])
            return last - at
        class_ = self._class_of(number, value)
        if class_ == "y" and self._counts(last):
            class_ = "n"
        self._add(class_, number.value, start, tokens.ends[last - 1])
        return last - at

    def _counts(self, after: int) -> bool:
        """Whether a noun that is counted follows, so that four digits are no year: «1905 جنود»."""
        if (self.classes and self.classes[-1] in "GM,،") or after >= len(self.tokens):
            return False
        return bool(self.nouns.unit(tuple(self.tokens.words[after : after + 3]))[0])

    def _class_of(self, number: Number, value: int) -> str:
        digits = len(self.tokens.words[number.first])
        if number.plain and digits <= 2 and 1 <= value <= 31:
            return "d"
        if number.plain and digits == 4:
            if value in _YEARS:
                return "y"
            return "h" if value in _HIJRI_YEARS else "e" if value in _EARLIER_YEARS else "n"
        return "n"
