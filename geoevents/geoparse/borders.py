"""The border between two countries, named or implied, and the land along it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.cues import is_arabic
from geoevents.geoparse.footprints import strip
from geoevents.geoparse.reading import Reading
from geoevents.model import Mention, Place, Quantity

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geoparse.resolve import Context

__all__ = ["Border", "find_borders"]

_CLAIM_REACH: Final = 6  # words between "the border" and its stated length
_AND: Final = "و"
_FEMININE: Final = "ت"  # how a verb of a country begins
_NAMED, _IMPLIED, _ANTECEDENT = 0.95, 0.85, 0.7  # scores by how the two countries are known


@dataclass(slots=True)
class Border:
    """A border mention while it is being read: its words and the countries said or implied."""

    first: int
    last: int
    countries: tuple[str, ...] = ()
    is_strip: bool = False
    partner: str = ""  # the country after "with": a strip lies on the other side
    claim: Quantity | None = None
    inner: list[int] = field(default_factory=list)  # words of country names that it covers


def find_borders(
    reading: Reading,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
    units: Container[int],
    context: Context,
    gazetteer: Gazetteer,
) -> Iterator[tuple[Border, Mention]]:
    """Yield every border of a text with its mention.

    Parameters
    ----------
    nationalities
        Word of a nationality adjective → country code.
    countries
        First word of a country's name → the word behind the name, country code.
    units
        First words of the names of provinces, between which no border of countries runs.
    """
    antecedent: tuple[str, ...] = ()
    for word in reading.where("border"):
        border = _read(reading, word, nationalities, countries)
        if border is None or _is_within(reading, border, units):
            continue
        score, pair = _NAMED, border.countries
        if len(pair) == 1:
            score, pair = _IMPLIED, _neighbour(pair[0], antecedent, context, gazetteer)
        elif not pair:
            score, pair = _ANTECEDENT, antecedent or _focus(context, gazetteer)
        place = gazetteer.border(*pair) if len(pair) == 2 else None
        if place is not None:
            antecedent = pair
        yield border, _mention(reading, border, place, score, gazetteer)
        if place is not None and border.partner and not border.is_strip:
            home = next(code for code in pair if code != border.partner)
            for first, last, partner in _partners(reading, border.last, countries):
                other = Border(first, last, (home, partner))
                if (line := gazetteer.border(home, partner)) is not None:
                    yield other, _mention(reading, other, line, _IMPLIED, gazetteer)


def _partners(
    reading: Reading, word: int, countries: Mapping[int, tuple[int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the neighbours that go on a list: "الحدود مع سوريا وإيران", "with Iraq and Jordan"."""
    while not reading.is_cut(word - 1, word):
        first = word + (reading.words[word : word + 1] == ["and"])
        found = countries.get(first)
        is_listed = found is not None and (first > word or reading.words[first].startswith(_AND))
        if found is None or not is_listed or _is_verb(reading, found[0]):
            return  # "الحدود مع سوريا وإيران تراقب": Iran watches
        yield first, *found
        word = found[0]


def _is_verb(reading: Reading, word: int) -> bool:
    return word < len(reading) and reading.words[word].startswith(_FEMININE) and not reading.cues(word)


def _mention(
    reading: Reading, border: Border, line: Place | None, score: float, gazetteer: Gazetteer
) -> Mention:
    start, end = reading.raw(border.first, border.last)
    text = reading.text[start:end]
    if line is None:
        return Mention(start, end, text, reason="a border, but no two neighbouring countries are named")
    place, reason = line, "the line shared by both countries"
    if border.is_strip:
        side = next((code for code in line.countries if border.partner and code != border.partner), None)
        place = strip(line, gazetteer[f"country:{side}"] if side else None)
        reason = "land along the border"
    if border.claim is not None:
        reason += f"; the text says {border.claim.value:g} km, the line measures {line.length_km:g} km"
    return Mention(
        start, end, text, place=place, score=score, candidates=(place,), reason=reason, claim=border.claim
    )


def _read(
    reading: Reading,
    word: int,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
) -> Border | None:
    cue = reading.cue(word, "border", "strips") or reading.cue(word, "border", "nouns")
    if cue is None or (word and reading.cue(word - 1, "border", "not_after")):
        return None
    border = Border(word, word + cue.size, is_strip=cue.value == "strips")
    if is_arabic(reading.words[word]):
        if reading.cue(word - 1, "border", "strips"):
            return None  # "المناطق الحدودية" was read with its first word
        _read_arabic(reading, border, nationalities, countries)
    elif not _read_english(reading, border, nationalities, countries):
        return None
    border.claim = _claim(reading, border)
    return border


def _read_arabic(
    reading: Reading,
    border: Border,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
) -> None:
    said: list[str] = []
    while not reading.is_cut(border.last - 1, border.last) and (
        border.last in nationalities or reading.cue(border.last, "border", "adjectives")
    ):
        if border.last in nationalities and len(said) < 2:
            said.append(nationalities[border.last])
        border.last += 1
    border.countries = tuple(dict.fromkeys(said))
    if len(border.countries) < 2:
        _read_complement(reading, border, countries)


