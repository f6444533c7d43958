"""Many templates in a few long arrays: what a search reads, about 2 kB a template and no Python object for any of them.

Always holds: what comes out of it (`reference`) compares exactly as what went in; an erased template is overwritten, keeps
its number and is never found again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.scan_kernels import grid_of, neighbours_of
from kith.evidence.fingerprint.structures import NEIGHBOURS, Prepared
from kith.evidence.fingerprint.template import FIELD_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

ABSENT = 255
"""Distance where a minutia has fewer neighbours: further than any."""
BLOCK = 3 * NEIGHBOURS
"""Bytes of neighbours a minutia."""


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """n templates with m minutiae together, ready for comparing; the fields of Prepared laid end to end.

    `start` int64 (n + 1,): reference k owns minutiae `start[k]` to `start[k + 1]` of `points` float32 (m, 3), `turn` and
    `count` uint8 (m,). `neighbours` uint8 (BLOCK * m,): its part, from BLOCK * `start[k]`, holds planes (NEIGHBOURS,
    3, its minutiae). `grids` uint8: the part of each orientation grid that is not unknown, from `grid_start[k]` to
    `grid_start[k + 1]`; `window` int32 (n, 4) its top, left, rows and columns. `position`, `overall` uint8 (n,), `factor`
    float64 (n,), `check` uint32 (n,), the second half of the key. `engine` uint16 (n,): which of the names `engines`.
    `erased` bool (n,).
    """

    start: NDArray[np.int64]
    points: NDArray[np.float32]
    turn: NDArray[np.uint8]
    count: NDArray[np.uint8]
    neighbours: NDArray[np.uint8]
    grid_start: NDArray[np.int64]
    grids: NDArray[np.uint8]
    window: NDArray[np.int32]
    position: NDArray[np.uint8]
    overall: NDArray[np.uint8]
    factor: NDArray[np.float64]
    check: NDArray[np.uint32]
    engine: NDArray[np.uint16]
    erased: NDArray[np.bool_]
    engines: tuple[str, ...]

    def __len__(self) -> int:
        """The number of templates, erased ones among them."""
        return len(self.position)

    @property
    def nbytes(self) -> int:
        """All bytes of all arrays."""
        return sum(getattr(self, name).nbytes for name in ARRAYS)

    def reference(self, k: int) -> Prepared:
        """The template number k as it went in, but for `index`, which is not kept: its minutiae are numbered as they stand.

        The grid ends where the last ridges are seen.
        """
        a, b = int(self.start[k]), int(self.start[k + 1])
        count = self.count[a:b].copy()
        values = self.grids[self.grid_start[k] : self.grid_start[k + 1]]
        return Prepared(
            np.arange(b - a, dtype=np.int32),
            self.points[a:b].copy(),
            self.turn[a:b].copy(),
            neighbours_of(self.neighbours[BLOCK * a : BLOCK * b], count),
            count,
            grid_of(self.window[k], values),
            Position(int(self.position[k])),
            int(self.overall[k]),
            (b - a, int(self.check[k])),
            float(self.factor[k]),
            self.engines[int(self.engine[k])],
        )

    def erase(self, k: int) -> None:
        """Overwrite the template number k, now: no search that ends after this finds it.

        Of a gallery opened from files only what is in memory: erase there by saving the gallery again, elsewhere.
        """
        self.erased[k] = True
        a, b = int(self.start[k]), int(self.start[k + 1])
        for minutiae in (self.points, self.turn, self.count):
            minutiae[a:b] = 0
        self.neighbours[BLOCK * a : BLOCK * b] = ABSENT
        self.grids[self.grid_start[k] : self.grid_start[k + 1]] = FIELD_UNKNOWN
        self.overall[k] = self.check[k] = 0


ARRAYS = tuple(field.name for field in fields(Packed) if field.name != "engines")


def pack(references: Iterable[Prepared]) -> Packed:
    """Lay templates end to end; done once for a gallery, so that each search only reads."""
    columns: dict[str, list[Any]] = {name: [] for name in ARRAYS}
    engines: dict[str, int] = {}
    for one in references:
        window = _window(one.field)
        top, left, rows, wide = window
        cut = one.field[top : top + rows, left : left + wide]
        entry = {
            "start": len(one), "points": one.points, "turn": one.turn, "count": one.count,
            "neighbours": _planes(one), "grid_start": cut.size, "grids": cut.ravel(), "window": window,
            "position": one.position, "overall": one.overall, "factor": one.factor, "check": one.key[1],
            "engine": engines.setdefault(one.engine, len(engines)), "erased": False,
        }  # fmt: skip
        for name, value in entry.items():
            columns[name].append(value)
    return _laid(columns, tuple(engines))


def _laid(columns: dict[str, list[Any]], engines: tuple[str, ...]) -> Packed:
    """The columns as arrays: the long ones end to end, sizes as where each begins."""
    arrays: dict[str, Any] = {}
    for name, (kind, shape) in SHAPES.items():
        values = columns[name]
        if name in {"start", "grid_start"}:
            arrays[name] = np.concatenate([[0], np.cumsum(np.array(values, np.int64))]).astype(np.int64)
        elif name in LONG:
            parts = [np.zeros((0, *shape), kind), *values]
            arrays[name] = np.ascontiguousarray(np.concatenate(parts), kind)
        else:
            arrays[name] = np.array(values, kind).reshape(-1, *shape)
    return Packed(**arrays, engines=engines)


LONG = {"points": 1, "turn": 1, "count": 1, "neighbours": BLOCK, "grids": 0}
"""Arrays with a part of its own length for each template: how many entries a minutia; 0 is by `grid_start`."""
SHAPES: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
    "start": (np.int64, ()), "points": (np.float32, (3,)), "turn": (np.uint8, ()), "count": (np.uint8, ()),
    "neighbours": (np.uint8, ()), "grid_start": (np.int64, ()), "grids": (np.uint8, ()), "window": (np.int32, (4,)),
    "position": (np.uint8, ()), "overall": (np.uint8, ()), "factor": (np.float64, ()), "check": (np.uint32, ()),
    "engine": (np.uint16, ()), "erased": (np.bool_, ()),
}  # fmt: skip
"""The type of each array, and its shape behind the first axis."""


def _planes(one: Prepared) -> NDArray[np.uint8]:
    """The neighbours as flat planes, with ABSENT where there are fewer."""
    planes = one.neighbours.transpose(1, 2, 0).copy()
    planes[:, 0][np.arange(NEIGHBOURS)[:, None] >= one.count] = ABSENT
    return planes.ravel()


def _window(field: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Top, left, rows and columns of the part of a grid where ridges are seen; of one without any its first point."""
    seen = field < 180
    down, across = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(down):
        return 0, 0, min(field.shape[0], 1), min(field.shape[1], 1)
    top, left = int(down[0]), int(across[0])
    return top, left, int(down[-1]) - top + 1, int(across[-1]) - left + 1


