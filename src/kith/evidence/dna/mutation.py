"""How alleles change from parent to child: a matrix from a model, a rate for each sex, and the marker's alleles.

Always holds: rows sum to one; a silent allele neither mutates nor arises. The models are those of Familias 2
(Egeland, Kling and Mostad, *Relationship Inference with Familias and R*, 2016, chapter 4) and pedmut:
equal, proportional (stationary: it leaves the frequencies as they are) and extended stepwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SILENT = "silent"


class Model(StrEnum):
    """The mutation models."""

    NONE = "none"
    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A model with its rates: `male` and `female` are chances a meiosis, by the sex of the transmitting parent.

    `range` and `rate2` belong to the stepwise model: each further step is `range` times as likely; `rate2` is the chance
    to leave the microvariant group (9.3 to 9, 10 …).
    """

    model: Model = Model.PROPORTIONAL
    male: float = 0.002
    female: float = 0.0005
    range: float = 0.1
    rate2: float = 1e-6

    def __post_init__(self) -> None:
        """Rates are chances.

        Raises:
            BadInput: one is not.
        """
        chances = (self.male, self.female, self.rate2, max(self.male, self.female) + self.rate2)
        if not all(0.0 <= one < 1.0 for one in chances) or not 0.0 < self.range <= 1.0:
            raise BadInput(
                "A mutation rate lies between 0 and 1, and a range above 0.",
                advice="Give for example 0.002 and 0.1.",
                field="mutation",
            )

    def matrices(self, alleles: Sequence[str], frequencies: Floats) -> tuple[Floats, Floats]:
        """The chances from allele (row) to allele (column), of fathers and of mothers, each shape (K, K).

        Raises:
            BadInput: the stepwise model and an allele that is no number of repeats, or a rate too high for the alleles.
        """
        male, female = (self._matrix(alleles, frequencies, rate) for rate in (self.male, self.female))
        if min(male.min(), female.min()) < 0.0:
            raise BadInput(
                "The mutation rate is too high for these alleles.",
                advice="Give a lower one.",
                field="mutation",
            )
        return male, female

    def _matrix(self, alleles: Sequence[str], frequencies: Floats, rate: float) -> Floats:
        full = np.eye(len(alleles))
        seen = [k for k, name in enumerate(alleles) if name != SILENT]
        if self.model is Model.NONE or len(seen) < 2 or (rate == 0.0 and self.model is not Model.STEPWISE):
            return full
        if self.model is Model.EQUAL:
            part = np.full((len(seen), len(seen)), rate / (len(seen) - 1))
            np.fill_diagonal(part, 1.0 - rate)
        elif self.model is Model.PROPORTIONAL:
            part = _proportional(frequencies[seen], rate)
        else:
            rate2 = 0.0 if rate == 0.0 else self.rate2
            part = _stepwise([alleles[k] for k in seen], rate, rate2, self.range)
        full[np.ix_(seen, seen)] = part
        return full


NO_MUTATION = Mutation(Model.NONE, 0.0, 0.0)


def _proportional(frequencies: Floats, rate: float) -> Floats:
    """(1 - a) I + a 1p', where a makes the expected share of mutations `rate`, silent alleles counted as not mutating."""
    total = float(frequencies.sum())
    p = frequencies / total
    varied = float((p * (1.0 - p)).sum())
    if varied <= 0.0:
        return np.eye(len(p))
    a = rate / total / varied
    part: Floats = (1.0 - a) * np.eye(len(p)) + a * p[None, :]
    return part


def _stepwise(alleles: Sequence[str], rate: float, rate2: float, step: float) -> Floats:
    """Familias' extended stepwise: `rate` over the same microvariant group by distance, `rate2` evenly over the others.

    A row that lacks a group does not pay its rate.
    """
    lengths = [repeats(one) for one in alleles]
    groups = np.array([int(one * 10) % 10 for one in lengths])
    steps = np.abs(np.subtract.outer(*[np.array([float(one) for one in lengths])] * 2))
    alike = groups[:, None] == groups[None, :]
    near = np.where(alike, step**steps, 0.0)
    np.fill_diagonal(near, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        near = np.nan_to_num(rate * near / near.sum(axis=1, keepdims=True))
        far = np.nan_to_num(np.where(alike, 0.0, rate2) / (~alike).sum(axis=1, keepdims=True))
    part: Floats = near + far
    np.fill_diagonal(part, 1.0 - part.sum(axis=1))
    return part


def repeats(allele: str) -> Decimal:
    """The number of repeats of an allele's name: 9.3 is nine repeats and three bases.

    Raises:
        BadInput: it is no such number.
    """
    try:
        value = Decimal(allele)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value < 1000 or value != round(value, 1):
        raise BadInput(
            f"The allele {allele[:20]!r} is no number of repeats, which the stepwise model needs.",
            advice="Use the proportional or the equal model.",
            field="mutation",
        )
    return value
