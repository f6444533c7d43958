"""Local likeness: how well the neighbourhoods of two minutiae fit each other, whatever lies around them.

Always holds: neighbours are compared as bytes widened to signed numbers first (differences of uint8 wrap in Numba).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]

MOST_TURN = 60
"""Of 256: impressions are held upright within 84 degrees."""


def _tolerances() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each distance in pixels: how far a neighbour may be off in distance, and in bearing (1/256 turns)."""
    far = np.arange(256)
    distance = np.rint(6 + 0.06 * far).astype(np.int64)
    bearing = np.minimum(np.rint((8 + 0.12 * far) / np.maximum(far, 1) * (128 / np.pi)), 60)
    return distance, bearing.astype(np.int64)


FAR_TOLERANCE, BEARING_TOLERANCE = _tolerances()
TURN_TOLERANCE = 18


@kernel
def off(a: int, b: int) -> int:
    """The difference of two angles in 1/256 turns, 0 to 128."""
    d: Any = (np.int64(a) - np.int64(b)) & 255
    turn: int = 256 - d if d > 128 else d
    return turn


@kernel
def agreement(near_a: Bytes, near_b: Bytes, far_tolerance: Whole, bearing_tolerance: Whole) -> float:
    """The sum over a's neighbours of how well each fits its best free neighbour of b, 0 to 1 each.

    Neighbours stand in the order of their distance, so that both lists are gone through once.
    """
    used = 0
    total: Any = np.float32(0)
    first = 0
    for p in range(len(near_a)):
        far = np.int64(near_a[p, 0])
        tolerance = far_tolerance[far]
        most_bearing = bearing_tolerance[far]
        while first < len(near_b) and np.int64(near_b[first, 0]) < far - tolerance:
            first += 1
        best = np.float32(0)
        chosen = -1
        for q in range(first, len(near_b)):
            apart = np.int64(near_b[q, 0]) - far
            if apart > tolerance:
                break
            bearing = off(near_a[p, 1], near_b[q, 1])
            turned = off(near_a[p, 2], near_b[q, 2])
            if used >> q & 1 or bearing > most_bearing or turned > TURN_TOLERANCE:
                continue
            v = np.float32(1 - 0.5 * abs(apart) / tolerance) * np.float32(1 - 0.5 * bearing / most_bearing)
            v *= np.float32(1 - 0.5 * turned / TURN_TOLERANCE)
            if v > best:
                best = v
                chosen = q
        if chosen >= 0:
            used |= 1 << chosen
            total += best
    value: float = total
    return value
