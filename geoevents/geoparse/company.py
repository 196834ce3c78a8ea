"""What stands beside a name: prepositions, type words, and other names in a list or elsewhere in the report.

A name keeps the company of its like: among the towns of a list, what spells a town is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from geoevents.geoparse.candidates import LOOKED_AT, SETTLEMENTS, Candidate, distance_km, fits
from geoevents.geoparse.cues import Cue, is_arabic
from geoevents.geoparse.reading import Reading
from geoevents.geoparse.toponyms import DASHES, Toponym, is_coordinated

__all__ = [
    "LIKE_KIND", "OF_KIND", "THRESHOLD", "agreement", "is_known", "is_located", "keep_company",
]  # fmt: skip

OF_KIND: Final = 5.0
LIKE_KIND: Final = 3.0
"""What a type word lends a name of its kind, or of one that it may mean."""

# An isolated name must look more like a place than not; its company lends it this much.
THRESHOLD: Final = 0.0
_COORDINATED: Final = 1.5
_KNOWN_COORDINATED: Final = 2.5
_NEIGHBOUR: Final = 2.5
_CURATED: Final = 1.5
_COMPATRIOT: Final = 1.0
_NEIGHBOUR_KM: Final = 100.0
_REPEATED: Final = 1.0
_REPEATED_BEHIND: Final = 3.0
_BETWEEN: Final = Cue("between", "between")
_IN_RUN: Final = 4.0
_RUN_KM: Final = 150.0
_NEAR_IT: Final = 2  # places of a list, or of a report, that a name among them must lie near
_AMONG: Final = 3.0
_SURE: Final = 2.0  # what the evidence for such a place must be
_OTHER_END: Final = 9.0  # of a road: only a place is one


def is_known(best: Candidate) -> bool:
    """Tell whether a report may name a place without more."""
    return best.is_curated or best.kind in ("governorate", "country") or best.is_capital


def is_located(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a preposition of place stands before the name."""
    if hit.proclitic:
        return hit.proclitic.endswith("ب")
    before = reading.cues_before(hit.first)
    if any(cue.role in ("direction", "part") or cue == _BETWEEN for cue in before):
        return True
    cue = reading.cue_before(hit.first, "preposition") if before else None
    return cue is not None and cue.value in ("in", "to", "on", "from")


def agreement(hit: Toponym) -> float:
    """A type word before a name of that very kind leaves little doubt."""
    if hit.head is None:
        return 0.0
    kinds = {candidate.kind for candidate in hit.name.candidates}
    if hit.heads in kinds:
        return OF_KIND
    return LIKE_KIND if any(fits(kind, hit.heads) for kind in kinds) else 0.0


def keep_company(reading: Reading, hits: Iterable[Toponym], focus: Collection[str]) -> None:
    """Let a list and a repetition lend evidence; ``focus`` are the countries that the text speaks of.

    >>> keep_company(Reading.of("هدوء"), (), ())
    """
    ordered = sorted(hits, key=lambda hit: (hit.core, hit.last))
    following = _following(reading, ordered)
    best: dict[str, float] = {}
    for hit in ordered:
        best[hit.name.key] = max(best.get(hit.name.key, -9.0), hit.logit)
    listed: set[int] = set()  # two readings of a name before it are one name
    opened = {id(hit) for hit in ordered if hit.head and hit.head.plural and hit.first < hit.core}
    for hit in ordered:
        if hit.logit > THRESHOLD:
            for after in following.get(id(hit), ()):
                if id(after) in listed:
                    continue
                listed.add(id(after))
                if _is_road(reading, hit):
                    after.lend("the other end of a road", _OTHER_END)
                after.lend("in a list with a place", _KNOWN_COORDINATED if _is_name(after) else _COORDINATED)
                if _are_near(hit, after):
                    is_curated = after.name.candidates[0].is_curated
                    after.lend("near the place before it in the list", _NEIGHBOUR + is_curated * _CURATED)
                elif _are_compatriots(hit, after, focus):
                    after.lend("in the country of the place before it in the list", _COMPATRIOT)
                if id(hit) in opened and after.head is None:
                    opened.add(id(after))
                    after.head = Cue("type", hit.heads, plural=True)
                    after.lend("type word of the list", agreement(after))
        elif best[hit.name.key] > 2 * _REPEATED and len(hit.name.key) > 3:
            hit.lend("a place elsewhere in the report", _REPEATED)
            if hit.name.candidates[0].is_curated and is_located(reading, hit):
                hit.lend("behind a preposition, where no adjective stands", _REPEATED_BEHIND)
    for hit in reversed(ordered):
        if hit.logit <= THRESHOLD and _is_name(hit):
            places = [
                after
                for after in following.get(id(hit), ())
                if after.logit > THRESHOLD and after.first == hit.last
            ]
            if places:
                hit.lend("first of a list of places", _COORDINATED)
            if any(_are_near(after, hit) for after in places):
                hit.lend("near the place behind it in the list", _NEIGHBOUR)
            elif any(_are_compatriots(after, hit, focus) for after in places):
                hit.lend("in the country of the place behind it in the list", _COMPATRIOT)
    for run in _runs(ordered, following):
        _close_ranks(run)
    _gather(reading, ordered)


