"""From weights to posteriors: joint, exact, and stable for any size of weight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import BadInput
from kith.identify import Prior
from kith.identify.fuse import nobody, posteriors


def test_counted_by_hand():
    """Two children, even prior, weights 1 and 0: 10 q, q and P0 share the whole, with q a quarter."""
    chances = posteriors(np.array([1.0, 0.0]), Prior(0.5))
    assert chances == pytest.approx([2.5 / 3.25, 0.25 / 3.25])
    assert nobody(np.array([1.0, 0.0]), Prior(0.5)) == pytest.approx(0.5 / 3.25)


def test_evidence_of_nothing_leaves_the_prior():
    """Weights of 0 change nothing."""
    assert posteriors(np.zeros(10), Prior(0.8)) == pytest.approx(np.full(10, 0.02))


def test_nobody_in_the_register():
    """An empty register leaves only "not in the register"."""
    assert posteriors(np.zeros(0), Prior(0.5)).size == 0
    assert nobody(np.zeros(0), Prior(0.5)) == 1


@pytest.mark.parametrize("chance", [0.0, 1.0, -1.0, 2.0, float("nan")])
def test_certainty_is_no_prior(chance):
    """A prior that no evidence could move is refused."""
    with pytest.raises(BadInput):
        Prior(chance)


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=30), st.floats(1e-6, 1 - 1e-6))
def test_sums_to_one(weights, chance):
    """Whatever the weights, everybody's posteriors and nobody's sum to one, in the order of the weights."""
    values = np.array(weights)
    chances = posteriors(values, Prior(chance))
    assert chances.sum() + nobody(values, Prior(chance)) == pytest.approx(1.0)
    assert (np.diff(chances[np.argsort(values)]) >= -1e-12).all()
