"""Days in the cells of a table: dates of a spreadsheet, or words in Arabic and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from geoevents.language.dates import find_dates
from geoevents.language.detect import detect

__all__ = ["DATES", "dates_of"]

DATES: Final = {
    "date_start": "datetime64[s]", "date_end": "datetime64[s]", "time_precision": "str", "date_text": "str",
    "edtf": "str",
}  # fmt: skip
"""The columns that are added, named as in the tables of events."""


def dates_of(cells: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the columns of :data:`DATES` for each cell; what is no single date stays unknown.

    >>> [one["edtf"] for one in dates_of(["26 ديسمبر 2024", "May 2021", date(2024, 1, 3), "soon", None])]
    ['2024-12-26', '2021-05', '2024-01-03', None, None]
    """
    known: dict[Any, dict[str, Any]] = {}
    for cell in cells:
        key = cell if isinstance(cell, date) else str(cell)
        if key not in known:
            known[key] = _date(cell)
    return [known[cell if isinstance(cell, date) else str(cell)] for cell in cells]


def _date(cell: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(DATES)
    if cell is None or cell != cell:  # what is missing differs from itself
        return row
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return row | {"date_start": day, "date_end": day, "time_precision": "day", "edtf": day.isoformat()}
    text = str(cell).strip()
    row["date_text"] = text or None
    spans = find_dates(text, language=detect(text)) if text else ()
    if len(spans) != 1:
        return row
    (span,) = spans
    return row | {
        "date_start": span.first,
        "date_end": span.last,
        "time_precision": span.precision,
        "edtf": span.edtf or None,
    }
