"""How records look and what their columns are called: data files that the map and the layers share."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

__all__ = ["Field", "both", "colour_of", "family_of", "fields", "glyph_of", "layer_words", "word"]

_PACKAGE: Final = "geoevents.publish"
_MAP: Final = "map/assets/src/"
_COLOUR: Final = re.compile(r"--ge-([a-z-]+): (#[0-9a-f]{3}|#[0-9a-f]{6});")


class Field(NamedTuple):
    """What a column is called in Arabic, what it holds, and its HXL tag."""

    ar: str
    en: str
    hxl: str


def _read(name: str) -> str:
    return files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")


@cache
def fields() -> dict[str, Field]:
    """Return what is known of each column, by its name.

    >>> fields()["category"].ar
    'الفئة'
    """
    return {name: Field(**one) for name, one in tomllib.loads(_read("fields.toml")).items()}


@cache
def layer_words() -> dict[str, Any]:
    """Return what layers, their groups and their kinds are called.

    >>> layer_words()["content"]["movements"]["ar"]
    'تحركات'
    """
    return tomllib.loads(_read("layers.toml"))


def both(words: dict[str, str]) -> str:
    """Return Arabic and English side by side.

    >>> both(layer_words()["group"]["ground"])
    'الخريطة الأساس · Ground'
    """
    return f"{words['ar']} · {words['en']}"


@cache
def _words(language: str) -> dict[str, str]:
    return dict(json.loads(_read(f"{_MAP}i18n/{language}.json")))


def word(key: str, language: str) -> str:
    """Return a word of the map's interface.

    >>> word("category.clash", "ar"), word("category.clash", "en")
    ('اشتباك', 'Clash')
    """
    return _words(language).get(key, key.rsplit(".", maxsplit=1)[-1])


@cache
def _families() -> dict[str, str]:
    return dict(json.loads(_read(f"{_MAP}families.json")))


@cache
def _colours() -> dict[str, str]:
    """The colours of the map's light theme, which comes first in its style sheet."""
    found: dict[str, str] = {}
    for name, colour in _COLOUR.findall(_read(f"{_MAP}page.css")):
        short = len(colour) == 4
        found.setdefault(name, "#" + "".join(digit * 2 for digit in colour[1:]) if short else colour)
    return found


@cache
def _glyphs() -> dict[str, list[tuple[str, dict[str, str]]]]:
    drawn = json.loads(_read(f"{_MAP}glyphs.json"))
    return {category: [(tag, attributes) for tag, attributes in parts] for category, parts in drawn.items()}


def glyph_of(category: str) -> list[tuple[str, dict[str, str]]]:
    """Return the parts of a category's glyph, SVG elements on a grid of 24.

    >>> glyph_of("other")[0]
    ('circle', {'cx': '12', 'cy': '12', 'r': '1'})
    """
    return _glyphs().get(category, _glyphs()[""])


def family_of(category: str) -> str:
    """Return the family of a category; categories of a family share their colour.

    >>> family_of("airstrike"), family_of("of my own")
    ('violence', 'other')
    """
    return _families().get(category, "other")


def colour_of(name: str) -> str:
    """Return the colour of a family, or of a part of the ground, as on the map.

    >>> colour_of("violence"), colour_of("land")
    ('#c6480a', '#f6f4ee')
    """
    return _colours()[name]
