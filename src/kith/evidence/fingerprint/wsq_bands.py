"""Where the sixty subbands of a WSQ image lie, and the twenty steps that put it together again.

Always holds: of an odd length the low half is the longer one, and where low and high lie swapped it lies second.
Source: WSQ Gray-Scale Fingerprint Image Compression Specification, the figure of the subband tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BANDS = 60
"""Of the 64 of the specification; the last four hold nothing at 500 ppi."""


class Band(NamedTuple):
    """A rectangle of coefficients, in pixels of the transformed image."""

    x: int
    y: int
    width: int
    height: int


class Step(NamedTuple):
    """One inverse step: the rectangle, and whether low and high lie swapped down (columns) and across (rows)."""

    area: Band
    swapped_down: bool
    swapped_across: bool


def _halves(length: int, *, swapped: bool) -> tuple[int, int]:
    """Lengths of the two halves: low first, and longer where odd; in a swapped one, high lies first."""
    longer, shorter = (length + 1) // 2, length // 2
    return (shorter, longer) if swapped else (longer, shorter)


def _quarters(step: Step) -> list[Step]:
    """The four parts of a rectangle: upper left, upper right, lower left, lower right."""
    (x, y, width, height), down, across = step
    left, right = _halves(width, swapped=across)
    top, bottom = _halves(height, swapped=down)
    return [
        Step(Band(x, y, left, top), swapped_down=False, swapped_across=False),
        Step(Band(x + left, y, right, top), swapped_down=False, swapped_across=True),
        Step(Band(x, y + top, left, bottom), swapped_down=True, swapped_across=False),
        Step(Band(x + left, y + top, right, bottom), swapped_down=True, swapped_across=True),
    ]


def steps(width: int, height: int) -> list[Step]:
    """The twenty inverse steps, innermost first (specification, figure of the subband tree)."""
    whole = Step(Band(0, 0, width, height), swapped_down=False, swapped_across=False)
    inner, right, lower, _ = _quarters(whole)
    core, inner_right, inner_lower, _ = _quarters(inner)
    cores, rights, lowers = _quarters(core), _quarters(inner_right), _quarters(inner_lower)
    smallest = _quarters(cores[0])[0]
    outward = [whole, inner, right, lower, inner_right, inner_lower, *rights, *lowers, core, *cores, smallest]
    return outward[::-1]


def bands(width: int, height: int) -> Iterator[Band]:
    """The sixty subbands in the order of the file."""
    whole = Step(Band(0, 0, width, height), swapped_down=False, swapped_across=False)
    inner, right, lower, _ = _quarters(whole)
    core, inner_right, inner_lower, inner_high = _quarters(inner)
    cores = _quarters(core)
    smallest = _quarters(cores[0])
    parts = _quarters(smallest[0]) + smallest[1:]
    for quarter in cores[1:]:
        parts += _quarters(quarter)
    for half in (inner_right, inner_lower):
        for quarter in _quarters(half):
            parts += _quarters(quarter)
    parts.append(inner_high)
    parts += _quarters(right) + _quarters(lower)
    assert len(parts) == BANDS
    return (part.area for part in parts)
