"""Where each field stands in the five formats of the machine-readable zone, and how check digits are made.

Always holds: positions count through the lines laid end to end, so that a wrong line break changes nothing.
Source: ICAO Doc 9303, 8th edition: part 3 (section 4.9, check digits), part 4 (TD3), part 5 (TD1), part 6 (TD2),
part 7 (MRV-A and MRV-B).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FILLER = "<"
ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_WEIGHTS = (7, 3, 1)


class Format(StrEnum):
    """The five formats: cards (TD1, TD2), passports (TD3), visas (MRV-A, MRV-B)."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: how many lines of how many characters, and the slice of each field through all lines.

    `optional_check` and `composite` are positions of a check digit, None where the format has none; `composed` are the
    slices that the composite check digit covers, in their order; `long_numbers` tells whether a document number may go
    on in the optional field.
    """

    lines: int
    width: int
    number: slice
    names: slice
    nationality: slice
    birth: slice
    sex: int
    expiry: slice
    optional: slice
    optional_2: slice | None = None
    optional_check: int | None = None
    composite: int | None = None
    composed: tuple[slice, ...] = ()
    long_numbers: bool = False

    @property
    def length(self) -> int:
        """Characters in all lines together."""
        return self.lines * self.width

    def split(self, flat: str) -> tuple[str, ...]:
        """The lines of the characters laid end to end."""
        return tuple(flat[at : at + self.width] for at in range(0, self.length, self.width))


TYPE, ISSUER = slice(0, 2), slice(2, 5)  # in every format


def _two_lines(width: int, optional_end: int) -> dict[str, slice | int]:
    """What TD2, TD3 and both visas have in common."""
    return {
        "lines": 2,
        "width": width,
        "names": slice(5, width),
        "number": slice(width, width + 9),
        "nationality": slice(width + 10, width + 13),
        "birth": slice(width + 13, width + 19),
        "sex": width + 20,
        "expiry": slice(width + 21, width + 27),
        "optional": slice(width + 28, width + optional_end),
    }


def _composed(width: int, end: int) -> tuple[slice, ...]:
    return slice(width, width + 10), slice(width + 13, width + 20), slice(width + 21, width + end)


LAYOUTS: dict[Format, Layout] = {
    Format.TD1: Layout(
        lines=3,
        width=30,
        number=slice(5, 14),
        optional=slice(15, 30),
        birth=slice(30, 36),
        sex=37,
        expiry=slice(38, 44),
        nationality=slice(45, 48),
        optional_2=slice(48, 59),
        composite=59,
        composed=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
        names=slice(60, 90),
        long_numbers=True,
    ),
    Format.TD2: Layout(
        **_two_lines(36, 35),  # type: ignore[arg-type]  # the names above are those of the fields
        composite=71,
        composed=_composed(36, 35),
        long_numbers=True,
    ),
    Format.TD3: Layout(
        **_two_lines(44, 42),  # type: ignore[arg-type]  # the same
        optional_check=86,
        composite=87,
        composed=_composed(44, 43),
    ),
    Format.MRV_A: Layout(**_two_lines(44, 44)),  # type: ignore[arg-type]  # the same
    Format.MRV_B: Layout(**_two_lines(36, 36)),  # type: ignore[arg-type]  # the same
}


def check_digit(field: str) -> str:
    """The check digit of a field: weights 7, 3, 1 repeating, digits as they are, A 10 to Z 35, filler 0, modulo 10.

    `field` holds only characters of the zone (`ALPHABET`).
    """
    values = (0 if sign == FILLER else int(sign, 36) for sign in field)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def composed(layout: Layout, flat: str) -> str:
    """All characters that the composite check digit of this format covers."""
    return "".join(flat[piece] for piece in layout.composed)
