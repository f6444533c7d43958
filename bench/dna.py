"""How exact, how fast and how telling DNA comparison is: reference cases, scans, false positives, simulated power.

    python bench/dna.py [--data DIR] [--json]

DIR holds the reference cases (`reference_cases.json`, `dvi_reference_cases.json`), `NIST1036_genotypes.csv`, norSTR's frequencies
and the simulated power of another program; parts whose files are not there are left out. Speeds are of one core, the best of
several runs, on invented profiles drawn from NIST 1036.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import sys
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence import dna
from kith.evidence.dna import kinship
from kith.evidence.dna.scan import scan

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = Path(__file__).resolve().parents[1] / "../shared/data/dna"
SEED = 5
PROFILES = 1_000_000
PAIRS = 40_000
FAMILIES = 250
RATE = 0.002  # the mutation that the simulated power of parent and child was computed with
LOCI = (*dna.kit("PowerPlex Fusion 6C").loci, "D6S1043")


def best(of: Callable[[], object], runs: int = 5) -> float:
    """The shortest time of several runs, in seconds; one run before them compiles."""
    of()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        of()
        times.append(time.perf_counter() - began)
    return min(times)


def invented_shelf(rng: np.random.Generator, population: dna.Population) -> dna.Shelf:
    """A million unrelated profiles of 24 loci."""
    shelf = dna.Shelf(LOCI)
    codes = np.empty((PROFILES, len(LOCI)), np.uint16)
    for i, name in enumerate(LOCI):
        alleles, chances = zip(*population.frequencies[name].items(), strict=True)
        places = np.array([shelf.ladders[name].place(a) for a in alleles])
        pairs = rng.choice(places, p=np.array(chances), size=(PROFILES, 2))
        low, high = pairs.min(axis=1), pairs.max(axis=1)
        codes[:, i] = high * (high + 1) // 2 + low
    shelf.put_codes([str(uuid.UUID(int=i)) for i in range(PROFILES)], codes)
    return shelf


def invented_family(
    rng: np.random.Generator, population: dna.Population, family: dna.Pedigree
) -> dict[str, dna.Profile]:
    """Everybody's profile, genes dropped from founders without mutation."""
    genes: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for name in LOCI:
        alleles, chances = zip(*population.frequencies[name].items(), strict=True)
        for one in family.persons:
            drawn = rng.choice(alleles, p=np.array(chances), size=2).tolist()
            sides = [
                genes[parent][name][rng.integers(2)] if parent else drawn[i]
                for i, parent in enumerate((one.father, one.mother))
            ]
            genes[one.name][name] = (sides[0], sides[1])
    return {who: dna.Profile.of(who, {k: list(v) for k, v in loci.items()}) for who, loci in genes.items()}


def person(name: str, father: str = "", mother: str = "", sex: int = 0) -> dna.Person:
    """A person of a pedigree, briefly."""
    return dna.Person(name, father, mother, dna.Sex(sex))


PARENTS = [person("father", sex=1), person("mother", sex=2), person("child", "father", "mother")]
SIBS = [person(f"sib {i}", "father", "mother") for i in (1, 2, 3, 4)]
GRAND = [
    person("pgf", sex=1), person("pgm", sex=2), person("mgf", sex=1), person("mgm", sex=2),
    person("father", "pgf", "pgm", 1), person("mother", "mgf", "mgm", 2), person("child", "father", "mother"),
]  # fmt: skip
FAMILIES_TIMED: dict[str, tuple[list[dna.Person], list[str]]] = {
    "mother": (PARENTS, ["mother"]),
    "both parents": (PARENTS, ["mother", "father"]),
    "mother and a sibling": (PARENTS + SIBS[:1], ["mother", "sib 1"]),
    "four siblings": (PARENTS + SIBS, [s.name for s in SIBS]),
    "four grandparents": (GRAND, ["pgf", "pgm", "mgf", "mgm"]),
    "mother, two siblings, grandmother": (
        [*GRAND, *SIBS[:2]],
        ["mother", "sib 1", "sib 2", "mgm"],
    ),
}


