"""Two templates become a bounded weight with reasons; many at once the same ones."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import BadTemplate
from kith.evidence.face import FaceTemplate, average, compare, compare_many
from kith.evidence.face.template import of_length_one
from kith.evidence.weight import Kind


def _some(seed, quality=0.9, near=None, spread=0.3):
    """A template in a random direction, or near another."""
    direction = np.random.default_rng(seed).normal(size=128)
    if near is not None:
        direction = near.vector + spread * direction / np.linalg.norm(direction)
    return FaceTemplate(of_length_one(direction), quality, (10, 20, 110, 120))


def test_a_face_speaks_for_itself_within_the_bound(template):
    """The same photograph twice weighs +2 and no more, and says why no more."""
    weight = compare(template, template)
    assert weight.log10 == 2
    assert weight.kind is Kind.FACE
    assert weight.quality == template.quality
    assert any("not calibrated for children" in str(reason) for reason in weight.reasons)
    assert "adult press photographs" in weight.calibration


def test_another_direction_speaks_against(template):
    """A vector far from the face weighs -2, no less, and says why no less."""
    weight = compare(template, _some(1))
    assert weight.log10 == -2
    assert any("not calibrated for children" in str(reason) for reason in weight.reasons)


@given(st.integers(0, 10_000), st.floats(0, 0.8))
def test_it_is_symmetric_bounded_and_explained(seed, spread):
    """Whatever the two faces, order does not matter, the bound holds, and the reasons add up to the weight."""
    one = _some(seed)
    other = _some(seed + 1, near=one, spread=spread)
    weight = compare(one, other)
    assert weight.log10 == pytest.approx(compare(other, one).log10, abs=1e-5)
    assert -2 <= weight.log10 <= 2
    assert math.fsum(reason.log10 for reason in weight.reasons) == pytest.approx(weight.log10, abs=1e-9)
    assert all(str(reason) for reason in weight.reasons)


def test_the_nearer_weighs_more():
    """The further a face lies away, the less it weighs."""
    probe = _some(3)
    weights = [compare(probe, _some(4, near=probe, spread=s)).log10 for s in (0.35, 0.42, 0.45, 0.5, 0.6)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1]


def test_many_at_once_weigh_as_one_by_one(template):
    """The gallery's vectorised function gives for each vector what comparing it alone gives."""
    others = [_some(seed, near=template, spread=0.1 * (seed % 9)) for seed in range(200)]
    vectors = np.stack([one.vector for one in others])
    at_once = compare_many(template, vectors)
    assert at_once.shape == (200,)
    assert np.allclose(at_once, [compare(template, one).log10 for one in others], atol=1e-4)
    assert compare_many(template, vectors[:0]).shape == (0,)


def test_different_engines_are_not_compared(template):
    """Vectors of another engine or version weigh nothing, and say so."""
    for changed in ({"engine": "another"}, {"version": "2"}):
        weight = compare(template, dataclasses.replace(template, **changed))
        assert not weight.compared
        assert weight.log10 == 0
        assert "different engines" in str(weight.reasons[0])


def test_a_poor_photograph_is_pointed_out(template):
    """The poorer of the two gives the quality, and is mentioned."""
    weight = compare(template, _some(1, quality=0.2))
    assert weight.quality == 0.2
    assert any("poor" in str(reason) for reason in weight.reasons)


def test_a_template_survives_its_bytes(template):
    """What was stored is what comes back, equal and with an equal hash."""
    again = FaceTemplate.from_bytes(template.to_bytes())
    assert again == template
    assert hash(again) == hash(template)
    assert np.array_equal(again.vector, template.vector)
    assert again.box == template.box
    assert again != _some(1)
    assert again != "template"


@given(st.binary(max_size=700))
def test_other_bytes_are_no_template(data):
    """No bytes but a template's raise anything but BadTemplate."""
    with pytest.raises(BadTemplate):
        FaceTemplate.from_bytes(data)


def test_a_changed_template_is_refused(template):
    """Any byte changed, missing or added is noticed."""
    data = template.to_bytes()
    for at in range(0, len(data), 7):
        with pytest.raises(BadTemplate):
            FaceTemplate.from_bytes(data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :])
        with pytest.raises(BadTemplate):
            FaceTemplate.from_bytes(data[:at])
    with pytest.raises(BadTemplate):
        FaceTemplate.from_bytes(data + b"\0")


@pytest.mark.parametrize(
    "wrong",
    [
        {"vector": np.zeros(128, np.float32)},
        {"vector": np.full(128, np.nan, np.float32)},
        {"vector": np.ones(128, np.float32)},
        {"vector": np.ones(1, np.float32)},
        {"vector": np.full(128, 128**-0.5)},
        {"quality": 1.5},
        {"quality": math.nan},
        {"box": (9, 0, 1, 5)},
        {"box": (0, 0, 2**40, 5)},
        {"engine": ""},
        {"engine": "ü"},
        {"version": "too long a version"},
    ],
)
def test_an_impossible_template_is_never_made(template, wrong):
    """A template whose parts cannot be a face's is refused when made."""
    with pytest.raises(BadTemplate) as refused:
        dataclasses.replace(template, **wrong)
    assert refused.value.advice


def test_averaging_one_is_that_one(template):
    """The mean of one template, or of it twice, is itself."""
    assert np.allclose(average([template]).vector, template.vector, atol=1e-6)
    assert np.allclose(average([template, template]).vector, template.vector, atol=1e-6)


def test_an_average_lies_between_and_nearer_the_better():
    """The mean leans to the better photograph and takes over its box and quality."""
    good, poor = _some(1, quality=1.0), _some(2, quality=0.1)
    mean = average([poor, good])
    assert mean.vector @ good.vector > mean.vector @ poor.vector > 0
    assert (mean.quality, mean.box) == (good.quality, good.box)
    assert abs(float(np.linalg.norm(mean.vector)) - 1) < 1e-6


def test_what_has_no_average_is_refused(template):
    """Nothing, opposites and vectors of different engines are not averaged."""
    opposite = dataclasses.replace(template, vector=-template.vector)
    for several in ([], [template, opposite], [template, dataclasses.replace(template, version="2")]):
        with pytest.raises(BadTemplate):
            average(several)
