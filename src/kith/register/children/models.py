"""Children and the notices their teams read.

Always holds: nothing here is evidence; names and everything else said of a child are claims of encounters, and
`known_as` only repeats the one told first, for lists.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kith.register.children.rules import new_reference
from kith.trust.rows import Row


class Child(Row):
    """A child on the register.

    `same_as` is set when two people decided that this record and another are of one child; everything then lies
    with the other.
    """

    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    known_as = models.CharField(max_length=300, blank=True)
    responsible_team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, null=True, related_name="children"
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )

    class Meta:
        ordering = ["-registered_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(same_as__isnull=True) | ~models.Q(same_as=models.F("id")),
                name="child_not_same_as_itself",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Notice(Row):
    """Something that a team must know, about a child or an encounter; never with an address."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="notices")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="notices")
    encounter_id = models.UUIDField(null=True)
    match_id = models.UUIDField(null=True)
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["team", "read_at", "-at"], name="notice_unread")]

    def __str__(self) -> str:
        return self.says

    @property
    def says(self) -> str:
        """The sentence in English; a page translates `text` and fills in `values` itself."""
        return self.text.format(**self.values)
