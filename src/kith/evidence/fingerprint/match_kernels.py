"""Kernels of the matcher: from seeds through alignments to the strength of the best one.

Always holds: nothing here knows which side is the probe; the caller puts the two templates into one fixed order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.align_kernels import NEAR_LAST, STRIPS, by_x, first_from, refined
from kith.evidence.fingerprint.jit import kernel
from kith.evidence.fingerprint.seed_kernels import CANDIDATES, FIRST, alike_at, coarse, laid_out, votes
from kith.evidence.fingerprint.structures import MOST, NEIGHBOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]

SEEDS = 2
"""Alignments that are refined."""
OVERLAP = 3000.0  # square pixels: a minutia with one of the other side so near lies in the overlap
FEWEST_COMMON = 6  # points of the orientation grids that must lie on each other before their agreement counts
FIELD_SOFTNESS = 10.0  # degrees
APART_UNKNOWN = 12.0  # degrees, between mates and others: both have grids, which hardly meet
FEATURES = 8
PITCH = 16.0


@kernel
def inside_overlap(
    moved: NDArray[np.float64],
    n: int,
    b: Points,
    order: NDArray[np.int32],
    xs: NDArray[np.float64],
    begin: NDArray[np.int32],
    seen: Bytes,
) -> tuple[int, int]:
    """How many minutiae of a, and how many of b, lie where the other side has some too."""
    reach = np.sqrt(OVERLAP)
    from_a = 0
    from_b = 0
    seen[: len(b)] = 0
    for i in range(n):
        met = 0
        for k in range(first_from(begin, moved[i, 0] - reach), len(b)):
            dx = xs[k] - moved[i, 0]
            if dx > reach:
                break
            dy = moved[i, 1] - b[order[k], 1]
            if dx * dx + dy * dy < OVERLAP:
                met = 1
                if not seen[k]:
                    seen[k] = 1
                    from_b += 1
        from_a += met
    return from_a, from_b


@kernel
def field_agreement(
    field_a: Bytes, field_b: Bytes, move: NDArray[np.float64], enlarged: float
) -> tuple[int, float]:
    """How many points of both orientation grids lie on each other, and the mean difference there in degrees.

    `enlarged` is by how much a is enlarged before `move`.
    """
    c = enlarged * move[1] * np.cos(move[0])
    s = enlarged * move[1] * np.sin(move[0])
    turn = np.int64(np.rint(move[0] * 180 / np.pi))
    n = 0
    total = 0.0
    for r in range(field_a.shape[0]):
        for k in range(field_a.shape[1]):
            own = np.int64(field_a[r, k])
            if own > 179:
                continue
            x = (k + 0.5) * PITCH
            y = (r + 0.5) * PITCH
            there_c = np.int64(np.floor((c * x - s * y + move[2]) / PITCH))
            there_r = np.int64(np.floor((s * x + c * y + move[3]) / PITCH))
            if there_r < 0 or there_c < 0 or there_r >= field_b.shape[0] or there_c >= field_b.shape[1]:
                continue
            other = np.int64(field_b[there_r, there_c])
            if other > 179:
                continue
            # the grid's degrees run counter-clockwise, the transform turns clockwise on the screen
            d = (own - turn - other) % 180
            total += min(d, 180 - d)
            n += 1
    return n, total / max(n, 1)


@kernel
def strength(  # a kernel takes its numbers one by one
    n: int, from_a: int, from_b: int, distance: float, alike: float, apart: float
) -> float:
    """The raw score of one alignment: a product, so that nothing makes up for a poor part; `apart` < 0 is unknown.

    The local likeness counts twice: chosen so without any fifth of the fingers too (bench/calibrate_fingerprint_settings.py).
    """
    share = n * n / (max(from_a, 8) * max(from_b, 8))
    value: float = share * (1 - 0.5 * distance / NEAR_LAST) * alike * alike * np.sqrt(min(n, 30))
    return value * np.exp(-apart / FIELD_SOFTNESS) if apart >= 0 else value


@kernel
def resized(points: Points, near: Bytes, scale: float) -> tuple[Points, Bytes]:
    """Minutiae and their neighbours `scale` times as far apart."""
    larger = points.copy()
    further = near.copy()
    if scale != 1.0:
        for i in range(len(points)):
            larger[i, 0] = points[i, 0] * scale
            larger[i, 1] = points[i, 1] * scale
            for q in range(NEIGHBOURS):
                far: Any = min(255, np.int64(np.rint(np.int64(near[i, q, 0]) * scale)))
                further[i, q, 0] = far
    return larger, further


@kernel
def judged(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    a: Points, b: Points, order: NDArray[np.int32], xs: NDArray[np.float64], begin: NDArray[np.int32],
    field_a: Bytes, field_b: Bytes, scale: float, moved: NDArray[np.float64], used: Bytes,
    move: NDArray[np.float64], features: NDArray[np.float64],
) -> int:  # fmt: skip
    """The score of the best alignment, from its overlap and the ridges there, into `features`; its number of pairs."""
    n = int(features[1])
    if n == 0:
        features[0] = 0
        return 0
    c = move[1] * np.cos(move[0])
    s = move[1] * np.sin(move[0])
    for i in range(len(a)):
        moved[i, 0] = c * a[i, 0] - s * a[i, 1] + move[2]
        moved[i, 1] = s * a[i, 0] + c * a[i, 1] + move[3]
    from_a, from_b = inside_overlap(moved, len(a), b, order, xs, begin, used)
    common, apart = field_agreement(field_a, field_b, move, scale)
    if common < FEWEST_COMMON:
        apart = APART_UNKNOWN if field_a.size and field_b.size else -1.0
    features[0] = strength(n, from_a, from_b, features[4], features[6], apart)
    features[2], features[3], features[7] = from_a, from_b, apart
    return n


@kernel
def seeds(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    a: Points, near_a: Bytes, count_a: Bytes, turn_a: Bytes, b: Points, near_b: Bytes, count_b: Bytes, turn_b: Bytes,
    far_tolerance: Whole, bearing_tolerance: Whole, used: Bytes, found: NDArray[np.int32], support: NDArray[np.float64],
) -> int:  # fmt: skip
    """The pairs that are likely mates, how many, into `found`, and how much speaks for each into `support`."""
    nb = len(b)
    planes = np.empty((3, FIRST, nb), np.uint8)
    laid_out(near_b, count_b, planes)
    n = coarse(
        near_a, count_a, turn_a, planes, count_b, turn_b, far_tolerance, bearing_tolerance,
        found, used[: FIRST * nb],
    )  # fmt: skip
    alike = np.empty(n)
    for k in range(n):
        alike[k] = alike_at(
            found[k, 0], found[k, 1], near_a, count_a, near_b, count_b, far_tolerance, bearing_tolerance
        )
    votes(a, b, found[:n], alike, support)
    return n


@kernel
def not_again(
    pairs: NDArray[np.int32], n: int, found: NDArray[np.int32], n_found: int, support: NDArray[np.float64]
) -> None:
    """What an alignment brings together would lead to it again: no support for it any more."""
    for k in range(n_found):
        for m in range(n):
            if pairs[m, 0] == found[k, 0] and pairs[m, 1] == found[k, 1]:
                support[k] = 0


# long: the whole of a comparison in the order in which it happens
@kernel
def compared(  # noqa: PLR0913, PLR0917  # a kernel takes its arrays one by one
    points: Points, turn_a: Bytes, near: Bytes, count_a: Bytes, field_a: Bytes, scale: float,
    b: Points, turn_b: Bytes, near_b: Bytes, count_b: Bytes, field_b: Bytes,
    far_tolerance: Whole, bearing_tolerance: Whole,
    best_pairs: NDArray[np.int32], best_move: NDArray[np.float64], features: NDArray[np.float64],
) -> int:  # fmt: skip
    """The best alignment of two templates: the number of pairs; pairs, transform and features are filled in.

    The first is made `scale` times as large before; the transform comes after that. Features: score, pairs, minutiae
    of a and of b in the overlap, root mean square distance, mean turn, mean local likeness of the pairs, mean difference
    of the orientation fields in degrees (-1: a template has none).
    """
    nb = len(b)
    features[:] = 0
    features[7] = -1
    a, near_a = resized(points, near, scale)
    found = np.empty((CANDIDATES, 2), np.int32)
    support = np.empty(CANDIDATES)
    used = np.empty(max(MOST, FIRST * nb), np.uint8)
    n_found = seeds(
        a, near_a, count_a, turn_a, b, near_b, count_b, turn_b, far_tolerance, bearing_tolerance,
        used, found, support,
    )  # fmt: skip
    if n_found == 0:
        return 0
    order = np.empty(nb, np.int32)
    xs = np.empty(nb)
    begin = np.empty(STRIPS, np.int32)
    by_x(b, order, xs, begin)
    pairs = np.empty((MOST, 2), np.int32)
    moved = np.empty((MOST, 2), np.float64)
    move = np.empty(4)
    most = 0
    for _ in range(SEEDS):
        s = np.argmax(support[:n_found])
        if support[s] <= 0:
            break
        support[s] = 0
        least = max(3, (most + 1) // 2)
        n, squares, turns = refined(
            a, b, order, xs, begin, found[s, 0], found[s, 1], least, move, moved, used, pairs
        )
        if n == 0:
            continue
        not_again(pairs, n, found, n_found, support)
        most = max(n, most)
        local = 0.0
        for k in range(n):
            local += alike_at(
                pairs[k, 0], pairs[k, 1], near_a, count_a, near_b, count_b, far_tolerance, bearing_tolerance
            )
        distance = np.sqrt(squares / n)
        value = n * n * (1 - 0.5 * distance / NEAR_LAST) * local / n
        if value > features[0]:
            best_pairs[:n] = pairs[:n]
            best_move[:] = move
            features[0], features[1] = value, n
            features[4], features[5], features[6] = distance, turns / n, local / n
    return judged(a, b, order, xs, begin, field_a, field_b, scale, moved, used, best_move, features)
