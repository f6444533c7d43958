"""Where an image file ends: each format's own structure walked to its last byte.

Always holds: a file that is cut, or that carries anything behind its image (a second file, a script), is refused before
a decoder sees it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from kith.errors import BadImage
from kith.evidence.fingerprint import jpeg2000

if TYPE_CHECKING:
    from collections.abc import Callable

_ADVICE = "Save the image again as PNG, or scan the finger again."
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_TIFF_OFFSETS, _TIFF_COUNTS = {273, 324}, {279, 325}
_SLACK = 16  # bytes of padding that some writers leave behind the image


def kind_of(data: bytes) -> str:
    """PNG, BMP, TIFF, JPEG, JPEG2000 or WSQ, from the first bytes.

    Raises:
        BadImage: none of them.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\xff\xa0\xff"):
        return "WSQ"
    if data.startswith((b"II*\0", b"MM\0*")):
        return "TIFF"
    if data.startswith(b"BM"):
        return "BMP"
    if data.startswith((jpeg2000.FILE, jpeg2000.CODESTREAM)):
        return "JPEG2000"
    says = "The file is not a PNG, BMP, TIFF, JPEG, JPEG 2000 or WSQ image, nor a record of fingers."
    raise BadImage(says, advice="Save the scan in one of these formats.")


def refuse_unless_whole(data: bytes, kind: str, *, most_pixels: int) -> None:
    """Refuse a file that is cut, or longer than its image; of JPEG 2000, also one of more than `most_pixels`.

    Raises:
        BadImage: it is.
    """
    try:
        end = jpeg2000.end_of(data, most_pixels) if kind == "JPEG2000" else _ENDS[kind](data)
    except (struct.error, IndexError) as error:
        raise BadImage("The image file is cut.", advice=_ADVICE) from error
    if end > len(data):
        raise BadImage("The image file is cut.", advice=_ADVICE)
    behind = data[end:]
    if behind.strip(b"\0") or len(behind) > _SLACK:
        raise BadImage("Something else lies behind the image in the file.", advice=_ADVICE)


def _end_of_png(data: bytes) -> int:
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        at += 12 + int(length)
        if name == b"IEND":
            return at


def _end_of_jpeg(data: bytes) -> int:
    """The byte behind the end marker: segments are stepped over, entropy-coded data searched for the next marker."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise IndexError("no marker")
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return at
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        at += int(struct.unpack_from(">H", data, at)[0])
        if marker == 0xDA:
            at = _behind_scan(data, at)


def _behind_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError("no end marker")
        following = data[at + 1]
        if following not in {0, 0xFF} and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _end_of_bmp(data: bytes) -> int:
    """What the header calls the size of the file; where it says 0, behind the rows of pixels."""
    size, _, offset, _, width, height, _, bits, packed = struct.unpack_from("<IIIIiiHHI", data, 2)
    if size:
        return int(size)
    if packed:
        return len(data)
    return int(offset + (abs(width) * bits + 31) // 32 * 4 * abs(height))


def _end_of_tiff(data: bytes) -> int:
    """The last byte that the first directory, its values or its strips reach."""
    order = "<" if data[:2] == b"II" else ">"
    (directory,) = struct.unpack_from(order + "I", data, 4)
    (entries,) = struct.unpack_from(order + "H", data, directory)
    end: int = directory + 2 + 12 * entries + 4
    if struct.unpack_from(order + "I", data, end - 4)[0]:
        raise BadImage("The file holds several images.", advice="Save each finger as its own file.")
    offsets: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    for i in range(entries):
        at = directory + 2 + 12 * i
        tag, kind, count = struct.unpack_from(order + "HHI", data, at)
        size = _TIFF_SIZES.get(kind, 1) * count
        place = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
        end = max(end, place + size if size > 4 else 0)
        if tag in _TIFF_OFFSETS | _TIFF_COUNTS and kind in {3, 4} and count <= len(data):
            values = struct.unpack_from(f"{order}{count}{'H' if kind == 3 else 'I'}", data, place)
            offsets, counts = (values, counts) if tag in _TIFF_OFFSETS else (offsets, values)
    return max([end, *(o + c for o, c in zip(offsets, counts, strict=False))])


_ENDS: dict[str, Callable[[bytes], int]] = {
    "PNG": _end_of_png,
    "JPEG": _end_of_jpeg,
    "TIFF": _end_of_tiff,
    "BMP": _end_of_bmp,
}
