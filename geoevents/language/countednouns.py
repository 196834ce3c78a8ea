"""What a number counts: the noun behind it, or before it, with its unit."""

from typing import Final

from geoevents.language.countables import Countables
from geoevents.language.numbers import Number
from geoevents.language.quantitywords import QuantityWords
from geoevents.language.tokens import Tokens

__all__ = ["CountedNouns", "unprefixed"]

NOUN_REACH: Final = 4  # words after a number among which its noun is looked for
_ARTICLE: Final = "ال"
_PRONOUNS: Final = ("ها", "هم", "هما", "هن", "نا", "ه")
_LEADING: Final = "ب"  # a preposition that is written to its noun
_SHORTEST_LED: Final = 4  # letters


class CountedNouns:
    """Reads the nouns about the numbers of a text."""

    def __init__(self, tokens: Tokens, words: QuantityWords, countables: Countables) -> None:
        self.tokens = tokens
        self.words = words
        self.countables = countables
        self._count = len(tokens)

    def word(self, at: int) -> str:
        """Return a token, a line feed beyond the ends of the text."""
        return self.tokens.words[at] if 0 <= at < self._count else "\n"

    def following(self, at: int, count: int) -> list[str]:
        """Return words from a place on, up to a mark or a number."""
        found: list[str] = []
        while len(found) < count and self.word(at + len(found))[0].isalpha():
            found.append(self.word(at + len(found)))
        return found

    def _bare(self, word: str) -> str:
        if not self.words.is_arabic:
            return word
        if word.startswith("لل") and len(word) > 4:
            return word[2:]
        return word[2:] if word.startswith(_ARTICLE) and len(word) > 4 else word

    def counted_by(self, number: Number, last: int) -> tuple[str, str, int]:
        """Return unit and raw phrase of what a number counts, and the token after it."""
        words = self.words
        if (
            words.after_noun
            and self.word(number.first) in words.after_noun
            and number.last == number.first + 1
        ):
            previous = self._bare(self.word(number.first - 1))
            known = self.countables.singulars if number.value == 1 else self.countables.pairs
            unit = known.get(previous, "")
            if unit:
                return unit, self._raw(number.first - 1, number.first), last
            if number.value == 1:
                return "", "", last
        at = last
        if self.word(at) == "-" and self.word(at + 1)[0].isalpha():  # "a 30-kilometre road"
            at += 1
        if self.word(at) in words.of:
            at += 1
            if self.word(at) in words.partitive:  # "eight of the wounded"
                at += 1
        following = self.following(at, NOUN_REACH + 2)
        if not following:
            return self._unnamed(number.first, last)
        reach = 1 if words.is_arabic else NOUN_REACH
        for skip in range(min(reach, len(following))):
            if following[skip] in words.stop:
                break
            unit, length = self.unit(tuple(following[skip:]))
            if unit:
                end = at + skip + length
                while not words.is_arabic and self.unit((self.word(end),))[0]:  # "displaced families"
                    unit, end = self.unit((self.word(end),))[0], end + 1
                return unit, self._raw(at, self._with_adjectives(end, unit)), end
        first = following[0]
        tells = first in words.fates or unprefixed(first) in words.fates  # «12 بجروح»
        is_led = words.is_arabic and first.startswith(_LEADING) and len(first) > _SHORTEST_LED
        if is_led and not self._looks_like_people(at):  # «وأصيب اثنان بانفجار»
            return self._unnamed(number.first, last)
        if tells or first in words.stop or first in words.conjunctions or at > last:
            unit = "persons" if tells else self._unnamed(number.first, last)[0]
            return unit, "", last
        if first in words.others:
            return "", self._raw(at, at + 1), at + 1
        unit = "persons" if self._looks_like_people(at) else ""
        return unit, self._raw(at, self._with_adjectives(at + 1, unit)), at + 1

    def unit_of_plural(self, word: str) -> str:
        """Return the unit of an Arabic plural that has the article or a pronoun, "" of another word."""
        known = self.countables.plurals
        forms = [self._bare(word), *(word.removesuffix(end) for end in _PRONOUNS if word.endswith(end))]
        return next((known[form] for form in forms if form != word and form in known), "")

    def unit(self, words: tuple[str, ...]) -> tuple[str, int]:
        """Return the unit that words begin with, and how many of them it takes."""
        unit, length = self.countables.unit(words)
        if not unit:
            unit, length = self.countables.unit((self._bare(words[0]), *words[1:]))
        return unit, length

    def _looks_like_people(self, at: int) -> bool:
        """A nisba, or a capitalised plural, that follows a number: 2,000 عراقي, 2,000 Iraqis."""
        word = self.word(at)
        if word in self.words.not_persons or len(word) < 4:
            return False
        if self.words.is_arabic:
            return self._bare(word).endswith(self.words.person_endings)
        folded = self.tokens.folded
        return word.endswith("s") and folded.raw[int(folded.offsets[self.tokens.starts[at]])].isupper()

    def _with_adjectives(self, at: int, unit: str) -> int:
        if unit in self.countables.measures:
            return at
        for _ in range(2):
            word = self.word(at)
            fits = (
                word[0].isalpha() and word.endswith(self.words.adjective) if self.words.adjective else False
            )
            adds = self.words.is_arabic and word.startswith("و")  # another noun: «النازحين والمقاتلين»
            if not fits or adds or word in self.words.stop or len(word) < 4:
                break
            at += 1
        return at

    def _unnamed(self, first: int, last: int) -> tuple[str, str, int]:
        """A number alone counts people where a word of casualties stands beside it: "killing 30"."""
        for at in (first - 1, first - 2, first - 3):
            word = self.word(at)
            if not word[0].isalpha():
                break
            if word in self.words.fates or word[1:] in self.words.fates:
                return "persons", "", last
        return "", "", last

    def _raw(self, first: int, last: int) -> str:
        start, end = self.tokens.span(first, last)
        return self.tokens.folded.raw[start:end]


def unprefixed(word: str) -> str:
    """Return an Arabic word without the letter that is written to its front.

    >>> unprefixed("وجنود")
    'جنود'
    """
    return word[1:] if len(word) > 3 and word[0] in "وفبل" else word
