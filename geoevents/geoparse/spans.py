r"""Place names that somebody else found: the spans of a user's own recognizer, as names of the gazetteer.

A recognizer is any callable that takes a text and gives spans ``(start, end)`` or ``(start, end, role)``,
half-open, in code points. With spaCy::

    nlp = spacy.load("en_core_web_sm")

    def with_spacy(text):
        return [(e.start_char, e.end_char) for e in nlp(text).ents if e.label_ in {"GPE", "LOC", "FAC"}]

With CAMeL Tools, which labels words and knows nothing of offsets::

    ner = camel_tools.ner.NERecognizer.pretrained()

    def with_camel(text):
        words, spans = list(re.finditer(r"\w+|[^\w\s]", text)), []
        for word, label in zip(words, ner.predict_sentence([word.group() for word in words])):
            if label == "B-LOC":
                spans.append(word.span())
            elif label == "I-LOC" and spans:
                spans[-1] = spans[-1][0], word.end()
        return spans

With transformers, and a model that labels places LOC::

    tagger = transformers.pipeline("ner", model=…, aggregation_strategy="simple")

    def with_transformers(text):
        return [(e["start"], e["end"]) for e in tagger(text) if e["entity_group"] == "LOC"]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from geoevents.geoparse.names import Names
from geoevents.geoparse.reading import Reading, Texts
from geoevents.geoparse.toponyms import Toponym, attach_type_word, spelled
from geoevents.model import ROLES, Role

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer

__all__ = ["Recognizer", "Span", "match_spans", "read_spans"]

Recognizer: TypeAlias = Callable[[str], Iterable[tuple[int, int] | tuple[int, int, Role]]]

_LINKS: Final = frozenset({"the", "of"})  # of a span, words that are no part of any name


@dataclass(frozen=True, slots=True)
class Span:
    """A span that a recognizer gave; ``role`` is ``None`` where it leaves that to us."""

    start: int
    end: int
    role: Role | None = None


def read_spans(text: str, recognizer: Recognizer) -> list[Span]:
    """Return the spans that a recognizer gives for a text, in order; of overlapping ones the longest.

    Raises
    ------
    ValueError
        A span lies outside the text, or its role is none of ours.

    >>> read_spans("From Homs to Hama", lambda text: [(13, 17, "literal"), (5, 9), (6, 9)])
    [Span(start=5, end=9, role=None), Span(start=13, end=17, role='literal')]
    """
    spans = []
    for given in recognizer(text):
        span = Span(*given)
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"the recognizer gave {span.start}:{span.end} for a text of {len(text)} characters; "
                "spans are half-open offsets in code points"
            )
        if span.role is not None and span.role not in ROLES:
            raise ValueError(f"the recognizer gave the role {span.role!r}; roles are {sorted(ROLES)}")
        if text[span.start : span.end].strip():
            spans.append(span)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def match_spans(
    reading: Reading, gazetteer: Gazetteer, spans: Sequence[Span]
) -> Iterator[tuple[Span, range, Toponym | None]]:
    """Yield every span with its words and the name that they spell, ``None`` where no place is called so.

    The name may have clitics, a type word and further known names beside it: "وبمخيم الهول", "Paris, Texas".
    """
    texts = Texts([reading.text])
    (found,) = spelled(texts, gazetteer.match(texts.folded), Names.of(gazetteer))
    for span in spans:
        words = range(bisect_right(reading.ends, span.start), bisect_left(reading.starts, span.end))
        if not words:
            continue
        hits = [hit for hit in found if hit.core >= words.start and hit.core_last <= words.stop]
        yield span, words, _best(reading, words, hits)


def _best(reading: Reading, words: range, hits: Sequence[Toponym]) -> Toponym | None:
    """The longest name, if the words beside it are no name of something else."""
    if not hits:
        return None
    best = max(hits, key=lambda hit: (hit.core_last - hit.core, -hit.core, hit.name.candidates[0].salience))
    attach_type_word(reading, best)
    explained = {word for hit in hits for word in range(hit.core, hit.core_last)}
    explained.update(range(best.first, best.last))
    rest = [word for word in words if word not in explained]
    return best if all(reading.words[word] in _LINKS or reading.cues(word) for word in rest) else None
