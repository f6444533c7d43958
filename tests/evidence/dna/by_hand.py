"""The likelihood of a family by adding up everything that can be: slow, and short enough to be seen to be right."""

from __future__ import annotations

from itertools import product

from kith.evidence.dna import Sex


def chance_of_draws(drawn, frequencies, theta):
    """Balding and Nichols' sampling formula: the next draw is `a` with ((1-θ) p_a + θ n_a) / (1 + (n-1) θ)."""
    chance = 1.0
    for n, one in enumerate(drawn):
        before = drawn[:n].count(one)
        chance *= ((1 - theta) * frequencies[one] + theta * before) / (1 + (n - 1) * theta)
    return chance


def likelihood(pedigree, marker, seen):
    """The sum over every ordered genotype of everybody: founders drawn, children handed on, traces explained."""
    k = range(len(marker.alleles))
    people = pedigree.persons
    male = [p.sex is Sex.MALE and marker.x_linked for p in people]
    options = [[(a, a) for a in k] if m else list(product(k, k)) for m in male]
    total = 0.0
    for genotypes in product(*options):
        of = dict(zip((p.name for p in people), genotypes, strict=True))
        drawn, chance = [], 1.0
        for person, one in zip(people, male, strict=True):
            sides = ((person.mother, marker.female, 1),) if one else (
                (person.father, marker.male, 0), (person.mother, marker.female, 1))  # fmt: skip
            for parent, mutates, side in sides:
                if parent:
                    chance *= 0.5 * sum(mutates[a, of[person.name][side]] for a in of[parent])
                else:
                    drawn.append(of[person.name][side])
        for name, traces in seen.items():
            for trace in traces:
                chance *= _fits(marker, of[name], trace)
            if chance == 0.0:
                break
        if chance:
            total += chance * chance_of_draws(drawn, marker.frequencies, marker.theta)
    return total


def _fits(marker, genotype, trace):
    names = {marker.alleles[a] for a in genotype} - {"silent"}
    d = trace.dropout
    if trace.second is None:
        return float(trace.first in {marker.alleles[a] for a in genotype})
    if trace.first != trace.second:
        return (1 - d) ** 2 if names == {trace.first, trace.second} else 0.0
    if trace.first not in names:
        return 0.0
    if len(names) == 2:
        return d * (1 - d)
    return 1 - d if "silent" in {marker.alleles[a] for a in genotype} else 1 - d * d
