"""Train the weights of ``geoevents/geoparse/weights.json`` from annotated text.

    python benchmarks/train_evidence.py CORPUS.jsonl… [-o geoevents/geoparse/weights.json] [--folds 5]

Each corpus is JSON Lines with ``text`` and ``gold``: a list of ``start``, ``end`` of place names that stand
for a place or its government. The shipped weights were trained on

- ANERcorp, training part (Benajiba et al. 2007; CC BY-SA 4.0), places tagged LOC,
- the Wojood sample (Jarrar et al. 2022; MIT), GPE and LOC and FAC,
- LGL (Lieberman et al. 2010) and TR-News (Kamalloo and Rafiei 2018), the annotations of places.

The model is a logistic regression by AdaGrad, averaged over orders of the examples, over the features of
``geoevents.geoparse.evidence``; features seen too few times (``LEAST_SEEN``) are left out, small weights are
dropped.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp, sqrt
from pathlib import Path

from geoevents.gazetteer.store import Gazetteer
from geoevents.geoparse.evidence import features
from geoevents.geoparse.reading import Texts
from geoevents.geoparse.toponyms import attach_type_word, hits

LEAST_SEEN = 2
LEAST_SEEN_LETTERS = 3  # of the name's own letters, or the annotators' slips are learnt by heart
EPOCHS = 8
SHUFFLES = 4  # orders of the examples whose weights are averaged; a single one is off by chance
RATE = 0.3
L2 = 2e-4
LEAST_WEIGHT = 0.16
SAME = 0.5  # share of its letters that a span and the gold share

Example = tuple[tuple[str, ...], bool]


def likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if shared <= 0 else shared / (a[1] - a[0] + b[1] - b[0] - shared)


def examples(record: dict, gazetteer: Gazetteer) -> Iterator[Example]:
    """Every dictionary span of a text, with whether the annotators took it for a place."""
    texts = Texts([record["text"]])
    (reading,) = texts.readings
    gold = [(item["start"], item["end"]) for item in record["gold"]]
    for hit in hits(texts, gazetteer)[0]:
        core = reading.raw(hit.core, hit.core_last)
        attach_type_word(reading, hit)
        whole = reading.raw(hit.first, hit.last)
        is_place = any(max(likeness(core, span), likeness(whole, span)) >= SAME for span in gold)
        yield tuple(features(reading, hit)), is_place


def is_of_letters(feature: str) -> bool:
    """Whether the feature tells which letters the name has, rather than what stands around it."""
    return feature.startswith("letters ") or " name=" in feature


def train(data: Sequence[Example]) -> dict[str, float]:
    seen = Counter(feature for found, _ in data for feature in found)
    kept = [f for f, n in seen.items() if n >= (LEAST_SEEN_LETTERS if is_of_letters(f) else LEAST_SEEN)]
    numbers = {feature: at for at, feature in enumerate(kept)}
    rows = [([numbers[f] for f in found if f in numbers], label) for found, label in data]
    sums = [0.0] * len(numbers)
    for seed in range(SHUFFLES):
        sums = [total + weight for total, weight in zip(sums, descend(rows, len(numbers), seed), strict=True)]
    weights = {f: round(sums[at] / SHUFFLES, 2) for f, at in sorted(numbers.items())}
    return {f: weight for f, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}


def descend(rows: Sequence[tuple[list[int], bool]], size: int, seed: int) -> list[float]:
    """Return the weights that AdaGrad finds in one order of the examples."""
    weights, squares = [0.0] * size, [1.0] * size
    shuffled, shuffle = list(rows), random.Random(seed).shuffle
    for _ in range(EPOCHS):
        shuffle(shuffled)
        for row, label in shuffled:
            score = sum([weights[at] for at in row])
            error = label - 1 / (1 + exp(-max(-30.0, min(30.0, score))))
            for at in row:
                slope = error - L2 * weights[at]
                squares[at] += slope * slope
                weights[at] += RATE * slope / sqrt(squares[at])
    return weights


def judge(weights: dict[str, float], data: Sequence[Example]) -> tuple[int, int, int]:
    """True positives, false positives and misses among the dictionary's spans."""
    counts = [0, 0, 0]
    for found, label in data:
        likely = sum(weights.get(feature, 0.0) for feature in found) > 0
        if likely or label:
            counts[0 if likely and label else 1 if likely else 2] += 1
    return counts[0], counts[1], counts[2]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("geoevents/geoparse/weights.json"))
    parser.add_argument("--gazetteer", type=Path, help="a folder of place data; the shipped one if not given")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by document first")
    options = parser.parse_args()
    gazetteer = Gazetteer.load(options.gazetteer, shipped=options.gazetteer is None)
    documents = []
    for corpus in options.corpora:
        records = [json.loads(line) for line in corpus.read_text("utf-8").split("\n") if line]
        documents += [(corpus.stem, list(examples(record, gazetteer))) for record in records]
        print(f"{corpus.stem}: {len(records)} texts")
    random.Random(1).shuffle(documents)
    totals: dict[str, list[int]] = {}
    for fold in range(options.folds):
        weights = train([e for at, (_, d) in enumerate(documents) if at % options.folds != fold for e in d])
        for name, found in documents[fold :: options.folds]:
            counts = totals.setdefault(name, [0, 0, 0])
            for at, value in enumerate(judge(weights, found)):
                counts[at] += value
    for name, (right, false, missed) in sorted(totals.items()):
        f1 = 2 * right / (2 * right + false + missed)
        print(f"{name}: P {right / (right + false):.3f} R {right / (right + missed):.3f} F1 {f1:.3f}")
    weights = train([example for _, found in documents for example in found])
    content = {"corpora": sorted({name for name, _ in documents}), "weights": weights}
    options.output.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{len(weights)} weights, {options.output.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
