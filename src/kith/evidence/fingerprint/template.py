"""A template: the minutiae of one finger image, and all that is kept of it for comparing.

Always holds: coordinates are pixels at 500 ppi in the original image whatever the engine did in between; angles follow
ISO/IEC 19794-2 (counter-clockwise from the positive x axis, along the ridge of an ending, into the valley of a
bifurcation); bytes that are no template raise BadTemplate and nothing else.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import BadTemplate
from kith.evidence.fingerprint.position import Position

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENDING, BIFURCATION, OTHER = 1, 2, 0

MOST_MINUTIAE = 4096
FIELD_PITCH = 16
"""Distance of the points of the orientation grid, in pixels at 500 ppi."""
FIELD_UNKNOWN = 255
"""Value of the orientation grid where no ridges are seen."""

_MAGIC = b"KFT1"
_HEAD = struct.Struct("<4sHHHBBfBBHH")
_MINUTIA = np.dtype([("x", "<u2"), ("y", "<u2"), ("angle", "u1"), ("kind_quality", "u1")])
_STEP = 8.0  # coordinates are kept in eighths of a pixel
_REMAKE = "Make the template again from the image."


def _no_field() -> NDArray[np.uint8]:
    return np.zeros((0, 0), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """The minutiae of one finger.

    `x`, `y` float32 (n,) in pixels at 500 ppi, y downwards; `angle` float32 (n,) in [0, 2 pi) as in ISO/IEC
    19794-2; `quality` uint8 (n,) from 1 to 100; `kind` uint8 (n,): 1 ending, 2 bifurcation, 0 other.
    `overall` is the quality of the image from 0 to 100. `period_factor` is by how much the image was enlarged
    before extraction to bring the ridge period to 9 pixels (1.0: not at all). `field` uint8 (rows, columns) is the
    ridge orientation at points FIELD_PITCH pixels apart, 0 to 179 for 0 to 180 degrees, FIELD_UNKNOWN where no
    ridges are seen; empty where the engine or the record gives none.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    angle: NDArray[np.float32]
    quality: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    width: int
    height: int
    position: Position = Position.UNKNOWN
    overall: int = 0
    engine: str = ""
    version: str = ""
    period_factor: float = 1.0
    field: NDArray[np.uint8] = field(default_factory=_no_field)

    def __post_init__(self) -> None:
        """All arrays have one length and allowed values; what is not so is no template.

        Raises:
            BadTemplate: lengths differ, a value is not finite or out of its range, or there are too many minutiae.
        """
        n = len(self.x)
        arrays = (self.x, self.y, self.angle, self.quality, self.kind)
        if any(a.ndim != 1 or len(a) != n for a in arrays) or self.field.ndim != 2:
            raise BadTemplate("The columns of the minutiae record differ in length.", advice=_REMAKE)
        if n > MOST_MINUTIAE:
            raise BadTemplate(f"A finger has no {n} minutiae.", advice=_REMAKE)
        if not (0 <= self.width <= 65535 and 0 <= self.height <= 65535 and 0 <= self.overall <= 100):
            raise BadTemplate("The size or quality of the minutiae record is out of range.", advice=_REMAKE)
        if n and not (
            _within(self.x, 0, 65535) and _within(self.y, 0, 65535) and _within(self.angle, 0, 6.2832)
        ):
            raise BadTemplate("A minutia lies outside of any image.", advice=_REMAKE)
        if n and (int(self.kind.max()) > 2 or int(self.quality.max()) > 100):
            raise BadTemplate(
                "The kind or quality of a minutia is none that the standard knows.", advice=_REMAKE
            )
        if not (math.isfinite(self.period_factor) and 0.1 <= self.period_factor <= 10):
            raise BadTemplate("The ridge period of the minutiae record cannot be.", advice=_REMAKE)

    def __len__(self) -> int:
        """The number of minutiae."""
        return len(self.x)

    def __eq__(self, other: object) -> bool:
        """Equal when everything in them is equal."""
        if not isinstance(other, Template):
            return NotImplemented
        mine, theirs = _facts(self), _facts(other)
        return mine == theirs

    def __hash__(self) -> int:
        """Consistent with equality."""
        return hash(_facts(self))

    def to_bytes(self) -> bytes:
        """The compact form for the cache: coordinates in eighths of a pixel, angles in 1/256 turns.

        Coordinates beyond 8,191 pixels do not fit and are held at the edge; no fingerprint is that large.
        """
        record = np.zeros(len(self), _MINUTIA)
        record["x"] = np.clip(np.rint(self.x * _STEP), 0, 65535)
        record["y"] = np.clip(np.rint(self.y * _STEP), 0, 65535)
        record["angle"] = np.rint(self.angle * (256 / (2 * math.pi))).astype(np.int64) & 255
        record["kind_quality"] = self.kind * 64 + (self.quality.astype(np.int64) * 63 + 50) // 100
        names = [s.encode()[:40] for s in (self.engine, self.version)]
        text = bytes((len(names[0]), len(names[1]))) + names[0] + names[1]
        rows, columns = self.field.shape
        head = _HEAD.pack(
            _MAGIC, self.width, self.height, len(self), self.position, self.overall, self.period_factor,
            rows >> 8, rows & 255, columns, 0,
        )  # fmt: skip
        body = text + record.tobytes() + zlib.compress(self.field.tobytes(), 6)
        return head + body + struct.pack("<I", zlib.crc32(head + body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Template:
        """The template that `to_bytes` wrote.

        Raises:
            BadTemplate: the bytes are cut, changed, or something else altogether.
        """
        try:
            return cls(*_parsed(data))
        except (struct.error, ValueError, IndexError, zlib.error, OverflowError) as error:
            raise BadTemplate("The kept template cannot be read.", advice=_REMAKE) from error


def _within(values: NDArray[np.float32], low: float, high: float) -> bool:
    # written so that NaN is not within
    return bool(np.all((values >= low) & (values <= high)))


def _facts(t: Template) -> tuple[object, ...]:
    arrays = tuple(a.tobytes() for a in (t.x, t.y, t.angle, t.quality, t.kind, t.field))
    rest = (t.width, t.height, t.position, t.overall, t.engine, t.version, t.period_factor, t.field.shape)
    return (*arrays, *rest)


def _parsed(data: bytes) -> tuple[Any, ...]:
    """The arguments of a Template from its bytes; ValueError or struct.error where they are none."""
    if len(data) < _HEAD.size + 6 or zlib.crc32(data[:-4]) != struct.unpack("<I", data[-4:])[0]:
        raise ValueError("cut or changed")
    magic, width, height, n, position, overall, factor, high, low, columns, _ = _HEAD.unpack_from(data)
    if magic != _MAGIC:
        raise ValueError("another kind of file")
    at = _HEAD.size
    first, second = data[at], data[at + 1]
    at += 2
    engine, version = data[at : at + first].decode(), data[at + first : at + first + second].decode()
    at += first + second
    record = np.frombuffer(data, _MINUTIA, n, at)
    rows = high << 8 | low
    unpacker = zlib.decompressobj()
    grid = unpacker.decompress(data[at + record.nbytes : -4], rows * columns + 1)
    field_array = np.frombuffer(grid, np.uint8).reshape(rows, columns)
    return (
        (record["x"] / np.float32(_STEP)).astype(np.float32),
        (record["y"] / np.float32(_STEP)).astype(np.float32),
        (record["angle"] * np.float32(2 * math.pi / 256)).astype(np.float32),
        (((record["kind_quality"] & 63).astype(np.int64) * 100 + 31) // 63).clip(1, 100).astype(np.uint8),
        (record["kind_quality"] >> 6).astype(np.uint8),
        width, height, Position(position), overall, engine, version, factor, field_array,
    )  # fmt: skip
