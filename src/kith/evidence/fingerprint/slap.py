"""A slap, several fingers of one capture side by side, becomes one image a finger, with its position.

Always holds: positions are given only where exactly the expected number of fingertips is seen; otherwise they stay
unknown and a warning says so. Writing, boxes and the parts of fingers below the first joint are left out where they can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import ndimage

from kith.evidence.fingerprint.position import Position

if TYPE_CHECKING:
    from numpy.typing import NDArray

_R, _L = Position.RIGHT_THUMB, Position.LEFT_THUMB
SHOWS: dict[int, tuple[Position, ...]] = {
    **{int(one): (one,) for one in Position},
    11: (_R,),
    12: (_L,),
    13: (Position.RIGHT_INDEX, Position.RIGHT_MIDDLE, Position.RIGHT_RING, Position.RIGHT_LITTLE),
    14: (Position.LEFT_LITTLE, Position.LEFT_RING, Position.LEFT_MIDDLE, Position.LEFT_INDEX),
    15: (_L, _R),
    40: (Position.RIGHT_INDEX, Position.RIGHT_MIDDLE),
    41: (Position.RIGHT_MIDDLE, Position.RIGHT_RING),
    42: (Position.RIGHT_RING, Position.RIGHT_LITTLE),
    43: (Position.LEFT_MIDDLE, Position.LEFT_INDEX),
    44: (Position.LEFT_RING, Position.LEFT_MIDDLE),
    45: (Position.LEFT_LITTLE, Position.LEFT_RING),
    46: (Position.LEFT_INDEX, Position.RIGHT_INDEX),
    47: (Position.RIGHT_INDEX, Position.RIGHT_MIDDLE, Position.RIGHT_RING),
    48: (Position.RIGHT_MIDDLE, Position.RIGHT_RING, Position.RIGHT_LITTLE),
    49: (Position.LEFT_RING, Position.LEFT_MIDDLE, Position.LEFT_INDEX),
    50: (Position.LEFT_LITTLE, Position.LEFT_RING, Position.LEFT_MIDDLE),
}
"""What a finger position code of ISO/IEC 19794-4 and ANSI/NIST-ITL shows, from left to right as pressed (palm down)."""

_WINDOW, _STEP = 32, 16
_LEAST_CONTRAST = 12.0
_SURE, _LIKELY = 0.35, 0.22  # concentration at which ridges are seen, and down to which they go on
_REACH = 6  # steps that faint ridges may go on
_LEAST_AREA = 20  # steps squared: 64 x 80 pixels, the tip of an infant's finger
_MARGIN = 32
_MOST_TALL = 1.9  # a fingertip down to its first joint is hardly taller than this, in widths
_BELOW = 0.4  # a patch that shares so much of its width with one above it is the next part of that finger


class Tip(NamedTuple):
    """One fingertip: its pixels cut out, uint8 (height, width), and where its upper left corner lay in the slap."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


@dataclass(slots=True)
class _Patch:
    """One piece of ridges on the grid: its label, its area, its centre, and its extent along and across the hand."""

    label: int
    area: int
    worth: float
    low: float
    high: float
    left: float
    right: float


def tips(pixels: NDArray[np.uint8], wanted: int) -> list[Tip]:
    """The fingertips in a slap, uint8 (height, width) at 500 ppi, from left to right; at most `wanted`."""
    if min(pixels.shape) < 2 * _WINDOW:
        return []
    clear = _ridged(pixels)
    labels, chosen = _chosen(clear, wanted)
    ground = np.uint8(np.percentile(pixels, 90))
    return [_cut(pixels, labels, patch, ground) for patch in chosen]


