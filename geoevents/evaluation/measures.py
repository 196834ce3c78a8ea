"""The figures of an evaluation, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, nan
from statistics import mean, median
from typing import Any, Final

__all__ = ["FAR_KM", "NEAR_KM", "Agreement", "Bin", "Disagreement", "Distances", "Report"]

FAR_KM: Final = 161.0
NEAR_KM: Final = 10.0
WORST_KM: Final = 20_038.0  # half the circumference of the Earth


@dataclass(frozen=True, slots=True)
class Agreement:
    """Right ones among the predicted and the gold mentions.

    >>> Agreement(right=3, predicted=4, gold=6).f1
    0.6
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of the predicted that is right, 0 if nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found, 0 if there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Distances:
    """Errors in km of the resolved gold mentions with coordinates, and how many such mentions there are.

    What nothing can be said of is ``nan``.

    >>> found = Distances((0.0, 5.0, 400.0), located=4)
    >>> round(found.within(161), 2), round(found.within(161, of_all=True), 2)
    (0.67, 0.5)
    """

    errors_km: tuple[float, ...]
    located: int

    def within(self, km: float, *, of_all: bool = False) -> float:
        """Return the share within so many km, of the resolved mentions or of all."""
        whole = self.located if of_all else len(self.errors_km)
        return sum(error <= km for error in self.errors_km) / whole if whole else nan

    def auc(self, *, of_all: bool = False) -> float:
        """Return the area under the curve of ln(error + 1), 0…1; of all, a miss is as far as can be."""
        missed = [WORST_KM] * (self.located - len(self.errors_km)) if of_all else []
        curve = sorted(log(min(error, WORST_KM) + 1) for error in [*self.errors_km, *missed])
        if not curve:
            return nan
        if len(curve) == 1:
            curve *= 2
        area = sum((low + high) / 2 for low, high in pairwise(curve))
        return area / (len(curve) - 1) / log(WORST_KM + 1)

    @property
    def median_km(self) -> float:
        """The median error of the resolved mentions."""
        return median(self.errors_km) if self.errors_km else nan

    @property
    def mean_km(self) -> float:
        """The mean error of the resolved mentions."""
        return mean(self.errors_km) if self.errors_km else nan


@dataclass(frozen=True, slots=True)
class Bin:
    """Resolved mentions whose score lies in low…high: how sure they were, how many were right (161 km)."""

    low: float
    high: float
    count: int
    score: float  # their mean
    right: float  # the share of them


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where gold and prediction differ."""

    document: str
    start: int
    end: int
    text: str
    problem: str  # not found, not in the gold, not resolved, wrong place, wrong role
    detail: str
    context: str


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of an evaluation.

    ``tolerance`` counts mentions whose annotation says itself how near is right; ``confusion`` counts
    pairs of gold and predicted role where the gold has roles. ``unknown`` are gold mentions whose
    GeoNames id the gazetteer lacks, ``None`` where nobody looked: no parser finds those.
    """

    documents: int
    exact: Agreement
    overlap: Agreement
    distances: Distances
    tolerance: Agreement
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reliability: tuple[Bin, ...] = ()
    errors: tuple[Disagreement, ...] = field(default=(), repr=False)
    unknown: int | None = None

    @property
    def calibration_error(self) -> float:
        """The expected calibration error: how far the scores are from the shares that are right."""
        total = sum(one.count for one in self.reliability)
        return (
            sum(one.count * abs(one.score - one.right) for one in self.reliability) / total if total else nan
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain values that ``json.dumps`` writes; what nothing can be said of is ``None``.

        >>> found = Agreement(1, 2, 2)
        >>> Report(1, found, found, Distances((), 0), Agreement(0, 0, 0)).to_json()["overlap"]["f1"]
        0.5
        """
        far = self.distances

        def shown(value: float) -> float | None:
            return None if value != value else round(value, 4)

        def agreement(one: Agreement) -> dict[str, float | int]:
            shares = {"precision": one.precision, "recall": one.recall, "f1": one.f1}
            return {key: round(share, 4) for key, share in shares.items()} | {"right": one.right}

        def distances(*, of_all: bool) -> dict[str, float | int | None]:
            return {
                "mentions": far.located if of_all else len(far.errors_km),
                "acc_161_km": shown(far.within(FAR_KM, of_all=of_all)),
                "acc_10_km": shown(far.within(NEAR_KM, of_all=of_all)),
                "auc": shown(far.auc(of_all=of_all)),
            }

        return {
            "documents": self.documents,
            "gold": self.overlap.gold,
            "predicted": self.overlap.predicted,
            "exact": agreement(self.exact),
            "overlap": agreement(self.overlap),
            "resolved": distances(of_all=False)
            | {"median_km": shown(far.median_km), "mean_km": shown(far.mean_km)},
            "all": distances(of_all=True),
            "tolerance": agreement(self.tolerance) if self.tolerance.gold else None,
            "unknown_to_the_gazetteer": self.unknown,
            "roles": [
                {"gold": gold, "predicted": found, "count": n} for (gold, found), n in self.confusion.items()
            ],
            "reliability": [
                {
                    "low": b.low,
                    "high": b.high,
                    "count": b.count,
                    "score": shown(b.score),
                    "right": shown(b.right),
                }
                for b in self.reliability
            ],
            "calibration_error": shown(self.calibration_error),
            "errors": [{name: getattr(error, name) for name in error.__slots__} for error in self.errors],
        }
