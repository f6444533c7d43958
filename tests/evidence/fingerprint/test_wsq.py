import contextlib
import functools
import io
import struct

import numpy as np
import pytest
from drawn_fingers import pattern
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kith.errors import BadImage, ImageTooLarge, KithError
from kith.evidence.fingerprint import decode, wsq


def encoded(grey):
    """The WSQ file of an image, by an encoder that is only used in tests."""
    pytest.importorskip("wsq")
    out = io.BytesIO()
    Image.fromarray(grey).save(out, format="WSQ")
    return out.getvalue()


def judged(data):
    """The pixels by the reference decoder."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"))


@pytest.fixture(scope="module")
def small():
    return encoded(pattern(3)[80:208, 60:170])


@pytest.mark.parametrize("size", [(300, 300), (299, 211), (128, 257), (83, 93), (101, 102), (255, 81)])
def test_equal_to_the_reference_bit_for_bit(size):
    """Even and odd sizes decode to the very pixels of the reference decoder."""
    data = encoded(pattern(5)[: size[0], : size[1]])
    ours, _ = wsq.decode(data, most_pixels=10**6)
    assert np.array_equal(ours, judged(data))


def test_the_sample_of_nist_is_equal_bit_for_bit(shared):
    """So does the sample file of NIST."""
    data = (shared / "exchange/nist/img.wsq").read_bytes()
    pytest.importorskip("wsq")
    ours, _ = wsq.decode(data, most_pixels=10**6)
    assert np.array_equal(ours, judged(data))


def test_a_decoded_print_is_near_the_original():
    """What comes out is the print that went in, but for the loss of the compression."""
    image = decode(encoded(pattern(4)), ppi=500)
    assert np.abs(image.pixels.astype(int) - pattern(4)).mean() < 8


def test_cut_and_lengthened_files_are_refused(small):
    """A WSQ file cut anywhere, or with something behind it, is a BadImage."""
    for share in (0.01, 0.2, 0.5, 0.8, 0.99):
        with pytest.raises(BadImage):
            decode(small[: int(len(small) * share)])
    with pytest.raises(BadImage):
        decode(small + b"PK\x03\x04 something else")


def test_a_huge_frame_is_refused_from_its_header():
    """A frame of 60,000 x 60,000 pixels is refused before memory is taken."""
    frame = struct.pack(">HHBBHHBHBHBH", 0xFFA2, 17, 0, 255, 60000, 60000, 0, 0, 0, 1, 0, 0)
    with pytest.raises(ImageTooLarge):
        decode(b"\xff\xa0" + frame + b"\xff\xa1")


def test_a_file_without_tables_is_refused():
    """A frame alone is no image."""
    frame = struct.pack(">HHBBHHBHBHBH", 0xFFA2, 17, 0, 255, 100, 100, 0, 0, 0, 1, 0, 0)
    with pytest.raises(BadImage):
        decode(b"\xff\xa0" + frame + b"\xff\xa1")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_bytes_raise_anything_else(data):
    """Whatever bytes are changed in a WSQ file, it is read or refused in our own words."""
    broken = bytearray(_small())
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(2, len(broken) - 1))] = data.draw(st.integers(0, 255))
    image = None
    with contextlib.suppress(KithError):
        image = decode(bytes(broken))
    assert image is None or image.pixels.dtype == np.uint8


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data):
    """Bytes that only start like WSQ are a BadImage."""
    with pytest.raises(BadImage):
        decode(b"\xff\xa0\xff" + data)


@functools.cache
def _small():
    return encoded(pattern(3)[80:208, 60:170])
