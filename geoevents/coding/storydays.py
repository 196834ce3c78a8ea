"""The day of an event that its own sentence does not tell, from how a report tells its days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.drafts import Draft
from geoevents.coding.places import TALKS
from geoevents.coding.retold import DEADLY
from geoevents.model import UNREAL, TimeSpan

__all__ = ["StoryDays"]

_RESUMED: Final = frozenset({"meeting", "agreement"})  # "both sides signed"
_AFTERMATH: Final = frozenset(
    {
        ("natural_hazard", ""),
        ("accident", ""),
        ("transfer", "evacuation"),
        ("transfer", "rescue"),
        ("other", "closure"),
        ("other", "outage"),
    }
)
_AFTERMATH_REACH: Final = 2  # sentences
_TELL_THE_DAY_ONCE: Final = frozenset({"en"})  # languages whose news agencies do
_HAD_REACH: Final = 3  # words from "had" to its verb
_NEWS: Final = DEADLY | {"killing", "arrest", "seizure", "sweep", "transfer", "warning", "protest"}
_NEAR: Final = 3  # sentences within which an event is taken up again


class StoryDays:
    """What the sentences of a report so far tell of days."""

    def __init__(self, published: date | None = None) -> None:
        self._published = published
        self._frame: TimeSpan | None = None  # "After the war:", opening the first item of a list
        self._introduced: TimeSpan | None = None  # "On Monday our forces did what follows:"
        self._is_introducing = False  # the sentence that is told next introduces the list
        self._in_list = False
        self._day: TimeSpan | None = None  # of the story, told under its dateline

    def introduce(self, times: Sequence[TimeSpan]) -> None:
        """Let the one time of a sentence that introduces a list hold for its items."""
        known = [time for time in times if time.first is not None and time.last is not None]
        self._introduced = known[0] if len(known) == 1 else None
        self._is_introducing = True

    def _is_item(self, view: View) -> bool:
        """Is a sentence an item of a list: behind a bullet, or a number in words: "First: …"?"""
        return view.kind == "item" or any(cue.first == 0 for cue in view.labelled("context.item"))

    def pass_over(self, kind: str, words: Sequence[str]) -> None:
        """Take in a sentence that tells of no event."""
        if kind == "item":
            self._frame = self._frame if self._in_list else None
            self._in_list = True
        else:
            self._in_list, self._frame = False, None
            self._introduced = self._introduced if self._is_introducing else None
        self._is_introducing = False

    def date(self, draft: Draft, told: Sequence[Draft], *, continues: bool) -> None:
        """Date an event that has no time of its own.

        Parameters
        ----------
        told
            The events before it.
        continues
            Does its sentence say that it goes on with them?
        """
        if draft.is_dated or draft.status in ("ongoing", "recurrent"):
            return
        if continues or (draft.category in _RESUMED and draft.view.labelled("context.anaphor")):
            self._inherit(draft, told)
        self._go_back(draft, told)
        self._stay_within_day(draft)
        self._follow(draft, told)
        self._date_by_hour(draft, told)

    def frame_items(self, drafts: Sequence[Draft], view: View) -> None:
        """Let the time from which on the first item of a list tells hold for the items below it."""
        if not self._is_item(view):
            self._in_list, self._frame = False, None
            self._introduced = self._introduced if self._is_introducing else None
        elif self._introduced is not None:
            for draft in drafts:
                if not draft.is_dated and draft.status == "occurred":
                    draft.time = self._introduced
        elif self._in_list:
            for draft in drafts:
                if self._frame is not None and not draft.is_dated and draft.status not in UNREAL:
                    draft.time = self._frame
        else:
            self._in_list = True
            times = [draft.time for draft in drafts]
            opening = [time for time in times if time.start is not None and time.start < view.starts[1]]
            self._frame = next((time for time in opening if time.first and not time.last), None)
        self._is_introducing = False

    def open_day(self, drafts: Sequence[Draft], view: View) -> None:
        """Let the day that a story tells under its dateline last until it tells another one."""
        days = [draft.time for draft in drafts if draft.time.first or draft.time.last]
        if view.has_dateline and view.language in _TELL_THE_DAY_ONCE:
            self._day = next((day for day in days if day.first == day.last == self._published), None)
        elif self._day is not None and any(not _is_within(day, self._day) for day in days):
            self._day = None

    def _follow(self, draft: Draft, told: Sequence[Draft]) -> None:
        """Let what a hazard brought, told right after it, be of its day: "A quake hit … Buildings fell"."""
        if draft.is_dated or (draft.category, draft.subtype) not in _AFTERMATH or draft.status != "occurred":
            return
        for known in reversed(told):
            if draft.at - known.at > _AFTERMATH_REACH:
                return
            if known.category == "natural_hazard" and known.time.precision == "day":
                draft.time = known.time
                return

    def _date_by_hour(self, draft: Draft, told: Sequence[Draft]) -> None:
        """Let what was "at dawn", with no day, be of the day of the report, if that tells of its day."""
        if draft.is_dated or draft.status != "occurred" or self._published is None:
            return
        hours = [
            cue for cue in draft.view.labelled("context.hour") if draft.view.governor(cue.first) is draft.head
        ]
        if not hours:
            return
        for known in told:
            if known.time.first == known.time.last == self._published:
                is_night = hours[0].label.endswith(".night")
                draft.time = _night_before(known.time) if is_night else known.time
                return

    def _stay_within_day(self, draft: Draft) -> None:
        """Let what goes on under a dateline be of the day of the story: agencies tell it but once."""
        is_told = draft.category in _NEWS and draft.status == "occurred" and not draft.is_dated
        if self._day is None or not is_told or draft.view.kind == "headline":
            return
        before = draft.view.words[max(0, draft.head.first - _HAD_REACH) : draft.head.first]
        if "had" in before and not draft.view.speech:  # what had happened before
            return
        draft.time = self._day

    def _go_back(self, draft: Draft, told: Sequence[Draft]) -> None:
        """Let what takes up an event be of its day: "the strikes hit …", "eight of the wounded died"."""
        cues = draft.view.labelled("context.partitive")
        is_of_those = any(draft.view.governor(cue.first) is draft.head for cue in cues)
        if draft.is_dated or draft.status != "occurred" or not (draft.is_definite or is_of_those):
            return
        for known in reversed(told):
            is_struck = is_of_those and known.category in DEADLY | {"killing"}
            if draft.at - known.at > _NEAR:
                return
            if (is_struck or known.category == draft.category) and known.time.precision == "day":
                draft.time = known.time
                return

    def _inherit(self, draft: Draft, told: Sequence[Draft]) -> None:
        """Take the time of the event that a sentence goes on telling of."""
        for known in reversed(told):
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
