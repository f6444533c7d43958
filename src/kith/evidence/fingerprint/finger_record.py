"""Finger image records of ISO/IEC 19794-4, editions 2005 and 2011: the pictures in them, with resolution and finger.

Always holds: every length in the record is held against what is there; a picture of another size than its header says is
refused; whatever the bytes, only BadImage (or ImageTooLarge) is raised.
Source: ISO/IEC 19794-4:2005 clause 7, ISO/IEC 19794-4:2011 clause 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kith.errors import BadImage
from kith.evidence.fingerprint.picture import Picture, one_resolution, opened, raw_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

_EDITION_2005, _EDITION_2011 = b"FIR\x00010\x00", b"FIR\x00020\x00"
_HEAD_2005 = struct.Struct(">8sHIHHBBHHHHBBH")
_VIEW_2005 = struct.Struct(">IBBBBBHHB")
_HEAD_2011 = struct.Struct(">8sIHBB")
_BEGIN_2011 = struct.Struct(">I9sBHHB")
_VIEW_2011 = struct.Struct(">BBBHHHHBBBHHI")
_UNCOMPRESSED, _PACKED = 0, 1
_ADVICE = "Ask for the record again, or for the images as PNG."


@dataclass(frozen=True, slots=True)
class _View:
    """What a record says of one picture."""

    data: bytes
    width: int
    height: int
    depth: int
    compression: int
    scale: int
    across: int
    down: int
    shows: int


def is_one(data: bytes) -> bool:
    """Whether the bytes begin as a finger image record does, of any edition."""
    return data[:4] == b"FIR\0"


def pictures(data: bytes) -> Iterator[Picture]:
    """The pictures of a record, one after the other.

    Raises:
        BadImage: cut, broken, of another edition, or with something behind it.
        ImageTooLarge: a picture of more than 25 megapixels.
    """
    try:
        if data[:8] == _EDITION_2005:
            views = _views_2005(data)
        elif data[:8] == _EDITION_2011:
            views = _views_2011(data)
        else:
            raise BadImage(
                "The finger image record is of an edition that is not known.",
                advice="Ask for ISO/IEC 19794-4:2005 or :2011, or for the images as PNG.",
            )
    except struct.error as error:
        raise BadImage("The finger image record is cut.", advice=_ADVICE) from error
    return (_picture(view) for view in views)


def _views_2005(data: bytes) -> list[_View]:
    (_, high, low, _, _, fingers, scale, _, _, across, down, depth, compression, _) = _HEAD_2005.unpack_from(
        data
    )
    _refuse_length(data, high << 32 | low)
    views, at = [], _HEAD_2005.size
    for _ in range(fingers):
        shown, seen = 1, 0
        while seen < shown:  # each finger says how many views it has; each view has a header of its own
            length, shows, shown, _, _, _, width, height, _ = _VIEW_2005.unpack_from(data, at)
            body = _part(data, at + _VIEW_2005.size, length - _VIEW_2005.size)
            views.append(_View(body, width, height, depth, compression, scale, across, down, shows))
            at += length
            seen += 1
    _refuse_rest(data, at, views)
    return views


def _views_2011(data: bytes) -> list[_View]:
    _, length, count, certified, _ = _HEAD_2011.unpack_from(data)
    _refuse_length(data, length)
    views, at = [], _HEAD_2011.size
    for _ in range(count):
        length, _, _, _, _, qualities = _BEGIN_2011.unpack_from(data, at)
        inner = at + _BEGIN_2011.size + 5 * qualities
        if certified:
            (certificates,) = struct.unpack_from(">B", data, inner)
            inner += 1 + 3 * certificates
        shows, _, scale, _, _, across, down, depth, compression, _, width, height, size = (
            _VIEW_2011.unpack_from(data, inner)
        )
        inner += _VIEW_2011.size
        body = _part(data, inner, size)
        # behind the picture may stand segments, annotations and comments, which are not used
        if inner + size > at + length:
            raise BadImage("A picture of the record is longer than its place.", advice=_ADVICE)
        views.append(_View(body, width, height, depth, compression, scale, across, down, shows))
        at += length
    _refuse_rest(data, at, views)
    return views


def _picture(view: _View) -> Picture:
    """The picture of a view: opened, or its pixels as they stand."""
    if view.depth != 8 or view.compression == _PACKED:
        raise BadImage(
            f"The pictures of the record have {view.depth} bits a pixel, and 8 are wanted.", advice=_ADVICE
        )
    if view.compression == _UNCOMPRESSED:
        picture = raw_picture(view.data, view.width, view.height)
    else:
        picture = opened(view.data)
    refuse_other_size(picture, view.width, view.height)
    an_inch = {1: 1.0, 2: 2.54}.get(view.scale, 0.0)
    ppi = one_resolution(view.across * an_inch, view.down * an_inch)
    return replace(picture, ppi=ppi if ppi is not None else picture.ppi, shows=view.shows)


def refuse_other_size(picture: Picture, width: int, height: int) -> None:
    """Refuse a picture of another size than the record says.

    Raises:
        BadImage: it is.
    """
    if picture.grey.shape != (height, width):
        raise BadImage("A picture of the record is of another size than the record says.", advice=_ADVICE)


def _part(data: bytes, at: int, length: int) -> bytes:
    if length <= 0 or at + length > len(data):
        raise BadImage("The finger image record is cut.", advice=_ADVICE)
    return data[at : at + length]


def _refuse_length(data: bytes, length: int) -> None:
    if length != len(data):
        says = f"The finger image record should have {length} bytes and has {len(data)}."
        raise BadImage(says, advice=_ADVICE)


def _refuse_rest(data: bytes, at: int, views: list[_View]) -> None:
    if not views:
        raise BadImage("The finger image record holds no finger.", advice=_ADVICE)
    if at != len(data):
        raise BadImage("The finger image record holds more than its header says.", advice=_ADVICE)
