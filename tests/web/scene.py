"""The scene of the pages after a search: four children on the register, one missing, and a young person met by police."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import TestCase
from django.utils import timezone
from tests.fingers import taken
from tests.web.pages import picture

from kith.register.encounters import actions as encounters
from kith.register.encounters.prepared import photograph
from kith.register.encounters.words import EncounterKind
from kith.register.missing.actions import report_missing
from kith.register.placements.actions import place_child
from kith.register.placements.words import PlacementKind
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from tests.cast import Cast

    from kith.register.children.models import Child
    from kith.register.encounters.models import Encounter
    from kith.register.encounters.prepared import Prepared
    from kith.register.placements.models import Placement
    from kith.trust.who import Who

ADDRESS = "7 Cormorant Row, Saltmere QX1 2CC"
NAMES = ("Nguyen Thi Hong Nhung", "Ardit Hoxha", "Tesfalem Gebre", "Karim Yusuf")


@dataclass(frozen=True)
class Scene:
    """Who is on the register, where the first of them lived, and the meeting whose search finds them."""

    children: list[Child]
    placement: Placement
    found: Encounter

    @property
    def child(self) -> Child:
        """The missing child."""
        return self.children[0]

    @property
    def subject(self) -> str:
        """The missing child as a search names them."""
        return f"child:{self.child.pk}"


@functools.cache
def without_face() -> Prepared:
    """A photograph in which no face is seen, looked at."""
    return photograph(picture())


def meet(
    who: Who, *captured: Prepared, name: str = "", kind: EncounterKind = EncounterKind.POLICE
) -> Encounter:
    """Record an encounter with some captures and a name, and let its search run."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        begun = encounters.begin_encounter(who, kind, place="Quarry Lane")
        encounters.describe_encounter(who, begun.pk, {"responsible_adult": "Rosa Interpreter"})
        if name:
            encounters.say_names(who, begun.pk, [name])
        for one in captured:
            encounters.add_capture(who, begun.pk, one)
        return encounters.record_encounter(who, begun.pk)


def known(cast: Cast) -> tuple[list[Child], Placement]:
    """Four children recorded at the port; the first is placed at an address, and missing since four months."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    children = []
    for number, name in enumerate(NAMES):
        fingers = (taken(1 + 10 * number, 0, 2), taken(2 + 10 * number, 0, 7))
        met = meet(port, without_face(), *fingers, name=name, kind=EncounterKind.PORT)
        children.append(encounters.register_child(port, met.pk, cast.care_team.pk))
    care = cast.who("social", Purpose.CARE)
    left = timezone.now() - timedelta(days=120)
    placement = place_child(
        care, children[0].pk, PlacementKind.FOSTER, left - timedelta(days=2), area="Saltmere", address=ADDRESS
    )
    report_missing(care, children[0].pk, left, place="Saltmere school")
    return children, placement


def play(cast: Cast) -> Scene:
    """The whole scene: a police officer meets a young person who is the missing child, with one finger and half a name."""
    children, placement = known(cast)
    police = cast.who("police", Purpose.RECOGNISE)
    found = meet(police, without_face(), taken(1, 1, 2), name="Nhung")
    return Scene(children, placement, found)
