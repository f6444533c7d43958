from dataclasses import replace

import numpy as np
import pytest
from drawn_fingers import template

from kith.evidence.fingerprint import Position, compare, pack, prepare, search
from kith.evidence.fingerprint.calibration import LOWEST


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
    """Exactly as many as asked are compared in full; the others weigh the lower bound and are marked."""
    scan = search(prepare(fingers[0][0]), crowd, in_full=20)
    assert scan.full.sum() == 20
    assert (scan.log10[~scan.full] == LOWEST).all()
    assert scan.compared.all()


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
