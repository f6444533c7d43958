import contextlib
import io
import struct

import numpy as np
import pytest
from drawn_fingers import file_of, pattern
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kith.errors import BadImage, ImageTooLarge, KithError, ResolutionTooLow
from kith.evidence.fingerprint import FingerImage, decode

LOSSLESS = {"PNG": {}, "BMP": {}, "TIFF": {"compression": "tiff_lzw"}}
EVERY = {**LOSSLESS, "JPEG": {"quality": 95}}


@pytest.mark.parametrize("kind", LOSSLESS)
def test_lossless_formats_keep_every_pixel(kind):
    """PNG, BMP and TIFF at 500 ppi come out as they went in, without a warning."""
    image = decode(file_of(pattern(1), kind, dpi=(500, 500), **LOSSLESS[kind]))
    assert np.array_equal(image.pixels, pattern(1))
    assert image.source_ppi == 500
    assert image.warnings == ()


def test_jpeg_is_near_what_went_in():
    """A JPEG differs by a few grey levels."""
    image = decode(file_of(pattern(1), "JPEG", quality=95, dpi=(500, 500)))
    assert np.abs(image.pixels.astype(int) - pattern(1)).mean() < 6


def test_without_a_resolution_500_is_assumed_aloud():
    """A file that states none is taken as 500 ppi, and a warning says so."""
    image = decode(file_of(pattern(1), "PNG"))
    assert image.source_ppi == 500
    assert any("500" in w for w in image.warnings)


def test_another_resolution_is_resampled_to_500():
    """An image at 1000 ppi comes out at half the size; one whose resolution is given too."""
    big = np.repeat(np.repeat(pattern(1), 2, axis=0), 2, axis=1)
    stated = decode(file_of(big, "PNG", dpi=(1000, 1000)))
    given_ppi = decode(file_of(big, "PNG"), ppi=1000)
    assert stated.pixels.shape == given_ppi.pixels.shape == pattern(1).shape
    assert stated.source_ppi == given_ppi.source_ppi == 1000
    assert np.abs(stated.pixels.astype(int) - pattern(1)).mean() < 4


def test_197_pixels_a_centimetre_are_left_alone():
    """500.38 ppi, as the standards write 500, is not resampled."""
    assert np.array_equal(decode(file_of(pattern(1), "PNG"), ppi=501).pixels, pattern(1))


def test_below_300_is_refused_with_advice():
    """Too few pixels an inch is a refusal that says what to do."""
    with pytest.raises(ResolutionTooLow) as refusal:
        decode(file_of(pattern(1), "PNG", dpi=(250, 250)))
    assert "500" in refusal.value.advice


def test_a_given_resolution_overrides_the_file():
    """A scanner that writes 96 into its files can still be used."""
    assert decode(file_of(pattern(1), "BMP", dpi=(96, 96)), ppi=500).source_ppi == 500


def test_light_ridges_are_inverted():
    """Ridges light on dark come out dark on light, and a warning says so."""
    image = decode(file_of(255 - pattern(1), "PNG", dpi=(500, 500)))
    assert np.array_equal(image.pixels, pattern(1))
    assert any("inverted" in w for w in image.warnings)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "I;16", "1"])
def test_every_mode_becomes_grey(mode):
    """Colour, transparency, palettes and 16 bits all end as eight-bit grey."""
    if mode == "I;16":
        grey = Image.fromarray(pattern(1).astype(np.uint16) * 257)
    else:
        grey = Image.fromarray(pattern(1)).convert(mode)
    out = io.BytesIO()
    grey.save(out, format="PNG", dpi=(500, 500))
    pixels = decode(out.getvalue()).pixels
    assert pixels.dtype == np.uint8
    assert np.corrcoef(pixels.ravel(), pattern(1).ravel())[0, 1] > 0.6


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.995])
def test_cut_files_are_refused(kind, share):
    """A file cut anywhere is a BadImage."""
    data = file_of(pattern(1), kind, **EVERY[kind])
    with pytest.raises(BadImage):
        decode(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", EVERY)
def test_polyglots_are_refused(kind):
    """A file with something behind its image is a BadImage."""
    data = file_of(pattern(1), kind, **EVERY[kind])
    for behind in (b"PK\x03\x04 an archive", b"<script>alert(1)</script>", file_of(pattern(2), "PNG")):
        with pytest.raises(BadImage):
            decode(data + behind)


def test_several_pages_are_refused():
    """A TIFF of two fingers does not say which one is meant."""
    out = io.BytesIO()
    pages = [Image.fromarray(pattern(k)) for k in (1, 2)]
    pages[0].save(out, format="TIFF", save_all=True, append_images=pages[1:])
    with pytest.raises(BadImage):
        decode(out.getvalue())


def test_huge_images_are_refused_from_their_header():
    """20,000 x 20,000 pixels are refused though the file holds none of them."""
    header = struct.pack(">IIBBBBB", 20000, 20000, 8, 0, 0, 0, 0)
    import zlib

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    with pytest.raises(ImageTooLarge):
        decode(data)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + bytes(50), b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0"]
)
def test_other_files_are_refused(data):
    """What is none of the five formats is a BadImage."""
    with pytest.raises(BadImage):
        decode(data)


def test_a_tiny_image_is_refused():
    """An image of ten pixels is no fingerprint."""
    with pytest.raises(BadImage):
        decode(file_of(pattern(1)[:10, :10], "PNG"))


def test_a_wrong_array_is_no_finger_image():
    """A colour array is refused when the image is made."""
    with pytest.raises(BadImage):
        FingerImage(np.zeros((50, 50, 3), np.uint8))


SMALL = {kind: file_of(pattern(1)[100:164, 100:164], kind, **options) for kind, options in EVERY.items()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SMALL)), st.data())
def test_no_bytes_raise_anything_else(kind, data):
    """Whatever bytes are changed in a file, it is read or refused in our own words."""
    broken = bytearray(SMALL[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    image = None
    with contextlib.suppress(KithError):
        image = decode(bytes(broken))
    assert image is None or image.pixels.dtype == np.uint8
