"""Which way the ridges of an invented finger run, and how far apart they lie.

The zero-pole model of Sherlock and Monro ("A model for interpreting fingerprint topology", Pattern Recognition
26(7), 1993) with the piecewise linear correction of Vizcaya and Gerhardt ("A nonlinear orientation model for global
description of fingerprints", Pattern Recognition 29(7), 1996). Always holds: a field depends on its seed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Field = NDArray[np.float32]

# A master is drawn at 250 ppi, half of what a scanner gives: its ridges hold no finer detail, and it takes a quarter
# of the time. Rows and columns, enough for a whole finger pad of 19 x 25 mm and the margin that an impression needs.
ROWS, COLUMNS = 272, 208
PERIOD = 4.5  # pixels from ridge to ridge, on the mean: 9 at 500 ppi, an adult's; impressions scale it to a child's
KNOTS = 8  # of the correction, one every 45 degrees, as in the article


# How far a finger departs from its class: chosen so that few pairs of loops fit each other by chance
BEND = 0.25  # radians, of the correction's knots
LEAN, STRETCH = 0.15, 0.2  # radians; in logarithm
STRAY_WIDE, STRAY_NEAR = 0.3, 0.13  # radians, over a third and over a sixth of the pad
UNEVEN, UNEVEN_ARCH = 0.1, 0.7  # pixels of ridge period


class Pattern(StrEnum):
    """The classes of pattern, as fingerprint examiners name them."""

    ARCH = "arch"
    TENTED_ARCH = "tented arch"
    LEFT_LOOP = "left loop"
    RIGHT_LOOP = "right loop"
    WHORL = "whorl"


# How often each occurs: Wilson, Candela and Watson, "Neural network fingerprint classification" (NIST, 1994).
OCCURRENCE = {
    Pattern.ARCH: 0.037,
    Pattern.TENTED_ARCH: 0.029,
    Pattern.LEFT_LOOP: 0.338,
    Pattern.RIGHT_LOOP: 0.317,
    Pattern.WHORL: 0.279,
}


@dataclass(frozen=True)
class Flow:
    """The pattern, the direction of the ridges (radians, 0 to pi, anticlockwise) and their period (pixels)."""

    pattern: Pattern
    direction: Field
    period: Field


def flow(rng: np.random.Generator) -> Flow:
    """An invented finger's ridge flow, ROWS x COLUMNS at 250 ppi."""
    kinds = list(OCCURRENCE)
    pattern = kinds[int(np.searchsorted(np.cumsum(list(OCCURRENCE.values())), rng.random() * 0.999))]
    y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    x -= COLUMNS / 2
    y = ROWS * 0.47 - y  # upwards from the middle of the pad, as the model has it
    x, y = _own_shape(rng, x, y)
    direction = _arch(rng, x, y) if pattern is Pattern.ARCH else _zero_pole(rng, pattern, x, y)
    direction += _own_way(rng)  # no finger is a formula
    return Flow(
        pattern,
        np.mod(direction, np.float32(np.pi)),
        _period(rng, y, UNEVEN_ARCH if pattern is Pattern.ARCH else UNEVEN),
    )


def _own_shape(rng: np.random.Generator, x: Field, y: Field) -> tuple[Field, Field]:
    """The pad narrower or wider, shorter or longer, and leaning a little, as the model's plane sees it."""
    lean = np.float32(rng.normal(0, LEAN))
    across, along = np.exp(rng.normal(0, STRETCH, 2)).astype(np.float32)
    return (x + lean * y) / across, (y - lean * x) / along


def _own_way(rng: np.random.Generator) -> Field:
    """How a finger departs from its class (radians): without it, two loops would fit each other far too well."""
    wide = smooth(rng, (ROWS, COLUMNS), 90.0) * np.float32(STRAY_WIDE)
    return wide + smooth(rng, (ROWS, COLUMNS), 45.0) * np.float32(STRAY_NEAR)


def _arch(rng: np.random.Generator, x: Field, y: Field) -> Field:
    """Ridges that rise in the middle and fall again, less so towards the tip (Cappelli et al., 2000)."""
    height = rng.uniform(0.9, 1.5)
    steep = np.clip(height * (0.62 - y / (0.75 * ROWS)), 0.0, None)
    lean = rng.uniform(-10.0, 10.0)
    return np.asarray(
        np.arctan(-steep * np.sin(np.clip((x - lean) / (COLUMNS * 0.5), -1, 1) * np.pi)), np.float32
    )


def _zero_pole(rng: np.random.Generator, pattern: Pattern, x: Field, y: Field) -> Field:
    """Half the sum of the angles seen from the cores, less those seen from the deltas."""
    cores, deltas = _singularities(rng, pattern)
    angle = np.zeros_like(x)
    for sign, points in ((0.5, cores), (-0.5, deltas)):
        for px, py in points:
            angle += np.float32(sign) * _corrected(rng, np.arctan2(y - py, x - px))
    return angle


Points = list[tuple[float, float]]


def _singularities(rng: np.random.Generator, pattern: Pattern) -> tuple[Points, Points]:
    """The cores and the deltas of a pattern, in pixels from the middle of the pad, y upwards."""
    core = (rng.normal(0, 6), rng.uniform(4, 20))
    if pattern is Pattern.WHORL:
        apart = rng.uniform(10, 34)
        lower = (core[0] + rng.normal(0, 6), core[1] - apart)
        left = (-rng.uniform(52, 84), lower[1] - rng.uniform(30, 62))
        right = (rng.uniform(52, 84), lower[1] - rng.uniform(30, 62))
        return [core, lower], [left, right]
    if pattern is Pattern.TENTED_ARCH:
        return [core], [(core[0] + rng.normal(0, 3), core[1] - rng.uniform(35, 60))]
    # A loop that opens to the left has its delta on the right, seen on paper.
    side = 1.0 if pattern is Pattern.LEFT_LOOP else -1.0
    return [core], [(side * rng.uniform(42, 76), core[1] - rng.uniform(48, 86))]


def _corrected(rng: np.random.Generator, angle: Field) -> Field:
    """An angle bent at KNOTS equally spaced values, the same at both ends (Vizcaya and Gerhardt)."""
    knots = np.linspace(-np.pi, np.pi, KNOTS + 1)
    bends = rng.normal(0, BEND, KNOTS + 1)
    bends[-1] = bends[0]
    return np.asarray(np.interp(angle, knots, knots + bends), np.float32)


def _period(rng: np.random.Generator, y: Field, uneven: float) -> Field:
    """Ridges lie wider apart towards the crease of the joint than at the tip, and vary from place to place by `uneven`.

    An arch has no core round which ridges must begin and end: it gets its minutiae from more uneven spacing.
    """
    own = PERIOD * rng.normal(1.0, 0.035)
    slope = 1.0 - 0.10 * y / (ROWS / 2)
    return np.asarray(own * slope + smooth(rng, y.shape, 26.0) * uneven, np.float32)


def smooth(rng: np.random.Generator, shape: tuple[int, ...], size: float) -> Field:
    """A smooth random field of mean about 0 and deviation 1, whose lumps are about `size` pixels wide."""
    from scipy.ndimage import zoom

    rows, columns = shape[0], shape[1]
    coarse = rng.standard_normal((int(rows / size) + 4, int(columns / size) + 4)).astype(np.float32)
    # As many samples a lump as the spline needs, cut where the edges have no influence.
    fine = zoom(coarse, size, order=3, mode="nearest", grid_mode=True)
    start = int(size)
    return np.asarray(fine[start : start + rows, start : start + columns], np.float32)
