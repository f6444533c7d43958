"""From a finger image to a template.

Always holds: whatever was done to the image before, coordinates in the template are those of the image handed in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from kith.evidence.fingerprint import ridge
from kith.evidence.fingerprint.period import USUAL, ridge_period
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.quality import Quality, advice_on, overall
from kith.evidence.fingerprint.template import Template

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.image import FingerImage

MOST_KEPT = 255
_SMALLEST, _LARGEST = 7.2, 12.5
"""Ridge periods between which the filters see ridges without help."""
_MOST_FACTOR = 2.5


def extract(image: FingerImage, *, position: Position = Position.UNKNOWN) -> Template:
    """The template of a finger image, with its best minutiae, at most 255.

    Raises:
        NoFinger: no ridges are seen.
        ImageTooLarge: the image shows more than a hand.
    """
    return examine(image, position=position)[0]


def examine(image: FingerImage, *, position: Position = Position.UNKNOWN) -> tuple[Template, Quality]:
    """The template of a finger image together with its quality and advice, at the cost of one extraction.

    Raises:
        NoFinger: no ridges are seen.
        ImageTooLarge: the image shows more than a hand.
    """
    pixels, factor = _usual_period(image.pixels)
    ridges = ridge.see(pixels)
    points, kind, quality = ridge.minutiae(ridges)
    height, width = image.pixels.shape
    x = np.clip((points[:, 0] + 0.5) / factor - 0.5, 0, width - 1)
    y = np.clip((points[:, 1] + 0.5) / factor - 0.5, 0, height - 1)
    best = np.lexsort((x, y, -quality.astype(np.int64)))[:MOST_KEPT]
    score = overall(ridges, quality, factor)
    template = Template(
        x=x[best].astype(np.float32),
        y=y[best].astype(np.float32),
        angle=(points[best, 2] % np.float32(2 * math.pi)).astype(np.float32),
        quality=quality[best],
        kind=kind[best],
        width=width,
        height=height,
        position=position,
        overall=score,
        engine=ridge.ENGINE,
        version=ridge.VERSION,
        period_factor=factor,
        field=ridge.orientation_field(ridges, factor, width, height),
    )
    return template, Quality(score, advice_on(ridges, pixels, len(points), score))


def _usual_period(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """The image with its ridges about 9 pixels apart, and by how much it was enlarged; left alone where near enough."""
    period = ridge_period(pixels)
    if period is None or _SMALLEST <= period <= _LARGEST:
        return pixels, 1.0
    factor = min(round(USUAL / period, 3), _MOST_FACTOR)
    height, width = pixels.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS)), factor
