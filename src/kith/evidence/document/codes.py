"""The codes of states, organisations and persons without a state, as they stand in a machine-readable zone.

Always holds: a code outside the table is named as unknown and kept as it was read; codes of lapsed states stay known,
because people still carry their documents. The table is `codes.csv`; its column `source` tells where a code comes from:

- `iso`: ISO 3166-1, alpha-3 (249 codes).
- `icao`: ICAO Doc 9303 part 3 (8th edition), section 5: D for Germany, British nationals, United Nations, other
  issuing authorities, persons without a defined nationality, the specimen state Utopia.
- `in use`: printed by some states without standing in either list.
- `former`: ISO 3166-3 and earlier lists, withdrawn.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One code, what it stands for in English, and its source (``iso``, ``icao``, ``in use``, ``former``)."""

    code: str
    name: str
    source: str


@cache
def known_codes() -> Mapping[str, Code]:
    """The whole table, by code, without fillers (Germany is ``D``)."""
    text = (files(__package__) / "codes.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: Code(**row) for row in csv.DictReader(text.splitlines())})


def code_of(text: str) -> Code | None:
    """What a code stands for, None where the table does not know it; fillers, spaces and case do not matter."""
    return known_codes().get(text.strip().strip("<").upper())
