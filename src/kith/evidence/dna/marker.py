"""One marker as it is computed with: its alleles, their frequencies, how they mutate, and what a person's trace allows.

Always holds: frequencies sum to one; alleles that no trace names are lumped into one where that changes no likelihood
(Kemeny and Snell's condition), so that the tables stay small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.errors import BadFrequencies, BadProfile
from kith.evidence.dna.mutation import NO_MUTATION, SILENT, Mutation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

REST: Final = "*"
"""The name of the lump of all alleles that no trace names."""
_SAME: Final = 1e-13


@dataclass(frozen=True, slots=True)
class Seen:
    """What one trace shows at one marker.

    `first` and `second`: the alleles, the same twice where one peak stands for both; `second` None: one allele was not
    seen and may be any (written 12/-). On the X chromosome of a male `second` repeats `first`. `dropout`: the chance that
    one copy of an allele leaves no peak.
    """

    first: str
    second: str | None
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: `frequencies` shape (K,), `male` and `female` the chances of mutation, shape (K, K), from row to column.

    `theta`: coancestry of the population (Balding and Nichols); `x_linked`: on the X chromosome.
    """

    alleles: tuple[str, ...]
    frequencies: Floats
    male: Floats
    female: Floats
    theta: float = 0.0
    x_linked: bool = False

    @classmethod
    def of(
        cls,
        frequencies: Mapping[str, float],
        *,
        mutation: Mutation = NO_MUTATION,
        theta: float = 0.0,
        silent: float = 0.0,
        x_linked: bool = False,
    ) -> Marker:
        """A marker from allele frequencies, which are brought to the sum of one, and the frequency of silent alleles.

        Raises:
            BadFrequencies: a frequency, theta or the silent frequency is none that can be.
        """
        given = np.array(list(frequencies.values()), np.float64)
        if given.size == 0 or not np.isfinite(given).all() or given.min() < 0.0 or given.sum() <= 0.0:
            raise BadFrequencies(
                "Allele frequencies are numbers above 0.", advice="Correct the table.", field="frequencies"
            )
        if not (0.0 <= theta < 1.0 and 0.0 <= silent < 1.0):
            raise BadFrequencies(
                "Theta and the frequency of silent alleles lie between 0 and 1.",
                advice="Give for example 0.01.",
                field="theta",
            )
        alleles = tuple(frequencies)
        p = given / given.sum()
        if silent:
            alleles, p = (*alleles, SILENT), np.append(p * (1.0 - silent), silent)
        male, female = mutation.matrices(alleles, p)
        return cls(alleles, p, male, female, theta, x_linked)

    def lumped(self, named: Collection[str]) -> Marker:
        """The marker with all alleles but the `named` and silent ones as one, where mutation cannot tell them apart."""
        kept = [k for k, one in enumerate(self.alleles) if one in named or one == SILENT]
        rest = [k for k, one in enumerate(self.alleles) if one not in named and one != SILENT]
        if len(rest) < 2 or any(
            np.ptp(matrix[np.ix_(rest, kept)], axis=0).max(initial=0.0) > _SAME
            for matrix in (self.male, self.female)
        ):
            return self
        p = np.append(self.frequencies[kept], self.frequencies[rest].sum())
        names = (*(self.alleles[k] for k in kept), REST)
        male, female = (_lump(matrix, kept, rest) for matrix in (self.male, self.female))
        return Marker(names, p, male, female, self.theta, self.x_linked)


def _lump(matrix: Floats, kept: list[int], rest: list[int]) -> Floats:
    rows = matrix[[*kept, rest[0]]]
    return np.column_stack([rows[:, kept], rows[:, rest].sum(axis=1)])


@dataclass(frozen=True, slots=True)
class States:
    """The ordered genotypes that somebody may have: `paternal` and `maternal` allele, and how well each explains the trace.

    Each has shape (S,). Of a male on the X chromosome both are his one allele.
    """

    paternal: Indices
    maternal: Indices
    weight: Floats

    @property
    def certain(self) -> bool:
        """There is one genotype only, whichever parent gave which allele."""
        low, high = (f(self.paternal, self.maternal) for f in (np.minimum, np.maximum))
        return bool(self.weight.size and (low == low[0]).all() and (high == high[0]).all())

    def unordered(self) -> States:
        """One order for all, of a certain genotype: what founders need, whose parents nobody asks for."""
        return States(self.paternal[:1], self.maternal[:1], self.weight.sum(keepdims=True))


def states(marker: Marker, traces: Sequence[Seen], *, hemizygous: bool) -> States:
    """What one person may have, given all traces of that person at this marker.

    Raises:
        BadProfile: an allele that the marker does not have, or two alleles of a male on the X chromosome.
    """
    if len(traces) == 1 and not hemizygous:
        at_once = _plain(marker, traces[0])
        if at_once is not None:
            return at_once
    shape = len(marker.alleles)
    fits = np.ones(shape) if hemizygous else np.ones((shape, shape))
    for one in traces:
        fits = fits * (_fits_one(marker, one) if hemizygous else _fits_two(marker, one))
    if hemizygous:
        found = np.flatnonzero(fits)
        return States(found, found, fits[found])
    paternal, maternal = np.nonzero(fits)
    return States(paternal, maternal, fits[paternal, maternal])


def _plain(marker: Marker, seen: Seen) -> States | None:
    """The common case, without a table: nothing dropped out, nothing silent, nothing unknown."""
    if seen.dropout or seen.second is None:
        return None
    a, b = _index(marker, seen.first), _index(marker, seen.second)
    if a != b:
        return States(np.array([a, b]), np.array([b, a]), np.ones(2))
    return None if SILENT in marker.alleles else States(np.array([a]), np.array([a]), np.ones(1))


def _fits_two(marker: Marker, seen: Seen) -> Floats:
    """The chance of the trace given each ordered genotype, shape (K, K).

    Each copy of a heterozygote drops out by itself; a homozygote is seen unless both copies drop out; nothing drops in.
    """
    count, d = len(marker.alleles), seen.dropout
    fits = np.zeros((count, count))
    a = _index(marker, seen.first)
    if seen.second is None:
        fits[a, :] = fits[:, a] = 1.0
        return fits
    b = _index(marker, seen.second)
    if a != b:
        fits[a, b] = fits[b, a] = (1.0 - d) ** 2
        return fits
    fits[a, :] = fits[:, a] = d * (1.0 - d)
    if SILENT in marker.alleles and seen.first != SILENT:
        silent = marker.alleles.index(SILENT)
        fits[a, silent] = fits[silent, a] = 1.0 - d
    fits[a, a] = 1.0 - d * d
    return fits


def _fits_one(marker: Marker, seen: Seen) -> Floats:
    """The chance of the trace given a male's one allele on the X chromosome, shape (K,)."""
    if seen.second not in {None, seen.first}:
        raise BadProfile(
            f"A male has one allele on the X chromosome, not {seen.first} and {seen.second}.",
            advice="Check the sex and the profile.",
        )
    fits = np.zeros(len(marker.alleles))
    fits[_index(marker, seen.first)] = 1.0 - seen.dropout
    return fits


def _index(marker: Marker, allele: str) -> int:
    try:
        return marker.alleles.index(allele)
    except ValueError:
        raise BadProfile(
            f"The allele {allele[:20]!r} has no frequency.",
            advice="Add it to the table, or set the least frequency.",
        ) from None
