"""The writers of placements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from kith.errors import BadAnswer, NotFound
from kith.register.children.steps import locked_child
from kith.register.encounters.rules import plain
from kith.register.placements.models import Placement
from kith.register.placements.words import AddressReason, PlacementKind
from kith.trust.acts import acts
from kith.trust.log import chain
from kith.trust.rows import change
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from kith.trust.who import Who


@acts("placement.decide")
def place_child(
    who: Who,
    child_id: uuid.UUID,
    kind: PlacementKind,
    begins: datetime,
    *,
    provider: str = "",
    area: str = "",
    address: str = "",
    ends: datetime | None = None,
) -> Placement:
    """Decide where a child lives from a moment on; the placement that was open ends at that moment.

    `ends` is given where the stay is over already and is written down afterwards; it ends no other.

    Raises:
        BadAnswer: another placement stands at that time, or it would end before it begins.
        NotFound: no such child.
    """
    child = locked_child(child_id)
    if ends is not None and ends < begins:
        raise BadAnswer("It would end before it begins.", advice="Choose a later time.", field="ends")
    stays = Placement.objects.select_for_update().filter(child=child)
    # a stay that is still open when the next one begins ends at that moment
    ending = [] if ends else list(stays.filter(ends=None, begins__lt=begins))
    others = stays.exclude(pk__in=[row.pk for row in ending]).filter(Q(ends=None) | Q(ends__gt=begins))
    if (others.filter(begins__lt=ends) if ends else others).exists():
        raise BadAnswer(
            "Another placement stands at that time.", advice="Choose another time.", field="begins"
        )
    for row in ending:
        change(row, ends=begins)
    written = plain(address, limit=400, field="address")
    placement = Placement.objects.create(
        child=child,
        kind=PlacementKind(kind),
        provider=plain(provider, limit=120, field="provider"),
        area=plain(area, limit=120, field="area"),
        address=seal.seal(f"child:{child.pk}", written.encode(), kind="address", media_type="text/plain")
        if written
        else None,
        begins=begins,
        ends=ends,
        decided_by_id=who.account_id,
    )
    chain.write(who, "child placed", subjects=[f"child:{child.pk}"], kind=PlacementKind(kind).value)
    return placement


@acts("placement.decide")
def end_placement(who: Who, placement_id: uuid.UUID, ends: datetime) -> Placement:
    """The child does not live there any more, and where is not known until somebody says.

    Raises:
        NotFound: no such open placement.
        BadAnswer: it would end before it began.
    """
    placement = Placement.objects.select_for_update().filter(pk=placement_id, ends=None).first()
    if placement is None:
        raise NotFound("This placement has ended already.")
    if ends < placement.begins:
        raise BadAnswer("It would end before it began.", advice="Choose a later time.", field="ends")
    change(placement, ends=ends)
    chain.write(who, "placement ended", subjects=[f"child:{placement.child_id}"])
    return placement


@acts("placement.address")
def open_address(who: Who, placement_id: uuid.UUID, reason: AddressReason) -> str:
    """The address of a placement, for a reason of a fixed list, which the log keeps; free text would outlive the child.

    Raises:
        BadAnswer: no reason of the list.
        NotFound: no such placement, or no address is known.
    """
    if reason not in AddressReason.values:
        raise BadAnswer("The reason is missing.", advice="Choose why you need the address.", field="reason")
    placement = Placement.objects.select_related("address__key").filter(pk=placement_id).first()
    if placement is None or placement.address is None:
        raise NotFound("No address is recorded.")
    chain.write(
        who, "address opened", subjects=[f"child:{placement.child_id}"], reason=AddressReason(reason).value
    )
    return seal.unseal(placement.address).decode()
