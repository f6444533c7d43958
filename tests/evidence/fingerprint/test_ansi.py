import contextlib

import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadTemplate
from kith.evidence.fingerprint import Position, ansi, iso


def test_a_record_comes_back():
    """What is written is read again: places to a pixel, angles to two degrees, the rest exactly."""
    before = template(60, position=Position.LEFT_INDEX)
    (after,) = ansi.decode(ansi.encode(before))
    assert np.abs(after.x - before.x).max() <= 0.5 + 1e-3
    assert np.abs(after.y - before.y).max() <= 0.5 + 1e-3
    turned = np.abs(np.angle(np.exp(1j * (after.angle.astype(float) - before.angle))))
    assert turned.max() <= np.radians(1.01)
    assert np.array_equal(after.kind, before.kind)
    assert np.array_equal(after.quality, before.quality)
    assert (after.position, after.overall) == (Position.LEFT_INDEX, 70)


@pytest.mark.parametrize("n", [0, 1, 255])
def test_written_twice_is_the_same(n):
    """A record that was read is written again byte for byte."""
    data = ansi.encode(template(n))
    assert ansi.encode(ansi.decode(data)[0]) == data


@pytest.mark.parametrize("n", [0, 1, 40, 255])
def test_the_two_standards_are_told_apart(n):
    """Both begin with the same eight bytes; each is read as what it is, and refused as the other."""
    old, new = ansi.encode(template(n)), iso.encode(template(n))
    assert ansi.decode_either(old)[0].engine == "ansi378"
    assert ansi.decode_either(new)[0].engine == "iso19794-2"
    with pytest.raises(BadTemplate):
        iso.decode(old)
    with pytest.raises(BadTemplate):
        ansi.decode(new)


def test_the_sample_of_nist_is_read(shared):
    """The sample of NIST in both standards is the same: views, places, kinds, and angles within two degrees."""
    folder = shared / "exchange/nist"
    old = ansi.decode((folder / "fmr.ansi2004").read_bytes())
    new = iso.decode((folder / "fmr.iso2005").read_bytes())
    assert [len(one) for one in old] == [27, 22, 28]
    for a, b in zip(old[:2], new, strict=True):
        assert np.array_equal(a.x, b.x)
        assert np.array_equal(a.y, b.y)
        assert np.array_equal(a.kind, b.kind)
        assert np.abs(np.angle(np.exp(1j * (a.angle.astype(float) - b.angle)))).max() < np.radians(2)


def test_a_long_record_has_a_long_length():
    """From 65,536 bytes on the length stands in six bytes; such a record is read."""
    one = ansi.encode(template(255))
    views = one[26:] * 43
    rest = bytearray(one[10:26])
    rest[14] = 43
    length = 14 + 16 + len(views)
    data = one[:8] + b"\0\0" + length.to_bytes(4, "big") + bytes(rest) + views
    assert length > 65_535
    assert len(ansi.decode_either(data)) == 43


@pytest.mark.parametrize("cut", [0, 7, 9, 23, 26, 40, -1])
def test_cut_records_are_refused(cut):
    """A record cut anywhere is a BadTemplate."""
    with pytest.raises(BadTemplate):
        ansi.decode(ansi.encode(template(10))[:cut])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_bytes_raise_anything_else(changes):
    """Whatever bytes are changed in a record, it is read or refused as a BadTemplate."""
    data = bytearray(ansi.encode(template(12)))
    for at, value in changes:
        data[at % len(data)] = value
    views = []
    with contextlib.suppress(BadTemplate):
        views = ansi.decode_either(bytes(data))
    assert all(len(v) <= 255 for v in views)
