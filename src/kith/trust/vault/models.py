"""Data keys and sealed items.

Always holds: no column of these tables is readable without the vault key, which is never in the database.
"""

from __future__ import annotations

from django.db import models

from kith.trust.rows import Row


class DataKey(Row):
    """The key of one owner, wrapped by the vault key; empty once destroyed."""

    owner = models.CharField(max_length=60, unique=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key of {self.owner}"


class Sealed(Row):
    """One item: what kind, how large, its SHA-256 before sealing (hexadecimal), and the sealed bytes."""

    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=40)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="vault_sha256")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.size} bytes"
