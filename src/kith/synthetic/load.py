"""Puts the invented population into a register, through the same actions that people use.

Always holds: nothing is written past an action, so every invented encounter is sealed, searched and logged as a real
one would be; pictures and fingers are drawn and looked at in other processes, and written by this one, in order.
"""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kith.register.associates.actions import met_with
from kith.register.encounters import actions
from kith.register.encounters.words import EncounterKind, KitItem, KitState, Source
from kith.register.missing.actions import record_found, report_missing
from kith.register.placements.actions import place_child
from kith.register.placements.words import PlacementKind
from kith.synthetic import places
from kith.synthetic.documents import mrz
from kith.synthetic.drawing import Drawn, draw
from kith.synthetic.invented import InventedChild, InventedEncounter, Item, Kind, State
from kith.synthetic.population import CHILDREN, SEED, population
from kith.trust.accounts.actions import open_account, open_team
from kith.trust.accounts.models import Account, Team
from kith.trust.accounts.signing import who_is
from kith.trust.who import THE_REGISTER, Purpose, Role, Who

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator
    from datetime import date

    from kith.register.children.models import Child
    from kith.register.encounters.prepared import Prepared

KINDS = {
    Kind.PORT: EncounterKind.PORT,
    Kind.POLICE: EncounterKind.POLICE,
    Kind.HOME: EncounterKind.HOME,
    Kind.SOCIAL_WORK: EncounterKind.SOCIAL_WORK,
}
ROLES = {
    Kind.PORT: Role.PORT_OFFICER,
    Kind.POLICE: Role.POLICE_OFFICER,
    Kind.HOME: Role.SOCIAL_WORKER,
    Kind.SOCIAL_WORK: Role.SOCIAL_WORKER,
}
ITEMS = {
    Item.PHOTOGRAPH: KitItem.PHOTOGRAPH,
    Item.FINGERPRINTS: KitItem.FINGERPRINTS,
    Item.DOCUMENT: KitItem.DOCUMENT,
    Item.NAMES: KitItem.NAMES,
    Item.ORIGIN: KitItem.BELONGING,
    Item.COMPANY: KitItem.COMPANIONS,
}
STATES = {
    State.NOT_POSSIBLE: KitState.NOT_POSSIBLE,
    State.DECLINED: KitState.DECLINED,
    State.NOT_ASKED: KitState.NOT_ASKED,
}
PLACEMENTS = {
    "foster care": PlacementKind.FOSTER,
    "children's home": PlacementKind.HOME,
    "supported accommodation": PlacementKind.SUPPORTED,
    "semi-independent": PlacementKind.SUPPORTED,
    "bed and breakfast": PlacementKind.BED_AND_BREAKFAST,
    "hotel": PlacementKind.HOTEL,
}


@dataclass(frozen=True)
class Desk:
    """An agency in the register: its team and the account of whoever is on duty."""

    team: Team
    officer: Who


def load(
    *,
    children: int = CHILDREN,
    seed: int = SEED,
    until: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Child]:
    """Fill the register with invented children up to a day (today, where none is given); they come back in order.

    `progress` is called with (children done, children in all).
    """
    people = population(seed, children, until=until or timezone.localdate())
    desks = {agency.name: _desk(agency) for agency in places.AGENCIES}
    done: list[Child] = []
    for invented, prepared in zip(people, _prepared(people), strict=True):
        done.append(_record(invented, prepared, desks))
        if progress:
            progress(len(done), len(people))
    return done


def _desk(agency: places.Agency) -> Desk:
    takes = agency.kind is Kind.SOCIAL_WORK
    team = open_team(THE_REGISTER, agency.name, agency.name, agency.phone, takes_children=takes)
    username = agency.email.partition("@")[0]
    account = Account.objects.filter(username=username).first() or open_account(
        THE_REGISTER,
        username,
        f"Duty desk, {agency.name}",
        ROLES[agency.kind],
        team,
        secrets.token_urlsafe(24),
    )
    return Desk(team, who_is(account, Purpose.FIRST_CONTACT))


