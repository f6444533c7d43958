"""One pass over all profiles of a shelf: the sum of a table's entries, one table a locus, several hypotheses at once.

Always holds: reads each profile once, in order; frees the interpreter while it runs; entries are log10 of ratios, and what
is impossible is minus infinity, which stays so in a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from kith.evidence.dna.mutation import SILENT
from kith.evidence.dna.shelf import UNTYPED, Ladder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.uint16]
    Starts = NDArray[np.int64]


@njit(nogil=True, cache=True)
def _sum_one(codes: Codes, starts: Starts, table: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """One sum a profile; `starts` has one entry more than there are loci. A code beyond its table counts as not typed."""
    n, loci = codes.shape
    for i in range(n):
        total = np.float32(0.0)
        for j in range(loci):
            at = starts[j] + codes[i, j]
            if at < starts[j + 1]:
                total += table[at]
        out[i] = total


@njit(nogil=True, cache=True)
def _sum_three(codes: Codes, starts: Starts, table: NDArray[np.float32], out: NDArray[np.float32]) -> None:
    """Three sums a profile, the entries of each code side by side, in rows of four."""
    n, loci = codes.shape
    for i in range(n):
        a, b, c = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        for j in range(loci):
            at = starts[j] + codes[i, j]
            if at < starts[j + 1]:
                a += table[4 * at]
                b += table[4 * at + 1]
                c += table[4 * at + 2]
        out[i, 0], out[i, 1], out[i, 2] = a, b, c


def code_values(ladder: Ladder, alleles: Sequence[str], above: Floats, below: Floats) -> Floats:
    """The log10 ratio for each code of a ladder, shape (codes,).

    `above`, `below`: the chance of each ordered genotype under the hypothesis and against it, shape (K, K), by `alleles`,
    which hold all of the ladder's. A code with an allele not seen sums over all it may be; a silent allele hides behind a
    homozygote, and nothing else does: alleles that nobody of the shelf shows would have been seen.
    """
    place = {name: i for i, name in enumerate(alleles)}
    order = np.array([place[name] for name in ladder.alleles], np.intp)
    hidden = np.array([place[SILENT]] if SILENT in place else [], np.intp)
    count = len(order)
    values = []
    for given in (above, below):
        both = given + given.T
        np.fill_diagonal(both, given.diagonal())
        full = np.zeros((count + 1, count + 1))
        full[1:, 1:] = both[np.ix_(order, order)]
        any_other = both[order].sum(axis=1)
        full[0, 1:] = full[1:, 0] = any_other
        diagonal = np.arange(1, count + 1)
        full[diagonal, diagonal] += both[np.ix_(order, hidden)].sum(axis=1)
        values.append(full)
    low, high = _places(count)
    top, bottom = (full[low, high] for full in values)
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.log10(top) - np.log10(bottom)
    out[bottom <= 0.0] = -np.inf
    out[UNTYPED] = 0.0
    return out


def _places(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The two places of every code up to `count` alleles, lower first."""
    high = np.repeat(np.arange(count + 1), np.arange(1, count + 2))
    low = np.arange(len(high)) - high * (high + 1) // 2
    return low, high


def scan(codes: NDArray[np.uint16], tables: Sequence[Sequence[Floats]]) -> NDArray[np.float32]:
    """The sums for every profile, shape (N, hypotheses), from one to three; `tables` is by hypothesis, then by locus."""
    loci = len(tables[0])
    sizes = [len(one) for one in tables[0]]
    starts = np.cumsum([0, *sizes]).astype(np.int64)
    codes = np.ascontiguousarray(codes)
    if len(tables) == 1:
        flat = np.concatenate(tables[0]).astype(np.float32) if loci else np.zeros(1, np.float32)
        single = np.empty(len(codes), np.float32)
        _sum_one(codes, starts, flat, single)
        return single[:, None]
    wide = np.zeros((max(1, sum(sizes)), 4), np.float32)
    for h, by_locus in enumerate(tables):
        if loci:
            wide[:, h] = np.concatenate(by_locus)
    out = np.empty((len(codes), 3), np.float32)
    _sum_three(codes, starts, wide.ravel(), out)
    return out[:, : len(tables)]
