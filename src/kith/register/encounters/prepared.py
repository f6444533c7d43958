"""From a file to what is kept of it: opened and looked at, before anything touches the register.

Always holds: a file that cannot be opened as an image is refused; one that opens but cannot be compared is kept, with
what is wrong and what would help; no lock and no row is held meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kith.errors import BadAnswer, BadImage, KithError
from kith.evidence import face, fingerprint
from kith.evidence.fingerprint.extract import engine_called
from kith.register.encounters.words import CaptureKind

SLAPS = (13, 14, 15)
"""The right four fingers, the left four, both thumbs: what an image of several fingers can be said to show."""
SAID = frozenset({*map(int, fingerprint.Position), *SLAPS})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file, or one finger of it, that was opened and looked at, ready to be sealed; making it holds no lock on the register.

    What opening a file of fingers again needs: `part` is which of its fingers this one is, counted from 0; `shows` and `ppi` are
    what the person said of the whole file (see `fingerprint.decode_all`).
    """

    kind: CaptureKind
    original: bytes
    template: bytes | None = None
    engine: str = ""
    quality: int | None = None
    position: int = 0
    problem: str = ""
    advice: str = ""
    part: int = 0
    shows: int = 0
    ppi: int | None = None


def photograph(data: bytes) -> Prepared:
    """Look at a photograph: one face that can be compared, or what is wrong.

    Raises:
        BadImage: not an image that can be read.
    """
    photo = face.decode(data)
    try:
        template = face.encode(photo)
    except KithError as trouble:
        return Prepared(
            CaptureKind.PHOTOGRAPH,
            data,
            engine=engine_of(CaptureKind.PHOTOGRAPH),
            problem=trouble.says,
            advice=trouble.advice,
        )
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
        BadImage: not an image that can be read, or one of several fingers.
    """
    found = fingers(data, position=position, ppi=ppi)
    if len(found) != 1:
        raise BadImage(
            f"The file holds {len(found)} fingers, and one is wanted.",
            advice="Hand it in where several fingers are taken, or save each finger as its own file.",
        )
    return found[0]


def fingers(data: bytes, *, position: int = 0, ppi: int | None = None) -> tuple[Prepared, ...]:
    """Look at every finger in a file: an image, a slap of several fingers, or a record of police or a device.

    Args:
        data: the file as received.
        position: which finger it shows (ISO/IEC 19794-2), 0 for not known; 13 for the right four fingers, 14 for the left four,
            15 for both thumbs.
        ppi: pixels an inch, where the file does not say.

    Raises:
        BadAnswer: no such finger position.
        BadImage: not an image that can be read.
    """
    if position not in SAID:
        raise BadAnswer("There is no such finger.", advice="Choose one of the list.", field="position")
    images = fingerprint.decode_all(data, ppi=ppi, shows=position)
    said = _position(position)
    return tuple(
        replace(_looked_at(data, image, said if len(images) == 1 else 0), part=k, shows=position, ppi=ppi)
        for k, image in enumerate(images)
    )


def again(capture: Prepared, images: tuple[fingerprint.FingerImage, ...] | None = None) -> Prepared:
    """Look at what is kept once more, with the engines of today: the position stays that of the record.

    Args:
        capture: the original, and what it is part of; of its template nothing is looked at.
        images: the fingers in the original, where somebody has decoded it already.

    Raises:
        KithError: as `photograph` and `fingers`, and where it cannot be compared.
    """
    if capture.kind == CaptureKind.PHOTOGRAPH:
        face_found = face.encode(face.decode(capture.original))
        made, score, name = face_found.to_bytes(), round(100 * face_found.quality), engine_of(capture.kind)
    else:
        images = images or fingers_in(capture)
        if capture.part >= len(images):
            raise BadImage("The file no longer holds this finger.", advice="Look at the original.")
        position = fingerprint.Position(capture.position)
        template, measured = fingerprint.examine(images[capture.part], position=position)
        made, score, name = template.to_bytes(), measured.score, f"{template.engine} {template.version}"
    return replace(capture, template=made, engine=name, quality=score, problem="", advice="")


def still_unusable(capture: Prepared, trouble: KithError) -> Prepared:
    """What is kept of a capture that cannot be compared by today's engine either."""
    return replace(capture, problem=trouble.says, advice=trouble.advice)


def fingers_in(capture: Prepared) -> tuple[fingerprint.FingerImage, ...]:
    """The fingers in the original of a capture, in their order.

    Raises:
        BadImage: not an image that can be read.
    """
    return tuple(fingerprint.decode_all(capture.original, ppi=capture.ppi, shows=capture.shows))


def engine_of(kind: CaptureKind) -> str:
    """The engine, with its version, that looks at captures of this kind now."""
    if kind == CaptureKind.PHOTOGRAPH:
        return f"{face.ENGINE} {face.VERSION}"
    current = engine_called(None)
    return f"{current.name} {current.version}"


def _position(said: int) -> int:
    """The one finger that was named, 0 where it was none or several."""
    return said if said <= max(fingerprint.Position) else 0


def _looked_at(data: bytes, image: fingerprint.FingerImage, said: int) -> Prepared:
    """One finger of a file. Where the person and the file name different ones it is of no known finger, so that it is compared with all."""
    where = image.position
    doubt: tuple[str, ...] = ()
    if said and where != said:
        doubt = (
            f"The file says {where.words}, and {fingerprint.Position(said).words} was chosen: it is compared with every finger.",
        )
        where = fingerprint.Position.UNKNOWN
    try:
        template, measured = fingerprint.examine(image, position=where)
    except KithError as trouble:
        return Prepared(
            CaptureKind.FINGERPRINT,
            data,
            engine=engine_of(CaptureKind.FINGERPRINT),
            position=where,
            problem=trouble.says,
            advice=trouble.advice,
        )
    return Prepared(
        CaptureKind.FINGERPRINT,
        data,
        template=template.to_bytes(),
        engine=f"{template.engine} {template.version}",
        quality=measured.score,
        position=where,
        advice=" ".join((*doubt, *image.warnings, *measured.advice)),
    )
