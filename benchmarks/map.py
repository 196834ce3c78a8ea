"""Time the map of 1, 1,000 and 100,000 events, beside what else draws the same data in Python.

    python benchmarks/map.py [--sizes 1 1000 100000] [--drawers geoevents …] [--patience 300]
    python benchmarks/map.py --sizes 500000 --drawers geoevents

Every event has a sentence of its own, of thirty words drawn from the example reports. Each page is built in
a process of its own and opened in a headless Chromium without a GPU. The network is off; the libraries that
the pages of folium and geopandas link to come from npm, pinned below, and what only decorates them
(Bootstrap, icons) is answered with nothing, which favours them. Measured are the seconds to build and save
the page, its size, the seconds until it is at rest and answers, and the frames per second while the map is
panned to and fro for five seconds; and of both programs the seconds of the processor, which depend less on
what else the machine does.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DRAWERS = ("geoevents", "MarkerCluster", "FastMarkerCluster", "explore")
LIBRARIES = ("leaflet@1.9.4", "leaflet.markercluster@1.5.3", "jquery@3.7.1")
LINKED = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "jquery": "jquery/dist/jquery.min.js",
}
TOWNS = 4_000  # half of the events lie in one of them, the others each at a spot of its own
WORDS = 30  # in a sentence, as in the reports
CATEGORIES = ("clash", "arrest", "meeting", "return", "warning", "aid", "airstrike", "seizure")
COLUMNS = (
    ("build, s", "build", ".2f"), ("of the processor", "build_cpu", ".2f"), ("MB", "megabytes", ".2f"),
    ("ready, s", "ready", ".2f"), ("of the processor", "ready_cpu", ".2f"), ("frames/s", "frames", ".0f"),
    ("longest frame, ms", "longest", ".0f"),
)  # fmt: skip


def reports(count: int) -> Iterator[Any]:
    """Yield reports of five events each, at two kinds of places, over ten years."""
    from geoevents.model import Actor, Document, Event, Location, Mention, Parsed, Place, TimeSpan

    draw = random.Random(7)
    words = [
        word for path in sorted((ROOT / "seeds").glob("*.txt")) for word in path.read_text("utf-8").split()
    ]

    def spot(id: str, name: str, name_ar: str, kind: Any) -> Place:
        return Place(id, name, name_ar, kind, draw.uniform(30, 37), draw.uniform(36, 48), countries=("IQ",))

    towns = [spot(f"x:{number}", f"Town {number}", f"بلدة {number}", "town") for number in range(TOWNS)]
    for first in range(0, count, 5):
        text, events = "", []
        for number in range(first, min(first + 5, count)):
            town = draw.choice(towns)
            place = spot(f"y:{number}", town.name, town.name_ar, "village") if number % 2 else town
            start, told = len(text), draw.choices(words, k=WORDS)
            sentence = " ".join([place.name_ar, *told])
            mention = Mention(start, start + len(place.name_ar), place.name_ar, place=place, score=0.9)
            day = date(2015, 1, 1) + timedelta(days=draw.randrange(3600))
            events.append(
                Event(
                    f"{number:016x}", "event", draw.choice(CATEGORIES), "occurred", TimeSpan(day, day, "day"),
                    start, start + len(sentence), sentence, f"r{first}", title=" ".join(told[:8]),
                    locations=(Location("site", place, mention),),
                    actors=(Actor(f"القوات {draw.randrange(300)}"),),
                    confidence=round(draw.uniform(0.4, 1), 2),
                )
            )  # fmt: skip
            text += sentence + " "
        yield Parsed(Document(f"r{first}", text, source="وكالة"), events=tuple(events))


def draw_map(drawer: str, frames: Any, path: Path) -> None:
    """Draw the same table as one of the drawers does, with title and sentence in a popup where it can."""
    import folium
    import folium.plugins

    from geoevents.publish.map import save_map

    at = frames.locations
    if drawer == "geoevents":
        save_map(frames, path, title="Benchmark")
        return
    if drawer == "explore":
        columns = ["title", "category", "date_start", "evidence", "location", "geometry"]
        at[columns].astype({"date_start": str}).explore(tiles=None, popup=True, max_zoom=17).save(path)
        return
    drawn = folium.Map((33.5, 42), zoom_start=6, tiles=None, max_zoom=17, prefer_canvas=True)
    if drawer == "FastMarkerCluster":  # has no popups
        folium.plugins.FastMarkerCluster(at[["latitude", "longitude"]].values.tolist()).add_to(drawn)
    else:
        markers = folium.plugins.MarkerCluster().add_to(drawn)
        rows = at[["latitude", "longitude", "title", "evidence"]].itertuples(index=False)
        for latitude, longitude, title, evidence in rows:
            popup = folium.Popup(f"<b>{title}</b><p>{evidence}", max_width=300)
            folium.Marker((latitude, longitude), popup=popup).add_to(markers)
    drawn.save(path)


def build(drawer: str, count: int, path: Path) -> dict[str, float]:
    """Build and save one page; the tables that all pages are drawn from are timed by themselves."""
    import folium.plugins  # noqa: F401  importing is not what is timed
    import geopandas  # noqa: F401

    from geoevents.publish.frames import to_frames

    parsed = list(reports(count))
    start = time.perf_counter()
    frames = to_frames(parsed)
    tables = time.perf_counter() - start
    start, processor = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    draw_map(drawer, frames, path)
    return {
        "tables": tables,
        "build": time.perf_counter() - start,
        "build_cpu": resource.getrusage(resource.RUSAGE_SELF).ru_utime - processor,
        "megabytes": path.stat().st_size / 1e6,
    }


AT_REST = """() => new Promise(done => {
  const rest = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() / 1000), 0));
  const isOurs = () => document.querySelector("[data-geoevents-map]");
  const isReady = () => !isOurs() || document.querySelector(".ge-app[data-ready]");
  const wait = () => document.readyState === "complete" && isReady() ? rest() : setTimeout(wait, 5);
  wait();
})"""
PAN = """() => new Promise(done => {
  const map = Object.values(window).find(one => one && one.setZoom && one.panBy);
  const start = performance.now(), gaps = [];
  let last = start, side = 1;
  const pan = () => {
    if (performance.now() - start > 5000) return;
    map.panBy([220 * side, 90 * side], { animate: true, duration: 0.4 });
    side = -side;
    setTimeout(pan, 450);
  };
  const frame = now => {
    gaps.push(now - last);
    last = now;
    if (now - start < 5000) return requestAnimationFrame(frame);
    done([1000 * gaps.length / (now - start), Math.max(...gaps.slice(1))]);
  };
  pan();
  requestAnimationFrame(frame);
})"""


def answer(route: Any, modules: Path) -> None:
    """Give a page the library that it links to, or nothing."""
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:")):
        route.continue_()
        return
    found = next((file for name, file in LINKED.items() if name in url), None)
    body = (modules / found).read_text(encoding="utf-8") if found else ""
    kind = "text/css" if ".css" in url else "text/javascript"
    route.fulfill(content_type=kind, body=body, headers={"Access-Control-Allow-Origin": "*"})


def look(path: Path, modules: Path, patience: float) -> dict[str, float]:
    """Open a page in a browser and pan its map; what is missing has failed or taken too long."""
    from playwright.sync_api import Error, sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    found: dict[str, float] = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=switches)
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.set_default_timeout(patience * 1000)
        page.route("**/*", lambda route: answer(route, modules))
        session = browser.new_browser_cdp_session()

        def processor() -> float:
            processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
            return sum(float(one["cpuTime"]) for one in processes if one["type"] == "renderer")

        try:
            before = processor()
            page.goto(path.as_uri(), wait_until="commit")
            found["ready"] = page.evaluate(AT_REST)
            found["ready_cpu"] = processor() - before
            page.wait_for_timeout(1500)
            found["frames"], found["longest"] = page.evaluate(PAN)
        except Error as problem:
            print(f"    {str(problem).splitlines()[0]}", file=sys.stderr)
        finally:
            browser.close()
    return found


def libraries() -> Path:
    """Install what the peers' pages link to."""
    folder = ROOT / "build" / "benchmarks"
    if not (folder / "node_modules" / "jquery").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, *LIBRARIES], check=True, capture_output=True)
    return folder / "node_modules"


