"""How the ridges of an invented finger grow: filtered again and again along their flow, out of scattered specks.

The idea of SFinGe (Cappelli, Erol, Maio, Maltoni, "Synthetic fingerprint-image generation", ICPR 2000): a Gabor filter
tuned at each place to the ridges' direction and period lets them grow from random specks; where growths meet they do
not fit, and that is how minutiae arise, at random, as in nature. Always holds: the same seed gives the same finger.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.synthetic.fingerprints.orientation import COLUMNS, PERIOD, ROWS, Pattern, flow

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIRECTIONS = 36
PERIODS = np.linspace(PERIOD * 0.78, PERIOD * 1.28, 9)
RADIUS = 6  # pixels; the filter's weight is below a hundredth beyond it
ACROSS, ALONG = (
    0.50,
    0.60,
)  # deviations of the filter's envelope, in periods: about three ridges are seen at once
ROUNDS = 14
GAIN = np.float32(3.0)
SPECKS = 0.004  # of the pixels are set at the start


@dataclass(frozen=True)
class Master:
    """A whole invented finger: its ridges from -1 (valley) to 1 (ridge), ROWS x COLUMNS, at 250 ppi."""

    seed: int
    pattern: Pattern
    ridges: NDArray[np.float32]


def master(seed: int) -> Master:
    """The finger of a seed."""
    rng = np.random.default_rng((seed, 0x61))
    course = flow(rng)
    turn = np.round(course.direction * np.float32(DIRECTIONS / np.pi)).astype(np.int32) % DIRECTIONS
    step = float(PERIODS[1] - PERIODS[0])
    pitch = np.clip(np.round((course.period - PERIODS[0]) / step), 0, len(PERIODS) - 1).astype(np.int32)
    which = np.pad(np.where(_pad(), turn * len(PERIODS) + pitch, -1), RADIUS, constant_values=-1)
    specks = np.where(rng.random((ROWS, COLUMNS)) < SPECKS, np.float32(1), np.float32(0))
    ridges = _grow(np.pad(specks, RADIUS), which, filters(), ROUNDS)
    return Master(seed, course.pattern, ridges[RADIUS:-RADIUS, RADIUS:-RADIUS].copy())


@lru_cache(maxsize=1)
def _pad() -> NDArray[np.bool_]:
    """Where there is a finger at all: an ellipse that reaches beyond every impression."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    return np.asarray(np.hypot((y - ROWS * 0.48) / (ROWS * 0.50), (x - COLUMNS / 2) / (COLUMNS * 0.50)) < 1)


@lru_cache(maxsize=1)
def filters() -> NDArray[np.float32]:
    """The Gabor filters, one a direction and period: (DIRECTIONS * len(PERIODS), side, side), each of mean 0."""
    v, u = np.mgrid[-RADIUS : RADIUS + 1, -RADIUS : RADIUS + 1].astype(np.float64)
    bank = []
    for angle in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        along, across = u * np.cos(angle) - v * np.sin(angle), u * np.sin(angle) + v * np.cos(angle)
        for period in PERIODS:
            envelope = np.exp(-0.5 * ((across / (ACROSS * period)) ** 2 + (along / (ALONG * period)) ** 2))
            wave = np.cos(2 * np.pi * across / period)
            wave -= (envelope * wave).sum() / envelope.sum()  # flat ground gives nothing
            kernel = envelope * wave
            bank.append(kernel / np.abs(kernel).sum())
    return np.asarray(bank, np.float32)


@kernel
def _grow(
    image: NDArray[np.float32], which: NDArray[np.int32], bank: NDArray[np.float32], rounds: int
) -> NDArray[np.float32]:
    """`rounds` times: each pixel becomes what its own filter sees, stretched and held between -1 and 1."""
    side = bank.shape[1]
    radius = side // 2
    rows, columns = image.shape
    seen = image.copy()
    for _ in range(rounds):
        for i in range(radius, rows - radius):
            for j in range(radius, columns - radius):
                if which[i, j] < 0:
                    continue
                kernel = bank[which[i, j]]
                total = np.float32(0)
                for a in range(side):
                    for b in range(side):
                        total += kernel[a, b] * image[i - radius + a, j - radius + b]
                total *= GAIN
                seen[i, j] = total / np.sqrt(np.float32(1) + total * total)
        image, seen = seen, image
    return image
