"""What a parser found, read back from its output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geoevents.errors import DocumentError
from geoevents.evaluation.annotated import records_of
from geoevents.model import KINDS, Mention, Place

__all__ = ["read_predicted"]


def read_predicted(path: Path | str) -> dict[str, tuple[Mention, ...]]:
    """Read what a parser found, by the ids of the documents: the output of ``geoevents parse``, or alike.

    Needed of a line are ``doc_id`` and ``mentions`` with ``start``, ``end`` and a ``place`` that has ``lat``
    and ``lon`` or is null.

    Raises
    ------
    DocumentError
        A line is broken.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "found.jsonl")
    ...     _ = file.write_text('{"doc_id": "r1", "mentions": [{"start": 8, "end": 12, "place": null}]}')
    ...     read_predicted(file)["r1"][0].end
    12
    """
    file = Path(path)
    found: dict[str, tuple[Mention, ...]] = {}
    for number, record in records_of(file):
        try:
            found[str(record["doc_id"])] = tuple(map(_predicted, record["mentions"]))
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise DocumentError(
                f"not a line of `geoevents parse` ({type(problem).__name__}: {problem})",
                file=file,
                line=number,
            ) from None
    return found


def _predicted(record: dict[str, Any]) -> Mention:
    place, told = None, record.get("place")
    if told and told.get("lat") is not None and told.get("lon") is not None:
        from shapely.geometry import shape

        kind = told.get("kind")
        place = Place(
            str(told.get("id", "")), str(told.get("name", "")), str(told.get("name_ar") or ""),
            kind if kind in KINDS else "other", float(told["lat"]), float(told["lon"]),
            outline=shape(told["geometry"]) if told.get("geometry") else None,
            radius_km=float(told.get("radius_km") or 0),
        )  # fmt: skip
    return Mention(
        int(record["start"]), int(record["end"]), str(record.get("text") or ""),
        record.get("role") or "literal", place, float(record.get("score") or 0),
        reason=str(record.get("reason") or ""),
    )  # fmt: skip
