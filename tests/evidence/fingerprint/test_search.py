from dataclasses import replace

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.evidence.fingerprint import Position, compare, pack, prepare, search
from kith.evidence.fingerprint.calibration import LOWEST, log10_ratio
from kith.evidence.fingerprint.compare import fit_for, score
from kith.evidence.fingerprint.search import Tries, in_full, search_quickly


@pytest.fixture(scope="module")
def crowd(fingers):
    """The second impressions of five drawn fingers at the end of 400 random templates."""
    return [prepare(template(40, 100 + k)) for k in range(400)] + [prepare(pair[1]) for pair in fingers]


def test_a_mate_is_found_among_many(crowd, fingers):
    """Each finger's other impression weighs most of all, compared in full."""
    packed = pack(crowd)
    for i, (first, _) in enumerate(fingers):
        scan = search(prepare(first), packed, in_full=20)
        assert int(np.argmax(scan.log10)) == 400 + i
        assert scan.log10[400 + i] >= 3
        assert scan.full[400 + i]


def test_what_was_not_looked_at_in_full_says_so(crowd, fingers):
    """Exactly as many as asked are compared in full; the others are marked, and weigh as where nothing lies alike."""
    probe = prepare(fingers[0][0])
    scan = search(probe, crowd, in_full=20)
    assert scan.full.sum() == 20
    assert scan.compared.all()
    glanced = np.flatnonzero(~scan.full)
    assert scan.log10[glanced].tolist() == [log10_ratio(0.0, fit_for(probe, crowd[k])) for k in glanced]
    # records without a grid never weigh as little as two of leader could
    assert (scan.log10[glanced] > LOWEST).all()


def test_the_weights_are_those_of_compare(fingers):
    """A search gives the very weights of single comparisons."""
    references = [second for _, second in fingers]
    probe = prepare(fingers[0][0])
    scan = search(probe, [prepare(r) for r in references])
    assert scan.full.all()
    assert scan.log10.tolist() == [compare(probe, r).weight.log10 for r in references]


def test_other_fingers_are_not_compared(fingers):
    """References of another finger, or with too few minutiae, weigh nothing and are marked."""
    probe = prepare(replace(fingers[0][0], position=Position.RIGHT_THUMB))
    mate = fingers[0][1]
    references = [
        prepare(replace(mate, position=Position.RIGHT_THUMB)),
        prepare(replace(mate, position=Position.LEFT_THUMB)),
        prepare(mate),
        prepare(template(3)),
        prepare(template(0)),
    ]
    scan = search(probe, references)
    assert scan.compared.tolist() == [True, False, True, False, False]
    assert scan.log10[[1, 3, 4]].tolist() == [0, 0, 0]
    assert scan.log10[0] == scan.log10[2] >= 3


def test_an_empty_gallery_gives_an_empty_answer(fingers):
    """Nothing searched is nothing found, and no failure."""
    assert len(search(prepare(fingers[0][0]), []).log10) == 0


def test_large_templates_do_not_overrun_the_quick_look():
    """Templates of very many minutiae pass through the quick look."""
    big = [prepare(template(1000, k)) for k in range(60)]
    scan = search(big[7], big, in_full=3)
    assert int(np.argmax(scan.log10)) == 7


