"""Comparisons of two persons and with a family, weights, and lines of descent."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kith.errors import BadInput, BadProfile
from kith.evidence.dna import (
    NO_MUTATION,
    Finding,
    Haplotype,
    Pedigree,
    Person,
    Profile,
    Relation,
    Settings,
    Sex,
    compare,
    compare_family,
    kit,
    lineage,
    read_frequencies,
    shipped,
    weigh,
    weigh_family,
)
from kith.evidence.weight import Kind

TABLE = shipped("nist1036")
LOCI = kit("GlobalFiler").loci


def _drawn(rng, name):
    frequencies = TABLE.populations[2].frequencies
    return Profile.of(
        name,
        {n: rng.choice(list(frequencies[n]), p=list(frequencies[n].values()), size=2).tolist() for n in LOCI},
    )


def _child(rng, name, one, other):
    return Profile.of(name, {n: [rng.choice(one.alleles[n]), rng.choice(other.alleles[n])] for n in LOCI})


@pytest.fixture(scope="module")
def people():
    """A couple, two children of theirs, and a stranger, all invented."""
    rng = np.random.default_rng(7)
    mother, father, stranger = (_drawn(rng, n) for n in ("mother", "father", "stranger"))
    found = {"mother": mother, "father": father, "stranger": stranger}
    return found | {n: _child(rng, n, mother, father) for n in ("girl", "boy")}


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        ("girl", "girl", Relation.SAME),
        ("mother", "girl", Relation.PARENT_CHILD),
        ("girl", "boy", Relation.FULL_SIB),
        ("stranger", "girl", Relation.UNRELATED),
    ],
)
def test_the_true_relation_fits_best(people, one, other, best):
    """Scored jointly on the same loci, the truth comes first."""
    found = compare(people[one], people[other], TABLE)
    assert found.best is best
    assert set(found.loci) == set(LOCI)


def test_every_population_is_told_and_the_smallest_counts(people):
    """Four populations, the least of them ranks, and it is named."""
    found = compare(people["girl"], people["boy"], TABLE).ratios[Relation.FULL_SIB]
    assert set(found.totals) == {p.name for p in TABLE.populations}
    assert found.least == min(found.totals.values()) == found.totals[found.least_population]
    assert found.log10.sum(axis=1).tolist() == pytest.approx(list(found.totals.values()))


def test_comparing_the_other_way_round_is_the_same(people):
    """Under hypotheses that have no direction."""
    there, back = compare(people["girl"], people["boy"], TABLE), compare(people["boy"], people["girl"], TABLE)
    for relation in (Relation.SAME, Relation.FULL_SIB, Relation.HALF_SIB, Relation.COUSIN):
        assert there.ratios[relation].least == pytest.approx(back.ratios[relation].least)


def test_one_hypothesis_is_weighed_against_another(people):
    """Parent and child against full siblings: what tells them apart, in the population where it is least."""
    found = compare(people["mother"], people["girl"], TABLE)
    assert found.against(Relation.PARENT_CHILD, Relation.FULL_SIB) > 0
    assert found.against(Relation.FULL_SIB, Relation.FULL_SIB) == 0.0
    assert found.against(Relation.SAME, Relation.FULL_SIB) == -math.inf


def test_loci_that_only_mutation_explains_are_named(people):
    """One allele of the child changed: the ratio stays above nothing, and the locus is marked."""
    calls = {n: list(a) for n, a in people["girl"].alleles.items()}
    calls["TH01"] = ["4", "4"]
    changed = Profile.of("girl", calls)
    found = compare(people["mother"], changed, TABLE)
    assert found.ratios[Relation.PARENT_CHILD].impossible == ("TH01",)
    assert math.isfinite(found.ratios[Relation.PARENT_CHILD].least)
    strict = compare(people["mother"], changed, TABLE, Settings(mutation=NO_MUTATION))
    assert strict.ratios[Relation.PARENT_CHILD].least == -math.inf


def test_profiles_without_a_locus_in_common_are_refused(people):
    """Nothing compared is no answer."""
    with pytest.raises(BadInput, match="no locus"):
        compare(people["girl"], Profile.of("x", {"D4S2408": ["8", "9"]}), TABLE)


def test_loci_without_frequencies_are_left_out_by_name(people):
    """They are told, not silently skipped."""
    one, other = (Profile.of(n, {"TH01": ["6", "7"], "D4S2408": ["8", "9"]}) for n in ("a", "b"))
    assert compare(one, other, TABLE).left_out == ("D4S2408",)


def test_a_family_finds_its_child_and_not_a_stranger(people):
    """A mother and a sibling against the true child, and against somebody else."""
    family = Pedigree(
        [
            Person("father", sex=Sex.MALE),
            Person("mother", sex=Sex.FEMALE),
            Person("boy", "father", "mother"),
            Person("missing", "father", "mother"),
        ]
    )
    relatives = {n: people[n] for n in ("mother", "boy")}
    true = compare_family(family, "missing", relatives, people["girl"], TABLE)
    false = compare_family(family, "missing", relatives, people["stranger"], TABLE)
    assert true.ratios.least > 6
    assert false.ratios.least < -6
    assert weigh_family(true).log10 == pytest.approx(true.ratios.least)
    assert weigh_family(false).log10 < -6
    assert "mutation" in str(weigh_family(false).reasons[1])
    with pytest.raises(BadInput):
        compare_family(family, "missing", {}, people["girl"], TABLE)


def test_a_direct_match_is_weighed_against_a_sibling_too(people):
    """The weight is below that against a stranger, because one other child in a hundred may be a sibling."""
    found = compare(people["girl"], people["girl"], TABLE)
    weight = weigh(found)
    against_sibling = found.against(Relation.SAME, Relation.FULL_SIB)
    assert weight.kind is Kind.DNA
    assert weight.log10 < found.ratios[Relation.SAME].least
    assert against_sibling < weight.log10 <= against_sibling + 2.0 + 1e-9
    assert "full sibling" in " ".join(map(str, weight.reasons))
    assert "NIST" in weight.calibration


def test_one_locus_that_differs_clears_nobody(people):
    """One error of typing in a match of 21 loci weighs against it, and leaves it a lead."""
    calls = {n: list(a) for n, a in people["girl"].alleles.items()}
    calls["TH01"] = ["4", "4"]
    weight = weigh(compare(people["girl"], Profile.of("again", calls), TABLE))
    assert weight.log10 > 4
    assert any("differ" in str(r) for r in weight.reasons)


def test_strangers_and_siblings_weigh_against_the_same_child(people):
    """Neither is taken for the child."""
    assert weigh(compare(people["stranger"], people["girl"], TABLE)).log10 < -6
    assert weigh(compare(people["boy"], people["girl"], TABLE)).log10 < -6


def test_lines_of_descent_are_told_and_not_added():
    """Y and mitochondrial DNA stand among the reasons with no share of the weight."""
    calls = {"TH01": ["6", "7"], "FGA": ["20", "21"], "AMEL": ["X", "Y"]}
    mt = Haplotype.of(["263G"])
    plain = [Profile.of(n, calls) for n in ("a", "b")]
    with_lines = [Profile.of(n, calls | {"DYS391": ["11"]}, mtdna=mt) for n in ("a", "b")]
    without, found = weigh(compare(*plain, TABLE)), weigh(compare(*with_lines, TABLE))
    assert found.log10 == without.log10
    told = [r for r in found.reasons if "not counted" in str(r)]
    assert [r.log10 for r in told] == [0.0, 0.0]


def test_the_x_chromosome_stands_apart():
    """A father hands his one allele to a daughter: 1 / p, and to a son nothing: 1; no other ratio changes."""
    table = read_frequencies(
        b'{"here": {"TH01": {"6": 0.25, "7": 0.75}, "DXS10135": {"20": 0.2, "21": 0.8}, "HPRTB": {"12": 0.5, "13": 0.5}}}'
    )
    father = Profile.of("f", {"AMEL": ["X", "Y"], "TH01": ["6", "7"], "DXS10135": ["20"]})
    daughter = Profile.of(
        "d", {"AMEL": ["X", "X"], "TH01": ["6", "7"], "DXS10135": ["20", "20"], "HPRTB": ["12", "13"]}
    )
    son = Profile.of("s", {"AMEL": ["X", "Y"], "TH01": ["6", "7"], "DXS10135": ["21"]})
    settings = Settings(theta=0.0, mutation=NO_MUTATION)
    girl, boy = (compare(father, one, table, settings) for one in (daughter, son))
    assert girl.x[Relation.PARENT_CHILD].loci == ("DXS10135",)
    assert girl.x[Relation.PARENT_CHILD].least == pytest.approx(math.log10(1 / 0.2))
    assert boy.x[Relation.PARENT_CHILD].least == pytest.approx(0.0)
    assert Relation.SAME not in girl.x
    assert boy.x[Relation.SAME].least == -math.inf
    assert girl.ratios[Relation.PARENT_CHILD].least == boy.ratios[Relation.PARENT_CHILD].least


def test_the_order_of_loci_means_nothing(people):
    """The same calls under other spellings and in another order give the same ratios."""
    turned = Profile.of(
        "x", {n.lower(): list(reversed(a)) for n, a in reversed(people["boy"].alleles.items())}
    )
    there, back = (compare(people["girl"], one, TABLE) for one in (people["boy"], turned))
    assert all(back.ratios[r].totals == pytest.approx(one.totals) for r, one in there.ratios.items())


@pytest.mark.parametrize(
    ("other", "finding"),
    [
        ({"DYS391": "11", "DYS19": "14", "DYS390": "24", "DYS392": "13"}, Finding.CONSISTENT),
        ({"DYS391": "12", "DYS19": "14", "DYS390": "24", "DYS392": "13"}, Finding.CONSISTENT),
        ({"DYS391": "13", "DYS19": "14", "DYS390": "24", "DYS392": "13"}, Finding.INCONCLUSIVE),
        ({"DYS391": "12", "DYS19": "15", "DYS390": "24", "DYS392": "13"}, Finding.INCONCLUSIVE),
        ({"DYS391": "10", "DYS19": "15", "DYS390": "23", "DYS392": "11"}, Finding.EXCLUDED),
        ({"DYS437": "14"}, Finding.NOT_COMPARED),
    ],
)
def test_male_lines(other, finding):
    """None or one step: consistent. Four loci: excluded. Between: somebody has to look."""
    mine = {"DYS391": ("11",), "DYS19": ("14",), "DYS390": ("24",), "DYS392": ("13",)}
    found = lineage.compare_y(mine, {n: (a,) for n, a in other.items()})
    assert found.finding is finding
    assert found.compared == len(mine.keys() & other.keys())


@pytest.mark.parametrize(
    ("other", "finding", "differ"),
    [
        (["A263G", "309.2C"], Finding.CONSISTENT, ()),
        (["263G", "16311C"], Finding.INCONCLUSIVE, ("16311",)),
        (["152C", "16311C"], Finding.EXCLUDED, ("152", "263", "16311")),
        (["263G", "8860G"], Finding.CONSISTENT, ()),
    ],
)
def test_female_lines(other, finding, differ):
    """Positions that both read, without the lengths of runs of C; one difference is inconclusive."""
    found = lineage.compare_mtdna(Haplotype.of(["263G", "309.1C"]), Haplotype.of(other))
    assert (found.finding, found.differ) == (finding, differ)
    assert found.compared == 342 + 268


def test_ranges_that_do_not_meet_are_not_compared():
    """Nothing read twice is nothing compared."""
    found = lineage.compare_mtdna(Haplotype.of([], ["1-100"]), Haplotype.of([], ["200-300"]))
    assert found.finding is Finding.NOT_COMPARED
    assert lineage.compare_mtdna(None, Haplotype.of([])).finding is Finding.NOT_COMPARED


@pytest.mark.parametrize("text", ["", "X", "0A", "99999A", "263", "A263", "263GG"])
def test_a_difference_that_is_none_is_refused(text):
    """Not a position, not a base, or nothing of either."""
    with pytest.raises(BadProfile):
        Haplotype.of([text])


def test_lines_are_compared_only_where_they_are_inherited():
    """A father's mitochondrial DNA says nothing of his son, his Y does; an aunt on the mother's side shares the mother's."""
    calls = {"TH01": ["6", "7"], "FGA": ["20", "21"]}
    man = calls | {"AMEL": ["X", "Y"], "DYS391": ["11"]}
    hers, his = Haplotype.of(["263G"]), Haplotype.of(["152C", "16311C"])
    persons = [
        Person("grandmother", sex=Sex.FEMALE),
        Person("father", sex=Sex.MALE),
        Person("mother", "", "grandmother", Sex.FEMALE),
        Person("uncle", "", "grandmother", Sex.MALE),
        Person("half", "father", "", Sex.MALE),
        Person("missing", "father", "mother"),
    ]
    relatives = {
        "father": Profile.of("f", man, mtdna=his),
        "uncle": Profile.of("u", man | {"DYS391": ["9"]}, mtdna=hers),
        "half": Profile.of("h", man, mtdna=his),
    }
    son = Profile.of("s", man, mtdna=hers)
    found = compare_family(Pedigree(persons), "missing", relatives, son, TABLE)
    said = {n: (y.finding, mt.finding) for n, (y, mt) in found.lines.items()}
    assert said == {
        "father": (Finding.CONSISTENT, Finding.NOT_COMPARED),
        "uncle": (Finding.NOT_COMPARED, Finding.CONSISTENT),
        "half": (Finding.CONSISTENT, Finding.NOT_COMPARED),
    }
    assert "excluded" not in " ".join(map(str, weigh_family(found).reasons))
    daughter = Pedigree([*persons[:-1], Person("missing", "father", "mother", Sex.FEMALE)])
    assert not daughter.male_line("father", "missing")


