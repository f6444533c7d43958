"""What the server writes to its terminal carries no value that somebody typed."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings

from kith.server.discretion import DiscreetFormatter

NAME = "Nguyễn Thị Hồng Nhung"


def _written(message: str, *args: object, exc_info: object = None, stack: str | None = None) -> str:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "file.py", 1, message, args, exc_info, sinfo=stack
    )
    return DiscreetFormatter().format(record)


def test_of_a_failure_only_its_kind_and_place_are_written():
    """Neither an exception nor its cause shows its message; both show their class and the lines they passed."""
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise LookupError(f"no child called {NAME}") from error
    except LookupError:
        line = _written("Internal Server Error: %s", "/child/", exc_info=sys.exc_info())
    assert NAME not in line
    assert "builtins.LookupError" in line
    assert "builtins.ValueError" in line
    assert "test_discretion.py:" in line


def test_what_was_searched_is_not_written():
    """What stands after the question mark of an address is cut off."""
    line = _written("Not Found: %s", "/children/?q=Nhung")
    assert "/children/" in line
    assert "Nhung" not in line


def test_one_record_is_one_line():
    """A line break in what is logged cannot begin a line that looks like another record."""
    assert "\n" not in _written("Not Found: %s", "/x\n2026-01-01 INFO kith all is well")


def test_a_stack_is_not_written():
    """A stack, which quotes lines of code with values in them, is left out."""
    assert NAME not in _written("slow", stack=f"Stack:\n  call({NAME!r})")


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_statements_with_their_values_are_never_written(level):
    """Whatever the level, SQL with its values is not logged."""
    from kith.server.discretion import logging_settings

    assert logging_settings(level)["loggers"]["django.db.backends"]["level"] == "WARNING"
    assert settings.LOGGING["formatters"]["discreet"]["()"] is DiscreetFormatter
