"""Notes: what was said and seen, in the officer's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.web.steps.described import change_described, was
from kith.web.steps.step import Sitting, Step, StepForm


class NotesForm(StepForm):
    """One large box."""

    notes = forms.CharField(label=_("What was said and seen"), required=False, widget=forms.Textarea)
    was_notes = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


class Notes(Step):
    """What was said and seen."""

    name = "notes"
    title = _("What was said and seen")
    lead = _("The child's own words where you can, and what you saw. Facts, not guesses: no estimate of age.")
    form_class = NotesForm

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """The notes as they stand."""
        notes = sitting.told.encounter.notes if sitting.told else ""
        return {"notes": notes} | was(notes=notes)

    def save(self, sitting: Sitting, form: NotesForm) -> bool:
        """Change the notes."""
        change_described(sitting, form, "notes")
        return False
