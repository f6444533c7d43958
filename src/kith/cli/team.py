"""`kith team`: the teams that are called.

Always holds: every team has a telephone that is answered; whoever can run this acts as the register's operator.
"""

from typing import Annotated

import typer

from kith.cli.acting import open_register
from kith.cli.options import AsJson
from kith.cli.speaking import answers, out, plainly, say_json
from kith.errors import BadAnswer
from kith.trust.who import THE_REGISTER

commands = typer.Typer(help="The teams that are called.", no_args_is_help=True)


@commands.callback()
def team() -> None:
    """The teams that are called."""


@commands.command()
@answers
def add(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The team's name.")],
    agency: Annotated[str, typer.Option("--agency", metavar="TEXT", help="The agency that it belongs to.")],
    phone: Annotated[
        str, typer.Option("--phone", metavar="NUMBER", help="The telephone that is answered at any hour.")
    ],
    takes_children: Annotated[
        bool,
        typer.Option(
            "--takes-children", help="A child can be handed over to this team, which is then responsible."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Open a team, or bring its agency and telephone up to date."""
    open_register()
    from kith.trust.accounts.actions import open_team

    kept = {"name": (name, 120), "agency": (agency, 120), "phone": (phone, 40)}
    clean = {field: " ".join(plainly(text).split()) for field, (text, _) in kept.items()}
    for field, (_, limit) in kept.items():
        if not clean[field] or len(clean[field]) > limit:
            raise BadAnswer(
                f"The {field} must have 1 to {limit} characters.", advice="Write another.", field=field
            )
    made = open_team(THE_REGISTER, **clean, takes_children=takes_children)
    if as_json:
        say_json(
            {
                "name": made.name,
                "agency": made.agency,
                "phone": made.phone,
                "takes_children": made.takes_children,
            }
        )
    else:
        out().print(plainly(f"Team {made.name} is called on {made.phone}."), soft_wrap=True)
