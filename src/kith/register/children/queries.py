"""The readers of children and notices."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Q

from kith.errors import NotFound
from kith.register.children.models import Child, Notice
from kith.register.children.rules import read_reference
from kith.register.children.steps import living
from kith.trust.acts import looks
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who

LISTED_AT_MOST = 50
WORDS_AT_MOST = 8


@looks("child.read")
def child(who: Who, child_id: uuid.UUID) -> Child:
    """One child; a record found to be the same as another leads to the other.

    Raises:
        NotFound: no such child.
    """
    found = Child.objects.select_related("responsible_team", "same_as").filter(pk=child_id).first()
    if found is None:
        raise NotFound("There is no such child on the register.")
    found = living(found)
    chain.write(who, "child looked at", subjects=[f"child:{found.pk}"])
    return found


@looks("child.read")
def child_by_reference(who: Who, text: str) -> Child:
    """The child with the reference as typed or heard.

    Raises:
        NotFound: the reference has a slip, or there is no such child.
    """
    found = _of_reference(text)
    chain.write(who, "child looked at", subjects=[f"child:{found.pk}"])
    return found


@looks("child.list")
def children(who: Who, text: str = "", *, own_team_only: bool = False) -> list[Child]:
    """The newest children, or those with this reference or with names told that hold every word; at most fifty."""
    rows = Child.objects.filter(same_as=None).select_related("responsible_team")
    if own_team_only:
        rows = rows.filter(responsible_team_id=who.team_id)
    reference = read_reference(text) if text else None
    if reference:
        named = Child.objects.filter(reference=reference).first()
        rows = rows.filter(pk=living(named).pk) if named else rows.none()
    elif text:
        # every word in any name that was ever said of the child: names change, and so does their order
        for word in unicodedata.normalize("NFC", text).split()[:WORDS_AT_MOST]:
            said = Q(encounters__claims__kind="name", encounters__claims__text__icontains=word)
            rows = rows.filter(Q(known_as__icontains=word) | said).distinct()
    found = list(rows[:LISTED_AT_MOST])
    chain.write(who, "children listed", subjects=[f"child:{row.pk}" for row in found])
    return found


@looks("notice.read")
def notices(who: Who, *, unread_only: bool = False) -> list[Notice]:
    """What this person's team has been told, newest first; at most fifty."""
    rows = Notice.objects.filter(team__isnull=False, team=who.team_id).select_related("child", "read_by")
    if unread_only:
        rows = rows.filter(read_at=None)
    found = list(rows[:LISTED_AT_MOST])
    chain.write(who, "notices listed", subjects=[f"child:{row.child_id}" for row in found if row.child_id])
    return found


@looks("log.read")
def subjects_in_the_log(who: Who, text: str) -> list[str]:
    """How the log names the child with the reference: one subject for each record found to be of the child, and nothing more.

    Raises:
        NotFound: the reference has a slip, or there is no such child.
    """
    standing = _of_reference(text).pk
    records, newest = [standing], [standing]
    while newest:
        newest = list(Child.objects.filter(same_as__in=newest).values_list("pk", flat=True))
        records += newest
    subjects = [f"child:{key}" for key in records]
    chain.write(who, "log read", subjects=subjects)
    return subjects


def _of_reference(text: str) -> Child:
    """The child with the reference as typed or heard; of a joined record, the one that stands for it.

    Raises:
        NotFound: the reference has a slip, or there is no such child.
    """
    reference = read_reference(text)
    found = Child.objects.filter(reference=reference).first() if reference else None
    if found is None:
        raise NotFound(
            f"“{text[:40]}” is no reference on the register.",
            advice="Ask for it again, letter by letter.",
            field="child",
        )
    return living(found)
