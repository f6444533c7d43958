"""Which finger it is: the finger positions of ISO/IEC 19794-2, with their words."""

from __future__ import annotations

from enum import IntEnum


class Position(IntEnum):
    """The finger positions of ISO/IEC 19794-2:2005, table 2 (the same numbers as in ANSI/NIST-ITL)."""

    UNKNOWN = 0
    RIGHT_THUMB = 1
    RIGHT_INDEX = 2
    RIGHT_MIDDLE = 3
    RIGHT_RING = 4
    RIGHT_LITTLE = 5
    LEFT_THUMB = 6
    LEFT_INDEX = 7
    LEFT_MIDDLE = 8
    LEFT_RING = 9
    LEFT_LITTLE = 10

    @property
    def words(self) -> str:
        """The finger in words, such as ``right thumb``; ``unknown finger`` for 0."""
        if self is Position.UNKNOWN:
            return "unknown finger"
        side, finger = self.name.lower().split("_")
        suffix = "" if finger == "thumb" else " finger"
        return f"{side} {finger}{suffix}"
