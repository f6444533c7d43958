"""The named hypotheses of two persons, and families with somebody missing, as pedigrees and as tables for a search.

Always holds: a table is the exact likelihood of the pedigree as a function of one person's genotype, against the same family
with that person a stranger; theta couples all founders in both. Half sib, grandparent and uncle or aunt share alleles
alike and cannot be told apart by these markers; they are one hypothesis here, computed as half sibs of one mother.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadPedigree
from kith.evidence.dna.condense import condensed
from kith.evidence.dna.likelihood import genotype_likelihoods
from kith.evidence.dna.marker import states
from kith.evidence.dna.pedigree import Pedigree, Person, Sex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.marker import Marker, Seen

    Floats = NDArray[np.float64]

PROBE: Final = "probe"
OTHER: Final = "other"
_GHOST: Final = "missing, not found"


class Relation(StrEnum):
    """What the second person may be to the first."""

    SAME = "same person"
    PARENT_CHILD = "parent and child"
    FULL_SIB = "full siblings"
    HALF_SIB = "half siblings, grandparent and grandchild, or uncle or aunt and nephew or niece"
    COUSIN = "first cousins"
    UNRELATED = "unrelated"


RELATED: Final = tuple(r for r in Relation if r not in {Relation.SAME, Relation.UNRELATED})


def pedigree(relation: Relation, *, probe: Sex = Sex.UNKNOWN, other: Sex = Sex.UNKNOWN) -> Pedigree:
    """The pedigree of a relation between `probe` and `other`. A parent of unknown sex is taken for the father.

    Of parent and child the probe is the parent; with a mutation model that is stationary the other way round is the
    same but for the rate. For the same person it is that person alone, under the name of the probe.
    """
    father, mother = Person("father", sex=Sex.MALE), Person("mother", sex=Sex.FEMALE)
    if relation is Relation.SAME:
        return Pedigree([Person(PROBE, sex=probe)])
    if relation is Relation.PARENT_CHILD:
        woman = probe is Sex.FEMALE
        child = Person(OTHER, "" if woman else PROBE, PROBE if woman else "", other)
        return (
            Pedigree([Person(PROBE, sex=probe), child])
            if probe
            else Pedigree([Person(PROBE, sex=Sex.MALE), child])
        )
    if relation is Relation.FULL_SIB:
        return Pedigree(
            [
                father,
                mother,
                Person(PROBE, "father", "mother", probe),
                Person(OTHER, "father", "mother", other),
            ]
        )
    if relation is Relation.HALF_SIB:
        return Pedigree([mother, Person(PROBE, "", "mother", probe), Person(OTHER, "", "mother", other)])
    if relation is Relation.COUSIN:
        aunts = [Person(name, "father", "mother", Sex.FEMALE) for name in ("one", "another")]
        return Pedigree(
            [father, mother, *aunts, Person(PROBE, "", "one", probe), Person(OTHER, "", "another", other)]
        )
    return Pedigree([Person(PROBE, sex=probe), Person(OTHER, sex=other)])


def with_stranger(family: Pedigree, missing: str) -> Pedigree:
    """The family in which the missing person stays missing and untyped, and beside it a stranger of that name.

    Raises:
        BadPedigree: nobody of that name is in the family.
    """
    sex = family[missing].sex
    return Pedigree([*family.renamed({missing: _GHOST}).persons, Person(missing, sex=sex)])


def family_chances(
    family: Pedigree, missing: str, markers: Sequence[Marker], seen: Sequence[Mapping[str, Sequence[Seen]]]
) -> list[tuple[Floats, Floats]]:
    """At each marker the chance of what was seen and each ordered genotype of the missing: in the family, and as a stranger.

    Both have shape (K, K); their ratio is the likelihood ratio of somebody of that genotype.

    Raises:
        BadPedigree: the missing is not in the family or is typed, or the family is too entangled.
        BadProfile: an allele without a frequency.
    """
    if any(missing in one for one in seen):
        raise BadPedigree(f"{missing} is searched for and cannot be typed.", advice="Leave that profile out.")
    typed = {name for one in seen for name in one}
    related = family.trimmed({*typed, missing})
    apart = with_stranger(related, missing).trimmed({*typed, missing})
    few = [condensed(m, _shown(s)) for m, s in zip(markers, seen, strict=True)]
    small = [c.small if c else m for c, m in zip(few, markers, strict=True)]
    above, below = (genotype_likelihoods(one, missing, small, seen) for one in (related, apart))
    return [
        (c.expanded(a), c.expanded(b)) if c else (a, b) for c, a, b in zip(few, above, below, strict=True)
    ]


def _shown(seen: Mapping[str, Sequence[Seen]]) -> set[str]:
    """The alleles that somebody shows."""
    return {a for traces in seen.values() for one in traces for a in (one.first, one.second) if a}


def same_person_chances(markers: Sequence[Marker], seen: Sequence[Sequence[Seen]]) -> list[Floats]:
    """At each marker the chance that one person has each ordered genotype and shows these traces, shape (K, K)."""
    out = []
    for marker, traces in zip(markers, seen, strict=True):
        p, theta = marker.frequencies, marker.theta
        both = p[:, None] * ((1.0 - theta) * p[None, :] + theta * np.eye(len(p)))
        if traces:
            found = states(marker, traces, hemizygous=False)
            fits = np.zeros_like(both)
            fits[found.paternal, found.maternal] = found.weight
            both = both * fits
        out.append(both)
    return out
