"""How much a finger may have grown: bounded by the time between, centred by what was told, the same from either side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.made_evidence import child, finger

from kith.evidence.biography import Biography, BirthRange
from kith.evidence.fingerprint.scaling import SCALES
from kith.identify import Evidence, Finger
from kith.identify import growth as room
from kith.identify.gallery.memory import MemoryGallery
from kith.identify.growth import Sitting, born, expected, in_words, laid_out

TODAY = date(2026, 11, 1)
AT_TEN = BirthRange.exact(date(2013, 11, 1))


def ago(years: float, height: float | None = None) -> Sitting:
    """A sitting so many years before today."""
    return Sitting(TODAY - timedelta(days=round(years * room.YEAR)), height)


def one(probe: Sitting, reference: Sitting, **told: float) -> tuple[int, float]:
    """What is tried for one pair: how many sizes, around which."""
    found = expected(probe, laid_out([reference]), **told)
    return int(found.scales[0]), float(found.growth[0])


def test_within_a_year_fingers_are_compared_as_they_are():
    """Up to a year lies one size, exactly 1, between them, whatever was told."""
    for years in (0, 0.1, 0.99):
        for told in ({}, {"born_one": born([AT_TEN])}, {"born_many": born([BirthRange.year(1990)])}):
            assert one(Sitting(TODAY), ago(years), **told) == (1, 1.0)


def test_nothing_known_is_five_sizes_around_the_same():
    """Where a day is missing on either side, five sizes around 1 are tried."""
    for a, b in ((Sitting(), Sitting()), (Sitting(TODAY), Sitting()), (Sitting(), Sitting(TODAY))):
        assert one(a, b, born_one=born([AT_TEN])) == (5, 1.0)


def test_a_told_age_centres():
    """A child told to be ten three years ago is expected to be as much smaller then as the WHO's median child: 138.2 to 156.2 cm."""
    scales, growth = one(Sitting(TODAY), ago(3), born_many=born([AT_TEN]))
    assert scales == 3
    assert growth == pytest.approx(138.21 / 156.21, rel=1e-3)


def test_measured_heights_count_before_told_ages():
    """Two measured heights say how much was grown, within what the time allows."""
    _, growth = one(Sitting(TODAY, 150.0), ago(3, 135.0), born_one=born([BirthRange.year(1990)]))
    assert growth == pytest.approx(135 / 150)
    _, shrunk = one(Sitting(TODAY, 135.0), ago(3, 150.0))
    assert shrunk == 1.0


@given(
    some.floats(1.01, 14),
    some.integers(0, 40),
    some.floats(5, 16),
    some.booleans(),
)
def test_whatever_was_told_the_true_size_is_tried(years, told_age, true_age, boy):
    """Five or fewer sizes around the expected reach what the median boy or girl really grew, also where the age told is untrue."""
    curve = room.BOYS if boy else room.GIRLS
    grown = np.interp(true_age + years, room.BIRTHDAYS, curve) / np.interp(true_age, room.BIRTHDAYS, curve)
    told = born([BirthRange.about_age(told_age, TODAY)])
    for known in ({}, {"born_one": told}):
        scales, growth = one(Sitting(TODAY), ago(years), **known)
        nearest = min(abs(np.log(size * growth * grown)) for size in SCALES[scales])
        # no further from one of the sizes than halfway to the next
        assert nearest < 0.058


@given(some.floats(0, 20), some.integers(5, 30), some.integers(5, 30))
def test_exchanging_the_two_turns_the_growth_around(years, age_here, age_there):
    """From the other side as many sizes are tried, around the inverse."""
    here, there = (
        born([BirthRange.about_age(age_here, TODAY)]),
        born([BirthRange.about_age(age_there, TODAY)]),
    )
    scales, growth = one(Sitting(TODAY), ago(years), born_one=here, born_many=there)
    back = one(ago(years), Sitting(TODAY), born_one=there, born_many=here)
    assert back == (scales, pytest.approx(1 / growth))


def test_many_are_each_as_one():
    """An array of sittings gives for each what it gives alone."""
    sittings = [Sitting(), *(ago(years) for years in (0, 0.5, 2, 3, 9))]
    births = np.array([np.nan, born([AT_TEN]), np.nan, born([AT_TEN]), np.nan, born([AT_TEN])])
    found = expected(Sitting(TODAY), laid_out(sittings), born_many=births)
    for i, sitting in enumerate(sittings):
        assert (int(found.scales[i]), float(found.growth[i])) == one(
            Sitting(TODAY), sitting, born_many=float(births[i])
        )
    assert expected(Sitting(TODAY), laid_out([])).scales.shape == (0,)


def test_why_is_said_in_words():
    """Several sizes are explained with the years between; one size needs no word."""
    assert in_words(1, 0.2) is None
    assert "about 3 years lie between" in str(in_words(3, 3.1))
    assert "about a year lies between" in str(in_words(3, 1.2))
    assert "not known when" in str(in_words(5, np.nan))


def smaller(one: Finger, by: float, taken: date) -> Finger:
    """The same finger on another day, so much smaller."""
    template = one.template
    return Finger(
        one.position,
        replace(template, x=(template.x * by).astype(np.float32), y=(template.y * by).astype(np.float32)),
        taken,
    )


def test_a_gallery_finds_who_has_grown():
    """Fingers recorded three years ago at four fifths of the size are found, and the reason says that years lie between."""
    gallery = MemoryGallery()
    for seed in range(20):
        gallery.put(str(seed), child(seed))
    then = TODAY - timedelta(days=3 * 365)
    grown = tuple(smaller(finger(77, position), 0.8, then) for position in (2, 3, 7, 8))
    gallery.put("grown", Evidence(fingers=grown, biography=Biography((), (AT_TEN,))))
    probe = tuple(replace(finger(77, position), taken=TODAY) for position in (2, 7))
    answer = gallery.search(Evidence(fingers=probe))
    assert answer.candidates[0].subject == "grown"
    assert answer.candidates[0].posterior > 0.99
    assert any("about 3 years lie between" in str(r) for r in answer.candidates[0].weights[0].reasons)
    # had both been taken on one day, nothing would be as alike
    same_day = tuple(replace(one, taken=then) for one in probe)
    before = [c for c in gallery.search(Evidence(fingers=same_day)).candidates if c.subject == "grown"]
    assert not before or before[0].log10 < answer.candidates[0].log10
