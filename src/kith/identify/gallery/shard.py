"""What runs in each actor of a gallery that is spread over Ray: one memory gallery, asked for its part of an answer.

Always holds: nothing is raised and nothing is printed here, because Ray would write it to a file of its own; what fails
without being refused is handed back as the name of the failure, which holds nothing of the evidence.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kith.errors import KithError
from kith.evidence.weight import Reason
from kith.identify.gallery.memory import MemoryGallery

if TYPE_CHECKING:
    from collections import Counter

    from kith.identify.evidence import Evidence
    from kith.identify.gallery.part import Part


LOST = "{n} children could not be searched: a part of the gallery was lost and is being restored from the register"
LATE = "{n} children could not be searched: a part of the gallery did not answer in time"
FAILED = "{n} children could not be searched: a part of the gallery failed"
ONE = {text: text.replace("{n} children", "One child") for text in (LOST, LATE, FAILED)}


def why_missed(missed: Counter[str]) -> list[Reason]:
    """What is said of children that could not be searched, so many for each of the texts above."""
    return [Reason(text if n != 1 else ONE[text], {"n": n}) for text, n in missed.items()]


class Now(NamedTuple):
    """The actor of a shard, whether it has answered yet, and whether it holds everything that it should; replaced as one."""

    actor: Any
    up: bool
    whole: bool


@dataclass(slots=True)
class Keeper:
    """What a process that searches knows of one shard; changed with the lock held.

    `subjects`: whom it should hold; `touched`: whom put and drop have reached since it is being restored, so that what the
    register said earlier does not overwrite them; `missing`: whom it should hold and could not take; `restoring`: a thread
    fills it again; `closed`: nothing is begun in its place any more.
    """

    number: int
    now: Now
    subjects: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    restoring: bool = False
    closed: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def is_kept(self, actor: Any) -> bool:
        """Whether this actor is still the one that counts; what is done for another is in vain."""
        return self.now.actor is actor and not self.closed

    def took(self, subject: str, outcome: Any) -> None:
        """Note what became of a subject that its actor was told to hold: None where it does, else why not."""
        if outcome is None:
            self.missing.discard(subject)
        else:
            self.missing.add(subject)


@dataclass(frozen=True, slots=True)
class Failed:
    """Something failed that is no refusal: the name of its class, and no word of what it said, which may be evidence."""

    name: str


class Shard:
    """What runs in an actor: a memory gallery. What it refuses it hands back, since Ray would wrap what it raises."""

    def __init__(self) -> None:
        """Empty."""
        self._held = MemoryGallery()

    def put(self, subject: str, evidence: Evidence) -> KithError | Failed | None:
        """Hold this evidence; the refusal, where it is none that can be compared.

        Where it fails the subject is not held at all, so that it is counted among those that could not be searched.
        """
        try:
            self._held.put(subject, evidence)
        except KithError as refusal:
            return refusal
        except Exception as failure:  # noqa: BLE001  # whatever it is, the shard goes on and the answer says so
            self._held.drop(subject)
            return Failed(type(failure).__name__)
        return None

    def drop(self, subject: str) -> None:
        """Forget the subject."""
        self._held.drop(subject)

    def part(self, probe: Evidence, limit: int, exclude: frozenset[str]) -> Part | KithError | Failed:
        """What this shard finds; the refusal, where the probe cannot be compared."""
        try:
            return self._held.part(probe, limit=limit, exclude=exclude)
        except KithError as refusal:
            return refusal
        except Exception as failure:  # noqa: BLE001  # as in put
            return Failed(type(failure).__name__)

    def process(self) -> int:
        """The number of this process, for whoever watches over it."""
        return os.getpid()
