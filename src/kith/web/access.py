"""The door of every page: who is signed in, why they look, and what the page needs.

Always holds: every route of this mouth is wrapped by `page` (a test of the house checks it), so that nobody reaches a
page without an account, a purpose and the permission for both; a refusal is a page with a sentence and what to do.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.errors import AlreadyDecided, BadInput, ChangedMeanwhile, KithError, NotFound, NotPermitted, Refused
from kith.trust import policy
from kith.trust.accounts.signing import who_is
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from kith.trust.accounts.models import Account
    from kith.trust.who import Who

P = ParamSpec("P")

PURPOSE_KEY = "kith-purpose"
STATUS: tuple[tuple[type[KithError], int], ...] = (
    (NotFound, 404),
    (NotPermitted, 403),
    (ChangedMeanwhile, 409),
    (AlreadyDecided, 409),
    (Refused, 403),
    (BadInput, 400),
)


class Asked(HttpRequest):
    """A request that came through the door: `who` asks, with a purpose."""

    who: Who


@dataclass(frozen=True, slots=True)
class Access:
    """What a route needs. `permission` None: signing in is enough (choosing the purpose itself, the home page)."""

    permission: str | None
    needs_purpose: bool


def page(
    permission: str | None, *, needs_purpose: bool = True
) -> Callable[
    [Callable[Concatenate[Asked, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Let a view be reached by whoever is signed in, has a purpose, and may use `permission` for it.

    Without a purpose, or with one that does not allow this page though another of the role's purposes would, the person
    is asked to choose, and comes back.
    """

    def wrap(
        view: Callable[Concatenate[Asked, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            who = who_of(request)
            if needs_purpose and _must_choose(who, permission):
                return redirect(f"{reverse('purpose')}?{urlencode({'next': request.get_full_path()})}")
            asked = cast("Asked", request)
            asked.who = who
            try:
                response = view(asked, *args, **kwargs)
            except KithError as error:
                return refusal(request, error)
            # what is shown of a child is not kept by the browser or anything on the way to it
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        door.kith_access = Access(permission, needs_purpose)  # type: ignore[attr-defined]
        return door

    return wrap


def who_of(request: HttpRequest) -> Who:
    """The signed-in person, looking for the purpose that they chose in this session."""
    chosen = request.session.get(PURPOSE_KEY)
    purpose = Purpose(chosen) if chosen in set(Purpose) else None
    return who_is(cast("Account", request.user), purpose)


def _must_choose(who: Who, permission: str | None) -> bool:
    """Whether the person has to choose a purpose, or another one, before this page."""
    if who.purpose is None:
        return True
    if permission is None or policy.allowed(who, permission):
        return False
    return policy.ever_allowed(who, permission)


def refusal(request: HttpRequest, error: KithError) -> HttpResponse:
    """The page of a refusal: what is wrong and what to do."""
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 503)
    context: dict[str, Any] = {"error": error, "status": status}
    return render(request, "kith/refusal.html", context, status=status)
