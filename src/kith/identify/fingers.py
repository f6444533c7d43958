"""Several fingers of a probe against several fingers of a child: which with which, and what they weigh together.

Always holds: one finger of the probe is weighed against one finger of the child and the other way round; positions that
are known on both sides must be the same; a finger looked for among several costs log10 of how many were tried.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from kith.evidence.fingerprint import Position, compare, pack, prepare, search, search_together
from kith.evidence.fingerprint.compare import FEWEST
from kith.evidence.weight import Kind, Reason, Weight
from kith.identify.growth import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kith.evidence.fingerprint import Packed, Prepared, Scan
    from kith.identify.evidence import Finger
    from kith.identify.growth import Growth

IMPOSSIBLE = -1e6


def prepare_fingers(fingers: Sequence[Finger]) -> tuple[Prepared, ...]:
    """The fingers ready for many comparisons. The position told counts before the one in the template."""
    ready = []
    for finger in fingers:
        prepared = prepare(finger.template)
        ready.append(replace(prepared, position=Position(finger.position or int(prepared.position))))
    return tuple(ready)


def too_poor(probes: Sequence[Prepared]) -> tuple[Reason, ...]:
    """For each finger of the probe that shows too little to be compared with anybody's: that it was not searched."""
    return tuple(
        Reason("the {finger} shows too few minutiae to be searched", {"finger": probe.position.words})
        for probe in probes
        if len(probe) < FEWEST
    )


def may_be_same(a: int, b: int) -> bool:
    """Two positions can be one finger: the same, or either not known (0)."""
    return a == b or 0 in {a, b}


def scores_of(scans: Sequence[Scan]) -> NDArray[np.float64]:
    """The weight (log10) of each finger of the probe against many, shape (probes, held); IMPOSSIBLE where not compared."""
    return np.stack([np.where(scan.compared, scan.log10, IMPOSSIBLE) for scan in scans])


def assign(
    scores: NDArray[np.float64], probes: Sequence[Prepared], held: Sequence[Prepared]
) -> list[tuple[int, int]]:
    """Which finger of the probe (row) goes with which of the child (column), so that the sum of weights is largest.

    Several captures of one known finger are one finger: the pair of captures that speaks most stands for it, because
    they are not independent and do not add up.
    """
    if scores.size == 0:
        return []
    rows, columns = _same_finger(probes), _same_finger(held)
    best = np.full((len(rows), len(columns)), IMPOSSIBLE)
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            cells[i, j] = max(((r, c) for r in row for c in column), key=lambda cell: float(scores[cell]))
            best[i, j] = scores[cells[i, j]]
    chosen = zip(*linear_sum_assignment(best, maximize=True), strict=True)
    return [cells[int(i), int(j)] for i, j in chosen if best[i, j] > IMPOSSIBLE / 2]


def _same_finger(fingers: Sequence[Prepared]) -> list[list[int]]:
    """The captures that are of one finger, together: by position; each of an unknown position stands alone."""
    groups: dict[tuple[int, int], list[int]] = {}
    for i, finger in enumerate(fingers):
        groups.setdefault((finger.position, 0 if finger.position else i), []).append(i)
    return list(groups.values())


def tries(probe: Prepared, fingers: Sequence[Prepared]) -> int:
    """Among how many fingers of the child this one was looked for: the correction for it is log10 of that."""
    return sum(may_be_same(probe.position, fingers[group[0]].position) for group in _same_finger(fingers))


def total_of(scores: NDArray[np.float64], probes: Sequence[Prepared], held: Sequence[Prepared]) -> float:
    """The sum of the weights of all fingers of a probe against one child's, in log10; shape (probes, held)."""
    if len(probes) == 1 and len(held) == 1:
        return float(scores[0, 0]) if scores[0, 0] > IMPOSSIBLE / 2 else 0.0
    return math.fsum(
        scores[r, c] - _cost(scores[r, c], tries(probes[r], held)) for r, c in assign(scores, probes, held)
    )


def _cost(log10: float, tried: int) -> float:
    """What is taken off a weight that is the best of several: log10 of how many, never more than the weight itself."""
    return min(math.log10(tried), max(log10, 0.0)) if tried > 1 else 0.0


def scan_all(
    probes: Sequence[Prepared], grown: Sequence[Growth], packed: Packed, owners: NDArray[np.int64]
) -> list[Scan]:
    """Each finger of a probe against all that are held; fingers of one sitting are looked for together."""
    scans: dict[int, Scan] = {}
    for tried in {id(one): one for one in grown}.values():
        rows = [row for row, one in enumerate(grown) if one is tried]
        found = search_together(
            [probes[row] for row in rows], packed, owners, scales=tried.scales, growth=tried.growth
        )
        scans |= dict(zip(rows, found, strict=True))
    return [scans[row] for row in range(len(probes))]


def weigh(
    probes: Sequence[Prepared], held: Sequence[Prepared], grown: Sequence[Growth]
) -> tuple[Weight, ...]:
    """One weight for each finger of the probe against one child's fingers, with the reasons in words.

    `grown` says for each finger of the probe what is tried with each of the child's (see `growth.between`).
    """
    if not probes:
        return ()
    if not held:
        return (Weight.not_compared(Kind.FINGERPRINT, "no fingerprint of this child is in the register"),)
    packed = pack(held)
    scores = scores_of([
        search(probe, packed, scales=tried.scales, growth=tried.growth)
        for probe, tried in zip(probes, grown, strict=True)
    ])  # fmt: skip
    pairs = dict(assign(scores, probes, held))
    return tuple(_weight(probe, held, pairs.get(row), grown[row]) for row, probe in enumerate(probes))


def _weight(probe: Prepared, held: Sequence[Prepared], column: int | None, grown: Growth) -> Weight:
    """The weight of one finger against the one it goes with."""
    name = probe.position.words
    if column is None:
        # another capture of a finger that is counted already, or a finger that the child's record has not
        if any(probe.position == finger.position for finger in held if finger.position):
            return Weight.not_compared(
                Kind.FINGERPRINT, "another capture of the {finger} is counted", finger=name
            )
        return Weight.not_compared(
            Kind.FINGERPRINT, "the child's {finger} is not in the register", finger=name
        )
    scales = int(grown.scales[column])
    weight = compare(probe, held[column], scales=scales, growth=float(grown.growth[column])).weight
    reasons = [Reason("{finger} against {other}", {"finger": name, "other": held[column].position.words})]
    reasons += weight.reasons
    why_sizes = in_words(scales, float(grown.years[column]))
    if why_sizes is not None and weight.compared:
        reasons.append(why_sizes)
    tried = tries(probe, held)
    cost = _cost(weight.log10, tried)
    if cost:
        reasons.append(Reason("the best of {n} fingers was taken", {"n": tried}, -cost))
    return Weight(
        Kind.FINGERPRINT,
        weight.log10 - cost,
        tuple(reasons),
        weight.calibration,
        weight.quality,
        weight.compared,
    )
