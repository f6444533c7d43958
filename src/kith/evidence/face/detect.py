"""Where the face is, and the face turned upright and brought to the size that the network reads.

Always holds: dlib's objects are never used by two threads at once (a detector holds its working memory, so each thread
has its own; the predictor of five points is shared behind a lock). Only the five-point file is ever loaded.
Sources: the detector, King, "Max-Margin Object Detection" (2015), on histograms of oriented gradients; the points,
Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression Trees" (CVPR 2014).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import EngineMissing, NoFace, SeveralFaces
from kith.evidence.face.network import model_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POINTS = "shape_predictor_5_face_landmarks.dat"
CHIP, PADDING = 150, 0.25
DOMINANT = 4.0
"""One of several faces is taken for the child's when its box has at least this many times the area of any other."""
CLEAR = 0.35
"""The detector's score from which a sighting is clear: 99 of 100 faces of press photographs have more, folds of cloth less."""
_ENLARGE_UP_TO = (
    800,
    400,
)  # pixels of the long side up to which a small picture is searched at twice, four times its size

_of_thread = threading.local()
_lock = threading.Lock()
_shared: dict[str, Any] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One detected face.

    `box` (left, top, right, bottom) in pixels of the photograph; `points` float64 (5, 2): two corners of each eye, the
    one first whose eye is on the right of the picture, then the base of the nose; `chip` uint8 (150, 150, 3), aligned.
    """

    box: tuple[int, int, int, int]
    points: NDArray[np.float64]
    chip: NDArray[np.uint8]


def the_face(pixels: NDArray[np.uint8]) -> Face:
    """The one face in a photograph (H, W, 3), or the dominant one: four times the area of any other.

    Raises:
        NoFace: none is seen.
        SeveralFaces: several are, and none is dominant.
        EngineMissing: dlib or its file of points is not installed.
    """
    dlib, detector = _engine()
    box = _dominant(_boxes(detector, pixels))
    with _lock:
        shape = _shared["points"](pixels, box)
        chip = dlib.get_face_chip(pixels, shape, size=CHIP, padding=PADDING)
    points = np.array([(point.x, point.y) for point in shape.parts()], dtype=np.float64)
    return Face((box.left(), box.top(), box.right(), box.bottom()), points, chip)


def _boxes(detector: Any, pixels: NDArray[np.uint8]) -> list[Any]:
    """What the detector sees; beside a clear sighting the faint ones do not count, being folds of cloth more often than faces.

    A small picture in which it sees nothing is looked at enlarged.
    """
    found, scores, _ = detector.run(pixels, 0, 0.0)
    for times, longest in enumerate(_ENLARGE_UP_TO, start=1):
        if not found and max(pixels.shape) <= longest:
            found, scores, _ = detector.run(pixels, times, 0.0)
    enough = CLEAR if max(scores, default=0.0) >= CLEAR else 0.0
    return [box for box, score in zip(found, scores, strict=True) if score >= enough]


def _dominant(boxes: list[Any]) -> Any:
    """The one box, or the one with four times the area of any other."""
    if not boxes:
        raise NoFace(
            "No face is seen in the photograph.",
            advice="Take it from the front, upright, with light on the face and nothing over it.",
        )
    largest, *others = sorted(boxes, key=lambda box: -box.area())
    if others and largest.area() < DOMINANT * others[0].area():
        raise SeveralFaces(
            f"{len(boxes)} faces are seen, and it is not known which is the child's.",
            advice="Cut the photograph to the child's face, or take it again with the child alone in the picture.",
        )
    return largest


def _engine() -> tuple[Any, Any]:
    """dlib, and this thread's detector; the shared predictor is loaded with the first.

    Raises:
        EngineMissing: dlib or the file of points is not installed.
    """
    try:
        import dlib
    except ImportError as missing:
        raise EngineMissing(
            "dlib is not installed.", advice="Install dlib-bin; until then faces are not compared."
        ) from missing
    with _lock:
        if "points" not in _shared:
            _shared["points"] = dlib.shape_predictor(str(model_path(_POINTS)))
    if not hasattr(_of_thread, "detector"):
        _of_thread.detector = dlib.get_frontal_face_detector()
    return dlib, _of_thread.detector
