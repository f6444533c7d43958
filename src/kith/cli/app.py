"""The tree of commands. `kith.server.main` adds what starts the register itself.

Always holds: importing this loads neither Django nor any engine, so that help and refusals come at once.
"""

from __future__ import annotations

import typer

from kith.cli import account, child, dna, finger, identify, log, match, record, team, template

app = typer.Typer(
    name="kith",
    help="A child-protection register that makes a trafficked child findable again.",
    no_args_is_help=True,
    add_completion=False,
    # a traceback may quote what somebody typed about a child, so it never shows values
    pretty_exceptions_enable=False,
)
app.command("record")(record.record)
app.command("identify")(identify.identify)
app.add_typer(child.commands, name="child")
app.add_typer(match.commands, name="match")
app.add_typer(finger.commands, name="finger")
app.add_typer(dna.commands, name="dna")
app.add_typer(log.commands, name="log")
app.add_typer(account.commands, name="account")
app.add_typer(team.commands, name="team")
app.add_typer(template.commands, name="template")
