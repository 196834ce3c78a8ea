"""The way of data into the page: one element, one block of JSON, one sealed figure.

folium writes what it is given into scripts and renders these through Jinja2 a second time, so that
``{{…}}`` in a title would run as Python. Nothing of ours takes that road: the page's script, its style and
its data are written as they are, past every template, and the data is JSON in a block that no browser
runs. The figure then seals the page with a Content-Security-Policy that names each script by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from geoevents.errors import OutputError
from geoevents.publish.map.packing import is_large, whole

__all__ = ["EventMap", "SealedFigure", "json_block"]

_PACKAGE: Final = "geoevents.publish.map"
# What the frame of a notebook lets the page do: run, save what is shown, open a source.
_FRAME_MAY: Final = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
_FRAME_HEIGHT: Final = "620px"
_RIGHT_TO_LEFT: Final = frozenset({"ar"})
# What could end the block, open a template (three ways), or end a line of JavaScript. In JSON these
# sequences occur in strings only: `{` is structure, but never before `{`, `%` or `#`.
_ESCAPES: Final = (
    ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"),
    ("{{", "\\u007b\\u007b"), ("{%", "\\u007b%"), ("{#", "\\u007b#"),
)  # fmt: skip
# folium forbids readers to enlarge the page with two fingers; ours may.
_VIEWPORT: Final = re.compile(r'<meta name="viewport"[^>]*>')
_FREE_VIEWPORT: Final = '<meta name="viewport" content="width=device-width, initial-scale=1" />'


@cache
def _asset(name: str) -> str:
    """Return a file of the bundled page."""
    try:
        return files(_PACKAGE).joinpath("assets", "dist", name).read_text(encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"the page of the map is not bundled ({name} is missing): install the package with pip,"
            " or run `python hatch_build.py` in a checkout"
        ) from error


@cache
def _words(language: str) -> dict[str, str]:
    """Return the words of the interface."""
    path = files(_PACKAGE).joinpath("assets", "src", "i18n", f"{language}.json")
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return words


def json_block(value: Any, *, in_ascii: bool = False) -> str:
    r"""Return JSON that is inert wherever it stands in a page or in a template.

    In ASCII a browser holds it in half the memory, and reads it faster.

    >>> json_block({"title": "{{ 7 * 7 }}</script>"})
    '{"title":"\\u007b\\u007b 7 * 7 }}\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=in_ascii, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return whole(text)


class _Verbatim(Element):
    """An element that is written as it is: no template sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        return self.text


class SealedFigure(Figure):
    """A figure whose page runs only the scripts that were in it when it was written."""

    def __init__(self, *, title: str, language: str) -> None:
        super().__init__()
        self.title = html.escape(whole(title))
        self.language = language

    def render(self, **kwargs: Any) -> str:
        page = str(super().render(**kwargs))
        direction = "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"
        head = f'<html lang="{self.language}" dir="{direction}">\n<head>\n{self._policy(page)}'
        page = _VIEWPORT.sub(_FREE_VIEWPORT, page, count=1)
        return page.replace("<html>\n<head>", head, 1)

    def _repr_html_(self, **kwargs: Any) -> str:
        """Return the page in a frame that can do nothing but show it, below a line of text.

        A notebook that is not trusted leaves the frame out; the line says how to see it.
        """
        said = f'<p dir="auto" style="margin:0 0 6px">{self._said_beside()}</p>'
        frame = (
            f'<iframe srcdoc="{html.escape(self.render(**kwargs))}" title="{self.title or "geoevents"}"'
            f' sandbox="{_FRAME_MAY}" allow="fullscreen" allowfullscreen'
            f' style="width:100%;height:{_FRAME_HEIGHT};border:0"></iframe>'
        )
        return f"<div>{said}{frame}</div>"

    def _said_beside(self) -> str:
        words = _words(self.language)
        count = sum(child.data["size"] for child in self._children.values() if isinstance(child, EventMap))
        return words["notebook"].format(title=self.title or html.escape(words["untitled"]), n=f"{count:,}")

    def _policy(self, page: str) -> str:
        """Return the meta tag: what an element of the user links to is let in, and nothing else."""
        inline = _InlineCode()
        inline.feed(page)
        links = list(self.header._children.values())
        scripts = [_address(link.url) for link in links if isinstance(link, JavascriptLink)]
        styles = [_address(link.url) for link in links if isinstance(link, CssLink)]
        children = [child for child in self._children.values() if isinstance(child, folium.Map)]
        hosts = sorted({host for child in children for host in _image_hosts(child)})
        is_ours_alone = all(isinstance(child, EventMap) and child.is_unchanged for child in children)
        style_sources = [_hash(code) for code in inline.styles] if is_ours_alone else ["'unsafe-inline'"]
        rules = {
            "default-src": ["'none'"],
            "script-src": [*map(_hash, inline.scripts), *scripts],
            "style-src": [*style_sources, *styles],
            "img-src": ["data:", "blob:", *hosts],
            "font-src": ["data:", *({_origin(address) for address in styles})],
            "base-uri": ["'none'"],
            "form-action": ["'none'"],
        }
        policy = "; ".join(" ".join([name, *dict.fromkeys(sources)]) for name, sources in rules.items())
        return f'    <meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}" />\n'


class _InlineCode(HTMLParser):
    """Collect the scripts and styles that stand in a page, exactly as a browser hashes them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") in (None, "", "text/javascript", "module")
        ):
            self._open = self.scripts
        elif tag == "style":
            self._open = self.styles
        if self._open is not None:
            self._open.append("")

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = None


