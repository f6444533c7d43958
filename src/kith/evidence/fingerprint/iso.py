"""ISO/IEC 19794-2:2005 finger minutiae records, in and out.

Always holds: a record that breaks the standard's bounds raises BadTemplate; coordinates inside Kith are at 500 ppi, so a
record of another resolution is converted on the way in, and written at 197 pixels a centimetre on the way out.
Source: ISO/IEC 19794-2:2005, clause 7 (record format).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import BadTemplate
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.template import Template

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORMAT = b"FMR\0 20\0"
_HEAD = struct.Struct(">8sIHHHHHBB")
_VIEW = struct.Struct(">BBBB")
PIXELS_A_CM = 197
"""500 ppi, as the standard rounds it."""
_MOST = 255  # a view counts its minutiae in one byte
_ADVICE = "Ask for the record again, or for the image."


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a minutiae record says of all its views; `turns` is how many units of angle make a full turn."""

    length: int
    width: int
    height: int
    x_a_cm: int
    y_a_cm: int
    views: int
    turns: int
    edition: tuple[str, str]


def encode(template: Template) -> bytes:
    """The record of one view: `template` as ISO/IEC 19794-2:2005, with the 255 best minutiae where there are more."""
    view = written_view(template, 256)
    width, height = max(template.width, 1), max(template.height, 1)
    length = _HEAD.size + len(view)
    head = _HEAD.pack(_FORMAT, length, 0, width, height, PIXELS_A_CM, PIXELS_A_CM, 1, 0)
    return head + view


def written_view(template: Template, turns: int) -> bytes:
    """One finger view, as ISO/IEC 19794-2 and ANSI INCITS 378 both lay it out; angles in 1/`turns` of a full turn."""
    order = np.argsort(-template.quality.astype(np.int64), kind="stable")[:_MOST]
    width, height = max(template.width, 1), max(template.height, 1)
    rows = bytearray()
    for i in np.sort(order):
        x = min(round(float(template.x[i])), width - 1, 0x3FFF)
        y = min(round(float(template.y[i])), height - 1, 0x3FFF)
        angle = round(float(template.angle[i]) * turns / (2 * math.pi)) % turns
        rows += struct.pack(">HHBB", int(template.kind[i]) << 14 | x, y, angle, int(template.quality[i]))
    return _VIEW.pack(template.position, 0, template.overall, len(order)) + rows + b"\0\0"


def is_one(data: bytes) -> bool:
    """Whether the bytes begin as an ISO/IEC 19794-2:2005 record does, and not as one of ANSI 378, which has the same name."""
    return data[:8] == _FORMAT and int.from_bytes(data[8:12], "big") == len(data)


def decode(data: bytes) -> list[Template]:
    """The templates of a record, one for each finger view, in their order; coordinates at 500 ppi.

    Raises:
        BadTemplate: the bytes are cut, are of another kind, or break a bound of the standard.
    """
    return read_views(data, _HEAD.size, _read_head(data))


def read_views(data: bytes, at: int, head: Head) -> list[Template]:
    """The templates of the views that start at byte `at` and reach to the end of the record.

    Raises:
        BadTemplate: the bytes are cut, or break a bound of the standard.
    """
    if head.length != len(data):
        says = f"The minutiae record should have {head.length} bytes and has {len(data)}."
        raise BadTemplate(says, advice=_ADVICE)
    if not (39 <= head.x_a_cm <= 2000 and 39 <= head.y_a_cm <= 2000):
        raise BadTemplate("The minutiae record gives no usable resolution.", advice=_ADVICE)
    if head.views == 0:
        raise BadTemplate("The minutiae record holds no finger.", advice=_ADVICE)
    templates = []
    for _ in range(head.views):
        template, at = _read_view(data, at, head)
        templates.append(template)
    if at != head.length:
        raise BadTemplate("The minutiae record holds more than its header says.", advice=_ADVICE)
    return templates


def _read_head(data: bytes) -> Head:
    if len(data) < _HEAD.size or data[:8] != _FORMAT:
        raise BadTemplate("The file is not an ISO/IEC 19794-2:2005 minutiae record.", advice=_ADVICE)
    _, length, _, width, height, x_a_cm, y_a_cm, views, _ = _HEAD.unpack_from(data)
    return Head(length, width, height, x_a_cm, y_a_cm, views, 256, ("iso19794-2", "2005"))


def _read_view(data: bytes, at: int, head: Head) -> tuple[Template, int]:
    """The view that starts at byte `at`, and the byte after it."""
    if at + _VIEW.size > len(data):
        raise BadTemplate("The minutiae record is cut.", advice=_ADVICE)
    position, _, overall, n = _VIEW.unpack_from(data, at)
    at += _VIEW.size
    end = at + 6 * n
    if end + 2 > len(data):
        raise BadTemplate("The minutiae record is cut.", advice=_ADVICE)
    behind = _behind(data, end)
    if position > 10:
        raise BadTemplate(f"There is no finger number {position}.", advice=_ADVICE)
    if n and (head.width == 0 or head.height == 0):
        raise BadTemplate("The minutiae record gives no image size.", advice=_ADVICE)
    rows = np.frombuffer(
        data, np.dtype([("x", ">u2"), ("y", ">u2"), ("angle", "u1"), ("quality", "u1")]), n, at
    )
    kind = (rows["x"] >> 14).astype(np.uint8)
    x, y = rows["x"] & 0x3FFF, rows["y"] & 0x3FFF
    astray = n and int(rows["angle"].max()) >= head.turns
    if n and (astray or int(kind.max()) > 2 or int(x.max()) >= head.width or int(y.max()) >= head.height):
        raise BadTemplate(
            "A minutia of the record lies outside of the image, or is of no kind or direction.",
            advice=_ADVICE,
        )
    across, down = PIXELS_A_CM / head.x_a_cm, PIXELS_A_CM / head.y_a_cm
    template = Template(
        x=(x * across).astype(np.float32),
        y=(y * down).astype(np.float32),
        angle=(rows["angle"] * (2 * math.pi / head.turns)).astype(np.float32),
        quality=_quality(rows["quality"]),
        kind=kind,
        width=min(round(head.width * across), 65535),
        height=min(round(head.height * down), 65535),
        position=Position(position),
        overall=min(overall, 100),
        engine=head.edition[0],
        version=head.edition[1],
    )
    return template, behind


def _behind(data: bytes, end: int) -> int:
    """The byte behind a view whose minutiae end at `end`: what follows them (ridge counts, cores) is not used.

    Some writers count its length wrongly in the last view.
    """
    extended = int.from_bytes(data[end : end + 2], "big")
    behind = min(end + 2 + extended, len(data))
    if extended and len(data) - behind < _VIEW.size + 2:
        return len(data)  # too little for another view: the count was short
    return behind


def _quality(column: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # 0 means "not reported" (clause 7.5.2.5): such minutiae count as of middling quality
    known = np.clip(column.astype(np.uint8), 0, 100)
    return np.where(known == 0, 50, known).astype(np.uint8)
