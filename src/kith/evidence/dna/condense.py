"""A table over few alleles instead of all: exact where mutation is proportional or none.

Always holds: what comes out is what the table over all alleles would hold. An allele that no relative shows can come to
the missing person only as a draw from the population or as a fresh mutation, both in proportion to its frequency; so the
chance of a genotype is linear in it, and quadratic for a homozygote. Two such alleles of known frequency give all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kith.evidence.dna.marker import REST, Marker
from kith.evidence.dna.mutation import SILENT

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FEWEST: Final = 4
"""Alleles that nobody shows, from which on there is something to be gained."""
_SHARES: Final = (0.2, 0.5, 0.3)  # of the first and the second stand-in, and of the rest
_SAME: Final = 1e-12
_FIRST, _SECOND = "*1", "*2"


@dataclass(frozen=True, slots=True)
class Condensed:
    """A `small` marker in place of the `full` one: alleles that are shown, two stand-ins for the others, and the rest."""

    full: Marker
    small: Marker
    shown: tuple[int, ...]

    def expanded(self, table: Floats) -> Floats:
        """The chances of ordered genotypes over all alleles, shape (K, K), from those over the few."""
        p, k = self.full.frequencies, len(self.full.alleles)
        a, b = (self.small.alleles.index(name) for name in (_FIRST, _SECOND))
        pa, pb = self.small.frequencies[[a, b]]
        few = np.array([self.small.alleles.index(self.full.alleles[i]) for i in self.shown], np.intp)
        other = np.array([i for i in range(k) if i not in self.shown], np.intp)
        shown = np.array(self.shown, np.intp)
        out = np.zeros((k, k))
        out[np.ix_(shown, shown)] = table[np.ix_(few, few)]
        out[np.ix_(other, shown)] = np.outer(p[other], table[a, few] / pa)
        out[np.ix_(shown, other)] = np.outer(table[few, a] / pa, p[other])
        out[np.ix_(other, other)] = np.outer(p[other], p[other]) * (table[a, b] / (pa * pb))
        slope_a, slope_b = table[a, a] / pa, table[b, b] / pb
        curve = (slope_b - slope_a) / (pb - pa)
        out[other, other] = p[other] * (slope_a + curve * (p[other] - pa))
        return out


def condensed(marker: Marker, named: Collection[str]) -> Condensed | None:
    """The marker with few alleles, or None where its mutation does not allow it or nothing is gained."""
    shown = tuple(i for i, one in enumerate(marker.alleles) if one in named or one == SILENT)
    if len(marker.alleles) - len(shown) < _FEWEST or not (
        _proportional(marker, marker.male) and _proportional(marker, marker.female)
    ):
        return None
    lumped = marker.lumped(named)
    at = lumped.alleles.index(REST)
    kept = [i for i in range(len(lumped.alleles)) if i != at]
    names = (*(lumped.alleles[i] for i in kept), _FIRST, _SECOND, REST)
    p = np.append(lumped.frequencies[kept], lumped.frequencies[at] * np.array(_SHARES))
    male, female = (_split(matrix, kept, at) for matrix in (lumped.male, lumped.female))
    return Condensed(marker, Marker(names, p, male, female, marker.theta, marker.x_linked), shown)


def _proportional(marker: Marker, matrix: Floats) -> bool:
    """The chance of each mutation is the same multiple of the frequency of what it leads to, silent alleles apart."""
    seen = [i for i, one in enumerate(marker.alleles) if one != SILENT]
    part, p = matrix[np.ix_(seen, seen)], marker.frequencies[seen]
    apart = ~np.eye(len(seen), dtype=bool)
    share = part[0, 1] / p[1] if len(seen) > 1 and p[1] > 0.0 else 0.0
    return bool(np.allclose(part[apart], (share * np.tile(p, (len(seen), 1)))[apart], rtol=1e-9, atol=_SAME))


def _split(matrix: Floats, kept: list[int], at: int) -> Floats:
    """The lump's row and column as three: each a share of the column; off the diagonal the row is the same for each."""
    shares = np.array(_SHARES)
    size = len(kept)
    out = np.zeros((size + 3, size + 3))
    out[:size, :size] = matrix[np.ix_(kept, kept)]
    out[:size, size:] = np.outer(matrix[kept, at], shares)
    out[size:, :size] = matrix[at, kept]
    # what mutates within the lump: as much, for its frequency, as what mutates into it from outside
    seen = [i for i in range(size) if matrix[kept[i], at] > 0.0]
    into = float(matrix[kept[seen[0]], at]) if seen else 0.0
    out[size:, size:] = into * shares[None, :]
    rows = np.arange(size, size + 3)
    out[rows, rows] += 1.0 - out[size:].sum(axis=1)
    return out
