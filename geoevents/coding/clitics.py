"""What Arabic writes to the front of a word: conjunction, preposition, article."""

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Reading", "readings_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A form with the clitics that were taken off it."""

    form: str
    conjunction: str = ""
    preposition: str = ""
    article: bool = False


@lru_cache(maxsize=1 << 16)
def readings_of(word: str) -> tuple[Reading, ...]:
    """Return the ways to take an Arabic word as conjunction, preposition, article and form.

    >>> [reading.form for reading in readings_of("وبالقصف")]
    ['وبالقصف', 'بالقصف', 'القصف', 'قصف']
    """
    found = []
    for conjunction in ("", *(word[0] if word[:1] in ("و", "ف") and len(word) > 2 else "")):
        tail = word[len(conjunction) :]
        found.append(Reading(tail, conjunction))
        if tail.startswith("لل") and len(tail) > 4:
            found.append(Reading(tail[2:], conjunction, "ل", True))
            found.append(Reading(tail[1:], conjunction, "ل", True))
        if tail.startswith("ال") and len(tail) > 4:
            found.append(Reading(tail[2:], conjunction, "", True))
        if tail[:1] in ("ب", "ك", "ل") and len(tail) > 2:
            found.append(Reading(tail[1:], conjunction, tail[0]))
            if tail[1:3] == "ال" and len(tail) > 5:
                found.append(Reading(tail[3:], conjunction, tail[0], True))
    return tuple(found)
