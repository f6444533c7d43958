"""Prints made worse: how an image would look of a drier, wetter, fainter, twisted, smaller or hurried capture.

Always holds: the same image and seed give the same worse image, of the same size; dark ridges on light ground stay so. These are simulations on
adults' prints, chosen to look like the captures that are known to fail, not measured on any.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from kith.evidence.fingerprint import FingerImage

if TYPE_CHECKING:
    from collections.abc import Callable

    Grey = np.ndarray
    Worse = Callable[[Grey, np.random.Generator], Grey]


def _dry(grey: Grey, rng: np.random.Generator) -> Grey:
    """Thin, broken ridges: the light grows into the dark, and specks of it lie on the ridges."""
    thin = 0.35 * grey + 0.65 * ndimage.grey_dilation(grey, size=(3, 3))
    specks = ndimage.gaussian_filter(rng.standard_normal(grey.shape), 1.3)
    light = ndimage.gaussian_filter(ndimage.grey_dilation(thin, size=(15, 15)), 5.0)
    return thin + np.maximum(light - thin, 0) * np.clip(2.2 * specks / specks.std() - 1.6, 0, 1)


def _wet(grey: Grey, rng: np.random.Generator) -> Grey:
    """Thick ridges that run together in places."""
    thick = ndimage.grey_erosion(grey, size=(3, 3))
    places = ndimage.gaussian_filter(rng.standard_normal(grey.shape), 18.0)
    share = np.clip(0.65 + 0.5 * places / places.std(), 0.2, 1)
    return grey + share * (thick - grey)


def _faint(grey: Grey, rng: np.random.Generator) -> Grey:
    """A third of the contrast, with the scanner's noise."""
    return _ground(grey) - 0.33 * (_ground(grey) - grey) + rng.normal(0, 4, grey.shape)


def _stretched(grey: Grey, rng: np.random.Generator) -> Grey:
    """Skin pulled and twisted: smooth displacements of 7 pixels on the mean at lumps of 60."""
    lumps = [ndimage.gaussian_filter(rng.standard_normal(grey.shape), 60.0) for _ in range(2)]
    places = np.indices(grey.shape) + np.stack([7 * one / one.std() for one in lumps])
    return np.asarray(ndimage.map_coordinates(grey, places, order=1, mode="constant", cval=_ground(grey)))


def _partial(grey: Grey, rng: np.random.Generator) -> Grey:
    """A window of 60 % of height and width, around somewhere near the middle of what is inked; the rest is ground."""
    inked = np.argwhere(grey < _ground(grey) - 40)
    (top, left), (bottom, right) = (
        (inked.min(0), inked.max(0)) if len(inked) else ((0, 0), np.array(grey.shape) - 1)
    )
    height, width = 0.6 * (bottom - top), 0.6 * (right - left)
    y, x = top + rng.uniform(0, bottom - top - height), left + rng.uniform(0, right - left - width)
    seen = np.full_like(grey, _ground(grey))
    window = slice(int(y), int(y + height)), slice(int(x), int(x + width))
    seen[window] = grey[window]
    return seen


def _resized(factor: float) -> Worse:
    def worse(grey: Grey, rng: np.random.Generator) -> Grey:
        del rng
        middle = np.array(grey.shape) / 2
        return np.asarray(
            ndimage.affine_transform(
                grey,
                np.eye(2) / factor,
                middle - middle / factor,
                order=3,
                mode="constant",
                cval=_ground(grey),
            )
        )

    return worse


def _hurried(grey: Grey, rng: np.random.Generator) -> Grey:
    """Half of a print, pulled, and dry or wet: what a hurried officer brings."""
    worse = _partial(_stretched(grey, rng), rng)
    return _dry(worse, rng) if rng.random() < 0.5 else _wet(worse, rng)


WAYS: dict[str, Worse] = {
    "dry": _dry,
    "wet": _wet,
    "faint": _faint,
    "stretched": _stretched,
    "partial": _partial,
    "x 0.95": _resized(0.95),
    "x 1.05": _resized(1.05),
    "hurried": _hurried,
}


def _ground(grey: Grey) -> float:
    return float(np.percentile(grey, 97))


def worsened(image: FingerImage, way: str) -> FingerImage:
    """The image made worse in one of WAYS."""
    rng = np.random.default_rng((zlib.crc32(image.pixels.tobytes()), sorted(WAYS).index(way)))
    worse = WAYS[way](image.pixels.astype(float), rng)
    return FingerImage(np.clip(np.rint(worse), 0, 255).astype(np.uint8))
