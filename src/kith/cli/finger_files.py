"""Prints in files, for `kith finger`: read as images or as minutiae records, written as records and drawings.

Always holds: a file that cannot be used is refused by its name; nothing is written over unless it was named.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kith.cli import typed
from kith.cli.files import read_image
from kith.cli.speaking import plainly
from kith.errors import BadAnswer, BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from kith.evidence.fingerprint import FingerImage, Template
    from kith.evidence.fingerprint.drawing import Sheet

T = TypeVar("T")

FORMATS: Final = {"iso": ".fmr", "ansi": ".fmr", "json": ".json"}
"""What minutiae are written as, and how such a file's name ends."""
_ENDINGS: Final = (
    ".png", ".bmp", ".tif", ".tiff", ".jpg", ".jpeg", ".jp2", ".j2k", ".wsq",
    ".iso", ".fir", ".fmr", ".an2", ".an2k", ".eft", ".nist", ".ansi2004", ".iso2005",
)  # fmt: skip
_LONGEST_SIZE: Final = 12
_KINDS: Final = ("other", "ending", "bifurcation")


@dataclass(frozen=True, slots=True)
class Print:
    """One finger of a file: its template, and its pixels where the file holds the image."""

    template: Template
    pixels: NDArray[np.uint8] | None = None
    warnings: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


def images(
    path: Path, *, finger: str = "unknown", ppi: int | None = None, raw: str | None = None
) -> list[FingerImage]:
    """The finger images in a file.

    Raises:
        BadInput: it cannot be read, or is no image of fingers; the file is named.
    """
    from dataclasses import replace

    from kith.evidence import fingerprint

    shows, _ = typed.finger(f"{finger}={path}")
    data = read_image(path, field="file")
    if raw is None:
        return _naming(path, lambda: list(fingerprint.decode_all(data, ppi=ppi, shows=shows)))
    width, height = _size(raw)
    image = _naming(path, lambda: fingerprint.decode_raw(data, width, height, ppi=ppi))
    if shows > max(fingerprint.Position):
        raise BadAnswer("Raw pixels are taken as one finger.", advice="Name one finger.", field="finger")
    return [replace(image, position=fingerprint.Position(shows))]


def read(
    path: Path, *, finger: str = "unknown", ppi: int | None = None, raw: str | None = None
) -> list[Print]:
    """The prints in a file of images or of minutiae.

    Raises:
        BadInput: it cannot be read, holds no fingers, or shows no ridges; the file is named.
    """
    from kith.evidence import fingerprint

    if raw is None:
        data = read_image(path, field="file")
        if fingerprint.ansi.is_record(data):
            return [Print(one) for one in _naming(path, lambda: fingerprint.ansi.decode_either(data))]
    prints = []
    for image in images(path, finger=finger, ppi=ppi, raw=raw):
        template, measured = _naming(path, partial(fingerprint.examine, image, position=image.position))
        prints.append(Print(template, image.pixels, image.warnings, measured.advice))
    return prints


def tried(path: Path, ppi: int | None) -> tuple[list[Print], str]:
    """The prints in a file of a folder, or why there are none."""
    try:
        return read(path, ppi=ppi), ""
    except BadInput as refusal:
        return [], refusal.says


def inside(folder: Path, without: Path) -> list[Path]:
    """The files of a folder whose names end as those of prints do, but not the one that is searched with.

    Raises:
        BadAnswer: no such folder.
    """
    if not folder.is_dir():
        raise BadAnswer(f"There is no folder “{plainly(folder)}”.", advice="Check its name.", field="folder")
    own = without.resolve()
    return sorted(
        p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file() and p.resolve() != own
    )


def names(target: Path, prints: Sequence[Print]) -> list[Path]:
    """The name for each print: the name itself for one, with the number of the finger (or of the print) behind it for several."""
    if len(prints) == 1:
        return [target]
    positions = [int(one.template.position) for one in prints]
    if 0 in positions or len(set(positions)) < len(positions):
        positions = list(range(1, len(prints) + 1))
        return [target.with_stem(f"{target.stem}-print-{n}") for n in positions]
    return [target.with_stem(f"{target.stem}-{n}") for n in positions]


def record(one: Print, written_as: str) -> bytes:
    """The bytes of a print as ISO/IEC 19794-2, ANSI INCITS 378 or JSON."""
    from kith.evidence import fingerprint

    if written_as == "json":
        return (json.dumps(as_json(one), indent=2) + "\n").encode()
    encode = fingerprint.iso.encode if written_as == "iso" else fingerprint.ansi.encode
    return encode(one.template)


def as_json(one: Print) -> dict[str, Any]:
    """A print for a program: places in pixels at 500 an inch, y downwards; angles in degrees, counter-clockwise."""
    t = one.template
    return {
        "position": t.position.words,
        "width": t.width,
        "height": t.height,
        "quality": t.overall,
        "engine": f"{t.engine} {t.version}",
        "advice": list(one.advice),
        "warnings": list(one.warnings),
        "minutiae": [minutia(t, i) for i in range(len(t))],
    }


def minutia(template: Template, i: int) -> dict[str, Any]:
    """One minutia for a program."""
    return {
        "x": round(float(template.x[i]), 2),
        "y": round(float(template.y[i]), 2),
        "angle": round(math.degrees(float(template.angle[i])), 1),
        "kind": _KINDS[int(template.kind[i])],
        "quality": int(template.quality[i]),
    }


def draw(path: Path, sheet: Sheet) -> None:
    """Write a drawing, as the name's ending says.

    Raises:
        BadAnswer: another ending, or it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in {".svg", ".png"}:
        raise BadAnswer(
            f"“{plainly(path.name)}” is no drawing.", advice="End its name in .svg or .png.", field="draw"
        )
    write(path, sheet.svg().encode() if ending == ".svg" else sheet.png())


def write(path: Path, data: bytes, *, ask: bool = False) -> None:
    """Write a file; with `ask`, one that is already there is left alone, since nobody named it.

    Raises:
        BadAnswer: it is there, or cannot be written.
    """
    try:
        with path.open("xb" if ask else "wb") as file:
            file.write(data)
    except FileExistsError:
        raise BadAnswer(
            f"“{plainly(path)}” is already there.", advice="Name a file with --output.", field="output"
        ) from None
    except OSError:
        raise BadAnswer(
            f"“{plainly(path)}” cannot be written.", advice="Check the folder and its rights.", field="output"
        ) from None


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and len(text) <= _LONGEST_SIZE):
        raise BadAnswer(f"“{plainly(text[:20])}” is no size.", advice="Write it as 640x480.", field="raw")
    return int(width), int(height)


def _naming(path: Path, look: Callable[[], T]) -> T:
    """Look at a file; a refusal says which file it speaks of.

    Raises:
        BadInput: of the class that the evidence room raised.
    """
    try:
        return look()
    except BadInput as refusal:
        raise type(refusal)(
            f"“{plainly(path.name)}”: {refusal.says}", advice=refusal.advice, field=refusal.field
        ) from None
