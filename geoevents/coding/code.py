"""Code the events of a document: what happened where, when, to whom, and whether it did.

Sentence by sentence: patterns give candidate events (``patterns``), each governs the words of its clause
(``clauses``), from which come its places (``places``), time, figures, actors and status. What a headline
and its body, or two sentences, tell of one event is then joined (``stories``).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from geoevents.coding.actors import actors_in, actors_of, as_told
from geoevents.coding.candidates import candidates
from geoevents.coding.clauses import SentenceSpan, View
from geoevents.coding.counts import counted_in, may_count
from geoevents.coding.drafts import Draft, as_ahead, without_courts
from geoevents.coding.hits import Hit
from geoevents.coding.marks import Found, Marks
from geoevents.coding.places import TALKS, locations_of
from geoevents.coding.schemes import codes
from geoevents.coding.sharing import shared, without_backgrounds, without_stances
from geoevents.coding.speakers import Speaker, named_in
from geoevents.coding.speech import STATEMENTS, statement_in
from geoevents.coding.status import is_only_negated, is_own_act_denied, status_of
from geoevents.coding.stories import Story
from geoevents.coding.taken import is_in_name, taken_in
from geoevents.coding.times import time_of, time_of_warning, until_told
from geoevents.coding.views import Views
from geoevents.coding.words import Words, words_of
from geoevents.language.lexicon import languages
from geoevents.model import UNREAL, Actor, Document, Event, Mention, Quantity, TimeSpan

__all__ = ["code"]

_VIOLENT: Final = ("events.attack", "events.airstrike", "events.clash", "events.accident", "events.natural")
_MEASURES: Final = frozenset(
    {"km", "percent", "years", "months", "weeks", "days", "hours", "minutes", "degrees", "mm"}
)
_SCALES: Final = frozenset({"magnitude", "richter", "ريختر"})  # how strong a quake is, is no count
_TEN: Final = 10
_TOLL_REACH: Final = 2  # words from "killed" to how many
_SUFFERED: Final = frozenset({"killed", "injured", "detained", "kidnapped"})  # fates of figures
_SHORTEST_STATEMENT: Final = 3  # words
_LONGEST_TITLE: Final = 100  # characters
_ASKING: Final = ("?", "؟")
_INTRODUCES: Final = (":", "؛")
_QUOTES: Final = "\"'”’») "


def code(
    document: Document,
    mentions: Sequence[Mention],
    dates: Sequence[TimeSpan],
    quantities: Sequence[Quantity],
    sentences: Sequence[SentenceSpan],
    *,
    published: date | None = None,
    words: Words | None = None,
) -> tuple[Event, ...]:
    """Return the events of a document in the order of the text.

    Parameters
    ----------
    mentions, dates, quantities, sentences
        What was found in the text, each in its order.
    published
        Publication date, where known. Dates were resolved with it already; it closes the times of what
        had happened since.
    words
        The words of the text, if they are at hand.

    >>> from geoevents.language.sentences import sentences
    >>> text = "Police arrested 12 men in the town on Monday."
    >>> events = code(Document("r", text, language="en"), (), (), (), sentences(text, "en"))
    >>> [(event.category, event.status, event.acled_sub_event_type) for event in events]
    [('arrest', 'occurred', 'Arrests')]
    """
    language = document.language if document.language in languages() else "ar"
    text = words or words_of(document.text)
    views = Views(text, language)
    story = Story(published)
    names: dict[str, str] = {}
    denying = ""
    speaking = Speaker("", "")
    marks = Marks(mentions, dates, quantities)
    for sentence in sentences:
        if sentence.kind == "boilerplate" or _is_question(document.text, sentence):
            continue
        if document.text[sentence.start : sentence.end].rstrip().endswith(_INTRODUCES):
            story.introduce([span for span in dates if sentence.start <= (span.start or 0) < sentence.end])
        is_count = may_count(document.text, sentence)
        view = views.of(sentence, certain=is_count)
        if view is None:
            first, last = text.within(sentence.start, sentence.end)
            story.pass_over(sentence.kind, text.words[first:last])
            continue
        spoken = [hit for hit in view.hits if hit.label in STATEMENTS and not view.is_source(hit)]
        if len(view.words) < _SHORTEST_STATEMENT:
            spoken = []  # a heading: "Highlights"
        named_places = marks.named(view)
        view.take_in(taken_in(view, named_places))
        view.govern_by([head for head in candidates(view) if not is_in_name(head, view, named_places)])
        found = marks.within(view)
        if not view.heads and is_count:
            count = counted_in(view, document.text, found.mentions, found.quantities)
            view.govern_by([] if count is None else [count])
        if not view.heads and not spoken:
            story.tell((), view)
            continue
        view.has_dateline = any(mention.dateline for mention in found.mentions)
        named = actors_in(view, found.mentions) if view.heads else {}
        drafts = [
            part for head in view.heads for part in _split(_draft(head, view, named, found), found.dates)
        ]
        drafts = without_stances(shared(drafts), [hit for hit in spoken if hit.label == "speech.accuse"])
        drafts = [draft for draft in drafts if draft.drawn or not is_own_act_denied(draft.head, view)]
        drafts = [
            draft for draft in drafts if draft.drawn or not is_only_negated(draft.head, draft.status, view)
        ]
        drafts = [as_ahead(without_courts(draft), published) for draft in without_backgrounds(drafts)]
        statement, speaking = statement_in(view, spoken, found.mentions, names, speaking, drafts, found.dates)
        if statement is not None and statement.subtype == "denial" and _are_denied(drafts):
            denying, statement = statement.speaker, None
        elif statement is not None and statement.speaker and statement.speaker == denying:
            statement = None  # who denied an event goes on: "Nobody came, he said"
        if statement is not None:
            if statement.speaker:
                drafts = [draft for draft in drafts if not _is_talk_told(draft)]
            statement.is_alone = not drafts
            drafts.insert(0, statement)
        story.tell(drafts, view)
    events = [_event(draft, document, published) for draft in story.drafts()]
    return tuple(sorted(events, key=lambda event: (event.start, event.id)))


def _is_question(text: str, sentence: SentenceSpan) -> bool:
    """Does a sentence ask, rather than tell: "Can the group return?"?"""
    return text[sentence.start : sentence.end].rstrip(_QUOTES).endswith(_ASKING)


def _draft(head: Hit, view: View, named: Mapping[int, Actor], found: Found) -> Draft:
    _, category, *subtype = head.label.split(".")
    status = status_of(head, view)
    if head.label.endswith(".refuge") and status == "ongoing":
        category, subtype = "population_stock", []  # who still shelters somewhere stays there
    record_kind = codes(category, subtype[0] if subtype else "").record_kind
    if record_kind == "observation" and status in ("occurred", "planned"):
        status = "ongoing"
    suffering = {view.word_at(one.start) for one in found.quantities if one.fate in _SUFFERED}
    actors, recipients = actors_of(head, view, named, suffering)
    return Draft(
        category=category,  # type: ignore[arg-type]  # the language files are checked against the crosswalk
        subtype=subtype[0] if subtype else "",
        status=status,
        head=head,
        view=view,
        time=(time_of_warning if category == "warning" else time_of)(head, view, found.dates),
        locations=locations_of(head, view, found.mentions, category=category, placed=found.placed),  # type: ignore[arg-type]
        quantities=tuple(
            quantity
            for quantity in found.quantities
            if quantity.unit not in _MEASURES and not _is_some(quantity) and _counts_for(quantity, head, view)
        ),
        actors=actors,
        recipients=recipients,
        words=named_in(view, found.mentions, head) if category in TALKS else set(),
    )


def _is_some(quantity: Quantity) -> bool:
    """Is a figure only "several", which is none?"""
    return quantity.bound == "magnitude" and quantity.high is not None and quantity.high < _TEN


def _counts_for(quantity: Quantity, head: Hit, view: View) -> bool:
    """Does a figure belong to an event: in its clause, or as the toll that another verb tells beside it?"""
    at = view.word_at(quantity.start)
    if any(head.first < cue.first < at for cue in view.labelled("context.total")):
        return False  # "killed two, bringing to 61 the number of those killed since May"
    if not _SCALES.isdisjoint(view.words[max(0, at - 2) : at + 2]):
        return False
    governor = view.governor(at)
    violent = [other for other in view.heads if other.label.startswith(_VIOLENT)]
    if len(violent) != 1 or any(other.label.startswith("events.killing") for other in view.heads):
        return governor is head
    tolls = [hit for hit in view.labelled("events.killing") if view.segments[hit.first] == view.segments[at]]
    is_toll = any(hit.last < at <= hit.last + _TOLL_REACH for hit in tolls) or (governor is None and tolls)
    return head is violent[0] if is_toll else governor is head


def _split(draft: Draft, dates: Sequence[TimeSpan]) -> list[Draft]:
    """One event for each pair of place and date: "in Iraq in 2017 and in Syria in 2019"."""
    view = draft.view
    own = [
        span
        for span in dates
        if span.start is not None and view.governor(view.word_at(span.start)) is draft.head
    ]
    places = draft.drawn
    if len(own) < 2 or len(places) != len(own) or len({location.role for location in places}) > 1:
        return [draft]  # a journey has two places, and may have two dates
    order = [(location.mention.start, "place") for location in places]
    order = sorted(order + [(span.start or 0, "date") for span in own])
    kinds = [kind for _, kind in order]
    if kinds != ["place", "date"] * len(own) and kinds != ["date", "place"] * len(own):
        return [draft]
    return [
        replace(draft, time=span, locations=(location,), is_part=True)
        for location, span in zip(places, own, strict=True)
    ]


def _are_denied(drafts: Sequence[Draft]) -> bool:
    return any(draft.status == "denied" for draft in drafts)


def _is_talk_told(draft: Draft) -> bool:
    """Is a talk only what a named speaker speaks of, with no place or date of its own?"""
    return draft.category in TALKS and not draft.subtype and not draft.drawn and not draft.is_dated


def _event(draft: Draft, document: Document, published: date | None) -> Event:
    scheme = codes(draft.category, draft.subtype)
    view = draft.view
    places = " ".join(f"{location.role}:{location.place.id}" for location in draft.locations)
    kind = f"{draft.category}.{draft.subtype}"
    key = f"{document.id}|{kind}|{view.start}:{view.end}|{draft.head.first}|{places}"
    start, end = view.starts[draft.head.first], view.ends[draft.head.last]
    countries = {code for location in draft.drawn for code in location.place.countries}

    def told(actors: Sequence[Actor]) -> tuple[Actor, ...]:
        is_coded = scheme.acled_event_type is not None
        return tuple(as_told(actor, is_coded=is_coded, countries=countries) for actor in actors)

    return Event(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        record_kind=scheme.record_kind,
        category=draft.category,
        status=draft.status,
        time=until_told(draft.time, draft.status, published),
        start=view.start,
        end=view.end,
        text=document.text[view.start : view.end],
        document=document.id,
        plover_type=scheme.plover_type,
        acled_event_type=scheme.acled_event_type,
        acled_sub_event_type=scheme.acled_sub_event_type,
        locations=draft.locations,
        actors=told(draft.actors),
        recipients=told(draft.recipients),
        quantities=draft.quantities,
        fatalities=_toll(draft.quantities, "killed"),
        injured=_toll(draft.quantities, "injured"),
        sources=(document.source,) if document.source else (),
        title=_title(draft, document),
        trigger=document.text[start:end],
        confidence=_confidence(draft),
    )


def _toll(quantities: Sequence[Quantity], fate: str) -> int | None:
    """How many were killed, or injured: "three soldiers and two civilians" are five, "12, then 15" are 15."""
    told = [one for one in quantities if one.fate == fate and one.unit == "persons" and one.part_of is None]
    if not told:
        return None
    by_noun: dict[str, float] = {}
    for one in told:
        by_noun[one.what] = max(one.value, by_noun.get(one.what, 0))
    return int(sum(by_noun.values()))


def _title(draft: Draft, document: Document) -> str:
    """The category and where; without a place, the beginning of the clause."""
    scheme = codes(draft.category, draft.subtype)
    arabic = draft.view.language == "ar"
    label = scheme.label_ar if arabic else scheme.label
    grounds = {location.ground.id: location.ground for location in draft.drawn}
    names = [(place.name_ar if arabic else "") or place.name for place in grounds.values()]
    if names and draft.category != "statement":
        more = " …" if len(names) > 3 else ""
        return f"{label}: {('، ' if arabic else ', ').join(names[:3])}{more}"
    first = draft.view.segments.index(draft.view.segments[draft.head.first])
    clause = " ".join(document.text[draft.view.starts[first] : draft.view.end].split())
    rest = _LONGEST_TITLE - len(label) - 2
    if len(clause) > rest:
        clause = clause[:rest].rsplit(" ", 1)[0] + " …"
    return f"{label}: {clause}"


def _confidence(draft: Draft) -> float:
    """A heuristic in 0…1: what is dated, placed and stated as fact is surer than what is not."""
    score = 0.5 + 0.15 * draft.is_dated + 0.1 * (draft.head.tense == "perfect")
    if draft.drawn:
        score += 0.2 * max(location.mention.score for location in draft.drawn)
    if draft.status in UNREAL:
        score -= 0.15
    return round(min(0.95, max(0.1, score)), 2)
