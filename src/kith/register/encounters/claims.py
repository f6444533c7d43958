"""From what was typed to the data of a claim, and back to what evidence compares.

Always holds: what was said stays as it was said in `text`; `data` is its meaning: a name is
``{"name": str}``, a birth ``{"earliest": ISO date, "latest": ISO date}``, a nationality ``{"code": str}``, a language
``{"code": str}``, a document ``{"mrz": str}`` and the fields of a travel document.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from kith.errors import BadAnswer
from kith.evidence.biography import Biography, BirthRange
from kith.evidence.document import Mrz, TravelDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kith.register.encounters.models import Claim


def birth_data(year: int | None, month: int | None, day: int | None) -> tuple[str, dict[str, Any]]:
    """A birth date as told, of which month and day may be unknown: the words, and the range it means.

    Raises:
        BadAnswer: no year, a day without a month, or a day that does not exist.
    """
    if year is None:
        raise BadAnswer(
            "The year of birth is missing.", advice="Write the year, or leave all three empty.", field="birth"
        )
    if month is None and day is not None:
        raise BadAnswer(
            "The month of birth is missing.", advice="Write the month, or leave the day empty.", field="birth"
        )
    try:
        if month is None:
            born = BirthRange.year(year)
        elif day is None:
            first = date(year, month, 1)
            after = date(year + month // 12, month % 12 + 1, 1)
            born = BirthRange(first, date.fromordinal(after.toordinal() - 1))
        else:
            born = BirthRange.exact(date(year, month, day))
    except (ValueError, OverflowError):
        raise BadAnswer(
            "There is no such day.", advice="Write day, month and year in numbers.", field="birth"
        ) from None
    words = "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)
    return words, range_data(born)


def age_data(age: int, on: date) -> tuple[str, dict[str, Any]]:
    """An age as told by the child or somebody else, on a day: the words and the range it means.

    Raises:
        BadAnswer: not an age of a child or young person.
    """
    if not 0 <= age <= 30:  # noqa: PLR2004  # told ages of adults who may be children are kept too
        raise BadAnswer("This is not an age in years.", advice="Write the age as it was told.", field="age")
    return f"{age} years on {on.isoformat()}", range_data(BirthRange.about_age(age, on))


def range_data(born: BirthRange) -> dict[str, Any]:
    """A range of birth dates as the data of a claim."""
    return {"earliest": born.earliest.isoformat(), "latest": born.latest.isoformat()}


def document_data(mrz: Mrz, text: str) -> dict[str, Any]:
    """A parsed machine-readable zone as the data of a claim, with what is wrong in it, field by field."""
    document = TravelDocument.from_mrz(mrz)
    fields = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in dataclasses.asdict(document).items()
    }
    wrong = [
        {"field": e.field, "says": e.says, "advice": e.advice, "found": e.found, "expected": e.expected}
        for e in mrz.errors
    ]
    return {"mrz": text, "format": mrz.format, "document": fields, "wrong": wrong}


def document_of(data: dict[str, Any]) -> TravelDocument:
    """The travel document of a claim's data."""
    said = data["document"]

    def text(name: str) -> str:
        return str(said.get(name) or "")

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if said.get(name) else None

    return TravelDocument(
        issuing_state=text("issuing_state"),
        number=text("number"),
        surname=text("surname"),
        given_names=text("given_names"),
        birth_earliest=day("birth_earliest"),
        birth_latest=day("birth_latest"),
        nationality=text("nationality"),
        sex=text("sex"),
        expiry=day("expiry"),
    )


def biography_of(claims: Iterable[Claim]) -> Biography:
    """Names, births, nationalities and languages of some claims, each once, in the order in which they were said."""
    names: dict[str, None] = {}
    births: dict[BirthRange, None] = {}
    nationalities: dict[str, None] = {}
    languages: dict[str, None] = {}
    for claim in claims:
        if claim.kind == "name":
            names[claim.data["name"]] = None
        elif claim.kind == "birth":
            births[_range(claim)] = None
        elif claim.kind == "nationality":
            nationalities[claim.data["code"]] = None
        elif claim.kind == "language":
            languages[claim.data["code"]] = None
        elif claim.kind == "document":
            _from_document(claim.data, names, births, nationalities)
    return Biography(tuple(names), tuple(births), tuple(nationalities), tuple(languages))


def _range(claim: Claim) -> BirthRange:
    return BirthRange(
        date.fromisoformat(claim.data["earliest"]), date.fromisoformat(claim.data["latest"]), claim.source
    )


def _from_document(
    data: dict[str, Any],
    names: dict[str, None],
    births: dict[BirthRange, None],
    nationalities: dict[str, None],
) -> None:
    """What a document says of name, birth and nationality counts as said, too."""
    document = document_of(data)
    name = f"{document.given_names} {document.surname}".strip()
    if name:
        names[name] = None
    if document.birth_earliest is not None and document.birth_latest is not None:
        births[BirthRange(document.birth_earliest, document.birth_latest, "document")] = None
    if document.nationality:
        nationalities[document.nationality] = None
