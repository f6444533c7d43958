"""Files of profiles: GeneMapper text, EuroForMix CSV, CODIS CMF 3.2 XML and Kith's own JSON, read and written.

Always holds: a file is read whole or refused whole; whatever bytes come in, only a named error goes out; reading never
opens anything that the file points at.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kith.errors import BadProfile
from kith.evidence.dna.formats import cmf, delimited, own
from kith.evidence.dna.profile import Blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kith.evidence.dna.profile import Profile

LARGEST: Final = 20_000_000


class Format(StrEnum):
    """The layouts."""

    GENEMAPPER = "genemapper"
    EUROFORMIX = "euroformix"
    CMF = "cmf"
    JSON = "json"


def read(data: bytes, *, blank: Blank = Blank.REFUSE) -> list[Profile]:
    """The profiles in a file of any of the layouts, told apart by how it begins.

    `blank`: what a second allele that was left blank means.

    Raises:
        BadProfile: of the class that says what is wrong.
    """
    if len(data) > LARGEST:
        raise BadProfile(
            f"The file is larger than {LARGEST // 1_000_000} MB.", advice="Divide it.", field="file"
        )
    begins = data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1]
    if begins == b"<":
        return cmf.read(data, blank=blank)
    if begins in {b"{", b"["}:
        return own.read(data, blank=blank)
    return delimited.read(data, blank=blank)


def write(profiles: Sequence[Profile], written_as: Format) -> bytes:
    """A file of profiles. GeneMapper, EuroForMix and CMF carry alleles only; our own JSON carries everything."""
    if written_as is Format.JSON:
        return own.write(profiles)
    if written_as is Format.CMF:
        return cmf.write(profiles)
    return delimited.write(profiles, tabs=written_as is Format.GENEMAPPER)


__all__ = ["LARGEST", "Blank", "Format", "read", "write"]
