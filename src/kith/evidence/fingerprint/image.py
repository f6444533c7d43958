"""A finger image: from the bytes of a file to ridges, dark on light, at 500 pixels an inch.

Always holds: the header is read and bounded before any pixel is; only PNG, BMP, TIFF, JPEG and WSQ are opened, each
whole and with nothing behind it; whatever the bytes, nothing is raised but the refusals of kith.errors.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from kith.errors import BadImage, ImageTooLarge, ResolutionTooLow
from kith.evidence.fingerprint import wsq
from kith.evidence.fingerprint.container import kind_of, refuse_unless_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

PPI = 500
MOST_PIXELS = 25_000_000
LEAST_PPI = 300
MOST_PPI = 4000
LEAST_SIDE = 32

_NEAR = 0.01  # resolutions within 1 % of 500 are taken as 500: 197 pixels a centimetre is 500.38
_AGAIN = "Scan the finger again, or save the image again as PNG."


@dataclass(frozen=True, slots=True, eq=False)
class FingerImage:
    """A finger image: `pixels` uint8 (height, width) at 500 ppi, ridges dark on light ground.

    `source_ppi` is the resolution of the file (or the one given or assumed); `warnings` are sentences of what had to be assumed or
    changed.
    """

    pixels: NDArray[np.uint8]
    source_ppi: int = PPI
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """An image is two-dimensional, of bytes, and neither tiny nor huge.

        Raises:
            BadImage: the array is no image of a finger.
        """
        if self.pixels.ndim != 2 or self.pixels.dtype != np.uint8:
            raise BadImage("A finger image is a grey image of eight bits.", advice=_AGAIN)
        _refuse_size(self.pixels.shape[1], self.pixels.shape[0])


def decode(data: bytes, *, ppi: int | None = None) -> FingerImage:
    """The finger image in the bytes of a PNG, BMP, TIFF, JPEG or WSQ file.

    `ppi` overrides the resolution that the file states; where neither is known, 500 is assumed and a warning says so.

    Raises:
        BadImage: not one of these formats, cut, broken, or something else lies behind the image.
        ImageTooLarge: more than 25 megapixels.
        ResolutionTooLow: fewer than 300 pixels an inch.
    """
    kind = kind_of(data)
    if kind == "WSQ":
        grey, stated = wsq.decode(data, most_pixels=MOST_PIXELS)
    else:
        grey, stated = _open(data, kind)
    _refuse_size(grey.shape[1], grey.shape[0])
    notes: list[str] = []
    resolution = ppi if ppi is not None else stated
    if resolution is None:
        resolution = PPI
        notes.append("The file states no resolution: 500 pixels an inch are assumed.")
    image = FingerImage(_at_500(grey, resolution), resolution, tuple(notes))
    return _dark_on_light(image)


def _open(data: bytes, kind: str) -> tuple[NDArray[np.uint8], int | None]:
    """The grey pixels of a file that Pillow opens, and the resolution that it states."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns where it guesses; here a guess is a refusal
            with Image.open(io.BytesIO(data), formats=(kind,)) as file:
                _refuse_size(file.width, file.height)
                refuse_unless_whole(data, kind)
                _refuse_several(file)
                file.load()
                return _grey(file), _stated(file)
    except BadImage:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise BadImage("The file is not an image that can be read.", advice=_AGAIN) from error
    except Exception as error:  # Pillow's readers raise whatever struct, zlib and they themselves raise
        raise BadImage("The image is cut or broken.", advice=_AGAIN) from error


def _refuse_several(file: Image.Image) -> None:
    if getattr(file, "n_frames", 1) != 1:
        raise BadImage("The file holds several images.", advice="Save each finger as its own file.")


def _grey(file: Image.Image) -> NDArray[np.uint8]:
    """Eight-bit grey from whatever mode: 16 bits are scaled to the used range, transparency lies on white."""
    if file.mode.startswith("I") or file.mode == "F":
        deep = np.asarray(file, dtype=np.float64)
        if not np.isfinite(deep).all():
            raise BadImage("The image holds values that are no brightness.", advice=_AGAIN)
        top = 65535.0 if deep.max() > 255 else 255.0
        return np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
    if file.mode in {"RGBA", "LA", "PA"} or "transparency" in file.info:
        over = file.convert("RGBA")
        ground = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(ground, over).convert("L"))
    return np.asarray(file.convert("L"))


def _stated(file: Image.Image) -> int | None:
    """The resolution in the file's header; the smaller one of the two directions."""
    dpi = file.info.get("dpi")
    try:
        low = min(float(dpi[0]), float(dpi[1])) if dpi else 0.0
        high = max(float(dpi[0]), float(dpi[1])) if dpi else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if not math.isfinite(low) or not math.isfinite(high) or low < 1:
        return None
    if high > low * 1.02:
        raise BadImage(
            "The image has different resolutions across and down.", advice="Scan the finger again."
        )
    return round(low)


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large()
    if min(width, height) < LEAST_SIDE:
        raise BadImage(f"The image is only {width} x {height} pixels.", advice="Scan the finger again.")


def _too_large() -> ImageTooLarge:
    says = f"The image has more than {MOST_PIXELS // 1_000_000} million pixels."
    return ImageTooLarge(says, advice="Hand in one finger, scanned at 500 pixels an inch.")


def _at_500(grey: NDArray[np.uint8], ppi: int) -> NDArray[np.uint8]:
    """The image resampled to 500 ppi (Lanczos)."""
    if ppi < LEAST_PPI:
        raise ResolutionTooLow(
            f"The image has {ppi} pixels an inch; at least {LEAST_PPI} are needed to see ridges.",
            advice="Scan again at 500 pixels an inch. If the file states a wrong resolution, give the scanner's own.",
        )
    if ppi > MOST_PPI:
        raise BadImage(
            f"No fingerprint scanner has {ppi} pixels an inch.", advice="Give the scanner's resolution."
        )
    if abs(ppi / PPI - 1) <= _NEAR:
        return np.ascontiguousarray(grey)
    height, width = grey.shape
    size = (round(width * PPI / ppi), round(height * PPI / ppi))
    _refuse_size(*size)
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))


def _dark_on_light(image: FingerImage) -> FingerImage:
    """The image inverted where its empty frame is darker than its ridges: ridges were light on dark."""
    pixels = image.pixels
    height, width = (s // 16 * 16 for s in pixels.shape)
    blocks = pixels[:height, :width].reshape(height // 16, 16, width // 16, 16).astype(np.float32)
    mean = blocks.mean(axis=(1, 3))
    spread = blocks.std(axis=(1, 3))
    ridged = spread > 20
    frame = np.zeros_like(ridged)
    frame[[0, -1], :] = True
    frame[:, [0, -1]] = True
    empty = frame & (spread < 10)
    if empty.sum() < 0.2 * frame.sum() or not ridged.any():
        return image
    if np.median(mean[empty]) < np.median(mean[ridged]) - 20:
        note = "The ridges were light on a dark ground: the image was inverted."
        return replace(image, pixels=255 - pixels, warnings=(*image.warnings, note))
    return image
