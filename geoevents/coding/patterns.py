"""Find the words that tell of events: lemma patterns of a language, matched over folded words.

The patterns are data, ``geoevents/language/<language>/events.toml``; its head says how to write them. A
verb or noun is unfolded once into every form that it takes in a text, so that matching is one look-up a
word. Arabic clitics are taken off at the look-up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from geoevents.coding.clitics import Reading, readings_of
from geoevents.coding.hits import NOTHING, Entry, Hit, Pattern, SentenceWords
from geoevents.coding.inflection import Tense, arabic_noun, arabic_verb, english_noun, english_verb
from geoevents.coding.passives import end_after_object
from geoevents.language.fold import fold
from geoevents.language.lexicon import Lexicon, load

__all__ = ["Patterns", "may_tell", "patterns"]


_GAP: Final = "…"
_SET: Final = "@"
# words, digits not counted, between the parts of a pattern: "شن … هجوم", "took … prisoner"
_LONGEST_GAP: Final = {"ar": 12, "en": 7}  # after an Arabic verb stands its subject, with office and name
_LONGEST_NOUN_GAP: Final = 5
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
_PARTICLES: Final = frozenset({"over", "up", "out", "back", "home", "down", "in", "away"})
_MOST_WORDS: Final = 1 << 17  # that are remembered
_SHORTEST_JOINED: Final = 3  # letters of a verb after "and": "وفر" is "provided", rather than "and fled"


_UNKNOWN: Final = Entry(NOTHING, (), (), False, NOTHING)


class _Entries(dict[str, Entry]):
    """The words met so far; of a word met first, the entry is made."""

    def __init__(self, read: Callable[[str], Entry]) -> None:
        self._read = read

    def __missing__(self, word: str) -> Entry:
        if len(self) >= _MOST_WORDS:
            self.clear()
        entry = self[word] = self._read(word)
        return entry


def may_tell(entries: Sequence[Entry]) -> bool:
    """Whether a sentence may hold an event or a statement: a quick look that finds most that hold none.

    >>> may_tell(patterns("en").look_up("the weather was fine in the town".split()))
    False
    """
    needs = [needed for entry in entries if entry.needs for needed in entry.needs]
    if not all(needs):  # one needs nothing more
        return True
    present = NOTHING.union(*[entry.parts for entry in entries if entry.parts]) if needs else NOTHING
    return any(needed <= present for needed in needs)


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
        self._count = 0
        # Many patterns begin with one word or set of words, whose forms are spelt out once.
        self._begun_by: dict[tuple[str, bool], list[Pattern]] = {}
        self._starts: dict[str, list[tuple[list[Pattern], Tense]]] = {}
        self._entries = _Entries(self._entry)
        for label, table in tables.items():
            for words, is_verb in (("verbs", True), ("nouns", False)):
                for entry in table.get(words, ()):
                    self._add(label, entry, is_verb=is_verb)

    def _add(self, label: str, entry: str, *, is_verb: bool) -> None:
        first, *parts = entry.split()
        rest = tuple(None if part == _GAP else self._part(part) for part in parts)
        patterns = [self._pattern(label, rest, is_verb=is_verb)]
        if is_verb and len(rest) == 3 and parts[0] in _PARTICLES:  # "handed … soldiers over"
            patterns.append(self._pattern(label, (None, rest[2], None, rest[0]), is_verb=is_verb))
        begun = self._begun_by.get((first, is_verb))
        if begun is None:
            begun = self._begun_by[first, is_verb] = []
            for form, tense in self._forms(self._spelt_out(first), is_verb=is_verb).items():
                self._starts.setdefault(form, []).append((begun, tense))
        begun += patterns

    def _pattern(self, label: str, rest: tuple[int | None, ...], *, is_verb: bool) -> Pattern:
        needs = frozenset(part for part in rest if part is not None)
        ends_in_gap = len(rest) > 1 and rest[-2] is None and rest[-1] is not None
        gap = self._gap if is_verb else _LONGEST_NOUN_GAP
        self._count += 1
        return Pattern(
            self._count,
            label,
            is_verb,
            rest,
            needs,
            1 + len(rest) - rest.count(None),
            gap,
            is_verb and ends_in_gap,
        )

    def _part(self, part: str) -> int:
        """The number of a word of a pattern after its first."""
        known = self._parts.get(part)
        if known is None:
            known = self._parts[part] = len(self._parts)
            for form in self._forms(self._spelt_out(part), is_verb=False):
                self._parts_of_form.setdefault(form, set()).add(known)
        return known

    def _entry(self, word: str) -> Entry:
        readings = self._split(word)
        forms = {word, *(reading.form for reading in readings)}
        parts = [self._parts_of_form[form] for form in forms if form in self._parts_of_form]
        begins = tuple(self._begun(readings))
        needs = {pattern.needs for _, pattern, _ in begins if pattern.tells}
        if not parts and not begins:
            return _UNKNOWN
        further = [pattern.needs for _, pattern, _ in begins]
        return Entry(NOTHING.union(*parts), begins, tuple(needs), not all(further), NOTHING.union(*further))

    def _begun(self, readings: Sequence[Reading]) -> Iterator[tuple[Reading, Pattern, Tense]]:
        for reading in readings:
            is_joined = reading.article or bool(reading.preposition)
            is_joined |= bool(reading.conjunction) and len(reading.form) < _SHORTEST_JOINED
            started = self._starts.get(reading.form, ())
            found = [(pattern, tense) for begun, tense in started for pattern in begun]
            for pattern, tense in sorted(found, key=lambda one: one[0].number):
                if not (pattern.is_verb and is_joined):
                    yield reading, pattern, tense

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

    def look_up(self, words: Sequence[str]) -> list[Entry]:
        """Return what the patterns know of each word, for the others to go by."""
        return list(map(self._entries.__getitem__, words))

    def find(
        self,
        words: Sequence[str],
        segments: Sequence[int] | None = None,
        entries: Sequence[Entry] | None = None,
    ) -> list[Hit]:
        """Return the hits in folded words, in the order of the text; of one label, the most specific.

        Parameters
        ----------
        segments
            The segment of each word: a pattern reaches further within its own.
        entries
            What ``look_up`` gave for the words, where that is known.
        """
        hits: list[Hit] = []
        known = self.look_up(words) if entries is None else entries
        sentence = SentenceWords(words, segments or [0] * len(words), [entry.parts for entry in known])
        begun = [
            (at, entry.begins)
            for at, entry in enumerate(known)
            if entry.begins and entry.may_begin(sentence.present)
        ]
        for at, begins in begun:
            best: dict[str, Hit] = {}
            is_noun = self._is_noun(words, at)
            for reading, pattern, tense in begins:
                if not pattern.needs <= sentence.present:
                    continue
                if is_noun and pattern.is_verb and tense == "imperfect":
                    continue  # "the fight", "his report"
                named = pattern.named
                last = sentence.end(at, pattern.rest, pattern.gap) if pattern.rest else at
                if last is None and pattern.found_by_object and tense != "noun":
                    last = end_after_object(sentence, at, pattern, tense, language=self.language)
                    named -= 1  # what follows a verb is surer to be its object
                if last is None:
                    continue
                label = pattern.label
                other = best.get(label)
                is_definite = reading.article or (tense == "noun" and self._is_definite(words, at))
                ours = (named, at - last, tense == "perfect")  # "تسلم" is "received", then "hands over"
                if other is None or (other.parts, at - other.last, other.tense == "perfect") < ours:
                    best[label] = Hit(label, at, last, tense, is_definite, reading.preposition, named)
            if best:
                hits.extend(best.values())
        return hits

    def _is_noun(self, words: Sequence[str], at: int) -> bool:
        """Is what looks like a verb in the present a noun: "the fight", "Storm Daniel" opening a sentence?"""
        before = self._precedes_noun(words[at - 1]) if at else self.language == "en"
        return before and not words[at].endswith("ing")

    def _precedes_noun(self, word: str) -> bool:
        """Is what follows a word and looks like the base of a verb a noun: "his report", "300 shelters"?"""
        return word in self._determiners or (self.language == "en" and word.isdigit())

    def _is_definite(self, words: Sequence[str], at: int) -> bool:
        """Does the English noun at ``at`` take up what is known: "the attack"?"""
        return self.language == "en" and at > 0 and words[at - 1] in _DEFINITE

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
