"""What one part of a gallery found, and how the findings of all parts become one answer.

Always holds: an answer joined from parts adds and leaves out nothing: it is the answer that one gallery holding all of their
children gives, where every child is compared in full. Where a finger has more references than are all compared in full (see
`fingerprint.search`), each part chooses for itself which it only looks at quickly: parts compare at least as many, but not
always the same ones, so that weights and posteriors may differ a little. The posterior is over all children, also over those
that could not be reached, of whom nothing is known then (weight 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.weight import Reason, total
from kith.identify import fuse
from kith.identify.answer import Answer, Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from kith.evidence.weight import Kind, Weight
    from kith.identify.answer import Prior

NOTHING_ASKED = Reason("there was nothing to search with")

# So many times the limit are weighed again with reasons: the quick totals may order the first few a little differently.
AGAIN = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the best children of a part: its quick total in log10, and its weights with reasons."""

    subject: str
    quick: float
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a gallery found for one probe.

    `offers`: its best children by quick total, the best first, at most AGAIN times the limit and only those that the
    evidence speaks for; `others`: the natural logarithm of the sum of the likelihood ratios of all its other children
    (minus infinity where there are none); `size`, `searched` and `problems` as in `Answer`.
    """

    size: int
    searched: dict[Kind, int]
    problems: tuple[Reason, ...]
    offers: tuple[Offer, ...]
    others: float


def best_of(totals: NDArray[np.float64], subject_of: Callable[[int], str], limit: int) -> list[int]:
    """Which children are weighed again with reasons: the best by quick total, equals in the order of their names."""
    wanted = min(AGAIN * max(limit, 0), totals.size)
    if wanted == 0:
        return []
    least = max(float(np.partition(totals, totals.size - wanted)[totals.size - wanted]), 0.0)
    able = np.flatnonzero((totals >= least) & (totals > 0))
    return sorted((int(i) for i in able), key=lambda i: (-totals[i], subject_of(i)))[:wanted]


def join(
    parts: Iterable[Part],
    prior: Prior,
    limit: int,
    *,
    unreached: int = 0,
    problems: Sequence[Reason] = (),
) -> Answer:
    """One answer from all parts that were reached.

    Args:
        parts: what each found, asked with the same limit.
        prior: what is held likely before any evidence.
        limit: at most so many candidates.
        unreached: how many children could not be searched; they count in the posterior with a weight of nothing.
        problems: why, one reason for each part that was not reached.
    """
    parts = list(parts)
    size = sum(part.size for part in parts) + unreached
    searched: dict[Kind, int] = {}
    found: list[Reason] = []
    for part in parts:
        for kind, n in part.searched.items():
            searched[kind] = searched.get(kind, 0) + n
        found.extend(one for one in part.problems if one not in found)
    found.extend(problems)
    offers = sorted((offer for part in parts for offer in part.offers), key=lambda o: (-o.quick, o.subject))
    again, left = offers[: AGAIN * max(limit, 0)], offers[AGAIN * max(limit, 0) :]
    rest = [part.others for part in parts] + [offer.quick * fuse.LN10 for offer in left]
    if unreached:
        rest.append(math.log(unreached))
    totals = np.array([total(offer.weights) for offer in again])
    others = fuse.sum_of(np.array(rest))
    chances = fuse.posteriors(totals, prior, size=size, others=others)
    candidates = [
        Candidate(offer.subject, offer.weights, float(log10), float(chance))
        for offer, log10, chance in zip(again, totals, chances, strict=True)
        if log10 > 0
    ]
    candidates.sort(key=lambda one: (-one.log10, one.subject))
    return Answer(tuple(candidates[: max(limit, 0)]), size, searched, prior, tuple(found), complete=not found)
