"""The walk-through's files are of the first child, and new to the register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kith.evidence.fingerprint import compare, decode, extract
from kith.synthetic.course import moment
from kith.synthetic.fingerprints import impression, master, png
from kith.synthetic.invented import Item, Kind, State
from kith.synthetic.population import population
from kith.synthetic.walkthrough import walkthrough, write_walkthrough

UNTIL = date(2026, 3, 1)


@pytest.fixture(scope="module")
def child():
    """The first child of a small population."""
    return population(children=3, until=UNTIL)[0]


@pytest.fixture(scope="module")
def told():
    """What the officer has to hand."""
    return walkthrough()


def test_the_child_was_recorded_at_a_port_four_months_ago_and_is_missing(child):
    """First contact at a port about four months before the end, missing within three days, since then not found."""
    arrival = child.encounters[0]
    assert arrival.kind is Kind.PORT
    assert 115 <= (moment(UNTIL) - arrival.when).days <= 125
    assert child.missing_now
    assert child.episodes[0].last_seen - arrival.when < timedelta(days=3)
    captured = {state.item for state in arrival.kit if state.state is State.CAPTURED}
    assert {Item.PHOTOGRAPH, Item.FINGERPRINTS, Item.NAMES} <= captured


def test_fresh_fingers_match_those_on_the_register(child, told):
    """Each finger of the walk-through speaks for the recorded one; the child in the register is the one told of."""
    assert told.child == child.key
    recorded = {taken.position: taken for taken in child.encounters[0].fingers}
    assert sorted(recorded) == sorted(position for position, _ in told.fingers)
    for position, file in told.fingers:
        taken = recorded[position]
        image = impression(master(taken.master), taken.impression, scale=taken.scale, degrade=taken.degrade)
        assert png(image) != file
        assert compare(extract(decode(file)), extract(decode(png(image)))).weight.log10 > 1.5


def test_the_name_said_now_is_not_the_name_recorded(child, told):
    """The name has changed, but a word of it or its beginning is still there."""
    assert child.encounters[0].name_said == told.name_recorded
    assert told.name_said != told.name_recorded
    assert set(told.name_said.split()) & set(told.name_recorded.split())


def test_the_files_are_written(tmp_path, told):
    """Two fingers, a picture and the name lie in the folder, as told."""
    files = write_walkthrough(tmp_path / "to-hand")
    assert sorted(file.name for file in files) == [
        "left-index.png",
        "name-as-said.txt",
        "portrait.jpg",
        "right-index.png",
    ]
    assert (tmp_path / "to-hand" / "portrait.jpg").read_bytes() == told.portrait
    assert (tmp_path / "to-hand" / "name-as-said.txt").read_text().strip() == told.name_said
    assert {file.read_bytes() for file in files if file.suffix == ".png"} == {
        file for _, file in told.fingers
    }
