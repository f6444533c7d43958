"""What every page shows around its content: who is signed in, why they look, what waits.

Always holds: nothing here reads the register (a look would write the log at every click); the counts are those of the
person's last look at the home page, kept in the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from kith.web.access import who_of
from kith.web.purposes import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest

WAITING_KEY = "kith-waiting"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages: `who`, `purpose_words`, `demo`, `session_seconds`, and the counts."""
    found: dict[str, Any] = {"demo": settings.KITH_DEMO_MARK.exists()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return found
    who = who_of(request)
    waiting = request.session.get(WAITING_KEY, {})
    return found | {
        "who": who,
        "purpose_words": words_of(who.purpose) if who.purpose else "",
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "notices_unread": waiting.get("notices", 0),
        "matches_waiting": waiting.get("matches", 0),
    }


def remember_waiting(request: HttpRequest, **counts: int) -> None:
    """Keep how many notices are unread and how many matches wait, for the navigation: `notices`, `matches`."""
    request.session[WAITING_KEY] = {**request.session.get(WAITING_KEY, {}), **counts}
