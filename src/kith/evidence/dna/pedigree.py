"""A family on paper: persons with their parents and sex, any shape, loops and related parents included.

Always holds: parents stand before their children; a father is not a woman and a mother not a man; nobody is their own
ancestor. One parent may be unknown: that allele then comes straight from the population.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from kith.errors import BadPedigree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_PERSONS = 200
FAMILY_ADVICE = "Correct the pedigree, and try again."


class Sex(IntEnum):
    """The sex as it is inherited with chromosomes X and Y; 0 where not known, which only X markers ask."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a pedigree; an empty parent is unknown."""

    name: str
    father: str = ""
    mother: str = ""
    sex: Sex = Sex.UNKNOWN

    @property
    def founder(self) -> bool:
        """Neither parent is in the pedigree."""
        return not self.father and not self.mother


class Pedigree:
    """Persons, parents before children.

    `persons` is in that order; `children_of` gives the names of somebody's children.
    """

    __slots__ = ("_by_name", "_children", "persons")

    def __init__(self, persons: Iterable[Person]) -> None:
        """Check the family and put it in order.

        Raises:
            BadPedigree: it cannot be.
        """
        given = list(persons)
        if len(given) > MOST_PERSONS:
            raise BadPedigree(f"More than {MOST_PERSONS} persons.", advice=FAMILY_ADVICE)
        self._by_name = {one.name: one for one in given}
        if len(self._by_name) < len(given) or "" in self._by_name:
            raise BadPedigree("Somebody is named twice, or has no name.", advice=FAMILY_ADVICE)
        self._children: dict[str, list[str]] = {one.name: [] for one in given}
        for one in given:
            for parent, wrong in ((one.father, Sex.FEMALE), (one.mother, Sex.MALE)):
                if parent:
                    self._check_parent(one, parent, wrong)
                    self._children[parent].append(one.name)
        self.persons = self._ordered(given)

    def _check_parent(self, one: Person, parent: str, wrong: Sex) -> None:
        if parent not in self._by_name:
            raise BadPedigree(
                f"{parent}, parent of {one.name}, is not in the pedigree.", advice=FAMILY_ADVICE
            )
        if self._by_name[parent].sex is wrong:
            raise BadPedigree(f"{parent} is a parent of the wrong sex.", advice=FAMILY_ADVICE)
        if one.father == one.mother:
            raise BadPedigree(f"{one.name} has one person as father and mother.", advice=FAMILY_ADVICE)

    def _ordered(self, given: list[Person]) -> tuple[Person, ...]:
        done: dict[str, Person] = {}
        waiting = given
        while waiting:
            ready = [one for one in waiting if all(p in done for p in (one.father, one.mother) if p)]
            if not ready:
                raise BadPedigree(f"{waiting[0].name} is their own ancestor.", advice=FAMILY_ADVICE)
            done.update((one.name, one) for one in ready)
            waiting = [one for one in waiting if one.name not in done]
        return tuple(done.values())

    def __getitem__(self, name: str) -> Person:
        """The person of that name.

        Raises:
            BadPedigree: nobody is.
        """
        if name not in self._by_name:
            raise BadPedigree(f"{name[:60]} is not in the pedigree.", advice=FAMILY_ADVICE)
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def children_of(self, name: str) -> list[str]:
        """The names of somebody's children, in the order in which they were given."""
        return self._children[name]

    def female_line(self, one: str, other: str) -> bool:
        """Both have their mitochondrial DNA from one woman, through women only (or one from the other).

        Raises:
            BadPedigree: somebody is not in the pedigree.
        """
        return not set(self._up(one, "mother")).isdisjoint(self._up(other, "mother"))

    def male_line(self, one: str, other: str) -> bool:
        """Both have their chromosome Y from one man, through men only; somebody of unknown sex may be a man.

        Raises:
            BadPedigree: somebody is not in the pedigree.
        """
        if Sex.FEMALE in {self[one].sex, self[other].sex}:
            return False
        return not set(self._up(one, "father")).isdisjoint(self._up(other, "father"))

    def _up(self, name: str, parent: str) -> list[str]:
        """Somebody and all ancestors through fathers only, or mothers only."""
        line = [self[name].name]
        while above := getattr(self[line[-1]], parent):
            line.append(above)
        return line

    def renamed(self, names: Mapping[str, str]) -> Pedigree:
        """The same family under other names; who is not in `names` keeps theirs."""
        new = {one.name: names.get(one.name, one.name) for one in self.persons} | {"": ""}
        return Pedigree(Person(new[p.name], new[p.father], new[p.mother], p.sex) for p in self.persons)

    def without(self, names: Iterable[str]) -> Pedigree:
        """The family without some persons; their children have one parent unknown."""
        gone = set(names)
        return Pedigree(
            Person(
                p.name,
                "" if p.father in gone else p.father,
                "" if p.mother in gone else p.mother,
                p.sex,
            )
            for p in self.persons
            if p.name not in gone
        )

    def trimmed(self, typed: Iterable[str], *, dead_ends: bool = False) -> Pedigree:
        """The family without untyped persons who have no descendants among the `typed`, which changes no likelihood.

        With `dead_ends` untyped founders with a single child go too, as in Familias: then the child's other allele
        comes straight from the population, which differs where mutation is not stationary.
        """
        kept, now = set(typed), self
        while True:
            gone = {
                p.name
                for p in now.persons
                if p.name not in kept
                and len(now.children_of(p.name)) <= (1 if dead_ends and p.founder else 0)
            }
            if not gone:
                return now
            now = now.without(gone)
