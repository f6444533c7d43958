"""The engine "ridge": minutiae by classical means, without a network.

Segmentation, normalisation, orientation on two scales, local period, Gabor filtering twice, ridge and valley skeletons.
Always holds: the same image gives the same template on every machine; an image without ridges raises NoFinger.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

from kith.errors import ImageTooLarge, NoFinger
from kith.evidence.fingerprint.enhance import DIRECTIONS, PERIODS, RADIUS, bank, filtered
from kith.evidence.fingerprint.field_kernels import CELL, cell_moments, gradient_tensor, normalised
from kith.evidence.fingerprint.minutiae import endings, prune, without_gaps
from kith.evidence.fingerprint.skeleton import REMOVABLE, thinned
from kith.evidence.fingerprint.template import BIFURCATION, ENDING, FIELD_PITCH, FIELD_UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[np.float32]

FAINT = 0.3
"""Waves weaker than this share of the usual ones are no ridges."""
PLAIN, MOST_GAIN = 30.0, 4.0
"""Deviation of brightness in the best part of an image that needs no help, and how far a fainter one is helped."""
MOST_PIXELS = 10_000_000
ENGINE, VERSION = "ridge", "1"


@dataclass(slots=True)
class Ridges:
    """What the engine saw: grids have one value a CELL x CELL pixels.

    `enhanced` float32 (height, width), ridges below 0; `mask` uint8 grid; `angle` grid of ridge directions in
    radians, image axes (y downwards); `coherence` grid 0..1; `period` grid in pixels; `contrast` grid, deviation of
    brightness; `clarity` grid 0..1, how much of the variation is ridges.
    """

    enhanced: Grid
    mask: NDArray[np.uint8]
    angle: Grid
    coherence: Grid
    period: Grid
    contrast: Grid
    clarity: Grid


def _blur(grid: Grid, cells: float) -> Grid:
    return np.asarray(ndimage.gaussian_filter(grid, cells, mode="nearest", truncate=2.5), np.float32)


def see(pixels: NDArray[np.uint8]) -> Ridges:
    """The ridges of an image, uint8 (height, width) at 500 ppi with a period of about 9 pixels.

    Raises:
        NoFinger: there is no area with ridges in it.
        ImageTooLarge: more area than a whole hand.
    """
    height, width = pixels.shape
    if height * width > MOST_PIXELS:
        raise ImageTooLarge(
            "The image shows more than a hand.", advice="Cut out one finger and hand that in."
        )
    down, right = -height % CELL, -width % CELL
    image = np.pad(pixels, ((0, down), (0, right)), mode="edge").astype(np.float32)
    mean, square = cell_moments(image)
    wide_mean, wide_square = _blur(mean, 3.0), _blur(square, 3.0)
    contrast = np.sqrt(np.maximum(wide_square - wide_mean**2, 0))
    plain = contrast * _gain(contrast)
    norm = normalised(image, wide_mean, np.maximum(contrast, 6.0 / _gain(contrast)), 2.5)
    tensor = gradient_tensor(norm)
    mask = _mask(plain, tensor)
    if mask.sum() * CELL * CELL < 64 * 64:
        raise NoFinger(
            "No ridges of a finger are seen in the image.", advice="Clean the scanner and scan again."
        )
    angle, coherence = _orientation(tensor, None)
    raw_coherence = coherence
    padded = np.pad(norm, (RADIUS, RADIUS + 5), mode="reflect")
    period = np.full(mask.shape, 9.2, np.float32)
    enhanced = filtered(padded, mask, _direction_index(angle), _period_index(period), bank(4.0, 3.2))
    amplitude = _amplitude(enhanced)
    mask = _clear(mask, amplitude * contrast)
    even = enhanced / _upsampled(amplitude)
    tensor2 = gradient_tensor(np.ascontiguousarray(even))
    angle, coherence = _orientation(tensor2, mask * raw_coherence * amplitude)
    period = _period(tensor2, mask * raw_coherence * amplitude)
    enhanced = filtered(padded, mask, _direction_index(angle), _period_index(period), bank(4.5, 3.4))
    clarity = np.clip(_amplitude(enhanced) * 1.6, 0, 1)
    return Ridges(enhanced, mask, angle, raw_coherence * coherence, period, contrast, clarity)


def _gain(contrast: Grid) -> float:
    """By how much the contrast of a faint image is raised, so that what is ridges in a plain image is so in a faint one."""
    return float(np.clip(PLAIN / max(float(np.percentile(contrast, 95)), 1.0), 1.0, MOST_GAIN))


def _mask(contrast: Grid, tensor: Grid) -> NDArray[np.uint8]:
    """1 where there are ridges: contrast and one direction, in one piece without holes."""
    v, w, energy = (_blur(tensor[k], 3.5) for k in range(3))
    coherence = np.hypot(v, w) / (energy + 1e-6)
    strong = float(np.percentile(contrast, 95))
    inside = (contrast > max(8.0, 0.3 * strong)) & (coherence > 0.18)
    inside = ndimage.binary_opening(inside, iterations=2)
    inside = ndimage.binary_closing(np.pad(inside, 8), iterations=6)[8:-8, 8:-8]
    inside = ndimage.binary_fill_holes(inside)
    labels, n = ndimage.label(inside)
    if n > 1:
        sizes = np.bincount(labels.ravel())
        sizes[0] = 0
        inside = np.isin(labels, np.flatnonzero(sizes >= 0.15 * sizes.max()))
    return np.asarray(inside, np.uint8)


def _clear(mask: NDArray[np.uint8], waves: Grid) -> NDArray[np.uint8]:
    """The part of the mask whose waves are not far weaker than most: the blur around a print is no print."""
    usual = float(np.percentile(waves[mask > 0], 70))
    clear = (mask > 0) & (waves > FAINT * usual)
    clear = ndimage.binary_opening(
        ndimage.binary_closing(np.pad(clear, 8), iterations=5)[8:-8, 8:-8], iterations=3
    )
    return np.asarray(ndimage.binary_fill_holes(clear), np.uint8)


def _orientation(tensor: Grid, trust: Grid | None) -> tuple[Grid, Grid]:
    """Ridge direction in [0, pi) and its coherence, from the narrow scale where it is sure, else from the wide one."""
    v, w, energy = (tensor[k] if trust is None else tensor[k] * trust for k in range(3))
    narrow_v, narrow_w, narrow_e = (_blur(a, 1.8) for a in (v, w, energy))
    wide_v, wide_w, wide_e = (_blur(a, 5.0) for a in (v, w, energy))
    sure = np.hypot(narrow_v, narrow_w) / (narrow_e + 1e-6)
    share = np.clip((0.75 - sure) / 0.5, 0.05, 1)
    mixed_v = narrow_v / (narrow_e + 1e-6) + share * wide_v / (wide_e + 1e-6)
    mixed_w = narrow_w / (narrow_e + 1e-6) + share * wide_w / (wide_e + 1e-6)
    angle = (0.5 * np.arctan2(mixed_w, mixed_v) + math.pi / 2) % math.pi
    return angle.astype(np.float32), np.clip(sure, 0, 1).astype(np.float32)


def _period(tensor: Grid, trust: Grid) -> Grid:
    """Ridge period in pixels from the ratio of value to gradient: a wave of period p has |grad|^2 = (2 pi / p)^2 v^2."""
    gradient = _blur(tensor[2] * trust, 4.0)
    value = _blur(tensor[3] * trust, 4.0)
    period = 2 * math.pi * np.sqrt((value + 1e-6) / (gradient + 1e-6))
    return np.clip(period, PERIODS[0], PERIODS[-1]).astype(np.float32)


def _amplitude(enhanced: Grid) -> Grid:
    square = cell_moments(enhanced)[1]
    return np.asarray(np.sqrt(_blur(square, 2.0)) + 1e-3, np.float32)


def _upsampled(grid: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(np.repeat(grid, CELL, axis=0), CELL, axis=1)


def _direction_index(angle: Grid) -> NDArray[np.uint8]:
    turns: NDArray[np.int64] = np.rint(angle * (DIRECTIONS / math.pi)).astype(np.int64) % DIRECTIONS
    return turns.astype(np.uint8)


def _period_index(period: Grid) -> NDArray[np.uint8]:
    steps = np.log(period / PERIODS[0]) / math.log(PERIODS[-1] / PERIODS[0]) * (len(PERIODS) - 1)
    return np.asarray(np.clip(np.rint(steps), 0, len(PERIODS) - 1), np.uint8)


class Ridge:
    """See kith.evidence.fingerprint.extract.Extractor."""

    name = ENGINE
    version = VERSION

    def installed(self) -> bool:
        """Always: it needs nothing else."""
        return True

    def minutiae(
        self, pixels: NDArray[np.uint8], ridges: Ridges
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8]]:
        """The minutiae of an image whose `ridges` were seen."""
        del pixels  # all that is needed of them is in the ridges
        return minutiae(ridges)


def minutiae(ridges: Ridges) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8]]:
    """The minutiae of the ridges: (x, y, angle) float32 (n, 3), kind uint8 (n,), quality uint8 (n,)."""
    mask = _framed_mask(ridges)
    inside = inside_of(ridges)
    found, kinds = [], []
    for kind, lines in ((ENDING, ridges.enhanced < 0), (BIFURCATION, ridges.enhanced > 0)):
        line = thinned(np.ascontiguousarray(lines & (mask > 0)).astype(np.uint8), REMOVABLE)
        prune(line)
        ends = endings(line, inside)
        ends = ends[without_gaps(ends) > 0]
        found.append(ends)
        kinds.append(np.full(len(ends), kind, np.uint8))
    points = np.concatenate(found)
    return points, np.concatenate(kinds), reliability(ridges, inside, points)


def _framed_mask(ridges: Ridges) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = _upsampled(ridges.mask)
    mask[[0, -1], :] = 0
    mask[:, [0, -1]] = 0
    return mask


def inside_of(ridges: Ridges) -> Grid:
    """The distance of each pixel to the edge of the print, 0 outside of it."""
    return np.asarray(ndimage.distance_transform_edt(_framed_mask(ridges)), np.float32)


def reliability(ridges: Ridges, inside: Grid, points: Grid) -> NDArray[np.uint8]:
    """The quality of each minutia, 1 to 100: clear ridges of one direction around it, and not at the edge."""
    x, y = points[:, 0].astype(np.int64), points[:, 1].astype(np.int64)
    good = ridges.clarity[y // CELL, x // CELL] * np.clip(ridges.coherence[y // CELL, x // CELL] * 1.3, 0, 1)
    good = good * np.clip((inside[y, x] - 4) / 16, 0.3, 1)
    return np.asarray(np.clip(np.rint(100 * np.sqrt(good)), 1, 100), np.uint8)


def orientation_field(ridges: Ridges, factor: float, width: int, height: int) -> NDArray[np.uint8]:
    """The orientation grid for the template: counter-clockwise degrees at points FIELD_PITCH original pixels apart."""
    step = FIELD_PITCH * factor / CELL
    r = ((np.arange(math.ceil(height / FIELD_PITCH)) + 0.5) * step).astype(np.int64)
    c = ((np.arange(math.ceil(width / FIELD_PITCH)) + 0.5) * step).astype(np.int64)
    rows, columns = ridges.mask.shape
    at = np.ix_(np.minimum(r, rows - 1), np.minimum(c, columns - 1))
    degrees = np.rint(np.degrees(-ridges.angle[at])).astype(np.int64) % 180
    seen = (ridges.mask[at] > 0) & (ridges.coherence[at] > 0.2)
    return np.where(seen, degrees, FIELD_UNKNOWN).astype(np.uint8)
