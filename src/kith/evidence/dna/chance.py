"""What chance alone does in a search: how many strangers reach a ratio, and what a ratio means among all that were searched.

Always holds: the expected number of chance hits is not too small: ratios are rounded up, and every stranger is taken to be
typed at every locus; posteriors of all searched and of "not in the register" sum to one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

STEP: Final = 0.02
"""The width of the steps into which log10 ratios are rounded up."""
_LOWEST: Final = -6.0


def exceedance(chances: Sequence[tuple[Floats, Floats]], log10: float) -> float:
    """The chance that a stranger's ratio reaches 10 to the power of `log10`, by convolution over the loci.

    `chances`: at each locus the chance of each ordered genotype under the hypothesis and of a stranger, shape (K, K).
    """
    total, lowest = np.ones(1), 0
    for above, below in chances:
        one, start = _distribution(above, below)
        total, lowest = np.convolve(total, one), lowest + start
    first = math.floor(log10 / STEP + 1e-9) - lowest
    return float(total[max(first, 0) :].sum()) if first < len(total) else 0.0


def _distribution(above: Floats, below: Floats) -> tuple[Floats, int]:
    """The chance of each step of the log10 ratio of a stranger at one locus, and the number of the first step."""
    chance = (below / below.sum()).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        # both orders of a genotype are one genotype; a stranger's two orders are equally likely
        ratio = np.log10((above + above.T) / (below + below.T)).ravel()
    possible = np.isfinite(ratio) & (chance > 0.0)
    if not possible.any():
        return np.zeros(1), 0
    steps = np.ceil(np.maximum(ratio[possible], _LOWEST) / STEP - 1e-9).astype(int)
    first = int(steps.min())
    return np.bincount(steps - first, weights=chance[possible]).astype(np.float64), first


def posteriors(prior_none: float, priors: ArrayLike, ratios: ArrayLike) -> tuple[float, Floats]:
    """The posterior of "none of them" and of each: prior times ratio over the sum, where none has the ratio 1.

    `ratios` are plain, not logarithms.

    Raises:
        BadInput: a prior is no chance, or everything is impossible.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return posteriors_log10(prior_none, priors, np.log10(np.asarray(ratios, np.float64)))


def posteriors_log10(prior_none: float, priors: ArrayLike, log10: ArrayLike) -> tuple[float, Floats]:
    """The same from log10 of the ratios, which may be minus infinity.

    Raises:
        BadInput: as `posteriors`.
    """
    each, weights = np.broadcast_arrays(np.asarray(priors, np.float64), np.asarray(log10, np.float64))
    bad = not 0.0 <= prior_none <= 1.0 or np.isnan(weights).any() or not np.all((each >= 0.0) & (each <= 1.0))
    with np.errstate(divide="ignore"):
        logs = np.append(np.log10(each) + weights, np.log10(prior_none))
    most = float(logs.max())
    if bad or not math.isfinite(most):
        raise BadInput(
            "These priors and ratios give no posterior.",
            advice="Give chances between 0 and 1.",
            field="prior",
        )
    shares = 10.0 ** (logs - most)
    shares /= shares.sum()
    return float(shares[-1]), shares[:-1]
