"""Who is met together with invented children: some met with one child only, some with several.

Always holds: a ring is an adult or two, phones, a vehicle and an address that belong together; the same ring's members
turn up with different children, and that is the link a person should find.
"""

from __future__ import annotations

from random import Random

from kith.synthetic.invented import Associate, AssociateKind
from kith.synthetic.names import invent
from kith.synthetic.places import address, phone, vehicle

Ring = tuple[Associate, ...]
CHILDREN_A_RING = 18  # of all children, one ring each; about a third of the children belong to one


def rings(seed: int, children: int) -> tuple[Ring, ...]:
    """The rings of a population."""
    return tuple(
        ring(f"ring-{n:02d}", Random(f"{seed}/ring/{n}")) for n in range(max(children // CHILDREN_A_RING, 2))
    )


def ring(key: str, rng: Random) -> Ring:
    """Associates that belong together: one or two adults, one or two phones, perhaps a vehicle and an address."""
    found = [
        Associate(f"{key}-adult-{n}", AssociateKind.ADULT, _adult(rng)) for n in range(rng.randint(1, 2))
    ]
    found += [
        Associate(f"{key}-phone-{n}", AssociateKind.PHONE, phone(rng)) for n in range(rng.randint(1, 2))
    ]
    if rng.random() < 0.7:
        found.append(Associate(f"{key}-vehicle", AssociateKind.VEHICLE, vehicle(rng)))
    if rng.random() < 0.7:
        found.append(Associate(f"{key}-address", AssociateKind.ADDRESS, address(rng)))
    return tuple(found)


def met(rng: Random, members: Ring, chance: float) -> Ring:
    """Those of a ring who were seen on one occasion."""
    return tuple(a for a in members if rng.random() < chance)


def _adult(rng: Random) -> str:
    name = invent(rng)
    said = rng.choice(
        ("said to be an uncle", "said to be a cousin", "driver", "waited outside", "said to be an employer")
    )
    return f"{name.latin}, {said}"
