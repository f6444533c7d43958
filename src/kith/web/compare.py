"""The comparison: a young person beside a candidate, piece by piece, and the proposal of a match.

Always holds: what could not be compared is shown with why; nobody but a second person decides; no address and no place
of either side is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kith.errors import AlreadyDecided, BadInput
from kith.register.encounters.words import ClaimKind, EncounterKind, Source
from kith.register.matches import actions, queries
from kith.register.matches.leads import newest_photograph
from kith.trust import policy
from kith.web import weighing
from kith.web.access import Asked, page
from kith.web.components import Side

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from django.http import HttpResponse

    from kith.evidence.weight import Weight
    from kith.register.encounters.models import Encounter
    from kith.register.matches import sides
    from kith.register.matches.models import Match
    from kith.trust.who import Who

# Okabe and Ito's colours, told apart by the colour-blind; a print is always light, so they hold in the dark, too
MARKS = ("#0072b2", "#d55e00", "#007a5a", "#a8327a", "#5b3fa0", "#8a6100")
PLACES_AT_MOST = 60


class ProposeForm(forms.Form):
    """Why two records may be of one child."""

    use_required_attribute = False
    why = forms.CharField(
        label=_("What makes you think so?"),
        help_text=_("In your own words, for the person who decides. No addresses."),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={
            "required": _("Write what makes you think so: the person who decides reads it."),
            "max_length": _("This is longer than 1,000 characters. Shorten it."),
        },
    )


@page("match.read")
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: Asked, encounter_id: uuid.UUID, subject: str) -> HttpResponse:
    """Both sides, the evidence, and the form to propose a match; sending it proposes."""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.propose(request.who, encounter_id, subject, form.cleaned_data["why"])
        except BadInput as wrong:
            form.add_error("why", f"{gettext(wrong.says)} {gettext(wrong.advice)}")
        except AlreadyDecided as decided:
            messages.info(request, f"{gettext(decided.says)} {gettext(decided.advice)}".strip())
            return redirect("compare", encounter_id, subject)
        else:
            messages.success(request, _("Proposed. The team is told, and a second person decides."))
            return redirect("compare", encounter_id, subject)
    return _show(request, encounter_id, subject, form)


def _show(request: Asked, encounter_id: uuid.UUID, subject: str, form: ProposeForm) -> HttpResponse:
    who = request.who
    found = queries.comparison(who, encounter_id, subject)
    same = found.lead.subject == found.encounter.subject
    may = policy.allowed(who, "match.propose") and not same and not found.lead.proposed
    context = {
        **side_by_side(found),
        **evidence(found.lead.weights, found.lead.log10),
        "section": "identify",
        "lead": found.lead,
        "encounter": found.encounter,
        "chance": weighing.chance(found.lead.posterior),
        "shared": weighing.shared() if found.lead.shares else "",
        "prior": weighing.prior_in_words(found.size, found.not_in_register),
        "same_already": same,
        "waiting": _waiting(who, found) if found.lead.proposed else None,
        "form": form if may else None,
        "back_url": reverse("result", args=[encounter_id]),
    }
    return render(request, "kith/compare/compare.html", context, status=400 if form.errors else 200)


def _waiting(who: Who, found: sides.Comparison) -> Match | None:
    """The match of this pair that waits for a second person."""
    pair = (found.encounter.pk, found.lead.subject)
    return next((one for one in queries.open_matches(who) if (one.encounter_id, one.candidate) == pair), None)


def side_by_side(found: sides.Comparison) -> dict[str, Any]:
    """What the drawing of both sides needs."""
    lead = found.lead
    title = lead.known_as or lead.reference or gettext("Unknown young person")
    return {
        "probe": _side(gettext("Met now"), gettext("The young person"), found.probe, []),
        "candidate": _side(
            gettext("On the register"),
            title,
            found.candidate,
            [(gettext("Reference"), lead.reference)] if lead.reference else [],
        ),
        "more": [
            (heading, [one for one in side.photographs if one.pk != newest_photograph(side.encounters)])
            for heading, side in (
                (_("More photographs: met now"), found.probe),
                (_("More photographs: on the register"), found.candidate),
            )
        ],
        "pairs": [_prints(pair) for pair in found.pairs],
    }


def _side(role: str, title: str, side: sides.Side, facts: list[tuple[str, str]]) -> Side:
    """One side: the photograph that shows most, when it was met, and every claim with its source."""
    taken = newest_photograph(side.encounters)
    met = [(gettext("Met"), _met(one)) for one in side.encounters]
    said = [
        (f"{ClaimKind(one.kind).label} ({Source(one.source).label})", gettext(one.text) if one.text else "–")
        for one in side.claims
    ]
    return Side(
        role,
        title,
        [*facts, *dict.fromkeys(met), *dict.fromkeys(said)],
        reverse("image", args=[taken]) if taken else "",
        gettext("Photograph of %(who)s") % {"who": title},
    )


def _met(encounter: Encounter) -> str:
    """When and by whom, never where."""
    when = date_format(timezone.localtime(encounter.at), "j F Y, H:i")
    return f"{when}, {encounter.agency or EncounterKind(encounter.kind).label}"


def _prints(pair: sides.FingerPair) -> dict[str, Any]:
    """Two prints with their numbered marks; a pair has the same number and colour on both."""

    def drawn(
        where: str, capture_id: uuid.UUID, size: tuple[int, int], points: Sequence[sides.Minutia]
    ) -> dict[str, Any]:
        return {
            "where": where,
            "image": reverse("image", args=[capture_id]),
            "width": size[0],
            "height": size[1],
            # marks and numbers of the same size on the screen, however large the scan
            "radius": round(size[0] / 70, 1),
            "letters": round(size[0] / 27, 1),
            "marks": [
                {
                    "x": round(one.x, 1),
                    "y": round(one.y, 1),
                    "number": one.number,
                    "colour": MARKS[one.number % len(MARKS)],
                }
                for one in points[:PLACES_AT_MOST]
            ],
        }

    return {
        "finger": gettext(pair.finger),
        "words": weighing.words_of(pair.log10),
        "number": len(pair.probe),
        "prints": (
            drawn(gettext("Met now"), pair.probe_id, pair.probe_size, pair.probe),
            drawn(gettext("On the register"), pair.candidate_id, pair.candidate_size, pair.candidate),
        ),
    }


def evidence(weights: Sequence[Weight], total: float) -> dict[str, Any]:
    """What the evidence says, for this page and that of a match."""
    return {
        "rows": weighing.rows(weights, total),
        "waterfall": weighing.waterfall(weights, total),
        "not_compared": weighing.not_compared(weights),
        "total_words": weighing.words_of(total),
        "total_number": weighing.number(total),
    }


patterns = [path("encounters/<uuid:encounter_id>/compare/<str:subject>", compare, name="compare")]
