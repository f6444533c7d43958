"""The cast of the tests: invented colleagues, and what they would have in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.trust.accounts.actions import open_account, open_team
from kith.trust.accounts.signing import who_is
from kith.trust.who import THE_REGISTER, Purpose, Role, Who

if TYPE_CHECKING:
    from kith.trust.accounts.models import Account, Team

PASSWORD = "a long invented password"


@dataclass(frozen=True)
class Cast:
    """Everybody on the stage: a port officer, two police officers, a social worker, a lead, an auditor."""

    port: Account
    police: Account
    second: Account
    social: Account
    lead: Account
    auditor: Account
    care_team: Team

    def who(self, name: str, purpose: Purpose | None) -> Who:
        """One of the cast, looking for a purpose."""
        return who_is(getattr(self, name), purpose)


def gather() -> Cast:
    """Open the accounts of the cast."""
    teams = {
        "port": open_team(THE_REGISTER, "Saltmere Port", "Saltmere Port", "020 7946 0001"),
        "police": open_team(THE_REGISTER, "Northmoor Police", "Northmoor Police", "020 7946 0002"),
        "care": open_team(
            THE_REGISTER,
            "Harrowby duty team",
            "Harrowby County Council",
            "020 7946 0003",
            takes_children=True,
        ),
    }

    def person(username: str, full_name: str, role: Role, team: str) -> Account:
        return open_account(THE_REGISTER, username, full_name, role, teams[team], PASSWORD)

    return Cast(
        port=person("port", "Petra Port", Role.PORT_OFFICER, "port"),
        police=person("police", "Paul Police", Role.POLICE_OFFICER, "police"),
        second=person("second", "Sade Second", Role.POLICE_OFFICER, "police"),
        social=person("social", "Sol Social", Role.SOCIAL_WORKER, "care"),
        lead=person("lead", "Lea Lead", Role.SAFEGUARDING_LEAD, "care"),
        auditor=person("auditor", "Audrey Auditor", Role.AUDITOR, "care"),
        care_team=teams["care"],
    )
