"""The writers of accounts and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kith.errors import BadAnswer
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
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadAnswer(
            " ".join(error.messages), advice="Choose a longer password.", field="password"
        ) from error
    account.set_password(password)
    account.save(force_insert=True)
    chain.write(who, "account opened", subjects=[f"account:{account.pk}"], role=role.value)
    return account
