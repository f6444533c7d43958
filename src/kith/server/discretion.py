"""What the server writes to its terminal: times, places in the code, kinds of failure.

Always holds: no line carries a value that somebody typed. The message of an exception may quote a name, so it is left
out; the path of a page holds identifiers only, and what stands after the question mark is left out.
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class DiscreetFormatter(logging.Formatter):
    """One line a record; of an exception its classes and the places it passed, never its message."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with query strings cut off and line breaks taken out."""
        record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # named by the standard library
        """The message without what stands after a question mark in a path."""
        words = (word.partition("?")[0] if word.startswith("/") else word for word in record.message.split())
        record.message = " ".join(words)
        return super().formatMessage(record)

    def formatException(  # noqa: N802  # named by the standard library
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The class of the exception and of what caused it, each with the places in the code."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
            frames = traceback.extract_tb(error.__traceback__)
            lines.extend(f"    {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802  # named by the standard library
        """Nothing: a stack may quote the line that holds a value."""
        return ""


def logging_settings(level: str) -> dict[str, object]:
    """Django's LOGGING: everything to the terminal, through the discreet formatter; SQL is never written."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"discreet": {"()": DiscreetFormatter}},
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "discreet"}},
        "root": {"handlers": ["terminal"], "level": level},
        "loggers": {
            "django": {"handlers": ["terminal"], "level": level, "propagate": False},
            "django.db.backends": {"level": "WARNING"},  # below that it writes SQL with its values
        },
    }