def speed(rng: np.random.Generator) -> dict[str, float]:
    """Scans and tables over a million profiles of 24 loci, theta 0.01, one population."""
    table = dna.shipped("nist1036").choose(["Cauc"])
    shelf = invented_shelf(rng, table.populations[0])
    figures = {"memory of a million profiles MB": shelf.bytes_held / 1e6}
    probe = invented_family(rng, table.populations[0], dna.Pedigree(PARENTS))["child"]
    figures["tables of a person ms"] = 1000 * best(lambda: dna.prepare_person(probe, shelf, table), 3)
    asked = dna.prepare_person(probe, shelf, table)
    figures["scan for a person, three hypotheses, million profiles/s"] = (
        PROFILES / best(lambda: asked.log10(shelf)) / 1e6
    )
    for name, (persons, typed) in FAMILIES_TIMED.items():
        family = dna.Pedigree(persons)
        everybody = invented_family(rng, table.populations[0], family)
        relatives = {one: everybody[one] for one in typed}
        made = best(lambda f=family, r=relatives: dna.prepare_family(f, "child", r, shelf, table), 2)  # type: ignore[misc]
        figures[f"table of a family, {name} ms"] = 1000 * made
        question = dna.prepare_family(family, "child", relatives, shelf, table)
        figures[f"scan for a family, {name} ms"] = 1000 * best(lambda q=question: q.log10(shelf))  # type: ignore[misc]
        found = question.log10(shelf)[:, 0]
        figures[f"strangers above 1e3, {name}"] = float((found >= 3.0).sum())
        figures[f"expected by chance, {name}"] = question.expected_hits(dna.FAMILY, 3.0, PROFILES)
    return figures


def agreement(data: Path) -> dict[str, float]:
    """Reference cases of Familias, pedprobr and dvir computed again."""
    figures = {}
    for file, name in (("reference_cases.json", "cases"), ("dvi_reference_cases.json", "disaster victims")):
        path = data / file
        if path.is_file():
            content = json.loads(path.read_bytes())
            runs = [list(dna.check(content)) for _ in range(4)]
            checked = runs[-1]
            figures[f"{name}"] = len(checked)
            figures[f"{name} that differ"] = sum(not one.agrees for one in checked)
            figures[f"{name}, values"] = sum(len(one.values) for one in checked)
            figures[f"{name}, largest difference"] = max(one.worst for one in checked)
            if name == "cases":
                figures["slowest case ms"] = 1000 * max(
                    min(one.seconds for one in same) for same in zip(*runs, strict=True)
                )
    return figures


def false_positives(data: Path) -> dict[str, float]:
    """Full-sibling ratios of all pairs of the 1,036 unrelated persons: theta 0.01, the smallest of four populations."""
    path = data / "NIST1036_genotypes.csv"
    if not path.is_file():
        return {}
    table = dna.shipped("nist1036")
    calls: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            calls[row["sample"]][row["marker"]] = [a for a in (row["allele1"], row["allele2"]) if a]
    people = [dna.Profile.of(sample, loci) for sample, loci in calls.items()]
    figures: dict[str, float] = {"pairs of unrelated persons": len(people) * (len(people) - 1) / 2}
    for loci in (sorted(table.loci()), dna.kit("GlobalFiler").loci):
        shelf = dna.Shelf(loci)
        for one in people:
            shelf.put(one.sample, one)
        for power, n in _sib_ratios(shelf, table).items():
            figures[f"full-sibling ratios of 1e{power} and above, {len(loci)} loci"] = n
    return figures


def _sib_ratios(shelf: dna.Shelf, table: dna.Frequencies) -> dict[int, int]:
    """How many of all pairs on the shelf reach each power of ten."""
    codes, loci = shelf.codes, range(len(shelf.loci))
    above = dict.fromkeys((3, 4, 5, 6), 0)
    prepared = [[_sib_tables(shelf, population, j) for j in loci] for population in table.populations]
    for i in range(len(codes)):
        rest = codes[i + 1 :]
        least = np.min(
            [scan(rest, [[by_code[j][int(codes[i, j])] for j in loci]])[:, 0] for by_code in prepared], axis=0
        )
        for power in above:
            above[power] += int((least >= power).sum())
    return above


