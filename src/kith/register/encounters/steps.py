"""Steps within the actions of encounters and of the rooms above.

Always holds: a step neither asks the policy nor writes the log; the action that takes it does both.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kith.errors import NotFound
from kith.register.encounters.models import Capture, Claim, Encounter, KitAnswer
from kith.register.encounters.words import ClaimKind, KitItem, KitState, Source, State
from kith.trust.rows import change, locked
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from kith.register.children.models import Child


def locked_encounter(encounter_id: uuid.UUID) -> Encounter:
    """The encounter, held against other writers.

    Raises:
        NotFound: no such encounter.
    """
    try:
        return locked(Encounter, encounter_id)
    except Encounter.DoesNotExist:
        raise NotFound("There is no such encounter.") from None


def answer(encounter: Encounter, item: KitItem, state: KitState, reason: str = "") -> None:
    """Set the state of one item of the kit."""
    row, _ = KitAnswer.objects.get_or_create(encounter=encounter, item=item, defaults={"state": state})
    if (row.state, row.reason) != (state, reason):
        change(row, state=state, reason=reason)


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
    """The earliest and the latest birth date by everything that was said in the encounter, or None where nothing was."""
    births = [row.data for row in encounter.claims.filter(kind=ClaimKind.BIRTH)]
    births += [
        {"earliest": row.data["document"]["birth_earliest"], "latest": row.data["document"]["birth_latest"]}
        for row in encounter.claims.filter(kind=ClaimKind.DOCUMENT)
        if row.data["document"].get("birth_earliest") and row.data["document"].get("birth_latest")
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
    for capture in Capture.objects.filter(encounter=encounter).select_related(
        "original__key", "template__key"
    ):
        seal.reown(capture.original, owner)
        if capture.template is not None:
            seal.reown(capture.template, owner)
    before = encounter.subject
    change(encounter, child=child)
    if before.startswith("encounter:"):
        seal.destroy_key(before)
    know_as(child)


def know_as(child: Child) -> None:
    """Repeat the name said last, of all of the child's encounters, as what the child is known as."""
    newest = (
        Claim.objects.filter(encounter__child=child, kind=ClaimKind.NAME)
        .order_by("-encounter__at", "made_at")
        .values_list("text", flat=True)
        .first()
    )
    if newest and newest[:300] != child.known_as:
        change(child, known_as=newest[:300])
