"""The likelihood of families: against sums by hand, and what must hold of any likelihood."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.dna import by_hand

from kith.errors import BadPedigree, BadProfile
from kith.evidence.dna import (
    NO_MUTATION,
    Marker,
    Model,
    Mutation,
    Pedigree,
    Person,
    Seen,
    Sex,
    genotype_likelihoods,
    likelihoods,
    network,
)
from kith.evidence.dna.condense import condensed
from kith.evidence.dna.relations import family_chances, with_stranger

ALLELES = {"8": 0.5, "9": 0.3, "9.3": 0.2}
M, F = Sex.MALE, Sex.FEMALE
DUO = [Person("p", sex=M), Person("x", sex=F), Person("c", "p", "x", F)]
ONE_PARENT = [Person("p", sex=M), Person("c", "p", "", F)]
SIBS = [Person("f", sex=M), Person("m", sex=F), Person("p", "f", "m", M), Person("c", "f", "m", F)]
HALF = [Person("m", sex=F), Person("p", "", "m", M), Person("c", "", "m", F)]
INBRED = [Person("m", sex=F), Person("p", "", "m", M), Person("c", "p", "m", F)]
FAMILIES = {"duo": DUO, "one parent": ONE_PARENT, "siblings": SIBS, "half siblings": HALF, "inbred": INBRED}
MODELS = {
    "none": NO_MUTATION,
    "equal": Mutation(Model.EQUAL, 0.1, 0.05),
    "proportional": Mutation(Model.PROPORTIONAL, 0.1, 0.05),
    "stepwise": Mutation(Model.STEPWISE, 0.1, 0.05, 0.2, 0.01),
}


def _likelihood(pedigree, marker, seen):
    return float(likelihoods(Pedigree(pedigree), [marker], [seen])[0])


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_the_sum_over_everything(family, model, theta):
    """Peeled likelihoods are the plain sum over all genotypes of everybody, inbred parents and loops included."""
    marker = Marker.of(ALLELES, mutation=MODELS[model], theta=theta)
    for seen in (
        {"p": [Seen("8", "8")], "c": [Seen("9", "9.3")]},
        {"p": [Seen("8", "9")], "c": [Seen("8", "9")]},
        {"c": [Seen("9", "9")]},
    ):
        exact = by_hand.likelihood(Pedigree(FAMILIES[family]), marker, seen)
        assert _likelihood(FAMILIES[family], marker, seen) == pytest.approx(exact, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("family", ["duo", "siblings"])
def test_silent_alleles_dropout_and_unseen_alleles_are_summed(family, theta):
    """A homozygote may hide a silent allele, a copy may have dropped out, and 9/- may be anything with a 9."""
    marker = Marker.of({"8": 0.6, "9": 0.4}, theta=theta, silent=0.05)
    for seen in (
        {"p": [Seen("8", "8")], "c": [Seen("9", "9")]},
        {"p": [Seen("8", "8", 0.2)], "c": [Seen("8", "9", 0.1)]},
        {"p": [Seen("9", None)], "c": [Seen("8", "8")]},
        {"p": [Seen("8", "9"), Seen("8", "8", 0.3)]},
    ):
        exact = by_hand.likelihood(Pedigree(FAMILIES[family]), marker, seen)
        assert _likelihood(FAMILIES[family], marker, seen) == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("family", ["duo", "siblings", "inbred"])
def test_the_x_chromosome_is_inherited_as_it_is(family, theta):
    """Sons have one allele, of their mother; daughters one of each parent."""
    marker = Marker.of(ALLELES, mutation=MODELS["equal"], theta=theta, x_linked=True)
    seen = {"p": [Seen("8", "8")], "c": [Seen("8", "9")]}
    exact = by_hand.likelihood(Pedigree(FAMILIES[family]), marker, seen)
    assert _likelihood(FAMILIES[family], marker, seen) == pytest.approx(exact, rel=1e-10)


def test_a_trio_by_hand():
    """Mother 8/9, child 8/9.3, father 9.3/9.3, no mutation: 2·½·½·... the ratio against a stranger is 1 / p(9.3) = 5.

    Against an unrelated man the child's 9.3 comes from the population with chance 0.2; from this father with certainty.
    """
    marker = Marker.of(ALLELES)
    seen = {"f": [Seen("9.3", "9.3")], "m": [Seen("8", "9")], "c": [Seen("8", "9.3")]}
    couple = [Person("f", sex=M), Person("m", sex=F)]
    child = _likelihood([*couple, Person("c", "f", "m")], marker, seen)
    other = _likelihood([*couple, Person("c", "", "m")], marker, seen)
    assert child / other == pytest.approx(5.0)


def test_theta_by_hand():
    """Two strangers who are both 8/8, p = 0.5, theta 0.1: the second has ((2θ+(1-θ)p)(3θ+(1-θ)p)) / ((1+θ)(1+2θ))."""
    marker = Marker.of(ALLELES, theta=0.1)
    both = _likelihood([Person("a"), Person("b")], marker, {n: [Seen("8", "8")] for n in "ab"})
    one = _likelihood([Person("a")], marker, {"a": [Seen("8", "8")]})
    assert both / one == pytest.approx((0.2 + 0.45) * (0.3 + 0.45) / (1.1 * 1.2))


def test_cousins_share_a_quarter():
    """First cousins both 9.3/9.3, p = 0.2: 3/4 + 1/4 · 1/p = 2, exactly, through two untyped generations."""
    marker = Marker.of(ALLELES)
    family = [
        *(Person(n, sex=s) for n, s in (("gf", M), ("gm", F), ("d", M), ("e", M))),
        Person("s", "gf", "gm", F), Person("t", "gf", "gm", F), Person("a", "d", "s"), Person("b", "e", "t"),
    ]  # fmt: skip
    seen = {n: [Seen("9.3", "9.3")] for n in "ab"}
    ratio = _likelihood(family, marker, seen) / _likelihood([Person("a"), Person("b")], marker, seen)
    assert ratio == pytest.approx(2.0)


genotypes = st.tuples(*[st.sampled_from(sorted(ALLELES))] * 2)


@given(
    genotypes,
    genotypes,
    st.sampled_from(sorted(MODELS)),
    st.sampled_from([0.0, 0.02]),
    st.permutations([0, 1, 2]),
)
def test_names_of_persons_and_alleles_mean_nothing(one, other, model, theta, order):
    """Persons under other names and alleles in another order have the same likelihood; a hypothesis against itself is 1."""
    marker = Marker.of(ALLELES, mutation=MODELS[model], theta=theta)
    names = [sorted(ALLELES)[i] for i in order]
    turned = Marker.of({n: ALLELES[n] for n in names}, mutation=MODELS[model], theta=theta)
    seen = {"p": [Seen(*one)], "c": [Seen(*other)]}
    value = _likelihood(SIBS, marker, seen)
    assert _likelihood(
        SIBS, turned, {n: [Seen(t[0].second, t[0].first)] for n, t in seen.items()}
    ) == pytest.approx(value)
    renamed = Pedigree(SIBS).renamed({"p": "c", "c": "q", "f": "z"})
    moved = likelihoods(renamed, [marker], [{"c": seen["p"], "q": seen["c"]}])
    assert float(moved[0]) == pytest.approx(value)


@given(genotypes, st.sampled_from(sorted(MODELS)))
def test_other_names_of_alleles_change_nothing_without_steps(one, model):
    """Alleles called 20, 21, 22 instead give the same, but for the stepwise model, which reads their lengths."""
    if model == "stepwise":
        return
    other = dict(zip(sorted(ALLELES), ("20", "21", "22"), strict=True))
    first = Marker.of({a: ALLELES[a] for a in sorted(ALLELES)}, mutation=MODELS[model], theta=0.01)
    second = Marker.of({other[a]: ALLELES[a] for a in sorted(ALLELES)}, mutation=MODELS[model], theta=0.01)
    seen = {"p": [Seen(*one)], "c": [Seen("9", "9")]}
    moved = {n: [Seen(other[t[0].first], other[t[0].second])] for n, t in seen.items()}
    assert _likelihood(SIBS, first, seen) == pytest.approx(_likelihood(SIBS, second, moved))


def test_a_locus_where_nobody_is_typed_says_nothing():
    """Its likelihood is 1, and the other loci keep theirs."""
    marker = Marker.of(ALLELES, theta=0.02)
    seen = {"p": [Seen("8", "9")], "c": [Seen("8", "8")]}
    both = likelihoods(Pedigree(SIBS), [marker, marker], [seen, {}])
    assert both[1] == 1.0
    assert both[0] == likelihoods(Pedigree(SIBS), [marker], [seen])[0]


@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("x_linked", [False, True])
def test_likelihoods_sum_to_one_over_genotypes(model, theta, x_linked):
    """Over all genotypes of somebody the chances sum to the likelihood without them; over everybody's, to one."""
    marker = Marker.of(ALLELES, mutation=MODELS[model], theta=theta, x_linked=x_linked)
    family = Pedigree(SIBS)
    alone = genotype_likelihoods(family, "c", [marker], [{}])[0]
    assert alone.sum() == pytest.approx(1.0)
    seen = {"p": [Seen("8", "8")]}
    table = genotype_likelihoods(family, "c", [marker], [seen])[0]
    assert table.sum() == pytest.approx(float(likelihoods(family, [marker], [seen])[0]))
    k = marker.alleles.index("8"), marker.alleles.index("9")
    typed = _likelihood(SIBS, marker, seen | {"c": [Seen("8", "9")]})
    assert table[k] + table[k[::-1]] == pytest.approx(typed)


