"""The map: one page that opens anywhere, offline, and says why each pin is there.

>>> from geoevents.publish.frames import to_frames
>>> drawn = event_map(to_frames([]), title="Nothing yet")
>>> type(drawn).__mro__[1].__module__
'folium.folium'
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from geoevents.errors import OutputError
from geoevents.publish.map.columns import page_records
from geoevents.publish.map.ground import Label, page_ground, view_of

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame

    from geoevents.publish.frames import Frames

__all__ = ["Label", "event_map", "save_map"]

# The basemap's own sources; what the caller credits comes before them.
_GROUND_CREDITS: Final = ("Natural Earth", "Leaflet")


def event_map(
    frames: Frames,
    *,
    title: str = "",
    language: Literal["en", "ar"] = "en",
    outlines: GeoDataFrame | None = None,
    labels: Iterable[Label] = (),
    credits: str | Sequence[str] = (),
    tiles: Mapping[str, tuple[str, str]] | None = None,
) -> folium.Map:
    """Return a map of events that is one self-contained page once it is saved.

    Parameters
    ----------
    frames
        What :func:`geoevents.publish.frames.to_frames` made.
    title
        Shown on the page, and the name of its tab.
    language
        Of the interface; ``"ar"`` mirrors the layout. The texts of the reports stay as they are.
    outlines
        Countries and governorates with ``kind``, ``country``, ``name``, ``name_ar``, ``latitude``,
        ``longitude``; those in view take the place of the coarser ones that the page brings.
    labels
        Names of places for the ground; the largest few hundred in view are kept.
    credits
        Whom the data is owed to.
    tiles
        Online layers that the reader *may* turn on, ``{name: (address of a tile, credit)}``. They are
        off at first: the page asks nothing of any server by itself. Addresses must be ``https``.

    >>> from geoevents.publish.frames import to_frames
    >>> drawn = event_map(to_frames([]), title="First map")
    >>> "https://" in drawn.get_root().render().split("<body>")[0].split("<style>")[0]
    False
    """
    from geoevents.publish.map.element import EventMap

    if language not in ("en", "ar"):
        raise ValueError(f"the map speaks 'en' and 'ar', not {language!r}")
    view = view_of(frames.locations)
    given = (credits,) if isinstance(credits, str) else tuple(credits)
    ground = [credit for credit in _GROUND_CREDITS if not any(credit in other for other in given)]
    data: dict[str, Any] = {
        "title": title,
        "language": language,
        "credits": [credit for credit in dict.fromkeys((*given, *ground)) if credit],
        "tiles": [_offered(name, *layer) for name, layer in (tiles or {}).items()],
        "view": list(view),
        "ground": page_ground(view, outlines, labels),
        **page_records(frames, language=language),
    }
    centre = ((view.south + view.north) / 2, (view.west + view.east) / 2)
    return EventMap(data, location=centre, zoom_start=6)


def _offered(name: str, url: str, credit: str) -> dict[str, str]:
    if not url.startswith("https://"):
        raise ValueError(f"the tile layer {name!r} must have an https address, not {url!r}")
    return {"name": name, "url": url, "credit": credit}


def save_map(drawn: folium.Map | Frames, path: str | os.PathLike[str], **options: Any) -> Path:
    """Write a map as one HTML file, whole or not at all, and return its path.

    ``options`` are those of :func:`event_map`, for frames.

    >>> import tempfile
    >>> from geoevents.publish.frames import to_frames
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_map(to_frames([]), folder + "/map.html").name
    'map.html'
    """
    import folium

    page = drawn if isinstance(drawn, folium.Map) else event_map(drawn, **options)
    target = Path(path)
    if target.exists() and not target.is_file():
        raise OutputError("the map cannot be written: there is a folder or a device", file=target)
    text = page.get_root().render()
    draft = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="\n",
            dir=target.parent,
            prefix=".map-",
            suffix=".html",
            delete=False,
        ) as draft:
            draft.write(text)
        os.chmod(draft.name, 0o644)  # a temporary file opens for its owner only
        os.replace(draft.name, target)
    except OSError as error:
        if draft is not None:
            Path(draft.name).unlink(missing_ok=True)
        raise OutputError(f"the map cannot be written: {error.strerror or error}", file=target) from error
    return target
