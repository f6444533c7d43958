"""The child of the walk-through: recorded at a port, gone within three days, and met again four months later.

Always holds: the files to hand are new captures of that child, as a police officer would make them tonight: other
impressions of the same fingers, another picture, the name as said now. The register has never seen them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from kith.synthetic import population as people
from kith.synthetic.course import birthday, moment
from kith.synthetic.fingerprints import impression, master, png
from kith.synthetic.invented import (
    Birth,
    Claim,
    FingerTaken,
    InventedChild,
    InventedEncounter,
    InventedEpisode,
    InventedPlacement,
    Item,
    Kind,
    KitState,
    Precision,
    State,
)
from kith.synthetic.names import Community
from kith.synthetic.places import AGENCIES, ROLES, address
from kith.synthetic.portraits import portrait
from kith.synthetic.rings import ring

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from kith.synthetic.names import InventedName

NUMBER = 0  # of the child in the population
DAYS_AGO = 122  # four months before the end
PORT, COUNCIL = AGENCIES[0], AGENCIES[9]
LATER_IMPRESSION, LATER_SITTING = 77, 77  # no encounter of the population has as many before it


@dataclass(frozen=True)
class Walkthrough:
    """What the police officer has to hand: two fingers as PNG (with their positions), a picture as JPEG, a name."""

    child: str
    name_recorded: str
    name_said: str
    fingers: tuple[tuple[int, bytes], ...]
    portrait: bytes


def walkthrough(seed: int = people.SEED) -> Walkthrough:
    """Fresh captures of the first child of the population of this seed."""
    own = _name(seed)
    fingers = people.fingers_of(seed, NUMBER)
    fresh = [png(impression(master(f.master), LATER_IMPRESSION, scale=0.99, degrade=0.35)) for f in fingers]
    return Walkthrough(
        child=_key(),
        name_recorded=own.latin,
        name_said=_said_now(own),
        fingers=tuple((f.position, file) for f, file in zip(fingers, fresh, strict=True)),
        portrait=portrait(people.portrait_seed(seed, NUMBER), LATER_SITTING, sex=own.sex),
    )


def write_walkthrough(folder: Path, seed: int = people.SEED) -> list[Path]:
    """The files of the walk-through written into a folder, which is made if need be; their paths."""
    told = walkthrough(seed)
    called = {people.RIGHT_INDEX: "right-index.png", people.LEFT_INDEX: "left-index.png"}
    files = {called[position]: file for position, file in told.fingers}
    files |= {"portrait.jpg": told.portrait, "name-as-said.txt": f"{told.name_said}\n".encode()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


# long: the story of one child, told in one piece
def walkthrough_child(seed: int, until: date) -> InventedChild:
    """The child as the register knows it: two encounters, one night in a bed and breakfast, missing since."""
    own = _name(seed)
    rng = Random(f"{seed}/walkthrough")
    day = moment(until) - timedelta(days=DAYS_AGO)
    born = birthday(until, -16) + timedelta(days=100)
    fingers = people.fingers_of(seed, NUMBER)
    met = ring("walkthrough", rng)
    arrival = _encounter(0, own, Kind.PORT, "found in a lorry", day + timedelta(hours=22, minutes=40), born)
    taken = tuple(FingerTaken(f.position, f.master, 0, 0.96, 0.3) for f in fingers)
    visit_at = day + timedelta(days=1, hours=15, minutes=20)
    visit = _encounter(1, own, Kind.SOCIAL_WORK, "arrived at the placement", visit_at, born)
    return InventedChild(
        key=_key(),
        names=(own,),
        birth=Birth(Precision.EXACT, born, born),
        sex=own.sex,
        nationality=own.nationality,
        languages=own.languages,
        fingers=fingers,
        portrait=people.portrait_seed(seed, NUMBER),
        document=None,
        responsible_area=COUNCIL.name,
        encounters=(replace(arrival, fingers=taken, sitting=0, associates=met), visit),
        placements=(
            InventedPlacement(
                start=day + timedelta(days=1, hours=2, minutes=10),
                end=day + timedelta(days=2, hours=21, minutes=30),
                type="bed and breakfast",
                provider="The Gull's Nest",
                address=address(rng, PORT.town),
                area=PORT.town,
                suitable=False,
                decided_by="head of service, no other bed that night",
            ),
        ),
        episodes=(
            InventedEpisode(
                day + timedelta(days=2, hours=21, minutes=30), f"the placement, {PORT.town}", None, "", ""
            ),
        ),
    )


def _key() -> str:
    return f"child-{NUMBER:04d}"


def _name(seed: int) -> InventedName:
    return people.names_of(seed, NUMBER, Community.VIETNAMESE, "M")[0]


def _said_now(name: InventedName) -> str:
    """The name as a frightened child says it and an officer hears it: given name first, the middle name left out."""
    given, family = name.words[-1], name.words[0]
    return f"{given.latin} {family.others[0] if family.others else family.latin}"


def _encounter(
    nth: int, name: InventedName, kind: Kind, happened: str, when: datetime, born: date
) -> InventedEncounter:
    agency = PORT if kind is Kind.PORT else COUNCIL
    full = kind is Kind.PORT
    seen = {
        Item.PHOTOGRAPH: (State.CAPTURED, "") if full else (State.NOT_ASKED, ""),
        Item.FINGERPRINTS: (State.CAPTURED, "") if full else (State.NOT_POSSIBLE, "no scanner here"),
        Item.DOCUMENT: (State.NOT_POSSIBLE, "taken by the person who brought the child"),
        Item.NAMES: (State.CAPTURED, ""),
        Item.ORIGIN: (State.CAPTURED, ""),
        Item.COMPANY: (State.CAPTURED, "") if full else (State.DECLINED, ""),
    }
    told = [("name", name.latin), ("birth", born.isoformat()), ("nationality", name.nationality)]
    return InventedEncounter(
        key=f"{_key()}/encounter-{nth}",
        when=when,
        kind=kind,
        place=agency.town,
        agency=agency.name,
        role=ROLES[kind],
        happened=happened,
        claims=tuple(Claim(*c) for c in (*told, *(("language", t) for t in name.languages))),
        kit=tuple(KitState(item, state, why) for item, (state, why) in seen.items()),
        fingers=(),
        sitting=None,
        document_seen=False,
        responsible_adult="duty social worker" if full else "",
        associates=(),
    )
