"""Sums a product of tables over all their variables, one variable after the other (variable elimination).

Always holds: the sum is exact; each table carries many markers at once on its first axis. Elston-Stewart peeling is a case
of it; here the order is found greedily for any shape of family (Lauritzen and Sheehan, Statistical Science 18, 2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadPedigree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LARGEST_TABLE: Final = 60_000_000
"""Numbers in the largest table that is made; a family that needs more is refused rather than guessed."""
_ADVICE: Final = "Leave out untyped persons, or use the proportional model of mutation."


def check_room(numbers: int) -> None:
    """Refuse a table, or tables held at once, before they are made.

    Raises:
        BadPedigree: they would have more than `LARGEST_TABLE` numbers.
    """
    if numbers > LARGEST_TABLE:
        raise BadPedigree("This family is too entangled to be computed exactly.", advice=_ADVICE)


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers for every combination of some variables: `values` has the markers first, then one axis a variable."""

    variables: tuple[int, ...]
    values: Floats

    def merged(self, into: dict[int, int]) -> Table:
        """The table with variables renamed; where two become one, only the places where they agree are left."""
        names = [into.get(v, v) for v in self.variables]
        if len(set(names)) == len(names):
            return Table(tuple(names), self.values)
        unique = tuple(dict.fromkeys(names))
        return Table(unique, np.einsum(f"{_axes(names, unique)}->{_axes(unique, unique)}", self.values))


def _axes(variables: Sequence[int], among: Sequence[int]) -> str:
    """The variables as letters for einsum, the markers' axis first."""
    return "Z" + "".join(chr(ord("a") + among.index(v)) for v in variables)


def summed(tables: Sequence[Table], *, keep: tuple[int, ...] = ()) -> Floats:
    """The product of the tables summed over every variable but those to `keep`; shape (markers, *keep).

    Raises:
        BadPedigree: the family is too entangled for any table that fits in memory.
    """
    return _gathered(reduced(tables, keep=keep, largest=LARGEST_TABLE, refuse=True), keep)


def reduced(
    tables: Sequence[Table], *, keep: tuple[int, ...], largest: int, refuse: bool = False
) -> list[Table]:
    """Tables with the same product and sum, and fewer variables: summed over those not in `keep`, cheapest first.

    Stops at a table of more than `largest` numbers, or refuses.

    Raises:
        BadPedigree: with `refuse`, a table would not fit in memory.
    """
    waiting = [_without_choice(t, keep) for t in tables]
    sizes = {v: n for t in waiting for v, n in zip(t.variables, t.values.shape[1:], strict=True)}
    left = set(sizes) - set(keep)
    while left:
        scopes = {v: {u for t in waiting if v in t.variables for u in t.variables} for v in left}
        chosen = min(left, key=lambda v: (math.prod(sizes[u] for u in scopes[v]), v))
        touching = [t for t in waiting if chosen in t.variables]
        if _too_large(touching[0].values.shape[0], scopes[chosen] - {chosen}, sizes, largest):
            if refuse:
                raise BadPedigree("This family is too entangled to be computed exactly.", advice=_ADVICE)
            break
        waiting = [t for t in waiting if chosen not in t.variables]
        waiting.append(_product(touching, chosen))
        left.remove(chosen)
    return waiting


def _without_choice(table: Table, keep: tuple[int, ...]) -> Table:
    """The table without variables that can take one value only."""
    shape = table.values.shape
    open_ = [(v, n) for v, n in zip(table.variables, shape[1:], strict=True) if n > 1 or v in keep]
    return Table(tuple(v for v, _ in open_), table.values.reshape(shape[0], *(n for _, n in open_)))


def _too_large(markers: int, scope: set[int], sizes: dict[int, int], largest: int) -> bool:
    return markers * math.prod(sizes[v] for v in scope) > largest


def _product(tables: Sequence[Table], without: int) -> Table:
    """The product of tables, smallest first, summed over one variable with the last factor."""
    ordered = sorted(tables, key=lambda t: t.values.size)
    made = ordered[0]
    for i, table in enumerate(ordered[1:]):
        made = _times(made, table, without if i == len(ordered) - 2 else None)
    if len(ordered) > 1:
        return made
    axis = made.variables.index(without)
    return Table(made.variables[:axis] + made.variables[axis + 1 :], made.values.sum(axis=axis + 1))


def _times(a: Table, b: Table, without: int | None) -> Table:
    variables = tuple(dict.fromkeys((*a.variables, *b.variables)))
    result = tuple(v for v in variables if v != without)
    sizes = dict(zip((*a.variables, *b.variables), (*a.values.shape[1:], *b.values.shape[1:]), strict=True))
    check_room(a.values.shape[0] * math.prod(sizes[v] for v in result))
    spoken = f"{_axes(a.variables, variables)},{_axes(b.variables, variables)}->{_axes(result, variables)}"
    values = np.einsum(spoken, a.values, b.values)
    return Table(result, values)


def _gathered(tables: Sequence[Table], keep: tuple[int, ...]) -> Floats:
    """What is left, as one array with the kept variables in their order."""
    made = tables[0]
    for table in tables[1:]:
        made = _times(made, table, None)
    return made.values.transpose(0, *(made.variables.index(v) + 1 for v in keep))
