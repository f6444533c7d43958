"""Error rates and ranks, on numbers small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.identify.evaluate import average_precision, det, eer, rank_curve, rank_of

SCORES = [0.9, 0.8, 0.4, 0.7, 0.3, 0.2, 0.1]
SAME = [True, True, True, False, False, False, False]


def test_rates_counted_by_hand():
    """At 0.7 one mate of three is missed and one stranger of four accepted; at 0.8 no stranger is."""
    curve = det(SCORES, SAME)
    at = list(curve.thresholds).index(0.7)
    assert (curve.fnmr[at], curve.fmr[at]) == (pytest.approx(1 / 3), pytest.approx(1 / 4))
    assert curve.fnmr_at(0.0) == pytest.approx(1 / 3)
    assert curve.threshold_at(0.0) == 0.8
    assert curve.fnmr_at(0.25) == 0


def test_eer_of_separated_and_of_equal_scores():
    """Scores that separate have no error; scores that say nothing err half of the time; reversed ones always."""
    assert eer([3, 4, 1, 2], [True, True, False, False]) == 0
    assert eer([1, 1, 1, 1], [True, True, False, False]) == pytest.approx(0.5)
    assert eer([1, 2, 3, 4], [True, True, False, False]) == pytest.approx(1.0)


def test_average_precision_by_hand():
    """Mates at ranks 1, 2 and 4: (1 + 1 + 3/4) / 3."""
    assert average_precision(SCORES, SAME) == pytest.approx((1 + 1 + 3 / 4) / 3)


def test_rank_counts_equals_before():
    """A mate that scores the same as two others stands third: an honest rank is the worst of equals."""
    assert rank_of([5, 5, 5, 1], 0) == 3
    assert rank_of([5, 6, 4], 1) == 1


def test_rank_curve():
    """The curve is the share found up to each rank."""
    assert list(rank_curve([1, 1, 3, 9], 3)) == [0.5, 0.5, 0.75]
    assert list(rank_curve([], 2)) == [0, 0]


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
    st.lists(st.integers(0, 9), min_size=1, max_size=20),
)
def test_curves_are_monotone(mates, others):
    """As the threshold rises, fewer strangers pass and more mates are missed; the EER lies between 0 and 1."""
    curve = det([*mates, *others], [True] * len(mates) + [False] * len(others))
    assert (np.diff(curve.fmr) <= 0).all()
    assert (np.diff(curve.fnmr) >= 0).all()
    assert curve.fmr[0] == 1
    assert curve.fmr[-1] == 0
    assert 0 <= curve.eer() <= 1
