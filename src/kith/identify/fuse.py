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


def posteriors(
    log10: NDArray[np.float64], prior: Prior, *, size: int | None = None, others: float = -math.inf
) -> NDArray[np.float64]:
    """The chance of each child, given its total weight in log10, jointly over all of them.

    p_i = q L_i / (P0 + q sum_j L_j), with q = (1 - P0) / N and P0 the chance of not being in the register. Shape (n,)
    in and out; what is missing to one is the posterior of "not in the register" and of the children that are not given.
    Computed in logarithms, so that no weight is too large.

    Args:
        log10: the total weights of the children that are asked about.
        prior: what is held likely before any evidence.
        size: N, all children, where `log10` gives only some of them.
        others: the natural logarithm of the sum of L over the children not given (see `sum_of`).
    """
    if log10.size == 0:
        return np.zeros(0)
    of_each = math.log(prior.of_each(log10.size if size is None else size))
    each = of_each + log10 * LN10
    highest = max(float(each.max()), of_each + others, math.log(prior.not_in_register))
    shares: NDArray[np.float64] = np.exp(each - highest)
    absent = math.exp(math.log(prior.not_in_register) - highest) + math.exp(of_each + others - highest)
    chances: NDArray[np.float64] = shares / (absent + shares.sum())
    return chances


def sum_of(ln: NDArray[np.float64]) -> float:
    """The natural logarithm of the sum of likelihood ratios given by their natural logarithms; minus infinity of none."""
    highest = float(ln.max()) if ln.size else -math.inf
    return highest if math.isinf(highest) else highest + math.log(float(np.exp(ln - highest).sum()))


def nobody(log10: NDArray[np.float64], prior: Prior) -> float:
    """The posterior of "not in the register", given the total weights (log10) of all children in it."""
    return float(max(0.0, 1.0 - posteriors(log10, prior).sum()))
