"""Frequencies: tables that ship and that users bring, the least frequency, and mutation matrices."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import BadFrequencies, BadInput
from kith.evidence.dna import Model, Mutation, Settings, read_frequencies, shipped
from kith.evidence.dna.frequencies import SHIPPED


@pytest.mark.parametrize(
    ("name", "populations", "loci"), [("fbi2015", 12, 23), ("nist1036", 4, 29), ("ukdna17", 4, 16)]
)
def test_tables_ship_with_their_source_and_licence(name, populations, loci):
    """Each has its populations, loci, and counts, so that the least frequency is known."""
    table = shipped(name)
    assert len(table.populations) == populations
    assert len(table.loci()) == loci
    assert "not stated" not in {table.title, table.source, table.licence}
    for one in table.populations:
        assert all(sum(f.values()) == pytest.approx(1.0) for f in one.frequencies.values())
        assert set(one.counted) == set(one.frequencies)


def test_the_uk_table_is_attributed():
    """The Open Government Licence asks for its sentence."""
    assert (
        "Contains public sector information licensed under the Open Government Licence v3.0"
        in shipped("ukdna17").licence
    )


def test_shipped_tables_are_those_of_the_source(reference):
    """Every frequency is that of the published file, to the last count."""
    files = {"fbi2015": "FBI2015freqs.json", "nist1036": "NIST1036freqs.json", "ukdna17": "UKDNA17freqs.json"}
    assert set(files) == set(SHIPPED)
    for name, file in files.items():
        theirs = read_frequencies((reference / file).read_bytes())
        for ours, other in zip(shipped(name).populations, theirs.populations, strict=True):
            assert ours.counted == other.counted
            for locus, frequencies in other.frequencies.items():
                assert ours.frequencies[locus] == pytest.approx(frequencies)


def test_an_unseen_allele_has_the_least_frequency():
    """5/2N, exactly; an allele that is shown and frequent keeps its own; who is not shown makes room."""
    asian = shipped("nist1036").populations[1]
    least = 5 / asian.counted["TH01"]
    assert asian.least("TH01") == least
    found = asian.of_alleles("TH01", {"3", "7"}, also={"4"})
    assert found["3"] == least
    assert found["7"] == asian.frequencies["TH01"]["7"]
    assert 0 < found["4"] < least / 5
    assert found["9"] < asian.frequencies["TH01"]["9"]
    assert sum(found.values()) == pytest.approx(1.0)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=40), st.sets(st.integers(1, 60), max_size=20))
def test_least_frequencies_always_leave_a_distribution(counts, shown):
    """Whatever the counts, frequencies sum to one, and none that is shown is below the least while there is room."""
    table = {"counts": {"p": {"L": {str(i + 1): c + 2 for i, c in enumerate(counts)}}}}
    population = read_frequencies(json.dumps(table).encode()).populations[0]
    found = population.of_alleles("L", {str(a) for a in shown}, also={"70", "71"})
    assert sum(found.values()) == pytest.approx(1.0)
    assert min(found.values()) > 0.0
    named = [max(population.frequencies["L"].get(str(a), 0.0), population.least("L")) for a in shown]
    if sum(named) < 0.999:
        assert sorted(found[str(a)] for a in shown) == pytest.approx(sorted(named))


def test_users_tables_in_their_layouts():
    """Plain frequencies, frequencies with counts beside them, and counts."""
    plain = {"here": {"TH01": {"6": 0.25, "9.3": 0.75}}}
    with_counts = {"here": {"frequencies": plain["here"], "N_alleles": {"TH01": 400}}}
    counts = {"title": "mine", "counts": {"here": {"THO1": {"6": 100, "9.3": 300}}}}
    for content, least in ((plain, 0.001), (with_counts, 5 / 400), (counts, 5 / 400)):
        population = read_frequencies(json.dumps(content).encode()).populations[0]
        assert population.frequencies["TH01"] == {"6": 0.25, "9.3": 0.75}
        assert population.least("TH01") == least


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"a": 1}',
        b'{"a": {"TH01": {"6": "x"}}}',
        b'{"a": {"TH01": {"6": -1, "7": 2}}}',
        b'{"a": {"TH01": {"6": 0.1, "7": 0.2}}}',
        b'{"a": {"TH01": {"6": NaN}}}',
        b'{"a": {"TH01": 3}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_table_is_refused(content):
    """Empty, not JSON, no numbers, negative, not summing to one: refused by name."""
    with pytest.raises(BadFrequencies):
        read_frequencies(content)


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.floats() | st.text(max_size=5),
        lambda s: st.dictionaries(st.text(max_size=6), s, max_size=4),
        max_leaves=12,
    ).map(lambda c: json.dumps(c).encode())
)
def test_no_bytes_raise_anything_else(content):
    """Whatever is handed in as a table, only a named refusal comes out."""
    with contextlib.suppress(BadInput):
        read_frequencies(content)


def test_a_population_that_is_not_there_is_refused():
    """The refusal names those that are."""
    with pytest.raises(BadFrequencies, match="Cauc"):
        shipped("nist1036").choose(["Martian"])
    with pytest.raises(BadFrequencies):
        shipped("nowhere")


ALLELES = ("8", "9", "9.3", "10", "10.3")
P = np.array([0.4, 0.3, 0.1, 0.1, 0.1])


@pytest.mark.parametrize("model", list(Model))
def test_rows_of_mutation_sum_to_one(model):
    """Under every model, for fathers and mothers, with a silent allele that neither mutates nor arises."""
    alleles, p = (*ALLELES, "silent"), np.append(P * 0.98, 0.02)
    for matrix in Mutation(model, 0.01, 0.002, 0.1, 0.001).matrices(alleles, p):
        assert matrix.sum(axis=1) == pytest.approx(np.ones(6))
        assert matrix[5].tolist() == [0, 0, 0, 0, 0, 1]
        assert matrix[:5, 5].tolist() == [0] * 5


def test_the_proportional_model_leaves_frequencies_as_they_are():
    """The frequencies times the matrix are the frequencies, and the expected share of mutations is the rate."""
    male, female = Mutation(Model.PROPORTIONAL, 0.01, 0.002).matrices(ALLELES, P)
    for matrix, rate in ((male, 0.01), (female, 0.002)):
        assert P @ matrix == pytest.approx(P)
        assert float((P * (1 - matrix.diagonal())).sum()) == pytest.approx(rate)


def test_the_stepwise_model_by_hand():
    """Rate 0.01, range 0.1, rate2 0.004: from 8 to 9 and 10 as 1 : 0.1, and 0.002 to each of 9.3 and 10.3.

    From 8: near = 0.01 shared over steps 1 and 2 with weights 0.1 and 0.01, that is 10/11 and 1/11.
    """
    male, _ = Mutation(Model.STEPWISE, 0.01, 0.01, 0.1, 0.004).matrices(ALLELES, P)
    assert male[0].tolist() == pytest.approx([1 - 0.014, 0.01 * 10 / 11, 0.002, 0.01 / 11, 0.002])
    assert male[2].tolist() == pytest.approx([0.004 / 3, 0.004 / 3, 1 - 0.014, 0.004 / 3, 0.01])


def test_a_group_that_is_missing_is_not_paid_for():
    """The only microvariant cannot step, and among whole repeats alone nothing leaves the group."""
    male, _ = Mutation(Model.STEPWISE, 0.01, 0.01, 0.1, 0.004).matrices(
        ("8", "9", "9.3"), P[:3] / P[:3].sum()
    )
    assert male[2].tolist() == pytest.approx([0.002, 0.002, 1 - 0.004])
    male, _ = Mutation(Model.STEPWISE, 0.01, 0.01, 0.1, 0.004).matrices(("8", "9"), np.array([0.5, 0.5]))
    assert male[0].tolist() == pytest.approx([0.99, 0.01])


@pytest.mark.parametrize("rates", [(-0.1, 0.1), (1.0, 0.1), (float("nan"), 0.1)])
def test_a_rate_is_a_chance(rates):
    """Negative, certain or no number is refused."""
    with pytest.raises(BadInput):
        Mutation(Model.EQUAL, *rates)


def test_the_stepwise_model_needs_numbers():
    """An allele that is no number of repeats is refused by it, with the models that can."""
    with pytest.raises(BadInput, match="proportional"):
        Mutation(Model.STEPWISE).matrices(("A", "B"), np.array([0.5, 0.5]))


def test_settings_can_be_read_beside_a_result():
    """Theta, mutation and the least frequency are told."""
    told = Settings().to_json()
    assert told["theta"] == 0.01
    assert told["mutation"]["model"] == "proportional"
    assert told["least_frequency"] == "5/2N"
