"""The machine-readable zone, field by field, each checked.

Always holds: what was read is handed on as it was read, with every doubt named beside it in `errors`; nothing is corrected
silently; whatever the text, the answer is an `Mrz` or a `BadMrz`.
Source: ICAO Doc 9303, 8th edition, parts 3 to 7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kith.evidence.document.codes import code_of
from kith.evidence.document.dates import PartialDate, read_birth, read_expiry
from kith.evidence.document.layout import FILLER, ISSUER, LAYOUTS, TYPE, Format, Layout, check_digit, composed
from kith.evidence.document.pasted import zone_in

_COMPARE = "Compare it with the document character by character: 0 and O, 1 and I, 8 and B, 5 and S are easily confused."


@dataclass(frozen=True, slots=True)
class FieldError:
    """One doubt about one field: what is wrong, what to do, and what was `found` where what was `expected`.

    `field` is one of ``document_type``, ``issuing_state``, ``names``, ``number``, ``nationality``, ``birth``, ``sex``,
    ``expiry``, ``optional``, ``composite``.
    """

    field: str
    says: str
    advice: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine-readable zone says; empty text or None where it says nothing.

    `sex` is M, F or X (which stands for < and for X alike: not specified); `optional` and `optional_2` (TD1 only) are the
    issuer's own fields, fillers within as spaces; `lines` are the lines as read; `errors` names every doubt.
    """

    format: Format
    document_type: str
    issuing_state: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth: PartialDate | None
    sex: str
    expiry: PartialDate | None
    optional: str
    optional_2: str
    lines: tuple[str, ...]
    errors: tuple[FieldError, ...]


def parse_mrz(text: str, *, reference: date | None = None) -> Mrz:
    """The zone in typed or pasted text, with its doubts.

    Spaces, lower case, wrong line breaks and look-alikes of ``<`` do not matter. `reference` (today where not given) is
    the day by which centuries are decided: nobody was born after it, no document expires 50 years after it.

    Raises:
        BadMrz: the lines are no zone of any format; wrong check digits are no such case.
    """
    kind, flat, added = zone_in(text)
    zone = _Zone(LAYOUTS[kind], flat)
    zone.lengthened(added)
    number, optional = zone.number()
    today = reference or datetime.now(UTC).date()
    expiry = zone.date_of("expiry", today, None)
    sure_of_expiry = not any(doubt.field == "expiry" for doubt in zone.errors)
    birth = zone.date_of("birth", today, expiry if sure_of_expiry else None)
    surname, given_names = zone.names()
    second = zone.layout.optional_2
    issuing_state = zone.code("issuing_state", ISSUER)
    nationality = zone.code("nationality", zone.layout.nationality)
    sex = zone.sex()
    zone.check_optional()
    zone.check_composite()
    return Mrz(
        format=kind,
        document_type=_plain(flat[TYPE]),
        issuing_state=issuing_state,
        surname=surname,
        given_names=given_names,
        number=number,
        nationality=nationality,
        birth=birth,
        sex=sex,
        expiry=expiry,
        optional=_plain(optional),
        optional_2=_plain(flat[second]) if second else "",
        lines=zone.layout.split(flat),
        errors=tuple(zone.errors),
    )