@pytest.mark.parametrize(
    ("one", "other", "finding", "compared"),
    [
        (["263N", "152C"], ["263G", "152C"], Finding.CONSISTENT, 609),
        (["16311Y"], ["16311C"], Finding.CONSISTENT, 610),
        (["16311Y"], [], Finding.CONSISTENT, 610),
        (["16311Y", "152R"], ["16311A", "152C"], Finding.EXCLUDED, 610),
        (["303DEL", "315.1C", "16193.1C"], ["309.1C", "309.2C"], Finding.CONSISTENT, 610),
        (["249DEL", "290.1A"], [], Finding.EXCLUDED, 610),
    ],
)
def test_unread_and_mixed_positions(one, other, finding, compared):
    """N was not read, a mixed base agrees with what shares one with it, runs of C have any length; other lengths count."""
    found = lineage.compare_mtdna(Haplotype.of(one), Haplotype.of(other))
    assert (found.finding, found.compared) == (finding, compared)


def test_repeats_of_ac_are_set_aside():
    """Their number differs within one person."""
    read = ["16024-16569", "1-576"]
    shorter, longer = (Haplotype.of(d, read) for d in (["523DEL", "524DEL"], ["524.1A", "524.2C"]))
    assert lineage.compare_mtdna(shorter, longer).finding is Finding.CONSISTENT


