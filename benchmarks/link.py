"""Measure how fast events are linked across reports, and that it stays so with many of them.

    python benchmarks/link.py [--events 1000 10000 100000]

The reports are made up, from a fixed seed: two events of three are told by several of them, each with the
place, the day, the parties, a person or a figure or without, in words of its own. Places, parties and people
are as unevenly spread as in the news: of 2,000 towns the first has a seventh of all events, and half of the
reports name no day. "Found" is the share of the pairs that tell of one event which were joined, "right" the
share of the joined pairs that do.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from geoevents.coding.link import LinkedEvent, link
from geoevents.model import (
    Actor,
    Category,
    Document,
    Event,
    Location,
    Mention,
    Parsed,
    Place,
    Quantity,
    TimeSpan,
)

TOWNS, GOVERNORATES, PARTIES, PEOPLE = 2_000, 40, 60, 4_000
CATEGORIES: tuple[Category, ...] = (
    "meeting", "visit", "statement", "agreement", "arrest", "seizure", "clash", "attack", "airstrike",
    "killing", "return", "displacement", "aid", "protest", "accident",
)  # fmt: skip
FIRST_DAY = date(2025, 1, 1)
WORDS = 3_000
_VOWELS, _CONSONANTS = "aeiou", "bdfghjklmnqrstwz"


def name_of(number: int) -> str:
    """Return a made-up surname, another for each number."""
    letters = ""
    for _ in range(4):
        number, at = divmod(number, len(_CONSONANTS))
        letters += _CONSONANTS[at] + _VOWELS[at % len(_VOWELS)]
    return f"Al{letters}"


def place_of(number: int) -> Place:
    """Return a town, or with a negative number the governorate of towns."""
    if number < 0:
        return Place(f"u:{-number}", f"Unit {-number}", "", "governorate", 30, 40, ("SY",))
    unit = f"u:{number % GOVERNORATES + 1}"
    return Place(f"t:{number}", f"Town {number}", "", "town", 30, 40, ("SY",), unit)


def uneven(chance: random.Random, count: int) -> int:
    """Return a number below ``count``, the first ones far more often."""
    return min(int(count ** chance.random()) - 1, count - 1)


def reports(count: int, seed: int = 1) -> Iterator[tuple[Parsed, str]]:
    """Make up reports with ``count`` events in all, each with the name of what happened."""
    chance = random.Random(seed)
    told = 0
    while told < count:
        what = f"{told}"
        category = chance.choice(CATEGORIES)
        town = uneven(chance, TOWNS)
        day = FIRST_DAY + timedelta(chance.randrange(365))
        parties = [f"Party {uneven(chance, PARTIES)}" for _ in range(2)]
        person = name_of(uneven(chance, PEOPLE))
        figure = float(chance.randrange(10, 500))
        words = [
            f"w{uneven(chance, WORDS)}x".translate(str.maketrans("0123456789", "abcdefghij"))
            for _ in range(12)
        ]
        copies = 1 if chance.random() < 1 / 3 else chance.randrange(2, 6)
        for _ in range(min(copies, count - told)):
            name = f"r{told}"
            said = chance.sample(words, 7) + [f"{chance.choice('abcdefghij')}{told}own" for _ in range(5)]
            text = " ".join(said)
            if chance.random() < 0.4:
                text += f" Ahmad {person}"
            places = [place_of(town)] if chance.random() < 0.5 else []
            if not places and chance.random() < 0.5:
                places = [place_of(-(town % GOVERNORATES + 1))]
            mention = Mention(0, 1, text[:1])
            dated = chance.random() < 0.5
            span = TimeSpan(day, day, "day", str(day), "explicit") if dated else TimeSpan()
            figures = (Quantity(figure, figure, figure, "exact", "persons", "", 0, 1),)
            event = Event(
                f"e{told}", "event", category, "occurred", span, 0, len(text), text, name,
                locations=tuple(Location("site", place, mention) for place in places),
                actors=tuple(map(Actor, parties[: chance.randrange(3)])),
                quantities=figures if chance.random() < 0.4 else (),
            )  # fmt: skip
            yield Parsed(Document(name, text, language="en"), events=(event,)), what
            told += 1


def pairs(groups: Iterator[int]) -> int:
    return sum(size * (size - 1) // 2 for size in groups)


def judged(linked: tuple[LinkedEvent, ...], truth: dict[str, str]) -> tuple[float, float]:
    """Return the shares found and right of the pairs of reports that tell of one event."""
    told = pairs(iter(Counter(truth.values()).values()))
    joined = pairs(len(one.events) for one in linked)
    right = pairs(
        size for one in linked for size in Counter(truth[event.document] for event in one.events).values()
    )
    return right / max(told, 1), right / max(joined, 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--events", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    print(f"{'events':>8} {'seconds':>8} {'events/s':>9} {'linked':>8} {'found':>6} {'right':>6}")
    for count in arguments.parse_args().events:
        made = list(reports(count))
        truth = {one.document.id: what for one, what in made}
        start = time.process_time()
        linked = link(one for one, _ in made)
        seconds = time.process_time() - start
        found, right = judged(linked, truth)
        print(f"{count:8,} {seconds:8.1f} {count / seconds:9,.0f} {len(linked):8,} {found:6.2f} {right:6.2f}")


if __name__ == "__main__":
    main()
