"""Find the words that tell of events: lemma patterns of a language, matched over folded words.

The patterns are data, ``geoevents/language/<language>/events.toml``; its head says how to write them. A
verb or noun is unfolded once into every form that it takes in a text, so that matching is one look-up a
word. Arabic clitics are taken off at the look-up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geoevents.coding.clitics import Reading, readings_of
from geoevents.coding.inflection import Tense, arabic_noun, arabic_verb, english_noun, english_verb
from geoevents.language.fold import fold
from geoevents.language.lexicon import Lexicon, load

__all__ = ["Hit", "Patterns", "patterns"]


_GAP: Final = "…"
_SET: Final = "@"
# words, digits not counted, between the parts of a pattern: "شن … هجوم", "took … prisoner"
_LONGEST_GAP: Final = {"ar": 12, "en": 7}  # after an Arabic verb stands its subject, with office and name
_LONGEST_NOUN_GAP: Final = 5
_GAP_OVER_MARKS: Final = 4  # where punctuation or a connective stands between them
_TELLING: Final = ("events.", "speech.")
_PASSIVE: Final = frozenset({"was", "were", "been", "being", "be", "is", "are", "got"})
_PASSIVE_REACH: Final = 3  # words from "were" to "arrested": "were later all arrested"
_LOOK_BACK: Final = {"en": 8, "ar": 4}  # words back to what a verb tells of: "prisoners … were moved"
_PARTICLES: Final = frozenset({"over", "up", "out", "back", "home", "down", "in", "away"})
_SHORTEST_JOINED: Final = 3  # letters of a verb after "and": "وفر" is "provided", rather than "and fled"


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found at the words ``first`` to ``last`` (inclusive).

    ``label`` is the path of its table, such as ``events.attack.shelling``. ``is_definite`` and
    ``preposition`` say what stood before a noun as a clitic.
    """

    label: str
    first: int
    last: int
    tense: Tense
    is_definite: bool = False
    preposition: str = ""
    parts: int = 1  # how many of its words the pattern names


@dataclass(frozen=True, slots=True)
class _Pattern:
    label: str
    is_verb: bool
    rest: tuple[int | None, ...]  # the numbers of the parts after the first; None is a gap
    needs: frozenset[int]


