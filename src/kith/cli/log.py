"""`kith log verify`: whether the log is whole.

Always holds: the command reads the log and says nothing of what stands in it, so it needs no account; whoever runs it
already holds the key that lies beside the store.
"""

import sys
from typing import Annotated

import typer

from kith.cli.acting import open_register
from kith.cli.options import AsJson
from kith.cli.speaking import answers, out, progress, say_json
from kith.errors import BadAnswer

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
    number, _, mac = expect.strip().partition(":")
    if expect and not (number.isascii() and number.isdigit() and mac):
        raise BadAnswer(
            "This is no head of a log.", advice="Write it as it was printed: NUMBER:HASH.", field="expect"
        )
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
