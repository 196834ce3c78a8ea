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
    q about      w weekend       Y holiday     r which day of it
    K early/mid/late             R season      j AH                 m AD
    ~ any other word; a mark of punctuation stands for itself
"""

from dataclasses import dataclass
from typing import Any, Final

from geoevents.language.countables import Countables, countables
from geoevents.language.numbers import Number, read_numbers
from geoevents.language.timevocabulary import TimeEntry, TimeVocabulary, time_vocabulary
from geoevents.language.tokens import Tokens

__all__ = ["TimeWords", "read_time_words"]

_YEARS: Final = range(1900, 2101)
_HIJRI_YEARS: Final = range(1300, 1501)
_EARLIER_YEARS: Final = range(1000, 1900)  # years only with a month or the word


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The classes of a text's words with values and offsets in the folded text."""

    classes: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


def read_time_words(tokens: Tokens, *, language: str) -> TimeWords:
    """Class the words of a text.

    >>> from geoevents.language.tokens import tokenize
    >>> read_time_words(tokenize("منذ 3 مايو 2021", language="ar"), language="ar").classes
    'SdMy'
    """
    words: TimeWords | None = tokens.memory.get(f"time words {language}")
    if words is None:
        numbers = read_numbers(tokens, language=language)
        words = _Reader(tokens, time_vocabulary(language), countables(language), numbers).read()
        tokens.memory[f"time words {language}"] = words
    return words


class _Reader:
    def __init__(
        self,
        tokens: Tokens,
        vocabulary: TimeVocabulary,
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
        simple = vocabulary.simple
        before = {at - 1 for at in numbers if at and tokens.words[at - 1] in vocabulary.attached}
        done = 0
        for at in sorted(self._about_anchors() | before):
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

    def _about_anchors(self) -> set[int]:
        """The words of time that stand in one run with a number or another word that may make a date."""
        words, numbers, vocabulary = self.tokens.words, self.numbers, self.vocabulary
        alone, openers = vocabulary.anchors, vocabulary.openers
        anchors = {
            at
            for at, word in enumerate(words)
            if word in alone or (word in openers and not openers[word].isdisjoint(words[at + 1 : at + 2]))
        }.union(numbers)
        suffixes = vocabulary.day_suffixes | vocabulary.decade_suffixes
        found = set(anchors)
        done, count = 0, len(words)

        def passes(at: int) -> bool:
            if words[at] in vocabulary.words:
                found.add(at)
                return True
            return words[at] in vocabulary.passing or not words[at][0].isalnum()

        for at in sorted(anchors):
            before = at - 1
            while before >= done and passes(before):
                before -= 1
            done = at + 1
            if at in numbers:
                done = numbers[at].last
                done += done < count and words[done] in suffixes
            while done < count and passes(done):
                done += 1
        return found

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
        written = self.vocabulary.as_written.get(self.tokens.words[at])
        if written is not None and written != self._raw(at):
            self._add("~", None, start, self.tokens.ends[at])
            return at + 1
        count = self._match(self.vocabulary.entries[base], at, start + length, prefix=(classes, start))
        if not count:
            self._add("~", None, start, self.tokens.ends[at])
        return at + (count or 1)

    def _raw(self, at: int) -> str:
        first, last = self.tokens.span(at, at + 1)
        return self.tokens.folded.raw[first:last]

    def _match(
        self, found: tuple[TimeEntry, ...], at: int, start: int, *, prefix: tuple[str, int] | None = None
    ) -> int:
        """Add the longest phrase that stands at a place; the number of its tokens, 0 if there is none."""
        for rest, class_, value in found:
            last = self._end_of(rest, at + 1)
            if last is None:
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

    def _end_of(self, rest: tuple[str, ...], at: int) -> int | None:
        """Return where the further words of a phrase end, ``None`` if they do not stand here: Eid al-Adha."""
        words = self.tokens.words
        for word in rest:
            at += at + 1 < len(words) and words[at] == "-" and self.tokens.is_joined(at)
            if at >= len(words) or words[at] != word:
                return None
            at += 1
        return at

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
