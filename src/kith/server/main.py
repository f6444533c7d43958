"""The command `kith`: starts the register, and hands every other word to the command line.

Always holds: whatever is refused is said in a sentence with what to do about it, never as a traceback, since a
traceback shows values and a person on night shift cannot act on it.
"""

from __future__ import annotations

import os
from pathlib import Path  # noqa: TC003  # Typer reads the annotations when it runs
from typing import Annotated

import typer

from kith.cli.speaking import answers


def main() -> None:
    """Run `kith` with the words that were typed after it."""
    os.umask(0o077)
    application()()


def application() -> typer.Typer:
    """The whole tree of commands; each opens the register by itself, once its words were understood."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.server.settings")
    from kith.cli.app import app

    if not any(command.name == "up" for command in app.registered_commands):
        app.command("up")(up)
    return app


@answers
def up(
    host: Annotated[
        str, typer.Option(help="The address to answer on; others than this machine's own want TLS.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; the next free one is taken if it is in use.")
    ] = 8000,
    *,
    demo: Annotated[
        bool | None,
        typer.Option(
            "--demo/--no-demo",
            help="Fill an empty register with 300 invented children. "
            "Unless said otherwise: yes in the encrypted file, no on PostgreSQL.",
        ),
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="A certificate (PEM), to answer over HTTPS.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="The private key of the certificate (PEM).")] = None,
) -> None:
    """Start the register: make the store and its key if there are none, and answer the browser."""
    from kith.server import serving

    where = serving.choose_address(host, port, tls_cert, tls_key)
    import django

    django.setup()
    from kith.server import starting

    starting.bring_up_to_date(demo=demo)
    sign_ins = starting.fill_with_invented_children(wanted=demo)
    serving.serve(where, sign_ins)
