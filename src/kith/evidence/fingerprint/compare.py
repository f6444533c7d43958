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
from kith.evidence.fingerprint.calibration import CALIBRATION, WITH_FIELDS, WITHOUT_FIELDS, Fit, log10_ratio
from kith.evidence.fingerprint.likeness_kernels import BEARING_TOLERANCE, FAR_TOLERANCE
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.structures import MOST, Prepared, prepare
from kith.evidence.fingerprint.template import Template
from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 6
"""Templates with fewer minutiae are not compared: by chance too many others would fit."""

SCALES: dict[int, tuple[float, ...]] = {
    1: (1.0,),
    3: (1 / 1.12, 1.0, 1.12),
    5: (1 / 1.25, 1 / 1.12, 1.0, 1.12, 1.25),
}


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
class _Found:
    """The best alignment: features as of match_kernels.matched, pairs of template indices, probe to reference."""

    features: NDArray[np.float64]
    pairs: NDArray[np.int32]
    transform: Transform


def compare(probe: Template | Prepared, reference: Template | Prepared, *, scales: int = 1) -> Comparison:
    """Compare two fingers.

    `scales` 1, 3 or 5 tries the probe also smaller and larger (12 and 25 %), for fingers that have grown.

    Raises:
        ValueError: a programming error, another number of scales.
    """
    if scales not in SCALES:
        raise ValueError("scales is 1, 3 or 5")
    why = why_not(probe, reference)
    if why is not None:
        return Comparison(why, np.zeros((0, 2), np.int32), Transform())
    found = _best(probe, reference, SCALES[scales])
    return Comparison(_weight(found, probe, reference), found.pairs, found.transform)


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


def _best(probe: Template | Prepared, reference: Template | Prepared, scales: tuple[float, ...]) -> _Found:
    """The best of all scales. The finger that comes first by its key is the one scaled, whoever it is."""
    plain_probe = prepare(probe) if isinstance(probe, Template) else probe
    plain_reference = prepare(reference) if isinstance(reference, Template) else reference
    swapped = plain_probe.key > plain_reference.key
    first, second = (plain_reference, plain_probe) if swapped else (plain_probe, plain_reference)
    best: _Found | None = None
    for scale in scales:
        found = _align(first if scale == 1.0 else first.enlarged(scale), second)
        if best is None or found.features[0] > best.features[0]:
            move = found.transform
            moved = Transform(move.rotation, move.scale * scale, move.tx, move.ty)
            best = _Found(found.features, found.pairs, moved)
    assert best is not None
    if swapped:
        pairs = np.ascontiguousarray(best.pairs[:, ::-1])
        return _Found(best.features, pairs, best.transform.inverse())
    return best


def _align(a: Prepared, b: Prepared) -> _Found:
    """The best alignment of two prepared templates that stand in their fixed order."""
    alike = np.empty((MOST, MOST), np.float32)
    pairs = np.zeros((MOST, 2), np.int32)
    move = np.zeros(4)
    move[1] = 1.0
    features = np.zeros(match_kernels.FEATURES)
    n = match_kernels.compared(
        a.points, a.turn, a.neighbours, a.count, a.field,
        b.points, b.turn, b.neighbours, b.count, b.field,
        FAR_TOLERANCE, BEARING_TOLERANCE, alike, pairs, move, features,
    )  # fmt: skip
    chosen = np.stack([a.index[pairs[:n, 0]], b.index[pairs[:n, 1]]], axis=1).astype(np.int32)
    return _Found(features, chosen, Transform(float(move[0]), float(move[1]), float(move[2]), float(move[3])))


def score(probe: Template | Prepared, reference: Template | Prepared, *, scales: int = 1) -> float:
    """The raw score, for this room and bench/ alone: it means nothing outside, and is not exported."""
    return float(_best(probe, reference, SCALES[scales]).features[0])


def fit_for(probe: Template | Prepared, reference: Template | Prepared) -> Fit:
    """The calibration of this pair: without orientation grids the same score says less."""
    return WITH_FIELDS if probe.field.size and reference.field.size else WITHOUT_FIELDS


def _weight(found: _Found, probe: Template | Prepared, reference: Template | Prepared) -> Weight:
    """The weight of an alignment, with its reasons."""
    score, n, first, second = (float(v) for v in found.features[:4])
    log10 = log10_ratio(score, fit_for(probe, reference))
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
    return Weight(Kind.FINGERPRINT, log10, tuple(reasons), CALIBRATION, poorer / 100)
