"""Statements: who says something that is news in itself, once for each speaker of a report."""

from collections.abc import Sequence
from typing import Final

from geoevents.coding.clauses import View
from geoevents.coding.drafts import Draft
from geoevents.coding.hits import Hit
from geoevents.coding.seats import spoken_at
from geoevents.coding.speakers import Speaker, speaker_of
from geoevents.coding.times import time_of_speech
from geoevents.language.fold import fold
from geoevents.model import UNREAL, Actor, Category, Mention, TimeSpan

__all__ = ["STATEMENTS", "statement_in"]

STATEMENTS: Final[dict[str, tuple[Category, str]]] = {
    "speech.say": ("statement", ""),
    "speech.ask": ("statement", "request"),
    "speech.deny": ("statement", "denial"),
    "speech.accuse": ("statement", "accusation"),
    "speech.refuse": ("statement", "rejection"),
    "speech.support": ("statement", "support"),
    "speech.warn": ("warning", ""),
}


_TELLS: Final = frozenset({"speech.say", "speech.warn"})


def statement_in(
    view: View,
    spoken: Sequence[Hit],
    mentions: Sequence[Mention],
    names: dict[str, str],
    speaking: Speaker,
    drafts: Sequence[Draft],
    dates: Sequence[TimeSpan],
) -> tuple[Draft | None, Speaker]:
    """Return the statement that a sentence makes, if it is news in itself, and who speaks at its end.

    A speaker with a name makes one even where the sentence tells other events, unless it tells one with its
    place and its day or figures; an institution that only announces them makes none.

    Parameters
    ----------
    spoken
        The verbs and nouns of speech in the sentence.
    names
        Words of the names given so far, by which a surname is known again; new names are added.
    speaking
        Who spoke last.
    drafts
        The events that the sentence tells besides.
    """
    best: Draft | None = None
    for hit in spoken:
        speaker = speaker_of(hit, view, mentions, names)
        if speaker.is_anaphoric:
            speaker = speaking
        elif speaker.name:
            for word in fold(speaker.name).split():
                names.setdefault(word, speaker.name)
        speaking = speaker
        if (best is not None and best.speaker) or ((drafts or hit.tense == "noun") and not speaker.name):
            continue
        if hit.label == "speech.say" and any(_is_news(draft, hit) for draft in drafts):
            continue
        if hit.label in _TELLS and any(draft.category == "warning" for draft in drafts):
            continue  # who says that one has warned, warns
        category, subtype = STATEMENTS[hit.label]
        locations = spoken_at(hit, view, mentions) or (best.locations if best is not None else ())
        best = Draft(
            category=category,
            subtype=subtype,
            status="threatened" if category == "warning" else "occurred",
            head=hit,
            view=view,
            time=time_of_speech(hit, view, dates),
            locations=locations if category == "statement" else (),
            speaker=speaker.name,
            actors=(Actor(speaker.text),) if speaker.text else (),
        )
    return best, speaking


def _is_news(draft: Draft, speech: Hit) -> bool:
    """Does someone only report an event, told with its place and its day or figures: "said 12 had come to X"?

    What is told behind a further verb of speech is not all that is said: "stressed …, noting that …".
    """
    is_told = bool(draft.drawn) and (bool(draft.quantities) or draft.is_dated) and draft.status not in UNREAL
    others = draft.view.labelled("speech")
    return is_told and not any(speech.last < other.first < draft.head.first for other in others)
