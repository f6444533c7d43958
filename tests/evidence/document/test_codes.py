"""The table of codes is whole and says where each code comes from."""

from __future__ import annotations

from collections import Counter

import pytest

from kith.evidence.document import code_of, known_codes


def test_the_table_is_whole():
    """249 codes of ISO 3166-1, ICAO's own, and lapsed ones; three letters each but Germany's, named and sourced."""
    table = known_codes()
    assert Counter(code.source for code in table.values())["iso"] == 249
    assert {code.source for code in table.values()} == {"iso", "icao", "in use", "former"}
    assert all(
        code.name and key == code.code and key.isalpha() and key.isupper() for key, code in table.items()
    )
    assert {key for key in table if len(key) != 3} == {"D"}


@pytest.mark.parametrize(
    "code",
    [
        "XXA",
        "XXB",
        "XXC",
        "XXX",
        "UNK",
        "D",
        "GBD",
        "GBN",
        "GBO",
        "GBP",
        "GBS",
        "UNO",
        "UNA",
        "XOM",
        "XPO",
        "XXK",
        "RKS",
        "EUE",
        "UTO",
        "XCC",
        "XCE",
        "XBA",
        "XIM",
        "YUG",
        "SUN",
        "VNM",
        "ALB",
        "ERI",
    ],
)
def test_codes_that_must_be_known_are(code):
    """ICAO's own codes, lapsed states and the countries most met are in the table."""
    assert code_of(code).code == code


def test_fillers_spaces_and_case_do_not_matter():
    """A code is found as it stands in a zone or as somebody types it."""
    assert code_of("D<<").name == "Germany"
    assert code_of(" gbr ").name == "United Kingdom"
    assert code_of("QQQ") is None
    assert code_of("") is None
