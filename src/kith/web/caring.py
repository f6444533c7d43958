"""What is done for a child from their page: report missing, record found, give responsibility, meet again, see the address.

Always holds: one thing a page; the address of a placement is shown once, in answer to a stated reason that the log keeps,
and stands on no other page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kith.errors import AlreadyDecided, BadInput, NotFound
from kith.register.children.actions import make_responsible
from kith.register.children.queries import child as the_child
from kith.register.encounters.actions import begin_encounter
from kith.register.encounters.words import EncounterKind
from kith.register.missing.actions import record_found, report_missing
from kith.register.placements.actions import open_address
from kith.register.placements.words import AddressReason
from kith.web.access import Asked, page
from kith.web.checking import TeamForm
from kith.web.flows import KIND_OF, flow_of
from kith.web.steps.described import MINUTES

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from kith.errors import KithError

READ_OR_SEND = ["GET", "HEAD", "POST"]


def _when(label: StrOrPromise, required: StrOrPromise) -> forms.DateTimeField:
    """A day and a time, as a browser's own picker sends it, or typed."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        input_formats=[MINUTES, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": required,
            "invalid": _("This is not a day and a time. Write for example 2026-03-09 14:30."),
        },
    )


class MissingForm(forms.Form):
    """When and where a child was last seen."""

    use_required_attribute = False
    last_seen_at = _when(_("When was the child last seen?"), _("Write when the child was last seen."))
    place = forms.CharField(
        label=_("Where was that?"),
        required=False,
        help_text=_("For example “school” or “the bus station”. Not an address."),
    )
    circumstances = forms.CharField(
        label=_("What happened, and what do you fear?"), widget=forms.Textarea, required=False
    )


class FoundForm(forms.Form):
    """When and where a child was found."""

    use_required_attribute = False
    found_at = _when(_("When was the child found?"), _("Write when the child was found."))
    place = forms.CharField(label=_("Where was that?"), required=False)


class AddressForm(forms.Form):
    """Why somebody needs an address."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("Why do you need the address now?"),
        help_text=_(
            "Your reason is kept with your name, and can be read by those who check how the register is used."
        ),
        choices=AddressReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose why you need the address."),
            "invalid_choice": _("Choose one of the list."),
        },
    )


def _refused(form: forms.Form, error: KithError) -> None:
    """A refusal of the register at the field it speaks of, or above the form."""
    says = f"{gettext(error.says)} {gettext(error.advice) if error.advice else ''}".strip()
    form.add_error(error.field if error.field in form.fields else None, says)


def _answer(
    request: Asked,
    child_id: uuid.UUID,
    form: forms.Form,
    template: str,
    heading: StrOrPromise,
    act: Callable[[dict[str, Any]], StrOrPromise],
) -> HttpResponse:
    """Show a form about a child, or do what it asks; `act` says in a sentence what was done."""
    found = the_child(request.who, child_id)
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except AlreadyDecided as decided:
            messages.info(request, f"{gettext(decided.says)} {gettext(decided.advice)}".strip())
            return redirect("child", child_id)
        except (BadInput, NotFound) as error:
            _refused(form, error)
        else:
            messages.success(request, done)
            return redirect("child", child_id)
    context = {
        "section": "children",
        "form": form,
        "heading": heading,
        "caption": found.reference,
        "leave": False,
        "submit_words": heading,
        "back_url": reverse("child", args=[child_id]),
    }
    return render(request, template, context, status=400 if form.errors else 200)


def _now() -> str:
    return timezone.localtime().strftime(MINUTES)


@page("missing.report")
@require_http_methods(READ_OR_SEND)
def report(request: Asked, child_id: uuid.UUID) -> HttpResponse:
    """Report a child missing."""
    form = MissingForm(request.POST if request.method == "POST" else None, initial={"last_seen_at": _now()})

    def act(said: dict[str, Any]) -> StrOrPromise:
        report_missing(
            request.who,
            child_id,
            said["last_seen_at"],
            place=said["place"],
            circumstances=said["circumstances"],
        )
        return _(
            "Reported missing. The responsible team is told. Call the police on 999 or 101 if nobody has."
        )

    return _answer(request, child_id, form, "kith/children/report.html", _("Report the child missing"), act)


@page("missing.found")
@require_http_methods(READ_OR_SEND)
def found(request: Asked, child_id: uuid.UUID) -> HttpResponse:
    """Record that a missing child is found."""
    form = FoundForm(request.POST if request.method == "POST" else None, initial={"found_at": _now()})

    def act(said: dict[str, Any]) -> StrOrPromise:
        record_found(request.who, child_id, said["found_at"], place=said["place"])
        return _("Recorded as found. The responsible team is told.")

    return _answer(request, child_id, form, "kith/children/found.html", _("Record the child as found"), act)


@page("child.write")
@require_http_methods(READ_OR_SEND)
def responsible(request: Asked, child_id: uuid.UUID) -> HttpResponse:
    """Give the responsibility for a child to another team."""
    form = TeamForm(request.who, request.POST if request.method == "POST" else None)
    form.fields["team"].label = _("Team that is responsible from now on")

    def act(said: dict[str, Any]) -> StrOrPromise:
        make_responsible(request.who, child_id, said["team"])
        return _("The team is now responsible, and has been told.")

    return _answer(
        request, child_id, form, "kith/children/responsible.html", _("Change the responsible team"), act
    )


@page("encounter.record")
@require_http_methods(READ_OR_SEND)
def meet(request: Asked, child_id: uuid.UUID) -> HttpResponse:
    """Begin to write down a new meeting with this child; a look at this address leads to the child."""
    if request.method != "POST":
        return redirect("child", child_id)
    kind = KIND_OF.get(request.who.role, EncounterKind.OTHER)
    begun = begin_encounter(request.who, kind, child_id=child_id)
    return redirect("step", begun.pk, flow_of(begun).steps[0])


@page("placement.address")
@require_http_methods(READ_OR_SEND)
def address(request: Asked, placement_id: uuid.UUID) -> HttpResponse:
    """Ask for a reason, then show the address once."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        try:
            shown = open_address(request.who, placement_id, AddressReason(form.cleaned_data["reason"]))
        except (BadInput, NotFound) as error:
            _refused(form, error)
    context = {
        "section": "children",
        "form": form,
        "heading": _("The address of a placement"),
        "submit_words": _("Show the address"),
        "leave": False,
        "address": shown,
    }
    return render(request, "kith/children/address.html", context, status=400 if form.errors else 200)


patterns = [
    path("children/<uuid:child_id>/missing", report, name="report_missing"),
    path("children/<uuid:child_id>/found", found, name="found"),
    path("children/<uuid:child_id>/team", responsible, name="responsible"),
    path("children/<uuid:child_id>/meet", meet, name="meet"),
    path("placements/<uuid:placement_id>/address", address, name="address"),
]
