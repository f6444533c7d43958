"""The shape of every stored row: a UUID for a key and a version that grows with each change.

Always holds: two people who change different fields of one row both keep their change; where they change the same
field, the second is asked and neither value is lost.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from kith.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from collections.abc import Mapping


class Row(models.Model):
    """A row with a UUID key and a version; the abstract base of every model in Kith."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


AnyRow = TypeVar("AnyRow", bound=Row)


def locked(model: type[AnyRow], row_id: uuid.UUID) -> AnyRow:
    """The row, held against other writers until the transaction ends.

    Raises:
        DoesNotExist: of the model, when there is no such row.
    """
    return model._default_manager.select_for_update().get(pk=row_id)


def change(row: Row, **values: Any) -> None:
    """Set `values` on a locked row, store just these fields and let its version grow by one."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def merge(row: Row, was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Bring the changes from `was` to `now` into a locked row; the fields that really changed come back.

    A field that nobody else touched takes the new value; a field that somebody else set to the same value is
    left; a field that somebody else set to another value is refused, and nothing of this call is stored.

    Raises:
        ChangedMeanwhile: names the first such field and both values.
    """
    changed: dict[str, Any] = {}
    for name, value in now.items():
        current = getattr(row, name)
        if value in (was.get(name), current):
            continue
        if name in was and current != was[name]:
            raise ChangedMeanwhile(
                f"Somebody else has written “{current}” here meanwhile; you wrote “{value}”.",
                advice="Keep theirs or write yours again.",
                field=name,
            )
        changed[name] = value
    if changed:
        change(row, **changed)
    return changed
