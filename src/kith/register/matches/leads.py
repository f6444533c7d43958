"""From an answer to leads: whom to call about each candidate, and since when the child is missing.

Always holds: a lead has no address, no placement and no place of an encounter; only candidates that are worth a
person's look become leads, so that no unrelated child's photograph is shown.
"""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q

from kith.identify import Answer, Verdict, fuse, of_candidate
from kith.identify.verdict import BODY
from kith.register.children.models import Child
from kith.register.children.steps import living
from kith.register.encounters.models import Capture, Claim, Encounter
from kith.register.encounters.words import CaptureKind, ClaimKind
from kith.register.matches.models import Match, MatchState, Search
from kith.register.missing.models import MissingEpisode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kith.evidence.weight import Weight
    from kith.identify import Candidate


BODY_ALONE = 2.0  # log10; as much as a face may say at most
LEAST = -6.0  # log10, of a child who is no candidate; of such, thousands weigh less than one candidate


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
    team_id: uuid.UUID | None
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
    shares: bool
    rejected_before: bool
    proposed: bool


def answer_of(search: Search) -> Answer | None:
    """The stored answer of a search, or None where it has none yet."""
    return Answer.from_json(search.answer) if search.answer else None


def standing(subject: str) -> str | None:
    """Whom a subject of a stored answer stands for now: an unknown may have become a child, a record another's.

    None where nobody is left: it was erased.
    """
    kind, _, key = subject.partition(":")
    try:
        uuid.UUID(key)
    except ValueError:
        return None
    if kind == "encounter":
        encounter = Encounter.objects.select_related("child__same_as").filter(pk=key).first()
        if encounter is None:
            return None
        return f"child:{living(encounter.child).pk}" if encounter.child else subject
    child = Child.objects.select_related("same_as").filter(pk=key).first()
    return f"child:{living(child).pk}" if child else None


def leads_of(encounter: Encounter, answer: Answer) -> tuple[tuple[Lead, ...], bool]:
    """The candidates worth a look, missing children first, then by weight; and whether each could still be told of.

    False says that a candidate worth a look is on the register no more, so that the answer is incomplete.
    """
    rejected = _rejected(encounter)
    proposed = set(
        Match.objects.filter(encounter=encounter, state=MatchState.PROPOSED).values_list(
            "candidate", flat=True
        )
    )
    leads: dict[str, Lead] = {}
    whole = True
    for judged in among_persons(answer):
        if judged.verdict == Verdict.NOT_KNOWN:
            continue
        subject = standing(judged.candidate.subject)
        lead = _lead(judged, subject, rejected, proposed) if subject else None
        if lead is None:
            whole = False
        elif lead.subject not in leads:
            leads[lead.subject] = lead
    found = sorted(leads.values(), key=lambda lead: (lead.missing_since is None, -lead.log10))
    return tuple(found), whole


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its verdict; `shares` where another candidate may be the same young person met before."""

    candidate: Candidate
    verdict: Verdict
    shares: bool


def among_persons(answer: Answer) -> list[Judged]:
    """The candidates of an answer, judged as persons.

    The search takes every subject for another person, so their posteriors add up to at most one. The unknown young person
    of another encounter may however be the very child who is a candidate too: whoever searches twice for one child
    would see both at half the posterior. A child is therefore judged by the posterior among children alone. Through
    that it is *probable* only where the body says more than a face can (BODY_ALONE).
    """
    children = [one for one in answer.candidates if one.subject.startswith("child:")]
    unknown = [one for one in answer.candidates if one.subject.startswith("encounter:")]
    strong = any(of_candidate(one) != Verdict.NOT_KNOWN for one in unknown)
    logs = np.array(
        [one.log10 for one in children] + [LEAST] * max(answer.size - len(children) - len(unknown), 0)
    )
    alone = fuse.posteriors(logs, answer.prior) if strong and children else None
    judged = []
    for one in answer.candidates:
        verdict, shares = of_candidate(one), False
        if alone is not None and one in children:
            among = dataclasses.replace(one, posterior=float(alone[children.index(one)]))
            told = of_candidate(among)
            body = sum(weight.log10 for weight in one.weights if weight.kind in BODY)
            if told == Verdict.PROBABLE and body <= BODY_ALONE:
                told = Verdict.POSSIBLE
            verdict = told if verdict != Verdict.PROBABLE else verdict
            shares = verdict != Verdict.NOT_KNOWN
        judged.append(Judged(one, verdict, shares))
    return judged


def _rejected(encounter: Encounter) -> set[str]:
    """Whom the young person of an encounter was rejected to be, in either direction, by what stands now."""
    mine = encounter.subject
    rows = Match.objects.filter(state=MatchState.REJECTED).select_related("encounter__child")
    own = Q(encounter=encounter)
    if encounter.child_id is not None:
        own |= Q(encounter__child_id=encounter.child_id)
    towards = {standing(row.candidate) for row in rows.filter(own)}
    candidates = [mine, f"encounter:{encounter.pk}"]
    if encounter.child_id is not None:
        candidates += [f"encounter:{key}" for key in encounter.child.encounters.values_list("pk", flat=True)]  # type: ignore[union-attr]
        candidates += [f"child:{key}" for key in encounter.child.records.values_list("pk", flat=True)]  # type: ignore[union-attr]
    back = {standing(row.encounter.subject) for row in rows.filter(candidate__in=candidates)}
    return {subject for subject in towards | back if subject and subject != mine}


def _lead(judged: Judged, subject: str, rejected: set[str], proposed: set[str]) -> Lead | None:
    """The lead of one candidate who stands for `subject` now; None where nothing of it is left."""
    candidate = judged.candidate
    kind, _, key = subject.partition(":")
    child = (
        Child.objects.select_related("responsible_team").filter(pk=key).first() if kind == "child" else None
    )
    rows = Encounter.objects.filter(child_id=key) if kind == "child" else Encounter.objects.filter(pk=key)
    encounters = list(rows.order_by("at").select_related("team"))
    if not encounters:
        return None
    newest = encounters[-1]
    team = child.responsible_team if child is not None and child.responsible_team else newest.team
    episode = MissingEpisode.objects.still_open().filter(child=child).first() if child else None
    return Lead(
        subject=subject,
        child_id=child.pk if child else None,
        reference=child.reference if child else "",
        known_as=child.known_as if child else _name_said(newest),
        team=team.name if team else "",
        team_id=team.pk if team else None,
        phone=team.phone if team else "",
        missing_since=episode.last_seen_at if episode else None,
        photograph_id=newest_photograph(encounters),
        recorded_at=encounters[0].at,
        recorded_by=encounters[0].agency,
        weights=candidate.weights,
        log10=candidate.log10,
        posterior=candidate.posterior,
        words=candidate.words,
        probable=judged.verdict == Verdict.PROBABLE,
        shares=judged.shares,
        rejected_before=subject in rejected,
        proposed=bool({subject, candidate.subject} & proposed),
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
