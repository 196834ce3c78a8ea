"""Measure the memory of ``geoevents parse``: it must not grow with the number of reports.

    python benchmarks/memory.py [PATH…] [--copies 1 10 100]

The reports, by default the examples of the checkout, are written so many times into one JSON Lines file,
each copy with an id of its own, and parsed by a process of its own. Shown is the most memory that it held
at once: "own" is what the process had to itself, "with files" counts the mapped index and libraries too.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import geoevents as ge

ROOT = Path(__file__).parents[1]
PAUSE = 0.02  # seconds between two looks at the process


def status(process: int) -> dict[str, int]:
    """Return the kernel's figures of a process in kB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    return {
        name: int(value.split()[0])
        for name, _, value in (line.partition(":") for line in lines)
        if name in ("VmHWM", "RssAnon")
    }


def parsed(path: Path) -> tuple[float, int, int]:
    """Parse a file in a process of its own: seconds, most memory with files, most memory of its own (kB)."""
    command = [sys.executable, "-m", "geoevents", "parse", str(path), "-o", os.devnull]
    most = {"VmHWM": 0, "RssAnon": 0}
    start = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
    ) as process:
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(PAUSE):
                for name, value in status(process.pid).items():
                    most[name] = max(most[name], value)

        looking = threading.Thread(target=look)
        looking.start()
        code = process.wait()
        seconds = time.perf_counter() - start
        ended.set()
        looking.join()
    if code:
        sys.exit(f"geoevents parse ended with {code}")
    return seconds, most["VmHWM"], most["RssAnon"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("paths", nargs="*", default=[ROOT / "seeds"])
    arguments.add_argument("--copies", type=int, nargs="+", default=[1, 10, 100])
    given = arguments.parse_args()
    if not Path("/proc/self/status").exists():
        sys.exit("this reads /proc, which only Linux has")
    reports = list(ge.read(given.paths))
    ge.Gazetteer.load()  # its index is built before anything is measured
    print(f"{'reports':>9}{'MB':>8}{'seconds':>9}{'MB/s':>7}{'own MB':>9}{'with files':>12}")
    for copies in given.copies:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "reports.jsonl")
            with path.open("w", encoding="utf-8") as file:
                for copy in range(copies):
                    for report in reports:
                        line = {"id": f"{report.id}-{copy}", "text": report.text}
                        file.write(json.dumps(line, ensure_ascii=False) + "\n")
            seconds, whole, own = parsed(path)
        size = copies * sum(len(report.text.encode()) for report in reports) / 1e6
        print(
            f"{copies * len(reports):9,}{size:8.2f}{seconds:9.1f}{size / seconds:7.2f}"
            f"{own / 1e3:9.0f}{whole / 1e3:12.0f}"
        )


if __name__ == "__main__":
    main()
