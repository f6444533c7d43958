"""The gallery in memory: all evidence of all children in packed arrays, searched by every kind of evidence at once.

Always holds: a search works on one snapshot, so that it sees a child whole or not at all while others write; every
child gets a total weight, and the best are weighed again with their reasons.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import KithError
from kith.evidence.weight import Kind, Reason
from kith.identify import fuse
from kith.identify.gallery import EVEN
from kith.identify.gallery.part import NOTHING_ASKED, Offer, Part, best_of, join
from kith.identify.gallery.snapshot import Compared, Record, Snapshot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.identify.answer import Answer, Prior
    from kith.identify.evidence import Evidence

    _View = tuple[tuple[Snapshot, frozenset[str]], ...]

# Children written since the large part was packed lie in a small part of their own, packed anew after each write; when
# they are more than this, or than one in so many, everything is packed together again.
FEW, ONE_IN = 64, 50

# Without a search in between, as when a register is loaded, so many wait unpacked, or one in so many: unpacked they take
# more room.
MANY, ONE_IN_MANY = 500, 10


class MemoryGallery:
    """Everything in this process's memory. Searches run beside each other and beside writes; only writes wait."""

    def __init__(self) -> None:
        """Empty."""
        self._held: set[str] = set()
        self._packed = Snapshot.of(())
        self._recent: dict[str, Record] = {}
        self._outdated: set[str] = set()
        self._view: _View | None = None
        self._lock = threading.Lock()

    def put(self, subject: str, evidence: Evidence) -> None:
        """Hold this evidence for the subject, in place of what was held before. Prepared outside the lock."""
        record = Record.of(subject, evidence)
        with self._lock:
            self._recent[subject] = record
            self._held.add(subject)
            self._outdated.add(subject)
            self._view = None
            if len(self._recent) > max(MANY, len(self._held) // ONE_IN_MANY):
                self._pack()

    def drop(self, subject: str) -> None:
        """Forget the subject, at once: its templates are overwritten, and no search that ends after this offers it."""
        with self._lock:
            if subject in self._held:
                self._held.remove(subject)
                self._recent.pop(subject, None)
                self._outdated.add(subject)
                self._packed.erase(subject)
                for snapshot, _ in self._view or ():
                    snapshot.erase(subject)
                self._view = None

    def __len__(self) -> int:
        """How many subjects are held."""
        return len(self._held)

    def search(
        self,
        probe: Evidence,
        *,
        limit: int = 5,
        exclude: frozenset[str] = frozenset(),
        prior: Prior = EVEN,
    ) -> Answer:
        """The best candidates that the evidence speaks for, at most `limit`.

        The posterior is over all children that are not excluded, whether or not they are candidates. A kind of evidence
        that could not be searched becomes a problem, and the answer incomplete.
        """
        return join([self.part(probe, limit=limit, exclude=exclude)], prior, limit)

    def part(self, probe: Evidence, *, limit: int = 5, exclude: frozenset[str] = frozenset()) -> Part:
        """What this gallery finds, as a part of a larger one (see `part.join`)."""
        asked = Record.of("", probe)
        scan = _Scan()
        for snapshot, hidden in self._current():
            _scan(snapshot, asked, exclude | hidden, scan)
        if not probe:
            scan.problems.append(NOTHING_ASKED)
        found = scan.part(asked, limit)
        # what was dropped while this search ran
        return replace(found, offers=tuple(offer for offer in found.offers if offer.subject in self._held))

    def _current(self) -> _View:
        """The parts of now, each with the subjects in it that no longer count; packed again only after a write."""
        with self._lock:
            if self._view is None:
                if len(self._outdated) > max(FEW, len(self._held) // ONE_IN):
                    self._pack()
                recent = Snapshot.of(tuple(self._recent.values()))
                self._view = ((self._packed, frozenset(self._outdated)), (recent, frozenset()))
            return self._view

    def _pack(self) -> None:
        """Take what was written lately into the large part, and leave out what no longer counts. The lock is held."""
        self._packed = self._packed.without(self._outdated, Snapshot.of(tuple(self._recent.values())))
        self._recent, self._outdated = {}, set()


@dataclass(slots=True)
class _Scan:
    """What one search has found so far: the children looked at (number i of a snapshot), their totals (log10), and what could not be searched."""

    children: list[tuple[Snapshot, int]] = field(default_factory=list)
    totals: list[NDArray[np.float64]] = field(default_factory=list)
    searched: dict[Kind, int] = field(default_factory=dict)
    problems: list[Reason] = field(default_factory=list)

    def part(self, asked: Record, limit: int) -> Part:
        """What was found: the best children weighed again with reasons, the others summed up."""
        totals = np.concatenate(self.totals)
        best = best_of(totals, lambda i: self._record(i).subject, limit)
        rest = np.ones(totals.size, bool)
        rest[best] = False
        return Part(
            len(self.children),
            self.searched,
            tuple(self.problems),
            tuple(self._offer(asked, i, float(totals[i])) for i in best),
            fuse.sum_of(totals[rest] * fuse.LN10),
        )

    def _record(self, i: int) -> Record:
        """The child i, without fingers."""
        snapshot, number = self.children[i]
        return snapshot.records[number]

    def _offer(self, asked: Record, i: int, quick: float) -> Offer:
        """The child i, weighed again with reasons."""
        snapshot, number = self.children[i]
        record = snapshot.record(number)
        return Offer(record.subject, quick, asked.weigh(record))


def _scan(snapshot: Snapshot, asked: Record, hidden: frozenset[str], scan: _Scan) -> None:
    """Add one part: the total weight of every child in it that is not hidden."""
    included = np.array([record.subject not in hidden for record in snapshot.records], dtype=bool)
    totals = np.zeros(len(included))
    for kinds, compare in snapshot.comparisons(asked):
        try:
            found = compare()
        except KithError as refused:
            problems = tuple(
                Reason("{kind} was not searched: {why}", {"kind": k, "why": refused.says}) for k in kinds
            )
            found = Compared(np.zeros(len(included)), tuple(included & False for _ in kinds), problems)
        totals += found.log10
        scan.problems.extend(problem for problem in found.problems if problem not in scan.problems)
        for kind, which in zip(kinds, found.which, strict=True):
            scan.searched[kind] = scan.searched.get(kind, 0) + int((which & included).sum())
    scan.children.extend((snapshot, i) for i in np.flatnonzero(included).tolist())
    scan.totals.append(totals[included])
