"""The readers of placements: where is this child tonight?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from kith.register.missing.models import MissingEpisode
from kith.register.placements import rules
from kith.register.placements.models import Placement
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


@looks("placement.read")
def where_tonight(who: Who, child_id: uuid.UUID) -> rules.Tonight:
    """Where a child is tonight, without an address."""
    chain.write(who, "whereabouts looked at", subjects=[f"child:{child_id}"])
    episode = MissingEpisode.objects.still_open().filter(child_id=child_id).first()
    now = timezone.now()
    stays = Placement.objects.filter(child_id=child_id)
    placement = stays.filter(Q(ends=None) | Q(ends__gt=now), begins__lte=now).order_by("-begins").first()
    left_last = stays.filter(ends__lte=now).aggregate(last=Max("ends"))["last"]
    placed = None
    if placement is not None:
        placed = rules.Tonight(
            "placed",
            placement.begins,
            placement.kind,
            placement.provider,
            placement.area,
            str(placement.pk),
        )
    return rules.tonight(episode.last_seen_at if episode else None, placed, left_last)


@looks("placement.read")
def placements_of(who: Who, child_id: uuid.UUID) -> list[Placement]:
    """Every placement of a child, newest first; the addresses stay sealed."""
    chain.write(who, "placements looked at", subjects=[f"child:{child_id}"])
    return list(Placement.objects.filter(child_id=child_id).select_related("decided_by"))
