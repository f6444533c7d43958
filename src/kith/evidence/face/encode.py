"""From a photograph to a template: detect, judge, align, run the network on the face and on its mirror image.

Always holds: a photograph and its mirror image give nearly the same template; safe from any number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kith.evidence.face.detect import the_face
from kith.evidence.face.network import embed
from kith.evidence.face.quality import quality
from kith.evidence.face.template import FaceTemplate, of_length_one

if TYPE_CHECKING:
    from kith.evidence.face.photo import Photo


def encode(photo: Photo) -> FaceTemplate:
    """The template of the one face in a photograph, or of the dominant one (four times the area of any other).

    The vector is the mean of the network's output on the aligned face and on its mirror image, brought to length one.

    Raises:
        NoFace: none is seen.
        SeveralFaces: several, none of them dominant.
        PoorPhotograph: too small, dark, washed out, blurred or turned.
        EngineMissing: dlib, onnxruntime or the weights are not installed.
    """
    face = the_face(photo.pixels)
    how_good = quality(face)
    both = embed(np.stack([face.chip, face.chip[:, ::-1]]))
    return FaceTemplate(of_length_one(both.astype(np.float64).mean(axis=0)), how_good, face.box)
