"""What the tests of the register share: the cast, and a gallery that starts with each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast


@pytest.fixture
def cast(db) -> Cast:
    """Everybody on the stage."""
    from tests.cast import gather

    return gather()


@pytest.fixture(autouse=True)
def _fresh_gallery() -> Iterator[None]:
    """Numbers of the log start anew with each test, so the gallery of this process does, too."""
    from kith.register.matches.gallery import THE_GALLERY

    THE_GALLERY.forget()
    yield
    THE_GALLERY.forget()
