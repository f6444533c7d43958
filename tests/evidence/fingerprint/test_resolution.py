import numpy as np
import pytest
from drawn_fingers import file_of, pattern

from kith.evidence.fingerprint import decode
from kith.evidence.fingerprint.resolution import assumed


@pytest.mark.parametrize("period", [7.0, 8.0, 9.0, 10.0])
def test_500_is_kept_where_a_finger_can_look_like_that(period):
    """Ridges as far apart as in any finger at 500 ppi leave 500 as it is, and a warning says that it was assumed."""
    image = decode(file_of(pattern(1, period), "PNG"))
    assert image.source_ppi == 500
    assert np.array_equal(image.pixels, pattern(1, period))
    assert any("500" in w for w in image.warnings)


def test_1000_is_seen_from_the_ridges():
    """Ridges twice as far apart as any finger's at 500 ppi are a scan at 1000, and a warning says so."""
    big = np.repeat(np.repeat(pattern(1), 2, axis=0), 2, axis=1)
    image = decode(file_of(big, "PNG"))
    assert image.source_ppi == 1000
    assert image.pixels.shape == pattern(1).shape
    assert any("1000" in w for w in image.warnings)


def test_an_unusual_resolution_is_estimated():
    """Ridges between those of the usual resolutions give an estimate, within what fingers differ."""
    estimate, warning = assumed(pattern(1, 12.0))
    assert 600 <= estimate <= 800
    assert str(estimate) in warning


def test_close_ridges_are_taken_as_a_small_child():
    """Ridges as close as a small child's keep 500, and the warning names both readings."""
    estimate, warning = assumed(pattern(1, 5.0))
    assert estimate == 500
    assert "child" in warning


def test_what_is_stated_is_never_overridden():
    """The ridges say nothing where the file or the person does."""
    big = np.repeat(np.repeat(pattern(1), 2, axis=0), 2, axis=1)
    assert decode(file_of(big, "PNG", dpi=(500, 500))).source_ppi == 500
    assert decode(file_of(big, "PNG"), ppi=500).source_ppi == 500


def test_without_ridges_500_is_assumed():
    """An image that shows no ridges is taken as 500."""
    assert assumed(np.full((300, 300), 200, np.uint8))[0] == 500
