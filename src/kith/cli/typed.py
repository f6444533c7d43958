"""From what was typed on the command line to what the actions take.

Always holds: pure, no file and no store; whatever was typed, nothing is raised but a refusal that names the option.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from kith.cli.speaking import plainly
from kith.errors import BadAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BORN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LONGEST_REPEATED = 60
_YEARS = range(1990, 2200)  # within which no offset from UTC overflows


class Birth(NamedTuple):
    """The parts of a birth date as told."""

    year: int
    month: int | None
    day: int | None


class Met(NamedTuple):
    """Whom or what the child was met with."""

    kind: str
    label: str
    relation: str


def _repeated(text: str) -> str:
    return plainly(text[:_LONGEST_REPEATED])


def birth(text: str | None) -> Birth | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; whether there is such a day, the action says.

    Raises:
        BadAnswer: anything else.
    """
    if text is None:
        return None
    found = _BORN.fullmatch(text.strip())
    if found is None:
        raise BadAnswer(
            f"“{_repeated(text)}” is no date of birth.",
            advice="Write YYYY, YYYY-MM or YYYY-MM-DD.",
            field="born",
        )
    year, month, day = found.groups()
    return Birth(int(year), int(month) if month else None, int(day) if day else None)


def when(text: str | None) -> datetime | None:
    """A day and time in ISO 8601, such as ``2026-03-01 14:30``; without an offset in the register's time zone.

    Raises:
        BadAnswer: not such a time, or one that no register was there to see.
    """
    if text is None:
        return None
    from django.utils import timezone

    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        at = None
    if at is None or at.year not in _YEARS:
        raise BadAnswer(
            f"“{_repeated(text)}” is no time.", advice="Write it like 2026-03-01 14:30.", field="at"
        )
    return at if at.tzinfo else timezone.make_aware(at)


def finger(text: str) -> tuple[int, str]:
    """``POSITION=FILE``: the finger position of ISO/IEC 19794-2 and the file; a file alone is of an unknown finger.

    The position is its number (0 to 10) or its words, such as ``right-thumb``, ``left-index`` or ``unknown``; of several fingers in
    one image, ``right-four``, ``left-four`` or ``thumbs``.

    Raises:
        BadAnswer: no such finger, or no file.
    """
    position, given, path = text.partition("=")
    if not given:
        position, path = "0", text
    number = _positions().get(_bare(position))
    if number is None or not path:
        raise BadAnswer(
            f"“{_repeated(text)}” names no finger.",
            advice="Write for example right-thumb=FILE, left-index=FILE, 2=FILE, or unknown=FILE.",
            field="finger",
        )
    return number, path


def _bare(words: str) -> str:
    return re.sub(r"[\s_-]+", "-", words.strip().casefold())


def _positions() -> dict[str, int]:
    """The numbers, and the words with and without “finger”."""
    from kith.evidence.fingerprint.position import Position

    names: dict[str, int] = {"unknown": 0, "right-four": 13, "left-four": 14, "thumbs": 15}
    for position in Position:
        words = _bare(position.words)
        names |= {
            str(int(position)): int(position),
            words: int(position),
            words.removesuffix("-finger"): int(position),
        }
    return names


def met(text: str) -> Met:
    """``KIND=LABEL`` or ``KIND=LABEL:relation``, the kind being adult, phone, vehicle or address.

    Raises:
        BadAnswer: another kind, or nothing to name them by.
    """
    kind, _, rest = text.partition("=")
    label, parted, relation = rest.rpartition(":")
    if not parted:
        label, relation = rest, ""
    kind = kind.strip().casefold()
    if kind not in {"adult", "phone", "vehicle", "address"} or not label.strip():
        raise BadAnswer(
            f"“{_repeated(text)}” does not say whom or what the child was with.",
            advice="Write adult=NAME, phone=NUMBER, vehicle=PLATE or address=PLACE, with “:relation” after it if known.",
            field="with",
        )
    return Met(kind, label.strip(), relation.strip())


def kit_item(text: str, field: str) -> str:
    """One of the six items of the identity kit.

    Raises:
        BadAnswer: another one.
    """
    from kith.register.encounters.words import KitItem

    item = _bare(text)
    if item not in KitItem.values:
        raise BadAnswer(
            f"“{_repeated(text)}” is no item of the identity kit.",
            advice=f"Write {one_of(KitItem.values)}.",
            field=field,
        )
    return item


def not_possible(text: str) -> tuple[str, str]:
    """``ITEM=REASON``; that the reason is there, the action says.

    Raises:
        BadAnswer: no such item.
    """
    item, _, reason = text.partition("=")
    return kit_item(item, "not_possible"), reason


def encounter_kind(text: str | None, role: str) -> str:
    """Where and by whom the child is met; where not said, by what the person's role is.

    Raises:
        BadAnswer: another kind.
    """
    from kith.register.encounters.words import EncounterKind

    if text is None:
        return {"port_officer": "port", "police_officer": "police"}.get(role, "social_work")
    kind = _bare(text).replace("-", "_")
    if kind not in EncounterKind.values:
        raise BadAnswer(
            f"“{_repeated(text)}” is no kind of encounter.",
            advice=f"Write {one_of(EncounterKind.values)}.",
            field="kind",
        )
    return kind


def nationalities(codes: Iterable[str]) -> dict[str, str]:
    """The codes of travel documents with their names in English.

    Raises:
        BadAnswer: a code that stands in no list.
    """
    from kith.evidence.document import code_of

    named = {}
    for text in codes:
        known = code_of(text)
        if known is None:
            raise BadAnswer(
                f"“{_repeated(text)}” is no code of a state.",
                advice="Write the three letters of a passport, such as ALB, ERI or VNM; XXX where it is not known.",
                field="nationality",
            )
        named[known.code] = known.name
    return named


def languages(codes: Iterable[str]) -> dict[str, str]:
    """The codes of languages; ISO 639 has too many to keep a list, so their form is checked.

    Raises:
        BadAnswer: not of that form.
    """
    told = {}
    for text in codes:
        code = text.strip()
        if not _LANGUAGE.fullmatch(code):
            raise BadAnswer(
                f"“{_repeated(text)}” is no code of a language.",
                advice="Write two or three letters of ISO 639, such as sq, ti or vi.",
                field="language",
            )
        told[code.lower()] = code.lower()
    return told


def one_of(values: Sequence[str]) -> str:
    """A list as a person says it."""
    return ", ".join(values[:-1]) + f" or {values[-1]}"