def _hash(code: str) -> str:
    normal = code.replace("\r\n", "\n").replace("\r", "\n")  # as the browser's parser reads it
    return "'sha256-" + base64.b64encode(hashlib.sha256(normal.encode()).digest()).decode() + "'"


def _address(url: str) -> str:
    return re.sub(r"[;,\s].*", "", url, flags=re.DOTALL)


def _origin(url: str) -> str:
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


def _image_hosts(drawn: folium.Map) -> list[str]:
    tiles = [child.tiles for child in drawn._children.values() if isinstance(child, folium.TileLayer)]
    offered = [tile["url"] for tile in drawn.offered_tiles] if isinstance(drawn, EventMap) else []
    return [_address(_origin(url)) for url in (*tiles, *offered)]


class EventMap(folium.Map):
    """A :class:`folium.Map` that carries the page of geoevents.

    Other folium elements may be added to it. What these link to is loaded from where they say, and what
    they are given is their own affair.
    """

    def __init__(self, data: dict[str, Any], *, location: tuple[float, float], zoom_start: int) -> None:
        super().__init__(
            location=location,
            tiles=None,
            zoom_start=zoom_start,
            zoom_control=False,
            attribution_control=False,
            world_copy_jump=True,
        )
        self.default_js = []  # a dozen files of other servers; what of them is needed is in the page
        self.default_css = []
        self.data = data
        self.offered_tiles: list[dict[str, str]] = data["tiles"]
        SealedFigure(title=data["title"], language=data["language"]).add_child(self)
        self._elements_of_ours = set(self._children)

    @property
    def is_unchanged(self) -> bool:
        """Whether no element but ours is on the map."""
        return set(self._children) <= self._elements_of_ours

    def render(self, **kwargs: Any) -> str:
        figure = self.get_root()
        assert isinstance(figure, Figure)
        name = self.get_name()
        header, body = figure.header, figure.html
        header.add_child(_Verbatim(f"<style>{_asset('page.css')}</style>"), name="geoevents_style")
        header.add_child(_Verbatim(f"<script>{_asset('page.js')}</script>"), name="geoevents_script")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        world, data = _asset("world.json"), json_block(self.data, in_ascii=is_large(self.data["size"]))
        for key, mark, text in (
            ("world", 'id="geoevents_world"', world),
            (name, f'data-geoevents-map="{name}"', data),
        ):
            block = f'<script type="application/json" {mark}>{text}</script>'
            body.add_child(_Verbatim(block), name=f"geoevents_{key}")
        return ""  # what it draws stands in the figure
