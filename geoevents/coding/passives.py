"""Verbs whose object stands before them: "two men were arrested", "drugs seized in the port"."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.hits import Pattern, SentenceWords
from geoevents.coding.inflection import Tense

__all__ = ["end_after_object", "is_passive"]

_PASSIVE: Final = frozenset({"was", "were", "been", "being", "be", "is", "are", "got"})
_BEHIND_PARTICIPLES: Final = frozenset(
    {
        "in",
        "at",
        "by",
        "near",
        "on",
        "during",
        "after",
        "from",
        "since",
        "along",
        "inside",
        "outside",
        "and",
        "when",
    }
)
_PASSIVE_REACH: Final = 3  # words from "were" to "arrested": "were later all arrested"
_LOOK_BACK: Final = {"en": 8, "ar": 4}  # words back to what a verb tells of: "prisoners … were moved"


def end_after_object(
    sentence: SentenceWords, at: int, pattern: Pattern, tense: Tense, *, language: str
) -> int | None:
    """Return the last word of a verb whose last part stands before it: "prisoners … were handed over"."""
    rest, within = pattern.rest, sentence.segments
    if language == "en":
        if tense != "perfect":
            return None
        is_reduced = sentence.words[at + 1 : at + 2] == [] or sentence.words[at + 1] in _BEHIND_PARTICIPLES
        # "drugs seized in the port"; "rebels captured the town" have not been captured
        reach = _LOOK_BACK["en"] if is_passive(sentence.words, at) else int(is_reduced)
    else:
        reach = _LOOK_BACK["ar"]
    last = sentence.end(at, rest[:-2], pattern.gap)
    if last is None:
        return None
    for index in range(at - 1, max(-1, at - 1 - reach), -1):
        if within[index] != within[at]:
            return None
        if rest[-1] in sentence.parts[index]:
            return last
    return None


def is_passive(words: Sequence[str], at: int) -> bool:
    """Is the English participle at ``at`` that of a passive: "were later arrested"?

    >>> is_passive("two men were arrested".split(), 3), is_passive("police arrested two".split(), 1)
    (True, False)
    """
    return not _PASSIVE.isdisjoint(words[max(0, at - _PASSIVE_REACH) : at])
