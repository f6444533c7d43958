"""Which finger goes with which, and that nothing is counted twice."""

from __future__ import annotations

import pytest
from tests.made_evidence import again, finger

from kith.evidence.weight import total
from kith.identify.fingers import prepare_fingers, weigh
from kith.identify.growth import Sitting, between, laid_out

HELD = [finger(1, 2), finger(2, 7)]


def weights(probe, held):
    """One weight a finger of the probe."""
    many = laid_out([Sitting(one.taken) for one in held])
    grown = between([Sitting(one.taken) for one in probe], many)
    return weigh(prepare_fingers(probe), prepare_fingers(held), grown)


def test_each_finger_with_its_own():
    """Two fingers of unknown position, in the other order, find their own each."""
    found = weights([again(HELD[1], 0), again(HELD[0], 0)], HELD)
    assert all(weight.log10 > 2 for weight in found)
    assert "left index finger" in str(found[0].reasons[0])
    assert "right index finger" in str(found[1].reasons[0])


def test_one_finger_of_the_child_is_used_once():
    """The same finger handed in twice, positions unknown, is matched once; the other capture does not add up."""
    once = weights([again(HELD[0], 0)], HELD[:1])
    twice = weights([again(HELD[0], 0), again(HELD[0], 0)], HELD[:1])
    assert total(twice) == pytest.approx(total(once))


def test_captures_of_one_finger_do_not_add_up():
    """Two captures of one known finger, on both sides, weigh what the better pair weighs."""
    once = weights([again(HELD[0])], [HELD[0]])
    twice = weights([again(HELD[0]), again(HELD[0])], [HELD[0], again(HELD[0])])
    assert total(twice) <= total(once) * 1.5
    assert sum(weight.compared for weight in twice) == 1


def test_other_positions_are_not_compared():
    """A right thumb is not compared with a right index finger, and says whose is missing."""
    (weight,) = weights([finger(1, 1)], HELD)
    assert not weight.compared
    assert "right thumb" in str(weight.reasons[0])


def test_looking_among_several_costs():
    """A finger of unknown position, found among two, weighs less than where the position was known, by log10 of two."""
    known, unknown = weights([again(HELD[0])], HELD)[0], weights([again(HELD[0], 0)], HELD)[0]
    assert unknown.log10 == pytest.approx(known.log10 - 0.30103)
    assert unknown.reasons[-1].log10 == pytest.approx(-0.30103)


def test_a_child_without_fingers_says_so():
    """Against a child without fingerprints nothing is compared; a probe without fingers has no weights."""
    assert [weight.compared for weight in weights(HELD, [])] == [False]
    assert weights([], HELD) == ()


def test_an_unlike_finger_speaks_against():
    """Another finger at the same position weighs below 0."""
    assert weights([finger(9, 2)], HELD)[0].log10 < 0
