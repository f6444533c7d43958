"""Check answers, record, and register the child.

Always holds: an incomplete kit is shown and hinders nobody; nobody is registered as new before the leads of the search
were shown to the officer; only those who began an encounter, or their team, record it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.errors import AlreadyDecided, BadAnswer, NotFound
from kith.register.associates.queries import met_in
from kith.register.encounters import actions, queries
from kith.register.encounters.steps import is_own
from kith.register.encounters.words import State
from kith.register.matches.queries import search_result
from kith.trust import policy
from kith.trust.accounts.queries import teams_that_take_children
from kith.web import kit, telling
from kith.web.access import Asked, page
from kith.web.drafts import elsewhere
from kith.web.flows import flow_of
from kith.web.steps.step import sentence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kith.trust.who import Who

TEAM_KEY = "kith-team"


class TeamForm(forms.Form):
    """The team that takes the child."""

    use_required_attribute = False
    team = forms.ChoiceField(
        label=_("Team that takes the child"),
        error_messages={
            "required": _("Choose the team that takes the child."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    why = forms.CharField(
        label=_("Why are you sure that it is none of these?"),
        help_text=_("Where the search leads to a child, the team of that child reads it. Call them first."),
        required=False,
        max_length=200,
    )

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [(str(team.pk), team.name) for team in teams_that_take_children(who)]
        self.fields["team"].choices = teams if len(teams) == 1 else [("", _("Choose a team")), *teams]  # type: ignore[attr-defined]


@page("encounter.record")
@require_safe
def check(request: Asked, encounter_id: UUID) -> HttpResponse:
    """Everything that was written down, each with a way to change it, and the two ways to record it."""
    form = TeamForm(request.who, initial={"team": request.session.get(TEAM_KEY, "")})
    return _check(request, encounter_id, form)


def _check(request: Asked, encounter_id: UUID, form: TeamForm, *, status: int = 200) -> HttpResponse:
    who = request.who
    told = queries.encounter(who, encounter_id)
    away = elsewhere(request, who, told.encounter)
    if away:
        return away
    flow = flow_of(told.encounter)
    context = {
        "heading": _("Check what you have written down"),
        "told": told,
        "flow": flow,
        "section": flow.name,
        "kit": kit.parts(told),
        "left": 6 - told.kit.answered,
        "groups": telling.groups(told, met_in(who, encounter_id)),
        "form": form,
        "back_url": reverse("step", args=[encounter_id, flow.steps[-1]]),
    }
    return render(request, "kith/flow/check.html", context, status=status)


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Asked, encounter_id: UUID) -> HttpResponse:
    """Record, and search at once: leads are shown first; without any, the child is registered if the officer said so."""
    if request.method != "POST":
        return redirect("check", encounter_id)
    encounter = queries.encounter(request.who, encounter_id).encounter
    if not (encounter.state == State.RECORDED and is_own(request.who, encounter)):
        away = elsewhere(request, request.who, encounter)
        if away:
            return away
    new_child = request.POST.get("outcome") == "register"
    form = TeamForm(request.who, request.POST if new_child else None)
    if new_child and not form.is_valid():
        return _check(request, encounter_id, form, status=400)
    if new_child:
        request.session[TEAM_KEY] = form.cleaned_data["team"]
    _record(request.who, encounter_id)
    if _has_leads(request.who, encounter_id):
        return _result(request, encounter_id)
    if new_child:
        return _register(request, request.who, encounter_id, form.cleaned_data["team"])
    return redirect("hand_over", encounter_id)


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def register_child(request: Asked, encounter_id: UUID) -> HttpResponse:
    """Register the young person as a child new to the register; sent by the result page, or by the hand-over page."""
    if request.method != "POST":
        return redirect("result", encounter_id)
    if queries.encounter(request.who, encounter_id).encounter.state != State.RECORDED:
        return redirect("check", encounter_id)
    form = TeamForm(request.who, request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return _result(request, encounter_id)
    request.session[TEAM_KEY] = form.cleaned_data["team"]
    return _register(request, request.who, encounter_id, form.cleaned_data["team"], form.cleaned_data["why"])


def record_and_show(request: HttpRequest, who: Who, encounter_id: UUID) -> HttpResponse:
    """Record the encounter of a young person and go to what the search found; with nothing to search with, say so."""
    told = queries.encounter(who, encounter_id)
    if not told.captures and not told.claims:
        messages.warning(
            request, now("There is nothing to search with yet: a photograph, a finger or a name is needed.")
        )
        return redirect("step", encounter_id, flow_of(told.encounter).steps[0])
    _record(who, encounter_id)
    return _result(request, encounter_id)


def _record(who: Who, encounter_id: UUID) -> None:
    try:
        actions.record_encounter(who, encounter_id)
    except AlreadyDecided:
        return  # sent twice, or by two tabs: it is recorded, which is what was asked for


def _register(request: HttpRequest, who: Who, encounter_id: UUID, team: str, why: str = "") -> HttpResponse:
    try:
        actions.register_child(who, encounter_id, UUID(team), why)
    except BadAnswer as refused:
        messages.error(request, sentence(refused))
        return _result(request, encounter_id)
    except AlreadyDecided as decided:
        messages.info(request, decided.says)
    return redirect("hand_over", encounter_id)


def _has_leads(who: Who, encounter_id: UUID) -> bool:
    """Whether the search offers anybody; where this role may not read results, nobody is shown."""
    if not policy.allowed(who, "match.read"):
        return False
    try:
        return bool(search_result(who, encounter_id).leads)
    except NotFound:
        return False


def _result(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """The page of the result, with the team that the officer chose before, if any."""
    team = request.session.get(TEAM_KEY, "")
    return redirect(
        reverse("result", args=[encounter_id]) + (f"?{urlencode({'team': team})}" if team else "")
    )
