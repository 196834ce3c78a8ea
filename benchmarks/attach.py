"""Measure ``attach`` on noisy names of administrative units whose middles are known.

    python benchmarks/attach.py UNITS.jsonl [--rows 2000] [--seed 1] [--country SY] [--errors]

UNITS.jsonl has one unit a line: ``name_ar``, ``name_en``, ``aliases``, ``lat``, ``lon``, ``level`` (admin1,
admin2, admin3), ``adm1_ar`` and ``adm1_en``. First every name is looked up as it is. Then a table is made of
them with noise: spelling, articles, spacing, case, transliteration, type words, slips of the pen; it is
located by its column of names alone, with the country, and with a noisy column of the governorate.

The truth is the middle of a unit. The place that bears its name is mostly its seat, which in the desert lies
tens of kilometres from the middle. So besides "within 10 km" it is told how many answers are farther off but
bear the unit's name, letter by letter, in its governorate ("its seat").
"""

import argparse
import json
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import geoevents as ge

NEAR_KM = 10.0
Unit = dict[str, Any]
Noise = Callable[[str, random.Random], str]

ARABIC_TYPES = {"admin1": ["محافظة"], "admin2": ["منطقة", "مدينة"], "admin3": ["ناحية", "بلدة", "مدينة"]}
LATIN_TYPES = {"admin1": ["Governorate"], "admin2": ["District"], "admin3": ["Subdistrict", "sub-district"]}
# What transliterations and writers of Arabic put for one another.
LATIN_SOUNDS = [
    ("q", "k"), ("dh", "d"), ("gh", "g"), ("kh", "h"), ("sh", "ch"), ("ee", "i"), ("ou", "u"), ("u", "ou"),
    ("i", "ee"), ("ah", "a"), ("a", "e"), ("eh", "a"), ("ay", "ai"), ("aw", "au"), ("z", "dh"), ("j", "dj"),
    ("yy", "y"), ("ss", "s"),
]  # fmt: skip
ARABIC_LETTERS = [
    ("أ", "ا"),
    ("إ", "ا"),
    ("آ", "ا"),
    ("ة", "ه"),
    ("ى", "ي"),
    ("ي", "ى"),
    ("ئ", "ي"),
    ("ؤ", "و"),
    ("ك", "ک"),
]
MARKS = "\u064b\u064e\u064f\u0650\u0651\u0652"


