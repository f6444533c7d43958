"""The shelf, the scan, searches for a person and for a family's child, chance hits and posteriors."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import BadInput
from kith.evidence.dna import (
    FAMILY,
    Pedigree,
    Person,
    Profile,
    Relation,
    Settings,
    Sex,
    Shelf,
    chance,
    compare,
    compare_family,
    exactly_family,
    exactly_person,
    prepare_family,
    prepare_person,
    search,
    shipped,
)
from kith.evidence.dna.question import SEARCHED
from kith.evidence.dna.scan import scan
from kith.evidence.dna.shelf import Ladder, code

TABLE = shipped("nist1036")
LOCI = ("TH01", "FGA", "D18S51", "vWA", "D21S11", "SE33", "D1S1656", "D2S1338")
FAMILY_OF_FOUR = Pedigree(
    [
        Person("father", sex=Sex.MALE),
        Person("mother", sex=Sex.FEMALE),
        Person("sister", "father", "mother", Sex.FEMALE),
        Person("missing", "father", "mother"),
    ]
)


def _drawn(rng, name):
    frequencies = TABLE.populations[0].frequencies
    return Profile.of(
        name,
        {n: rng.choice(list(frequencies[n]), p=list(frequencies[n].values()), size=2).tolist() for n in LOCI},
    )


def _child(rng, name, one, other):
    return Profile.of(name, {n: [rng.choice(one.alleles[n]), rng.choice(other.alleles[n])] for n in LOCI})


@pytest.fixture
def scene():
    """A mother, a sister, and a shelf with the missing child among 300 strangers, some of them partly typed."""
    rng = np.random.default_rng(11)
    mother, father = _drawn(rng, "mother"), _drawn(rng, "father")
    people = {
        "mother": mother,
        "sister": _child(rng, "sister", mother, father),
        "child": _child(rng, "child", mother, father),
    }
    shelf = Shelf(LOCI)
    for i in range(300):
        one = _drawn(rng, f"stranger {i}")
        calls = {n: list(a) for n, a in one.alleles.items()}
        if i % 3 == 0:
            calls["TH01"] = [calls["TH01"][0], "-"]
            del calls["FGA"]
        shelf.put(f"stranger {i}", Profile.of("x", calls))
    shelf.put("child", people["child"])
    return people, shelf


def test_putting_and_erasing_take_effect_at_once(scene):
    """Who is put is found by what they show; who is erased is gone from the array."""
    people, shelf = scene
    assert shelf.alleles_of("child") == dict(people["child"].alleles)
    shelf.put("child", people["sister"])
    assert shelf.alleles_of("child") == dict(people["sister"].alleles)
    rows = shelf.codes.copy()
    shelf.erase("stranger 5")
    shelf.erase("nobody")
    assert "stranger 5" not in shelf
    assert len(shelf) == len(rows) - 1
    assert shelf.alleles_of("child") == dict(people["sister"].alleles)
    assert not shelf._codes[len(shelf) :].any()
    assert set(shelf._names[len(shelf) :].tolist()) <= {b""}


def test_partial_profiles_survive_the_codes(scene):
    """An allele that was not seen is still not seen; a locus that was not typed is not there."""
    _, shelf = scene
    kept = shelf.alleles_of("stranger 0")
    assert kept["TH01"][1] == "-"
    assert "FGA" not in kept


def test_long_names_and_names_of_every_script_are_kept():
    """A name longer than an identifier, or not in Latin letters, is whole."""
    shelf, names = Shelf(["TH01"]), ["x" * 100, "ልጅ 7", "a"]
    for name in names:
        shelf.put(name, Profile.of("p", {"TH01": ["6", "7"]}))
    assert shelf.subjects == names
    assert all(name in shelf for name in names)
    with pytest.raises(KeyError):
        shelf.alleles_of("nobody")


def test_a_million_profiles_fit_in_a_hundred_megabytes():
    """Codes and names together, at 24 loci and an identifier of 36 letters."""
    shelf = Shelf([f"L{i}" for i in range(24)])
    shelf.put_codes([f"{i:036d}" for i in range(10_000)], np.zeros((10_000, 24), np.uint16))
    assert shelf.bytes_held * 100 < 100e6


def test_codes_are_two_bytes_and_keep_their_meaning():
    """Every pair has a code of its own, in either order; a new allele changes none."""
    ladder = Ladder(["a", "b"])
    before = {code(low, high): (low, high) for _, low, high in ladder.genotypes()}
    assert code(1, 2) == code(2, 1)
    ladder.place("c")
    after = {one: (low, high) for one, low, high in ladder.genotypes()}
    assert len(after) == 10
    assert before.items() <= after.items()
    assert code(360, 360) < 2**16


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=30))
def test_a_shelf_is_what_was_put_and_not_erased(steps):
    """After any order of putting and erasing."""
    shelf, wanted = Shelf(["TH01"]), {}
    for i, (who, put) in enumerate(steps):
        if put:
            alleles = ["6", str(7 + i)]
            shelf.put(who, Profile.of(who, {"TH01": alleles}))
            wanted[who] = {"TH01": tuple(alleles)}
        else:
            shelf.erase(who)
            wanted.pop(who, None)
    assert {one: shelf.alleles_of(one) for one in shelf.subjects} == wanted


@pytest.mark.parametrize("settings", [Settings(), Settings(theta=0.0), Settings(silent=0.002)])
def test_a_scan_says_what_the_exact_comparison_says(scene, settings):
    """Every profile on the shelf, partial ones too, under all three hypotheses and in all populations."""
    people, shelf = scene
    prepared = prepare_person(people["sister"], shelf, TABLE, settings)
    found = prepared.log10(shelf)
    assert found.shape == (301, 3)
    for row in (0, 1, 3, 299, 300):
        other = Profile.of("x", shelf.alleles_of(shelf.subjects[row]))
        exact = compare(people["sister"], other, TABLE, settings, relations=SEARCHED)
        for h, relation in enumerate(SEARCHED):
            wanted = exact.ratios[relation].least
            # what is rare on the shelf and not shown moves the share of mutations a little
            assert found[row, h] == pytest.approx(wanted, abs=0.02, rel=0.01) or found[row, h] == wanted


def test_a_family_scan_says_what_the_exact_comparison_says(scene):
    """The table of a family is the likelihood of its pedigree."""
    people, shelf = scene
    relatives = {n: people[n] for n in ("mother", "sister")}
    found = prepare_family(FAMILY_OF_FOUR, "missing", relatives, shelf, TABLE).log10(shelf)
    for row in (0, 1, 300):
        other = Profile.of("x", shelf.alleles_of(shelf.subjects[row]))
        wanted = compare_family(FAMILY_OF_FOUR, "missing", relatives, other, TABLE).ratios.least
        assert found[row, 0] == pytest.approx(wanted, abs=0.02)


def test_a_child_is_found_as_itself(scene):
    """First of all, with nearly all of the posterior; by chance alone hardly anybody."""
    people, shelf = scene
    prepared = prepare_person(people["child"], shelf, TABLE)
    found = search(prepared, shelf, exactly_person(people["child"], shelf, TABLE))
    assert found.hits[0].subject == "child"
    assert found.hits[0].posterior[Relation.SAME.value] > 0.999
    assert found.chance_hits[Relation.SAME.value] < 1e-3
    assert found.size == 301


def test_a_mother_and_a_sister_find_the_child(scene):
    """The family search ranks the true child first; prior and posteriors are those of the whole shelf."""
    people, shelf = scene
    relatives = {n: people[n] for n in ("mother", "sister")}
    prepared = prepare_family(FAMILY_OF_FOUR, "missing", relatives, shelf, TABLE)
    found = search(
        prepared, shelf, exactly_family(FAMILY_OF_FOUR, "missing", relatives, shelf, TABLE), threshold=0.0
    )
    assert found.hits[0].subject == "child"
    assert found.prior == pytest.approx(0.5 / 301)
    assert found.hits[0].posterior[FAMILY] + found.none <= 1.0 + 1e-9


def test_an_erased_child_is_not_found(scene):
    """From the moment of erasing."""
    people, shelf = scene
    prepared = prepare_person(people["child"], shelf, TABLE)
    shelf.erase("child")
    found = search(prepared, shelf, exactly_person(people["child"], shelf, TABLE))
    assert "child" not in [hit.subject for hit in found.hits]


def test_a_question_is_not_asked_of_a_shelf_that_it_does_not_know(scene):
    """A new allele on the shelf asks for the tables anew; a code beyond a table never reads beyond it."""
    people, shelf = scene
    prepared = prepare_person(people["child"], shelf, TABLE)
    before = prepared.log10(shelf)
    codes = shelf.codes.copy()
    shelf.put("new", Profile.of("new", {"TH01": ["3", "3"]}))
    with pytest.raises(BadInput, match="new alleles"):
        prepared.log10(shelf)
    codes[0, :] = 65_535
    beyond = scan(codes, prepared.tables[0])
    assert beyond[0].tolist() == [0.0, 0.0, 0.0]
    assert scan(codes[:2], prepared.tables[0][:1])[0, 0] == 0.0
    assert np.isfinite(before[:, 2]).all()


def test_an_empty_shelf_finds_nobody(scene):
    """Nothing to search is not an error, and "none" is certain."""
    people, _ = scene
    shelf = Shelf(LOCI)
    found = search(prepare_person(people["child"], shelf, TABLE), shelf, dict)
    assert found.hits == ()
    assert found.none == 1.0
    assert found.complete


def test_a_search_without_a_locus_in_common_is_refused(scene):
    """Nobody is told that nothing was found where nothing was searched."""
    _, shelf = scene
    with pytest.raises(BadInput, match="no locus"):
        prepare_person(Profile.of("x", {"D4S2408": ["8", "9"]}), shelf, TABLE)
    with pytest.raises(BadInput):
        prepare_family(FAMILY_OF_FOUR, "missing", {}, shelf, TABLE)


def test_chance_hits_are_counted_right(scene):
    """What convolution says is what a hundred thousand invented strangers do, within sampling error."""
    people, _ = scene
    rng = np.random.default_rng(3)
    table = TABLE.choose(["AfAm"])
    frequencies = table.populations[0].frequencies
    shelf = Shelf(LOCI)
    codes = np.empty((100_000, len(LOCI)), np.uint16)
    for i, name in enumerate(LOCI):
        places = np.array([shelf.ladders[name].place(a) for a in frequencies[name]])
        pairs = rng.choice(places, p=list(frequencies[name].values()), size=(len(codes), 2))
        low, high = pairs.min(axis=1), pairs.max(axis=1)
        codes[:, i] = high * (high + 1) // 2 + low
    shelf.put_codes([str(i) for i in range(len(codes))], codes)
    prepared = prepare_person(people["sister"], shelf, table, Settings(theta=0.0))
    found = prepared.log10(shelf)
    for h, relation in enumerate(SEARCHED[1:], 1):
        expected = prepared.expected_hits(relation.value, 1.0, len(shelf))
        seen = int((found[:, h] >= 1.0).sum())
        assert abs(seen - expected) < 5 * math.sqrt(expected) + 0.1 * expected


def test_posteriors_are_those_of_the_cases(reference):
    """One candidate, a thousand, a million, two siblings, several relations: as computed by hand elsewhere."""
    data = json.loads((reference / "posterior_cases.json").read_bytes())
    for case in data["cases"]:
        groups = case["groups"]
        priors = np.concatenate([np.full(g["count"], g["prior_each"]) for g in groups])
        ratios = np.concatenate([np.full(g["count"], float(g["LR"])) for g in groups])
        none, each = chance.posteriors(case["prior_none"], priors, ratios)
        assert none == pytest.approx(case["posterior_none"], rel=1e-9)
        ends = np.cumsum([g["count"] for g in groups]) - 1
        assert each[ends].tolist() == pytest.approx([g["posterior_each"] for g in groups], rel=1e-9)


def test_a_posterior_by_hand():
    """One candidate, prior ½, ratio 10,000: 10,000 / 10,001."""
    none, each = chance.posteriors(0.5, [0.5], [10_000.0])
    assert each[0] == pytest.approx(10_000 / 10_001)
    assert none + each.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("arguments", [(-0.1, [0.5], [1.0]), (0.5, [0.5], [math.nan]), (0.0, [1.0], [0.0])])
def test_priors_that_are_none_are_refused(arguments):
    """Negative, no number, or everything impossible."""
    with pytest.raises(BadInput):
        chance.posteriors(*arguments)


def test_a_profile_without_a_common_locus_does_not_end_a_search(scene):
    """It is counted, told, keeps its prior, and never stands before somebody who was compared."""
    people, shelf = scene
    shelf = Shelf((*LOCI, "D7S820"))
    for name in ("mother", "child"):
        shelf.put(name, people[name])
    shelf.put("elsewhere", Profile.of("x", {"D7S820": ["8", "9"]}))
    prepared = prepare_person(people["child"], shelf, TABLE)
    found = search(prepared, shelf, exactly_person(people["child"], shelf, TABLE), threshold=-99.0)
    assert [hit.subject for hit in found.hits] == ["child", "mother"]
    assert found.not_compared == 1
    assert (found.above, found.complete) == (2, True)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("settings", [Settings(), Settings(silent=0.002)])
def test_a_scan_is_exact_on_a_small_shelf_with_homozygotes(count, settings):
    """Alleles of the table that nobody on the shelf shows do not hide behind a homozygote."""
    probe = Profile.of("p", {"TH01": ["6", "6"], "FGA": ["22", "22"], "vWA": ["16", "17"]})
    shelf = Shelf(LOCI)
    for i in range(count):
        shelf.put(
            str(i), Profile.of("x", {"TH01": ["6", "6"], "FGA": ["22", "22"], "vWA": ["16", str(16 + i)]})
        )
    scanned = prepare_person(probe, shelf, TABLE, settings).log10(shelf)
    exactly = exactly_person(probe, shelf, TABLE, settings)
    for row in range(count):
        wanted = exactly(str(row))
        for h, relation in enumerate(SEARCHED):
            assert scanned[row, h] == pytest.approx(wanted[relation.value], abs=0.02, rel=0.01)


def test_the_posterior_is_one_over_persons_and_relations(scene):
    """Same, parent and child, sibling are not each certain: all of everybody and "none" sum to one, with the priors that are told."""
    people, shelf = scene
    prepared = prepare_person(people["child"], shelf, TABLE)
    exactly = exactly_person(people["child"], shelf, TABLE)
    found = search(prepared, shelf, exactly, threshold=-99.0, most=400)
    total = math.fsum(p for hit in found.hits for p in hit.posterior.values())
    assert total + found.none <= 1.0 + 1e-9
    assert sum(found.hits[0].posterior.values()) <= 1.0 + 1e-9
    assert list(found.relation_priors.values()) == pytest.approx([1 / 3] * 3)
    only = dict.fromkeys(prepared.hypotheses, 0.0) | {Relation.FULL_SIB.value: 1.0}
    sibling = search(prepared, shelf, exactly, relation_priors=only).hits[0]
    assert sibling.posterior[Relation.SAME.value] == 0.0
    for wrong in (dict.fromkeys(prepared.hypotheses, 0.0), dict.fromkeys(prepared.hypotheses, math.nan)):
        with pytest.raises(BadInput, match="priors"):
            search(prepared, shelf, exactly, relation_priors=wrong)


def test_a_list_that_was_cut_says_so(scene):
    """How many reach the threshold is told, not only those shown."""
    people, shelf = scene
    for i in range(5):
        shelf.put(f"again {i}", people["child"])
    prepared = prepare_person(people["child"], shelf, TABLE)
    exactly = exactly_person(people["child"], shelf, TABLE)
    cut = search(prepared, shelf, exactly, most=2)
    assert (len(cut.hits), cut.above, cut.complete) == (2, 6, False)
    whole = search(prepared, shelf, exactly, most=20)
    assert (len(whole.hits), whole.above, whole.complete) == (6, 6, True)
