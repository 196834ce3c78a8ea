"""The words that lead to a name, from its preposition on: "from the besieged Syrian town of X"."""

from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.seats import clitic_of, words_before
from geoevents.model import Mention

__all__ = ["leading_words", "outer_words"]

_REACH: Final = 4  # words between "with" and the seat of the party: "with the authorities in Damascus"
_OWNER_REACH: Final = 5  # words of an owner and its "'s": "in Deir ez-Zor's X"
_KIND_REACH: Final = 3  # words that describe the kind of a place: "the long besieged rebel town of"
_OUTER_REACH: Final = {"ar": _REACH, "en": _REACH + 1}  # English has its "their" and "the" besides
_LYING_REACH: Final = 7  # words between "from" and the name: "from villages lying on the east bank of X"


def leading_words(mention: Mention, view: View, peoples: frozenset[int]) -> tuple[list[str], str]:
    """Return the words before a mention, nearest first, from its preposition on, and its own clitic.

    Words of kind ("the town of"), of nationality and the owner of a place are passed over, and two words that
    are one preposition («عن طريق») are told as one.

    Parameters
    ----------
    peoples
        The words of the sentence that are adjectives of nationality.
    """
    words = place_words(view.language)
    first = view.word_at(mention.start)
    clitic = clitic_of(mention, view)
    told = _before_owner(words_before(view, first, _REACH + _OWNER_REACH), words)
    at = first - 1 if told and told[0] == view.words[first - 1] else -1
    if view.language == "ar":
        told = [word.removeprefix("و") for word in told]
    passed = 0
    while passed < len(told) - 1:
        word = told[passed]
        if word.removeprefix("ب") not in words.types and at - passed not in peoples:
            break
        passed += 1
        if word not in words.types and at - passed + 1 not in peoples:
            clitic = "ب"  # «بمدينة»
            break
    bare = told[passed:]
    if view.language == "en" and (passed or view.words[first] in words.types):
        told_by = words.telling - words.types
        described = next((at for at, word in enumerate(bare[: _KIND_REACH + 1]) if word in told_by), 0)
        bare = bare[described:]  # "from the rebel held town of"
    bare = bare[:_REACH]
    if bare and bare[0] in words.examples:
        bare = _placing_before(first, view) or bare
    double = " ".join(reversed(bare[:2]))
    return ([double, *bare[2:]] if double in words.journeys else bare), clitic


def _before_owner(before: list[str], words: PlaceWords) -> list[str]:
    """The words before a name, the nearest first; without the owner of what is named: "in Aden's X"."""
    if before[:1] != ["s"]:
        return before
    known = words.placing | words.party | words.route | words.about
    at = next((at for at, word in enumerate(before[: _OWNER_REACH + 1]) if word in known), 0)
    return before[at:]


def _placing_before(first: int, view: View) -> list[str]:
    """The words from the preposition on that examples depend on: "from villages such as X"."""
    words = place_words(view.language)
    before = words_before(view, first, _LYING_REACH)
    at = next((at for at, word in enumerate(before) if at and word in words.placing | words.route), None)
    return [] if at is None else before[at:]


def outer_words(first: int, last: int, view: View) -> list[str]:
    """Return the words before a mention and behind the one before it, nearest first.

    Where it only tells where something lies, they are looked for farther: "from villages that lie on the
    bank of X".
    """
    words = place_words(view.language)
    before = words_before(view, first, min(_LYING_REACH, first - last - 1))
    return before if not words.lying.isdisjoint(before) else before[: _OUTER_REACH[view.language]]
