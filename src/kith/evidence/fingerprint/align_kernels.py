"""Kernels that lay one template on another: a bounded similarity transform, and the pairs of minutiae it brings together.

Always holds: nothing here knows which side is the probe; the caller puts the two templates into one fixed order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]

SCALE_LOW, SCALE_HIGH = 0.93, 1.075
NEAR_FIRST, NEAR_LAST = 15.0, 11.0
GROWING = 0.03  # how much further a first pair may be off for each pixel away from the seed
TURN_FIRST, TURN_LAST = 0.6, 0.45
STRIPS, STRIP = 64, 12.0


@kernel
def wrapped(angle: float) -> float:
    """The angle in (-pi, pi], for one at most a turn out."""
    if angle > np.pi:
        return angle - 2 * np.pi
    if angle < -np.pi:
        return angle + 2 * np.pi
    return angle


@kernel
def fitted(a: Points, b: Points, pairs: NDArray[np.int32], n: int, move: NDArray[np.float64]) -> None:
    """The similarity that brings the `n` pairs together (least squares, bounded scale) into `move`: turn, scale, tx, ty."""
    ax = ay = bx = by = 0.0
    for k in range(n):
        ax += a[pairs[k, 0], 0]
        ay += a[pairs[k, 0], 1]
        bx += b[pairs[k, 1], 0]
        by += b[pairs[k, 1], 1]
    ax /= n
    ay /= n
    bx /= n
    by /= n
    along = across = spread_a = spread_b = 1e-9
    for k in range(n):
        ux = a[pairs[k, 0], 0] - ax
        uy = a[pairs[k, 0], 1] - ay
        vx = b[pairs[k, 1], 0] - bx
        vy = b[pairs[k, 1], 1] - by
        along += ux * vx + uy * vy
        across += ux * vy - uy * vx
        spread_a += ux * ux + uy * uy
        spread_b += vx * vx + vy * vy
    turn = np.arctan2(across, along)
    # the geometric mean of both fits, so that neither side is preferred
    scale = min(max(np.sqrt(spread_b / spread_a), SCALE_LOW), SCALE_HIGH)
    c, s = scale * np.cos(turn), scale * np.sin(turn)
    move[0] = turn
    move[1] = scale
    move[2] = bx - (c * ax - s * ay)
    move[3] = by - (s * ax + c * ay)


@kernel
def by_x(b: Points, order: NDArray[np.int32], xs: NDArray[np.float64], begin: NDArray[np.int32]) -> None:
    """The minutiae of b from left to right: indices into `order`, x into `xs`; `begin` says where each strip's first stands."""
    n = len(b)
    for j in range(n):
        x = np.float64(b[j, 0])
        k = j
        while k > 0 and xs[k - 1] > x:
            xs[k] = xs[k - 1]
            order[k] = order[k - 1]
            k -= 1
        xs[k] = x
        order[k] = j
    k = 0
    for strip in range(STRIPS):
        while k < n and xs[k] < strip * STRIP:
            k += 1
        begin[strip] = k


@kernel
def first_from(begin: NDArray[np.int32], x: float) -> int:
    """Where to begin in `xs` so that nothing at or behind `x` is left out."""
    strip = np.int64(min(max(x, 0.0), (STRIPS - 1.0) * STRIP) / STRIP)
    first: int = begin[strip]
    return first


# long: the innermost loop of every comparison, compiled in one piece
@kernel
def paired(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    a: Points, b: Points, order: NDArray[np.int32], xs: NDArray[np.float64], begin: NDArray[np.int32], move: NDArray[np.float64],
    near: float, most_turn: float, growing: float,
    seed: int, moved: NDArray[np.float64], used: Bytes, pairs: NDArray[np.int32],
) -> tuple[int, float, float]:  # fmt: skip
    """Pairs under a transform: how many (into `pairs`), the sum of square distances and that of turns.

    `growing` widens the reach with the distance from minutia `seed` of b, for a first, rough transform.
    """
    c = move[1] * np.cos(move[0])
    s = move[1] * np.sin(move[0])
    n = 0
    squares = 0.0
    turns = 0.0
    used[: len(b)] = 0
    for i in range(len(a)):
        x = c * a[i, 0] - s * a[i, 1] + move[2]
        y = s * a[i, 0] + c * a[i, 1] + move[3]
        moved[i, 0] = x
        moved[i, 1] = y
        reach = near
        if growing > 0:
            reach += growing * np.sqrt((x - b[seed, 0]) ** 2 + (y - b[seed, 1]) ** 2)
        best = reach * reach
        best_turn = 0.0
        chosen = -1
        for k in range(first_from(begin, x - reach), len(b)):
            dx = x - xs[k]
            if dx < -reach:
                break
            j = order[k]
            dy = y - b[j, 1]
            d = dx * dx + dy * dy
            if d < best and not used[j]:
                turned = abs(wrapped(wrapped(a[i, 2] + move[0] - b[j, 2])))
                if turned < most_turn:
                    best = d
                    best_turn = turned
                    chosen = j
        if chosen >= 0:
            used[chosen] = 1
            pairs[n, 0] = i
            pairs[n, 1] = chosen
            n += 1
            squares += best
            turns += best_turn
    return n, squares, turns


@kernel
def refined(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    a: Points, b: Points, order: NDArray[np.int32], xs: NDArray[np.float64], begin: NDArray[np.int32], i: int, j: int, least: int,
    move: NDArray[np.float64], moved: NDArray[np.float64], used: Bytes, pairs: NDArray[np.int32],
) -> tuple[int, float, float]:  # fmt: skip
    """From one pair of minutiae to an alignment of all, in three steps; as `paired`, 0 pairs where fewer than `least`."""
    c = np.cos(b[j, 2] - a[i, 2])
    s = np.sin(b[j, 2] - a[i, 2])
    move[0] = np.arctan2(s, c)
    move[1] = 1.0
    move[2] = b[j, 0] - (c * a[i, 0] - s * a[i, 1])
    move[3] = b[j, 1] - (s * a[i, 0] + c * a[i, 1])
    n, squares, turns = paired(
        a, b, order, xs, begin, move, NEAR_FIRST, TURN_FIRST, GROWING, j, moved, used, pairs
    )
    for step in range(2):
        if n < least:
            return 0, 0.0, 0.0
        fitted(a, b, pairs, n, move)
        near = NEAR_LAST if step else 0.5 * (NEAR_FIRST + NEAR_LAST)
        n, squares, turns = paired(a, b, order, xs, begin, move, near, TURN_LAST, 0.0, j, moved, used, pairs)
    if n < least:
        return 0, 0.0, 0.0
    return n, squares, turns
