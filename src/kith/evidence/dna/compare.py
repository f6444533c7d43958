"""Two profiles compared under every named hypothesis, and a candidate compared with a family that misses a child.

Always holds: every hypothesis is scored on the same loci and against the same alternative, a stranger, because a threshold on one
of them alone is passed by others (many full siblings pass as parent and child); every population is
given, the smallest ratio ranks; Y and mitochondrial DNA stand beside, outside every ratio.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadInput
from kith.evidence.dna.frequencies import Settings
from kith.evidence.dna.likelihood import likelihoods
from kith.evidence.dna.lineage import NOT_COMPARED, Line, compare_mtdna, compare_y
from kith.evidence.dna.loci import UNKNOWN, Chromosome
from kith.evidence.dna.mutation import NO_MUTATION
from kith.evidence.dna.relations import OTHER, PROBE, RELATED, Relation, pedigree, with_stranger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.frequencies import Frequencies
    from kith.evidence.dna.marker import Seen
    from kith.evidence.dna.pedigree import Pedigree
    from kith.evidence.dna.profile import Profile

    Floats = NDArray[np.float64]

SCORED: Final = (Relation.SAME, *RELATED)
_SUSPECT: Final = -1.0


@dataclass(frozen=True, slots=True)
class Ratios:
    """The ratios of one hypothesis against a stranger: `log10` by population and locus, shape (populations, loci).

    `impossible` names the loci that only a mutation can explain.
    """

    populations: tuple[str, ...]
    loci: tuple[str, ...]
    log10: Floats
    impossible: tuple[str, ...]

    @property
    def totals(self) -> dict[str, float]:
        """The log10 ratio over all loci, by population; minus infinity where it is excluded."""
        return dict(zip(self.populations, self.log10.sum(axis=1).tolist(), strict=True))

    @property
    def least(self) -> float:
        """The smallest of the populations' totals: what ranks."""
        return min(self.totals.values())

    @property
    def least_population(self) -> str:
        """The population that gives the smallest."""
        return min(self.totals, key=lambda name: self.totals[name])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two profiles under every hypothesis; `left_out` are loci of both that the table does not have.

    `x`: the ratios of loci on the X chromosome, where both sexes are known and the table has any; apart from the others,
    because those loci lie close together and are not independent.
    """

    probe: Profile
    other: Profile
    ratios: Mapping[Relation, Ratios]
    left_out: tuple[str, ...]
    y: Line
    mtdna: Line
    table: Frequencies
    settings: Settings
    x: Mapping[Relation, Ratios] = field(default_factory=dict)

    @property
    def loci(self) -> tuple[str, ...]:
        """The loci that were compared."""
        return next(iter(self.ratios.values())).loci

    @property
    def best(self) -> Relation:
        """The hypothesis with the largest ratio; unrelated where all speak against."""
        found = max(self.ratios, key=lambda r: self.ratios[r].least)
        return found if self.ratios[found].least > 0.0 else Relation.UNRELATED

    def against(self, one: Relation, other: Relation) -> float:
        """The log10 ratio of one hypothesis against another, the smallest of the populations."""
        with np.errstate(invalid="ignore"):
            apart = self.ratios[one].log10.sum(axis=1) - self.ratios[other].log10.sum(axis=1)
        return float(np.min(np.where(np.isnan(apart), -math.inf, apart)))


@dataclass(frozen=True, slots=True)
class FamilyComparison:
    """A candidate as the missing person of a family, against a stranger.

    `lines`: Y and mitochondrial DNA with each relative, compared only where the pedigree says that they are inherited in one line.
    """

    ratios: Ratios
    left_out: tuple[str, ...]
    table: Frequencies
    settings: Settings
    lines: Mapping[str, tuple[Line, Line]]


def compare(
    probe: Profile,
    other: Profile,
    table: Frequencies,
    settings: Settings | None = None,
    *,
    relations: Sequence[Relation] = SCORED,
) -> Comparison:
    """Two profiles under every named hypothesis, or some of them, in every population of the table.

    Raises:
        BadInput: no locus can be compared.
    """
    chosen = settings or Settings()
    profiles = {PROBE: probe, OTHER: other}
    loci, left_out = _shared(profiles, table)
    question = _Question(profiles, loci, table, chosen)
    base = question.likelihoods(pedigree(Relation.UNRELATED, probe=probe.sex, other=other.sex))
    ratios = {
        r: question.ratios(pedigree(r, probe=probe.sex, other=other.sex), base, one=r is Relation.SAME)
        for r in relations
    }
    y = compare_y(probe.on(Chromosome.Y), other.on(Chromosome.Y))
    mtdna = compare_mtdna(probe.mtdna, other.mtdna)
    x = _on_x(profiles, table, chosen) if probe.sex and other.sex else {}
    return Comparison(probe, other, ratios, left_out, y, mtdna, table, chosen, x)


def compare_family(
    family: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    candidate: Profile,
    table: Frequencies,
    settings: Settings | None = None,
) -> FamilyComparison:
    """A candidate as the missing person of a family.

    Raises:
        BadInput: nobody is typed, no locus can be compared, or somebody is not in the family.
    """
    if not relatives or missing in relatives:
        raise BadInput(
            "A family search needs at least one relative, and the missing is not one.",
            advice="Give the profile of a relative who is in the pedigree.",
            field="relatives",
        )
    chosen = settings or Settings()
    profiles = {**relatives, missing: candidate}
    loci, left_out = _shared(profiles, table)
    question = _Question(profiles, loci, table, chosen)
    ratios = question.ratios(family, question.likelihoods(with_stranger(family, missing)))
    lines = {
        name: (
            compare_y(one.on(Chromosome.Y), candidate.on(Chromosome.Y))
            if family.male_line(name, missing)
            else NOT_COMPARED,
            compare_mtdna(one.mtdna, candidate.mtdna) if family.female_line(name, missing) else NOT_COMPARED,
        )
        for name, one in relatives.items()
    }
    return FamilyComparison(ratios, left_out, table, chosen, lines)


def _on_x(profiles: Mapping[str, Profile], table: Frequencies, settings: Settings) -> dict[Relation, Ratios]:
    """The ratios on X of the hypotheses that are one pedigree there; half siblings and cousins depend on the line."""
    one, other = (p.on(Chromosome.X) for p in profiles.values())
    loci = tuple(sorted(one.keys() & other.keys() & table.loci()))
    if not loci:
        return {}
    sexes = {"probe": profiles[PROBE].sex, "other": profiles[OTHER].sex}
    question = _Question(profiles, loci, table, settings, x_linked=True)
    base = question.likelihoods(pedigree(Relation.UNRELATED, **sexes))
    return {
        r: question.ratios(pedigree(r, **sexes), base, one=r is Relation.SAME)
        for r in (Relation.SAME, Relation.PARENT_CHILD, Relation.FULL_SIB)
        if r is not Relation.SAME or sexes["probe"] is sexes["other"]
    }


def _shared(profiles: Mapping[str, Profile], table: Frequencies) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The loci of the last profile that another shares, and those of them that the table lacks.

    Raises:
        BadInput: there are none.
    """
    *others, last = [one.on(Chromosome.AUTOSOMAL) for one in profiles.values()]
    both = [name for name in last if any(name in one for one in others)]
    known = table.loci()
    loci = tuple(sorted(name for name in both if name in known))
    if not loci:
        raise BadInput(
            "The profiles share no locus that can be compared.",
            advice="Compare profiles of kits with loci in common, and choose a table that has them.",
        )
    return loci, tuple(sorted(set(both) - known))


