"""`kith dna`: DNA profiles in files, compared, searched and checked against reference cases.

Always holds: nothing here opens the register, needs a key or an account, or writes anything; a weight is a lead, not a verdict.
"""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli import dna_files
from kith.cli.options import AsJson
from kith.cli.results import weight_json
from kith.cli.speaking import BROKEN, answers, out, plainly, progress, say_json
from kith.errors import BadAnswer

if TYPE_CHECKING:
    from kith.evidence.dna import Checked, Comparison, Found
    from kith.evidence.weight import Weight

commands = typer.Typer(
    help="DNA profiles in files: comparison, search, reference cases. Works without a register.",
    no_args_is_help=True,
)

Blank = Annotated[
    str | None,
    typer.Option(
        "--blank",
        metavar="MEANING",
        help="What a blank second allele means: homozygous (the same twice) or unknown (not seen). Otherwise it is refused.",
    ),
]
Table = Annotated[
    str,
    typer.Option("--frequencies", metavar="TABLE|FILE", help="fbi2015, nist1036, ukdna17, or a JSON file."),
]
Populations = Annotated[
    list[str] | None,
    typer.Option(
        "--population", metavar="NAME", help="A population of the table; otherwise all. May be repeated."
    ),
]
Theta = Annotated[float, typer.Option("--theta", help="Coancestry within the population.")]
Mutations = Annotated[
    str, typer.Option("--mutation", metavar="MODEL", help="none, equal, proportional or stepwise.")
]
Absent = Annotated[
    float,
    typer.Option(
        "--not-in-register",
        min=0.0,
        max=1.0,
        help="The chance held before that nobody of those searched it is.",
    ),
]


@commands.command()
@answers
def compare(  # noqa: PLR0913  # an option is a parameter
    *,
    probe: Annotated[Path, typer.Argument(metavar="FILE", help="A file with the one profile.")],
    other: Annotated[
        Path, typer.Argument(metavar="OTHER", help="A file with the other; may be the same file.")
    ],
    sample: Annotated[
        str | None, typer.Option("--sample", metavar="NAME", help="Which sample of the first file.")
    ] = None,
    other_sample: Annotated[
        str | None, typer.Option("--other-sample", metavar="NAME", help="Which sample of the other file.")
    ] = None,
    blank: Blank = None,
    table: Table = "nist1036",
    population: Populations = None,
    theta: Theta = 0.01,
    mutation: Mutations = "proportional",
    as_json: AsJson = False,
) -> None:
    """Compare two profiles under every named hypothesis: same person, parent and child, siblings and so on.

    Every population is told; the smallest ratio counts.
    """
    from kith.evidence import dna

    first = dna_files.one_profile(probe, sample, blank)
    second = dna_files.one_profile(other, other_sample, blank)
    found = dna.compare(
        first, second, dna_files.frequencies(table, population or []), dna_files.settings(theta, mutation)
    )
    weight = dna.weigh(found)
    if as_json:
        say_json(_comparison_json(found, weight))
        return
    _show_comparison(found, weight)


