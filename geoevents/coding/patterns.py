"""Find the words that tell of events: lemma patterns of a language, matched over folded words.

The patterns are data, ``geoevents/language/<language>/events.toml``; its head says how to write them. A
verb or noun is unfolded once into every form that it takes in a text, so that matching is one look-up a
word. Arabic clitics are taken off at the look-up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from geoevents.language.fold import fold
from geoevents.language.lexicon import Lexicon, load

__all__ = ["Hit", "Patterns", "patterns"]

Tense = Literal["perfect", "imperfect", "future", "noun"]

_GAP: Final = "…"
_LONGEST_GAP: Final = 4  # words between the parts of a pattern: "شن … هجوم", "took … prisoner"
_PRONOUNS: Final = ("ه", "ها", "هم", "هما", "نا", "هن")
_VOWELS: Final = "aeiou"


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


@dataclass(frozen=True, slots=True)
class _Pattern:
    label: str
    is_verb: bool
    rest: tuple[frozenset[str] | None, ...]  # the words after the first; None is a gap


@dataclass(frozen=True, slots=True)
class _Reading:
    """A form with the clitics that were taken off it."""

    form: str
    conjunction: str = ""
    preposition: str = ""
    article: bool = False


class Patterns:
    """All patterns of a language, ready to match.

    >>> found = patterns("ar").find("وشنت طائرات حربيه غارات علي المدينه".split())
    >>> [(hit.label, hit.first, hit.last) for hit in found if hit.label.startswith("events")]
    [('events.airstrike', 0, 3), ('events.airstrike', 3, 3)]
    """

    def __init__(
        self, language: str, tables: Mapping[str, Lexicon], *, whole: frozenset[str] = frozenset()
    ) -> None:
        self.language = language
        self._whole = whole
        self._starts: dict[str, list[tuple[_Pattern, Tense]]] = {}
        self._readings: dict[str, tuple[tuple[_Reading, _Pattern, Tense], ...]] = {}
        for label, table in tables.items():
            for words, is_verb in (("verbs", True), ("nouns", False)):
                for entry in table.get(words, ()):
                    self._add(label, entry, is_verb=is_verb)

    def _add(self, label: str, entry: str, *, is_verb: bool) -> None:
        parts = entry.split()
        rest: list[frozenset[str] | None] = []
        for part in parts[1:]:
            rest.append(None if part == _GAP else frozenset(self._forms(part, is_verb=False)))
        pattern = _Pattern(label, is_verb, tuple(rest))
        for form, tense in self._forms(parts[0], is_verb=is_verb).items():
            self._starts.setdefault(form, []).append((pattern, tense))

    def _forms(self, entry: str, *, is_verb: bool) -> dict[str, Tense]:
        """Every form of the alternatives of an entry, with its tense."""
        forms: dict[str, Tense] = {}
        for alternative in entry.split("|"):
            stems = [fold(stem) for stem in alternative.strip("=").split("/")]
            if alternative.startswith("="):
                forms.update(dict.fromkeys(stems, "noun"))
            elif self.language == "ar":
                forms.update(_arabic_verb(stems) if is_verb else _arabic_noun(stems))
            else:
                forms.update(_english_verb(stems) if is_verb else _english_noun(stems))
        return forms

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return the hits in folded words, in the order of the text; of one label, the longest."""
        hits: list[Hit] = []
        for at, word in enumerate(words):
            best: dict[str, Hit] = {}
            for reading, pattern, tense in self._read(word):
                last = self._end(words, at, pattern.rest)
                if last is None:
                    continue
                known = best.get(pattern.label)
                if known is None or last > known.last:
                    best[pattern.label] = Hit(
                        pattern.label, at, last, tense, reading.article, reading.preposition
                    )
            hits.extend(best.values())
        return hits

    def _read(self, word: str) -> tuple[tuple[_Reading, _Pattern, Tense], ...]:
        known = self._readings.get(word)
        if known is None:
            found = []
            for reading in self._split(word):
                for pattern, tense in self._starts.get(reading.form, ()):
                    if not (pattern.is_verb and (reading.article or reading.preposition)):
                        found.append((reading, pattern, tense))
            known = self._readings[word] = tuple(found)
        return known

    def _end(self, words: Sequence[str], at: int, rest: tuple[frozenset[str] | None, ...]) -> int | None:
        """The last word of a pattern that begins at a word, ``None`` where it does not go on."""
        slack = 0
        for part in rest:
            if part is None:
                slack = _LONGEST_GAP
                continue
            for step in range(1, 2 + slack):
                if at + step < len(words) and self._is_form(words[at + step], part):
                    at += step
                    break
            else:
                return None
            slack = 0
        return at

    def _is_form(self, word: str, forms: frozenset[str]) -> bool:
        if word in forms:
            return True
        return any(reading.form in forms for reading in self._split(word))

    def _split(self, word: str) -> tuple[_Reading, ...]:
        """The ways to take clitics off a word; some words only look as if they had one."""
        bare = word.removeprefix("ال")
        if self.language != "ar" or bare in self._whole:
            return (_Reading(bare, article=bare != word),)
        return _readings(word)