@settings(max_examples=30, deadline=None)
@given(
    st.integers(6, 255),
    st.lists(
        st.tuples(
            st.integers(0, 255),
            st.sampled_from([1.0, 1.5, 2.0]),
            st.sampled_from([1, 3, 5]),
            st.floats(0.6, 1.7),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_searching_is_comparing_one_by_one(n, references):
    """Whatever their size, with scales and growth of their own, packed references score and weigh exactly as each does alone."""
    probe = prepare(template(n, 1))
    made = [prepare(template(m, k, period_factor=factor)) for k, (m, factor, _, _) in enumerate(references)]
    scales, growth = np.array([r[2] for r in references]), np.array([r[3] for r in references])
    packed = pack(made)
    scan = search(probe, packed, scales=scales, growth=growth)
    enough = np.flatnonzero(scan.compared)
    assert enough.tolist() == [k for k, one in enumerate(made) if len(one) >= 6]
    features = in_full(probe, packed, enough, Tries.of(len(made), scales, growth), 1)
    for row, k in enumerate(enough.tolist()):
        how = {"scales": int(scales[k]), "growth": float(growth[k])}
        assert features[row, 0] == score(probe, made[k], **how)
        assert scan.log10[k] == compare(probe, made[k], **how).weight.log10


@pytest.mark.parametrize("threads", [2, 3, None])
def test_threads_change_nothing(threads, crowd, fingers):
    """Any number of threads gives the very same answer as one."""
    packed = pack(crowd * 4)
    probe = prepare(fingers[1][0])
    one = search(probe, packed, in_full=500, scales=3, threads=1)
    more = search(probe, packed, in_full=500, scales=3, threads=threads)
    assert one.log10.tolist() == more.log10.tolist()
    assert one.full.tolist() == more.full.tolist()
    quick = [search_quickly(probe, packed, threads=n).tolist() for n in (1, threads)]
    assert quick[0] == quick[1]


def test_the_quick_look_does_not_depend_on_the_others(crowd, fingers):
    """A reference is as alike at first sight alone as among hundreds."""
    probe = prepare(fingers[3][0])
    together = search_quickly(probe, pack(crowd))
    for k in (0, 57, 399, 403):
        assert search_quickly(probe, pack([crowd[k]]))[0] == together[k]
    assert int(np.argmax(together)) == 403


def grown(one, growth):
    """The template so many times as large."""
    larger = {"x": one.x * np.float32(growth), "y": one.y * np.float32(growth), "width": 900, "height": 900}
    return replace(one, **larger, field=np.zeros((0, 0), np.uint8))


@pytest.mark.parametrize("growth", [0.7, 1.2, 1.5])
def test_a_growth_of_its_own_for_each_reference(growth, crowd, fingers):
    """Who has grown as expected is found through the quick look; where the wrong ones are expected to have grown, less alike."""
    packed = pack([*crowd[:400], prepare(grown(fingers[0][1], growth))])
    probe = prepare(fingers[0][0])
    expected = np.ones(401)
    expected[400] = growth
    scan = search(probe, packed, growth=expected, in_full=10)
    assert int(np.argmax(scan.log10)) == 400
    assert scan.full[400]
    assert scan.log10[400] >= 3
    others = search(probe, packed, growth=np.full(401, growth), in_full=401)
    alone = search(probe, packed, growth=expected, in_full=401)
    assert scan.log10[400] == others.log10[400] == alone.log10[400]
    assert (others.log10[:400] != alone.log10[:400]).any()


def test_an_erased_reference_is_not_found(crowd, fingers):
    """From the moment it is erased a template is compared with nothing and weighs nothing, by either look."""
    packed = pack(crowd)
    probe = prepare(fingers[2][0])
    assert search(probe, packed, in_full=20).log10[402] >= 3
    packed.erase(402)
    for number in (20, 405):
        scan = search(probe, packed, in_full=number)
        assert not scan.compared[402]
        assert not scan.full[402]
        assert scan.log10[402] == 0
    assert scan.compared.sum() == 404


def test_a_known_finger_is_looked_for_among_its_own(crowd, fingers):
    """Where the finger is known only references of that finger, and of unknown ones, count towards the number compared in full."""
    placed = [replace(one, position=Position(k % 11)) for k, one in enumerate(crowd)]
    probe = replace(prepare(fingers[0][0]), position=Position(400 % 11))
    scan = search(probe, placed, in_full=10)
    may = [k for k, one in enumerate(placed) if one.position in {0, probe.position}]
    assert np.flatnonzero(scan.compared).tolist() == may
    assert scan.full.sum() == 10
    assert int(np.argmax(scan.log10)) == 400
    unknown = search(replace(probe, position=Position.UNKNOWN), placed, in_full=10)
    assert unknown.compared.all()
    assert unknown.log10[400] == scan.log10[400]


@pytest.mark.parametrize(
    "how", [{"scales": 2}, {"scales": np.full(4, 1)}, {"growth": 0.0}, {"growth": np.ones(6)}]
)
def test_what_cannot_be_tried_is_an_error(how, crowd, fingers):
    """Another number of scales, a growth of nothing, or a list of another length is a mistake in a program."""
    with pytest.raises(ValueError, match=r"scales|growth|broadcast"):
        search(prepare(fingers[0][0]), crowd[:5], **how)
