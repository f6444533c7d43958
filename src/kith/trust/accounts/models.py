"""Teams and accounts.

Always holds: an account has exactly one role, and belongs to one team that can be called at any hour.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from kith.trust.rows import Row
from kith.trust.who import Role


class Team(Row):
    """Those who are called: an agency's team with a telephone that is answered.

    `takes_children` marks a team to which a child can be handed over and which is then responsible.
    """

    name = models.CharField(max_length=120, unique=True)
    agency = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    takes_children = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Account(AbstractUser):
    """Somebody who signs in. Django's own permissions are not used: the policy decides by role and purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=[(role.value, role.words) for role in Role])
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="accounts")

    REQUIRED_FIELDS = ["full_name", "role"]  # Django's own declaration

    def __str__(self) -> str:
        return self.full_name or self.username