@lru_cache(maxsize=1 << 16)
def _readings(word: str) -> tuple[_Reading, ...]:
    """The ways to take an Arabic word as conjunction, preposition, article and form."""
    found = []
    for conjunction in ("", *(word[0] if word[:1] in ("و", "ف") and len(word) > 3 else "")):
        tail = word[len(conjunction) :]
        found.append(_Reading(tail, conjunction))
        if tail.startswith("لل") and len(tail) > 4:
            found.append(_Reading(tail[2:], conjunction, "ل", True))
            found.append(_Reading(tail[1:], conjunction, "ل", True))
        if tail.startswith("ال") and len(tail) > 4:
            found.append(_Reading(tail[2:], conjunction, "", True))
        if tail[:1] in ("ب", "ك", "ل") and len(tail) > 3:
            found.append(_Reading(tail[1:], conjunction, tail[0]))
            if tail[1:3] == "ال" and len(tail) > 5:
                found.append(_Reading(tail[3:], conjunction, tail[0], True))
    return tuple(found)


def _arabic_verb(stems: Sequence[str]) -> dict[str, Tense]:
    """Perfect and imperfect of a verb, given as perfect or perfect/imperfect stem."""
    perfect = stems[0]
    imperfect = stems[1] if len(stems) > 1 else perfect.removeprefix("ا") if len(perfect) > 3 else perfect
    forms: dict[str, Tense] = {}
    is_weak = perfect[-1] in "اي"
    short = perfect[:-1] if is_weak else perfect
    long = short + "ي" if is_weak else perfect
    endings = [perfect, short + "ت", short + "وا", short + "تا", long + "ا", long + "نا", long + "ن"]
    joined = [short + "ا" if is_weak else perfect, short + "ت", short + "و"]
    for form in endings + [base + pronoun for base in joined for pronoun in _PRONOUNS]:
        forms[form] = "perfect"
    weak = imperfect[:-1] if imperfect[-1] in "ايو" else imperfect
    for person in "يتنا":
        present = [person + imperfect]
        if person != "ا":  # the first person singular has no plural, dual or feminine endings
            present += [person + weak, person + imperfect + "ن"]
            present += [person + weak + end for end in ("ون", "وا", "ان", "ين", "ا")]
        bases = (imperfect, weak + "و", weak + "ون")
        present += [person + base + pronoun for base in bases for pronoun in _PRONOUNS]
        for form in present:
            forms.setdefault(form, "imperfect")
            forms["س" + form] = "future"
    return forms


def _arabic_noun(stems: Sequence[str]) -> dict[str, Tense]:
    """A noun or participle with its sound plurals, duals and pronouns; broken plurals stand after "/"."""
    forms: dict[str, Tense] = {}
    for stem in stems:
        if stem.endswith("ه"):
            base = stem[:-1]
            ends = ["ه", "ات", "تان", "تين", "تا", *(f"ت{pronoun}" for pronoun in _PRONOUNS)]
            ends += [f"ات{pronoun}" for pronoun in _PRONOUNS]
        else:
            base = stem
            ends = ["", "ا", "ات", "ان", "ين", "ون", "ه", "ي", *_PRONOUNS]
            ends += [f"ات{pronoun}" for pronoun in _PRONOUNS]
        for end in ends:
            forms[base + end] = "noun"
    return forms


def _english_verb(stems: Sequence[str]) -> dict[str, Tense]:
    """Forms of an English verb; an irregular one is given as base/past/participle."""
    base = stems[0]
    stem = base[:-1] if base.endswith("e") else base
    consonant_y = base.endswith("y") and base[-2] not in _VOWELS
    sibilant = base.endswith(("s", "x", "ch", "sh", "z", "o"))
    third = base[:-1] + "ies" if consonant_y else base + ("es" if sibilant else "s")
    doubled = _doubled(base)
    forms: dict[str, Tense] = {base: "imperfect", third: "imperfect"}
    forms.update(dict.fromkeys((stem + "ing", doubled + "ing"), "imperfect"))
    past = stems[1:] or [base[:-1] + "ied" if consonant_y else stem + "ed", doubled + "ed"]
    forms.update(dict.fromkeys(past, "perfect"))
    return forms


def _doubled(base: str) -> str:
    return base + base[-1] if re.search(r"[^aeiou][aeiou][^aeiouwxy]$", base) else base


def _english_noun(stems: Sequence[str]) -> dict[str, Tense]:
    """Singular and plural of an English noun; an irregular plural stands after "/"."""
    forms: dict[str, Tense] = dict.fromkeys(stems, "noun")
    base = stems[0]
    if base.endswith("y") and base[-2:-1] not in tuple(_VOWELS):
        forms[base[:-1] + "ies"] = "noun"
    else:
        forms[base + ("es" if re.search(r"(s|x|ch|sh|z)$", base) else "s")] = "noun"
    return forms


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
    whole = frozenset(lexicon.table("verbs").words("whole", optional=True))
    return Patterns(language, dict(_tables(lexicon, "")), whole=whole)
