"""Pure rules of an encounter: when fingers may be taken, when the kit is complete, what a text may hold.

Always holds: no rule here estimates an age or looks at a nationality.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kith.errors import BadAnswer, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

NO_FINGERS_UNDER = 6
RESPONSIBLE_ADULT_UNDER = 16
DONE = frozenset({"captured", "not_possible", "declined"})


def years_between(birth: date, on: date) -> int:
    """Completed years of age on a day; a child born on 29 February has the birthday on 1 March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def may_take_fingers(
    on: date, latest_birth: date | None, earliest_birth: date | None, responsible_adult: str, officer: str
) -> None:
    """Whether fingerprints may be taken on a day, from a child born within a range (None: not said).

    Under six they are off. Under sixteen, and also while it is not known, a responsible adult who is not the officer
    is named.

    Raises:
        Refused: the child is under six by everything that was said.
        BadAnswer: the responsible adult is missing, or is the officer.
    """
    if earliest_birth is not None and years_between(earliest_birth, on) < NO_FINGERS_UNDER:
        raise Refused(
            "Fingerprints are not taken from a child under six.",
            advice="Answer “not possible” for fingerprints, with the age as the reason.",
        )
    may_be_under = latest_birth is None or years_between(latest_birth, on) < RESPONSIBLE_ADULT_UNDER
    if not may_be_under:
        return
    named = " ".join(responsible_adult.split())
    if not named:
        raise BadAnswer(
            "No responsible adult is named.",
            advice="A child who is or may be under sixteen has a responsible adult present. Write their name.",
            field="responsible_adult",
        )
    if named.casefold() == " ".join(officer.split()).casefold():
        raise BadAnswer(
            "The responsible adult cannot be the officer.",
            advice="Name the adult who is there for the child.",
            field="responsible_adult",
        )


def kit_complete(states: Mapping[str, str], items: tuple[str, ...]) -> bool:
    """Whether every item is captured, not possible or declined: each of the three is a full answer."""
    return all(states.get(item) in DONE for item in items)


def plain(text: str, *, limit: int, field: str) -> str:
    """A text as typed, in Unicode's composed form, without control characters, ends trimmed.

    Raises:
        BadAnswer: longer than `limit` characters.
    """
    if len(text) > 4 * limit:
        raise _too_long(limit, field)
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", text)
        if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    )
    kept = kept.strip()
    if len(kept) > limit:
        raise _too_long(limit, field)
    return kept


def _too_long(limit: int, field: str) -> BadAnswer:
    return BadAnswer(f"This is longer than {limit} characters.", advice="Shorten it.", field=field)
