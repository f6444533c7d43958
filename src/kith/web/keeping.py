"""What is typed and not yet sent is kept, a moment after typing stops.

Always holds: the answer is JSON whatever happened, so that a page can say it and discards nothing; only fields that the
step has are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.http import require_POST

from kith.errors import KithError, PurposeMissing
from kith.register.encounters import actions
from kith.web.access import STATUS, Access, who_of
from kith.web.steps import STEPS, Sitting
from kith.web.steps.names import MOST_NAMES

if TYPE_CHECKING:
    import uuid

NUL = "\x00"  # no store keeps it


@require_POST
def keep_typed(request: HttpRequest, encounter_id: uuid.UUID, step: str) -> HttpResponse:
    """Keep the fields named by `_changed` (or all that were sent): ``{"saved_at": "10:42"}``.

    401 when nobody is signed in, otherwise the status of the refusal, each as JSON with `says` and `advice`.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"says": "You are signed out.", "advice": "Sign in again."}, status=401)
    if step not in STEPS:
        return JsonResponse({"says": "There is no such page.", "advice": ""}, status=404)
    who = who_of(request)
    try:
        known = _fields(step, Sitting(who))
        names = set(request.POST.getlist("_changed") or request.POST) & known
        fields = {name: request.POST.get(name, "").replace(NUL, "") for name in sorted(names)}
        if fields:
            actions.keep_typed(who, encounter_id, step, fields)
    except KithError as error:
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 503)
        status = 409 if isinstance(error, PurposeMissing) else status
        return JsonResponse({"says": error.says, "advice": error.advice}, status=status)
    return JsonResponse({"saved_at": time_format(timezone.localtime(), "H:i")})


keep_typed.kith_access = Access("encounter.record", needs_purpose=True)  # type: ignore[attr-defined]


def _fields(step: str, sitting: Sitting) -> set[str]:
    """The fields of a step whose typing is kept; a page of names may have grown since."""
    known = set(STEPS[step].form(sitting).typed_fields)
    if step == "names":
        known |= {f"{kind}_{row}" for kind in ("name", "said") for row in range(1, MOST_NAMES + 1)}
    return known
