"""The gallery of this process: filled from the register at start, caught up from the log before each search.

Always holds: a search sees every encounter that was committed before it began, whichever process wrote it, because
the log numbers entries in the order of their commits and each entry says whether it touched evidence.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from kith.identify.gallery.memory import MemoryGallery
from kith.register.encounters import evidence
from kith.trust.log.models import Entry, Head

if TYPE_CHECKING:
    from kith.identify import Gallery

logger = logging.getLogger(__name__)


class RegisterGallery:
    """One gallery and the number of the log entry up to which it is filled; safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._gallery: MemoryGallery | None = None
        self._seq = 0
        self.unreadable: frozenset[str] = frozenset()

    def current(self) -> Gallery:
        """The gallery, holding all that is committed by now."""
        with self._lock:
            if self._gallery is None:
                seq = Head.objects.get(pk=1).seq
                gallery = MemoryGallery()
                for subject in sorted(evidence.subjects()):
                    self._bring(gallery, subject)
                self._gallery, self._seq = gallery, seq
            self._catch_up(self._gallery)
            return self._gallery

    def forget(self) -> None:
        """Empty it; the next search fills it anew."""
        with self._lock:
            self._gallery, self._seq, self.unreadable = None, 0, frozenset()

    def _catch_up(self, gallery: MemoryGallery) -> None:
        entries = Entry.objects.filter(touches_evidence=True, seq__gt=self._seq).order_by("seq")
        touched: dict[str, None] = {}
        last = self._seq
        for seq, subjects in entries.values_list("seq", "subjects"):
            last = seq
            touched.update(dict.fromkeys(s for s in subjects if s.startswith(("child:", "encounter:"))))
        for subject in touched:
            self._bring(gallery, subject)
        self._seq = last

    def _bring(self, gallery: MemoryGallery, subject: str) -> None:
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
