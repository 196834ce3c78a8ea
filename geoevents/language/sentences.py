"""Sentences of a report: headlines, body, items of lists, and lines that tell nothing.

Every line of a report is cut on its own, since headlines and items carry no full stop.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from geoevents.language.lexicon import languages, load

__all__ = ["Sentence", "sentences"]

SentenceKind = Literal["headline", "body", "item", "boilerplate"]
SENTENCE_KINDS: Final = frozenset(get_args(SentenceKind))

# A headline carries no full stop and is short; longer lines without one are paragraphs that lack it.
HEADLINE_WORDS: Final = 20
QUESTION_WORDS: Final = 10  # a question alone on a line is a headline if it is short
_STOPS: Final = ".!?؟…。"
_CLOSING: Final = "\"'”’»)]}"
_OPENING: Final = "\"'“‘«([{"
_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_WORD: Final = re.compile(r"[^\W_]")
_END: Final = re.compile(rf"[{re.escape(_STOPS)}]+")
_LAST_WORD: Final = re.compile(r"[^\s(\"'“«]*$")
_NUMBERED: Final = re.compile(r"\(?(?:\d{1,2}|[٠-٩]{1,2}|[a-z])[.)\-]\s+", re.IGNORECASE)
_TRAILER: Final = re.compile(
    r"(?:^|\s)(?:https?://\S+|pic\.twitter\.com/\S+|[—–-]\s.{0,60}\(@\w+\).*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence ``text[start:end]`` of a report, without blanks and the sign of a list at its ends."""

    start: int
    end: int
    text: str
    kind: SentenceKind = "body"


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in load(language, "sentences")["abbreviations"])


@cache
def _bullets(language: str) -> re.Pattern[str]:
    signs = "".join(re.escape(sign) for sign in load(language, "sentences")["bullets"])
    return re.compile(rf"[{signs}\ufe0f]+\s*")


@cache
def _boilerplate() -> re.Pattern[str]:
    """The patterns of all languages: an Arabic page has English ones about it."""
    found: list[str] = []
    for language in languages():
        lexicon = load(language, "sentences")
        for pattern in lexicon["boilerplate"]:
            try:
                re.compile(pattern)
            except re.error as error:
                raise lexicon.error(
                    "boilerplate", f"holds {pattern!r}, which is no pattern: {error}"
                ) from error
            found.append(pattern)
    return re.compile(f"(?:{'|'.join(found)})", re.IGNORECASE)


def sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """Cut a report into sentences, in order; blank lines and lone signs are left out.

    >>> text = "Talks in Damascus\\nDr. Ali arrived. He left at 5.30 p.m. today."
    >>> [(sentence.kind, sentence.text) for sentence in sentences(text, "en")]
    [('headline', 'Talks in Damascus'), ('body', 'Dr. Ali arrived.'), ('body', 'He left at 5.30 p.m. today.')]
    """
    return tuple(
        sentence for line in _LINE.finditer(text) for sentence in _of_line(text, *line.span(), language)
    )


def _of_line(text: str, start: int, end: int, language: str) -> Iterator[Sentence]:
    start, end = _stripped(text, start, end)
    bullet = _bullets(language).match(text, start, end)
    number = _NUMBERED.match(text, start, end)
    is_item = bullet is not None or number is not None
    if _boilerplate().match(text, start, end):
        yield Sentence(start, end, text[start:end], "boilerplate")
        return
    line = text[start:end]
    if bullet is not None and _is_signature(line):
        yield Sentence(start, end, text[start:end], "boilerplate")
        return
    sign = bullet or number
    start = sign.end() if sign is not None else start
    may_trail = "/" in line or "(@" in line
    trailer = _TRAILER.search(text, start, end) if may_trail else None
    body_end = end if trailer is None else trailer.start()
    pieces = [piece for piece in _pieces(text, start, body_end, language) if _has_word(text, *piece)]
    # "South Syria.. calm after clashes" is one headline
    is_headline = bool(pieces) and not is_item and _is_headline(text, pieces[0][0], pieces[-1][1])
    for first, last in pieces:
        yield Sentence(
            first, last, text[first:last], "headline" if is_headline else "item" if is_item else "body"
        )
    if trailer is not None:
        first, last = _stripped(text, body_end, end)
        yield Sentence(first, last, text[first:last], "boilerplate")


def _is_signature(line: str) -> bool:
    """«— تلفزيون سوريا (@syr_television) May 26, 2025» under a post."""
    return re.search(r"\(@\w+\)", line) is not None


def _is_headline(text: str, start: int, end: int) -> bool:
    piece = text[start:end].rstrip(_CLOSING)
    if piece[-1:] in ("?", "؟"):
        return len(piece.split()) <= QUESTION_WORDS
    return piece[-1:] not in (*_STOPS, ",", "،") and len(piece.split()) <= HEADLINE_WORDS


def _has_word(text: str, start: int, end: int) -> bool:
    return _WORD.search(text, start, end) is not None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\ufeff\u200e\u200f\u202b\u202c"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200e\u200f\u202c"):
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    first = start
    for stop in _END.finditer(text, start, end):
        last = stop.end()
        while last < end and text[last] in _CLOSING and not _opens(text, last, end):
            last += 1
        if last <= first or not _ends_sentence(text, stop, last, end, language):
            continue
        yield _stripped(text, first, last)
        first = last
    if first < end:
        piece = _stripped(text, first, end)
        if piece[0] < piece[1]:
            yield piece


def _opens(text: str, at: int, end: int) -> bool:
    """Whether a straight quotation mark after a stop belongs to what follows."""
    return text[at] in "\"'" and at + 1 < end and (text[at + 1].isalnum() and text[at - 1].isspace())


def _ends_sentence(text: str, stop: re.Match[str], last: int, end: int, language: str) -> bool:
    if last >= end:
        return True
    if stop.group() != ".":
        # "?!" within a quotation goes on when a small letter follows
        return not _first(text, last, len(text)).islower()
    before, after = text[stop.start() - 1 : stop.start()], text[last]
    is_glued = not after.isspace()
    if is_glued and (after.isdigit() or after in ".,،؛;:-/" or (after.isascii() and after.isalnum())):
        return False  # 1.5, U.S., example.org
    word = _LAST_WORD.search(text[max(0, stop.start() - 12) : stop.start()])
    name = word.group().casefold() if word else ""
    if name in _abbreviations(language) or name.removeprefix("و") in _abbreviations(language):
        return False
    if len(name) == 1 and before.isalpha() and before.isascii():  # an initial
        return False
    return not _first(text, last, end, _OPENING).islower()


def _first(text: str, at: int, end: int, passed: str = "") -> str:
    """The first character from a place on, after blanks and then after those to be passed; "" at the end."""
    while at < end and text[at].isspace():
        at += 1
    while at < end and text[at] in passed:
        at += 1
    return text[at] if at < end else ""
