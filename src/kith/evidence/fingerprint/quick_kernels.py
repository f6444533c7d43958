"""The quick look: for each of the probe's best minutiae the most alike one of a reference, and how many of these pairs fit together.

Neighbours agree byte by byte: those of many references lie in planes (the nearest ones of all minutiae, then the second
nearest ...), so that a processor compares 32 or 64 of them in one instruction. The pairs so found then vote: two of them
fit where the line between the minutiae is the same on both sides after turning.
Always holds: a reference's likeness does not depend on which others are looked at together with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.likeness_kernels import MOST_TURN, TURN_TOLERANCE
from kith.evidence.fingerprint.structures import NEIGHBOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint16]
    Whole = NDArray[np.int64]

CHUNK = 2048
"""Minutiae that are looked at together: so many that their planes stay in the processor's nearest store but one."""
TOGETHER = 256
"""References that are looked at together, at most."""
PROBE = 28
"""The probe's minutiae that are looked for: its best ones."""
RANKS = 4
"""Two neighbours are compared where their ranks by distance differ by no more."""
FEWEST_HITS = 2
VOTING = 12
"""Pairs that vote: the most alike."""
VOTE_NEAR, VOTE_GROWING, VOTE_TURN = 12.0, 0.08, 0.35
FEWEST_MINUTIAE = 12
"""References with fewer minutiae count as having so many when votes are set against their number."""


@kernel
def gathered(
    rows: Whole, start: Whole, all_near: Bytes, all_turn: Bytes, planes: Bytes, turn: Bytes, local: Words
) -> None:
    """The references `rows` side by side: neighbours into `planes`, directions into `turn`, each one's own count from 0 into `local`."""
    at = 0
    for row in rows:
        a = start[row]
        n = start[row + 1] - a
        for q in range(NEIGHBOURS):
            for v in range(3):
                first = NEIGHBOURS * 3 * a + (3 * q + v) * n
                planes[q, v, at : at + n] = all_near[first : first + n]
        turn[at : at + n] = all_turn[a : a + n]
        for j in range(n):
            local[at + j] = j
        at += n


@kernel
def agreeing(planes: Bytes, low: Bytes, span: Bytes, first: int, last: int, hit: Bytes) -> None:
    """Set `hit` for each minutia of which one of the neighbours `first` to `last` lies within `span` above `low` in all values."""
    low0, low1, low2 = low[0], low[1], low[2]
    span0, span1, span2 = span[0], span[1], span[2]
    q = first
    while q + 1 < last:  # two at once: `hit` is read and written half as often
        a, b, c = planes[q, 0], planes[q, 1], planes[q, 2]
        d, e, f = planes[q + 1, 0], planes[q + 1, 1], planes[q + 1, 2]
        for j in range(len(hit)):
            one = (np.uint8(a[j] - low0) <= span0) & (np.uint8(b[j] - low1) <= span1)
            one &= np.uint8(c[j] - low2) <= span2
            two = (np.uint8(d[j] - low0) <= span0) & (np.uint8(e[j] - low1) <= span1)
            two &= np.uint8(f[j] - low2) <= span2
            hit[j] |= np.uint8(one | two)
        q += 2
    if q < last:
        a, b, c = planes[q, 0], planes[q, 1], planes[q, 2]
        for j in range(len(hit)):
            one = (np.uint8(a[j] - low0) <= span0) & (np.uint8(b[j] - low1) <= span1)
            hit[j] |= np.uint8(one & (np.uint8(c[j] - low2) <= span2))


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
        # not below 0, where it would wrap to the distance of a neighbour that is not there
        nearest: Any = max(far - far_tolerance[far], 0)
        low[0] = np.uint8(nearest)
        low[1] = np.uint8((np.int64(near[p, 1]) - bearing_tolerance[far]) & 255)
        low[2] = np.uint8((np.int64(near[p, 2]) - TURN_TOLERANCE) & 255)
        span[0] = np.uint8(far + far_tolerance[far] - nearest)
        span[1] = np.uint8(2 * bearing_tolerance[far])
        span[2] = np.uint8(2 * TURN_TOLERANCE)
        hit[:] = 0
        agreeing(planes, low, span, max(0, p - RANKS), min(NEIGHBOURS, p + RANKS + 1), hit)
        for j in range(len(total)):
            total[j] += hit[j]


@kernel
def most_alike(total: Bytes, turn: int, turns: Bytes, local: Words, begin: Whole, best: Words) -> None:
    """The minutia of each reference with most agreements among those turned alike enough, into `best`: 256 x agreements + which."""
    low = np.uint8((np.int64(turn) - MOST_TURN) & 255)
    key = np.empty(len(total), np.uint16)
    for j in range(len(total)):
        alike = np.uint16(np.uint8(turns[j] - low) <= np.uint8(2 * MOST_TURN))
        key[j] = np.uint16((np.uint16(total[j]) * alike) << np.uint16(8)) | local[j]
    for g in range(len(begin) - 1):
        highest = np.uint16(0)
        for j in range(begin[g], begin[g + 1]):
            highest = max(highest, key[j])
        best[g] = highest


