"""Measure where the time of parsing goes: MB/s of each step, on one core.

    python benchmarks/steps.py [PATH…] [--rounds 3]

By default the examples of the checkout. Each report is read so many times and its best time counts, so that
other work of the machine disturbs little; words once met are remembered, texts are not.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import geoevents as ge
from geoevents.coding.code import code
from geoevents.coding.words import words_of
from geoevents.contract import to_json
from geoevents.geoparse import geoparse
from geoevents.language.dates import find_dates
from geoevents.language.detect import detect
from geoevents.language.published import infer_published
from geoevents.language.quantities import find_quantities
from geoevents.language.sentences import sentences
from geoevents.language.tokens import tokenize
from geoevents.model import Document, Parsed

ROOT = Path(__file__).parents[1]
Result = TypeVar("Result")


class Clock:
    """Adds up the seconds of each step."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def __call__(self, step: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = work()
        self.seconds[step] += time.process_time() - start
        return result


def read(document: Document, gazetteer: ge.Gazetteer) -> Counter[str]:
    """Parse a report as ``parse_document`` does, and tell the seconds of each step."""
    clock, text = Clock(), document.text
    language = clock("language", lambda: detect(text))
    document = Document(document.id, text, language=language)
    tokens = clock("words", lambda: tokenize(text, language=language))
    dates = clock("dates", lambda: find_dates(text, language=language, tokens=tokens))
    published, _ = clock("day of the report", lambda: infer_published(text, language=language, dates=dates))
    mentions = clock("places", lambda: geoparse(document, gazetteer))
    dates = clock("dates", lambda: find_dates(text, language=language, tokens=tokens, published=published))
    quantities = clock(
        "figures", lambda: find_quantities(text, language=language, dates=dates, tokens=tokens)
    )
    cut = clock("sentences", lambda: sentences(text, language))
    events = clock(
        "events",
        lambda: code(
            document, mentions, dates, quantities, cut, published=published, words=words_of(tokens.folded)
        ),
    )
    clock("as JSON", lambda: to_json(Parsed(document, mentions, dates, quantities, events, published)))
    return clock.seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("paths", nargs="*", default=[str(ROOT / "seeds")])
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    gazetteer = ge.Gazetteer.load()
    size: Counter[str] = Counter()
    seconds: dict[str, Counter[str]] = {}
    for document in ge.read(given.paths):
        language = detect(document.text)
        size[language] += len(document.text.encode())
        rounds = [read(document, gazetteer) for _ in range(given.rounds + 1)][1:]
        best = {step: min(each[step] for each in rounds) for step in rounds[0]}
        seconds.setdefault(language, Counter()).update(best)
    for language, steps in seconds.items():
        megabytes, whole = size[language] / 1e6, sum(steps.values())
        print(f"\n{language}, {megabytes:.2f} MB{'':10} {'MB/s':>8} {'share':>6}")
        for step, spent in [*steps.most_common(), ("everything", whole)]:
            print(f"{step:20} {megabytes / spent:8.2f} {spent / whole:6.0%}")


if __name__ == "__main__":
    main()
