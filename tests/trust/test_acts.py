"""The gate: permission, purpose, one transaction, and the log."""

from __future__ import annotations

import pytest
from tests.cast import gather

from kith.errors import NotPermitted, PurposeMissing
from kith.trust import policy
from kith.trust.accounts.models import Team
from kith.trust.acts import NotLoggedError, acts
from kith.trust.log import chain
from kith.trust.log.models import Entry
from kith.trust.who import THE_REGISTER, Purpose, Role

pytestmark = pytest.mark.django_db


@acts("account.open")
def forget_to_log(who):
    """Writes a row and forgets the log."""
    Team.objects.create(name="unlogged", agency="x", phone="1")


@acts("child.write")
def write_a_child(who):
    """Logs and does nothing else."""
    chain.write(who, "written")


def test_an_act_without_a_log_entry_is_undone():
    """Who forgets to write the log has not written anything."""
    with pytest.raises(NotLoggedError):
        forget_to_log(THE_REGISTER)
    assert not Team.objects.filter(name="unlogged").exists()


def test_without_a_purpose_nothing_happens():
    """Nobody acts without having said why."""
    cast = gather()
    with pytest.raises(PurposeMissing):
        write_a_child(cast.who("social", None))


def test_a_refusal_is_logged():
    """An attempt that the policy refuses leaves an entry in the log."""
    cast = gather()
    with pytest.raises(NotPermitted):
        write_a_child(cast.who("police", Purpose.MISSING))
    last = Entry.objects.order_by("-seq").first()
    assert (last.act, last.name, last.details) == ("refused", "Paul Police", {"permission": "child.write"})


def test_what_is_permitted_passes():
    """A social worker writes to a child's record while caring for the child."""
    write_a_child(gather().who("social", Purpose.CARE))


def test_an_unknown_permission_is_a_programming_error():
    """A misspelt permission is found at the first call, whoever calls."""
    with pytest.raises(ValueError, match="no rule"):
        policy.role_allowed("social_worker", "child.wirte", "care")


def test_no_role_and_no_purpose_of_immigration_exists():
    """There is nothing to configure that would let immigration enforcement in."""
    words = " ".join([*Role, *Purpose, policy.rules().split("\n", 3)[3]]).lower()
    assert not any(word in words for word in ("immigration", "removal", "deport", "enforcement", "asylum"))


def test_no_purpose_lets_an_auditor_see_a_child():
    """An auditor reads the log and nothing about a child."""
    for permission in policy.permissions():
        for purpose in Purpose:
            if policy.role_allowed("auditor", permission, purpose.value):
                assert permission == "log.read"


def test_nobody_at_a_port_or_in_police_opens_an_address():
    """An address is opened by those who care for the child only, and for that purpose only."""
    may = {
        (role, purpose)
        for role in Role
        for purpose in Purpose
        if policy.role_allowed(role.value, "placement.address", purpose.value)
    }
    assert may == {(Role.SOCIAL_WORKER, Purpose.CARE), (Role.SAFEGUARDING_LEAD, Purpose.CARE)}
