"""From a file to what is kept of it: opened and looked at, before anything touches the register.

Always holds: a file that cannot be opened as an image is refused; one that opens but cannot be compared is kept, with
what is wrong and what would help; no lock and no row is held meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from kith.errors import BadAnswer, KithError
from kith.evidence import face, fingerprint
from kith.register.encounters.words import CaptureKind


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was opened and looked at, ready to be sealed; making it holds no lock on the register."""

    kind: CaptureKind
    original: bytes
    template: bytes | None = None
    engine: str = ""
    quality: int | None = None
    position: int = 0
    problem: str = ""
    advice: str = ""


def photograph(data: bytes) -> Prepared:
    """Look at a photograph: one face that can be compared, or what is wrong.

    Raises:
        BadImage: not an image that can be read.
    """
    photo = face.decode(data)
    try:
        template = face.encode(photo)
    except KithError as trouble:
        return Prepared(CaptureKind.PHOTOGRAPH, data, problem=trouble.says, advice=trouble.advice)
    return Prepared(
        CaptureKind.PHOTOGRAPH,
        data,
        template=template.to_bytes(),
        engine=f"{template.engine} {template.version}",
        quality=round(100 * template.quality),
    )


def finger(data: bytes, *, position: int = 0, ppi: int | None = None) -> Prepared:
    """Look at the image of one finger: its template and quality, or what is wrong.

    Args:
        data: the file as received.
        position: ISO/IEC 19794-2 finger position, 0 for not known.
        ppi: pixels an inch, where the file does not say.

    Raises:
        BadAnswer: no such finger position.
        BadImage: not an image that can be read.
    """
    try:
        where = fingerprint.Position(position)
    except ValueError:
        raise BadAnswer(
            "There is no such finger.", advice="Choose one of the list.", field="position"
        ) from None
    image = fingerprint.decode(data, ppi=ppi)
    try:
        template, measured = fingerprint.examine(image, position=where)
    except KithError as trouble:
        return Prepared(
            CaptureKind.FINGERPRINT, data, position=where, problem=trouble.says, advice=trouble.advice
        )
    return Prepared(
        CaptureKind.FINGERPRINT,
        data,
        template=template.to_bytes(),
        engine=f"{template.engine} {template.version}",
        quality=measured.score,
        position=where,
        advice=" ".join((*image.warnings, *measured.advice)),
    )
