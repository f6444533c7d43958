"""From a comparison to the one currency: the weight of "same child" against "another child", with its reasons.

Always holds: Y and mitochondrial DNA are told and never added; a direct match is weighed against a full sibling as well as
a stranger, because siblings are found together; a single differing locus does not clear anybody.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.evidence.dna.lineage import Finding, Line
from kith.evidence.dna.relations import Relation
from kith.evidence.weight import Kind, Reason, Weight

if TYPE_CHECKING:
    from kith.evidence.dna.compare import Comparison, FamilyComparison

SIBLING_SHARE: Final = 0.01
"""How often another child who is compared is a full sibling of this one: assumed, at most one in a hundred."""
ERROR_FLOOR: Final = -3.0
"""The least that one locus weighs in a direct match (log10): one in a thousand is wrongly typed, dropped out or mixed up."""
LEAST: Final = -30.0
"""The least weight of a family's evidence (log10), where a model without mutation excludes altogether."""


def weigh(comparison: Comparison) -> Weight:
    """The weight of a direct match: the same child, against a stranger or, one time in a hundred, a full sibling."""
    same = comparison.ratios[Relation.SAME]
    sibling = comparison.ratios[Relation.FULL_SIB]
    held = np.maximum(same.log10, ERROR_FLOOR).sum(axis=1)
    siblings = sibling.log10.sum(axis=1)
    # 1 / ratio = the share of strangers over theirs, and that of siblings over theirs
    mixed = held - np.logaddexp2(
        math.log2(1.0 - SIBLING_SHARE), math.log2(SIBLING_SHARE) + siblings * math.log2(10.0)
    ) / math.log2(10.0)
    which = int(np.argmin(mixed))
    log10 = float(mixed[which])
    differ = int((same.log10[which] < ERROR_FLOOR).sum())
    alike = len(same.loci) - differ
    reasons = [
        Reason(
            "the DNA profiles are alike at {alike} of {loci} loci",
            {"alike": alike, "loci": len(same.loci)},
            log10,
        ),
        Reason("against a stranger the weight is {log10}", {"log10": round(float(held[which]), 1)}),
        Reason("against a full sibling it is {log10}", {"log10": round(float((held - siblings).min()), 1)}),
    ]
    if differ:
        reasons.append(
            Reason("{n} loci differ, each counted as one error of typing in a thousand", {"n": differ})
        )
    reasons += _lines("", comparison.y, comparison.mtdna)
    calibration = f"{comparison.table.title}, {same.populations[which]}; theta {comparison.settings.theta:g}"
    return Weight(Kind.DNA, log10, tuple(reasons), calibration, quality=min(1.0, len(same.loci) / 16))


def weigh_family(comparison: FamilyComparison) -> Weight:
    """The weight of a candidate being a family's missing child, against a stranger."""
    found = comparison.ratios
    log10 = max(found.least, LEAST)
    reasons = [
        Reason(
            "the DNA fits that of the family at {loci} loci"
            if log10 > 0
            else "the DNA does not fit that of the family ({loci} loci)",
            {"loci": len(found.loci)},
            log10,
        )
    ]
    if found.impossible:
        reasons.append(
            Reason(
                "at {n} loci only a mutation explains it: {which}",
                {"n": len(found.impossible), "which": ", ".join(found.impossible)},
            )
        )
    for name, (y, mtdna) in comparison.lines.items():
        reasons += _lines(name, y, mtdna)
    calibration = f"{comparison.table.title}, {found.least_population}; theta {comparison.settings.theta:g}"
    return Weight(Kind.DNA, log10, tuple(reasons), calibration, quality=min(1.0, len(found.loci) / 16))


def _lines(who: str, y: Line, mtdna: Line) -> list[Reason]:
    """What the two lines of descent show, where they were compared; they weigh nothing."""
    return [
        Reason(
            "{line}{who}: {finding} at {compared} loci, {differ} differ; not counted in the weight"
            if line == "Y chromosome"
            else "{line}{who}: {finding} over {compared} positions, {differ} differ; not counted in the weight",
            {
                "line": line,
                "who": f" ({who})" if who else "",
                "finding": one.finding.value,
                "compared": one.compared,
                "differ": len(one.differ),
            },
        )
        for line, one in (("Y chromosome", y), ("mitochondrial DNA", mtdna))
        if one.finding is not Finding.NOT_COMPARED
    ]
