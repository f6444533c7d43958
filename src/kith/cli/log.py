"""`kith log`: whether the log is whole, and who looked at whom.

Always holds: `verify` says nothing of what stands in the log, so it needs no account: whoever runs it already holds the
key that lies beside the store. `show` needs an account that may audit, shows nothing but the log, and is logged itself.
"""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kith.cli.acting import open_register, sign_in
from kith.cli.options import AsJson, PasswordFile, Username
from kith.cli.speaking import answers, moment, out, plainly, progress, say_json
from kith.errors import BadAnswer
from kith.trust.who import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kith.trust.log.models import Entry
    from kith.trust.who import Who

commands = typer.Typer(help="The log of every act and every look.", no_args_is_help=True)


@commands.callback()
def log() -> None:
    """The log of every act and every look."""


@commands.command()
@answers
def verify(
    *,
    expect: Annotated[
        str,
        typer.Option(
            "--expect", metavar="HEAD", help="A head noted earlier, as printed: the log must contain it."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Check every entry against the one before; name the first that does not hold.

    Exit status 0: the log holds; 1: it does not; 2: refused.
    """
    open_register()
    from kith.trust.log.chain import verify as walk

    with progress(quiet=as_json) as bars:
        task = bars.add_task("Checking entries", total=None)
        proof = walk(
            expected=expect.strip(), progress=lambda done, all_: bars.update(task, completed=done, total=all_)
        )
    if as_json:
        say_json({"entries": proof.entries, "head": str(proof), "holds": True})
        return
    out().print(f"{proof.entries:,} {'entry holds' if proof.entries == 1 else 'entries hold'}.")
    # the head stands alone on its line and is never wrapped, so that it can be copied
    sys.stdout.write(f"Note this head elsewhere, for the next time:\n{proof}\n")


@commands.command()
@answers
def show(
    *,
    child: Annotated[
        str | None,
        typer.Option("--child", metavar="REFERENCE", help="Every act and look on this child."),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="SUBJECT",
            help="The same on anything the log names: encounter:NUMBER, match:NUMBER.",
        ),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option("--account", metavar="USERNAME", help="What this account did and looked at."),
    ] = None,
    username: Username = None,
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Who acted or looked, in which role, why and when, oldest first; for an auditor."""
    if sum(one is not None for one in (child, about, account)) != 1:
        raise BadAnswer(
            "It is not said what to show.",
            advice="Write one of --child, --about and --account.",
            field="about",
        )
    who = sign_in(username, password_file, "log.read", (Purpose.AUDIT,))
    found = _found(who, child, about, account)
    if as_json:
        say_json({"entries": [_json(entry) for entry in found]})
    else:
        _show(found)


def _found(who: "Who", child: str | None, about: str | None, account: str | None) -> "list[Entry]":
    from kith.register.children.queries import subjects_in_the_log
    from kith.trust.accounts.queries import what_was_done, who_looked

    if account is not None:
        return what_was_done(who, account)
    subjects = [about or ""] if child is None else subjects_in_the_log(who, child)
    entries = {entry.seq: entry for subject in subjects for entry in who_looked(who, subject)}
    return [entries[number] for number in sorted(entries)]


def _show(entries: "Iterable[Entry]") -> None:
    from rich.table import Table

    table = Table()
    for heading in ("Entry", "When", "Who", "Role", "Why", "What"):
        table.add_column(heading)
    for entry in entries:
        why = entry.purpose.replace("_", " ")
        row = (entry.name, entry.role.replace("_", " "), why, entry.act)
        table.add_row(str(entry.seq), moment(entry.at), *(plainly(text) for text in row))
    out().print(table)


def _json(entry: "Entry") -> dict[str, Any]:
    return {
        "entry": entry.seq,
        "at": entry.at,
        "account": entry.account_id,
        "name": entry.name,
        "role": entry.role,
        "purpose": entry.purpose,
        "act": entry.act,
        "subjects": entry.subjects,
        "details": entry.details,
    }
