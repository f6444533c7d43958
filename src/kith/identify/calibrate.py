"""From scores to weights, and how well weights are calibrated: logistic and isotonic fits, Cllr, bounds.

Always holds: scores are larger where the same child is likelier; labels are True for the same child; a fit is monotone,
so that it changes no ranking; the share of same-child pairs in the data is taken out, so that a ratio is left.
Sources: Brümmer and du Preez (2006) for Cllr and PAV; Vergeer et al. (2016) for the bounds. The tests compare with
`lir` of the Netherlands Forensic Institute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LN10 = math.log(10.0)
ADVICE = "Give at least one pair of the same child and one of two children, with finite scores."


def split(scores: ArrayLike, same: ArrayLike) -> tuple[Floats, Floats]:
    """The scores of the same child, and those of different children.

    Raises:
        BadInput: they are not of one length, one side is empty, or a score is not a number.
    """
    values, labels = np.asarray(scores, np.float64).ravel(), np.asarray(same, bool).ravel()
    if values.shape != labels.shape or not labels.any() or labels.all() or np.isnan(values).any():
        raise BadInput("These scores cannot be calibrated.", advice=ADVICE)
    return values[labels], values[~labels]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A straight line from score to log10 likelihood ratio, never falling."""

    slope: float
    start: float

    def __call__(self, scores: ArrayLike) -> Floats:
        """The weights in log10, of the shape of the scores."""
        return self.start + self.slope * np.asarray(scores, np.float64)


def fit_logistic(scores: ArrayLike, same: ArrayLike) -> Logistic:
    """Logistic regression of the label on the score, the data's own odds taken out.

    Nearly without penalty (C = 10^6 on scores of unit variance), so that few pairs do not flatten it. A score that points
    the wrong way gives slope 0.

    Raises:
        BadInput: as `split`.
    """
    from sklearn.linear_model import LogisticRegression

    mates, others = split(scores, same)
    values = np.concatenate([mates, others])
    labels = np.concatenate([np.ones(len(mates)), np.zeros(len(others))])
    scale = float(values.std()) or 1.0
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit((values / scale)[:, None], labels)
    slope = float(fitted.coef_[0, 0]) / scale / LN10
    start = float(fitted.intercept_[0]) / LN10 - math.log10(len(mates) / len(others))
    return Logistic(slope, start) if slope > 0 else Logistic(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Isotonic:
    """Steps from score to log10 likelihood ratio, never falling: `knots` are scores, `log10` the weights there."""

    knots: Floats
    log10: Floats

    def __call__(self, scores: ArrayLike) -> Floats:
        """The weights in log10; between knots on the straight line between them, outside those of the ends."""
        return np.interp(np.asarray(scores, np.float64), self.knots, self.log10)


def fit_isotonic(
    scores: ArrayLike, same: ArrayLike, *, bounds: tuple[float, float] | None = None
) -> Isotonic:
    """Pool adjacent violators (PAV), held within bounds; without `bounds`, those of `bounds_of` on its own result.

    Raises:
        BadInput: as `split`.
    """
    mates, others = split(scores, same)
    raw = pav(scores, same)
    low, high = bounds if bounds is not None else bounds_of(raw, same)
    values = np.asarray(scores, np.float64).ravel()
    order = np.argsort(values, kind="stable")
    largest = math.log10(len(mates) * len(others) + 1.0)
    held = np.clip(np.nan_to_num(raw, posinf=largest, neginf=-largest), low, high)
    knots, first = np.unique(values[order], return_index=True)
    return Isotonic(knots, held[order][first])


def pav(scores: ArrayLike, same: ArrayLike) -> Floats:
    """The best monotone weights these data allow, in log10, by pool adjacent violators; the ends may be infinite.

    Raises:
        BadInput: as `split`.
    """
    from sklearn.isotonic import IsotonicRegression

    mates, others = split(scores, same)
    values, labels = np.asarray(scores, np.float64).ravel(), np.asarray(same, bool).ravel()
    ranks = np.unique(values, return_inverse=True)[1].astype(
        np.float64
    )  # infinite scores are only an order here
    share = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(ranks, labels.astype(np.float64))
    with np.errstate(divide="ignore"):
        odds: Floats = np.log10(share) - np.log10(1.0 - share)
    return odds - math.log10(len(mates) / len(others))


def cllr(log10: ArrayLike, same: ArrayLike) -> float:
    """The log-likelihood-ratio cost of weights: 0 is perfect, 1 is as good as saying nothing (Brümmer, 2006).

    Raises:
        BadInput: as `split`.
    """
    mates, others = split(log10, same)
    cost_mates = np.logaddexp(0.0, -mates * LN10).mean()
    cost_others = np.logaddexp(0.0, others * LN10).mean()
    return float((cost_mates + cost_others) / (2.0 * math.log(2.0)))


def cllr_min(scores: ArrayLike, same: ArrayLike) -> float:
    """The Cllr that the best monotone calibration of these scores would have: what the scores can tell apart at all.

    Raises:
        BadInput: as `split`.
    """
    return cllr(pav(scores, same), same)


STEP = 0.01
EXTREME = 9.0


def bounds_of(log10: ArrayLike, same: ArrayLike) -> tuple[float, float]:
    """The lowest and highest weight (log10) that so few data can support: empirical lower and upper bounds (ELUB).

    One misleading weight is added on each side; a bound is the weight closest to 0 from which on acting on the weights
    does more harm than saying nothing (Vergeer, van Es, de Jongh, Alberink and Stoel, Science & Justice 56, 2016), to
    0.01. Low <= 0 <= high.

    Raises:
        BadInput: as `split`.
    """
    mates, others = (np.sort(np.clip(side, -EXTREME, EXTREME)) for side in split(log10, same))
    lowest = max(min(mates[0], others[0]), -math.log10(len(mates) + 1))
    highest = min(max(mates[-1], others[-1]), math.log10(len(others) + 1))
    first, last = min(0, math.floor(lowest / STEP)), max(0, math.floor(highest / STEP) + 1)
    thresholds = np.arange(first, last + 1) * STEP
    at = 10.0**thresholds
    # the expected cost of deciding at each threshold, with the weights and without them; a weight above it is acted on
    missed = (np.searchsorted(mates, thresholds, side="right") + 1) / (len(mates) + 1)
    misled = (len(others) - np.searchsorted(others, thresholds, side="right") + 1) / (len(others) + 1)
    silent = np.where(thresholds < 0, at, 1.0)
    harm = silent < missed + at * misled
    below, above = thresholds[harm & (thresholds <= 0)], thresholds[harm & (thresholds >= 0)]
    low = float(below[-1]) + STEP if below.size else float(thresholds[0])
    high = float(above[0]) - STEP if above.size else float(thresholds[-1])
    return min(low, 0.0), max(high, 0.0)
