"""An encounter handed over at once: its files are looked at first, then all of it is written in one transaction.

Always holds: where anything is refused nothing of the encounter is kept, so that a corrected command can simply be given again;
the search runs when everything is committed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kith.cli.files import read_image
from kith.cli.speaking import plainly, progress
from kith.errors import BadInput, NotPermitted

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kith.cli.typed import Birth, Met
    from kith.evidence.document import Mrz
    from kith.register.children.models import Child
    from kith.register.encounters.models import Capture, Encounter
    from kith.register.encounters.prepared import Prepared
    from kith.trust.who import Who


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was said of an encounter on the command line, read but not yet written."""

    kind: str
    at: datetime | None = None
    place: str = ""
    adult: str = ""
    notes: str = ""
    names: Sequence[str] = ()
    birth: Birth | None = None
    age: int | None = None
    nationalities: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    mrz: str | None = None
    met: Sequence[Met] = ()
    not_possible: Sequence[tuple[str, str]] = ()
    declined: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the encounter, each file's name with its capture, the document, the new child."""

    encounter: Encounter
    captures: list[tuple[str, Capture]]
    document: Mrz | None
    child: Child | None


def look_at_files(
    photos: Sequence[Path], fingers: Sequence[tuple[int, str]], ppi: int | None, *, quiet: bool
) -> list[tuple[str, tuple[Prepared, ...]]]:
    """Read every file and make its template: each file's name and what was made of it.

    Raises:
        BadInput: a file that cannot be read, or is no image; the file is named.
    """
    from kith.register.encounters import prepared as looked_at

    looks: list[tuple[Path, str, Callable[[bytes], tuple[Prepared, ...]]]] = [
        (path, "photo", lambda data: (looked_at.photograph(data),)) for path in photos
    ]
    looks += [
        (Path(file), "finger", partial(looked_at.fingers, position=position, ppi=ppi))
        for position, file in fingers
    ]
    prepared: list[tuple[str, tuple[Prepared, ...]]] = []
    with progress(quiet=quiet) as bars:
        for path, option, look in bars.track(looks, description="Looking at photographs and fingers"):
            prepared.append(
                (path.name, _naming(path.name, option, partial(look, read_image(path, field=option))))
            )
    return prepared


def _naming(name: str, option: str, look: Callable[[], tuple[Prepared, ...]]) -> tuple[Prepared, ...]:
    """Look at a file; a refusal says which file it speaks of.

    Raises:
        BadInput: of the class that the evidence room raised.
    """
    try:
        return look()
    except BadInput as refusal:
        raise type(refusal)(
            f"“{plainly(name)}”: {refusal.says}", advice=refusal.advice, field=option
        ) from None


def write_down(
    who: Who,
    handed: HandedOver,
    prepared: Sequence[tuple[str, tuple[Prepared, ...]]],
    *,
    register: bool = False,
    team_id: uuid.UUID | None = None,
    quiet: bool = False,
) -> Written:
    """Write the encounter down and record it; with `register`, the young person is a child new to the register.

    Raises:
        KithError: whatever an action refuses; nothing is kept then.
    """
    from django.db import transaction

    from kith.trust.log import chain

    try:
        with progress(quiet=quiet) as bars:
            bars.add_task("Recording, then searching the whole register", total=None)
            with transaction.atomic():
                return _write(who, handed, prepared, register=register, team_id=team_id)
    except NotPermitted:
        # the gate's own entry went with the transaction around it
        chain.write(who, "refused", permission="encounter.record")
        raise


def _write(
    who: Who,
    handed: HandedOver,
    prepared: Sequence[tuple[str, tuple[Prepared, ...]]],
    *,
    register: bool,
    team_id: uuid.UUID | None,
) -> Written:
    from kith.register.associates.actions import met_with
    from kith.register.associates.words import AssociateKind
    from kith.register.encounters import actions
    from kith.register.encounters.words import EncounterKind, KitItem, KitState

    encounter = actions.begin_encounter(who, EncounterKind(handed.kind))
    key = encounter.pk
    _describe(who, key, handed)
    document = _say(who, key, handed)
    captures = [(name, kept) for name, found in prepared for kept in actions.add_captures(who, key, found)]
    for met in handed.met:
        met_with(who, key, AssociateKind(met.kind), met.label, met.relation)
    for item, reason in handed.not_possible:
        actions.answer_kit(who, key, KitItem(item), KitState.NOT_POSSIBLE, reason)
    for item in handed.declined:
        actions.answer_kit(who, key, KitItem(item), KitState.DECLINED)
    encounter = actions.record_encounter(who, key)
    child = actions.register_child(who, key, team_id) if register else None
    return Written(encounter, captures, document, child)


def _describe(who: Who, encounter_id: uuid.UUID, handed: HandedOver) -> None:
    from kith.register.encounters.actions import describe_encounter

    now = {"place": handed.place, "responsible_adult": handed.adult, "notes": handed.notes}
    described = {name: value for name, value in now.items() if value} | (
        {"at": handed.at} if handed.at else {}
    )
    if described:
        describe_encounter(who, encounter_id, described)


def _say(who: Who, encounter_id: uuid.UUID, handed: HandedOver) -> Mrz | None:
    """Write down what was said and shown; the document comes back with what is wrong in it."""
    from kith.register.encounters import actions

    if handed.names:
        actions.say_names(who, encounter_id, handed.names)
    if handed.birth or handed.age is not None:
        parts = handed.birth._asdict() if handed.birth else {}
        actions.say_birth(who, encounter_id, **parts, age=handed.age)
    if handed.nationalities or handed.languages:
        actions.say_belonging(who, encounter_id, handed.nationalities, handed.languages)
    return actions.show_document(who, encounter_id, handed.mrz) if handed.mrz is not None else None
