"""The writers of associates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.errors import BadAnswer, NotFound
from kith.register.associates.models import Associate, Meeting
from kith.register.associates.rules import key_of
from kith.register.associates.words import AssociateKind
from kith.register.encounters import rules, steps
from kith.register.encounters.words import KitItem, KitState, Source
from kith.trust.acts import acts
from kith.trust.log import chain

if TYPE_CHECKING:
    import uuid

    from kith.trust.who import Who


@acts("encounter.record")
def met_with(
    who: Who,
    encounter_id: uuid.UUID,
    kind: AssociateKind,
    label: str,
    relation: str = "",
    source: Source = Source.CHILD,
) -> Meeting:
    """Write down whom or what the child was met with; the same phone, vehicle or address is found again.

    Raises:
        BadAnswer: nothing to name them by, or too long.
    """
    encounter = steps.writable(who, encounter_id)
    name = rules.plain(label, limit=200, field="label")
    key = key_of(AssociateKind(kind), name)[:200]
    if not name or (kind != AssociateKind.ADULT and not key):
        raise BadAnswer(
            "There is nothing to find this by.", advice="Write a name, number or plate.", field="label"
        )
    if key:
        associate, _ = Associate.objects.get_or_create(kind=kind, key=key, defaults={"label": name})
    else:
        associate = Associate.objects.create(kind=kind, label=name)
    meeting, _ = Meeting.objects.update_or_create(
        associate=associate,
        encounter=encounter,
        defaults={"relation": rules.plain(relation, limit=200, field="relation"), "source": Source(source)},
    )
    steps.answer(encounter, KitItem.COMPANIONS, KitState.CAPTURED)
    chain.write(who, "associate met", subjects=[encounter.subject, f"associate:{associate.pk}"])
    return meeting


@acts("encounter.record")
def not_met_with(who: Who, meeting_id: uuid.UUID) -> None:
    """Take back an associate from an encounter that is still being written down.

    Raises:
        NotFound: no such meeting.
        AlreadyDecided: the encounter is recorded.
    """
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound("This is not written down any more.")
    encounter = steps.writable(who, meeting.encounter_id)
    meeting.delete()
    if not encounter.meetings.exists():
        steps.answer(encounter, KitItem.COMPANIONS, KitState.NOT_ASKED)
    chain.write(who, "associate taken back", subjects=[encounter.subject])
