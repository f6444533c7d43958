"""From an answer to leads: whom to call about each candidate, and since when the child is missing.

Always holds: a lead has no address, no placement and no place of an encounter; only candidates that are worth a
person's look become leads, so that no unrelated child's photograph is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.identify import Answer, Verdict, of_candidate
from kith.register.children.models import Child
from kith.register.encounters.models import Capture, Claim, Encounter
from kith.register.encounters.words import CaptureKind, ClaimKind
from kith.register.matches.models import Match, MatchState, Search
from kith.register.missing.models import MissingEpisode

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from kith.evidence.weight import Weight
    from kith.identify import Candidate


@dataclass(frozen=True, slots=True)
class Lead:
    """One candidate as an officer sees it. `log10` is the total weight, `words` its verbal equivalent.

    `reference` is empty for the unknown young person of another encounter; `recorded_by` is then the agency that met
    them at `recorded_at`.
    """

    subject: str
    child_id: uuid.UUID | None
    reference: str
    known_as: str
    team: str
    phone: str
    missing_since: datetime | None
    photograph_id: uuid.UUID | None
    recorded_at: datetime | None
    recorded_by: str
    weights: tuple[Weight, ...]
    log10: float
    posterior: float
    words: str
    probable: bool
    rejected_before: bool
    proposed: bool


def answer_of(search: Search) -> Answer | None:
    """The stored answer of a search, or None where it has none yet."""
    return Answer.from_json(search.answer) if search.answer else None


def leads_of(encounter: Encounter, answer: Answer) -> tuple[Lead, ...]:
    """The candidates of an answer that are worth a look, missing children first, then by weight."""
    worth = [one for one in answer.candidates if of_candidate(one) != Verdict.NOT_KNOWN]
    states = {
        row.candidate: {
            other.state for other in Match.objects.filter(encounter=encounter, candidate=row.candidate)
        }
        for row in Match.objects.filter(encounter=encounter)
    }
    leads = [lead for one in worth if (lead := _lead(one, states.get(one.subject, set()))) is not None]
    return tuple(sorted(leads, key=lambda lead: (lead.missing_since is None, -lead.log10)))


def _lead(candidate: Candidate, states: set[str]) -> Lead | None:
    """The lead of one candidate; None where it was merged or erased since the search."""
    kind, _, key = candidate.subject.partition(":")
    if kind == "child":
        child = Child.objects.select_related("responsible_team").filter(pk=key).first()
        encounters = list(Encounter.objects.filter(child_id=key).order_by("at").select_related("team"))
    else:
        child = None
        encounters = list(Encounter.objects.filter(pk=key, child=None).select_related("team"))
    if not encounters or (kind == "child" and child is None):
        return None
    newest = encounters[-1]
    team = child.responsible_team if child is not None and child.responsible_team else newest.team
    episode = MissingEpisode.objects.filter(child=child, found_at=None).first() if child else None
    return Lead(
        subject=candidate.subject,
        child_id=child.pk if child else None,
        reference=child.reference if child else "",
        known_as=child.known_as if child else _name_said(newest),
        team=team.name if team else "",
        phone=team.phone if team else "",
        missing_since=episode.last_seen_at if episode else None,
        photograph_id=newest_photograph(encounters),
        recorded_at=encounters[0].at,
        recorded_by=encounters[0].agency,
        weights=candidate.weights,
        log10=candidate.log10,
        posterior=candidate.posterior,
        words=candidate.words,
        probable=of_candidate(candidate) == Verdict.PROBABLE,
        rejected_before=MatchState.REJECTED in states,
        proposed=MatchState.PROPOSED in states,
    )


def newest_photograph(encounters: Iterable[Encounter]) -> uuid.UUID | None:
    """The capture that shows the child best: the newest photograph with a face that can be compared, else the newest."""
    taken = Capture.objects.filter(
        encounter__in=list(encounters), kind=CaptureKind.PHOTOGRAPH, removed_at=None
    )
    ranked = sorted(
        taken.select_related("encounter"), key=lambda c: (c.template_id is not None, c.encounter.at, c.at)
    )
    return ranked[-1].pk if ranked else None


def _name_said(encounter: Encounter) -> str:
    claim = Claim.objects.filter(encounter=encounter, kind=ClaimKind.NAME).first()
    return claim.text if claim else ""
