"""Missing episodes.

Always holds: at most one episode of a child is open (in the database); none is closed but by the child being found.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kith.register.children.models import Child
from kith.trust.rows import Row


class Episodes(models.QuerySet["MissingEpisode"]):
    """Missing episodes, and the one question asked of them everywhere."""

    def still_open(self) -> Episodes:
        """Those of children who are missing: not found, and not gone together with another episode of the same child."""
        return self.filter(found_at=None, same_as=None)


class MissingEpisode(Row):
    """From last seen to found (`found_at` empty: still missing)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="episodes")
    last_seen_at = models.DateTimeField()
    last_seen_place = models.CharField(max_length=200, blank=True)
    circumstances = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    found_at = models.DateTimeField(null=True, blank=True)
    found_place = models.CharField(max_length=200, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    # set when two records turned out to be of one child, and both had an open episode: this one goes with the other
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )

    objects = Episodes.as_manager()

    class Meta:
        ordering = ["-last_seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(found_at=None, same_as=None), name="missing_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(found_at=None) | models.Q(found_at__gte=models.F("last_seen_at")),
                name="missing_found_after",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the child is missing by this episode (see `Episodes.still_open`)."""
        return self.found_at is None and self.same_as_id is None

    def __str__(self) -> str:
        return f"missing since {self.last_seen_at:%Y-%m-%d %H:%M}"
