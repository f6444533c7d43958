"""Templates are a cache: after an engine has improved, they are made again from the originals.

Always holds: one capture is one transaction, so that whoever breaks this off at any moment, and begins it again, goes on where
it stopped; an old template stays until the new one is stored; what cannot be made again is named, and the others go on. This is
not a look by a person: an original is opened, measured and closed again.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.errors import AlreadyDecided, KithError
from kith.evidence.fingerprint import Position
from kith.evidence.fingerprint.extract import ENGINES
from kith.register.encounters import actions, prepared
from kith.register.encounters.models import Capture
from kith.register.encounters.words import CaptureKind
from kith.trust.vault import seal
from kith.trust.who import THE_REGISTER

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from kith.evidence.fingerprint import FingerImage
    from kith.register.encounters.prepared import Prepared

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A capture whose template could not be made again, and why; the template it had, if any, is still there."""

    encounter: uuid.UUID
    capture: uuid.UUID
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What one run has done.

    `renewed` templates were made again; `unusable` captures still cannot be compared, as before; `changed` were removed,
    or made again by somebody else, while this run was at them.
    """

    renewed: int
    unusable: int
    changed: int
    failed: tuple[Failure, ...]


def outdated(kind: CaptureKind, engine: str) -> bool:
    """Whether a template of this engine and version is to be made again by the one that is used now.

    One of a better engine, or of a later version of the same, which is not installed here, is left as it is.
    """
    now = prepared.engine_of(kind)
    name, _, version = engine.partition(" ")
    name_now, _, version_now = now.partition(" ")
    if name == name_now:
        return _number(version) < _number(version_now) or (
            _number(version) == _number(version_now) and version != version_now
        )
    if kind == CaptureKind.PHOTOGRAPH:
        return True
    better = [one.name for one in ENGINES]
    return name not in better[: better.index(name_now)]


def _number(version: str) -> tuple[int, ...]:
    """A version as numbers that can be put in order: the digits in it, part by part."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))


def waiting() -> list[uuid.UUID]:
    """The captures whose templates are to be made again; those that share a file one after the other."""
    rows = Capture.objects.filter(removed_at=None).order_by("original_id", "part", "pk")
    return [
        key
        for key, kind, engine in rows.values_list("pk", "kind", "engine")
        if outdated(CaptureKind(kind), engine)
    ]


def rebuild(progress: Callable[[int, int], None] = lambda _done, _all: None) -> Rebuilt:
    """Make every template again that an older engine has made; `progress` hears how many of how many are done."""
    captures = waiting()
    renewed = unusable = changed = 0
    failed: list[Failure] = []
    files = _Files()
    progress(0, len(captures))
    for number, key in enumerate(captures, 1):
        capture = Capture.objects.select_related("original__key").filter(pk=key, removed_at=None).first()
        if capture is None:
            changed += 1
            continue
        try:
            made = files.again(capture)
            actions.renew_template(THE_REGISTER, key, made, instead_of=capture.engine)
            renewed, unusable = renewed + bool(made.template), unusable + (not made.template)
        except AlreadyDecided:
            changed += 1
        except KithError as trouble:
            actions.note_not_renewed(THE_REGISTER, key)
            failed.append(_failure(capture, str(trouble)))
        progress(number, len(captures))
    return Rebuilt(renewed, unusable, changed, tuple(failed))


def _failure(capture: Capture, why: str) -> Failure:
    what = "photograph" if capture.kind == CaptureKind.PHOTOGRAPH else Position(capture.position).words
    return Failure(capture.encounter_id, capture.pk, what, why)


class _Files:
    """The file that was opened last, since several fingers may lie in it."""

    def __init__(self) -> None:
        self._key: uuid.UUID | None = None
        self._data = b""
        self._images: tuple[FingerImage, ...] | None = None

    def again(self, capture: Capture) -> Prepared:
        """A capture looked at once more; where it could not be compared before either, what is wrong with it now.

        Raises:
            KithError: the original does not open, or no longer gives a template.
        """
        if self._key != capture.original_id:
            self._data, self._images = seal.unseal(capture.original), None
            self._key = capture.original_id
        kind = CaptureKind(capture.kind)
        kept = prepared.Prepared(
            kind,
            self._data,
            engine=prepared.engine_of(kind),
            position=capture.position,
            part=capture.part,
            shows=capture.shows,
            ppi=capture.ppi,
        )
        try:
            if kind == CaptureKind.FINGERPRINT and self._images is None:
                self._images = prepared.fingers_in(kept)
            return prepared.again(kept, self._images)
        except KithError as trouble:
            if capture.template_id is not None:
                raise
            return prepared.still_unusable(kept, trouble)
        except Exception as trouble:
            # one capture that breaks an engine must not stop all others, today and in every run to come
            logger.exception("a capture broke its engine")
            raise KithError(
                "The engine broke on it.", advice="Send the words above to whoever maintains Kith."
            ) from trouble
