"""A family and what was seen of it, as tables: founders' alleles, transmissions with mutation, traces.

Always holds: one network serves many markers at once, all with the same persons typed; the sum over its tables is the
likelihood. An untyped founder with one child is one allele, since by exchangeability the other tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadPedigree
from kith.evidence.dna.elimination import Table, check_room, reduced, summed
from kith.evidence.dna.pedigree import Sex
from kith.evidence.dna.urn import Urn, partings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kith.evidence.dna.marker import Marker, States
    from kith.evidence.dna.pedigree import Pedigree, Person

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]


MOST_WORK: Final = 20_000_000_000
"""Numbers read for all ways to part the draws, above which a family is refused: a minute or two."""
_LARGEST_SHARED: Final = 300_000
"""Numbers in a table that is made once for all ways to part the draws; a larger one costs more than it saves."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """Somebody whose possible genotypes are one variable: alleles `paternal`, `maternal` and `weight`, shape (B, S)."""

    variable: int
    paternal: Indices
    maternal: Indices
    weight: Floats


@dataclass(frozen=True, slots=True)
class _Untyped:
    """Somebody whose alleles are variables: one (hemizygous, or only one ever handed on) or two."""

    slots: tuple[int, ...]


@dataclass
class Network:
    """Markers stacked: `frequencies` (B, K), `male` and `female` (B, K, K), `theta` (B,); shorter markers are padded."""

    pedigree: Pedigree
    markers: Sequence[Marker]
    query: str = ""
    tables: list[Table] = field(default_factory=list)
    _people: dict[str, _Typed | _Untyped] = field(default_factory=dict)
    _draws: list[int] = field(default_factory=list)  # the variables that are drawn from the urn
    _pairs: list[tuple[int, int]] = field(default_factory=list)
    _known: list[Indices] = field(default_factory=list)
    _wide: list[tuple[int, int, int, Floats]] = field(default_factory=list)
    _next: int = 0
    _numbers: int = 0

    def __post_init__(self) -> None:
        """Stack the markers."""
        most = max(len(m.alleles) for m in self.markers)
        count = len(self.markers)
        self.frequencies = np.zeros((count, most))
        self.male, self.female = np.zeros((count, most, most)), np.zeros((count, most, most))
        for b, m in enumerate(self.markers):
            k = len(m.alleles)
            self.frequencies[b, :k] = m.frequencies
            self.male[b, :k, :k], self.female[b, :k, :k] = m.male, m.female
        self.theta = np.array([m.theta for m in self.markers])
        self.coupled = bool(self.theta.max() > 0.0)
        self.x_linked = self.markers[0].x_linked

    def hemizygous(self, person: Person) -> bool:
        """This person has one allele only."""
        return self.x_linked and person.sex is Sex.MALE

    def add(self, person: Person, seen: Sequence[States] | None) -> None:
        """Add a person, parents before children; `seen` has an entry a marker, None where the person is not typed."""
        if person.founder:
            self._add_founder(person, seen)
        elif seen is not None:
            self._people[person.name] = typed = self._typed(seen)
            self.tables.append(Table((typed.variable,), typed.weight))
            if not self.hemizygous(person):
                self._hand_on(person.father, person, typed, typed.paternal)
            self._hand_on(person.mother, person, typed, typed.maternal)
        else:
            one = self.hemizygous(person)
            slots = (self._new(),) if one else (self._new(), self._new())
            self._people[person.name] = _Untyped(slots)
            for parent, slot in zip(
                (person.mother,) if one else (person.father, person.mother), slots, strict=True
            ):
                self._hand_on(parent, person, slot, None)

    def _add_founder(self, person: Person, seen: Sequence[States] | None) -> None:
        one = self.hemizygous(person)
        if seen is None or (self.coupled and not all(s.certain for s in seen)):
            single = one or (
                seen is None
                and person.name != self.query
                and len(self.pedigree.children_of(person.name)) == 1
            )
            slots = (self._new(),) if single else (self._new(), self._new())
            self._people[person.name] = _Untyped(slots)
            self._draws.extend(slots)
            if len(slots) == 2:
                self._pairs.append((len(self._draws) - 2, len(self._draws) - 1))
            if seen is not None:
                self.tables.append(self._trace(slots, seen))
            return
        self._people[person.name] = typed = self._typed(
            [s.unordered() for s in seen] if self.coupled else seen
        )
        prior = typed.weight
        drawn = (typed.maternal,) if one else (typed.paternal, typed.maternal)
        if self.coupled:
            self._known.extend(alleles[:, 0] for alleles in drawn)
        else:
            for alleles in drawn:
                prior = prior * np.take_along_axis(self.frequencies, alleles, axis=1)
        self.tables.append(Table((typed.variable,), prior))

    def _reserve(self, numbers: int) -> None:
        """Room for a table beside those there are.

        Raises:
            BadPedigree: there is none.
        """
        self._numbers += numbers
        check_room(self._numbers)

    def _new(self) -> int:
        self._next += 1
        return self._next

    def _typed(self, seen: Sequence[States]) -> _Typed:
        most = max(1, *(s.weight.size for s in seen)) if seen else 1
        shape = (len(seen), most)
        paternal, maternal, weight = np.zeros(shape, np.intp), np.zeros(shape, np.intp), np.zeros(shape)
        for b, s in enumerate(seen):
            n = s.weight.size
            paternal[b, :n], maternal[b, :n], weight[b, :n] = s.paternal, s.maternal, s.weight
        return _Typed(self._new(), paternal, maternal, weight)

    def _trace(self, slots: tuple[int, ...], seen: Sequence[States]) -> Table:
        """How well each genotype explains the trace of somebody whose alleles are variables."""
        count, k = self.frequencies.shape
        fits = np.zeros((count, *[k] * len(slots)))
        for b, s in enumerate(seen):
            place = (s.maternal,) if len(slots) == 1 else (s.paternal, s.maternal)
            fits[(b, *place)] = s.weight
        return Table(slots, fits)

    def _hand_on(self, parent: str, child: Person, end: _Typed | int, alleles: Indices | None) -> None:
        """The table of what a parent hands on; `alleles` (B, S) where the child's genotypes are one variable."""
        if not parent:
            self._from_population(end, alleles)
            return
        giver = self._people[parent]
        mutates = self.male if parent == child.father else self.female
        variable = end.variable if isinstance(end, _Typed) else end
        count, k = self.frequencies.shape
        ends = k if alleles is None else alleles.shape[1]
        if isinstance(giver, _Typed):
            self._reserve(count * ends * giver.weight.shape[1])
        else:
            self._reserve(count * ends * k ** len(giver.slots))
        if alleles is not None:
            mutates = np.take_along_axis(mutates, alleles[:, None, :], axis=2)
        if isinstance(giver, _Typed):
            either = [
                np.take_along_axis(mutates, g[:, :, None], axis=1) for g in (giver.paternal, giver.maternal)
            ]
            self.tables.append(Table((giver.variable, variable), 0.5 * (either[0] + either[1])))
        elif len(giver.slots) == 1:
            self.tables.append(Table((giver.slots[0], variable), mutates))
        else:
            first, second = giver.slots
            self._wide.append((first, second, variable, mutates))

    def _from_population(self, end: _Typed | int, alleles: Indices | None) -> None:
        """An unknown parent: the child's allele is a draw itself."""
        if not isinstance(end, _Typed):
            self._draws.append(end)
            return
        slot = self._new()
        self._draws.append(slot)
        k = self.frequencies.shape[1]
        self.tables.append(
            Table((slot, end.variable), (np.arange(k)[None, :, None] == alleles[:, None, :]).astype(float))  # type: ignore[index]
        )

    def likelihood(self) -> Floats:
        """The likelihood of each marker, shape (B,); with a query the chance of its ordered genotypes, (B, K, K)."""
        keep = self._asked()
        certain = Table((), np.ones(len(self.markers)))  # of a family in which nobody is typed
        tables = [certain, *self.tables, *map(_two_slots, self._wide)]
        if not self.coupled:
            priors = [Table((slot,), self.frequencies) for slot in self._draws]
            return summed([*tables, *priors], keep=keep)
        # what does not touch the draws is the same for every way to part them
        tables = reduced(tables, keep=(*self._draws, *keep), largest=_LARGEST_SHARED)
        urn = Urn.after(self.frequencies, self.theta, self._known)
        total = np.zeros((len(self.markers), *[self.frequencies.shape[1]] * len(keep)))
        ways = partings(len(self._draws), tuple(self._pairs))
        _check_work(len(ways) * sum(t.values.size for t in tables))
        for blocks, alike in ways:
            into = {slot: -1 - block for slot, block in zip(self._draws, blocks, strict=True)}
            sizes = np.bincount(blocks) if blocks else np.zeros(0, int)
            weight = alike * urn.known * urn.weight(sizes.tolist())
            priors = [Table((-1 - block,), urn.frequencies) for block in range(len(sizes))]
            part = summed([*(t.merged(into) for t in tables), *priors], keep=keep)
            total += weight.reshape(-1, *[1] * len(keep)) * part
        return total

    def _asked(self) -> tuple[int, ...]:
        """New variables that repeat the alleles of the query, so that they stay apart where draws become one."""
        person = self._people.get(self.query)
        slots = person.slots if isinstance(person, _Untyped) else ()
        same = np.broadcast_to(np.eye(self.frequencies.shape[1]), self.male.shape)
        asked = tuple(self._new() for _ in slots)
        self.tables.extend(Table(pair, same) for pair in zip(slots, asked, strict=True))
        return asked


def _check_work(numbers: int) -> None:
    """Refuse what would take hours, by the ways to part the draws times the numbers summed in each.

    Raises:
        BadPedigree: it would.
    """
    if numbers > MOST_WORK:
        raise BadPedigree(
            "Too many untyped founders for a theta above 0.",
            advice="Leave out untyped relatives who tell nothing, use the proportional model of mutation, or set theta to 0.",
            field="theta",
        )


def _two_slots(wide: tuple[int, int, int, Floats]) -> Table:
    """A transmission from either of two alleles; where both are one by descent its diagonal is that of one."""
    first, second, child, mutates = wide
    return Table((first, second, child), 0.5 * (mutates[:, :, None, :] + mutates[:, None, :, :]))
