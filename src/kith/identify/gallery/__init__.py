"""The seam to what is searched: memory is the default, null refuses honestly, each engine meets one contract.

Always holds: a search sees a child whole or not at all; what was dropped is never found again; whatever could not be
searched makes the answer incomplete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kith.identify.answer import Prior

if TYPE_CHECKING:
    from kith.identify.answer import Answer
    from kith.identify.evidence import Evidence

# Before a deployment knows better: as likely in the register as not.
EVEN = Prior(0.5)


@runtime_checkable
class Gallery(Protocol):
    """Holds the evidence of every child and searches it with a probe. The contract: tests/contracts/test_gallery.py."""

    def put(self, subject: str, evidence: Evidence) -> None:
        """Hold this evidence for the subject, in place of what was held before."""
        ...

    def drop(self, subject: str) -> None:
        """Forget the subject, at once; nothing happens where it is not held."""
        ...

    def __len__(self) -> int:
        """How many subjects are held."""
        ...

    def search(
        self,
        probe: Evidence,
        *,
        limit: int = 5,
        exclude: frozenset[str] = frozenset(),
        prior: Prior = EVEN,
    ) -> Answer:
        """The best candidates for the probe, at most `limit`; `exclude` are subjects left out (the probe's own child)."""
        ...
