"""Chromosome Y and mitochondrial DNA: inherited whole in one line, so they show consistency or exclusion, never a weight.

Always holds: nothing of this room goes into a combined weight: relatives in the line share it, and how rare a haplotype is
depends on a reference that Kith does not ship. What is said is consistent, inconclusive or excluded, with counts.
Sources: ISFG recommendations on Y-STRs (Roewer et al., FSI Genetics 48, 2020) and mtDNA (Parson et al., FSI Genetics 13,
2014); SWGDAM interpretation guidelines for mitochondrial DNA (2019), section 4, for the two differences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kith.errors import BadProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LENGTH: Final = 16_569  # positions of the revised Cambridge reference sequence (rCRS, NC_012920)
_CHANGE: Final = re.compile(r"^([ACGT]?)(\d{1,5})(\.\d{1,2})?(DEL|del|-|[ACGTRYSWKMBDHVNacgtryswkmbdhvn])$")
_RANGE: Final = re.compile(r"^(\d{1,5})\s*-\s*(\d{1,5})$")
_HOTSPOTS: Final = (309, 315, 16_193, 573)
"""Runs of C whose length differs within one person; their length is left out of the comparison."""
_Y_DIFFERENCES_EXPLAINED: Final = 1
"""Differences of single repeats between father and son that mutation explains without doubt; more is inconclusive."""
_Y_EXCLUDED_FROM: Final = 4
_MT_EXCLUDED_FROM: Final = 2


class Finding(StrEnum):
    """What a comparison of one line of descent shows."""

    CONSISTENT = "consistent"
    INCONCLUSIVE = "inconclusive"
    EXCLUDED = "excluded"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Line:
    """A comparison of one line: how many loci (or positions) were compared, and which differ."""

    finding: Finding
    compared: int
    differ: tuple[str, ...] = ()


NOT_COMPARED: Final = Line(Finding.NOT_COMPARED, 0)


@dataclass(frozen=True, slots=True)
class Haplotype:
    """Mitochondrial DNA: where it differs from the rCRS (263G, 309.1C, 523DEL), and the positions that were read."""

    differences: frozenset[str]
    read: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, differences: Iterable[str], read: Iterable[str] = ("16024-16365", "73-340")) -> Haplotype:
        """From texts such as A263G or 263G, and ranges such as 16024-16365; the default are HV1 and HV2.

        Raises:
            BadProfile: a difference or a range that is none.
        """
        ranges = tuple(sorted(_range(one) for one in read))
        return cls(frozenset(_difference(one) for one in differences), ranges)

    def to_json(self) -> dict[str, list[str]]:
        """As lists of texts, which `of` reads again."""
        return {
            "differences": sorted(self.differences, key=lambda d: (_position(d), d)),
            "read": [f"{a}-{b}" for a, b in self.read],
        }


def _difference(text: str) -> str:
    found = _CHANGE.match(text.strip())
    if found is None or not 0 < int(found[2]) <= _LENGTH:
        raise BadProfile(
            f"{text[:20]!r} is no difference from the reference.",
            advice="Write it like 263G or 309.1C.",
            field="mtdna",
        )
    base = "DEL" if found[4].upper() in {"DEL", "-"} else found[4].upper()
    return f"{int(found[2])}{found[3] or ''}{base}"


def _range(text: str) -> tuple[int, int]:
    found = _RANGE.match(text.strip())
    if found is None or not 0 < int(found[1]) <= int(found[2]) <= _LENGTH:
        raise BadProfile(
            f"{text[:20]!r} is no range of positions.", advice="Write it like 16024-16365.", field="mtdna"
        )
    return int(found[1]), int(found[2])


def _position(difference: str) -> int:
    return int(re.split(r"\D", difference, maxsplit=1)[0])


def compare_y(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> Line:
    """Two men in one male line: Y-STR alleles by locus.

    Consistent: none differ, or one by a single repeat. Excluded: four or more differ. Between: inconclusive.
    """
    both = sorted(one.keys() & other.keys())
    differ = [name for name in both if sorted(one[name]) != sorted(other[name])]
    near = len(differ) <= _Y_DIFFERENCES_EXPLAINED and all(_one_step(one[n], other[n]) for n in differ)
    if not both:
        return Line(Finding.NOT_COMPARED, 0)
    finding = (
        Finding.CONSISTENT
        if near
        else Finding.EXCLUDED
        if len(differ) >= _Y_EXCLUDED_FROM
        else Finding.INCONCLUSIVE
    )
    return Line(finding, len(both), tuple(differ))


def _one_step(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) != len(other):
        return False
    steps = [abs(float(a) - float(b)) for a, b in zip(sorted(one), sorted(other), strict=True)]
    return sum(steps) <= 1.0


def compare_mtdna(one: Haplotype | None, other: Haplotype | None) -> Line:
    """Two persons in one female line: positions that both read, the lengths of runs of C left out.

    Consistent: none differ. Excluded: two or more differ. One: inconclusive (a mutation, or heteroplasmy).
    """
    if one is None or other is None:
        return Line(Finding.NOT_COMPARED, 0)
    shared = [(max(a, c), min(b, d)) for a, b in one.read for c, d in other.read if max(a, c) <= min(b, d)]
    compared = sum(b - a + 1 for a, b in shared)
    if not compared:
        return Line(Finding.NOT_COMPARED, 0)
    apart = {
        d
        for d in one.differences ^ other.differences
        if any(a <= _position(d) <= b for a, b in shared) and not ("." in d and _position(d) in _HOTSPOTS)
    }
    places = sorted({_position(d) for d in apart})
    finding = (
        Finding.CONSISTENT
        if not places
        else Finding.EXCLUDED
        if len(places) >= _MT_EXCLUDED_FROM
        else Finding.INCONCLUSIVE
    )
    return Line(finding, compared, tuple(str(p) for p in places))
