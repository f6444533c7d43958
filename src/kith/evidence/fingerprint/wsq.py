"""WSQ, the fingerprint images of police exchange: from the bytes of a file to grey pixels.

Always holds: the header is checked before memory is taken; every count and length in the file is held against what is
really there; whatever the bytes, only BadImage (or ImageTooLarge) is raised. Encoders write odd filters only; a file
with filters of even length, or with restart markers, is refused as unknown, never decoded wrongly.
Source: WSQ Gray-Scale Fingerprint Image Compression Specification, IAFIS-IC-0110 (V3), 1997, and its revision 3.1 (2010).
Arithmetic is in single precision in the order of the reference decoder, so that results are equal bit for bit.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import BadImage, ImageTooLarge
from kith.evidence.fingerprint.wsq_bands import bands, steps
from kith.evidence.fingerprint.wsq_kernels import decoded_symbols, dequantised, synthesised

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SOI, _EOI, _SOF, _SOB = 0xFFA0, 0xFFA1, 0xFFA2, 0xFFA3
_DTT, _DQT, _DHT, _COM = 0xFFA4, 0xFFA5, 0xFFA6, 0xFFA8
_LEAST_SIDE = 81  # below, the innermost band is too short for decoders to agree on how its ends are mirrored
_MOST_TAPS = 31
_ADVICE = "Ask for the file again, or for the original scan as PNG."


@dataclass(slots=True)
class _File:
    """What the segments of a file said so far."""

    width: int = 0
    height: int = 0
    shift: Any = 0.0
    scale: Any = 0.0
    low: NDArray[np.float32] | None = None
    high: NDArray[np.float32] | None = None
    centre: Any = 0.0
    bins: NDArray[np.float32] | None = None
    zeros: NDArray[np.float32] | None = None
    codes: dict[int, NDArray[np.uint16]] = field(default_factory=dict)
    ppi: int | None = None
    blocks: list[tuple[NDArray[np.uint8], NDArray[np.uint16]]] = field(default_factory=list)


def decode(data: bytes, *, most_pixels: int) -> tuple[NDArray[np.uint8], int | None]:
    """The grey pixels, uint8 (height, width), and the resolution where a comment states it.

    Raises:
        BadImage: the file is cut, broken, or uses what no encoder writes.
        ImageTooLarge: more than `most_pixels`.
    """
    try:
        file = _read(data, most_pixels)
    except (struct.error, IndexError) as error:
        raise _broken("it is cut") from error
    if file.width == 0 or file.low is None or file.high is None or file.bins is None or file.zeros is None:
        raise _broken("a table is missing")
    layout = list(bands(file.width, file.height))
    wanted = sum(b.width * b.height for b, q in zip(layout, file.bins, strict=False) if q > 0)
    coefficients = _coefficients(file, wanted)
    image = np.zeros((file.height, file.width), np.float32)
    at = 0
    for i, band in enumerate(layout):
        if file.bins[i] > 0:
            area = image[band.y : band.y + band.height, band.x : band.x + band.width]
            piece = coefficients[at : at + area.size].reshape(area.shape)
            dequantised(piece, file.bins[i], file.zeros[i], file.centre, area)
            at += area.size
    for step in steps(file.width, file.height):
        box = step.area
        area = image[box.y : box.y + box.height, box.x : box.x + box.width]
        between = synthesised(area, file.low, file.high, step.swapped_down)
        across = synthesised(np.ascontiguousarray(between.T), file.low, file.high, step.swapped_across)
        area[:] = across.T
    if not np.isfinite(image).all():
        raise _broken("its numbers are out of range")
    shifted = (image * file.scale + file.shift).astype(np.float32) + np.float32(0.5)
    return np.clip(shifted, 0, 255).astype(np.uint8), file.ppi


def _coefficients(file: _File, wanted: int) -> NDArray[np.int32]:
    out = np.zeros(wanted, np.int32)
    done = 0
    for bits, codes in file.blocks:
        done = decoded_symbols(bits, codes, out, done)
        if done < 0:
            raise _broken("its code words are none of its tables")
    if done != wanted:
        raise _broken("it is cut")
    return out


def _broken(why: str) -> BadImage:
    return BadImage(f"The WSQ file cannot be read: {why}.", advice=_ADVICE)


def _read(data: bytes, most_pixels: int) -> _File:
    """The segments one after another, to the end marker, with nothing behind it."""
    file = _File()
    at = 2
    if data[:2] != b"\xff\xa0":
        raise _broken("it does not start as one")
    while True:
        (marker,) = struct.unpack_from(">H", data, at)
        if marker == _EOI:
            if data[at + 2 :].strip(b"\0") or len(data) - at > 18:
                raise BadImage("Something else lies behind the image in the file.", advice=_ADVICE)
            return file
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise _broken("it is cut")
        at += 2 + length
        if marker == _SOB:
            at = _block(file, data, at, body)
        else:
            _segment(file, marker, body, most_pixels)


def _segment(file: _File, marker: int, body: bytes, most_pixels: int) -> None:
    if marker == _SOF:
        _frame(file, body, most_pixels)
    elif marker == _DTT:
        _filters(file, body)
    elif marker == _DQT:
        _quantisation(file, body)
    elif marker == _DHT:
        _code_tables(file, body)
    elif marker == _COM:
        found = re.search(rb"(?:^|\n)PPI (\d{2,4})(?:\n|$)", body)
        if body.startswith(b"NIST_COM") and found:
            file.ppi = int(found[1])
    else:
        raise _broken(f"the marker {marker:04X} is unknown")


def _decimal(value: int, exponent: int) -> np.float32:
    """The value / 10^exponent, rounded to single precision at each step as the reference does."""
    out = np.float32(value)
    for _ in range(min(exponent, 60)):
        out = np.float32(float(out) / 10.0)
    return out


def _frame(file: _File, body: bytes, most_pixels: int) -> None:
    _, _, height, width, e_shift, shift, e_scale, scale, _, _ = struct.unpack(">BBHHBHBHBH", body)
    if file.width:
        raise _broken("it has two frames")
    if width * height > most_pixels:
        says = f"The image has more than {most_pixels // 1_000_000} million pixels."
        raise ImageTooLarge(says, advice="Hand in one finger, scanned at 500 pixels an inch.")
    if min(width, height) < _LEAST_SIDE:
        raise BadImage(f"The image is only {width} x {height} pixels.", advice="Scan the finger again.")
    file.width, file.height = width, height
    file.shift, file.scale = _decimal(shift, e_shift), _decimal(scale, e_scale)


def _filters(file: _File, body: bytes) -> None:
    """The synthesis filters from the right halves of the analysis filters: signs alternate, low and high change places."""
    sizes = body[0], body[1]
    if any(size % 2 == 0 or size > _MOST_TAPS for size in sizes):
        raise _broken("it uses filters of even or excessive length")
    if len(body) != 2 + 6 * sum((size + 1) // 2 for size in sizes):
        raise _broken("its filters are cut")
    made = []
    at = 2
    for size in sizes:
        half = (size + 1) // 2
        right = np.zeros(half, np.float32)
        for k in range(half):
            sign, exponent, value = struct.unpack_from(">BBI", body, at)
            at += 6
            right[k] = _decimal(value, exponent) * (-1 if sign else 1) * (-1 if k % 2 else 1)
        made.append(np.concatenate([right[:0:-1], right]))
    file.high, file.low = made


def _quantisation(file: _File, body: bytes) -> None:
    exponent, centre = struct.unpack_from(">BH", body)
    file.centre = _decimal(centre, exponent)
    rows = list(struct.iter_unpack(">BHBH", body[3 : 3 + 64 * 6]))
    if len(rows) != 64:
        raise _broken("its quantisation table is cut")
    file.bins = np.array([_decimal(q, e) for e, q, _, _ in rows], np.float32)
    file.zeros = np.array([_decimal(z, e) for _, _, e, z in rows], np.float32)


def _code_tables(file: _File, body: bytes) -> None:
    at = 0
    while at < len(body):
        name = body[at]
        counts = body[at + 1 : at + 17]
        symbols = body[at + 17 : at + 17 + sum(counts)]
        if len(counts) != 16 or len(symbols) != sum(counts) or name > 7:
            raise _broken("its code table is cut")
        at += 17 + len(symbols)
        file.codes[name] = _lookup(counts, symbols)


def _lookup(counts: bytes, symbols: bytes) -> NDArray[np.uint16]:
    """For each 16 bits that may come next: length of the code word << 8 | symbol; 0 where there is none."""
    table = np.zeros(65536, np.uint16)
    code = at = 0
    for length, count in enumerate(counts, start=1):
        for _ in range(count):
            low, high = code << 16 - length, (code + 1) << 16 - length
            if high > 65536:
                raise _broken("its code table has too many words")
            table[low:high] = length << 8 | symbols[at]
            code += 1
            at += 1
        code <<= 1
    return table


def _block(file: _File, data: bytes, at: int, body: bytes) -> int:
    """A block of coded bits from byte `at` to the next marker, without the zero bytes stuffed behind FF."""
    if len(body) != 1 or body[0] not in file.codes or file.width == 0:
        raise _broken("a block names no table")
    end = at
    while True:
        end = data.find(b"\xff", end)
        if end < 0 or end + 1 >= len(data):
            raise _broken("it is cut")
        if data[end + 1]:
            break
        end += 2
    bits = data[at:end].replace(b"\xff\0", b"\xff")
    file.blocks.append((np.frombuffer(bits, np.uint8), file.codes[body[0]]))
    if len(file.blocks) > 64:
        raise _broken("it has too many blocks")
    return end
