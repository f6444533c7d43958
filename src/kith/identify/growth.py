"""How much a finger may have grown between two captures, and around which size it is looked for. Nobody's age is estimated.

Always holds: what may have grown is bounded by the time that lies between, which is a fact whatever was told; a told birth,
which may be untrue, only moves the middle of what is tried and never narrows it; exchanging the two fingers turns the
growth around.

Ridges are laid down before birth and grow with the hand, in step with stature (Gottschlich, Hotz, Lorenz, Bernhardt,
Hantschel, Munk, "Modeling the growth of fingerprints improves matching for adolescents", IEEE TIFS 6, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kith.evidence.weight import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from kith.evidence.biography import BirthRange

    Floats = NDArray[np.float64]

YEAR = 365.25

# Median height-for-age in cm on each birthday from the 5th to the 19th: WHO Reference 2007 (de Onis, Onyango, Borghi,
# Siyam, Nishida, Siekmann, Bulletin of the WHO 85, 2007), its table hfawho2007, column M, months 60 to 228. Fingers of
# children under six are not taken, so nothing before is needed.
BIRTHDAYS = np.arange(5.0, 20.0)
BOYS = np.array([
    109.7265, 115.9509, 121.7338, 127.2651, 132.5652, 137.7795, 143.1126, 149.0807, 156.0426, 163.1816, 168.9580,
    172.8967, 175.1609, 176.1449, 176.5432,
])  # fmt: skip
GIRLS = np.array([
    109.0725, 115.1244, 120.8105, 126.5558, 132.4944, 138.6363, 144.9929, 151.2327, 156.3748, 159.7890, 161.6692,
    162.5156, 162.8545, 163.0595, 163.1548,
])  # fmt: skip
# The register asks nobody for their sex to compare fingers with, so the middle of both is expected.
EITHER = (BOYS + GIRLS) / 2
# A child may grow faster than the median child: early and late growers differ by about so much over some years.
FASTER = 1.05

# Within a year a finger is compared as it is: the comparison itself bears what grows meanwhile.
SOON = 1.0
# Three sizes, 12 % apart, and five of them reach so far to either side (natural logarithm).
THREE_REACH, FIVE_REACH = 0.15, 0.27


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a finger was taken (a day), and how tall its owner was then in cm, where somebody has measured it."""

    taken: date | None = None
    height: float | None = None

    @property
    def numbers(self) -> tuple[float, float]:
        """The day as a number of days, and the height; not a number where it is not known."""
        return (
            float(self.taken.toordinal()) if self.taken is not None else np.nan,
            self.height if self.height is not None else np.nan,
        )


class Growth(NamedTuple):
    """What is tried for each pair: how many sizes (1, 3 or 5), and how many times larger the second finger is expected to be.

    `years` lie between them, not a number where a day is not known. Each of shape (n,).
    """

    scales: NDArray[np.int64]
    growth: Floats
    years: Floats


def born(births: Iterable[BirthRange]) -> float:
    """The middle of all births told, as a number of days; not a number where none was."""
    middles = [(one.earliest.toordinal() + one.latest.toordinal()) / 2 for one in births]
    return float(np.mean(middles)) if middles else np.nan


def laid_out(sittings: Sequence[Sitting]) -> Floats:
    """Many sittings as an array (n, 2) of days and heights."""
    return np.array([one.numbers for one in sittings], np.float64).reshape(-1, 2)


def expected(
    one: Sitting, many: Floats, *, born_one: float = np.nan, born_many: Floats | float = np.nan
) -> Growth:
    """What to try between one finger and each of many.

    Args:
        one: when the finger was taken.
        many: when the others were taken, (n, 2) as of `laid_out`.
        born_one: the birth told of the first, as of `born`.
        born_many: the births told of the others, (n,) or one for all.
    """
    taken, height = one.numbers
    days = many[:, 0] - taken
    years = np.abs(days) / YEAR
    known = np.isfinite(years)
    most = _most(np.where(known, years, 0.0))
    # from the earlier to the later finger, so that it is 1 or more
    likely = _likely(taken, many[:, 0], born_one, np.broadcast_to(born_many, days.shape))
    measured = many[:, 1] / height
    measured = np.where(days < 0, 1 / measured, measured)
    likely = np.where(np.isfinite(measured), measured, likely)
    likely = np.clip(np.where(np.isfinite(likely), likely, np.sqrt(most)), 1.0, most)
    # what was told may be untrue: never so far to one side that what is possible on the other would not be tried
    furthest = np.log(most)
    likely = np.exp(np.clip(np.log(likely), np.minimum(furthest - FIVE_REACH, furthest / 2),
                            np.maximum(FIVE_REACH, furthest / 2)))  # fmt: skip
    reach = np.maximum(np.log(likely), np.log(most / likely))
    scales = np.select([~known, years <= SOON, reach <= THREE_REACH], [5, 1, 3], 5).astype(np.int64)
    growth = np.where(known & (years > SOON), np.where(days < 0, 1 / likely, likely), 1.0)
    return Growth(scales, growth, years)


def between(
    some: Sequence[Sitting], many: Floats, *, born_some: float = np.nan, born_many: Floats | float = np.nan
) -> tuple[Growth, ...]:
    """What to try between each of some fingers of one person and each of many, as `expected`; one and the same of one sitting."""
    each = {one: expected(one, many, born_one=born_some, born_many=born_many) for one in dict.fromkeys(some)}
    return tuple(each[one] for one in some)


def in_words(scales: int, years: float) -> Reason | None:
    """Why a pair was looked at in several sizes; None where it was compared as it is."""
    if scales == 1:
        return None
    if not np.isfinite(years):
        return Reason(
            "it is not known when these prints were taken: they were compared in {n} sizes", {"n": scales}
        )
    whole = round(years)
    text = (
        "about a year lies between these prints: they were compared in {n} sizes, for a finger that has grown"
        if whole <= 1
        else "about {years} years lie between these prints: they were compared in {n} sizes, for a finger that has grown"
    )
    return Reason(text, {"n": scales} if whole <= 1 else {"n": scales, "years": whole})


def _likely(taken: float, others: Floats, born_one: float, born_many: Floats) -> Floats:
    """How much the median child of the told births grew from the earlier to the later day; not a number where none was told."""
    told = np.stack([np.broadcast_to(born_one, born_many.shape), born_many])
    count = np.isfinite(told).sum(axis=0)
    birth = np.where(count > 0, np.nansum(told, axis=0) / np.maximum(count, 1), np.nan)
    first, last = (np.minimum(taken, others) - birth) / YEAR, (np.maximum(taken, others) - birth) / YEAR
    return np.asarray(np.interp(last, BIRTHDAYS, EITHER) / np.interp(first, BIRTHDAYS, EITHER), np.float64)


def _most(years: Floats) -> Floats:
    """How much a child may have grown in so many years, at whatever age: the most of both curves, and a little faster."""
    return np.asarray(np.interp(years, _STEPS, _MOST), np.float64)


_STEPS = np.arange(0.0, 15.0, 0.5)
_FROM = np.arange(5.0, 19.01, 0.25)
_MOST = np.array([
    FASTER * max(
        float((np.interp(_FROM + step, BIRTHDAYS, curve) / np.interp(_FROM, BIRTHDAYS, curve)).max())
        for curve in (BOYS, GIRLS)
    )
    for step in _STEPS
])  # fmt: skip
