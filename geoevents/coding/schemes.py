"""The codes of PLOVER and ACLED for a category: a crosswalk that is data, with its sources.

``crosswalk.csv`` beside this module has a row for every category and subtype. A scheme that does not
cover an event leaves its columns blank; nothing is forced. Sources: the PLOVER codebook (Halterman et
al. 2023, "PLOVER and POLECAT") and the ACLED codebook (acleddata.com, 2023).
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geoevents.errors import LanguageDataError
from geoevents.model import CATEGORIES, RecordKind

__all__ = ["Codes", "codes"]


@dataclass(frozen=True, slots=True)
class Codes:
    """What a category is called in both schemes, and the kind of record that it gives."""

    record_kind: RecordKind
    plover_type: str | None
    plover_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    label: str
    label_ar: str


@cache
def _crosswalk() -> dict[str, Codes]:
    name = "geoevents/coding/crosswalk.csv"
    rows: dict[str, Codes] = {}
    lines = (files("geoevents.coding") / "crosswalk.csv").read_text("utf-8").splitlines()
    for number, row in enumerate(csv.DictReader(lines), 2):
        category, subtype = row["category"], row["subtype"]
        if category not in CATEGORIES:
            raise LanguageDataError(f"{category!r} is no category of event", file=name, line=number)
        kind = row["record_kind"]
        if kind not in ("event", "movement", "observation"):
            raise LanguageDataError(f"{kind!r} is no kind of record", file=name, line=number)
        rows[f"{category}.{subtype}" if subtype else category] = Codes(
            kind,  # type: ignore[arg-type]  # checked above
            row["plover_type"] or None,
            row["plover_mode"] or None,
            row["acled_event_type"] or None,
            row["acled_sub_event_type"] or None,
            row["label"],
            row["label_ar"],
        )
    return rows


def codes(category: str, subtype: str = "") -> Codes:
    """Return the codes of a category; a subtype without a row of its own has those of its category.

    >>> codes("attack", "shelling").acled_sub_event_type
    'Shelling/artillery/missile attack'
    >>> codes("population_stock").acled_event_type is None
    True
    """
    rows = _crosswalk()
    return rows.get(f"{category}.{subtype}") or rows[category]
