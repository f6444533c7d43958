"""The readers of searches and matches: the result for an officer, the comparison for two people who decide.

Always holds: no address and no place of living is in a result; a lead carries a team to call instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from kith.errors import NotFound
from kith.evidence.weight import Reason
from kith.register.encounters.models import Encounter
from kith.register.matches import leads, sides
from kith.register.matches.models import Match, MatchState, Search, SearchState
from kith.register.matches.rules import Headline, headline
from kith.register.missing.models import MissingEpisode
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from kith.trust.who import Who


GONE = Reason("A candidate of this search is on the register no more. Search again.")


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of the newest search of an encounter, for a page or a terminal.

    `searched` says with how many of the `size` subjects each kind of evidence could be compared.
    `decided`: two people confirmed whose meeting it is.
    """

    encounter: Encounter
    headline: Headline
    complete: bool
    problems: tuple[Reason, ...]
    searched: dict[str, int]
    size: int
    leads: tuple[leads.Lead, ...]
    answered_at: datetime | None
    decided: bool = False


@looks("match.read")
def search_result(who: Who, encounter_id: uuid.UUID) -> Result:
    """What the newest search of an encounter found.

    Raises:
        NotFound: no such encounter, or it was not searched.
    """
    search = (
        Search.objects.filter(encounter_id=encounter_id)
        .select_related("encounter__team", "encounter__child")
        .first()
    )
    if search is None:
        raise NotFound("This encounter was not searched yet.", advice="Record it first.")
    encounter = search.encounter
    answer = leads.answer_of(search)
    found, whole = leads.leads_of(encounter, answer) if answer else ((), True)
    chain.write(
        who,
        "search result looked at",
        subjects=[encounter.subject, f"encounter:{encounter.pk}", *(lead.subject for lead in found)],
    )
    return Result(
        encounter,
        headline(
            (lead.missing_since is not None for lead in found),
            answered=answer is not None,
            complete=answer.complete and whole if answer else search.state == SearchState.PENDING,
        ),
        complete=bool(answer and answer.complete and whole),
        problems=(*(answer.problems if answer else ()), *(() if whole else (GONE,))),
        searched={kind.value: n for kind, n in answer.searched.items()} if answer else {},
        size=answer.size if answer else 0,
        leads=found,
        answered_at=search.answered_at,
        decided=encounter.child_id is not None
        and Match.objects.filter(encounter=encounter, state=MatchState.CONFIRMED).exists(),
    )


@looks("match.read")
def comparison(who: Who, encounter_id: uuid.UUID, subject: str) -> sides.Comparison:
    """Probe and candidate side by side: images, claims, the weight of each piece of evidence, matched minutiae.

    Raises:
        NotFound: no such encounter, or its search does not offer that candidate.
    """
    encounter = Encounter.objects.select_related("team", "child").filter(pk=encounter_id).first()
    if encounter is None:
        raise NotFound("There is no such encounter.")
    found = sides.compare(encounter, subject)
    chain.write(
        who, "comparison looked at", subjects=[subject, encounter.subject, f"encounter:{encounter.pk}"]
    )
    return found


@looks("match.read")
def match(who: Who, match_id: uuid.UUID) -> Match:
    """One match: who proposed it and why, who decided and why.

    Raises:
        NotFound: no such match.
    """
    found = _matches().filter(pk=match_id).first()
    if found is None:
        raise NotFound("There is no such match.")
    chain.write(who, "match looked at", subjects=[f"match:{found.pk}", found.candidate])
    return found


@looks("match.read")
def open_matches(who: Who) -> list[Match]:
    """The matches that wait for a second person, the oldest first."""
    found = list(_matches().filter(state=MatchState.PROPOSED).order_by("proposed_at")[:100])
    chain.write(who, "matches listed", subjects=[f"match:{row.pk}" for row in found])
    return found


@looks("match.read")
def decided_matches(who: Who) -> list[Match]:
    """The newest matches that were confirmed or rejected."""
    found = list(_matches().exclude(state=MatchState.PROPOSED).order_by("-decided_at")[:50])
    chain.write(who, "matches listed", subjects=[f"match:{row.pk}" for row in found])
    return found


@looks("match.read")
def missing_among(who: Who, matches: Iterable[Match]) -> set[uuid.UUID]:
    """Which children of these matches are reported missing now: their keys."""
    keys = {row.child_id for row in matches if row.child_id}
    found = set(MissingEpisode.objects.still_open().filter(child__in=keys).values_list("child_id", flat=True))
    chain.write(who, "matches listed", subjects=[f"child:{key}" for key in sorted(found)])
    return found


@looks("child.read")
def matches_of(who: Who, child_id: uuid.UUID) -> list[Match]:
    """Every match that a child had a part in, newest first."""
    found = list(_matches().filter(Q(child_id=child_id) | Q(encounter__child_id=child_id)))
    chain.write(who, "matches looked at", subjects=[f"child:{child_id}"])
    return found


def _matches() -> QuerySet[Match]:
    """Matches with what every reader shows."""
    return Match.objects.select_related(
        "encounter__team", "child__responsible_team", "proposed_by", "decided_by"
    )
