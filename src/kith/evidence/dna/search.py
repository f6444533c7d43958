"""A shelf of profiles searched: for a person, as the same or a parent, child or sibling; or for a family's missing child.

Always holds: every search is one table a locus and one pass over the codes; what it finds is computed again exactly, in every
population; ranking is by the smallest; one posterior over everybody of the shelf and every relation; what chance alone would
find, who could not be compared and whether the list was cut is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadInput
from kith.evidence.dna.chance import exceedance, posteriors_log10
from kith.evidence.dna.compare import compare, compare_family, observed
from kith.evidence.dna.frequencies import Settings
from kith.evidence.dna.loci import Chromosome
from kith.evidence.dna.profile import Profile
from kith.evidence.dna.relations import (
    OTHER,
    PROBE,
    Relation,
    family_chances,
    pedigree,
    same_person_chances,
)
from kith.evidence.dna.scan import code_values, scan
from kith.evidence.dna.shelf import UNTYPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.frequencies import Frequencies, Population
    from kith.evidence.dna.marker import Marker, Seen
    from kith.evidence.dna.pedigree import Pedigree
    from kith.evidence.dna.shelf import Shelf

    Floats = NDArray[np.float64]
    Chances = Sequence[tuple[Floats, Floats]]
    Exactly = Callable[[str], Mapping[str, float]]

SEARCHED: Final = (Relation.SAME, Relation.PARENT_CHILD, Relation.FULL_SIB)
FAMILY: Final = "missing person of the family"
WORTH_A_LOOK: Final = 3.0
"""log10 of the ratio from which a hit is shown to an examiner."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question laid out for one shelf: by population and hypothesis a table for each of `loci`.

    `chances` are the same as genotype chances, by allele, for the number of hits that chance makes.
    """

    hypotheses: tuple[str, ...]
    populations: tuple[str, ...]
    loci: tuple[str, ...]
    columns: tuple[int, ...]
    tables: tuple[tuple[tuple[Floats, ...], ...], ...]
    chances: tuple[tuple[tuple[tuple[Floats, Floats], ...], ...], ...]

    def log10(self, shelf: Shelf) -> NDArray[np.float32]:
        """The log10 ratio of every profile under each hypothesis, the smallest of the populations; (N, hypotheses).

        Raises:
            BadInput: the shelf has met new alleles since the question was prepared.
        """
        codes = shelf.codes
        if any(
            len(table) < shelf.ladders[name].codes
            for name, table in zip(self.loci, self.tables[0][0], strict=True)
        ):
            raise BadInput(
                "The shelf has met new alleles since this search was prepared.",
                advice="Prepare the search again.",
            )
        if self.columns != tuple(range(codes.shape[1])):
            codes = codes[:, self.columns]
        least: NDArray[np.float32] | None = None
        for by_hypothesis in self.tables:
            found = scan(codes, by_hypothesis)
            least = found if least is None else np.minimum(least, found, out=least)
        assert least is not None
        return least

    def expected_hits(self, hypothesis: str, log10: float, among: int) -> float:
        """How many of `among` strangers reach this ratio by chance, in the population where most do."""
        h = self.hypotheses.index(hypothesis)
        return among * max(exceedance(by_hypothesis[h], log10) for by_hypothesis in self.chances)


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found: the row's `subject`, log10 by hypothesis (the smallest population), posterior by hypothesis.

    The posteriors of all hypotheses and all persons, with that of none, sum to one.
    """

    subject: str
    log10: Mapping[str, float]
    posterior: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first, among `size` profiles; `chance_hits` by hypothesis at the ratio worth a look.

    `not_compared`: profiles that share no locus with the question; they keep their prior. `above`: how many reach the
    threshold, of whom at most as many as were asked for are `hits`. `relation_priors` by hypothesis, given that somebody
    is it; `prior` is that of one person.
    """

    hits: tuple[Hit, ...]
    size: int
    prior: float
    not_in_register: float
    threshold: float
    chance_hits: Mapping[str, float]
    none: float
    relation_priors: Mapping[str, float]
    above: int
    not_compared: int

    @property
    def complete(self) -> bool:
        """Everybody who reaches the threshold is among the hits."""
        return self.above <= len(self.hits)


def prepare_person(
    probe: Profile, shelf: Shelf, table: Frequencies, settings: Settings | None = None
) -> Prepared:
    """The question whether anybody on the shelf is this person, or their parent, child or full sibling.

    Raises:
        BadInput: the shelf, the table and the profile share no locus.
    """
    chosen = settings or Settings()
    profiles = {PROBE: probe}
    loci = _loci(profiles, shelf, table)
    seen = _seen(profiles, loci)
    families = [pedigree(r, probe=probe.sex) for r in SEARCHED[1:]]

    def asked(markers: Sequence[Marker]) -> list[Chances]:
        kin = [family_chances(family, OTHER, markers, seen) for family in families]
        same = same_person_chances(markers, [one[PROBE] for one in seen])
        return [[(a, b) for a, (_, b) in zip(same, kin[0], strict=True)], *kin]

    return _prepared(tuple(r.value for r in SEARCHED), shelf, table, chosen, loci, profiles, asked)


def prepare_family(
    family: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    shelf: Shelf,
    table: Frequencies,
    settings: Settings | None = None,
) -> Prepared:
    """The question whether anybody on the shelf is the missing person of a family.

    Raises:
        BadInput: nobody is typed, or the shelf, the table and the relatives share no locus.
        BadPedigree: somebody is not in the family.
    """
    if not relatives:
        raise BadInput(
            "A family search needs at least one relative.",
            advice="Give the profile of a relative who is in the pedigree.",
            field="relatives",
        )
    loci = _loci(relatives, shelf, table)
    seen = _seen(relatives, loci)

    def asked(markers: Sequence[Marker]) -> list[Chances]:
        return [family_chances(family, missing, markers, seen)]

    return _prepared((FAMILY,), shelf, table, settings or Settings(), loci, relatives, asked)


def search(
    prepared: Prepared,
    shelf: Shelf,
    exactly: Exactly,
    *,
    not_in_register: float = 0.5,
    threshold: float = WORTH_A_LOOK,
    most: int = 20,
    relation_priors: Mapping[str, float] | None = None,
) -> Found:
    """Scan the shelf and compute again exactly who reaches the threshold under any hypothesis, at most `most`, the best.

    `exactly` gives the log10 ratios of one subject by hypothesis; `not_in_register`: the prior chance that nobody is it.
    `relation_priors`: the prior of each hypothesis given that somebody is it, by default alike; brought to a sum of one.
    One person in one relation is it, or nobody: where several relatives are on the shelf, they share the posterior.

    Raises:
        BadInput: a prior is no chance.
    """
    names = prepared.hypotheses
    shares = _shares(names, relation_priors)
    size = len(shelf)
    prior = (1.0 - not_in_register) / size if size else 0.0
    scanned = prepared.log10(shelf).astype(np.float64) if size else np.zeros((0, len(prepared.hypotheses)))
    comparable = (shelf.codes[:, prepared.columns] != UNTYPED).any(axis=1)
    best = np.where(comparable, scanned.max(axis=1, initial=-math.inf), -math.inf)
    first = np.argpartition(-best, most)[:most] if size > most else np.arange(size)
    rows = [int(i) for i in first if comparable[i] and best[i] >= min(threshold, 0.0)]
    exact = {i: dict(exactly(shelf.subject(i))) for i in rows}
    above = int(
        (best >= threshold).sum() - (best[rows] >= threshold).sum()
    )  # of those who are not computed again
    for i in rows:
        scanned[i] = [exact[i][name] for name in names]
    each = prior * np.tile(shares, (size, 1))
    none, joint = posteriors_log10(not_in_register if size else 1.0, each.ravel(), scanned.ravel())
    posterior = joint.reshape(size, len(names))
    hits = [
        Hit(shelf.subject(i), exact[i], dict(zip(names, posterior[i].tolist(), strict=True)))
        for i in sorted(rows, key=lambda i: -max(exact[i].values()))
        if max(exact[i].values()) >= threshold
    ]
    chance = {name: prepared.expected_hits(name, threshold, size) for name in names}
    return Found(
        hits=tuple(hits),
        size=size,
        prior=prior,
        not_in_register=not_in_register,
        threshold=threshold,
        chance_hits=chance,
        none=none,
        relation_priors=dict(zip(names, shares.tolist(), strict=True)),
        above=above + len(hits),
        not_compared=size - int(comparable.sum()),
    )


def _shares(names: Sequence[str], given: Mapping[str, float] | None) -> Floats:
    """The prior of each hypothesis, given that somebody is it.

    Raises:
        BadInput: one is missing, or no chance.
    """
    shares = np.array([(given or dict.fromkeys(names, 1.0)).get(name, -1.0) for name in names], np.float64)
    if not (np.isfinite(shares).all() and shares.min() >= 0.0 and shares.sum() > 0.0):
        raise BadInput(
            "The priors of the relations are no chances.",
            advice="Give one of 0 or more for each relation.",
            field="prior",
        )
    found: Floats = shares / shares.sum()
    return found


def exactly_person(
    probe: Profile, shelf: Shelf, table: Frequencies, settings: Settings | None = None
) -> Exactly:
    """The exact ratios of the person search, for one subject of the shelf."""

    def ratios(subject: str) -> dict[str, float]:
        found = compare(
            probe, Profile.of(subject, shelf.alleles_of(subject)), table, settings, relations=SEARCHED
        )
        return {r.value: found.ratios[r].least for r in SEARCHED}

    return ratios


def exactly_family(
    family: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    shelf: Shelf,
    table: Frequencies,
    settings: Settings | None = None,
) -> Exactly:
    """The exact ratio of the family search, for one subject of the shelf."""

    def ratios(subject: str) -> dict[str, float]:
        candidate = Profile.of(subject, shelf.alleles_of(subject))
        return {FAMILY: compare_family(family, missing, relatives, candidate, table, settings).ratios.least}

    return ratios


def _prepared(
    hypotheses: tuple[str, ...],
    shelf: Shelf,
    table: Frequencies,
    settings: Settings,
    loci: tuple[str, ...],
    profiles: Mapping[str, Profile],
    asked: Callable[[Sequence[Marker]], list[Chances]],
) -> Prepared:
    tables, chances = [], []
    for population in table.populations:
        markers = [_marker(population, name, shelf, profiles, settings) for name in loci]
        by_hypothesis = asked(markers)
        chances.append(tuple(tuple(one) for one in by_hypothesis))
        tables.append(
            tuple(
                tuple(
                    code_values(shelf.ladders[name], m.alleles, above, below)
                    for name, m, (above, below) in zip(loci, markers, one, strict=True)
                )
                for one in by_hypothesis
            )
        )
    columns = tuple(shelf.loci.index(name) for name in loci)
    names = tuple(p.name for p in table.populations)
    return Prepared(hypotheses, names, loci, columns, tuple(tables), tuple(chances))


def _marker(
    population: Population, name: str, shelf: Shelf, profiles: Mapping[str, Profile], settings: Settings
) -> Marker:
    """The locus with the alleles of those who are searched with, and every other of the shelf."""
    return population.marker(
        name, observed(profiles.values(), name), settings, also=shelf.ladders[name].alleles
    )


def _loci(profiles: Mapping[str, Profile], shelf: Shelf, table: Frequencies) -> tuple[str, ...]:
    known = table.loci()
    typed = {name for one in profiles.values() for name in one.on(Chromosome.AUTOSOMAL)}
    loci = tuple(name for name in shelf.loci if name in typed and name in known)
    if not loci:
        raise BadInput(
            "The profile shares no locus with those that are searched.",
            advice="Choose a table of frequencies that has the loci of the profile.",
        )
    return loci


def _seen(profiles: Mapping[str, Profile], loci: Sequence[str]) -> list[dict[str, list[Seen]]]:
    return [
        {who: [trace] for who, one in profiles.items() if (trace := one.seen(name)) is not None}
        for name in loci
    ]
