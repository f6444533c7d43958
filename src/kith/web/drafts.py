"""Who may still write in an encounter: whoever began it, and their team, until it is recorded.

Always holds: a recorded encounter is read and no longer written; somebody else's draft is neither read nor written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kith.errors import NotPermitted
from kith.register.encounters.steps import is_own
from kith.register.encounters.words import State
from kith.trust.log import chain

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kith.register.encounters.models import Encounter
    from kith.trust.who import Who


def elsewhere(request: HttpRequest, who: Who, encounter: Encounter) -> HttpResponse | None:
    """The page to which somebody is led who cannot write in this encounter; None for those who can.

    Raises:
        NotPermitted: it is a draft of another team.
    """
    own = is_own(who, encounter)
    if encounter.state != State.RECORDED:
        if not own:
            _refuse(who, encounter)
        return None
    if request.method == "POST":
        messages.warning(
            request,
            _(
                "This meeting is recorded, so nothing was added to it. Write what is new in a new meeting with the child."
            ),
        )
    return redirect("hand_over" if own else "result", encounter.pk)


def _refuse(who: Who, encounter: Encounter) -> NoReturn:
    """Write to the log that somebody asked for a draft of another team, and refuse it.

    Raises:
        NotPermitted: always.
    """
    chain.write(who, "refused", permission="encounter.record", subjects=[encounter.subject])
    raise NotPermitted(
        "This meeting is still being written down by another team.",
        advice="It can be read once they have recorded it.",
    )
