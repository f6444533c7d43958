"""Draws the captures of an invented child and looks at them as the register would: in any process, without a database.

Always holds: what comes back is what an officer's files would have become.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kith.register.encounters.prepared import Prepared, finger, photograph
from kith.synthetic.fingerprints import Master, impression, master, png
from kith.synthetic.portraits import portrait

if TYPE_CHECKING:
    from collections.abc import Callable

    from kith.synthetic.invented import InventedChild, InventedEncounter

Drawn = dict[str, list[Prepared]]


def draw(child: InventedChild) -> Drawn:
    """Every photograph and finger of a child's encounters, by the key of the encounter."""
    grown = cache(master)  # a finger is met in several encounters, and takes longest to grow
    return {met.key: _captures(child, met, grown) for met in child.encounters}


def _captures(child: InventedChild, met: InventedEncounter, grown: Callable[[int], Master]) -> list[Prepared]:
    made = []
    if met.sitting is not None:
        made.append(photograph(portrait(child.portrait, met.sitting, sex=child.sex)))
    for taken in met.fingers:
        pressed = impression(grown(taken.master), taken.impression, scale=taken.scale, degrade=taken.degrade)
        made.append(finger(png(pressed), position=taken.position))
    return made