def _sib_tables(shelf: dna.Shelf, population: dna.Population, j: int) -> dict[int, np.ndarray]:
    """For each genotype code that somebody has at a locus, log10 of the full-sibling ratio for every code."""
    name = shelf.loci[j]
    known, least = population.frequencies[name], population.least(name)
    p = np.array([max(known.get(a, 0.0), least) for a in shelf.ladders[name].alleles])
    high = np.repeat(np.arange(len(p) + 1), np.arange(1, len(p) + 2))
    low = np.arange(len(high)) - high * (high + 1) // 2
    out = {}
    for one in np.unique(shelf.codes[:, j]).tolist():
        values = np.zeros(len(high))
        if one:
            genotype = int(low[one]) - 1, int(high[one]) - 1
            ratios = kinship.pair_ratios(p, 0.01, genotype, kinship.FULL_SIB)
            typed = low > 0
            values[typed] = np.log10(ratios[low[typed] - 1, high[typed] - 1])
        out[one] = values
    return out


def power_pairwise(data: Path, rng: np.random.Generator) -> dict[str, float]:
    """Simulated power for parent and child, full and half siblings against that of another program, in standard errors."""
    wanted, kits, tables = (
        _json(data / f) for f in ("power_pairwise.json", "kits.json", "norSTR_frequencies.json")
    )
    if not (wanted and kits and tables):
        return {}
    worst, count = 0.0, 0
    for key in ("westAsia/ess12", "europe/globalfiler", "africa/dna17", "europe/codis20"):
        population, kit = key.split("/")
        found = _simulated(tables[population], kits[kit], rng)
        for relation, log10 in found.items():
            for power in (2, 3, 4, 5, 6):
                theirs = wanted[key][relation][f"TPR_1e{power}"]
                ours = float((log10 >= power).mean())
                error = np.sqrt(max(theirs * (1 - theirs), 1e-4) * (1 / PAIRS + 1 / 200_000))
                worst, count = max(worst, abs(ours - theirs) / error), count + 1
    return {
        "power of pairs, rates compared": count,
        "power of pairs, largest difference in standard errors": float(worst),
    }


def _json(path: Path) -> dict:
    return json.loads(path.read_bytes()) if path.is_file() else {}


