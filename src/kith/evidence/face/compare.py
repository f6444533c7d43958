"""Two templates become a weight: the cosine, through a logistic fitted on adults, held within two bans.

Always holds: symmetric; finite; never beyond +-2 and never without saying "not calibrated for children"; `compare_many` gives
for each vector what `compare` gives for one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.face.template import FaceTemplate

# log10 LR = OFFSET + SLOPE * cosine: `python bench/face.py --json`, all pairs, both kinds weighing the same
OFFSET, SLOPE = -54.02, 59.43
BOUND = 2.0
CALIBRATION = "adult press photographs (79 public figures, Labelled Faces in the Wild, 2002-04); not children"


def compare(a: FaceTemplate, b: FaceTemplate) -> Weight:
    """How much two faces speak for the same child: log10 likelihood ratio within +-2, with reasons.

    Templates of different engines or versions are not compared.
    """
    if not a.comparable(b):
        return Weight.not_compared(
            Kind.FACE,
            "the two photographs were encoded by different engines ({one}, {other})",
            one=f"{a.engine} {a.version}",
            other=f"{b.engine} {b.version}",
        )
    cosine = float(_cosines(a, b.vector[None, :])[0])
    log10 = float(_log10(np.array([cosine]))[0])
    quality = min(a.quality, b.quality)
    reasons = [Reason(_in_words(log10), {"cosine": round(cosine, 3)}, log10)]
    if quality < 0.5:
        reasons.append(Reason("one of the photographs is poor; take another if you can"))
    weight = Weight(Kind.FACE, log10, tuple(reasons), CALIBRATION, quality)
    held = min(max(log10, -BOUND), BOUND)
    return weight.bounded(
        -BOUND, BOUND, Reason("not calibrated for children, so held within ±2", {}, held - log10)
    )


def compare_many(probe: FaceTemplate, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """The weights in log10, (n,), of one face against many `vectors` (n, 128), each of length one and of the same engine.

    The same function as `compare`, bounded alike; whoever holds the vectors answers for their engine and version.
    """
    return np.clip(_log10(_cosines(probe, vectors)), -BOUND, BOUND)


def _cosines(probe: FaceTemplate, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    cosines: NDArray[np.float64] = np.clip(vectors @ probe.vector, -1.0, 1.0).astype(np.float64)
    return cosines


def _log10(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    return OFFSET + SLOPE * cosines


def _in_words(log10: float) -> str:
    if abs(log10) < math.log10(2):
        return "the faces neither speak for nor against one child (likeness {cosine})"
    return "the faces are alike (likeness {cosine})" if log10 > 0 else "the faces differ (likeness {cosine})"
