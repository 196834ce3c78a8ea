"""Hashes of all the pieces of a text at once, and a table on disk to find them in.

The hash of a piece is a polynomial of its letters, modulo 2**64. With the running sums of a text, the hash
of any piece costs one subtraction and one product (Rabin and Karp, "Efficient randomized
pattern-matching algorithms", 1987), so a million candidates are a few array operations. A hash that is
found only says where to look: who uses it compares the letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MISSING", "Table", "id_hashes", "piece_hashes", "running_sums"]

# Any odd number with a balanced spread of bits does; this is 2**64 divided by the golden ratio.
_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
# Spreads neighbouring letters over all the bits (the finaliser of splitmix64).
_SPREAD: Final = np.uint64(0xBF58476D1CE4E5B9)

_LEAST_SLOTS: Final = 64
_MOST_ROUNDS: Final = 500  # twenty do for a million names

MISSING: Final = -1
"""What ``Table.find`` gives for a hash that is not there."""

Hashes = NDArray[np.uint64]


class _Powers:
    """Powers of the base and of its inverse, as many as the longest text so far needed."""

    def __init__(self) -> None:
        self.powers = np.ones(1, np.uint64)
        self.inverses = np.ones(1, np.uint64)

    def up_to(self, size: int) -> tuple[Hashes, Hashes]:
        if len(self.powers) <= size:
            length = 1 << size.bit_length()
            inverses = np.full(length, _INVERSE, np.uint64)
            powers = np.full(length, _BASE, np.uint64)
            inverses[0] = powers[0] = 1
            # The longer pair is complete before another thread can see it.
            self.inverses, self.powers = np.cumprod(inverses), np.cumprod(powers)
        return self.powers, self.inverses


_powers: Final = _Powers()


def running_sums(codes: NDArray[np.uint32]) -> Hashes:
    """Return the sums that ``piece_hashes`` takes differences of; one more than there are letters.

    >>> len(running_sums(np.array([97, 98], np.uint32)))
    3
    """
    powers, _ = _powers.up_to(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    letters = codes.astype(np.uint64)
    letters += np.uint64(1)
    letters *= _SPREAD
    letters *= powers[: len(codes)]
    np.cumsum(letters, out=sums[1:])
    return sums


def piece_hashes(sums: Hashes, starts: NDArray[Any], ends: NDArray[Any]) -> Hashes:
    """Return the hashes of the pieces ``starts[i]:ends[i]`` of a text.

    >>> sums = running_sums(np.frombuffer("دير و دير".encode("utf-32-le"), np.uint32))
    >>> first, second = piece_hashes(sums, np.array([0, 6]), np.array([3, 9]))
    >>> bool(first == second)
    True
    """
    _, inverses = _powers.up_to(len(sums))
    hashes = sums.take(ends)
    hashes -= sums.take(starts)
    hashes *= inverses.take(starts)
    # The low bits of a product depend on the low bits of its factors alone: let the high ones flow down.
    hashes ^= hashes >> np.uint64(32)
    return hashes


def id_hashes(ids: Sequence[str]) -> NDArray[np.uint64]:
    """Return a hash of each id.

    >>> len(id_hashes(["gn:170654", "ge:al-hol-camp"]))
    2
    """
    codes = np.frombuffer("".join(ids).encode("utf-32-le"), np.uint32)
    bounds = np.cumsum([0, *map(len, ids)], dtype=np.int64)
    hashes = [np.zeros(0, np.uint64)]
    for first in range(0, len(ids), 10_000):
        part = bounds[first : first + 10_001]
        piece = codes[part[0] : part[-1]]
        hashes.append(piece_hashes(running_sums(piece), part[:-1] - part[0], part[1:] - part[0]))
    return np.concatenate(hashes)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table from hashes to small non-negative numbers; its arrays may be on disk.

    Each hash stands in one of two slots (cuckoo hashing: Pagh and Rodler, 2004), so to find any number of
    them takes two looks and no loop.

    >>> table = Table.build(np.array([7, 1 << 63], np.uint64), np.array([3, 4], np.int32))
    >>> table.find(np.array([1 << 63, 8, 7], np.uint64)).tolist()
    [4, -1, 3]
    """

    hashes: Hashes
    values: NDArray[np.int32]
    """``MISSING`` where a slot is free."""

    @classmethod
    def build(cls, hashes: Hashes, values: NDArray[np.int32]) -> "Table":
        """Build the table of different hashes, at least half of it free."""
        size = _LEAST_SLOTS
        while size < 2 * len(hashes):
            size *= 2
        owners = _settled(hashes, size)
        while owners is None:
            size *= 2
            owners = _settled(hashes, size)
        table = cls(np.zeros(size, np.uint64), np.full(size, MISSING, np.int32))
        taken = np.flatnonzero(owners >= 0)
        table.hashes[taken] = hashes[owners[taken]]
        table.values[taken] = values[owners[taken]]
        return table

    def find(self, hashes: Hashes) -> NDArray[np.int32]:
        """Return the value of each hash, ``MISSING`` where the table has none."""
        size = len(self.hashes)
        slots = _first_slots(hashes, size)
        found = self.values.take(slots)
        others = (self.hashes.take(slots) != hashes).nonzero()[0]
        if len(others):
            rest = hashes.take(others)
            slots = _second_slots(rest, size)
            values = self.values.take(slots)
            values[self.hashes.take(slots) != rest] = MISSING
            found[others] = values
        return found


def _first_slots(hashes: Hashes, size: int) -> NDArray[np.int64]:
    return (hashes >> np.uint64(65 - size.bit_length())).astype(np.int64)


def _second_slots(hashes: Hashes, size: int) -> NDArray[np.int64]:
    return _first_slots(hashes * _SPREAD, size)


def _settled(hashes: Hashes, size: int) -> NDArray[np.int64] | None:
    """Return which hash each slot gets, -1 for none; None if they do not settle in so few slots."""
    slots = np.stack([_first_slots(hashes, size), _second_slots(hashes, size)])
    owners = np.full(size, -1, np.int64)
    choice = np.zeros(len(hashes), np.int64)
    waiting = np.arange(len(hashes))
    for _ in range(_MOST_ROUNDS):
        if not len(waiting):
            return owners
        wanted = slots[choice[waiting], waiting]
        before = owners[wanted]
        owners[wanted] = waiting  # of several that want one slot, one gets it
        has_won = owners[wanted] == waiting
        driven_out = before[has_won]
        waiting = np.concatenate([waiting[~has_won], driven_out[driven_out >= 0]])
        choice[waiting] ^= 1
    return None
