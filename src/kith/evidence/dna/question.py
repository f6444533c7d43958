"""What is asked of a shelf, laid out as tables: whether somebody on it is a person, a relative, or a family's missing child.

Always holds: one table a locus, hypothesis and population, over the codes of that shelf; its entries are exact likelihood ratios.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadInput
from kith.evidence.dna.chance import exceedance
from kith.evidence.dna.compare import observed
from kith.evidence.dna.frequencies import Settings
from kith.evidence.dna.loci import Chromosome
from kith.evidence.dna.relations import (
    OTHER,
    PROBE,
    Relation,
    family_chances,
    pedigree,
    same_person_chances,
)
from kith.evidence.dna.scan import code_values, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.frequencies import Frequencies, Population
    from kith.evidence.dna.marker import Marker, Seen
    from kith.evidence.dna.pedigree import Pedigree
    from kith.evidence.dna.profile import Profile
    from kith.evidence.dna.shelf import Shelf

    Floats = NDArray[np.float64]
    Chances = Sequence[tuple[Floats, Floats]]

SEARCHED: Final = (Relation.SAME, Relation.PARENT_CHILD, Relation.FULL_SIB)
FAMILY: Final = "missing person of the family"


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
