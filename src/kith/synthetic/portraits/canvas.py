"""What is drawn with: soft-edged shapes in places measured from the middle of a face.

Always holds: a shape touches only the box around it, so a portrait of forty shapes takes a tenth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Colour = tuple[int, int, int]
    Places = Sequence[tuple[float, float]]
    Box = tuple[int, int, int, int]


def shade(colour: Colour, by: float) -> Colour:
    """The colour darker (by < 1) or lighter (by > 1)."""
    red, green, blue = (min(round(c * by), 255) for c in colour)
    return red, green, blue


@dataclass(frozen=True)
class Patch:
    """A soft mask and the box of the picture that it covers."""

    mask: Image.Image
    box: Box

    def within(self, other: Patch) -> Patch:
        """The part of this patch that lies inside another of the same box."""
        return Patch(ImageChops.multiply(self.mask, other.mask), self.box)

    def outside(self, other: Patch) -> Patch:
        """The part of this patch that lies outside another of the same box."""
        return Patch(ImageChops.multiply(self.mask, ImageChops.invert(other.mask)), self.box)

    def joined(self, other: Patch) -> Patch:
        """This patch and another of the same box together."""
        return Patch(ImageChops.lighter(self.mask, other.mask), self.box)

    def fainter(self, strength: float) -> Patch:
        """This patch at a part of its strength."""
        return Patch(self.mask.point([round(v * strength) for v in range(256)]), self.box)


class Canvas:
    """A picture with a face's own measure: (0, 0) is its middle, 1 half the height of the head, y downwards."""

    def __init__(self, picture: Image.Image, middle: tuple[float, float], unit: float, tilt: float) -> None:
        self.picture, self.middle, self.unit = picture, middle, unit
        self.turn = (float(np.cos(np.deg2rad(tilt))), float(np.sin(np.deg2rad(tilt))))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place of the face in pixels."""
        c, s = self.turn
        return self.middle[0] + self.unit * (c * x - s * y), self.middle[1] + self.unit * (s * x + c * y)

    def box(self, places: Places, margin: float) -> Box:
        """The box of whole pixels around places, `margin` wider in the face's measure, cut to the picture."""
        points = [self.at(x, y) for x, y in places]
        more = margin * self.unit + 2
        left, top = min(p[0] for p in points) - more, min(p[1] for p in points) - more
        right, bottom = max(p[0] for p in points) + more, max(p[1] for p in points) + more
        width, height = self.picture.size
        return max(int(left), 0), max(int(top), 0), min(int(right) + 1, width), min(int(bottom) + 1, height)

    def patch(self, places: Places, blur: float = 0.0, box: Box | None = None, line: float = 0.0) -> Patch:
        """A polygon through places, or a line of width `line`, with an edge softened by `blur`."""
        box = box or self.box(places, 3 * blur + line)
        points = [(x - box[0], y - box[1]) for x, y in (self.at(*p) for p in places)]

        def paint(draw: ImageDraw.ImageDraw) -> None:
            if line:
                draw.line(points, fill=255, width=max(round(line * self.unit), 1), joint="curve")
            else:
                draw.polygon(points, fill=255)

        return self._soft(box, paint, blur)

    def _soft(self, box: Box, paint: Callable[[ImageDraw.ImageDraw], None], blur: float) -> Patch:
        mask = Image.new("L", (max(box[2] - box[0], 1), max(box[3] - box[1], 1)), 0)
        paint(ImageDraw.Draw(mask))
        return Patch(mask.filter(ImageFilter.GaussianBlur(blur * self.unit)) if blur else mask, box)

    def fill(self, patch: Patch, colour: Colour) -> None:
        """Colour laid on through a patch."""
        self.picture.paste(colour, patch.box[:2], patch.mask)

    def polygon(self, places: Places, colour: Colour, blur: float = 0.0, strength: float = 1.0) -> None:
        """A filled shape."""
        patch = self.patch(places, blur)
        self.fill(patch if strength == 1 else patch.fainter(strength), colour)

    def stroke(self, places: Places, wide: float, colour: Colour, blur: float = 0.004) -> None:
        """A line."""
        self.fill(self.patch(places, blur, line=wide), colour)

    def blob(
        self,
        oval: tuple[float, float, float, float],
        colour: Colour,
        blur: float = 0.0,
        strength: float = 1.0,
    ) -> None:
        """A filled oval: the place of its middle and its half axes."""
        self.polygon(ring(*oval), colour, blur, strength)


def ring(x: float, y: float, rx: float, ry: float) -> Places:
    """Places around an oval."""
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return [(x + rx * float(np.cos(a)), y + ry * float(np.sin(a))) for a in t]
