"""Where three borders meet: "المثلث الحدودي السوري العراقي الأردني", "the tri-border area"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.cues import is_arabic, lexicon
from geoevents.geoparse.footprints import described
from geoevents.geoparse.placing import mention_of
from geoevents.geoparse.reading import Reading
from geoevents.model import Mention, Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geoparse.resolve import Context

__all__ = ["find_tripoints"]

_NAMED, _IMPLIED = 0.95, 0.7  # scores by how the three countries are known
_CORNER_KM: Final = 25.0  # how far such an area reaches, as border areas do
_MOST: Final = 3  # countries
_LINKS: Final = frozenset({"and", "و", "of", "between", "بين", "the"})


def find_tripoints(
    reading: Reading,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
    context: Context,
    gazetteer: Gazetteer,
) -> Iterator[tuple[range, Mention]]:
    """Yield the words of each tri-border area and its mention.

    Parameters
    ----------
    nationalities
        Word of a nationality adjective → country code.
    countries
        First word of a country's name → the word behind the name, country code.
    """
    for word in reading.where("border"):
        cue = reading.cue(word, "border", "tripoint")
        if cue is None:
            continue
        first, last, said = _read(reading, word, word + cue.size, nationalities, countries)
        score = _NAMED if len(said) == 3 else _IMPLIED
        place = _tripoint(said if len(said) > 1 else tuple(_focus(context)), gazetteer)
        if place is None:
            yield (
                range(first, last),
                mention_of(reading, first, last, reason="three borders, but of which countries?"),
            )
        else:
            yield (
                range(first, last),
                mention_of(
                    reading, first, last, place=place, score=score, candidates=(place,), reason=place.note
                ),
            )


def _read(
    reading: Reading,
    first: int,
    last: int,
    nationalities: Mapping[int, str],
    countries: Mapping[int, tuple[int, str]],
) -> tuple[int, int, tuple[str, ...]]:
    """Take the adjectives or the list of countries beside the noun into the span; return it and them."""
    said: list[str] = []
    while last in nationalities and not reading.is_cut(last - 1, last):
        said.append(nationalities[last])
        last += 1
    while not is_arabic(reading.words[first]) and first - 1 in nationalities:
        first -= 1
        said.insert(0, nationalities[first])
    while len(said) < _MOST:
        at = last
        while at < len(reading) and reading.words[at] in _LINKS:
            at += 1
        if at not in countries:
            break
        last, code = countries[at]
        said.append(code)
    return first, last, tuple(dict.fromkeys(said))


def _focus(context: Context) -> Iterator[str]:
    """The countries that the report speaks of, the most frequent first."""
    for code, _ in context.countries.most_common():
        if code:
            yield code


def _tripoint(countries: tuple[str, ...], gazetteer: Gazetteer) -> Place | None:
    """Return where the first three that border on each other meet; two countries may imply the third."""
    for three in combinations(countries, 3):
        borders = [gazetteer.border(*pair) for pair in combinations(three, 2)]
        if all(border is not None for border in borders):
            return _corner([border for border in borders if border is not None])
    if len(countries) == 2:
        shared = set(gazetteer.neighbours(countries[0])) & set(gazetteer.neighbours(countries[1]))
        if len(shared) == 1:
            return _tripoint((*countries, *shared), gazetteer)
    return None


def _corner(borders: Sequence[Place]) -> Place:
    """Return the land about the point where three borders meet.

    >>> from shapely.geometry import LineString
    >>> from geoevents.model import Place
    >>> ends = {("IQ", "SY"): (41, 36), ("IQ", "TR"): (43, 37), ("SY", "TR"): (40, 37)}
    >>> lines = {pair: LineString([(42.4, 37.1), end]) for pair, end in ends.items()}
    >>> borders = [
    ...     Place("b", "", "", "border", 37.1, 42.4, countries=pair, outline=line)
    ...     for pair, line in lines.items()
    ... ]
    >>> corner = _corner(borders)
    >>> corner.id, corner.latitude, corner.longitude, corner.countries
    ('tripoint:IQ-SY-TR', 37.1, 42.4, ('IQ', 'SY', 'TR'))
    """
    from shapely.ops import nearest_points

    first, second, third = (border.geometry for border in borders)
    near, _ = nearest_points(first, second)
    point = nearest_points(near, third)[1]
    countries = tuple(sorted({code for border in borders for code in border.countries}))
    arabic, english = lexicon("ar")["labels"], lexicon("en")["labels"]
    listed = "–".join(countries)
    return described(
        borders[0],
        "tripoint",
        id=f"tripoint:{'-'.join(countries)}",
        name=english["tripoint"].format(listed),
        name_ar=arabic["tripoint"].format(listed),
        kind="area",
        countries=countries,
        latitude=round(point.y, 5),
        longitude=round(point.x, 5),
        outline=None,
        radius_km=_CORNER_KM,
        note=f"the land within {_CORNER_KM:.0f} km of where the three borders meet",
    )
