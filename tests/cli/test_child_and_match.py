"""`kith child show` and `kith match`."""

from __future__ import annotations

import pytest

from kith.register.encounters.models import Encounter
from kith.trust.log.models import Entry


def test_a_child_is_shown_without_an_address(terminal, missing):
    """Where tonight, kit, timeline, whom with; the address that was met is kept back."""
    result = terminal.run("child", "show", missing.lower().replace("-", " "), as_="social")
    assert result.exit_code == 0, result.stderr
    assert "Tonight: MISSING since" in result.stdout
    assert "says he is an uncle" in result.stdout
    assert "Identity kit: 6 of 6" in result.stdout
    assert "Invented Row" not in result.stdout
    told = terminal.json("child", "show", missing, as_="social")
    assert told["tonight"]["answer"] == "missing"
    assert [one["label"] for one in told["associates"] if one["kind"] == "address"] == [""]
    assert len(told["timeline"]) == 1


@pytest.mark.parametrize("kind", ["home", "social_work", "port"])
def test_no_place_is_shown(terminal, recorded, kind):
    """Where a child was met may be where the child lives: a terminal shows the place of no meeting."""
    Encounter.objects.update(kind=kind, place="14 Invented Row")
    for more in ((), ("--json",)):
        result = terminal.run("child", "show", recorded["reference"], *more, as_="social")
        assert "Invented Row" not in result.stdout


def test_the_purpose_is_said(terminal, recorded):
    """On standard error in words with the name; with --json in the object."""
    result = terminal.run("child", "show", recorded["reference"], as_="police")
    assert "As Paul Police, to find a missing child." in result.stderr
    assert terminal.json("child", "show", recorded["reference"], as_="social")["purpose"] == "care"
    assert recorded["purpose"] == "first_contact"


def test_the_purpose_is_that_of_the_role(terminal, recorded):
    """A social worker looks to care, an officer to find; what was chosen is what the log keeps."""
    for username, purpose in (("social", "care"), ("police", "missing")):
        terminal.json("child", "show", recorded["reference"], as_=username)
        looks = Entry.objects.filter(act="child looked at").order_by("-seq")
        assert looks[0].purpose == purpose
    told = terminal.refusal("child", "show", recorded["reference"], "--purpose", "care", as_="police")
    assert told["error"] == "NotPermitted"


def test_a_port_officer_is_not_told_where_a_child_lives(terminal, recorded):
    """The record is shown, the placement is not, and no refusal is written for it."""
    told = terminal.json("child", "show", recorded["reference"], as_="port")
    assert told["tonight"] is None
    assert not Entry.objects.filter(act="refused").exists()


def test_a_slip_in_a_reference_is_noticed(terminal):
    """An unknown reference is refused with what to do."""
    assert terminal.refusal("child", "show", "K7F3-Q2M8", as_="social")["error"] == "NotFound"


@pytest.fixture
def found(terminal, prints, missing):
    """The encounter in which an officer found the missing child."""
    words = ("identify", "--finger", str(prints / "first-2.png"), "--adult", "Rosa")
    return terminal.json(*words, as_="police")["encounter"]


def test_one_proposes_and_another_decides(terminal, found, missing):
    """The proposer cannot decide; the second person can, and the encounter then is the child's."""
    made = terminal.json("match", "propose", found, missing, "--why", "the thumb", as_="police")
    assert made["state"] == "proposed"
    waiting = terminal.json("match", "list", as_="second")["matches"]
    assert [one["match"] for one in waiting] == [made["match"]]
    assert waiting[0]["weights"][0]["reasons"]
    own = terminal.refusal("match", "decide", made["match"], "--confirm", "--why", "sure", as_="police")
    assert own["error"] == "SamePerson"
    done = terminal.json(
        "match", "decide", made["match"][:8], "--confirm", "--why", "both thumbs", as_="second"
    )
    assert done["state"] == "confirmed"
    assert Encounter.objects.get(pk=found).child.reference == missing
    again = terminal.refusal("match", "decide", made["match"], "--reject", "--why", "no", as_="second")
    assert again["error"] == "AlreadyDecided"
    assert len(terminal.json("child", "show", missing, as_="social")["timeline"]) == 2


def test_a_rejection_is_remembered(terminal, found, missing, prints):
    """A rejected match is listed with the child and no longer waits."""
    made = terminal.json("match", "propose", found, missing, "--why", "the thumb", as_="police")
    result = terminal.run("match", "decide", made["match"], "--reject", "--why", "another hand", as_="second")
    assert "The rejection is remembered" in result.stdout
    assert terminal.run("match", "list", as_="second").stdout.strip() == "No match waits."
    listed = terminal.run("match", "list", "--child", missing, as_="second")
    assert "another hand" in listed.stdout


def test_a_decision_needs_a_side_and_a_reason(terminal, found, missing):
    """Neither is guessed."""
    made = terminal.json("match", "propose", found, missing, "--why", "the thumb", as_="police")
    assert (
        terminal.refusal("match", "decide", made["match"], "--why", "x", as_="second")["error"] == "BadAnswer"
    )
    assert terminal.refusal("match", "decide", made["match"], "--confirm", as_="second")["field"] == "why"


def test_only_a_candidate_of_the_search_can_be_proposed(terminal, found):
    """Another reference, another encounter or nonsense is not found."""
    assert terminal.refusal("match", "propose", found, "K7F3-Q2M8", as_="police")["error"] == "NotFound"
    assert terminal.refusal("match", "propose", "nonsense", "K7F3-Q2M8", as_="police")["error"] == "NotFound"
    assert terminal.refusal("match", "decide", "abc", "--confirm", as_="second")["error"] == "NotFound"
