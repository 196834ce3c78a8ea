"""Where a QGIS project looks: the box of its features, its first view, its bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree as ET

from geoevents.publish.looks import both, layer_words
from geoevents.publish.tables import Layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

__all__ = ["MERCATOR", "WGS_84", "Box", "bookmarks", "box_of", "canvas", "sides", "system"]

_MARGIN: Final = 0.12  # around what a view shows, as a share of it
_LEAST_MARGIN: Final = 0.3  # degrees, for a single point
_BOOKMARKS: Final = "geoevents"
WGS_84: Final = {
    "proj4": "+proj=longlat +datum=WGS84 +no_defs",
    "srsid": "3452",
    "srid": "4326",
    "authid": "EPSG:4326",
    "description": "WGS 84",
    "projectionacronym": "longlat",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "true",
}
MERCATOR: Final = {
    "proj4": "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m "
    "+nadgrids=@null +wktext +no_defs",
    "srsid": "3857",
    "srid": "3857",
    "authid": "EPSG:3857",
    "description": "WGS 84 / Pseudo-Mercator",
    "projectionacronym": "merc",
    "ellipsoidacronym": "EPSG:7030",
    "geographicflag": "false",
}


class Box(NamedTuple):
    """West, south, east and north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def grown(self) -> Box:
        """With a margin, and inside of what Mercator can show."""
        margin = max((self.east - self.west) * _MARGIN, (self.north - self.south) * _MARGIN, _LEAST_MARGIN)
        return Box(
            max(self.west - margin, -180.0),
            max(self.south - margin, -85.0),
            min(self.east + margin, 180.0),
            min(self.north + margin, 85.0),
        )

    @property
    def wkt(self) -> str:
        west, south, east, north = self
        return (
            f"POLYGON(({west:.6f} {south:.6f}, {east:.6f} {south:.6f}, {east:.6f} {north:.6f}, "
            f"{west:.6f} {north:.6f}, {west:.6f} {south:.6f}))"
        )


def system(facts: dict[str, str]) -> Iterator[ET.Element]:
    from pyproj import CRS

    for tag, text in ({"wkt": CRS.from_user_input(facts["authid"]).to_wkt()} | facts).items():
        element = ET.Element(tag)
        element.text = text
        yield element


def canvas(root: ET.Element, box: Box) -> None:
    """The view that is open at first, in the project's own coordinates."""
    from pyproj import Transformer

    turn = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    west, south = turn.transform(box.west, box.south)
    east, north = turn.transform(box.east, box.north)
    shown = ET.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ET.SubElement(shown, "units").text = "meters"
    extent = ET.SubElement(shown, "extent")
    for tag, value in sides(Box(west, south, east, north)).items():
        ET.SubElement(extent, tag).text = value
    ET.SubElement(shown, "rotation").text = "0"
    goal = ET.SubElement(shown, "destinationsrs")
    ET.SubElement(goal, "spatialrefsys").extend(system(MERCATOR))


def sides(box: Box) -> dict[str, str]:
    return {
        "xmin": f"{box.west:.6f}",
        "ymin": f"{box.south:.6f}",
        "xmax": f"{box.east:.6f}",
        "ymax": f"{box.north:.6f}",
    }


def box_of(layers: Sequence[Layer]) -> Box:
    """Return what holds all features; the world if there are none."""
    sides = [layer.table.total_bounds for layer in layers]
    if not sides:
        return Box(-180.0, -85.0, 180.0, 85.0)
    return Box(
        *(
            float(best(side))
            for best, side in zip((min, min, max, max), zip(*sides, strict=True), strict=True)
        )
    )


def bookmarks(layers: Sequence[Layer], box: Box) -> ET.Element:
    """Mark the whole, and each country where something happened."""
    element = ET.Element("Bookmarks")
    _bookmark(element, "all", both(layer_words()["bookmark"]["all"]), box)
    countries = next((layer.table for layer in layers if layer.name == "ground_countries"), None)
    if countries is not None:
        for code, name, name_ar, shape in _visited(countries, layers):
            inside = Box(*map(float, shape.bounds))
            _bookmark(element, code, f"{name_ar} · {name}" if name_ar else name, inside.grown())
    return element


def _visited(
    countries: GeoDataFrame, layers: Sequence[Layer]
) -> Iterator[tuple[str, str, str, BaseGeometry]]:
    codes: set[str] = set()
    for layer in layers:
        if layer.group in ("dated", "undated") and "country" in layer.table.columns:
            for joined in layer.table["country"].dropna().unique():
                codes.update(str(joined).split("; "))
    rows = countries[countries["country"].isin(codes)].sort_values("country")
    for row in rows.itertuples(index=False):
        yield row.country, row.name, row.name_ar or "", row.geometry


def _bookmark(element: ET.Element, key: str, name: str, box: Box) -> None:
    mark = ET.SubElement(element, "Bookmark", id=key, name=name, group=_BOOKMARKS, extent=box.wkt)
    ET.SubElement(mark, "spatialrefsys").extend(system(WGS_84))
