"""What was typed, read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kith.cli import typed
from kith.errors import BadAnswer


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2009", (2009, None, None)), ("2009-3", (2009, 3, None)), (" 2009-03-01 ", (2009, 3, 1))],
)
def test_a_birth_date_may_be_told_in_part(text, meant):
    """Year, month and day are read as far as they were told."""
    assert typed.birth(text) == meant


@pytest.mark.parametrize(
    "text", ["", "09", "1/3/2009", "2009-", "2009-03-01-02", "٢٠٠٩", "20090301", "-2009"]
)
def test_what_is_no_birth_date_is_refused(text):
    """A form that could be read in two ways is refused."""
    with pytest.raises(BadAnswer) as refused:
        typed.birth(text)
    assert refused.value.field == "born"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("right-thumb=a.png", (1, "a.png")),
        ("Right Index=a.png", (2, "a.png")),
        ("left_little_finger=a=b.png", (10, "a=b.png")),
        ("7=a.png", (7, "a.png")),
        ("unknown=a.png", (0, "a.png")),
        ("a.png", (0, "a.png")),
    ],
)
def test_a_finger_is_named_by_words_or_number(text, meant):
    """Position and file are read; a file alone is of an unknown finger."""
    assert typed.finger(text) == meant


@pytest.mark.parametrize(
    "text", ["", "=a.png", "11=a.png", "-1=a.png", "toe=a.png", "right-thumb=", "١=a.png"]
)
def test_what_is_no_finger_is_refused(text):
    """There are ten fingers and the unknown one."""
    with pytest.raises(BadAnswer):
        typed.finger(text)


def test_whom_the_child_was_with_may_have_a_relation():
    """The last colon parts the relation from the label, so that a label may hold one."""
    assert typed.met("adult=Uncle: so he said:uncle") == ("adult", "Uncle: so he said", "uncle")
    assert typed.met("PHONE=+44 7700 900123") == ("phone", "+44 7700 900123", "")


@pytest.mark.parametrize("text", ["", "adult", "adult=", "adult=:uncle", "dog=Rex", "=x"])
def test_whom_the_child_was_with_has_a_kind_and_a_label(text):
    """Neither another kind nor an empty label is taken."""
    with pytest.raises(BadAnswer):
        typed.met(text)


def test_a_time_without_an_offset_is_the_registers():
    """A bare time is of the register's time zone; one with an offset stays what it is."""
    assert typed.when("2026-07-01 14:30").astimezone(UTC) == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert typed.when("2026-07-01T14:30+02:00").astimezone(UTC) == datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "0001-01-01 00:00", "9999-12-31 23:59-12:00", "2026-02-30"]
)
def test_what_is_no_time_is_refused(text):
    """No text makes anything but a refusal."""
    with pytest.raises(BadAnswer):
        typed.when(text)


def test_nationalities_are_codes_of_passports():
    """A code keeps its name in English; one that stands in no list is refused."""
    assert typed.nationalities(["alb"]) == {"ALB": "Albania"}
    with pytest.raises(BadAnswer):
        typed.nationalities(["ZZZ"])


@pytest.mark.parametrize("code", ["", "a", "sq sq", "<b>", "albanian!", "ქა"])
def test_a_language_has_the_form_of_a_code(code):
    """Words are no code."""
    with pytest.raises(BadAnswer):
        typed.languages([code])
    assert typed.languages(["sq", "ar-SY"]) == {"sq": "sq", "ar-sy": "ar-sy"}


@pytest.mark.django_db
def test_the_kit_is_answered_by_its_six_items():
    """Items are found as written; another word is refused with the list."""
    assert typed.not_possible("Fingerprints=hands are injured") == ("fingerprints", "hands are injured")
    with pytest.raises(BadAnswer) as refused:
        typed.kit_item("dna", "declined")
    assert "photograph" in refused.value.advice
