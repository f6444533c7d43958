"""From the matcher's raw score to a weight: numbers made by bench/calibrate_fingerprint.py, never by hand.

Each kind of pair has a calibration of its own: both templates by one engine, by one each, or of other makers; and each of
these once for fingers compared as they are and once for a search over scales, which finds more by chance. Within a kind
it is conditioned on the quality of the poorer print: a poor print of the same finger scores low, and another finger's scores
low too, so that one score means more where a print is poor. How many minutiae lie alike, how large the overlap is and how
well the ridges fit there are parts of the score (match_kernels.strength); a term of their own, or one for the growth found,
does not make the weights better (bench/calibrate_fingerprint.py prints it).
Always holds: the weight never falls as the score rises with all else as it is, and stays within bounds that the number of
comparisons behind it allows.
"""

from __future__ import annotations

import math
from typing import NamedTuple

FLOOR = 0.002
"""Added to the score before its logarithm is taken; below it scores hardly differ."""

CALIBRATION = (
    "FVC2002 DB1-DB3 B sets: 30 fingers of adults, none of a child; 840 genuine and 8,640 impostor pairs, each also with one "
    "print made as poor as a hurried capture's"
)
_UNKNOWN = (
    "; what the network leader was trained on is not published in full, and its author tuned it on these sets"
)


LEAST_QUALITY = 20
"""Poorer prints than this are judged as if they had this quality: there were too few to learn from."""


class Fit(NamedTuple):
    """A logistic fit on the stretched score, and the bounds (log10) that its data can bear.

    `quality` is what is added for each factor e by which the poorer print's quality lies below 100, negative.
    """

    slope: float
    intercept: float
    lowest: float
    highest: float
    quality: float = 0.0

    def at(self, poorer: int) -> Fit:
        """This calibration for a pair whose poorer print has that quality, 0 to 100."""
        return self._replace(intercept=self.intercept + self.quality * clearness(poorer), quality=0.0)


FITS: dict[tuple[str, bool], Fit] = {
    ("leader", False): Fit(2.2034, 10.8402, -2.3, 3.9, -1.1714),
    ("leader", True): Fit(1.8247, 8.3776, -2.4, 3.9, -1.2642),
    ("ridge", False): Fit(1.9657, 10.2849, -1.7, 3.9, -1.1831),
    ("ridge", True): Fit(1.5613, 7.7844, -1.7, 3.9, -1.1588),
    ("mixed", False): Fit(2.6206, 14.2773, -1.8, 3.9, -1.1187),
    ("mixed", True): Fit(1.9765, 10.2398, -1.8, 3.9, -1.1096),
    ("bare", False): Fit(1.9746, 9.5532, -1.8, 3.8),
    ("bare", True): Fit(1.9346, 8.7841, -1.8, 3.8),
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


def clearness(poorer: int) -> float:
    """The quality of the poorer print, 0 to 100, on the scale on which it conditions a weight: 0 at best, else negative."""
    return math.log(max(poorer, LEAST_QUALITY) / 100)


def unbounded(score: float, fit: Fit) -> float:
    """What the fit makes of a raw score, log10, however far beyond its data."""
    return fit.intercept + fit.slope * stretched(score)


def log10_ratio(score: float, fit: Fit) -> float:
    """The weight of a raw score, log10, within the bounds of the fit."""
    if not math.isfinite(score):
        return fit.lowest
    return min(max(unbounded(score, fit), fit.lowest), fit.highest)
