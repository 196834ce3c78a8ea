"""Places and where they were named, as Linked Places (LPF, GeoJSON with ``when`` and ``names``).

A feature is a place of the gazetteer; each spelling under which it was named is one of its names, cited
with the reports and dated by the days of their publication.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geoevents.publish.geojson import dump
from geoevents.publish.provenance import Provenance

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = ["write_linked_places"]

_CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
_GEONAMES: Final = "gn:"
# Kind of place -> feature class of GeoNames, which the format asks for.
_CLASSES: Final = {
    "country": "A", "governorate": "A", "district": "A", "subdistrict": "A", "city": "P", "town": "P",
    "village": "P", "neighbourhood": "P", "region": "L", "area": "L", "border": "L", "desert": "T",
    "island": "T", "mountain": "T", "river": "H", "camp": "S", "border_crossing": "S", "base": "S",
    "facility": "S", "other": "L",
}  # fmt: skip


def write_linked_places(mentions: GeoDataFrame, path: Path, provenance: Provenance) -> None:
    """Write one feature per place that was named, in the order of their ids."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection", "@context": {dump(_CONTEXT)}, ')
        file.write(f'"attribution": {dump(provenance.line)}, ')
        file.write(f'"provenance": {dump(provenance.as_dict())}, "features": [')
        separator = "\n"
        for place, group in mentions.groupby("place_id", sort=True):
            file.write(separator + dump(_feature(str(place), group)))
            separator = ",\n"
        file.write("\n]}\n")


def _feature(place: str, mentions: DataFrame) -> dict[str, Any]:
    first = mentions.iloc[0]
    kind = str(first["kind"])
    when = _when(mentions)
    feature: dict[str, Any] = {
        "@id": place,
        "type": "Feature",
        "properties": {
            "title": first["location"],
            "ccodes": [code for code in _text(first["country"]).split("; ") if code],
            "fclasses": [_CLASSES.get(kind, "L")],
        },
        "names": _names(first, mentions),
        "types": [{"identifier": f"geoevents:{kind}", "label": kind}],
        "geometry": {"type": "Point", "coordinates": [float(first["longitude"]), float(first["latitude"])]},
        "descriptions": [{"value": f"named {len(mentions)} times", "lang": "en"}],
    }
    if when is not None:
        feature["when"] = when
    if place.startswith(_GEONAMES):
        feature["links"] = [{"type": "exactMatch", "identifier": place}]
    return feature


def _names(place: Any, mentions: DataFrame) -> list[dict[str, Any]]:
    named = [{"toponym": place["location"], "lang": "en"}]
    if _text(place["location_ar"]):
        named.append({"toponym": place["location_ar"], "lang": "ar"})
    for spelling, group in mentions.groupby("mention_text", sort=True):
        name: dict[str, Any] = {"toponym": spelling, "citations": _citations(group)}
        when = _when(group)
        named.append(name if when is None else name | {"when": when})
    return named


def _citations(mentions: DataFrame) -> list[dict[str, str]]:
    rows = mentions[["document", "source", "url"]].drop_duplicates("document").sort_values("document")
    return [
        {"@id": _text(row.url) or str(row.document), "label": _text(row.source) or str(row.document)}
        for row in rows.itertuples(index=False)
    ]


def _when(mentions: DataFrame) -> dict[str, Any] | None:
    """When it was named: the days on which the reports were published."""
    days = mentions["published"].dropna()
    if not len(days):
        return None
    first, last = (moment.strftime("%Y-%m-%d") for moment in (days.min().date(), days.max().date()))
    return {"timespans": [{"start": {"in": first}, "end": {"in": last}}], "label": "named in reports"}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
