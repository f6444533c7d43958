"""A finger image: from the bytes of a file to ridges, dark on light, at 500 pixels an inch.

Always holds: a file of several fingers comes back as one image a finger, never as one image of them all; whatever the
bytes, nothing is raised but the refusals of kith.errors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kith.errors import BadImage
from kith.evidence.fingerprint import ansi_nist, finger_record, slap
from kith.evidence.fingerprint.picture import SCAN_AGAIN, Picture, opened, raw_picture, refuse_size, too_large
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.resolution import PPI, assumed, at_500

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MOST_PIXELS_TOGETHER = 100_000_000
"""Ten rolled fingers and three slaps at 1000 pixels an inch have 53 million."""
MOST_FINGERS = 40


@dataclass(frozen=True, slots=True, eq=False)
class FingerImage:
    """A finger image: `pixels` uint8 (height, width) at 500 ppi, ridges dark on light ground.

    `source_ppi` is the resolution of the file (or the one given or assumed); `warnings` are sentences of what had to be assumed or
    changed; `position` is the finger that the file says it shows.
    """

    pixels: NDArray[np.uint8]
    source_ppi: int = PPI
    warnings: tuple[str, ...] = ()
    position: Position = Position.UNKNOWN

    def __post_init__(self) -> None:
        """An image is two-dimensional, of bytes, and neither tiny nor huge.

        Raises:
            BadImage: the array is no image of a finger.
        """
        if self.pixels.ndim != 2 or self.pixels.dtype != np.uint8:
            raise BadImage("A finger image is a grey image of eight bits.", advice=SCAN_AGAIN)
        refuse_size(self.pixels.shape[1], self.pixels.shape[0])


def decode(data: bytes, *, ppi: int | None = None) -> FingerImage:
    """The image of the one finger in a file (see `decode_all` for the formats).

    Raises:
        BadImage: not one of the formats, cut, broken, something else lies behind it, or it holds several fingers.
        ImageTooLarge: more than 25 megapixels.
        ResolutionTooLow: fewer than 300 pixels an inch.
    """
    images = decode_all(data, ppi=ppi)
    if len(images) != 1:
        raise BadImage(
            f"The file holds {len(images)} fingers, and one is wanted.",
            advice="Hand it in where several fingers are taken, or save each finger as its own file.",
        )
    return images[0]


def decode_all(data: bytes, *, ppi: int | None = None, shows: int = 0) -> tuple[FingerImage, ...]:
    """Every finger in the bytes of a file, in the file's order, slaps cut into fingers from left to right.

    Opens PNG, BMP, TIFF, JPEG, JPEG 2000 and WSQ pictures, finger image records of ISO/IEC 19794-4:2005 and :2011, and ANSI/NIST-ITL
    files with records of Type 4 and Type 14. `ppi` overrides the resolution that the file states; where neither is known, it is
    taken from the ridges and a warning says so. `shows` says what a file that does not say shows: a finger (1 to 10), or
    13 the right four fingers, 14 the left four, 15 both thumbs (see slap.SHOWS).

    Raises:
        BadImage: not one of these formats, cut, broken, or something else lies behind it.
        ImageTooLarge: more than 25 megapixels in one capture, 100 together, or more than 40 fingers.
        ResolutionTooLow: fewer than 300 pixels an inch.
    """
    images: list[FingerImage] = []
    pixels = 0
    for picture in _pictures(data):
        pixels += picture.grey.size
        if pixels > MOST_PIXELS_TOGETHER or len(images) > MOST_FINGERS:
            raise too_large()
        images += _fingers(picture, ppi, picture.shows or shows)
    return tuple(images)


def decode_raw(data: bytes, width: int, height: int, *, ppi: int | None = None) -> FingerImage:
    """The finger image in bytes that are nothing but pixels: one byte of grey each, row by row from the top.

    Raises:
        BadImage: not as many bytes as the size asks for.
        ImageTooLarge: more than 25 megapixels.
        ResolutionTooLow: fewer than 300 pixels an inch.
    """
    return _whole(raw_picture(data, width, height), ppi)


def _pictures(data: bytes) -> Iterator[Picture]:
    """The captures in a file, each opened when it is its turn."""
    if finger_record.is_one(data):
        return finger_record.pictures(data)
    if ansi_nist.is_one(data):
        return ansi_nist.pictures(data)
    return iter((opened(data),))


def _whole(picture: Picture, ppi: int | None) -> FingerImage:
    """A capture as one image at 500 ppi."""
    notes: list[str] = []
    resolution = ppi if ppi is not None else picture.ppi
    if resolution is None:
        resolution, note = assumed(picture.grey)
        notes.append(note)
    return _dark_on_light(FingerImage(at_500(picture.grey, resolution), resolution, tuple(notes)))


def _fingers(picture: Picture, ppi: int | None, shows: int) -> list[FingerImage]:
    """The fingers of a capture: itself, or the tips in a slap, where the file marks them or where they are seen.

    Raises:
        BadImage: no such finger position.
    """
    if shows not in slap.SHOWS:
        raise BadImage(f"There is no finger position {shows}.", advice="Ask for the file again.")
    image = _whole(picture, ppi)
    if shows <= Position.LEFT_LITTLE:
        return [replace(image, position=slap.SHOWS[shows][0])]
    if picture.segments:
        return _marked(picture, image)
    expected = [one for one in slap.SHOWS[shows] if one not in picture.missing]
    tips = slap.tips(image.pixels, len(expected))
    if len(tips) == len(expected):
        return [replace(image, pixels=t.pixels, position=p) for t, p in zip(tips, expected, strict=True)]
    if len(expected) == 1:
        return [replace(image, position=expected[0])]
    note = f"{len(expected)} fingers were expected side by side, and {len(tips)} are seen: say of each which finger it is."
    notes = (*image.warnings, note)
    return [replace(image, pixels=t.pixels, warnings=notes) for t in tips] or [replace(image, warnings=notes)]


def _marked(picture: Picture, image: FingerImage) -> list[FingerImage]:
    """The fingers where the file says that they lie."""
    scale = image.pixels.shape[1] / picture.grey.shape[1]
    images = []
    for one in picture.segments:
        left, top, right, bottom = (round(v * scale) for v in (one.left, one.top, one.right, one.bottom))
        part = image.pixels[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
        images.append(replace(image, pixels=np.ascontiguousarray(part), position=one.position))
    return images


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
