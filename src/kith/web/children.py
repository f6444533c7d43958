"""A child's page, the list of children, and who is missing tonight.

Always holds: what the purpose does not permit is said to be not shown, never guessed; claims stand side by side and none
overwrites another; an address is on none of these pages; missing is never the end of a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kith.register.associates.queries import associates_of
from kith.register.associates.words import AssociateKind
from kith.register.children import queries
from kith.register.encounters.queries import identity_kit, timeline
from kith.register.encounters.words import CaptureKind, ClaimKind, EncounterKind, KitItem, KitState, Source
from kith.register.matches.queries import matches_of
from kith.register.missing.queries import children_missing_tonight, episodes_of
from kith.register.placements.queries import placements_of, where_tonight
from kith.register.placements.words import PlacementKind
from kith.trust import policy
from kith.web import caring
from kith.web.access import Asked, page
from kith.web.components import Cell, KitPart, SummaryRow, Table
from kith.web.weighing import how_long

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from kith.register.associates.models import Meeting
    from kith.register.children.models import Child
    from kith.register.encounters.models import Claim
    from kith.register.encounters.queries import Told
    from kith.register.encounters.reading import Kit
    from kith.register.missing.models import MissingEpisode
    from kith.trust.who import Who

SEARCHED_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the child's timeline, with the images captured then."""

    title: StrOrPromise
    when: datetime
    by: str = ""
    words: str = ""
    images: Sequence[tuple[str, StrOrPromise]] = ()
    href: str = ""


