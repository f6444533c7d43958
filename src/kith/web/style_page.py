"""The living style page, `/style`: every component with made-up values, so that it can be looked at and tested.

Always holds: nobody on this page exists, and nothing on it comes from the register; it is there only over the invented
population, so that nobody takes a made-up result for one of the register.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kith.errors import NotFound
from kith.web.access import Asked, page
from kith.web.components import (
    Cell,
    KitPart,
    KitSign,
    Result,
    ResultKind,
    Side,
    SummaryRow,
    Table,
    TimelineEvent,
    WeightRow,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

FINGERS = (
    ("0", _("Not known")),
    ("1", _("Right thumb")),
    ("2", _("Right index finger")),
    ("6", _("Left thumb")),
    ("7", _("Left index finger")),
)
STATES = (
    (KitSign.CAPTURED, _("Captured")),
    (KitSign.NOT_POSSIBLE, _("Not possible")),
    (KitSign.DECLINED, _("Declined by the child")),
    (KitSign.NOT_ASKED, _("Not yet asked")),
)

OF_THE_REGISTER = frozenset({"demo", "purpose_words", "section", "autosave_url"})


class SampleForm(forms.Form):
    """One field of every kind."""

    use_required_attribute = False

    given_name = forms.CharField(
        label=_("Name, as the child says it"),
        help_text=_("In any script. Write what you hear."),
        error_messages={"required": _("Write a name, or go back and choose why there is none")},
    )
    said = forms.CharField(label=_("What the child said"), widget=forms.Textarea, required=False)
    mrz = forms.CharField(label=_("Machine-readable lines"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=_("Where did you meet the child?"),
        choices=(("port", _("At a port or airport")), ("police", _("By police")), ("other", _("Elsewhere"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you met the child")},
    )
    state = forms.ChoiceField(label=_("Fingerprints"), choices=STATES, widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why was it not possible?"), required=False)
    seen = forms.MultipleChoiceField(
        label=_("Who were they with?"),
        choices=(("adult", _("An adult")), ("child", _("Another child")), ("nobody", _("Nobody"))),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=(("vi", "Tiếng Việt"), ("ti", "ትግርኛ"), ("ar", "العربية"), ("ckb", "کوردی")),
    )
    birth_day = forms.IntegerField(
        label=_("Day"),
        error_messages={"max_value": _("The day is a number from 1 to 31")},
        min_value=1,
        max_value=31,
        required=False,
        widget=forms.TextInput,
    )
    birth_month = forms.IntegerField(
        label=_("Month"), min_value=1, max_value=12, required=False, widget=forms.TextInput
    )
    birth_year = forms.IntegerField(label=_("Year"), required=False, widget=forms.TextInput)
    photograph = forms.FileField(label=_("Photographs from this device"), required=False)
    prints = forms.FileField(label=_("Fingerprint files"), required=False)
    position = forms.ChoiceField(label=_("Which finger is it?"), choices=FINGERS, required=False)
    scan = forms.FileField(label=_("A scan of the document"), required=False)


@page(None)
@require_safe
def style(request: Asked) -> HttpResponse:
    """Every component, where the register is a demonstration."""
    if not settings.KITH_DEMO_MARK.exists():
        raise NotFound("There is no such page here.")
    # whoever looks, why, and where they are stays true; nothing typed here is kept
    made = {name: value for name, value in style_page_context().items() if name not in OF_THE_REGISTER}
    return render(request, "kith/components.html", made)


def style_page_context() -> dict[str, Any]:
    """What `kith/components.html` shows."""
    return {
        "demo": True,
        "purpose_words": _("A missing child may be in front of me"),
        "section": "identify",
        "form": SampleForm(),
        "wrong": SampleForm(
            {
                "wrong-state": KitSign.NOT_POSSIBLE,
                "wrong-birth_day": "41",
                "wrong-birth_month": "6",
                "wrong-language": "vi",
            },
            prefix="wrong",
        ),
        "parts": _parts(),
        "rows": _rows(),
        "events": _events(),
        "data": _table(),
        "page": Paginator(range(200), 10).page(7),
        "results": _results(),
        "probe": _side(_("Met today"), "Nguyễn Văn Ánh"),
        "candidate": _side(_("In the register"), "Nguyen Anh"),
        "weights_shown": _weights(),
        "autosave_url": "/style/autosave",
    }


def _parts() -> tuple[KitPart, ...]:
    """A kit with every state in it."""
    words = dict(STATES)
    made = (
        (_("Photograph"), KitSign.CAPTURED, _("Three photographs")),
        (_("Fingerprints"), KitSign.DECLINED, ""),
        (_("Travel document"), KitSign.NOT_POSSIBLE, _("None was carried.")),
        (_("Names and birth, as told"), KitSign.CAPTURED, ""),
        (_("Nationality and language"), KitSign.NOT_ASKED, ""),
        (_("Who they were with"), KitSign.NOT_ASKED, ""),
    )
    return tuple(KitPart(label, state, words[state], note, "#ring") for label, state, note in made)


def _rows() -> tuple[SummaryRow, ...]:
    """Answers in several scripts."""
    return (
        SummaryRow(_("Name"), "Nguyễn Thị Ngọc Ánh", "#lists", name_in_any_script=True),
        SummaryRow(_("Also called"), "سەرهەنگ ئەحمەد", "#lists", name_in_any_script=True),
        SummaryRow(_("Also written"), "ሰናይት ተስፋይ", "#lists", name_in_any_script=True),
        SummaryRow(_("Born"), _("June 2010, as the child says"), "#lists"),
        SummaryRow(_("Met"), _("Harbour, hall 2")),
    )


def _events() -> tuple[TimelineEvent, ...]:
    """Two meetings and a going missing."""
    return (
        TimelineEvent(
            _("Met by police"), datetime(2026, 3, 14, 23, 10, tzinfo=UTC), "K. Sample", _("Found in a house.")
        ),
        TimelineEvent(_("Reported missing"), datetime(2025, 11, 22, 7, 45, tzinfo=UTC), href="#lists"),
        TimelineEvent(
            _("First contact"),
            datetime(2025, 11, 20, 16, 5, tzinfo=UTC),
            "P. Sample",
            _("Left alone in the arrivals hall by an adult who walked away."),
        ),
    )


def _table() -> Table:
    """Three children."""
    return Table(
        _("Children responsible for by this team"),
        (_("Name"), _("Reference"), _("Met"), _("Times met")),
        (
            (
                Cell("Nguyễn Văn Ánh", "#lists"),
                Cell("K-4821"),
                Cell("20 November 2025"),
                Cell("2", numeric=True),
            ),
            (Cell("ئاراس", "#lists"), Cell("K-0931"), Cell("3 January 2026"), Cell("1", numeric=True)),
            (Cell("Besnik", "#lists"), Cell("K-1177"), Cell("9 February 2026"), Cell("4", numeric=True)),
        ),
    )


def _results() -> tuple[Result, ...]:
    """The three answers."""
    searched = (_("One photograph against 312 children"), _("Two fingers against 298 children"))
    team = _("Children missing from care team, any hour")
    return (
        Result(ResultKind.MISSING, searched, call=team, phone="01632 960 001"),
        Result(ResultKind.POSSIBLE, searched, call=team, phone="01632 960 001"),
        Result(
            ResultKind.NOT_KNOWN,
            searched[:1],
            (_("The fingerprints could not be read, so they were not searched."),),
        ),
    )


def _side(role: Any, title: str) -> Side:
    """One side of the comparison, without a photograph."""
    return Side(role, title, ((_("Born"), _("June 2010")), (_("Nationality"), _("Vietnamese"))))


def _weights() -> tuple[WeightRow, ...]:
    """For, against, bounded, and not compared."""
    return (
        WeightRow(
            _("Fingerprints"),
            _("very strong support for the same child"),
            4.6,
            (_("31 minutiae lie alike on the right index finger"),),
        ),
        WeightRow(
            _("Face"),
            _("moderately strong support for the same child"),
            2.0,
            (_("not calibrated for children, so held at 2"),),
        ),
        WeightRow(_("Birth"), _("weak support for another child"), -0.5, (_("the years differ by one"),)),
        WeightRow(_("Document"), _("not compared: none was shown"), 0.0, compared=False),
        WeightRow(_("All together"), _("extremely strong support for the same child"), 6.1, total=True),
    )
