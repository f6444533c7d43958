"""What is known of an invented child: plain data, whole in one place, from which the register is filled.

Always holds: nothing here is an image; pictures and fingers are seeds, drawn when asked for. Times are in UTC. Half-open
spans: a placement that ends at the moment at which the next starts does not overlap it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kith.synthetic.names import InventedName


class Kind(StrEnum):
    """Where an encounter took place, and so who held it."""

    PORT = "port"
    POLICE = "police"
    HOME = "children's home"
    SOCIAL_WORK = "social work"


class Item(StrEnum):
    """The six things of the identity kit."""

    PHOTOGRAPH = "photograph"
    FINGERPRINTS = "fingerprints"
    DOCUMENT = "document"
    NAMES = "names and birth"
    ORIGIN = "nationality and language"
    COMPANY = "who they were with"


class State(StrEnum):
    """How it stands with one thing of the kit."""

    CAPTURED = "captured"
    NOT_POSSIBLE = "not possible"
    DECLINED = "declined by the child"
    NOT_ASKED = "not yet asked"


class Precision(StrEnum):
    """How well a birth is known."""

    EXACT = "exact"
    YEAR = "year"
    ABOUT = "about"


class AssociateKind(StrEnum):
    """What can be met together with a child."""

    ADULT = "adult"
    PHONE = "phone"
    VEHICLE = "vehicle"
    ADDRESS = "address"


@dataclass(frozen=True)
class Birth:
    """When a child was born, as a range: one day if exact, a year, or about two years."""

    precision: Precision
    earliest: date
    latest: date


@dataclass(frozen=True)
class Finger:
    """One finger of a child: its position (ISO/IEC 19794-2: 1 is the right thumb, 10 the left little finger) and seed."""

    position: int
    master: int


@dataclass(frozen=True)
class FingerTaken:
    """One finger taken in an encounter: `impression`, `scale` and `degrade` as `fingerprints.impression` takes them."""

    position: int
    master: int
    impression: int
    scale: float
    degrade: float


@dataclass(frozen=True)
class InventedDocument:
    """A specimen travel document of the state UTO, which does not exist; `wrong_check_digit` where it is a bad forgery."""

    format: str
    issuer: str
    number: str
    surname: str
    given_names: str
    nationality: str
    birth: date
    sex: str
    expiry: date
    wrong_check_digit: bool


@dataclass(frozen=True)
class KitState:
    """How it stands with one thing of the kit in one encounter, and why where it was not possible."""

    item: Item
    state: State
    why: str = ""


@dataclass(frozen=True)
class Claim:
    """Something said in an encounter: of what ("name", "birth", "nationality", "language") and the words."""

    what: str
    said: str


@dataclass(frozen=True)
class Associate:
    """An adult, phone, vehicle or address; the same key with two children is the same one."""

    key: str
    kind: AssociateKind
    what: str


@dataclass(frozen=True)
class InventedEncounter:
    """One meeting with a child; `sitting` is the portrait taken, None where none was."""

    key: str
    when: datetime
    kind: Kind
    place: str
    agency: str
    role: str
    happened: str
    claims: tuple[Claim, ...]
    kit: tuple[KitState, ...]
    fingers: tuple[FingerTaken, ...]
    sitting: int | None
    document_seen: bool
    responsible_adult: str
    associates: tuple[Associate, ...]

    @property
    def name_said(self) -> str:
        """The name as said in this encounter; empty where none was said."""
        return next((c.said for c in self.claims if c.what == "name"), "")


@dataclass(frozen=True)
class InventedPlacement:
    """Where a child lived, from when to when (None: still); `suitable` as a social worker would judge it."""

    start: datetime
    end: datetime | None
    type: str
    provider: str
    address: str
    area: str
    suitable: bool
    decided_by: str


@dataclass(frozen=True)
class InventedEpisode:
    """A missing episode, from last seen to found (None: still missing)."""

    last_seen: datetime
    place: str
    found: datetime | None
    found_place: str
    found_doing: str


@dataclass(frozen=True)
class InventedChild:
    """A whole invented child; `names` holds the own name first, then names used in its place."""

    key: str
    names: tuple[InventedName, ...]
    birth: Birth
    sex: str
    nationality: str
    languages: tuple[str, ...]
    fingers: tuple[Finger, ...]
    portrait: int
    document: InventedDocument | None
    responsible_area: str
    encounters: tuple[InventedEncounter, ...]
    placements: tuple[InventedPlacement, ...]
    episodes: tuple[InventedEpisode, ...]

    @property
    def missing_now(self) -> bool:
        """Whether the last missing episode is open."""
        return bool(self.episodes) and self.episodes[-1].found is None


def to_json(children: Iterable[InventedChild]) -> str:
    """The children as JSON, one way of writing only: keys sorted, dates in ISO 8601."""

    def plain(value: object) -> str:
        if isinstance(value, date | datetime):
            return value.isoformat()
        raise TypeError(f"{type(value).__name__} has no JSON form")

    return json.dumps([asdict(c) for c in children], default=plain, sort_keys=True, ensure_ascii=False)


def digest(children: Iterable[InventedChild]) -> str:
    """The SHA-256 of the JSON form: the same on every machine for the same seed."""
    return hashlib.sha256(to_json(children).encode()).hexdigest()
