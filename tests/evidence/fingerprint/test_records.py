import contextlib
import struct

import numpy as np
import pytest
from drawn_fingers import file_of, pattern
from hypothesis import given, settings
from hypothesis import strategies as st
from records import an2k, fir_2005, fir_2011, jp2, slap, tagged, type_4, type_14

from kith.errors import BadImage, ImageTooLarge, KithError
from kith.evidence.fingerprint import Position, compare, decode, decode_all, decode_raw, extract

ONE, TWO = pattern(1), pattern(2)
PNG_ONE, PNG_TWO = file_of(ONE, "PNG"), file_of(TWO, "PNG")
TWO_FINGERS = [(2, ONE, PNG_ONE), (7, TWO, PNG_TWO)]


def same(images, *pixels: np.ndarray):
    """Whether the images are these pixels, in this order."""
    return len(images) == len(pixels) and all(
        np.array_equal(i.pixels, p) for i, p in zip(images, pixels, strict=True)
    )


def test_jpeg_2000_keeps_every_pixel():
    """JPEG 2000 without loss comes out as it went in, in a file and as a bare codestream."""
    data = jp2(ONE)
    bare = data[data.index(b"\xff\x4f\xff\x51") :]
    assert same([decode(data, ppi=500)], ONE)
    assert same([decode(bare, ppi=500)], ONE)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_cut_jpeg_2000_is_refused(share):
    """A JPEG 2000 file cut anywhere is a BadImage."""
    data = jp2(ONE)
    with pytest.raises(BadImage):
        decode(data[: int(len(data) * share)], ppi=500)


def test_jpeg_2000_with_something_behind_is_refused():
    """A second file behind the codestream is a BadImage."""
    for behind in (b"PK\x03\x04 an archive", PNG_TWO):
        with pytest.raises(BadImage):
            decode(jp2(ONE) + behind, ppi=500)


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (8, struct.pack(">I", 60_000)),  # width
        (36, struct.pack(">H", 200)),  # colours
        (24, struct.pack(">II", 1, 1)),  # size of a tile
        (40, b"\x25"),  # bits a pixel
    ],
)
def test_jpeg_2000_that_asks_for_too_much_is_refused(offset, value):
    """A codestream that asks for more than a scanner writes is refused before it is decoded."""
    data = bytearray(jp2(ONE))
    at = data.index(b"\xff\x4f\xff\x51") - 0
    data[at + offset : at + offset + len(value)] = value
    with pytest.raises(BadImage):
        decode(bytes(data), ppi=500)


def test_jpeg_2000_with_tiny_precincts_is_refused():
    """Precincts of a few pixels, which would cost memory without end, are refused; usual ones are not."""
    with pytest.raises(BadImage):
        decode(jp2(ONE, precinct_size=(16, 16), codeblock_size=(4, 4)), ppi=500)
    assert same([decode(jp2(ONE, precinct_size=(64, 64)), ppi=500)], ONE)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=4200), st.integers(-5, 80), st.integers(-5, 80), st.none() | st.integers(-1, 2000))
def test_no_raw_bytes_raise_anything_else(data, width, height, ppi):
    """Whatever is called raw pixels of whatever size and resolution, it is an image or refused in our own words."""
    image = None
    with contextlib.suppress(KithError):
        image = decode_raw(data, width, height, ppi=ppi)
    assert image is None or (len(data) == width * height and image.pixels.dtype == np.uint8)


def test_raw_pixels_with_their_size():
    """Bytes that are nothing but pixels become an image where their size is given, and only of that many bytes."""
    image = decode_raw(ONE.tobytes(), 300, 300, ppi=500)
    assert same([image], ONE)
    for width, height in ((299, 300), (0, 0), (-300, -300), (16, 5625)):
        with pytest.raises(BadImage):
            decode_raw(ONE.tobytes(), width, height)
    with pytest.raises(ImageTooLarge):
        decode_raw(b"", 100_000, 100_000)


@pytest.mark.parametrize("edition", ["2005", "2011", "2011 certified"])
def test_finger_image_records_give_every_finger(edition):
    """Each finger of an ISO/IEC 19794-4 record comes back with its position and resolution."""
    if edition == "2005":
        data = fir_2005(TWO_FINGERS, 5)
    else:
        data = fir_2011(TWO_FINGERS, 6, certified="certified" in edition)
    images = decode_all(data)
    assert same(images, ONE, TWO)
    assert [i.position for i in images] == [Position.RIGHT_INDEX, Position.LEFT_INDEX]
    assert {i.source_ppi for i in images} == {500}
    assert all(i.warnings == () for i in images)


