"""A photograph from its bytes: checked before it is opened, turned upright, and made no larger than detection needs.

Always holds: whatever the bytes, the answer is a `Photo` or a `BadImage` (of which `ImageTooLarge` is one); nothing
that the file carries besides its pixels and its orientation is used. The original is kept elsewhere, bit for bit.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from kith.errors import BadImage
from kith.evidence.face.container import inspect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kith.evidence.face.container import Header

LONG_SIDE = 1600
"""Pixels: a face of a twentieth of the picture's long side is then still 80 pixels wide."""
_ORIENTATION = 0x0112
_UPRIGHT = {  # Exif 2.32, tag Orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A decoded photograph: `pixels` uint8 (H, W, 3) RGB, upright, long side at most `LONG_SIDE`, read-only."""

    pixels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Pixels are RGB bytes, and nobody changes them afterwards.

        Raises:
            ValueError: a programming error, never caused by a file.
        """
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise ValueError("a photograph is uint8 (H, W, 3)")
        self.pixels.flags.writeable = False


def decode(data: bytes) -> Photo:
    """The photograph in a JPEG, PNG, WebP, BMP or TIFF file.

    Raises:
        ImageTooLarge: over 64 megapixels by its header, before anything is opened.
        BadImage: truncated, of an unknown kind, or two files in one.
    """
    header = inspect(data)
    try:
        upright = _open(data, header)
    except Exception as problem:
        raise BadImage(
            "The image file is damaged and cannot be opened.",
            advice="Send it again, or export the photograph as a JPEG or PNG.",
        ) from problem  # whatever it is: Pillow's decoders raise anything that bytes lead them to
    return Photo(np.array(upright, dtype=np.uint8))


def _open(data: bytes, header: Header) -> Image.Image:
    """The picture in RGB, upright and no larger than `LONG_SIDE`; raises anything at all where the bytes are damaged."""
    with Image.open(io.BytesIO(data), formats=[header.kind]) as image:
        if (header.width, header.height) not in {image.size, image.size[::-1]}:
            raise ValueError("the file contradicts itself about its size")
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is then decoded no larger than needed
        turn = _UPRIGHT.get(_orientation(image))
        small = _scaled(_as_rgb(image))
    return small if turn is None else small.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """How the camera was held; upright where the remark is missing or unreadable, which is no reason to refuse."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  # a malformed remark raises anything at all
        return 1


def _as_rgb(image: Image.Image) -> Image.Image:
    """RGB: deeper greys brought to bytes, transparent parts laid on white."""
    if image.mode.startswith(("I", "F")):
        grey = np.asarray(image, dtype=np.float64)
        top = 65535.0 if image.mode.startswith("I") else max(float(np.nanmax(grey)), 1e-9)
        return Image.fromarray(np.nan_to_num(np.clip(grey / top * 255, 0, 255)).astype(np.uint8)).convert(
            "RGB"
        )
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return image.convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    """No larger than `LONG_SIDE`; never enlarged."""
    longest = max(image.size)
    if longest <= LONG_SIDE:
        return image
    width, height = (max(1, round(side * LONG_SIDE / longest)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
