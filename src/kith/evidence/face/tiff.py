"""The layout of a TIFF file: which of its bytes its directories claim.

Always holds: no pixel is decoded; every directory is read once, so that a file whose directories point in a circle ends.
Source: Adobe, TIFF Revision 6.0 (1992), sections 2 and 15; Exif 2.32 for the directories of a photograph.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from kith.errors import BadImage

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_WIDTH, _HEIGHT = 256, 257
_SUB_DIRECTORIES = (330, 34665, 34853, 40965)  # SubIFDs, Exif, GPS, interoperability
_POINTERS = {273: 279, 324: 325, 513: 514}  # strips, tiles, an old JPEG: where -> how long
_MOST_DIRECTORIES = 64
_MOST_VALUES = 1_000_000


class _Tiff:
    """One file, its byte order, and the pieces claimed so far."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.order = "<" if data[:2] == b"II" else ">"
        self.claimed: list[tuple[int, int]] = [(0, 8)]
        self.size = (0, 0)

    def at(self, form: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + form, self.data, offset)

    def read(self) -> None:
        """Follow all directories, from the first."""
        waiting, seen = [self.at("I", 4)[0]], set[int]()
        while waiting:
            offset = waiting.pop(0)
            if not offset or offset in seen:
                continue
            seen.add(offset)
            if len(seen) > _MOST_DIRECTORIES:
                raise BadImage(
                    "The TIFF file holds too many pictures to be a photograph.",
                    advice="Export one photograph as a JPEG or PNG.",
                )
            waiting += self._directory(offset, first=len(seen) == 1)

    def _directory(self, offset: int, *, first: bool) -> list[int]:
        """Claim what the directory at `offset` points at; returns where further directories lie."""
        count = self.at("H", offset)[0]
        self.claimed.append((offset, offset + 6 + 12 * count))
        fields = {
            tag: self._values(entry, kind, number)
            for entry in range(offset + 2, offset + 2 + 12 * count, 12)
            for tag, kind, number in [self.at("HHI", entry)]
        }
        if first:
            self.size = (fields.get(_WIDTH, (0,))[0], fields.get(_HEIGHT, (0,))[0])
        for where, how_long in _POINTERS.items():
            pieces = zip(fields.get(where, ()), fields.get(how_long, ()), strict=False)
            self.claimed += [(start, start + length) for start, length in pieces]
        following = [self.at("I", offset + 2 + 12 * count)[0]]
        return following + [value for tag in _SUB_DIRECTORIES for value in fields.get(tag, ())]

    def _values(self, entry: int, kind: int, number: int) -> tuple[int, ...]:
        """The whole numbers of one field (empty for other kinds), its place claimed when it lies elsewhere."""
        length = _SIZES.get(kind, 1) * number
        place = entry + 8
        if length > 4:
            place = self.at("I", entry + 8)[0]
            self.claimed.append((place, place + length))
        code = {1: "B", 3: "H", 4: "I", 13: "I"}.get(kind)
        if code is None or not 0 < number <= _MOST_VALUES:
            return (0,) if code else ()
        return self.at(f"{number}{code}", place)

    def unclaimed(self) -> Iterator[bytes]:
        """The pieces between claimed ones, up to the last claimed byte."""
        reached = 0
        for start, end in sorted(self.claimed):
            if start > reached:
                yield self.data[reached:start]
            reached = max(reached, end)


def extent_of_tiff(data: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width and height of the first picture, where the last claimed byte ends, and what lies unclaimed before it.

    Raises:
        BadImage: more directories than any photograph has.
        struct.error: a directory lies outside the file.
    """
    tiff = _Tiff(data)
    tiff.read()
    return *tiff.size, max(end for _, end in tiff.claimed), list(tiff.unclaimed())
