"""The parts of a drawn face: head and its light, eyes, brows, nose, mouth, and the marks that tell children apart."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np

from kith.synthetic.portraits.canvas import ring, shade

if TYPE_CHECKING:
    from kith.synthetic.portraits.canvas import Canvas, Places
    from kith.synthetic.portraits.traits import Face, Sitting


def outline(face: Face, wider: float = 0.0) -> Places:
    """The head: an egg, squarer at the chin as the jaw says; `wider` all round."""
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    down = np.clip(np.sin(t), 0, 1)
    narrow = 1 - (0.34 - 0.22 * (face.jaw - 0.55)) * down**1.6
    x = (face.width + wider) * np.cos(t) * narrow
    y = (1.0 + wider) * np.sin(t)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def draw_head(canvas: Canvas, face: Face, pose: Sitting) -> None:
    """The head: shaded round its edge and away from the light, dark in the eye sockets, light on cheeks and forehead."""
    skin, light, places = face.skin, pose.light, outline(face)
    box = canvas.box(places, 0.02)
    head = canvas.patch(places, 0.006, box)
    canvas.fill(head, skin)
    lit = canvas.patch([(x * 0.80 + 0.10 * light, y * 0.84 - 0.04) for x, y in places], 0.16, box)
    canvas.fill(head.outside(lit), shade(skin, 0.66))
    for side in (-1, 1):
        socket = (side * (face.eye_apart - 0.03), face.eye_line - 0.03, 0.20, 0.13)
        canvas.blob(socket, shade(skin, 0.72), 0.07, 0.75)
        canvas.blob((side * 0.36, 0.30, 0.17, 0.14), shade(skin, 1.10), 0.10, 0.7)
    canvas.blob((0.05 * light, -0.62, 0.42, 0.18), shade(skin, 1.10), 0.14, 0.7)
    canvas.blob((0, 0.88, 0.14, 0.07), shade(skin, 1.08), 0.06, 0.6)


def draw_eye(canvas: Canvas, face: Face, side: int) -> None:
    """The left (-1) or right (1) eye of the picture: white, iris, pupil, a light in it, lashes and lids."""
    cx, cy, half = side * face.eye_apart, face.eye_line, face.eye_size
    tall = half * 0.44
    steps = [float(a) for a in np.linspace(-1, 1, 25)]
    lift = [-side * face.eye_tilt * half * a for a in steps]
    upper = [(cx + half * a, cy + z - tall * 1.15 * (1 - a * a)) for a, z in zip(steps, lift, strict=True)]
    lower = [(cx + half * a, cy + z + tall * 0.75 * (1 - a * a)) for a, z in zip(steps, lift, strict=True)]
    places = upper + lower[::-1]
    box = canvas.box(places, 0.05)
    opening = canvas.patch(places, 0.004, box)
    canvas.fill(opening, (236, 232, 228))
    for radius, colour in ((tall * 1.0, face.iris), (tall * 0.45, (12, 10, 10))):
        canvas.fill(
            canvas.patch(ring(cx, cy - 0.1 * tall, radius, radius), 0.002, box).within(opening), colour
        )
    canvas.blob((cx - 0.02, cy - 0.35 * tall, 0.013, 0.013), (250, 250, 250), 0.003)
    lash = [(x, y - 0.022) for x, y in upper]
    canvas.polygon(upper + lash[::-1], shade(face.hair, 0.7), 0.005)
    canvas.stroke([(x, y - 0.062) for x, y in upper], 0.014, shade(face.skin, 0.58), 0.008)
    canvas.stroke([(x, y + 0.012) for x, y in lower], 0.012, shade(face.skin, 0.62), 0.010)


def draw_brow(canvas: Canvas, face: Face, side: int) -> None:
    """The left (-1) or right (1) eyebrow, thick at the nose and thin at the temple."""
    y = face.eye_line - face.brow_gap
    top, under = [], []
    for a in (float(a) for a in np.linspace(0, 1, 16)):
        x = side * (face.eye_apart - 0.17 + 0.38 * a)
        z = y - face.brow_arch * float(np.sin(np.pi * a * 0.8)) - 0.5 * face.brow_thick * (1 - a)
        top.append((x, z))
        under.append((x, z + face.brow_thick * (1.25 - a)))
    canvas.polygon(top + under[::-1], shade(face.hair, 0.85), 0.010, 0.92)


def draw_nose(canvas: Canvas, face: Face, pose: Sitting) -> None:
    """The nose: a shadow on the side away from the light, a lit bridge, wings and nostrils."""
    skin, wide = face.skin, face.nose_wide
    top, tip = face.eye_line + 0.04, face.eye_line + face.nose_long
    away = -1 if pose.light > 0 else 1
    flank = [(0.05, top), (0.085, top + 0.4 * (tip - top)), (wide * 0.9, tip - 0.02), (0.03, tip - 0.03)]
    canvas.polygon([(away * x, y) for x, y in flank], shade(skin, 0.74), 0.035, 0.8)
    canvas.blob((0, tip - 0.05, 0.045, 0.05), shade(skin, 1.14), 0.03, 0.8)
    canvas.stroke([(0, top), (0, tip - 0.1)], 0.045, shade(skin, 1.12), 0.025)
    canvas.blob((0, tip + 0.035, wide, 0.035), shade(skin, 0.62), 0.020, 0.85)
    for side in (-1, 1):
        canvas.blob((side * wide * 0.52, tip + 0.012, 0.040, 0.020), shade(skin, 0.28), 0.008)
        wing = [(0.92, -0.07), (1.06, -0.01), (0.9, 0.03)]
        canvas.stroke([(side * wide * x, tip + y) for x, y in wing], 0.020, shade(skin, 0.58), 0.012)


def draw_mouth(canvas: Canvas, face: Face, pose: Sitting) -> None:
    """The mouth: two lips, the line between them bent by the smile, the shadow under it."""
    red, green, blue = shade(face.skin, 0.80)
    lip = (min(red + 8, 255), max(green - 18, 0), max(blue - 12, 0))
    middle = face.eye_line + face.nose_long + (face.mouth_low - 0.28)
    line, upper, lower = [], [], []
    for a in (float(a) for a in np.linspace(-1, 1, 31)):
        x, y = face.mouth_wide * a, middle - 0.05 * pose.smile * (a * a - 0.4)
        bow = max(1 - a * a - 0.22 * float(np.exp(-((a / 0.16) ** 2))), 0.0)
        line.append((x, y))
        upper.append((x, y - face.lips * 0.85 * bow))
        lower.append((x, y + face.lips * 1.15 * (1 - a * a)))
    canvas.polygon(upper + line[::-1], shade(lip, 0.86), 0.008)
    canvas.polygon(lower + line[::-1], lip, 0.010)
    canvas.blob((0, middle + face.lips * 0.62, face.mouth_wide * 0.4, 0.016), shade(lip, 1.25), 0.020, 0.7)
    canvas.stroke(line, 0.018, shade(lip, 0.42), 0.006)
    under = (0, middle + face.lips * 1.15 + 0.06, face.mouth_wide * 0.6, 0.025)
    canvas.blob(under, shade(face.skin, 0.70), 0.025, 0.8)


def draw_marks(canvas: Canvas, face: Face) -> None:
    """A mole, and freckles where the face has them."""
    canvas.blob((*face.mole, 0.014, 0.014), shade(face.skin, 0.5), 0.004)
    if face.freckles:
        rng = Random(f"freckles/{face.mole}")
        for _ in range(26):
            spot = (rng.uniform(-0.42, 0.42), rng.uniform(0.0, 0.28), 0.009, 0.009)
            canvas.blob(spot, shade(face.skin, 0.74), 0.004, 0.7)