@kernel
def agreed(  # a kernel takes its arrays one by one
    points: Points, others: Points, which: NDArray[np.int64], share: NDArray[np.float32], pairs: int
) -> float:
    """How much speaks for the pair that most others fit: the sum of their squared shares.

    Pair k is minutia `which[k, 0]` of `points` and `which[k, 1]` of `others`.
    """
    highest = 0.0
    for s in range(pairs):
        i, j = which[s, 0], which[s, 1]
        turn = np.float64(others[j, 2]) - points[i, 2]
        c, d = np.cos(turn), np.sin(turn)
        total = np.float64(share[s]) * share[s]
        for t in range(pairs):
            k, m = which[t, 0], which[t, 1]
            if t == s or m == j:
                continue
            ux, uy = np.float64(points[k, 0]) - points[i, 0], np.float64(points[k, 1]) - points[i, 1]
            ex = c * ux - d * uy - (np.float64(others[m, 0]) - others[j, 0])
            ey = d * ux + c * uy - (np.float64(others[m, 1]) - others[j, 1])
            reach = VOTE_NEAR + VOTE_GROWING * (abs(ux) + abs(uy))
            if ex * ex + ey * ey > reach * reach:
                continue
            apart = abs(np.float64(others[m, 2]) - points[k, 2] - turn) % (2 * np.pi)
            if min(apart, 2 * np.pi - apart) < VOTE_TURN:
                total += np.float64(share[t]) * share[t]
        highest = max(highest, total)
    return highest


@kernel
def likeness(best: Words, count: Bytes, points: Points, others: Points, other_count: Bytes) -> float:
    """The likeness of one reference from the `best` partner of each of the probe's minutiae, set against its size."""
    share = np.zeros(len(best), np.float32)
    for i in range(len(best)):
        hits: Any = np.int64(best[i]) >> 8
        if hits >= FEWEST_HITS:
            j: Any = np.int64(best[i]) & 255
            share[i] = hits / max(min(np.int64(count[i]), np.int64(other_count[j])), 5)
    which = np.empty((VOTING, 2), np.int64)
    voice = np.empty(VOTING, np.float32)
    n = 0
    while n < VOTING:
        top = np.argmax(share)
        if share[top] <= 0:
            break
        which[n, 0] = top
        which[n, 1] = np.int64(best[top]) & 255
        voice[n] = share[top]
        share[top] = 0
        n += 1
    votes: float = agreed(points, others, which, voice, n)
    value: float = votes / np.sqrt(max(len(others), FEWEST_MINUTIAE))
    return value


@kernel
def quick_likeness(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    near: Bytes, count: Bytes, turn: Bytes, points: Points,
    rows: Whole, start: Whole, all_near: Bytes, all_count: Bytes, all_turn: Bytes, all_points: Points,
    far_tolerance: Whole, bearing_tolerance: Whole, out: NDArray[np.float32],
) -> None:  # fmt: skip
    """How alike the probe and each of the references `rows` are at first sight, into `out` float32 (rows,).

    The probe is `near`, `count`, `turn`, `points`; the gallery is as in Packed.
    """
    planes = np.empty((NEIGHBOURS, 3, CHUNK), np.uint8)
    turns = np.empty(CHUNK, np.uint8)
    local = np.empty(CHUNK, np.uint16)
    hit = np.empty(CHUNK, np.uint8)
    total = np.empty(CHUNK, np.uint8)
    begin = np.zeros(TOGETHER + 1, np.int64)
    best = np.empty((len(count), TOGETHER), np.uint16)
    first = 0
    while first < len(rows):
        m = 0
        while first + m < len(rows) and m < TOGETHER:
            n = start[rows[first + m] + 1] - start[rows[first + m]]
            if begin[m] + n > CHUNK:
                break
            begin[m + 1] = begin[m] + n
            m += 1
        width = begin[m]
        gathered(rows[first : first + m], start, all_near, all_turn, planes, turns, local)
        for i in range(len(count)):
            agreements(
                near[i, : count[i]], planes[:, :, :width], far_tolerance, bearing_tolerance, hit[:width], total[:width]
            )  # fmt: skip
            most_alike(total[:width], turn[i], turns[:width], local[:width], begin[: m + 1], best[i])
        for g in range(m):
            a, b = start[rows[first + g]], start[rows[first + g] + 1]
            out[first + g] = likeness(best[:, g].copy(), count, points, all_points[a:b], all_count[a:b])
        first += m
