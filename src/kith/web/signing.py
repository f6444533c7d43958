"""Who is there and why: choosing the purpose, and the question whether somebody is still signed in.

Always holds: a purpose is one of the role's own, is chosen by a person and never by default, and the choice is logged; a
way on leads to this register only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from kith.trust.log import chain
from kith.trust.who import PURPOSES_OF, Purpose
from kith.web.access import PURPOSE_KEY, Access, Asked, page
from kith.web.purposes import SAID

if TYPE_CHECKING:
    from kith.trust.who import Role, Who


class PurposeForm(forms.Form):
    """Why somebody looks: one of the purposes of their role."""

    purpose = forms.ChoiceField(
        label=_("Why are you looking?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose why you are looking."),
            "invalid_choice": _("Choose one of these."),
        },
    )

    def __init__(self, role: Role, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["purpose"])
        field.choices = [(one.value, SAID[one][0]) for one in PURPOSES_OF[role]]


@page(None, needs_purpose=False)
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: Asked) -> HttpResponse:
    """Choose why one is looking, then go on to where one was going."""
    who = request.who
    wanted = request.GET.get("next", "")
    if request.method == "POST":
        form = PurposeForm(who.role, request.POST)
        if form.is_valid():
            choose(request, who, Purpose(form.cleaned_data["purpose"]))
            return redirect(safe(request, wanted))
    else:
        form = PurposeForm(who.role, initial={"purpose": who.purpose.value if who.purpose else ""})
    hints = {one.value: SAID[one][1] for one in PURPOSES_OF[who.role]}
    context = {"form": form, "heading": _("Why are you looking?"), "hints": hints}
    return render(request, "kith/purpose.html", context, status=400 if form.errors else 200)


def choose(request: HttpRequest, who: Who, chosen: Purpose) -> Who:
    """Look for `chosen` from now on in this session; the choice is logged."""
    stated = who.for_purpose(chosen)
    if who.purpose != chosen or request.session.get(PURPOSE_KEY) != chosen.value:
        chain.write(stated, "purpose chosen")
        request.session[PURPOSE_KEY] = chosen.value
    return stated


def safe(request: HttpRequest, address: str) -> str:
    """The address when it is one of this register, otherwise the home page."""
    secure = request.is_secure()
    allowed = {request.get_host()}
    fits = url_has_allowed_host_and_scheme(address, allowed_hosts=allowed, require_https=secure)
    return address if fits else "/"


@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Whether somebody is signed in, for how long, and the token for what they send: JSON, or 401."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=401)
    return JsonResponse(
        {
            "person": str(request.user.pk),
            "seconds": settings.SESSION_COOKIE_AGE,
            "csrf": get_token(request),
        }
    )


# it tells a browser only whether it is signed in, and says so itself where it is not
session.kith_access = Access(None, needs_purpose=False)  # type: ignore[attr-defined]
