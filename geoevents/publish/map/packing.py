"""Columns of a large map, packed: texts by the thousand and numbers as bytes, both deflated.

What a page of 100,000 reports brings is mostly text, which a reader sees a little of at a time. Packed
in chunks, it makes a third of the file, and the page unpacks a chunk when it shows something of it.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

__all__ = ["MISSING", "is_large", "pack_numbers", "pack_texts", "whole"]

MISSING: Final = -(2**31)  # stands for no number
_PACKED_FROM: Final = 5_000  # rows; what is smaller stays readable
_CHUNK: Final = 250  # texts; a list by date touches as many chunks as it has rows
_LEVEL: Final = 5  # of zlib: a higher one is slower by more than it saves
_BYTES: Final = ((np.uint8, "u1"), (np.uint16, "u2"), (np.int32, "i4"))


def is_large(rows: int) -> bool:
    """Return whether a column of so many rows is packed."""
    return rows >= _PACKED_FROM


def whole(text: str) -> str:
    """Return a text without halves of characters, which UTF-8 has no form for.

    >>> whole("a" + chr(0xD800) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # seldom, so that it is not looked for
        return whole(text).encode()


def _deflated(content: bytes) -> str:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b64encode(packer.compress(content) + packer.flush()).decode("ascii")


def pack_texts(values: Sequence[Any]) -> dict[str, Any]:
    """Pack plain values, most of them texts, in chunks that can be read one by one.

    >>> packed = pack_texts(["الموصل", None])
    >>> packed["size"], len(packed["chunks"])
    (2, 1)
    """
    chunks = []
    for start in range(0, len(values), _CHUNK):
        text = json.dumps(list(values[start : start + _CHUNK]), ensure_ascii=False, separators=(",", ":"))
        chunks.append(_deflated(_utf8(text)))
    return {"chunks": chunks, "each": _CHUNK, "size": len(values)}


def pack_numbers(numbers: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Pack whole numbers as bytes; rising ones as their steps.

    >>> {name: value for name, value in pack_numbers(np.array([5, 5, 6])).items() if name != "bytes"}
    {'size': 3, 'type': 'u1', 'steps': True}
    """
    steps = np.diff(numbers, prepend=0)
    is_rising = len(numbers) > 0 and bool((steps >= 0).all())
    kept = steps if is_rising else numbers
    low, high = (int(kept.min()), int(kept.max())) if len(kept) else (0, 0)
    for kind, name in _BYTES:
        if low >= np.iinfo(kind).min and high <= np.iinfo(kind).max:
            content = kept.astype(np.dtype(kind).newbyteorder("<")).tobytes()
            return {"bytes": _deflated(content), "size": len(kept), "type": name, "steps": is_rising}
    raise ValueError(f"numbers from {low} to {high} do not fit into the page")
