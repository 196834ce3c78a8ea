"""Places named without their name: "the camp", "their homeland"; and the words that place a mention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Final, cast

from geoevents.coding.clauses import View
from geoevents.language.fold import fold
from geoevents.language.lexicon import load
from geoevents.model import Kind, Mention

__all__ = ["PlaceWords", "place_words", "with_anaphors"]

_TELLING: Final = (
    *("site", "origin", "destination", "route", "party", "near", "around", "roads", "natives", "residents"),
    *("homes", "about", "emplacements", "examples", "leaving", "coming"),
)
_OPTIONAL: Final = frozenset({"parts", "audiences", "passives"})  # lists that one of the languages lacks
_FLIGHTS: Final = ("events.displacement", "events.territorial_change.withdrawal", "events.transfer")
_ANAPHOR_DISCOUNT: Final = 0.8  # "the camp" is less sure than its name


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The prepositions of a language and other words that place a mention: its lists of ``[places]``."""

    site: frozenset[str]
    origin: frozenset[str]
    destination: frozenset[str]
    route: frozenset[str]
    party: frozenset[str]
    venues: frozenset[str]
    offices: frozenset[str]
    homelands: frozenset[str]
    types: frozenset[str]
    roads: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]
    coming: frozenset[str]
    distances: frozenset[str]
    lying: frozenset[str]
    passing: frozenset[str]
    stays: frozenset[str]
    natives: frozenset[str]
    parts: frozenset[str]
    residents: frozenset[str]
    shares: frozenset[str]
    capitals: frozenset[str]
    examples: frozenset[str]
    emplacements: frozenset[str]
    arriving: frozenset[str]
    audiences: frozenset[str]
    leaving: frozenset[str]
    homes: frozenset[str]
    relatives: frozenset[str]
    about: frozenset[str]
    here: frozenset[str]
    within: frozenset[str]
    hosting: frozenset[str]
    reasons: frozenset[str]
    towards: frozenset[str]
    crossing: frozenset[str]
    spent: frozenset[str]
    bound: frozenset[str]
    named: frozenset[str]
    thence: frozenset[str]
    displaced: frozenset[str]
    passives: frozenset[str]
    governments: frozenset[str]
    scheduled: frozenset[str]
    linking: frozenset[str]
    stationed: frozenset[str]
    heard: frozenset[str]
    now: frozenset[str]
    thither: frozenset[str]
    objects: frozenset[str]
    gatherings: frozenset[str]
    seats: frozenset[str]
    journeys: frozenset[str]  # the prepositions of journeys
    placing: frozenset[str]  # all prepositions of place
    telling: frozenset[str]  # those, and all words of places before "of" that are more than a kind
    openers: frozenset[str]  # the first words of all that stands for a name
    anaphors: Mapping[str, Kind]

    def is_placed(self, before: Sequence[str]) -> bool:
        """Do the words before a place, the nearest first, place what happened: "clashes over land in"?"""
        return bool(before) and before[0] in self.site


@cache
def place_words(language: str) -> PlaceWords:
    """Return the words that place a mention in a language.

    >>> "through" in place_words("en").route
    True
    """
    lexicon = load(language, "events")
    places = lexicon.table("places")
    anaphors = places.table("anaphors")
    anaphoric = {word: cast(Kind, kind) for kind in anaphors for word in anaphors.words(kind)}
    first = {word.split()[0] for word in anaphoric} | {
        word for key in ("here", "thither", "thence", "objects", "homelands") for word in places.words(key)
    }
    article = "ال" if language == "ar" else ""
    first |= {f"{article}{noun}" for noun in places.words("named")}
    placing = {*places.words("site"), *places.words("origin"), *places.words("destination")}
    derived = {
        "offices": frozenset(lexicon.table("people").words("offices")),
        "journeys": frozenset(
            word for key in ("origin", "destination", "route") for word in places.words(key)
        ),
        "placing": frozenset(placing),
        "telling": frozenset(word for key in _TELLING for word in places.words(key)),
        "openers": frozenset(first | {f"و{word}" for word in first}),
    }
    listed = {
        field.name: frozenset(places.words(field.name, optional=field.name in _OPTIONAL))
        for field in fields(PlaceWords)
        if field.name not in derived and field.name != "anaphors"
    }
    return PlaceWords(**listed, **derived, anaphors=anaphoric)


