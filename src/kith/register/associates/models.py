"""Associates and where they were met.

Always holds: the same phone, vehicle or address is one row, however it was written.
"""

from __future__ import annotations

from django.db import models

from kith.register.associates.words import AssociateKind
from kith.register.encounters.models import Encounter
from kith.register.encounters.words import Source
from kith.trust.rows import Row


class Associate(Row):
    """An adult, phone, vehicle or address met together with a child."""

    kind = models.CharField(max_length=20, choices=AssociateKind.choices)
    label = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=~models.Q(key=""), name="associate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class Meeting(Row):
    """That an associate was met in an encounter, and what they were to the child by what was said or seen."""

    associate = models.ForeignKey(Associate, on_delete=models.PROTECT, related_name="meetings")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="meetings")
    relation = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.CHILD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["associate", "encounter"], name="met_once")]

    def __str__(self) -> str:
        return f"{self.associate} in {self.encounter_id}"
