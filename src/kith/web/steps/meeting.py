"""The meeting: where, when, and what kind of meeting it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.register.encounters.words import EncounterKind
from kith.web.flows import KIND_OF
from kith.web.steps.described import MINUTES, as_sent, change_described, was
from kith.web.steps.step import Sitting, Step, StepForm


class MeetingForm(StepForm):
    """Where and when a child was met."""

    place = forms.CharField(label=_("Where did you meet the child?"), required=False)
    was_place = forms.CharField(required=False, widget=forms.HiddenInput)
    at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        input_formats=[MINUTES, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={
            "required": _("Write when you met the child."),
            "invalid": _("This is not a day and a time. Write for example 2026-03-09 14:30."),
        },
    )
    was_at = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("How did you meet?"), widget=forms.RadioSelect, choices=EncounterKind.choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" not in self.initial:
            del self.fields["kind"]  # how they met is said when the encounter begins


class Meeting(Step):
    """Where and when; the first page of first contact, and where an encounter begins."""

    name = "meeting"
    title = _("Where and when did you meet the child?")
    form_class = MeetingForm

    def typed(self, sitting: Sitting) -> dict[str, str]:
        """Without the kind, which is settled when the encounter begins."""
        return {name: value for name, value in super().typed(sitting).items() if name != "kind"}

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """Place and time, or now and the usual kind before it has begun."""
        if sitting.told is None:
            at = timezone.localtime()
            kind = KIND_OF.get(sitting.who.role, EncounterKind.OTHER)
            return {"at": at.strftime(MINUTES), "kind": kind.value}
        encounter = sitting.told.encounter
        shown = {"place": encounter.place, "at": as_sent(encounter.at)}
        return shown | was(place=encounter.place, at=encounter.at)

    def save(self, sitting: Sitting, form: MeetingForm) -> bool:
        """Begin the encounter, or change its place and time."""
        said = form.cleaned_data
        if sitting.told is None:
            at = min(said["at"], timezone.now())  # the clock of the page may run a little ahead
            if said["at"] > timezone.now() + timedelta(minutes=5):
                form.add_error("at", _("This time is in the future. Write when you met the child."))
                return True
            sitting.opened(EncounterKind(said["kind"]), at=at, place=said["place"])
            return False
        change_described(sitting, form, "place", "at")
        return False

    def beside(self, sitting: Sitting) -> dict[str, Any]:
        """How they met, once that is settled."""
        return {"met_how": EncounterKind(sitting.told.encounter.kind).label if sitting.told else ""}
