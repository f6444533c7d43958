"""ANSI INCITS 378-2004 finger minutiae records, in and out; and records of either standard, told apart.

Always holds: what breaks the standard's bounds raises BadTemplate; the views are those of ISO/IEC 19794-2, with angles in
steps of two degrees.
Source: ANSI INCITS 378-2004, clause 6 (record format).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from kith.errors import BadTemplate
from kith.evidence.fingerprint import iso

if TYPE_CHECKING:
    from kith.evidence.fingerprint.template import Template

_FORMAT = b"FMR\0 20\0"
_SHORT, _LONG = struct.Struct(">8sH"), struct.Struct(">8sHI")
_REST = struct.Struct(">HHHHHHHBB")
_TURNS = 180
_ADVICE = "Ask for the record again, or for the image."


def encode(template: Template) -> bytes:
    """The record of one view: `template` as ANSI INCITS 378-2004, with the 255 best minutiae where there are more.

    The owner and type of the product, and the device, are written as 0: not reported.
    """
    view = iso.written_view(template, _TURNS)
    width, height = max(template.width, 1), max(template.height, 1)
    rest = _REST.pack(0, 0, 0, width, height, iso.PIXELS_A_CM, iso.PIXELS_A_CM, 1, 0)
    return _SHORT.pack(_FORMAT, _SHORT.size + len(rest) + len(view)) + rest + view


def is_one(data: bytes) -> bool:
    """Whether the bytes begin as an ANSI INCITS 378-2004 record of this length does."""
    if data[:8] != _FORMAT or len(data) < _LONG.size:
        return False
    _, short, long = _LONG.unpack_from(data)
    return len(data) in {short, long} if short == 0 else short == len(data)


def decode(data: bytes) -> list[Template]:
    """The templates of a record, one for each finger view, in their order; coordinates at 500 ppi.

    Raises:
        BadTemplate: the bytes are cut, are of another kind, or break a bound of the standard.
    """
    if not is_one(data):
        raise BadTemplate("The file is not an ANSI INCITS 378-2004 minutiae record.", advice=_ADVICE)
    at = _SHORT.size if _SHORT.unpack_from(data)[1] else _LONG.size
    try:
        _, _, _, width, height, x_a_cm, y_a_cm, views, _ = _REST.unpack_from(data, at)
    except struct.error as error:
        raise BadTemplate("The minutiae record is cut.", advice=_ADVICE) from error
    head = iso.Head(len(data), width, height, x_a_cm, y_a_cm, views, _TURNS, ("ansi378", "2004"))
    return iso.read_views(data, at + _REST.size, head)


def is_record(data: bytes) -> bool:
    """Whether the bytes begin as a minutiae record of either standard does."""
    return data[:4] == b"FMR\0"


def decode_either(data: bytes) -> list[Template]:
    """The templates of a record of ISO/IEC 19794-2:2005 or ANSI INCITS 378-2004; coordinates at 500 ppi.

    Both begin with the same eight bytes; only the length that follows tells them apart.

    Raises:
        BadTemplate: neither, cut, or out of bounds.
    """
    return decode(data) if is_one(data) and not iso.is_one(data) else iso.decode(data)