def _read_english(
    reading: Reading,
    border: Border,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
) -> bool:
    """Read "the Iraqi-Syrian border", "the border with Iraq"; False for "border guards"."""
    said: list[str] = []
    starts = {last: (first, code) for first, (last, code) in countries.items()}
    while len(said) < 2:
        before = border.first - 1
        if before in nationalities:
            said.insert(0, nationalities[before])
            border.first = before
        elif border.first in starts:
            border.first, code = starts[border.first]
            said.insert(0, code)
            border.inner.append(border.first)
        elif reading.cue(before, "border", "adjectives"):
            border.first = before
        else:
            break
    border.countries = tuple(dict.fromkeys(said))
    border.first = _before_length(reading, border.first)
    has_article = border.first > 0 and reading.words[border.first - 1] in ("the", "their", "its", "our")
    known = border.last
    if len(border.countries) < 2:
        _read_complement(reading, border, countries)
    follows_type = reading.cue(border.last, "type") and not reading.is_cut(border.last - 1, border.last)
    return (bool(border.countries) and not follows_type) or (
        has_article
        and border.last == known
        and (
            reading.is_cut(border.last - 1, border.last)
            or reading.gap(border.last - 1).strip() != ""
            or bool(reading.cue(border.last, "preposition") or not reading.cues(border.last))
        )
    )


def _before_length(reading: Reading, word: int) -> int:
    """Step back over "613-kilometre" or "600 km" before the noun."""
    unit = reading.cue_before(word, "distance")
    if unit is None or word <= unit.size or not reading.words[word - unit.size - 1].isdigit():
        return word
    return word - unit.size - 1


def _read_complement(reading: Reading, border: Border, countries: Mapping[int, tuple[int, str]]) -> None:
    """Read "مع سورية", "between Iraq and Syria", "بين البلدين"."""
    at = border.last
    if reading.is_cut(at - 1, at):
        return
    if cue := reading.cue(at, "border", "with"):
        name = _country_at(reading, at + cue.size, countries)
        if name:
            border.last, border.partner = name
            border.inner.append(at + cue.size)
            border.countries = tuple(dict.fromkeys((*border.countries, border.partner)))
    elif cue := reading.cue(at, "border", "between"):
        both = reading.cue(at + 1, "border", "both") or (
            reading.cue(at + 2, "border", "both") if reading.words[at + 1 : at + 2] == ["the"] else None
        )
        first = _country_at(reading, at + 1, countries)
        if both:
            border.last = at + 1 + both.size + (reading.words[at + 1] == "the")
        elif first:
            joint = first[0] + (reading.words[first[0] : first[0] + 1] == ["and"])
            second = _country_at(reading, joint, countries)
            if second:
                border.inner += [at + 1, joint]
                border.last = second[0]
                border.countries = (first[1], second[1])


def _is_within(reading: Reading, border: Border, units: Container[int]) -> bool:
    """Tell whether a border parts two provinces: "الحدود بين محافظتي ديالى وصلاح الدين"."""
    joint = None if border.is_strip else reading.cue(border.last, "border", "between")
    if joint is None or border.countries:
        return False
    name = border.last + joint.size
    return name in units or reading.cue(name, "type", "governorate") is not None


def _country_at(
    reading: Reading, word: int, countries: Mapping[int, tuple[int, str]]
) -> tuple[int, str] | None:
    if word < len(reading) and reading.words[word] == "the":
        word += 1
    return countries.get(word)


def _claim(reading: Reading, border: Border) -> Quantity | None:
    """Read the length that the text gives: "البالغة 613 كيلومتراً", "the 613 km border"."""
    after = range(border.last, min(border.last + _CLAIM_REACH, len(reading) - 1))
    before = range(border.first, border.last)
    arabic = is_arabic(reading.words[border.first])
    for at in after if arabic else [*before, *after]:
        unit = reading.cue(at + 1, "distance")
        if not reading.words[at].isdigit() or unit is None:
            continue
        if at >= border.last and not any(
            reading.cue(word, "border", "length") for word in range(border.last, at + 3)
        ):
            return None
        digits = reading.words[at]
        first = at
        while first > 0 and reading.words[first - 1].isdigit() and reading.gap(first - 1) in (",", "٬"):
            first -= 1
            digits = reading.words[first] + digits
        value = float(digits) * float(unit.value)
        start, end = reading.raw(first, at + 1 + unit.size)
        text = reading.text[start:end]
        return Quantity(value, value, value, "exact", "km", "length", start, end, text)
    return None


def _neighbour(
    country: str, antecedent: tuple[str, ...], context: Context, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """The border of one country: with the neighbour that the report speaks of most."""
    if country in antecedent:
        return antecedent
    neighbours = gazetteer.neighbours(country)
    others = [(context.countries[code], code) for code in neighbours if context.countries[code]]
    return (country, max(others)[1]) if others else (country,)


def _focus(context: Context, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The two neighbouring countries that the report speaks of most."""
    ranked = [code for code, _ in context.countries.most_common(5)]
    for at, country in enumerate(ranked):
        neighbours = gazetteer.neighbours(country)
        for other in ranked[at + 1 :]:
            if other in neighbours:
                return country, other
    return ()
