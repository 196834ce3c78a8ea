"""Quantities in a text: how many of what, and how sure: «أكثر من 12,000 عراقي», "some 30 tonnes".

A count is not a date: numbers within an expression of time are left out. What is counted stays as the text
has it; its unit comes from the word lists.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from geoevents.language.countables import countables
from geoevents.language.countednouns import CountedNouns, unprefixed
from geoevents.language.dates import find_dates
from geoevents.language.fates import with_fates
from geoevents.language.fold import Folded
from geoevents.language.numbers import Number, read_numbers
from geoevents.language.quantitywords import quantity_words
from geoevents.language.tokens import Tokens, tokenize
from geoevents.model import Bound, Quantity, TimeSpan

__all__ = ["find_quantities"]

ABOUT: Final = 0.1  # "about 30" is taken as 27 to 33: news rounds to one or two figures
YEARS: Final = (1900, 2100)  # four digits that count nothing are a year that nothing proves
_PEOPLE: Final = frozenset({"persons", "families"})
_DUAL: Final = re.compile("\u064e\u0651?ين$|\u0651\u064eين$")  # a vowel that only the dual has there
_DENIED_REACH: Final = 3  # words from "not" to "one", which is denied too
_CURRENCIES: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₪": "ILS", "₺": "TRY"}


def find_quantities(
    text: str | Folded,
    *,
    language: str,
    dates: Sequence[TimeSpan] | None = None,
    tokens: Tokens | None = None,
) -> tuple[Quantity, ...]:
    """Find all quantities in a text, in order.

    Parameters
    ----------
    dates
        The expressions of time in the text, if they are at hand; numbers in them are no quantities.
    tokens
        The tokens of the text, if they are at hand.

    Returns
    -------
    tuple of Quantity
        ``start`` and ``end`` cover the number, with its unit if it is a measure (km, tonnes). An order of
        magnitude ("thousands") has as its value the least number it may mean.

    >>> found = find_quantities("إعادة أكثر من 12,000 عراقي", language="ar")
    >>> [(q.value, q.bound, q.unit, q.what) for q in found]
    [(12000.0, 'at_least', 'persons', 'عراقي')]
    >>> [(q.value, q.high) for q in find_quantities("Tens of thousands fled.", language="en")]
    [(10000.0, 100000.0)]
    """
    tokens = tokenize(text, language=language) if tokens is None else tokens
    if dates is None:
        dates = find_dates(tokens.folded, language=language, tokens=tokens)
    finder = _Finder(tokens, language, dates)
    found = sorted(
        [*finder.counted(), *finder.duals(), *finder.definite()], key=lambda quantity: quantity.start
    )
    return with_fates(found, tokens, language=language)


class _Finder:
    def __init__(self, tokens: Tokens, language: str, dates: Sequence[TimeSpan]) -> None:
        self.tokens = tokens
        self.words = quantity_words(language)
        self.countables = countables(language)
        self.nouns = CountedNouns(tokens, self.words, self.countables)
        self.word = self.nouns.word
        self.numbers = read_numbers(tokens, language=language)
        self.taken = sorted((span.start, span.end) for span in dates if span.start is not None)

    def _is_date(self, start: int, end: int) -> bool:
        at = bisect_left(self.taken, (end, 0))
        return at > 0 and (self.taken[at - 1][1] or 0) > start

    # ---- numbers

    def counted(self) -> Iterator[Quantity]:
        numbers = iter(self.numbers)
        following = {number.first: number for number in self.numbers}
        done = 0
        for number in numbers:
            if number.first < done:
                continue
            start, end = self.tokens.span(number.first, number.last)
            if self._is_date(start, end) or self._is_label(number):
                continue
            high = self._range_end(number, following)
            last = number.last if high is None else high.last
            quantity = self._quantity(number, high, last)
            if quantity is not None:
                yield quantity
                done = last

    def _is_label(self, number: Number) -> bool:
        """Times of day, ordinals, resolutions, numbers of items, parts of longer codes are no counts."""
        tokens, words, first, last = self.tokens, self.words, number.first, number.last
        before, after = self.word(first - 1), self.word(last)
        if before in words.labels or any(
            tuple(tokens.words[last : last + len(label)]) == label for label in words.labels_after
        ):
            return True
        is_range = after == "-" and self.word(last + 1)[0].isdigit()
        if before == "\n" and number.plain and after in "-;.)" and not is_range:  # the number of an item
            return True
        if last < len(tokens) and tokens.is_joined(last):
            if after in words.ordinal_suffixes or (after in ":/." and self.word(last + 1)[0].isdigit()):
                return True
            if after[0].isalpha() and not self.countables.unit((after,))[0]:
                return True
        if first and tokens.is_joined(first):
            further = self.word(first - 2)[-1]
            if before in ":/." and further.isdigit():
                return True
            if before == "-" and further.isalpha() and number.plain:
                return True  # F-16
            if before[0].isalpha() and tokens.is_joined(first - 1) and further.isdigit():
                return True
        return False

    def _is_bare(self, number: Number) -> bool:
        """Whether a number that counts nothing is a score, an age, a year or the like."""
        before, after = self.word(number.first - 1), self.word(number.last)
        if not number.plain:
            return False
        is_score = (before == "-" and self.word(number.first - 2)[-1].isdigit()) or (
            after == "-" and self.word(number.last + 1)[0].isdigit()
        )
        is_aside = before in "(،," and after in "),،"
        return is_score or is_aside or YEARS[0] <= number.value <= YEARS[1]

    def _range_end(self, number: Number, following: dict[int, Number]) -> Number | None:
        """The second number of «10-15» or of "between 10 and 15"."""
        joint = self.word(number.last)
        high = following.get(number.last + 1)
        is_change = self.word(number.first - 1) in self.words.starts  # "rose from 287 to 518"
        joins = joint == "-" or (joint in self.words.to and not is_change)
        if not joins:
            before = self.tokens.words[max(0, number.first - 2) : number.first]
            joins = any(tuple(before[-length:]) in self.words.ranges for length in (1, 2) if before)
            if joint not in self.words.conjunctions:
                high = following.get(number.last)
        if high is None or not joins or high.value <= number.value or number.vague or high.vague:
            return None
        return high

    def _quantity(self, number: Number, high: Number | None, last: int) -> Quantity | None:
        bound = self._bound_before(number.first)
        if self._is_millions(last):
            last += 1
            number = number._replace(**{end: getattr(number, end) * 1e6 for end in ("value", "low", "high")})
        unit, what, after = self.nouns.counted_by(number, last)
        sign = self._sign(number.first, last)
        if sign:
            unit, what = sign, what if unit not in self.countables.measures else ""
        is_word = not self.word(number.first)[0].isdigit()
        if is_word and not unit and (not number.vague or number.high < 100):
            return None
        if not unit and (high is not None or self._is_bare(number)):
            return None
        if is_word and number.value == 1 and (unit in self.countables.measures or self._is_denied(number)):
            return None  # "one day", "not one shell"
        bound = self._bound_after(last, after) or bound
        value, low, top = number.value, number.low, number.high
        if high is not None:
            value, top, bound = (number.value + high.value) / 2, high.value, "about"
        start, end = self.tokens.span(number.first, self._end(number, last, unit, after))
        limits = (low, top) if high is not None else _limits(value, low, top, bound, number.vague)
        bound = "magnitude" if number.vague and bound in ("exact", "about") else bound
        raw = self.tokens.folded.raw
        return Quantity(value, *limits, bound, unit, what, start, end, raw[start:end])

    def _is_denied(self, number: Number) -> bool:
        before = self.tokens.words[max(0, number.first - _DENIED_REACH) : number.first]
        return not self.words.negations.isdisjoint(before)

    def _is_millions(self, at: int) -> bool:
        """Whether the m written to a number is of millions ("2.5m people", "$5m"), not of metres."""
        if self.words.is_arabic or self.word(at) != "m" or not self.tokens.is_joined(at):
            return False
        noun, _ = self.nouns.unit((*self.nouns.following(at + 1, 1), "\n"))
        return bool(noun and noun not in self.countables.measures) or self.word(at - 2) == "$"

    def _end(self, number: Number, last: int, unit: str, after: int) -> int:
        if unit in self.countables.measures and after > last:
            return after
        return last + 1 if self.word(last) == "%" else last

    def _sign(self, first: int, last: int) -> str:
        if self.word(last) == "%":
            return "percent"
        folded, tokens = self.tokens.folded, self.tokens
        for at in (first - 1, last):
            if self.word(at) == "$" and (tokens.is_joined(first) if at < first else tokens.is_joined(last)):
                held = folded.raw[
                    int(folded.offsets[tokens.starts[at]]) : int(folded.offsets[tokens.ends[at]])
                ]
                return next((unit for sign, unit in _CURRENCIES.items() if sign in held), "")
        return ""

    # ---- how sure

    def _bound_before(self, first: int) -> Bound:
        """The bound that the words before a number set."""
        words = self.words
        at = first
        while at and (self.word(at - 1) in words.attached and self.tokens.is_joined(at)):
            at -= 1
        for back in (at, at - 1):
            if back < at and self.word(back) not in words.between and self.word(back) != "$":
                break
            last = self.word(back - 1)
            if last not in words.last_before and unprefixed(last) not in words.last_before:
                continue
            for length in range(words.longest, 0, -1):
                phrase = tuple(self.tokens.words[max(0, back - length) : back])
                if len(phrase) < length:
                    continue
                bound = words.before.get(phrase) or words.before.get((unprefixed(phrase[0]), *phrase[1:]))
                if bound is not None:
                    return bound
        return "exact"

    def _bound_after(self, last: int, after: int) -> Bound | None:
        for at in {last, after, after + 1}:
            for length in (3, 2, 1):
                bound = self.words.after.get(tuple(self.tokens.words[at : at + length]))
                if bound is not None:
                    return bound
        return None

    # ---- duals

    def duals(self) -> Iterator[Quantity]:
        """«جنديان»: two by the form of the noun."""
        duals = self.countables.duals
        pairs = self.countables.pairs
        places = [
            at
            for at, word in enumerate(self.tokens.words)
            if word in duals or (word in pairs and self._is_marked_dual(at))
        ]
        numbered = {number.last for number in self.numbers} if places else set()
        for at in places:
            unit = duals.get(self.tokens.words[at]) or pairs[self.tokens.words[at]]
            if at in numbered or self.word(at + 1) in self.words.after_noun:  # «جنديان اثنان»
                continue
            if at - 1 in places:  # «جنديان آخران»
                continue
            start, end = self.tokens.span(at, at + 1)
            if not self._is_date(start, end):
                text = self.tokens.folded.raw[start:end]
                yield Quantity(2.0, 2.0, 2.0, "exact", unit, text, start, end, text)

    def _is_marked_dual(self, at: int) -> bool:
        """Does a vowel mark tell a dual from the plural that is spelt like it: «مزارعَين»?"""
        start, end = self.tokens.span(at, at + 1)
        return _DUAL.search(self.tokens.folded.raw[start:end]) is not None

    # ---- numbers behind their noun

    def definite(self) -> Iterator[Quantity]:
        """«أطفالها الخمسة»: a number with the article counts the people named before it."""
        known = self.words.definite
        for at in [at for at, word in enumerate(self.tokens.words) if word in known]:
            unit = self.nouns.unit_of_plural(self.word(at - 1))
            start, end = self.tokens.span(at, at + 1)
            if unit in _PEOPLE and not self._is_date(start, end):
                raw, value = self.tokens.folded.raw, float(known[self.tokens.words[at]])
                what = raw[slice(*self.tokens.span(at - 1, at))]
                yield Quantity(value, value, value, "exact", unit, what, start, end, raw[start:end])


def _limits(
    value: float, low: float, high: float, bound: Bound, vague: bool
) -> tuple[float | None, float | None]:
    if bound == "at_least":
        return low, None
    if bound == "at_most":
        return None, high
    if bound == "about" and not vague:
        return round(value * (1 - ABOUT), 2), round(value * (1 + ABOUT), 2)
    return low, high
