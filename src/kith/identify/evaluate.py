"""How well scores tell the same child from another: error rates, the DET curve, average precision, ranks.

Always holds: scores are larger where the same child is likelier; a comparison is accepted at a score of the threshold or
above; rates are shares from 0 to 1. Terms of ISO/IEC 19795-1: FMR, false match rate; FNMR, false non-match rate; EER,
where the two are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.identify.calibrate import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Det:
    """The trade-off of errors: at each of `thresholds`, rising, shape (n,), the `fmr` and the `fnmr`.

    The last threshold is infinite and accepts nothing.
    """

    thresholds: Floats
    fmr: Floats
    fnmr: Floats

    def eer(self) -> float:
        """The equal error rate; between two steps, where the straight lines between them cross."""
        gap = self.fnmr - self.fmr  # never falls, from -1 or above to 1
        after = int(np.argmax(gap >= 0))
        if after == 0 or gap[after] == 0:
            return float((self.fmr[after] + self.fnmr[after]) / 2)
        part = gap[after - 1] / (gap[after - 1] - gap[after])
        return float(self.fmr[after - 1] + part * (self.fmr[after] - self.fmr[after - 1]))

    def fnmr_at(self, fmr: float) -> float:
        """The lowest false non-match rate with a false match rate of at most `fmr` (FMR100: 0.01; zeroFMR: 0)."""
        return float(self.fnmr[self.fmr <= fmr].min())

    def threshold_at(self, fmr: float) -> float:
        """The lowest threshold with a false match rate of at most `fmr`."""
        return float(self.thresholds[self.fmr <= fmr].min())


def det(scores: ArrayLike, same: ArrayLike) -> Det:
    """The error rates at every threshold that changes them.

    Raises:
        BadInput: one side is empty, or a score is not a number.
    """
    mates, others = (np.sort(side) for side in split(scores, same))
    thresholds = np.append(np.unique(np.concatenate([mates, others])), np.inf)
    # infinite scores, of comparisons that were certain, are accepted up to the last threshold but not by it
    fnmr = np.searchsorted(mates, thresholds, side="left") / len(mates)
    fmr = 1.0 - np.searchsorted(others, thresholds, side="left") / len(others)
    fnmr[-1], fmr[-1] = 1.0, 0.0
    return Det(thresholds, fmr, fnmr)


def eer(scores: ArrayLike, same: ArrayLike) -> float:
    """The equal error rate.

    Raises:
        BadInput: as `det`.
    """
    return det(scores, same).eer()


def average_precision(scores: ArrayLike, same: ArrayLike) -> float:
    """The mean precision over all recalls, without interpolation; equal scores count as one step.

    Raises:
        BadInput: as `det`.
    """
    mates, others = split(scores, same)
    from sklearn.metrics import average_precision_score

    labels = np.concatenate([np.ones(len(mates)), np.zeros(len(others))])
    return float(average_precision_score(labels, np.concatenate([mates, others])))


def rank_of(scores: ArrayLike, mate: int) -> int:
    """The rank of the mate among all scored, 1 the best; those that score the same stand before it."""
    values = np.asarray(scores, np.float64)
    return int((values >= values[mate]).sum())


def rank_curve(ranks: Sequence[int], deepest: int) -> Floats:
    """The share of searches whose mate stands at rank 1, 2 … `deepest` or better (CMC), shape (deepest,)."""
    found = np.asarray(ranks, np.int64)
    if found.size == 0:
        return np.zeros(deepest)
    return np.array([(found <= rank).mean() for rank in range(1, deepest + 1)], np.float64)
