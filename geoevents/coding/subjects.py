"""Places that stand before what is told of them: "the camp, which houses …"."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.model import Kind, Mention

__all__ = ["told_of"]

_RELATIVE_REACH: Final = 7  # words from "which" to its verb: "which at its peak in 2019 held"
_LYING_REACH: Final = 3  # words between "lies" and the place that does
_HOLDING: Final[frozenset[Kind]] = frozenset(
    {"camp", "facility", "base", "city", "town", "village", "neighbourhood"}
)


def told_of(head: Hit, view: View, mentions: Sequence[Mention], *, is_stock: bool) -> Mention | None:
    """Return the place that a trigger tells of from behind, as its relative clause or its subject does.

    "The camp, which houses …", "Baghuz, where a strike killed …", "The camp lies in X and houses …".
    """
    return _antecedent(head, view, mentions, is_stock=is_stock) or (
        _lying(head, view, mentions) if is_stock else None
    )


def _antecedent(head: Hit, view: View, mentions: Sequence[Mention], *, is_stock: bool) -> Mention | None:
    """The place right before a relative clause."""
    relatives = place_words(view.language).relatives
    where = {cue.first for cue in view.labelled("context.where")}
    reach = range(max(0, head.first - _RELATIVE_REACH), head.first)
    before = {at - 1 for at in reach if at in where or (is_stock and view.words[at] in relatives)}
    before = {at for at in before if not any(at < other.first < head.first for other in view.heads)}
    for mention in reversed(mentions):
        is_told_of = view.word_at(mention.end - 1) in before
        if is_told_of and mention.role == "literal" and mention.place is not None:
            return mention
    return None


def _lying(head: Hit, view: View, mentions: Sequence[Mention]) -> Mention | None:
    """The place of which a sentence first says where it lies, and then what it holds."""
    words = place_words(view.language)
    if head.tense == "noun" or view.heads[0] is not head:
        return None
    for mention in mentions:
        first, last = view.word_at(mention.start), view.word_at(mention.end - 1)
        if last >= head.first:
            return None
        beside = [*view.words[max(0, first - _LYING_REACH) : first], *view.words[last + 1 :][:_LYING_REACH]]
        is_place = mention.role == "literal" and mention.place is not None and mention.place.kind in _HOLDING
        if is_place and not words.lying.isdisjoint(beside):
            return mention
    return None
