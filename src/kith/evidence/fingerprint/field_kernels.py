"""Kernels of the ridge field: cell sums, normalisation and the gradient tensor.

Always holds: an image is a whole number of cells of CELL x CELL pixels; grids have one value a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image32 = NDArray[np.float32]

CELL = 4


@kernel
def cell_moments(image: Image32) -> tuple[Image32, Image32]:
    """Mean and mean square of each cell."""
    rows, columns = image.shape[0] // CELL, image.shape[1] // CELL
    mean = np.zeros((rows, columns), np.float32)
    square = np.zeros((rows, columns), np.float32)
    for r in range(rows):
        for c in range(columns):
            total = np.float32(0)
            squares = np.float32(0)
            for y in range(r * CELL, r * CELL + CELL):
                for x in range(c * CELL, c * CELL + CELL):
                    v = image[y, x]
                    total += v
                    squares += v * v
            mean[r, c] = total / (CELL * CELL)
            square[r, c] = squares / (CELL * CELL)
    return mean, square


@kernel
def normalised(image: Image32, mean: Image32, deviation: Image32, bound: float) -> Image32:
    """(image - mean) / deviation with both interpolated between cells, held within +-`bound`."""
    height, width = image.shape
    rows, columns = mean.shape
    out = np.empty((height, width), np.float32)
    limit = np.float32(bound)
    for y in range(height):
        fy = min(max((y + 0.5) / CELL - 0.5, 0.0), rows - 1.001)
        r = int(fy)
        wy = np.float32(fy - r)
        for x in range(width):
            fx = min(max((x + 0.5) / CELL - 0.5, 0.0), columns - 1.001)
            c = int(fx)
            wx = np.float32(fx - c)
            a = (1 - wy) * (1 - wx)
            b = (1 - wy) * wx
            d = wy * (1 - wx)
            e = wy * wx
            m = a * mean[r, c] + b * mean[r, c + 1] + d * mean[r + 1, c] + e * mean[r + 1, c + 1]
            s = a * deviation[r, c] + b * deviation[r, c + 1]
            s += d * deviation[r + 1, c] + e * deviation[r + 1, c + 1]
            out[y, x] = min(max((image[y, x] - m) / s, -limit), limit)
    return out


@kernel
def gradient_tensor(image: Image32) -> Image32:
    """Sums over each cell of gx^2 - gy^2, 2 gx gy, gx^2 + gy^2 and the squared value: float32 (4, rows, columns).

    The gradient is Scharr's, scaled to brightness a pixel.
    """
    height, width = image.shape
    rows, columns = height // CELL, width // CELL
    out = np.zeros((4, rows, columns), np.float32)
    for y in range(1, height - 1):
        r = y // CELL
        for x in range(1, width - 1):
            gx = 3 * (image[y - 1, x + 1] - image[y - 1, x - 1]) + 10 * (image[y, x + 1] - image[y, x - 1])
            gx += 3 * (image[y + 1, x + 1] - image[y + 1, x - 1])
            gy = 3 * (image[y + 1, x - 1] - image[y - 1, x - 1]) + 10 * (image[y + 1, x] - image[y - 1, x])
            gy += 3 * (image[y + 1, x + 1] - image[y - 1, x + 1])
            gx *= np.float32(1 / 32)
            gy *= np.float32(1 / 32)
            c = x // CELL
            out[0, r, c] += gx * gx - gy * gy
            out[1, r, c] += 2 * gx * gy
            out[2, r, c] += gx * gx + gy * gy
            out[3, r, c] += image[y, x] * image[y, x]
    return out
