"""One probe against many: a quick look at all, a full comparison of those that may match.

Always holds: what was only looked at quickly is marked, and weighs the lower bound, never more; what cannot be compared
(another finger, too few minutiae) is marked too, and weighs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.calibration import LOWEST, log10_ratio
from kith.evidence.fingerprint.compare import FEWEST, SCALES, fit_for, score
from kith.evidence.fingerprint.likeness_kernels import BEARING_TOLERANCE, FAR_TOLERANCE
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.quick_kernels import ABSENT, quick_likeness
from kith.evidence.fingerprint.structures import NEIGHBOURS, Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ALL_IN_FULL = 300
"""Up to so many references are all compared in full."""
SHARE_IN_FULL = 0.02
QUICK_PROBE = 24


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Many references laid end to end for the quick look: reference k owns rows `start[k]` to `start[k + 1]`."""

    references: tuple[Prepared, ...]
    start: NDArray[np.int64]
    turn: NDArray[np.uint8]
    planes: NDArray[np.uint8]
    count: NDArray[np.uint8]
    position: NDArray[np.uint8]

    def __len__(self) -> int:
        """The number of references."""
        return len(self.references)


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """`log10` float64 (n,) is the weight of each reference.

    `full` bool (n,): compared in full; False where the quick look sufficed, and then the weight is the lower bound.
    `compared` bool (n,): False where the two cannot be compared, and then the weight is 0.
    """

    log10: NDArray[np.float64]
    full: NDArray[np.bool_]
    compared: NDArray[np.bool_]


def pack(references: Sequence[Prepared]) -> Packed:
    """Lay references end to end; done once for a gallery, so that each search only reads."""
    sizes = np.array([len(r) for r in references], np.int64)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    if not references:
        nothing = np.zeros(0, np.uint8)
        return Packed((), start, nothing, np.zeros((NEIGHBOURS, 3, 0), np.uint8), nothing, nothing)
    planes = np.concatenate([r.neighbours for r in references]).transpose(1, 2, 0).copy()
    count = np.concatenate([r.count for r in references])
    planes[:, 0][np.arange(NEIGHBOURS)[:, None] >= count] = ABSENT
    return Packed(
        tuple(references),
        start,
        np.concatenate([r.turn for r in references]),
        planes,
        count,
        np.array([r.position for r in references], np.uint8),
    )


def search(
    probe: Prepared, references: Sequence[Prepared] | Packed, *, scales: int = 1, in_full: int | None = None
) -> Scan:
    """The weight of one probe against each of many references.

    The `in_full` most alike after the quick look are compared in full: by default 2 %, and at least ALL_IN_FULL. `scales` as in
    `compare`.
    """
    packed = references if isinstance(references, Packed) else pack(references)
    n = len(packed)
    compared = (np.diff(packed.start) >= FEWEST) & (len(probe) >= FEWEST)
    if probe.position != Position.UNKNOWN:
        compared &= (packed.position == Position.UNKNOWN) | (packed.position == probe.position)
    wanted = max(ALL_IN_FULL, round(n * SHARE_IN_FULL)) if in_full is None else in_full
    chosen = np.flatnonzero(compared)
    if len(chosen) > wanted:
        quick = search_quickly(probe, packed, SCALES[scales])
        chosen = chosen[np.argsort(-quick[chosen], kind="stable")[:wanted]]
    log10 = np.where(compared, LOWEST, 0.0)
    full = np.zeros(n, np.bool_)
    full[chosen] = True
    for k in chosen:
        log10[k] = log10_ratio(
            score(probe, packed.references[k], scales=scales), fit_for(probe, packed.references[k], scales)
        )
    return Scan(log10, full, compared)


def search_quickly(
    probe: Prepared, packed: Packed, scales: tuple[float, ...] = (1.0,)
) -> NDArray[np.float32]:
    """The quick likeness of each reference, the highest over the scales."""
    best = np.zeros(len(packed), np.float32)
    for scale in scales:
        p = probe if scale == 1.0 else probe.enlarged(scale)
        k = min(QUICK_PROBE, len(p))
        found = quick_likeness(
            p.neighbours[:k], p.count[:k], p.turn[:k], packed.start, packed.planes, packed.count, packed.turn,
            FAR_TOLERANCE, BEARING_TOLERANCE,
        )  # fmt: skip
        np.maximum(best, found, out=best)
    return best
