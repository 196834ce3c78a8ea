"""How fast layers are written, and in how much memory, beside ``GeoDataFrame.to_file``.

    python benchmarks/layers.py [ROWS] [--to postgresql://…] [--only kml]

Each way of writing runs in a process of its own on the same table of events at points: made of a few
hundred different texts, places and days, with an id of its own in every row. Time is told by the clock and
in seconds of processor, which others on the same machine change less. "More" is the peak of the process
less what it held with the table loaded and nothing written.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geoevents.model import Document, Event, Location, Mention, Parsed, Place, TimeSpan
from geoevents.publish.frames import Frames, to_frames

SENTENCE = "أعلنت مصادر محلية عن وصول قافلة جديدة إلى المخيم قادمة من مدينة الموصل، رقم {}"
DISTINCT = 500
MOST_IN_KML = 100_000  # GDAL holds a KML in memory as a tree, 20 kB a row


def some_frames(rows: int) -> Frames:
    """The frames of a few hundred reports, their rows repeated under new ids."""
    import pandas as pd

    parsed = []
    for number in range(DISTINCT):
        text = SENTENCE.format(number)
        place = Place(
            f"x:{number}", f"Place {number}", f"موضع {number}", "town", 30 + number % 97 / 13,
            36 + number % 89 / 9, ("SY",),
        )  # fmt: skip
        day = date(2024, 1, 1) + timedelta(days=number)
        event = Event(
            f"e{number}", "event", "transfer", "occurred",
            TimeSpan(day, day, "day", day.isoformat(), "explicit"), 0, len(text), text, f"r{number}",
            locations=(Location("site", place, Mention(0, 5, text[:5], place=place, score=0.9)),),
        )  # fmt: skip
        parsed.append(Parsed(Document(f"r{number}", text, published=day), events=(event,)))
    few = to_frames(parsed)
    many = few.locations.iloc[[number % DISTINCT for number in range(rows)]].copy()
    many["event_id"] = [f"e{number:09d}" for number in range(rows)]
    ids = many["event_id"].tolist()
    many.index = pd.Index([f"{one}/site" for one in ids], dtype="str")
    events = many.set_index(pd.Index(ids, dtype="str"))
    return Frames(events, many, few.mentions, few.unresolved, few.movements, few.observations)


def ways(frames: Frames, url: str | None) -> Iterator[tuple[str, Callable[[Path], object]]]:
    from geoevents.publish.layers import DEFAULT_FORMATS, FORMATS, Format, write_layers
    from geoevents.publish.postgis import write_postgis

    for name in FORMATS:
        if name in ("qgis", "lpf"):  # the one is over the GeoPackage, the other of places, not of events
            continue

        def write_one(folder: Path, name: Format = name) -> object:
            return write_layers(frames, folder / "layers", formats=[name])

        yield f"geoevents {name}", write_one
    yield "geoevents " + " + ".join(DEFAULT_FORMATS), lambda folder: write_layers(frames, folder / "layers")
    for driver, ending in (
        ("GeoJSON", "geojson"),
        ("GPKG", "gpkg"),
        ("FlatGeobuf", "fgb"),
        ("LIBKML", "kml"),
    ):

        def write_file(folder: Path, driver: str = driver, ending: str = ending) -> object:
            return frames.locations.to_file(folder / f"one.{ending}", driver=driver, index=False)

        yield f"GeoDataFrame.to_file {driver}", write_file
    yield "GeoDataFrame.to_parquet", lambda folder: frames.locations.to_parquet(folder / "one.parquet")
    if url:
        yield "geoevents PostGIS", lambda folder: write_postgis(frames, url)
        yield "geoevents PostGIS, again", lambda folder: write_postgis(frames, url)


def measure(name: str, rows: int, url: str | None, answer: Any) -> None:
    frames = some_frames(rows)
    write = dict(ways(frames, url))[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        start, worked = time.perf_counter(), time.process_time()
        write(Path(folder))
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer.send({"seconds": seconds, "worked": worked, "bytes": size, "before": before, "peak": peak})


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("rows", nargs="?", type=int, default=1_000_000)
    options.add_argument("--to", metavar="URL", help="a PostGIS to write to as well")
    options.add_argument("--only", default="", help="a part of the names of those to run")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    names = [name for name, _ in ways(to_frames([]), given.to) if given.only.lower() in name.lower()]
    context = multiprocessing.get_context("spawn")
    print(f"{given.rows:,} rows (KML: at most {MOST_IN_KML:,}), {os.cpu_count()} cores")
    print(f"{'':44} {'rows/s':>10} {'/s CPU':>10} {'MB':>7} {'GB more':>8} {'GB peak':>8}")
    for name in names:
        mine, other = context.Pipe()
        rows = min(given.rows, MOST_IN_KML) if "kml" in name.lower() else given.rows
        process = context.Process(target=measure, args=(name, rows, given.to, other))
        process.start()
        other.close()
        try:
            found = mine.recv()
        except EOFError:
            print(f"{name:44} failed")
            continue
        finally:
            process.join()
        if given.json:
            print(json.dumps({"name": name, "rows": rows, **found}))
        more, peak = (found["peak"] - found["before"]) / 1e6, found["peak"] / 1e6
        speed, effort = rows / found["seconds"], rows / found["worked"]
        size = found["bytes"] / 1e6
        print(
            f"{name:44} {speed:>10,.0f} {effort:>10,.0f} {size:>7,.0f} {more:>8.2f} {peak:>8.2f}", flush=True
        )


if __name__ == "__main__":
    main()
