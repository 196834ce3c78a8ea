"""The symbols of the map as SVG: a family's colour, a glyph for each category, hollow where nothing happened.

The same shapes as in ``map/assets/src/symbols.js``, which draws them on the page. Fill and outline are
parameters that QGIS fills in, so that whoever likes other colours can choose them there.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Final
from xml.etree import ElementTree as ET

from geoevents.publish.looks import colour_of, family_of, glyph_of

__all__ = ["embedded", "symbol_colours", "symbol_svg"]

_RADIUS: Final = 12.0  # of the body, in the page's pixels
_BROAD_RADIUS: Final = 10.0  # of one with a ring around it
_RING: Final = 4.0  # from the body to the ring
_PAPER: Final = "#ffffff"
_GRID: Final = 24  # of the glyphs


def symbol_svg(
    category: str, *, is_unreal: bool = False, is_square: bool = False, is_broad: bool = False
) -> str:
    """Return the symbol of a category.

    Parameters
    ----------
    category
        One of geoevents' own, or any other.
    is_unreal
        Planned, threatened, denied …: hollow, its outline in dashes.
    is_square
        An observation.
    is_broad
        Of an area, which a ring around the symbol tells from an exact place.

    >>> svg = symbol_svg("clash", is_unreal=True)
    >>> "stroke-dasharray" in svg, 'fill="param(fill) #ffffff"' in svg
    (True, True)
    """
    fill, line = symbol_colours(category, is_unreal=is_unreal)
    radius = _BROAD_RADIUS if is_broad else _RADIUS
    half = radius + (_RING if is_broad else 0) + 1
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"{-half:g} {-half:g} {2 * half:g} {2 * half:g}"},
    )
    root.append(ET.Comment(" glyph: Lucide, ISC licence "))
    outline = f"param(outline) {line}" if is_unreal else _PAPER
    if is_broad:
        ring = f"param(outline) {line}" if is_unreal else f"param(fill) {fill}"
        _body(root, radius + _RING, is_square, {"fill": _PAPER, "fill-opacity": "0.69", "stroke": ring})
    edge = {"stroke-width": "2", "stroke-dasharray": "4 2.5"} if is_unreal else {"stroke-width": "1.5"}
    _body(root, radius, is_square, {"fill": f"param(fill) {fill}", "stroke": outline} | edge)
    scale = radius * 1.22 / _GRID
    glyph = ET.SubElement(
        root, "g",
        {
            "transform": f"scale({scale:g}) translate({-_GRID / 2:g} {-_GRID / 2:g})",
            "fill": "none", "stroke": f"param(outline) {line}", "stroke-width": "2.3",
            "stroke-linecap": "round", "stroke-linejoin": "round",
        },
    )  # fmt: skip
    for tag, attributes in glyph_of(category):
        ET.SubElement(glyph, tag, attributes)
    return ET.tostring(root, encoding="unicode")


def symbol_colours(category: str, *, is_unreal: bool = False) -> tuple[str, str]:
    """Return fill and outline: of the body and of the glyph on it.

    >>> symbol_colours("clash"), symbol_colours("clash", is_unreal=True)
    (('#c6480a', '#ffffff'), ('#ffffff', '#c6480a'))
    """
    family = family_of(category)
    colour = colour_of(family)
    return (_PAPER, colour) if is_unreal else (colour, colour_of(f"on-{family}"))


def embedded(svg: str) -> str:
    """Return an SVG as QGIS keeps it within a style, without a file beside it.

    >>> embedded("<svg/>")
    'base64:PHN2Zy8+'
    """
    return "base64:" + b64encode(svg.encode()).decode("ascii")


def _body(root: ET.Element, radius: float, is_square: bool, look: dict[str, str]) -> None:
    if is_square:
        side = f"{radius * 1.84:g}"
        corner = {"x": f"{-radius * 0.92:g}", "y": f"{-radius * 0.92:g}", "rx": f"{radius * 0.34:g}"}
        ET.SubElement(root, "rect", {"width": side, "height": side} | corner | look)
    else:
        ET.SubElement(root, "circle", {"r": f"{radius:g}"} | look)
