"""Did it happen? The status of an event from verb forms and cue words, scoped to its clause."""

from functools import cache
from typing import Final

from geoevents.coding.anaphors import place_words
from geoevents.coding.clauses import View
from geoevents.coding.hits import Hit
from geoevents.language.lexicon import load
from geoevents.model import Status

__all__ = ["is_only_negated", "is_own_act_denied", "status_of"]

_BY_STRENGTH: Final[tuple[Status, ...]] = (
    "rumoured", "denied", "threatened", "planned", "hypothetical", "recurrent", "ongoing",
)  # fmt: skip
# words between a cue and the trigger that it governs
_REACH: Final = {"denied": 5, "rumoured": 12, "threatened": 10}
_DENIAL_REACH: Final = 14  # words from "denied" to what is denied: with who spread it where
_DEFAULT_REACH: Final = 9
_AFTER_REACH: Final = 8  # words from an event to "was called off", "was postponed"
_ASIDE: Final = 2  # segments that an aside between commas opens
_LONGEST_ASIDE: Final = 3  # words
_CALL_REACH: Final = 3  # words from "called for" to the protest
_INTENT_REACH: Final = 3  # words before "to" + verb that say whether it came true


def status_of(head: Hit, view: View) -> Status:
    """Return the status of an event: cues before its trigger win over the form of its verb.

    >>> from geoevents.coding.views import Views
    >>> from geoevents.coding.words import words_of
    >>> from geoevents.language.sentences import sentences
    >>> text = "The army will withdraw from the town."
    >>> (view,) = map(Views(words_of(text), "en").of, sentences(text, "en"))
    >>> status_of(view.labelled("events")[0], view)
    'planned'
    """
    if head.label == "events.warning":
        return "threatened"
    if any(
        head.last < hit.first <= head.last + _DENIAL_REACH for hit in view.labelled("status.denied.after")
    ):
        return "denied"
    cued = {
        hit.label.removeprefix("status.")
        for hit in view.labelled("status")
        if not _is_name(hit, view) and _is_in_clause(hit, head, view) and _governs(hit, head)
    }
    if _is_denied(head, view):
        return "denied"
    if "denied" in cued and any(_is_disowned(one, head, view) for one in view.labelled("speech.deny")):
        cued.discard("denied")
    if "denied" in cued and _is_affirmed(head, view):
        cued.discard("denied")
    if head.tense == "future" or _future_before(head, view) or _is_intended(head, view):
        cued.add("planned")
    if _is_told_after(head, "hypothetical", view):
        return "hypothetical"
    if _is_told_after(head, "planned", view):
        cued.add("planned")
    if _may(head, view) or _is_awaited(head, view):
        cued.add("hypothetical")
    if _is_called_for(head, view) or _is_waited_for(head, view):
        cued.add("planned")
    for status in _BY_STRENGTH:
        if status in cued:
            return status
    if head.tense == "imperfect" and view.language == "ar" and view.kind != "headline":
        return "occurred" if _is_sequel(head, view) else "ongoing"
    if _is_progressive(head, view):
        return "ongoing"
    return "occurred"


def _is_denied(head: Hit, view: View) -> bool:
    """Does someone deny an event: "denied reports that …", «نفى ما تداولته صفحات عن …»?"""
    relatives = place_words(view.language).relatives | _words(view.language, "reported")
    for denial in view.labelled("speech.deny"):
        if not 0 < head.first - denial.last <= _DENIAL_REACH:
            continue
        between = range(denial.last + 1, head.first)
        if _is_disowned(denial, head, view):
            continue
        # "denied it, saying that …": what one says then is affirmed; what pages spread is part of the denied
        says = [
            hit
            for hit in view.speech
            if hit.first in between[1:]
            and relatives.isdisjoint(view.words[max(0, hit.first - 2) : hit.last + 1])
        ]
        opened = {view.segments[at] for at in (*between, head.first)} & view.clauses
        if not says and not opened - {view.segments[denial.first]}:
            return True
    return False


def _is_disowned(denial: Hit, head: Hit, view: View) -> bool:
    """Is only a part in an event denied, or what was told before: "denied any role in …", "denied this"?"""
    between = view.words[denial.last + 1 : head.first]
    if set(between[:1]) & _words(view.language, "denied_whole"):
        return head.tense != "noun" or len(between) > 1
    return bool(set(between) & _words(view.language, "disowned"))


def _is_told_after(head: Hit, status: Status, view: View) -> bool:
    """Does what follows an event say that it did not come true: "talks due in May were called off"?"""
    segment = view.segments[head.last]
    return any(
        0 < cue.first - head.last <= _AFTER_REACH
        and view.segments[cue.first] == segment
        and not any(head.first < other.first < cue.first for other in view.heads)
        for cue in view.labelled(f"status.{status}.after")
    )


def is_only_negated(head: Hit, status: Status, view: View) -> bool:
    """Is an event only said not to be, with nobody who denies it: "we do not report deaths"?"""
    return status == "denied" and not _is_denied(head, view) and not view.labelled("status.denied.after")


def is_own_act_denied(head: Hit, view: View) -> bool:
    """Does one deny an act of one's own, in general: "denies targeting civilians"? That is no event."""
    return view.words[head.first].endswith("ing") and any(
        hit.last + 1 == head.first for hit in view.labelled("speech.deny")
    )


