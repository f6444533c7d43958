"""From the matcher's raw score to a weight: numbers made by bench/calibrate_fingerprint.py, never by hand.

Always holds: the weight never falls as the score rises, and stays within bounds that the number of comparisons behind it
allows.
"""

from __future__ import annotations

import math
from typing import NamedTuple

CALIBRATION = (
    "FVC2002 DB1-DB3 B sets: 30 fingers of adults, none of a child; 840 genuine and 8,640 impostor pairs"
)

FLOOR = 0.01
"""Added to the score before its logarithm is taken; below it scores hardly differ."""


class Fit(NamedTuple):
    """A logistic fit on the stretched score, and the bounds (log10) that its data can bear."""

    slope: float
    intercept: float
    lowest: float
    highest: float


WITH_FIELDS = Fit(2.8889, 9.9838, -2.5, 3.9)
"""Both templates carry an orientation grid: fitted on our own extraction."""
WITHOUT_FIELDS = Fit(2.4423, 7.0865, -2.4, 3.9)
"""A template carries none, as records of other makers: fitted on those of another extractor."""

LOWEST = min(WITH_FIELDS.lowest, WITHOUT_FIELDS.lowest)
HIGHEST = max(WITH_FIELDS.highest, WITHOUT_FIELDS.highest)


def stretched(score: float) -> float:
    """The score on a scale on which its log likelihood ratio runs nearly straight."""
    return math.log(max(score, 0.0) + FLOOR)


def log10_ratio(score: float, fit: Fit = WITH_FIELDS) -> float:
    """The weight of a raw score, log10, within the bounds of the fit."""
    if not math.isfinite(score):
        return fit.lowest
    return min(max(fit.intercept + fit.slope * stretched(score), fit.lowest), fit.highest)
