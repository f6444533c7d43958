"""The writers of accounts and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from kith.errors import BadAnswer, NotFound
from kith.trust.accounts.models import Account, Team
from kith.trust.acts import acts
from kith.trust.log import chain

if TYPE_CHECKING:
    from kith.trust.who import Role, Who


@acts("account.open")
def open_team(who: Who, name: str, agency: str, phone: str, *, takes_children: bool = False) -> Team:
    """Make a team, or bring its agency and telephone up to date."""
    team, _ = Team.objects.update_or_create(
        name=name, defaults={"agency": agency, "phone": phone, "takes_children": takes_children}
    )
    chain.write(who, "team opened", subjects=[f"team:{team.pk}"])
    return team


@acts("account.open")
def open_account(
    who: Who, username: str, full_name: str, role: Role, team: Team | None, password: str
) -> Account:
    """Make an account that can sign in.

    Raises:
        BadAnswer: the user name is taken, or the password is too weak.
    """
    if Account.objects.filter(username=username).exists():
        raise BadAnswer(
            f"There is an account “{username}” already.", advice="Choose another.", field="username"
        )
    account = Account(username=username, full_name=full_name, role=role.value, team=team)
    _choose(account, password)
    account.save(force_insert=True)
    chain.write(who, "account opened", subjects=[f"account:{account.pk}"], role=role.value)
    return account


@acts("account.open")
def close_account(who: Who, username: str) -> Account:
    """Let nobody sign in with this account any more, and end every session of it; what it did stays on record.

    Raises:
        NotFound: there is no such account.
        BadAnswer: it is closed already.
    """
    account = _open_one(username)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end_sessions(account)
    chain.write(who, "account closed", subjects=[f"account:{account.pk}"])
    return account


@acts("account.open")
def set_password(who: Who, username: str, password: str) -> Account:
    """Give an account another password, and end every session that began with the old one.

    Raises:
        NotFound: there is no such account.
        BadAnswer: it is closed, or the password is too weak.
    """
    account = _open_one(username)
    _choose(account, password)
    account.save(update_fields=["password"])
    _end_sessions(account)
    chain.write(who, "password set", subjects=[f"account:{account.pk}"])
    return account


def _open_one(username: str) -> Account:
    """The account, locked until the transaction ends.

    Raises:
        NotFound: there is none.
        BadAnswer: it is closed.
    """
    account = Account.objects.select_for_update().filter(username=username).first()
    if account is None:
        raise NotFound(
            f"There is no account “{username[:60]}”.",
            advice="See them all with kith account list.",
            field="username",
        )
    if not account.is_active:
        raise BadAnswer(
            f"The account “{username}” is closed.",
            advice="Open another for whoever comes back.",
            field="username",
        )
    return account


def _choose(account: Account, password: str) -> None:
    """Set the password.

    Raises:
        BadAnswer: it is too weak.
    """
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadAnswer(
            " ".join(error.messages), advice="Choose a longer password.", field="password"
        ) from error
    account.set_password(password)


def _end_sessions(account: Account) -> None:
    # a session says whose it is only inside its signed text
    ours = [one.pk for one in Session.objects.all() if one.get_decoded().get(SESSION_KEY) == str(account.pk)]
    Session.objects.filter(pk__in=ours).delete()
