"""The readers of accounts and teams. What they show is about staff, never about a child."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from kith.errors import BadAnswer, NotFound
from kith.trust.accounts.models import Account, Team
from kith.trust.acts import looks
from kith.trust.log import chain
from kith.trust.log.models import Entry, Subject

if TYPE_CHECKING:
    from kith.trust.who import Who

SUBJECT: Final = re.compile(r"[a-z][a-z-]{0,18}:[0-9a-zA-Z-]{1,40}")


@looks("account.open")
def accounts(who: Who) -> list[Account]:
    """Every account, by name."""
    chain.write(who, "accounts listed")
    return list(Account.objects.select_related("team").order_by("username"))


@looks("notice.read")
def teams_that_take_children(who: Who) -> list[Team]:
    """The teams to which a child can be handed over, by name."""
    chain.write(who, "teams listed")
    return list(Team.objects.filter(takes_children=True).order_by("name"))


@looks("account.open")
def teams(who: Who) -> list[Team]:
    """Every team, by name."""
    chain.write(who, "teams listed")
    return list(Team.objects.order_by("name"))


@looks("log.read")
def who_looked(who: Who, subject: str) -> list[Entry]:
    """Every entry of the log that speaks of `subject` (such as ``child:<uuid>``), oldest first.

    Raises:
        BadAnswer: this is no subject of the log.
    """
    if not SUBJECT.fullmatch(subject):
        raise BadAnswer(
            "This is no subject of the log.",
            advice="Write a kind and a number, such as encounter:NUMBER.",
            field="about",
        )
    chain.write(who, "log read", subjects=[subject])
    numbers = Subject.objects.filter(subject=subject).values("entry_id")
    return list(Entry.objects.filter(seq__in=numbers).order_by("seq"))


@looks("log.read")
def what_was_done(who: Who, username: str) -> list[Entry]:
    """Every entry of what an account did or looked at, and of what was done to it, oldest first.

    Raises:
        NotFound: there is no such account.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotFound(
            f"There is no account “{username[:60]}”.", advice="Ask whoever opens accounts.", field="account"
        )
    subject = f"account:{account.pk}"
    chain.write(who, "log read", subjects=[subject])
    numbers = Subject.objects.filter(subject=subject).values("entry_id")
    return list(Entry.objects.filter(Q(account_id=account.pk) | Q(seq__in=numbers)).order_by("seq"))
