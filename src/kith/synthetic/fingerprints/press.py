"""An invented finger laid on a scanner: turned, shifted, stretched, too dry or too wet, and never twice the same.

Always holds: the same master and seed give the same impression; dark ridges on light ground, 500 pixels an inch.
Skin stretches as in Cappelli, Maio and Maltoni, "Modelling plastic distortion in fingerprint images" (ICAPR 2001):
the middle, pressed hardest, stays; the skin around it is pulled and twisted.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from kith.synthetic.fingerprints.orientation import COLUMNS, ROWS, smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.synthetic.fingerprints.grow import Master

    Field = NDArray[np.float32]

HEIGHT, WIDTH = 400, 300  # pixels of an impression: 20 x 15 mm, the window of a common single-finger scanner
PIXELS_PER_INCH = 500
MIDDLE = (ROWS * 0.47, COLUMNS / 2)  # of the pad on the master, where patterns have their core or near it


@dataclass(frozen=True)
class Touch:
    """How one impression was laid: shifts in pixels, angles in radians, and how the skin was pulled and twisted."""

    turn: float
    shift: tuple[float, float]  # of the finger on the window, down and right
    contact: tuple[float, float]  # where the window touches the pad, from its middle, down and right
    reach: tuple[float, float]  # half the height and width of what touches
    pull: tuple[float, float]
    twist: float


def impression(master: Master, seed: int, *, scale: float = 1.0, degrade: float = 0.3) -> NDArray[np.uint8]:
    """One impression of a finger, (HEIGHT, WIDTH) grey values at 500 ppi, dark ridges on light ground.

    `scale` is the size of the finger against an adult's (a younger child's is smaller); `degrade` runs from 0, a
    careful capture, to 1, a hurried one of a dry, cold finger. The same seed gives the same impression.
    """
    rng = np.random.default_rng((master.seed, seed, 0x1D))
    touch = _touch(rng, scale, degrade)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    y, x = _unturned(touch, y - HEIGHT / 2, x - WIDTH / 2)
    far = np.hypot((y - touch.contact[0]) / touch.reach[0], (x - touch.contact[1]) / touch.reach[1])
    y, x = _stretched(touch, y, x, far)
    places = (y / np.float32(2 * scale) + MIDDLE[0], x / np.float32(2 * scale) + MIDDLE[1])
    ridges = map_coordinates(master.ridges, places, order=3, mode="reflect")
    return _grey(rng, ridges, far, degrade)


def _touch(rng: np.random.Generator, scale: float, degrade: float) -> Touch:
    loose = 0.5 + degrade
    pull, angle = rng.uniform(0, 9.0 * loose), rng.uniform(0, 2 * np.pi)
    return Touch(
        turn=float(np.clip(rng.normal(0, 0.13 * loose), -0.4, 0.4)),
        shift=(float(rng.normal(0, 8 * loose)), float(rng.normal(0, 6 * loose))),
        contact=(float(rng.normal(2, 12 * loose)), float(rng.normal(0, 9 * loose))),
        reach=(scale * float(rng.uniform(172, 196)), scale * float(rng.uniform(128, 146))),
        pull=(float(pull * np.sin(angle)), float(pull * np.cos(angle))),
        twist=float(rng.normal(0, 0.035 * loose)),
    )


def _unturned(touch: Touch, y: Field, x: Field) -> tuple[Field, Field]:
    """Places on the window, from its middle, as places on the pad, from its middle."""
    c, s = np.float32(np.cos(touch.turn)), np.float32(np.sin(touch.turn))
    y, x = y - np.float32(touch.shift[0]), x - np.float32(touch.shift[1])
    return c * y - s * x, s * y + c * x


def _stretched(touch: Touch, y: Field, x: Field, far: Field) -> tuple[Field, Field]:
    """Places on the relaxed skin that were pulled and twisted to (y, x): nothing in the middle, all at the edge."""
    brake = np.float32(0.5) * (1 - np.cos(np.pi * np.clip((far - 0.25) / 0.75, 0, 1), dtype=np.float32))
    pulled = touch.pull[0] + touch.twist * x, touch.pull[1] - touch.twist * y
    return y + brake * pulled[0].astype(np.float32), x + brake * pulled[1].astype(np.float32)


def _grey(rng: np.random.Generator, ridges: Field, far: Field, degrade: float) -> NDArray[np.uint8]:
    """Ridges as a scanner sees them: thick where pressed, broken where dry, cut by creases, faint at the rim."""
    shape = (HEIGHT, WIDTH)
    pressure = rng.normal(0.05, 0.12 + 0.12 * degrade) + smooth(rng, shape, 80.0) * (0.08 + 0.14 * degrade)
    speckle = gaussian_filter(rng.standard_normal(shape, np.float32), 1.1)
    speckle *= np.float32(0.9 + 2.6 * degrade)
    height = ridges * np.float32(0.95) + pressure + speckle * np.float32(0.5) - _creases(rng, degrade)
    ink = 1 / (1 + np.exp(-np.float32(5.5) * height))
    rim = np.clip((1 - far + smooth(rng, shape, 26.0) * 0.02) / 0.07, 0, 1)
    dark = np.float32(rng.uniform(165, 195) * (1 - 0.25 * degrade))
    grey = np.float32(rng.uniform(228, 246)) - dark * ink * rim
    grey += rng.standard_normal(shape, np.float32) * np.float32(3 + 7 * degrade)
    grey = gaussian_filter(grey, 0.45 + 0.35 * degrade)
    return np.clip(np.round(grey), 0, 255).astype(np.uint8)


def _creases(rng: np.random.Generator, degrade: float) -> Field:
    """White lines across the ridges, as dry skin and small scratches leave them; none in a careful capture."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    lines = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(int(rng.poisson(2.2 * degrade))):
        angle, length = rng.uniform(0, np.pi), rng.uniform(25, 70)
        dy, dx = y - rng.uniform(60, HEIGHT - 60), x - rng.uniform(50, WIDTH - 50)
        along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
        bend = across + along * along / rng.uniform(150, 400)
        lines += np.exp(-0.5 * (bend / 1.3) ** 2 - (along / length) ** 4).astype(np.float32)
    return lines * np.float32(1.6)


def png(image: NDArray[np.uint8]) -> bytes:
    """An impression as a PNG file that says 500 pixels an inch (its pHYs chunk)."""
    from PIL import Image

    out = BytesIO()
    Image.fromarray(image).save(out, "PNG", dpi=(PIXELS_PER_INCH, PIXELS_PER_INCH), compress_level=6)
    return out.getvalue()
