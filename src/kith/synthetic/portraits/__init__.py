"""Drawn portraits of invented children: plainly drawings, marked as invented, never a photograph of anybody.

Always holds: the same seed and sitting give the same picture; the same seed at another sitting gives the same face in
other clothes and light; INVENTED is written across the lower edge of every picture. Portraits are hatched like an
engraving, so that a face engine sees no face in them: to one trained on photographs all drawn faces look alike, and
weights of +2 between strangers would mislead (measured in `docs/methods/synthetic.md`).
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kith.synthetic.portraits import attire, features
from kith.synthetic.portraits.canvas import Canvas
from kith.synthetic.portraits.traits import Face, face_of, sitting_of

__all__ = ["HEIGHT", "WIDTH", "Face", "face_of", "portrait"]

WIDTH, HEIGHT = 480, 600
BANNER = 44  # pixels at the lower edge
# pixels and grey values: finer or fainter lines let a detector see faces
HATCH_PERIOD, HATCH_DEPTH = 15.0, 32.0


def portrait(seed: int, sitting: int = 0, *, sex: str = "", hatched: bool = True) -> bytes:
    """A drawn portrait as a JPEG file of WIDTH x HEIGHT pixels; `sitting` tells apart pictures of the same child.

    `sex` ("M", "F" or not said) chooses among hair styles only; without hatching a face detector sees a face.
    """
    face, pose = face_of(seed, sex), sitting_of(seed, sitting)
    picture = Image.new("RGB", (WIDTH, HEIGHT), pose.ground)
    middle = (WIDTH / 2 + pose.shift[0], HEIGHT * 0.47 + pose.shift[1])
    canvas = Canvas(picture, middle, HEIGHT * 0.285 * pose.size, pose.tilt)
    attire.draw_behind(canvas, face)
    attire.draw_body(canvas, face, pose)
    attire.draw_ears(canvas, face)
    features.draw_head(canvas, face, pose)
    for side in (-1, 1):
        features.draw_eye(canvas, face, side)
        features.draw_brow(canvas, face, side)
    features.draw_nose(canvas, face, pose)
    features.draw_mouth(canvas, face, pose)
    features.draw_marks(canvas, face)
    attire.draw_hair(canvas, face, pose)
    if hatched:
        picture = _hatched(picture)
    _mark(picture)
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _hatched(picture: Image.Image) -> Image.Image:
    """The picture under wavy slanting lines."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    course = (x + y) / np.float32(np.sqrt(2)) + 3 * np.sin((x - y) / 40)
    lines = np.float32(HATCH_DEPTH) * np.cos(course * np.float32(2 * np.pi / HATCH_PERIOD))
    return Image.fromarray(
        np.clip(np.asarray(picture, np.float32) + lines[..., None], 0, 255).astype(np.uint8)
    )


def _mark(picture: Image.Image) -> None:
    """INVENTED across the lower edge, so that nobody takes the picture for a child's."""
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT - BANNER, WIDTH, HEIGHT), fill=(250, 250, 250))
    where = (WIDTH / 2, HEIGHT - BANNER / 2)
    draw.text(where, "I N V E N T E D", fill=(20, 20, 20), font=ImageFont.load_default(size=30), anchor="mm")
