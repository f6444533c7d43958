"""How the alleles of founders depend on each other through theta: Balding and Nichols' sampling formula as an urn.

Always holds: exact. Drawing n alleles by the sampling formula is the same as first parting the n draws into blocks that are
identical by descent, a block of b draws weighing (b - 1)! and each block alpha = (1 - theta) / theta, and then drawing one allele
a block from the population (Blackwell and MacQueen, Annals of Statistics 1, 1973). Alleles already known change only
alpha and the population that is drawn from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadPedigree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_DRAWS: Final = 10
"""Founder alleles of untyped persons that can be coupled by theta: 115,975 ways to part them."""


@dataclass(frozen=True, slots=True)
class Urn:
    """What the next draws come from, for many markers: `alpha` shape (B,), `frequencies` shape (B, K).

    `known`: the chance of the alleles already drawn, shape (B,).
    """

    alpha: Floats
    frequencies: Floats
    known: Floats

    @classmethod
    def after(cls, frequencies: Floats, theta: Floats, known: Sequence[NDArray[np.intp]]) -> Urn:
        """The urn after known draws: for each, the index of its allele in each marker, shape (B,). Theta above 0."""
        alpha = (1.0 - theta) / theta
        rows = np.arange(len(alpha))
        mass = alpha[:, None] * frequencies
        chance = np.ones(len(alpha))
        for i, drawn in enumerate(known):
            chance = chance * mass[rows, drawn] / (alpha + i)
            mass = mass.copy()
            mass[rows, drawn] += 1.0
        alpha = alpha + len(known)
        return cls(alpha, mass / alpha[:, None], chance)

    def weight(self, blocks: Sequence[int]) -> Floats:
        """The chance of parting the next draws into blocks of these sizes, shape (B,)."""
        ways = math.prod(math.factorial(b - 1) for b in blocks)
        rising = np.prod([self.alpha + i for i in range(sum(blocks))], axis=0)
        weight: Floats = ways * self.alpha ** len(blocks) / rising
        return weight


@lru_cache(maxsize=256)
def partings(draws: int, pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Every way to part draws into blocks, as the block's number for each draw, with how many ways are alike.

    `pairs`: draws that can be exchanged for each other (the two alleles of an untyped founder); of ways that differ only
    so, one stands for all.

    Raises:
        BadPedigree: there are too many draws.
    """
    if draws > MOST_DRAWS:
        raise BadPedigree(
            "Too many untyped founders for a theta above 0.",
            advice="Leave out untyped relatives who tell nothing, or set theta to 0.",
            field="theta",
        )
    if not draws:
        return (((), 1),)
    blocks = _all_blocks(draws)
    digits = (MOST_DRAWS ** np.arange(draws)[::-1]).astype(np.int64)
    numbers = []
    for which in product((False, True), repeat=len(pairs)):
        order = list(range(draws))
        for (a, b), exchanged in zip(pairs, which, strict=True):
            if exchanged:
                order[a], order[b] = order[b], order[a]
        numbers.append(_numbered(blocks[:, order]) @ digits)
    least = reduce(np.minimum, numbers)
    _, first, alike = np.unique(least, return_index=True, return_counts=True)
    chosen = _numbered(blocks[first])
    return tuple((tuple(row), int(n)) for row, n in zip(chosen.tolist(), alike.tolist(), strict=True))


def _all_blocks(draws: int) -> NDArray[np.int64]:
    """All set partitions as rows of growing block numbers (restricted growth strings), shape (Bell number, draws)."""
    rows = np.zeros((1, 0), np.int64)
    for _ in range(draws):
        most = rows.max(axis=1, initial=-1) + 1
        repeated = np.repeat(rows, most + 1, axis=0)
        starts = np.repeat(np.cumsum(most + 1) - (most + 1), most + 1)
        rows = np.column_stack([repeated, np.arange(len(repeated)) - starts])
    return rows


def _numbered(blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same partitions with blocks numbered by where they first stand."""
    draws = blocks.shape[1]
    first = np.stack([np.argmax(blocks == blocks[:, [j]], axis=1) for j in range(draws)], axis=1)
    rank = np.cumsum(first == np.arange(draws), axis=1) - 1
    numbered: NDArray[np.int64] = np.take_along_axis(rank, first, axis=1)
    return numbered
