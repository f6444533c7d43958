"""Files that a person hands over on the command line.

Always holds: no more than a bound is read of anything, be it a device without end; a file that cannot be read is
refused by its name, with the reason.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from kith.cli.speaking import plainly
from kith.errors import BadAnswer, ImageTooLarge

MOST_BYTES: Final = 30_000_000  # a scan of ten fingers at 1000 pixels an inch, uncompressed, stays below
MOST_TEXT: Final = 10_000  # bytes of a password or of the lines of a document
STDIN: Final = "-"


def read_image(path: Path, *, field: str) -> bytes:
    """The bytes of a photograph or a scan, as they are.

    Raises:
        BadAnswer: there is no such file, or it cannot be read.
        ImageTooLarge: more than 30 MB.
    """
    data = _read(path, MOST_BYTES, field)
    if len(data) > MOST_BYTES:
        raise ImageTooLarge(
            f"“{plainly(path.name)}” is larger than {MOST_BYTES // 1_000_000} MB.",
            advice="Save it smaller, or as JPEG.",
            field=field,
        )
    if not data:
        raise BadAnswer(f"“{plainly(path.name)}” is empty.", advice="Capture it again.", field=field)
    return data


def read_data(path: Path, *, field: str) -> bytes:
    """The bytes of a file of text or records.

    Raises:
        BadAnswer: there is no such file, it cannot be read, or it is larger than 30 MB.
    """
    data = _read(path, MOST_BYTES, field)
    if len(data) > MOST_BYTES:
        raise BadAnswer(
            f"“{plainly(path.name)}” is larger than {MOST_BYTES // 1_000_000} MB.",
            advice="Divide it.",
            field=field,
        )
    return data


def read_password(source: str) -> str:
    """The first line of a file, or of standard input for ``-``; the line's end does not count.

    Raises:
        BadAnswer: it cannot be read, or is no text.
    """
    lines = _text(source, "password_file").splitlines()
    return lines[0] if lines else ""


def read_mrz(given: str) -> str:
    """The lines of a document: as typed (they hold a “<”), from a file of that name, or from standard input for ``-``.

    Raises:
        BadAnswer: the file cannot be read, or is no text.
    """
    return given.replace("\\n", "\n") if "<" in given else _text(given, "mrz")


def _text(source: str, field: str) -> str:
    data = sys.stdin.buffer.read(MOST_TEXT + 1) if source == STDIN else _read(Path(source), MOST_TEXT, field)
    if len(data) > MOST_TEXT:
        raise BadAnswer(
            "This is longer than what belongs there.", advice="Hand over the right file.", field=field
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadAnswer("This is not text.", advice="Save it as UTF-8.", field=field) from None


def _read(path: Path, most: int, field: str) -> bytes:
    """At most one byte more than `most`, so that the caller sees that there is more."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        why = "There is no such file"
    except IsADirectoryError:
        why = "This is a folder"
    except PermissionError:
        why = "This file may not be read by you"
    except (OSError, ValueError):
        why = "This file cannot be read"
    raise BadAnswer(f"{why}: “{plainly(path)}”.", advice="Check its name and folder.", field=field)
