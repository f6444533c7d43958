"""A biography: one weight a kind, missing is not different, nationality and language help and hardly harm."""

from __future__ import annotations

from datetime import date

import pytest

from kith.errors import BadName
from kith.evidence.biography import Biography, BirthRange, compare, compare_prepared, prepare, quick
from kith.evidence.weight import Kind, total

CHILD = Biography(
    ("Nguyễn Thị Hồng Nhung",),
    (BirthRange.exact(date(2009, 3, 4)),),
    nationalities=("VNM",),
    languages=("vi",),
)
ORDER = [Kind.NAME, Kind.BIRTH, Kind.NATIONALITY, Kind.LANGUAGE]


def test_one_weight_a_kind_in_order():
    """Two biographies become four weights; told alike, each speaks for the same child."""
    weights = compare(CHILD, CHILD)
    assert [weight.kind for weight in weights] == ORDER
    assert all(weight.log10 > 0 for weight in weights)


def test_missing_is_not_different():
    """Against nothing, every weight is not compared, weighs 0 and says why."""
    for weights in (compare(CHILD, Biography()), compare(Biography(), CHILD)):
        assert [weight.kind for weight in weights] == ORDER
        assert not any(weight.compared for weight in weights)
        assert all("missing" in str(weight.reasons[0]) for weight in weights)


def test_adding_the_same_missing_field_changes_nothing():
    """A field that only one side has leaves the total as it was."""
    without = Biography(CHILD.names)
    assert total(compare(CHILD, without)) == pytest.approx(total(compare(without, without)))


@pytest.mark.parametrize("at", [2, 3])
def test_another_nationality_or_language_says_next_to_nothing(at):
    """The same speaks a little for the same child; another one costs at most a twentieth."""
    other = Biography(nationalities=("CHN",), languages=("zho",))
    assert 0 < compare(CHILD, CHILD)[at].log10 <= 0.3
    assert -0.05 <= compare(CHILD, other)[at].log10 <= 0


@pytest.mark.parametrize(("a", "b"), [("D", "DEU"), ("RKS", "XKX"), ("gbd", "GBR"), ("D<<", "DEU")])
def test_codes_of_icao_are_the_same_state(a, b):
    """A code that passports carry is the state's."""
    assert compare(Biography(nationalities=(a,)), Biography(nationalities=(b,)))[2].log10 > 0


@pytest.mark.parametrize(
    ("a", "b"), [("vi", "vie"), ("ar-SY", "apc"), ("prs", "fa"), ("yue", "zh"), ("kmr", "ckb")]
)
def test_codes_of_one_language_are_the_same(a, b):
    """Two- and three-letter codes, and languages of one macrolanguage, agree."""
    assert compare(Biography(languages=(a,)), Biography(languages=(b,)))[3].log10 > 0


def test_no_state_is_missing():
    """Stateless and unknown nationality are no nationality to compare."""
    unknown = Biography(nationalities=("XXA", "UNK", ""))
    assert not compare(unknown, unknown)[2].compared


def test_names_are_cleaned_as_they_come_in():
    """A biography holds clean names, each once, and refuses what is none."""
    assert Biography(("Ali\u200b", " Ali ", "علي")).names == ("Ali", "علي")
    with pytest.raises(BadName):
        Biography(("x" * 10_000,))


def test_empty_is_false():
    """A biography without anything is false, with anything true."""
    assert not Biography()
    assert Biography(languages=("vi",))


def test_quick_is_the_sum():
    """The quick total is that of the four weights, and tells which were compared."""
    near = Biography(("Nguyen Thi Hong Nhug", "Nhung"), (BirthRange.year(2009),), ("CHN",))
    log10, compared = quick(prepare(CHILD), prepare(near))
    weights = compare_prepared(prepare(CHILD), prepare(near))
    assert log10 == pytest.approx(total(weights))
    assert list(compared) == [weight.compared for weight in weights]


def test_names_without_a_shared_key_are_taken_for_different():
    """The quick total of two names without a key in common is the lower bound."""
    one, two = prepare(Biography(("Blessing Osagie",))), prepare(Biography(("王小明",)))
    assert not one.keys & two.keys
    assert quick(one, two)[0] == -1.5