def _following(reading: Reading, ordered: Sequence[Toponym]) -> dict[int, list[Toponym]]:
    """Return the names that go on a list behind each name, by its ``id()``."""
    by_first: dict[int, list[Toponym]] = {}
    for hit in ordered:
        by_first.setdefault(hit.first, []).append(hit)
    found = {
        id(hit): [
            after
            for first in (hit.last, hit.last + 1)
            for after in by_first.get(first, ())
            if is_coordinated(reading, hit, after)
        ]
        for hit in ordered
        if hit.last in by_first or hit.last + 1 in by_first
    }
    return {name: after for name, after in found.items() if after}


def _runs(ordered: Sequence[Toponym], following: Mapping[int, Sequence[Toponym]]) -> list[list[Toponym]]:
    """Return the lists of three and more, their doubtful members included."""
    run_of: dict[int, list[Toponym]] = {}
    runs = []
    for hit in ordered:
        if id(hit) not in run_of:
            run_of[id(hit)] = [hit]
            runs.append(run_of[id(hit)])
        run = run_of[id(hit)]
        for after in following.get(id(hit), ()):
            if id(after) not in run_of:
                run_of[id(after)] = run
                run.append(after)
    return [run for run in runs if len({hit.core for hit in run}) > _NEAR_IT]


def _close_ranks(run: Sequence[Toponym]) -> None:
    """Let the places of a list vouch for a curated name among them that lies near two of them."""
    certain = {hit.core: hit for hit in run if hit.logit > THRESHOLD}
    for hit in (*run, *reversed(run)):  # what is taken for a place vouches for its neighbours in turn
        if hit.core in certain or not hit.name.candidates[0].is_curated:
            continue
        near = sum(_are_near(hit, other, _RUN_KM) for other in certain.values())
        if near >= _NEAR_IT and hit.logit + _IN_RUN > THRESHOLD:
            hit.lend("near other places of its list", _IN_RUN)
            certain[hit.core] = hit


def _gather(reading: Reading, ordered: Sequence[Toponym]) -> None:
    """Let the places of a report vouch for a curated name among them: "بين القائم وربيعة" in one on Anbar."""
    sure = {
        hit.name.key: hit
        for hit in ordered
        if hit.logit > _SURE and hit.name.candidates[0].kind in SETTLEMENTS
    }
    if len(sure) < _NEAR_IT:
        return
    for hit in ordered:
        doubtful = hit.logit <= THRESHOLD < hit.logit + _AMONG
        is_placed = is_located(reading, hit) or reading.cue_before(hit.first, "visit")
        if not doubtful or not hit.name.is_written(article=hit.article) or not is_placed:
            continue
        if any(candidate.is_curated for candidate in hit.name.candidates[:LOOKED_AT]):
            near = sum(_are_near(other, hit) for key, other in sure.items() if key != hit.name.key)
            if near >= _NEAR_IT:
                hit.lend("behind a preposition, and near other places of the report", _AMONG)


def _is_road(reading: Reading, hit: Toponym) -> bool:
    """Tell whether a name stands behind a road and before a dash: "طريق دير الزور – تدمر"."""
    cue = reading.cue_before(hit.first, "between")
    return cue is not None and cue.value == "roads" and reading.gap(hit.last - 1).strip() in DASHES


def _is_name(hit: Toponym) -> bool:
    """Tell whether a name that a list holds is one: curated, or in Arabic no common word."""
    if not hit.name.is_written(article=hit.article):
        return False  # "مصنع", a factory, is no "المصنع"
    return is_known(hit.name.candidates[0]) or (hit.use == 0 and is_arabic(hit.name.key))


def _are_compatriots(one: Toponym, other: Toponym, focus: Collection[str]) -> bool:
    """Tell whether two names of a list can mean places of one country that the report is about."""
    here, there = one.name.candidates[0], other.name.candidates[0]
    is_place = there.is_primary or there.is_curated
    return here.kind != "country" and is_place and here.country == there.country and there.country in focus


def _are_near(before: Toponym, after: Toponym, km: float = _NEIGHBOUR_KM) -> bool:
    """Tell whether two names of a list can mean neighbours: "الرقة والطبقة"."""
    return any(
        there.country == here.country and distance_km(there, here) < km
        for here in before.name.candidates[:LOOKED_AT]
        if here.kind in SETTLEMENTS
        for there in after.name.candidates[:LOOKED_AT]
    )