class Patterns:
    """All patterns of a language, ready to match.

    >>> found = patterns("ar").find("وشنت طائرات حربيه غارات علي المدينه".split())
    >>> [(hit.label, hit.first, hit.last) for hit in found if hit.label.startswith("events")]
    [('events.airstrike', 0, 3), ('events.airstrike', 3, 3)]
    """

    def __init__(
        self,
        language: str,
        tables: Mapping[str, Lexicon],
        *,
        whole: frozenset[str] = frozenset(),
        sets: Lexicon | None = None,
        determiners: frozenset[str] = frozenset(),
    ) -> None:
        self.language = language
        self._gap = _LONGEST_GAP.get(language, _LONGEST_NOUN_GAP)
        self._whole = whole
        self._sets = sets
        self._determiners = determiners
        self._parts: dict[str, int] = {}
        self._parts_of_form: dict[str, set[int]] = {}
        self._parts_of_word: dict[str, frozenset[int]] = {}
        self._telling: dict[str, tuple[frozenset[int], ...]] = {}
        self._starts: dict[str, list[tuple[_Pattern, Tense]]] = {}
        self._readings: dict[str, tuple[tuple[Reading, _Pattern, Tense], ...]] = {}
        for label, table in tables.items():
            for words, is_verb in (("verbs", True), ("nouns", False)):
                for entry in table.get(words, ()):
                    self._add(label, entry, is_verb=is_verb)

    def _add(self, label: str, entry: str, *, is_verb: bool) -> None:
        first, *parts = entry.split()
        rest = tuple(None if part == _GAP else self._part(part) for part in parts)
        needs = frozenset(part for part in rest if part is not None)
        patterns = [_Pattern(label, is_verb, rest, needs)]
        if is_verb and len(rest) == 3 and parts[0] in _PARTICLES:  # "handed … soldiers over"
            patterns.append(_Pattern(label, is_verb, (None, rest[2], None, rest[0]), needs))
        for form, tense in self._forms(self._spelt_out(first), is_verb=is_verb).items():
            self._starts.setdefault(form, []).extend((pattern, tense) for pattern in patterns)

    def _part(self, part: str) -> int:
        """The number of a word of a pattern after its first."""
        known = self._parts.get(part)
        if known is None:
            known = self._parts[part] = len(self._parts)
            for form in self._forms(self._spelt_out(part), is_verb=False):
                self._parts_of_form.setdefault(form, set()).add(known)
        return known

    def _parts_in(self, word: str) -> frozenset[int]:
        """The parts of patterns that a word may be."""
        known = self._parts_of_word.get(word)
        if known is None:
            forms = {word, *(reading.form for reading in self._split(word))}
            found = [self._parts_of_form[form] for form in forms if form in self._parts_of_form]
            known = self._parts_of_word[word] = frozenset().union(*found)
        return known

    def _spelt_out(self, part: str) -> str:
        """A part with the words of the sets that it names."""
        if _SET not in part or self._sets is None:
            return part
        words: list[str] = []
        for alternative in part.split("|"):
            name = alternative.removeprefix(_SET)
            if name != alternative and name not in self._sets:
                raise self._sets.error(name, f"is missing: the pattern {part!r} names it")
            words += self._sets[name] if name != alternative else [alternative]
        return "|".join(words)

    def _forms(self, entry: str, *, is_verb: bool) -> dict[str, Tense]:
        """Every form of the alternatives of an entry, with its tense."""
        forms: dict[str, Tense] = {}
        for alternative in entry.split("|"):
            stems = [fold(stem) for stem in alternative.strip("=").split("/")]
            if alternative.startswith("="):
                forms.update(dict.fromkeys(stems, "noun"))
            elif self.language == "ar":
                forms.update(arabic_verb(stems) if is_verb else arabic_noun(stems))
            else:
                forms.update(english_verb(stems) if is_verb else english_noun(stems))
        return forms

    def parts(self, words: Sequence[str]) -> list[frozenset[int]]:
        """Return the numbers of the parts of patterns that each word may be, for the others to go by."""
        return [self._parts_in(word) for word in words]

    def find(
        self,
        words: Sequence[str],
        segments: Sequence[int] | None = None,
        parts: Sequence[frozenset[int]] | None = None,
    ) -> list[Hit]:
        """Return the hits in folded words, in the order of the text; of one label, the most specific.

        Parameters
        ----------
        segments
            The segment of each word: a pattern reaches further within its own.
        parts
            What ``parts`` gave for the words, where that is known.
        """
        hits: list[Hit] = []
        within = segments or [0] * len(words)
        parts_at = self.parts(words) if parts is None else parts
        present = frozenset().union(*parts_at)
        for at, word in enumerate(words):
            readings = self._readings.get(word)
            if readings is None:
                readings = self._read(word)
            if not readings:
                continue
            best: dict[str, Hit] = {}
            is_noun = bool(at) and words[at - 1] in self._determiners and not word.endswith("ing")
            for reading, pattern, tense in readings:
                if is_noun and pattern.is_verb and tense == "imperfect":
                    continue  # "the fight", "his report"
                rest = pattern.rest
                if rest and not pattern.needs <= present:
                    continue
                gap = self._gap if pattern.is_verb else _LONGEST_NOUN_GAP
                last = self._end(words, parts_at, within, at, rest, gap) if rest else at
                named = 1 + len(rest) - rest.count(None)
                if last is None:
                    if not pattern.is_verb or tense == "noun":
                        continue
                    last = self._end_after_object(words, parts_at, within, at, rest, tense)
                    if last is None:
                        continue
                    named -= 1  # what follows a verb is surer to be its object
                known = best.get(pattern.label)
                ours = (named, at - last, tense == "perfect")  # "تسلم" is "received", then "hands over"
                if known is None or (known.parts, at - known.last, known.tense == "perfect") < ours:
                    best[pattern.label] = Hit(
                        pattern.label, at, last, tense, reading.article, reading.preposition, named
                    )
            hits.extend(best.values())
        return hits

    def may_tell(self, words: Sequence[str], parts: Sequence[frozenset[int]] | None = None) -> bool:
        """Whether a sentence may hold an event or a statement: a quick look that finds most that hold none.

        >>> patterns("en").may_tell("the weather was fine in the town".split())
        False
        """
        candidates: list[frozenset[int]] = []
        for word in words:
            needed = self._telling.get(word)
            if needed is None:
                told = (pattern for _, pattern, _ in self._read(word) if pattern.label.startswith(_TELLING))
                needed = self._telling[word] = tuple({pattern.needs for pattern in told})
            candidates += needed
        if not candidates:
            return False
        present = frozenset().union(*(self.parts(words) if parts is None else parts))
        return any(needs <= present for needs in candidates)

    def _end_after_object(
        self,
        words: Sequence[str],
        parts_at: Sequence[frozenset[int]],
        within: Sequence[int],
        at: int,
        rest: tuple[int | None, ...],
        tense: Tense,
    ) -> int | None:
        """The last word of a verb whose last part stands before it: "prisoners … were handed over"."""
        if len(rest) < 2 or rest[-2] is not None or rest[-1] is None:
            return None
        if self.language == "en":
            if tense != "perfect":
                return None
            is_passive = not _PASSIVE.isdisjoint(words[max(0, at - _PASSIVE_REACH) : at])
            reach = _LOOK_BACK["en"] if is_passive else 1  # "drugs seized in the port"
        else:
            reach = _LOOK_BACK["ar"]
        last = self._end(words, parts_at, within, at, rest[:-2], self._gap) if len(rest) > 2 else at
        if last is None:
            return None
        for index in range(at - 1, max(-1, at - 1 - reach), -1):
            if within[index] != within[at]:
                return None
            if rest[-1] in parts_at[index]:
                return last
        return None

    def _read(self, word: str) -> tuple[tuple[Reading, _Pattern, Tense], ...]:
        known = self._readings.get(word)
        if known is None:
            found = []
            for reading in self._split(word):
                for pattern, tense in self._starts.get(reading.form, ()):
                    is_joined = reading.article or bool(reading.preposition)
                    is_joined |= bool(reading.conjunction) and len(reading.form) < _SHORTEST_JOINED
                    if not (pattern.is_verb and is_joined):
                        found.append((reading, pattern, tense))
            known = self._readings[word] = tuple(found)
        return known

    def _end(
        self,
        words: Sequence[str],
        parts_at: Sequence[frozenset[int]],
        within: Sequence[int],
        at: int,
        rest: tuple[int | None, ...],
        longest_gap: int,
    ) -> int | None:
        """The last word of a pattern that begins at a word, ``None`` where it does not go on."""
        if not rest:
            return at
        part, slack = rest[0], 0
        if part is None:
            rest, slack = rest[1:], longest_gap
            part = rest[0]
        passed = 0
        for index in range(at + 1, len(words)):
            if part is None or (passed > _GAP_OVER_MARKS and within[index] != within[at]):
                return None
            if part in parts_at[index]:
                last = self._end(words, parts_at, within, index, rest[1:], longest_gap)
                if last is not None:
                    return last
            passed += not words[index].isdigit()
            if passed > slack:
                return None
        return None

    def _split(self, word: str) -> tuple[Reading, ...]:
        """The ways to take clitics off a word; some words only look as if they had one."""
        bare = word.removeprefix("ال")
        if self.language != "ar" or bare in self._whole:
            return (Reading(bare, article=bare != word),)
        return readings_of(word)


def _tables(table: Lexicon, path: str) -> Iterator[tuple[str, Lexicon]]:
    """A table and those within it that hold patterns, by their path."""
    if "verbs" in table or "nouns" in table:
        yield path, table
    for key, value in table.items():
        if isinstance(value, Lexicon):
            yield from _tables(value, f"{path}.{key}" if path else key)


@cache
def patterns(language: str) -> Patterns:
    """Return the compiled patterns of a language.

    >>> patterns("en").find(["police", "arrested", "three", "men"])[0].label
    'events.arrest'
    """
    lexicon = load(language, "events")
    verbs = lexicon.table("verbs")
    whole = frozenset(verbs.words("whole", optional=True))
    determiners = frozenset(verbs.words("determiners", optional=True))
    sets = lexicon.table("sets") if "sets" in lexicon else None
    return Patterns(language, dict(_tables(lexicon, "")), whole=whole, sets=sets, determiners=determiners)
