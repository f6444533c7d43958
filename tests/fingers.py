"""Fingers for the tests: invented masters and their impressions, as files and as what is kept of them."""

from __future__ import annotations

import functools
import io
import struct

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from kith.register.encounters.prepared import Prepared, finger
from kith.synthetic.fingerprints import impression, master, png


@functools.cache
def print_file(finger_seed: int, nth: int = 0) -> bytes:
    """The PNG of one impression of an invented finger."""
    return png(impression(master(finger_seed), nth, degrade=0.2))


@functools.cache
def print_at_ten(finger_seed: int) -> bytes:
    """The PNG of the same invented finger three years before: four fifths of the size, and badly taken."""
    return png(badly_taken(impression(master(finger_seed), 0, scale=0.8, degrade=0.6), finger_seed))


def badly_taken(grey: np.ndarray, seed: int) -> np.ndarray:
    """A print as a hurried officer takes it: blurred, pale, noisy, and a dozen specks of dirt on the glass."""
    random = np.random.default_rng(seed)
    poor = 128 + (gaussian_filter(grey.astype(np.float32), 1.0) - 128) * 0.45
    poor += random.normal(0, 9, grey.shape)
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]]
    for _ in range(12):
        at, size = random.uniform(0, grey.shape), random.uniform(4, 14)
        poor[np.hypot(y - at[0], x - at[1]) < size] = random.uniform(60, 200)
    return np.clip(poor, 0, 255).astype(np.uint8)


@functools.cache
def taken(finger_seed: int, nth: int = 0, position: int = 2) -> Prepared:
    """One impression of an invented finger, looked at."""
    return finger(print_file(finger_seed, nth), position=position)


@functools.cache
def slap_file(*finger_seeds: int) -> bytes:
    """The PNG of invented fingers pressed side by side, the middle ones higher."""
    prints = [_shown(seed) for seed in finger_seeds]
    height, width = max(p.shape[0] for p in prints) + 60, sum(p.shape[1] + 30 for p in prints) + 30
    wide = np.full((height, width), 255, np.uint8)
    left = 30
    for k, one in enumerate(prints):
        top = 10 if 0 < k < len(prints) - 1 else 50
        wide[top : top + one.shape[0], left : left + one.shape[1]] = one
        left += one.shape[1] + 30
    return png(wide)


@functools.cache
def device_file(finger_seed: int, position: int) -> bytes:
    """One finger as a scanner hands it over: a record of ISO/IEC 19794-4:2011 that names the finger."""
    grey = _shown(finger_seed)
    inner = bytes(9) + struct.pack(">BHHB", 0, 0, 0, 0)
    inner += struct.pack(
        ">BBBHHHHBBBHHI", position, 0, 1, 500, 500, 500, 500, 8, 0, 0, grey.shape[1], grey.shape[0], grey.size
    )
    body = struct.pack(">I", 4 + len(inner) + grey.size) + inner + grey.tobytes()
    return b"FIR\x00020\x00" + struct.pack(">IHBB", 16 + len(body), 1, 0, 1) + body


def _shown(finger_seed: int) -> np.ndarray:
    with Image.open(io.BytesIO(print_file(finger_seed))) as image:
        return np.asarray(image.convert("L"))
