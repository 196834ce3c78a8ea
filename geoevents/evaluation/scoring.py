"""How good the parser is on texts that you annotated: recognition, resolution, roles, and how sure it may be.

A predicted and a gold mention are paired one to one: the same span first, then the longest overlap. The
measures are those that papers on geoparsing report. Resolution is judged by the distance to the gold
coordinates: within 161 km (100 miles; Leidner 2007) and within 10 km, over the gold mentions that were
resolved and over all; and by the area under the curve of the logarithm of the error, 0 best and 1 worst
(Jurgens et al., "Geolocation prediction in Twitter using social networks", ICWSM 2015; Gritta, Pilehvar
and Collier, "A pragmatic guide to geoparsing evaluation", 2020). Roles are those of the second paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from statistics import mean
from typing import TYPE_CHECKING, Final

from geoevents.evaluation.annotated import Annotated, Gold
from geoevents.evaluation.measures import FAR_KM, NEAR_KM, Agreement, Bin, Disagreement, Distances, Report
from geoevents.model import ROLES, Mention, Place

if TYPE_CHECKING:
    from geoevents.gazetteer.store import Gazetteer
    from geoevents.geoparse.spans import Recognizer

__all__ = ["compare", "evaluate"]

COUNTED: Final = ("literal", "metonymic", "demonym")  # roles that corpora in English mark
_EDGES: Final = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_KM_PER_DEGREE: Final = 111.2
_CONTEXT: Final = 40  # characters on either side
MISSED: Final = "not found"


def evaluate(
    annotated: Iterable[Annotated],
    gazetteer: Gazetteer,
    *,
    roles: Collection[str] = COUNTED,
    recognizer: Recognizer | None = None,
) -> Report:
    """Geoparse annotated texts and score what is found.

    Parameters
    ----------
    annotated
        From :func:`geoevents.read_annotated`, or your own.
    roles
        The roles of mentions that your annotation marks: Arabic corpora leave demonyms out. Others are
        neither right nor wrong, but the confusion of roles counts all.
    recognizer
        As for :func:`geoevents.geoparse.geoparse`.

    >>> from geoevents.gazetteer.store import Gazetteer
    >>> from geoevents.model import Document
    >>> text = Annotated(Document("r1", "Fire in Homs"), (Gold(8, 12, "Homs", 34.73, 36.71),))
    >>> report = evaluate([text], Gazetteer.load())
    >>> report.exact.f1, report.distances.within(10)
    (1.0, 1.0)
    """
    from geoevents.geoparse import geoparse

    texts = [_located(one, gazetteer) for one in annotated]
    found = {one.document.id: geoparse(one.document, gazetteer, recognizer=recognizer) for one in texts}
    ids = [gold.place for one in texts for gold in one.gold if gold.place]
    report = compare(texts, found, roles=roles)
    return replace(report, unknown=sum(id not in gazetteer for id in ids) if ids else None)


def _located(one: Annotated, gazetteer: Gazetteer) -> Annotated:
    """Take the coordinates from the gazetteer where the annotation only names the place."""

    def located(gold: Gold) -> Gold:
        if gold.is_located or gold.place not in gazetteer:
            return gold
        place = gazetteer[gold.place]
        return replace(gold, latitude=place.latitude, longitude=place.longitude)

    return replace(one, gold=tuple(map(located, one.gold)))


def compare(
    annotated: Iterable[Annotated],
    predicted: Mapping[str, Sequence[Mention]],
    *,
    roles: Collection[str] = COUNTED,
) -> Report:
    """Score predictions, by the ids of the documents; a document without any has no mentions.

    >>> from geoevents.model import Document
    >>> text = Annotated(Document("r1", "Fire in Homs"), (Gold(8, 12, "Homs"),))
    >>> report = compare([text], {"r1": [Mention(7, 12, " Homs")]})
    >>> report.exact.f1, report.overlap.f1
    (0.0, 1.0)
    """
    tally = _Tally(frozenset(roles))
    for one in annotated:
        tally.add(one, predicted.get(one.document.id, ()))
    return tally.report()


@dataclass(slots=True)
class _Tally:
    """Counts that grow document by document."""

    roles: frozenset[str]
    documents: int = 0
    gold: int = 0
    predicted: int = 0
    exact: int = 0
    overlapping: int = 0
    located: int = 0
    bounded: int = 0  # gold that says how near is right
    answered: int = 0  # of it, what was resolved
    right: int = 0  # of that, what is right
    errors_km: list[float] = field(default_factory=list)
    scores: list[tuple[float, bool]] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Disagreement] = field(default_factory=list)

    def add(self, one: Annotated, mentions: Sequence[Mention]) -> None:
        gold = [g for g in one.gold if not g.roles or self.roles.intersection(g.roles)]
        counted = [mention for mention in mentions if mention.role in self.roles]
        pairs = _pairs(gold, counted)
        required = [i for i, g in enumerate(gold) if i in pairs or not g.is_optional]
        self.documents += 1
        self.gold += len(required)
        self.predicted += len(counted)
        self.overlapping += len(pairs)
        for i in required:
            mention = counted[pairs[i]] if i in pairs else None
            if mention is None:
                self._problem(one, gold[i], MISSED, "")
            else:
                self.exact += (gold[i].start, gold[i].end) == (mention.start, mention.end)
            self._place(one, gold[i], mention)
        for j, mention in enumerate(counted):
            if j not in pairs.values():
                name = mention.place.name if mention.place else "not resolved"
                self._problem(one, mention, "not in the gold", f"{mention.role}: {name}")
        self._roles(one, mentions)

    def _place(self, one: Annotated, gold: Gold, mention: Mention | None) -> None:
        if gold.latitude is None or gold.longitude is None:
            return
        place = mention.place if mention else None
        self.located += 1
        is_bounded = gold.tolerance_km is not None
        self.bounded += is_bounded
        if mention is None or place is None:
            if mention:
                self._problem(one, gold, "not resolved", mention.reason)
            return
        km = distance_km(gold.latitude, gold.longitude, place)
        is_right = _is_right(gold, place, km) if is_bounded else km <= FAR_KM
        self.errors_km.append(km)
        self.scores.append((mention.score, is_right))
        if is_bounded:
            self.answered += 1
            self.right += is_right
        if not is_right:
            self._problem(one, gold, "wrong place", f"{place.name} ({place.kind}), {km:,.0f} km off")

    def _roles(self, one: Annotated, mentions: Sequence[Mention]) -> None:
        with_roles = [gold for gold in one.gold if gold.roles]
        pairs = _pairs(with_roles, mentions)
        for i, gold in enumerate(with_roles):
            if i not in pairs:
                if not gold.is_optional:
                    self.confusion[gold.roles[0], MISSED] += 1
                continue
            role = mentions[pairs[i]].role
            is_right = role in gold.roles
            self.confusion[role if is_right else gold.roles[0], role] += 1
            if not is_right:
                self._problem(one, gold, "wrong role", f"{role}, not {' or '.join(gold.roles)}")

    def _problem(self, one: Annotated, at: Gold | Mention, problem: str, detail: str) -> None:
        text = one.document.text
        context = text[max(0, at.start - _CONTEXT) : at.end + _CONTEXT]
        self.problems.append(
            Disagreement(
                one.document.id, at.start, at.end, text[at.start : at.end], problem, detail,
                " ".join(context.split()),
            )
        )  # fmt: skip

    def report(self) -> Report:
        order = [*sorted(ROLES), MISSED]
        confusion = sorted(
            self.confusion.items(), key=lambda one: (order.index(one[0][0]), order.index(one[0][1]))
        )
        return Report(
            self.documents,
            Agreement(self.exact, self.predicted, self.gold),
            Agreement(self.overlapping, self.predicted, self.gold),
            Distances(tuple(self.errors_km), self.located),
            Agreement(self.right, self.answered, self.bounded),
            dict(confusion),
            tuple(_bins(self.scores)),
            tuple(self.problems),
        )


def _pairs(gold: Sequence[Gold], mentions: Sequence[Mention]) -> dict[int, int]:
    """Pair gold and predicted mentions one to one: the same span first, then the longest overlap."""
    shared = [
        (
            (g.start, g.end) != (m.start, m.end),
            -(min(g.end, m.end) - max(g.start, m.start)),
            abs(g.start - m.start),
            i,
            j,
        )
        for i, g in enumerate(gold)
        for j, m in enumerate(mentions)
        if g.start < m.end and m.start < g.end
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in sorted(shared):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _bins(scores: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    for low, high in pairwise(_EDGES):
        within = [one for one in scores if low <= one[0] < high or one[0] == high == 1.0]
        if within:
            yield Bin(low, high, len(within), mean(s for s, _ in within), mean(right for _, right in within))


def _is_right(gold: Gold, place: Place, km: float) -> bool:
    """Tell whether a place is what the annotation allows: near enough, or an area of its kind."""
    assert gold.tolerance_km is not None
    if gold.is_shape and (not gold.kinds or place.kind in gold.kinds):
        slack = max(gold.tolerance_km, NEAR_KM)  # outlines are generalised
        if place.outline is None:
            return km <= max(slack, place.radius_km)
        return _outline_km(gold, place) <= slack
    return km <= gold.tolerance_km


def _outline_km(gold: Gold, place: Place) -> float:
    """Distance from the gold point to the outline of a place in km, 0 inside; on a plane around the point."""
    import numpy as np
    import shapely

    assert gold.latitude is not None
    scale = np.array([cos(radians(gold.latitude)), 1.0]) * _KM_PER_DEGREE
    outline = shapely.transform(place.geometry, lambda points: points * scale)
    point = shapely.points(np.array([gold.longitude, gold.latitude]) * scale)
    return float(shapely.distance(outline, point))


def distance_km(latitude: float, longitude: float, place: Place) -> float:
    """Great-circle distance from a point to the representative point of a place, in km (haversine)."""
    phi1, phi2 = radians(latitude), radians(place.latitude)
    half = (
        sin((phi2 - phi1) / 2) ** 2
        + cos(phi1) * cos(phi2) * sin(radians(place.longitude - longitude) / 2) ** 2
    )
    return 12_742 * asin(min(1.0, sqrt(half)))
