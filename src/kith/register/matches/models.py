"""Searches and their answers, and matches: proposed by one person, confirmed or rejected by another.

Always holds (in the database): who decides is not who proposed; one pair has at most one match waiting for a decision.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kith.register.children.models import Child
from kith.register.encounters.models import Encounter
from kith.trust.rows import Row


class SearchState(models.TextChoices):
    """How far a search has come."""

    PENDING = "pending", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Could not be made")


class Search(Row):
    """The search of one encounter against the whole register, and its answer as `identify.Answer.to_json` gives it."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="searches")
    state = models.CharField(max_length=10, choices=SearchState.choices, default=SearchState.PENDING)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"{self.state} search of {self.encounter_id}"


class MatchState(models.TextChoices):
    """What became of a match."""

    PROPOSED = "proposed", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


class Match(Row):
    """That the young person of an encounter may be the `candidate` (a child, or the unknown of another encounter).

    `candidate` is a subject such as ``child:<uuid>``; `weights` and `log10` are the evidence as it stood when the match
    was proposed; who proposed, who decided, when and why stay for good.
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="matches")
    candidate = models.CharField(max_length=60, db_index=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="matches")
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED)
    evidence = models.JSONField(default=dict)
    log10 = models.FloatField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    why = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="match_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by=None, decided_at=None)
                | (
                    ~models.Q(state="proposed") & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="match_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["encounter", "candidate"], condition=models.Q(state="proposed"), name="match_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} match of {self.encounter_id} and {self.candidate}"
