"""Which triggers of a sentence only tell of parts of what another one tells."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit

__all__ = ["category_of", "one_of_a_kind", "without_parts"]

_ABSORBS: Final[dict[str, frozenset[str]]] = {
    # told in one sentence, the first is the event and the others are its parts
    "arrest": frozenset({"sweep", "threat_presence", "seizure"}),
    "seizure": frozenset({"sweep", "threat_presence", "arrest"}),
    "sweep": frozenset({"threat_presence", "other"}),
    "airstrike": frozenset({"killing", "attack"}),
    "attack": frozenset({"killing"}),
    "clash": frozenset({"killing"}),
    "natural_hazard": frozenset({"killing", "accident", "territorial_change", "seizure", "sweep"}),
    "protest": frozenset({"other"}),
    "accident": frozenset({"killing"}),
    "killing": frozenset({"population_stock", "threat_presence"}),  # a grave "holds" remains
    "visit": frozenset({"meeting", "coordination"}),
    "meeting": frozenset({"coordination", "visit"}),
    "agreement": frozenset({"meeting", "coordination"}),
    "repatriation": frozenset({"return", "transfer", "population_stock"}),
    "return": frozenset({"transfer", "population_stock"}),
    "population_stock": frozenset({"displacement"}),
    "detention": frozenset({"repatriation", "other", "population_stock", "transfer"}),
}
# of the category "other", what may be a part of an operation or a protest; an outage or a tension is none
_OTHER_PARTS: Final = frozenset(
    {"closure", "fortification", "recruitment", "trial", "access", "sanction", "works", "coup"}
)
_STRIKING: Final = frozenset({"natural_hazard", "accident", "attack", "airstrike"})
_AWAITED: Final = frozenset({"return", "repatriation"})
_ANTERIOR_REACH: Final = 4  # words between "waiting for" and what is waited for
_TALK_ABSORBERS: Final = frozenset({"visit", "meeting", "agreement"})
_LESSER_TALKS: Final = frozenset({"coordination"})
_NONE: Final[frozenset[str]] = frozenset()


def category_of(hit: Hit) -> str:
    """Return the category of a trigger.

    >>> category_of(Hit("events.attack.shelling", 0, 0, "noun"))
    'attack'
    """
    return hit.label.split(".")[1]


def without_parts(hits: Sequence[Hit], view: View) -> list[Hit]:
    """Return the triggers without those that tell of parts of what another one tells.

    Parameters
    ----------
    hits
        Triggers of one sentence, in order.

    >>> from geoevents.coding.views import Views
    >>> from geoevents.coding.words import words_of
    >>> from geoevents.language.sentences import sentences
    >>> text = "Police raided a house and arrested two men."
    >>> (view,) = map(Views(words_of(text), "en").of, sentences(text, "en"))
    >>> [hit.label for hit in without_parts(view.labelled("events"), view)]
    ['events.arrest']
    """
    told = _without_awaited(hits, view)
    return [hit for hit in told if not _is_part(hit, _absorbers(hit, told), told, view)]


def _absorbers(hit: Hit, hits: Sequence[Hit]) -> list[Hit]:
    """The triggers of categories that may take another one in."""
    category = category_of(hit)
    talk = next((category_of(other) for other in hits if category_of(other) in _TALK_ABSORBERS), "")
    found = []
    for other in hits:
        absorber = category_of(other)
        parts = _ABSORBS.get(absorber, _NONE)
        if absorber in _TALK_ABSORBERS and absorber != talk:  # of two talks the first told stays
            parts = _LESSER_TALKS
        if category in parts or (category == "detention" and other.label == "events.arrest.release"):
            found.append(other)  # "freed the hostages"
    return found


def _is_part(hit: Hit, absorbers: Sequence[Hit], hits: Sequence[Hit], view: View) -> bool:
    category, subtype = category_of(hit), hit.label.split(".")[2:]
    if hit.label == "events.sweep.incursion" and any(category_of(other) == "clash" for other in hits):
        return True  # "entered the camp and killed two in an exchange of fire"
    if subtype == ["missing"]:  # "a boat sank and two men are missing"
        return any(category_of(other) in _STRIKING and other.first < hit.first for other in hits)
    if subtype == ["discovery"]:
        return False
    if category in _STRIKING and hit.tense == "noun" and _is_found_dead(hit, hits):
        return True
    if category == "transfer" and not subtype and any(category_of(other) == "accident" for other in hits):
        return True  # "a bus that carried students overturned"
    if not absorbers or hit.label.startswith("events.coordination."):
        return False
    if category == "threat_presence" and all(category_of(other) == "killing" for other in absorbers):
        return hit.label.endswith(".infiltration")  # "killed smugglers who tried to cross"
    if category == "other":
        return not _OTHER_PARTS.isdisjoint(subtype)
    if category in ("arrest", "seizure"):  # "seized pills and held the driver" is told of one raid
        raids = [other for other in absorbers if category_of(other) in ("arrest", "seizure")]
        if len(raids) == len(absorbers):
            before = [other for other in raids if other.first < hit.first and other.label.count(".") == 1]
            return not subtype and bool(before) and not _is_in_other_clause(hit, before, view)
    if category in ("transfer", "population_stock"):
        is_aside = category == "population_stock" and _is_in_other_clause(hit, absorbers, view)
        return not is_aside and not _is_told_apart(hits[0], hit, view)
    if category in ("visit", "meeting"):  # who meets today will meet again
        if _is_called_off(hit, view):
            return False  # "signed an accord, but talks due in Paris were called off"
        return hit.tense != "future" or all(other.tense == "future" for other in absorbers)
    if category == "displacement" and hit.tense != "noun":
        return not _is_in_other_clause(hit, absorbers, view)
    if category == "attack" and subtype:  # "a strike hit tents, while tank fire wounded several"
        return not _is_in_other_clause(hit, absorbers, view)
    return True


def _is_called_off(hit: Hit, view: View) -> bool:
    """Does what follows a talk in its segment say that it did not take place?"""
    return any(
        hit.last < cue.first and view.segments[cue.first] == view.segments[hit.first]
        for cue in view.labelled("status.hypothetical.after")
    )


def _is_found_dead(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Does a noun only say how those died who are found: "found dead in their flat after a shooting"?"""
    return any(other.label.endswith(".discovery") and other.first < hit.first for other in hits)


