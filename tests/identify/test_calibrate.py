"""Calibration: monotone, bounded, and the same figures as `lir` of the Netherlands Forensic Institute."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadInput
from kith.identify.calibrate import bounds_of, cllr, cllr_min, fit_isotonic, fit_logistic, pav


def scores(seed: int, mates: int = 200, others: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    """Scores of two overlapping groups, and which are of the same child."""
    random = np.random.default_rng(seed)
    values = np.concatenate([random.normal(2, 1, mates), random.normal(0, 1, others)])
    return values, np.concatenate([np.ones(mates, bool), np.zeros(others, bool)])


def test_logistic_finds_the_true_ratio():
    """On two normal groups, whose ratio is known, the fit comes near it: (2s - 2) / ln 10."""
    values, same = scores(1, 20_000, 20_000)
    fitted = fit_logistic(values, same)
    assert fitted.slope == pytest.approx(2 / np.log(10), rel=0.05)
    assert fitted.start == pytest.approx(-2 / np.log(10), rel=0.05)


def test_logistic_takes_the_odds_of_the_data_out():
    """Ten times as many strangers in the data do not change the weights by much."""
    few, many = fit_logistic(*scores(2, 2000, 2000)), fit_logistic(*scores(2, 2000, 20_000))
    assert few(1.0) == pytest.approx(many(1.0), abs=0.1)


def test_logistic_of_misleading_scores_says_nothing():
    """A score that points the wrong way is weighed 0, never turned round."""
    values, same = scores(3)
    assert np.all(fit_logistic(-values, same)(values) == 0)


def test_isotonic_never_falls_and_is_bounded():
    """The steps rise, and stay within the bounds the data support."""
    values, same = scores(4)
    fitted = fit_isotonic(values, same)
    weights = fitted(np.linspace(-10, 10, 400))
    assert np.all(np.diff(weights) >= 0)
    low, high = bounds_of(pav(values, same), same)
    assert low <= weights.min() < 0 < weights.max() <= high


def test_isotonic_at_equal_scores_is_one_weight():
    """Scores that are equal get one weight."""
    fitted = fit_isotonic([1, 1, 1, 2, 2, 2], [False, False, True, False, True, True], bounds=(-1, 1))
    assert fitted(1.0) == pytest.approx(np.log10(0.5))
    assert fitted(2.0) == pytest.approx(np.log10(2.0))


def test_cllr_of_nothing_is_one():
    """Weights that say nothing cost 1; the right ones cost less; wrong ones cost more."""
    values, same = scores(5)
    assert cllr(np.zeros(len(values)), same) == pytest.approx(1.0)
    assert cllr(fit_logistic(values, same)(values), same) < 0.6
    assert cllr(np.where(same, -2.0, 2.0), same) > 2


def test_cllr_min_is_the_least():
    """No monotone calibration beats the best one, and perfect separation costs nothing."""
    values, same = scores(6)
    assert cllr_min(values, same) <= cllr(fit_logistic(values, same)(values), same)
    assert cllr_min([1, 2, 8, 9], [False, False, True, True]) == 0


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_agrees_with_lir(seed):
    """Cllr, Cllr min and the bounds are those that `lir` computes."""
    lir_metrics = pytest.importorskip("lir.metrics", reason="lir is a test dependency")
    from lir.algorithms.bayeserror import elub
    from lir.data.models import LLRData

    values, same = scores(seed)
    weights = fit_logistic(values, same)(values)
    data = LLRData(features=weights, labels=same.astype(int))
    assert cllr(weights, same) == pytest.approx(lir_metrics.cllr(data))
    assert cllr_min(weights, same) == pytest.approx(lir_metrics.cllr_min(data))
    assert bounds_of(weights, same) == pytest.approx(elub(weights.copy(), same.astype(int)), abs=0.0101)


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ([], []),
        ([1.0], [True]),
        ([1.0, 2.0], [True, True]),
        ([1.0, float("nan")], [True, False]),
        ([1.0], [True, False]),
    ],
)
def test_what_cannot_be_calibrated_is_refused(values, same):
    """One side only, no number, or lengths that differ: BadInput, with advice."""
    for function in (fit_logistic, fit_isotonic, cllr, cllr_min, bounds_of, pav):
        with pytest.raises(BadInput) as refusal:
            function(values, same)
        assert refusal.value.advice


@given(
    st.lists(st.floats(-20, 20), min_size=1, max_size=30),
    st.lists(st.floats(-20, 20), min_size=1, max_size=30),
)
@settings(deadline=None)
def test_calibration_of_any_scores_is_monotone(mates, others):
    """Whatever the scores, both fits never fall and are finite, and the bounds enclose 0."""
    values = np.array([*mates, *others])
    same = np.array([True] * len(mates) + [False] * len(others))
    for fitted in (fit_logistic(values, same), fit_isotonic(values, same)):
        weights = fitted(np.sort(values))
        assert np.isfinite(weights).all()
        assert (np.diff(weights) >= -1e-9).all()
    low, high = bounds_of(values, same)
    assert low <= 0 <= high