class _Zone:
    """The characters of one zone, its layout, and the doubts gathered while it is read."""

    def __init__(self, layout: Layout, flat: str) -> None:
        self.layout, self.flat = layout, flat
        self.errors: list[FieldError] = []

    def doubt(self, field: str, says: str, advice: str, found: str, expected: str) -> None:
        self.errors.append(FieldError(field, says, advice, found, expected))

    def lengthened(self, added: int) -> None:
        """Say that the line of names came short and that so many fillers were added."""
        if added:
            says = f"the line of names is {added} short; fillers were added"
            self.doubt("names", says, "Compare the names with the document.", "", FILLER * added)

    def check(self, field: str, covered: str, found: str, *, may_be_empty: bool = False) -> None:
        """The check digit `found` is that of the characters `covered`; some may be a filler when these are empty."""
        expected = check_digit(covered)
        if found == expected or (may_be_empty and found == FILLER and not covered.strip(FILLER)):
            return
        name = (
            "the check digit over all"
            if field == "composite"
            else f"the check digit of the {_WORDS.get(field, field)}"
        )
        self.doubt(field, f"{name} is {found}, and would be {expected}", _COMPARE, found, expected)

    def number(self) -> tuple[str, str]:
        """The document number, with what overflowed into the optional field, and what then remains of that field."""
        place, flat = self.layout.number, self.flat
        digit, optional = flat[place.stop], flat[self.layout.optional]
        overflow, _, rest = optional.partition(FILLER)
        goes_on = self.layout.long_numbers and digit == FILLER and FILLER not in flat[place]
        if goes_on and len(overflow) >= 2:
            # Doc 9303 part 5, note j, and part 6: the rest of the number, its check digit, then a filler
            self.check("number", flat[place] + overflow[:-1], overflow[-1])
            return flat[place] + overflow[:-1], rest
        self.check("number", flat[place], digit)
        if FILLER in flat[place].strip(FILLER):
            self.doubt("number", "a filler stands within the document number", _COMPARE, flat[place], "")
        return flat[place].replace(FILLER, ""), optional

    def date_of(self, field: str, today: date, expiry: PartialDate | None) -> PartialDate | None:
        """The date in a field, None where unknown or none at all; its check digit is checked too."""
        place = self.layout.birth if field == "birth" else self.layout.expiry
        six = self.flat[place]
        self.check(field, six, self.flat[place.stop], may_be_empty=True)
        try:
            return read_birth(six, today, expiry) if field == "birth" else read_expiry(six, today)
        except ValueError:
            self.doubt(field, f"the {_WORDS[field]} is no date", _COMPARE, six, "YYMMDD")
            return None

    def code(self, field: str, place: slice) -> str:
        """A code of a state, without fillers."""
        code = self.flat[place].rstrip(FILLER)
        if code_of(code) is None:
            says = (
                f"the {_WORDS[field]} is a code that is in no list"
                if code
                else f"the {_WORDS[field]} is empty"
            )
            self.doubt(field, says, _COMPARE, self.flat[place], "")
        return code.replace(FILLER, " ")

    def sex(self) -> str:
        sign = self.flat[self.layout.sex]
        if sign not in "MFX<":
            self.doubt(
                "sex", "the sex is none of the letters that may stand there", _COMPARE, sign, "M, F or <"
            )
        return sign if sign in "MF" else "X"

    def names(self) -> tuple[str, str]:
        """Surname and given names; a zone with one name only has it as the surname."""
        field = self.flat[self.layout.names]
        if re.search(r"\d", field):
            self.doubt("names", "a digit stands in the names", _COMPARE, re.sub(r"\D", "", field), "")
        if not field.strip(FILLER):
            self.doubt("names", "there is no name", _COMPARE, "", "")
        surname, _, given = field.partition("<<")
        return _plain(surname), _plain(given)

    def check_optional(self) -> None:
        """The passport's own check digit over the personal number, which may be a filler where that is empty."""
        at = self.layout.optional_check
        if at is not None:
            self.check("optional", self.flat[self.layout.optional], self.flat[at], may_be_empty=True)

    def check_composite(self) -> None:
        at = self.layout.composite
        if at is not None:
            self.check("composite", composed(self.layout, self.flat), self.flat[at])


_WORDS = {
    "number": "document number",
    "birth": "date of birth",
    "expiry": "date of expiry",
    "optional": "personal number",
    "issuing_state": "issuing state",
    "nationality": "nationality",
}


def _plain(field: str) -> str:
    return " ".join(field.replace(FILLER, " ").split())
