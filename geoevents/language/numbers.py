"""Numbers in digits and in words: ``30,000``, ``ثلاثة وعشرون``, ``half a million``, ``عشرات الآلاف``.

A number is built from words the way both languages do it: parts below a hundred, hundreds, and scales
(thousand, million) that multiply what stands before them. Which word is which is data.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from geoevents.language.fold import fold
from geoevents.language.numberwords import SEVERAL, NumberWords, Part, number_words
from geoevents.language.tokens import Tokens

__all__ = ["Number", "read_numbers"]

_DECADE: Final = (1, 10)  # "thousands": from one to ten thousand


class Number(NamedTuple):
    """The tokens ``first:last`` as a number; a word like "thousands" has a range and is ``vague``."""

    first: int
    last: int
    value: float
    low: float
    high: float
    vague: bool = False
    plain: bool = False  # digits only, without separators: what a day or a year may be


def read_numbers(tokens: Tokens, *, language: str) -> tuple[Number, ...]:
    """Find all numbers among the tokens of a text.

    >>> from geoevents.language.tokens import tokenize
    >>> [n.value for n in read_numbers(tokenize("two hundred and five; 1.5 million; 1,905", language="en"),
    ...                                language="en")]
    [205.0, 1500000.0, 1905.0]
    >>> [n.value for n in read_numbers(tokenize("خمسة وعشرون ألفا وثلاثمئة", language="ar"), language="ar")]
    [25300.0]
    """
    numbers: tuple[Number, ...] | None = tokens.memory.get(f"numbers {language}")
    if numbers is None:
        numbers = tokens.memory[f"numbers {language}"] = tuple(_read(tokens, number_words(language)))
    return numbers


def _read(tokens: Tokens, words: NumberWords) -> Iterator[Number]:
    starts_number = words.starts_number
    at = 0
    starts = [
        index for index, word in enumerate(tokens.words) if word in starts_number or (word[0] in "0123456789")
    ]
    for index in starts:
        if index < at:
            continue
        following = tokens.words[index + 1 : index + 2]
        if tokens.words[index] in words.articles and not any(map(words.is_part, following)):
            continue  # "a", by far the most frequent
        number = _Reader(tokens, words, index).read()
        if number is not None:
            yield number
            at = number.last


class _Reader:
    """Reads one number from a token on; ``total`` holds closed scales, ``current`` what is below them."""

    def __init__(self, tokens: Tokens, words: NumberWords, first: int) -> None:
        self.tokens = tokens
        self.words = words
        self.first = self.at = first
        self.total = 0.0
        self.current: float | None = None
        self.scale = float("inf")  # the last one read
        self.spread: tuple[float, float] | None = None  # what a vague word makes of 1
        self.digits = False
        self.plain = False

    def _parts(self, at: int) -> tuple[tuple[tuple[Part, float], ...], bool]:
        """What the word at a place may be, and whether a conjunction is written to it."""
        if at >= len(self.tokens):
            return (), False
        word = self.tokens.words[at]
        found = self.words.parts.get(word)
        if found is not None:
            return found, False
        base = self.words.joined.get(word)
        if base is None and at == self.first:
            base = self.words.begins.get(word)
        return (self.words.parts[base], True) if base is not None else ((), False)

    def _part(self, at: int, *kinds: Part) -> tuple[Part, float] | None:
        return next((part for part in self._parts(at)[0] if part[0] in kinds), None)

    def _literal(self, at: int) -> tuple[float, bool] | None:
        if at >= len(self.tokens) or not self.tokens.words[at][0].isdigit():
            return None
        word = self.tokens.words[at]
        head, _, tail = word.partition(".")
        if tail == "000" and self.words.point_groups and len(head) <= 3:
            return float(head + tail), False
        return float(word.replace(",", "").replace(" ", "")), word.isdigit()

    def read(self) -> Number | None:
        literal = self._literal(self.at)
        if literal is not None:
            self.current, self.plain = literal
            self.digits = True
            self.at += 1
        elif not self._start():
            return None
        while self._step():
            pass
        value = self.total + (self.current or 0)
        low, high = (
            (value, value) if self.spread is None else (value * self.spread[0], value * self.spread[1])
        )
        plain = self.plain and self.at == self.first + 1
        value = value if self.spread is None else low
        return Number(self.first, self.at, value, low, high, self.spread is not None, plain)

    def _start(self) -> bool:
        """Read the first word of a number; some words are one only before others."""
        found = dict(reversed(self._parts(self.at)[0]))
        after = self.at + 1
        if "before_ten" in found and self._part(after, "ten"):
            self.current, self.at = found["before_ten"] + 10, after + 1
        elif "magnitude" in found:
            self._vague(found["magnitude"], _DECADE)
        elif "several" in found:
            return self._several(after)
        elif "one" in found:
            return self._one(found["one"], after)
        elif "fraction" in found:
            return self._fraction(found["fraction"], after)
        elif "double" in found:
            self.total, self.at, self.scale = found["double"], after, found["double"] / 2
        elif "scale" in found:
            if not self.words.units_first:  # "thousand" alone is a word of a name; "a thousand" is a number
                return False
            self.total, self.scale, self.at = found["scale"], found["scale"], after
        elif "hundred" in found and not (self.words.units_first or found["hundred"] > 100):
            return False
        else:
            kind = next((kind for kind in ("unit", "ten", "tens", "hundred") if kind in found), None)
            if kind is None:
                return False
            self.current, self.at = found[kind], after
        return True

    def _vague(self, order: float, spread: tuple[float, float]) -> None:
        """Read "thousands", "tens of thousands": an order of magnitude and its decade."""
        self.at += 1
        while True:
            after = self.at + (self._part(self.at, "of") is not None)
            part = self._part(after, "magnitude", "scale")
            if part is None or self._parts(after)[1]:
                break
            order *= part[1]
            self.at = after + 1
        self.total, self.scale, self.spread = order, 1, spread

    def _several(self, after: int) -> bool:
        part = self._part(after, "scale", "magnitude", "hundred", "ten")
        self.spread = (SEVERAL[0], SEVERAL[1])
        self.total, self.scale = (part[1], 1) if part else (1, 1)
        self.at = after + (part is not None)
        return True

    def _one(self, one: float, after: int) -> bool:
        part = self._part(after, "scale", "hundred")
        if part is not None:
            self.current = one
            self.at = after
            return True
        several = self._part(after, "several")
        return several is not None and self._several(after + 1)

    def _fraction(self, share: float, after: int) -> bool:
        after += self._part(after, "of") is not None  # "a quarter of a million"
        after += self._part(after, "one") is not None
        part = self._part(after, "scale")
        if part is None:
            return False
        self.total, self.scale, self.at = share * part[1], part[1], after + 1
        return True

    def _step(self) -> bool:
        """Read one more part, if there is one that fits."""
        parts, is_joined = self._parts(self.at)
        after = self.at
        has_and = is_joined
        words = self.tokens.words
        if not parts and after < len(words) and words[after] == "-" and self._is_hyphened(after):
            parts, _ = self._parts(after + 1)
            after += 1
        elif any(kind == "and" for kind, _ in parts):
            after, has_and = after + 1, True
            literal = self._literal(after)
            if literal is not None:
                return self._add_literal(literal[0], after)
            parts, _ = self._parts(after)
            if self.words.units_first or not self._takes_and(parts):
                return False
        return any(self._take(kind, value, after, has_and) for kind, value in parts)

    def _is_hyphened(self, at: int) -> bool:
        return self.tokens.is_joined(at) and at + 1 < len(self.tokens) and self.tokens.is_joined(at + 1)

    def _takes_and(self, parts: tuple[tuple[Part, float], ...]) -> bool:
        """Whether English "and" continues the number: two hundred and five, one and a half million."""
        kinds = {kind for kind, _ in parts}
        after_large = (self.current or 0) % 100 == 0 and (self.current is not None or self.total > 0)
        return bool(kinds & {"one", "fraction"}) or (not self.digits and after_large)

    def _add_literal(self, value: float, after: int) -> bool:
        """«5 آلاف و200»"""
        fits = self.current is None and 0 < value < min(self.scale, 1e12) and self.words.units_first
        if fits and self.total and self.spread is None:
            self.current, self.at = value, after + 1
        return bool(fits and self.total and self.spread is None)

    def _take(self, kind: Part, value: float, after: int, has_and: bool) -> bool:
        if self.spread is not None:
            return False
        current = self.current
        if kind in ("scale", "magnitude"):
            return self._take_scale(kind, value, after, has_and)
        if kind in ("fraction", "one"):
            return has_and and self._take_fraction(kind, value, after)
        if self.digits and self.scale == float("inf"):
            if kind == "hundred" and value == 100 and not has_and and current is not None and current < 10:
                self.current, self.at = current * 100, after + 1
                return True
            return False
        if kind == "hundred" and value == 100 and not has_and and current is not None and 1 <= current < 10:
            return self._set(current * 100, after)
        if (
            kind == "ten"
            and not has_and
            and current is not None
            and self.words.units_first
            and 3 <= current < 10
        ):
            return self._set(current + 10, after)
        if kind == "before_ten" and has_and and current in (None, *range(100, 1000, 100)):
            if self._part(after + 1, "ten"):
                return self._set((current or 0) + value + 10, after + 1)
            return False
        if kind == "double":
            fits = has_and and current is None and value < self.scale
            if fits:
                self.total, self.scale, self.at = self.total + value, value, after + 1
            return fits
        return self._add(kind, value, after, has_and)

    def _add(self, kind: Part, value: float, after: int, has_and: bool) -> bool:
        """Add a part to what is below the last scale, if its place there is free."""
        current = self.current or 0
        if self.words.units_first and not has_and:
            return False
        if self.current is None and not self.total:
            return False
        if kind == "hundred":
            return current == 0 and value > (0 if self.words.units_first else 100) and self._set(value, after)
        if kind == "tens":
            fits = 0 < current % 100 < 10 if self.words.units_first and current % 100 else current % 100 == 0
            return fits and self._set(current + value, after)
        if kind in ("unit", "ten"):
            is_free = current % 100 == 0 or (
                not self.words.units_first and value < 10 and current % 10 == 0 and current % 100 >= 20
            )
            return is_free and self._set(current + value, after)
        return False

    def _set(self, current: float, after: int) -> bool:
        self.current, self.at = current, after + 1
        return True

    def _take_scale(self, kind: Part, value: float, after: int, has_and: bool) -> bool:
        if has_and:  # «مليون وألف»: one more thousand; English has a number before it
            fits = kind == "scale" and self.words.units_first and self.current is None and value < self.scale
            if fits:
                self.total, self.scale, self.at = self.total + value, value, after + 1
            return fits
        if self.current is None:
            if not self.total or value < self.scale:  # «ألف مليون»
                return False
            self.total *= value
        elif value < self.scale:
            self.total += self.current * value
        else:
            return False
        self.current, self.scale, self.at = None, value, after + 1
        return True

    def _take_fraction(self, kind: Part, value: float, after: int) -> bool:
        """«مليون ونصف (المليون)», "one and a half million"."""
        if kind == "one":
            after += 1
            part = self._part(after, "fraction")
            if part is None:
                return False
            value = part[1]
        if self.current is not None and self.current < 1000 and self._part(after + 1, "scale"):
            self.current += value
        elif self.current is None and self.total and self.scale >= 1000:
            self.total += value * self.scale
            after += self._repeats_scale(after + 1)
        else:
            return False
        self.at = after + 1
        return True

    def _repeats_scale(self, at: int) -> bool:
        word = self.tokens.words[at] if at < len(self.tokens) else ""
        part = self._part(at, "scale") or next(
            (part for part in self.words.parts.get(word.removeprefix(fold("ال")), ()) if part[0] == "scale"),
            None,
        )
        return part is not None and part[1] == self.scale
