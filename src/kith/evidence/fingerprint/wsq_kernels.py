"""Kernels of the WSQ decoder: code words, coefficients, and one step of the inverse wavelet transform.

Always holds: arithmetic is IEEE single precision in the order written; nothing is read or written outside of an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.jit import exact_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


# long: one branch for each kind of symbol of the specification's table, in its order
@exact_kernel
def decoded_symbols(  # noqa: C901, PLR0911, PLR0912  # one branch for each kind of symbol
    data: NDArray[np.uint8], codes: NDArray[np.uint16], out: NDArray[np.int32], done: int
) -> int:
    """Decode a block's code words into `out` from index `done` on; the new index, or -1 where a word is not allowed.

    Symbols (specification, table of the Huffman alphabet): 1-100 so many zeros, 101-104 a value of 8 or 16 bits, positive or negative,
    105-106 a run of zeros of 8 or 16 bits, 107-254 the value less 180.
    """
    total: Any = np.int64(len(data)) * 8
    at: Any = np.int64(0)
    while at < total:
        window: Any = np.int64(0)
        first = at >> 3
        for k in range(5):
            byte = np.int64(data[first + k]) if first + k < len(data) else np.int64(255)
            window = window << 8 | byte
        window = window << (at & 7) & 0xFFFFFFFFFF
        entry: Any = np.int64(codes[window >> 24])
        length = entry >> 8
        if length == 0 or at + length > total:
            # the last bits before a marker are filled with ones, which are no code word
            return done if total - at < 8 else -1
        symbol = entry & 255
        at += length
        if symbol in {0, 255}:
            return -1
        if symbol <= 100:
            done += symbol
        elif symbol > 106:
            if done >= len(out):
                return -1
            out[done] = symbol - 180
            done += 1
        else:
            wide = 8 if symbol in {101, 102, 105} else 16
            if at + wide > total:
                return -1
            value: Any = np.int64(0)
            for _ in range(wide):
                value = value << 1 | (np.int64(data[at >> 3]) >> (7 - (at & 7)) & 1)
                at += 1
            if symbol >= 105:
                done += value
            else:
                if done >= len(out):
                    return -1
                out[done] = value if symbol in {101, 103} else -value
                done += 1
        if done > len(out):
            return -1
    return done


@exact_kernel
def dequantised(
    piece: NDArray[np.int32],
    width: np.float32,
    zero: np.float32,
    centre: float,
    out: NDArray[np.float32],
) -> None:
    """The values of a subband from its indices: bins `width` wide around a zero bin `zero` wide, into `out`."""
    half = np.float64(zero) / 2.0
    for r in range(piece.shape[0]):
        for c in range(piece.shape[1]):
            p = piece[r, c]
            if p > 0:
                out[r, c] = np.float32(np.float64(width * (np.float32(p) - centre)) + half)
            elif p < 0:
                out[r, c] = np.float32(np.float64(width * (np.float32(p) + centre)) - half)
            else:
                out[r, c] = np.float32(0)


@exact_kernel
def synthesised(
    area: NDArray[np.float32],
    low: NDArray[np.float32],
    high: NDArray[np.float32],
    swapped: bool,  # noqa: FBT001  # kernels take arguments by place
) -> NDArray[np.float32]:
    """Join the low and the high half of `area` along its first axis: whole-sample symmetric extension, odd filters.

    Low samples lie at even places, high ones at odd; `swapped`: the high half lies first.
    """
    length, across = area.shape
    n_low = (length + 1) // 2
    n_high = length // 2
    low_at = n_high if swapped else 0
    high_at = 0 if swapped else n_low
    out = np.zeros((length, across), np.float32)
    for n in range(length):
        for turn in range(2):
            taps = low if turn == 0 else high
            start = low_at if turn == 0 else high_at
            for i in range(len(taps)):
                place = n + i - (len(taps) - 1) // 2
                if (place & 1) != turn:
                    continue
                while place < 0 or place >= length:
                    place = -place if place < 0 else 2 * (length - 1) - place
                row = start + (place >> 1)
                tap = taps[i]
                for x in range(across):
                    out[n, x] += area[row, x] * tap
    return out