def _simulated(table: dict, loci: list[str], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """log10 ratios of simulated true pairs; parent and child with mutation, the others without."""
    total = {name: np.zeros(PAIRS) for name in ("PC", "FS", "HS")}
    rows = np.arange(PAIRS)
    for name in loci:
        if name not in table:
            continue
        p = np.array(list(table[name].values()))
        p = p / p.sum()
        fresh = RATE / float((p * (1 - p)).sum())

        def draw(p: np.ndarray = p) -> np.ndarray:
            return rng.choice(len(p), size=PAIRS, p=p)

        def given(genes: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
            return np.stack(genes)[rng.integers(0, 2, PAIRS), rows]

        parent, father, mother = (draw(), draw()), (draw(), draw()), (draw(), draw())
        handed = np.where(rng.random(PAIRS) < fresh, draw(), given(parent))
        ratio = _ratios(p, parent, (handed, draw()), kinship.PARENT_CHILD)
        total["PC"] += np.log10((1 - fresh) * ratio + fresh)
        sibs = [(given(father), given(mother)) for _ in range(2)]
        total["FS"] += np.log10(_ratios(p, *sibs, kinship.FULL_SIB))
        halves = [(given(father), draw()) for _ in range(2)]
        total["HS"] += np.log10(_ratios(p, *halves, kinship.HALF_SIB))
    return total


def _ratios(p: np.ndarray, one: tuple, other: tuple, shares: kinship.Shares) -> np.ndarray:
    """The ratio of each pair, from one table for each genotype of the first."""
    out = np.empty(len(one[0]))
    codes = one[0] * len(p) + one[1]
    for value in np.unique(codes):
        which = codes == value
        table = kinship.pair_ratios(p, 0.0, divmod(int(value), len(p)), shares)
        out[which] = table[other[0][which], other[1][which]]
    return out


POWER_FAMILIES: dict[str, tuple[list[dna.Person], list[str]]] = {
    "both parents": (PARENTS, ["mother", "father"]),
    "mother": (PARENTS, ["mother"]),
    "mother+1 sib": (PARENTS + SIBS[:1], ["mother", "sib 1"]),
    "1 sib": (PARENTS + SIBS[:1], ["sib 1"]),
    "2 sibs": (PARENTS + SIBS[:2], ["sib 1", "sib 2"]),
    "3 sibs": (PARENTS + SIBS[:3], ["sib 1", "sib 2", "sib 3"]),
    "4 grandparents": (GRAND, ["pgf", "pgm", "mgf", "mgm"]),
    "2 grandparents (same side)": (GRAND, ["mgf", "mgm"]),
    "1 grandparent": (GRAND, ["mgm"]),
    "half sib": ([*PARENTS, person("half", "", "mother")], ["half"]),
    "half sib + its other parent": (
        [*PARENTS, person("other", sex=1), person("half", "other", "mother")],
        ["half", "other"],
    ),
    "uncle/aunt": ([*GRAND, person("aunt", "mgf", "mgm", 2)], ["aunt"]),
    "uncle + grandmother": ([*GRAND, person("uncle", "mgf", "mgm", 1)], ["uncle", "mgm"]),
    "2 aunts": (
        [*GRAND, person("aunt", "mgf", "mgm", 2), person("aunt 2", "mgf", "mgm", 2)],
        ["aunt", "aunt 2"],
    ),
}


def power_pedigrees(data: Path, rng: np.random.Generator) -> dict[str, float]:
    """Simulated power of families against that of another program: rates in standard errors, medians in log10."""
    wanted, kits, tables = (
        _json(data / f) for f in ("power_pedigrees.json", "kits.json", "norSTR_frequencies.json")
    )
    if not (wanted and kits and tables):
        return {}
    worst, count, medians = 0.0, 0, []
    for key, theirs in wanted.items():
        kit, name = key.split("/", 1)
        log10 = _family_power(POWER_FAMILIES[name], tables["europe"], kits[kit], rng)
        medians.append(abs(float(np.median(log10)) - theirs["median"]))
        for power, rate in theirs["TPR"].items():
            ours = float((log10 >= float(power[2:])).mean())
            pooled = (ours + rate) / 2
            error = np.sqrt(max(pooled * (1 - pooled), 1 / FAMILIES) * 2 / FAMILIES)
            worst, count = max(worst, abs(ours - rate) / error), count + 1
    return {
        "power of families, rates compared": count,
        "power of families, largest difference in standard errors": float(worst),
        "power of families, mean difference of medians log10": float(np.mean(medians)),
    }


def _family_power(
    asked: tuple[list[dna.Person], list[str]], table: dict, loci: list[str], rng: np.random.Generator
) -> np.ndarray:
    """log10 ratios of true missing children, theta 0, no mutation."""
    family, typed = dna.Pedigree(asked[0]), asked[1]
    apart = dna.Pedigree([*family.renamed({"child": "ghost"}).persons, dna.Person("child")])
    names = [name for name in loci if name in table]
    markers = [dna.Marker.of(table[name]) for name in names]
    out = []
    for _ in range(FAMILIES):
        seen = []
        for marker in markers:
            genes: dict[str, tuple[int, int]] = {}
            for one in family.persons:
                drawn = rng.choice(len(marker.alleles), p=marker.frequencies, size=2)
                sides = [
                    genes[parent][rng.integers(2)] if parent else int(drawn[i])
                    for i, parent in enumerate((one.father, one.mother))
                ]
                genes[one.name] = (sides[0], sides[1])
            seen.append(
                {who: [dna.Seen(*(marker.alleles[k] for k in genes[who]))] for who in (*typed, "child")}
            )
        above, below = (dna.likelihoods(one, markers, seen) for one in (family, apart))
        out.append(float(np.log10(above / below).sum()))
    return np.array(out)


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    rng = np.random.default_rng(SEED)
    figures = agreement(chosen.data) | speed(rng) | false_positives(chosen.data)
    figures |= power_pairwise(chosen.data, rng) | power_pedigrees(chosen.data, rng)
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        print(
            json.dumps(
                {
                    "figures": figures,
                    "anchors": {},
                    "data": chosen.data.name,
                    "seed": SEED,
                    "machine": machine,
                }
            )
        )
        return 0
    for name, value in figures.items():
        print(f"{name:70s} {value:12.4g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
