"""Steps within the actions of encounters and of the rooms above.

Always holds: a step neither asks the policy nor writes the log; the action that takes it does both.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from kith.errors import AlreadyDecided, KithError, NotFound, NotPermitted
from kith.register.encounters import rules
from kith.register.encounters.models import Capture, Claim, Encounter, KitAnswer
from kith.register.encounters.words import CaptureKind, ClaimKind, KitItem, KitState, Source, State
from kith.trust.rows import change, locked
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from kith.register.children.models import Child
    from kith.trust.vault.models import Sealed
    from kith.trust.who import Who


def locked_encounter(encounter_id: uuid.UUID) -> Encounter:
    """The encounter, held against other writers.

    Raises:
        NotFound: no such encounter.
    """
    try:
        return locked(Encounter, encounter_id)
    except Encounter.DoesNotExist:
        raise NotFound("There is no such encounter.") from None


def writable(who: Who, encounter_id: uuid.UUID) -> Encounter:
    """The encounter, held for writing: a draft of this person or of somebody of their team.

    After it is recorded nothing in it changes; what comes to light later belongs to another encounter.

    Raises:
        NotFound: no such encounter.
        AlreadyDecided: it is recorded.
        NotPermitted: it is somebody else's.
    """
    encounter = locked_encounter(encounter_id)
    if not is_own(who, encounter):
        raise NotPermitted(
            "This encounter is being written down by another team.", advice="Begin one of your own."
        )
    if encounter.state != State.DRAFT:
        raise AlreadyDecided(
            "This encounter is recorded.", advice="Begin a new encounter for what came to light later."
        )
    return encounter


def is_own(who: Who, encounter: Encounter) -> bool:
    """Whether an encounter was begun by this person or by somebody of their team."""
    if encounter.officer_id is not None and encounter.officer_id == who.account_id:
        return True
    return encounter.team_id is not None and encounter.team_id == who.team_id


def check_fingers(encounter: Encounter) -> None:
    """That the fingerprints of an encounter may be there, by everything that is said by now.

    Raises:
        Refused: the child is under six.
        BadAnswer: the responsible adult is missing, or is the officer.
    """
    if not encounter.captures.filter(kind=CaptureKind.FINGERPRINT, removed_at=None).exists():
        return
    try:
        may_take_fingers(encounter)
    except KithError as refusal:
        refusal.advice = f"{refusal.advice} Or remove the fingerprints first.".strip()
        raise


def may_take_fingers(encounter: Encounter) -> None:
    """Whether fingers may be taken in an encounter, by all that was said in it and in the child's other encounters.

    Raises:
        Refused: the child is under six.
        BadAnswer: the responsible adult is missing, or is the officer.
    """
    earliest, latest = birth_range(encounter)
    on = timezone.localdate(encounter.at)
    rules.may_take_fingers(on, latest, earliest, encounter.responsible_adult, encounter.officer_name)


def answer(encounter: Encounter, item: KitItem, state: KitState, reason: str = "") -> None:
    """Set the state of one item of the kit."""
    row, _ = KitAnswer.objects.get_or_create(encounter=encounter, item=item, defaults={"state": state})
    if (row.state, row.reason) != (state, reason):
        change(row, state=state, reason=reason)


def answer_by_claims(encounter: Encounter, item: KitItem, kinds: Sequence[ClaimKind]) -> None:
    """An item that is told is captured when something was told; when that is taken back, it is not yet asked."""
    told = encounter.claims.filter(kind__in=kinds).exists()
    before = encounter.kit.filter(item=item).values_list("state", flat=True).first()
    if told:
        answer(encounter, item, KitState.CAPTURED)
    elif before == KitState.CAPTURED:
        answer(encounter, item, KitState.NOT_ASKED)


def claim(
    encounter: Encounter, kind: ClaimKind, said: Sequence[tuple[str, dict[str, Any]]], source: Source
) -> None:
    """Put claims of one kind side by side; while the encounter is a draft they replace what was typed before."""
    rows = encounter.claims.filter(kind=kind)
    if encounter.state == State.DRAFT:
        rows.filter(source=source).delete()
    standing = {(row.text, row.source) for row in encounter.claims.filter(kind=kind)}
    for text, data in said:
        if (text, source) not in standing:
            Claim.objects.create(encounter=encounter, kind=kind, text=text, data=data, source=source)


def birth_range(encounter: Encounter) -> tuple[date | None, date | None]:
    """The earliest and the latest birth date by all that was said in the encounter and in the child's others; None where nothing was."""
    told = Q(encounter=encounter)
    if encounter.child_id is not None:
        told |= Q(encounter__child_id=encounter.child_id)
    claims = list(Claim.objects.filter(told, kind__in=(ClaimKind.BIRTH, ClaimKind.DOCUMENT)))
    births = [row.data for row in claims if row.kind == ClaimKind.BIRTH]
    births += [
        {"earliest": row.data["document"]["birth_earliest"], "latest": row.data["document"]["birth_latest"]}
        for row in claims
        if row.kind == ClaimKind.DOCUMENT
        and row.data["document"].get("birth_earliest")
        and row.data["document"].get("birth_latest")
    ]
    if not births:
        return None, None
    return (
        min(date.fromisoformat(b["earliest"]) for b in births),
        max(date.fromisoformat(b["latest"]) for b in births),
    )


def link(encounter: Encounter, child: Child) -> None:
    """Say that an encounter was with this child: its evidence is sealed again under the child's key."""
    owner = f"child:{child.pk}"
    again: dict[uuid.UUID, Sealed] = {}  # several fingers share the file that they came in
    for capture in Capture.objects.filter(encounter=encounter).select_related(
        "original__key", "template__key"
    ):
        again |= {item.pk: item for item in (capture.original, capture.template) if item is not None}
    for item in again.values():
        seal.reown(item, owner)
    before = encounter.subject
    change(encounter, child=child)
    if before.startswith("encounter:"):
        seal.destroy_key(before)
    know_as(child)


def know_as(child: Child) -> None:
    """Repeat the name that was told first as what the child is known as: a name put on the child later does not hide it."""
    first = (
        Claim.objects.filter(encounter__child=child, kind=ClaimKind.NAME)
        .order_by("encounter__at", "made_at")
        .values_list("text", flat=True)
        .first()
    )
    if first and first[:300] != child.known_as:
        change(child, known_as=first[:300])
