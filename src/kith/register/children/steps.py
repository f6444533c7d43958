"""Steps within the actions of this and the other rooms of the register.

Always holds: a step neither asks the policy nor writes the log; the action that takes it does both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from kith.errors import NotFound
from kith.register.children.models import Child, Notice
from kith.trust.rows import locked

if TYPE_CHECKING:
    import uuid

    from kith.trust.accounts.models import Team


def locked_child(child_id: uuid.UUID) -> Child:
    """The child, held against other writers; a record found to be the same as another leads to the other.

    Raises:
        NotFound: no such child.
    """
    try:
        child = locked(Child, child_id)
        while child.same_as_id is not None:
            child = locked(Child, child.same_as_id)
    except Child.DoesNotExist:
        raise NotFound("There is no such child on the register.") from None
    return child


def living(child: Child) -> Child:
    """The record that stands for a child: itself, or the one that it was found to be the same as."""
    while child.same_as is not None:
        child = child.same_as
    return child


def tell(
    team: Team | None,
    text: str,
    *,
    child: Child | None = None,
    encounter_id: uuid.UUID | None = None,
    match_id: uuid.UUID | None = None,
    **values: str,
) -> None:
    """Put a notice before a team (where there is one); `text` is a template, `values` fill it in, no address in either."""
    if team is None:
        return
    if child is not None:
        values = {"reference": child.reference, **values}
    Notice.objects.create(
        team=team,
        child=child,
        encounter_id=encounter_id,
        match_id=match_id,
        text=text,
        values=values,
        at=timezone.now(),
    )
