"""The writers of children and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kith.errors import NotFound
from kith.register.children.models import Notice
from kith.register.children.steps import locked_child, tell
from kith.trust.accounts.models import Team
from kith.trust.acts import acts
from kith.trust.log import chain
from kith.trust.rows import change

if TYPE_CHECKING:
    import uuid

    from kith.register.children.models import Child
    from kith.trust.who import Who


@acts("child.write")
def make_responsible(who: Who, child_id: uuid.UUID, team_id: uuid.UUID) -> Child:
    """Give the responsibility for a child to another team, which is told.

    Raises:
        NotFound: no such child or team.
    """
    child = locked_child(child_id)
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise NotFound("There is no such team.", advice="Choose one of the list.", field="team")
    change(child, responsible_team=team)
    tell(team, "You are now responsible for {reference}.", child=child)
    chain.write(who, "responsibility given", subjects=[f"child:{child.pk}", f"team:{team.pk}"])
    return child


@acts("notice.read")
def read_notice(who: Who, notice_id: uuid.UUID) -> Notice:
    """Mark a notice as read by this person; the first reader stands.

    Raises:
        NotFound: no such notice for this person's team.
    """
    notice = (
        Notice.objects.select_for_update().filter(pk=notice_id, team=who.team_id, team__isnull=False).first()
    )
    if notice is None:
        raise NotFound("There is no such notice for your team.")
    if notice.read_at is None:
        change(notice, read_at=timezone.now(), read_by_id=who.account_id)
    chain.write(who, "notice read", subjects=[f"notice:{notice.pk}"])
    return notice