def _is_in_other_clause(hit: Hit, absorbers: Sequence[Hit], view: View) -> bool:
    """Does a connective stand between a trigger and each of those that would absorb it: "fled, while …"?"""
    own = view.segments[hit.first]
    return all(
        any(between in view.clauses for between in range(min(own, other) + 1, max(own, other) + 1))
        for other in (view.segments[absorber.first] for absorber in absorbers)
    )


def _is_told_apart(first: Hit, hit: Hit, view: View) -> bool:
    """Does someone speak between two triggers?"""
    return any(first.last < speech.first < hit.first for speech in view.labelled("speech"))


def _without_awaited(hits: Sequence[Hit], view: View) -> list[Hit]:
    """A movement that those who stay only wait for is told by their stay."""
    stay = next((hit for hit in hits if category_of(hit) == "population_stock"), None)
    if stay is None:
        return list(hits)

    def is_awaited(hit: Hit) -> bool:
        if hit.first <= stay.last:
            return False
        cues = view.labelled("context.awaited")
        is_waited_for = any(cue.last < hit.first <= cue.last + _ANTERIOR_REACH for cue in cues)
        return category_of(hit) in _AWAITED or (hit.tense == "noun" and is_waited_for)

    return [hit for hit in hits if not is_awaited(hit)]


def one_of_a_kind(hits: Sequence[Hit], view: View) -> list[Hit]:
    """One trigger for each category and segment; a sweep is one, however much of it is told."""
    kept: list[Hit] = []
    told: set[tuple[str, int]] = set()
    for hit in hits:
        category = category_of(hit)
        segment = 0 if hit.label == "events.sweep" else view.segments[hit.first]
        if (category, segment) not in told:
            told.add((category, segment))
            kept.append(hit)
    return kept
