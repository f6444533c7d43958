"""The two flows, as data: which pages, in which order, and for which purpose.

Always holds: a flow only orders pages; every page can be reached from every other, and none is an obstacle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kith.register.encounters.words import EncounterKind
from kith.trust.who import Purpose, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from kith.register.encounters.models import Encounter


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow. `name` is also the name of the route that begins it."""

    name: str
    title: StrOrPromise
    purpose: Purpose
    steps: tuple[str, ...]
    searches_at_end: bool = False

    def after(self, step: str) -> str | None:
        """The step after `step`; None after the last one, and after one that is not of this flow."""
        if step not in self.steps:
            return None
        following = self.steps[self.steps.index(step) + 1 :]
        return following[0] if following else None

    def before(self, step: str) -> str | None:
        """The step before `step`, where there is one."""
        place = self.steps.index(step) if step in self.steps else 0
        return self.steps[place - 1] if place else None


FIRST_CONTACT = Flow(
    "first_contact",
    _("First contact"),
    Purpose.FIRST_CONTACT,
    ("meeting", "photograph", "fingerprints", "document", "names", "belonging", "companions", "notes"),
)
RECOGNISE = Flow(
    "identify",
    _("Who is this young person?"),
    Purpose.RECOGNISE,
    ("photograph", "fingerprints", "names"),
    searches_at_end=True,
)

# where somebody of a role usually meets a child
KIND_OF: dict[Role, EncounterKind] = {
    Role.PORT_OFFICER: EncounterKind.PORT,
    Role.POLICE_OFFICER: EncounterKind.POLICE,
    Role.SOCIAL_WORKER: EncounterKind.SOCIAL_WORK,
    Role.SAFEGUARDING_LEAD: EncounterKind.SOCIAL_WORK,
}


def flow_of(encounter: Encounter) -> Flow:
    """The flow in which an encounter is written down: that of the purpose for which it was begun."""
    return RECOGNISE if encounter.purpose == Purpose.RECOGNISE else FIRST_CONTACT
