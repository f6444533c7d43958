"""Ridge patterns drawn for the tests: noise grown into ridges along a loop's directions, with random minutiae."""

from __future__ import annotations

import functools
import io
import math

import numpy as np
from PIL import Image
from scipy import ndimage

from kith.evidence.fingerprint import FingerImage, Template

SIZE = 300


@functools.lru_cache(maxsize=32)
def pattern(seed: int, period: float = 9.0, size: int = SIZE) -> np.ndarray:
    """Grey ridges, uint8 (size, size), dark on a white ground, of the finger number `seed`."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:size, 0:size].astype(float)
    core = rng.uniform(0.4, 0.6, 2) * size
    # a loop: a core and a delta (Sherlock and Monro's zero-pole model)
    delta = core + np.array([rng.choice([-1, 1]) * 0.3, 0.42]) * size
    angle = 0.5 * (np.arctan2(y - core[1], x - core[0]) - np.arctan2(y - delta[1], x - delta[0]))
    angle = angle + rng.uniform(-0.4, 0.4)
    waves = rng.standard_normal((size, size))
    directions = 12
    nearest = np.rint(angle / math.pi * directions).astype(int) % directions
    span = np.arange(-12, 13)
    v, u = np.meshgrid(span, span, indexing="ij")
    kernels = []
    for k in range(directions):
        a = k * math.pi / directions
        across = -u * math.sin(a) + v * math.cos(a)
        kernel = np.exp(-(u**2 + v**2) / (2 * (0.45 * period) ** 2)) * np.cos(2 * math.pi * across / period)
        kernels.append(kernel - kernel.mean())
    for _ in range(10):
        answers = [
            ndimage.convolve(waves, k, mode="wrap") if size < 80 else _convolved(waves, k) for k in kernels
        ]
        waves = np.choose(nearest, answers)
        waves = np.clip(waves / (waves.std() + 1e-9), -1, 1)
    inside = ((x - size / 2) / (0.44 * size)) ** 2 + ((y - size / 2) / (0.47 * size)) ** 2 < 1
    soft = ndimage.gaussian_filter(inside.astype(float), 2)
    grey = 240 - soft * (105 + 90 * waves)
    return np.clip(grey, 0, 255).astype(np.uint8)


def _convolved(waves: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    shape = waves.shape
    return np.fft.irfft2(np.fft.rfft2(waves) * np.fft.rfft2(_centred(kernel, shape)), s=shape)


def _centred(kernel: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    out = np.zeros(shape)
    side = kernel.shape[0]
    out[:side, :side] = kernel
    return np.roll(out, (-(side // 2), -(side // 2)), axis=(0, 1))


def impression(seed: int, take: int, **options: float) -> FingerImage:
    """An impression of the finger: turned, shifted and noisy, differently for each `take`."""
    rng = np.random.default_rng([seed, take])
    grey = Image.fromarray(pattern(seed, **options))
    turned = grey.rotate(
        float(rng.uniform(-12, 12)),
        Image.Resampling.BICUBIC,
        translate=tuple(int(v) for v in rng.integers(-20, 21, 2)),
        fillcolor=240,
    )
    noisy = np.asarray(turned).astype(float) + rng.normal(0, 12, turned.size[::-1])
    return FingerImage(np.clip(noisy, 0, 255).astype(np.uint8))


def file_of(grey: np.ndarray, kind: str, **options: object) -> bytes:
    """The bytes of a file of that kind."""
    out = io.BytesIO()
    Image.fromarray(grey).save(out, format=kind, **options)
    return out.getvalue()


def template(n: int, seed: int = 0, **options: object) -> Template:
    """A template of `n` random minutiae in 500 x 500 pixels."""
    rng = np.random.default_rng(seed)
    given = {
        "x": rng.uniform(0, 499, n).astype(np.float32),
        "y": rng.uniform(0, 499, n).astype(np.float32),
        "angle": rng.uniform(0, 2 * math.pi, n).astype(np.float32),
        "quality": rng.integers(1, 101, n).astype(np.uint8),
        "kind": rng.integers(1, 3, n).astype(np.uint8),
        "width": 500,
        "height": 500,
        "overall": 70,
    }
    return Template(**(given | options))
