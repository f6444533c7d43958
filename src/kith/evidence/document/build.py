"""A machine-readable zone from its fields, as an issuer would print it: for specimens and tests.

Always holds: `parse_mrz` reads back what `build_mrz` was given, without doubts, as far as the format has room for it.
Source: ICAO Doc 9303, 8th edition: part 3, sections 4.6 (names) and 6 (transliteration); part 5, note j (long numbers).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TypedDict, Unpack

from anyascii import anyascii

from kith.errors import BadMrz
from kith.evidence.document.dates import PartialDate
from kith.evidence.document.layout import (
    ALPHABET,
    FILLER,
    ISSUER,
    LAYOUTS,
    TYPE,
    Format,
    Layout,
    check_digit,
    composed,
)


class Fields(TypedDict, total=False):
    """What may be given; what is not is left empty (`document_type`, `issuing_state`, `nationality` have defaults)."""

    document_type: str
    issuing_state: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth: date | PartialDate | None
    sex: str
    expiry: date | PartialDate | None
    optional: str
    optional_2: str


# Doc 9303 part 3, section 6 A: where the recommendation is not the letter without its mark
_RECOMMENDED = str.maketrans(
    {
        "Ä": "AE",
        "Å": "AA",
        "Æ": "AE",
        "Ö": "OE",
        "Ø": "OE",
        "Œ": "OE",
        "Ü": "UE",
        "ẞ": "SS",
        "Þ": "TH",
        "Ð": "D",
        "Đ": "D",
    }
    | {
        "Ł": "L",
        "Ħ": "H",
        "Ŋ": "N",
        "Ŧ": "T",
        "Ĳ": "IJ",
        "Ə": "E",
        "'": "",
        "’": "",
        "ʼ": "",
        "ʿ": "",
        "`": "",
    }
)
_TYPES = {Format.TD1: "I", Format.TD2: "I", Format.TD3: "P", Format.MRV_A: "V", Format.MRV_B: "V"}


def build_mrz(format: Format | str, **fields: Unpack[Fields]) -> str:  # noqa: A002  # the word of the standard
    """The lines of a zone, with all check digits, joined by line breaks.

    Names may be in any script; they are transliterated and, where the format has no room, cut. A number longer than nine
    characters goes on in the optional field of TD1 and TD2. The specimen state UTO stands where no issuer is given.

    Raises:
        BadMrz: no such format, or a field that it has no room or no sign for.
    """
    if format not in list(Format):
        raise BadMrz(
            f"There is no format {format}.", advice="Use one of " + ", ".join(Format) + ".", field="format"
        )
    kind = Format(format)
    layout, signs = LAYOUTS[kind], _Signs(LAYOUTS[kind].length)
    issuer = fields.get("issuing_state", "UTO")
    signs.put("document_type", TYPE, _tidy(fields.get("document_type", _TYPES[kind])))
    signs.put("issuing_state", ISSUER, _tidy(issuer))
    signs.put("nationality", layout.nationality, _tidy(fields.get("nationality", issuer)))
    room = layout.names.stop - layout.names.start
    signs.put("names", layout.names, _names(fields.get("surname", ""), fields.get("given_names", ""), room))
    number, digit, overflow = _number(layout, _tidy(fields.get("number", "")))
    signs.put("number", layout.number, number)
    signs.put("number", _after(layout.number), digit)
    signs.put("optional", layout.optional, overflow + _tidy(fields.get("optional", "")))
    if layout.optional_2:
        signs.put("optional_2", layout.optional_2, _tidy(fields.get("optional_2", "")))
    signs.put("sex", slice(layout.sex, layout.sex + 1), fields.get("sex", "").upper().replace("X", FILLER))
    signs.put_date("birth", layout.birth, fields.get("birth"))
    signs.put_date("expiry", layout.expiry, fields.get("expiry"))
    return signs.closed(layout)


class _Signs:
    """The characters of a zone while it is filled."""

    def __init__(self, length: int) -> None:
        self._signs = [FILLER] * length

    def put(self, name: str, place: slice, text: str) -> None:
        room = place.stop - place.start
        if len(text) > room or not ALPHABET.issuperset(text):
            raise BadMrz(
                f"The field {name} has room for {room} characters of A to Z, 0 to 9 and <.",
                advice="Shorten it, or leave it out.",
                field=name,
            )
        self._signs[place] = text.ljust(room, FILLER)

    def put_date(self, name: str, place: slice, value: date | PartialDate | None) -> None:
        """A date and, behind it, its check digit."""
        six = FILLER * 6
        if value is not None:
            six = (PartialDate(value, value) if isinstance(value, date) else value).as_six()
        self.put(name, place, six)
        self.put(name, _after(place), check_digit(six))

    def closed(self, layout: Layout) -> str:
        """The lines, with the check digits that cover several fields."""
        if layout.optional_check is not None:
            personal = "".join(self._signs[layout.optional])
            self._signs[layout.optional_check] = check_digit(personal) if personal.strip(FILLER) else FILLER
        if layout.composite is not None:
            self._signs[layout.composite] = check_digit(composed(layout, "".join(self._signs)))
        return "\n".join(layout.split("".join(self._signs)))


def _after(place: slice) -> slice:
    return slice(place.stop, place.stop + 1)


def _tidy(text: str) -> str:
    return text.strip().upper().replace(" ", FILLER)


def _number(layout: Layout, number: str) -> tuple[str, str, str]:
    """The number's first nine characters, its check digit, and what of it stands in the optional field."""
    if len(number) > 9 and layout.long_numbers and ALPHABET.issuperset(number):
        return number[:9], FILLER, number[9:] + check_digit(number) + FILLER
    padded = number.ljust(9, FILLER)
    return number, check_digit(padded) if ALPHABET.issuperset(padded) else FILLER, ""


def _names(surname: str, given_names: str, room: int) -> str:
    """Both names in the zone's letters; where they are too long the surname leaves the given names a letter, then both are cut."""
    surname, given = _letters(surname), _letters(given_names)
    if not given:
        return surname[:room]
    if len(surname) + 2 + len(given) > room:
        surname = surname[: room - 2 - min(len(given), max(1, room - 2 - len(surname)))].rstrip(FILLER)
    return f"{surname}<<{given}"[:room]


def _letters(name: str) -> str:
    """A name in A to Z, its parts divided by single fillers."""
    composed_form = unicodedata.normalize("NFC", name).upper().translate(_RECOMMENDED)
    latin = anyascii(composed_form).upper()
    return re.sub(r"[^A-Z]+", FILLER, latin.replace("'", "").replace("`", "")).strip(FILLER)
