"""The readers of associates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.register.associates.models import Meeting
from kith.register.associates.words import AssociateKind
from kith.register.encounters.steps import is_own
from kith.trust import policy
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from kith.trust.who import Who


@looks("encounter.read")
def met_in(who: Who, encounter_id: uuid.UUID) -> list[Meeting]:
    """Whom and what the child was met with in one encounter."""
    chain.write(who, "associates looked at", subjects=[f"encounter:{encounter_id}"])
    rows = Meeting.objects.filter(encounter_id=encounter_id).select_related("associate", "encounter")
    return _without_addresses(who, rows)


@looks("child.read")
def associates_of(who: Who, child_id: uuid.UUID) -> list[Meeting]:
    """Whom and what a child was met with, in all encounters, newest first."""
    chain.write(who, "associates looked at", subjects=[f"child:{child_id}"])
    rows = Meeting.objects.filter(encounter__child_id=child_id).select_related("associate", "encounter")
    return _without_addresses(who, rows.order_by("-encounter__at"))


def _without_addresses(who: Who, rows: Iterable[Meeting]) -> list[Meeting]:
    """Addresses are left out for whoever may not open the child's address, unless their team wrote them down."""
    if policy.allowed(who, "placement.address"):
        return list(rows)
    return [row for row in rows if row.associate.kind != AssociateKind.ADDRESS or is_own(who, row.encounter)]
