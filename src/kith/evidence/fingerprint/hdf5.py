"""The numbers in an HDF5 file, as far as the weights of a network need it: named layers of arrays, read without the HDF5 library.

Read is what Keras writes through h5py: superblock version 0, groups as symbol tables, contiguous arrays of little-endian
32-bit floats, and on each layer's group the attribute `name`. Always holds: a file of another kind, or one that is cut, raises ValueError; nothing is guessed.
Source of the format: HDF5 File Format Specification 2.0, The HDF Group.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_ROOT = 56  # where the root group's entry lies in a superblock of version 0
_SPACE, _TYPE, _LAYOUT, _ATTRIBUTE, _CONTINUED, _GROUP = 0x01, 0x03, 0x08, 0x0C, 0x10, 0x11
_TEXT = 9  # the class of strings that lie in the global heap
_FLOAT32 = b"\x11\x20\x1f\x00\x04\x00\x00\x00\x00\x00\x20\x00\x17\x08\x00\x17\x7f\x00\x00\x00"
_DEEPEST = 16
_MOST_NUMBERS = 50_000_000


def layers(data: bytes) -> dict[str, list[NDArray[np.float32]]]:
    """The arrays of every layer that has some, in their order, by the name its author gave it.

    Raises:
        ValueError: the bytes are not such a file.
    """
    if data[:8] != _SIGNATURE or data[8:9] != b"\0" or data[13:15] != b"\x08\x08":
        raise ValueError("not an HDF5 file of version 0")
    out: dict[str, list[NDArray[np.float32]]] = {}
    try:
        for name, array in _below(data, _number(data, _ROOT + 8), "", _DEEPEST):
            out.setdefault(name, []).append(array)
    except (struct.error, IndexError, OverflowError, UnicodeDecodeError) as error:
        raise ValueError("the HDF5 file is cut or damaged") from error
    return out


def _number(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<Q", data, at)[0]
    return value


def _below(data: bytes, header: int, layer: str, depth: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The arrays at and below the object whose header lies at `header`, each with its layer's name."""
    if depth == 0:
        raise ValueError("groups lie too deep")
    messages = list(_messages(data, header))
    parts = dict(messages)
    layer = next((t for kind, body in messages if kind == _ATTRIBUTE and (t := _name(data, body))), layer)
    if _GROUP in parts:
        tree, heap = struct.unpack_from("<QQ", parts[_GROUP])
        _expect(data, heap, b"HEAP")
        for child in _members(data, tree, depth):
            yield from _below(data, child, layer, depth - 1)
    elif _LAYOUT in parts:
        yield layer, _array(data, parts)


def _name(data: bytes, body: bytes) -> str:
    """The text of an attribute called `name`; empty for any other attribute."""
    version, _, name_size, type_size, space_size = struct.unpack_from("<BBHHH", body)
    # version 1 fills each part up to a multiple of eight; version 3 names its character set instead
    fill, at = (8, 8) if version == 1 else (1, 9)
    called = body[at : at + name_size].rstrip(b"\0")
    at += -(-name_size // fill) * fill
    if called != b"name" or body[at] & 15 != _TEXT:
        return ""
    at += -(-type_size // fill) * fill + -(-space_size // fill) * fill
    length, heap, wanted = struct.unpack_from("<IQI", body, at)
    _expect(data, heap, b"GCOL")
    end = heap + _number(data, heap + 8)
    here = heap + 16
    while here + 16 <= end:
        index, _, _, size = struct.unpack_from("<HHIQ", data, here)
        if index == wanted and length <= size:
            return data[here + 16 : here + 16 + length].decode()
        here += 16 + -(-size // 8) * 8
    raise ValueError("the name of a layer is missing")


def _expect(data: bytes, at: int, signature: bytes) -> None:
    if data[at : at + 4] != signature:
        raise ValueError(f"{signature.decode()} expected at byte {at}")


def _messages(data: bytes, header: int) -> Iterator[tuple[int, bytes]]:
    """The kind and body of each message of an object header, version 1, with its continuations."""
    version, _, count, _, size = struct.unpack_from("<BBHII", data, header)
    if version != 1:
        raise ValueError("an object header of another version")
    blocks = [(header + 16, size)]
    while blocks:
        at, left = blocks.pop(0)
        end = at + left
        while at + 8 <= end and count:
            kind, length = struct.unpack_from("<HH", data, at)
            body = data[at + 8 : at + 8 + length]
            if len(body) < length:
                raise ValueError("an object header is cut")
            if kind == _CONTINUED:
                blocks.append(struct.unpack_from("<QQ", body))
            yield kind, body
            at += 8 + length
            count -= 1


def _members(data: bytes, tree: int, depth: int) -> Iterator[int]:
    """The object headers of a group's members in the order of their names: its B-tree walked to its leaves."""
    _expect(data, tree, b"TREE")
    kind, level, used = struct.unpack_from("<BBH", data, tree + 4)
    if kind != 0 or level >= depth:
        raise ValueError("a group's tree cannot be")
    for k in range(used):
        child = _number(data, tree + 32 + 16 * k)
        if level:
            yield from _members(data, child, depth - 1)
            continue
        _expect(data, child, b"SNOD")
        (members,) = struct.unpack_from("<H", data, child + 6)
        for m in range(members):
            yield _number(data, child + 16 + 40 * m)


def _array(data: bytes, messages: dict[int, bytes]) -> NDArray[np.float32]:
    """The numbers of one array."""
    space, layout = messages.get(_SPACE, b"\0\0\0\0"), messages[_LAYOUT]
    if space[0] != 1 or messages.get(_TYPE, b"")[:20] != _FLOAT32 or layout[:2] != b"\x03\x01":
        raise ValueError("an array is stored in another way")
    shape = struct.unpack_from(f"<{space[1]}Q", space, 8)
    address, size = struct.unpack_from("<QQ", layout, 2)
    count = 1
    for length in shape:
        count *= length
    if count > _MOST_NUMBERS or size != 4 * count or address + size > len(data):
        raise ValueError("the size of an array does not fit")
    return np.frombuffer(data, "<f4", count, address).astype(np.float32).reshape(shape)
