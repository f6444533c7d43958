"""An answer in one word: not known, possible, probable, or incomplete. A lead for a person, never a decision.

Always holds: the thresholds stand here and nowhere else; what was told or shown (name, birth, document, nationality,
language) can never make a match probable without evidence of the body; an incomplete search is never "not known".
Why these thresholds: docs/methods/identify.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kith.evidence.weight import Kind

if TYPE_CHECKING:
    from kith.identify.answer import Answer, Candidate

# A posterior from which a person looks: one true lead in two hundred is worth a telephone call about a missing child.
POSSIBLE_FROM = 0.005
# ... and the least that all evidence together must say (log10), so that in a small register, where everybody's prior is
# high, a child of whom nothing speaks is not offered.
POSSIBLE_WEIGHT = 1.0
# A posterior from which the team is called at once.
PROBABLE_FROM = 0.95
# Evidence of the body, and the least it must say (log10) for a match to be probable.
BODY = frozenset({Kind.FINGERPRINT, Kind.FACE, Kind.DNA})
BODY_FROM = 1.0


class Verdict(StrEnum):
    """What the page says of an answer."""

    NOT_KNOWN = "not known"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    INCOMPLETE = "incomplete"


def of_candidate(candidate: Candidate) -> Verdict:
    """What one candidate amounts to: probable, possible, or not known."""
    body = sum(weight.log10 for weight in candidate.weights if weight.kind in BODY)
    if candidate.posterior >= PROBABLE_FROM and body >= BODY_FROM:
        return Verdict.PROBABLE
    worth_a_look = candidate.posterior >= POSSIBLE_FROM and candidate.log10 >= POSSIBLE_WEIGHT
    return Verdict.POSSIBLE if worth_a_look else Verdict.NOT_KNOWN


def of_answer(answer: Answer) -> Verdict:
    """The best candidate's verdict; where there is none, "not known" only if everything was searched."""
    found = {of_candidate(candidate) for candidate in answer.candidates}
    for verdict in (Verdict.PROBABLE, Verdict.POSSIBLE):
        if verdict in found:
            return verdict
    return Verdict.NOT_KNOWN if answer.complete else Verdict.INCOMPLETE
