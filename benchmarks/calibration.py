"""Say how often a place of a given score is right: the reliability table of the resolver.

    python benchmarks/calibration.py [--fit] CORPUS.jsonl…

Each corpus is JSON Lines with ``text`` and ``gold``: a list of ``start``, ``end``, ``lat``, ``lon``, such as
LGL (Lieberman et al. 2010) and TR-News (Kamalloo and Rafiei 2018). A name is right within 161 km (100 miles)
of the annotated point. Also told: what is lost to places that the gazetteer does not have under that name.
``--fit`` prints the weights that make a score of what supports a choice (``_BELIEF`` and ``_DOUBT`` of
``geoevents/geoparse/resolve.py``), fitted to the corpora, and the table that they have, cross-validated.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse.candidates import Candidate
from geoevents.geoparse.resolve import Choice
from geoevents.geoparse.steps import Parse
from geoevents.model import Place

RIGHT_KM = 161.0
GLOBE = Geod(ellps="WGS84")
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
SUPPORT = (
    "share", "a country", "salience", "own name", "country focus", "near other places", "named within",
)  # fmt: skip
FOLDS = 5
ROUNDS, RIDGE = 20, 1e-3  # of Newton's method, which is at rest after ten


class Answer(NamedTuple):
    """A name with annotated coordinates: our score, and whether we were, or could have been, right."""

    score: float | None  # None where no place was chosen
    right: bool
    known: bool  # a place of that name within reach is in the gazetteer
    support: Mapping[str, float] | None = None  # what the score rests on


def answers(record: dict, gazetteer: Gazetteer) -> Iterator[Answer]:
    """Every annotated name of a text that carries coordinates."""
    (parse,) = Parse.of([record["text"]], gazetteer)
    mentions = parse.mentions()
    for gold in record["gold"]:
        if gold["lat"] is None:
            continue
        spans = [t for t in parse.weighed if _overlaps(gold, *parse.reading.raw(t.core, t.core_last))]
        known = any(
            _km(candidate, gold) <= RIGHT_KM for toponym in spans for candidate in toponym.name.candidates
        )
        mention = next((m for m in mentions if _overlaps(gold, m.start, m.end)), None)
        place = mention.place if mention is not None else None
        right = place is not None and _km(place, gold) <= RIGHT_KM
        cores = (parse.reading.raw(toponym.core, toponym.core_last) for toponym in parse.toponyms)
        chosen = zip(cores, parse.choices, strict=True)
        choice = next((choice for core, choice in chosen if _overlaps(gold, *core)), None)
        yield Answer(mention.score if mention and place else None, right, known or right, _support(choice))


def _support(choice: Choice | None) -> Mapping[str, float] | None:
    return None if choice is None or choice.best is None else choice.support


def _overlaps(gold: dict, start: int, end: int) -> bool:
    return start < gold["end"] and gold["start"] < end


def _km(place: Place | Candidate, gold: dict) -> float:
    return GLOBE.inv(place.longitude, place.latitude, gold["lon"], gold["lat"])[2] / 1000


def fit(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A logistic regression by Newton's method; the last column of ``rows`` is 1."""
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def fitted(given: Sequence[Sequence[Answer]]) -> Iterator[str]:
    """The weights for these answers, by document, and the table that they have on documents left out."""
    used = [[one for one in some if one.support is not None and one.score is not None] for some in given]
    folds = np.repeat(np.arange(len(used)) % FOLDS, [len(some) for some in used])
    flat = [one for some in used for one in some]
    rows = np.array([[(one.support or {}).get(name, 0.0) for name in SUPPORT] + [1.0] for one in flat])
    right = np.array([one.right for one in flat])
    weights = zip((*SUPPORT, "doubt"), fit(rows, right), strict=True)
    yield f"{len(flat):,} names: " + ", ".join(f"{name} {weight:.2f}" for name, weight in weights)
    chance = np.zeros(len(flat))
    for fold in range(FOLDS):
        here = folds == fold
        chance[here] = 1 / (1 + np.exp(-rows[here] @ fit(rows[~here], right[~here])))
    yield from table([one._replace(score=float(p)) for one, p in zip(flat, chance, strict=True)])


def table(given: Sequence[Answer]) -> Iterator[str]:
    """The rows of the reliability table, in Markdown."""
    yield "| score | names | mean score | right within 161 km |"
    yield "|---|---|---|---|"
    for low, high in pairwise(EDGES):
        found = [one for one in given if one.score is not None and low <= one.score < high]
        if found:
            mean = sum(one.score or 0.0 for one in found) / len(found)
            share = sum(one.right for one in found) / len(found)
            yield f"| {low:.1f}–{min(high, 1):.1f} | {len(found):,} | {mean:.2f} | {share:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--fit", action="store_true", help="fit the weights of what supports a choice anew")
    options = parser.parse_args()
    gazetteer = Gazetteer.load()
    total: list[list[Answer]] = []
    for corpus in options.corpora:
        records = [json.loads(line) for line in corpus.read_text("utf-8").split("\n") if line]
        texts = [list(answers(record, gazetteer)) for record in records]
        given = [answer for some in texts for answer in some]
        placed = [one for one in given if one.score is not None]
        print(
            f"{corpus.stem}: {len(given):,} names with coordinates; placed {len(placed):,}, of these right "
            f"{sum(one.right for one in placed) / len(placed):.3f}; right of all "
            f"{sum(one.right for one in given) / len(given):.3f}; not in the gazetteer under that name "
            f"{sum(not one.known for one in given) / len(given):.3f}"
        )
        total += texts
    print("\n".join(table([answer for some in total for answer in some])))
    if options.fit:
        print("\n".join(fitted(total)))


if __name__ == "__main__":
    main()
