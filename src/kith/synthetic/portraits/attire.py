"""What surrounds a drawn face: hair or a scarf, ears, neck, shoulders and clothes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kith.synthetic.portraits.canvas import ring, shade
from kith.synthetic.portraits.features import outline

if TYPE_CHECKING:
    from kith.synthetic.portraits.canvas import Box, Canvas, Colour, Patch, Places
    from kith.synthetic.portraits.traits import Face, Sitting

# A style: how far the hair stands off the head, where the hairline is, and where the hair ends at the sides.
STYLES = {
    "shaved": (0.012, -0.66, 0.02),
    "short": (0.07, -0.62, 0.02),
    "fringe": (0.10, -0.50, 0.02),
    "parted": (0.09, -0.60, 0.02),
    "curly": (0.20, -0.58, 0.02),
    "long": (0.13, -0.60, 0.9),
    "tied": (0.06, -0.66, 0.02),
    "scarf": (0.14, -0.60, 0.9),
}


def draw_behind(canvas: Canvas, face: Face) -> None:
    """What hangs or stands behind the head."""
    if face.style == "long":
        w = face.width
        half = [
            (0.0, -1.10),
            (w * 0.7, -0.95),
            (w + 0.10, -0.4),
            (w + 0.16, 0.4),
            (w + 0.14, 1.1),
            (w - 0.05, 1.5),
        ]
        canvas.polygon(half + [(-x, y) for x, y in reversed(half)], shade(face.hair, 0.8), 0.03)
    if face.style == "scarf":
        canvas.polygon(outline(face, 0.22), face.scarf, 0.01)
    if face.style == "tied":
        canvas.blob((0.35, -1.02, 0.24, 0.22), shade(face.hair, 0.85), 0.02)


def draw_body(canvas: Canvas, face: Face, pose: Sitting) -> None:
    """Shoulders, a hood or none, the neck with the shadow of the chin on it, a collar or the end of the scarf."""
    cloth = pose.clothes
    half = [(0.4, 1.24), (0.9, 1.38), (1.38, 1.62), (1.5, 2.2)]
    if pose.hood and face.style != "scarf":
        canvas.blob((0, 1.18, 0.86, 0.34), shade(cloth, 0.72), 0.02)
    canvas.polygon([(-x, y) for x, y in reversed(half)] + half, cloth, 0.01)
    neck = [(0.36, 0.6), (0.38, 1.2), (0.5, 1.36), (0.0, 1.62)]
    throat = canvas.patch(neck + [(-x, y) for x, y in reversed(neck)], 0.006)
    canvas.fill(throat, shade(face.skin, 0.86))
    shadow = canvas.patch(ring(0, 0.98, 0.46, 0.26), 0.09, throat.box)
    canvas.fill(shadow.within(throat).fainter(0.85), shade(face.skin, 0.55))
    if face.style == "scarf":
        canvas.blob((0, 1.12, 0.80, 0.48), face.scarf, 0.01)
    else:
        collar = [(-0.5, 1.34), (-0.25, 1.52), (0, 1.6), (0.25, 1.52), (0.5, 1.34)]
        canvas.stroke(collar, 0.06, shade(cloth, 0.75))
    for side in (-1, 1):
        canvas.stroke([(side * 1.0, 2.1), (side * 0.86, 1.7)], 0.03, shade(cloth, 0.8), 0.02)


def draw_ears(canvas: Canvas, face: Face) -> None:
    """The ears, where hair or scarf leaves them free."""
    if face.style in {"scarf", "long"}:
        return
    for side in (-1, 1):
        canvas.blob((side * face.width * 0.99, 0.08, 0.09, face.ears), shade(face.skin, 0.84), 0.006)
        canvas.blob((side * face.width * 1.01, 0.08, 0.045, face.ears * 0.6), shade(face.skin, 0.64), 0.02)


def draw_hair(canvas: Canvas, face: Face, pose: Sitting) -> None:
    """What hair or scarf covers of the head: a larger head, less the bare part of the face."""
    stands_off, hairline, ends = STYLES[face.style]
    colour: Colour = face.scarf if face.style == "scarf" else face.hair
    places = outline(face, stands_off)
    box = canvas.box(places, 0.15)
    cover = canvas.patch(places, 0.008, box)
    if face.style == "curly":
        cover = _curls(canvas, face, cover, box)
    shaved = face.style == "shaved"
    hair = cover.outside(canvas.patch(_bare(face, hairline, ends), 0.05 if shaved else 0.012, box))
    canvas.fill(hair.fainter(0.62) if shaved else hair, colour)
    shine = canvas.patch(ring(0.25 * pose.light, -0.9, 0.34, 0.34), 0.14, box).fainter(0.43)
    canvas.fill(shine.within(hair), shade(colour, 1.5))


def _bare(face: Face, hairline: float, ends: float) -> Places:
    """The bare part of the face: below the hairline, between the temples, and all below where the hair ends."""
    w = face.width
    parting = 0.10 if face.style == "parted" else 0.0
    steps = [float(a) for a in np.linspace(-1, 1, 21)]
    top = [(w * 0.93 * a, hairline + 0.30 * abs(a) ** 3 + parting * a) for a in steps]
    if ends > 0.5:
        right = [(w * 0.95, 0.3), (w * 0.62, 0.96), (0.3, 1.3 if face.style == "long" else 1.03)]
        return [*top, *right, *((-x, y) for x, y in reversed(right))]
    right = [(w * 0.96, ends), (w * 1.6, ends + 0.04), (w * 1.6, 2.0)]
    return [*top, *right, *((-x, y) for x, y in reversed(right))]


def _curls(canvas: Canvas, face: Face, cover: Patch, box: Box) -> Patch:
    rng = Random(f"curls/{face.width}")
    for x, y in [p for p in outline(face, 0.2) if p[1] < 0.05][::2]:
        size = rng.uniform(0.06, 0.11)
        cover = cover.joined(canvas.patch(ring(x, y, size, size), 0.0, box))
    return cover