def joined(parts: Sequence[tuple[Packed, NDArray[np.int64]]]) -> Packed:
    """Chosen templates of several galleries as one: of each the numbers given, which rise. Erased ones are left out by not choosing them."""
    engines = {name: k for k, name in enumerate(dict.fromkeys(e for p, _ in parts for e in p.engines))}
    arrays: dict[str, Any] = {}
    for name, (kind, shape) in SHAPES.items():
        pieces: list[NDArray[np.generic]] = [np.zeros((0, *shape), kind)]
        for packed, rows in parts:
            pieces.extend(_pieces(packed, rows, name, engines))
        whole = np.concatenate(pieces)
        if name in {"start", "grid_start"}:
            whole = np.concatenate([[0], np.cumsum(whole)]).astype(np.int64)
        arrays[name] = whole.astype(kind, copy=False)
    return Packed(**arrays, engines=tuple(engines))


def _pieces(
    packed: Packed, rows: NDArray[np.int64], name: str, engines: dict[str, int]
) -> Iterator[NDArray[np.generic]]:
    """What the templates `rows` have in the array `name`: in pieces that lie together, sizes for where each begins."""
    values: NDArray[np.generic] = getattr(packed, name)
    if name in {"start", "grid_start"}:
        yield np.diff(getattr(packed, name))[rows]
    elif name == "engine":
        yield np.array([engines[e] for e in packed.engines], np.uint16)[packed.engine[rows]]
    elif name not in LONG:
        yield values[rows]
    else:
        begin = packed.start * LONG[name] if LONG[name] else packed.grid_start
        for run in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            if len(run):
                yield values[begin[run[0]] : begin[run[-1] + 1]]


def minutiae_of(packed: Packed, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of minutiae of each of `rows`."""
    sizes: NDArray[np.int64] = packed.start[rows + 1] - packed.start[rows]
    return sizes


def comes_before(
    packed: Packed, rows: NDArray[np.int64], key: tuple[int, int], growth: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which of `rows` come before a probe of that key, (rows,); of two alike the smaller finger does, as in `compare`."""
    size, check = minutiae_of(packed, rows), packed.check[rows]
    same = (size == key[0]) & ((check < key[1]) | ((check == key[1]) & (growth < 1)))
    before: NDArray[np.bool_] = (size < key[0]) | same
    return before