def _prepared(people: list[InventedChild]) -> Iterator[Drawn]:
    """The captures of each child, drawn and looked at, by as many processes as there are cores."""
    cores = min(os.cpu_count() or 1, 8)
    if cores == 1 or len(people) < 8:  # starting processes would take longer
        yield from map(draw, people)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        yield from pool.map(draw, people, chunksize=2)


def _record(child: InventedChild, prepared: Drawn, desks: dict[str, Desk]) -> Child:
    """One child's encounters, placements and missing episodes, in the order in which they happened."""
    council = desks[child.responsible_area]
    care = council.officer.for_purpose(Purpose.CARE)
    known: Child | None = None
    for met in child.encounters:
        desk = desks[met.agency]
        encounter_id = _encounter(met, child, prepared[met.key], desk.officer, known.pk if known else None)
        if known is None:
            known = actions.register_child(desk.officer, encounter_id, council.team.pk)
    assert known is not None
    for stay in child.placements:
        place_child(
            care,
            known.pk,
            PLACEMENTS[stay.type],
            stay.start,
            provider=stay.provider,
            area=stay.area,
            address=stay.address,
            ends=stay.end,
        )
    for episode in child.episodes:
        report_missing(care, known.pk, episode.last_seen, place=episode.place)
        if episode.found is not None:
            record_found(care, known.pk, episode.found, place=f"{episode.found_place}: {episode.found_doing}")
    return known


def _encounter(
    met: InventedEncounter,
    child: InventedChild,
    prepared: list[Prepared],
    who: Who,
    known: uuid.UUID | None,
) -> uuid.UUID:
    """One encounter, from beginning to recorded, committed at once: three hundred children wait for the disk less often."""
    with transaction.atomic():
        return _written(met, child, prepared, who, known)


def _written(
    met: InventedEncounter,
    child: InventedChild,
    prepared: list[Prepared],
    who: Who,
    known: uuid.UUID | None,
) -> uuid.UUID:
    begun = actions.begin_encounter(who, KINDS[met.kind], at=met.when, place=met.place, child_id=known).pk
    # of a child whose age is not certain, an adult is there for the child as well
    adult = met.responsible_adult or ("Duty social worker" if met.fingers else "")
    notes = f"{met.happened[:1].upper()}{met.happened[1:]}."
    actions.describe_encounter(who, begun, {"notes": notes, "responsible_adult": adult})
    _say(met, who, begun)
    for state in met.kit:
        if state.state in STATES:
            actions.answer_kit(who, begun, ITEMS[state.item], STATES[state.state], state.why)
    for one in prepared:
        actions.add_capture(who, begun, one)
    if met.document_seen and child.document is not None:
        actions.show_document(who, begun, mrz(child.document))
    for associate in met.associates:
        met_with(who, begun, associate.kind.value, associate.what)  # type: ignore[arg-type]
    actions.record_encounter(who, begun)
    return begun


def _say(met: InventedEncounter, who: Who, begun: uuid.UUID) -> None:
    """Names, birth, nationality and languages, as said."""
    said: dict[str, list[str]] = {}
    for claim in met.claims:
        said.setdefault(claim.what, []).append(claim.said)
    actions.say_names(who, begun, said.get("name", []))
    for words in said.get("birth", []):
        if words.startswith("about "):
            actions.say_birth(who, begun, age=met.when.year - int(words.removeprefix("about ")))
        else:
            parts = [int(part) for part in words.split("-")] + [None, None]
            actions.say_birth(who, begun, year=parts[0], month=parts[1], day=parts[2])
    nationalities = {code: code for code in said.get("nationality", [])}
    languages = {code: code for code in said.get("language", [])}
    if nationalities or languages:
        actions.say_belonging(who, begun, nationalities, languages, Source.CHILD)