def with_anaphors(view: View, mentions: Sequence[Mention], earlier: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a sentence, and "the camp" or "their homeland" standing for an earlier one.

    Parameters
    ----------
    earlier
        The mentions before the sentence.
    """
    words = place_words(view.language)
    if words.openers.isdisjoint(view.words):
        return list(mentions)
    placing = words.placing
    found = list(mentions)
    for index, word in enumerate(view.words):
        if word not in words.openers:
            continue
        following = view.words[index + 1] if index + 1 < len(view.words) else ""
        bare = word.removeprefix("و") if view.language == "ar" else word
        wanted = words.anaphors.get(word) or words.anaphors.get(bare)
        wanted = wanted or words.anaphors.get(f"{word} {following}")
        is_home = index > 0 and view.words[index - 1] in placing
        is_taken = word in words.objects and any(
            head.last == index - 1 and head.label.startswith("events.territorial") for head in view.heads
        )
        noun = word.removeprefix("ال") if view.language == "ar" else word
        is_known = noun in words.named and (noun != word or view.words[max(0, index - 1)] == "the")
        is_thence = word in words.thence and any(
            head.last == index - 1 and head.label.startswith(_FLIGHTS) for head in view.heads
        )
        is_here = (
            is_taken
            or is_thence
            or (index > 0 and (word in words.thither or (word in words.here and _ends_clause(view, index))))
        )
        if (
            wanted is None
            and not is_here
            and not is_known
            and not (is_home and not words.homelands.isdisjoint((word, bare)))
        ):
            continue
        start, end = view.starts[index], view.ends[index]
        if any(mention.start < end and start < mention.end for mention in mentions):
            continue
        if wanted is not None and any(view.word_at(mention.start) == index + 1 for mention in mentions):
            continue  # "the town of X": X is named
        before = [*earlier, *(mention for mention in mentions if mention.start < start)]
        if is_known and wanted is None:
            stands_for = _last_named(before, noun, view)
        elif is_here:
            stands_for = _last_site(before)
        else:
            stands_for = _homeland(before, view) if wanted is None else _last(before, wanted, view)
        if stands_for is not None:
            score = stands_for.score * _ANAPHOR_DISCOUNT
            text = view.raw_word(index)
            found.append(Mention(start, end, text, place=stands_for.place, score=score, reason="anaphor"))
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _ends_clause(view: View, index: int) -> bool:
    """Does no word, or "today", follow a word in its clause? "there are" names no place."""
    last = len(view.words) - 1 - view.segments[::-1].index(view.segments[index])
    return index == last or (index + 1 == last and view.words[last] in place_words(view.language).now)


_TOWNS: Final = frozenset({"city", "town", "village"})


def _last(mentions: Sequence[Mention], kind: Kind, view: View) -> Mention | None:
    """The place of a kind named last; "the governor of X denied … in the city" names it in a title."""
    kinds = _TOWNS if kind == "town" else {kind}
    is_loose = view.language == "en" and kind == "town"  # "the city" is often another than the last named
    for mention in reversed(mentions):
        if is_loose and mention.start < view.start:
            break
        is_named = mention.role == "literal" and not mention.dateline
        is_named |= mention.role == "metonymic" and mention.start >= view.start
        if is_named and mention.place is not None and mention.place.kind in kinds:
            return mention
    return None


def _last_named(mentions: Sequence[Mention], noun: str, view: View) -> Mention | None:
    """The place named last that has a noun in its name: "the refinery", after "Zawiya refinery"."""
    for mention in reversed(mentions):
        told = fold(mention.text).split()
        ends = {told[0], told[0][1:]} if view.language == "ar" else {told[-1]}
        if mention.role == "literal" and mention.place is not None and noun in ends:
            return mention
    return None


def _last_site(mentions: Sequence[Mention]) -> Mention | None:
    """What "there" takes up: the place named last, unless a dateline names it."""
    for mention in reversed(mentions):
        if mention.role == "literal" and mention.place is not None and not mention.dateline:
            return mention
    return None


def _homeland(mentions: Sequence[Mention], view: View) -> Mention | None:
    """Whose country it is; none where people in a country are told of: "in X, a million went home"."""
    here = [mention for mention in mentions if mention.start >= view.start]
    countries = [
        one for one in here if one.role == "literal" and one.place is not None and one.place.kind == "country"
    ]
    return _last_nationality(here if countries else mentions)


def _last_nationality(mentions: Sequence[Mention]) -> Mention | None:
    for mention in reversed(mentions):
        if mention.role == "demonym" and mention.place is not None and mention.place.kind == "country":
            return mention
    return None
