"""Matches: what waits for a second person, what was decided, and the decision itself.

Always holds: the proposer is offered no decision; a decision has a reason; evidence is shown as it stood when the match
was proposed, even where the comparison is no longer offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.errors import BadInput, NotFound
from kith.register.matches import actions, queries
from kith.register.matches.models import MatchState
from kith.register.missing.queries import episodes_of
from kith.trust import policy
from kith.web.access import Asked, page
from kith.web.compare import evidence, side_by_side
from kith.web.context import remember_waiting
from kith.web.weighing import chance, number, stored, words_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from kith.register.matches import sides
    from kith.register.matches.models import Match
    from kith.trust.who import Who


class DecideForm(forms.Form):
    """The decision and its reason."""

    use_required_attribute = False
    why = forms.CharField(
        label=_("What decided it?"),
        help_text=_("A sentence that somebody can follow a year from now. No addresses."),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={
            "required": _("Write in a sentence what decided it."),
            "max_length": _("This is longer than 1,000 characters. Shorten it."),
        },
    )


@page("match.read")
@require_safe
def matches(request: Asked) -> HttpResponse:
    """What waits, the oldest first, and what was decided, the newest first."""
    waiting = queries.open_matches(request.who)
    missing = queries.missing_among(request.who, waiting) if waiting else set()
    remember_waiting(request, matches=len(waiting))
    context = {
        "section": "matches",
        "waiting": [(one, words_of(one.log10), one.child_id in missing) for one in waiting],
        "decided": queries.decided_matches(request.who),
        "me": request.who.account_id,
    }
    return render(request, "kith/matches/matches.html", context)


@page("match.read")
@require_safe
def match(request: Asked, match_id: uuid.UUID) -> HttpResponse:
    """One match: the evidence, who proposed it and why, and the decision or the way to it."""
    return _show(request, match_id, DecideForm())


def _show(request: Asked, match_id: uuid.UUID, form: DecideForm) -> HttpResponse:
    who = request.who
    found = queries.match(who, match_id)
    kept = stored(found.evidence)
    beside = _beside(who, found)
    waits = found.state == MatchState.PROPOSED
    own = found.proposed_by_id == who.account_id
    other_person = waits and not own
    context = {
        **(side_by_side(beside) if beside else {}),
        **evidence(kept.weights if kept else (), kept.log10 if kept else found.log10),
        "section": "matches",
        "match": found,
        "lead": beside.lead if beside else None,
        "chance": chance(kept.posterior) if kept else "",
        "number": number(found.log10),
        "waits": waits,
        "own": waits and own,
        "form": form if other_person and policy.allowed(who, "match.decide") else None,
        "other_purpose": other_person
        and not policy.allowed(who, "match.decide")
        and policy.ever_allowed(who, "match.decide"),
        "missing": _still_missing(who, found),
        "may_read_child": policy.allowed(who, "child.read"),
    }
    return render(request, "kith/matches/match.html", context, status=400 if form.errors else 200)


def _beside(who: Who, found: Match) -> sides.Comparison | None:
    """Both sides; None where the comparison is no longer offered, as after two records became one."""
    try:
        return queries.comparison(who, found.encounter_id, found.candidate)
    except NotFound:
        return None


def _still_missing(who: Who, found: Match) -> bool:
    """Whether the child of a confirmed match is still reported missing, and this person could record the find."""
    if found.state != MatchState.CONFIRMED or found.child_id is None:
        return False
    if not (policy.allowed(who, "child.read") and policy.ever_allowed(who, "missing.found")):
        return False
    return any(one.is_open for one in episodes_of(who, found.child_id))


@page("match.decide")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Asked, match_id: uuid.UUID) -> HttpResponse:
    """Confirm or reject; a look at this address leads to the match, with the purpose that deciding needs."""
    if request.method != "POST":
        return redirect("match", match_id)
    form = DecideForm(request.POST)
    decision = request.POST.get("decision", "")
    if decision not in {"confirm", "reject"}:
        form.add_error(None, _("Choose: confirm or reject."))
    if not form.is_valid():
        return _show(request, match_id, form)
    try:
        actions.decide(request.who, match_id, confirmed=decision == "confirm", why=form.cleaned_data["why"])
    except BadInput as wrong:
        form.add_error("why", f"{gettext(wrong.says)} {gettext(wrong.advice)}")
        return _show(request, match_id, form)
    messages.success(request, _("Decided. The teams are told."))
    return redirect("match", match_id)


patterns = [
    path("matches", matches, name="matches"),
    path("matches/<uuid:match_id>", match, name="match"),
    path("matches/<uuid:match_id>/decide", decide, name="decide"),
]
