"""Whether a photograph of a face is good enough to compare, and how good it is.

Always holds: light is judged by the contrast within the face and never by how dark the skin is; nothing here depends on who
the child is. The limits are set where detection and comparison begin to fail; how they were chosen stands in
`docs/methods/face.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.errors import PoorPhotograph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.face.detect import Face

# each: refused below the first, faultless from the second on
WIDTH = (40.0, 90.0)  # pixels of the face's box in the photograph
CONTRAST = (5.0, 20.0)  # standard deviation of the grey values, 0 to 255, in the middle of the aligned face
SHARPNESS = (
    0.004,
    0.02,
)  # variance of the Laplacian as a share of the variance of the grey values, in the same place
FRONTAL = (
    0.55,
    0.85,
)  # 1 - sideways offset of the nose's base from between the eyes, in distances between the eyes

_GREY = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
_MIDDLE = slice(25, 125)


def quality(face: Face) -> float:
    """How good the photograph is for comparing, 0 to 1: that of its weakest side (size, light, sharpness, pose).

    Raises:
        PoorPhotograph: too small, too dark or washed out, blurred, or turned too far, with what to do about it.
    """
    grey = face.chip @ _GREY
    middle = grey[_MIDDLE, _MIDDLE]
    left, _, right, _ = face.box
    shares = (
        _share(right - left + 1.0, WIDTH, *_SAYS["small"]),
        _share(float(middle.std()), CONTRAST, *_SAYS["dark" if middle.mean() < 128 else "bright"]),
        _share(_sharpness(grey), SHARPNESS, *_SAYS["blurred"]),
        _share(1.0 - sideways(face.points), FRONTAL, *_SAYS["turned"]),
    )
    return min(shares)


def sideways(points: NDArray[np.float64]) -> float:
    """How far the nose's base lies from the middle between the eyes, along the line through them, in eye distances.

    0 from the front, and 0 with the head only tilted; it grows as the head turns to either side.
    """
    one, other, nose = points[0:2].mean(axis=0), points[2:4].mean(axis=0), points[4]
    line = one - other
    squared = float(line @ line)
    return abs(float((nose - (one + other) / 2) @ line)) / squared if squared > 0 else 1.0


def _sharpness(grey: NDArray[np.float64]) -> float:
    beside = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    laplacian = (beside - 4 * grey[1:-1, 1:-1])[_MIDDLE, _MIDDLE]
    return float(laplacian.var() / max(grey[_MIDDLE, _MIDDLE].var(), 1.0))


def _share(value: float, limits: tuple[float, float], says: str, advice: str) -> float:
    """0.1 at the lower limit, 1 at the upper, in a straight line between."""
    low, high = limits
    if not value >= low:
        raise PoorPhotograph(says, advice=advice)
    return min(1.0, 0.1 + 0.9 * (value - low) / (high - low))


_SAYS = {
    "small": (
        "The face is too small to be compared.",
        "Go closer, or send the photograph in its original size.",
    ),
    "dark": (
        "The face is too dark to be compared.",
        "Turn the face to a window or a lamp, and take it again.",
    ),
    "bright": ("The face is washed out by light.", "Take it again without the light shining at the camera."),
    "blurred": ("The face is blurred.", "Hold the camera still, wipe the lens, and take it again."),
    "turned": ("The face is turned too far to the side.", "Take it again from the front, both eyes visible."),
}
