"""Probe and candidate side by side, and the minutiae that lie alike.

Always holds: the weights shown are those of the stored search, so that two people decide on the same evidence; the
pairs of minutiae are computed again for drawing and carry no weight of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from kith.errors import NotFound
from kith.evidence import fingerprint
from kith.identify import growth
from kith.register.encounters.claims import biography_of
from kith.register.encounters.evidence import encounters_of
from kith.register.encounters.models import Capture, Claim, Encounter
from kith.register.encounters.words import CaptureKind
from kith.register.matches.leads import Lead, answer_of, leads_of, standing
from kith.register.matches.models import Search, SearchState
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid

DRAWN_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Minutia:
    """One matched minutia: place in pixels at 500 ppi and the number of its pair."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class FingerPair:
    """Two prints that were compared: the captures, their sizes in pixels at 500 ppi, the matched minutiae of each."""

    finger: str
    probe_id: uuid.UUID
    candidate_id: uuid.UUID
    probe_size: tuple[int, int]
    candidate_size: tuple[int, int]
    probe: tuple[Minutia, ...]
    candidate: tuple[Minutia, ...]
    log10: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the encounters with their claims and photographs."""

    encounters: list[Encounter]
    claims: list[Claim]
    photographs: list[Capture]
    fingers: list[Capture]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, the lead with its weights and reasons, and the pairs of prints that speak for the same child.

    `size` is how many subjects the search went through, `not_in_register` the chance before any evidence that the
    young person is not among them.
    """

    encounter: Encounter
    lead: Lead
    probe: Side
    candidate: Side
    pairs: list[FingerPair]
    size: int
    not_in_register: float


def compare(encounter: Encounter, subject: str) -> Comparison:
    """Put an encounter beside a candidate of its search.

    Raises:
        NotFound: the search does not offer that candidate, or it is no more.
    """
    search = Search.objects.filter(encounter=encounter, state=SearchState.DONE).first()
    answer = answer_of(search) if search else None
    leads = leads_of(encounter, answer)[0] if answer else ()
    stands = standing(subject)
    lead = next((one for one in leads if one.subject == stands), None)
    if answer is None or lead is None:
        raise NotFound("The search of this encounter does not offer that child.", advice="Search again.")
    others = [one for one in encounters_of(lead.subject) if one.pk != encounter.pk]
    probe, candidate = _side([encounter]), _side(others)
    return Comparison(
        encounter,
        lead,
        probe,
        candidate,
        _pairs(probe, candidate),
        answer.size,
        answer.prior.not_in_register,
    )


def _side(encounters: list[Encounter]) -> Side:
    captures = list(
        Capture.objects.filter(encounter__in=encounters, removed_at=None).select_related("template__key")
    )
    return Side(
        encounters,
        list(Claim.objects.filter(encounter__in=encounters)),
        [one for one in captures if one.kind == CaptureKind.PHOTOGRAPH],
        [one for one in captures if one.kind == CaptureKind.FINGERPRINT],
    )


def _template(capture: Capture) -> fingerprint.Template | None:
    return fingerprint.Template.from_bytes(seal.unseal(capture.template)) if capture.template else None


def _pairs(probe: Side, candidate: Side) -> list[FingerPair]:
    """For each print of the probe the print of the candidate that fits it best, where it speaks for the same finger."""
    theirs = [
        (capture, template) for capture in candidate.fingers if (template := _template(capture)) is not None
    ]
    sat = growth.laid_out([_sitting(candidate, capture) for capture, _ in theirs])
    told = growth.born(biography_of(candidate.claims).births)
    told_here = growth.born(biography_of(probe.claims).births)
    drawn = []
    for capture in probe.fingers:
        template = _template(capture)
        if template is None or not theirs:
            continue
        # in the sizes in which the search has compared them
        grown = growth.expected(
            _sitting(probe, capture),
            sat,
            born_one=told_here,
            born_many=told,
        )
        compared = [
            (fingerprint.compare(template, other, scales=scales, growth=size), other, row)
            for (row, other), scales, size in zip(
                theirs, grown.scales.tolist(), grown.growth.tolist(), strict=True
            )
        ]
        best, other, row = max(compared, key=lambda one: one[0].weight.log10)
        if best.weight.compared and best.weight.log10 > 0:
            drawn.append(_drawing(capture, template, row, other, best))
    return sorted(drawn, key=lambda pair: -pair.log10)[:DRAWN_AT_MOST]


def _sitting(side: Side, capture: Capture) -> growth.Sitting:
    """When a finger was taken."""
    at = next(one.at for one in side.encounters if one.pk == capture.encounter_id)
    return growth.Sitting(timezone.localdate(at))


def _drawing(
    capture: Capture,
    template: fingerprint.Template,
    row: Capture,
    other: fingerprint.Template,
    found: fingerprint.Comparison,
) -> FingerPair:
    numbered = list(enumerate(found.pairs.tolist(), start=1))
    return FingerPair(
        finger=fingerprint.Position(template.position or other.position).words,
        probe_id=capture.pk,
        candidate_id=row.pk,
        probe_size=(template.width, template.height),
        candidate_size=(other.width, other.height),
        probe=tuple(Minutia(float(template.x[a]), float(template.y[a]), n) for n, (a, _) in numbered),
        candidate=tuple(Minutia(float(other.x[b]), float(other.y[b]), n) for n, (_, b) in numbered),
        log10=found.weight.log10,
    )
