import math
from dataclasses import replace

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.evidence.fingerprint import Position, compare, match_kernels, prepare
from kith.evidence.fingerprint.calibration import CALIBRATION, FITS, HIGHEST, LOWEST, log10_ratio
from kith.evidence.fingerprint.compare import fit_for, score
from kith.evidence.weight import Kind

WITHOUT_GRID = FITS["bare", False]


def moved(t, angle, tx, ty):
    """The template turned by `angle` about the middle of its image and shifted (without its orientation grid)."""
    c, s = math.cos(angle), math.sin(angle)
    x, y = t.x - 250, t.y - 250
    return replace(
        t,
        x=(c * x - s * y + 600 + tx).astype(np.float32),
        y=(s * x + c * y + 600 + ty).astype(np.float32),
        angle=((t.angle - angle) % (2 * math.pi)).astype(np.float32),
        width=1300,
        height=1300,
        field=np.zeros((0, 0), np.uint8),
    )


def test_the_same_finger_weighs_for_and_others_against(fingers):
    """Two impressions of a drawn finger weigh at least 3, of two fingers less than 2: all are loops of one formula, far more alike than invented or real ones."""
    for i, (first, _) in enumerate(fingers):
        for j, (_, second) in enumerate(fingers):
            weight = compare(first, second).weight
            assert (weight.log10 >= 3) if i == j else (weight.log10 < 2)
            assert weight.kind is Kind.FINGERPRINT
            assert weight.calibration == CALIBRATION


def test_reasons_are_sentences_with_counts(fingers):
    """The reasons name minutiae, overlap and quality, and carry the whole weight."""
    found = compare(*fingers[0])
    text = " ".join(str(r) for r in found.weight.reasons)
    assert f"{len(found.pairs)} minutiae lie alike" in text
    assert "overlap" in text
    assert "quality" in text
    assert sum(r.log10 for r in found.weight.reasons) == pytest.approx(found.weight.log10)


def test_the_weight_is_symmetric(fingers):
    """Exchanging probe and reference changes nothing but the sides of the pairs."""
    for first, second in [fingers[0], (fingers[0][0], fingers[1][0]), (template(40, 1), template(60, 2))]:
        there, back = compare(first, second), compare(second, first)
        assert there.weight.log10 == back.weight.log10
        assert sorted(map(tuple, there.pairs.tolist())) == sorted(map(tuple, back.pairs[:, ::-1].tolist()))


@settings(max_examples=60, deadline=None)
@given(st.integers(6, 90), st.integers(6, 90), st.integers(0, 1000), st.sampled_from([1, 3, 5]))
def test_the_score_is_symmetric(n, m, seed, scales):
    """Whatever two templates show, they score and weigh the same both ways, over any number of scales."""
    t, other = template(n, seed), template(m, seed + 1, overall=seed % 101)
    assert score(t, other, scales=scales) == score(other, t, scales=scales)
    assert compare(t, other, scales=scales).weight.log10 == compare(other, t, scales=scales).weight.log10


def test_the_transform_brings_pairs_together(fingers):
    """The transform of a comparison, and its inverse, lay paired minutiae on each other."""
    first, second = fingers[0]
    found = compare(first, second)
    assert len(found.pairs) >= 10
    p, r = found.pairs.T
    for move, a, i, b, j in (
        (found.transform, first, p, second, r),
        (found.transform.inverse(), second, r, first, p),
    ):
        c, s = move.scale * math.cos(move.rotation), move.scale * math.sin(move.rotation)
        x, y = c * a.x[i] - s * a.y[i] + move.tx, s * a.x[i] + c * a.y[i] + move.ty
        assert np.hypot(x - b.x[j], y - b.y[j]).max() < 13


def test_pairs_use_each_minutia_once(fingers):
    """No minutia is paired twice."""
    pairs = compare(*fingers[1]).pairs
    assert pairs.dtype == np.int32
    for side in pairs.T:
        assert len(set(side.tolist())) == len(side)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-1.2, 1.2), st.floats(-100, 100), st.floats(-100, 100), st.integers(12, 60), st.integers(0, 50)
)
def test_turning_and_shifting_a_finger_changes_little(angle, tx, ty, n, seed):
    """A turned and shifted copy is the same finger: all weight, nearly all minutiae paired."""
    t = template(n, seed)
    found = compare(t, moved(t, angle, tx, ty))
    assert found.weight.log10 == WITHOUT_GRID.highest
    assert len(found.pairs) >= 0.9 * n


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(30)), st.integers(0, 50))
def test_the_order_of_minutiae_does_not_matter(order, seed):
    """A template with its minutiae in another order compares exactly alike."""
    t, other = template(30, seed), template(35, seed + 1)
    at = np.array(order)
    arrays = ("x", "y", "angle", "quality", "kind")
    shuffled = replace(t, **{a: getattr(t, a)[at] for a in arrays})
    assert compare(shuffled, other).weight.log10 == compare(t, other).weight.log10
    mine, theirs = compare(t, t), compare(shuffled, t)
    assert mine.weight.log10 == theirs.weight.log10
    assert sorted(at[theirs.pairs[:, 0]].tolist()) == sorted(mine.pairs[:, 0].tolist())


