"""Two documents weigh by their numbers, within a bound, with reasons."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.evidence.document import TravelDocument, compare, parse_mrz
from kith.evidence.weight import Kind

ONE = TravelDocument(
    issuing_state="UTO",
    number="L898902C3",
    surname="ERIKSSON",
    given_names="ANNA MARIA",
    birth_earliest=date(2010, 8, 1),
    birth_latest=date(2010, 8, 31),
    nationality="UTO",
    sex="F",
    expiry=date(2030, 4, 15),
)
documents = st.builds(
    TravelDocument,
    issuing_state=st.sampled_from(["UTO", "D", "XXB", ""]),
    number=st.text("0O1I8B5S<- ", max_size=10),
    birth_earliest=st.one_of(st.none(), st.dates()),
    birth_latest=st.one_of(st.none(), st.dates()),
    sex=st.sampled_from(["M", "F", "X", ""]),
)


def _says(weight):
    return " | ".join(map(str, weight.reasons))


def test_a_zone_becomes_a_document(passport):
    """What the zone says is what the document says."""
    document = TravelDocument.from_mrz(parse_mrz(passport, reference=date(2025, 6, 1)))
    assert document == TravelDocument(
        "UTO",
        "L898902C3",
        "ERIKSSON",
        "ANNA MARIA",
        date(1974, 8, 12),
        date(1974, 8, 12),
        "UTO",
        "F",
        date(2012, 4, 15),
    )


def test_a_zone_without_dates_becomes_a_document_without_them(card):
    """Unknown dates stay unknown."""
    empty = card.replace("7408122", "<<<<<<0").replace("1204159", "<<<<<<0")
    document = TravelDocument.from_mrz(parse_mrz(empty))
    assert (document.birth_earliest, document.birth_latest, document.expiry) == (None, None, None)


def test_the_same_document_weighs_the_bound_and_no_more():
    """State and number alike weigh +2.5, and the reason says why a document carries no match."""
    weight = compare(ONE, ONE)
    assert weight.log10 == 2.5
    assert weight.kind is Kind.DOCUMENT
    assert "forged and shared" in _says(weight)
    assert "not calibrated" in weight.calibration


def test_what_stands_between_the_signs_does_not_matter():
    """Spaces, hyphens, fillers and case in a number change nothing."""
    assert compare(ONE, replace(ONE, number=" l898-902 c3<<")).log10 == 2.5


def test_look_alikes_weigh_less_the_more_there_are():
    """A number that differs by one or two signs easily confused still speaks for the same, each time less."""
    same = compare(ONE, ONE).log10
    one = compare(ONE, replace(ONE, number="L89B902C3"))
    two = compare(ONE, replace(ONE, number="LB9B902C3"))
    three = compare(ONE, replace(ONE, number="LB9B9O2C3"))
    assert same > one.log10 > two.log10 > 0 > three.log10
    assert "8/B" in _says(one)


@pytest.mark.parametrize("number", ["X1111111", "L898902C4", "L898902C", "L898902C33"])
def test_other_numbers_weigh_next_to_nothing(number):
    """Another number, be it the next one, hardly speaks against the same child, and says why."""
    weight = compare(ONE, replace(ONE, number=number))
    assert -0.2 < weight.log10 < 0
    assert "several documents" in _says(weight)


def test_other_states_weigh_next_to_nothing():
    """The same number of two states is two documents."""
    weight = compare(ONE, replace(ONE, issuing_state="D"))
    assert -0.2 < weight.log10 < 0
    assert "different states (D, UTO)" in _says(weight)


def test_an_unknown_state_weighs_less():
    """A number without its state weighs less than with it."""
    weight = compare(ONE, replace(ONE, issuing_state=""))
    assert 1 < weight.log10 < 2.5
    assert "not known" in _says(weight)


@pytest.mark.parametrize(
    "changed", [{"sex": "M"}, {"birth_earliest": date(2012, 1, 1), "birth_latest": date(2012, 1, 1)}]
)
def test_one_number_with_two_holders_weighs_less(changed):
    """The same number with another birth or sex is a sign of a changed page or a misreading, and weighs less."""
    weight = compare(ONE, replace(ONE, **changed))
    assert 1 < weight.log10 < 2.5
    assert "was changed" in _says(weight)


def test_a_missing_number_is_not_compared():
    """Without a number there is no comparison, and it weighs nothing."""
    for number in ("", "<<<", " - "):
        weight = compare(ONE, replace(ONE, number=number))
        assert not weight.compared
        assert weight.log10 == 0


def test_a_short_number_weighs_little():
    """A number of four signs is met by chance."""
    short = replace(ONE, number="1234")
    assert compare(short, short).log10 == 1


@given(documents, documents)
def test_it_is_symmetric_bounded_and_explained(one, other):
    """Whatever the documents: order does not matter, the bound holds, and the reasons add up."""
    weight = compare(one, other)
    assert _says(weight) == _says(compare(other, one))
    assert weight.log10 == compare(other, one).log10
    assert -2 < weight.log10 <= 2.5
    assert math.fsum(reason.log10 for reason in weight.reasons) == pytest.approx(weight.log10, abs=1e-9)
