"""The readers of missing episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.register.missing.models import MissingEpisode
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


@looks("child.read")
def episodes_of(who: Who, child_id: uuid.UUID) -> list[MissingEpisode]:
    """Every missing episode of a child, newest first."""
    chain.write(who, "missing episodes looked at", subjects=[f"child:{child_id}"])
    return list(MissingEpisode.objects.filter(child_id=child_id).select_related("reported_by", "found_by"))


@looks("child.list")
def children_missing_tonight(who: Who) -> list[MissingEpisode]:
    """Every open episode, the longest first."""
    found = list(
        MissingEpisode.objects.still_open().select_related("child__responsible_team").order_by("last_seen_at")
    )
    chain.write(who, "missing children listed", subjects=[f"child:{row.child_id}" for row in found])
    return found
