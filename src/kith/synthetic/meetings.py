"""What happens in the encounters of an invented child: what is said, what is captured and what is not, and why.

Always holds: fingers are never taken under six, and under sixteen a responsible adult is named who is not the officer;
a refusal stands as a refusal. Officers forget things, scanners are elsewhere, children are afraid: so kits are incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.synthetic.course import birthday, minutes
from kith.synthetic.invented import (
    Claim,
    FingerTaken,
    InventedEncounter,
    Item,
    Kind,
    KitState,
    Precision,
    State,
)
from kith.synthetic.names import InventedName, respell
from kith.synthetic.places import ROLES, Agency, agencies
from kith.synthetic.rings import met

if TYPE_CHECKING:
    from datetime import date, datetime
    from random import Random

    from kith.synthetic.course import Course
    from kith.synthetic.invented import Birth, Finger, InventedDocument
    from kith.synthetic.rings import Ring

# How often a thing of the kit is captured, by who meets the child. Made up, to look like hurried days.
CAPTURED = {
    Kind.PORT: {Item.PHOTOGRAPH: 0.75, Item.FINGERPRINTS: 0.70, Item.ORIGIN: 0.95, Item.COMPANY: 0.75},
    Kind.POLICE: {Item.PHOTOGRAPH: 0.80, Item.FINGERPRINTS: 0.80, Item.ORIGIN: 0.85, Item.COMPANY: 0.70},
    Kind.HOME: {Item.PHOTOGRAPH: 0.55, Item.FINGERPRINTS: 0.0, Item.ORIGIN: 0.80, Item.COMPANY: 0.30},
    Kind.SOCIAL_WORK: {Item.PHOTOGRAPH: 0.35, Item.FINGERPRINTS: 0.0, Item.ORIGIN: 0.90, Item.COMPANY: 0.45},
}
WHY_NOT = {
    Item.PHOTOGRAPH: ("no camera at hand", "the child was asleep", "the child covered their face"),
    Item.FINGERPRINTS: ("the scanner did not work", "no responsible adult could come", "bandaged hands"),
    Item.DOCUMENT: ("no document", "taken by the person who brought the child", "thrown away on the way"),
    Item.ORIGIN: ("no interpreter could be reached",),
    Item.COMPANY: ("found alone",),
}
FIRST = {
    Kind.PORT: (
        "left airside by an adult",
        "found in a lorry",
        "came off a small boat",
        "arrived with a person who could not explain",
    ),
    Kind.POLICE: (
        "found at a raid on a cannabis farm",
        "found walking along a motorway",
        "found in a nail bar",
    ),
    Kind.SOCIAL_WORK: ("brought by a stranger", "came to the office alone"),
}
ADULTS = ("duty social worker", "foster carer", "volunteer appropriate adult", "nurse on duty")
ALIAS = 0.35  # of those found by police give another name altogether


@dataclass(frozen=True)
class Person:
    """What of a child does not change between encounters."""

    key: str
    names: tuple[InventedName, ...]
    birth: Birth
    fingers: tuple[Finger, ...]
    document: InventedDocument | None
    own: Ring
    ring: Ring


@dataclass(frozen=True)
class Occasion:
    """One encounter to be: when, who meets the child, what happened, and whether the child is being found."""

    when: datetime
    kind: Kind
    happened: str
    agency: Agency
    found: bool = False


def occasions(rng: Random, course: Course) -> list[Occasion]:
    """When and by whom a child is met: first contact, arrival in placements, each time found, visits."""
    kind = rng.choices((Kind.PORT, Kind.POLICE, Kind.SOCIAL_WORK), (0.55, 0.25, 0.20))[0]
    first = Occasion(course.first, kind, rng.choice(FIRST[kind]), rng.choice(agencies(kind)))
    planned = []
    for placement in course.placements[:3]:
        home = Kind.HOME if placement.type == "children's home" else Kind.SOCIAL_WORK
        agency = rng.choice(agencies(Kind.HOME)) if home is Kind.HOME else course.council
        planned.append(
            Occasion(placement.start + minutes(rng, 0.05, 0.4), home, "arrived at the placement", agency)
        )
    visit = course.first + minutes(rng, 20, 60)
    while visit < course.horizon and len(planned) < 5:
        by_day = visit.replace(hour=rng.randint(9, 17))
        planned.append(Occasion(by_day, Kind.SOCIAL_WORK, "visit", course.council))
        visit += minutes(rng, 60, 180)
    # A child who is missing is not visited.
    away = [(e.last_seen, e.found or course.horizon) for e in course.episodes]
    met = [o for o in planned if o.when < course.horizon and not any(a <= o.when <= b for a, b in away)]
    for episode in course.episodes:
        if episode.found is not None:
            who = Kind.POLICE if rng.random() < 0.75 else Kind.HOME
            met.append(
                Occasion(
                    episode.found, who, f"found: {episode.found_doing}", rng.choice(agencies(who)), found=True
                )
            )
    return [first, *sorted((o for o in met if o.when > course.first), key=lambda o: o.when)]


def encounter(rng: Random, person: Person, nth: int, occasion: Occasion) -> InventedEncounter:
    """One encounter of a child, the `nth` from 0, as `occasion` has it."""
    age = _age(person.birth.earliest, occasion.when.date())
    kit = {item: _state(rng, occasion.kind, item, age) for item in Item}
    shown = person.document is not None and rng.random() < (0.8 if nth == 0 else 0.25)
    kit[Item.DOCUMENT] = KitState(Item.DOCUMENT, State.CAPTURED) if shown else kit[Item.DOCUMENT]
    took = kit[Item.FINGERPRINTS].state is State.CAPTURED
    seldom = 0.2 if occasion.happened == "visit" else 1.0
    company = met(rng, person.ring, 0.55 * seldom) + met(rng, person.own, 0.5 * seldom)
    if kit[Item.COMPANY].state is not State.CAPTURED or not company:
        company = ()
        if kit[Item.COMPANY].state is State.CAPTURED:
            kit[Item.COMPANY] = KitState(Item.COMPANY, State.NOT_POSSIBLE, WHY_NOT[Item.COMPANY][0])
    return InventedEncounter(
        key=f"{person.key}/encounter-{nth}",
        when=occasion.when,
        kind=occasion.kind,
        place=occasion.agency.town,
        agency=occasion.agency.name,
        role=ROLES[occasion.kind],
        happened=occasion.happened,
        claims=_claims(rng, person, nth, occasion, kit),
        kit=tuple(kit.values()),
        fingers=_fingers(rng, person, nth, occasion.kind, age) if took else (),
        sitting=nth if kit[Item.PHOTOGRAPH].state is State.CAPTURED else None,
        document_seen=shown,
        responsible_adult=rng.choice(ADULTS) if took and age < 16 else "",
        associates=company,
    )


def _age(born: date, day: date) -> int:
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1


def _state(rng: Random, kind: Kind, item: Item, age: int) -> KitState:
    """Captured, or one of the three other states; each stands for itself."""
    if item is Item.FINGERPRINTS and age < 6:
        return KitState(item, State.NOT_POSSIBLE, "under six")
    if item is Item.NAMES:
        return KitState(item, State.CAPTURED)
    if rng.random() < CAPTURED[kind].get(item, 0.0):
        return KitState(item, State.CAPTURED)
    if item is Item.FINGERPRINTS and kind in {Kind.HOME, Kind.SOCIAL_WORK}:
        return KitState(item, State.NOT_POSSIBLE, "no scanner here")
    state = rng.choices((State.DECLINED, State.NOT_POSSIBLE, State.NOT_ASKED), (0.2, 0.5, 0.3))[0]
    return KitState(item, state, rng.choice(WHY_NOT[item]) if state is State.NOT_POSSIBLE else "")


def _claims(
    rng: Random, person: Person, nth: int, occasion: Occasion, kit: dict[Item, KitState]
) -> tuple[Claim, ...]:
    """What the child says of itself: the name (spelt as the officer heard it, or another one) and the rest."""
    other = occasion.found and occasion.kind is Kind.POLICE and len(person.names) > 1 and rng.random() < ALIAS
    name = person.names[-1] if other else person.names[0]
    said = name.latin if nth == 0 and rng.random() < 0.6 else respell(rng, name)
    claims = [Claim("name", said), Claim("birth", _birth_said(rng, person.birth, nth))]
    if kit[Item.ORIGIN].state is State.CAPTURED:
        claims += [
            Claim("nationality", name.nationality),
            *(Claim("language", tongue) for tongue in name.languages),
        ]
    return tuple(claims)


def _birth_said(rng: Random, birth: Birth, nth: int) -> str:
    """A birth as written down: ISO 8601 date, year, or "about" a year; later now and then wrong by a common slip."""
    year = (birth.earliest.year + birth.latest.year) // 2
    if birth.precision is not Precision.EXACT:
        return str(year) if birth.precision is Precision.YEAR else f"about {year}"
    day, slip = birth.earliest, rng.random()
    if nth and slip < 0.12 and day.day <= 12:
        return day.replace(month=day.day, day=day.month).isoformat()
    if nth and slip > 0.9:
        return birthday(day, rng.choice((-1, 1, 2))).isoformat()
    return day.isoformat()


def _fingers(rng: Random, person: Person, nth: int, kind: Kind, age: int) -> tuple[FingerTaken, ...]:
    """Both fingers, now and then one only; a younger child's are smaller, a hurried capture is worse."""
    worst = 0.65 if kind is Kind.PORT else 0.45
    taken = person.fingers if rng.random() < 0.85 else person.fingers[:1]
    scale = round(min(0.80 + 0.20 * (age - 6) / 11, 1.0), 3)
    return tuple(
        FingerTaken(f.position, f.master, nth, scale, round(rng.uniform(0.1, worst), 2)) for f in taken
    )