@pytest.mark.parametrize("theta", [0.0, 0.03])
def test_a_family_table_is_the_ratio_of_two_pedigrees(theta, siblings):
    """Each entry is what the whole likelihoods of both pedigrees give for that genotype."""
    marker = Marker.of(ALLELES, mutation=MODELS["proportional"], theta=theta)
    seen = {"a": [Seen("8", "9.3")]}
    above, below = family_chances(siblings, "b", [marker], [seen])[0]
    apart = Pedigree([*siblings.renamed({"b": "gone"}).persons, Person("b", sex=F)])
    for i, one in enumerate(marker.alleles):
        for j, other in enumerate(marker.alleles[: i + 1]):
            typed = seen | {"b": [Seen(one, other)]}
            wanted = [float(likelihoods(p, [marker], [typed])[0]) for p in (siblings, apart)]
            found = [t[i, j] + (t[j, i] if i != j else 0.0) for t in (above, below)]
            assert found == pytest.approx(wanted)


@pytest.mark.parametrize("silent", [0.0, 0.03])
@pytest.mark.parametrize("theta", [0.0, 0.03])
@pytest.mark.parametrize("model", ["none", "proportional"])
def test_a_condensed_table_is_the_whole_one(model, theta, silent, siblings):
    """Two stand-ins for all alleles that no relative shows give the same table as all alleles do, to the last digits."""
    many = {
        str(n): f
        for n, f in zip(range(8, 18), (0.2, 0.15, 0.05, 0.1, 0.08, 0.12, 0.07, 0.03, 0.17, 0.03), strict=True)
    }
    marker = Marker.of(many, mutation=MODELS[model], theta=theta, silent=silent)
    seen = {"a": [Seen("8", "10")]}
    assert condensed(marker, {"8", "10"}) is not None
    apart = with_stranger(siblings, "b")
    for found, family in zip(
        family_chances(siblings, "b", [marker], [seen])[0], (siblings, apart), strict=True
    ):
        whole = genotype_likelihoods(family, "b", [marker], [seen])[0]
        assert found == pytest.approx(whole, rel=1e-9, abs=1e-18)


