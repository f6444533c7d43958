"""JPEG 2000: where the file ends, and whether what its header asks for is what a scanner writes.

Always holds: the size, the tiles, the layers and the precincts are bounded before the decoder takes memory for them; a
file that is cut or goes on behind its image is refused.
Source: ISO/IEC 15444-1, annexes A (codestream) and I (file format).
"""

from __future__ import annotations

import struct

from kith.errors import BadImage

FILE = b"\0\0\0\x0cjP  \r\n\x87\n"
CODESTREAM = b"\xff\x4f\xff\x51"

_SIZ, _COD, _SOT, _SOD, _EOC = 0xFF51, 0xFF52, 0xFF90, 0xFF93, 0xFFD9
# other code styles for a component or a part, changes of order, headers packed elsewhere
_UNUSUAL = {0xFF53, 0xFF5E, 0xFF5F, 0xFF60, 0xFF61}
_MOST_TILES, _MOST_LAYERS, _MOST_LEVELS, _LEAST_PRECINCT = 1024, 64, 12, 5
_ADVICE = "Save the image again as PNG, or scan the finger again."


def end_of(data: bytes, most_pixels: int) -> int:
    """The byte behind the image.

    Raises:
        BadImage: the header asks for more than `most_pixels` or for what no scanner writes.
        struct.error, IndexError: the file is cut.
    """
    if data.startswith(CODESTREAM):
        return _end_of_codestream(data, 0, most_pixels)
    at, found = 0, False
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, body)
            body += 8
        end = len(data) if length == 0 else at + int(length)
        if end < body:
            raise _unusual()
        if name == b"jp2c":
            if found:
                raise BadImage("The file holds several images.", advice="Save each finger as its own file.")
            found = True
            stream = _end_of_codestream(data, body, most_pixels)
            if length == 0:
                return stream
            if stream > end:
                raise IndexError("cut")
        elif found and name not in {b"xml ", b"uuid", b"free"}:
            return at
        at = end
    if not found:
        raise IndexError("no codestream")
    return at


def _end_of_codestream(data: bytes, start: int, most_pixels: int) -> int:
    """Step over the main header and each part of a tile, to the byte behind the end marker."""
    (first,) = struct.unpack_from(">H", data, start)
    if first != 0xFF4F:
        raise _unusual()
    at = start + 2
    sized = False
    while True:
        (marker,) = struct.unpack_from(">H", data, at)
        if marker == _EOC:
            return at + 2
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2 or marker in _UNUSUAL or (not sized and marker != _SIZ):
            raise _unusual()
        if marker == _SIZ:
            if sized:
                raise _unusual()
            sized = True
            _check_size(data, at + 4, most_pixels)
        elif marker == _COD:
            _check_style(data, at + 4)
        elif marker == _SOT:
            at = _behind_part(data, at)
            continue
        at += 2 + length


def _check_size(data: bytes, at: int, most_pixels: int) -> None:
    _, right, bottom, left, top, tile_width, tile_height, _, _, components = struct.unpack_from(
        ">HIIIIIIIIH", data, at
    )
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0 or tile_width == 0 or tile_height == 0 or not 1 <= components <= 4:
        raise _unusual()
    if right * bottom > most_pixels:
        raise BadImage("The image is larger than any scan of fingers.", advice=_ADVICE)
    if -(-right // tile_width) * -(-bottom // tile_height) > _MOST_TILES:
        raise _unusual()
    for k in range(components):
        depth, across, down = struct.unpack_from(">BBB", data, at + 36 + 3 * k)
        if (depth & 0x7F) >= 16 or across != 1 or down != 1:
            raise _unusual()


def _check_style(data: bytes, at: int) -> None:
    style, _, layers, _, levels = struct.unpack_from(">BBHBB", data, at)
    if not 1 <= layers <= _MOST_LAYERS or levels > _MOST_LEVELS:
        raise _unusual()
    if style & 1:
        sizes = data[at + 10 : at + 10 + levels + 1]
        # a size is a power of two at its own level; what counts is how much of the whole image one precinct covers
        covers = [min(size & 15, size >> 4) + levels - level for level, size in enumerate(sizes)]
        if len(covers) != levels + 1 or min(covers) < _LEAST_PRECINCT:
            raise _unusual()


def _behind_part(data: bytes, at: int) -> int:
    """The byte behind the part of a tile that starts at `at`."""
    (length,) = struct.unpack_from(">I", data, at + 6)
    inner = at + 12
    while True:
        (marker,) = struct.unpack_from(">H", data, inner)
        if marker == _SOD:
            break
        if marker in _UNUSUAL or marker in {_COD, _SIZ, _SOT, _EOC}:
            raise _unusual()
        inner += 2 + max(int(struct.unpack_from(">H", data, inner + 2)[0]), 2)
    if length == 0:  # the last part goes on to the end marker
        end = data.find(b"\xff\xd9", inner)
        if end < 0:
            raise IndexError("no end marker")
        return end
    if at + length < inner + 2:
        raise _unusual()
    return at + int(length)


def _unusual() -> BadImage:
    return BadImage("The JPEG 2000 image is broken, or uses what no scanner writes.", advice=_ADVICE)
