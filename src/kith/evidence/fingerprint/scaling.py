"""Which sizes of a finger are tried in a comparison: around the growth that is expected, for one pair and for many at once.

Always holds: exchanging the two fingers and turning the growth around tries the very same sizes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALES: dict[int, tuple[float, ...]] = {
    1: (1.0,),
    3: (1 / 1.12, 1.0, 1.12),
    5: (1 / 1.25, 1 / 1.12, 1.0, 1.12, 1.25),
}

ALIKE = 1.08
"""Up to this ratio two templates were enlarged alike before extraction."""
MOST_SCALES = 6
LEAST_GROWTH, MOST_GROWTH = 0.2, 5.0
RUNG = 1.12
"""The quick look rounds sizes to powers of this, which lie as far apart as it can bear."""
_FINE = 1e6


def known(scales: int, growth: float) -> None:
    """These can be tried.

    Raises:
        ValueError: a programming error, another number of scales or a growth beyond all fingers.
    """
    if scales not in SCALES:
        raise ValueError("scales is 1, 3 or 5")
    if not LEAST_GROWTH <= growth <= MOST_GROWTH:
        raise ValueError(f"growth lies between {LEAST_GROWTH} and {MOST_GROWTH}")


def all_known(scales: NDArray[np.int64], growth: NDArray[np.float64]) -> None:
    """These of many can be tried, as `known`.

    Raises:
        ValueError: a programming error, another number of scales or a growth beyond all fingers.
    """
    for number in np.unique(scales).tolist():
        known(number, 1.0)
    if len(growth):
        known(1, float(growth.min()))
        known(1, float(growth.max()))


def onward(growth: float, *, swapped: bool) -> float:
    """The growth from the first finger to the second, rounded so that turning it around twice gives it back."""
    return round((1 / growth if swapped else growth) * _FINE) / _FINE


def tried(scales: int, growth: float, ratio: float) -> tuple[float, ...]:
    """The sizes of the first finger to try, `growth` being how much larger the second is.

    `ratio` is that of the factors by which the second and the first were enlarged before. Where it is not near 1, ridges
    were brought to one period, which undoes growth as well: then around the same size, and once as if they had not been (a
    period is estimated: of two images of one finger one may have been found too narrow and the other just not).
    """
    if 1 / ALIKE < ratio < ALIKE:
        return tuple(scale * growth for scale in SCALES[scales])
    return (*SCALES[scales], ratio * growth)


def tried_of_many(
    scales: NDArray[np.int64],
    growth: NDArray[np.float64],
    ratio: NDArray[np.float64],
    swapped: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """As `onward` and `tried` for each of n pairs at once: float64 (n, MOST_SCALES), 0 where there are fewer."""
    onwards = np.rint(np.where(swapped, 1 / growth, growth) * _FINE) / _FINE
    alike = (ratio > 1 / ALIKE) & (ratio < ALIKE)
    out = np.zeros((len(scales), MOST_SCALES))
    for number, sizes in SCALES.items():
        those = scales == number
        around = np.where(alike, onwards, 1.0)[those, None]
        out[those, :number] = np.array(sizes) * around
        out[those, number] = np.where(alike, 0.0, ratio * onwards)[those]
    return out


def rungs_of_many(sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which power of RUNG is nearest to each; a number far from any rung where a size is 0."""
    nothing = np.where(sizes > 0, sizes, 1e9)
    return np.rint(np.log(nothing) / math.log(RUNG)).astype(np.int64)
