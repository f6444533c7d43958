"""What the fingerprint tests share: drawn prints, and the public sets where they lie beside the repository."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"


@pytest.fixture(scope="session")
def shared():
    """The folder of public test data, beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("the public test data does not lie beside the repository (../shared/data)")
    return SHARED


@pytest.fixture(scope="session")
def fingers():
    """Five drawn fingers, two impressions of each, as templates of the engine that is always there."""
    from drawn_fingers import impression

    from kith.evidence.fingerprint import extract

    return [[extract(impression(finger, take), engine="ridge") for take in range(2)] for finger in range(5)]
