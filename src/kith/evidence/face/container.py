"""What an image file says of itself before anything is decoded: its kind, its size, and that it is one image and no more.

Always holds: only headers and lengths are read, never pixels, so a file of any claimed size costs nothing; a file that
ends early, goes on after its own end, or carries another kind of file inside its remarks is refused. `inspect` decides;
the readers of each kind follow the kinds' own standards (named at each).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith.errors import BadImage, ImageTooLarge
from kith.evidence.face.tiff import extent_of_tiff

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PIXELS = 64_000_000
"""More than any camera that professionals carry makes in one frame."""
MOST_BYTES = 100_000_000
_MOST_SCANS = 64  # a progressive JPEG has about ten; hundreds only serve to keep a reader busy

_AGAIN = "Take or export the photograph again, as a plain JPEG or PNG."
_FOREIGN = re.compile(
    rb"PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|%PDF-|<!doctype|<html|<script|<\?php|<svg[\s>]",
    re.IGNORECASE,
)
_JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Header:
    """Kind (Pillow's name for it), width and height in pixels as the file claims."""

    kind: str
    width: int
    height: int


def truncated() -> BadImage:
    """The refusal of a file that ends before the image does."""
    return BadImage(
        "The image file is incomplete.", advice="Send it again; the transfer may have been cut off."
    )


def malformed(what: str) -> BadImage:
    """The refusal of a file whose structure is not what its kind allows."""
    return BadImage(f"The image file is damaged or not what it claims to be: {what}.", advice=_AGAIN)


def inspect(data: bytes) -> Header:
    """What the file claims, when it is one whole image of a known kind and nothing else.

    Raises:
        ImageTooLarge: over 64 megapixels or 100 MB.
        BadImage: unknown kind, truncated, or two files in one.
    """
    if len(data) > MOST_BYTES:
        raise ImageTooLarge(
            f"The file has {len(data) // 1_000_000} MB; {MOST_BYTES // 1_000_000} are allowed.", advice=_AGAIN
        )
    for kind, magic, reader in _KINDS:
        if magic.match(data):
            try:
                width, height = reader(data)
            except (struct.error, IndexError):
                raise truncated() from None
            return _of_sensible_size(kind, width, height)
    raise BadImage(
        "The file is no image of a known kind." if data else "The file is empty.",
        advice="Use a JPEG, PNG, WebP, BMP or TIFF file.",
    )


def _of_sensible_size(kind: str, width: int, height: int) -> Header:
    if width < 1 or height < 1:
        raise malformed("it has no pixels")
    if width * height > MOST_PIXELS:
        raise ImageTooLarge(
            f"The image has {width} x {height} pixels; {MOST_PIXELS // 1_000_000} million are allowed.",
            advice="Export it smaller; 2,000 pixels on the long side are plenty for a face.",
        )
    return Header(kind, width, height)


def _nothing_foreign(remark: bytes) -> None:
    """What a file carries beside its pixels holds no archive, page or program."""
    if _FOREIGN.search(remark):
        raise malformed("another kind of file is hidden in it")


def _ends_at(data: bytes, end: int) -> None:
    """The image's own end is the file's end; zeros with which some cameras fill up are let pass."""
    if len(data) < end:
        raise truncated()
    if data[end:].strip(b"\x00"):
        raise malformed("other data follows the image")


def _png(data: bytes) -> tuple[int, int]:
    """PNG (W3C, third edition): chunks of length, type, data, checksum, from IHDR to IEND."""
    at, size = 8, (0, 0)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        if at == 8:
            if kind != b"IHDR" or length != 13:
                raise malformed("it has no header")
            size = struct.unpack_from(">II", data, 16)
        if at + 12 + length > len(data):
            if size[0] * size[1] > MOST_PIXELS:
                return size
            raise truncated()
        if kind not in {b"IDAT", b"fdAT"}:
            _nothing_foreign(data[at + 8 : at + 8 + length])
        at += 12 + length
        if kind == b"IEND":
            _ends_at(data, at)
            return size


def _jpeg(data: bytes) -> tuple[int, int]:
    """JPEG (ITU-T T.81, annex B), with the further pictures that a declared multi-picture file (CIPA DC-007) appends."""
    end, size, several = _one_jpeg(data, 0)
    if size[0] * size[1] > MOST_PIXELS:
        return size
    while several and data.startswith(b"\xff\xd8\xff", end := _past_zeros(data, end)):
        end, _, _ = _one_jpeg(data, end)
    _ends_at(data, end)
    return size


def _past_zeros(data: bytes, at: int) -> int:
    while data[at : at + 1] == b"\x00":
        at += 1
    return at


def _one_jpeg(data: bytes, start: int) -> tuple[int, tuple[int, int], bool]:
    """Where the JPEG that begins at `start` ends, its size, and whether it declares further pictures."""
    at, size, several, scans = start + 2, (0, 0), False, 0
    while True:
        found = _JPEG_MARKER.match(data, at)
        if found is None:
            raise (
                truncated()
                if not data[at:].strip(b"\xff")
                else malformed("it has no marker where one must be")
            )
        marker, at = found[1][0], found.end()
        if marker == 0xD9:
            break
        length = struct.unpack_from(">H", data, at)[0]
        segment = data[at + 2 : at + length]
        if len(segment) < length - 2 or length < 2:
            raise truncated()
        at += length
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", segment, 1)
            size = (width, height)
            if width * height > MOST_PIXELS:
                return len(data), size, False
        elif marker == 0xDA:
            scans += 1
            entropy_coded = _JPEG_MARKER.search(data, at)
            if entropy_coded is None:
                raise truncated()
            at = entropy_coded.start()
        elif marker >= 0xE0:
            several |= marker == 0xE2 and segment.startswith(b"MPF\x00")
            _nothing_foreign(segment)
        if scans > _MOST_SCANS:
            raise malformed("it has more scans than any camera makes")
    if not scans:
        raise malformed("it has no picture")
    return at, size, several


def _webp(data: bytes) -> tuple[int, int]:
    """WebP (RFC 9649): a RIFF container with one still picture."""
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    sizes, at = [(0, 0)], 12
    while at < end:
        kind, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind == b"VP8X":
            if body[0] & 0x02:
                raise malformed("it moves, and a photograph does not")
            sizes.append((1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")))
        elif kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 6)
            sizes.append((width & 0x3FFF, height & 0x3FFF))
        elif kind == b"VP8L":
            packed = struct.unpack_from("<I", body, 1)[0]
            sizes.append((1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)))
        elif kind in {b"ICCP", b"EXIF", b"XMP "}:
            _nothing_foreign(body)
        elif kind != b"ALPH":
            raise malformed("it holds a part that a photograph has not")
        at += 8 + length + (length & 1)
    size = max(sizes)
    if size[0] * size[1] <= MOST_PIXELS:
        _ends_at(data, max(end, at))
    return size


def _bmp(data: bytes) -> tuple[int, int]:
    """BMP (Windows bitmap, header of 40 bytes or more, not compressed): the pixels end where the file ends."""
    whole, start, header = struct.unpack_from("<I4xII", data, 2)
    if not 40 <= header <= 124 or not 14 + header <= start <= 14 + header + 12 + 1024:
        raise malformed("its header is of an unknown form")
    width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    height = abs(height)
    if compression not in {0, 3, 6}:
        raise malformed("it is compressed in an old way")
    if width < 1 or width * height > MOST_PIXELS:
        return width, height
    profile = struct.unpack_from("<I", data, 14 + 116)[0] if header == 124 else 0
    pixels = start + (width * bits + 31) // 32 * 4 * height
    if not pixels <= whole <= pixels + profile + 4:
        raise malformed("its length is not what its header says")
    _nothing_foreign(data[:start] + data[pixels:whole])
    _ends_at(data, whole)
    return width, height


def _tiff(data: bytes) -> tuple[int, int]:
    """TIFF 6.0: everything that its directories point at lies in the file, and nothing else of substance does."""
    width, height, end, unclaimed = extent_of_tiff(data)
    if width * height > MOST_PIXELS:
        return width, height
    if end > len(data):
        raise truncated()
    if any(piece.strip(b"\x00") and len(piece) > 4096 for piece in unclaimed):
        raise malformed("other data lies in it")
    for piece in unclaimed:
        _nothing_foreign(piece)
    _ends_at(data, end)
    return width, height


_KINDS: tuple[tuple[str, re.Pattern[bytes], Callable[[bytes], tuple[int, int]]], ...] = (
    ("JPEG", re.compile(rb"\xff\xd8\xff"), _jpeg),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    ("WEBP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL), _webp),
    ("BMP", re.compile(rb"BM"), _bmp),
    ("TIFF", re.compile(rb"II\*\x00|MM\x00\*"), _tiff),
)
