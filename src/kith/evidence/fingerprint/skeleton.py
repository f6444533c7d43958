"""Thinning of ridges and valleys to lines of one pixel, and the walk along them.

Always holds: the outermost pixel of the image is never set, so that a pixel's eight neighbours always exist.
Source of the thinning: Z. Guo, R. Hall, Parallel thinning with two-subiteration algorithms, CACM 32(3), 1989.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

# the eight neighbours clockwise from the one above; the same order in the bits of a neighbourhood
AROUND_Y = np.array([-1, -1, 0, 1, 1, 1, 0, -1])
AROUND_X = np.array([0, 1, 1, 1, 0, -1, -1, -1])


def _removable() -> NDArray[np.uint8]:
    """For each of the 256 neighbourhoods: bit 0 when the odd pass removes the pixel, bit 1 when the even one does."""
    table = np.zeros(256, np.uint8)
    for code in range(256):
        p2, p3, p4, p5, p6, p7, p8, p9 = (code >> k & 1 for k in range(8))
        crossings = sum(
            ((not a) and (b or c)) for a, b, c in ((p2, p3, p4), (p4, p5, p6), (p6, p7, p8), (p8, p9, p2))
        )
        n1 = (p9 | p2) + (p3 | p4) + (p5 | p6) + (p7 | p8)
        n2 = (p2 | p3) + (p4 | p5) + (p6 | p7) + (p8 | p9)
        if crossings == 1 and 2 <= min(n1, n2) <= 3:
            odd = ((p6 | p7 | (1 - p9)) & p8) == 0
            even = ((p2 | p3 | (1 - p5)) & p4) == 0
            table[code] = odd | even << 1
    return table


REMOVABLE = _removable()


@kernel
def thinned(shape: NDArray[np.uint8], removable: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The skeleton of `shape` (uint8 0 or 1), eight-connected, one pixel wide."""
    height, width = shape.shape
    out = shape.copy()
    out[0, :] = 0
    out[height - 1, :] = 0
    out[:, 0] = 0
    out[:, width - 1] = 0
    flat = out.ravel()
    offsets = AROUND_Y * width + AROUND_X
    alive = np.flatnonzero(flat)
    count = len(alive)
    gone = np.empty(count, np.int64)
    changed = True
    while changed:
        changed = False
        for turn in range(2):
            n = 0
            kept = 0
            for a in range(count):
                at = alive[a]
                code: Any = 0
                for k in range(8):
                    code |= np.int64(flat[at + offsets[k]]) << k
                if removable[code] >> turn & 1:
                    gone[n] = at
                    n += 1
                else:
                    alive[kept] = at
                    kept += 1
            count = kept
            for k in range(n):
                flat[gone[k]] = 0
            if n:
                changed = True
    return out


@kernel
def branches(line: NDArray[np.uint8], y: int, x: int) -> int:
    """How many lines leave a skeleton pixel: 1 at an ending, 2 on a line, 3 or more at a bifurcation."""
    crossings = 0
    for k in range(8):
        here = line[y + AROUND_Y[k], x + AROUND_X[k]]
        after = line[y + AROUND_Y[(k + 1) & 7], x + AROUND_X[(k + 1) & 7]]
        if here == 0 and after == 1:
            crossings += 1
    return crossings


@kernel
def walk(line: NDArray[np.uint8], y: int, x: int, path: NDArray[np.int32]) -> tuple[int, int]:
    """Walk from the ending (y, x) along its line: how many steps, and why it stopped.

    `path` int32 (steps, 2) is filled with the pixels; its length bounds the walk. It stops at 0: the bound, 1: another
    ending, 3: a bifurcation.
    """
    path[0, 0] = y
    path[0, 1] = x
    last = -1
    for step in range(1, len(path)):
        found = -1
        for turn in range(8):  # straight neighbours first, so that corners are not cut twice
            k = (turn * 2) % 8 + (turn >> 2)
            if last >= 0:
                back = (last + 4) & 7
                gap = abs(k - back)
                if gap <= 1 or gap == 7:
                    continue
            if line[y + AROUND_Y[k], x + AROUND_X[k]] == 1:
                found = k
                break
        if found < 0:
            return step, 1
        y += AROUND_Y[found]
        x += AROUND_X[found]
        last = found
        path[step, 0] = y
        path[step, 1] = x
        n = branches(line, y, x)
        if n >= 3:
            return step + 1, 3
        if n == 1 and step > 1:
            return step + 1, 1
    return len(path), 0
