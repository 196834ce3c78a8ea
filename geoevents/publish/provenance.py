"""Where an output comes from: whom it is owed to, and what made it of what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from geoevents.model import Document
from geoevents.release import release

__all__ = ["Provenance", "hash_of"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every output carries, besides its rows.

    Attributes
    ----------
    credits
        Sources and licences of the place data.
    gazetteer
        Version of the place data.
    input
        Hash of the reports, see :func:`hash_of`.
    program
        What wrote it, with its version.

    >>> Provenance("Place data © GeoNames", gazetteer="2026.11.0", program="geoevents 1.0").line
    'Place data © GeoNames; gazetteer 2026.11.0; geoevents 1.0'
    """

    credits: str = ""
    gazetteer: str = ""
    input: str = ""
    program: str = field(default_factory=lambda: f"geoevents {release()}")

    @property
    def line(self) -> str:
        """All of it in one line."""
        named = (f"gazetteer {self.gazetteer}" if self.gazetteer else "", self.program)
        of_input = f"input {self.input}" if self.input else ""
        return "; ".join(part for part in (self.credits, *named, of_input) if part)

    def as_dict(self) -> dict[str, str]:
        """Return what is known, by name.

        >>> Provenance(program="geoevents 1.0").as_dict()
        {'program': 'geoevents 1.0'}
        """
        return {name: value for name, value in asdict(self).items() if value}


def hash_of(documents: Iterable[Document]) -> str:
    """Return a hash of all that documents say, whatever their order.

    >>> one, two = Document("1", "اجتماع"), Document("2", "زيارة")
    >>> hash_of([one, two]) == hash_of([two, one]) != hash_of([one])
    True
    """
    each = sorted(
        hashlib.sha256(json.dumps(asdict(one), sort_keys=True, default=str).encode()).hexdigest()
        for one in documents
    )
    return "sha256:" + hashlib.sha256("\n".join(each).encode()).hexdigest()
