"""The full comparison of one probe with many packed references, without coming back to Python for each.

Always holds: the numbers are those of comparing one by one; which of two templates comes first is the caller's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.match_kernels import FEATURES, compared
from kith.evidence.fingerprint.structures import MOST, NEIGHBOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]

UNKNOWN = 255


@kernel
def neighbours_of(block: Bytes, count: Bytes) -> Bytes:
    """The neighbours of one reference, uint8 (n, NEIGHBOURS, 3), from its flat planes."""
    n = len(count)
    near = np.zeros((n, NEIGHBOURS, 3), np.uint8)
    for j in range(n):
        for q in range(np.int64(count[j])):
            for v in range(3):
                near[j, q, v] = block[(3 * q + v) * n + j]
    return near


@kernel
def grid_of(window: NDArray[np.int32], values: Bytes) -> Bytes:
    """The orientation grid of one reference from the part of it that was kept: `window` is its top, left, rows, columns."""
    top, left = np.int64(window[0]), np.int64(window[1])
    rows, columns = np.int64(window[2]), np.int64(window[3])
    grid = np.full((top + rows, left + columns), UNKNOWN, np.uint8)
    for r in range(rows):
        for c in range(columns):
            grid[top + r, left + c] = values[r * columns + c]
    return grid


@kernel
def compared_rows(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    points: Points, turn: Bytes, near: Bytes, count: Bytes, field: Bytes,
    rows: Whole, swapped: NDArray[np.bool_], tried: NDArray[np.float64],
    start: Whole, all_points: Points, all_turn: Bytes, all_near: Bytes, all_count: Bytes,
    grid_start: Whole, grids: Bytes, windows: NDArray[np.int32],
    far_tolerance: Whole, bearing_tolerance: Whole, out: NDArray[np.float64],
) -> None:  # fmt: skip
    """The features (match_kernels.compared) of the best alignment with each of `rows`, into `out` float64 (rows, FEATURES).

    `swapped` says which of them come before the probe; `tried` float64 (rows, n) are the scales of the first of the two,
    0 where there are fewer. The gallery is as in Packed.
    """
    pairs = np.empty((MOST, 2), np.int32)
    move = np.zeros(4)
    features = np.empty(FEATURES)
    for k in range(len(rows)):
        a, b = start[rows[k]], start[rows[k] + 1]
        size: Any = 3 * NEIGHBOURS
        other, others = all_points[a:b], all_count[a:b]
        turns = all_turn[a:b]
        around = neighbours_of(all_near[size * a : size * b], others)
        grid = grid_of(windows[rows[k]], grids[grid_start[rows[k]] : grid_start[rows[k] + 1]])
        out[k, 0] = -1.0
        for scale in tried[k]:
            if scale <= 0:
                continue
            if swapped[k]:
                compared(
                    other, turns, around, others, grid, scale, points, turn, near, count, field,
                    far_tolerance, bearing_tolerance, pairs, move, features,
                )  # fmt: skip
            else:
                compared(
                    points, turn, near, count, field, scale, other, turns, around, others, grid,
                    far_tolerance, bearing_tolerance, pairs, move, features,
                )  # fmt: skip
            if features[0] > out[k, 0]:
                out[k] = features
