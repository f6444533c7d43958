"""Tags that ask: each draws one bound field of a Django form with its label, hint and error.

Always holds: label, hint and error belong to the field for a screen reader too; without scripts every field can be
reached and sent; a tag draws what the form says and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from kith.web.components import KitSign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BaseForm, BoundField
    from django_stubs_ext import StrOrPromise

    from kith.errors import KithError

register = template.Library()

Context = dict[str, Any]

KIT_HINTS: Final[dict[str, StrOrPromise]] = {
    KitSign.NOT_POSSIBLE: _("Say why, in a few words."),
    KitSign.DECLINED: _("This is a valid answer and completes this step. Do not press the child."),
    KitSign.NOT_ASKED: _("The step stays open, and whoever meets the child next sees it."),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of radios or checkboxes, as drawn."""

    id: str
    value: str
    label: StrOrPromise
    checked: bool
    hint: StrOrPromise = ""
    reveals: bool = False


def _options(field: BoundField, hints: Mapping[str, StrOrPromise] | None, reveal: str) -> list[Option]:
    """The choices of a field; the one whose value is `reveal` opens another field."""
    drawn = []
    for widget in field.subwidgets:
        data = widget.data
        value = str(data["value"])
        hint = (hints or {}).get(value, "")
        drawn.append(
            Option(
                widget.id_for_label or "", value, data["label"], bool(data["selected"]), hint, value == reveal
            )
        )
    return drawn


def _drawn(field: BoundField, look: str, hint: StrOrPromise = "", **attributes: str) -> Context:
    """What every field's template needs: the field, its hint, and its widget with the classes and descriptions."""
    said = hint or field.help_text
    about = [f"{field.auto_id}-hint"] if said else []
    about += [f"{field.auto_id}-error"] if field.errors else []
    attrs: dict[str, Any] = {"class": f"{look} {look.split(maxsplit=1)[0]}--error" if field.errors else look}
    if about:
        attrs["aria-describedby"] = " ".join(about)
    attrs |= {name.replace("_", "-"): value for name, value in attributes.items() if value}
    return {"field": field, "hint": said, "about": " ".join(about), "widget": field.as_widget(attrs=attrs)}


@register.inclusion_tag("kith/components/field.html")
def text_input(field: BoundField, *, hint: StrOrPromise = "", width: str = "", **attributes: str) -> Context:
    """A line of text; `width` is 2, 3, 4, 5, 10, 20 or 30 letters: `{% text_input form.name dir="auto" %}`.

    Any other keyword becomes an attribute: autocomplete, inputmode, spellcheck, dir, lang.
    """
    look = f"govuk-input govuk-input--width-{width}" if width else "govuk-input"
    return _drawn(field, look, hint, **attributes)


@register.inclusion_tag("kith/components/field.html")
def text_area(
    field: BoundField, *, hint: StrOrPromise = "", rows: str = "5", mrz: bool = False, **attributes: str
) -> Context:
    """Several lines of text; `mrz` sets them as the machine-readable lines of a document: `{% text_area form.said %}`."""
    look = "govuk-textarea kith-mrz" if mrz else "govuk-textarea"
    extra = {"spellcheck": "false", "autocapitalize": "characters", "autocomplete": "off"} if mrz else {}
    return _drawn(field, look, hint, rows=rows, **extra, **attributes)


@register.inclusion_tag("kith/components/field.html")
def select(field: BoundField, *, hint: StrOrPromise = "") -> Context:
    """One of a long list; for up to seven choices, `radios` is easier to answer: `{% select form.language %}`."""
    return _drawn(field, "govuk-select", hint)


@register.inclusion_tag("kith/components/field.html")
def file_upload(
    field: BoundField, *, hint: StrOrPromise = "", accept: str = "", multiple: bool = False
) -> Context:
    """A file from this device: `{% file_upload form.scan accept="image/*" %}`."""
    return _drawn(field, "kith-file", hint, accept=accept, multiple="multiple" if multiple else "")


@register.inclusion_tag("kith/components/choices.html")
def radios(
    field: BoundField,
    *,
    hint: StrOrPromise = "",
    hints: Mapping[str, StrOrPromise] | None = None,
    reveal: str = "",
    reveals: BoundField | None = None,
    heading: bool = False,
) -> Context:
    """One of a few: `{% radios form.kind %}`.

    `hints` maps values to a sentence under the choice; the choice whose value is `reveal` opens the field `reveals`;
    `heading` makes the question the heading of the page.
    """
    return _choices("radios", field, hint, hints, reveal) | {"reveals": reveals, "heading": heading}


