"""The likelihood of a family: the chance of what was seen of everybody at each marker, given the pedigree.

Always holds: exact, for any pedigree, any set of typed persons, mutation, theta over all founders of the whole
hypothesis, silent alleles, drop-out, chromosome X. Markers with the same persons typed are computed together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.evidence.dna.marker import States, states
from kith.evidence.dna.network import Network
from kith.evidence.dna.pedigree import Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.marker import Marker, Seen
    from kith.evidence.dna.pedigree import Pedigree, Person

    Floats = NDArray[np.float64]
    Traces = Mapping[str, Sequence[Seen]]

_SIZES: Final = (4, 6, 9, 13, 18, 24, 32, 45, 70, 1_000_000)
"""Markers are stacked with others of about their number of alleles, so that little is computed on padding."""


_MOST_STACKED: Final = 24_000_000
"""Numbers in the transmissions from an untyped parent that are stacked at most, where one marker does not need more."""


def likelihoods(pedigree: Pedigree, markers: Sequence[Marker], seen: Sequence[Traces]) -> Floats:
    """The likelihood at each marker, shape (markers,).

    `seen`: for each marker the traces of each person; who is left out is not typed there. Persons of `seen` must be in
    the pedigree; markers are all on the X chromosome, or none is.

    Raises:
        BadPedigree: somebody is not in it, or it is too entangled.
        BadProfile: an allele without a frequency, or two of a male on X.
    """
    lumped = [
        m.lumped({a for traces in s.values() for one in traces for a in (one.first, one.second) if a})
        for m, s in zip(markers, seen, strict=True)
    ]
    out = np.zeros(len(markers))
    for positions, family, genotypes in _groups(pedigree, lumped, seen, ""):
        network = _network(family, [lumped[i] for i in positions], genotypes, "")
        out[positions] = network.likelihood()
    return out


def genotype_likelihoods(
    pedigree: Pedigree, query: str, markers: Sequence[Marker], seen: Sequence[Traces]
) -> list[Floats]:
    """At each marker the chance of what was seen together with each ordered genotype of `query`, shape (K, K).

    Rows are the paternal allele, columns the maternal; on X of a male the one allele stands on the diagonal. Nobody may
    have seen anything of `query`. Alleles are those of the marker, none lumped.

    Raises:
        BadPedigree: `query` or somebody typed is not in the pedigree, or it is too entangled.
        BadProfile: as `likelihoods`.
    """
    pedigree[query]
    out: list[Floats] = [np.zeros((0, 0))] * len(markers)
    for positions, family, genotypes in _groups(pedigree, markers, seen, query):
        network = _network(family, [markers[i] for i in positions], genotypes, query)
        found = network.likelihood()
        for row, i in zip(found, positions, strict=True):
            k = len(markers[i].alleles)
            out[i] = np.diag(row[:k]) if row.ndim == 1 else row[:k, :k]
    return out


def _network(
    family: Pedigree, markers: Sequence[Marker], genotypes: Sequence[Mapping[str, States]], query: str
) -> Network:
    network = Network(family, markers, query)
    for person in family.persons:
        typed = [one[person.name] for one in genotypes if person.name in one]
        network.add(person, typed or None)
    return network


def _groups(
    pedigree: Pedigree, markers: Sequence[Marker], seen: Sequence[Traces], query: str
) -> list[tuple[list[int], Pedigree, list[Mapping[str, States]]]]:
    """Markers in groups that one network serves: the same persons typed, as surely, and about as many alleles."""
    grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
    genotypes: list[Mapping[str, States]] = []
    for i, (marker, traces) in enumerate(zip(markers, seen, strict=True)):
        found = {
            name: states(marker, given, hemizygous=_one_allele(marker, pedigree[name]))
            for name, given in traces.items()
            if given
        }
        genotypes.append(found)
        size = next(n for n in _SIZES if len(marker.alleles) <= n)
        surely = frozenset(name for name, s in found.items() if s.certain) if marker.theta else frozenset()
        grouped[frozenset(found), surely, size, marker.theta > 0.0].append(i)
    kept = {query} - {""}
    return [
        (part, pedigree.trimmed({*genotypes[part[0]], *kept}), [genotypes[i] for i in part])
        for positions in grouped.values()
        for part in _parts(positions, markers)
    ]


def _parts(positions: list[int], markers: Sequence[Marker]) -> list[list[int]]:
    """Markers with very many alleles a few at a time, so that what is stacked fits in memory."""
    step = max(1, _MOST_STACKED // max(len(markers[i].alleles) for i in positions) ** 3)
    return [positions[i : i + step] for i in range(0, len(positions), step)]


def _one_allele(marker: Marker, person: Person) -> bool:
    return marker.x_linked and person.sex is Sex.MALE
