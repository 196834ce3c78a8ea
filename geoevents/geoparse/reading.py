"""A text as the geoparser reads it: folded words, their cues, and the way back to the raw text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geoevents.geoparse.cues import SOUGHT, Cue, Cues, cues_by_word
from geoevents.language.fold import BLANK, BREAK, Folded, fold_texts, with_marks
from geoevents.language.tokens import Tokens, marked, tokenize

__all__ = ["Reading", "Texts"]

_ARTICLE: Final = "ال"
_DOTLESS: Final = "ى"
_DOTS: Final = frozenset({"الي", "حتي"})  # in a text without ى, as Egypt writes: its "علي" is "على"
_COMPASS: Final = {
    ("north", "east"): "northeast",
    ("north", "west"): "northwest",
    ("south", "east"): "southeast",
    ("south", "west"): "southwest",
}


class Texts:
    """Texts that are folded and cut into words together: an array operation costs the same for many.

    ``starts[i]:ends[i]`` are the offsets of word ``i`` into the folded texts; the words of text ``t`` are
    ``bounds[t]:bounds[t + 1]``.

    >>> texts = Texts(["Homs, Syria", "حلب"])
    >>> [reading.words for reading in texts.readings], texts.bounds.tolist()
    ([['homs', 'syria'], ['حلب']], [0, 2, 3])
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.raw = texts
        self.folded: Folded
        self.folded, self._begins = fold_texts(texts)
        self._raw_begins = np.cumsum([0] + [len(text) + 1 for text in texts[:-1]])
        edges = np.flatnonzero(np.diff(self.folded.codes <= ord(BLANK), prepend=True, append=True))
        self.starts: NDArray[np.int64] = edges[0::2]
        self.ends: NDArray[np.int64] = edges[1::2]
        self.bounds: NDArray[np.int64] = np.searchsorted(self.starts, self._begins)
        self.readings = list(self._read())

    @cached_property
    def folded_text(self) -> str:
        """The folded texts, with a line feed between them."""
        return self.folded.text

    def folded_of(self, number: int) -> Folded:
        """Return one of the texts, folded."""
        first, last = self._begins[number : number + 2].tolist()
        offsets = self.folded.offsets[first:last] - self._raw_begins[number]
        return Folded(self.folded.codes[first : last - 1], offsets, self.raw[number])

    def marked_of(self, number: int) -> str:
        """Return one of the texts, folded, with its separators told apart."""
        first, last = self._begins[number : number + 2].tolist()
        return self._marked[first : last - 1]

    @cached_property
    def _marked(self) -> str:
        return marked(self.folded)

    def is_capital(self, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which folded offsets hold a raw capital letter, or a letter of a script without capitals."""
        letters = self._letters.take(self.folded.offsets.take(offsets))
        return (letters > ord("z")) | ((letters >= ord("A")) & (letters <= ord("Z")))

    @cached_property
    def _letters(self) -> NDArray[np.uint32]:
        return np.frombuffer(self.folded.raw.encode("utf-32-le", "surrogatepass"), np.uint32)

    def _read(self) -> Iterator[Reading]:
        codes, offsets = self.folded.codes, self.folded.offsets
        is_stop = np.append(codes, ord(BREAK)).take(self.ends) == ord(BREAK)
        cuts = np.append(0, np.cumsum(is_stop)).tolist()
        begins = np.repeat(self._raw_begins, np.diff(self.bounds))
        starts = (offsets.take(self.starts) - begins).tolist()
        ends = (offsets.take(self.ends - 1) + 1 - begins).tolist()
        words = self.folded_text.split()
        for number, (first, last) in enumerate(pairwise(self.bounds.tolist())):
            yield Reading(
                self, number, words[first:last], starts[first:last], ends[first:last], cuts[first : last + 1]
            )


class Reading:
    """The words of a text with their cues.

    Words are counted from 0; ``starts[i]:ends[i]`` are offsets into the text, marks at its end left out.

    >>> reading = Reading.of("في محافظة الحسكة")
    >>> reading.words, [cue.value for cue in reading.cues(1, "type")]
    (['في', 'محافظه', 'الحسكه'], ['governorate'])
    """

    def __init__(
        self, texts: Texts, number: int, words: list[str], starts: list[int], ends: list[int], cuts: list[int]
    ) -> None:
        self._texts, self._number = texts, number
        self.text = text = texts.raw[number]
        self.words = words
        self.starts = starts
        self.ends = ends
        self._cuts = cuts  # how many stops stand before each word
        self._cues: list[Cues | None] = list(map(cues_by_word().get, words))
        self._before: dict[int, tuple[Cue, ...]] = {}  # what cues_before was asked for
        self._sought: dict[str, list[int]] = {role: [] for role in SOUGHT}
        writes_dots = not _DOTS.isdisjoint(words) and _DOTLESS not in text
        for word, listed in enumerate(self._cues):
            if listed is None:
                continue
            is_dotless = listed.dotless is not None and (
                writes_dots or text[self.raw(word, word + 1)[1] - 1] == _DOTLESS
            )
            cues = self._cues[word] = listed.dotless if is_dotless else listed
            for role in cues.sought if cues else ():
                self._sought[role].append(word)

    @staticmethod
    def of(text: str) -> Reading:
        """Return the reading of a single text."""
        return Texts([text]).readings[0]

    def __len__(self) -> int:
        return len(self.words)

    def tokens(self, language: str) -> Tokens:
        """Return the words with the numbers and marks between them."""
        texts, number = self._texts, self._number
        return tokenize(texts.folded_of(number), language=language, view=texts.marked_of(number))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    def where(self, role: str) -> Sequence[int]:
        """Return the words at which a cue of a sought role may begin, in the order of the text."""
        return self._sought[role]

    def cues(self, word: int, role: str = "") -> Sequence[Cue]:
        """Return the cues that begin at a word, of one role or of all."""
        cues = self._cues[word] if 0 <= word < len(self.words) else None
        if cues is None or role not in cues.by_role:
            return ()
        seconds = cues.seconds[role]
        if not seconds or seconds.isdisjoint(self.words[word + 1 : word + 2]):
            return cues.alone[role]
        return [
            cue
            for cue, rest in cues.by_role[role]
            if not rest or tuple(self.words[word + 1 : word + 1 + len(rest)]) == rest
        ]

    def cue(self, word: int, role: str, value: str | None = None) -> Cue | None:
        """Return the longest cue of a role (and value) that begins at a word."""
        cues = self._cues[word] if 0 <= word < len(self.words) else None
        if cues is None or role not in cues.by_role:
            return None
        found = self.cues(word, role)
        if value is not None:
            found = [cue for cue in found if cue.value == value]
        if len(found) < 2:
            return found[0] if found else None
        return max(found, key=lambda cue: (cue.size, not cue.proclitic))

    def cues_before(self, word: int) -> tuple[Cue, ...]:
        """Return the cues that end right before a word, nothing but a blank between."""
        found = self._before.get(word)
        if found is None:
            found = () if word < 1 or self.is_cut(word - 1, word) else self._ending_at(word)
            self._before[word] = found
        return found

    def _ending_at(self, word: int) -> tuple[Cue, ...]:
        one: Sequence[Cue] = () if self._cues[word - 1] is None else self.cues(word - 1)
        two: Sequence[Cue] = ()
        if word > 1 and self._cues[word - 2] is not None and not self.is_cut(word - 2, word):
            two = self.cues(word - 2)
        return tuple([cue for cue in one if cue.size == 1] + [cue for cue in two if cue.size == 2])

    def cue_before(self, word: int, role: str) -> Cue | None:
        """Return the cue of a role that ends right before a word."""
        found = self._before.get(word)
        for cue in self.cues_before(word) if found is None else found:
            if cue.role == role:
                return cue
        return None

    def is_capital_of(self, word: int) -> bool:
        """Tell whether a noun says that a capital is named: "العاصمة الإريترية أسمرا", "capital Kabul"."""
        noun = self.cue_before(word, "capital")
        if noun is None and word > 0 and self.words[word - 1].startswith(_ARTICLE):
            noun = self.cue_before(word - 1, "capital")
        return noun is not None

    def is_cut(self, first: int, last: int) -> bool:
        """Tell whether punctuation that no name runs over stands between words first … last."""
        cuts = self._cuts
        return cuts[last if last < len(cuts) else -1] > cuts[first if first > 0 else 0]

    def gap(self, word: int) -> str:
        """Return the raw text between a word and the next."""
        if not 0 <= word < len(self.words) - 1:
            return "\n"
        return self.text[self.ends[word] : self.starts[word + 1]]

    def raw(self, first: int, last: int) -> tuple[int, int]:
        """Return the raw span of words first … last (half-open), marks at its end included."""
        return self.starts[first], with_marks(self.text, self.ends[last - 1])

    def is_capital(self, word: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.text[self.starts[word]].isupper()

    def compass(self, word: int) -> tuple[str, int, str] | None:
        """Read a compass point at a word: its value, how many words it takes, its proclitic.

        >>> Reading.of("شمال شرقي سورية").compass(0)
        ('northeast', 2, '')
        """
        cue = self.cue(word, "direction")
        if cue is None:
            return None
        size = cue.size
        second = self.cue(word + size, "direction")
        if second and not second.proclitic and not self.is_cut(word, word + size):
            compound = _COMPASS.get((cue.value, second.value))
            if compound:
                return compound, size + second.size, cue.proclitic
        return cue.value, size, cue.proclitic
