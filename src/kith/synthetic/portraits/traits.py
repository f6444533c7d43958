"""What a drawn child looks like, and what differs from one picture to the next.

Always holds: a face depends on its seed (and on whether a boy's or girl's hair is drawn), a sitting on both seeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.synthetic.portraits.canvas import Colour

SKINS: tuple[Colour, ...] = (
    (245, 214, 190), (232, 190, 160), (214, 166, 130), (190, 138, 100), (150, 102, 70), (110, 72, 50), (88, 58, 43),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = ((22, 18, 18), (30, 22, 20), (44, 30, 24), (70, 46, 32), (104, 70, 42))
IRISES: tuple[Colour, ...] = ((40, 26, 20), (50, 32, 22), (66, 44, 28), (88, 70, 42), (84, 100, 90))
CLOTHES: tuple[Colour, ...] = (
    (60, 84, 120), (120, 60, 66), (70, 104, 80), (90, 90, 96), (150, 128, 84), (54, 54, 62), (128, 96, 140),
)  # fmt: skip
SCARVES: tuple[Colour, ...] = ((96, 104, 140), (52, 56, 70), (150, 112, 108), (92, 120, 110), (176, 160, 138))
BOYS_STYLES = ("short", "fringe", "curly", "shaved", "parted", "short", "fringe")
GIRLS_STYLES = ("long", "tied", "scarf", "long", "curly", "tied")


@dataclass(frozen=True)
class Face:
    """What stays the same of a drawn face; lengths in parts of the head's half height."""

    skin: Colour
    hair: Colour
    iris: Colour
    scarf: Colour
    style: str
    width: float  # of the head
    jaw: float  # how square the chin is
    eye_apart: float
    eye_size: float
    eye_height: float
    eye_tilt: float
    brow_gap: float
    brow_thick: float
    brow_arch: float
    nose_long: float
    nose_wide: float
    mouth_wide: float
    mouth_low: float
    lips: float
    ears: float
    freckles: bool
    mole: tuple[float, float]

    @property
    def eye_line(self) -> float:
        """How far below the middle of the head the eyes lie."""
        return 0.22 - self.eye_height


@dataclass(frozen=True)
class Sitting:
    """What differs between two pictures of one child: clothes, ground, light, how the head is held, the mouth."""

    clothes: Colour
    hood: bool
    ground: Colour
    light: float
    tilt: float
    size: float
    shift: tuple[float, float]
    smile: float


def face_of(seed: int, sex: str = "") -> Face:
    """The face of a seed; a boy ("M") and a girl ("F") differ in their hair only."""
    rng = Random(f"face/{seed}")
    between = rng.uniform
    tone = rng.randrange(len(SKINS))
    lightest = len(HAIRS) - min(tone, 3)  # dark skin goes with dark hair and eyes
    return Face(
        skin=_vary(rng, SKINS[tone], 10),
        hair=_vary(rng, HAIRS[rng.randrange(lightest)], 6),
        iris=IRISES[rng.randrange(lightest)],
        scarf=rng.choice(SCARVES),
        style=rng.choice({"M": BOYS_STYLES, "F": GIRLS_STYLES}.get(sex, BOYS_STYLES + GIRLS_STYLES)),
        width=between(0.70, 0.86),
        jaw=between(0.50, 1.0),
        eye_apart=between(0.29, 0.41),
        eye_size=between(0.120, 0.170),
        eye_height=between(0.33, 0.53),
        eye_tilt=between(-0.14, 0.20),
        brow_gap=between(0.16, 0.26),
        brow_thick=between(0.025, 0.075),
        brow_arch=between(0.0, 0.08),
        nose_long=between(0.38, 0.58),
        nose_wide=between(0.11, 0.20),
        mouth_wide=between(0.19, 0.32),
        mouth_low=between(0.45, 0.57),
        lips=between(0.04, 0.10),
        ears=between(0.13, 0.20),
        freckles=rng.random() < 0.12,
        mole=(between(-0.45, 0.45), between(0.05, 0.6)),
    )


def sitting_of(seed: int, sitting: int) -> Sitting:
    """How one picture of a child was taken."""
    rng = Random(f"sitting/{seed}/{sitting}")
    grey = rng.randint(176, 216)
    return Sitting(
        clothes=_vary(rng, rng.choice(CLOTHES), 12),
        hood=rng.random() < 0.4,
        ground=_vary(rng, (grey, grey, grey), 8),
        light=rng.uniform(-0.6, 0.6),
        tilt=rng.uniform(-3.5, 3.5),
        size=rng.uniform(0.94, 1.04),
        shift=(rng.uniform(-12, 12), rng.uniform(-8, 8)),
        smile=rng.uniform(-0.25, 0.5),
    )


def _vary(rng: Random, colour: Colour, by: int) -> Colour:
    shift = rng.randint(-by, by)
    red, green, blue = (min(max(c + shift + rng.randint(-by // 2, by // 2), 0), 255) for c in colour)
    return red, green, blue