@register.inclusion_tag("kith/components/choices.html")
def checkboxes(
    field: BoundField,
    *,
    hint: StrOrPromise = "",
    hints: Mapping[str, StrOrPromise] | None = None,
    heading: bool = False,
) -> Context:
    """Any of a few: `{% checkboxes form.evidence %}`."""
    return _choices("checkboxes", field, hint, hints, "") | {"heading": heading}


@register.inclusion_tag("kith/components/choices.html")
def kit_state(field: BoundField, why: BoundField, *, hint: StrOrPromise = "") -> Context:
    """The four states of a part of the identity kit; "not possible" asks why: `{% kit_state form.state form.why %}`.

    The form may say by `why_hint` what a reason is for this part.
    """
    own = getattr(field.form, "why_hint", "")
    hints = KIT_HINTS | {KitSign.NOT_POSSIBLE: own} if own else KIT_HINTS
    drawn = _choices("radios", field, hint, hints, KitSign.NOT_POSSIBLE)
    return drawn | {"reveals": why, "heading": False}


def _choices(
    kind: str, field: BoundField, hint: StrOrPromise, hints: Mapping[str, StrOrPromise] | None, reveal: str
) -> Context:
    """What the template of radios and checkboxes needs."""
    said = hint or field.help_text
    about = [f"{field.auto_id}-hint"] if said else []
    about += [f"{field.auto_id}-error"] if field.errors else []
    return {
        "kind": kind,
        "field": field,
        "hint": said,
        "about": " ".join(about),
        "options": _options(field, hints, reveal),
        "control_type": "radio" if kind == "radios" else "checkbox",
    }


@register.inclusion_tag("kith/components/date.html")
def date_input(form: BaseForm, name: str, label: StrOrPromise, *, hint: StrOrPromise = "") -> Context:
    """A date of which parts may be unknown: `{% date_input form "birth" label %}`.

    The form has the fields NAME_day, NAME_month and NAME_year; an empty one is not known. Errors of all three are shown
    together.
    """
    parts = [(form[f"{name}_{part}"], width) for part, width in (("day", "2"), ("month", "2"), ("year", "4"))]
    errors = [error for field, _width in parts for error in field.errors]
    group = f"{parts[0][0].auto_id}-group"
    about = [f"{group}-hint"] + ([f"{group}-error"] if errors else [])
    drawn = [{"field": field, "widget": _date_widget(field, width)} for field, width in parts]
    return {
        "parts": drawn,
        "label": label,
        "hint": hint,
        "errors": errors,
        "group": group,
        "about": " ".join(about),
    }


def _date_widget(field: BoundField, width: str) -> str:
    """The box for a day, a month or a year."""
    look = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
    if field.errors:
        look += " govuk-input--error"
    return field.as_widget(
        attrs={"class": look, "inputmode": "numeric", "autocomplete": "off", "maxlength": width}
    )


@register.inclusion_tag("kith/components/camera.html")
def camera(field: BoundField, *, hint: StrOrPromise = "", multiple: bool = False) -> Context:
    """Photographs, from the camera in the page or as files: `{% camera form.photographs multiple=True %}`."""
    several = "multiple" if multiple else ""
    return _drawn(field, "kith-file", hint, accept="image/*", capture="environment", multiple=several)


@register.inclusion_tag("kith/components/finger_files.html")
def finger_files(files: BoundField, position: BoundField, *, hint: StrOrPromise = "") -> Context:
    """Fingerprint files, each with its finger: `{% finger_files form.prints form.position %}`.

    With scripts, as many values of `position` are sent as files, in their order; without, one for all of them.
    """
    drawn = _drawn(
        files, "kith-file", hint, accept=".png,.bmp,.tif,.tiff,.jpg,.jpeg,.wsq,image/*", multiple="multiple"
    )
    return drawn | {"position": position, "positions": position.subwidgets}


@register.inclusion_tag("kith/components/error_summary.html")
def error_summary(*forms: BaseForm, problem: KithError | None = None) -> Context:
    """What has to be mended before going on, each a link to its field: `{% error_summary form %}`.

    `problem` is a refusal of the register (`kith.errors`) that belongs to no form.
    """
    found = []
    for form in forms:
        for name, errors in form.errors.items():
            target = "" if name == NON_FIELD_ERRORS else _first_id(form[name])
            found += [(error, target) for error in errors]
    return {"found": found, "problem": problem}


def _first_id(field: BoundField) -> str:
    """The id of the box, or of the first choice, that a link to this field leads to."""
    widgets = field.subwidgets
    if len(widgets) > 0 and getattr(field.field.widget, "input_type", "") in {"radio", "checkbox"}:
        return widgets[0].id_for_label or field.auto_id or ""
    return field.auto_id or ""
