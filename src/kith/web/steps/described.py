"""The description of an encounter (place, time, responsible adult, notes): only what was changed on the page is sent on.

Always holds: two people who change different fields both keep their change; where they change the same field, the second
is shown both and asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kith.register.encounters import actions

if TYPE_CHECKING:
    from kith.web.steps.step import Sitting, StepForm

MINUTES = "%Y-%m-%dT%H:%M"


def was(**values: Any) -> dict[str, Any]:
    """What the writer has before their eyes, as the first values of the hidden fields."""
    return {f"was_{name}": as_sent(value) for name, value in values.items()}


def as_sent(value: Any) -> str:
    """A value as a form sends it: a time to the minute, where the register is, a text with plain line ends."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime(MINUTES)
    return str(value).replace("\r\n", "\n")


def change_described(sitting: Sitting, form: StepForm, *names: str) -> None:
    """Send on the named fields that differ from what the writer had before their eyes.

    Raises:
        ChangedMeanwhile: somebody else changed one of them.
        BadAnswer: one of them is too long, or a time in the future.
    """
    now: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for name in names:
        written, seen = form.cleaned_data[name], as_sent(form.cleaned_data.get(f"was_{name}") or "")
        if as_sent(written).strip() == seen.strip():
            continue
        now[name] = as_sent(written) if isinstance(written, str) else written
        before[name] = _stored_when(sitting, name, seen)
    if now:
        actions.describe_encounter(sitting.who, sitting.opened(), now, before)


def _stored_when(sitting: Sitting, name: str, seen: str) -> Any:
    """The stored value if it is what the writer saw (a form sends it a little coarser), otherwise what they saw."""
    stored = getattr(sitting.told.encounter, name) if sitting.told else ""
    return stored if as_sent(stored).strip() == seen.strip() else seen


def show_both(sitting: Sitting, form: StepForm, name: str) -> None:
    """After a clash: what the other wrote is now what the writer has before their eyes."""
    if sitting.told is None or f"was_{name}" not in form.fields:
        return
    sent: Any = form.data  # a QueryDict, once it was sent
    data = sent.copy()
    data[f"was_{name}"] = as_sent(getattr(sitting.told.encounter, name))
    form.data = data
