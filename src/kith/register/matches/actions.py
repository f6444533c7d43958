"""The writers of searches and matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kith.errors import AlreadyDecided, BadAnswer, NotFound, SamePerson
from kith.register.children.models import Child
from kith.register.children.steps import locked_child, tell
from kith.register.encounters import steps
from kith.register.encounters.rules import plain
from kith.register.matches import joining
from kith.register.matches.leads import answer_of, leads_of, standing
from kith.register.matches.models import Match, MatchState, Search, SearchState
from kith.trust.accounts.models import Account
from kith.trust.acts import acts
from kith.trust.log import chain
from kith.trust.rows import change, locked

if TYPE_CHECKING:
    import uuid

    from kith.register.encounters.models import Encounter
    from kith.trust.who import Who


@acts("match.search")
def keep_answer(who: Who, search_id: uuid.UUID, answer: dict[str, Any] | None) -> Search:
    """Store the answer of a search; None says that it could not be made."""
    search = locked(Search, search_id)
    state = SearchState.FAILED if answer is None else SearchState.DONE
    change(search, state=state, answer=answer, answered_at=timezone.now())
    found = [candidate["subject"] for candidate in (answer or {}).get("candidates", [])]
    _tell_of_missing(search)
    chain.write(
        who, "register searched", subjects=[f"encounter:{search.encounter_id}", *found], state=state.value
    )
    return search


def _tell_of_missing(search: Search) -> None:
    """Tell the team that looks for a missing child of a probable lead, before anybody has proposed it."""
    answer = answer_of(search)
    if answer is None:
        return
    encounter = search.encounter
    for lead in leads_of(encounter, answer)[0]:
        if lead.missing_since is None or not lead.probable or lead.subject == encounter.subject:
            continue
        child = Child.objects.select_related("responsible_team").get(reference=lead.reference)
        tell(
            child.responsible_team,
            "A young person met by {agency} may be missing child {reference}. Call them; nobody has proposed a match yet.",
            child=child,
            encounter_id=encounter.pk,
            agency=encounter.agency or encounter.officer_name,
        )


@acts("match.search")
def ask_again(who: Who, encounter_id: uuid.UUID) -> Search:
    """Ask for the search of a recorded encounter once more; run it with searching.run after the commit."""
    encounter = steps.locked_encounter(encounter_id)
    search = Search.objects.create(encounter=encounter)
    chain.write(who, "search asked", subjects=[encounter.subject])
    return search


@acts("match.propose")
def propose(who: Who, encounter_id: uuid.UUID, candidate: str, why: str) -> Match:
    """Say that the young person of an encounter may be a candidate of its search; another person decides.

    Raises:
        BadAnswer: no reason, which the person who decides would miss.
        NotFound: the candidate is none of the search's.
        AlreadyDecided: the same match waits already, or the two are one child already.
    """
    reason = _reason(why)
    encounter = steps.locked_encounter(encounter_id)
    candidate, offered = _offered(encounter, candidate)
    if candidate == encounter.subject:
        raise AlreadyDecided(
            "This encounter belongs to that child already.", advice="There is nothing to propose."
        )
    if Match.objects.filter(encounter=encounter, candidate=candidate, state=MatchState.PROPOSED).exists():
        raise AlreadyDecided("This match is proposed already.", advice="It waits for a second person.")
    kind, _, key = candidate.partition(":")
    child = locked_child(key) if kind == "child" else None  # type: ignore[arg-type]
    match = Match.objects.create(
        encounter=encounter,
        candidate=candidate,
        child=child,
        evidence=offered,
        log10=offered["log10"],
        proposed_by_id=who.person,
        proposed_at=timezone.now(),
        why=reason,
    )
    chain.write(who, "match proposed", subjects=[candidate, encounter.subject, f"match:{match.pk}"])
    if child is not None:
        tell(
            child.responsible_team,
            "A young person met by {agency} may be child {reference}. A second person must confirm.",
            child=child,
            encounter_id=encounter.pk,
            match_id=match.pk,
            agency=encounter.agency or encounter.officer_name,
        )
    return match


def _reason(why: str) -> str:
    """Why somebody proposes or decides: the other person, and whoever looks later, reads it.

    Raises:
        BadAnswer: no reason.
    """
    reason = plain(why, limit=1000, field="why")
    if not reason:
        raise BadAnswer("The reason is missing.", advice="Write in a sentence what decided it.", field="why")
    return reason


def _offered(encounter: Encounter, candidate: str) -> tuple[str, dict[str, Any]]:
    """Whom a candidate stands for now, and what the newest search of the encounter says of it.

    Raises:
        NotFound: it does not offer that candidate as a lead.
    """
    search = Search.objects.filter(encounter=encounter, state=SearchState.DONE).first()
    answer = answer_of(search) if search else None
    stands = standing(candidate)
    if answer is not None and stands is not None:
        leads, _ = leads_of(encounter, answer)
        for one in answer.candidates:
            if standing(one.subject) == stands and any(lead.subject == stands for lead in leads):
                return stands, one.to_json()
    raise NotFound("The search of this encounter does not offer that child.", advice="Search again.")


@acts("match.decide")
def decide(who: Who, match_id: uuid.UUID, *, confirmed: bool, why: str) -> Match:
    """Confirm or reject a match that somebody else proposed; the teams are told.

    Raises:
        SamePerson: by the person who proposed it.
        AlreadyDecided: somebody has decided.
        BadAnswer: no reason.
        NotFound: no such match.
    """
    try:
        match = locked(Match, match_id)
    except Match.DoesNotExist:
        raise NotFound("There is no such match.") from None
    if match.state != MatchState.PROPOSED:
        raise AlreadyDecided("Somebody has decided on this match already.", advice="Read who, and why.")
    if match.proposed_by_id == who.person:
        raise SamePerson("You proposed this match yourself.", advice="Ask a colleague to look at it.")
    reason = _reason(why)
    change(
        match,
        state=MatchState.CONFIRMED if confirmed else MatchState.REJECTED,
        decided_by=Account.objects.get(pk=who.person),
        decided_at=timezone.now(),
        decision=reason,
    )
    subjects = [match.candidate, f"match:{match.pk}", f"encounter:{match.encounter_id}"]
    if confirmed:
        subjects += _join(who, match)
    _tell_decision(match, confirmed=confirmed)
    chain.write(
        who,
        "match confirmed" if confirmed else "match rejected",
        subjects=subjects,
        touches_evidence=confirmed,
    )
    return match


def _join(who: Who, match: Match) -> list[str]:
    """Bring the encounter and the candidate together under one child; the subjects whose evidence moved come back."""
    encounter = steps.locked_encounter(match.encounter_id)
    kind, _, key = match.candidate.partition(":")
    if kind == "child":
        child = locked_child(key)  # type: ignore[arg-type]
        other = None
    else:
        other = steps.locked_encounter(key)  # type: ignore[arg-type]
        child = (
            locked_child(other.child_id)
            if other.child_id
            else Child.objects.create(
                registered_at=timezone.now(),
                registered_by_id=who.account_id,
                responsible_team=other.team if other.team and other.team.takes_children else None,
            )
        )
    moved = [f"child:{child.pk}"]
    if other is not None and other.child_id != child.pk:
        moved.append(other.subject)
        steps.link(other, child)
    moved += _bring(encounter, child)
    change(match, child=child)
    return moved


def _bring(encounter: Encounter, child: Child) -> list[str]:
    """Bring an encounter to a child, with everything of the record that it lay in before."""
    if encounter.child_id == child.pk:
        return []
    before = encounter.subject
    if encounter.child_id is None:
        steps.link(encounter, child)
        return [before]
    record = locked_child(encounter.child_id)
    for one in list(record.encounters.all()):
        steps.link(steps.locked_encounter(one.pk), child)
    joining.join(record, child)
    return [before]


def _tell_decision(match: Match, *, confirmed: bool) -> None:
    """Tell the team responsible for the child and the team that met the young person."""
    text = (
        "It is confirmed: the young person met by {agency} is child {reference}."
        if confirmed
        else "It is rejected: the young person met by {agency} is not child {reference}."
    )
    encounter = match.encounter
    teams = {team.pk: team for team in (encounter.team, match.child and match.child.responsible_team) if team}
    for team in teams.values():
        tell(
            team,
            text,
            child=match.child,
            encounter_id=encounter.pk,
            match_id=match.pk,
            agency=encounter.agency or encounter.officer_name,
            **({} if match.child else {"reference": "of another encounter"}),
        )
