"""Which mention is the place of an event, and in which role: by preposition, governor and kind of event.

Only literal mentions may become locations. What talks are about, where a party has its seat, a dateline
and an enclosing unit become ``background`` or nothing: they are never drawn as where it happened.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.journeys import arrived_in, fled_before, fled_from, left_behind, passed, sheltered_in
from geoevents.coding.leading import leading_words, outer_words
from geoevents.coding.neighbours import is_coordinated, without_enclosing
from geoevents.coding.origins import (
    LEFT,
    beside_a_site,
    without_homes,
    without_reasons,
    without_ways,
)
from geoevents.coding.seats import is_of_source, is_of_speaker, without_seats, words_before
from geoevents.coding.subjects import told_of
from geoevents.coding.talks import WIDE, is_host, is_set_for, is_topic, is_visited, one_goal, talk_role
from geoevents.coding.ways import (
    end_of_stretch,
    is_about,
    is_before_road,
    is_coming,
    is_road_end,
    off_the_road,
)
from geoevents.model import Category, Location, LocationRole, Mention

__all__ = ["MOVEMENTS", "TALKS", "locations_of"]

TALKS: Final = frozenset(
    {"meeting", "visit", "statement", "coordination", "agreement", "appointment", "warning"}
)
MOVEMENTS: Final = frozenset({"repatriation", "return", "displacement", "transfer"})
_GOVERNED_OBJECT: Final = frozenset({"visit"})  # "visited Damascus": the object is the place
_STOCKS: Final = frozenset({"population_stock", "detention"})  # "waiting in the camp to go to X"
_JOURNEYS: Final = MOVEMENTS | _STOCKS | {"aid"}
_LED: Final = (
    ".deployment",
    ".withdrawal",
    ".registration",
    ".smuggling",
)  # events that lead from and to somewhere
_MOVING: Final = tuple(f"events.{category}" for category in sorted(MOVEMENTS))
_SMUGGLED: Final = frozenset({"seizure", "threat_presence"})  # what is caught was on its way
_MOVED: Final = _SMUGGLED | {"territorial_change", "sweep"}  # what or who may have a goal
_ENDS: Final = frozenset({"origin", "destination"})


def locations_of(
    head: Hit,
    view: View,
    mentions: Sequence[Mention],
    *,
    category: Category,
    placed: Sequence[Mention],
) -> tuple[Location, ...]:
    """Return the locations that a trigger governs, in the order of the text.

    Parameters
    ----------
    mentions
        Those in the sentence, in order.
    placed
        Those and what stands for earlier ones, "the camp" and "their homeland", in order.
    """
    found: list[Location] = []
    role: LocationRole | None = None
    previous: Mention | None = None
    peoples = frozenset(view.word_at(mention.start) for mention in mentions if mention.role == "demonym")
    for mention in placed:
        first = view.word_at(mention.start)
        if view.governor(first) is not head or _is_of_another_clause(first, head, view):
            role, previous = None, None
            continue
        is_unknown = mention.place is None and mention.role == "literal"  # it may open a list
        joined = previous is not None and is_coordinated(view, previous, mention)
        is_listed = joined and role in _ENDS and mention.role == "metonymic"  # "from X and Lebanon"
        if not (is_unknown or is_listed or _may_be_drawn(mention, head, view, category)):
            continue
        if is_of_source(first, head, view):
            continue
        if first < head.first and category not in TALKS and is_of_speaker(first, head, view):
            continue
        if mention.dateline:
            found.append(Location("background", mention.place, mention))  # type: ignore[arg-type]
            continue
        if not joined:
            last = -1 if previous is None else view.word_at(previous.end - 1)
            role = _role(mention, head, view, category, last, peoples)
        previous = mention
        if role is None or mention.place is None:
            continue
        told = replace(mention, role="literal")  # a state that people go to is a place
        end = end_of_stretch(told, role, placed)
        found.append(end or Location(_drawn_as(role, told, category), told.place, told))  # type: ignore[arg-type]
    if category in _STOCKS or not (found or category in TALKS):
        subject = told_of(head, view, mentions, is_stock=category in _STOCKS)
        if subject is not None and subject.place is not None:
            rest = [location for location in found if location.mention != subject]
            found = [Location(_drawn_as("site", subject, "other"), subject.place, subject), *rest]
    if category == "visit":
        found = one_goal(found, view)
    elif category == "displacement":
        found = fled_from(sheltered_in(passed(found, view), head), head, view)
    elif category in ("return", "aid"):
        found = passed(found, view)
    if category in MOVEMENTS and category != "displacement":
        found = left_behind(found, head, view)
    if category in _JOURNEYS:
        found = arrived_in(found, head, view)
    if category in _JOURNEYS - {"displacement", "population_stock"}:
        found = fled_before(found, head, view)
    found = without_seats(found, head, view)
    if category == "protest":
        found = without_reasons(found, head, view)
    if category in _SMUGGLED:
        found = beside_a_site(found, view, "origin", head)
    elif category not in _JOURNEYS | TALKS:
        found = found if head.label.startswith(LEFT) else without_ways(without_homes(found, view), view)
        found = beside_a_site(found, view, "background", head)
    return off_the_road(without_enclosing(found, view))


def _is_of_another_clause(first: int, head: Hit, view: View) -> bool:
    """Does "while" open what is told of someone else: "70 families fled to X, while others camp near Y"?"""
    return any(
        head.last < cue.first < first and view.segments[cue.first - 1] != view.segments[cue.first]
        for cue in view.labelled("context.meanwhile")
    )


def _may_be_drawn(mention: Mention, head: Hit, view: View, category: Category) -> bool:
    if mention.place is None:
        return False
    if mention.role == "literal":
        return True
    first = view.word_at(mention.start)
    is_object = category in _GOVERNED_OBJECT and is_visited(first, head, view)
    is_object |= category == "meeting" and is_host(mention, head, view)
    return mention.role == "metonymic" and (is_object or _is_end(mention, head, view, category))


def _is_end(mention: Mention, head: Hit, view: View, category: Category) -> bool:
    """Does a journey lead to a state or come from it: "crossed to Chad", "missiles fired from Yemen"?"""
    words, first = place_words(view.language), view.word_at(mention.start)
    direct = next(iter(words_before(view, first, 1)), "")
    if direct in words.origin and is_coming(first, view, words):
        return True
    if category == "meeting":
        return is_set_for(first, head, view)
    after = view.words[view.word_at(mention.end - 1) + 1 :][:1]
    is_flown = category == "aid" and direct in words.origin and not words.destination.isdisjoint(after)
    is_journey = category in MOVEMENTS or is_flown or head.label.endswith(_LED)
    return is_journey and first > head.first and direct in words.destination | words.origin


def _role(
    mention: Mention, head: Hit, view: View, category: Category, last: int, peoples: frozenset[int]
) -> LocationRole | None:
    """The role of a mention by the words before it, ``None`` where it is no place of the event.

    ``last`` is the last word of the mention before it, -1 for the first; ``peoples``: words of nationality.
    """
    words = place_words(view.language)
    first = view.word_at(mention.start)
    bare, clitic = leading_words(mention, view, peoples)
    if mention.reason == "anaphor" and view.words[first] in words.thither | words.here:
        if category in MOVEMENTS:
            return "destination"
        if view.words[first] in words.thither:
            return None
    if mention.reason == "anaphor" and view.words[first] in words.thence:
        return "origin"
    direct = bare[0] if bare else ""
    if is_topic(head, first, view) and (category in TALKS or first < head.first or not words.is_placed(bare)):
        return None
    if is_road_end(mention, view):
        return "route"
    is_country = mention.place is not None and mention.place.kind == "country"
    is_listed = len(bare) == 1 and not is_country and category not in TALKS  # "…, with X the hardest hit"
    if (
        direct in words.party
        and not is_listed
        and (category in TALKS or direct not in words.site or is_country)
    ):
        return None
    if direct in words.venues:
        return "venue"
    if category in TALKS:
        return talk_role(mention, head, view, category, bare, clitic)
    road = bare[:1] if direct in words.site | words.party | words.route else bare[:2]
    near = bare[:1] if direct in words.journeys else road
    if is_about(first, bare, view, head) and direct in words.origin:
        return "area"  # "13 km from the border"
    is_journey = category in _JOURNEYS or head.label.endswith(_LED)
    if category == "other" and direct in words.journeys and _is_of_journey(head, first, view):
        return "origin" if direct in words.origin else _goal(direct, words)
    # "from camps in X", "to a prison near X": one noun may stand between two prepositions
    if is_journey and direct in words.passing and not words.crossing.isdisjoint(view.words):
        return "route"  # "crossed from the south at X"
    if is_journey and direct in words.site and len(bare) > 2:
        reach = first - head.first - 1 if head.first < first else first  # no farther than the trigger
        outer = next(
            (word for word in outer_words(first, last, view)[2:reach] if word in words.journeys), None
        )
        if outer is not None:
            return "origin" if outer in words.origin else _goal(outer, words)
    if words.route.intersection(near):
        is_passed = (is_journey and category not in _STOCKS) or category in _SMUGGLED
        return "route" if is_passed or (category in _STOCKS and direct not in words.site) else "site"
    is_road = bool(words.roads.intersection(road)) and not (is_journey and direct in words.origin)
    if is_road or is_before_road(mention, view):
        return "area"
    if is_journey:
        if not words.homes.isdisjoint(bare):  # "their homes in X"
            return "origin" if category == "displacement" else "destination"
        if direct in words.destination:
            return "destination"
        if words.origin.intersection(near) or direct in words.leaving:
            is_crossed = (
                category in _SMUGGLED and mention.place is not None and mention.place.kind == "border"
            )
            return "route" if is_crossed else "origin"
        if words.destination.intersection(near):
            return "destination"
        if _is_left(head, first, direct, clitic, view, words):
            return "origin"
        if category == "displacement" and direct in words.residents | words.natives:
            return "origin"  # "residents of X fled"
        if direct in words.within and not words.arriving.isdisjoint(bare[1:3]):
            return "destination"  # "arrived in X"
    elif _is_fired_from(first, last, view) or is_coming(first, view, words):
        return "origin"
    elif direct in words.natives:
        return "area"  # "a native of X"
    elif direct in (words.destination if category in _SMUGGLED else words.towards) and category in _MOVED:
        return "destination"  # who advances "towards X" is not there yet
    if (
        clitic == "ل"
        and category in MOVEMENTS
        and mention.place is not None
        and mention.place.kind != "river"
    ):
        return "destination"
    return "area" if is_about(first, bare, view, head) else "site"


def _is_left(head: Hit, first: int, direct: str, clitic: str, view: View, words: PlaceWords) -> bool:
    """Is a place the object of a verb of leaving: "85 families left the camps of X"?"""
    told = {word.removeprefix("و") for word in view.words[head.first : head.last + 1]}
    is_in = head.label.endswith(".withdrawal") and direct in words.within  # "left their base in X"
    is_object = first > head.first and not clitic and (is_in or direct not in words.site - words.types)
    is_object = is_object and words.destination.isdisjoint(view.words[head.first + 1 : first])
    return is_object and not words.leaving.isdisjoint(told)


def _is_of_journey(head: Hit, first: int, view: View) -> bool:
    """Is a place told of a journey within an event: "registered 400 who want to return to X"?"""
    return any(
        head.first < hit.first < first and hit.label.startswith(_MOVING) for hit in view.labelled("events")
    )


def _is_fired_from(first: int, last: int, view: View) -> bool:
    """Does "in X" tell where arms stand that fire from there: "shelled Y from its positions in X"?"""
    words = place_words(view.language)
    outer = outer_words(first, last, view)[1:]
    at = next((at for at, word in enumerate(outer) if word in words.origin), 0)
    return not words.emplacements.isdisjoint(outer[:at])


def _goal(word: str, words: PlaceWords) -> LocationRole:
    return "route" if word in words.route else "destination"


def _drawn_as(role: LocationRole, mention: Mention, category: Category) -> LocationRole:
    if role in ("site", "target") and mention.place is not None:
        if mention.place.kind in WIDE:
            return "area"
        if category == "meeting" and mention.place.kind == "facility":
            return "venue"
    return role