def _ridged(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How clearly each step of the grid shows ridges, 0 to 1: most of the power in one wave of a ridge's period."""
    views = np.lib.stride_tricks.sliding_window_view(pixels, (_WINDOW, _WINDOW))[::_STEP, ::_STEP]
    rows, columns = views.shape[:2]
    taper = np.hanning(_WINDOW).astype(np.float32)
    radius = np.hypot(np.fft.fftfreq(_WINDOW)[:, None], np.fft.rfftfreq(_WINDOW)[None, :])
    wave = (radius > 1 / 16) & (radius < 1 / 4)
    out = np.zeros((rows, columns), np.float32)
    for row in range(rows):  # a row at a time, so that a large slap does not take large memory
        windows = views[row].astype(np.float32)
        deviation = windows.std(axis=(1, 2))
        windows = (windows - windows.mean(axis=(1, 2), keepdims=True)) * (taper[:, None] * taper)
        power = np.abs(np.fft.rfft2(windows)) ** 2
        whole = power.sum(axis=(1, 2)) + 1e-6
        peak = ndimage.uniform_filter(np.where(wave, power, 0), (0, 3, 3), mode="constant").max((1, 2)) * 9
        out[row] = np.where(deviation >= _LEAST_CONTRAST, np.minimum(peak / whole, 1), 0)
    return out


def _chosen(clear: NDArray[np.float32], wanted: int) -> tuple[NDArray[np.int32], list[_Patch]]:
    """The labels of the pieces, and the fingertips among them; pieces that touch are parted by shrinking them first."""
    smooth = ndimage.uniform_filter(clear, 3, mode="constant")
    mask = ndimage.binary_fill_holes(ndimage.binary_opening(smooth > _SURE))
    around = ndimage.binary_fill_holes(ndimage.binary_opening(smooth > _LIKELY)) | mask
    best: tuple[NDArray[np.int32], list[_Patch]] = (np.zeros(clear.shape, np.int32), [])
    for shrunk in range(5):
        cores = ndimage.binary_erosion(mask, iterations=shrunk) if shrunk else mask
        seeds, n = ndimage.label(cores)
        if n == 0:
            break
        labels = _grown(seeds.astype(np.int32), around, shrunk + _REACH)
        found = _fingertips(labels, clear, n)
        if len(found) >= wanted:
            worthiest = sorted(found, key=lambda p: -p.worth)[:wanted]
            return labels, sorted(worthiest, key=lambda p: p.left + p.right)
        if len(found) > len(best[1]):
            best = labels, sorted(found, key=lambda p: p.left + p.right)
    return best


def _grown(seeds: NDArray[np.int32], mask: NDArray[np.bool_], by: int) -> NDArray[np.int32]:
    """The shrunk pieces grown again inside the mask, each step to the nearest piece."""
    far, (row, column) = ndimage.distance_transform_edt(seeds == 0, return_indices=True)
    return np.where(mask & (far <= by), seeds[row, column], 0).astype(np.int32)


def _fingertips(labels: NDArray[np.int32], clear: NDArray[np.float32], n: int) -> list[_Patch]:
    """The pieces that are the topmost part of a finger."""
    lean = _lean(labels)
    patches = [p for k in range(1, n + 1) if (p := _patch(labels == k, k, clear, lean)) is not None]
    largest = max((p.worth for p in patches), default=0.0)
    patches = [p for p in patches if p.worth >= 0.12 * largest]
    return [p for p in patches if not any(_under(p, other) for other in patches)]


def _lean(labels: NDArray[np.int32]) -> float:
    """By how much the fingers lean from upright, radians: the long axes of all pieces, within 45 degrees."""
    v = w = 0.0
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        y, x = np.nonzero(labels[box] == k) if box is not None else (np.zeros(0), np.zeros(0))
        if len(x) >= _LEAST_AREA:
            xx, yy, xy = x.var(), y.var(), ((x - x.mean()) * (y - y.mean())).mean()
            v, w = v + len(x) * (yy - xx), w + len(x) * 2 * xy
    # twice the angle from upright of the long axis, weighted by area and elongation
    return float(np.clip(0.5 * np.arctan2(w, v), -np.pi / 4, np.pi / 4)) if v or w else 0.0


def _patch(inside: NDArray[np.bool_], label: int, clear: NDArray[np.float32], lean: float) -> _Patch | None:
    area = int(inside.sum())
    if area < _LEAST_AREA:
        return None
    y, x = np.nonzero(inside)
    across = x * np.cos(lean) - y * np.sin(lean)
    down = x * np.sin(lean) + y * np.cos(lean)
    left, right = np.percentile(across, [3, 97])
    low, high = np.percentile(down, [3, 97])
    worth = float(clear[inside].sum())
    # a neighbour's finger on a card is cut by the side of the image
    for edge in (0, inside.shape[1] - 1):
        if inside[:, edge].sum() > 0.3 * inside.any(axis=1).sum():
            worth *= 0.3
    return _Patch(label, area, worth, float(low), float(high), float(left), float(right))


def _under(patch: _Patch, other: _Patch) -> bool:
    """Whether `patch` is the part of a finger below the tip `other`."""
    if other is patch or (patch.low + patch.high) / 2 < other.high:
        return False
    shared = min(patch.right, other.right) - max(patch.left, other.left)
    return shared > _BELOW * min(patch.right - patch.left, other.right - other.left)


def _cut(pixels: NDArray[np.uint8], labels: NDArray[np.int32], patch: _Patch, ground: np.uint8) -> Tip:
    """The tip with a margin; what belongs to other pieces is painted over."""
    y, x = np.nonzero(labels == patch.label)
    width = patch.right - patch.left + 1
    y_end = min(int(y.max()), int(y.min() + _MOST_TALL * max(width, 4)))
    half = (_WINDOW - _STEP) // 2
    top = max(int(y.min()) * _STEP + half - _MARGIN, 0)
    left = max(int(x.min()) * _STEP + half - _MARGIN, 0)
    bottom = min((y_end + 1) * _STEP + half + _MARGIN, pixels.shape[0])
    right = min((int(x.max()) + 1) * _STEP + half + _MARGIN, pixels.shape[1])
    own = pixels[top:bottom, left:right].copy()
    rows = np.clip((np.arange(top, bottom) - half) // _STEP, 0, labels.shape[0] - 1)
    columns = np.clip((np.arange(left, right) - half) // _STEP, 0, labels.shape[1] - 1)
    mine = labels[np.ix_(rows, columns)]
    own[(mine != 0) & (mine != patch.label)] = ground
    return Tip(own, left, top)
