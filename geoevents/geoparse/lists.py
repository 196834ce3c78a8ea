"""Names that are whole only with the noun that their list shares: "the Homs and Syrian deserts"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.cues import Cue, is_arabic, lexicon
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym

if TYPE_CHECKING:
    from geoevents.geoparse.names import Name, Names

__all__ = ["find_shared"]

_CERTAIN: Final = 9.0  # evidence: the whole name is spelt, only not in one piece
_AND: Final = "و"
_LONGEST: Final = 2  # words of a member


def find_shared(reading: Reading, names: Names) -> Iterator[Toponym]:
    """Yield the members of lists that, with the singular of their noun, are names of the gazetteer.

    >>> find_shared.__name__
    'find_shared'
    """
    for word in reading.where("type"):
        cue = reading.cue(word, "type")
        if cue is None or not cue.plural:
            continue
        arabic = is_arabic(reading.words[word])
        members = list((_behind if arabic else _before)(reading, names, word, cue))
        if len(members) < 2:
            continue
        for first, last, name, proclitic in members:
            toponym = Toponym(first, last, first, last, name, proclitic=proclitic, head=cue, logit=_CERTAIN)
            if arabic and first == word + cue.size:
                toponym.first = word
            elif not arabic and last == word:
                toponym.last = word + cue.size
            toponym.lent.append(("with the noun of the list it is a name", _CERTAIN))
            yield toponym


def _behind(reading: Reading, names: Names, word: int, cue: Cue) -> Iterator[tuple[int, int, Name, str]]:
    at, proclitic = word + cue.size, ""
    while at < len(reading) and not reading.is_cut(at - 1, at):
        for size in range(min(_LONGEST, len(reading) - at), 0, -1):
            phrase = " ".join(reading.words[at : at + size]).removeprefix(proclitic)
            name = None if reading.is_cut(at, at + size - 1) else _whole(names, cue, "{1} {0}", phrase, "ar")
            if name is not None:
                yield at, at + size, name, proclitic
                at += size
                break
        else:
            return
        if at >= len(reading) or not reading.words[at].startswith(_AND):
            return
        proclitic = _AND


def _before(reading: Reading, names: Names, word: int, cue: Cue) -> Iterator[tuple[int, int, Name, str]]:
    last = word
    while last > 0:
        for size in range(min(_LONGEST, last), 0, -1):
            first = last - size
            if not reading.is_capital(first) or reading.is_cut(first, last - 1):
                continue
            name = _whole(names, cue, "{0} {1}", " ".join(reading.words[first:last]), "en")
            if name is not None:
                yield first, last, name, ""
                break
        else:
            return
        if first == 0:
            return
        if reading.words[first - 1] == "and":
            first -= 1
        elif reading.gap(first - 1).strip() != ",":
            return
        last = first


def _whole(names: Names, cue: Cue, form: str, member: str, language: str) -> Name | None:
    """Return the name that a member and the singular of the noun spell, if it is of that kind."""
    for noun in lexicon(language)["types"][cue.value]["singular"]:
        name = names.find(form.format(member, noun))
        if name is not None and any(candidate.kind == cue.value for candidate in name.candidates):
            return name
    return None
