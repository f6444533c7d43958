"""From the matcher's raw score to a weight: numbers made by bench/calibrate_fingerprint.py, never by hand.

Each kind of pair has a calibration of its own: both templates by one engine, by one each, or of other makers; and each of
these once for fingers compared as they are and once for a search over scales, which finds more by chance.
Always holds: the weight never falls as the score rises, and stays within bounds that the number of comparisons behind it
allows.
"""

from __future__ import annotations

import math
from typing import NamedTuple

FLOOR = 0.01
"""Added to the score before its logarithm is taken; below it scores hardly differ."""

CALIBRATION = (
    "FVC2002 DB1-DB3 B sets: 30 fingers of adults, none of a child; 840 genuine and 8,640 impostor pairs"
)
_UNKNOWN = (
    "; what the network leader was trained on is not published in full, and its author tuned it on these sets"
)


class Fit(NamedTuple):
    """A logistic fit on the stretched score, and the bounds (log10) that its data can bear."""

    slope: float
    intercept: float
    lowest: float
    highest: float


FITS: dict[tuple[str, bool], Fit] = {
    ("leader", False): Fit(3.2833, 10.7775, -2.9, 3.9),
    ("leader", True): Fit(3.8481, 12.1163, -2.9, 3.9),
    ("ridge", False): Fit(2.8561, 10.1657, -2.6, 3.9),
    ("ridge", True): Fit(2.5194, 8.4181, -2.5, 3.9),
    ("mixed", False): Fit(3.1535, 11.7328, -2.3, 3.9),
    ("mixed", True): Fit(3.2003, 11.3727, -2.6, 3.9),
    ("bare", False): Fit(2.1667, 6.5491, -2.5, 3.9),
    ("bare", True): Fit(2.3691, 6.5798, -2.6, 3.9),
}
"""By the kind of pair and whether several scales were tried. Kinds: both by leader, both by ridge, one by each, and pairs
in which one has no orientation grid (records of other makers; fitted on those of another extractor)."""

LOWEST = min(fit.lowest for fit in FITS.values())
HIGHEST = max(fit.highest for fit in FITS.values())


def kind_of_pair(first: str, second: str, *, fields: bool) -> str:
    """Which calibration a pair has, by the engines of both; `fields`: both have an orientation grid."""
    if not fields:
        return "bare"
    return first if first == second and first in {"leader", "ridge"} else "mixed"


def basis(kind: str) -> str:
    """What the calibration of a kind of pair rests on, for those who read the weight."""
    return CALIBRATION + (_UNKNOWN if kind in {"leader", "mixed"} else "")


def stretched(score: float) -> float:
    """The score on a scale on which its log likelihood ratio runs nearly straight."""
    return math.log(max(score, 0.0) + FLOOR)


def log10_ratio(score: float, fit: Fit) -> float:
    """The weight of a raw score, log10, within the bounds of the fit."""
    if not math.isfinite(score):
        return fit.lowest
    return min(max(fit.intercept + fit.slope * stretched(score), fit.lowest), fit.highest)
