"""Invented names keep to their community and stay recognisable."""

from __future__ import annotations

import unicodedata
from random import Random

import pytest
from rapidfuzz.fuzz import token_set_ratio

from kith.synthetic.name_lists import GROUPS, Order
from kith.synthetic.names import Community, invent, respell, words_of

SCRIPTS = {
    Community.ARABIC: "ARABIC",
    Community.AFGHAN: "ARABIC",
    Community.HORN: "ETHIOPIC",
    Community.CHINESE: "CJK",
    Community.BENGALI: "BENGALI",
}
LISTS = [
    (group, text)
    for group in GROUPS
    for text in (group.boys, group.girls, group.families, group.middles)
    if text
]


def test_there_are_eleven_communities_each_with_names():
    """Every community has a group, and eleven of them are imitated."""
    assert {group.community for group in GROUPS} == set(Community)
    assert len(Community) == 11


@pytest.mark.parametrize(("group", "text"), LISTS)
def test_words_are_written_at_home_and_in_plain_latin(group, text):
    """Each word has a native form in composed Unicode and a Latin form, and no other spelling repeats the Latin one."""
    words = words_of(text)
    assert len({word.native for word in words}) == len(words)
    for word in words:
        assert word.native == unicodedata.normalize("NFC", word.native)
        assert word.latin.replace(" ", "").replace("-", "").isascii()
        assert word.latin not in word.others


@pytest.mark.parametrize("community", list(Community))
def test_a_name_is_in_the_script_of_its_community(community):
    """The native form is in the community's script, the Latin form in Latin letters, and there are other spellings."""
    for seed in range(30):
        name = invent(Random(seed), community=community)
        assert name.community is community
        assert name.latin.isascii()
        assert name.variants
        assert name.latin not in name.variants
        script = SCRIPTS.get(community)
        if script:
            assert all(unicodedata.name(c).startswith(script) for c in name.native if c.isalpha())


def test_the_same_state_gives_the_same_name():
    """A generator of the same seed gives the same name; sex and community are drawn where they are not said."""
    assert invent(Random(3)) == invent(Random(3))
    assert {invent(Random(seed)).sex for seed in range(20)} == {"M", "F"}
    assert len({invent(Random(seed)).community for seed in range(200)}) == 11


def test_a_respelt_name_keeps_most_of_the_name():
    """In Latin letters a name said again shares most of its letters with the first; else it is the native form."""
    native = 0
    for seed in range(400):
        rng = Random(seed)
        name = invent(rng)
        said = respell(rng, name)
        if said == name.native:
            native += 1
            continue
        spellings = (name.latin, *name.variants)
        assert max(token_set_ratio(said.lower(), known.lower()) for known in spellings) > 55
    assert 40 < native < 160


def test_a_child_named_after_father_and_grandfather_repeats_no_name():
    """Where names are given, father's and grandfather's, the three differ."""
    assert any(group.order is Order.GIVEN_FATHER_GRANDFATHER for group in GROUPS)
    for seed in range(60):
        words = invent(Random(seed), community=Community.SOMALI).words
        assert len(set(words)) == 3
