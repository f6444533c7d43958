"""Weights become a posterior: added up for each child, weighed against all others and against "not in the register".

Always holds: the posteriors of all children and of "not in the register" sum to one; adding a child that matches as
well as another halves neither's weight, only the posteriors.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.identify.answer import Prior

LN10 = math.log(10.0)


def posteriors(log10: NDArray[np.float64], prior: Prior) -> NDArray[np.float64]:
    """The chance of each child, given its total weight in log10, jointly over all of them.

    p_i = q L_i / (P0 + q sum_j L_j), with q = (1 - P0) / N and P0 the chance of not being in the register. Shape (N,)
    in and out; what is missing to one is the posterior of "not in the register". Computed in logarithms, so that no
    weight is too large.
    """
    if log10.size == 0:
        return np.zeros(0)
    each = math.log(prior.of_each(log10.size)) + log10 * LN10
    highest = max(float(each.max()), math.log(prior.not_in_register))
    shares: NDArray[np.float64] = np.exp(each - highest)
    absent = math.exp(math.log(prior.not_in_register) - highest)
    chances: NDArray[np.float64] = shares / (absent + shares.sum())
    return chances


def nobody(log10: NDArray[np.float64], prior: Prior) -> float:
    """The posterior of "not in the register", given the total weights (log10) of all children in it."""
    return float(max(0.0, 1.0 - posteriors(log10, prior).sum()))
