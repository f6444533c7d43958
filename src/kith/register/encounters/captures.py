"""What was captured, sealed: the original as received, and the template beside it.

Always holds: what cannot be opened never comes here (see prepared.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kith.register.encounters.models import Capture
from kith.trust.rows import change
from kith.trust.vault import seal

if TYPE_CHECKING:
    from kith.register.encounters.models import Encounter
    from kith.register.encounters.prepared import Prepared
    from kith.trust.vault.models import Sealed

OCTETS = "application/octet-stream"
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"RIFF", "image/webp"),
    (b"\xff\xa0", "image/x-wsq"),
    (b"\0\0\0\x0cjP  ", "image/jp2"),
)


def media_type(data: bytes) -> str:
    """The media type by the first bytes of a file."""
    return next((media for start, media in _SIGNATURES if data.startswith(start)), OCTETS)


def keep(encounter: Encounter, prepared: Prepared, original: Sealed | None = None) -> Capture:
    """Seal the original and its template under the key of the encounter's subject.

    `original` is given where the same file was sealed for another finger of it: a file is kept once.
    """
    owner = encounter.subject
    capture = Capture(
        encounter=encounter,
        kind=prepared.kind,
        position=prepared.position,
        engine=prepared.engine,
        quality=prepared.quality,
        problem=prepared.problem[:400],
        advice=prepared.advice[:400],
        part=prepared.part,
        shows=prepared.shows,
        ppi=prepared.ppi,
        original=original
        or seal.seal(
            owner, prepared.original, kind=prepared.kind.value, media_type=media_type(prepared.original)
        ),
    )
    if prepared.template is not None:
        capture.template = seal.seal(owner, prepared.template, kind="template", media_type=OCTETS)
    capture.save(force_insert=True)
    return capture


def renew(owner: str, capture: Capture, prepared: Prepared) -> None:
    """Put a template that was made again in the place of the one before, which is removed; what was told stays as it is.

    Where there was none before, and there is none now either, only what is wrong is said anew, and by which engine.
    """
    before = capture.template
    values: dict[str, object] = {"engine": prepared.engine}
    if before is None:
        values |= {"problem": prepared.problem[:400], "advice": prepared.advice[:400]}
    if prepared.template is not None:
        values["template"] = seal.seal(owner, prepared.template, kind="template", media_type=OCTETS)
        values["quality"] = prepared.quality
    change(capture, **values)
    if before is not None:
        before.delete()
