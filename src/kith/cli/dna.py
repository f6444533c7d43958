"""`kith dna`: DNA profiles in files, compared, searched and checked against reference cases.

Always holds: nothing here opens the register, needs a key or an account, or writes anything; a weight is a lead, not a verdict.
"""

from pathlib import Path
from typing import Annotated

import typer

from kith.cli import dna_files, dna_results
from kith.cli.options import AsJson
from kith.cli.speaking import BROKEN, answers, progress, say_json

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
        say_json(dna_results.comparison_json(found, weight))
        return
    dna_results.show_comparison(found, weight)


# long: each option is a parameter with its help
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

    chosen = dna_files.frequencies(table, population or [])
    using = dna_files.settings(theta, mutation)
    searched = dna_files.profiles(register, blank)
    with progress(quiet=as_json) as bars:
        shelf = dna_files.shelf(bars.track(searched, description="Reading profiles"), chosen)
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
        say_json(dna_results.found_json(found, prepared.loci))
        return
    dna_results.show_found(found, len(prepared.loci))


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
        say_json({"agree": agree, "cases": [dna_results.checked_json(one) for one in checked]})
    else:
        dna_results.show_checked(checked)
    if not agree:
        raise typer.Exit(BROKEN)
