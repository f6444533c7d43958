from dataclasses import fields, replace

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.evidence.fingerprint import Position, joined, pack, prepare
from kith.evidence.fingerprint.compare import score
from kith.evidence.fingerprint.packed import ARRAYS, SHAPES


def numbers(*values: int):
    """Numbers of templates, as the room wants them."""
    return np.array(values, np.int64)


def same(a, b):
    """Two galleries hold the same, byte for byte."""
    return a.engines == b.engines and all(np.array_equal(getattr(a, n), getattr(b, n)) for n in ARRAYS)


def equal(one, other):
    """Two prepared templates are the same but for what is not kept: `index`, and the unknown end of the grid."""
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if field.name == "field":
            seen = np.where(mine < 180, mine, 255)
            theirs = np.where(theirs < 180, theirs, 255)
            rows, columns = theirs.shape
            assert np.array_equal(seen[:rows, :columns], theirs)
            assert (seen[rows:] == 255).all()
            assert (seen[:, columns:] == 255).all()
        elif isinstance(mine, np.ndarray):
            assert field.name == "index" or (np.array_equal(mine, theirs) and mine.dtype == theirs.dtype)
        else:
            assert mine == theirs
    return True


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 300),
            st.sampled_from([1.0, 1.3, 2.0]),
            st.sampled_from(list(Position)),
            st.sampled_from(["ridge", "leader", ""]),
            st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from([0, 120, 255])),
        ),
        max_size=6,
    )
)
def test_what_comes_out_is_what_went_in(made):
    """Whatever the number of minutiae, the resizing, the finger, the engine and the grid: each template comes out as it went in."""
    rng = np.random.default_rng(1)
    prepared = []
    for n, factor, position, engine, (rows, columns, least) in made:
        grid = np.maximum(rng.integers(0, 256, (rows, columns)), least).astype(np.uint8)
        options = {"period_factor": factor, "position": position, "engine": engine, "field": grid}
        prepared.append(prepare(template(n, n, **options)))
    packed = pack(prepared)
    assert len(packed) == len(prepared)
    assert all(equal(one, packed.reference(k)) for k, one in enumerate(prepared))
    assert all(getattr(packed, name).dtype == SHAPES[name][0] for name in ARRAYS)


def test_a_template_out_of_a_gallery_scores_the_same(fingers):
    """Scores with a template that was packed are exactly those before."""
    prepared = [prepare(t) for pair in fingers for t in pair]
    packed = pack(prepared)
    probe = prepared[0]
    for k, one in enumerate(prepared):
        assert score(probe, packed.reference(k)) == score(probe, one)
        assert score(packed.reference(k), probe, scales=3) == score(one, probe, scales=3)


def test_a_print_takes_little_room(fingers):
    """The prints drawn for the tests take less than 2,500 bytes each, everything counted."""
    packed = pack([prepare(t) for pair in fingers for t in pair] * 20)
    assert packed.nbytes / len(packed) < 2500
    assert packed.nbytes == sum(getattr(packed, name).nbytes for name in ARRAYS)


def test_an_empty_gallery_can_be_joined():
    """No templates are a gallery too, and add nothing to another."""
    one = pack([prepare(template(20))])
    nothing = pack([])
    assert len(nothing) == 0
    assert same(joined([(nothing, numbers()), (one, numbers(0))]), one)
    assert same(joined([]), nothing)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.booleans(), min_size=7, max_size=7), st.lists(st.booleans(), min_size=7, max_size=7))
def test_joining_is_packing_what_is_chosen(first, second):
    """Chosen templates of two galleries with other engines are the gallery of those templates."""
    a = [prepare(template(5 * k, k, engine="ridge" if k % 2 else "leader")) for k in range(7)]
    b = [prepare(template(3 * k, 9 + k, engine="leader" if k % 2 else "other")) for k in range(7)]
    both = joined([(pack(a), np.flatnonzero(first)), (pack(b), np.flatnonzero(second))])
    chosen = [*np.array(a, object)[first], *np.array(b, object)[second]]
    assert len(both) == len(chosen)
    assert all(equal(one, both.reference(k)) for k, one in enumerate(chosen))


def test_erasing_overwrites(fingers):
    """Of an erased template no minutia, neighbour or ridge is left; the others are untouched."""
    prepared = [prepare(pair[0]) for pair in fingers]
    packed = pack(prepared)
    packed.erase(2)
    gone = packed.reference(2)
    assert not gone.points.any()
    assert not gone.neighbours.any()
    assert not gone.turn.any()
    assert not (gone.field < 180).any()
    assert all(equal(prepared[k], packed.reference(k)) for k in (0, 1, 3, 4))
    assert packed.erased.tolist() == [False, False, True, False, False]


def test_a_number_that_is_not_there_is_an_error():
    """Erasing or asking for a template beyond the last is a mistake in a program."""
    packed = pack([prepare(replace(template(9), overall=1))])
    for act in (packed.erase, packed.reference):
        with pytest.raises(IndexError):
            act(1)
