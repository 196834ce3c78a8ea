"""The year of a day that names none, from the landmark that its sentence tells of.

«قُتل سليماني في الثالث من يناير» can only be the third of January 2020. A day of remembrance is a day of
another year, and gets none.
"""

from dataclasses import replace
from functools import cache

from geoevents.language.fold import fold
from geoevents.language.landmarks import Landmark, landmarks, sentence_around
from geoevents.language.lexicon import load
from geoevents.language.tokens import Tokens
from geoevents.model import TimeSpan

__all__ = ["with_year"]


@cache
def _months(language: str) -> dict[str, int]:
    systems = load(language, "dates").table("months")
    return {
        word: int(month)
        for system in systems
        if system != "hijri"
        for word, month in systems.inverted(system).items()
    }


@cache
def _vetoes(language: str) -> frozenset[str]:
    return frozenset(load(language, "landmarks").table("vetoes").words("words"))


@cache
def _by_day() -> dict[tuple[int, int], tuple[Landmark, ...]]:
    days: dict[tuple[int, int], tuple[Landmark, ...]] = {}
    for one in landmarks():
        if one.first.precision == "day" and one.first.first is not None and one.tells:
            key = (one.first.first.month, one.first.first.day)
            days[key] = (*days.get(key, ()), one)
    return days


def _lacks_year(span: TimeSpan) -> bool:
    """Whether a day may owe its year, if it has one, to the day of the report."""
    if span.precision != "day" or span.basis != "deictic":
        return False
    return span.edtf.startswith("XXXX-") or span.first is not None


def with_year(span: TimeSpan, tokens: Tokens, *, language: str) -> TimeSpan:
    """Give a day of some year the year of the landmark that its sentence tells of, if it does.

    >>> from geoevents.language.tokens import tokenize
    >>> tokens = tokenize("Soleimani was killed on 3 January.", language="en")
    >>> day = TimeSpan(None, None, "day", "XXXX-01-03", "deictic", "3 January", 24, 33)
    >>> with_year(day, tokens, language="en").edtf
    '2020-01-03'
    """
    if not _lacks_year(span):
        return span
    text = f" {fold(span.text)} "
    named = {month for word, month in _months(language).items() if word in text}
    day = int(span.edtf[-2:]) if span.edtf else 0
    known = [one for month in sorted(named) for one in _by_day().get((month, day), ())]
    if not known:
        return span
    at = next(at for at in range(len(tokens)) if tokens.span(at, at + 1)[1] > (span.start or 0))
    first, last = sentence_around(tokens, at, at + 1)
    if not _vetoes(language).isdisjoint(tokens.words[first:last]):
        return span
    sentence = tokens.folded.text[tokens.starts[first] : tokens.ends[last - 1]]
    told = {one.first.edtf: one for one in known if one.is_told(sentence)}
    if len(told) != 1:
        return span
    (landmark,) = told.values()
    note = "; ".join(part for part in (span.note, f"the year is that of {landmark.name}") if part)
    moment = landmark.first
    return replace(span, first=moment.first, last=moment.first, edtf=moment.edtf, basis="inferred", note=note)
