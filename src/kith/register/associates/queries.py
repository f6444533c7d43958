"""The readers of associates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.register.associates.models import Meeting
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


@looks("encounter.read")
def met_in(who: Who, encounter_id: uuid.UUID) -> list[Meeting]:
    """Whom and what the child was met with in one encounter."""
    chain.write(who, "associates looked at", subjects=[f"encounter:{encounter_id}"])
    return list(Meeting.objects.filter(encounter_id=encounter_id).select_related("associate"))


@looks("child.read")
def associates_of(who: Who, child_id: uuid.UUID) -> list[Meeting]:
    """Whom and what a child was met with, in all encounters, newest first."""
    chain.write(who, "associates looked at", subjects=[f"child:{child_id}"])
    rows = Meeting.objects.filter(encounter__child_id=child_id).select_related("associate", "encounter")
    return list(rows.order_by("-encounter__at"))
