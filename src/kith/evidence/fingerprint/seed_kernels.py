"""Kernels of the matcher's first half: which pairs of minutiae are likely mates, and which of them speak for one another.

Many pairs are looked at coarsely (bytes, many at once), few of them closely.
Always holds: the other side's neighbours lie in planes, uint8 (3, NEIGHBOURS, width): distance, bearing and direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.likeness_kernels import MOST_TURN, TURN_TOLERANCE, agreement, off

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]

CANDIDATES = 40
"""Pairs that are looked at closely."""
EACH = 3
"""Of them at most so many with the same minutia of the first side."""
FEWEST_HITS = 2
FIRST = 6
_LEVELS = 64
VOTE_NEAR, VOTE_GROWING, VOTE_TURN = 16.0, 0.08, 0.45


@kernel
def laid_out(near: Bytes, count: Bytes, planes: Bytes) -> None:
    """The FIRST neighbours of each, uint8 (n, NEIGHBOURS, 3), into planes; where one is missing its distance is beyond all others."""
    for q in range(FIRST):
        for j in range(len(count)):
            planes[0, q, j] = near[j, q, 0] if q < count[j] else 255
            planes[1, q, j] = near[j, q, 1]
            planes[2, q, j] = near[j, q, 2]


@kernel
def hits(
    near: Bytes,
    count: int,
    distance: Bytes,
    bearing: Bytes,
    turned: Bytes,
    far_tolerance: Whole,
    bearing_tolerance: Whole,
    hit: Bytes,
) -> None:
    """Which neighbours of the other side (three flat planes) agree with one of `near`'s, into `hit`."""
    hit[:] = 0
    for p in range(count):
        far = np.int64(near[p, 0])
        low0 = np.uint8((far - far_tolerance[far]) & 255)
        low1 = np.uint8((np.int64(near[p, 1]) - bearing_tolerance[far]) & 255)
        low2 = np.uint8((np.int64(near[p, 2]) - TURN_TOLERANCE) & 255)
        span0 = np.uint8(2 * far_tolerance[far])
        span1 = np.uint8(2 * bearing_tolerance[far])
        span2 = np.uint8(2 * TURN_TOLERANCE)
        for k in range(len(hit)):
            # one subtraction that wraps and one unsigned comparison a value: within the tolerance on either side
            x = np.uint8(distance[k] - low0) <= span0
            y = np.uint8(bearing[k] - low1) <= span1
            z = np.uint8(turned[k] - low2) <= span2
            hit[k] |= np.uint8(x & y & z)


# long: one pass over all pairs, compiled in one piece
@kernel
def coarse(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    near_a: Bytes, count_a: Bytes, turn_a: Bytes, planes: Bytes, count_b: Bytes, turn_b: Bytes,
    far_tolerance: Whole, bearing_tolerance: Whole, found: NDArray[np.int32], hit: Bytes,
) -> int:  # fmt: skip
    """The CANDIDATES pairs with the highest share of agreeing neighbours: how many, into `found` (pairs, 2)."""
    nb = len(count_b)
    distance, bearing, turned = planes[0].ravel(), planes[1].ravel(), planes[2].ravel()
    total = np.zeros(nb, np.uint8)
    best = np.zeros((len(count_a) * EACH, 3), np.int32)
    number = np.zeros(_LEVELS, np.int32)
    n = 0
    for i in range(len(count_a)):
        looked: Any = min(np.int64(count_a[i]), FIRST)
        hits(
            near_a[i],
            looked,
            distance,
            bearing,
            turned,
            far_tolerance,
            bearing_tolerance,
            hit,
        )
        total[:] = 0
        for q in range(FIRST):
            for j in range(nb):
                total[j] += hit[q * nb + j]
        first = n
        for j in range(nb):
            if total[j] < FEWEST_HITS or off(turn_a[i], turn_b[j]) > MOST_TURN:
                continue
            fewer: Any = max(min(np.int64(count_a[i]), np.int64(count_b[j]), FIRST), 5)
            level: Any = min((np.int64(total[j]) * (_LEVELS - 1)) // fewer, _LEVELS - 1)
            k = n
            if n - first == EACH:
                k = first
                for m in range(first, n):
                    if best[m, 2] < best[k, 2]:
                        k = m
                if best[k, 2] >= level:
                    continue
                number[best[k, 2]] -= 1
            else:
                n += 1
            best[k, 0], best[k, 1], best[k, 2] = i, j, level
            number[level] += 1
    return the_best(best, n, number, found)


@kernel
def the_best(best: NDArray[np.int32], n: int, number: NDArray[np.int32], found: NDArray[np.int32]) -> int:
    """Of `n` rows (i, j, level) those of the highest levels, as many as fit, into `found`; `number` counts each level."""
    least = _LEVELS - 1
    enough = number[least]
    while least > 0 and enough + number[least - 1] <= CANDIDATES:
        least -= 1
        enough += number[least]
    kept = 0
    for k in range(n):
        if best[k, 2] >= least and kept < CANDIDATES:
            found[kept, 0], found[kept, 1] = best[k, 0], best[k, 1]
            kept += 1
    return kept


@kernel
def alike_at(  # a kernel takes its arrays one by one
    i: int, j: int, near_a: Bytes, count_a: Bytes, near_b: Bytes, count_b: Bytes,
    far_tolerance: Whole, bearing_tolerance: Whole,
) -> float:  # fmt: skip
    """How alike the neighbourhoods of two minutiae are, 0 to 1."""
    ci: Any = np.int64(count_a[i])
    cj: Any = np.int64(count_b[j])
    if ci < 2 or cj < 2:
        return 0.0
    total = agreement(near_a[i, :ci], near_b[j, :cj], far_tolerance, bearing_tolerance)
    value: float = total / max(min(ci, cj), 5)
    return value


@kernel
def votes(
    a: Points, b: Points, found: NDArray[np.int32], alike: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    """For each pair how likely it and those are that would hold too if it were right, into `out`."""
    n = len(found)
    for s in range(n):
        i, j = found[s, 0], found[s, 1]
        turn = np.float64(b[j, 2]) - a[i, 2]
        c, d = np.cos(turn), np.sin(turn)
        out[s] = alike[s]
        for t in range(n):
            k, m = found[t, 0], found[t, 1]
            if k == i or m == j:
                continue
            ux, uy = np.float64(a[k, 0]) - a[i, 0], np.float64(a[k, 1]) - a[i, 1]
            ex = c * ux - d * uy - (np.float64(b[m, 0]) - b[j, 0])
            ey = d * ux + c * uy - (np.float64(b[m, 1]) - b[j, 1])
            reach = VOTE_NEAR + VOTE_GROWING * (abs(ux) + abs(uy))
            if ex * ex + ey * ey > reach * reach:
                continue
            apart = abs(np.float64(b[m, 2]) - a[k, 2] - turn) % (2 * np.pi)
            if min(apart, 2 * np.pi - apart) < VOTE_TURN:
                out[s] += alike[t]
