"""The travel document: the lines at its foot, typed or pasted; what they say and what does not agree, field by field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.evidence import document
from kith.register.encounters import actions
from kith.register.encounters.words import ClaimKind, KitItem
from kith.web.components import SummaryRow
from kith.web.steps.step import KitForm, Sitting, Step

FIELDS = {
    "document_type": _("Kind of document"),
    "issuing_state": _("Issued by"),
    "number": _("Number"),
    "names": _("Names"),
    "surname": _("Surname"),
    "given_names": _("Given names"),
    "nationality": _("Nationality"),
    "birth": _("Date of birth"),
    "sex": _("Sex, as printed"),
    "expiry": _("Valid until"),
    "optional": _("Personal number"),
    "composite": _("All lines together"),
}


class DocumentForm(KitForm):
    """The lines at the foot of the document, or why there are none."""

    legend = _("If there is no document now")
    why_hint = _("Say why: for example it was lost, or taken from the child.")
    mrz = forms.CharField(
        label=_("The lines with < at the foot of the document"),
        required=False,
        widget=forms.Textarea(attrs={"dir": "ltr"}),
    )


class Document(Step):
    """A passport, identity card or visa."""

    name = "document"
    title = _("Travel document")
    lead = _(
        "Passport, identity card, residence permit or visa. A document may be false or another child's: it is kept as shown."
    )
    item = KitItem.DOCUMENT
    form_class = DocumentForm
    errors_at = {"reason": "why", "": "mrz", "text": "mrz"}

    def stored(self, sitting: Sitting) -> dict[str, Any]:
        """The lines as typed."""
        data = self._shown(sitting)
        return {"mrz": data["mrz"] if data else ""}

    def save(self, sitting: Sitting, form: DocumentForm) -> bool:
        """Keep the document; a wrong check digit is shown and keeps nobody."""
        text, before = form.cleaned_data["mrz"].replace("\r\n", "\n").strip(), self._shown(sitting)
        if not text:
            self.answer(sitting, form, captured=before is not None)
            return False
        if before and before["mrz"] == text:
            return False
        actions.show_document(sitting.who, sitting.opened(), text)
        return True

    def beside(self, sitting: Sitting) -> dict[str, Any]:
        """What the document says, and what in it does not agree."""
        data = self._shown(sitting)
        if data is None:
            return {}
        wrong = [{**one, "name": FIELDS.get(one["field"], one["field"])} for one in data["wrong"]]
        return {"rows": document_rows(data), "wrong": wrong, "format": data["format"]}

    def _shown(self, sitting: Sitting) -> dict[str, Any] | None:
        every = sitting.told.claims if sitting.told else []
        return next((one.data for one in reversed(every) if one.kind == ClaimKind.DOCUMENT), None)


def document_rows(data: dict[str, Any]) -> list[SummaryRow]:
    """What a document says of its holder, field by field, as a list for the page."""
    said = data["document"]
    birth = said.get("birth_earliest") or ""
    if said.get("birth_latest") and said["birth_latest"] != birth:
        birth = _("%(first)s to %(last)s") % {"first": birth, "last": said["birth_latest"]}
    values = (
        ("given_names", said.get("given_names")),
        ("surname", said.get("surname")),
        ("birth", birth),
        ("nationality", _state(said.get("nationality") or "")),
        ("number", said.get("number")),
        ("issuing_state", _state(said.get("issuing_state") or "")),
        ("expiry", said.get("expiry")),
    )
    return [SummaryRow(FIELDS[name], value or _("Not stated")) for name, value in values]


def _state(code: str) -> str:
    known = document.code_of(code)
    return f"{_(known.name)} ({known.code})" if known else code
