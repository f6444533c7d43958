"""The verdict: thresholds in one place, body evidence for probable, incomplete never "not known"."""

from __future__ import annotations

import pytest

from kith.evidence.weight import Kind, Reason, Weight, total
from kith.identify import Answer, Candidate, Prior, Verdict, of_answer, of_candidate
from kith.identify.verdict import BODY, POSSIBLE_FROM, PROBABLE_FROM


def candidate(posterior: float, **log10: float) -> Candidate:
    """A candidate with these weights by kind."""
    weights = tuple(Weight(Kind(kind), value, (Reason("invented"),), "none") for kind, value in log10.items())
    return Candidate("a", weights, total(weights), posterior)


def answer(*candidates: Candidate, complete: bool = True) -> Answer:
    """An answer with these candidates."""
    return Answer(candidates, 10, {}, Prior(), (), complete)


@pytest.mark.parametrize(
    ("posterior", "verdict"),
    [
        (PROBABLE_FROM, Verdict.PROBABLE),
        (PROBABLE_FROM - 0.001, Verdict.POSSIBLE),
        (POSSIBLE_FROM, Verdict.POSSIBLE),
        (POSSIBLE_FROM / 2, Verdict.NOT_KNOWN),
    ],
)
def test_thresholds(posterior, verdict):
    """The posterior decides, where a finger speaks."""
    assert of_candidate(candidate(posterior, fingerprint=4.0)) is verdict


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in BODY])
def test_what_is_told_or_shown_is_never_probable(kind):
    """However heavy and certain: without the body, possible at most."""
    assert of_candidate(candidate(0.999999, **{kind.value: 9.0})) is Verdict.POSSIBLE


@pytest.mark.parametrize("body", [-2.0, 0.0, 0.9])
def test_a_body_that_hardly_speaks_is_not_probable(body):
    """A finger that weighs less than 1, or against, does not make what was told probable."""
    assert of_candidate(candidate(0.999, fingerprint=body, name=2.5, birth=2.5)) is Verdict.POSSIBLE


@pytest.mark.parametrize("kind", sorted(BODY))
def test_each_evidence_of_the_body_can_be_probable(kind):
    """A finger, a face or a profile that speaks can."""
    assert of_candidate(candidate(0.99, **{kind.value: 1.5})) is Verdict.PROBABLE


def test_nobody_found():
    """Nobody found is not known only if everything was searched; else incomplete."""
    assert of_answer(answer()) is Verdict.NOT_KNOWN
    assert of_answer(answer(complete=False)) is Verdict.INCOMPLETE
    assert of_answer(answer(candidate(1e-6, name=0.1), complete=False)) is Verdict.INCOMPLETE


def test_a_lead_is_a_lead_even_if_incomplete():
    """What an incomplete search did find is said."""
    assert of_answer(answer(candidate(0.1, name=2.0), complete=False)) is Verdict.POSSIBLE


def test_the_best_verdict_counts():
    """A probable candidate behind one that is heavier but told only is still probable."""
    told, body = candidate(0.4, name=2.5), candidate(0.96, face=2.0)
    assert of_answer(answer(told, body)) is Verdict.PROBABLE


def test_in_a_small_register_a_child_of_whom_nothing_speaks_is_not_offered():
    """Where the prior alone is high, a child without any support is still not offered to an officer."""
    nothing = Weight(Kind.NAME, 0.0, (Reason("Nothing speaks either way."),), calibration="none")
    assert of_candidate(Candidate("child:a", (nothing,), 0.0, 0.5)) == Verdict.NOT_KNOWN