@settings(max_examples=40, deadline=None)
@given(st.integers(6, 80), st.integers(6, 80), st.integers(0, 1000))
def test_identity_is_the_maximum(n, m, seed):
    """No other template scores higher against a template than it does itself."""
    t, other = template(n, seed), template(m, seed + 1)
    assert score(t, t) >= score(t, other)
    assert compare(t, t).weight.log10 >= compare(t, other).weight.log10


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 40), (1, 40), (5, 40), (1, 1000)])
def test_too_few_minutiae_are_not_compared(n, m):
    """Below six minutiae nothing is weighed, and the reason says how many there were."""
    found = compare(template(n), template(m, 1))
    assert not found.weight.compared
    assert found.weight.log10 == 0
    assert str(n) in str(found.weight.reasons[0])
    assert found.pairs.shape == (0, 2)


def test_a_thousand_minutiae_are_compared():
    """Very many minutiae are no failure: the best are compared, and a print equals itself."""
    t = template(1000)
    found = compare(t, t)
    assert found.weight.log10 == WITHOUT_GRID.highest
    assert found.pairs.max() < 1000
    assert compare(t, template(1000, 1)).weight.log10 < WITHOUT_GRID.highest


def test_different_fingers_are_not_compared(fingers):
    """A right thumb against a left index weighs nothing, and says why; an unknown finger is compared."""
    first, second = fingers[0]
    thumb = replace(first, position=Position.RIGHT_THUMB)
    index = replace(second, position=Position.LEFT_INDEX)
    refused = compare(thumb, index).weight
    assert not refused.compared
    assert "right thumb" in str(refused.reasons[0])
    assert "left index finger" in str(refused.reasons[0])
    assert compare(thumb, second).weight.compared
    assert compare(thumb, replace(second, position=Position.RIGHT_THUMB)).weight.log10 >= 3


def test_prepared_templates_compare_alike(fingers):
    """Preparing beforehand changes nothing."""
    first, second = fingers[0]
    assert compare(prepare(first), prepare(second)).weight == compare(first, second).weight


@pytest.mark.parametrize("growth", [1.12, 1.25])
def test_a_grown_finger_is_found_with_five_scales(growth, fingers):
    """A finger enlarged by 12 or 25 % is found when several scales are tried, and the scale comes out."""
    t = fingers[2][0]
    grown = replace(t, x=t.x * np.float32(growth), y=t.y * np.float32(growth), width=600, height=600)
    grown = replace(grown, field=np.zeros((0, 0), np.uint8))
    found = compare(t, grown, scales=5)
    assert found.weight.log10 >= 3
    assert found.transform.scale == pytest.approx(growth, abs=0.03)
    assert compare(grown, t, scales=5).transform.scale == pytest.approx(1 / growth, abs=0.03)


def test_other_numbers_of_scales_are_an_error(fingers):
    """One, three or five scales; anything else is a mistake in a program."""
    with pytest.raises(ValueError, match="scales"):
        compare(*fingers[0], scales=2)


@given(
    st.lists(st.floats(0, 10), min_size=2, max_size=30),
    st.sampled_from(list(FITS.values())),
    st.integers(0, 100),
)
def test_the_calibration_never_falls_and_is_bounded(scores, fit, quality):
    """At whatever quality of the poorer print a higher score never weighs less, and no weight leaves the bounds."""
    fit = fit.at(quality)
    weights = [log10_ratio(s, fit) for s in sorted(scores)]
    assert weights == sorted(weights)
    assert LOWEST <= weights[0] <= weights[-1] <= HIGHEST
    assert log10_ratio(float("nan"), FITS["ridge", False]) == FITS["ridge", False].lowest


def test_the_score_is_the_product_of_its_parts():
    """Likeness counts twice, the agreement of the ridges falls by a factor e in ten degrees, and unknown agreement costs nothing."""
    parts = {"n": 12, "from_a": 24, "from_b": 20, "distance": 5.5, "alike": 0.4, "apart": -1.0}
    plain = match_kernels.strength(**parts)
    assert plain == pytest.approx(144 / 480 * 0.75 * 0.16 * math.sqrt(12))
    assert match_kernels.strength(**parts | {"alike": 0.2}) == pytest.approx(plain / 4)
    assert match_kernels.strength(**parts | {"apart": 10.0}) == pytest.approx(plain / math.e)


def test_one_score_means_more_where_a_print_is_poor(fingers):
    """The calibration of a pair depends on the poorer print alone, and not below the quality that was seen in the data."""
    good, mate = (replace(t, overall=90) for t in fingers[0])
    poor, poorer, poorest = (replace(mate, overall=q) for q in (40, 20, 3))
    clear, dim = fit_for(good, mate), fit_for(good, poor)
    assert (dim.slope, dim.lowest, dim.highest) == (clear.slope, clear.lowest, clear.highest)
    assert log10_ratio(0.008, dim) > log10_ratio(0.008, clear)
    assert fit_for(poor, good) == dim == fit_for(poor, replace(good, overall=40))
    assert fit_for(good, poorest) == fit_for(good, poorer)


def test_records_of_other_makers_are_not_judged_by_a_quality_they_do_not_give():
    """Without an orientation grid the quality makes no difference."""
    t, other = template(30), template(30, 1)
    assert fit_for(t, other) == fit_for(replace(t, overall=0), other)
