"""Pure rules of an answer: what headline an officer reads.

Always holds: a search that could not reach everything is never "not known"; a lead to a missing child comes first.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Headline(StrEnum):
    """What the result page says in large letters."""

    MISSING = "missing"
    POSSIBLE = "possible"
    NOT_KNOWN = "not_known"
    INCOMPLETE = "incomplete"
    WAITING = "waiting"


def headline(leads_missing: Iterable[bool], *, answered: bool, complete: bool) -> Headline:
    """The headline for leads of which some are to missing children."""
    if not answered:
        return Headline.WAITING if complete else Headline.INCOMPLETE
    missing = list(leads_missing)
    if any(missing):
        return Headline.MISSING
    if missing:
        return Headline.POSSIBLE
    return Headline.NOT_KNOWN if complete else Headline.INCOMPLETE
