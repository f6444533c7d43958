"""Encounters, and what was said, shown, captured and refused in them.

Always holds: files and templates are not here but sealed in the vault; rows here point to them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kith.register.children.models import Child
from kith.register.encounters.words import (
    CaptureKind,
    ClaimKind,
    EncounterKind,
    KitItem,
    KitState,
    Source,
    State,
)
from kith.trust.rows import Row


class Encounter(Row):
    """One meeting of a professional with a child or an unknown young person (`child` is then empty)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="encounters")
    kind = models.CharField(max_length=20, choices=EncounterKind.choices)
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    officer_name = models.CharField(max_length=120, blank=True)
    responsible_adult = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    typed = models.JSONField(default=dict, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, recorded_at__isnull=True)
                | models.Q(state=State.RECORDED, recorded_at__isnull=False),
                name="encounter_recorded_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """Whom this encounter's evidence speaks of, as the gallery, the vault and the log name it."""
        return f"child:{self.child_id}" if self.child_id else f"encounter:{self.pk}"


class KitAnswer(Row):
    """The state of one item of the identity kit in one encounter, with the reason where it was not possible."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="kit")
    item = models.CharField(max_length=20, choices=KitItem.choices)
    state = models.CharField(max_length=20, choices=KitState.choices)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["encounter", "item"], name="kit_item_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.state}"


class Claim(Row):
    """Something said or shown. `text` as said; `data` what it means, in JSON (see claims.py for each kind)."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=20, choices=ClaimKind.choices)
    text = models.CharField(max_length=600)
    data = models.JSONField(default=dict)
    source = models.CharField(max_length=20, choices=Source.choices)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Capture(Row):
    """One captured file, or one finger of it: the original in the vault, the template made of it (if any), and what was wrong."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="captures")
    kind = models.CharField(max_length=20, choices=CaptureKind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    # of a file of several fingers: which one this is, and what was said of the whole file
    part = models.PositiveSmallIntegerField(default=0)
    shows = models.PositiveSmallIntegerField(default=0)
    ppi = models.PositiveSmallIntegerField(null=True)
    original = models.ForeignKey("vault.Sealed", on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey("vault.Sealed", on_delete=models.PROTECT, null=True, related_name="+")
    engine = models.CharField(max_length=60, blank=True)
    quality = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=400, blank=True)
    advice = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.position or ''}".strip()
