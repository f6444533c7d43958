"""A picture file of one capture, opened: from the bytes of a PNG, BMP, TIFF, JPEG, JPEG 2000 or WSQ file to grey pixels.

Always holds: the header is read and bounded before any pixel is; a file is opened whole and with nothing behind it;
whatever the bytes, nothing is raised but the refusals of kith.errors.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from kith.errors import BadImage, ImageTooLarge
from kith.evidence.fingerprint import wsq
from kith.evidence.fingerprint.container import kind_of, refuse_unless_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.fingerprint.position import Position

MOST_PIXELS = 25_000_000
LEAST_SIDE = 32
SCAN_AGAIN = "Scan the finger again, or save the image again as PNG."


@dataclass(frozen=True, slots=True)
class Segment:
    """Where a file says that a finger lies in its picture, in the picture's own pixels."""

    position: Position
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One capture as it came: `grey` uint8 (height, width) at the file's own resolution.

    `ppi` is what the file states, None where it says nothing; `shows` the finger position code of ISO/IEC 19794-4 (0 unknown,
    1 to 10 one finger, 11 and above plain thumbs and slaps); `missing` the fingers that the file says are not there;
    `segments` where it says that each finger lies.
    """

    grey: NDArray[np.uint8]
    ppi: int | None = None
    shows: int = 0
    missing: frozenset[Position] = frozenset()
    segments: tuple[Segment, ...] = ()


def opened(data: bytes) -> Picture:
    """The picture in the bytes of a file.

    Raises:
        BadImage: not one of these formats, cut, broken, or something else lies behind the image.
        ImageTooLarge: more than 25 megapixels.
    """
    kind = kind_of(data)
    if kind == "WSQ":
        grey, stated = wsq.decode(data, most_pixels=MOST_PIXELS)
    else:
        grey, stated = _open(data, kind)
    refuse_size(grey.shape[1], grey.shape[0])
    return Picture(grey, stated)


def raw_picture(data: bytes, width: int, height: int) -> Picture:
    """The picture in bytes that are nothing but pixels, a byte each, row by row from the top.

    Raises:
        BadImage: not as many bytes as the size asks for.
        ImageTooLarge: more than 25 megapixels.
    """
    if width <= 0 or height <= 0:
        raise BadImage(f"No image is {width} x {height} pixels.", advice="Give its width and height.")
    refuse_size(width, height)
    if len(data) != width * height:
        raise BadImage(
            f"An image of {width} x {height} pixels has {width * height} bytes, this has {len(data)}.",
            advice="Give the right width and height; each pixel is one byte of grey.",
        )
    return Picture(np.frombuffer(data, np.uint8).reshape(height, width))


def refuse_size(width: int, height: int) -> None:
    """Refuse what is tiny or huge.

    Raises:
        BadImage: fewer than 32 pixels across or down.
        ImageTooLarge: more than 25 megapixels.
    """
    if width * height > MOST_PIXELS:
        raise too_large()
    if min(width, height) < LEAST_SIDE:
        raise BadImage(f"The image is only {width} x {height} pixels.", advice="Scan the finger again.")


def too_large() -> ImageTooLarge:
    """The refusal of an image that is larger than any scan of fingers."""
    says = f"The image has more than {MOST_PIXELS // 1_000_000} million pixels."
    return ImageTooLarge(says, advice="Hand in one finger, scanned at 500 pixels an inch.")


def _open(data: bytes, kind: str) -> tuple[NDArray[np.uint8], int | None]:
    """The grey pixels of a file that Pillow opens, and the resolution that it states."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns where it guesses; here a guess is a refusal
            with Image.open(io.BytesIO(data), formats=(kind,)) as file:
                refuse_size(file.width, file.height)
                refuse_unless_whole(data, kind, most_pixels=MOST_PIXELS)
                _refuse_several(file)
                file.load()
                return _grey(file), _stated(file)
    except BadImage:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_large() from error
    except UnidentifiedImageError as error:
        raise BadImage("The file is not an image that can be read.", advice=SCAN_AGAIN) from error
    except Exception as error:  # Pillow's readers raise whatever struct, zlib and they themselves raise
        raise BadImage("The image is cut or broken.", advice=SCAN_AGAIN) from error


def _refuse_several(file: Image.Image) -> None:
    if getattr(file, "n_frames", 1) != 1:
        raise BadImage("The file holds several images.", advice="Save each finger as its own file.")


def _grey(file: Image.Image) -> NDArray[np.uint8]:
    """Eight-bit grey from whatever mode: 16 bits are scaled to the used range, transparency lies on white."""
    if file.mode.startswith("I") or file.mode == "F":
        deep = np.asarray(file, dtype=np.float64)
        if not np.isfinite(deep).all():
            raise BadImage("The image holds values that are no brightness.", advice=SCAN_AGAIN)
        top = 65535.0 if deep.max() > 255 else 255.0
        return np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
    if file.mode in {"RGBA", "LA", "PA"} or "transparency" in file.info:
        over = file.convert("RGBA")
        ground = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(ground, over).convert("L"))
    return np.asarray(file.convert("L"))


def _stated(file: Image.Image) -> int | None:
    """The resolution in the file's header."""
    dpi = file.info.get("dpi")
    try:
        across, down = (float(dpi[0]), float(dpi[1])) if dpi else (0.0, 0.0)
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return one_resolution(across, down)


def one_resolution(across: float, down: float) -> int | None:
    """The smaller of the two resolutions of a picture, in pixels an inch; None where they say nothing.

    Raises:
        BadImage: the two differ.
    """
    low, high = min(across, down), max(across, down)
    if not math.isfinite(low) or not math.isfinite(high) or low < 1:
        return None
    if high > low * 1.02:
        raise BadImage(
            "The image has different resolutions across and down.", advice="Scan the finger again."
        )
    return round(low)
