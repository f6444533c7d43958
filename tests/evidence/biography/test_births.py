"""Births: ranges, swaps and slips, never a veto."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.errors import BadDate
from kith.evidence.biography import BirthRange
from kith.evidence.biography.births import compare

DAY = BirthRange.exact(date(2009, 3, 4))
dates = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def ranges(draw):
    """Any range of days there can be."""
    return BirthRange(*sorted((draw(dates), draw(dates))))


def weigh(a: BirthRange, b: BirthRange) -> float:
    """The weight of two births."""
    return compare((a,), (b,)).log10


def test_constructors():
    """A year, a month and an age are the days they can mean."""
    assert BirthRange.year(2009) == BirthRange(date(2009, 1, 1), date(2009, 12, 31))
    assert BirthRange.month(2008, 2) == BirthRange(date(2008, 2, 1), date(2008, 2, 29))
    exactly = BirthRange.about_age(14, date(2024, 5, 1), give_or_take=0)
    assert exactly == BirthRange(date(2009, 5, 2), date(2010, 5, 1), "age")
    about = BirthRange.about_age(14, date(2024, 2, 29))
    assert about == BirthRange(date(2008, 3, 1), date(2011, 2, 28), "age")


@pytest.mark.parametrize(
    "make",
    [
        lambda: BirthRange(date(2010, 1, 2), date(2010, 1, 1)),
        lambda: BirthRange.year(0),
        lambda: BirthRange.year(10**10),
        lambda: BirthRange.month(2010, 13),
        lambda: BirthRange.about_age(-1, date(2024, 1, 1)),
        lambda: BirthRange.about_age(121, date(2024, 1, 1)),
        lambda: BirthRange.about_age(100, date(50, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused(make):
    """An end before the start, a day that does not exist, an age that cannot be: BadDate, with advice."""
    with pytest.raises(BadDate) as refusal:
        make()
    assert refusal.value.advice


def test_order_of_agreement():
    """The same day weighs most, then swapped, a slip, the same year, another year; far apart weighs least."""
    swapped = weigh(DAY, BirthRange.exact(date(2009, 4, 3)))
    slip = weigh(DAY, BirthRange.exact(date(2009, 3, 14)))
    year = weigh(BirthRange.year(2009), BirthRange.year(2009))
    other = weigh(DAY, BirthRange.exact(date(2006, 7, 19)))
    far = weigh(DAY, BirthRange.exact(date(1990, 7, 19)))
    assert weigh(DAY, DAY) > swapped > year > 0 > other > far == -1.5
    assert weigh(DAY, DAY) > slip > other


def test_swaps_and_slips_are_said():
    """The reason says what the difference is."""
    assert "swapped" in str(compare((DAY,), (BirthRange.exact(date(2009, 4, 3)),)).reasons[0])
    assert "one digit" in str(compare((DAY,), (BirthRange.exact(date(2009, 3, 5)),)).reasons[0])
    assert "both be right" in str(compare((DAY,), (BirthRange.year(2012),)).reasons[0])


def test_first_of_january_is_a_year():
    """The first of January on both sides weighs as the year does, because it is written where no day is known."""
    first = BirthRange.exact(date(2009, 1, 1))
    assert weigh(first, first) == weigh(BirthRange.year(2009), BirthRange.year(2009)) < weigh(DAY, DAY)
    assert "only the year" in str(compare((first,), (first,)).reasons[0])


def test_a_narrower_range_weighs_more():
    """The less is known, the less an agreement weighs."""
    assert weigh(DAY, DAY) > weigh(DAY, BirthRange.month(2009, 3)) > weigh(DAY, BirthRange.year(2009)) > 0


def test_several_births_cost_their_tries():
    """The best pair counts, less log10 of the pairs tried."""
    year = (BirthRange.year(2009),)
    two = compare(year, (BirthRange.year(2009), BirthRange.year(2015)))
    assert two.log10 == pytest.approx(compare(year, year).log10 - 0.30103)
    assert sum(reason.log10 for reason in two.reasons) == pytest.approx(two.log10)


def test_missing_is_not_different():
    """Without a birth on one side nothing is compared."""
    assert not compare((), (DAY,)).compared


@given(ranges(), ranges())
def test_symmetric_bounded_and_never_a_veto(a, b):
    """Any two ranges weigh the same both ways, between -1.5 and +2.5, and the reasons add up."""
    weight = compare((a,), (b,))
    assert weight.log10 == pytest.approx(compare((b,), (a,)).log10)
    assert -1.5 <= weight.log10 <= 2.5
    assert sum(reason.log10 for reason in weight.reasons) == pytest.approx(weight.log10)


@given(ranges())
def test_a_range_agrees_with_itself(a):
    """A birth told twice alike never speaks against the same child by much."""
    assert weigh(a, a) > -0.1
