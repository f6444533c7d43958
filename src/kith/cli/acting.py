"""Who acts at the terminal: a named account that gives its password, for the purpose of the command.

Always holds: nobody reads or writes about a child without having signed in; the password is asked for or read from a
file, never taken from the command line itself, where others on the machine could see it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from kith.cli.files import STDIN, read_password
from kith.cli.speaking import errors, plainly
from kith.errors import BadAnswer, NotPermitted, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kith.trust.who import Purpose, Who


def open_register() -> None:
    """Make the register's rooms ready to be called.

    Raises:
        ConfigError: a setting of the deployment cannot be used.
        StoreLocked: the key is missing or wrong.
        StoreUnreachable: there is no register yet.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.server.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.db import connection

    from kith.trust.log.models import Head

    if Head._meta.db_table not in connection.introspection.table_names():
        raise StoreUnreachable("There is no register here yet.", advice="Set it up once with: kith up")


def sign_in(
    username: str | None,
    password_file: str | None,
    permission: str,
    purposes: Sequence[Purpose],
    *,
    stdin: bool = False,
    quiet: bool = True,
) -> Who:
    """The person who acts, for the first of `purposes` for which their role has the permission.

    Args:
        username: who; where not said, the only account that has the permission.
        password_file: where the password stands, ``-`` for standard input; where not said, it is asked for.
        permission: what the command will need.
        purposes: what the command is for; at least one.
        stdin: standard input is spoken for by something else.
        quiet: the purpose is not said on standard error, since the answer carries it.

    Raises:
        BadAnswer: it is not said who acts, or where the password is.
        NotPermitted: the password is not the account's, or nobody may do this.
    """
    open_register()
    from django.contrib.auth import authenticate
    from django.contrib.auth.signals import user_logged_in

    from kith.trust import policy
    from kith.trust.accounts.models import Account
    from kith.trust.accounts.signing import who_is

    if stdin and password_file == STDIN:
        raise BadAnswer(
            "Standard input cannot be the password and the document.",
            advice="Put one of them into a file.",
            field="password_file",
        )
    name = username if username is not None else _the_only_one(permission, purposes)
    account = authenticate(None, username=name, password=password_of(name, password_file))
    if not isinstance(account, Account):
        raise NotPermitted(
            "The user name or the password is not right.",
            advice="Try again, or ask whoever opened the account.",
        )
    user_logged_in.send(sender=Account, request=None, user=account)
    able = (p for p in purposes if policy.allowed(who_is(account, p), permission))
    who = who_is(account, next(able, purposes[0]))
    if not quiet:
        _say_why(who)
    return who


def _say_why(who: Who) -> None:
    """Say in whose name and for which purpose the command looks, since both stand in the log from now on."""
    why = who.purpose.words if who.purpose else ""
    errors().print(plainly(f"As {who.name}, to {why[:1].lower()}{why[1:]}."), soft_wrap=True)


def _the_only_one(permission: str, purposes: Sequence[Purpose]) -> str:
    """The user name of the one account that may do this.

    Raises:
        NotPermitted: there is none.
        BadAnswer: there are several.
    """
    from kith.trust import policy
    from kith.trust.accounts.queries import accounts
    from kith.trust.accounts.signing import who_is
    from kith.trust.who import THE_REGISTER

    fitting = [
        account.username
        for account in accounts(THE_REGISTER)
        if account.is_active and any(policy.allowed(who_is(account, p), permission) for p in purposes)
    ]
    if not fitting:
        raise NotPermitted(
            "No account of this register may do this.", advice="Open one with: kith account add"
        )
    if len(fitting) > 1:
        raise BadAnswer("It is not said who acts.", advice="Write your user name.", field="as")
    return fitting[0]


def password_of(name: str, password_file: str | None, *, chosen: bool = False) -> str:
    """The password: read from a file, or asked for (twice where it is chosen) without showing it.

    Raises:
        BadAnswer: it cannot be read.
    """
    if password_file is not None:
        return read_password(password_file)
    asked: str = typer.prompt(
        f"Password of {plainly(name)}", hide_input=True, err=True, confirmation_prompt=chosen
    )
    if not asked.isprintable():
        raise BadAnswer("The password is not readable text.", advice="Type it in UTF-8.", field="password")
    return asked
