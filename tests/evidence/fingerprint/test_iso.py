import contextlib

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadTemplate
from kith.evidence.fingerprint import Position, iso


def test_a_record_comes_back():
    """What is written is read again: places to a pixel, angles to a 1/256 turn, the rest exactly."""
    before = template(60, position=Position.LEFT_INDEX)
    (after,) = iso.decode(iso.encode(before))
    assert np.abs(after.x - before.x).max() <= 0.5 + 1e-3
    assert np.abs(after.y - before.y).max() <= 0.5 + 1e-3
    turned = np.abs(np.angle(np.exp(1j * (after.angle.astype(float) - before.angle))))
    assert turned.max() <= np.pi / 255
    assert np.array_equal(after.kind, before.kind)
    assert np.array_equal(after.quality, before.quality)
    assert (after.position, after.overall) == (Position.LEFT_INDEX, 70)
    assert (after.width, after.height) == (500, 500)


@pytest.mark.parametrize("n", [0, 1, 255])
def test_written_twice_is_the_same(n):
    """A record that was read is written again byte for byte."""
    data = iso.encode(template(n))
    assert iso.encode(iso.decode(data)[0]) == data


def test_only_the_best_255_are_written():
    """The standard counts minutiae in one byte; the poorest are left out."""
    (after,) = iso.decode(iso.encode(template(1000)))
    assert len(after) == 255
    assert after.quality.min() >= np.sort(template(1000).quality)[-256]


def test_the_record_starts_as_the_standard_says():
    """Format identifier, version and length stand first; 197 pixels a centimetre is 500 ppi."""
    data = iso.encode(template(3))
    assert data[:8] == b"FMR\0 20\0"
    assert int.from_bytes(data[8:12], "big") == len(data) == 24 + 4 + 3 * 6 + 2
    assert data[18:22] == bytes((0, 197, 0, 197))


def test_other_resolutions_are_brought_to_500():
    """A record at 1000 ppi gives half the coordinates."""
    data = bytearray(iso.encode(template(20)))
    data[18:22] = bytes((1, 138, 1, 138))
    plain, halved = iso.decode(iso.encode(template(20)))[0], iso.decode(bytes(data))[0]
    assert np.allclose(halved.x * 2, plain.x, atol=1e-3)


def test_every_template_of_the_public_sets_is_read(shared):
    """The 240 records of another maker are read, each with its image's size and at least a minutia."""
    files = sorted((shared / "fingerprints").glob("*/*.iso"))
    assert len(files) == 240
    for file in files:
        (read,) = iso.decode(file.read_bytes())
        assert len(read) >= 1
        assert read.x.max() < read.width
        assert iso.decode(iso.encode(read))[0].angle == pytest.approx(read.angle, abs=1e-5)


def test_the_sample_of_nist_is_read(shared):
    """The sample record of NIST is read."""
    views = iso.decode((shared / "exchange/nist/fmr.iso2005").read_bytes())
    assert views
    assert all(len(v) > 0 for v in views)


@pytest.mark.parametrize("cut", [0, 7, 23, 25, 40, -1])
def test_cut_records_are_refused(cut):
    """A record cut anywhere is a BadTemplate."""
    with pytest.raises(BadTemplate):
        iso.decode(iso.encode(template(10))[:cut])


def test_an_ansi_record_is_refused():
    """ANSI 378 looks alike and is not the same."""
    data = bytearray(iso.encode(template(10)))
    data[4:8] = b" 035"
    with pytest.raises(BadTemplate):
        iso.decode(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_bytes_raise_anything_else(changes):
    """Whatever bytes are changed in a record, it is read or refused as a BadTemplate."""
    data = bytearray(iso.encode(template(12)))
    for at, value in changes:
        data[at % len(data)] = value
    views = []
    with contextlib.suppress(BadTemplate):
        views = iso.decode(bytes(data))
    assert all(len(v) <= 255 for v in views)