@pytest.mark.parametrize("model", ["equal", "stepwise"])
def test_other_models_are_not_condensed(model):
    """Where mutation is not in proportion to the frequencies, the table keeps all alleles."""
    many = {str(n): (n - 7) / 55 for n in range(8, 18)}
    assert condensed(Marker.of(many, mutation=MODELS[model]), {"8"}) is None


def test_unnamed_alleles_are_lumped_only_where_it_changes_nothing():
    """Equal and proportional models lump what nobody shows; the stepwise model reads every length and keeps them."""
    many = {str(n): 0.1 for n in range(8, 18)}
    sizes = {m: len(Marker.of(many, mutation=MODELS[m]).lumped({"8", "9"}).alleles) for m in MODELS}
    assert sizes == {"none": 3, "equal": 3, "proportional": 3, "stepwise": 10}


def test_untyped_dead_ends_matter_only_where_mutation_is_not_stationary():
    """Cutting an untyped parent away, as Familias does, changes nothing under the proportional model, and something under equal."""
    seen = {"p": [Seen("8", "8")], "c": [Seen("9", "9.3")]}
    for model, same in (("proportional", True), ("equal", False)):
        marker = Marker.of(ALLELES, mutation=MODELS[model])
        family = Pedigree(DUO)
        cut = family.trimmed({"p", "c"}, dead_ends=True)
        values = [float(likelihoods(f, [marker], [seen])[0]) for f in (family, cut)]
        assert "x" not in cut
        assert (values[0] == pytest.approx(values[1], rel=1e-9)) is same


