"""From pasted text to the characters of a machine-readable zone: look-alikes of the filler, spaces, case, line breaks.

Always holds: letters and digits are never changed, only their case and what is plainly a filler written otherwise; where
no zone is found, the refusal tells which lengths were seen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kith.errors import BadMrz
from kith.evidence.document.layout import ALPHABET, FILLER, LAYOUTS, Format, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 10_000
_MOST_LINES = 200
_ENTITIES = (("&lt;", "<"), ("&LT;", "<"), ("&#60;", "<"), ("&laquo;", "«"), ("&lsaquo;", "‹"))
_SINGLE = str.maketrans(dict.fromkeys("‹〈⟨❮＜˂ᐸ﹤く≺", FILLER))
_DOUBLE = "«《⟪≪"  # one sign that a reader or a keyboard puts for two fillers, or for one
_DATES = re.compile(r"[0-9OQDISBZG<]{6}")  # digits, and the letters read for them


def zone_in(text: str) -> tuple[Format, str, int]:
    """The format, the characters of all lines end to end, and how many fillers were added to the line of names.

    Raises:
        BadMrz: no lines of any format are there.
    """
    if len(text) > LONGEST:
        raise BadMrz(
            f"The text has {len(text):,} characters; a machine-readable zone has 72 to 90.",
            advice="Paste only the two or three lines at the bottom of the document.",
        )
    readings = [_lines(text, double) for double in ("<<", "<")]
    for lines in readings:
        found = _whole(lines) or _with_short_names(lines)
        if found:
            return found
    raise _refusal(readings[0])


def _lines(text: str, double: str) -> list[str]:
    """The lines that hold anything, cleaned; signs that no zone has are kept, and make a line no part of one."""
    for written, meant in _ENTITIES:
        text = text.replace(written, meant)
    text = text.translate(dict.fromkeys(map(ord, _DOUBLE), double)).translate(_SINGLE)
    text = unicodedata.normalize("NFKC", text).upper().translate(_SINGLE)
    lines = ("".join(sign for sign in line if _matters(sign)) for line in text.splitlines())
    return [line for line in lines if line][:_MOST_LINES]


def _matters(sign: str) -> bool:
    """Whether a sign is neither a space nor invisible."""
    return not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"}


def _runs(lines: list[str]) -> Iterator[str]:
    """Consecutive lines laid end to end, as long as together they may be a zone."""
    for start in range(len(lines)):
        flat = ""
        for line in lines[start:]:
            flat += line
            if len(flat) > 90 or not ALPHABET.issuperset(line):
                break
            yield flat


def _whole(lines: list[str]) -> tuple[Format, str, int] | None:
    """The first run of lines that has the length and the looks of a format."""
    for flat in _runs(lines):
        for kind, layout in LAYOUTS.items():
            if len(flat) == layout.length and _looks_like(kind, layout, flat):
                return kind, flat, 0
    return None


def _with_short_names(lines: list[str]) -> tuple[Format, str, int] | None:
    """The same where only the line of names is too short, as happens to fillers at a line's end when pasted."""
    for start in range(len(lines)):
        for kind, layout in LAYOUTS.items():
            taken = lines[start : start + layout.lines]
            short = layout.names.stop // layout.width - 1
            if len(taken) < layout.lines or not ALPHABET.issuperset("".join(taken)):
                continue
            missing = layout.width - len(taken[short])
            if 0 < missing < layout.width - 5:
                taken[short] += FILLER * missing
                flat = "".join(taken)
                fits = all(len(line) == layout.width for line in taken)
                if fits and _looks_like(kind, layout, flat):
                    return kind, flat, missing
    return None


def _looks_like(kind: Format, layout: Layout, flat: str) -> bool:
    """A letter first (V for visas, and only for them), a filler somewhere, and dates where dates stand."""
    is_visa = kind in {Format.MRV_A, Format.MRV_B}
    dates = _DATES.fullmatch(flat[layout.birth]), _DATES.fullmatch(flat[layout.expiry])
    return flat[0].isalpha() and (flat[0] == "V") == is_visa and FILLER in flat and any(dates)


def _refusal(lines: list[str]) -> BadMrz:
    if not lines:
        return BadMrz(
            "There is no text to read.",
            advice="Paste the two or three lines at the bottom of the document, or type them.",
        )
    strange = sorted({sign for line in lines for sign in line} - ALPHABET)
    lengths = [str(len(line)) for line in lines[:6]] + (["more"] if len(lines) > 6 else [])
    seen = " and ".join(filter(None, [", ".join(lengths[:-1]), lengths[-1]]))
    advice = "A passport has 2 lines of 44 characters, a card 3 of 30 or 2 of 36, a visa 2 of 44 or 36; count the < as well."
    if strange:
        signs = " ".join(sign for sign in strange[:8] if sign.isprintable())
        advice += f" Only A to Z, 0 to 9 and < occur; take out {signs}."
    return BadMrz(f"This is no machine-readable zone: lines of {seen} characters were seen.", advice=advice)
