"""What an encounter says, as lists of questions and answers for the pages that tell it: check answers and hand-over.

Always holds: for the hand-over nothing of an address is told, neither where the child is nor one said in the encounter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kith.register.associates.words import AssociateKind
from kith.register.encounters.words import CaptureKind, ClaimKind, KitItem, KitState, Source
from kith.web.components import SummaryRow
from kith.web.steps.fingerprints import FINGERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from kith.register.associates.models import Meeting
    from kith.register.encounters.models import Capture, Claim
    from kith.register.encounters.queries import Told


@dataclass(frozen=True, slots=True)
class Group:
    """Questions and answers under one heading."""

    heading: StrOrPromise
    rows: list[SummaryRow]


def groups(told: Told, met: list[Meeting]) -> list[Group]:
    """Everything of an encounter, each answer with the page where it is changed."""
    return [
        Group(_("The meeting"), _meeting(told)),
        Group(_("What was captured"), [_photographs(told), _fingers(told), _document(told)]),
        Group(_("What was told"), [*said(told, linked=True), _with(told, met)]),
        Group(
            _("Notes"),
            [
                SummaryRow(
                    _("Said and seen"), told.encounter.notes or _("Nothing written"), _to(told, "notes")
                )
            ],
        ),
    ]


def said(told: Told, *, linked: bool = False) -> list[SummaryRow]:
    """Names, birth, language and nationality as told; one row a name, in its own script."""
    names = [
        SummaryRow(_name_key(one), one.text, _to(told, "names") if linked else "", name_in_any_script=True)
        for one in told.claims
        if one.kind == ClaimKind.NAME
    ] or [SummaryRow(_("Name"), _state(told, KitItem.NAMES), _to(told, "names") if linked else "")]
    rows = [
        (_("Birth, as told"), ClaimKind.BIRTH, "names"),
        (_("Language"), ClaimKind.LANGUAGE, "belonging"),
        (_("Nationality, as told"), ClaimKind.NATIONALITY, "belonging"),
    ]
    return names + [
        SummaryRow(key, _texts(told.claims, kind) or gettext("Not told"), _to(told, step) if linked else "")
        for key, kind, step in rows
    ]


def company(met: Iterable[Meeting]) -> list[SummaryRow]:
    """Whom the child was with, for those who take the child: without addresses."""
    shown = [one for one in met if one.associate.kind != AssociateKind.ADDRESS]
    return [SummaryRow(AssociateKind(one.associate.kind).label, _one_met(one)) for one in shown]


def _to(told: Told, step: str) -> str:
    return reverse("step", args=[told.encounter.pk, step]) + "?back=check"


def _meeting(told: Told) -> list[SummaryRow]:
    encounter = told.encounter
    when = date_format(timezone.localtime(encounter.at), "j F Y, H:i")
    return [
        SummaryRow(_("Where"), encounter.place or _("Not written"), _to(told, "meeting")),
        SummaryRow(_("When"), when, _to(told, "meeting")),
        SummaryRow(_("By"), ", ".join(part for part in (encounter.officer_name, encounter.agency) if part)),
    ]


def _state(told: Told, item: KitItem) -> str:
    """The answer to a part of the kit in words, with the reason."""
    state, why = KitState(told.kit.states[item]), told.kit.reasons.get(item, "")
    return f"{state.label}: {why}" if why else str(state.label)


def _photographs(told: Told) -> SummaryRow:
    taken = _taken(told, CaptureKind.PHOTOGRAPH)
    usable = sum(not one.problem for one in taken)
    words = ngettext("%(count)d photograph", "%(count)d photographs", len(taken)) % {"count": len(taken)}
    if taken and not usable:
        words = f"{words}\n{gettext('None of them can be compared yet; all are kept.')}"
    return SummaryRow(
        KitItem.PHOTOGRAPH.label,
        words if taken else _state(told, KitItem.PHOTOGRAPH),
        _to(told, "photograph"),
    )


def _fingers(told: Told) -> SummaryRow:
    finger = dict(FINGERS)
    taken = _taken(told, CaptureKind.FINGERPRINT)
    words = [f"{finger[one.position]}: {quality(one)}" for one in taken]
    if told.encounter.responsible_adult:
        words.append(gettext("Responsible adult: %(name)s") % {"name": told.encounter.responsible_adult})
    if not taken:
        words.insert(0, _state(told, KitItem.FINGERPRINTS))
    return SummaryRow(KitItem.FINGERPRINTS.label, "\n".join(words), _to(told, "fingerprints"))


def quality(capture: Capture) -> str:
    """How good a capture is, or what is wrong with it."""
    if capture.problem:
        return gettext(capture.problem)
    return gettext("quality %(score)s of 100") % {"score": capture.quality}


def _document(told: Told) -> SummaryRow:
    shown = [one for one in told.claims if one.kind == ClaimKind.DOCUMENT]
    if not shown:
        words = _state(told, KitItem.DOCUMENT)
    else:
        words = "\n".join(
            gettext("%(number)s, issued by %(state)s")
            % {"number": one.text, "state": one.data["document"]["issuing_state"]}
            for one in shown
        )
        if any(one.data["wrong"] for one in shown):
            words = f"{words}\n{gettext('Something in it does not agree.')}"
    return SummaryRow(KitItem.DOCUMENT.label, words, _to(told, "document"))


def _with(told: Told, met: list[Meeting]) -> SummaryRow:
    if met:
        words = "\n".join(f"{AssociateKind(one.associate.kind).label}: {_one_met(one)}" for one in met)
    elif told.kit.states[KitItem.COMPANIONS] == KitState.CAPTURED:
        words = gettext("Nobody: the child was alone")
    else:
        words = _state(told, KitItem.COMPANIONS)
    return SummaryRow(KitItem.COMPANIONS.label, words, _to(told, "companions"))


def _one_met(one: Meeting) -> str:
    return f"{one.associate.label} ({one.relation})" if one.relation else one.associate.label


def _taken(told: Told, kind: CaptureKind) -> list[Capture]:
    return [one for one in told.captures if one.kind == kind]


def _texts(claims: Iterable[Claim], kind: ClaimKind) -> str:
    return "\n".join(gettext(one.text) for one in claims if one.kind == kind)


def _name_key(one: Claim) -> StrOrPromise:
    keys = {
        Source.CHILD: _("Name, as the child said"),
        Source.ADULT: _("Name, as somebody else said"),
        Source.DOCUMENT: _("Name, from a document"),
    }
    return keys[Source(one.source)]
