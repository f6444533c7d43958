"""How the alleles of founders depend on each other through theta: Balding and Nichols' sampling formula as an urn.

Always holds: exact. Drawing n alleles by the sampling formula is the same as first parting the n draws into blocks that are
identical by descent, a block of b draws weighing (b - 1)! and each block alpha = (1 - theta) / theta, and then drawing one allele
a block from the population (Blackwell and MacQueen, Annals of Statistics 1, 1973). Alleles already known change only
alpha and the population that is drawn from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadPedigree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    alike: dict[tuple[int, ...], int] = {}
    for blocks in _all_blocks(draws):
        least = min(
            _numbered(_exchanged(blocks, which)) for which in product(*[(None, pair) for pair in pairs])
        )
        alike[least] = alike.get(least, 0) + 1
    return tuple(alike.items())


def _all_blocks(draws: int) -> Iterator[tuple[int, ...]]:
    """All set partitions, each as growing block numbers (restricted growth strings)."""
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        so_far = waiting.pop()
        if len(so_far) == draws:
            yield so_far
        else:
            waiting.extend((*so_far, block) for block in range(max(so_far, default=-1) + 2))


def _exchanged(blocks: tuple[int, ...], which: Sequence[tuple[int, int] | None]) -> tuple[int, ...]:
    new = list(blocks)
    for pair in which:
        if pair is not None:
            a, b = pair
            new[a], new[b] = new[b], new[a]
    return tuple(new)


def _numbered(blocks: tuple[int, ...]) -> tuple[int, ...]:
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(block, len(numbers)) for block in blocks)
