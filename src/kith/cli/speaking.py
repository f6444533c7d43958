"""How the command line speaks: answers on standard output, everything else on standard error.

Always holds: with --json, standard output is one JSON object or empty, and a refusal is one JSON object on standard
error; what somebody once typed is never read as markup and cannot steer the terminal.
"""

from __future__ import annotations

import functools
import io
import json
import re
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

from kith.errors import BadAnswer, KithError, LogBroken, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from rich.console import Console
    from rich.progress import Progress

P = ParamSpec("P")

BROKEN, REFUSED, INCOMPLETE = 1, 2, 3
# which option writes a field of an action, where the two have different names
OPTION_OF = {
    "responsible_adult": "--adult",
    "birth": "--born",
    "label": "--with",
    "reason": "--not-possible",
    "item": "--not-possible or --declined",
    "full_name": "--name",
    "password": "the password, or --password-file",
    "username": "USERNAME",
    "position": "--finger",
}


def answers(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command end in an answer or in one sentence of refusal, never in a traceback of what was typed."""

    @functools.wraps(command)
    def run(*args: P.args, **given: P.kwargs) -> None:
        as_json = bool(given.get("as_json"))
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # a terminal without Unicode shows a name in escapes rather than nothing
                stream.reconfigure(errors="backslashreplace")
        try:
            _refuse_unreadable(given)
            _with_the_store_answering(command, *args, **given)
        except KithError as refusal:
            refuse(refusal, as_json=as_json)
            raise typer.Exit(BROKEN if isinstance(refusal, LogBroken) else REFUSED) from None

    return run


def _refuse_unreadable(given: Mapping[str, Any]) -> None:
    """Refuse bytes that are no text in this terminal's encoding, which Python hands over as lone surrogates."""
    for name, value in given.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and any(c == "\0" or unicodedata.category(c) == "Cs" for c in text):
                raise BadAnswer(
                    "What was typed is not readable text.", advice="Type it in UTF-8.", field=name
                )


def _with_the_store_answering(command: Callable[P, None], *args: P.args, **given: P.kwargs) -> None:
    """Run the command; a database that does not answer becomes a refusal.

    Raises:
        StoreUnreachable: busy, full, not there.
    """
    try:
        command(*args, **given)
    except Exception as error:
        if "django.db.utils" not in sys.modules:
            raise
        from django.db.utils import InterfaceError, OperationalError

        if not isinstance(error, OperationalError | InterfaceError):
            raise
        raise StoreUnreachable(
            "The store of the register does not answer.",
            advice="Check that the disk is not full and the database runs, then try again. Nothing was half-written.",
        ) from None


def refuse(refusal: KithError, *, as_json: bool) -> None:
    """Say what is wrong and what to do, on standard error."""
    if as_json:
        body = {
            "error": type(refusal).__name__,
            "says": refusal.says,
            "advice": refusal.advice,
            "field": refusal.field,
        }
        sys.stderr.write(_dumped(body, sys.stderr.encoding) + "\n")
        return
    from rich.text import Text

    sentence = Text(plainly(refusal.says), style="bold red")
    if refusal.advice:
        sentence.append(" " + plainly(refusal.advice), style="not bold default")
    if refusal.field:
        sentence.append(f" ({_where(refusal.field)})", style="not bold default")
    errors().print(sentence, soft_wrap=True)


def _where(field: str) -> str:
    """What a person typed the field in: an option, an argument, or a variable of the deployment."""
    return OPTION_OF.get(field, field if field.isupper() else f"--{field.replace('_', '-')}")


def out() -> Console:
    """The terminal for answers; text in it is text, never markup."""
    from rich.console import Console

    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def errors() -> Console:
    """The terminal for everything that is not the answer."""
    from rich.console import Console

    return Console(file=sys.stderr, markup=False, emoji=False, highlight=False)


def say_json(body: Mapping[str, Any]) -> None:
    """The answer as one JSON object on standard output."""
    sys.stdout.write(_dumped(body, sys.stdout.encoding) + "\n")


def _dumped(body: Mapping[str, Any], encoding: str | None) -> str:
    """Times as ISO 8601, identifiers as text; letters of every script where the stream can carry them."""
    utf8 = (encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(body, default=_plain_value, ensure_ascii=not utf8, indent=2)
    # half a character in a file's name can be written in escapes only
    return (
        text
        if text.isascii() or not _HALVES.search(text)
        else json.dumps(body, default=_plain_value, indent=2)
    )


def _plain_value(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def plainly(text: object) -> str:
    """The text without what steers a terminal: control characters, changes of direction, half characters."""
    return "".join(
        c if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _STEERING else " " for c in str(text)
    )


_HALVES = re.compile("[\ud800-\udfff]")
_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def moment(at: datetime | None) -> str:
    """A time in the register's time zone, as people write it; empty for none."""
    if at is None:
        return ""
    from django.utils import timezone

    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Progress bars on standard error while something long runs; none where nobody looks."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = errors()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as bars:
        yield bars
