"""Faces: a photograph becomes a vector, two vectors become a weight that ranks and never decides alone.

Always holds: no bytes raise anything but the classes of `kith.errors`; nothing estimates age, sex or origin; a
weight stays within two bans either way, because nobody has calibrated it on children. Method and figures:
`docs/methods/face.md`.
"""

from __future__ import annotations

from kith.evidence.face.compare import CALIBRATION, compare, compare_many
from kith.evidence.face.encode import encode
from kith.evidence.face.photo import Photo, decode
from kith.evidence.face.template import ENGINE, VERSION, FaceTemplate, average

__all__ = [
    "CALIBRATION",
    "ENGINE",
    "VERSION",
    "FaceTemplate",
    "Photo",
    "average",
    "compare",
    "compare_many",
    "decode",
    "encode",
]
