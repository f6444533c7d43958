"""A zone that is built is read back as it was given."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadDate, BadMrz
from kith.evidence.document import Format, PartialDate, build_mrz, known_codes, parse_mrz
from kith.evidence.document.layout import LAYOUTS

TODAY = date(2025, 6, 1)
names = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6), min_size=1, max_size=2).map(
    " ".join
)
numbers = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9)
births = st.one_of(
    st.none(),
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(1930, 2024).map(lambda year: PartialDate(date(year, 1, 1), date(year, 12, 31))),
    st.integers(1930, 2024).map(lambda year: PartialDate(date(year, 11, 1), date(year, 11, 30))),
)


def _range(value):
    return PartialDate(value, value) if isinstance(value, date) else value


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(Format),
    surname=names,
    given_names=st.one_of(st.just(""), names),
    number=numbers,
    codes=st.tuples(*[st.sampled_from(sorted(known_codes()))] * 2),
    birth=births,
    sex=st.sampled_from("MFX"),
    expiry=st.one_of(st.none(), st.dates(TODAY, date(2070, 1, 1))),
    optional=st.text("ABC123", max_size=7),
)
def test_what_is_built_is_read_back(  # noqa: PLR0917  # hypothesis gives them by name
    kind, surname, given_names, number, codes, birth, sex, expiry, optional
):
    """Whatever the format and the fields, reading gives what was built, without a doubt."""
    text = build_mrz(
        kind,
        issuing_state=codes[0],
        nationality=codes[1],
        surname=surname,
        given_names=given_names,
        number=number,
        birth=birth,
        sex=sex,
        expiry=expiry,
        optional=optional,
    )
    layout = LAYOUTS[kind]
    assert [len(line) for line in text.split("\n")] == [layout.width] * layout.lines
    mrz = parse_mrz(text, reference=TODAY)
    assert mrz.errors == ()
    assert (mrz.format, mrz.number, mrz.sex, mrz.optional) == (kind, number, sex, optional)
    assert (mrz.issuing_state, mrz.nationality) == codes
    assert (mrz.surname, mrz.given_names) == (surname, given_names)
    assert (mrz.birth, mrz.expiry) == (_range(birth), _range(expiry))


@given(
    st.sampled_from([(Format.TD1, 13), (Format.TD2, 5)]),
    st.text("ABCXYZ0123456789", min_size=10, max_size=22),
)
def test_long_numbers_are_read_back_where_there_is_room(format_and_room, number):
    """Numbers of more than nine signs go on in the optional field of cards; without room they are refused."""
    kind, room = format_and_room
    if len(number) - 9 <= room:
        mrz = parse_mrz(
            build_mrz(kind, number=number, surname="ERIKSSON", birth=date(2010, 1, 1)), reference=TODAY
        )
        assert (mrz.number, mrz.errors) == (number, ())
    else:
        with pytest.raises(BadMrz):
            build_mrz(kind, number=number)


def test_a_long_number_leaves_room_for_the_rest_of_the_optional_field():
    """After a long number and its check digit the optional field goes on."""
    text = build_mrz(
        "TD1", number="D23145890734", optional="AB1", optional_2="Z9", surname="X", birth=date(2010, 1, 1)
    )
    mrz = parse_mrz(text, reference=TODAY)
    assert (mrz.number, mrz.optional, mrz.optional_2, mrz.errors) == ("D23145890734", "AB1", "Z9", ())


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Müller", "MUELLER"),
        ("Ærø Ðurić", "AEROE<DURIC"),
        ("O'Connor-Smith", "OCONNOR<SMITH"),
        ("Nguyễn Thị Hồng", "NGUYEN<THI<HONG"),
        ("  ", ""),
    ],
)
def test_names_come_in_the_letters_of_the_zone(name, letters):
    """Marks, apostrophes and hyphens become what Doc 9303 asks for."""
    assert build_mrz("TD3", surname=name)[5:44].rstrip("<") == letters


def test_names_of_any_script_give_letters():
    """A name in another script is transliterated, never dropped."""
    for name in ("ተስፋለም", "محمد", "王小明", "Хоџа"):
        assert build_mrz("TD3", surname=name)[5].isalpha()


@given(st.text("ABCDE ", min_size=1, max_size=90), st.text("FGHIJ ", min_size=1, max_size=90))
def test_names_without_room_are_cut_but_both_begin(surname, given_names):
    """However long the names, the line has its length, and a given name keeps at least its first letter."""
    line = build_mrz("TD2", surname=surname, given_names=given_names).split("\n")[0]
    assert len(line) == 36
    if surname.strip() and given_names.strip():
        assert set(line[5:]) & set("FGHIJ")
        assert set(line[5:]) & set("ABCDE")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("TD4", {}),
        ("TD3", {"number": "1234567890"}),
        ("TD3", {"number": "12/4"}),
        ("TD1", {"number": "12/4567890123"}),
        ("TD3", {"issuing_state": "LONG"}),
        ("TD3", {"sex": "MF"}),
        ("TD3", {"optional": "A" * 15}),
        ("TD1", {"number": "1" * 20, "optional": "A" * 9}),
    ],
)
def test_what_has_no_room_is_refused(kind, fields):
    """A field without room or signs in the format is refused by name."""
    with pytest.raises(BadMrz) as refused:
        build_mrz(kind, **fields)
    assert refused.value.advice
    assert refused.value.field in {"format", *fields}


def test_a_range_inside_out_is_refused():
    """A partial date ends no earlier than it begins."""
    with pytest.raises(BadDate):
        PartialDate(date(2010, 1, 2), date(2010, 1, 1))
    assert PartialDate(date(2010, 1, 1), date(2010, 1, 1)).exact
