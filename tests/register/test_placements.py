"""Placements: where a child is tonight, planned and past stays, and the address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.errors import BadAnswer, NotPermitted
from kith.register.encounters import actions as encounters
from kith.register.encounters.words import EncounterKind
from kith.register.placements.actions import end_placement, open_address, place_child
from kith.register.placements.queries import where_tonight
from kith.register.placements.words import AddressReason, PlacementKind
from kith.trust.log.models import Entry
from kith.trust.who import Purpose

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def care(cast):
    """The social worker."""
    return cast.who("social", Purpose.CARE)


@pytest.fixture
def child(cast, care):
    """A child on the register."""
    met = encounters.begin_encounter(care, EncounterKind.SOCIAL_WORK)
    return encounters.register_child(care, met.pk, cast.care_team.pk)


def test_not_known_is_an_answer(care, child):
    """A child without any placement is not known tonight."""
    assert where_tonight(care, child.pk).answer == "not_known"


def test_a_planned_stay_is_not_tonight(care, child):
    """A stay that begins next week does not answer where the child is tonight."""
    place_child(care, child.pk, PlacementKind.HOTEL, timezone.now() + 7 * DAY)
    assert where_tonight(care, child.pk).answer == "not_known"


def test_a_stay_that_will_end_is_tonight(care, child):
    """A stay that ends next month is where the child is tonight."""
    stay = place_child(care, child.pk, PlacementKind.FOSTER, timezone.now() - DAY, area="Mossgate")
    end_placement(care, stay.pk, timezone.now() + 30 * DAY)
    tonight = where_tonight(care, child.pk)
    assert (tonight.answer, tonight.area) == ("placed", "Mossgate")


def test_not_known_says_since_when(care, child):
    """After a stay ended, nobody knows since then."""
    stay = place_child(care, child.pk, PlacementKind.FOSTER, timezone.now() - 9 * DAY)
    ended = end_placement(care, stay.pk, timezone.now() - DAY).ends
    tonight = where_tonight(care, child.pk)
    assert (tonight.answer, tonight.since) == ("not_known", ended)


def test_a_new_stay_ends_the_open_one(care, child):
    """A child lives in one place at a time."""
    place_child(care, child.pk, PlacementKind.HOTEL, timezone.now() - 2 * DAY)
    place_child(care, child.pk, PlacementKind.FOSTER, timezone.now() - DAY)
    assert where_tonight(care, child.pk).kind == "foster"
    assert child.placements.filter(ends=None).count() == 1


def test_a_past_stay_written_down_later_ends_no_other(care, child):
    """Writing down where the child was last month leaves tonight alone; what overlaps is refused."""
    now = timezone.now()
    place_child(care, child.pk, PlacementKind.FOSTER, now - DAY)
    place_child(care, child.pk, PlacementKind.HOTEL, now - 30 * DAY, ends=now - 20 * DAY)
    assert where_tonight(care, child.pk).kind == "foster"
    for begins, ends in ((now - 25 * DAY, now - 22 * DAY), (now - 5 * DAY, now), (now - 40 * DAY, None)):
        with pytest.raises(BadAnswer):
            place_child(care, child.pk, PlacementKind.HOTEL, begins, ends=ends)


def test_an_address_is_opened_for_a_reason_of_the_list(care, child, cast):
    """Free text is no reason, since the log outlives the child's record; the reason chosen stands in the log."""
    stay = place_child(care, child.pk, PlacementKind.FOSTER, timezone.now(), address="7 Cormorant Row")
    with pytest.raises(BadAnswer):
        open_address(care, stay.pk, "because 7 Cormorant Row")
    assert open_address(care, stay.pk, AddressReason.DANGER) == "7 Cormorant Row"
    last = Entry.objects.order_by("-seq").first()
    assert (last.act, last.details) == ("address opened", {"reason": "danger"})
    assert not Entry.objects.filter(details__icontains="Cormorant").exists()
    with pytest.raises(NotPermitted):
        open_address(cast.who("police", Purpose.MISSING), stay.pk, AddressReason.DANGER)
