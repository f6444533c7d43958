"""Towns, agencies, phones, vehicles and addresses that do not exist, so that nothing in the demonstration is anybody's.

Always holds: phone numbers lie in the ranges that Ofcom keeps free for drama; no number plate and no postcode is of a
form that is issued (none starts with Q); every e-mail address is at example.org; no town or agency is a real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.synthetic.invented import Kind

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True)
class Agency:
    """Who meets children: its name, kind and town, and how its duty desk is reached."""

    name: str
    kind: Kind
    town: str
    phone: str
    email: str


TOWNS = (
    "Saltmere",
    "Harrowby Port",
    "Northmoor",
    "Quillhaven",
    "Brackwater",
    "Mossgate",
    "Emberwell",
    "Thornwick Sands",
)

AGENCIES = (
    Agency("Saltmere Port", Kind.PORT, "Saltmere", "020 7946 0101", "saltmere-port@example.org"),
    Agency("Harrowby Port", Kind.PORT, "Harrowby Port", "020 7946 0102", "harrowby-port@example.org"),
    Agency("Quillhaven Airport", Kind.PORT, "Quillhaven", "020 7946 0103", "quillhaven-airport@example.org"),
    Agency("Northmoor Police", Kind.POLICE, "Northmoor", "020 7946 0201", "northmoor-police@example.org"),
    Agency("Brackwater Police", Kind.POLICE, "Brackwater", "020 7946 0202", "brackwater-police@example.org"),
    Agency("Emberwell Police", Kind.POLICE, "Emberwell", "020 7946 0203", "emberwell-police@example.org"),
    Agency("Larkfield House", Kind.HOME, "Harrowby Port", "020 7946 0301", "larkfield@example.org"),
    Agency("Quayside Lodge", Kind.HOME, "Saltmere", "020 7946 0302", "quayside@example.org"),
    Agency("The Old Weir", Kind.HOME, "Mossgate", "020 7946 0303", "old-weir@example.org"),
    Agency(
        "Harrowby County Council children's services",
        Kind.SOCIAL_WORK,
        "Harrowby Port",
        "020 7946 0401",
        "harrowby-children@example.org",
    ),
    Agency(
        "Northmoor Borough children's services",
        Kind.SOCIAL_WORK,
        "Northmoor",
        "020 7946 0402",
        "northmoor-children@example.org",
    ),
    Agency(
        "Mossgate City children's services",
        Kind.SOCIAL_WORK,
        "Mossgate",
        "020 7946 0403",
        "mossgate-children@example.org",
    ),
)

ROLES = {
    Kind.PORT: "port officer",
    Kind.POLICE: "police officer",
    Kind.HOME: "residential worker",
    Kind.SOCIAL_WORK: "social worker",
}

# type, share of placements, suitable. The shares are made up; that some are hotels is what the register must show.
PLACEMENTS = (
    ("foster care", 0.34, True),
    ("children's home", 0.26, True),
    ("supported accommodation", 0.20, True),
    ("semi-independent", 0.06, False),
    ("bed and breakfast", 0.08, False),
    ("hotel", 0.06, False),
)
PROVIDERS = {
    "foster care": ("Harrowby Fostering", "Tern and Plover Families", "Mossgate Foster Care"),
    "children's home": ("Larkfield House", "Quayside Lodge", "The Old Weir"),
    "supported accommodation": ("Beacon Rooms", "Wayside Supported Living"),
    "semi-independent": ("Number Forty", "Stepping Stones Flats"),
    "bed and breakfast": ("The Gull's Nest", "Seaview Bed and Breakfast"),
    "hotel": ("Hotel Meridian Saltmere", "The Northmoor Arms"),
}

_STREETS = (
    "Cormorant Row",
    "Ropewalk",
    "Tidegate Lane",
    "Old Saltern Street",
    "Heron Close",
    "Lantern Hill",
    "Fuller's Yard",
)
_MAKES = (
    "white van",
    "grey saloon",
    "blue hatchback",
    "black people carrier",
    "silver estate car",
    "red lorry",
)
_NEVER_ISSUED = "IQZ"


def agencies(kind: Kind) -> tuple[Agency, ...]:
    """The agencies of a kind."""
    return tuple(a for a in AGENCIES if a.kind is kind)


def phone(rng: Random) -> str:
    """A mobile number, or now and then a London one, from Ofcom's ranges for drama."""
    if rng.random() < 0.15:
        return f"020 7946 0{rng.randrange(500, 1000)}"  # agencies have those below 500
    return f"07700 900{rng.randrange(1000):03d}"


def vehicle(rng: Random) -> str:
    """A vehicle whose plate was never issued: it starts with Q, its age mark is 00, its last letters hold I, Q or Z."""
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    last = rng.choice(_NEVER_ISSUED) + rng.choice(letters) + rng.choice(letters)
    return f"{rng.choice(_MAKES)}, Q{rng.choice(letters)}00 {last}"


def address(rng: Random, town: str = "") -> str:
    """An address in a town that does not exist, with a postcode of an area that does not."""
    town = town or rng.choice(TOWNS)
    postcode = f"QX{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('CIKMOV')}{rng.choice('CIKMOV')}"
    return f"{rng.randint(1, 180)} {rng.choice(_STREETS)}, {town} {postcode}"
