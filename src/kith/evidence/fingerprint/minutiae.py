"""Minutiae from the skeletons: each is the end of a line, of a ridge or of the valley inside a bifurcation.

A ridge that forks is a valley that ends, so both skeletons are searched for endings alone and the same few rules
clear both: a spur, an island, a gap, and what the edge of the print cuts off are no minutiae.
Always holds: directions follow ISO/IEC 19794-2, along the ridge from its end, into the valley from the fork.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.skeleton import branches, walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_ENDINGS = 4000
SPUR = 10
ISLAND = 16
TANGENT = 12
GAP = 12.0
GAP_WIDE = 7.0
EDGE = 7.0


@kernel
def prune(line: NDArray[np.uint8]) -> None:
    """Remove spurs shorter than SPUR pixels and pieces shorter than ISLAND pixels from a skeleton, in place."""
    height, width = line.shape
    path = np.zeros((ISLAND, 2), np.int32)
    for _ in range(2):
        for y in range(1, height - 1):
            for x in range(1, width - 1):
                if line[y, x] == 0:
                    continue
                n = branches(line, y, x)
                if n == 0:
                    line[y, x] = 0
                elif n == 1:
                    steps, stop = walk(line, y, x, path)
                    if stop == 1:
                        for k in range(steps):
                            line[path[k, 0], path[k, 1]] = 0
                    elif stop == 3 and steps <= SPUR:
                        for k in range(steps - 1):
                            line[path[k, 0], path[k, 1]] = 0


@kernel
def endings(line: NDArray[np.uint8], inside: NDArray[np.float32]) -> NDArray[np.float32]:
    """The endings of a skeleton further than EDGE from the edge of the print: float32 (n, 3) of x, y and angle.

    `inside` is the distance to the edge at each pixel.
    """
    height, width = line.shape
    out = np.zeros((MOST_ENDINGS, 3), np.float32)
    path = np.zeros((TANGENT + 1, 2), np.int32)
    n = 0
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            if line[y, x] == 0 or n >= MOST_ENDINGS or inside[y, x] < EDGE or branches(line, y, x) != 1:
                continue
            steps, _ = walk(line, y, x, path)
            if steps < 5:
                continue
            dy = np.float64(path[steps - 1, 0] - y)
            dx = np.float64(path[steps - 1, 1] - x)
            out[n, 0] = x
            out[n, 1] = y
            out[n, 2] = np.arctan2(-dy, dx) % (2 * np.pi)
            n += 1
    return out[:n].copy()


@kernel
def without_gaps(found: NDArray[np.float32]) -> NDArray[np.uint8]:
    """1 for each ending (x, y, angle) that does not face another one across a gap in the same line."""
    n = len(found)
    keep = np.ones(n, np.uint8)
    for i in range(n):
        for j in range(i + 1, n):
            dx = np.float64(found[j, 0] - found[i, 0])
            dy = np.float64(found[j, 1] - found[i, 1])
            far = np.sqrt(dx * dx + dy * dy)
            if far > GAP:
                continue
            turn = np.cos(np.float64(found[i, 2] - found[j, 2]))
            if turn > -0.6:
                continue
            # the line runs away from the other end, not towards it, unless they are very near
            away = -(dx * np.cos(np.float64(found[i, 2])) - dy * np.sin(np.float64(found[i, 2])))
            if away > 0.5 * far or far < GAP_WIDE:
                keep[i] = 0
                keep[j] = 0
    return keep
