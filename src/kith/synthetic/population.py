"""The invented population: children, what was recorded of them over two years, and who of them is missing.

Always holds: the same seed and day give the same population on every machine, down to its digest; the names, fingers and
face of a child depend on the seed and its number alone; the first child is the one of the walk-through.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from kith.synthetic.course import course_of
from kith.synthetic.documents import document_for
from kith.synthetic.invented import Finger, InventedChild, Precision
from kith.synthetic.meetings import Person, encounter, occasions
from kith.synthetic.names import Community, invent
from kith.synthetic.rings import ring, rings

if TYPE_CHECKING:
    from datetime import date

    from kith.synthetic.names import InventedName
    from kith.synthetic.rings import Ring

SEED = 2013
CHILDREN = 300
EVER_MISSING = 0.37  # of trafficked children in care in the UK went missing in 2024
MISSING_NOW = 1 / 15  # of all: some twenty of three hundred
RIGHT_INDEX, LEFT_INDEX = 2, 7  # ISO/IEC 19794-2; the two fingers that a port's scanner asks for
HOLDS_DOCUMENT = 0.45
IN_RING = 0.34


def population(seed: int = SEED, children: int = CHILDREN, *, until: date) -> list[InventedChild]:
    """Invented children with the encounters of the two years before the day `until`, the walk-through's child first."""
    from kith.synthetic.walkthrough import walkthrough_child

    gone, still_gone = _missing(seed, children)
    known = rings(seed, children)
    first = [walkthrough_child(seed, until)] if children else []
    return first + [_child(seed, n, until, known, (n in gone, n in still_gone)) for n in range(1, children)]


def _missing(seed: int, children: int) -> tuple[set[int], set[int]]:
    """The numbers of the children who have been missing, and of those who are; the first child is both, on its own."""
    order = list(range(1, children))
    Random(f"{seed}/missing").shuffle(order)
    gone = set(order[: max(round(children * EVER_MISSING) - 1, 0)])
    return gone, set(order[: max(round(children * MISSING_NOW) - 1, 0)])


def names_of(
    seed: int, number: int, community: Community | None = None, sex: str = ""
) -> tuple[InventedName, ...]:
    """A child's own name, and another that the child may be made to use."""
    rng = Random(f"{seed}/{number}/name")
    sex = sex or rng.choices("MF", (0.72, 0.28))[0]
    own = invent(rng, sex=sex, community=community)
    return own, invent(rng, sex=sex, community=own.community)


def fingers_of(seed: int, number: int) -> tuple[Finger, ...]:
    """A child's fingers: which, and the seeds of their masters."""
    return tuple(Finger(p, seed * 1_000_000 + number * 10 + p) for p in (RIGHT_INDEX, LEFT_INDEX))


def portrait_seed(seed: int, number: int) -> int:
    """The seed of a child's portraits."""
    return seed * 1_000_000 + number


def _child(
    seed: int, number: int, until: date, known: tuple[Ring, ...], missing: tuple[bool, bool]
) -> InventedChild:
    rng = Random(f"{seed}/{number}/course")
    names = names_of(seed, number)
    course = course_of(rng, until, ever_missing=missing[0], missing_now=missing[1])
    born = course.birth
    holds = born.precision is Precision.EXACT and rng.random() < HOLDS_DOCUMENT
    person = Person(
        key=f"child-{number:04d}",
        names=names,
        birth=born,
        fingers=fingers_of(seed, number),
        document=document_for(rng, names[0], born.earliest, names[0].sex, until) if holds else None,
        own=ring(f"child-{number:04d}", rng)[: rng.randint(1, 3)],
        ring=rng.choice(known) if rng.random() < IN_RING else (),
    )
    met = occasions(rng, course)
    return InventedChild(
        key=person.key,
        names=names,
        birth=born,
        sex=names[0].sex,
        nationality=names[0].nationality,
        languages=names[0].languages,
        fingers=person.fingers,
        portrait=portrait_seed(seed, number),
        document=person.document,
        responsible_area=course.council.name,
        encounters=tuple(encounter(rng, person, n, occasion) for n, occasion in enumerate(met)),
        placements=course.placements,
        episodes=course.episodes,
    )
