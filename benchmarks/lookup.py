"""Time the first look-up of a place: from a cold start, and with the index still to be built.

    python benchmarks/lookup.py [NAME] [--rounds 7]

Each look-up is a process of its own, as on the command line. "Warm" finds the index in the memory of the
operating system; before "cold" it is put out of there (where the system can do that: Linux), as after a
restart of the machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import geoevents as ge

ROOT = Path(__file__).parents[1]
INSIDE = """
import sys, time
start = time.perf_counter()
import geoevents as ge
gazetteer = ge.Gazetteer.load(cache=sys.argv[2])
opened = time.perf_counter()
found = gazetteer.lookup(sys.argv[1])
looked = time.perf_counter()
for _ in range(100):
    gazetteer.lookup(sys.argv[1])
ended = time.perf_counter()
print(opened - start, looked - opened, (ended - looked) / 100, found[0].place.name)
"""


def run(*command: str) -> tuple[float, str]:
    """Run a program and return how long it took, and what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, ran.stdout


def forget(folder: Path) -> bool:
    """Put the files of a folder out of the operating system's memory."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for file in filter(Path.is_file, folder.rglob("*")):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("name", nargs="?", default="الحسكة")
    arguments.add_argument("--rounds", type=int, default=7)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        ge.Gazetteer.load(cache=folder)
        built = time.perf_counter() - start
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        print(f"index built once, {size / 1e6:.0f} MB on disk{built:15.1f} s")
        for state in "warm", "cold":
            rounds = []
            for _ in range(given.rounds):
                if state == "cold" and not forget(Path(folder)):
                    break
                _, said = run("-c", INSIDE, given.name, folder)
                rounds.append([float(part) for part in said.split()[:3]])
            if rounds:
                opened, first, next_ones = (median(column) for column in zip(*rounds, strict=True))
                print(f"{state}: import and open{opened:28.3f} s")
                print(f"      first look-up{first:29.3f} s")
                print(f"      each further one{next_ones:26.3f} s")
    command = ("-m", "geoevents", "lookup", given.name)
    run(*command)  # the user's own index may still be to build
    whole = median(run(*command)[0] for _ in range(given.rounds))
    bare = median(run("-c", "pass")[0] for _ in range(given.rounds))
    print(f"the whole command, geoevents lookup NAME{whole:9.3f} s, of which Python itself {bare:.3f} s")


if __name__ == "__main__":
    main()
