"""Two persons in closed form: the same as the likelihood of their pedigree."""

from __future__ import annotations

import numpy as np
import pytest

from kith.evidence.dna import Marker, Relation, Seen, kinship, likelihoods
from kith.evidence.dna.relations import OTHER, PROBE, RELATED, pedigree, same_person_chances

P = {"8": 0.4, "9": 0.3, "9.3": 0.2, "10": 0.1}
SHARES = {
    Relation.PARENT_CHILD: kinship.PARENT_CHILD,
    Relation.FULL_SIB: kinship.FULL_SIB,
    Relation.HALF_SIB: kinship.HALF_SIB,
    Relation.COUSIN: kinship.COUSIN,
}


@pytest.mark.parametrize("theta", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("relation", RELATED)
@pytest.mark.parametrize("first", [("8", "8"), ("8", "9.3")])
def test_closed_forms_are_the_pedigrees(relation, theta, first):
    """For every genotype of the other, the ratio is that of the whole likelihoods."""
    marker = Marker.of(P, theta=theta)
    names = list(P)
    ratios = kinship.pair_ratios(
        marker.frequencies, theta, (names.index(first[0]), names.index(first[1])), SHARES[relation]
    )
    for i, one in enumerate(names):
        for j, other in enumerate(names[: i + 1]):
            seen = [{PROBE: [Seen(*first)], OTHER: [Seen(one, other)]}]
            above, below = (
                float(likelihoods(pedigree(r), [marker], seen)[0]) for r in (relation, Relation.UNRELATED)
            )
            assert ratios[i, j] == pytest.approx(above / below)
            assert ratios[j, i] == pytest.approx(ratios[i, j])


def test_nobody_is_unlike_themselves():
    """The same person has the inverse of the chance of the genotype after one like it; anybody else has nothing."""
    p = np.array([0.5, 0.3, 0.2])
    ratios = kinship.pair_ratios(p, 0.0, (0, 1), kinship.SAME)
    assert ratios[0, 1] == pytest.approx(1 / (2 * 0.5 * 0.3))
    assert np.count_nonzero(ratios) == 2


def test_strangers_sum_to_one():
    """The chances of a stranger's genotypes, each counted once, are a distribution."""
    chance = kinship.drawn(np.array([0.5, 0.3, 0.2]), 0.03, 0, 2)
    assert np.triu(chance).sum() == pytest.approx(1.0)
    assert chance == pytest.approx(chance.T)


def test_unrelated_is_one():
    """A hypothesis against itself has the ratio 1, whatever the genotypes."""
    assert kinship.pair_ratios(np.array([0.5, 0.3, 0.2]), 0.02, (0, 0), kinship.UNRELATED) == pytest.approx(
        np.ones((3, 3))
    )


def test_the_same_person_explains_both_traces():
    """The chance of a genotype and a trace of it sums to that of the trace; theta makes homozygotes likelier."""
    marker = Marker.of(P, theta=0.1)
    (both,) = same_person_chances([marker], [[Seen("8", "8")]])
    assert both.sum() == pytest.approx(0.4 * (0.1 + 0.9 * 0.4))
    (anybody,) = same_person_chances([marker], [[]])
    assert anybody.sum() == pytest.approx(1.0)
