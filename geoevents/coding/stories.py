"""Join what a headline and its body, or several sentences, tell of one event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.drafts import Draft, reverse_flight
from geoevents.coding.neighbours import merged_locations
from geoevents.coding.places import TALKS
from geoevents.coding.retold import (
    DEADLY,
    is_another,
    is_compatible,
    is_repeated,
    is_same_situation,
    is_same_speaker,
    join,
    overlaps,
    speaks_with,
)
from geoevents.model import UNREAL, TimeSpan

__all__ = ["Story"]

_RESUMED: Final = frozenset({"meeting", "agreement"})  # "both sides signed"
_AFTERMATH: Final = frozenset(
    {
        ("natural_hazard", ""),
        ("accident", ""),
        ("transfer", "evacuation"),
        ("other", "closure"),
        ("other", "outage"),
    }
)
_AFTERMATH_REACH: Final = 2  # sentences
_OPENING: Final = 2  # words in which a sentence says that it goes on
_TELL_THE_DAY_ONCE: Final = frozenset({"en"})  # languages whose news agencies do
_HAD_REACH: Final = 3  # words from "had" to its verb
_NEWS: Final = DEADLY | {"killing", "arrest", "seizure", "sweep", "transfer", "warning", "protest"}
_NEAR: Final = 3  # sentences within which an event is taken up again


class Story:
    """The events of a document as its sentences tell them."""

    def __init__(self, published: date | None = None) -> None:
        self._published = published
        self._drafts: list[Draft] = []
        self._headlines: list[Draft] = []
        self._seen: set[str] = set()
        self._count = 0
        self._frame: TimeSpan | None = None  # "After the war:", opening the first item of a list
        self._in_list = False
        self._day: TimeSpan | None = None  # of the story, told under its dateline

    def tell(self, drafts: Sequence[Draft], view: View) -> None:
        """Take in the events of the next sentence."""
        self._count += 1
        continues = any(hit.first < _OPENING for hit in view.labelled("context.continues")) or bool(
            view.labelled("context.continues.also")
        )
        continues = continues and not view.labelled("context.apart")
        statement = next((draft for draft in drafts if draft.category == "statement"), None)
        self._frame_items(drafts, view)
        for draft in drafts:
            draft.at = self._count
            if view.kind == "headline":
                if self._count == 1 or not self._drafts:
                    self._headlines.append(draft)
                continue
            known = self._known(draft)
            if known is not None:
                join(known, draft)
                if statement is not None and speaks_with(statement, draft, known):
                    statement.time = known.time  # who explains an operation speaks with its announcement
                continue
            struck = self._struck(draft, drafts)
            if struck is not None:
                struck.quantities += draft.quantities
                struck.recipients = tuple(dict.fromkeys((*struck.recipients, *draft.recipients)))
                continue
            self._carry_on(draft)
            self._turn_back(draft)
            if not draft.is_dated and draft.status not in ("ongoing", "recurrent"):
                if continues or (draft.category in _RESUMED and draft.view.labelled("context.anaphor")):
                    self._inherit(draft)
                self._go_back(draft)
                self._stay_within_day(draft)
                self._follow(draft)
                self._date_by_hour(draft)
            self._drafts.append(draft)
        self._open_day(drafts, view)
        self._seen.update(view.words)

    def pass_over(self, kind: str, words: Sequence[str]) -> None:
        """Take in a sentence that tells of no event."""
        self._count += 1
        if kind == "item":
            self._frame = self._frame if self._in_list else None
            self._in_list = True
        else:
            self._in_list, self._frame = False, None
        self._seen.update(words)

    def _frame_items(self, drafts: Sequence[Draft], view: View) -> None:
        """Let the time from which on the first item of a list tells hold for the items below it."""
        if view.kind != "item":
            self._in_list, self._frame = False, None
        elif self._in_list:
            for draft in drafts:
                if self._frame is not None and not draft.is_dated and draft.status not in UNREAL:
                    draft.time = self._frame
        else:
            self._in_list = True
            times = [draft.time for draft in drafts]
            opening = [time for time in times if time.start is not None and time.start < view.starts[1]]
            self._frame = next((time for time in opening if time.first and not time.last), None)

    def drafts(self) -> list[Draft]:
        """Return the events, with those headlines that no sentence told again."""
        for headline in self._headlines:
            told = [draft for draft in self._drafts if draft.family == headline.family]
            if headline.category in TALKS:
                told = told or [draft for draft in self._drafts if draft.category in TALKS]
            if not told and not self._tells_of(headline):
                self._drafts.append(headline)
        return self._drafts

    def _tells_of(self, headline: Draft) -> bool:
        """Does the body tell of where a headline is, or the headline of no place: in its own words then."""
        return bool(self._drafts) and (
            not headline.drawn or any(overlaps(headline, draft) for draft in self._drafts)
        )

    def _known(self, draft: Draft) -> Draft | None:
        """The event that a draft tells again, ``None`` for a new one."""
        for known in reversed(self._drafts):
            if known.at == draft.at and known.is_part:
                continue
            if known.at == draft.at:
                if is_repeated(known, draft):
                    return known
                continue
            if draft.category in ("statement", "warning"):
                if draft.category == known.category and is_same_speaker(known, draft):
                    return known
                continue
            if known.family != draft.family or not is_compatible(known, draft):
                continue
            if (known.status == "denied") != (draft.status == "denied"):
                continue
            if draft.family == "movement" and (known.status in UNREAL) != (draft.status in UNREAL):
                continue  # those who are to go on from where they came
            if known.category == "statement" or is_another(draft):
                continue
            if draft.family == "talks":
                if not self._has_new_party(draft) and (draft.subtype == known.subtype or not draft.subtype):
                    return known
            elif known.category == draft.category:
                if draft.at - known.at > _NEAR and not is_same_situation(known, draft):
                    continue
                is_bare = not draft.drawn and not draft.is_dated and not draft.quantities
                if draft.is_definite or is_bare or overlaps(known, draft):
                    return known
        return None

    def _has_new_party(self, draft: Draft) -> bool:
        """Does a talk name someone whom no sentence before named?"""
        if draft.drawn or draft.time.start is not None:
            return True
        return bool(draft.words - self._seen)

    def _struck(self, draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
        """The attack of the sentence before, whose toll a draft tells: "Two soldiers were killed."."""
        is_toll = draft.category == "killing" and not draft.subtype and draft.status == "occurred"
        if not is_toll or draft.drawn or draft.is_dated or draft.actors or len(drafts) > 1:
            return None
        told = [known for known in self._drafts if draft.at - known.at == 1]
        deadly = DEADLY | {"killing"} if draft.head.tense == "noun" else DEADLY  # "1 fatality."
        struck = [known for known in told if known.category in deadly and known.status == "occurred"]
        if len(struck) != 1 or any(quantity.unit == "persons" for quantity in struck[0].quantities):
            return None
        return struck[0]

    def _carry_on(self, draft: Draft) -> None:
        """Let the steps of one operation, told one after the other, share its day and its places."""
        if draft.family != "operation" or draft.subtype or draft.status != "occurred":
            return
        for known in reversed(self._drafts):
            if draft.at - known.at > _NEAR:
                return
            is_stepwise = known.subtype in ("", "incursion")  # "a force entered … The force arrested …"
            is_other = known.family != "operation" or not is_stepwise or known.status != "occurred"
            if is_other or known.at == draft.at or not is_compatible(known, draft):
                continue
            if draft.drawn and not overlaps(known, draft):
                continue
            if not draft.is_dated:
                draft.time = known.time
            if draft.drawn and known.drawn:
                known.locations = merged_locations(known.locations, draft.locations)
            return

    def _turn_back(self, draft: Draft) -> None:
        """Let a flight told beside the return of those who fled lead where they come from."""
        for known in reversed(self._drafts):
            if draft.at - known.at > 1:
                return
            if {known.category, draft.category} == {"repatriation", "displacement"}:
                reverse_flight(*sorted((known, draft), key=lambda one: one.category, reverse=True))

    def _follow(self, draft: Draft) -> None:
        """Let what a hazard brought, told right after it, be of its day: "A quake hit … Buildings fell"."""
        if draft.is_dated or (draft.category, draft.subtype) not in _AFTERMATH or draft.status != "occurred":
            return
        for known in reversed(self._drafts):
            if draft.at - known.at > _AFTERMATH_REACH:
                return
            if known.category == "natural_hazard" and known.time.precision == "day":
                draft.time = known.time
                return

    def _date_by_hour(self, draft: Draft) -> None:
        """Let what was "at dawn", with no day, be of the day of the report, if that tells of its day."""
        if draft.is_dated or draft.status != "occurred" or self._published is None:
            return
        hours = [
            cue for cue in draft.view.labelled("context.hour") if draft.view.governor(cue.first) is draft.head
        ]
        if not hours:
            return
        for known in self._drafts:
            if known.time.first == known.time.last == self._published:
                is_night = hours[0].label.endswith(".night")
                draft.time = _night_before(known.time) if is_night else known.time
                return

    def _open_day(self, drafts: Sequence[Draft], view: View) -> None:
        """Let the day that a story tells under its dateline last until it tells another one."""
        days = [draft.time for draft in drafts if draft.time.first or draft.time.last]
        if view.has_dateline and view.language in _TELL_THE_DAY_ONCE:
            self._day = next((day for day in days if day.first == day.last == self._published), None)
        elif self._day is not None and any(not _is_within(day, self._day) for day in days):
            self._day = None

    def _stay_within_day(self, draft: Draft) -> None:
        """Let what goes on under a dateline be of the day of the story: agencies tell it but once."""
        is_told = draft.category in _NEWS and draft.status == "occurred" and not draft.is_dated
        if self._day is None or not is_told or draft.view.kind == "headline":
            return
        before = draft.view.words[max(0, draft.head.first - _HAD_REACH) : draft.head.first]
        if "had" in before and not draft.view.speech:  # what had happened before
            return
        draft.time = self._day

    def _go_back(self, draft: Draft) -> None:
        """Let what takes up an event be of its day: "the strikes hit …", "eight of the wounded died"."""
        cues = draft.view.labelled("context.partitive")
        is_of_those = any(draft.view.governor(cue.first) is draft.head for cue in cues)
        if draft.is_dated or draft.status != "occurred" or not (draft.is_definite or is_of_those):
            return
        for known in reversed(self._drafts):
            is_struck = is_of_those and known.category in DEADLY | {"killing"}
            if draft.at - known.at > _NEAR:
                return
            if (is_struck or known.category == draft.category) and known.time.precision == "day":
                draft.time = known.time
                return

    def _inherit(self, draft: Draft) -> None:
        """Take the time of the event that a sentence goes on telling of."""
        for known in reversed(self._drafts):
            if draft.at - known.at > _NEAR:
                return
            are_talks = known.category in TALKS and draft.category in TALKS
            if known.at == draft.at or known.category in ("statement", "appointment"):
                continue
            is_period = known.time.precision != "day" and not are_talks
            is_other = draft.family == "violence"  # "also, a bomb went off in …" may be of any day
            if (
                (are_talks or known.family == draft.family)
                and known.is_dated
                and not is_period
                and not is_other
            ):
                draft.time = known.time
                return


def _is_within(time: TimeSpan, day: TimeSpan) -> bool:
    """Does a time hold a day, or the night before it?"""
    return time.last is not None and time.last == day.last


def _night_before(day: TimeSpan) -> TimeSpan:
    """The night that ends with a day: "overnight"."""
    assert day.first is not None
    evening = day.first - timedelta(1)
    return replace(day, first=evening, precision="range", edtf=f"{evening}/{day.last}")