@commands.command()
@answers
def search(  # noqa: PLR0913  # an option is a parameter
    *,
    probe: Annotated[
        Path, typer.Argument(metavar="FILE", help="The profile to search with, or those of the relatives.")
    ],
    register: Annotated[Path, typer.Argument(metavar="PROFILES", help="A file with the profiles to search.")],
    family: Annotated[
        Path | None,
        typer.Option(
            "--family",
            metavar="FILE",
            help="A pedigree (JSON); FILE then holds its relatives, by their names in it.",
        ),
    ] = None,
    missing: Annotated[
        str,
        typer.Option("--missing", metavar="NAME", help="With --family: who is missing, by the name in it."),
    ] = "missing",
    sample: Annotated[
        str | None,
        typer.Option("--sample", metavar="NAME", help="Which sample of the file; not with --family."),
    ] = None,
    blank: Blank = None,
    table: Table = "nist1036",
    population: Populations = None,
    theta: Theta = 0.01,
    mutation: Mutations = "proportional",
    absent: Absent = 0.5,
    threshold: Annotated[
        float, typer.Option("--threshold", help="log10 of the ratio from which a hit is shown.")
    ] = 3.0,
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="How many to show.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search profiles for a person (the same, a parent or child, a full sibling), or for a family's missing child."""
    from kith.evidence import dna
    from kith.evidence.dna.kits import KITS

    chosen = dna_files.frequencies(table, population or [])
    using = dna_files.settings(theta, mutation)
    searched = dna_files.profiles(register, blank)
    shelf = dna.Shelf(sorted({name for kit in KITS.values() for name in kit.loci} | chosen.loci()))
    with progress(quiet=as_json) as bars:
        for one in bars.track(searched, description="Reading profiles"):
            if one.sample in shelf:
                raise BadAnswer(
                    f"“{plainly(one.sample)}” stands twice among the profiles.",
                    advice="Keep one.",
                    field="file",
                )
            shelf.put(one.sample, one)
    if family is None:
        person = dna_files.one_profile(probe, sample, blank)
        prepared = dna.prepare_person(person, shelf, chosen, using)
        exactly = dna.exactly_person(person, shelf, chosen, using)
    else:
        tree = dna_files.pedigree(family)
        relatives = {one.sample: one for one in dna_files.profiles(probe, blank) if one.sample in tree}
        prepared = dna.prepare_family(tree, missing, relatives, shelf, chosen, using)
        exactly = dna.exactly_family(tree, missing, relatives, shelf, chosen, using)
    found = dna.search(prepared, shelf, exactly, not_in_register=absent, threshold=threshold, most=most)
    if as_json:
        say_json(_found_json(found, prepared.loci))
        return
    _show_found(found, len(prepared.loci))


@commands.command()
@answers
def validate(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Reference cases (JSON).")],
    databases: Annotated[
        Path | None,
        typer.Option(
            "--databases", metavar="FILE", help="Tables of frequencies that the cases name and do not bring."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute reference cases of other programs again. Exit status 0: all agree within 1e-6; 1: one differs; 2: refused."""
    from kith.evidence import dna

    data = dna_files.content(file, "file")
    tables = dna_files.content(databases, "databases") if databases is not None else None
    with progress(quiet=as_json) as bars:
        checked = list(bars.track(dna.check(data, tables), description="Computing cases", total=None))
    agree = all(one.agrees for one in checked)
    if as_json:
        say_json({"agree": agree, "cases": [_checked_json(one) for one in checked]})
    else:
        _show_checked(checked)
    if not agree:
        raise typer.Exit(BROKEN)


def _comparison_json(found: "Comparison", weight: "Weight") -> dict[str, Any]:
    return {
        "samples": [found.probe.sample, found.other.sample],
        "weight": weight_json(weight),
        "best": found.best.value,
        "hypotheses": {r.value: dna_files.ratios_json(one) for r, one in found.ratios.items()},
        "y": dna_files.line_json(found.y),
        "mtdna": dna_files.line_json(found.mtdna),
        **dna_files.table_json(found),
    }


def _show_comparison(found: "Comparison", weight: "Weight") -> None:
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
    if found.left_out:
        out().print(f"No frequencies for: {', '.join(found.left_out)}.", soft_wrap=True)
    out().print(plainly(f"{found.table.title}. {found.table.licence}"), soft_wrap=True)
    out().print("A lead, not a verdict.")


def _said(value: float) -> str:
    return f"{value:+.2f}" if math.isfinite(value) else "excluded"


def _found_json(found: "Found", loci: tuple[str, ...]) -> dict[str, Any]:
    return {
        "searched": found.size,
        "loci": list(loci),
        "prior": found.prior,
        "not_in_register": found.not_in_register,
        "threshold": found.threshold,
        "expected_chance_hits": dict(found.chance_hits),
        "posterior_of_none": dict(found.none),
        "hits": [
            {
                "sample": hit.subject,
                "log10": {name: dna_files.number(value) for name, value in hit.log10.items()},
                "posterior": dict(hit.posterior),
            }
            for hit in found.hits
        ],
    }


def _show_found(found: "Found", loci: int) -> None:
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
    out().print("A lead, not a verdict. Finding nothing clears nobody.")


def _checked_json(one: "Checked") -> dict[str, Any]:
    return {
        "case": one.case,
        "agrees": one.agrees,
        "problem": one.problem,
        "seconds": one.seconds,
        "compared": len(one.values),
        "largest_difference": dna_files.number(one.worst),
        "differ": [
            {"what": v.what, "expected": dna_files.number(v.expected), "found": dna_files.number(v.found)}
            for v in one.values
            if not v.agrees
        ],
    }


def _show_checked(checked: "list[Checked]") -> None:
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
