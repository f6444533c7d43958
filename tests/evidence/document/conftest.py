"""The specimens that ICAO Doc 9303 prints: part 4 appendix A (TD3), part 5 (TD1), part 6 (TD2), part 7 (visas)."""

from __future__ import annotations

import pytest

SPECIMENS = {
    "TD3": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "TD1": "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    "TD2": "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    "MRV-A": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    "MRV-B": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
}
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


@pytest.fixture(params=SPECIMENS)
def specimen(request):
    """Each of ICAO's specimens: its format and its lines."""
    return request.param, SPECIMENS[request.param]


@pytest.fixture
def passport():
    """ICAO's specimen passport."""
    return SPECIMENS["TD3"]


@pytest.fixture
def card():
    """ICAO's specimen card of three lines."""
    return SPECIMENS["TD1"]


@pytest.fixture
def long_numbered():
    """ICAO's specimen card whose document number goes on in the optional field."""
    return LONG_NUMBER
