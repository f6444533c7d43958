"""Entries of the log, the children they speak of, and the head of the chain.

Always holds: the database itself refuses to change or delete an entry (triggers on both engines, see the migration).
"""

from __future__ import annotations

from django.db import models

# what the first entry follows
GENESIS = "0" * 64


class Entry(models.Model):
    """One act or one look: who, in which role, why, what, on whom, when.

    `previous` and `mac` are hexadecimal HMAC-SHA256; `touches_evidence` tells a gallery that the subjects' evidence
    changed. Entries are numbered without a gap in the order in which their transactions were committed.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    team_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    act = models.CharField(max_length=80)
    subjects = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    touches_evidence = models.BooleanField(default=False)
    previous = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "log_entry"
        ordering = ["seq"]
        indexes = [models.Index(fields=["touches_evidence", "seq"], name="log_evidence_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class Subject(models.Model):
    """That an entry speaks of one child, encounter or match: an index over `Entry.subjects`, checked against it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subject_rows")
    subject = models.CharField(max_length=60, db_index=True)

    class Meta:
        db_table = "log_subject"
        constraints = [models.UniqueConstraint(fields=["entry", "subject"], name="log_subject_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.subject}"


class Head(models.Model):
    """The one row that says where the chain ends; writers take turns by locking it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "log_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="log_one_head")]

    def __str__(self) -> str:
        return f"head at {self.seq}"