def measure(drawer: str, count: int, patience: float, modules: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        command = [sys.executable, __file__, "--build", drawer, str(count), str(path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        try:
            built = subprocess.run(
                command, env=environment, stdout=subprocess.PIPE, text=True, timeout=patience, check=True
            )
        except subprocess.TimeoutExpired:
            return {}
        found: dict[str, float] = json.loads(built.stdout)
        return found | look(path, modules, patience)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", nargs="+", type=int, default=[1, 1_000, 100_000])
    options.add_argument("--drawers", nargs="+", default=DRAWERS, choices=DRAWERS)
    options.add_argument("--patience", type=float, default=300, help="seconds, to build and to open")
    options.add_argument("--build", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.build:
        drawer, count, path = given.build
        print(json.dumps(build(drawer, int(count), Path(path))))
        return
    modules = libraries()
    for count in given.sizes:
        print(f"\n{count:,} events (load of the machine: {os.getloadavg()[0]:.1f})\n")
        print("|".join(["", "", *(f" {name} " for name, _, _ in COLUMNS), ""]))
        print("|" + "---|" * (len(COLUMNS) + 1), flush=True)
        for drawer in given.drawers:
            found = measure(drawer, count, given.patience, modules)
            cells = [format(found[key], form) if key in found else "–" for _, key, form in COLUMNS]
            print(f"| {drawer} | " + " | ".join(cells) + " |", flush=True)
            if drawer == "geoevents" and "tables" in found:
                print(f"    the tables before: {found['tables']:.2f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
