"""`kith template rebuild`: what it says, and that it shows no child."""

from __future__ import annotations

import pytest
from tests.fingers import taken

from kith.register.encounters import actions
from kith.register.encounters.models import Capture
from kith.register.encounters.words import EncounterKind
from kith.trust.vault.models import Sealed
from kith.trust.who import Purpose


@pytest.fixture
def met(cast):
    """A child with two fingers whose templates an older engine has made."""
    port = cast.who("port", Purpose.FIRST_CONTACT)
    begun = actions.begin_encounter(port, EncounterKind.PORT)
    actions.describe_encounter(port, begun.pk, {"responsible_adult": "Rosa Interpreter"})
    actions.say_names(port, begun.pk, ["Ardit Hoxha"])
    for seed, position in ((1, 2), (2, 7)):
        actions.add_capture(port, begun.pk, taken(seed, 0, position))
    Capture.objects.update(engine="leader 0")
    return begun


def test_says_how_many(terminal, met):
    """In words and in JSON: how many were made again; a second run has nothing to do."""
    assert "2 templates were made again." in terminal.run("template", "rebuild").stdout
    assert terminal.json("template", "rebuild") == {"renewed": 0, "unusable": 0, "changed": 0, "failed": []}


def test_names_what_could_not_be_made_again(terminal, met):
    """A damaged original is named by encounter and finger, not by the child; the status says so; the other is made again."""
    damaged = met.captures.get(position=7)
    Sealed.objects.filter(pk=damaged.original_id).update(sealed=b"\x01" * 100)
    result = terminal.run("template", "rebuild")
    assert result.exit_code == 3
    assert "1 template was made again." in result.stdout
    assert f"left index finger of encounter {met.pk}" in result.stderr
    assert "Ardit" not in result.stdout + result.stderr
    body = terminal.json("template", "rebuild", status=3)
    assert [one["capture"] for one in body["failed"]] == [str(damaged.pk)]
