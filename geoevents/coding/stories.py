"""Join what a headline and its body, or several sentences, tell of one event."""

from collections.abc import Sequence
from datetime import date
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
from geoevents.coding.storydays import StoryDays
from geoevents.model import UNREAL, TimeSpan

__all__ = ["Story"]

_OPENING: Final = 2  # words in which a sentence says that it goes on
_NEAR: Final = 3  # sentences within which an event is taken up again


class Story:
    """The events of a document as its sentences tell them."""

    def __init__(self, published: date | None = None) -> None:
        self._days = StoryDays(published)
        self._drafts: list[Draft] = []
        self._headlines: list[Draft] = []
        self._seen: set[str] = set()
        self._count = 0

    def introduce(self, times: Sequence[TimeSpan]) -> None:
        """Take in the times of a sentence that introduces a list."""
        self._days.introduce(times)

    def tell(self, drafts: Sequence[Draft], view: View) -> None:
        """Take in the events of the next sentence."""
        self._count += 1
        continues = any(hit.first < _OPENING for hit in view.labelled("context.continues")) or bool(
            view.labelled("context.continues.also")
        )
        continues = continues and not view.labelled("context.apart")
        statement = next((draft for draft in drafts if draft.category == "statement"), None)
        self._days.frame_items(drafts, view)
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
            self._days.date(draft, self._drafts, continues=continues)
            self._drafts.append(draft)
        self._days.open_day(drafts, view)
        self._seen.update(view.words)

    def pass_over(self, kind: str, words: Sequence[str]) -> None:
        """Take in a sentence that tells of no event."""
        self._count += 1
        self._days.pass_over(kind, words)
        self._seen.update(words)

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
                if draft.family == "agreement" and draft.is_dated and not known.is_dated:
                    continue  # "under the agreement reached in March" is no deal of today
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
