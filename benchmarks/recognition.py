"""Time geoparsing beside flashgeotext and geotext, in one run, on the same reports.

    python benchmarks/recognition.py [PATH…] [--rounds 5]

PATH are reports as for ``geoevents parse``, by default the examples of the checkout; Arabic and English are
timed apart. Every round takes all programs in turn, so that what else the machine does slows them alike;
shown is the median of their processor time. The first pass, in which nothing is remembered yet, is shown
beside it.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import flashgeotext.geotext
import geotext

import geoevents as ge
from geoevents.geoparse import geoparse, geoparse_all
from geoevents.language.detect import detect
from geoevents.language.fold import fold_texts

SEEDS = Path(__file__).parents[1] / "seeds"
PEER = "flashgeotext"  # the one that the ratios compare with
LANGUAGES = {"ar": "Arabic", "en": "English"}

Program = Callable[[Sequence[ge.Document]], int]


def programs(gazetteer: ge.Gazetteer) -> dict[str, Program]:
    """Everything that is timed: each takes reports and returns how many places it found there."""
    flash = flashgeotext.geotext.GeoText()

    def by_flashgeotext(reports: Sequence[ge.Document]) -> int:
        found = [flash.extract(input_text=report.text) for report in reports]
        return sum(place["count"] for one in found for kind in one.values() for place in kind.values())

    def by_geotext(reports: Sequence[ge.Document]) -> int:
        found = [geotext.GeoText(report.text) for report in reports]
        return sum(len(one.cities) + len(one.countries) for one in found)

    return {
        PEER: by_flashgeotext,
        "geotext": by_geotext,
        "geoevents, names in the text": lambda reports: len(
            gazetteer.match(fold_texts([report.text for report in reports])[0])
        ),
        "geoevents, places (geoparse)": lambda reports: sum(map(len, geoparse_all(reports, gazetteer))),
        "the same, one at a time": lambda reports: sum(len(geoparse(one, gazetteer)) for one in reports),
        "geoevents, all (parse)": lambda reports: sum(
            len(one.mentions) for one in ge.parse(reports, gazetteer)
        ),
    }


def timed(program: Program, reports: Sequence[ge.Document]) -> tuple[float, int]:
    start = time.process_time()
    found = program(reports)
    return time.process_time() - start, found


def compare(reports: Sequence[ge.Document], gazetteer: ge.Gazetteer, rounds: int) -> None:
    megabytes = sum(len(report.text.encode()) for report in reports) / 1e6
    took: dict[str, list[float]] = {}
    found = {}
    known = programs(gazetteer)
    for _ in range(rounds + 1):
        for name, program in known.items():
            seconds, found[name] = timed(program, reports)
            took.setdefault(name, []).append(seconds)
    print(f"{'':30}{'MB/s':>8}{'first':>8}{'× ' + PEER:>16}{'places':>9}")
    for name, (first, *others) in took.items():
        usual = median(others)
        ratio = median(peer / own for peer, own in zip(took[PEER][1:], others, strict=True))
        print(f"{name:30}{megabytes / usual:8.2f}{megabytes / first:8.2f}{ratio:16.2f}{found[name]:9,}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("paths", nargs="*", default=[SEEDS])
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    gazetteer = ge.Gazetteer.load()
    reports = list(ge.read(given.paths))
    for code, language in LANGUAGES.items():
        some = [report for report in reports if detect(report.text) == code]
        if some:
            size = sum(len(report.text.encode()) for report in some)
            print(
                f"\n{language}: {len(some):,} reports, {size / 1e3:,.0f} kB of UTF-8, {given.rounds} rounds"
            )
            compare(some, gazetteer, given.rounds)


if __name__ == "__main__":
    main()
