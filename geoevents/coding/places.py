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
from geoevents.coding.journeys import fled_from, left_behind, sheltered_in
from geoevents.coding.neighbours import is_coordinated, without_enclosing
from geoevents.coding.seats import is_in_title, is_of_source, is_of_speaker, without_seats, words_before
from geoevents.model import Category, Kind, Location, LocationRole, Mention

__all__ = ["MOVEMENTS", "TALKS", "locations_of"]

TALKS: Final = frozenset(
    {"meeting", "visit", "statement", "coordination", "agreement", "appointment", "warning"}
)
MOVEMENTS: Final = frozenset({"repatriation", "return", "displacement", "transfer"})
_GOVERNED_OBJECT: Final = frozenset({"visit"})  # "visited Damascus": the object is the place
_STOCKS: Final = frozenset({"population_stock", "detention"})  # "waiting in the camp to go to X"
_JOURNEYS: Final = MOVEMENTS | _STOCKS | {"aid"}
_SMUGGLED: Final = frozenset({"seizure", "threat_presence"})  # what is caught was on its way
_AREAS: Final[frozenset[Kind]] = frozenset(
    {"country", "governorate", "region", "desert", "area", "border", "island", "river", "mountain"}
)
_PARTY_REACH: Final = 4  # words between "with" and the seat of the party: "with the authorities in Damascus"
_RELATIVE_REACH: Final = 7  # words from "which" to its verb: "which at its peak in 2019 held"
_HOST_REACH: Final = 2  # words from a place to "host": "Doha will host"
_ENDS: Final = 2  # places that bound a road or a stretch of land
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with
_TITLE_REACH: Final = 6  # words between an office and its place: "the Syrian ambassador in Iraq"


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
    for mention in placed:
        first = view.word_at(mention.start)
        if view.governor(first) is not head:
            role, previous = None, None
            continue
        if not _may_be_drawn(mention, head, view, category) or is_of_source(first, head, view):
            continue
        if first < head.first and category not in TALKS and is_of_speaker(first, head, view):
            continue
        if mention.dateline:
            found.append(Location("background", mention.place, mention))  # type: ignore[arg-type]
            continue
        joined = previous is not None and is_coordinated(view, previous, mention)
        if not (joined and role is not None):
            role = _role(mention, head, view, category)
        previous = mention
        if role is None:
            continue
        if mention.between is not None and role in ("site", "route") and _is_stretch(mention, placed):
            if not any(location.place.id == mention.between.id for location in found):
                found.append(Location("area" if role == "site" else role, mention.between, mention))
            continue
        found.append(Location(_drawn_as(role, mention, category), mention.place, mention))  # type: ignore[arg-type]
    if category in _STOCKS or not (found or category in TALKS):
        told_of = _antecedent(head, view, mentions, is_stock=category in _STOCKS)
        known = [location.mention for location in told_of]
        found = told_of + [location for location in found if location.mention not in known]
    if category == "displacement":
        found = fled_from(sheltered_in(found, head))
    if category in ("repatriation", "transfer"):
        found = left_behind(found, head, view)
    return _off_the_road(without_enclosing(without_seats(found, head, view), view))


def _off_the_road(found: tuple[Location, ...]) -> tuple[Location, ...]:
    """Where a site is told, a road between two towns only says where that is."""
    if not any(location.role in ("site", "venue", "target") for location in found):
        return found
    return tuple(
        replace(location, role="background") if location.place == location.mention.between else location
        for location in found
    )


def _is_stretch(mention: Mention, placed: Sequence[Mention]) -> bool:
    """Is "between" told of two places, rather than the wide land of several, which are named for it?"""
    stretch = mention.between
    ends = [other for other in placed if other.between is not None and other.between == stretch]
    return len(ends) <= _ENDS


