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
from itertools import islice
from typing import TYPE_CHECKING, Final

from kith.errors import BadProfile
from kith.evidence.dna.loci import LOCI, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LENGTH: Final = 16_569  # positions of the revised Cambridge reference sequence (rCRS, NC_012920)
_CHANGE: Final = re.compile(
    r"^([ACGT]?)(\d{1,5})(\.\d{1,2})?(DEL|del|-|[ACGTRYSWKMBDHVNacgtryswkmbdhvn])$", re.ASCII
)
_RANGE: Final = re.compile(r"^(\d{1,5})\s*-\s*(\d{1,5})$", re.ASCII)
_RUNS: Final = ((303, 315), (513, 524), (568, 573), (16_180, 16_193))
"""Runs of C, and of AC at 523-524, whose length differs within one person; their length is left out of the comparison."""
_MOST_DIFFERENCES: Final = 1_000
_MOST_RANGES: Final = 100
_DELETED: Final = "DEL"
_BASES: Final = {
    "A": "A", "C": "C", "G": "G", "T": "T", "R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC",
    "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG",
}  # fmt: skip
"""What the letters of IUPAC stand for; N, which was not read, is none of them."""
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
            BadProfile: a difference or a range that is none, or more of them than there can be.
        """
        changed, ranges = (
            list(islice(differences, _MOST_DIFFERENCES + 1)),
            list(islice(read, _MOST_RANGES + 1)),
        )
        if len(changed) > _MOST_DIFFERENCES or len(ranges) > _MOST_RANGES:
            raise BadProfile(
                f"More than {_MOST_DIFFERENCES} differences or {_MOST_RANGES} ranges.",
                advice="Check the file.",
                field="mtdna",
            )
        return cls(frozenset(map(_difference, changed)), _merged(map(_range, ranges)))

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


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges in order, those that meet or overlap as one."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return tuple(out)


def _position(difference: str) -> int:
    return int(re.split(r"\D", difference, maxsplit=1)[0])


def compare_y(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> Line:
    """Two men in one male line: Y-STR alleles by locus.

    Alleles of which one was not seen are compared by inclusion. Consistent: none differ, or one by a single repeat. Excluded: four or more differ. Between: inconclusive.
    """
    both = sorted(one.keys() & other.keys())
    differ = [name for name in both if not _alike(name, one[name], other[name])]
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


def _alike(name: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both may be the alleles of one man: what was not seen may be any allele, as far as the locus has copies."""
    shown, others = set(one) - {UNKNOWN}, set(other) - {UNKNOWN}
    return (
        (UNKNOWN in one or others <= shown)
        and (UNKNOWN in other or shown <= others)
        and len(shown | others) <= max(LOCI[name].copies, len(shown), len(others))
    )


def _one_step(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) != len(other) or UNKNOWN in {*one, *other}:
        return False
    pairs = zip(sorted(map(float, one)), sorted(map(float, other)), strict=True)
    return sum(abs(a - b) for a, b in pairs) <= 1.0


def compare_mtdna(one: Haplotype | None, other: Haplotype | None) -> Line:
    """Two persons in one female line: positions that both read, without the lengths of runs of C and AC.

    A position that either shows as N was not read. Mixed bases (heteroplasmy) agree with what shares a base with them; a mixed
    base agrees with the reference, which is not stored. Consistent: none differ. Excluded: two or more differ. One:
    inconclusive.
    """
    if one is None or other is None:
        return Line(Finding.NOT_COMPARED, 0)
    shared = [(max(a, c), min(b, d)) for a, b in one.read for c, d in other.read if max(a, c) <= min(b, d)]
    unread = {
        d[:-1]
        for d in one.differences | other.differences
        if d.endswith("N") and any(a <= _position(d) <= b for a, b in shared)
    }
    compared = sum(b - a + 1 for a, b in shared) - sum("." not in d for d in unread)
    if compared <= 0:
        return Line(Finding.NOT_COMPARED, 0)
    mine, theirs = _shown(one), _shown(other)
    apart = {
        _position(place)
        for place in (mine.keys() | theirs.keys()) - unread
        if any(a <= _position(place) <= b for a, b in shared)
        and not _agree(place, mine.get(place, frozenset()), theirs.get(place, frozenset()))
    }
    places = sorted(apart)
    finding = (
        Finding.CONSISTENT
        if not places
        else Finding.EXCLUDED
        if len(places) >= _MT_EXCLUDED_FROM
        else Finding.INCONCLUSIVE
    )
    return Line(finding, compared, tuple(str(p) for p in places))


def _shown(haplotype: Haplotype) -> dict[str, frozenset[str]]:
    """What stands at each place (263, 309.1) that differs from the reference: bases, or that it is deleted."""
    out: dict[str, frozenset[str]] = {}
    for one in haplotype.differences:
        said = _DELETED if one.endswith(_DELETED) else one[-1]
        bases = {_DELETED} if said == _DELETED else set(_BASES.get(said, ""))
        place = one.removesuffix(said)
        out[place] = out.get(place, frozenset()) | bases
    return out


def _agree(place: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Both may be the same; what is not said is as in the reference."""
    lengths = "." in place or _DELETED in one | other
    if lengths and any(a <= _position(place) <= b for a, b in _RUNS):
        return True
    if one and other:
        return not one.isdisjoint(other)
    return "." not in place and len(one | other) > 1
