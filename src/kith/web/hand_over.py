"""The hand-over page: what whoever takes the child needs, on one sheet of paper.

Always holds: no address is on it; what was not captured is there with its reason, as plainly as what was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kith.errors import NotFound
from kith.register.associates.queries import met_in
from kith.register.encounters import queries
from kith.register.encounters.words import State
from kith.register.matches.queries import search_result
from kith.trust import policy
from kith.web import kit, telling
from kith.web.access import Asked, page
from kith.web.drafts import elsewhere
from kith.web.flows import flow_of
from kith.web.result import Card, is_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from kith.register.matches.queries import Result
    from kith.trust.who import Who


@page("encounter.read")
@require_safe
def hand_over(request: Asked, encounter_id: uuid.UUID) -> HttpResponse:
    """Reference, what was captured and what not, whom to call, what happens next."""
    who = request.who
    told = queries.encounter(who, encounter_id)
    if told.encounter.state != State.RECORDED:
        return elsewhere(request, who, told.encounter) or redirect("check", encounter_id)
    child = told.encounter.child
    searched = _searched(who, encounter_id)
    context = {
        "heading": _("Hand-over"),
        "told": told,
        "child": child,
        "team": child.responsible_team if child else None,
        "kit": kit.parts(told, linked=False),
        "captures": len(told.captures),
        "said": telling.said(told),
        "company": telling.company(met_in(who, encounter_id)),
        "result": searched,
        "urgent": _urgent(who, searched, told.encounter.subject),
        "may_record": policy.allowed(who, "encounter.record"),
        "section": flow_of(told.encounter).name,
    }
    return render(request, "kith/flow/hand_over.html", context)


def _urgent(who: Who, found: Result | None, subject: str) -> Card | None:
    """The first open lead to somebody else who is missing, or probably this child: whom to call before all else."""
    leads = found.leads if found else ()
    for lead in leads:
        other = lead.subject != subject and not lead.rejected_before
        if other and (lead.missing_since or lead.probable):
            return Card(lead, [], same_already=False, own_team=is_of(who, lead))
    return None


def _searched(who: Who, encounter_id: uuid.UUID) -> Result | None:
    """What the search found, for those who may read it."""
    if not policy.allowed(who, "match.read"):
        return None
    try:
        return search_result(who, encounter_id)
    except NotFound:
        return None
