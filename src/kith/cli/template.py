"""`kith template`: templates of prints and photographs, which are a cache of their originals.

Always holds: whoever can run this holds the key of the register, and acts as the register's operator; no child is shown, an
encounter is named by its number only.
"""

from typing import TYPE_CHECKING

import typer

from kith.cli.acting import open_register
from kith.cli.options import AsJson
from kith.cli.speaking import answers, errors, out, plainly, progress, say_json

if TYPE_CHECKING:
    from kith.register.encounters.rebuilding import Rebuilt

commands = typer.Typer(help="The templates of prints and photographs.", no_args_is_help=True)

SOME_COULD_NOT = 3


@commands.callback()
def template() -> None:
    """The templates of prints and photographs."""


@commands.command()
@answers
def rebuild(*, as_json: AsJson = False) -> None:
    """Make templates of older engines again from their originals. May be broken off at any moment and begun again; the register may be in use.

    Exit status 0: all are of the engine used now; 2: refused; 3: some could not be made again, and are named.
    """
    open_register()
    from kith.register.encounters.rebuilding import rebuild as run

    with progress(quiet=as_json) as bars:
        task = bars.add_task("Making templates again", total=None)
        done = run(lambda number, all_: bars.update(task, completed=number, total=all_))
    if as_json:
        say_json(
            {
                "renewed": done.renewed,
                "unusable": done.unusable,
                "changed": done.changed,
                "failed": [
                    {"encounter": one.encounter, "capture": one.capture, "what": one.what, "why": one.why}
                    for one in done.failed
                ],
            }
        )
    else:
        _show(done)
    if done.failed:
        raise typer.Exit(SOME_COULD_NOT)


def _show(done: "Rebuilt") -> None:
    said = (
        "1 template was made again." if done.renewed == 1 else f"{done.renewed:,} templates were made again."
    )
    out().print(said)
    if done.unusable:
        out().print(f"{done.unusable:,} that could not be compared before still cannot be.")
    for one in done.failed:
        errors().print(
            plainly(
                f"Not made again: {one.what} of encounter {one.encounter} (capture {one.capture}). {one.why}"
            ),
            soft_wrap=True,
        )
