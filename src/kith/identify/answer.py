"""What a search answers: candidates with their weights and posterior, what was searched, and what could not be.

Always holds: an answer that did not reach everything says so (`complete` is False) and is never taken for "no match";
candidates stand best first; an answer survives JSON unchanged, so that it can be stored beside the encounter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kith.errors import BadInput
from kith.evidence.weight import Kind, Reason, Weight, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

ADVICE = "Search again; this stored answer was written by another version."


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely before any evidence: the chance that this young person is not in the register at all."""

    not_in_register: float = 0.5

    def __post_init__(self) -> None:
        """A chance, and never certain: certainty could not be moved by any evidence.

        Raises:
            BadInput: it is not between 0 and 1, both excluded.
        """
        if not 0.0 < self.not_in_register < 1.0:
            raise BadInput(
                "The chance of not being in the register must lie between 0 and 1.",
                advice="Give for example 0.5.",
                field="not_in_register",
            )

    def of_each(self, size: int) -> float:
        """The prior of each of `size` children: (1 - P(not in the register)) / N; 0 where there is none."""
        return (1.0 - self.not_in_register) / size if size else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child the register offers: `log10` is the sum of the weights, `posterior` the chance, all candidates considered."""

    subject: str
    weights: tuple[Weight, ...]
    log10: float
    posterior: float

    @property
    def words(self) -> str:
        """The verbal scale of the total weight."""
        return in_words(self.log10)

    def weight_of(self, kind: Kind) -> float:
        """The sum of this candidate's weights of one kind, in log10."""
        return sum(weight.log10 for weight in self.weights if weight.kind == kind)

    def to_json(self) -> dict[str, Any]:
        """As plain lists, texts and numbers."""
        return {
            "subject": self.subject,
            "weights": [_weight_to_json(weight) for weight in self.weights],
            "log10": self.log10,
            "posterior": self.posterior,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a gallery to one probe.

    `size`: how many children the gallery held for this search; `searched`: with how many of them each kind of evidence
    of the probe could be compared; `problems`: what was not searched and why; `complete`: everything was reached.
    """

    candidates: tuple[Candidate, ...]
    size: int
    searched: Mapping[Kind, int]
    prior: Prior
    problems: tuple[Reason, ...] = field(default=())
    complete: bool = True

    def to_json(self) -> dict[str, Any]:
        """As plain lists, texts and numbers: `from_json` gives the same answer back."""
        return {
            "candidates": [candidate.to_json() for candidate in self.candidates],
            "size": self.size,
            "searched": {kind.value: n for kind, n in self.searched.items()},
            "not_in_register": self.prior.not_in_register,
            "problems": [_reason_to_json(reason) for reason in self.problems],
            "complete": self.complete,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """The answer that was stored.

        Raises:
            BadInput: these are not the parts of an answer.
        """
        try:
            return cls(
                candidates=tuple(
                    Candidate(
                        str(one["subject"]),
                        tuple(_weight_from_json(weight) for weight in one["weights"]),
                        float(one["log10"]),
                        float(one["posterior"]),
                    )
                    for one in data["candidates"]
                ),
                size=int(data["size"]),
                searched={Kind(kind): int(n) for kind, n in data["searched"].items()},
                prior=Prior(float(data["not_in_register"])),
                problems=tuple(_reason_from_json(reason) for reason in data["problems"]),
                complete=bool(data["complete"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
            raise BadInput("This is not a stored answer.", advice=ADVICE) from wrong


def _reason_to_json(reason: Reason) -> dict[str, Any]:
    return {"text": reason.text, "values": dict(reason.values), "log10": reason.log10}


def _reason_from_json(data: Mapping[str, Any]) -> Reason:
    return Reason(str(data["text"]), dict(data["values"]), float(data["log10"]))


def _weight_to_json(weight: Weight) -> dict[str, Any]:
    return {
        "kind": weight.kind.value,
        "log10": weight.log10,
        "reasons": [_reason_to_json(reason) for reason in weight.reasons],
        "calibration": weight.calibration,
        "quality": weight.quality,
        "compared": weight.compared,
    }


def _weight_from_json(data: Mapping[str, Any]) -> Weight:
    quality = data["quality"]
    return Weight(
        Kind(data["kind"]),
        float(data["log10"]),
        tuple(_reason_from_json(reason) for reason in data["reasons"]),
        str(data["calibration"]),
        None if quality is None else float(quality),
        bool(data["compared"]),
    )
