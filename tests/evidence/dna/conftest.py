"""Where the data lie that other programs computed, and small families that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.evidence.dna import Pedigree, Person, Sex

DATA = Path(__file__).resolve().parents[3] / "../shared/data/dna"


@pytest.fixture(scope="session")
def reference():
    """The folder of reference cases."""
    if not (DATA / "reference_cases.json").is_file():
        pytest.skip("the reference cases are not beside this repository (../shared/data/dna)")
    return DATA


@pytest.fixture
def siblings():
    """Two children of one couple."""
    return Pedigree(
        [
            Person("father", sex=Sex.MALE),
            Person("mother", sex=Sex.FEMALE),
            Person("a", "father", "mother", Sex.MALE),
            Person("b", "father", "mother", Sex.FEMALE),
        ]
    )
