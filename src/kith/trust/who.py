"""Who asks, in which role, and why: the three things without which nothing is read or written.

Always holds: every purpose protects a child; there is no purpose and no role of immigration enforcement, and none can
be configured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kith.errors import NotPermitted

if TYPE_CHECKING:
    import uuid


class Purpose(StrEnum):
    """Why somebody looks: a fixed list, all of it child protection."""

    FIRST_CONTACT = "first_contact"
    RECOGNISE = "recognise"
    MISSING = "missing"
    CARE = "care"
    REVIEW = "review"
    AUDIT = "audit"

    @property
    def words(self) -> str:
        """The purpose as a person would say it."""
        return PURPOSE_WORDS[self]


PURPOSE_WORDS: dict[Purpose, str] = {
    Purpose.FIRST_CONTACT: "Record a child at first contact",
    Purpose.RECOGNISE: "Find out who a young person is, to protect them",
    Purpose.MISSING: "Find a missing child",
    Purpose.CARE: "Care for a child and keep them safe",
    Purpose.REVIEW: "Decide on a possible match",
    Purpose.AUDIT: "Check how the register is used",
}


class Role(StrEnum):
    """What somebody is to a child on the register."""

    PORT_OFFICER = "port_officer"
    POLICE_OFFICER = "police_officer"
    SOCIAL_WORKER = "social_worker"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    AUDITOR = "auditor"
    OPERATOR = "operator"

    @property
    def words(self) -> str:
        """The role as a person would say it."""
        return self.value.replace("_", " ").capitalize()


# What a role comes for; the first is offered first. The policy has the last word (policies.cedar).
PURPOSES_OF: dict[Role, tuple[Purpose, ...]] = {
    Role.PORT_OFFICER: (Purpose.FIRST_CONTACT, Purpose.RECOGNISE, Purpose.MISSING),
    Role.POLICE_OFFICER: (Purpose.RECOGNISE, Purpose.MISSING, Purpose.FIRST_CONTACT, Purpose.REVIEW),
    Role.SOCIAL_WORKER: (
        Purpose.CARE,
        Purpose.REVIEW,
        Purpose.MISSING,
        Purpose.FIRST_CONTACT,
        Purpose.RECOGNISE,
    ),
    Role.SAFEGUARDING_LEAD: (
        Purpose.CARE,
        Purpose.REVIEW,
        Purpose.MISSING,
        Purpose.RECOGNISE,
        Purpose.FIRST_CONTACT,
    ),
    Role.AUDITOR: (Purpose.AUDIT,),
    Role.OPERATOR: (Purpose.CARE,),
}


@dataclass(frozen=True, slots=True)
class Who:
    """The person on whose behalf something is read or written, and why.

    `account_id` is None for the register itself (for example a search taken up again after a power cut), which acts
    in the role of operator and reads nothing out to anybody.
    """

    account_id: uuid.UUID | None
    name: str
    role: Role
    team_id: uuid.UUID | None = None
    purpose: Purpose | None = None

    @property
    def person(self) -> uuid.UUID:
        """The account of a person; the register itself decides nothing.

        Raises:
            NotPermitted: this is the register itself.
        """
        if self.account_id is None:
            raise NotPermitted("Only a person may do this.", advice="Sign in.")
        return self.account_id

    def for_purpose(self, purpose: Purpose) -> Who:
        """The same person, looking for `purpose`."""
        return replace(self, purpose=purpose)


THE_REGISTER = Who(None, "the register itself", Role.OPERATOR, None, Purpose.CARE)