class _Question:
    """Markers of every population and what was seen at them, built once for all hypotheses."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        loci: tuple[str, ...],
        table: Frequencies,
        settings: Settings,
        *,
        x_linked: bool = False,
    ) -> None:
        plain = Settings(settings.theta, NO_MUTATION, settings.silent)
        alleles = [observed(profiles.values(), name) for name in loci]
        self.profiles, self.loci = profiles, loci
        self.populations = tuple(p.name for p in table.populations)
        self.markers = [
            p.marker(name, named, settings, x_linked=x_linked)
            for p in table.populations
            for name, named in zip(loci, alleles, strict=True)
        ]
        self.plain = [
            table.populations[0].marker(name, named, plain, x_linked=x_linked)
            for name, named in zip(loci, alleles, strict=True)
        ]

    def seen(self, *, one: bool = False) -> list[Mapping[str, Sequence[Seen]]]:
        """The traces at each locus; `one`: all are of one person."""
        out: list[Mapping[str, Sequence[Seen]]] = []
        for name in self.loci:
            traces: dict[str, list[Seen]] = {}
            for person, profile in self.profiles.items():
                trace = profile.seen(name)
                if trace is not None:
                    traces.setdefault(PROBE if one else person, []).append(trace)
            out.append(traces)
        return out

    def likelihoods(self, family: Pedigree, *, one: bool = False) -> Floats:
        """The likelihood of a family in every population and at every locus, shape (populations, loci)."""
        found = likelihoods(family, self.markers, self.seen(one=one) * len(self.populations))
        return found.reshape(len(self.populations), len(self.loci))

    def ratios(self, family: Pedigree, base: Floats, *, one: bool = False) -> Ratios:
        """The likelihood of a family over that of the alternative."""
        with np.errstate(divide="ignore", invalid="ignore"):
            log10 = np.log10(self.likelihoods(family, one=one) / base)
        # a ratio this small has mutation in it; whether it can do without is asked at those loci only
        small = [i for i in range(len(self.loci)) if log10[0, i] < _SUSPECT]
        seen = self.seen(one=one)
        possible = likelihoods(family, [self.plain[i] for i in small], [seen[i] for i in small])
        impossible = tuple(self.loci[i] for i, chance in zip(small, possible, strict=True) if chance <= 0.0)
        return Ratios(self.populations, self.loci, log10, impossible)


def observed(profiles: Iterable[Profile], name: str) -> set[str]:
    """The alleles that some profiles show at a locus."""
    found: set[str] = set()
    for one in profiles:
        found.update(a for a in one.alleles.get(name, ()) if a != UNKNOWN)
    return found
