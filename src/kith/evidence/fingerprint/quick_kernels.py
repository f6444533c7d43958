"""The quick look: how many neighbours agree, counted on many minutiae at once.

The neighbours of a whole gallery lie in planes (the nearest ones of all minutiae, then the second nearest ...), one byte
a value, so that a processor compares 32 or 64 of them in one instruction.
Always holds: bytes are compared by one subtraction that wraps and one unsigned comparison: b lies within t of a exactly
when (b - (a - t)) mod 256 <= 2 t.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.likeness_kernels import MOST_TURN, TURN_TOLERANCE
from kith.evidence.fingerprint.structures import NEIGHBOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]

CHUNK = 4096
BEST = 8
ABSENT = 255
"""Distance where a minutia has fewer neighbours: further than any."""


@kernel
def agreeing(distance: Bytes, bearing: Bytes, turned: Bytes, low: Bytes, span: Bytes, hit: Bytes) -> None:
    """Set `hit` for each minutia whose neighbour lies within `span` above `low` in all three values."""
    low0, low1, low2 = low[0], low[1], low[2]
    span0, span1, span2 = span[0], span[1], span[2]
    for j in range(len(hit)):
        a = np.uint8(distance[j] - low0) <= span0
        b = np.uint8(bearing[j] - low1) <= span1
        c = np.uint8(turned[j] - low2) <= span2
        hit[j] |= np.uint8(a & b & c)


@kernel
def agreements(
    near: Bytes, planes: Bytes, far_tolerance: Whole, bearing_tolerance: Whole, hit: Bytes, total: Bytes
) -> None:
    """How many of one minutia's neighbours `near` agree with some neighbour of each minutia in `planes`, into `total`."""
    low = np.zeros(3, np.uint8)
    span = np.zeros(3, np.uint8)
    total[:] = 0
    for p in range(len(near)):
        far = np.int64(near[p, 0])
        low[0] = np.uint8((far - far_tolerance[far]) & 255)
        low[1] = np.uint8((np.int64(near[p, 1]) - bearing_tolerance[far]) & 255)
        low[2] = np.uint8((np.int64(near[p, 2]) - TURN_TOLERANCE) & 255)
        span[0] = np.uint8(2 * far_tolerance[far])
        span[1] = np.uint8(2 * bearing_tolerance[far])
        span[2] = np.uint8(2 * TURN_TOLERANCE)
        hit[:] = 0
        for q in range(NEIGHBOURS):
            agreeing(planes[q, 0], planes[q, 1], planes[q, 2], low, span, hit)
        for j in range(len(total)):
            total[j] += hit[j]


@kernel
def best_share(  # a kernel takes its arrays one by one
    total: Bytes, neighbours: int, turn: int, all_count: Bytes, all_turn: Bytes, first: int, last: int
) -> float:
    """The highest share of agreeing neighbours among the minutiae `first` to `last` that are turned alike enough."""
    highest = 0.0
    for j in range(first, last):
        if total[j] < 2:
            continue
        apart = (np.int64(turn) - np.int64(all_turn[j]) + MOST_TURN) & 255
        if apart <= 2 * MOST_TURN:
            fewer = max(min(neighbours, np.int64(all_count[j])), 5)
            highest = max(highest, total[j] / fewer)
    return highest


@kernel
def quick_likeness(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    near: Bytes, count: Bytes, turn: Bytes, start: Whole, planes: Bytes, all_count: Bytes, all_turn: Bytes,
    far_tolerance: Whole, bearing_tolerance: Whole,
) -> NDArray[np.float32]:  # fmt: skip
    """How alike the probe and each reference are at first sight, float32 (references,).

    The probe is `near`, `count`, `turn`; the gallery's minutiae of reference g are `start[g]` to `start[g + 1]` of `planes`
    uint8 (NEIGHBOURS, 3, minutiae), `all_count` and `all_turn`. The answer is the sum over the BEST minutiae of the
    probe of the squared share of neighbours that agree with the most alike minutia of the reference.
    """
    references = len(start) - 1
    out = np.zeros(references, np.float32)
    hit = np.zeros(CHUNK, np.uint8)
    total = np.zeros(CHUNK, np.uint8)
    first = 0
    while first < references:
        last = first + 1
        a = start[first]
        while last < references and start[last + 1] - a <= CHUNK:
            last += 1
        b = start[last]
        top = np.zeros((last - first, len(count)), np.float32)
        for i in range(len(count)):
            n: Any = np.int64(count[i])
            agreements(
                near[i, :n], planes[:, :, a:b], far_tolerance, bearing_tolerance, hit[: b - a], total[: b - a]
            )
            for g in range(first, last):
                top[g - first, i] = best_share(
                    total, n, turn[i], all_count[a:b], all_turn[a:b], start[g] - a, start[g + 1] - a
                )
        for g in range(first, last):
            ordered = np.sort(top[g - first])
            for i in range(max(0, len(ordered) - BEST), len(ordered)):
                out[g] += ordered[i] * ordered[i]
        first = last
    return out
