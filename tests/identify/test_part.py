"""Parts of a gallery: what many of them find is what one gallery that holds everything finds, or near it where not all are compared in full."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.made_evidence import again, child, finger

from kith.evidence.biography import Biography
from kith.evidence.weight import Reason
from kith.identify import Evidence, Prior, fuse
from kith.identify.gallery.memory import MemoryGallery
from kith.identify.gallery.part import join

PROBES = {
    "two fingers": Evidence(fingers=tuple(again(finger) for finger in child(7).fingers)),
    "a finger of an unknown position": Evidence(fingers=(again(child(11).fingers[0], position=0),)),
    "a face and a name": Evidence(faces=child(3).faces, biography=child(3).biography),
    "a name borne by many": Evidence(biography=Biography(("Ardit Hoxha",), (), ("UTO",))),
    "nothing": Evidence(),
}


def spread(seeds, parts):
    """The same children in one gallery, and spread over several."""
    one, many = MemoryGallery(), [MemoryGallery() for _ in range(parts)]
    for seed in seeds:
        one.put(str(seed), child(seed))
        many[seed * 7919 % parts].put(str(seed), child(seed))
    return one, many


def near(a, b):
    """Two answers that are the same but for the last digits of floating point."""
    a, b = a.to_json(), b.to_json()
    pairs = list(zip(a.pop("candidates"), b.pop("candidates"), strict=True))
    assert a == b
    for one, other in pairs:
        for number in ("log10", "posterior"):
            assert one.pop(number) == pytest.approx(other.pop(number), rel=1e-6)
        assert json.dumps(one) == json.dumps(other)


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
@pytest.mark.parametrize("parts", [1, 2, 5])
def test_many_parts_answer_as_one(probe, parts):
    """Candidates, weights, posteriors, counts and problems of forty children are the same over one, two and five parts."""
    one, many = spread(range(40), parts)
    prior, leave_out = Prior(0.3), frozenset({"3", "9"})
    for limit, exclude in ((0, frozenset()), (1, leave_out), (3, frozenset())):
        whole = one.search(probe, limit=limit, exclude=exclude, prior=prior)
        joined = join([p.part(probe, limit=limit, exclude=exclude) for p in many], prior, limit)
        near(whole, joined)


@pytest.mark.parametrize("parts", [2, 3])
def test_large_parts_answer_nearly_as_one(parts):
    """Where one gallery only looks quickly at most and its parts compare more in full, posteriors differ by less than 1 in 100.

    The same children are offered here with the same weights, a true mate among them; more compared in full changes what the others weigh.
    """
    from kith.evidence.fingerprint.search import ALL_IN_FULL

    one, many = MemoryGallery(), [MemoryGallery() for _ in range(parts)]
    for seed in range(1000):
        evidence = Evidence(fingers=(finger(seed, 2, minutiae=30),))
        one.put(str(seed), evidence)
        many[seed * 7919 % parts].put(str(seed), evidence)
    assert min(len(part) for part in many) > ALL_IN_FULL
    prior, differ = Prior(0.3), False
    for asked in (
        again(finger(7, 2, minutiae=30)),
        finger(50001, 2, minutiae=30),
        finger(50002, 2, minutiae=30),
    ):
        probe = Evidence(fingers=(asked,))
        whole = one.search(probe, prior=prior)
        joined = join([part.part(probe) for part in many], prior, 5)
        assert [c.subject for c in joined.candidates] == [c.subject for c in whole.candidates] != []
        assert (joined.size, joined.searched, joined.complete) == (whole.size, whole.searched, whole.complete)
        for a, b in zip(joined.candidates, whole.candidates, strict=True):
            assert a.log10 == pytest.approx(b.log10, rel=1e-6)
            assert a.posterior == pytest.approx(b.posterior, rel=0.01)
            differ |= abs(a.posterior / b.posterior - 1) > 1e-6
    assert differ, "nothing was only looked at quickly, so that this shows nothing"


def test_the_unreached_count_in_the_posterior():
    """Children that were not searched lower every posterior as if nothing spoke for or against them, and are in the size."""
    one, (here, there) = spread(range(20), 2)
    probe = Evidence(biography=child(4).biography)
    prior, why = Prior(0.5), Reason("a part was lost")
    reached = next(part for part in (here, there) if "4" in part._held)
    lost = 20 - len(reached)
    answer = join([reached.part(probe)], prior, 5, unreached=lost, problems=(why,))
    assert (answer.size, answer.complete, answer.problems) == (20, False, (why,))
    best = next(candidate for candidate in answer.candidates if candidate.subject == "4")
    alone = join([reached.part(probe)], prior, 5).candidates[0].posterior
    # both from p = q L / (P0 + q S): with all twenty q is smaller, and S larger by one for each of the lost
    rest = best.log10 * fuse.LN10 - np.log(alone)  # ln of (P0 / q + S) where only the reached are counted
    expected = np.exp(best.log10 * fuse.LN10) / (np.exp(rest) + (20 - len(reached)) + lost)
    assert best.posterior == pytest.approx(expected)
    assert of_all(one, probe, "4") == pytest.approx(best.log10)


def of_all(gallery, probe, subject):
    """The total of one child in the answer of a whole gallery."""
    answer = gallery.search(probe, limit=20)
    return next(candidate.log10 for candidate in answer.candidates if candidate.subject == subject)


@given(some.lists(some.floats(-300, 300), min_size=1, max_size=30), some.integers(0, 30))
def test_a_posterior_of_some_is_their_posterior_among_all(totals, cut):
    """Summing up the children that are not asked about changes no posterior of the others."""
    values, prior = np.array(totals), Prior(0.4)
    asked, rest = values[:cut], values[cut:]
    among_all = fuse.posteriors(values, prior)[:cut]
    alone = fuse.posteriors(asked, prior, size=values.size, others=fuse.sum_of(rest * fuse.LN10))
    assert alone == pytest.approx(among_all, rel=1e-9, abs=1e-300)
