import itertools

import numpy as np
import pytest

from kith.evidence.fingerprint import decode, extract, iso, prepare
from kith.evidence.fingerprint.compare import score


def eer(templates):
    """The equal error rate of all pairs of 10 fingers x 8 impressions (FVC protocol)."""
    prepared = [prepare(t) for t in templates]
    pairs = list(itertools.combinations(range(len(prepared)), 2))
    scores = np.array([score(prepared[i], prepared[j]) for i, j in pairs])
    genuine = np.array([i // 8 == j // 8 for i, j in pairs])
    assert (genuine.sum(), (~genuine).sum()) == (280, 2880)
    thresholds = np.unique(scores)
    fnmr = np.array([(scores[genuine] < t).mean() for t in thresholds])
    fmr = np.array([(scores[~genuine] >= t).mean() for t in thresholds])
    k = np.argmin(np.abs(fnmr - fmr))
    return (fnmr[k] + fmr[k]) / 2


def prints(shared, kind):
    folder = shared / "fingerprints/fvc2002_db1_b"
    return [folder / f"{finger}_{take}.{kind}" for finger in range(101, 111) for take in range(1, 9)]


@pytest.mark.slow
def test_the_equal_error_rate_on_a_public_set_is_below_3_percent(shared):
    """On FVC2002 DB1 B our extraction and comparison err in fewer than 3 % of pairs, and in fact below 1 %."""
    rate = eer([extract(decode(p.read_bytes())) for p in prints(shared, "png")])
    assert rate < 0.01


def test_templates_of_another_maker_are_compared(shared):
    """The ISO records of another extractor, without our orientation grid, err in fewer than 3 % of pairs."""
    assert eer([iso.decode(p.read_bytes())[0] for p in prints(shared, "iso")]) < 0.03
