"""Say how often a place of a given score is right: the reliability table of the resolver.

    python benchmarks/calibration.py CORPUS.jsonl…

Each corpus is JSON Lines with ``text`` and ``gold``: a list of ``start``, ``end``, ``lat``, ``lon``, such as
LGL (Lieberman et al. 2010) and TR-News (Kamalloo and Rafiei 2018). A name is right within 161 km (100 miles)
of the annotated point. Also told: what is lost to places that the gazetteer does not have under that name.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pyproj import Geod

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse.names import Candidate
from geoevents.geoparse.steps import Parse
from geoevents.model import Place

RIGHT_KM = 161.0
GLOBE = Geod(ellps="WGS84")
EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


class Answer(NamedTuple):
    """A name with annotated coordinates: our score, and whether we were, or could have been, right."""

    score: float | None  # None where no place was chosen
    right: bool
    known: bool  # a place of that name within reach is in the gazetteer


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
        yield Answer(mention.score if mention and place else None, right, known or right)


def _overlaps(gold: dict, start: int, end: int) -> bool:
    return start < gold["end"] and gold["start"] < end


def _km(place: Place | Candidate, gold: dict) -> float:
    return GLOBE.inv(place.longitude, place.latitude, gold["lon"], gold["lat"])[2] / 1000


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
    gazetteer = Gazetteer.load()
    total: list[Answer] = []
    for corpus in parser.parse_args().corpora:
        records = [json.loads(line) for line in corpus.read_text("utf-8").split("\n") if line]
        given = [answer for record in records for answer in answers(record, gazetteer)]
        placed = [one for one in given if one.score is not None]
        print(
            f"{corpus.stem}: {len(given):,} names with coordinates; placed {len(placed):,}, of these right "
            f"{sum(one.right for one in placed) / len(placed):.3f}; right of all "
            f"{sum(one.right for one in given) / len(given):.3f}; not in the gazetteer under that name "
            f"{sum(not one.known for one in given) / len(given):.3f}"
        )
        total += given
    print("\n".join(table(total)))


if __name__ == "__main__":
    main()
