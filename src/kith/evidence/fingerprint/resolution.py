"""How many pixels an inch an image has, and the image at 500.

Always holds: what the ridges alone say never overrides the file or the person; where nothing is stated, 500 is kept unless no
finger has ridges as wide as those seen would then be, and a warning says what was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from kith.errors import BadImage, ResolutionTooLow
from kith.evidence.fingerprint.period import ridge_period
from kith.evidence.fingerprint.picture import refuse_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

PPI = 500
LEAST_PPI = 300
MOST_PPI = 4000
_NEAR = 0.01  # resolutions within 1 % of 500 are taken as 500: 197 pixels a centimetre is 500.38

USUAL_PERIOD = 8.6
"""Ridge period of an adult finger in pixels at 500 ppi: the middle of FVC2002 DB1 to DB3."""
_WIDEST = 11.2
"""No finger of FVC2002 DB1 to DB3 has a mean ridge period above 9.8; with the 4 % error of one image, three times over."""
_NARROW = 6.4
"""Ridges nearer than this are a small child's, or the image has fewer than 500 pixels an inch."""
_COMMON, _COMMON_WITHIN = 1000, 0.25  # the other resolution that fingerprint scanners have


def assumed(grey: NDArray[np.uint8]) -> tuple[int, str]:
    """The resolution of an image, uint8 (height, width), that states none, and the warning that says so.

    The ridges of fingers lie 7 to 10 pixels apart at 500 ppi, and nearer in children: the period of one image is
    known to 4 %, but what it says about the resolution only to 20 %. So 500 is kept wherever a finger can look like that.
    """
    period = ridge_period(grey)
    if period is None or _NARROW <= period <= _WIDEST:
        return PPI, "The file states no resolution: 500 pixels an inch are assumed."
    if period < _NARROW:
        return PPI, (
            "The file states no resolution, and its ridges lie close: 500 pixels an inch are assumed, a small child's "
            "finger. If the scanner has fewer, give its resolution."
        )
    estimate = round(PPI * period / USUAL_PERIOD)
    if abs(estimate / _COMMON - 1) <= _COMMON_WITHIN:
        estimate = _COMMON
    estimate = min(estimate, MOST_PPI)
    return estimate, (
        f"The file states no resolution: {estimate} pixels an inch are estimated from the distance of the ridges. "
        "If the scanner's own is known, give it."
    )


def at_500(grey: NDArray[np.uint8], ppi: int) -> NDArray[np.uint8]:
    """The image resampled to 500 ppi (Lanczos).

    Raises:
        ResolutionTooLow: fewer than 300 pixels an inch.
        BadImage: more than any scanner has, or the result is tiny.
    """
    if ppi < LEAST_PPI:
        raise ResolutionTooLow(
            f"The image has {ppi} pixels an inch; at least {LEAST_PPI} are needed to see ridges.",
            advice="Scan again at 500 pixels an inch. If the file states a wrong resolution, give the scanner's own.",
        )
    if ppi > MOST_PPI:
        raise BadImage(
            f"No fingerprint scanner has {ppi} pixels an inch.", advice="Give the scanner's resolution."
        )
    if abs(ppi / PPI - 1) <= _NEAR:
        return np.ascontiguousarray(grey)
    height, width = grey.shape
    size = (round(width * PPI / ppi), round(height * PPI / ppi))
    refuse_size(*size)
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))
