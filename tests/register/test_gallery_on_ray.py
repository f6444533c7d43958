"""A register whose gallery is spread over Ray: it finds who is recorded, and a lost part of it is restored from the rows."""

from __future__ import annotations

import importlib.util
import os
import signal
import time

import pytest
from tests.fingers import taken

from kith.register.encounters import actions
from kith.register.encounters.words import EncounterKind
from kith.register.matches import searching
from kith.register.matches.gallery import THE_GALLERY
from kith.register.matches.models import Search
from kith.trust.who import Purpose

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="Ray is not installed: pip install kith[ray]"
    ),
]


@pytest.fixture
def on_ray(settings):
    """The register's gallery over Ray instead of in memory."""
    settings.KITH_GALLERY = "ray"
    THE_GALLERY.forget()
    yield THE_GALLERY
    THE_GALLERY.forget()
    import ray

    ray.shutdown()


def test_a_lost_part_is_restored_from_the_register(on_ray, cast):
    """A finger leads to its child; after the process that held the child is killed answers are incomplete, then complete again."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    children = []
    for seed in (1, 11, 21):
        met = actions.begin_encounter(port, EncounterKind.PORT, place="Saltmere")
        actions.describe_encounter(port, met.pk, {"responsible_adult": "Rosa Interpreter"})
        actions.add_capture(port, met.pk, taken(seed, 0, 2))
        actions.record_encounter(port, met.pk)
        children.append(actions.register_child(port, met.pk, cast.care_team.pk))
    police = cast.who("police", Purpose.RECOGNISE)
    met = actions.begin_encounter(police, EncounterKind.POLICE)
    actions.describe_encounter(police, met.pk, {"responsible_adult": "Rosa Interpreter"})
    actions.add_capture(police, met.pk, taken(1, 1, 2))
    actions.record_encounter(police, met.pk)
    answer = Search.objects.get(encounter=met).answer
    assert answer["complete"]
    assert answer["candidates"][0]["subject"] == f"child:{children[0].pk}"

    gallery = on_ray.current()
    keeper = gallery._keeper_of(f"child:{children[0].pk}")
    os.kill(gallery._ray.get(keeper.now.actor.process.remote()), signal.SIGKILL)
    answer = searching.answer_for(met)
    assert not answer.complete
    assert any("could not be searched" in str(problem) for problem in answer.problems)
    assert answer.size == 3
    while not keeper.now.whole:
        time.sleep(0.05)
    answer = searching.answer_for(met)
    assert answer.complete
    assert answer.candidates[0].subject == f"child:{children[0].pk}"
