"""GeoJSON as RFC 7946 has it, a feature per line, the same bytes for the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoevents.publish.frames import records
from geoevents.publish.provenance import Provenance
from geoevents.publish.shapes import DECIMALS
from geoevents.publish.tables import pieces

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["dump", "write_geojson"]

dump: Callable[[Any], str] = partial(json.dumps, ensure_ascii=False, allow_nan=False)


def write_geojson(table: GeoDataFrame, path: Path, provenance: Provenance) -> None:
    """Write a table of one type of geometry; what it is owed to stands before its features."""
    from shapely import to_geojson

    shapes: dict[int, str] = {}
    box = [round(float(side), DECIMALS) for side in table.total_bounds]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", ')
        file.write(f'"attribution": {dump(provenance.line)}, ')
        file.write(f'"provenance": {dump(provenance.as_dict())}, ')
        file.write(f'"bbox": {dump(box)}, "features": [')
        separator = "\n"
        for part in pieces(table):
            for key, shape, row in zip(part.index, part.geometry, records(part), strict=True):
                if id(shape) not in shapes:
                    shapes[id(shape)] = to_geojson(shape)
                file.write(
                    f'{separator}{{"type": "Feature", "id": {dump(key)}, "geometry": {shapes[id(shape)]}, '
                    f'"properties": {dump(row)}}}'
                )
                separator = ",\n"
        file.write("\n]}\n")
