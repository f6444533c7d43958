"""Templates made ready for comparing: minutiae in one fixed order, each with its neighbours coded in bytes.

Always holds: the order does not depend on the order of the minutiae in the template; no arithmetic is done on unsigned
numbers (differences of uint8 wrap in Numba).
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.fingerprint.jit import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.position import Position
    from kith.evidence.fingerprint.template import Template

NEIGHBOURS = 10
MOST = 100
"""Most minutiae of a template that are compared: the best ones."""
REACH = 130.0
NEAREST = 4.0
NARROW = 1.5
"""Templates of ridges so much narrower than usual, a small child's, are compared in the usual size; others as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A template ready for comparing.

    `index` int32 (n,) says which minutia of the template each one is; `points` float32 (n, 3) holds x, y and the
    direction in image axes (y downwards); `turn` uint8 (n,) the direction in 1/256; `neighbours` uint8
    (n, NEIGHBOURS, 3) distance, bearing and direction of the nearest ones relative to the minutia; `count` uint8 (n,)
    how many there are; `field` uint8 (rows, columns) the orientation grid; `key` decides who comes first. All of it is
    `factor` times as large as in the template, so that narrow ridges lie about as far apart as an adult's. `engine` made the template.
    """

    index: NDArray[np.int32]
    points: NDArray[np.float32]
    turn: NDArray[np.uint8]
    neighbours: NDArray[np.uint8]
    count: NDArray[np.uint8]
    field: NDArray[np.uint8]
    position: Position
    overall: int
    key: tuple[int, int]
    factor: float = 1.0
    engine: str = ""

    def __len__(self) -> int:
        """The number of minutiae that are compared."""
        return len(self.points)

    def enlarged(self, scale: float) -> Prepared:
        """The same finger `scale` times as large."""
        points = self.points * np.array([scale, scale, 1], np.float32)
        neighbours, count = neighbourhoods(points)
        field = _enlarged(self.field, scale)
        return replace(self, points=points, neighbours=neighbours, count=count, field=field)


def prepare(template: Template) -> Prepared:
    """Make a template ready: its MOST best minutiae, narrow ridges in the usual size, each with its neighbours."""
    t = template
    factor = t.period_factor if t.period_factor >= NARROW else 1.0
    order = np.lexsort((t.kind, t.angle, t.y, t.x, -t.quality.astype(np.int64)))[:MOST].astype(np.int32)
    turn = -t.angle[order].astype(np.float64)
    turn = np.arctan2(np.sin(turn), np.cos(turn))
    points = np.stack([t.x[order] * factor, t.y[order] * factor, turn], axis=1).astype(np.float32)
    neighbours, count = neighbourhoods(points)
    byte = (np.rint(turn * (128 / math.pi)).astype(np.int64) & 255).astype(np.uint8)
    key = (len(order), zlib.crc32(points.tobytes()))
    field = t.field.copy() if factor == 1.0 else _enlarged(t.field, factor)
    return Prepared(
        order, points, byte, neighbours, count, field, t.position, t.overall, key, factor, t.engine
    )


def _enlarged(field: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    rows, columns = (max(1, round(n * scale)) if n else 0 for n in field.shape)
    r = np.minimum(((np.arange(rows) + 0.5) / scale).astype(int), field.shape[0] - 1)
    c = np.minimum(((np.arange(columns) + 0.5) / scale).astype(int), field.shape[1] - 1)
    return np.ascontiguousarray(field[np.ix_(r, c)])


@kernel
def neighbourhoods(points: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The NEIGHBOURS nearest minutiae of each, nearest first, between NEAREST and REACH pixels away."""
    n = len(points)
    coded = np.zeros((n, NEIGHBOURS, 3), np.uint8)
    count = np.zeros(n, np.uint8)
    far = np.empty(n, np.float64)
    to_byte = 128 / np.pi
    for i in range(n):
        xi = np.float64(points[i, 0])
        yi = np.float64(points[i, 1])
        ti = np.float64(points[i, 2])
        for j in range(n):
            far[j] = np.hypot(points[j, 0] - xi, points[j, 1] - yi)
        found = 0
        for j in np.argsort(far, kind="mergesort"):
            if j == i or far[j] < NEAREST:
                continue
            if found == NEIGHBOURS or far[j] > REACH:
                break
            bearing = np.arctan2(points[j, 1] - yi, points[j, 0] - xi) - ti
            coded[i, found, 0] = np.uint8(np.int64(np.rint(far[j])))
            coded[i, found, 1] = np.uint8(np.int64(np.rint(bearing * to_byte)) & 255)
            coded[i, found, 2] = np.uint8(np.int64(np.rint((points[j, 2] - ti) * to_byte)) & 255)
            found += 1
        count[i] = found
    return coded, count
