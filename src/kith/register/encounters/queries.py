"""The readers of encounters: what was said, shown, captured and refused, and how complete the identity kit is.

Always holds: a file leaves the vault only through `captured`, and the log keeps who looked; whoever may not open a
child's address is not told where the encounters of others took place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.errors import NotFound
from kith.register.encounters.models import Capture, Claim, Encounter, KitAnswer
from kith.register.encounters.reading import Kit, Original, best_kit
from kith.register.encounters.steps import is_own
from kith.register.encounters.words import State
from kith.trust import policy
from kith.trust.acts import looks
from kith.trust.log import chain
from kith.trust.vault import seal

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


@dataclass(frozen=True, slots=True)
class Told:
    """One encounter with everything in it."""

    encounter: Encounter
    claims: list[Claim]
    captures: list[Capture]
    kit: Kit


@looks("encounter.read")
def encounter(who: Who, encounter_id: uuid.UUID) -> Told:
    """One encounter with everything in it.

    Raises:
        NotFound: no such encounter.
    """
    found = Encounter.objects.select_related("child", "team", "officer").filter(pk=encounter_id).first()
    if found is None:
        raise NotFound("There is no such encounter.")
    chain.write(who, "encounter looked at", subjects=[found.subject, f"encounter:{found.pk}"])
    return _without_whereabouts(who, _told([found]))[0]


@looks("encounter.record")
def my_drafts(who: Who) -> list[Encounter]:
    """The encounters that this person has begun and not yet recorded, newest first."""
    chain.write(who, "drafts listed")
    return list(
        Encounter.objects.filter(officer_id=who.account_id, state=State.DRAFT).order_by("-begun_at")[:50]
    )


@looks("child.read")
def timeline(who: Who, child_id: uuid.UUID) -> list[Told]:
    """Every encounter of a child with everything in it, newest first."""
    rows = list(Encounter.objects.filter(child_id=child_id).select_related("team", "officer"))
    chain.write(who, "timeline looked at", subjects=[f"child:{child_id}"])
    return _without_whereabouts(who, _told(rows))


@looks("child.read")
def identity_kit(who: Who, child_id: uuid.UUID) -> Kit:
    """The best answer to each item of the kit over all encounters of a child."""
    chain.write(who, "identity kit looked at", subjects=[f"child:{child_id}"])
    return best_kit(KitAnswer.objects.filter(encounter__child_id=child_id).order_by("encounter__at"))


@looks("encounter.read")
def captured(who: Who, capture_id: uuid.UUID) -> Original:
    """A captured photograph or finger as it was received; `reading.shown` makes what a browser can show.

    It is opened and drawn by the caller, after the transaction, so that nobody waits for it.

    Raises:
        NotFound: no such capture.
        VaultBroken: the original does not open.
    """
    capture = (
        Capture.objects.select_related("original__key", "encounter")
        .filter(pk=capture_id, removed_at=None)
        .first()
    )
    if capture is None:
        raise NotFound("There is no such capture.")
    chain.write(who, f"{capture.kind} looked at", subjects=[capture.encounter.subject], capture=capture.pk)
    return Original(capture.kind, seal.unseal(capture.original), capture.part, capture.shows, capture.ppi)


def _without_whereabouts(who: Who, told: list[Told]) -> list[Told]:
    """What was written of a place is kept from whoever may not open the child's address, unless their team wrote it.

    A visit to a child takes place where the child lives, so place, notes and the adult who was there can give it away.
    """
    if policy.allowed(who, "placement.address"):
        return told
    for one in told:
        if not is_own(who, one.encounter):
            for name in ("place", "notes", "responsible_adult"):
                setattr(one.encounter, name, "")
            one.encounter.typed = {}
    return told


def _told(encounters: list[Encounter]) -> list[Told]:
    """Encounters with their claims, captures and kits: three database queries, however many encounters."""
    ids = [row.pk for row in encounters]
    claims = list(Claim.objects.filter(encounter_id__in=ids))
    captures = list(Capture.objects.filter(encounter_id__in=ids, removed_at=None))
    answers = list(KitAnswer.objects.filter(encounter_id__in=ids))
    return [
        Told(
            row,
            [claim for claim in claims if claim.encounter_id == row.pk],
            [capture for capture in captures if capture.encounter_id == row.pk],
            best_kit(answer for answer in answers if answer.encounter_id == row.pk),
        )
        for row in encounters
    ]
