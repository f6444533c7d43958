"""Answers survive JSON; what is no answer is refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made_evidence import finger

from kith.errors import BadAnswer, BadInput
from kith.evidence.weight import Kind, Reason, Weight
from kith.identify import Answer, Candidate, Evidence, Finger, Prior

WEIGHTS = (
    Weight(Kind.NAME, 1.5, (Reason("{a} is spelt {b}", {"a": "محمد", "b": "Nhug"}, 1.5),), "invented"),
    Weight.not_compared(Kind.FACE, "no photograph"),
    Weight(Kind.FINGERPRINT, 3.0, (Reason("{n} alike", {"n": 12}, 3.0),), "invented", quality=0.5),
)
ANSWER = Answer(
    (Candidate("a", WEIGHTS, 4.5, 0.9),), 300, {Kind.NAME: 299}, Prior(0.25), (Reason("why"),), complete=False
)


def test_survives_json():
    """The answer read again from JSON text is equal, reasons with their values included."""
    assert Answer.from_json(json.loads(json.dumps(ANSWER.to_json()))) == ANSWER


def test_says_words():
    """A candidate says its weight on the verbal scale, and the sum of one kind."""
    best = ANSWER.candidates[0]
    assert best.words == "very strong support for the same child"
    assert best.to_json()["words"] == best.words
    assert best.weight_of(Kind.NAME) == 1.5


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(sorted(ANSWER.to_json())), values)
def test_no_stored_thing_raises_anything_else(key, value):
    """Whatever stands in a stored answer, it is read or refused as BadInput."""
    data = ANSWER.to_json() | {key: value}
    try:
        answer = Answer.from_json(data)
    except BadInput:
        return
    assert isinstance(answer, Answer)


def test_half_an_answer_is_refused():
    """A part that is missing is refused."""
    data = ANSWER.to_json()
    for key in data:
        with pytest.raises(BadInput):
            Answer.from_json({k: v for k, v in data.items() if k != key})


@pytest.mark.parametrize("position", [-1, 11])
def test_a_finger_has_a_position(position):
    """There are ten fingers, and 0 for not known."""
    with pytest.raises(BadAnswer):
        Finger(position, finger(1).template)


def test_evidence_of_nothing_is_false():
    """Evidence with nothing in it is false, with one finger true."""
    assert not Evidence()
    assert Evidence(fingers=(finger(1),))