def _is_name(cue: Hit, view: View) -> bool:
    """Is an English cue a proper name: the month of May?"""
    if view.language != "en" or cue.first == 0:
        return False
    return view.raw_word(cue.first)[:1].isupper()


def _is_in_clause(cue: Hit, head: Hit, view: View) -> bool:
    """Does a cue stand in the segment of a trigger, or is only an aside between: "will, he said, go"?"""
    ours, theirs = view.segments[head.first], view.segments[cue.first]
    if ours == theirs:
        return True
    is_planned = cue.label.endswith((".planned", ".hypothetical"))
    if not is_planned or ours - theirs != _ASIDE or {theirs + 1, ours} & view.clauses:
        return False
    return view.segments.count(theirs + 1) <= _LONGEST_ASIDE


def _governs(cue: Hit, head: Hit) -> bool:
    reach = _REACH.get(cue.label.removeprefix("status."), _DEFAULT_REACH)
    is_of_verb = head.first < cue.first <= head.last  # "residents could move to"
    if is_of_verb and cue.label.endswith((".planned", ".hypothetical")):
        return True
    if cue.first >= head.first:  # "his visit planned for …", "next Monday"
        is_lasting = cue.label.endswith(".ongoing") and not (cue.tense == "imperfect" and _is_talk(head))
        is_set = (
            cue.label.endswith(".planned") and cue.tense == "noun"
        )  # a cell that "planned attacks" is held
        return cue.first - head.last <= 3 and (is_lasting or is_set or cue.label.endswith(".recurrent"))
    return head.first - cue.last <= reach


def _is_talk(head: Hit) -> bool:
    """A visit that lasts two days is not going on for that."""
    return head.label.startswith(("events.visit", "events.meeting"))


def _is_affirmed(head: Hit, view: View) -> bool:
    """Without X, N happened: a denial between which another trigger stands is that one's."""
    segment = view.segments[head.first]
    return any(other.first < head.first and view.segments[other.first] == segment for other in view.heads)


@cache
def _words(language: str, key: str) -> frozenset[str]:
    return frozenset(load(language, "events").table("verbs").words(key, optional=True))


def _future_before(head: Hit, view: View) -> bool:
    """An Arabic future verb that governs the trigger: "its agenda will focus on … the opening"."""
    if view.language != "ar":
        return False
    segment = view.segments[head.first]
    for index in range(max(0, head.first - _DEFAULT_REACH), head.first):
        word = view.words[index].removeprefix("و").removeprefix("ف")
        is_future = len(word) > 4 and word[0] == "س" and word[1] in "يتن"
        if (
            is_future
            and not word.startswith(tuple(_words("ar", "not_future")))
            and view.segments[index] == segment
        ):
            return True
    return False


def _is_intended(head: Hit, view: View) -> bool:
    """A verb that says what is to be: "agreed to deploy", "قرر أن يرسل"; "managed to deploy" came true."""
    if head.tense != "imperfect" or not head.first:
        return False
    before = view.words[max(0, head.first - _INTENT_REACH) : head.first]
    particles, realised = _words(view.language, "intent"), _words(view.language, "realised")
    return before[-1] in particles and realised.isdisjoint(before)


def _is_sequel(head: Hit, view: View) -> bool:
    """An Arabic imperfect that tells what came next: "broke out … before a force stepped in and arrested"."""
    segment = view.segments[head.first]
    before = range(max(0, head.first - _DEFAULT_REACH), head.first)
    pairs = [(view.words[at], view.words[at + 1]) for at in before if view.segments[at] == segment]
    return any(first in _words("ar", "sequel") and second == "ان" for first, second in pairs)


def _is_awaited(head: Hit, view: View) -> bool:
    """Does a verb tell what has to come first: "will not withdraw until the group is disarmed"?"""
    segment = view.segments[head.first]
    return head.tense != "noun" and any(
        0 < head.first - cue.last <= _DEFAULT_REACH and view.segments[cue.first] == segment
        for cue in view.labelled("context.until")
    )


def _is_waited_for(head: Hit, view: View) -> bool:
    """Does someone wait for an event: "families wait for the crossing to open"?"""
    segment = view.segments[head.first]
    return any(
        0 < head.first - cue.last <= _DEFAULT_REACH and view.segments[cue.first] == segment
        for cue in view.labelled("context.awaited")
    )


def _is_called_for(head: Hit, view: View) -> bool:
    """Does someone call for a protest: "called for a general strike on Friday"?"""
    is_noun = head.label.startswith("events.protest") and head.tense == "noun"
    return is_noun and any(
        hit.label == "speech.ask" and 0 < head.first - hit.last <= _CALL_REACH for hit in view.speech
    )


def _may(head: Hit, view: View) -> bool:
    """قد before an imperfect is "may"; before a perfect it only stresses that it happened."""
    if view.language != "ar":
        return False
    segment = view.segments[head.first]
    for index in range(max(0, head.first - _DEFAULT_REACH), head.first):
        if view.segments[index] != segment or view.words[index] not in ("قد", "وقد"):
            continue
        following = view.words[index + 1]
        if following[0] == "ي" or (following[0] == "ت" and following not in _words("ar", "perfect_in_ta")):
            return True
    return False


def _is_progressive(head: Hit, view: View) -> bool:
    """An English "is shelling", "are advancing"."""
    if view.language != "en" or not head.first:
        return False
    before = view.words[max(0, head.first - 2) : head.first]
    return view.words[head.first].endswith("ing") and bool({"is", "are"} & set(before))