def test_nothing_but_unread_positions_is_nothing_compared():
    """A range of which every position is N."""
    one = Haplotype.of(["5N"], ["5-5"])
    assert lineage.compare_mtdna(one, Haplotype.of([], ["5-5"])).finding is Finding.NOT_COMPARED


def test_ranges_that_overlap_are_one():
    """No position is counted twice; more ranges or differences than there can be are refused."""
    one = Haplotype.of([], ["73-200", "150-340", "341-350"])
    assert one.read == ((73, 350),)
    assert lineage.compare_mtdna(one, one).compared == 278
    with pytest.raises(BadProfile, match="More than"):
        Haplotype.of([], ["1-2"] * 101)
    with pytest.raises(BadProfile, match="More than"):
        Haplotype.of((f"{n}A" for n in range(1, 5_000)), ["1-9"])


@pytest.mark.parametrize(
    ("one", "other", "finding"),
    [
        (("11", "-"), ("11", "14"), Finding.CONSISTENT),
        (("11", "-"), ("14", "-"), Finding.CONSISTENT),
        (("11", "-"), ("14", "15"), Finding.INCONCLUSIVE),
        (("11",), ("11", "14"), Finding.INCONCLUSIVE),
        (("9", "10"), ("9", "11"), Finding.CONSISTENT),
    ],
)
def test_loci_that_lie_twice_on_y_are_compared_by_inclusion(one, other, finding):
    """An allele that was not seen may be any; one that was seen has to be there."""
    assert lineage.compare_y({"DYS385": one}, {"DYS385": other}).finding is finding
    assert lineage.compare_y({"DYS385": other}, {"DYS385": one}).finding is finding
