from dataclasses import replace

import numpy as np
import pytest
from drawn_fingers import template

from kith.evidence.fingerprint import Position, compare, pack, prepare, search, search_together

CHILDREN = 700


def placed(one, position):
    """A prepared template of that finger."""
    return replace(one, position=Position(position))


@pytest.fixture(scope="module")
def crowd():
    """Many children with four fingers of random minutiae each."""
    return [[placed(prepare(template(30, 10 * c + k)), k + 1) for k in range(4)] for c in range(CHILDREN)]


def laid(children):
    """The children's fingers packed, and whose each is."""
    owner = np.repeat(np.arange(len(children)), [len(child) for child in children])
    return pack(finger for child in children for finger in child), owner


def totals(scans, owner):
    """The sum of weights of each child."""
    return np.sum([np.bincount(owner, scan.log10) for scan in scans], axis=0)


def test_one_person_is_found_by_all_fingers(crowd, fingers):
    """Who is recorded with the probe's fingers comes first, each finger compared in full, and most children are not compared."""
    packed, owner = laid([*crowd, [placed(prepare(fingers[k][1]), k + 1) for k in range(4)]])
    probes = [placed(prepare(fingers[k][0]), k + 1) for k in range(4)]
    scans = search_together(probes, packed, owner)
    assert int(np.argmax(totals(scans, owner))) == CHILDREN
    assert all(scan.full[owner == CHILDREN].sum() == 1 for scan in scans)
    assert all(scan.full.sum() == 300 for scan in scans)


def test_a_person_with_one_finger_recorded_is_found(crowd, fingers):
    """Whichever finger it is that was recorded, its owner is found among children with more, the position known or not."""
    for recorded in range(4):
        packed, owner = laid([*crowd, [placed(prepare(fingers[recorded][1]), recorded + 1)]])
        for position in (1, 0):
            probes = [placed(prepare(fingers[k][0]), position * (k + 1)) for k in range(4)]
            scans = search_together(probes, packed, owner)
            assert int(np.argmax(scans[recorded].log10)) == len(packed) - 1
            assert scans[recorded].full[-1]


def test_the_weights_are_those_of_compare(crowd, fingers):
    """What is compared in full weighs what a single comparison says."""
    packed, owner = laid(crowd[:400])
    probes = [placed(prepare(fingers[k][0]), 0) for k in range(2)]
    for probe, scan in zip(probes, search_together(probes, packed, owner), strict=True):
        rows = np.flatnonzero(scan.full)
        assert 0 < len(rows) < len(packed)
        for row in rows[:20]:
            assert scan.log10[row] == compare(probe, packed.reference(row)).weight.log10


def test_one_finger_together_is_one_finger(crowd, fingers):
    """A single finger is compared in full with those whom a search finds most alike."""
    packed, owner = laid([child[:1] for child in crowd])
    probe = placed(prepare(fingers[0][0]), 1)
    (scan,) = search_together([probe], packed, owner)
    alone = search(probe, packed)
    assert scan.log10.tolist() == alone.log10.tolist()
    assert scan.full.tolist() == alone.full.tolist()


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(threads, crowd, fingers):
    """Any number of threads gives the very same answer."""
    packed, owner = laid(crowd)
    probes = [placed(prepare(fingers[k][0]), k + 1) for k in range(3)]
    one = search_together(probes, packed, owner, threads=1)
    more = search_together(probes, packed, owner, threads=threads)
    for a, b in zip(one, more, strict=True):
        assert a.log10.tolist() == b.log10.tolist()
        assert a.full.tolist() == b.full.tolist()


def test_nothing_to_search_is_no_failure(crowd, fingers):
    """No fingers give no scans, an empty gallery empty ones, a probe of too few minutiae none that compares."""
    packed, owner = laid(crowd[:3])
    probe = prepare(fingers[0][0])
    assert search_together([], packed, owner) == []
    assert [len(scan.log10) for scan in search_together([probe], pack([]), np.zeros(0, np.int64))] == [0]
    scans = search_together([probe, prepare(template(3))], packed, owner)
    assert [scan.compared.any() for scan in scans] == [True, False]


def test_whoever_is_erased_is_not_found(crowd, fingers):
    """An erased finger is compared with nothing, in a gallery large enough for the quick look."""
    packed, owner = laid([*crowd, [placed(prepare(fingers[k][1]), k + 1) for k in range(2)]])
    probes = [placed(prepare(fingers[k][0]), k + 1) for k in range(2)]
    packed.erase(len(packed) - 2)
    first, second = search_together(probes, packed, owner)
    assert not first.compared[-2]
    assert first.log10[-2] == 0
    assert second.log10[-1] >= 3
