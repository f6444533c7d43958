"""A face as 128 numbers of length one, with how good the photograph was and which engine made it.

Always holds: a template made here is finite and of length one; templates of different engines or versions never meet in one
number; bytes that are no template raise `BadTemplate` and nothing else.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import BadTemplate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

ENGINE = "dlib-resnet-v1"
VERSION = "1"
"""Counts changes of detection, alignment or averaging that make vectors no longer comparable."""
SIZE = 128

# magic, form of the record, engine, version, quality, box, vector, checksum; big-endian
_RECORD = struct.Struct(f">4sB24s8sf4i{SIZE}fI")
_MAGIC, _FORM = b"KFAC", 1


@dataclass(frozen=True, slots=True, eq=False)
class FaceTemplate:
    """One face: `vector` float32 (128,) of length 1, `quality` 0 to 1.

    `box` is (left, top, right, bottom) in pixels of the decoded photograph, where dlib saw the face; `engine` and
    `version` name what made the vector.
    """

    vector: NDArray[np.float32]
    quality: float
    box: tuple[int, int, int, int]
    engine: str = ENGINE
    version: str = VERSION

    def __post_init__(self) -> None:
        """The vector is finite and of length one, the quality a share, the box not inside out.

        Raises:
            BadTemplate: one of them is not so.
        """
        length = float(np.linalg.norm(self.vector)) if self.vector.shape == (SIZE,) else 0.0
        if self.vector.dtype != np.float32 or not abs(length - 1) < 1e-3:
            raise _bad("its numbers are not a face's")
        if not 0 <= self.quality <= 1:
            raise _bad("its quality is not between 0 and 1")
        left, top, right, bottom = self.box
        if left > right or top > bottom or max(map(abs, self.box)) >= 2**31:
            raise _bad("its box is inside out")
        if not (_plain(self.engine, 24) and _plain(self.version, 8)):
            raise _bad("its engine has no proper name")
        self.vector.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FaceTemplate) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def comparable(self, other: FaceTemplate) -> bool:
        """Whether the same engine in the same version made both."""
        return (self.engine, self.version) == (other.engine, other.version)

    def to_bytes(self) -> bytes:
        """The template as a record of fixed length, to be sealed and stored."""
        names = self.engine.encode("ascii"), self.version.encode("ascii")
        body = _RECORD.pack(_MAGIC, _FORM, *names, self.quality, *self.box, *self.vector.tolist(), 0)[:-4]
        return body + zlib.crc32(body).to_bytes(4, "big")

    @classmethod
    def from_bytes(cls, data: bytes) -> FaceTemplate:
        """The template in a record that `to_bytes` made.

        Raises:
            BadTemplate: too short, too long, changed, or no such record.
        """
        if len(data) != _RECORD.size or data[:4] != _MAGIC:
            raise _bad("it has not the form of one")
        if zlib.crc32(data[:-4]).to_bytes(4, "big") != data[-4:]:
            raise _bad("it was changed or damaged")
        _, form, engine, version, quality, *rest = _RECORD.unpack(data)
        if form != _FORM:
            raise _bad("it is of a later form")
        left, top, right, bottom = rest[:4]
        vector = np.array(rest[4:-1], dtype=np.float32)
        names = (name.rstrip(b"\x00").decode("latin-1") for name in (engine, version))
        return cls(vector, quality, (left, top, right, bottom), *names)


def average(templates: Iterable[FaceTemplate]) -> FaceTemplate:
    """Several photographs of one face in one session as one template: the mean weighted by quality, of length one.

    The box and the quality are those of the best photograph.

    Raises:
        BadTemplate: none given, made by different engines, or so opposed that they have no mean.
    """
    several = list(templates)
    if not several:
        raise _bad("there is none to average")
    best = max(several, key=lambda one: one.quality)
    if not all(one.comparable(best) for one in several):
        raise _bad("they were made by different engines and cannot be averaged")
    shares = np.array([max(one.quality, 0.05) for one in several])
    mean = shares @ np.stack([one.vector for one in several]).astype(np.float64)
    return FaceTemplate(of_length_one(mean), best.quality, best.box, best.engine, best.version)


def of_length_one(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    """The direction of a vector.

    Raises:
        BadTemplate: it has none.
    """
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length < 1e-9:
        raise _bad("its numbers cancel out")
    return (vector / length).astype(np.float32)


def _plain(name: str, longest: int) -> bool:
    return name.isascii() and name.isprintable() and 0 < len(name) <= longest


def _bad(why: str) -> BadTemplate:
    return BadTemplate(
        f"This is no face template: {why}.", advice="Make it again from the original photograph."
    )
