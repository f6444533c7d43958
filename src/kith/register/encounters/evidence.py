"""From rows and the vault to the evidence that is searched.

Always holds: this is not a look by a person; what is loaded here goes to the gallery and to comparisons only, and
who then sees a candidate passes through the queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kith.evidence import face, fingerprint
from kith.identify import Evidence, Finger
from kith.register.encounters.claims import biography_of, document_of
from kith.register.encounters.models import Capture, Claim, Encounter
from kith.register.encounters.words import CaptureKind, ClaimKind
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator


def subjects() -> set[str]:
    """Whom the register has evidence of: children, and encounters of unknown young people."""
    return {
        f"child:{child}" if child else f"encounter:{encounter}"
        for encounter, child in Encounter.objects.values_list("pk", "child_id")
    }


def encounters_of(subject: str) -> list[Encounter]:
    """The encounters of a subject, oldest first."""
    kind, _, key = subject.partition(":")
    rows = (
        Encounter.objects.filter(child_id=key)
        if kind == "child"
        else Encounter.objects.filter(pk=key, child=None)
    )
    return list(rows.order_by("at"))


def evidence_of(subject: str) -> Evidence | None:
    """All evidence of a subject, or None where the subject is no more (it became a child, or was merged)."""
    rows = [row.pk for row in encounters_of(subject)]
    return _evidence(rows) if rows else None


def evidence_in(encounter: Encounter) -> Evidence:
    """The evidence of one encounter alone: the probe of its search."""
    return _evidence([encounter.pk])


def all_evidence() -> Iterator[tuple[str, Evidence]]:
    """Every subject with its evidence, to fill a gallery at start."""
    for subject in sorted(subjects()):
        evidence = evidence_of(subject)
        if evidence is not None:
            yield subject, evidence


def _evidence(encounter_ids: Iterable[uuid.UUID]) -> Evidence:
    ids = list(encounter_ids)
    claims = list(Claim.objects.filter(encounter_id__in=ids))
    captured = Capture.objects.filter(encounter_id__in=ids, removed_at=None).exclude(template=None)
    faces: dict[uuid.UUID, list[face.FaceTemplate]] = {}
    fingers: list[Finger] = []
    for capture in captured.select_related("template__key", "encounter"):
        assert capture.template is not None
        data = seal.unseal(capture.template)
        if capture.kind == CaptureKind.PHOTOGRAPH:
            faces.setdefault(capture.encounter_id, []).append(face.FaceTemplate.from_bytes(data))
        else:
            taken = timezone.localdate(capture.encounter.at)
            fingers.append(Finger(capture.position, fingerprint.Template.from_bytes(data), taken))
    documents = tuple(document_of(claim.data) for claim in claims if claim.kind == ClaimKind.DOCUMENT)
    return Evidence(
        tuple(_of_one_sitting(taken) for taken in faces.values()),
        tuple(fingers),
        documents,
        biography_of(claims),
    )


def _of_one_sitting(taken: list[face.FaceTemplate]) -> face.FaceTemplate:
    """Several photographs of one encounter, averaged; those of another engine than the newest are left out."""
    newest = taken[-1]
    return face.average([one for one in taken if one.comparable(newest)])
