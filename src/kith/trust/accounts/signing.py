"""From a signed-in account to a `Who`, and the log of signing in.

Always holds: a sign-in, a sign-out and a failed attempt each leave an entry in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from kith.trust.log import chain
from kith.trust.who import THE_REGISTER, Purpose, Role, Who

if TYPE_CHECKING:
    from kith.trust.accounts.models import Account


def who_is(account: Account, purpose: Purpose | None = None) -> Who:
    """The person behind an account, looking for `purpose`."""
    return Who(account.pk, str(account), Role(account.role), account.team_id, purpose)


def _signed_in(user: Any, **_: Any) -> None:
    chain.write(who_is(cast("Account", user)), "signed in")


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        chain.write(who_is(cast("Account", user)), "signed out")


def _failed(**_: Any) -> None:
    # the name that was typed is not kept: people type their password there
    chain.write(THE_REGISTER, "sign-in failed")


def listen() -> None:
    """Connect to Django's signals, once."""
    user_logged_in.connect(_signed_in, dispatch_uid="kith-signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="kith-signed-out")
    user_login_failed.connect(_failed, dispatch_uid="kith-sign-in-failed")
