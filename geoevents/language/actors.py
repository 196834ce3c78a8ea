"""Groups, organisations and organs of states, by all their spellings: ``actors.csv`` beside this module.

A row has the name that all spellings share, the Arabic name, ACLED's word for the kind of actor, PLOVER's
code of its sector, the ISO code of the state that it belongs to, and spellings in both languages with ``|``
between them. An ``institution`` is an actor together with a state: "the Iraqi army". The facts are of
public record; kinds and sectors follow the ACLED codebook (acleddata.com, 2023) and the PLOVER codebook,
whose sectors are those of CAMEO 1.1b3.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from geoevents.errors import LanguageDataError
from geoevents.language.fold import fold
from geoevents.model import Actor

__all__ = ["Spellings", "actor_spellings"]

_ACLED_TYPES: Final = frozenset(
    {
        "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters",
        "Civilians", "External/Other forces",
    }
)  # fmt: skip
_PLOVER_SECTORS: Final = frozenset({"GOV", "MIL", "COP", "SPY", "REB", "UAF", "CRM", "CVL", "IGO", "NGO"})
_NAME: Final = "geoevents/language/actors.csv"
_Kind = Literal["actor", "institution"]
Spellings = Mapping[str, Sequence[tuple[tuple[str, ...], Actor]]]  # by first word, longest first


@cache
def _rows() -> tuple[tuple[str, Actor, Mapping[str, Sequence[tuple[str, ...]]]], ...]:
    lines = (files("geoevents.language") / "actors.csv").read_text("utf-8").splitlines()
    rows = []
    seen: dict[tuple[str, str], str] = {}
    for number, row in enumerate(csv.DictReader(lines), 2):
        name, acled, sector = row["name"], row["acled_type"] or None, row["plover_sector"] or None
        problem = ""
        if not name or not row["name_ar"]:
            problem = "each row needs a name in both languages"
        elif row["kind"] not in ("actor", "institution"):
            problem = f"{row['kind']!r} is neither actor nor institution"
        elif acled is not None and acled not in _ACLED_TYPES:
            problem = f"{acled!r} is no kind of actor of ACLED's"
        elif sector is not None and sector not in _PLOVER_SECTORS:
            problem = f"{sector!r} is no sector of PLOVER's"
        spelt = {
            language: [tuple(fold(one).split()) for one in row[language].split("|") if one]
            for language in ("ar", "en")
        }
        for language, spellings in spelt.items():
            for words in spellings:
                other = seen.setdefault((language, " ".join(words)), name)
                if other != name:
                    problem = f"{' '.join(words)!r} is {other} already"
        if problem:
            raise LanguageDataError(problem, file=_NAME, line=number)
        rows.append((row["kind"], Actor(name, row["name_ar"], row["country"], acled, sector), spelt))
    return tuple(rows)


@cache
def actor_spellings(language: str, kind: _Kind) -> Spellings:
    """Return the spellings of actors, or of institutions, in a language.

    Raises
    ------
    LanguageDataError
        A row of the table is wrong.

    >>> ((words, actor), *_) = actor_spellings("ar", "actor")["داعش"]
    >>> actor.name, actor.acled_type, actor.plover_sector
    ('Islamic State', 'Rebel group', 'REB')
    """
    entries = [(words, actor) for of, actor, spelt in _rows() if of == kind for words in spelt[language]]
    found: dict[str, list[tuple[tuple[str, ...], Actor]]] = {}
    for words, actor in sorted(entries, key=lambda entry: -len(entry[0])):
        found.setdefault(words[0], []).append((words, actor))
    return found
