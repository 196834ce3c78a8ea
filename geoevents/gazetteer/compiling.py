"""From the rows of the sources to the arrays, word lists and figures of an index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from geoevents.errors import GazetteerError
from geoevents.gazetteer.folders import shipped_folder
from geoevents.gazetteer.hashing import id_hashes
from geoevents.gazetteer.index import packed_texts
from geoevents.gazetteer.inflection import inflected
from geoevents.gazetteer.sources import Rows, read_sources
from geoevents.gazetteer.vocabulary import compile_names
from geoevents.language.fold import fold
from geoevents.model import Kind

__all__ = ["KINDS", "compiled"]

KINDS: Final = get_args(Kind)
"""All kinds of place; a row's ``kind`` is a position here."""

# How well known a place is from 0 to 1, before any text: at least this much for its kind. Curated places
# are those that the news of the region names.
_LEAST_SALIENCE: Final = {"country": 0.9, "governorate": 0.55, "region": 0.35, "city": 0.3, "border": 0.3}
_LEAST_CURATED: Final = 0.45
_CREDITS: Final = "Place data © GeoNames (geonames.org), CC BY 4.0, modified; Natural Earth; Unicode CLDR"
_GREATEST_CITY: Final = 8.0  # decimal logarithm: no city reaches 100 million


def compiled(
    folders: Sequence[Path],
) -> tuple[dict[str, NDArray[Any]], Mapping[str, Mapping[str, str]], Mapping[str, Any]]:
    """Compile gazetteer folders: the arrays, the words, and the manifest's figures."""
    for folder in folders:
        if folder != shipped_folder():
            _raise_first_finding(folder)
    rows = read_sources(folders)
    salience = _salience(rows)
    country_sets, countries = _coded(rows.countries)
    features, feature = _coded(rows.feature_code)
    sources, source = _coded(["|".join(pair) for pair in rows.source])
    arrays: dict[str, NDArray[Any]] = {
        "latitude": np.array(rows.latitude, np.float64),
        "longitude": np.array(rows.longitude, np.float64),
        "radius_km": np.array(rows.radius_km, np.float32),
        "population": np.array(rows.population, np.int64),
        "salience": salience,
        "kind": np.array([KINDS.index(kind) for kind in rows.kind], np.uint8),
        "country": countries.astype(np.int16),
        "feature": feature.astype(np.int16),
        "source": source.astype(np.int16),
        "admin1": np.array([rows.by_id.get(unit, -1) if unit else -1 for unit in rows.admin1], np.int32),
        "geonames": np.array(rows.geonames, np.int64),
        "wikidata": np.array(rows.wikidata, np.int64),
        "is_curated": np.array(rows.is_curated, bool),
        **packed_texts("id", rows.id),
        **packed_texts("name", rows.name),
        **packed_texts("name_ar", rows.name_ar),
        **packed_texts("note", rows.note),
        **_ids(rows.by_id),
        **_outlines(rows),
        **compile_names(rows, salience),
    }
    words = {
        "demonyms": _demonyms(rows),
        "nonplaces": {fold(name): kind for name, kind in rows.nonplaces.items()},
    }
    figures: Counter[str] = Counter(rows.kind)
    meta = {
        "credits": _CREDITS,
        "version": " + ".join(rows.versions),
        "kinds": KINDS,
        "country_sets": country_sets,
        "features": features,
        "sources": [text.split("|") for text in sources],
        "summary": {
            "places": len(rows),
            "names": len(arrays["key_article"]),
            "curated": sum(rows.is_curated),
            "outlines": len(rows.outlines),
            "demonyms": len(words["demonyms"]),
            "nonplaces": len(words["nonplaces"]),
            **{kind: figures[kind] for kind in KINDS if figures[kind]},
        },
    }
    return arrays, words, meta


def _demonyms(rows: Rows) -> dict[str, str]:
    """The forms of each demonym, but for those that are the place's own name: "أفريقيا", "روسيا".

    A name that counts only with evidence nearby, such as "بريطانية", is the adjective before it is the place.
    """
    own: dict[int, set[str]] = {rows.by_id[entry.place]: set() for entry in rows.demonyms}
    for row, spelling, use in zip(rows.spelling_row, rows.spelling, rows.spelling_use, strict=True):
        if row in own and not use:
            own[row].add(fold(spelling))
    return {
        form: entry.place
        for entry in rows.demonyms
        for form in inflected(entry)
        if form not in own[rows.by_id[entry.place]]
    }


def _raise_first_finding(folder: Path) -> None:
    """Check a user's own folder; the shipped one is checked before it is shipped."""
    from geoevents.gazetteer.check import check

    findings = check(folder)
    if findings:
        first, more = findings[0], len(findings) - 1
        told = f" (and {more} more: run geoevents gazetteer check)" if more else ""
        raise GazetteerError(f"{first.message}{told}", file=first.file, line=first.line or None)


def _salience(rows: Rows) -> NDArray[np.float32]:
    people = np.log10(np.array(rows.population, np.float64) + 1) / _GREATEST_CITY
    least = np.array([_LEAST_SALIENCE.get(kind, 0.1) for kind in rows.kind], np.float64)
    least = np.maximum(least, np.where(rows.is_curated, _LEAST_CURATED, 0.0)) if len(rows) else least
    return np.clip(least + (1 - least) * people, 0, 1).astype(np.float32)


def _coded(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different texts, and the position of each among them."""
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return list(known), np.array(codes, np.int64)


def _ids(by_id: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """Return the ids of all rows, those of replaced ones too, sorted by their hashes."""
    hashes = id_hashes(list(by_id))
    order = np.argsort(hashes)
    names = list(by_id)
    return {
        "id_hashes": hashes[order],
        "id_rows": np.array(list(by_id.values()), np.int32)[order],
        **packed_texts("known_id", [names[at] for at in order.tolist()]),
    }


def _outlines(rows: Rows) -> dict[str, NDArray[Any]]:
    """Return all outlines in one array: shape, counts of parts, rings and vertices, then these lists."""
    places = sorted(rows.outlines)
    pieces = []
    for row in places:
        outline = rows.outlines[row]
        lists = [np.asarray(outline[name], np.int32) for name in ("parts", "rings", "x", "y")]
        head = np.array([outline["shape"], len(lists[0]), len(lists[1]), len(lists[2])], np.int32)
        pieces.append(np.concatenate([head, *lists]))
    bounds = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
    content = np.concatenate(pieces) if pieces else np.zeros(0, np.int32)
    return {"outline_rows": np.array(places, np.int32), "outline_bounds": bounds, "outline_numbers": content}
