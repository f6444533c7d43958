"""Any bytes become a photograph or a refusal that says what to do."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kith.errors import BadImage, ImageTooLarge
from kith.evidence.face import Photo, decode
from kith.evidence.face.photo import LONG_SIDE

KINDS = {"JPEG": {}, "PNG": {}, "WEBP": {}, "BMP": {}, "TIFF": {}}


@pytest.fixture(scope="module")
def small(portrait):
    """A part of the portrait, small enough that files of it may be cut at many places."""
    return portrait[50:130, 180:270].copy()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_decoded(kind, small, as_file):
    """Each kind of file gives the pixels that were put in, as RGB bytes."""
    photo = decode(as_file(small, kind))
    assert photo.pixels.shape == small.shape
    assert photo.pixels.dtype == np.uint8
    off = np.abs(photo.pixels.astype(int) - small).mean()
    assert off < (6 if kind in {"JPEG", "WEBP"} else 1e-9)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"lossless": False, "exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}]
)
def test_webp_of_every_form_is_decoded(options, small, as_file):
    """WebP with and without loss, plain and extended, is read."""
    assert decode(as_file(small, "WEBP", **options)).pixels.shape == small.shape


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"])
def test_compressed_tiff_is_decoded(compression, small, as_file):
    """The usual compressions of TIFF are read."""
    assert decode(as_file(small, "TIFF", compression=compression)).pixels.shape == small.shape


def test_greys_palettes_depths_and_transparency_become_rgb(small):
    """Whatever the mode of the file, the photograph is RGB."""
    image = Image.fromarray(small)
    grey16 = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
    for one in (
        image.convert("L"),
        image.convert("P"),
        image.convert("1"),
        image.convert("RGBA"),
        grey16,
        clear,
    ):
        held = io.BytesIO()
        one.save(held, "PNG")
        assert decode(held.getvalue()).pixels.shape == small.shape
    held = io.BytesIO()
    grey16.save(held, "PNG")
    assert (
        np.abs(decode(held.getvalue()).pixels[..., 0].astype(int) - np.asarray(image.convert("L"))).max() <= 1
    )
    held = io.BytesIO()
    clear.save(held, "PNG")
    assert decode(held.getvalue()).pixels.min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_photograph_is_turned_upright(orientation, small, as_file):
    """Whichever way the camera was held, the picture comes out upright."""
    turned = {
        1: small,
        2: small[:, ::-1],
        3: small[::-1, ::-1],
        4: small[::-1],
        5: small.transpose(1, 0, 2),
        6: np.rot90(small),
        7: small[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(small, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = decode(as_file(np.ascontiguousarray(turned), "PNG", exif=exif))
    assert np.array_equal(photo.pixels, small)


@pytest.mark.filterwarnings(
    "ignore:Corrupt EXIF:UserWarning"
)  # Pillow's remark on the file, which is as intended
def test_a_malformed_remark_about_orientation_is_ignored(small, as_file):
    """A photograph is not refused for a remark that nobody needs."""
    data = as_file(small, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert decode(data).pixels.shape == small.shape


def test_a_large_photograph_is_made_smaller(as_file):
    """The long side comes down to the bound and the shape is kept."""
    data = as_file(np.full((1200, 4000, 3), 127, np.uint8), "JPEG")
    assert decode(data).pixels.shape == (480, LONG_SIDE, 3)


def _answer(data):
    """The photograph, or the refusal; anything else raised is an error of the test."""
    try:
        return decode(data)
    except BadImage as refused:
        return refused


def _png_of(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _of_claimed_size(kind, as_file):
    """A file of this kind whose header claims 20,000 x 20,000 pixels."""
    plain = bytearray(
        as_file(np.zeros((16, 16, 3), np.uint8), kind, **({"lossless": True} if kind == "WEBP" else {}))
    )
    if kind == "PNG":
        return _png_of(20_000, 20_000)
    if kind == "JPEG":
        at = plain.index(b"\xff\xc0")
        plain[at + 5 : at + 9] = struct.pack(">HH", 20_000, 20_000)
    elif kind == "WEBP":
        plain[21:25] = struct.pack("<I", 16_383 | 16_383 << 14)
    elif kind == "BMP":
        plain[18:26] = struct.pack("<ii", 20_000, -20_000)
    else:
        for tag in (256, 257):
            at = plain.index(struct.pack("<HHI", tag, 4, 1))
            plain[at + 8 : at + 12] = struct.pack("<I", 20_000)
    return bytes(plain)


@pytest.mark.parametrize("kind", KINDS)
def test_an_enormous_photograph_is_refused_from_its_header(kind, as_file):
    """A photograph of 20,000 x 20,000 pixels is refused without room being made for it."""
    data = _of_claimed_size(kind, as_file)
    tracemalloc.start()
    with pytest.raises(ImageTooLarge) as refused:
        decode(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000_000
    assert refused.value.advice


@pytest.mark.parametrize("kind", KINDS)
def test_a_truncated_file_is_refused(kind, small, as_file):
    """Cut anywhere, a file is refused as damaged and never read in part."""
    data = as_file(small, kind)
    for end in {*range(0, len(data), max(1, len(data) // 150)), *range(min(64, len(data))), len(data) - 1}:
        with pytest.raises(BadImage):
            decode(data[:end])


TRAILERS = {
    "archive": b"PK\x03\x04" + b"\x14\0\0\0" * 20,
    "page": b"<html><script>alert(1)</script></html>",
    "one byte": b"x",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trailer", TRAILERS)
def test_what_follows_the_image_is_refused(kind, trailer, small, as_file):
    """Two files in one are refused, whichever the second is."""
    with pytest.raises(BadImage, match="follows the image"):
        decode(as_file(small, kind) + TRAILERS[trailer])


def test_what_is_hidden_in_a_remark_is_refused(small, as_file):
    """A page or an archive in a comment, a profile or a private part of the file is refused."""
    page = b"<script>alert(1)</script>"
    jpeg = as_file(small, "JPEG", comment=page)
    png = as_file(small, "PNG")
    chunk = struct.pack(">I", len(page)) + b"teSt" + page + struct.pack(">I", zlib.crc32(b"teSt" + page))
    hidden_png = png[:33] + chunk + png[33:]
    tiff = as_file(small, "TIFF")
    ifd = struct.unpack_from("<I", tiff, 4)[0]
    moved = tiff[:4] + struct.pack("<I", len(tiff) + len(page) + 1) + tiff[8:] + page + b"\0" + tiff[ifd:]
    for data in (jpeg, hidden_png, moved):
        with pytest.raises(BadImage):
            decode(data)


def test_a_file_that_begins_as_another_kind_is_refused(small, as_file):
    """Something in front of the image makes it a file of an unknown kind."""
    for front in (b"GIF89a", b"%PDF-1.7\n", b"<html>", b"\0"):
        with pytest.raises(BadImage, match="known kind"):
            decode(front + as_file(small, "JPEG"))


def test_zeros_with_which_a_camera_fills_up_are_let_pass(small, as_file):
    """Padding of zeros after the end is no second file."""
    assert decode(as_file(small, "JPEG") + b"\0" * 500).pixels.shape == small.shape


def test_a_declared_second_picture_is_let_pass_and_ignored(small, as_file):
    """Phones append a second JPEG and declare it; the first is the photograph."""
    second = Image.fromarray(small[:16, :16].copy())
    declared = as_file(small, "MPO", save_all=True, append_images=[second])
    assert decode(declared).pixels.shape == small.shape
    with pytest.raises(BadImage):
        decode(as_file(small, "JPEG") + as_file(small[:16, :16].copy(), "JPEG"))
    with pytest.raises(BadImage):
        decode(declared + TRAILERS["archive"])
    with pytest.raises(BadImage):
        decode(declared[:-40])


def test_tiff_directories_in_a_circle_end(small, as_file):
    """A file whose directories point at each other is answered, not followed for ever."""
    tiff = bytearray(as_file(small, "TIFF"))
    ifd = struct.unpack_from("<I", tiff, 4)[0]
    count = struct.unpack_from("<H", tiff, ifd)[0]
    tiff[ifd + 2 + 12 * count :][:4] = struct.pack("<I", ifd)
    tiff[ifd + 2 + 12 * count : ifd + 6 + 12 * count] = struct.pack("<I", ifd)
    assert decode(bytes(tiff)).pixels.shape == small.shape


def test_hundreds_of_scans_are_refused(small, as_file):
    """A JPEG made to keep a reader busy is refused before it is opened."""
    data = as_file(small, "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    scan = data[at:-2]
    with pytest.raises(BadImage, match="scans"):
        decode(data[:-2] + scan * 100 + data[-2:])


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM"]),
)
def test_no_bytes_raise_anything_but_a_named_error(tail, head):
    """Random bytes after any kind's opening are refused by name."""
    with pytest.raises(BadImage):
        decode(head + tail)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(sorted(KINDS)), where=st.floats(0, 1), byte=st.integers(0, 255))
def test_a_changed_byte_never_raises_anything_else(kind, where, byte, small, as_file):
    """One byte changed anywhere gives a photograph or a named refusal."""
    data = bytearray(as_file(small[:24, :24].copy(), kind))
    data[min(int(where * len(data)), len(data) - 1)] = byte
    answer = _answer(bytes(data))
    assert answer.pixels.shape[2] == 3 if isinstance(answer, Photo) else answer.says and answer.advice


def test_a_photo_is_rgb_bytes_and_cannot_be_changed(small):
    """Pixels of another shape are a programming error; those held are read-only."""
    with pytest.raises(ValueError, match="uint8"):
        Photo(np.zeros((4, 4), np.uint8))
    photo = Photo(small.copy())
    with pytest.raises(ValueError, match="read-only"):
        photo.pixels[0, 0, 0] = 1
