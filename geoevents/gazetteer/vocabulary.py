"""From the spellings of all places to the names in the index: keys, beginnings, postings, sounds.

A key is a folded name; in Arabic without the article of its first word, which is remembered with each
place. Names in Latin letters that begin with the Arabic article stand under two keys, with and without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geoevents.gazetteer.hashing import Table, piece_hashes, running_sums
from geoevents.gazetteer.matching import ARABIC, HAS_ARTICLE, IS_PRIMARY, LEAST_STEM, LONGEST, USE
from geoevents.gazetteer.sources import Rows
from geoevents.gazetteer.spelling import consonant_codes
from geoevents.language import lexicon
from geoevents.language.fold import fold_names

__all__ = ["compile_names"]

_MOST_WORDS: Final = 8
_BATCH: Final = 50_000  # names hashed at once, which bounds the memory of their powers

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _Spellings:
    """Folded names as pieces of one array of letters."""

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    rows: NDArray[np.int64]
    flags: NDArray[np.uint8]

    def take(self, which: NDArray[Any]) -> "_Spellings":
        return _Spellings(
            self.codes, self.starts[which], self.ends[which], self.rows[which], self.flags[which]
        )

    @property
    def hashes(self) -> NDArray[np.uint64]:
        parts = [np.zeros(0, np.uint64)]
        for first in range(0, len(self.starts), _BATCH):
            starts, ends = self.starts[first : first + _BATCH], self.ends[first : first + _BATCH]
            low, high = int(starts.min()), int(ends.max())
            parts.append(piece_hashes(running_sums(self.codes[low:high]), starts - low, ends - low))
        return np.concatenate(parts)

    @property
    def first_word_ends(self) -> NDArray[np.int64]:
        blanks = np.append(np.flatnonzero(self.codes == ord(" ")), len(self.codes))
        first: NDArray[np.int64] = np.minimum(blanks[np.searchsorted(blanks, self.starts)], self.ends)
        return first


def compile_names(rows: Rows, salience: NDArray[np.float32]) -> Arrays:
    """Compile the names of all places into the arrays of the index."""
    spellings = _all_spellings(rows)
    hashes = spellings.hashes
    keys, examples, key = np.unique(hashes, return_index=True, return_inverse=True)
    names = spellings.take(examples)
    codes, bounds = _gathered(names.codes, names.starts, names.ends)
    # Two names of one hash are practically impossible; if it happens, the second is left out.
    same = _are_same(spellings, codes, bounds, key)
    spellings, key = spellings.take(same), key[same]
    table = _beginnings(codes, bounds, keys)
    posting_bounds, posting_rows, posting_flags = _postings(spellings, key, len(keys), salience)
    lines = "\n".join(_texts(codes, bounds)) if len(keys) else ""
    sounds = consonant_codes(lines) if len(keys) else np.zeros(0, np.uint64)
    order = np.argsort(sounds, kind="stable")
    bears_article = np.zeros(len(keys), bool)
    bears_article[key[spellings.flags & HAS_ARTICLE > 0]] = True
    return {
        "key_codes": codes.astype(np.uint16),
        "key_bounds": bounds.astype(np.int32),
        "key_uses": _uses(rows, keys),
        "key_article": bears_article,
        "table_hashes": table.hashes,
        "table_values": table.values,
        "posting_bounds": posting_bounds,
        "posting_rows": posting_rows,
        "posting_flags": posting_flags,
        "sound_codes": sounds[order],
        "sound_keys": order.astype(np.int32),
    }


def _all_spellings(rows: Rows) -> _Spellings:
    """Fold the names, part them from the article, and add the variants in which they are also written."""
    codes, bounds = fold_names(rows.spelling)
    owner = np.array(rows.spelling_row, np.int64)
    primary_from = np.zeros(len(rows), np.int64)
    primary_from[list(rows.primary_from)] = list(rows.primary_from.values())
    is_primary = np.array(rows.is_primary, bool) & (np.arange(len(owner)) >= primary_from[owner])
    of_place = np.where(_is_used_so(rows, codes, bounds, owner), np.array(rows.use, np.uint8)[owner], 0)
    use = np.maximum(np.array(rows.spelling_use, np.uint8), of_place)
    flags = (use | np.where(is_primary, IS_PRIMARY, 0)).astype(np.uint8)
    found = _Spellings(codes, bounds[:-1], bounds[1:], owner, flags)
    found = _parted(_together(found, _joined_variants(found)))
    countries = set(lexicon.load("ar", "spelling").table("latin")["countries"])
    is_arab = np.array([countries.issuperset(codes.split("|")) for codes in rows.countries], bool)
    found = _together(found, _without_latin_article(found, is_arab))
    blanks = np.cumsum(np.append(0, found.codes == ord(" ")))
    size = found.ends - found.starts
    words = blanks[found.ends] - blanks[found.starts] + 1
    return found.take(np.flatnonzero((size >= LEAST_STEM) & (size <= LONGEST) & (words <= _MOST_WORDS)))


def _is_used_so(
    rows: Rows, codes: NDArray[np.uint32], bounds: NDArray[np.int64], owner: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell for which spellings the use of their place counts: that of its Arabic names, if it has any.

    English tells names from words by their capitals: "Palmyra" is no word, as "تدمر" is.
    """
    first = codes.take(bounds[:-1], mode="clip")
    is_arabic = (first >= ARABIC[0]) & (first < ARABIC[1])
    has_arabic = np.zeros(len(rows), bool)
    has_arabic[owner[is_arabic]] = True
    used: NDArray[np.bool_] = is_arabic | ~has_arabic[owner]
    return used


