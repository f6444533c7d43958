"""The zone is read whatever way it was pasted, and every doubt is named by its field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadMrz
from kith.evidence.document import Mrz, PartialDate, build_mrz, check_digit, parse_mrz

TODAY = date(2025, 6, 1)


def _read(text):
    return parse_mrz(text, reference=TODAY)


def _answer(text):
    """The zone, or the refusal; anything else raised is an error of the test."""
    try:
        return _read(text)
    except BadMrz as refused:
        return refused


def _fields(mrz):
    return [error.field for error in mrz.errors]


def _with(text, at, sign):
    """The text with one sign exchanged, counting through the lines."""
    flat = text.replace("\n", "")
    return flat[:at] + sign + flat[at + 1 :]


def test_icaos_specimens_are_read(specimen):
    """Each specimen of Doc 9303 gives Anna Maria Eriksson's fields, without a doubt."""
    kind, text = specimen
    mrz = _read(text)
    assert mrz.errors == ()
    assert mrz.format == kind
    assert (mrz.surname, mrz.given_names, mrz.issuing_state, mrz.sex) == (
        "ERIKSSON",
        "ANNA MARIA",
        "UTO",
        "F",
    )
    assert mrz.lines == tuple(text.split("\n"))
    assert mrz.document_type == text[0]


def test_icaos_specimen_passport_field_by_field(passport):
    """Every field of the specimen passport is as Doc 9303 part 4 gives it."""
    mrz = _read(passport)
    assert (mrz.number, mrz.nationality, mrz.optional) == ("L898902C3", "UTO", "ZE184226B")
    assert mrz.birth == PartialDate(date(1974, 8, 12), date(1974, 8, 12))
    assert mrz.expiry == PartialDate(date(2012, 4, 15), date(2012, 4, 15))


def test_a_visa_keeps_its_own_optional_field(specimen):
    """A visa has nothing after its dates but the issuer's own field, and no check digit over all."""
    kind, text = specimen
    mrz = _read(text)
    if kind == "MRV-A":
        assert (mrz.optional, mrz.nationality) == ("6ZE184226B", "XXX")
        assert _fields(_read(_with(text, 80, "Q"))) == []


def test_a_long_number_goes_on_in_the_optional_field(long_numbered):
    """A card's number of more than nine signs is put together, with its own check digit."""
    mrz = _read(long_numbered)
    assert (mrz.number, mrz.optional, mrz.errors) == ("D23145890734", "", ())
    wrong = _read(long_numbered.replace("<7349<", "<7348<"))
    assert set(_fields(wrong)) == {"number", "composite"}


@pytest.mark.parametrize(
    "paste",
    [
        str.lower,
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", "\r\n\r\n  "),
        " ".join,
        lambda text: "\n".join(text[at : at + 17] for at in range(0, len(text), 17)),
        lambda text: text.replace("<<", "«"),
        lambda text: text.replace("<", "‹"),
        lambda text: text.replace("<", "«"),
        lambda text: text.replace("<", "＜"),
        lambda text: text.replace("<", "&lt;"),
        lambda text: text.replace("<", "〈").replace("E", "Ｅ"),
        lambda text: "\ufeff" + text.replace("<", "<\u200b") + "\n\n",
        lambda text: f"Passport of a child, page 2:\n{text}\nEND OF PAGE",
    ],
)
def test_however_it_is_pasted_it_is_the_same(paste, specimen):
    """Spaces, case, line breaks, look-alikes of the filler and text around it change nothing."""
    _, text = specimen
    assert _read(paste(text)) == _read(text)


