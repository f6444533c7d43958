"""Two persons, one locus, in closed form: the ratio of a relation against unrelated, for every genotype at once.

Always holds: exact without mutation, with theta by Balding and Nichols' sampling formula (Forensic Science International
64, 1994; ratios for relatives in Ayres, 64, 2000, and Buckleton, Bright and Taylor, *Forensic DNA Evidence Interpretation*,
2nd edition, 2016, chapter 4). With mutation the likelihood of the pedigree itself is computed instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """How likely two persons share no, one or two alleles by descent."""

    none: float
    one: float
    two: float


SAME = Shares(0.0, 0.0, 1.0)
PARENT_CHILD = Shares(0.0, 1.0, 0.0)
FULL_SIB = Shares(0.25, 0.5, 0.25)
HALF_SIB = Shares(0.5, 0.5, 0.0)
COUSIN = Shares(0.75, 0.25, 0.0)
UNRELATED = Shares(1.0, 0.0, 0.0)


def drawn(frequencies: Floats, theta: float, first: int, second: int) -> Floats:
    """The chance of each unordered genotype of a stranger after alleles `first` and `second` were seen, shape (K, K).

    The whole chance of a genotype stands in both places of it; the upper triangle with the diagonal sums to one.
    """
    k = len(frequencies)
    base = (1.0 - theta) * frequencies
    seen = np.zeros(k)
    seen[first] += theta
    seen[second] += theta
    once = (base + seen) / (1.0 + theta)
    again = (base[None, :] + seen[None, :] + theta * np.eye(k)) / (1.0 + 2.0 * theta)
    chance: Floats = once[:, None] * again * (2.0 - np.eye(k))
    return chance


def pair_ratios(frequencies: Floats, theta: float, genotype: tuple[int, int], shares: Shares) -> Floats:
    """The ratio of a relation against unrelated for somebody of `genotype` and each genotype of another, shape (K, K).

    Alleles are indices into `frequencies`; only those of the two persons enter a ratio.
    """
    first, second = genotype
    k = len(frequencies)
    unrelated = drawn(frequencies, theta, first, second)
    seen = np.zeros(k)
    seen[first] += theta
    seen[second] += theta
    other = ((1.0 - theta) * frequencies + seen) / (1.0 + theta)
    one = np.zeros((k, k))
    for shared in (first, second):
        one[shared, :] += 0.5 * other
        one[:, shared] += 0.5 * other
        one[shared, shared] -= 0.5 * other[shared]
    two = np.zeros((k, k))
    two[first, second] = two[second, first] = 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = shares.none + (shares.one * one + shares.two * two) / unrelated
    return np.nan_to_num(ratios, nan=0.0, posinf=0.0)
