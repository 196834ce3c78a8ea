"""Places of talks, visits and warnings: where they were, not what they were about or who has a seat there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geoevents.coding.anaphors import PlaceWords, place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.coding.seats import is_in_title, words_before
from geoevents.coding.ways import is_about, is_before_road
from geoevents.model import Category, Kind, Location, LocationRole, Mention

__all__ = ["WIDE", "is_host", "is_set_for", "is_topic", "is_visited", "one_goal", "talk_role"]

WIDE: Final[frozenset[Kind]] = frozenset(
    {"country", "governorate", "region", "desert", "area", "border", "island", "river", "mountain"}
)
_TALKED: Final = ("events.meeting", "events.visit", "events.coordination")
_OBJECT_REACH: Final = 5  # words from an Arabic verb to its object: "زار وزير الخارجية الروسي دمشق"
_HOST_REACH: Final = 2  # words from a place to "host": "Doha will host"
_FRAME_REACH: Final = 3  # words before a place that a sentence opens with
_ASIDE: Final = 2  # segments that an aside between commas opens
_LONGEST_ASIDE: Final = 3  # words
_SET_REACH: Final = 3  # words from "planned" to "for": "is planned this time for Geneva"
_TITLE_REACH: Final = 6  # words between an office and its place: "the Syrian ambassador in Iraq"


def talk_role(
    mention: Mention, head: Hit, view: View, category: Category, bare: Sequence[str], clitic: str
) -> LocationRole | None:
    """Return the role of a mention in a talk, a visit, a deal or a warning, ``None`` where it has none.

    Parameters
    ----------
    bare
        The words before it, nearest first, from its preposition on.
    clitic
        The preposition that is written as one with it, "" without one.
    """
    words = place_words(view.language)
    first, direct = view.word_at(mention.start), bare[0] if bare else ""
    if category == "warning":
        return _threatened(mention, head, view, words)
    if category == "meeting" and (is_host(mention, head, view) or is_set_for(first, head, view)):
        return "site"
    if category == "meeting" and head.tense == "noun" and first > head.last and direct in words.destination:
        return "destination"  # "the talks were moved to X"
    if category == "visit":
        if is_before_road(mention, view):
            return None
        if direct in words.route:
            return "route"
        if direct in words.origin:
            return "origin"
        if _is_object(head, first, direct, view, words):
            return "destination"
    is_said = category == "statement" and first > head.last
    is_said = is_said or direct in words.about
    is_said = is_said or not words.relatives.isdisjoint(view.words[head.last + 1 : first])
    is_seat = not words.party.isdisjoint(bare) and not words.seats.isdisjoint(bare)
    if is_said or is_seat:  # "with the authorities in Damascus"
        return None
    if not (direct in words.site or clitic == "ب") or not _is_adverbial(mention, head, view, words):
        return None
    return "destination" if category == "visit" else "area" if is_about(first, bare, view, head) else "site"


def one_goal(found: Sequence[Location], view: View) -> list[Location]:
    """Where it is told to which town a visit went, land "in" or "on" which something is seen is none."""
    words = place_words(view.language)
    goals = [one for one in found if one.role == "destination" and one.place.kind not in WIDE]

    def is_seen(location: Location) -> bool:
        direct = words_before(view, view.word_at(location.mention.start), 2)
        is_land = location.role == "destination" and location.place.kind in (
            "border",
            "area",
            "region",
            "desert",
        )
        return (
            is_land
            and not words.destination.intersection(direct)
            and location.mention.start > goals[0].mention.end
        )

    return [replace(one, role="background") if goals and is_seen(one) else one for one in found]


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


def is_visited(first: int, head: Hit, view: View) -> bool:
    """Is a capital the object of a visit, rather than its government: "the minister visited Baghdad"?"""
    if first in (head.first + 1, head.last + 1):
        return True
    words = place_words(view.language)
    direct = next(iter(words_before(view, first, 1)), "")
    placed = words.placing | words.party | words.route | words.about
    is_near = 0 < first - head.last <= _OBJECT_REACH and view.segments[first] == view.segments[head.last]
    return is_near and view.language == "ar" and head.tense != "noun" and direct not in placed


def is_host(mention: Mention, head: Hit, view: View) -> bool:
    """Does a place hold the talks: "تستضيف نيويورك مؤتمرا", "Doha will host talks"?"""
    hosting, segment = place_words(view.language).hosting, view.segments[head.first]
    if hosting.isdisjoint(view.words):
        return False
    if view.language == "ar":
        at = view.word_at(mention.start) - 1
        is_near = at >= 0 and view.segments[at] == segment
        return is_near and view.words[at].removeprefix("و") in hosting
    last = view.word_at(mention.end - 1)
    following = range(last + 1, min(last + 1 + _HOST_REACH, len(view.words)))
    return any(view.segments[at] == segment and view.words[at] in hosting for at in following)


def is_set_for(first: int, head: Hit, view: View) -> bool:
    """Is a place where talks are to be: "a second round is planned for Amman"?"""
    words = place_words(view.language)
    if view.segments[first] != view.segments[head.first]:
        return False
    before = words_before(view, first, 1 + _SET_REACH)
    return before[:1] != [] and before[0] in words.destination and not words.scheduled.isdisjoint(before[1:])


def _is_object(head: Hit, first: int, direct: str, view: View, words: PlaceWords) -> bool:
    """Is a mention what was visited: the object of the verb, or what "visit to" leads to?"""
    if direct in words.destination:
        return True
    if first <= head.first or view.segments[first] != view.segments[head.first]:
        return False
    placed = words.site | words.party | words.origin | words.route
    return first <= head.last + 2 or (head.tense != "noun" and direct not in placed)


def _is_adverbial(mention: Mention, head: Hit, view: View, words: PlaceWords) -> bool:
    """Does "in X" say where the talk was, not where something spoken of is, or whose ambassador came?"""
    segment, first = view.segments[head.first], view.word_at(mention.start)
    here = view.segments[first]
    is_country = mention.place is not None and mention.place.kind == "country"
    if here != segment and mention.place is not None and mention.place.kind in WIDE:
        return False
    is_frame = here == 0 and first <= _FRAME_REACH  # "In Baghdad, an official said …"
    speaks_here = any(view.segments[hit.first] == here for hit in view.labelled("speech"))
    if here < segment and not (is_frame or speaks_here or _is_by_aside(here, head, view)):
        return False
    return not (is_country and is_in_title(words_before(view, first, _TITLE_REACH), words))


def _is_by_aside(here: int, head: Hit, view: View) -> bool:
    """Is only an aside between a place and the talk: "held in X, last week, a round of talks"?"""
    segment = view.segments[head.first]
    is_one = segment - here == _ASIDE and view.clauses.isdisjoint(range(here + 1, segment + 1))
    return is_one and view.segments.count(here + 1) <= _LONGEST_ASIDE


def is_topic(head: Hit, first: int, view: View) -> bool:
    """Does a word such as "file", "concerning" stand between the trigger and the mention?"""
    segment = view.segments[first]
    if head.label.startswith("events.agreement") and head.tense == "noun":
        spoken = [hit for hit in view.labelled("context.topic") if hit.tense != "noun"]
        if any(hit.last < head.first and view.segments[hit.first] == segment for hit in spoken):
            return True  # "discussed a truce in X"
    if head.label.startswith("events.meeting") and head.tense != "noun":
        party = place_words(view.language).party
        nouns = [
            hit for hit in view.labelled("events") if hit.tense == "noun" and head.last < hit.first < first
        ]
        about = [hit for hit in nouns if not hit.label.startswith(_TALKED)]
        if about and party.isdisjoint(view.words[about[-1].last + 1 : first]):
            return True  # "discussed the attacks in X", but not "… the attacks with Y in X"
    resumed = [hit.first for hit in view.hits if hit.label == head.label and head.last < hit.first < first]
    for hit in view.labelled("context.topic"):
        if _is_no_topic(hit, view):
            continue
        if hit.first > head.last and hit.last < first and not any(hit.last < at for at in resumed):
            return True
        if hit.last < first < head.first and view.segments[hit.first] == segment:
            return True
    return False


def _is_no_topic(hit: Hit, view: View) -> bool:
    """Is a word no topic after all: "about 15 km north of X", "the Counter Terrorism Service"?"""
    is_number = "".join(view.words[hit.last + 1 : hit.last + 2]).isdigit()
    known = (*view.labelled("context.other"), *view.labelled("context.phrasal"))
    return is_number or any(other.first <= hit.first <= other.last for other in known)