def _together(found: _Spellings, more: _Spellings) -> _Spellings:
    """Join spellings of one array of letters, or of two."""
    is_one = more.codes is found.codes
    shift = 0 if is_one else len(found.codes)
    return _Spellings(
        found.codes if is_one else np.concatenate([found.codes, more.codes]),
        np.concatenate([found.starts, more.starts + shift]),
        np.concatenate([found.ends, more.ends + shift]),
        np.concatenate([found.rows, more.rows]),
        np.concatenate([found.flags, more.flags]),
    )


def _is_arabic(found: _Spellings) -> NDArray[np.bool_]:
    first = found.codes.take(found.starts, mode="clip")
    return (first >= ARABIC[0]) & (first < ARABIC[1])


def _parted(found: _Spellings) -> _Spellings:
    """Part Arabic names from the article of their first word."""
    article = [ord(letter) for letter in lexicon.load("ar", "spelling").table("proclitics")["article"]]
    has_article = found.first_word_ends - found.starts >= LEAST_STEM + len(article)
    for at, letter in enumerate(article):
        has_article &= found.codes.take(found.starts + at, mode="clip") == letter
    flags = np.where(has_article, found.flags | HAS_ARTICLE, found.flags).astype(np.uint8)
    return _Spellings(found.codes, found.starts + 2 * has_article, found.ends, found.rows, flags)


def _without_latin_article(found: _Spellings, is_arab: NDArray[np.bool_]) -> _Spellings:
    """Return the names of places in Arab countries that begin with the article, without it."""
    articles = lexicon.load("ar", "spelling").table("latin").words("articles")
    ends = found.first_word_ends
    which = np.flatnonzero((ends < found.ends) & is_arab[found.rows] & ~_is_arabic(found))
    named = found.take(which)
    words = _Spellings(named.codes, named.starts, ends[which], named.rows, named.flags).hashes
    has_article = np.isin(words, _hashes_of(articles))
    bare = named.take(has_article)
    starts = ends[which][has_article] + 1
    flags = (bare.flags | HAS_ARTICLE).astype(np.uint8)
    return _Spellings(found.codes, starts, bare.ends, bare.rows, flags)


def _hashes_of(words: tuple[str, ...]) -> NDArray[np.uint64]:
    codes, bounds = fold_names(words)
    none = np.zeros(0, np.int64)
    return _Spellings(codes, bounds[:-1], bounds[1:], none, none.astype(np.uint8)).hashes


def _joined_variants(found: _Spellings) -> _Spellings:
    """Return the Arabic names of two words that are also written as one."""
    joined = _hashes_of(lexicon.load("ar", "spelling").table("joined").words("words"))
    ends = found.first_word_ends
    which = np.flatnonzero((ends < found.ends) & _is_arabic(found))
    named = found.take(which)
    words = _Spellings(found.codes, named.starts, ends[which], named.rows, named.flags).hashes
    which = which[np.isin(words, joined)]
    names = found.take(which)
    codes, bounds = _gathered(names.codes, names.starts, names.ends)
    is_blank = codes == ord(" ")
    blanks = np.cumsum(np.append(0, is_blank))
    is_pair = blanks[bounds[1:]] - blanks[bounds[:-1]] == 1
    kept = bounds - blanks[bounds]
    flags = (names.flags & USE).astype(np.uint8)
    variants = _Spellings(codes[~is_blank], kept[:-1], kept[1:], names.rows, flags)
    return variants.take(is_pair)


