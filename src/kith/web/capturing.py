"""The pages of the two flows: begin, one step after the other, take something out again.

Always holds: only a draft of one's own team is written in; what was sent is either stored or shown again with what is
wrong; a step of several actions is stored whole or not at all, and each photograph or finger by itself.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.errors import BadInput, NotFound, NotPermitted, PurposeMissing, Refused
from kith.register.associates.actions import not_met_with
from kith.register.associates.queries import met_in
from kith.register.encounters import actions, queries
from kith.register.encounters.words import KitState
from kith.trust.who import PURPOSES_OF
from kith.web import kit
from kith.web.access import Asked, page
from kith.web.checking import record_and_show
from kith.web.drafts import elsewhere
from kith.web.flows import FIRST_CONTACT, RECOGNISE, Flow, flow_of
from kith.web.signing import choose
from kith.web.steps import STEPS, Sitting, Step
from kith.web.steps.described import show_both
from kith.web.steps.step import SENT, StepForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from kith.trust.who import Who

PLACE_KEY = "kith-place"


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def first_contact(request: Asked) -> HttpResponse:
    """The first page of first contact; the encounter begins when it is sent."""
    return _begin(request, FIRST_CONTACT)


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def identify(request: Asked) -> HttpResponse:
    """The first page of "who is this young person?": the camera."""
    return _begin(request, RECOGNISE)


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Asked, encounter_id: uuid.UUID, step: str) -> HttpResponse:
    """One step of an encounter that has begun."""
    if step not in STEPS:
        raise Http404
    sitting = _sit(request.who, encounter_id)
    assert sitting.told is not None
    encounter = sitting.told.encounter
    away = elsewhere(request, request.who, encounter)
    return away or _answer(request, flow_of(encounter), STEPS[step], sitting)


def _begin(request: Asked, flow: Flow) -> HttpResponse:
    """The first step of a flow, before there is an encounter; sending it states the purpose of the flow."""
    who = request.who
    if request.method == "POST" and who.purpose != flow.purpose and flow.purpose in PURPOSES_OF[who.role]:
        who = choose(request, who, flow.purpose)
    return _answer(request, flow, STEPS[flow.steps[0]], Sitting(who))


def _sit(who: Who, encounter_id: uuid.UUID) -> Sitting:
    return Sitting(who, queries.encounter(who, encounter_id), met_in(who, encounter_id))


def _answer(request: Asked, flow: Flow, at: Step, sitting: Sitting) -> HttpResponse:
    """Show a step, or store it and go on."""
    if request.method != "POST":
        return _show(request, flow, at, sitting, at.form(sitting))
    form = at.form(sitting, request.POST, request.FILES)
    again = _save(at, sitting, form) if form.is_valid() else True
    if form.errors:
        if sitting.encounter_id:
            sitting = _sit(sitting.who, sitting.encounter_id)
        for name in [name for name in form.errors if f"was_{name}" in form.fields]:
            show_both(sitting, form, name)
        return _show(request, flow, at, sitting, form, status=400)
    return _go_on(request, flow, at, sitting, again=again)


def _save(at: Step, sitting: Sitting, form: StepForm) -> bool:
    """Store what was sent; a refusal becomes an error of the form. True: show the step again."""
    try:
        with transaction.atomic() if at.one_transaction else contextlib.nullcontext():
            again = at.save(sitting, form)
            if not form.errors:
                _forget_typed(at, sitting)
    except (NotPermitted, PurposeMissing):
        raise
    except (BadInput, Refused) as error:
        if at.one_transaction and sitting.told is None:
            sitting.encounter_id = None  # it was begun in the transaction that is undone
        at.show_error(sitting, form, error)
        return True
    return again


def _forget_typed(at: Step, sitting: Sitting) -> None:
    """What was typed is stored now, so its draft is no longer put into the form."""
    typed = at.typed(sitting)
    if typed and sitting.encounter_id:
        actions.keep_typed(sitting.who, sitting.encounter_id, at.name, dict.fromkeys(typed, SENT))


def _go_on(request: Asked, flow: Flow, at: Step, sitting: Sitting, *, again: bool) -> HttpResponse:
    """Where the person goes: where the button says, back to what they were checking, or to the next step."""
    then, encounter_id = request.POST.get("then", ""), sitting.opened()
    if at.name == "meeting":
        request.session[PLACE_KEY] = request.POST.get("place", "")[:200]
    if then == "leave":
        messages.success(request, _("Saved. Go on with it from here whenever you like."))
        return redirect("home")
    if then == "search":
        return record_and_show(request, sitting.who, encounter_id)
    checking = request.GET.get("back") == "check"
    if again or then == "another":
        rest = f"?{urlencode({'back': 'check'})}" if checking else ""
        return redirect(reverse("step", args=[encounter_id, at.name]) + rest)
    following = None if checking else flow.after(at.name)
    if following:
        return redirect("step", encounter_id, following)
    return redirect("check", encounter_id)


def _show(
    request: Asked, flow: Flow, at: Step, sitting: Sitting, form: StepForm, *, status: int = 200
) -> HttpResponse:
    """Draw a step."""
    told = sitting.told
    if told is None and at.name == "meeting":
        form.initial.setdefault("place", request.session.get(PLACE_KEY, ""))
    context: dict[str, Any] = {
        "form": form,
        "flow": flow,
        "section": flow.name,
        "heading": at.title,
        "lead": at.lead,
        "told": told,
        "captured": bool(told and at.item and told.kit.states[at.item] == KitState.CAPTURED),
        "kit": kit.parts(told),
        "back_url": _before(request, flow, at, told),
        "step": flow.steps.index(at.name) + 1 if at.name in flow.steps else 0,
        "steps": len(flow.steps),
        "last": flow.searches_at_end and flow.after(at.name) is None,
        "autosave_url": reverse("keep_typed", args=[told.encounter.pk, at.name])
        if told and form.typed_fields
        else "",
    }
    return render(request, at.template, context | at.beside(sitting), status=status)


def _before(request: Asked, flow: Flow, at: Step, told: Any) -> str:
    """The page before this one."""
    if told is None:
        return reverse("home")
    before = flow.before(at.name)
    if request.GET.get("back") == "check" or before is None:
        return reverse("check", args=[told.encounter.pk])
    return reverse("step", args=[told.encounter.pk, before])


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_capture(request: Asked, encounter_id: uuid.UUID, capture_id: uuid.UUID) -> HttpResponse:
    """Take a photograph or a finger out of an encounter that is still being written down."""
    if request.method != "POST":
        return redirect("check", encounter_id)
    told = queries.encounter(request.who, encounter_id)
    away = elsewhere(request, request.who, told.encounter)
    if away:
        return away
    if capture_id not in {one.pk for one in told.captures}:
        raise NotFound("There is no such capture.")
    capture = actions.remove_capture(request.who, capture_id)
    messages.info(request, _("Taken out."))
    return redirect("step", encounter_id, "photograph" if capture.kind == "photograph" else "fingerprints")


@page("encounter.record")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_companion(request: Asked, encounter_id: uuid.UUID, meeting_id: uuid.UUID) -> HttpResponse:
    """Take an associate out of an encounter that is still being written down."""
    if request.method != "POST":
        return redirect("check", encounter_id)
    sitting = _sit(request.who, encounter_id)
    assert sitting.told is not None
    away = elsewhere(request, request.who, sitting.told.encounter)
    if away:
        return away
    if meeting_id not in {one.pk for one in sitting.met}:
        raise NotFound("This is not written down any more.")
    not_met_with(request.who, meeting_id)
    messages.info(request, _("Taken out."))
    return redirect("step", encounter_id, "companions")
