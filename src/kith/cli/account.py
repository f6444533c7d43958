"""`kith account`: who may sign in.

Always holds: whoever can run this holds the key of the register, and acts as the register's operator; no child is shown.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from kith.cli.acting import open_register, password_of
from kith.cli.options import AsJson, PasswordFile
from kith.cli.speaking import answers, out, plainly, say_json
from kith.errors import BadAnswer, NotFound, Refused
from kith.trust.who import THE_REGISTER, Role

if TYPE_CHECKING:
    from kith.trust.accounts.models import Account, Team

commands = typer.Typer(help="The accounts of those who sign in.", no_args_is_help=True)


@commands.command()
@answers
def add(
    *,
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="The name to sign in with.")],
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="The full name, as colleagues know it.")
    ],
    role: Annotated[Role, typer.Option("--role", help="What this person is to a child.")],
    team: Annotated[
        str | None, typer.Option("--team", metavar="NAME", help="The team, as opened with kith team add.")
    ] = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Open an account; its password is asked for twice."""
    open_register()
    _refuse_among_the_invented()
    from kith.trust.accounts.actions import open_account

    who, full_name = _short(username, 150, "username"), _short(name, 120, "name")
    belongs = _team(team) if team is not None else None
    made = open_account(
        THE_REGISTER, who, full_name, role, belongs, password_of(who, password_file, chosen=True)
    )
    if as_json:
        say_json(_json(made))
    else:
        out().print(plainly(f"{made.full_name} can sign in as {made.username}."), soft_wrap=True)


@commands.command()
@answers
def close(
    *,
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="Whose account.")],
    as_json: AsJson = False,
) -> None:
    """Let nobody sign in with an account any more; whoever is signed in with it is signed out."""
    open_register()
    from kith.trust.accounts.actions import close_account

    closed = close_account(THE_REGISTER, username)
    if as_json:
        say_json(_json(closed))
    else:
        out().print(
            plainly(f"{closed.full_name} can no longer sign in as {closed.username}."), soft_wrap=True
        )


@commands.command()
@answers
def password(
    *,
    username: Annotated[str, typer.Argument(metavar="USERNAME", help="Whose account.")],
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Give an account a new password, asked for twice; whoever is signed in with the old one is signed out."""
    open_register()
    from kith.trust.accounts.actions import set_password

    changed = set_password(THE_REGISTER, username, password_of(username, password_file, chosen=True))
    if as_json:
        say_json(_json(changed))
    else:
        out().print(plainly(f"{changed.full_name} signs in with the new password now."), soft_wrap=True)


@commands.command("list")
@answers
def everyone(*, as_json: AsJson = False) -> None:
    """Every account with its role and team."""
    open_register()
    from rich.table import Table

    from kith.trust.accounts.queries import accounts

    found = accounts(THE_REGISTER)
    if as_json:
        say_json({"accounts": [_json(account) for account in found]})
        return
    table = Table()
    for heading in ("User name", "Name", "Role", "Team", "Telephone", "Closed"):
        table.add_column(heading)
    for account in found:
        team = (account.team.name, account.team.phone) if account.team else ("", "")
        closed = "" if account.is_active else "closed"
        row = (account.username, account.full_name, Role(account.role).words, *team, closed)
        table.add_row(*(plainly(text) for text in row))
    out().print(table)


def _refuse_among_the_invented() -> None:
    """Nobody real works in a register whose every page says that nobody in it exists.

    Raises:
        Refused: this register holds invented children, or is being filled with them.
    """
    from django.conf import settings

    if settings.KITH_DEMO_MARK.exists() or settings.KITH_DEMO_UNFINISHED.exists():
        raise Refused(
            "Everybody in this register is invented, so no account is added to it.",
            advice="Start an empty register in another folder: KITH_DATA=FOLDER kith up --no-demo. "
            "Add the account there.",
        )


def _short(text: str, limit: int, field: str) -> str:
    kept = " ".join(plainly(text).split())
    if not kept or len(kept) > limit:
        raise BadAnswer(f"This must have 1 to {limit} characters.", advice="Write another.", field=field)
    return kept


def _team(name: str) -> "Team":
    """The team of that name.

    Raises:
        NotFound: none.
    """
    from kith.trust.accounts.models import Team

    # no query lists the teams to the operator; a team says nothing about any child
    found = {team.name.casefold(): team for team in Team.objects.order_by("name")}
    try:
        return found[" ".join(name.split()).casefold()]
    except KeyError:
        known = "; ".join(team.name for team in found.values()) or "none yet"
        raise NotFound(
            f"There is no team “{plainly(name[:60])}”.",
            advice=f"Open it with kith team add. Teams: {known}.",
            field="team",
        ) from None


def _json(account: "Account") -> dict[str, str | bool]:
    return {
        "username": account.username,
        "full_name": account.full_name,
        "role": account.role,
        "team": account.team.name if account.team else "",
        "closed": not account.is_active,
    }