@pytest.mark.parametrize(
    "persons",
    [
        [Person("a"), Person("a")],
        [Person("a", "b")],
        [Person("a", "b"), Person("b", "a")],
        [Person("a", sex=F), Person("b", "a")],
        [Person("a"), Person("b", "a", "a")],
        [Person("")],
    ],
)
def test_a_family_that_cannot_be_is_refused(persons):
    """Twice the same name, an unknown parent, an own ancestor, a father who is a woman, one parent twice, no name."""
    with pytest.raises(BadPedigree):
        Pedigree(persons)


def test_an_allele_without_a_frequency_is_refused():
    """It is named, and nothing is guessed."""
    with pytest.raises(BadProfile, match="31"):
        _likelihood(DUO, Marker.of(ALLELES), {"p": [Seen("31", "8")]})


def test_too_many_coupled_founders_are_refused():
    """Theta over more untyped founders than can be summed is refused with what to do, never guessed."""
    lines = [Person(f"{s}{i}", sex=M if s == "f" else F) for i in range(4) for s in "fm"]
    kids = [Person(f"{k}{i}", f"f{i}", f"m{i}") for i in range(4) for k in "ab"]
    marker = Marker.of(ALLELES, theta=0.01)
    seen = {k.name: [Seen("8", "9")] for k in kids}
    with pytest.raises(BadPedigree, match="theta"):
        likelihoods(Pedigree([*lines, *kids]), [marker], [seen])
    assert np.isfinite(likelihoods(Pedigree([*lines, *kids]), [Marker.of(ALLELES)], [seen])).all()


def test_tables_that_do_not_fit_are_refused_before_they_are_made():
    """Hundreds of alleles that mutation tells apart, and untyped parents: a named refusal, without the memory."""
    marker = Marker.of({str(i): 1 / 340 for i in range(1, 341)}, mutation=MODELS["stepwise"], theta=0.01)
    tracemalloc.start()
    try:
        with pytest.raises(BadPedigree, match="entangled"):
            genotype_likelihoods(Pedigree(SIBS), "c", [marker] * 4, [{"p": [Seen("8", "9")]}] * 4)
        assert tracemalloc.get_traced_memory()[1] < 1e8
    finally:
        tracemalloc.stop()


def test_work_without_end_is_refused(monkeypatch):
    """Ways to part the founders' draws times what is summed in each, above a limit: refused with what to do."""
    marker = Marker.of(ALLELES, theta=0.03)
    seen = {"p": [Seen("8", "9")], "c": [Seen("8", "9")]}
    assert _likelihood(SIBS, marker, seen) > 0.0
    monkeypatch.setattr(network, "MOST_WORK", 10)
    with pytest.raises(BadPedigree, match="founders"):
        _likelihood(SIBS, marker, seen)
