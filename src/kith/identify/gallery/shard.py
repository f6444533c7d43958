"""What runs in each actor of a gallery that is spread over Ray: one memory gallery, asked for its part of an answer.

Always holds: nothing is raised and nothing is printed here, because Ray would write it to a file of its own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kith.errors import KithError
from kith.identify.gallery.memory import MemoryGallery

if TYPE_CHECKING:
    from kith.identify.evidence import Evidence
    from kith.identify.gallery.part import Part


class Shard:
    """What runs in an actor: a memory gallery. What it refuses it hands back, since Ray would wrap what it raises."""

    def __init__(self) -> None:
        """Empty."""
        self._held = MemoryGallery()

    def put(self, subject: str, evidence: Evidence) -> KithError | None:
        """Hold this evidence; the refusal, where it is none that can be compared."""
        try:
            self._held.put(subject, evidence)
        except KithError as refusal:
            return refusal
        return None

    def drop(self, subject: str) -> None:
        """Forget the subject."""
        self._held.drop(subject)

    def part(self, probe: Evidence, limit: int, exclude: frozenset[str]) -> Part | KithError:
        """What this shard finds; the refusal, where the probe cannot be compared."""
        try:
            return self._held.part(probe, limit=limit, exclude=exclude)
        except KithError as refusal:
            return refusal

    def process(self) -> int:
        """The number of this process, for whoever watches over it."""
        return os.getpid()