def _gathered(
    codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return pieces of an array one behind the other, and their bounds."""
    bounds = np.zeros(len(starts) + 1, np.int64)
    np.cumsum(ends - starts, out=bounds[1:])
    at = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], ends - starts)
    return codes.take(at), bounds


def _are_same(
    spellings: _Spellings, codes: NDArray[np.uint32], bounds: NDArray[np.int64], key: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which spellings are letter by letter the key that their hash leads to."""
    sizes = spellings.ends - spellings.starts
    same = sizes == bounds[key + 1] - bounds[key]
    letters, ends = _gathered(spellings.codes, spellings.starts, spellings.ends)
    of_keys, _ = _gathered(codes, bounds[key], bounds[key] + sizes)
    differs = np.cumsum(np.append(0, letters != of_keys))
    agrees: NDArray[np.bool_] = same & (differs[ends[1:]] == differs[ends[:-1]])
    return agrees


def _beginnings(codes: NDArray[np.uint32], bounds: NDArray[np.int64], keys: NDArray[np.uint64]) -> Table:
    """Build the table of names and of their beginnings word by word (see ``matching.Names``)."""
    blanks = np.flatnonzero(codes == ord(" "))
    starts = bounds[np.searchsorted(bounds, blanks, "right") - 1]
    none = np.zeros(len(blanks), np.int64)
    beginnings = np.unique(_Spellings(codes, starts, blanks, none, none.astype(np.uint8)).hashes)
    goes_on = np.isin(keys, beginnings, assume_unique=True)
    values = (np.arange(1, len(keys) + 1) << 1 | goes_on).astype(np.int32)
    only = np.setdiff1d(beginnings, keys, assume_unique=True)
    return Table.build(np.concatenate([keys, only]), np.concatenate([values, np.ones(len(only), np.int32)]))


def _postings(
    spellings: _Spellings, key: NDArray[np.int64], keys: int, salience: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """Return the places of each key, the most salient first, as bounds, rows and flags."""
    pairs, pair = np.unique(key * max(len(salience), 1) + spellings.rows, return_inverse=True)
    flags = np.zeros(len(pairs), np.uint8)
    np.bitwise_or.at(flags, pair, spellings.flags & IS_PRIMARY)
    bare = np.zeros(len(pairs), bool)
    bare[pair[spellings.flags & HAS_ARTICLE == 0]] = True
    flags[~bare] |= HAS_ARTICLE  # a place that is also listed without it may go without it
    uses = np.full(len(pairs), USE, np.uint8)
    np.minimum.at(uses, pair, spellings.flags & USE)
    key, row = np.divmod(pairs, max(len(salience), 1))
    order = np.lexsort((-salience[row], key))
    bounds = np.searchsorted(key, np.arange(keys + 1)).astype(np.int32)
    return bounds, row[order].astype(np.int32), (flags | uses)[order]


def _uses(rows: Rows, keys: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return how names are used wherever they occur: a row for them without article, a row for with it."""
    uses = np.zeros((2, len(keys)), np.uint8)
    codes, bounds = fold_names(list(rows.name_uses))
    if not len(codes) or not len(keys):
        return uses
    use = np.array(list(rows.name_uses.values()), np.uint8)
    named = _parted(_Spellings(codes, bounds[:-1], bounds[1:], np.zeros(len(use), np.int64), use))
    hashes = named.hashes
    key = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    known = keys[key] == hashes
    article = (named.flags & HAS_ARTICLE > 0).astype(np.int64)
    np.maximum.at(uses, (article[known], key[known]), use[known])
    return uses


def _texts(codes: NDArray[np.uint32], bounds: NDArray[np.int64]) -> list[str]:
    text = codes.astype("<u4").tobytes().decode("utf-32-le")
    edges = bounds.tolist()
    return [text[start:end] for start, end in pairwise(edges)]
