"""Several fingers of one probe against many children's: who is compared in full is decided by all fingers together.

Always holds: a child is looked at with as many of the fingers it has as another one, up to LOOKED, so that one with few fingers
recorded is not passed over; whoever is compared in full is so with all fingers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.quick_kernels import PROBE
from kith.evidence.fingerprint.search import (
    ALL_IN_FULL,
    SHARE_IN_FULL,
    Scan,
    Tries,
    comparable,
    look,
    scan_of,
    weights,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kith.evidence.fingerprint.packed import Packed
    from kith.evidence.fingerprint.search import Numbers, Sizes
    from kith.evidence.fingerprint.structures import Prepared

FIRST_LOOKED, LOOKED = 2, 4
"""Fingers with which each child is looked at quickly, of those it has the probe's best ones: so many of every child, and so many
where one of the first spoke for it."""
FEWER = 16
"""The probe's minutiae that are looked for in each of its fingers, where there are more than FIRST_LOOKED of these."""
COMMON = 90
"""Percentile of the likeness of a finger to all children; what does not exceed it says nothing for a child."""

SAMPLED = 1000


def search_together(
    probes: Sequence[Prepared],
    packed: Packed,
    owner: NDArray[np.int64],
    *,
    scales: Numbers = 1,
    growth: Sizes = 1.0,
    threads: int | None = None,
) -> list[Scan]:
    """The weight of each finger of a probe against each reference: one scan a finger, as of `search`.

    `owner` (n,) says whose each reference is, as a number from 0. `scales`, `growth` and `threads` as in `search`. Of the
    children the most alike at first sight by all fingers together are compared in full, each finger with all of
    theirs that it can be compared with: as many children as cost about what `search` costs one finger.

    Raises:
        ValueError: a programming error: another number of scales, a growth beyond all fingers, another length.
    """
    tries = Tries.of(len(packed), scales, growth)
    rows = [comparable(probe, packed) for probe in probes]
    most = max((len(r) for r in rows), default=0)
    wanted = max(ALL_IN_FULL, round(most * SHARE_IN_FULL / max(len(probes), 1)))
    if most > wanted:
        best = _most_alike(probes, packed, owner, rows, tries, wanted, threads)
        chosen = [r[best[owner[r]]] for r in rows]
    else:
        chosen = rows
    return [
        scan_of(probe, packed, r, c, tries, weights(probe, packed, c, tries, threads))
        for probe, r, c in zip(probes, rows, chosen, strict=True)
    ]


def _most_alike(
    probes: Sequence[Prepared],
    packed: Packed,
    owner: NDArray[np.int64],
    rows: Sequence[NDArray[np.int64]],
    tries: Tries,
    wanted: int,
    threads: int | None,
) -> NDArray[np.bool_]:
    """Which children are to be compared in full, bool (children,): those whose references number about `wanted`."""
    children = int(owner.max()) + 1
    seen = np.zeros(children, np.int64)
    total, plain = np.zeros(children), np.zeros(children)
    most = FEWER if len(probes) > FIRST_LOOKED else PROBE
    sampled = np.arange(children) % max(1, children // SAMPLED) == 0
    for k in np.argsort([-len(probe) for probe in probes], kind="stable").tolist():
        wants, whose = (seen < FIRST_LOOKED) | ((seen < LOOKED) & (total > 0)), owner[rows[k]]
        if not wants[whose].any():
            continue
        # those sampled are looked at with every finger, so that what is common is known where few want it
        those = (wants | sampled)[whose]
        quick = look(probes[k], packed, rows[k][those], tries, threads, most)
        highest = np.full(children, -1, np.float32)
        np.maximum.at(highest, whose[those], quick)
        there = highest >= 0
        common = np.percentile(highest[there], COMMON)
        total += np.where(wants, np.maximum(highest - common, 0.0), 0.0)
        plain += np.where(wants & there, highest, 0.0)
        seen += there
    # of each child the references that one finger is compared with
    size = np.bincount(owner[np.concatenate(rows)], minlength=children) / len(probes)
    order = np.lexsort((-plain, -total))  # the plain sum decides among those of whom nothing is uncommon
    order = order[size[order] > 0]
    best = np.zeros(children, np.bool_)
    best[order[np.cumsum(size[order]) - size[order] < wanted]] = True
    return best
