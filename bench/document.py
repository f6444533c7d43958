"""What the check digits of a machine-readable zone notice, how many good zones are read without doubt, and how fast.

    python bench/document.py [--data FILE] [--json]

Without `--data` the zones are invented, seeded, of the specimen state UTO. `FILE` may hold others: JSON, a list of zones as text.
A *slip* is one misreading put into the part of a zone that some check digit covers: one sign for a look-alike, one digit for
another, or two neighbours swapped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kith.errors import BadMrz
from kith.evidence.document import Format, build_mrz, parse_mrz
from kith.evidence.document.layout import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 5
TODAY = date(2025, 6, 1)
LOOK_ALIKES = {
    "0": "O",
    "O": "0",
    "1": "I",
    "I": "1",
    "8": "B",
    "B": "8",
    "5": "S",
    "S": "5",
    "2": "Z",
    "Z": "2",
    "6": "G",
}


def invented(count: int, chance: random.Random) -> list[str]:
    """So many zones of all five formats with invented fields."""
    letters, signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return [
        build_mrz(
            chance.choice(list(Format)),
            surname="".join(chance.choices(letters, k=chance.randint(3, 12))),
            given_names=" ".join("".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(2)),
            number="".join(chance.choices(signs, k=9)),
            birth=date(2006, 1, 1) + timedelta(days=chance.randrange(6000)),
            sex=chance.choice("MFX"),
            expiry=TODAY + timedelta(days=chance.randrange(3600)),
            optional="".join(chance.choices("0123456789", k=chance.randint(0, 7))),
        )
        for _ in range(count)
    ]


def covered(zone: str) -> list[int]:
    """Where, through all lines laid end to end, a check digit covers the zone: number, birth and expiry."""
    layout = LAYOUTS[parse_mrz(zone, reference=TODAY).format]
    return [
        at for place in (layout.number, layout.birth, layout.expiry) for at in range(place.start, place.stop)
    ]


def slips(zone: str) -> Iterator[tuple[str, str]]:
    """Every slip of each kind in a zone: its kind, and the zone with it."""
    flat, places = zone.replace("\n", ""), covered(zone)
    for at in places:
        sign, after = flat[at], flat[at + 1]
        if sign in LOOK_ALIKES:
            yield "look_alike", flat[:at] + LOOK_ALIKES[sign] + flat[at + 1 :]
        if sign.isdigit():
            yield "digit", flat[:at] + str((int(sign) + 1 + at % 8) % 10) + flat[at + 1 :]
        if at + 1 in places and sign != after:
            yield "swap", flat[:at] + after + sign + flat[at + 2 :]


def measure(zones: list[str]) -> dict[str, float]:
    """All figures, by name."""
    begun = time.perf_counter()
    read = [parse_mrz(zone, reference=TODAY) for zone in zones]
    seconds = time.perf_counter() - begun
    made, noticed = (
        dict.fromkeys(("look_alike", "digit", "swap"), 0),
        dict.fromkeys(("look_alike", "digit", "swap"), 0),
    )
    for zone in zones:
        for kind, slipped in slips(zone):
            made[kind] += 1
            try:
                noticed[kind] += bool(parse_mrz(slipped, reference=TODAY).errors)
            except BadMrz:
                noticed[kind] += 1
    return {
        "zones": len(zones),
        "read_without_doubt": sum(not mrz.errors for mrz in read) / len(zones),
        **{f"noticed_{kind}": noticed[kind] / max(count, 1) for kind, count in made.items()},
        "slips": sum(made.values()),
        "microseconds_a_zone": seconds / len(zones) * 1e6,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    zones = json.loads(asked.data.read_text("utf-8")) if asked.data else invented(500, random.Random(SEED))
    figures = measure(zones)
    if asked.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = asked.data.name if asked.data else "invented zones of UTO"
        print(
            json.dumps(
                {"figures": figures, "anchors": {}, "data": data, "seed": SEED, "machine": machine}, indent=2
            )
        )
        return
    for name, value in figures.items():
        print(f"{name:24} {value:12.6g}")


if __name__ == "__main__":
    main()