def test_fillers_lost_at_the_end_of_the_names_are_added_and_named(specimen):
    """A line of names that lost its last fillers is read, and says so."""
    kind, text = specimen
    lines = text.split("\n")
    at = 2 if kind == "TD1" else 0
    lines[at] = lines[at].rstrip("<")
    mrz = _read("\n".join(lines))
    assert (mrz.surname, mrz.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert _fields(mrz) == ["names"]
    assert "short" in mrz.errors[0].says


# where each check digit stands in each format, laid end to end
DIGITS = {
    "TD3": {"number": 53, "birth": 63, "expiry": 71, "optional": 86, "composite": 87},
    "TD1": {"number": 14, "birth": 36, "expiry": 44, "composite": 59},
    "TD2": {"number": 45, "birth": 55, "expiry": 63, "composite": 71},
    "MRV-A": {"number": 53, "birth": 63, "expiry": 71},
    "MRV-B": {"number": 45, "birth": 55, "expiry": 63},
}


def test_a_wrong_check_digit_is_named_by_its_field(specimen):
    """Each check digit, made wrong, is named with what was found and expected, and nothing is raised or mended."""
    kind, text = specimen
    flat = text.replace("\n", "")
    for field, at in DIGITS[kind].items():
        wrong = str((int(flat[at]) + 1) % 10)
        mrz = _read(_with(text, at, wrong))
        error = next(error for error in mrz.errors if error.field == field)
        assert (error.found, error.expected) == (wrong, flat[at])
        assert error.says
        assert error.advice
        assert set(_fields(mrz)) <= {field, "composite"}
        assert mrz.number == _read(text).number


def test_every_sign_that_a_check_digit_covers_is_checked(specimen):
    """One sign of number, birth or expiry raised by one is noticed wherever it stands."""
    kind, text = specimen
    flat = text.replace("\n", "")
    for field, end in DIGITS[kind].items():
        if field in {"number", "birth", "expiry"}:
            for at in range(end - (9 if field == "number" else 6), end):
                if flat[at].isdigit():
                    assert field in _fields(_read(_with(text, at, str((int(flat[at]) + 1) % 10))))


def test_an_empty_personal_number_may_have_a_filler_or_a_zero(passport):
    """Both ways in which states leave the personal number out are right; any other digit is not."""
    empty = passport[:-16] + "<" * 14
    for sign, fields in (("<", []), ("0", []), ("7", ["optional"])):
        lines = empty + sign
        flat = lines.replace("\n", "")
        over_all = check_digit(flat[44:54] + flat[57:64] + flat[65:87])
        assert _fields(_read(lines + over_all)) == fields


@pytest.mark.parametrize(
    ("six", "earliest", "latest"),
    [
        ("1008<<", date(2010, 8, 1), date(2010, 8, 31)),
        ("10<<<<", date(2010, 1, 1), date(2010, 12, 31)),
        ("12022<", None, None),
        ("1202<<", date(2012, 2, 1), date(2012, 2, 29)),
        ("<<<<<<", None, None),
        ("25<<<<", date(2025, 1, 1), date(2025, 6, 1)),
        ("250602", date(1925, 6, 2), date(1925, 6, 2)),
        ("250601", date(2025, 6, 1), date(2025, 6, 1)),
        ("000229", date(2000, 2, 29), date(2000, 2, 29)),
    ],
)
def test_births_known_in_part_become_ranges(six, earliest, latest):
    """A birth date whose day or month is unknown is the range of days it may mean, in no century after today."""
    text = f"I<UTOD231458907<<<<<<<<<<<<<<<{six}{check_digit(six)}F3504159UTO<<<<<<<<<<<0ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    mrz = _read(text)
    assert mrz.birth == (PartialDate(earliest, latest) if earliest else None)
    assert ("birth" in _fields(mrz)) == (six == "12022<")


def test_an_unknown_birth_may_have_a_filler_for_its_check_digit():
    """A birth date wholly unknown is no error, with a zero or a filler as its check digit."""
    for sign in "0<":
        mrz = _read(
            f"I<UTOD231458907<<<<<<<<<<<<<<<<<<<<<{sign}F3504159UTO<<<<<<<<<<<0ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
        )
        assert mrz.birth is None
        assert "birth" not in _fields(mrz)


def test_nobody_is_born_after_the_document_expired(card):
    """The expiry decides the century of birth, unless the expiry itself is in doubt."""
    expired = card.replace("7408122", "130812" + check_digit("130812"))
    assert _read(expired).birth.earliest == date(1913, 8, 12)
    doubtful = expired.replace("1204159", "1204158")
    assert _read(doubtful).birth.earliest == date(2013, 8, 12)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 6, 1), 2060), (date(1990, 1, 1), 1960), (date(2070, 1, 1), 2060)]
)
def test_an_expiry_lies_in_the_century_nearest_to_today(day, year, card):
    """A card that expires in '60 expires in the century that brings it within fifty years."""
    text = card.replace("1204159", "600415" + check_digit("600415"))
    assert parse_mrz(text, reference=day).expiry.earliest.year == year


@pytest.mark.parametrize("reference", [date.min, date.max, date(99, 1, 1), date(2000, 2, 29)])
def test_any_day_may_be_the_reference(reference, passport):
    """However early or late the day by which centuries are decided, nothing is raised."""
    assert parse_mrz(passport, reference=reference).number == "L898902C3"


def test_today_is_the_reference_where_none_is_given(passport):
    """Without a reference the specimen's dates are those of the last century and this one."""
    assert parse_mrz(passport).birth.earliest == date(1974, 8, 12)


@pytest.mark.parametrize(
    ("six", "field"), [("741312", "birth"), ("740230", "birth"), ("74O812", "birth"), ("740000", "birth")]
)
def test_a_date_that_does_not_exist_is_named(six, field, card):
    """A thirteenth month, a thirtieth of February, a letter or zeros are named, and no date is made of them."""
    mrz = _read(card.replace("7408122", six + check_digit(six)))
    assert mrz.birth is None
    assert field in _fields(mrz)


