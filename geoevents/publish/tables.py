"""The layers as tables: each of one type of geometry, events with a date apart from those without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from geoevents.publish.looks import layer_words
from geoevents.publish.shapes import AREAS, LINES, POINTS, tidy

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from shapely.geometry.base import BaseGeometry

    from geoevents.publish.frames import Frames

__all__ = [
    "FAMILIES",
    "UNDATED",
    "Layer",
    "Style",
    "ground_layers",
    "layers_of",
    "pieces",
    "possible_names",
    "with_days",
]

FAMILIES: Final = {"points": POINTS, "lines": LINES, "areas": AREAS}
UNDATED: Final = "undated"
_ROWS_AT_ONCE: Final = 20_000

Style = Literal["points", "lines", "areas", "movements", "mentions", "countries", "units"]
Group = Literal["dated", "undated", "texts", "ground"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A table with one type of geometry, and how it is to be shown.

    ``name`` is that of its file: content, ``undated`` for events without any date, type of geometry.
    """

    name: str
    table: GeoDataFrame
    style: Style
    group: Group

    @property
    def content(self) -> str:
        return self.name if self.group == "ground" else self.name.split("_")[0]

    @property
    def about(self) -> str:
        """What it holds, in a sentence."""
        about: str = layer_words()["content"][self.content]["about"]
        return f"{about}; without a date, so pale while QGIS plays time" if self.group == "undated" else about

    def title(self, language: Literal["en", "ar"]) -> str:
        """Return what it is called in a list of layers."""
        words = layer_words()
        title: str = words["content"][self.content][language]
        comma = "، " if language == "ar" else ", "
        if self.content in ("events", "observations"):
            title += comma + words["family"][self.style][language]
        if self.group == "undated":
            title += comma + words["group"]["undated"][language].lower()
        return title


def layers_of(frames: Frames) -> Iterator[Layer]:
    """Yield all layers, tidied, also the empty ones.

    >>> from geoevents.publish.frames import to_frames
    >>> [layer.name for layer in layers_of(to_frames([]))][:4]
    ['events_points', 'events_undated_points', 'events_lines', 'events_undated_lines']
    """
    happened = frames.locations[frames.locations["record_kind"] != "observation"]
    for content, table in ("events", happened), ("observations", frames.observations):
        for family, types in FAMILIES.items():
            part = _tidied(table[table.geometry.geom_type.isin(types)])
            part = _largest_first(part) if family == "areas" else part
            yield from _by_date(f"{content}_", family, part, family)  # type: ignore[arg-type]
    drawn = _tidied(frames.movements[frames.movements.geometry.notna()])
    yield from _by_date("movements", "", drawn, "movements")
    literal = frames.mentions[frames.mentions["role"] == "literal"]
    yield Layer("mentions_points", _tidied(literal.set_geometry(_points(literal))), "mentions", "texts")


def _by_date(content: str, family: str, table: GeoDataFrame, style: Style) -> Iterator[Layer]:
    """Part a table: a GIS that plays time shows what has no date in every frame, so that stands apart."""
    undated = table["date_start"].isna() & table["date_end"].isna()
    yield Layer(f"{content}{family}", table[~undated], style, "dated")
    name = f"{content}{UNDATED}_{family}" if family else f"{content}_{UNDATED}"
    yield Layer(name, table[undated], style, "undated")


def ground_layers(outlines: GeoDataFrame | None) -> Iterator[Layer]:
    """Yield countries and governorates to draw the others on, as far as their outlines are given."""
    if outlines is None:
        return
    names: tuple[tuple[str, str, Style], ...] = (
        ("country", "ground_countries", "countries"),
        ("governorate", "ground_units", "units"),
    )
    for kind, name, style in names:
        table = outlines[outlines["kind"] == kind].reset_index(drop=True)
        if len(table):
            yield Layer(name, _tidied(table[["name", "name_ar", "country", "geometry"]]), style, "ground")


def possible_names() -> frozenset[str]:
    """Return the names that layers of any run can have.

    >>> sorted(possible_names())[-1]
    'observations_undated_points'
    """
    parted = (
        f"{content}_{part}{family}"
        for content in ("events", "observations")
        for part in ("", f"{UNDATED}_")
        for family in FAMILIES
    )
    return frozenset((*parted, "movements", f"movements_{UNDATED}", "mentions_points"))


def pieces(table: Any) -> Iterator[Any]:
    """Yield a table in parts, whose rows as Python values do not fill the memory."""
    for start in range(0, len(table), _ROWS_AT_ONCE):
        yield table.iloc[start : start + _ROWS_AT_ONCE]


def with_days(table: Any) -> Any:
    """Turn points in time into days, which a GIS shows as dates without an hour."""
    import pandas as pd
    import pyarrow as pa

    day = pd.ArrowDtype(pa.date32())
    return table.astype({name: day for name, kind in table.dtypes.items() if kind.kind == "M"})


def _largest_first(table: GeoDataFrame) -> GeoDataFrame:
    """Order areas so that a desert is drawn over its country; degrees are good enough to compare."""
    import numpy as np
    import shapely

    return table.iloc[np.argsort(-shapely.area(table.geometry.to_numpy()), kind="stable")]


def _points(table: GeoDataFrame) -> GeoSeries:
    from geopandas import GeoSeries, points_from_xy

    return GeoSeries(points_from_xy(table["longitude"], table["latitude"]), index=table.index, crs=table.crs)


def _tidied(table: GeoDataFrame) -> GeoDataFrame:
    """Tidy each geometry once: rows of one place share theirs."""
    done: dict[int, BaseGeometry] = {}
    shapes: Iterable[BaseGeometry] = list(table.geometry)
    for shape in shapes:
        if id(shape) not in done:
            done[id(shape)] = tidy(shape)
    return table.set_geometry([done[id(shape)] for shape in shapes], crs=table.crs)
