"""Who and what the child was with: adults, phones, vehicles, addresses, one row each; or nobody, which is an answer too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.register.associates.actions import met_with
from kith.register.associates.words import AssociateKind
from kith.register.encounters.words import KitItem, KitState, Source
from kith.web.steps.names import SAID_BY
from kith.web.steps.step import KitForm, Sitting, Step

FEWEST_DIGITS = 6  # of a telephone number
ALONE = KitState.CAPTURED.value


class CompanionsForm(KitForm):
    """One row to add, or that there was nobody."""

    legend = _("If there is nobody and nothing to write")
    why_hint = _("Say why: for example nobody saw how the child arrived.")
    kind = forms.ChoiceField(
        label=_("Who or what?"), required=False, widget=forms.RadioSelect, choices=AssociateKind.choices
    )
    label = forms.CharField(label=_("Name, number, plate or address"), required=False)
    relation = forms.CharField(label=_("What they are to the child, as said or seen"), required=False)
    said = forms.ChoiceField(label=_("Who said so?"), required=False, choices=SAID_BY)

    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [(ALONE, _("Nobody: the child was alone")), *state.choices]

    def clean(self) -> dict[str, Any]:
        """A kind goes with a name, and a name with a kind."""
        said = super().clean() or self.cleaned_data
        if said.get("relation") and not said.get("label"):
            self.add_error("label", _("Write a name, number or plate, or “not known”."))
        if said.get("label") and not said.get("kind"):
            self.add_error("kind", _("Choose whether this is an adult, a phone, a vehicle or an address."))
        elif said.get("kind") == AssociateKind.ADULT and _like_a_number(said.get("label", "")):
            self._ask_once(said["label"])
        return said

    def _ask_once(self, label: str) -> None:
        """Ask whether the number is a phone; the same sent once more is taken as it is."""
        if self.cleaned_data.get("asked") == label:
            return
        sent: Any = self.data  # a QueryDict, once it was sent
        data = sent.copy()
        data["asked"] = label
        self.data = data
        self.add_error(
            "kind",
            _("This looks like a telephone number. Choose the phone, or save once more if it is an adult."),
        )


def _like_a_number(label: str) -> bool:
    """Whether a label has the digits of a telephone number and no letter."""
    digits = sum(sign.isdecimal() for sign in label)
    return digits >= FEWEST_DIGITS and not any(sign.isalpha() for sign in label)


class Companions(Step):
    """Who the child was with."""

    name = "companions"
    title = _("Who they were with")
    lead = _("Everybody and everything that came with the child. The same phone or vehicle is kept as one.")
    item = KitItem.COMPANIONS
    form_class = CompanionsForm
    errors_at = {"reason": "why"}

    def captured_means(self, sitting: Sitting) -> bool:
        """Captured without anybody in the list: the child was alone."""
        return not sitting.met

    def stored(self, sitting: Sitting) -> dict[str, Any]:  # noqa: ARG002  # the same for every step
        """An empty row: what is stored is listed above it."""
        return {"said": Source.CHILD.value}

    def save(self, sitting: Sitting, form: CompanionsForm) -> bool:
        """Add the row, or store that there was nobody."""
        said = form.cleaned_data
        if not said["label"]:
            self.answer(sitting, form, captured=bool(sitting.met))
            return False
        source = Source(said["said"] or Source.CHILD)
        met_with(
            sitting.who,
            sitting.opened(),
            AssociateKind(said["kind"]),
            said["label"],
            said["relation"],
            source,
        )
        return False

    def beside(self, sitting: Sitting) -> dict[str, Any]:
        """Whom and what is written down already."""
        return {"met": [(one, AssociateKind(one.associate.kind).label) for one in sitting.met]}
