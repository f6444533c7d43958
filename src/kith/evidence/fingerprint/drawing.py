"""Drawings of minutiae and of what two prints have in common, as SVG text and as PNG.

Always holds: both come from the same list of marks, so that they show the same; a drawing carries its picture in itself and
fetches nothing.
"""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from kith.evidence.fingerprint.template import BIFURCATION

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.compare import Comparison
    from kith.evidence.fingerprint.template import Template

ENDING_COLOUR, FORK_COLOUR, PAIR_COLOUR, ALONE_COLOUR = "#c2410c", "#1d4ed8", "#15803d", "#9ca3af"
_RADIUS, _TAIL, _GAP = 4.0, 11.0, 24
_FINE = 2  # a PNG is drawn with twice the pixels, so that thin lines stay smooth


@dataclass(frozen=True, slots=True)
class _Line:
    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.2


@dataclass(frozen=True, slots=True)
class _Ring:
    x: float
    y: float
    colour: str
    square: bool = False


@dataclass(slots=True)
class Sheet:
    """A drawing: prints laid side by side on white, with marks over them. `title` is read out instead of it."""

    width: int
    height: int
    title: str
    prints: list[tuple[int, NDArray[np.uint8]]] = field(default_factory=list)
    marks: list[_Line | _Ring] = field(default_factory=list)

    def svg(self) -> str:
        """The drawing as the text of an SVG file."""
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" role="img">'
            ),
            f"<title>{self.title}</title>",
            f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>',
        ]
        for left, pixels in self.prints:
            height, width = pixels.shape
            parts.append(
                f'<image x="{left}" y="0" width="{width}" height="{height}" href="data:image/png;base64,{_inside(pixels)}"/>'
            )
        parts += [_svg(mark) for mark in self.marks]
        return "\n".join([*parts, "</svg>\n"])

    def png(self) -> bytes:
        """The drawing as the bytes of a PNG file."""
        paper = Image.new("RGB", (self.width * _FINE, self.height * _FINE), "#ffffff")
        for left, pixels in self.prints:
            size = (pixels.shape[1] * _FINE, pixels.shape[0] * _FINE)
            paper.paste(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR), (left * _FINE, 0))
        pen = ImageDraw.Draw(paper)
        for mark in self.marks:
            _draw(pen, mark)
        out = io.BytesIO()
        paper.save(out, "PNG")
        return out.getvalue()


def minutiae(template: Template, pixels: NDArray[np.uint8] | None = None) -> Sheet:
    """The minutiae of a template over its print, uint8 (height, width), or over white: rings for ridge endings, squares for forks.

    The tail of each shows its direction. The sheet is a finger, nothing of the child.
    """
    sheet = _sheet([(template, pixels)], f"{len(template)} minutiae of the {template.position.words}")
    for i in range(len(template)):
        fork = int(template.kind[i]) == BIFURCATION
        sheet.marks += _minutia(template, i, 0, FORK_COLOUR if fork else ENDING_COLOUR)
    return sheet


def matches(
    comparison: Comparison,
    probe: Template,
    reference: Template,
    probe_pixels: NDArray[np.uint8] | None = None,
    reference_pixels: NDArray[np.uint8] | None = None,
) -> Sheet:
    """Two prints side by side; minutiae that lie alike are joined by a line, the others are grey."""
    sheet = _sheet(
        [(probe, probe_pixels), (reference, reference_pixels)],
        f"{len(comparison.pairs)} minutiae of two prints lie alike",
    )
    right = _width(probe, probe_pixels) + _GAP
    for template, column, left in ((probe, 0, 0), (reference, 1, right)):
        alike = set(comparison.pairs[:, column].tolist())
        for i in range(len(template)):
            sheet.marks += _minutia(template, i, left, PAIR_COLOUR if i in alike else ALONE_COLOUR)
    for a, b in comparison.pairs.tolist():
        sheet.marks.append(
            _Line(
                float(probe.x[a]),
                float(probe.y[a]),
                float(reference.x[b]) + right,
                float(reference.y[b]),
                PAIR_COLOUR,
                0.7,
            )
        )
    return sheet


def _sheet(shown: list[tuple[Template, NDArray[np.uint8] | None]], title: str) -> Sheet:
    left, height = 0, 1
    prints = []
    for template, pixels in shown:
        if pixels is not None:
            prints.append((left, pixels))
        left += _width(template, pixels) + _GAP
        height = max(height, template.height, 0 if pixels is None else pixels.shape[0])
    return Sheet(left - _GAP, height, title, prints)


def _width(template: Template, pixels: NDArray[np.uint8] | None) -> int:
    return max(template.width, 1, 0 if pixels is None else pixels.shape[1])


def _minutia(template: Template, i: int, left: int, colour: str) -> list[_Line | _Ring]:
    x, y, angle = float(template.x[i]) + left, float(template.y[i]), float(template.angle[i])
    c, s = math.cos(angle), -math.sin(angle)  # angles turn counter-clockwise, y goes down
    ring = _Ring(x, y, colour, square=int(template.kind[i]) == BIFURCATION)
    return [ring, _Line(x + _RADIUS * c, y + _RADIUS * s, x + _TAIL * c, y + _TAIL * s, colour)]


def _svg(mark: _Line | _Ring) -> str:
    if isinstance(mark, _Line):
        return (
            f'<line x1="{mark.x1:.1f}" y1="{mark.y1:.1f}" x2="{mark.x2:.1f}" y2="{mark.y2:.1f}" '
            f'stroke="{mark.colour}" stroke-width="{mark.width}"/>'
        )
    look = f'fill="none" stroke="{mark.colour}" stroke-width="1.2"'
    if mark.square:
        corner = f'x="{mark.x - _RADIUS:.1f}" y="{mark.y - _RADIUS:.1f}"'
        return f'<rect {corner} width="{2 * _RADIUS}" height="{2 * _RADIUS}" {look}/>'
    return f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{_RADIUS}" {look}/>'


def _draw(pen: ImageDraw.ImageDraw, mark: _Line | _Ring) -> None:
    if isinstance(mark, _Line):
        ends = [v * _FINE for v in (mark.x1, mark.y1, mark.x2, mark.y2)]
        pen.line(ends, fill=mark.colour, width=max(1, round(mark.width * _FINE)))
        return
    box = [(v + d) * _FINE for d in (-_RADIUS, _RADIUS) for v in (mark.x, mark.y)]
    if mark.square:
        pen.rectangle(box, outline=mark.colour, width=_FINE)
    else:
        pen.ellipse(box, outline=mark.colour, width=_FINE)


def _inside(pixels: NDArray[np.uint8]) -> str:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")
