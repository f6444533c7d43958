"""The home page: what somebody can do now, and what waits for them.

Always holds: what a role may not do for its purpose is not offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.register.children.queries import notices
from kith.register.encounters.queries import my_drafts
from kith.register.matches.queries import open_matches
from kith.trust import policy
from kith.trust.who import Purpose
from kith.web.access import Asked, page
from kith.web.context import remember_waiting

if TYPE_CHECKING:
    from django.http import HttpResponse


@page(None)
@require_safe
def home(request: Asked) -> HttpResponse:
    """Big actions first (of a review: what waits), then unfinished meetings, notices and matches."""
    who = request.who
    unread = notices(who, unread_only=True) if policy.allowed(who, "notice.read") else []
    waiting = open_matches(who) if policy.allowed(who, "match.read") else []
    drafts = my_drafts(who) if policy.allowed(who, "encounter.record") else []
    remember_waiting(request, notices=len(unread), matches=len(waiting))
    context = {
        "records": policy.ever_allowed(who, "encounter.record"),
        "searches": policy.ever_allowed(who, "match.search"),
        "purpose_is_recognise": who.purpose == Purpose.RECOGNISE,
        "purpose_is_review": who.purpose == Purpose.REVIEW,
        "reads_children": policy.allowed(who, "child.list"),
        "unread": unread,
        "waiting": waiting,
        "drafts": drafts,
    }
    return render(request, "kith/home.html", context)
