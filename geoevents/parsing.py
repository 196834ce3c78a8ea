"""From texts to events: one report after the other, or together, so that one may date another.

Every step is imported where it is taken, so that the values and the look-up of places stay light.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from geoevents.errors import DocumentError, GeoEventsError
from geoevents.gazetteer.store import Gazetteer
from geoevents.model import Document, Mention, Parsed

if TYPE_CHECKING:
    from geoevents.coding.words import Words
    from geoevents.geoparse.spans import Recognizer
    from geoevents.geoparse.steps import Parse
    from geoevents.language.tokens import Tokens

__all__ = ["MOST_TOGETHER", "parse", "parse_document", "parse_together"]

MOST_TOGETHER: Final = 2_000
"""So many reports are looked at to let one date another; of more, each is passed through as it is."""

_log = logging.getLogger(__name__)


def parse(
    documents: Iterable[Document],
    gazetteer: Gazetteer,
    *,
    recognizer: Recognizer | None = None,
    problems: list[DocumentError] | None = None,
    together: bool = False,
) -> Iterator[Parsed]:
    """Find places, dates, quantities and events in documents, one document at a time and in their order.

    Parameters
    ----------
    documents
        What :func:`geoevents.read` yields, or your own.
    gazetteer
        The places that are known.
    recognizer
        What finds the place names instead of us, such as your own NER; see
        :func:`geoevents.geoparse.geoparse`.
    problems
        A list that receives documents which could not be parsed, while the others go on. Without it
        the first one is raised.
    together
        Let reports date each other: one that does not tell its day gets it from another that dates the same
        event. The first that may need it is held with those behind it until all are read. Of more than
        ``MOST_TOGETHER`` (2,000) documents, each goes its own way.

    >>> gazetteer = Gazetteer.load()
    >>> (report,) = parse([Document("r1", "عُقد اجتماع أمني في دمشق يوم 26 ديسمبر 2024.")], gazetteer)
    >>> report.mentions[0].place.name, report.dates[0].edtf
    ('Damascus', '2024-12-26')
    """
    parsed = _parsed(documents, gazetteer, recognizer, problems)
    yield from parse_together(parsed) if together else parsed


def _parsed(
    documents: Iterable[Document],
    gazetteer: Gazetteer,
    recognizer: Recognizer | None,
    problems: list[DocumentError] | None,
) -> Iterator[Parsed]:
    from geoevents.geoparse.mentions import together

    read = (pair for some in together(documents) for pair in _with_names(some, gazetteer, recognizer))
    for document, names in read:
        try:
            parsed = _parse(document, names or _names_of([document], gazetteer, recognizer)[0])
        except GeoEventsError:  # of our own data: no document would fare better
            raise
        except Exception as problem:
            _log.debug("%s could not be parsed", document.id, exc_info=True)
            told = DocumentError(
                f"could not be parsed ({type(problem).__name__}: {problem}); please report this",
                file=document.id,
            )
            if problems is None:
                raise told from problem
            problems.append(told)
        else:
            yield parsed


def _with_names(
    documents: Sequence[Document], gazetteer: Gazetteer, recognizer: Recognizer | None
) -> Iterable[tuple[Document, Parse | None]]:
    """Look up the names of documents together; ``None`` for all of them if one cannot be read."""
    names: Sequence[Parse | None]
    try:
        names = _names_of(documents, gazetteer, recognizer)
    except Exception:
        names = [None] * len(documents)
    return zip(documents, names, strict=True)


def _names_of(
    documents: Sequence[Document], gazetteer: Gazetteer, recognizer: Recognizer | None
) -> list[Parse]:
    from geoevents.geoparse.steps import Parse

    return list(Parse.of([document.text for document in documents], gazetteer, recognizer=recognizer))


def parse_document(
    document: Document, gazetteer: Gazetteer, *, recognizer: Recognizer | None = None
) -> Parsed:
    """Find places, dates, quantities and events in a document.

    >>> report = Document("r1", "They met in Damascus on 26 December 2024.")
    >>> parse_document(report, Gazetteer.load()).events[0].time.edtf
    '2024-12-26'
    """
    return _parse(document, _names_of([document], gazetteer, recognizer)[0])


def _parse(document: Document, names: Parse) -> Parsed:
    from geoevents.coding.words import Words
    from geoevents.language.dates import find_dates
    from geoevents.language.detect import detect
    from geoevents.language.published import infer_published

    document = replace(document, language=document.language or detect(document.text))
    reading = names.reading
    tokens = reading.tokens(document.language)
    words = Words.of(reading.text, reading.words, reading.starts, reading.ends)
    published = document.published
    basis: Literal["given", "inferred", "unknown"] = "given"
    if published is None:
        dates = find_dates(document.text, language=document.language, tokens=tokens)
        published, _ = infer_published(document.text, language=document.language, dates=dates)
        basis = "inferred" if published else "unknown"
    return _read(document, names.mentions(), published, basis, tokens, words)


def _read(
    document: Document,
    mentions: tuple[Mention, ...],
    published: date | None,
    basis: Literal["given", "inferred", "unknown"],
    tokens: Tokens,
    words: Words,
    *,
    why: str = "",
) -> Parsed:
    """Read what depends on the day of a report; ``why`` it is that day is noted where it is used."""
    from geoevents.coding.code import code
    from geoevents.language.dates import find_dates
    from geoevents.language.quantities import find_quantities
    from geoevents.language.sentences import sentences

    text, language = document.text, document.language
    dates = find_dates(text, language=language, published=published, tokens=tokens)
    if why:
        dates = tuple(
            replace(span, note="; ".join(part for part in (span.note, why) if part))
            if span.basis == "deictic" and span.first is not None
            else span
            for span in dates
        )
    quantities = find_quantities(text, language=language, dates=dates, tokens=tokens)
    events = code(
        document,
        mentions,
        dates,
        quantities,
        sentences(text, language),
        published=published,
        words=words,
    )
    return Parsed(document, mentions, dates, quantities, events, published, basis)


def parse_together(parsed: Iterable[Parsed], *, most: int = MOST_TOGETHER) -> Iterator[Parsed]:
    """Let reports date each other: who met "today, Thursday" here met on 26 December there.

    Parameters
    ----------
    most
        So many reports are looked at together. If there are more, all pass as they are. Reports pass at
        once up to the first that lacks its day and names a weekday.

    >>> gazetteer = Gazetteer.load()
    >>> reports = (
    ...     Document("a", "استقبل القائد أحمد الشرع، اليوم الخميس، حميد الشطري في دمشق."),
    ...     Document("b", "التقى حميد الشطري الرئيس أحمد الشرع في 26 ديسمبر 2024."),
    ... )
    >>> found = parse_together(parse_document(report, gazetteer) for report in reports)
    >>> [str(one.published) for one in found]
    ['2024-12-26', 'None']
    """
    from geoevents.coding.dating import weekdays_told

    stream = iter(parsed)
    held: list[Parsed] = []
    passed = 0
    for one in stream:
        held.append(one)
        if len(held) > most:
            yield from held[passed:]
            yield from stream
            return
        if passed == len(held) - 1 and not weekdays_told(one):
            yield one
            passed += 1
    yield from _dated(held)[passed:]


def _dated(held: list[Parsed]) -> list[Parsed]:
    from geoevents.coding.dating import dated_through_others
    from geoevents.coding.words import words_of
    from geoevents.language.tokens import tokenize

    by_id: dict[str, Parsed] = {}
    for one in held:
        by_id.setdefault(one.document.id, one)
    days = dated_through_others(list(by_id.values()))

    def reread(one: Parsed) -> Parsed:
        document = one.document
        if document.id not in days or by_id[document.id] is not one:
            return one
        day, why = days[document.id]
        tokens = tokenize(document.text, language=document.language)
        return _read(document, one.mentions, day, "inferred", tokens, words_of(tokens.folded), why=why)

    return [reread(one) for one in held]