def moment(at: datetime) -> str:
    """A moment in words, where the register is."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


@page("child.read")
@require_safe
def child(request: Asked, child_id: uuid.UUID) -> HttpResponse:
    """Everything that this purpose shows of one child; where they are tonight comes first."""
    who = request.who
    found = queries.child(who, child_id)
    if found.pk != child_id:
        return redirect("child", found.pk)
    housed = policy.allowed(who, "placement.read")
    told = timeline(who, found.pk)
    episodes = episodes_of(who, found.pk)
    missing = next((one for one in episodes if one.is_open), None)
    context = {
        "section": "children",
        "child": found,
        "missing": missing,
        "missing_for": how_long(missing.last_seen_at) if missing else "",
        "housed": housed,
        **(_tonight(who, found) if housed else {}),
        "kit": kit_parts(identity_kit(who, found.pk)),
        "claims": _claims(told),
        "events": _events(who, told, episodes, housed=housed),
        "company": _company(associates_of(who, found.pk)),
        "matches": matches_of(who, found.pk),
        "may": _may(who),
    }
    return render(request, "kith/children/child.html", context)


def _may(who: Who) -> dict[str, bool]:
    """What this person may do for one of their purposes; the page of each asks for the purpose it needs."""
    return {
        "meet": policy.allowed(who, "encounter.record"),
        "report": policy.ever_allowed(who, "missing.report"),
        "found": policy.ever_allowed(who, "missing.found"),
        "give": policy.allowed(who, "child.write"),
        "address": policy.allowed(who, "placement.address"),
        "match": policy.allowed(who, "match.read"),
    }


def _tonight(who: Who, found: Child) -> dict[str, Any]:
    """Where the child is tonight, and where they lived before; kinds of places and areas, no address."""
    now = where_tonight(who, found.pk)
    return {
        "tonight": now,
        "tonight_kind": PlacementKind(now.kind).label if now.kind else "",
        "placements": placements_of(who, found.pk),
    }


def kit_parts(kit: Kit) -> list[KitPart]:
    """The six parts of the identity kit, each with its best answer over all encounters."""
    return [
        KitPart(item.label, kit.states[item], KitState(kit.states[item]).label, kit.reasons.get(item, ""))
        for item in KitItem
    ]


def _claims(told: Iterable[Told]) -> list[tuple[StrOrPromise, list[SummaryRow]]]:
    """What was said and shown, kind by kind, each with its source and when; the newest first."""
    heard = [(one, claim) for one in told for claim in one.claims]
    groups: list[tuple[StrOrPromise, list[SummaryRow]]] = []
    for kind in ClaimKind:
        rows = [
            SummaryRow(
                _source(one, claim),
                gettext(claim.text) if claim.text else "–",
                name_in_any_script=kind == ClaimKind.NAME,
            )
            for one, claim in heard
            if claim.kind == kind
        ]
        if rows:
            groups.append((kind.label, rows))
    return groups


def _source(told: Told, claim: Claim) -> str:
    """How a claim is known, when it was made, and to whom."""
    encounter = told.encounter
    to = encounter.agency or EncounterKind(encounter.kind).label
    return f"{Source(claim.source).label}, {date_format(timezone.localtime(encounter.at), 'j F Y')}, {to}"


def _events(who: Who, told: list[Told], episodes: list[MissingEpisode], *, housed: bool) -> list[Event]:
    """Encounters and missing episodes, the newest first."""
    sees = policy.allowed(who, "encounter.read")
    events = [_met(one, sees=sees, linked=policy.allowed(who, "match.read")) for one in told]
    for one in episodes:
        place = one.last_seen_place if housed else ""
        events.append(
            Event(
                _("Last seen, then missing"),
                one.last_seen_at,
                words="\n".join(filter(None, (place, one.circumstances if housed else ""))),
            )
        )
        if one.found_at is not None:
            events.append(Event(_("Found"), one.found_at, words=one.found_place if housed else ""))
    return sorted(events, key=lambda event: event.when, reverse=True)


def _met(told: Told, *, sees: bool, linked: bool) -> Event:
    """One encounter, with as much of where it was as the register tells this person."""
    encounter = told.encounter
    by = ", ".join(part for part in (encounter.officer_name, encounter.agency) if part)
    images: Sequence[tuple[str, StrOrPromise]] = (
        [(reverse("image", args=[one.pk]), CaptureKind(one.kind).label) for one in told.captures]
        if sees
        else []
    )
    return Event(
        gettext("Met: %(how)s") % {"how": EncounterKind(encounter.kind).label},
        encounter.at,
        by,
        "\n".join(part for part in (encounter.place, encounter.notes) if part),
        images,
        reverse("result", args=[encounter.pk]) if linked and encounter.recorded_at else "",
    )


def _company(met: Iterable[Meeting]) -> list[SummaryRow]:
    """Whom and what the child was met with, as far as the register tells it."""
    return [
        SummaryRow(
            f"{AssociateKind(one.associate.kind).label}, {date_format(timezone.localtime(one.encounter.at), 'j F Y')}",
            f"{one.associate.label} ({one.relation})" if one.relation else one.associate.label,
        )
        for one in met
    ]


@page("child.list")
@require_safe
def children(request: Asked) -> HttpResponse:
    """The newest children, or those whose reference or name was asked for."""
    text = request.GET.get("q", "").strip()[:SEARCHED_AT_MOST]
    own = request.GET.get("own") == "1"
    found = queries.children(request.who, text, own_team_only=own)
    table = Table(
        _("Children on the register"),
        (_("Known as"), _("Reference"), _("Responsible team"), _("On the register since")),
        [_listed(one) for one in found],
    )
    context = {
        "section": "children",
        "table": table,
        "asked": text,
        "own": own,
        "full": len(found) == queries.LISTED_AT_MOST,
    }
    return render(request, "kith/children/children.html", context)


def _listed(one: Child) -> list[Cell]:
    since = date_format(timezone.localtime(one.registered_at), "j F Y")
    team = one.responsible_team.name if one.responsible_team else gettext("Nobody yet")
    return [
        Cell(one.known_as or gettext("No name yet"), reverse("child", args=[one.pk])),
        Cell(one.reference),
        Cell(team),
        Cell(since),
    ]


@page("child.list")
@require_safe
def missing_tonight(request: Asked) -> HttpResponse:
    """Every child who is missing now, the longest first."""
    episodes = children_missing_tonight(request.who)
    table = Table(
        _("Children missing tonight"),
        (_("Known as"), _("Reference"), _("Missing since"), _("Team to call"), _("Telephone")),
        [
            [
                Cell(one.child.known_as or gettext("No name yet"), reverse("child", args=[one.child_id])),
                Cell(one.child.reference),
                Cell(", ".join(filter(None, (moment(one.last_seen_at), how_long(one.last_seen_at))))),
                Cell(
                    one.child.responsible_team.name if one.child.responsible_team else gettext("Nobody yet")
                ),
                Cell(one.child.responsible_team.phone if one.child.responsible_team else "–"),
            ]
            for one in episodes
        ],
    )
    return render(request, "kith/children/missing.html", {"section": "children", "table": table})


patterns = [
    path("children", children, name="children"),
    path("children/missing", missing_tonight, name="missing_tonight"),
    path("children/<uuid:child_id>", child, name="child"),
    *caring.patterns,
]
