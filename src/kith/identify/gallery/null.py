"""The gallery that holds nothing, for a deployment that searches elsewhere or not yet.

Always holds: its answer is incomplete and says that nothing was searched; it never looks like "no match".
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from kith.evidence.weight import Reason
from kith.identify.answer import Answer, Prior
from kith.identify.gallery import EVEN

if TYPE_CHECKING:
    from kith.identify.evidence import Evidence


class NullGallery:
    """Takes everything, holds nothing, and says so: with a warning when made, and in every answer."""

    def __init__(self) -> None:
        """Warn that no search will find anybody."""
        warnings.warn("no gallery is configured: nothing can be searched", stacklevel=2)

    def put(self, subject: str, evidence: Evidence) -> None:
        """Hold nothing."""

    def drop(self, subject: str) -> None:
        """Nothing is held, so nothing is forgotten."""

    def __len__(self) -> int:
        """Nothing is held."""
        return 0

    def search(
        self,
        probe: Evidence,  # noqa: ARG002  # the seam's signature; nothing can be done with it here
        *,
        limit: int = 5,  # noqa: ARG002  # the same
        exclude: frozenset[str] = frozenset(),  # noqa: ARG002  # the same
        prior: Prior = EVEN,
    ) -> Answer:
        """An incomplete answer without candidates."""
        problem = Reason("nothing was searched, because no gallery is configured")
        return Answer((), 0, {}, prior, (problem,), complete=False)
