"""The answer to "who is this young person?", in words that are read in one second.

Always holds: no address and no place; a search that could not reach everything is never "not known"; that nobody was
found clears nobody, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kith.evidence.weight import Kind
from kith.register.encounters import queries as encounters
from kith.register.encounters.words import CaptureKind
from kith.register.matches import actions, queries, searching
from kith.trust import policy
from kith.web.access import Asked, page
from kith.web.checking import TeamForm
from kith.web.weighing import KINDS, how_long, sentence, top_reasons, words_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from kith.register.encounters.models import Encounter
    from kith.register.encounters.queries import Told
    from kith.register.matches.leads import Lead
    from kith.register.matches.queries import Result
    from kith.trust.who import Who

# what an officer can capture or ask for; of each it is said whether it was searched with
ASKED_FOR: dict[Kind, StrOrPromise] = {
    Kind.FINGERPRINT: _("fingerprints"),
    Kind.FACE: _("a photograph of the face"),
    Kind.DOCUMENT: _("a travel document"),
    Kind.NAME: _("a name"),
}
DECIDED = "decided"  # the headline once two people decided; it belongs to no search
CAPTURES = {CaptureKind.FINGERPRINT: Kind.FINGERPRINT, CaptureKind.PHOTOGRAPH: Kind.FACE}


@dataclass(frozen=True, slots=True)
class Card:
    """A lead as the page shows it: with what speaks for and against it, in sentences."""

    lead: Lead
    reasons: list[str]
    same_already: bool
    own_team: bool = False

    @property
    def dial(self) -> str:
        """The telephone number as a link takes it."""
        return dial(self.lead.phone)

    @property
    def missing_for(self) -> str:
        """How long the child has been missing."""
        return how_long(self.lead.missing_since) if self.lead.missing_since else ""

    @property
    def words(self) -> str:
        """The weight of all evidence in words."""
        return words_of(self.lead.log10)


def is_of(who: Who, lead: Lead) -> bool:
    """Whether the team to call about a lead is the one that looks: nobody is told to call themselves."""
    return who.team_id is not None and lead.team_id == who.team_id


def dial(phone: str) -> str:
    """A telephone number as a link takes it: a plus and digits only."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@page("match.read")
@require_safe
def result(request: Asked, encounter_id: uuid.UUID) -> HttpResponse:
    """What the newest search of an encounter found, and what to do now."""
    who = request.who
    found = queries.search_result(who, encounter_id)
    encounter = found.encounter
    told = encounters.encounter(who, encounter_id) if policy.allowed(who, "encounter.read") else None
    cards = [
        Card(lead, top_reasons(lead.weights), lead.subject == encounter.subject, is_of(who, lead))
        for lead in found.leads
    ]
    open_cards = [card for card in cards if not card.same_already]
    look = _look(found, cards)
    context = {
        "section": "identify",
        "found": found,
        "encounter": encounter,
        "child": encounter.child,
        "look": look,
        "first": open_cards[0] if open_cards and look != DECIDED else None,
        "own_child": _is_own_child(who, encounter),
        "decided": next((card for card in cards if card.same_already), None),
        "cards": cards,
        "searched": _searched(found),
        "not_used": _not_used(found, told),
        "not_searched": [*map(sentence, found.problems), *_what_helps(told)],
        "form": _team_form(request),
        "may_search": policy.allowed(who, "match.search"),
        "may_read_child": policy.allowed(who, "child.read"),
    }
    return render(request, "kith/result/result.html", context)


def _is_own_child(who: Who, encounter: Encounter) -> bool:
    """Whether the team that looks is responsible for the child of this encounter."""
    team = encounter.child.responsible_team_id if encounter.child else None
    return team is not None and team == who.team_id


def _look(found: Result, cards: list[Card]) -> str:
    """Which headline: that of the search, unless two people decided since whose meeting this is."""
    if found.decided or any(card.same_already for card in cards):
        return DECIDED
    return found.headline.value


def _searched(found: Result) -> list[str]:
    """How many children were searched, and with how many of them each kind of evidence could be compared."""
    if found.answered_at is None:
        return []
    people = ngettext(
        "%(n)d child or young person is on the register.",
        "%(n)d children and young people are on the register.",
        found.size,
    ) % {"n": found.size}
    return [
        people,
        *(
            gettext("%(kind)s: compared with those of %(n)d of them.") % {"kind": KINDS[Kind(kind)], "n": n}
            for kind, n in found.searched.items()
        ),
    ]


def _not_used(found: Result, told: Told | None) -> list[str]:
    """The kinds of evidence that were not captured or told, and so not searched with."""
    captured = {CAPTURES[CaptureKind(one.kind)] for one in told.captures} if told else set()
    return [
        str(words)
        for kind, words in ASKED_FOR.items()
        if kind.value not in found.searched and kind not in captured
    ]


def _what_helps(told: Told | None) -> list[str]:
    """What would make the captures comparable that were not, each advice once."""
    broken = [one for one in told.captures if one.template_id is None and one.advice] if told else []
    return list(dict.fromkeys(gettext(one.advice) for one in broken))


def _team_form(request: Asked) -> TeamForm | None:
    """The choice of a team for a child new to the register, for those who may register one."""
    who: Who = request.who
    if not (policy.allowed(who, "encounter.record") and policy.allowed(who, "notice.read")):
        return None
    return TeamForm(who, initial={"team": request.GET.get("team", "")})


@page("match.search")
@require_http_methods(["GET", "HEAD", "POST"])
def search_again(request: Asked, encounter_id: uuid.UUID) -> HttpResponse:
    """Search once more, now, and show the result."""
    if request.method == "POST":
        searching.run(actions.ask_again(request.who, encounter_id).pk)
        messages.info(request, _("The register was searched again."))
    return redirect("result", encounter_id)


patterns = [
    path("encounters/<uuid:encounter_id>/result", result, name="result"),
    path("encounters/<uuid:encounter_id>/search-again", search_again, name="search_again"),
]