@pytest.mark.parametrize(
    "code", ["XXA", "XXB", "XXC", "XXX", "D", "GBD", "GBN", "GBO", "GBP", "GBS", "UNO", "UNA", "UNK", "XOM"]
)
@pytest.mark.parametrize("place", ["issuing_state", "nationality"])
def test_icaos_own_codes_are_known(code, place, card):
    """Codes that only ICAO has are read without a doubt, without fillers."""
    padded = code.ljust(3, "<")
    text = _with_code(card, place, padded)
    mrz = _read(text)
    assert getattr(mrz, place) == code
    assert place not in _fields(mrz)


def _with_code(card, place, code):
    flat = card.replace("\n", "")
    at = 2 if place == "issuing_state" else 45
    return flat[:at] + code + flat[at + 3 :]


@pytest.mark.parametrize("code", ["QQQ", "<<<", "U0O", "D<D"])
def test_an_unknown_code_is_named_and_kept(code, card):
    """A code in no list is a doubt, and is handed on as it was read."""
    mrz = _read(_with_code(card, "nationality", code))
    assert _fields(mrz) == ["nationality"]
    assert mrz.nationality == code.replace("<", " ").rstrip()


@pytest.mark.parametrize(("sign", "sex"), [("M", "M"), ("F", "F"), ("X", "X"), ("<", "X"), ("H", "X")])
def test_sex_is_m_f_or_not_specified(sign, sex, passport):
    """M and F are themselves, < and X mean not specified, anything else is a doubt."""
    mrz = _read(_with(passport, 64, sign))
    assert mrz.sex == sex
    assert _fields(mrz) == (["sex"] if sign == "H" else [])


def test_names_in_doubt_are_named(card):
    """A digit within the names, or no name, is a doubt; one name alone is none."""
    assert _fields(_read(card.replace("ANNA", "ANN4"))) == ["names"]
    assert _fields(_read(card.replace("ERIKSSON<<ANNA<MARIA", "<" * 20))) == ["names"]
    alone = _read(card.replace("ERIKSSON<<ANNA<MARIA", "ARKFREITH<<<<<<<<<<<"))
    assert (alone.surname, alone.given_names, alone.errors) == ("ARKFREITH", "", ())


def test_a_filler_within_the_number_is_named(passport):
    """A document number with a hole is a doubt."""
    number = "L89<902C3"
    text = passport.replace("L898902C36", number + check_digit(number))
    assert "number" in _fields(_read(text))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", "no text"),
        (" \n\t ", "no text"),
        ("hello", "lines of 5 "),
        ("P<UTO\nL898902C3", "lines of 5 and 9 "),
        ("A" * 44 + "\n" + "B" * 44, "lines of 44 and 44 "),
        ("<" * 90, "lines of 90 "),
        ("1" * 88, "lines of 88 "),
        ("A" * 20_000, "20,000 characters"),
        ("\n".join("abcdefg"), "and more "),
    ],
)
def test_what_is_no_zone_is_refused_with_the_lengths_seen(text, seen):
    """Text of other lengths or looks is refused; the refusal tells what was seen and what lengths there are."""
    with pytest.raises(BadMrz) as refused:
        _read(text)
    assert seen in refused.value.says
    assert refused.value.advice


def test_a_line_with_a_character_missing_tells_the_lengths(passport):
    """A second line that lost a character is refused with both lengths, not shifted."""
    with pytest.raises(BadMrz, match="44 and 43"):
        _read(passport.replace("L898902C36", "L89890C36"))


def test_a_sign_that_no_zone_has_is_pointed_out(passport):
    """A letter with a mark, or a stop, is named in the advice."""
    with pytest.raises(BadMrz) as refused:
        _read(passport.replace("ERIKSSON", "ERIKSSÖN"))
    assert "take out Ö" in refused.value.advice


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises_anything_but_a_named_error(text):
    """Any text is a zone or a BadMrz with advice."""
    answer = _answer(text)
    assert isinstance(answer, Mrz) or answer.advice


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([72, 88, 90]), st.data())
def test_no_zone_like_text_raises_anything_but_a_named_error(length, data):
    """Any signs of the zone's alphabet in a zone's length are a zone with doubts or a BadMrz."""
    text = data.draw(st.text("ABCDVPI0123456789<", min_size=length, max_size=length))
    answer = _answer(text)
    assert "".join(answer.lines) == text if isinstance(answer, Mrz) else answer.advice


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 89), sign=st.characters(codec="utf-8"), inserted=st.booleans(), card=st.booleans())
def test_a_changed_zone_raises_nothing_else(at, sign, inserted, card):
    """Any sign put into or over a zone gives a zone or a BadMrz."""
    kind = "TD1" if card else "TD3"
    text = build_mrz(
        kind, surname="Eriksson", number="L898902C3", birth=date(2010, 8, 12), expiry=date(2030, 4, 15)
    )
    answer = _answer(text[:at] + sign + text[at + (0 if inserted else 1) :])
    assert isinstance(answer, Mrz) or answer.advice
