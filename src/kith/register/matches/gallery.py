"""The gallery of this process: filled from the register at start, caught up from the log before each search.

Always holds: a search sees every encounter that was committed before it began, whichever process wrote it, because
the log numbers entries in the order of their commits and each entry says whether it touched evidence.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.conf import settings
from django.db import connection

from kith.register.encounters import evidence
from kith.trust.log.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kith.identify import Evidence, Gallery

logger = logging.getLogger(__name__)


@runtime_checkable
class Closes(Protocol):
    """An engine that holds more than this process's memory, and lets go of it."""

    def close(self) -> None:
        """Let go of it."""


class RegisterGallery:
    """One gallery and the number of the log entry up to which it is filled; safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gallery: Gallery | None = None
        self._seq = 0
        self.unreadable: frozenset[str] = frozenset()

    def current(self) -> Gallery:
        """The gallery, holding all that is committed by now."""
        with self._lock:
            if self._gallery is None:
                seq = Head.objects.get(pk=1).seq
                gallery = self._engine()
                for subject in sorted(evidence.subjects()):
                    self._bring(gallery, subject)
                self._gallery, self._seq = gallery, seq
            self._catch_up(self._gallery)
            return self._gallery

    def forget(self) -> None:
        """Empty it; the next search fills it anew."""
        with self._lock:
            if isinstance(self._gallery, Closes):
                self._gallery.close()
            self._gallery, self._seq, self.unreadable = None, 0, frozenset()

    def _engine(self) -> Gallery:
        """An empty gallery of the engine that the deployment has chosen.

        Raises:
            EngineMissing, ConfigError, StoreUnreachable: Ray was chosen, and cannot be used.
        """
        if settings.KITH_GALLERY == "ray":
            from kith.identify.gallery.ray import RayGallery

            return RayGallery(
                self._restore, shards=settings.KITH_RAY_SHARDS, address=settings.KITH_RAY_ADDRESS
            )
        from kith.identify.gallery.memory import MemoryGallery

        return MemoryGallery()

    def _restore(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Evidence]]:
        """What a lost part of the gallery is filled with again, in a thread of its own, which has a connection of its own."""
        try:
            for subject in sorted(filter(wanted, evidence.subjects())):
                try:
                    found = evidence.evidence_of(subject)
                except Exception:  # noqa: BLE001  # as in _bring
                    logger.warning("the evidence of %s does not open; searches are incomplete", subject)
                    with self._lock:
                        self.unreadable |= {subject}
                    continue
                if found is not None:
                    yield subject, found
        finally:
            connection.close()

    def _catch_up(self, gallery: Gallery) -> None:
        entries = Entry.objects.filter(touches_evidence=True, seq__gt=self._seq).order_by("seq")
        touched: dict[str, None] = {}
        last = self._seq
        for seq, subjects in entries.values_list("seq", "subjects"):
            last = seq
            touched.update(dict.fromkeys(s for s in subjects if s.startswith(("child:", "encounter:"))))
        for subject in touched:
            self._bring(gallery, subject)
        self._seq = last

    def _bring(self, gallery: Gallery, subject: str) -> None:
        """Put a subject's evidence in, or take it out; what does not open makes every answer incomplete."""
        try:
            found = evidence.evidence_of(subject)
        except Exception:  # noqa: BLE001  # one damaged record must not stop every search; it is counted and said
            logger.warning("the evidence of %s does not open; searches are incomplete", subject)
            self.unreadable |= {subject}
            gallery.drop(subject)
            return
        self.unreadable -= {subject}
        if found is None:
            gallery.drop(subject)
        else:
            gallery.put(subject, found)


THE_GALLERY = RegisterGallery()