def _antecedent(head: Hit, view: View, mentions: Sequence[Mention], *, is_stock: bool) -> list[Location]:
    """The place right before a relative clause: "the camp, which houses", "Baghuz, where a strike killed"."""
    relatives = place_words(view.language).relatives
    where = {cue.first for cue in view.labelled("context.where")}
    reach = range(max(0, head.first - _RELATIVE_REACH), head.first)
    before = {at - 1 for at in reach if at in where or (is_stock and view.words[at] in relatives)}
    before = {at for at in before if not any(at < other.first < head.first for other in view.heads)}
    for mention in reversed(mentions):
        is_told_of = view.word_at(mention.end - 1) in before
        if is_told_of and mention.role == "literal" and mention.place is not None:
            return [Location(_drawn_as("site", mention, "other"), mention.place, mention)]
    return []


def _may_be_drawn(mention: Mention, head: Hit, view: View, category: Category) -> bool:
    if mention.place is None:
        return False
    if mention.role == "literal":
        return True
    is_object = view.word_at(mention.start) == head.last + 1
    return mention.role == "metonymic" and category in _GOVERNED_OBJECT and is_object


def _role(mention: Mention, head: Hit, view: View, category: Category) -> LocationRole | None:
    """The role of a mention by the words before it, ``None`` where it is no place of the event."""
    words = place_words(view.language)
    first = view.word_at(mention.start)
    before = words_before(view, first, _PARTY_REACH)
    bare = [word.removeprefix("و") if view.language == "ar" else word for word in before]
    clitic = _clitic(view.words[first], mention, view)
    if mention.reason == "anaphor" and view.words[first] in words.thither | words.here:
        if category in MOVEMENTS:
            return "destination"
        if view.words[first] in words.thither:
            return None
    while len(bare) > 1 and bare[0].removeprefix("ب") in words.types:  # "in the capital X"
        if bare.pop(0) not in words.types:
            clitic = "ب"
            break
    direct = bare[0] if bare else ""
    if _is_topic(head, first, view) and (
        category in TALKS or first < head.first or not words.is_placed(bare)
    ):
        return None
    if direct in words.party and (category in TALKS or direct not in words.site or _is_country(mention)):
        return None
    if direct in words.venues:
        return "venue"
    if category in TALKS:
        if category == "meeting" and _is_host(mention, head, view):
            return "site"
        if category in _GOVERNED_OBJECT and _is_object(head, first, direct, view, words):
            return "destination"
        if category == "warning":
            return _threatened(mention, head, view, words)
        is_said = category == "statement" and first > head.last
        is_said = is_said or direct in words.about
        is_said = is_said or not words.relatives.isdisjoint(view.words[head.last + 1 : first])
        is_seat = not words.party.isdisjoint(bare) and not words.seats.isdisjoint(bare)
        if is_said or is_seat:  # "with the authorities in Damascus"
            return None
        placed = direct in words.site or clitic == "ب"
        role: LocationRole = "destination" if category == "visit" else "site"
        return role if placed and _is_adverbial(mention, head, view, words) else None
    # "from the city of X": one noun may stand between preposition and name
    if category in _JOURNEYS and direct in words.site and len(bare) > 2:
        outer = [word for word in bare[1:] if word in words.origin | words.destination | words.route]
        if outer and bare.index(outer[0]) > 1:  # "from camps in X", "to a prison near X"
            return "origin" if outer[0] in words.origin else _goal(outer[0], words)
    near = bare[:1] if direct in words.site | words.party | words.route else bare[:2]
    is_journey = category in _JOURNEYS or head.label.endswith((".deployment", ".withdrawal"))
    if words.route.intersection(near):
        is_passed = (is_journey and category not in _STOCKS) or category in _SMUGGLED
        return "route" if is_passed or (category in _STOCKS and direct not in words.site) else "site"
    if words.roads.intersection(near):
        return "area"
    if is_journey:
        if not words.homes.isdisjoint(bare):  # "their homes in X"
            return "origin" if category == "displacement" else "destination"
        if direct in words.destination:
            return "destination"
        if words.origin.intersection(near):
            return "origin"
        if words.destination.intersection(near):
            return "destination"
        if _is_left(head, first, direct, clitic, view, words):
            return "origin"
    if clitic == "ل" and category in MOVEMENTS:
        return "destination"
    return "site"


