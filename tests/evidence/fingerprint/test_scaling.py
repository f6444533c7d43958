from dataclasses import replace

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.evidence.fingerprint import compare, prepare
from kith.evidence.fingerprint.compare import score
from kith.evidence.fingerprint.scaling import SCALES, onward, tried, tried_of_many

GROWTHS = st.floats(0.5, 2.0)


def larger(t, growth):
    """The same finger grown, without its orientation grid."""
    bare = np.zeros((0, 0), np.uint8)
    size = {"x": t.x * np.float32(growth), "y": t.y * np.float32(growth), "width": 1000, "height": 1000}
    return replace(t, **size, field=bare)


@pytest.mark.parametrize("growth", [1.0, 1.15, 1.33, 1.6])
def test_growth_that_is_known_is_undone(growth, fingers):
    """A finger that grew as expected is found at one scale, the transform says by how much, and turned around it is the same."""
    first, second = fingers[2][0], larger(fingers[2][0], growth)
    found = compare(first, second, growth=growth)
    back = compare(second, first, growth=1 / growth)
    assert found.weight.log10 >= 3
    assert found.weight.log10 == back.weight.log10
    assert found.transform.scale == pytest.approx(growth, abs=0.03)
    assert back.transform.scale == pytest.approx(1 / growth, abs=0.03)


def test_growth_that_is_not_expected_is_missed(fingers):
    """At one scale a finger 40 % larger than expected weighs less than where the growth is told."""
    first, second = fingers[2][0], larger(fingers[2][0], 1.4)
    assert compare(first, second).weight.log10 < compare(first, second, growth=1.4).weight.log10


@settings(max_examples=40, deadline=None)
@given(
    st.integers(6, 60),
    st.integers(6, 60),
    GROWTHS,
    st.sampled_from([1, 3, 5]),
    st.sampled_from([1.0, 1.6, 2.0]),
)
def test_turning_both_around_scores_the_same(n, m, growth, scales, factor):
    """Probe and reference exchanged and the growth turned around: exactly the same score, whoever was resized; also of a print with itself."""
    a, b = prepare(template(n, n)), prepare(template(m, m + 1, period_factor=factor))
    assert score(a, b, scales=scales, growth=growth) == score(b, a, scales=scales, growth=1 / growth)
    assert score(a, a, scales=scales, growth=growth) == score(a, a, scales=scales, growth=1 / growth)


@given(GROWTHS, GROWTHS, st.sampled_from([1, 3, 5]), st.booleans())
def test_many_pairs_try_what_one_does(growth, ratio, scales, swapped):
    """The sizes for many pairs at once are exactly those for each of them."""
    many = tried_of_many(
        np.array([scales, 1]), np.array([growth, 1.0]), np.array([ratio, 1.0]), np.array([swapped, False])
    )
    one = tried(scales, onward(growth, swapped=swapped), ratio)
    assert many[0][many[0] > 0].tolist() == list(one)
    assert many[1].tolist() == [1, 0, 0, 0, 0, 0]


@given(GROWTHS)
def test_turning_growth_around_twice_gives_it_back(growth):
    """The growth onward is the same number from either side."""
    assert onward(growth, swapped=False) == onward(1 / growth, swapped=True)


def test_without_growth_the_sizes_are_the_usual_ones():
    """A growth of 1 changes no size that was tried before, so that no calibration changes."""
    for scales, sizes in SCALES.items():
        assert tried(scales, onward(1.0, swapped=True), 1.0) == sizes


def test_ridges_brought_to_one_period_have_their_growth_undone():
    """Where one finger was enlarged more than the other, sizes lie around the same, and once where nothing had been enlarged."""
    assert tried(3, 2.0, 0.5) == (*SCALES[3], 1.0)


@pytest.mark.parametrize("growth", [0.0, -1.0, float("nan"), float("inf"), 9.0])
def test_growth_beyond_all_fingers_is_an_error(growth, fingers):
    """No finger grows so much: a mistake in a program."""
    with pytest.raises(ValueError, match="growth"):
        compare(*fingers[0], growth=growth)
