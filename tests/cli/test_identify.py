"""`kith identify`."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from kith.register.encounters.models import Encounter
from kith.register.matches import searching

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "fingerprints" / "fvc2002_db1_b"


def test_a_missing_child_is_recognised_by_another_impression(terminal, prints, missing):
    """One other impression of one finger, at a place that it does not know, and the call is named."""
    words = ("identify", "--finger", f"unknown={prints / 'second-2.png'}", "--name", "Ben", "--adult", "Rosa")
    told = terminal.json(*words, as_="police")
    assert told["headline"] == "missing"
    assert told["complete"]
    best = told["candidates"][0]
    assert best["reference"] == missing
    assert best["missing_since"]
    assert (best["team"], best["phone"]) == ("Harrowby duty team", "020 7946 0003")
    fingers = [weight for weight in best["weights"] if weight["kind"] == "fingerprint"]
    assert fingers[0]["log10"] > 2
    assert fingers[0]["reasons"]
    assert told["searched"]["fingerprint"] == 1
    assert Encounter.objects.get(pk=told["encounter"]).purpose == "recognise"


def test_a_person_reads_the_call_first(terminal, prints, missing):
    """The first line is what to do; no address is anywhere."""
    words = ("identify", "--finger", str(prints / "first-2.png"), "--adult", "Rosa")
    result = terminal.run(*words, as_="police")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.lstrip().startswith("MISSING CHILD - call now")
    assert "020 7946 0003" in result.stdout
    assert missing in result.stdout
    assert "Invented Row" not in result.stdout


def test_a_child_who_is_not_missing_is_a_possible_match(terminal, prints, recorded):
    """The team that is responsible is named in the headline."""
    result = terminal.run(
        "identify", "--finger", str(prints / "first-2.png"), "--adult", "Rosa", as_="police"
    )
    assert result.stdout.lstrip().startswith("POSSIBLE MATCH - call Harrowby duty team, 020 7946 0003")
    assert recorded["reference"] in result.stdout


def test_who_is_not_known_hears_what_was_searched(terminal, recorded):
    """Not known says how many were searched by what, and that it clears nobody."""
    result = terminal.run("identify", "--name", "Nguyễn Thị Hồng Nhung", as_="police")
    assert result.exit_code == 0, result.stderr
    assert "NOT KNOWN" in result.stdout
    assert "Searched: 1 record of children" in result.stdout
    assert "name with 1" in result.stdout
    assert "says nothing about safety" in result.stdout


def test_a_search_that_failed_is_incomplete_and_never_not_known(terminal, recorded, monkeypatch):
    """Exit status 3 and why; the encounter stays recorded."""

    def broken(_encounter):
        raise RuntimeError

    monkeypatch.setattr(searching, "answer_for", broken)
    told = terminal.json("identify", "--name", "Ardit Hoxha", as_="police", status=3)
    assert told["headline"] == "incomplete"
    assert told["problems"]
    assert Encounter.objects.get(pk=told["encounter"]).state == "recorded"


def test_there_must_be_something_to_search_with(terminal):
    """Nothing handed over is refused before anybody signs in."""
    assert terminal.refusal("identify", as_="police")["error"] == "BadAnswer"


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the set fvc2002_db1_b is not at {REAL}")
def test_two_real_fingers_are_recognised_by_one_other_impression(terminal):
    """A child recorded with two real fingers is found by another impression of either, among the set's other fingers."""
    files = {finger: sorted(REAL.glob(f"{finger}_*.png")) for finger in range(101, 111)}
    first = ("--finger", f"right-thumb={files[101][0]}", "--finger", f"right-index={files[102][0]}")
    child = terminal.json("record", *first, "--name", "Ana", "--adult", "Rosa", "--register", as_="port")
    for finger in range(103, 111):
        words = ("record", "--finger", f"right-thumb={files[finger][0]}", "--adult", "Rosa", "--register")
        terminal.json(*words, as_="port")
    for probe in (files[101][2], files[102][2]):
        told = terminal.json("identify", "--finger", f"unknown={probe}", "--adult", "Rosa", as_="police")
        assert told["candidates"][0]["reference"] == child["reference"]
        assert told["headline"] == "possible"


def test_record_and_identify_have_the_same_options(terminal):
    """What may be told of a young person is spelt and explained alike wherever it is handed over."""
    from kith.cli import identify, record
    from kith.cli.told import Told

    shared = set(inspect.signature(Told).parameters)
    for command in (identify.identify, record.record):
        options = inspect.signature(command).parameters
        assert shared <= set(options)
        assert "told" not in options
