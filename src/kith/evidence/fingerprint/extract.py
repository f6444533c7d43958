"""From a finger image to a template, by one of two engines.

Always holds: whatever was done to the image before, coordinates in the template are those of the image handed in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PIL import Image

from kith.errors import EngineMissing
from kith.evidence.fingerprint import ridge
from kith.evidence.fingerprint.leader import Leader
from kith.evidence.fingerprint.period import USUAL, ridge_period
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.quality import Quality, advice_on, overall
from kith.evidence.fingerprint.template import Template

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.image import FingerImage

MOST_KEPT = 255
_SMALLEST, _LARGEST = 7.2, 10.7
"""Ridge periods that are left as they are: what single images of FVC2002 DB1 to DB3 show (6.1 to 10.6), but for the narrowest."""
_MOST_FACTOR = 2.5


class Extractor(Protocol):
    """The seam of an engine: what it must be able to do. Everything before and after the minutiae is common to all."""

    name: str
    version: str

    def installed(self) -> bool:
        """Whether all that it needs lies on this machine."""

    def minutiae(
        self, pixels: NDArray[np.uint8], ridges: ridge.Ridges
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8]]:
        """The minutiae of an image, uint8 (height, width) with ridges about 9 pixels apart.

        (x, y, angle) float32 (n, 3) in its pixels, the angle as in ISO/IEC 19794-2; kind uint8 (n,); quality
        uint8 (n,) from 1 to 100.

        Raises:
            EngineMissing: what it needs is not installed, or damaged.
        """


ENGINES: tuple[Extractor, ...] = (Leader(), ridge.Ridge())
"""The engines, the most accurate first."""


def engine_called(name: str | None) -> Extractor:
    """The engine of that name; without a name the first that is installed.

    Raises:
        EngineMissing: there is none, or what it needs is not installed.
    """
    for engine in ENGINES:
        if name == engine.name or (name is None and engine.installed()):
            if engine.installed():
                return engine
            says = f"The weights of the fingerprint engine {name} are not installed."
            raise EngineMissing(says, advice="Install the package pyfing, or use the engine ridge.")
    names = " and ".join(e.name for e in ENGINES)
    raise EngineMissing(f"There is no fingerprint engine {name}.", advice=f"The engines are {names}.")


def extract(
    image: FingerImage, *, position: Position = Position.UNKNOWN, engine: str | None = None
) -> Template:
    """The template of a finger image, with its best minutiae, at most 255.

    `engine` is ``leader`` or ``ridge``; None takes leader where its weights are installed, else ridge.

    Raises:
        NoFinger: no ridges are seen.
        ImageTooLarge: the image shows more than a hand.
        EngineMissing: the engine asked for is not installed.
    """
    return examine(image, position=position, engine=engine)[0]


def examine(
    image: FingerImage, *, position: Position = Position.UNKNOWN, engine: str | None = None
) -> tuple[Template, Quality]:
    """The template of a finger image together with its quality and advice, at the cost of one extraction.

    Raises:
        NoFinger: no ridges are seen.
        ImageTooLarge: the image shows more than a hand.
        EngineMissing: the engine asked for is not installed.
    """
    chosen = engine_called(engine)
    pixels, factor = _usual_period(image.pixels)
    ridges = ridge.see(pixels)
    points, kind, quality = chosen.minutiae(pixels, ridges)
    height, width = image.pixels.shape
    x = np.clip((points[:, 0] + 0.5) / factor - 0.5, 0, width - 1)
    y = np.clip((points[:, 1] + 0.5) / factor - 0.5, 0, height - 1)
    best = np.lexsort((x, y, -quality.astype(np.int64)))[:MOST_KEPT]
    score = overall(ridges, quality, factor)
    template = Template(
        x=x[best].astype(np.float32),
        y=y[best].astype(np.float32),
        angle=(points[best, 2] % np.float32(2 * math.pi)).astype(np.float32),
        quality=quality[best],
        kind=kind[best],
        width=width,
        height=height,
        position=position,
        overall=score,
        engine=chosen.name,
        version=chosen.version,
        period_factor=factor,
        field=ridge.orientation_field(ridges, factor, width, height),
    )
    return template, Quality(score, advice_on(ridges, pixels, len(points), score))


def _usual_period(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """The image with its ridges about 9 pixels apart, and by how much it was enlarged; left alone where near enough."""
    period = ridge_period(pixels)
    if period is None or _SMALLEST <= period <= _LARGEST:
        return pixels, 1.0
    factor = min(round(USUAL / period, 3), _MOST_FACTOR)
    height, width = pixels.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS)), factor
