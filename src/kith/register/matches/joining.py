"""Two records of one child become one: everything of the one goes to the other, in the transaction of the decision.

Always holds: nothing of the joined record is lost or left behind; its sealed items are sealed again under the key of the
child, and its own key is destroyed; one missing episode and one placement at most are open afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.register.children.models import Notice
from kith.register.matches.models import Match
from kith.register.missing.models import MissingEpisode
from kith.register.placements.models import Placement
from kith.trust.rows import change
from kith.trust.vault import seal

if TYPE_CHECKING:
    from kith.register.children.models import Child


def join(record: Child, child: Child) -> None:
    """Everything of `record` besides its encounters (they are linked already) goes to `child`."""
    _episodes(record, child)
    _placements(record, child)
    Notice.objects.filter(child=record).update(child=child)
    for match in Match.objects.select_for_update().filter(child=record):
        change(match, child=child)
    if child.responsible_team is None and record.responsible_team is not None:
        change(child, responsible_team=record.responsible_team)
    for earlier in record.records.select_for_update():
        change(earlier, same_as=child)
    change(record, same_as=child)
    seal.destroy_key(f"child:{record.pk}")


def _episodes(record: Child, child: Child) -> None:
    """Missing episodes: where both were missing, the later episode goes with the earlier, which stays open."""
    both = MissingEpisode.objects.still_open().select_for_update().filter(child__in=(record, child))
    is_open = sorted(both, key=lambda one: one.last_seen_at)
    if len(is_open) > 1:
        change(is_open[1], same_as=is_open[0])
    for one in MissingEpisode.objects.select_for_update().filter(child=record):
        change(one, child=child)


def _placements(record: Child, child: Child) -> None:
    """Placements: where both lived somewhere, the earlier stay ended when the later began."""
    both = Placement.objects.select_for_update().filter(child__in=(record, child), ends=None)
    is_open = sorted(both, key=lambda one: one.begins)
    if len(is_open) > 1:
        change(is_open[0], ends=is_open[1].begins)
    for one in (
        Placement.objects.select_for_update(of=("self",)).select_related("address__key").filter(child=record)
    ):
        if one.address is not None:
            seal.reown(one.address, f"child:{child.pk}")
        change(one, child=child)
