"""How good a finger image is, from 0 to 100, and what to do about it. Our own score; it is not NFIQ.

Always holds: an image without ridges scores 0 and is not refused; every score below GOOD comes with advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import NoFinger
from kith.evidence.fingerprint import ridge
from kith.evidence.fingerprint.field_kernels import CELL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.image import FingerImage

GOOD = 60
_FULL_AREA = 45_000.0  # pixels at 500 ppi: a fingertip's worth


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` from 0 to 100; `advice` in plain sentences, empty where there is none to give."""

    score: int
    advice: tuple[str, ...]


def quality(image: FingerImage) -> Quality:
    """The quality of a finger image.

    Raises:
        ImageTooLarge: the image shows more than a hand.
    """
    try:
        ridges = ridge.see(image.pixels)
    except NoFinger:
        return Quality(0, ("No finger is seen: place the finger flat on the scanner.",))
    points, _, each = ridge.minutiae(ridges)
    score = overall(ridges, each)
    return Quality(score, advice_on(ridges, image.pixels, len(points), score))


def overall(ridges: ridge.Ridges, each: NDArray[np.uint8], factor: float = 1.0) -> int:
    """The score: clarity of the ridges, area and reliable minutiae, each from 0 to 1, as a geometric mean.

    `each` uint8 (n,) is the quality of the minutiae, `factor` by how much the image was enlarged.
    """
    seen = ridges.mask > 0
    clarity = float((ridges.clarity[seen] * ridges.coherence[seen]).mean())
    area = min(float(seen.sum()) * CELL * CELL / (_FULL_AREA * factor**2), 1.0)
    reliable = min(float((each.astype(np.float64) / 100).sum()) / 25, 1.0)
    return round(100 * float(np.clip(1.25 * clarity, 0, 1) ** 0.5 * area**0.25 * reliable**0.25))


def advice_on(ridges: ridge.Ridges, pixels: NDArray[np.uint8], n: int, score: int) -> tuple[str, ...]:
    """What would make a better scan, in plain sentences; `n` minutiae were seen and the image scored `score`."""
    seen = ridges.mask > 0
    rows, columns = pixels.shape[0] // CELL, pixels.shape[1] // CELL
    cells = pixels[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    brightness = float(cells[seen[:rows, :columns]].mean())
    ground = float(np.percentile(pixels, 95))
    advice = []
    if seen.sum() * CELL * CELL < 0.5 * _FULL_AREA:
        advice.append("Only part of the finger is seen: place it flat, with the first joint on the scanner.")
    if float(ridges.contrast[seen].mean()) < 25 or brightness > 0.8 * ground:
        advice.append("The ridges are faint, a dry finger: breathe on it, then press a little more.")
    elif brightness < 0.42 * ground:
        advice.append("The ridges run together: dry the finger and press lighter.")
    if score < GOOD and n < 12:
        advice.append("Few details are seen: clean the finger and the scanner.")
    if score < GOOD and not advice:
        advice.append("The ridges are not clear: hold the finger still, clean the scanner and scan again.")
    return tuple(advice)
