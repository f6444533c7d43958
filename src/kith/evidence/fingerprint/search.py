"""One probe against many: a quick look at all, a full comparison of those that may match.

Always holds: what was only looked at quickly is marked, and weighs what a pair of its kind and quality weighs in which nothing lies
alike, never more and never less; what cannot be compared
(another finger, too few minutiae, erased) is marked too, and weighs nothing. Nothing depends on the number of threads.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.calibration import FITS, kind_of_pair, log10_ratio
from kith.evidence.fingerprint.compare import FEWEST
from kith.evidence.fingerprint.likeness_kernels import BEARING_TOLERANCE, FAR_TOLERANCE
from kith.evidence.fingerprint.match_kernels import FEATURES
from kith.evidence.fingerprint.packed import Packed, comes_before, minutiae_of, pack
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.quick_kernels import PROBE, quick_likeness
from kith.evidence.fingerprint.scaling import RUNG, all_known, rungs_of_many, tried_of_many
from kith.evidence.fingerprint.scan_kernels import compared_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kith.evidence.fingerprint.calibration import Fit
    from kith.evidence.fingerprint.structures import Prepared

    Numbers = int | NDArray[np.int64]
    Sizes = float | NDArray[np.float64]

ALL_IN_FULL = 300
"""Up to so many references are all compared in full."""
SHARE_IN_FULL = 0.06
"""Of more than that, this share: the most alike at first sight. What it loses is measured by bench/fingerprint_search.py."""
PIECE, PIECES = 64, 8
"""A thread is given at least so many full comparisons at once, or ten times as many quick looks; and about so many times."""


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """`log10` float64 (n,) is the weight of each reference.

    `full` bool (n,): compared in full; False where the quick look sufficed, and then it weighs as `nothing_alike`.
    `compared` bool (n,): False where the two cannot be compared, and then the weight is 0.
    """

    log10: NDArray[np.float64]
    full: NDArray[np.bool_]
    compared: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Tries:
    """What is tried with each reference: `scales` int64 and `growth` float64, both (n,), as in `search`."""

    scales: NDArray[np.int64]
    growth: NDArray[np.float64]

    @classmethod
    def of(cls, n: int, scales: Numbers, growth: Sizes) -> Tries:
        """For n references.

        Raises:
            ValueError: a programming error: another number of scales, a growth beyond all fingers, another length.
        """
        made = cls(
            np.broadcast_to(np.asarray(scales, np.int64), (n,)),
            np.broadcast_to(np.asarray(growth, np.float64), (n,)),
        )
        all_known(made.scales, made.growth)
        return made


def search(
    probe: Prepared,
    references: Sequence[Prepared] | Packed,
    *,
    scales: Numbers = 1,
    growth: Sizes = 1.0,
    in_full: int | None = None,
    threads: int | None = None,
) -> Scan:
    """The weight of one probe against each of many references.

    The `in_full` most alike after the quick look are compared in full: by default SHARE_IN_FULL of those that can be compared, and at
    least ALL_IN_FULL. `scales` and `growth` as in `compare`, one for all or one each (n,). `threads`: by default one a core.

    Raises:
        ValueError: a programming error: another number of scales, a growth beyond all fingers, another length.
    """
    packed = references if isinstance(references, Packed) else pack(references)
    tries = Tries.of(len(packed), scales, growth)
    rows = comparable(probe, packed)
    wanted = max(ALL_IN_FULL, round(len(rows) * SHARE_IN_FULL)) if in_full is None else in_full
    chosen = rows
    if len(rows) > wanted:
        quick = look(probe, packed, rows, tries, threads)
        chosen = rows[np.sort(np.argsort(-quick, kind="stable")[:wanted])]
    return scan_of(probe, packed, rows, chosen, tries, weights(probe, packed, chosen, tries, threads))


def scan_of(
    probe: Prepared,
    packed: Packed,
    rows: NDArray[np.int64],
    chosen: NDArray[np.int64],
    tries: Tries,
    found: NDArray[np.float64],
) -> Scan:
    """The scan in which `rows` were looked at and `chosen` among them compared in full, weighing `found`."""
    log10 = np.zeros(len(packed))
    full, compared = np.zeros(len(packed), np.bool_), np.zeros(len(packed), np.bool_)
    if len(chosen) < len(rows):
        log10[rows] = nothing_alike(probe, packed, rows, tries)
    log10[chosen] = found
    compared[rows] = True
    full[chosen] = True
    # what was erased while this search ran is not found either
    gone = packed.erased
    return Scan(np.where(gone, 0.0, log10), full & ~gone, compared & ~gone)


def comparable(probe: Prepared, packed: Packed) -> NDArray[np.int64]:
    """The numbers of the references that the probe can be compared with, rising."""
    if len(probe) < FEWEST:
        return np.zeros(0, np.int64)
    may = ~packed.erased
    if probe.position != Position.UNKNOWN:
        may &= (packed.position == probe.position) | (packed.position == Position.UNKNOWN)
    rows = np.flatnonzero(may)
    return rows[minutiae_of(packed, rows) >= FEWEST]


def search_quickly(
    probe: Prepared, packed: Packed, *, scales: int = 1, threads: int | None = 1
) -> NDArray[np.float32]:
    """The quick likeness of each reference, float32 (n,), whatever its position; for this room and bench/ alone."""
    return look(probe, packed, np.arange(len(packed)), Tries.of(len(packed), scales, 1.0), threads)


def look(
    probe: Prepared,
    packed: Packed,
    rows: NDArray[np.int64],
    tries: Tries,
    threads: int | None,
    most: int = PROBE,
) -> NDArray[np.float32]:
    """The quick likeness of each of `rows`, the highest over the sizes that are tried with it, rounded to rungs of 12 %.

    `most` minutiae of the probe are looked for.
    """
    best = np.zeros(len(rows), np.float32)
    ratio = packed.factor[rows] / probe.factor
    never = np.zeros(len(rows), np.bool_)
    rungs = rungs_of_many(tried_of_many(tries.scales[rows], tries.growth[rows], ratio, never))
    for rung in np.unique(rungs):
        if abs(rung) > 20:  # stands for no size
            continue
        those = np.flatnonzero((rungs == rung).any(axis=1))
        sized = probe if rung == 0 else probe.enlarged(RUNG ** int(rung))
        found = _looked(sized, packed, rows[those], threads, most)
        best[those] = np.maximum(best[those], found)
    return best


def _looked(
    p: Prepared, packed: Packed, rows: NDArray[np.int64], threads: int | None, most: int
) -> NDArray[np.float32]:
    """The quick likeness of each of `rows` to the probe in one size."""
    out = np.zeros(len(rows), np.float32)
    k = min(most, len(p))

    def part(a: int, b: int) -> None:
        quick_likeness(
            p.neighbours[:k], p.count[:k], p.turn[:k], p.points[:k],
            rows[a:b], packed.start, packed.neighbours, packed.count, packed.turn, packed.points,
            FAR_TOLERANCE, BEARING_TOLERANCE, out[a:b],
        )  # fmt: skip

    _in_parts(part, len(rows), 10 * PIECE, threads)
    return out


def weights(
    probe: Prepared, packed: Packed, rows: NDArray[np.int64], tries: Tries, threads: int | None
) -> NDArray[np.float64]:
    """The weight (log10) of each of `rows`, compared in full, float64 (rows,)."""
    scores = in_full(probe, packed, rows, tries, threads)[:, 0].tolist()
    poorer = np.minimum(packed.overall[rows], probe.overall).tolist()
    kinds = _kinds(packed, rows, tries)
    fits = {kind: _fit(probe, packed, kind) for kind in np.unique(kinds).tolist()}
    return np.array([
        log10_ratio(score, fits[kind].at(quality))
        for score, kind, quality in zip(scores, kinds.tolist(), poorer, strict=True)
    ])  # fmt: skip


def nothing_alike(
    probe: Prepared, packed: Packed, rows: NDArray[np.int64], tries: Tries
) -> NDArray[np.float64]:
    """The weight (log10) that each of `rows` had if nothing lay alike in full, float64 (rows,).

    Two poor prints of one finger often show nothing alike, so little speaks against them; a bound of all kinds of pairs would.
    """
    poorer = np.minimum(packed.overall[rows], probe.overall)
    kinds = _kinds(packed, rows, tries)
    out = np.empty(len(rows))
    for kind in np.unique(kinds).tolist():
        those = kinds == kind
        fit = _fit(probe, packed, kind)
        out[those] = np.array([log10_ratio(0.0, fit.at(quality)) for quality in range(256)])[poorer[those]]
    return out


def _kinds(packed: Packed, rows: NDArray[np.int64], tries: Tries) -> NDArray[np.int64]:
    """Of each of `rows` what decides its calibration, as one number: engine, grid or none, several scales or one."""
    grid = packed.grid_start[rows + 1] > packed.grid_start[rows]
    return packed.engine[rows].astype(np.int64) * 4 + 2 * grid + (tries.scales[rows] > 1)


def _fit(probe: Prepared, packed: Packed, kind: int) -> Fit:
    """The calibration of a number of `_kinds`; as compare.fit_for, without the quality."""
    fields = bool(kind & 2) and bool(probe.field.size)
    return FITS[kind_of_pair(probe.engine, packed.engines[kind >> 2], fields=fields), bool(kind & 1)]


def in_full(
    probe: Prepared, packed: Packed, rows: NDArray[np.int64], tries: Tries, threads: int | None
) -> NDArray[np.float64]:
    """The features (match_kernels.compared) of the best alignment with each of `rows`, float64 (rows, FEATURES)."""
    swapped = comes_before(packed, rows, probe.key, tries.growth[rows])
    factor = packed.factor[rows]
    ratio = np.where(swapped, probe.factor / factor, factor / probe.factor)
    sizes = tried_of_many(tries.scales[rows], tries.growth[rows], ratio, swapped)
    out = np.zeros((len(rows), FEATURES))

    def part(a: int, b: int) -> None:
        compared_rows(
            probe.points, probe.turn, probe.neighbours, probe.count, probe.field,
            rows[a:b], swapped[a:b], sizes[a:b],
            packed.start, packed.points, packed.turn, packed.neighbours, packed.count,
            packed.grid_start, packed.grids, packed.window, FAR_TOLERANCE, BEARING_TOLERANCE, out[a:b],
        )  # fmt: skip

    _in_parts(part, len(rows), PIECE, threads)
    return out


def _in_parts(part: Callable[[int, int], None], n: int, least: int, threads: int | None) -> None:
    """Do `part` for 0 to n in pieces of at least `least`: several a thread, so that one that is held up holds up no other."""
    cores = (os.cpu_count() or 1) if threads is None else threads
    pieces = min(PIECES * cores, n // least) if cores > 1 else 1
    if pieces <= 1:
        part(0, n)
        return
    cuts = np.linspace(0, n, pieces + 1).astype(int).tolist()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(part, cuts[:-1], cuts[1:]))
