import numpy as np
import pytest
from drawn_fingers import template
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.errors import BadTemplate
from kith.evidence.fingerprint import Position, Template, extract


@pytest.mark.parametrize("n", [0, 1, 1000])
def test_bytes_come_back(n):
    """The kept form gives the template again, to an eighth of a pixel and a 1/256 turn."""
    field = np.random.default_rng(1).integers(0, 180, (20, 30)).astype(np.uint8)
    before = template(
        n, position=Position.RIGHT_THUMB, engine="ridge", version="1", period_factor=1.5, field=field
    )
    after = Template.from_bytes(before.to_bytes())
    assert len(after) == n
    assert np.abs(after.x - before.x).max(initial=0) <= 0.07
    assert np.abs(np.angle(np.exp(1j * (after.angle.astype(float) - before.angle)))).max(initial=0) <= 0.0125
    assert np.abs(after.quality.astype(int) - before.quality).max(initial=0) <= 2
    assert np.array_equal(after.kind, before.kind)
    assert np.array_equal(after.field, field)
    same = ("width", "height", "position", "overall", "engine", "version", "period_factor")
    assert [getattr(after, s) for s in same] == [getattr(before, s) for s in same]


def test_bytes_are_stable():
    """Reading and writing again changes nothing."""
    once = template(40).to_bytes()
    assert Template.from_bytes(once).to_bytes() == once


def test_a_finger_takes_little_room(fingers):
    """A typical template stays below 2.5 kB."""
    assert max(len(t.to_bytes()) for pair in fingers for t in pair) <= 2500


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_seen(at, change):
    """A kept template with one byte changed is refused."""
    data = bytearray(template(20).to_bytes())
    data[at % len(data)] ^= change
    with pytest.raises(BadTemplate):
        Template.from_bytes(bytes(data))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_other_bytes_are_refused(data):
    """Bytes that are no template are a BadTemplate and nothing else."""
    with pytest.raises(BadTemplate):
        Template.from_bytes(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": np.zeros(3, np.float32)},
        {"x": np.full(5, np.nan, np.float32)},
        {"y": np.full(5, -1, np.float32)},
        {"angle": np.full(5, 7, np.float32)},
        {"kind": np.full(5, 3, np.uint8)},
        {"quality": np.full(5, 101, np.uint8)},
        {"overall": 101},
        {"width": -1},
        {"period_factor": float("inf")},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    """Values that no template has are refused when it is made."""
    with pytest.raises(BadTemplate):
        template(5, **wrong)


def test_equal_templates_are_equal():
    """Equality is of everything in them."""
    assert template(9) == template(9)
    assert hash(template(9)) == hash(template(9))
    assert template(9) != template(9, overall=71)
    assert template(9) != "a template"


def test_extraction_fills_every_part(fingers):
    """A template says which engine made it, and its values are in their ranges."""
    for t in (t for pair in fingers for t in pair):
        assert (t.engine, t.version) == ("ridge", "1")
        assert 15 <= len(t) <= 120
        assert t.overall >= 50
        assert t.quality.min() >= 1
        assert set(np.unique(t.kind)) <= {1, 2}
        assert t.field.shape == (19, 19)
        assert t.x.dtype == t.y.dtype == t.angle.dtype == np.float32


def test_the_same_image_gives_the_same_template():
    """Extraction holds no chance."""
    from drawn_fingers import impression

    assert extract(impression(3, 1)) == extract(impression(3, 1))
