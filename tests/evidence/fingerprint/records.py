"""Records of several fingers for the tests, written as the standards lay them out."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image


def jp2(pixels: np.ndarray, **options: object) -> bytes:
    """A JPEG 2000 file, without loss unless asked."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG2000", **options)
    return out.getvalue()


def fir_2005(fingers: list[tuple[int, np.ndarray, bytes]], compression: int, *, ppi: int = 500) -> bytes:
    """ISO/IEC 19794-4:2005: each finger as its position code, its pixels, and the bytes that hold them."""
    body = b""
    for shows, pixels, data in fingers:
        height, width = pixels.shape
        body += struct.pack(">IBBBBBHHB", 14 + len(data), shows, 1, 1, 60, 0, width, height, 0) + data
    length = 32 + len(body)
    head = struct.pack(
        ">4s4sHIHHBBHHHHBBH", b"FIR\0", b"010\0", 0, length, 0, 31, len(fingers), 1, ppi, ppi, ppi, ppi, 8, compression, 0
    )  # fmt: skip
    return head + body


def fir_2011(
    fingers: list[tuple[int, np.ndarray, bytes]], compression: int, *, certified: bool = False
) -> bytes:
    """ISO/IEC 19794-4:2011, resolution in pixels a centimetre, one quality block and perhaps one certificate each."""
    body = b""
    for shows, pixels, data in fingers:
        height, width = pixels.shape
        inner = bytes(9) + struct.pack(">BHHB", 0, 0, 0, 1) + bytes((80, 0, 0, 0, 0))
        inner += bytes((1, 0, 0, 1)) if certified else b""
        inner += struct.pack(
            ">BBBHHHHBBBHHI", shows, 0, 2, 197, 197, 197, 197, 8, compression, 0, width, height, len(data)
        )
        body += struct.pack(">I", 4 + len(inner) + len(data)) + inner + data
    head = struct.pack(
        ">4s4sIHBB", b"FIR\0", b"020\0", 16 + len(body), len(fingers), int(certified), len(fingers)
    )
    return head + body


def type_4(shows: int, pixels: np.ndarray, data: bytes, compression: int) -> bytes:
    """A binary record of Type 4."""
    height, width = pixels.shape
    return (
        struct.pack(
            ">IBB6sBHHB", 18 + len(data), 1, 0, bytes((shows, *[255] * 5)), 0, width, height, compression
        )
        + data
    )


def type_14(
    shows: int, pixels: np.ndarray, data: bytes, compression: str, more: dict[int, bytes] | None = None
) -> bytes:
    """A tagged record of Type 14 at 500 ppi; `more` are further fields by number."""
    height, width = pixels.shape
    said = {2: b"01", 3: b"0", 6: b"%d" % width, 7: b"%d" % height, 8: b"1", 9: b"500", 10: b"500", 11: compression.encode(),
            12: b"8", 13: b"%d" % shows} | (more or {})  # fmt: skip
    fields = b"".join(b"14.%03d:%s\x1d" % (number, said[number]) for number in sorted(said))
    return tagged(14, fields + b"14.999:" + data)


def tagged(kind: int, fields: bytes) -> bytes:
    """A tagged record with its own length in front, which counts itself."""
    length = len(fields) + len(b"%d.001:\x1d\x1c" % kind)
    length += next(digits for digits in range(1, 9) if len(str(length + digits)) == digits)
    return b"%d.001:%d\x1d%s\x1c" % (kind, length, fields)


def an2k(records: list[tuple[int, bytes]]) -> bytes:
    """A file of records behind a Type 1 with its table of contents, 19.69 pixels a millimetre."""
    contents = b"\x1e".join(
        [b"1\x1f%d" % len(records), *[b"%d\x1f%02d" % (kind, k) for k, (kind, _) in enumerate(records)]]
    )
    first = tagged(1, b"1.002:0400\x1d1.003:%s\x1d1.011:19.69\x1d1.012:19.69" % contents)
    return first + b"".join(data for _, data in records)


def slap(prints: list[np.ndarray], *, lean: float = 0.0) -> np.ndarray:
    """Prints side by side on white, the outer ones lower as in a hand; `lean` in degrees."""
    size = prints[0].shape[0]
    wide = np.full((2 * size, len(prints) * (size + 20) + 40), 240, np.uint8)
    for k, one in enumerate(prints):
        top = 30 + int(40 * abs(k - (len(prints) - 1) / 2))
        left = 20 + k * (size + 20)
        wide[top : top + size, left : left + size] = one
    if lean:
        turned = Image.fromarray(wide).rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=240)
        return np.asarray(turned)
    return wide
