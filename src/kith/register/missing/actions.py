"""The writers of missing episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kith.errors import AlreadyDecided
from kith.register.children.steps import locked_child, tell
from kith.register.encounters.rules import plain
from kith.register.missing import rules
from kith.register.missing.models import MissingEpisode
from kith.trust.acts import acts
from kith.trust.log import chain
from kith.trust.rows import change

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from kith.trust.who import Who


@acts("missing.report")
def report_missing(
    who: Who, child_id: uuid.UUID, last_seen_at: datetime, *, place: str = "", circumstances: str = ""
) -> MissingEpisode:
    """Report a child missing; the team that is responsible is told at once.

    Raises:
        AlreadyDecided: the child is reported missing already.
        BadAnswer: last seen in the future.
        NotFound: no such child.
    """
    child = locked_child(child_id)
    now = timezone.now()
    rules.check_last_seen(last_seen_at, now)
    if MissingEpisode.objects.still_open().filter(child=child).exists():
        raise AlreadyDecided("This child is reported missing already.", advice="The episode is still open.")
    episode = MissingEpisode.objects.create(
        child=child,
        last_seen_at=last_seen_at,
        last_seen_place=plain(place, limit=200, field="place"),
        circumstances=plain(circumstances, limit=10_000, field="circumstances"),
        reported_at=now,
        reported_by_id=who.account_id,
    )
    tell(child.responsible_team, "Child {reference} is reported missing.", child=child)
    chain.write(who, "missing reported", subjects=[f"child:{child.pk}"])
    return episode


@acts("missing.found")
def record_found(who: Who, child_id: uuid.UUID, found_at: datetime, *, place: str = "") -> MissingEpisode:
    """The child is found: the open episode ends, and the team that is responsible is told.

    Raises:
        AlreadyDecided: no episode is open.
        BadAnswer: a time that cannot be.
    """
    child = locked_child(child_id)
    episode = MissingEpisode.objects.still_open().select_for_update().filter(child=child).first()
    if episode is None:
        raise AlreadyDecided("This child is not reported missing.", advice="There is no open episode to end.")
    rules.check_found(episode.last_seen_at, found_at, timezone.now())
    where = plain(place, limit=200, field="place")
    for one in (episode, *episode.joined.select_for_update()):
        change(one, found_at=max(found_at, one.last_seen_at), found_place=where, found_by_id=who.account_id)
    tell(child.responsible_team, "Child {reference} was found.", child=child)
    chain.write(who, "found recorded", subjects=[f"child:{child.pk}"])
    return episode
