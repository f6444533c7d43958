"""Where children live.

Always holds: at most one placement of a child is open, and one that ended did so after it began (both in the
database); the address is a sealed item of the vault.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kith.register.children.models import Child
from kith.register.placements.words import PlacementKind
from kith.trust.rows import Row


class Placement(Row):
    """Where a child lives from `begins` until `ends` (empty: still)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=30, choices=PlacementKind.choices)
    provider = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    address = models.ForeignKey("vault.Sealed", on_delete=models.PROTECT, null=True, related_name="+")
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["-begins"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ends=None), name="placement_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("begins")),
                name="placement_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.begins:%Y-%m-%d}"