def test_finger_image_records_without_compression():
    """Pixels that stand in a record as they are come out as they are."""
    assert same(decode_all(fir_2005([(1, ONE, ONE.tobytes())], 0)), ONE)
    assert same(decode_all(fir_2011([(1, ONE, ONE.tobytes())], 0)), ONE)


def test_finger_image_records_at_another_resolution():
    """A record at 1000 ppi comes out at half the size."""
    (image,) = decode_all(fir_2005([(1, ONE, ONE.tobytes())], 0, ppi=1000))
    assert image.source_ppi == 1000
    assert image.pixels.shape == (150, 150)


def test_several_fingers_are_not_one():
    """`decode` refuses a file of several fingers, and says what to do."""
    with pytest.raises(BadImage) as refusal:
        decode(fir_2005(TWO_FINGERS, 5))
    assert "2 fingers" in refusal.value.says
    assert refusal.value.advice


def test_ansi_nist_gives_every_finger():
    """Records of Type 4 and Type 14 come back with their fingers; other records are stepped over."""
    data = an2k(
        [
            (2, tagged(2, b"2.002:00\x1d2.003:nothing of a finger")),
            (4, type_4(3, ONE, ONE.tobytes(), 0)),
            (14, type_14(8, TWO, PNG_TWO, "PNG")),
        ]
    )
    images = decode_all(data)
    assert same(images, ONE, TWO)
    assert [i.position for i in images] == [Position.RIGHT_MIDDLE, Position.LEFT_MIDDLE]
    assert {i.source_ppi for i in images} == {500}


def test_ansi_nist_without_a_finger_is_refused():
    """A file of persons or minutiae alone is refused with what to ask for."""
    with pytest.raises(BadImage) as refusal:
        decode_all(an2k([(2, tagged(2, b"2.002:00"))]))
    assert "Type 14" in refusal.value.advice


def test_ansi_nist_without_contents_is_refused():
    """A first record without its table of contents is a BadImage."""
    with pytest.raises(BadImage):
        decode_all(tagged(1, b"1.002:0400") + type_4(3, ONE, ONE.tobytes(), 0))


def test_fingers_are_cut_where_the_file_marks_them():
    """Field 14.021 says where each finger lies in a slap."""
    wide = np.concatenate([ONE, TWO], axis=1)
    marks = b"7\x1f0\x1f299\x1f0\x1f299\x1e8\x1f300\x1f599\x1f0\x1f299"
    images = decode_all(an2k([(14, type_14(14, wide, wide.tobytes(), "NONE", {21: marks}))]))
    assert same(images, ONE, TWO)
    assert [i.position for i in images] == [Position.LEFT_INDEX, Position.LEFT_MIDDLE]


@pytest.mark.parametrize("lean", [0, 12, -12])
@pytest.mark.parametrize(("code", "first"), [(13, Position.RIGHT_INDEX), (14, Position.LEFT_LITTLE)])
def test_a_slap_becomes_four_fingers(code, first, lean):
    """Four fingers side by side are cut apart, named from left to right, and each is still recognised."""
    masters = [pattern(k) for k in (1, 2, 3, 4)]
    wide = slap(masters, lean=lean)
    images = decode_all(an2k([(4, type_4(code, wide, wide.tobytes(), 0))]))
    step = 1 if code == 13 else -1
    assert [i.position for i in images] == [Position(first + step * k) for k in range(4)]
    for image, master in zip(images, masters, strict=True):
        assert (
            compare(extract(image), extract(decode(file_of(master, "PNG", dpi=(500, 500))))).weight.log10 > 2
        )


def test_two_thumbs_are_left_and_right():
    """Both thumbs in one image: the left one lies on the left."""
    wide = slap([ONE, TWO])
    images = decode_all(fir_2011([(15, wide, wide.tobytes())], 0))
    assert [i.position for i in images] == [Position.LEFT_THUMB, Position.RIGHT_THUMB]


def test_a_picture_can_be_said_to_be_a_slap():
    """A file that does not say what it shows is cut where the person says so."""
    data = file_of(slap([pattern(k) for k in (1, 2, 3, 4)]), "PNG", dpi=(500, 500))
    assert len(decode_all(data, shows=13)) == 4
    assert [i.position for i in decode_all(data, shows=2)] == [Position.RIGHT_INDEX]


