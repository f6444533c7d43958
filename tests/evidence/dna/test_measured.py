"""What the bench measures, held to its bars: false positives of real people, and power as another program simulated it."""

from __future__ import annotations

import csv
import importlib.util
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from kith.evidence.dna import NO_MUTATION, Profile, Relation, Settings, compare, shipped

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bench():
    """The bench script, as a module."""
    path = Path(__file__).resolve().parents[3] / "bench" / "dna.py"
    spec = importlib.util.spec_from_file_location("bench_dna", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_hardly_any_of_half_a_million_pairs_look_like_siblings(reference, bench):
    """At most one of 536,130 pairs of unrelated people reaches 10^4 with theta 0.01, the smallest of four populations."""
    found = bench.false_positives(reference)
    assert found["pairs of unrelated persons"] == 536_130
    assert found["full-sibling ratios of 1e4 and above, 29 loci"] <= 1
    assert found["full-sibling ratios of 1e4 and above, 21 loci"] <= 1


def test_the_scan_of_pairs_is_the_exact_comparison(reference, bench):
    """Twenty pairs of the same people by whole likelihoods: the same ratio as by the tables of the scan."""
    table = shipped("nist1036")
    calls = defaultdict(dict)
    with (reference / "NIST1036_genotypes.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            calls[row["sample"]][row["marker"]] = [a for a in (row["allele1"], row["allele2"]) if a]
    people = [Profile.of(name, loci) for name, loci in list(calls.items())[:21]]
    shelf = bench.dna.Shelf(sorted(table.loci()))
    for one in people:
        shelf.put(one.sample, one)
    tables = [[bench._sib_tables(shelf, p, j) for j in range(len(shelf.loci))] for p in table.populations]
    settings = Settings(mutation=NO_MUTATION)
    for i in range(1, len(people)):
        scanned = min(
            sum(t[j][int(shelf.codes[0, j])][int(shelf.codes[i, j])] for j in range(len(shelf.loci)))
            for t in tables
        )
        exact = compare(people[0], people[i], table, settings, relations=[Relation.FULL_SIB])
        assert scanned == pytest.approx(exact.ratios[Relation.FULL_SIB].least, abs=1e-6)


def test_power_is_as_another_program_simulated_it(reference, bench):
    """Rates of true pairs and families above 10^2 to 10^6: none further off than chance makes one of two hundred."""
    rng = np.random.default_rng(bench.SEED)
    pairs, families = bench.power_pairwise(reference, rng), bench.power_pedigrees(reference, rng)
    assert pairs["power of pairs, rates compared"] >= 60
    assert pairs["power of pairs, largest difference in standard errors"] < 4
    assert families["power of families, rates compared"] == 140
    assert families["power of families, largest difference in standard errors"] < 4
