"""What `kith dna` says: in words for a terminal, and as one object for a program.

Always holds: every hypothesis and every population is told, with the settings and the source of the frequencies; what is
excluded is said so and is null for a program; a lead, not a verdict.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kith.cli.results import weight_json
from kith.cli.speaking import out, plainly

if TYPE_CHECKING:
    from kith.evidence.dna import Checked, Comparison, FamilyComparison, Found, Line, Ratios
    from kith.evidence.weight import Weight


def number(value: float) -> float | None:
    """A number for JSON; None for minus infinity, which stands for excluded."""
    return value if math.isfinite(value) else None


def ratios_json(found: Ratios) -> dict[str, Any]:
    """The ratios of one hypothesis for a program."""
    return {
        "log10": number(found.least),
        "population": found.least_population,
        "populations": {name: number(value) for name, value in found.totals.items()},
        "loci": {
            name: {p: number(float(found.log10[i, j])) for i, p in enumerate(found.populations)}
            for j, name in enumerate(found.loci)
        },
        "only_by_mutation": list(found.impossible),
    }


def line_json(line: Line) -> dict[str, Any]:
    """What one line of descent shows."""
    return {"finding": line.finding.value, "compared": line.compared, "differ": list(line.differ)}


def table_json(found: Comparison | FamilyComparison) -> dict[str, Any]:
    """What was computed with."""
    t = found.table
    return {
        "settings": found.settings.to_json(),
        "frequencies": {"title": t.title, "source": t.source, "licence": t.licence},
        "left_out": list(found.left_out),
    }


def comparison_json(found: Comparison, weight: Weight) -> dict[str, Any]:
    """A comparison for a program."""
    return {
        "samples": [found.probe.sample, found.other.sample],
        "weight": weight_json(weight),
        "best": found.best.value,
        "hypotheses": {r.value: ratios_json(one) for r, one in found.ratios.items()},
        "x": {r.value: ratios_json(one) for r, one in found.x.items()},
        "y": line_json(found.y),
        "mtdna": line_json(found.mtdna),
        **table_json(found),
    }


def show_comparison(found: Comparison, weight: Weight) -> None:
    """A comparison in words."""
    from rich.table import Table as Grid

    from kith.evidence.weight import in_words

    names = found.table.populations
    grid = Grid(title=f"log10 of the ratio against a stranger, {len(found.loci)} loci", title_justify="left")
    for heading in ("Hypothesis", "Counts", *(p.name for p in names)):
        grid.add_column(plainly(heading))
    for relation, one in found.ratios.items():
        row = [_said(value) for value in one.totals.values()]
        grid.add_row(relation.value, _said(one.least), *row)
    out().print(grid)
    out().print(plainly(f"Fits best: {found.best.value}."), soft_wrap=True)
    for relation, one in found.ratios.items():
        if one.impossible and relation is found.best:
            out().print(f"Only a mutation explains: {', '.join(one.impossible)}.", soft_wrap=True)
    out().print(f"As the same child: log10 {weight.log10:+.2f}, {in_words(weight.log10)}.", soft_wrap=True)
    for reason in weight.reasons:
        out().print(f"   {plainly(reason)}", soft_wrap=True)
    for relation, one in found.x.items():
        says = f"On the X chromosome, apart: {relation.value} {_said(one.least)} at {len(one.loci)} loci, taken as unlinked."
        out().print(says, soft_wrap=True)
    if found.left_out:
        out().print(f"No frequencies for: {', '.join(found.left_out)}.", soft_wrap=True)
    out().print(plainly(f"{found.table.title}. {found.table.licence}"), soft_wrap=True)
    out().print("A lead, not a verdict.")


def _said(value: float) -> str:
    return f"{value:+.2f}" if math.isfinite(value) else "excluded"


def found_json(found: Found, loci: tuple[str, ...]) -> dict[str, Any]:
    """What a search found, for a program."""
    return {
        "searched": found.size,
        "loci": list(loci),
        "prior": found.prior,
        "not_in_register": found.not_in_register,
        "threshold": found.threshold,
        "expected_chance_hits": dict(found.chance_hits),
        "posterior_of_none": found.none,
        "relation_priors": dict(found.relation_priors),
        "above_threshold": found.above,
        "complete": found.complete,
        "not_compared": found.not_compared,
        "hits": [
            {
                "sample": hit.subject,
                "log10": {name: number(value) for name, value in hit.log10.items()},
                "posterior": dict(hit.posterior),
            }
            for hit in found.hits
        ],
    }


def show_found(found: Found, loci: int) -> None:
    """What a search found, in words."""
    from rich.table import Table as Grid

    names = tuple(found.chance_hits)
    grid = Grid(title=f"Searched {found.size} profiles at {loci} loci", title_justify="left")
    for heading in (
        "Sample",
        *(f"log10, {name}" for name in names),
        *(f"posterior, {name}" for name in names),
    ):
        grid.add_column(heading)
    for hit in found.hits:
        ratios = [_said(hit.log10[name]) for name in names]
        grid.add_row(plainly(hit.subject), *ratios, *(f"{hit.posterior[name]:.6f}" for name in names))
    out().print(grid)
    for name in names:
        says = f"By chance alone {found.chance_hits[name]:.3g} of {found.size} strangers reach log10 {found.threshold:g} as {name}."
        out().print(says, soft_wrap=True)
    shares = ", ".join(f"{name} {share:.3g}" for name, share in found.relation_priors.items())
    out().print(
        f"Posterior that nobody of them is it: {found.none:.6f}. Priors given that somebody is: {shares}.",
        soft_wrap=True,
    )
    if not found.complete:
        out().print(
            f"Incomplete: {found.above} profiles reach the threshold, the best {len(found.hits)} are shown.",
            soft_wrap=True,
        )
    if found.not_compared:
        out().print(
            f"{found.not_compared} profiles could not be compared: no locus in common.", soft_wrap=True
        )
    out().print("A lead, not a verdict. Finding nothing clears nobody.")


def checked_json(one: Checked) -> dict[str, Any]:
    """A reference case computed again, for a program."""
    return {
        "case": one.case,
        "agrees": one.agrees,
        "problem": one.problem,
        "seconds": one.seconds,
        "compared": len(one.values),
        "largest_difference": number(one.worst),
        "differ": [
            {"what": v.what, "expected": number(v.expected), "found": number(v.found)}
            for v in one.values
            if not v.agrees
        ],
    }


def show_checked(checked: list[Checked]) -> None:
    """Reference cases computed again, as a table."""
    from rich.table import Table as Grid

    grid = Grid(title=f"{len(checked)} cases, tolerance 1e-6", title_justify="left")
    for heading in ("Case", "Values", "Largest difference", "ms", ""):
        grid.add_column(heading)
    for one in checked:
        said = "agrees" if one.agrees else plainly(one.problem) or "DIFFERS"
        grid.add_row(
            plainly(one.case), str(len(one.values)), f"{one.worst:.1e}", f"{1000 * one.seconds:.0f}", said
        )
    out().print(grid)
    for one in checked:
        for v in one.values:
            if not v.agrees:
                out().print(
                    plainly(f"{one.case}: {v.what}: expected {v.expected:.10g}, found {v.found:.10g}"),
                    soft_wrap=True,
                )
    wrong = sum(not one.agrees for one in checked)
    out().print(f"{wrong} of {len(checked)} cases differ." if wrong else f"All {len(checked)} cases agree.")