def test_a_missing_finger_is_not_counted():
    """A finger that the file says is amputated does not move the names of the others."""
    wide = slap([pattern(k) for k in (1, 2, 3)])
    images = decode_all(an2k([(14, type_14(13, wide, wide.tobytes(), "NONE", {18: b"3\x1fXX"}))]))
    assert [int(i.position) for i in images] == [2, 4, 5]


def test_fingers_that_cannot_be_counted_are_not_named():
    """Three fingers where four were announced stay unknown, with a warning: a wrong name would hide the child."""
    wide = slap([pattern(k) for k in (1, 2, 3)])
    images = decode_all(fir_2011([(13, wide, wide.tobytes())], 0))
    assert {i.position for i in images} == {Position.UNKNOWN}
    assert all("4 fingers were expected" in i.warnings[-1] for i in images)


def test_an_empty_slap_is_one_image():
    """Where no finger is seen the whole image comes back, for the person to look at."""
    white = np.full((600, 900), 240, np.uint8)
    (image,) = decode_all(fir_2011([(13, white, white.tobytes())], 0))
    assert image.position == Position.UNKNOWN
    assert image.pixels.shape == white.shape


def test_the_slaps_of_nist(shared):
    """The card of NIST gives ten fingers, each once, all with ridges; the smallest piece shows leader 14 minutiae."""
    images = decode_all((shared / "exchange/nist/type4-slaps.an2k").read_bytes())
    assert sorted(i.position for i in images) == list(range(1, 11))
    assert {i.source_ppi for i in images} == {500}
    assert all(len(extract(i)) >= 12 for i in images)


def test_the_payloads_of_devices(shared):
    """The finger records of the mock device are read, the same finger in two compressions is the same finger."""
    folder = shared / "exchange/device"
    files = sorted(folder.glob("*Left_Index*.iso"))
    assert len(files) == 4
    templates = []
    for file in files:
        image = decode(file.read_bytes())
        assert (image.position, image.source_ppi, image.warnings) == (Position.LEFT_INDEX, 500, ())
        templates.append(extract(image, position=image.position))
    assert compare(templates[1], templates[2]).weight.log10 > 2
    with pytest.raises(BadImage):
        decode_all((folder / "Profile_Default_Registration_Face.iso").read_bytes())


SMALL = ONE[100:164, 100:164]
SMALL_PNG, SMALL_JP2 = file_of(SMALL, "PNG"), jp2(SMALL)
FILES = {
    "jp2": SMALL_JP2,
    "2005": fir_2005([(2, SMALL, SMALL_PNG), (15, SMALL, SMALL_PNG)], 5),
    "2011": fir_2011([(2, SMALL, SMALL_JP2), (13, SMALL, SMALL.tobytes())], 4, certified=True),
    "an2k": an2k(
        [
            (4, type_4(11, SMALL, SMALL.tobytes(), 0)),
            (14, type_14(13, SMALL, SMALL_PNG, "PNG", {18: b"3\x1fXX", 21: b"2\x1f0\x1f40\x1f0\x1f40"})),
        ]
    ),
}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_no_bytes_raise_anything_else(kind, data):
    """Whatever bytes of a record are changed, left out or put in, it is read or refused in our own words."""
    broken = bytearray(FILES[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        # the first bytes say most, so they are changed more often
        at = data.draw(st.integers(0, data.draw(st.sampled_from([60, 200, len(broken) - 1]))))
        how = data.draw(st.integers(0, 9))
        if how == 0:
            del broken[at : at + data.draw(st.integers(1, 40))]
        elif how == 1:
            broken[at:at] = data.draw(st.binary(max_size=12))
        elif at < len(broken):
            broken[at] = data.draw(st.integers(0, 255))
    images = ()
    with contextlib.suppress(KithError):
        images = decode_all(bytes(broken))
    assert all(i.pixels.dtype == np.uint8 for i in images)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_only_the_beginning_is_right(kind, rest):
    """What begins as a record and goes on as anything is read or refused in our own words."""
    images = ()
    with contextlib.suppress(KithError):
        images = decode_all(FILES[kind][:12] + rest)
    assert all(i.pixels.dtype == np.uint8 for i in images)
