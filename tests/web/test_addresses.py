"""An address that somebody wrote down anywhere stays where it was written: no notice, search or comparison shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import TestCase
from tests.fingers import taken
from tests.web.scene import known

from kith.register.associates.actions import met_with
from kith.register.associates.words import AssociateKind
from kith.register.children.models import Child, Notice
from kith.register.encounters import actions as encounters
from kith.register.encounters.words import EncounterKind
from kith.register.matches import actions, queries
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from kith.register.encounters.models import Encounter
    from kith.register.encounters.prepared import Prepared
    from kith.trust.who import Who

pytestmark = pytest.mark.django_db

# one for each place in which somebody might write one; none is of a form that is issued
PLANTED = {
    "place": "3 Gannet Rise, QX2 3PL",
    "notes": "5 Petrel Mews, QX3 4NO",
    "associate": "9 Fulmar Close, QX4 5AS",
    "placement": "7 Cormorant Row, Saltmere QX1 2CC",
}


def _meet(who: Who, name: str, *captured: Prepared) -> Encounter:
    """An encounter in which an address stands wherever one can be written."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        begun = encounters.begin_encounter(who, EncounterKind.POLICE, place=PLANTED["place"])
        told = {"notes": f"Lives at {PLANTED['notes']}.", "responsible_adult": "Rosa Interpreter"}
        encounters.describe_encounter(who, begun.pk, told)
        encounters.say_names(who, begun.pk, [name])
        met_with(who, begun.pk, AssociateKind.ADDRESS, PLANTED["associate"], "taken there")
        for one in captured:
            encounters.add_capture(who, begun.pk, one)
        return encounters.record_encounter(who, begun.pk)


@pytest.fixture
def shown(cast, browser_of):
    """What a police officer and the care team are shown after such a child was met again, page by page."""
    known(cast)
    police = cast.who("police", Purpose.RECOGNISE)
    first = _meet(police, "Nhung", taken(501, 0, 2), taken(502, 0, 7))
    child = encounters.register_child(cast.who("port", Purpose.FIRST_CONTACT), first.pk, cast.care_team.pk)
    found = _meet(police, "Nhung", taken(501, 1, 2))
    stands_at = f"/encounters/{found.pk}"
    browser = browser_of("police", Purpose.RECOGNISE)
    pages = {
        "search result": browser.get(f"{stands_at}/result").content.decode(),
        "comparison": browser.get(f"{stands_at}/compare/child:{child.pk}").content.decode(),
        "search as data": str(queries.search_result(police, found.pk)),
    }
    match = actions.propose(police, found.pk, f"child:{child.pk}", "The same fingers")
    pages["notices"] = browser_of("social", Purpose.CARE).get("/notices").content.decode()
    pages["match"] = browser_of("lead", Purpose.REVIEW).get(f"/matches/{match.pk}").content.decode()
    pages["notices as data"] = " ".join(str(one.says) + str(one.values) for one in Notice.objects.all())
    assert Child.objects.get(pk=child.pk).reference in pages["search result"]
    return pages


def test_no_planted_address_is_shown(shown):
    """Written as place, in the notes, as an address or for a placement: it stands on none of these pages."""
    found = [
        (page, where, part)
        for page, text in shown.items()
        for where, address in PLANTED.items()
        for part in (address, address.split(",")[0], address[-7:])
        if part in text
    ]
    assert not found, f"An address is never shown to somebody who searches: {found}"
