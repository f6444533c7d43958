"""The one currency of evidence: a weight is the log10 likelihood ratio of "same child" against "another child".

Always holds: a weight carries its reasons in words; a comparison that could not be made weighs exactly nothing and
says why; weights of different evidence add up; a raw score never stands in a weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Value = str | int | float


class Kind(StrEnum):
    """The kinds of evidence that can be weighed."""

    FINGERPRINT = "fingerprint"
    FACE = "face"
    DNA = "dna"
    DOCUMENT = "document"
    NAME = "name"
    BIRTH = "birth"
    NATIONALITY = "nationality"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of why, with the part of the weight that it carries.

    `text` is a template in English, such as ``"{n} minutiae lie alike"``, kept apart from its `values` so that a
    page can translate it; `log10` is this reason's share of the weight (0 where it only explains).
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    log10: float = 0.0

    def __str__(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one comparison speaks for "same child" (above 0) or "another child" (below 0).

    `log10` is the log10 likelihood ratio; `quality` tells how good the evidence was, from 0 to 1, None where that
    means nothing; `calibration` names the data that turned a score into this ratio; `compared` is False where no
    comparison could be made, and then `log10` is 0 and the reasons say why.
    """

    kind: Kind
    log10: float
    reasons: tuple[Reason, ...]
    calibration: str
    quality: float | None = None
    compared: bool = True

    def __post_init__(self) -> None:
        """A weight is a finite number with at least one reason; what was not compared weighs nothing.

        Raises:
            ValueError: a programming error in an evidence room, never caused by input.
        """
        if not math.isfinite(self.log10):
            raise ValueError(f"a weight is finite, not {self.log10}")
        if not self.reasons:
            raise ValueError("a weight says why")
        if not self.compared and self.log10 != 0:
            raise ValueError("what was not compared weighs nothing")

    @classmethod
    def not_compared(cls, kind: Kind, why: str, **values: Value) -> Weight:
        """The honest weight of a comparison that could not be made: nothing, and why."""
        return cls(kind, 0.0, (Reason(why, values),), calibration="", compared=False)

    def bounded(self, low: float, high: float, why: Reason) -> Weight:
        """This weight held between `low` and `high` (log10), with `why` added to the reasons."""
        held = min(max(self.log10, low), high)
        return Weight(self.kind, held, (*self.reasons, why), self.calibration, self.quality, self.compared)


def total(weights: Iterable[Weight]) -> float:
    """The sum of the weights, in log10: what all evidence together says."""
    return math.fsum(w.log10 for w in weights)


# The words for a likelihood ratio: ENFSI guideline for evaluative reporting in forensic science (2015), Appendix A,
# table of verbal equivalents, one of the two scales given there. (lower bound in log10, words)
VERBAL_SCALE: tuple[tuple[float, str], ...] = (
    (6.0, "extremely strong support"),
    (4.0, "very strong support"),
    (3.0, "strong support"),
    (2.0, "moderately strong support"),
    (1.0, "moderate support"),
    (math.log10(2.0), "weak support"),
)


def in_words(log10: float) -> str:
    """The verbal equivalent of a weight, for or against "the same child" (ENFSI 2015, Appendix A)."""
    side = "for the same child" if log10 > 0 else "for another child"
    for bound, words in VERBAL_SCALE:
        if abs(log10) >= bound:
            return f"{words} {side}"
    return "no support either way"
