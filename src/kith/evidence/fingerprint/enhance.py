"""Contextual filtering: each pixel through the Gabor filter of its own ridge direction and period.

Always holds: filters have no mean, so that even ground answers 0; outside of the mask the answer is 0.
Source of the method: L. Hong, Y. Wan, A. Jain, Fingerprint image enhancement: algorithm and performance evaluation,
IEEE TPAMI 20(8), 1998.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.field_kernels import CELL
from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIRECTIONS = 32
RADIUS = 9
SIDE = 2 * RADIUS + 1
ROWS, COLUMNS = 20, 24
"""Filters are stored with zeros added to groups of five rows of three times eight numbers, as processors add them up."""
PERIODS = np.array([5.0, 5.7, 6.5, 7.3, 8.2, 9.2, 10.4, 11.7, 13.2, 15.0])


@functools.lru_cache(maxsize=4)
def bank(along: float, across: float) -> NDArray[np.float32]:
    """The filters, float32 (periods, directions, ROWS, COLUMNS); deviations in pixels along and across the ridge."""
    span = np.arange(-RADIUS, RADIUS + 1)
    y, x = np.meshgrid(span, span, indexing="ij")
    filters = np.zeros((len(PERIODS), DIRECTIONS, ROWS, COLUMNS), np.float32)
    for p, period in enumerate(PERIODS):
        for d in range(DIRECTIONS):
            angle = d * math.pi / DIRECTIONS
            u = x * math.cos(angle) + y * math.sin(angle)
            v = -x * math.sin(angle) + y * math.cos(angle)
            window = np.exp(-0.5 * ((u / along) ** 2 + (v / across) ** 2))
            wave = np.cos(2 * math.pi * v / period)
            wave = wave - (window * wave).sum() / window.sum()
            shape = window * wave
            filters[p, d, :SIDE, :SIDE] = shape / np.abs(shape).sum()
    return filters


@kernel
def filtered(
    image: NDArray[np.float32],
    mask: NDArray[np.uint8],
    direction: NDArray[np.uint8],
    period: NDArray[np.uint8],
    filters: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Each pixel of the mask's cells through its cell's filter.

    `image` float32 is padded by RADIUS above and to the left, and by RADIUS + 5 or more below and to the right; `mask`,
    `direction` (index of the filter bank) and `period` (the same) have one value a cell. The answer has the size
    without the padding.
    """
    rows, columns = mask.shape
    out = np.zeros((rows * CELL, columns * CELL), np.float32)
    for r in range(rows):
        for c in range(columns):
            if mask[r, c] == 0:
                continue
            chosen = filters[period[r, c], direction[r, c]]
            for y in range(r * CELL, r * CELL + CELL):
                for x in range(c * CELL, c * CELL + CELL):
                    total = np.float32(0)
                    for j in range(0, ROWS, 5):
                        # five rows at once, so that the sum over a row is taken a fifth as often
                        for i in range(COLUMNS):
                            total += (
                                chosen[j, i] * image[y + j, x + i]
                                + chosen[j + 1, i] * image[y + j + 1, x + i]
                                + chosen[j + 2, i] * image[y + j + 2, x + i]
                                + chosen[j + 3, i] * image[y + j + 3, x + i]
                                + chosen[j + 4, i] * image[y + j + 4, x + i]
                            )
                    out[y, x] = total
    return out
