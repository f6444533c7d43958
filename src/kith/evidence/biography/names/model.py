"""From an alignment to a weight: four measures, each times its factor, added up and held within bounds.

Always holds: the terms and the starting value add up to the weight exactly; the factors lie in `model.json`, fitted by
`bench/biography.py --fit`, with the data they come from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kith.evidence.biography.names.align import Alignment
    from kith.evidence.biography.names.tokens import PreparedName, Token

LOW, HIGH = -1.5, 2.5
# One common name that agrees (rarity 0.6) can say at most that one child in twenty or so carries it, one ordinary name
# one in eighty, two in three hundred: stated, because the data hold no names of one word.
CEILING_START, CEILING_SLOPE = 0.4, 1.5
# A child who says one word has not said that there are no others: what is missing counts half. Stated, as above.
OF_ONE_WORD = 0.5
# Words that say less than this do not count as the least alike.
SAYS_LITTLE = 0.2


class Measures(NamedTuple):
    """What is measured of two names side by side."""

    agreeing: float
    """The rarity of the words that agree, each times how alike they are (0.5 counts 0, 1 counts 1)."""
    share: float
    """The same, over the rarity of all words of the name that says less."""
    least: float
    """How alike the least alike words that were put side by side are; 0 where there are none."""
    missing: float
    """The share of a name (by rarity) that the other lacks, the larger of the two."""


@dataclass(frozen=True, slots=True)
class Model:
    """The factor of each measure and the starting value, in log10, and the data they were fitted on."""

    factors: Measures
    start: float
    calibration: str


@cache
def shipped() -> Model:
    """The model that lies beside this module."""
    data = json.loads((files(__package__) / "model.json").read_text(encoding="utf-8"))
    return Model(Measures(**data["factors"]), float(data["start"]), str(data["calibration"]))


def measure(a: PreparedName, b: PreparedName, alignment: Alignment) -> Measures:
    """The four measures of two names put side by side; the same for (a, b) and (b, a)."""
    pairs = alignment.pairs
    agreeing = 0.0
    least = 1.0 if any(pair.rarity > SAYS_LITTLE for pair in pairs) else 0.0
    for pair in pairs:
        agreeing += pair.rarity * max(0.0, 2.0 * pair.likeness.whole - 1.0)
        if pair.rarity > SAYS_LITTLE:
            least = min(least, pair.likeness.whole)
    all_a, all_b = _rarity(a.tokens), _rarity(b.tokens)
    missing = max(_rarity(alignment.left_a) / all_a, _rarity(alignment.left_b) / all_b)
    if min(len(a.tokens), len(b.tokens)) == 1:
        missing *= OF_ONE_WORD
    return Measures(
        agreeing=agreeing,
        share=agreeing / min(all_a, all_b),
        least=least,
        missing=missing,
    )


def _rarity(tokens: tuple[Token, ...]) -> float:
    """The rarity of several words together."""
    return sum(token.rarity for token in tokens)


def log10_of(measures: Measures, model: Model) -> float:
    """The weight of the measures, in log10, before it is held within bounds."""
    return model.start + sum(x * factor for x, factor in zip(measures, model.factors, strict=True))


def held(raw: float, measures: Measures) -> float:
    """The weight within its bounds; the upper one is lower where few or common words agree."""
    return max(min(raw, HIGH, CEILING_START + CEILING_SLOPE * measures.agreeing), LOW)