def distance_km(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Any:
    lat, lon, other_lat, other_lon = map(np.radians, (lat, lon, other_lat, other_lon))
    half = np.sin((other_lat - lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return 12742 * np.arcsin(np.sqrt(half))


def slip(name: str, chance: random.Random) -> str:
    """One slip of the pen: a letter left out, doubled, or changed for its neighbour."""
    at = chance.randrange(1, max(2, len(name) - 1))
    kind = chance.randrange(3)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at : at + 1] + name[at:]
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


def exchanged(pairs: list[tuple[str, str]]) -> Noise:
    def exchange(name: str, chance: random.Random) -> str:
        fitting = [pair for pair in pairs if pair[0] in name.lower()[1:]]
        if not fitting:
            return name
        old, new = chance.choice(fitting)
        at = name.lower().rindex(old)
        return name[:at] + new + name[at + len(old) :]

    return exchange


def latin_article(name: str, chance: random.Random) -> str:
    head, dash, rest = name.partition("-")
    if dash and len(head) <= 3 and head.lower().startswith(("a", "e")):
        return chance.choice(["Al ", "al-", "El-", "el ", "Al", ""]) + rest
    return name


def marked(name: str, chance: random.Random) -> str:
    return "".join(letter + (chance.choice(MARKS) if chance.random() < 0.3 else "") for letter in name)


def spaced(name: str, chance: random.Random) -> str:
    return chance.choice(
        [
            f"  {name} ",
            name.replace(" ", "  "),
            name.replace(" ", ""),
            f"{name}\u200f",
            name.replace("-", " "),
        ]
    )


def cased(name: str, chance: random.Random) -> str:
    return chance.choice([name.upper(), name.lower(), name.title()])


def unaccented(name: str, chance: random.Random) -> str:
    parts = unicodedata.normalize("NFD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).replace(
        "'", chance.choice(["", "`", "’"])
    )


def stretched(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name))
    return f"{name[:at]}ـ{name[at:]}" if name[at - 1] != " " else name


def without_article(name: str, chance: random.Random) -> str:
    return name.removeprefix("ال") if name.startswith("ال") else f"ال{name}" if " " not in name else name


LATIN: list[Noise] = [
    exchanged(LATIN_SOUNDS),
    exchanged(LATIN_SOUNDS),
    latin_article,
    spaced,
    cased,
    unaccented,
    slip,
]
ARABIC: list[Noise] = [
    exchanged(ARABIC_LETTERS),
    exchanged(ARABIC_LETTERS),
    without_article,
    spaced,
    marked,
    stretched,
    slip,
]


def noisy(name: str, level: str, chance: random.Random) -> str:
    is_arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
    for noise in chance.sample(ARABIC if is_arabic else LATIN, chance.choice([1, 1, 2, 2, 3])):
        name = noise(name, chance)
    if chance.random() < 0.15:
        typed = chance.choice((ARABIC_TYPES if is_arabic else LATIN_TYPES)[level])
        name = f"{typed} {name.strip()}" if is_arabic else f"{name.strip()} {typed}"
    return name


def table(units: list[Unit], rows: int, seed: int) -> pd.DataFrame:
    """Make a table of noisy names; ``unit`` is the position of the unit meant."""
    chance = random.Random(seed)
    lines = []
    for _ in range(rows):
        at = chance.randrange(len(units))
        unit, script = units[at], chance.choice(["ar", "en"])
        lines.append(
            {
                "unit": at,
                "where": noisy(unit[f"name_{script}"], unit["level"], chance),
                "governorate": noisy(unit[f"adm1_{chance.choice(['ar', 'en'])}"], "admin1", chance),
            }
        )
    return pd.DataFrame(lines)


class Truth:
    """Where the units are, and which places of the gazetteer bear their names in their governorates."""

    def __init__(self, units: list[Unit], gazetteer: ge.Gazetteer, country: str) -> None:
        self.units = units
        self.bearers: list[set[str]] = []
        self.above: list[list[str]] = []
        for unit in units:
            above = [
                one.place.id
                for name in (unit["adm1_ar"], unit["adm1_en"])
                for one in gazetteer.lookup(name, country=country, kind="governorate", limit=1)
            ]
            named = [
                one.place
                for name in (unit["name_ar"], unit["name_en"], *unit["aliases"])
                for one in gazetteer.lookup(name, country=country, fuzzy=False, limit=50)
                if one.spelling == 1
            ]
            self.above.append(above)
            self.bearers.append({place.id for place in named if place.admin1 in above or place.id in above})

    def judge(self, at: int, id: str, lat: float, lon: float) -> str:
        """Tell whether a place is near the unit's middle, is its seat, or is another."""
        if distance_km(lat, lon, self.units[at]["lat"], self.units[at]["lon"]) <= NEAR_KM:
            return "within 10 km"
        return "its seat" if id in self.bearers[at] else "wrong"


def plain(units: list[Unit], truth: Truth, gazetteer: ge.Gazetteer, country: str) -> Iterator[str]:
    """Look every name up as it is, without and with the country."""
    for script in ("ar", "en"):
        for within in (None, country):
            causes: Counter[str] = Counter()
            start = time.perf_counter()
            found = [gazetteer.lookup(unit[f"name_{script}"], country=within, limit=30) for unit in units]
            took = time.perf_counter() - start
            for at, matches in enumerate(found):
                verdicts = [
                    truth.judge(at, one.place.id, one.place.latitude, one.place.longitude) for one in matches
                ]
                verdict = verdicts[0] if verdicts else "not found"
                if verdict == "wrong" and set(verdicts) != {"wrong"}:
                    verdict = "namesake first"
                causes[verdict] += 1
            told = ", ".join(f"{cause} {count / len(units):.3f}" for cause, count in causes.most_common())
            yield f"look-up {script}, country {within or 'open'}: {told}; {len(units) / took:,.0f} names/s"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("units", type=Path)
    arguments.add_argument("--rows", type=int, default=2_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--country", default="SY")
    arguments.add_argument("--errors", action="store_true", help="show the rows that are not right")
    given = arguments.parse_args()
    units = [json.loads(line) for line in given.units.read_text("utf-8").splitlines()]
    gazetteer = ge.Gazetteer.load()
    truth = Truth(units, gazetteer, given.country)
    for line in plain(units, truth, gazetteer, given.country):
        print(line)
    rows = table(units, given.rows, given.seed)
    print(f"{len(rows):,} noisy rows, {rows['where'].nunique():,} different names")
    settings: list[tuple[str, dict[str, Any]]] = [
        ("name alone", {"place": "where"}),
        ("with country", {"place": "where", "country": given.country}),
        ("with governorate", {"place": ["where", "governorate"]}),
        ("with both", {"place": ["where", "governorate"], "country": given.country}),
    ]
    from geoevents.tables.attach import attach

    for name, options in settings:
        start, spent = time.perf_counter(), time.process_time()
        found = attach(rows, gazetteer, **options)
        took, spent = time.perf_counter() - start, time.process_time() - spent
        counts: Counter[str] = Counter()
        sure: Counter[tuple[int, bool]] = Counter()
        for row in found.itertuples():
            verdict = "abstained"
            if not pd.isna(row.latitude):
                verdict = truth.judge(row.unit, row.place_id, row.latitude, row.longitude)
                if verdict == "wrong" and row.place_id in truth.above[row.unit]:
                    verdict = "its governorate"
                sure[int(row.place_score * 10), verdict != "wrong"] += 1
            counts[verdict] += 1
            if given.errors and verdict in ("wrong", "abstained"):
                unit = units[row.unit]
                names = (unit["name_en"], unit["name_ar"], unit["adm1_en"], unit["level"])
                print("  ", verdict, repr(row.where), "=", *names, "→", row.location, row.place_id, end=" ")
                print(row.place_score, row.place_reason)
        shares = ", ".join(f"{verdict} {count / len(rows):.3f}" for verdict, count in counts.most_common())
        print(
            f"attach {name}: {shares}; {len(rows) / took:,.0f} rows/s ({len(rows) / spent:,.0f} a CPU second)"
        )
        bands = [(band, sure[band, True], sure[band, False]) for band in range(11)]
        told = [f"{band / 10:.1f}: {good}/{good + bad}" for band, good, bad in bands if good + bad]
        print(f"    not wrong, by score: {', '.join(told)}")


if __name__ == "__main__":
    main()
