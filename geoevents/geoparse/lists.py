"""Type words that are not a name's own.

Those of lists ("the Homs and Syrian deserts"), those that a preposition parts from the name ("the military
airport in Hama"), and those of many things in one place ("سجون الحسكة").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from geoevents.geoparse.cues import Cue, cues_by_word, is_arabic, lexicon
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import Toponym, is_coordinated
from geoevents.language.fold import fold

if TYPE_CHECKING:
    from geoevents.geoparse.candidates import Name
    from geoevents.geoparse.names import Names

__all__ = ["find_parted", "find_shared", "holds_many", "open_brackets", "open_plurals"]

_CERTAIN: Final = 20.0  # more than any name without its noun has: the whole name is spelt, only in pieces
_AND: Final = "و"
_LONGEST: Final = 2  # words of a member
_ARTICLE: Final = "ال"
_PARTED: Final = frozenset({"base", "facility", "border_crossing", "camp"})
_IN: Final = frozenset({"in", fold("في")})
_MANY: Final = _PARTED | {"town", "village", "neighbourhood"}
_UNITS: Final = frozenset({"governorate", "district", "subdistrict"})
_PLACE: Final = Cue("type", "area", plural=True)


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
    wholes = [form.format(member, noun) for noun in lexicon(language)["types"][cue.value]["singular"]]
    # "Hajjah and Lahj governorates" are the units, though the cities are called so too.
    for whole in (*wholes, member) if cue.plural and cue.value in _UNITS else wholes:
        name = names.find(whole)
        if name is not None and any(candidate.kind == cue.value for candidate in name.candidates):
            return name
    return None


def find_parted(reading: Reading, names: Names) -> Iterator[Toponym]:
    """Yield the names that are whole with a noun before "in": "the military airport in Hama".

    >>> find_parted.__name__
    'find_parted'
    """
    for word, joint in ((word, _noun_before(reading, word)) for word in _ins(reading)):
        if joint is None:
            continue
        first, cue, form = joint
        for last in range(min(word + 1 + _LONGEST, len(reading)), word + 1, -1):
            member = " ".join(reading.words[word + 1 : last])
            language = "ar" if is_arabic(member) else "en"
            name = None if reading.is_cut(word, last - 1) else _whole(names, cue, form, member, language)
            if name is not None:
                toponym = Toponym(first, last, word + 1, last, name, head=cue, logit=_CERTAIN)
                toponym.lent.append(("with the noun before it it is a name", _CERTAIN))
                yield toponym
                break


def _ins(reading: Reading) -> Iterator[int]:
    if not _IN.isdisjoint(reading.vocabulary):
        yield from (at for at, word in enumerate(reading.words) if word in _IN)


def _noun_before(reading: Reading, word: int) -> tuple[int, Cue, str] | None:
    """Return the first word of the definite noun before "in", its kind, and how it makes a name whole."""
    if not is_arabic(reading.words[word]):
        cue = next((cue for cue in reading.cues_before(word) if cue.role == "type"), None)
        is_part = cue is not None and not cue.plural and cue.value in _PARTED
        return (word - cue.size, cue, "{0} {1}") if cue is not None and is_part else None
    for first, form in ((word - 1, "{1} {0}"), (word - 2, "{1} {0} " + reading.words[word - 1])):
        if first < 0 or reading.is_cut(first, word) or not reading.words[first].startswith(_ARTICLE):
            continue
        listed = cues_by_word().get(reading.words[first].removeprefix(_ARTICLE))
        for cue, rest in listed.by_role.get("type", ()) if listed is not None else ():
            if not (rest or cue.plural or cue.proclitic) and cue.value in _PARTED:
                return first, cue, form
    return None


def open_plurals(reading: Reading, toponyms: Sequence[Toponym]) -> None:
    """Read a plural noun before a single name as things there: "سجون الحسكة" are in al-Hasakah.

    The names of a list are of the noun's kind: "مخيما الهول وروج".

    >>> open_plurals.__name__
    'open_plurals'
    """
    singles = [
        toponym
        for at, toponym in enumerate(toponyms)
        if _is_many(toponym)
        and not any(
            _is_many(other) and is_coordinated(reading, *sorted((toponym, other), key=_first))
            for other in (*toponyms[max(0, at - 1) : at], *toponyms[at + 1 : at + 2])
        )
    ]
    for toponym in singles:
        toponym.head = _PLACE


def open_brackets(reading: Reading, toponyms: Sequence[Toponym]) -> None:
    """Read a name in brackets behind a place as the governorate that holds it: "Jisr al-Shughur (Idlib)".

    >>> open_brackets.__name__
    'open_brackets'
    """
    for before, toponym in pairwise(toponyms):
        in_brackets = (
            before.last == toponym.first
            and reading.gap(toponym.first - 1).strip() == "("
            and reading.gap(toponym.last - 1).strip().startswith(")")
        )
        kinds = {candidate.kind for candidate in toponym.name.candidates}
        if in_brackets and toponym.head is None and "governorate" in kinds and "country" not in kinds:
            toponym.head = Cue("type", "governorate")


def holds_many(reading: Reading, toponym: Toponym) -> bool:
    """Tell whether the name before which a plural noun stands opens no list of such things.

    >>> holds_many.__name__
    'holds_many'
    """
    gap, following = reading.gap(toponym.last - 1).strip(), reading.words[toponym.last : toponym.last + 1]
    opens = gap in (",", "،") or (not gap and following and following[0].startswith((_AND, "and")))
    return _is_many(toponym) and not opens


def _is_many(toponym: Toponym) -> bool:
    return toponym.head is not None and toponym.head.plural and toponym.head.value in _MANY


def _first(toponym: Toponym) -> int:
    return toponym.first
