"""Two templates become a weight, with the pairs of minutiae that carry it.

Always holds: the weight does not depend on which of the two is called the probe, nor on the order of the minutiae; a raw
score does not leave this room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint import match_kernels
from kith.evidence.fingerprint.calibration import FITS, Fit, basis, kind_of_pair, log10_ratio
from kith.evidence.fingerprint.likeness_kernels import BEARING_TOLERANCE, FAR_TOLERANCE
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.scaling import known, onward, tried
from kith.evidence.fingerprint.structures import MOST, Prepared, prepare
from kith.evidence.fingerprint.template import Template
from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 6
"""Templates with fewer minutiae are not compared: by chance too many others would fit."""


@dataclass(frozen=True, slots=True)
class Transform:
    """From probe to reference: (x, y) becomes scale * rotated(x, y) + (tx, ty).

    `rotation` is in radians, clockwise on the screen (x right, y down); `tx`, `ty` in pixels at 500 ppi.
    """

    rotation: float = 0.0
    scale: float = 1.0
    tx: float = 0.0
    ty: float = 0.0

    def inverse(self) -> Transform:
        """From reference to probe."""
        c, s = math.cos(self.rotation) / self.scale, math.sin(self.rotation) / self.scale
        return Transform(
            -self.rotation, 1 / self.scale, -(c * self.tx + s * self.ty), s * self.tx - c * self.ty
        )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What a comparison found.

    `weight` says how much it speaks for the same finger; `pairs` int32 (m, 2) are the minutiae that lie alike, as
    indices into the probe's and the reference's template; `transform` brings the probe onto the reference.
    """

    weight: Weight
    pairs: NDArray[np.int32]
    transform: Transform


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best alignment: features as of match_kernels.matched, pairs of template indices, probe to reference."""

    features: NDArray[np.float64]
    pairs: NDArray[np.int32]
    transform: Transform


def compare(
    probe: Template | Prepared, reference: Template | Prepared, *, scales: int = 1, growth: float = 1.0
) -> Comparison:
    """Compare two fingers.

    `growth` is how many times larger the reference's finger is expected to be than the probe's. `scales` 1, 3 or 5 tries
    sizes around that (12 and 25 % smaller and larger), where the growth is not known well.

    Raises:
        ValueError: a programming error, another number of scales or a growth beyond all fingers.
    """
    known(scales, growth)
    why = why_not(probe, reference)
    if why is not None:
        return Comparison(why, np.zeros((0, 2), np.int32), Transform())
    found = best_alignment(probe, reference, scales, growth)
    return Comparison(_weight(found, probe, reference, scales), found.pairs, found.transform)


def why_not(probe: Template | Prepared, reference: Template | Prepared) -> Weight | None:
    """The weight that says why these two cannot be compared; None where they can."""
    if Position.UNKNOWN not in (probe.position, reference.position) and probe.position != reference.position:
        return Weight.not_compared(
            Kind.FINGERPRINT,
            "One print is of the {probe}, the other of the {reference}: different fingers are not compared.",
            probe=probe.position.words,
            reference=reference.position.words,
        )
    fewest = min(len(probe), len(reference))
    if fewest < FEWEST:
        return Weight.not_compared(
            Kind.FINGERPRINT,
            "One print shows only {n} minutiae; at least {needed} are needed to compare.",
            n=fewest,
            needed=FEWEST,
        )
    return None


def _in_order(
    probe: Template | Prepared, reference: Template | Prepared, growth: float
) -> tuple[Prepared, Prepared, bool]:
    """Both made ready, the one first that comes first by its key, whoever it is; and whether that is the reference.

    Of two alike the smaller finger comes first.
    """
    a = prepare(probe) if isinstance(probe, Template) else probe
    b = prepare(reference) if isinstance(reference, Template) else reference
    return (b, a, True) if (a.key, 1.0) > (b.key, growth) else (a, b, False)


def _sizes(a: Prepared, b: Prepared, scales: int, growth: float, *, swapped: bool) -> tuple[float, ...]:
    """The sizes of the first to try, `growth` being from the probe to the reference."""
    return tried(scales, onward(growth, swapped=swapped), b.factor / a.factor)


def best_alignment(
    probe: Template | Prepared, reference: Template | Prepared, scales: int, growth: float = 1.0
) -> Found:
    """The best of all scales. The finger that comes first by its key is the one scaled, whoever it is."""
    first, second, swapped = _in_order(probe, reference, growth)
    best: Found | None = None
    for scale in _sizes(first, second, scales, growth, swapped=swapped):
        found = _align(first, second, scale)
        if best is None or found.features[0] > best.features[0]:
            best = found
    assert best is not None
    if swapped:
        pairs = np.ascontiguousarray(best.pairs[:, ::-1])
        return Found(best.features, pairs, best.transform.inverse())
    return best


def _matched(
    a: Prepared, b: Prepared, scale: float
) -> tuple[int, NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """The number of pairs, pairs, transform and features; see match_kernels.compared."""
    pairs = np.empty((MOST, 2), np.int32)
    move = np.zeros(4)
    features = np.empty(match_kernels.FEATURES)
    n = match_kernels.compared(
        a.points, a.turn, a.neighbours, a.count, a.field, scale,
        b.points, b.turn, b.neighbours, b.count, b.field,
        FAR_TOLERANCE, BEARING_TOLERANCE, pairs, move, features,
    )  # fmt: skip
    return n, pairs, move, features


def _align(a: Prepared, b: Prepared, scale: float) -> Found:
    """The best alignment of two prepared templates that stand in their fixed order, the first `scale` times as large."""
    n, pairs, move, features = _matched(a, b, scale)
    chosen = np.stack([a.index[pairs[:n, 0]], b.index[pairs[:n, 1]]], axis=1).astype(np.int32)
    if n == 0:
        return Found(features, chosen, Transform())
    rotation, finer, tx, ty = move.tolist()
    back = Transform(rotation, finer * scale * a.factor / b.factor, tx / b.factor, ty / b.factor)
    return Found(features, chosen, back)


def score(
    probe: Template | Prepared, reference: Template | Prepared, *, scales: int = 1, growth: float = 1.0
) -> float:
    """The raw score, for this room and bench/ alone: it means nothing outside, and is not exported."""
    a, b, swapped = _in_order(probe, reference, growth)
    sizes = _sizes(a, b, scales, growth, swapped=swapped)
    return max(float(_matched(a, b, scale)[3][0]) for scale in sizes)


def kind_of(probe: Template | Prepared, reference: Template | Prepared) -> str:
    """Which kind of pair these two are to the calibration."""
    fields = bool(probe.field.size and reference.field.size)
    return kind_of_pair(probe.engine, reference.engine, fields=fields)


def fit_for(probe: Template | Prepared, reference: Template | Prepared, scales: int = 1) -> Fit:
    """The calibration of this pair: by its engines, its orientation grids, the search over scales, and the poorer print."""
    return FITS[kind_of(probe, reference), scales > 1].at(min(probe.overall, reference.overall))


def _weight(found: Found, probe: Template | Prepared, reference: Template | Prepared, scales: int) -> Weight:
    """The weight of an alignment, with its reasons."""
    score, n, first, second = (float(v) for v in found.features[:4])
    log10 = log10_ratio(score, fit_for(probe, reference, scales))
    poorer = min(probe.overall, reference.overall)
    reasons = [
        Reason(
            "{n} minutiae lie alike, of {possible} where the two prints overlap.",
            {"n": int(n), "possible": int(max(min(first, second), n))},
            log10,
        ),
        Reason(
            "The probe shows {probe} minutiae, the reference {reference}.",
            {"probe": len(probe), "reference": len(reference)},
        ),
    ]
    if found.features[7] >= 0:
        text = "Where they overlap, the ridges run {degrees} degrees apart on average."
        reasons.append(Reason(text, {"degrees": round(float(found.features[7]))}))
    reasons.append(Reason("The poorer print has quality {quality} of 100.", {"quality": poorer}))
    return Weight(Kind.FINGERPRINT, log10, tuple(reasons), basis(kind_of(probe, reference)), poorer / 100)
