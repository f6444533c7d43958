"""The door of every page: who is signed in, why they look, and what the page needs.

Always holds: every route of this mouth is wrapped by `page` (a test of the house checks it), so that nobody reaches a
page without an account, a purpose and the permission for both; a refusal is a page with a sentence and what to do, and
so is a fault of ours, which is logged by its kind and place and without a value.
"""

from __future__ import annotations

import functools
import logging
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kith.errors import (
    AlreadyDecided,
    BadAnswer,
    BadInput,
    ChangedMeanwhile,
    KithError,
    NotFound,
    NotPermitted,
    Refused,
)
from kith.trust import policy
from kith.trust.accounts.signing import who_is
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from kith.trust.accounts.models import Account
    from kith.trust.who import Who

P = ParamSpec("P")

logger = logging.getLogger(__name__)

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
                refuse_unreadable(request)
                response = view(asked, *args, **kwargs)
            except KithError as error:
                return refusal(request, error)
            except (Http404, PermissionDenied, SuspiciousOperation):
                raise  # Django answers these: they are of the request, no fault of ours
            except Exception:
                # the formatter of the server leaves out the message, which may quote what was typed
                logger.exception("the page %s failed", view.__name__)
                return refusal(request, _fault())
            # what is shown of a child is not kept by the browser or anything on the way to it
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        door.kith_access = Access(permission, needs_purpose)  # type: ignore[attr-defined]
        return door

    return wrap


def refuse_unreadable(request: HttpRequest) -> None:
    """Refuse an address with what is no text in any script and what no store keeps: a null, and halves of characters.

    What is typed into a form is refused by its field instead (every text field of Django does), so that it stays.

    Raises:
        BadAnswer: there is one in what was asked.
    """
    asked = (request.path_info, *(text for one in request.GET.lists() for text in (one[0], *one[1])))
    if any(sign == "\0" or unicodedata.category(sign) == "Cs" for text in asked for sign in text):
        raise BadAnswer(
            "What was asked for holds a sign that is no text.",
            advice="Type it anew instead of pasting it.",
        )


def _fault() -> KithError:
    """What is said when it went wrong here."""
    return KithError(
        "Something went wrong in Kith itself. Take nothing of what you just sent as stored.",
        advice="Go back, see what is stored, and send the rest again. If it happens again, call whoever runs Kith.",
    )


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
    status = (
        500 if type(error) is KithError else next((n for kind, n in STATUS if isinstance(error, kind)), 503)
    )
    context: dict[str, Any] = {"error": error, "status": status}
    return render(request, "kith/refusal.html", context, status=status)
