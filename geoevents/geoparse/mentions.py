"""From documents to their place mentions, many read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.spans import Recognizer
from geoevents.geoparse.steps import Parse
from geoevents.model import Document, Mention

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["TOGETHER", "geoparse", "geoparse_all", "together"]

TOGETHER: Final = 1 << 17
"""Characters of documents that are read at once; their arrays take some 20 MB."""

_MOST_TOGETHER: Final = 1024


def geoparse(
    document: Document, gazetteer: Gazetteer, *, recognizer: Recognizer | None = None
) -> tuple[Mention, ...]:
    """Return the place mentions of a document in the order of its text.

    Mentions never overlap, but for the halves of "شرق وشمال شرقي سورية", which share their noun. A name that
    is seen and not resolved has ``place=None`` and says why in ``reason``.

    Parameters
    ----------
    recognizer
        What finds the names instead of us: any callable that takes the text and gives spans ``(start, end)``
        or ``(start, end, role)``, half-open, in code points. Their places are chosen by us, their roles
        too where none is given. Words around a span that say where it is meant ("شمال شرقي", "30 km north
        of", "the border between") are still read. A span that the gazetteer does not know is a mention
        without a place. :mod:`geoevents.geoparse.spans` shows spaCy, CAMeL Tools and transformers at it.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> text = "قال مسؤول إن الوفد وصل إلى مخيم الهول في محافظة الحسكة"
    >>> for mention in geoparse(Document("d", text), Gazetteer.load()):
    ...     print(mention.text, "→", mention.place.name, mention.place.kind)
    مخيم الهول → al-Hol camp camp
    محافظة الحسكة → Al-Hasakah governorate
    >>> homs = geoparse(Document("d", "homs is quiet"), Gazetteer.load(), recognizer=lambda text: [(0, 4)])
    >>> homs[0].place.name
    'Homs'
    """
    return next(geoparse_all((document,), gazetteer, recognizer=recognizer))


def geoparse_all(
    documents: Iterable[Document], gazetteer: Gazetteer, *, recognizer: Recognizer | None = None
) -> Iterator[tuple[Mention, ...]]:
    """Yield what ``geoparse`` returns for each of many documents, several times as fast.

    They are read in lists that grow up to ``TOGETHER`` characters.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> reports = (Document("a", "هدوء في حلب"), Document("b", "Homs is quiet"))
    >>> [mentions[0].place.name for mentions in geoparse_all(reports, Gazetteer.load())]
    ['Aleppo', 'Homs']
    """
    for some in together(documents):
        texts = [document.text for document in some]
        for parse in Parse.of(texts, gazetteer, recognizer=recognizer):
            yield parse.mentions()


def together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in lists to be read at once: first a single one, so that none is waited for, then more.

    >>> [len(some) for some in together(Document(str(number), "") for number in range(10))]
    [1, 2, 4, 3]
    """
    some: list[Document] = []
    size, most = 0, 1
    for document in documents:
        some.append(document)
        size += len(document.text or "")
        if len(some) == most or size >= TOGETHER:
            yield some
            some, size, most = [], 0, min(2 * most, _MOST_TOGETHER)
    if some:
        yield some