def _threatened(mention: Mention, head: Hit, view: View, words: PlaceWords) -> LocationRole | None:
    """The place where what is warned of would be; "if" and "unless" open what it depends on."""
    first = view.word_at(mention.start)
    if first <= _FRAME_REACH and not words.site.isdisjoint(view.words[:first]):
        return "site"  # "In X, elders threatened …"
    if first < head.first or any(head.last < cue.first < first for cue in view.labelled("context.condition")):
        return None
    direct = next(iter(words_before(view, first, 1)), "")
    if direct in words.about or (mention.place is not None and mention.place.kind == "country"):
        return None
    return "target"


def _is_host(mention: Mention, head: Hit, view: View) -> bool:
    """Does a place hold the talks: "تستضيف نيويورك مؤتمرا", "Doha will host talks"?"""
    if view.words[head.first].removeprefix("و") not in place_words(view.language).hosting:
        return False
    if view.language == "ar":
        return view.word_at(mention.start) == head.first + 1
    return 0 < head.first - view.word_at(mention.end - 1) <= _HOST_REACH


def _is_left(head: Hit, first: int, direct: str, clitic: str, view: View, words: PlaceWords) -> bool:
    """Is a place the object of a verb of leaving: "85 families left the camps of X"?"""
    told = {word.removeprefix("و") for word in view.words[head.first : head.last + 1]}
    is_object = first > head.first and not clitic and direct not in words.site - words.types
    is_object = is_object and words.destination.isdisjoint(view.words[head.first + 1 : first])
    return is_object and not words.leaving.isdisjoint(told)


def _goal(word: str, words: PlaceWords) -> LocationRole:
    return "route" if word in words.route else "destination"


def _is_object(head: Hit, first: int, direct: str, view: View, words: PlaceWords) -> bool:
    """Is a mention what was visited: the object of the verb, or what "visit to" leads to?"""
    if direct in words.destination:
        return True
    if first <= head.last or view.segments[first] != view.segments[head.last]:
        return False
    placed = words.site | words.party | words.origin | words.route
    return first <= head.last + 2 or (head.tense != "noun" and direct not in placed)


def _clitic(word: str, mention: Mention, view: View) -> str:
    """The preposition that is written as one with the first word of a mention."""
    if view.language != "ar":
        return ""
    start = view.starts[view.word_at(mention.start)]
    bare = word.removeprefix("و") if len(word) > 4 else word
    if start < mention.start:
        return bare[0] if bare[:1] in ("ب", "ل") else ""
    name = mention.place
    is_own = name is not None and any(part.startswith(bare[0]) for part in (name.name_ar or "").split()[:1])
    return bare[0] if bare[:1] in ("ب", "ل") and not is_own else ""


def _is_adverbial(mention: Mention, head: Hit, view: View, words: PlaceWords) -> bool:
    """Does "in X" say where the talk was, not where something spoken of is, or whose ambassador came?"""
    segment, first = view.segments[head.first], view.word_at(mention.start)
    here = view.segments[first]
    is_country = _is_country(mention)
    if here != segment and mention.place is not None and mention.place.kind in _AREAS:
        return False
    is_frame = here == 0 and first <= _FRAME_REACH  # "In Baghdad, an official said …"
    speaks_here = any(view.segments[hit.first] == here for hit in view.labelled("speech"))
    if here < segment and not is_frame and not speaks_here:
        return False
    return not (is_country and is_in_title(words_before(view, first, _TITLE_REACH), words))


def _is_country(mention: Mention) -> bool:
    return mention.place is not None and mention.place.kind == "country"


def _is_topic(head: Hit, first: int, view: View) -> bool:
    """Does a word such as "file", "concerning" stand between the trigger and the mention?"""
    segment = view.segments[first]
    resumed = [hit.first for hit in view.hits if hit.label == head.label and head.last < hit.first < first]
    for hit in view.labelled("context.topic"):
        if hit.first > head.last and hit.last < first and not any(hit.last < at for at in resumed):
            return True
        if hit.last < first < head.first and view.segments[hit.first] == segment:
            return True
    return False


def _drawn_as(role: LocationRole, mention: Mention, category: Category) -> LocationRole:
    if role in ("site", "target") and mention.place is not None:
        if mention.place.kind in _AREAS:
            return "area"
        if category == "meeting" and mention.place.kind == "facility":
            return "venue"
    return role
