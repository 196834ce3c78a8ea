"""A user's own table of events: each row gets the place that its cells name, or the reason why not."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from geoevents.errors import GeocoderError, TableError
from geoevents.publish.rows import precision_of
from geoevents.tables.cells import level_of, read_points, says_unknown
from geoevents.tables.choice import Choice, Chooser, Named, within
from geoevents.tables.days import DATES, dates_of
from geoevents.tables.phrases import FROM_CELL, at_point, in_words

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geocode import Geocoder
    from geoevents.model import Place

__all__ = ["ADDED", "LEAST", "attach"]

LEAST: Final = 0.6
"""The least score of a place that is taken; below it a row stays without one and says why."""
CLASH: Final = "ge_"  # before an added column whose name the table already has

_TEXT, _REAL, _WHOLE = "str", "float64", "Int64"
ADDED: Final = {
    "location": _TEXT, "location_ar": _TEXT, "place_id": _TEXT, "kind": _TEXT, "country": _TEXT,
    "admin1": _TEXT, "latitude": _REAL, "longitude": _REAL, "radius_km": _REAL, "geo_precision": _WHOLE,
    "where_prec": _WHOLE, "place_score": _REAL, "place_reason": _TEXT, "mention_text": _TEXT,
    "place_source": _TEXT, "candidates": _TEXT,
}  # fmt: skip
"""The columns that are added, named as in the tables of events (``publish.frames``)."""
_MOST_SILENCES: Final = 3  # of the geocoder, before it is no longer asked

_log = logging.getLogger(__name__)
_Key = tuple[tuple[Named, ...], str]


def attach(
    frame: DataFrame,
    gazetteer: Gazetteer,
    *,
    place: Hashable | Sequence[Hashable],
    country: str | None = None,
    date: Hashable | None = None,
    geocoder: Geocoder | Any | None = None,
    least: float = LEAST,
) -> GeoDataFrame:
    """Give each row of a table the place that its cells name, with precision, ids and geometry.

    The table's columns, rows, index and types stay as they are; the columns of :data:`ADDED` and a geometry
    (EPSG:4326) come behind them. Where the table has such a column already, upper and lower case being
    one, the added one is called ``ge_…``. A row that stays without a place has no geometry, the reason in
    ``place_reason`` and what comes near in ``candidates``.

    Parameters
    ----------
    place
        The column with the place, or several from the finest to the widest (town, district, governorate),
        which narrow each other. Cells may be in Arabic or Latin spelling, hold several names ("Manbij,
        Aleppo"), coordinates ("33.5, 36.3", in either order) or words such as "30 km north of Palmyra". A
        finest name that is not known falls back to the next wider one, and the row says so.
    country
        An ISO 3166-1 alpha-2 code, or the column with codes or names. Places elsewhere are not taken.
    date
        A column with dates, which adds ``date_start``, ``date_end``, ``time_precision``, ``date_text`` and
        ``edtf``.
    geocoder
        A :class:`geoevents.geocode.Geocoder`, or a geocoder of geopy, to be asked for names that the
        gazetteer does not know. Without it nothing goes over the network.
    least
        Score from 0 to 1 below which no place is taken.

    Raises
    ------
    TableError
        The table has no such column.

    >>> import pandas as pd
    >>> from geoevents.gazetteer.store import Gazetteer
    >>> towns, units = ["منبج", "Hajeen", "Xqzz"], ["حلب", "Deir Ezzor", "Homs"]
    >>> table = pd.DataFrame({"town": towns, "governorate": units})
    >>> found = attach(table, Gazetteer.load(), place=["town", "governorate"], country="SY")
    >>> found[["location", "kind", "geo_precision"]].values.tolist()
    [['Manbij', 'city', 1], ['Hajin', 'town', 1], ['Homs', 'governorate', 3]]
    """
    columns = _place_columns(frame, place)
    countries = _countries(frame, gazetteer, country)
    keys = _keys(frame, columns, countries)
    chooser = Chooser(gazetteer, least)
    choices = _choices(list(dict.fromkeys(keys)), chooser, geocoder)
    rows = {key: _row(choice) for key, choice in choices.items()}
    added: dict[str, list[Any]] = {name: [rows[key][name] for key in keys] for name in (*ADDED, "geometry")}
    kinds = dict(ADDED)
    if date is not None:
        _check(frame, [date])
        told = dates_of(frame[date].tolist())
        added |= {name: [one[name] for one in told] for name in DATES}
        kinds |= DATES
    return _joined(frame, added, kinds, gazetteer.credits)


def _place_columns(frame: DataFrame, place: Hashable | Sequence[Hashable]) -> list[Hashable]:
    """Return the columns with places; a tuple is one column if the table has one of that name."""
    is_several = isinstance(place, list) or (isinstance(place, tuple) and place not in frame.columns)
    columns = list(cast("Sequence[Hashable]", place)) if is_several else [place]
    if not columns:
        raise TableError("name at least one column with places")
    _check(frame, columns)
    return columns


def _check(frame: DataFrame, columns: Iterable[Hashable]) -> None:
    for column in columns:
        count = sum(name == column for name in frame.columns)
        if count != 1:
            known = ", ".join(str(name) for name in frame.columns)
            problem = "is there several times; rename them" if count else f"is not there; there are {known}"
            raise TableError(f"the column {str(column)!r} {problem}", column=str(column))


def _text(cell: Any) -> str:
    """Return what a cell says; what is missing says nothing."""
    import pandas as pd

    if cell is None or (pd.api.types.is_scalar(cell) and pd.isna(cell)):
        return ""
    return str(cell).strip()


def _countries(frame: DataFrame, gazetteer: Gazetteer, country: str | None) -> list[str]:
    if country is None:
        return [""] * len(frame)
    if country in frame.columns:
        _check(frame, [country])
        cells = [_text(cell) for cell in frame[country].tolist()]
        codes = {cell: _code(gazetteer, cell) for cell in set(cells)}
        return [codes[cell] for cell in cells]
    code = _code(gazetteer, country)
    if not code:
        known = ", ".join(str(name) for name in frame.columns)
        raise TableError(f"{country!r} is neither a country nor a column; there are {known}", column=country)
    return [code] * len(frame)


def _code(gazetteer: Gazetteer, cell: str) -> str:
    """Return the code of a country, "" if the cell names none."""
    if f"country:{cell.upper()}" in gazetteer:
        return cell.upper()
    if says_unknown(cell):
        return ""
    found = gazetteer.lookup(cell, kind="country", limit=1)
    return found[0].place.country or "" if found and found[0].spelling > LEAST else ""


def _keys(frame: DataFrame, columns: Sequence[Hashable], countries: Sequence[str]) -> list[_Key]:
    """Return for each row what its place depends on: rows that say the same get the same place."""
    levels = [level_of(column) for column in columns]
    cells = [[_text(cell) for cell in frame[column].tolist()] for column in columns]
    named = [
        [Named(text, level) for text in column] for column, level in zip(cells, levels, strict=True)
    ]  # fmt: skip
    return list(zip(zip(*named, strict=True), countries, strict=True))


def _choices(
    keys: Sequence[_Key], chooser: Chooser, geocoder: Geocoder | Any | None
) -> Mapping[_Key, Choice]:
    """Choose twice: the names that are spelt right tell which countries the table is about, then come all."""
    texts = {key: [name for name in key[0] if read_points(name.text) is None] for key in keys}
    chooser.learn(chooser.choose(texts[key], key[1], fuzzy=False) for key in keys if texts[key])
    chosen = {key: _choose(key, texts[key], chooser) for key in keys}
    if geocoder is not None:
        _geocode(chosen, chooser.gazetteer, geocoder)
    return chosen


def _choose(key: _Key, texts: Sequence[Named], chooser: Chooser) -> Choice:
    names, country = key
    for name in names:
        points = read_points(name.text)
        if points is not None:
            return at_point(name.text, points, country, chooser)
    words = in_words(texts[0].text, texts[1:], country, chooser, is_derived=True)
    if words is not None:
        return words
    found = chooser.choose(texts, country)
    if found.place is None and not found.is_ambiguous:
        found = in_words(texts[0].text, texts[1:], country, chooser, is_derived=False) or found
    return found


def _geocode(chosen: dict[_Key, Choice], gazetteer: Gazetteer, geocoder: Geocoder | Any) -> None:
    """Ask the geocoder for the names that nobody here knows; its answer must lie in the country told."""
    from geoevents.geocode import Geocoder

    service = geocoder if isinstance(geocoder, Geocoder) else Geocoder(geocoder)
    silences = 0
    for key, choice in chosen.items():
        names, country = key
        told = [name.text for name in names if not says_unknown(name.text)]
        is_asked = choice.place is None or choice.text != told[0] if told else False
        if not is_asked or choice.is_ambiguous or read_points(told[0]) is not None:
            continue
        if silences == _MOST_SILENCES:
            chosen[key] = replace(choice, reason=f"{choice.reason}; the geocoder does not answer")
            continue
        land = gazetteer[f"country:{country}"] if country else None
        try:
            found = service.find(", ".join([*told, *([land.name] if land else [])]), country=country)
        except GeocoderError as problem:
            silences += 1
            _log.warning("%s", problem)
            chosen[key] = replace(choice, reason=f"{choice.reason}; {problem}")
            continue
        if found is None or (land is not None and not _lies_in(found, land)):
            continue
        if choice.place is not None and not within(
            replace(found, countries=choice.place.countries), choice.place
        ):
            continue  # it contradicts the wider unit that is known
        chosen[key] = Choice(found, LEAST, f"found by the geocoder as {found.note}", told[0], (found,))


def _lies_in(place: Place, land: Place) -> bool:
    if place.countries:
        return bool(set(place.countries) & set(land.countries))
    return land.outline is None or bool(land.outline.covers(place.geometry))


def _row(choice: Choice) -> dict[str, Any]:
    """Return what is added to a row."""
    candidates = "; ".join(f"{one.name} ({one.id})" for one in choice.candidates)
    row = dict.fromkeys((*ADDED, "geometry")) | {
        "place_score": choice.score,
        "place_reason": choice.reason or None,
        "mention_text": choice.text or None,
        "candidates": candidates or None,
    }
    place = choice.place
    if place is None:
        return row
    radius, acled, ucdp = choice.precision or (place.radius_km, *precision_of(place))
    is_named = place.source != FROM_CELL
    return row | {
        "location": place.name if is_named else None,
        "location_ar": place.name_ar or None,
        "place_id": place.id if is_named else None,
        "kind": place.kind if is_named else None,
        "country": "; ".join(place.countries) or None,
        "admin1": place.admin1 or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": max(radius, place.radius_km),
        "geo_precision": acled,
        "where_prec": ucdp,
        "place_source": place.source or None,
        "geometry": place.geometry,
    }


def _joined(
    frame: DataFrame, added: Mapping[str, list[Any]], kinds: Mapping[str, str], credits: str
) -> GeoDataFrame:
    """Return the table with the added columns behind its own."""
    import pandas as pd
    from geopandas import GeoDataFrame, GeoSeries

    taken = {str(name).casefold() for name in frame.columns}
    columns: dict[str, Any] = {}
    for name, values in added.items():
        free = name
        while free.casefold() in taken:
            free = f"{CLASH}{free}"
        if name == "geometry":
            geometry = free
            columns[free] = GeoSeries(values, index=frame.index, crs="EPSG:4326")
        else:
            columns[free] = pd.Series(values, index=frame.index, dtype=kinds[name])
    own = pd.DataFrame(frame)
    table = pd.concat([own, pd.DataFrame(columns, index=frame.index)], axis=1)
    result = GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")
    result.attrs = {**frame.attrs, "credits": credits}
    return result
