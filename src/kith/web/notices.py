"""What a team has been told: unread first.

Always holds: a notice carries no address; that it was read, and by whom, stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from kith.register.children import queries
from kith.register.children.actions import read_notice
from kith.trust import policy
from kith.web.access import Asked, page
from kith.web.context import remember_waiting
from kith.web.weighing import filled

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from kith.register.children.models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the language of the page."""

    notice: Notice
    says: str


@page("notice.read")
@require_safe
def notices(request: Asked) -> HttpResponse:
    """Unread notices, then those read, the newest first."""
    who = request.who
    unread = queries.notices(who, unread_only=True)
    remember_waiting(request, notices=len(unread))
    read = [one for one in queries.notices(who) if one.read_at is not None]
    context = {
        "section": "notices",
        "unread": [_told(one) for one in unread],
        "read": [_told(one) for one in read],
        "reads_children": policy.ever_allowed(who, "child.read"),
        "reads_matches": policy.ever_allowed(who, "match.read"),
    }
    return render(request, "kith/notices/notices.html", context)


def _told(one: Notice) -> Told:
    return Told(one, filled(one.text, one.values))


@page("notice.read")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: Asked, notice_id: uuid.UUID) -> HttpResponse:
    """Mark a notice as read."""
    if request.method == "POST":
        read_notice(request.who, notice_id)
    return redirect("notices")


patterns = [
    path("notices", notices, name="notices"),
    path("notices/<uuid:notice_id>/read", read, name="read_notice"),
]
