"""The people whom a text names: by given name and surname, then by the surname alone.

Only what two reports share of them is asked, so a name is kept as the consonants of its surname: «الشطري»,
«الشاتري» and "al-Shatri" are one person.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from geoevents.gazetteer.spelling import consonants, sounds
from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.language.tokens import Tokens, tokenize
from geoevents.model import Mention

__all__ = ["Person", "people_in"]

_MOST_WORDS: Final = 4  # of a person's name
_SHORTEST: Final = 4  # letters of a surname that stands alone
_CLITICS: Final = ("", "و", "ف", "ل", "ب", "ك")
_ARTICLE: Final = "ال"
_LATIN_NAME: Final = re.compile(
    r"[A-Z]\w+(?:[ -](?:(?:al|el|bin|abu|Al|El)-?)?[A-Z]\w+| (?:al|el)-[A-Z]\w+){1,3}"
)


class Person(NamedTuple):
    """Where the raw text names a person; ``key`` is how the surname sounds."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Words:
    given: frozenset[str]
    as_written: frozenset[str]  # "علي" folds to what "على" folds to
    kunya: frozenset[str]
    common: frozenset[str]
    compounds: frozenset[str]


@cache
def _words(language: str) -> _Words:
    toponyms = load(language, "toponyms").table("people")
    people = load(language, "events").table("people")
    common = {
        *people.words("common"),
        *people.words("offices"),
        *people.words("ends"),
        *people.words("fillers"),
    }
    return _Words(
        frozenset(map(fold, toponyms["given"])),
        frozenset(toponyms["given"]),
        frozenset(map(fold, toponyms["kunya"])),
        frozenset(common | {_ARTICLE + word for word in common}),
        frozenset(load(language, "link").words("compounds")),
    )


def people_in(text: str, *, language: str, mentions: Sequence[Mention] = ()) -> tuple[Person, ...]:
    """Find the people that a text names, in order.

    Parameters
    ----------
    mentions
        The place names of the text: an Iraqi is no family name.

    >>> [one.key for one in people_in("التقى أحمد الشرع بحميد الشاتري. وقال الشاتري", language="ar")]
    ['sr', 'str', 'str']
    >>> [one.key for one in people_in("Hamid al-Shatri was received by Ahmad al-Sharaa.", language="en")]
    ['str', 'sr']
    """
    places = sorted((mention.start, mention.end) for mention in mentions)
    if language == "ar":
        found = _arabic(tokenize(text, language=language), places)
    else:
        found = _latin(text, language, places)
    people: list[Person] = []
    for one in sorted(set(found), key=lambda one: (one.start, -one.end)):
        if not people or one.start >= people[-1].end:  # not the surname within the name
            people.append(one)
    return tuple(people)


def _key(surname: str) -> str:
    return consonants(sounds(surname))


def _is_place(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(places, (end, 0))
    return any(first < end and start < last for first, last in places[max(0, at - 3) : at])


def _bare(word: str, known: frozenset[str]) -> str:
    """A word without the clitics that keep it from being a known one, "" if it is none."""
    for clitic in _CLITICS:
        if word.startswith(clitic) and word[len(clitic) :] in known:
            return word[len(clitic) :]
    if word.startswith("لل") and _ARTICLE + word[2:] in known:
        return _ARTICLE + word[2:]
    return ""


def _arabic(tokens: Tokens, places: Sequence[tuple[int, int]]) -> Iterator[Person]:
    words = _words("ar")
    surnames: dict[str, str] = {}
    done = 0
    for at, word in enumerate(tokens.words):
        name = _bare(word, words.given | words.kunya) if at >= done else ""
        if not name:
            continue
        if name in words.common or word in words.common:
            start, end = tokens.span(at, at + 1)
            if tokens.folded.raw[start:end] not in words.as_written:
                continue
        last = _name_end(tokens, at, words, places)
        if last is None:
            continue
        surname = tokens.words[last - 1]
        key = _key(surname)
        if key:
            if surname.startswith(_ARTICLE) and len(surname) > _SHORTEST + 1:
                surnames[surname] = key
            done = last
            yield Person(*tokens.span(at, last), key)
    known = frozenset(surnames)
    for at, word in enumerate(tokens.words):
        surname = _bare(word, known)
        if surname and not _is_place(*tokens.span(at, at + 1), places):
            yield Person(*tokens.span(at, at + 1), surnames[surname])


def _name_end(tokens: Tokens, at: int, words: _Words, places: Sequence[tuple[int, int]]) -> int | None:
    """Where a name that begins with a given name ends: with the first word that has the article."""
    last = at + 1
    while last < min(len(tokens), at + _MOST_WORDS):
        word = tokens.words[last]
        if not word[0].isalpha() or word in words.common or _is_place(*tokens.span(last, last + 1), places):
            break
        if word.startswith(_ARTICLE) and word not in words.compounds:
            return last + 1
        last += 1
        if word in words.compounds:
            continue
        if word not in words.given and word not in words.kunya:
            break
    is_named = last > at + 1 and len(tokens.words[last - 1]) >= _SHORTEST
    return last if is_named else None


def _latin(text: str, language: str, places: Sequence[tuple[int, int]]) -> Iterator[Person]:
    words = _words(language if language != "ar" else "en")
    surnames: dict[str, str] = {}
    for match in _LATIN_NAME.finditer(text):
        start, parts = match.start(), re.findall(r"(?:(?:al|el|bin|abu|Al|El)-)?[A-Za-z]\w+", match.group())
        while parts and parts[0].casefold() in words.common:
            start += len(parts.pop(0)) + 1
        if len(parts) < 2 or any(part.casefold() in words.common for part in parts):
            continue
        if _is_place(start, match.end(), places):
            continue
        surname = parts[-1]
        key = _key(surname.casefold().replace("-", " "))
        if key:
            surnames[re.sub(r"^(?:al|el)-", "", surname, flags=re.IGNORECASE)] = key
            yield Person(start, match.end(), key)
    if surnames:
        alone = "|".join(map(re.escape, sorted(surnames, key=len, reverse=True)))
        for match in re.finditer(rf"\b(?:[Aa]l-|[Ee]l-)?({alone})\b", text):
            yield Person(match.start(), match.end(), surnames[match.group(1)])
