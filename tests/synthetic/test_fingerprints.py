"""Invented fingers stand up to the engine that real ones meet."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kith.evidence.fingerprint import compare, decode, extract
from kith.synthetic.fingerprints import Pattern, impression, master, png
from kith.synthetic.fingerprints.grow import filters
from kith.synthetic.fingerprints.orientation import COLUMNS, OCCURRENCE, ROWS
from kith.synthetic.fingerprints.press import HEIGHT, WIDTH

FINGERS = range(500, 512)


@pytest.fixture(scope="module")
def templates():
    """Two templates, of two impressions, for each of twelve fingers."""
    return [
        [
            extract(decode(png(impression(finger, seed, degrade=worse))))
            for seed, worse in ((0, 0.3), (1, 0.5))
        ]
        for finger in map(master, FINGERS)
    ]


def test_the_extractor_finds_as_many_minutiae_as_in_a_real_finger(templates):
    """Every impression has 20 to 80 minutiae, and nine in ten of them 25 to 70: of real ones (FVC2002) nine in ten have 16 to 69."""
    counts = np.array([len(template) for pair in templates for template in pair])
    assert counts.min() >= 20
    assert counts.max() <= 80
    assert np.mean((counts >= 25) & (counts <= 70)) >= 0.9


def test_impressions_of_a_finger_match_and_fingers_do_not(templates):
    """The least weight of two impressions of one finger lies far above the greatest of two fingers."""
    mated = [compare(first, second).weight.log10 for first, second in templates]
    other = [
        compare(a[0], b[1]).weight.log10
        for i, a in enumerate(templates)
        for j, b in enumerate(templates)
        if i != j
    ]
    assert min(mated) > 2.5
    assert min(mated) - max(other) > 1
    assert np.mean(np.array(other) > 0) < 0.06


def test_a_finger_that_has_grown_a_little_still_matches():
    """An impression at nine tenths of the size matches one at full size."""
    for seed in list(FINGERS)[:3]:
        finger = master(seed)
        small, grown = (
            extract(decode(png(impression(finger, n, scale=size)))) for n, size in ((3, 0.9), (4, 1.0))
        )
        assert compare(small, grown).weight.log10 > 1


def test_a_seed_is_a_finger_and_another_is_another():
    """The same seeds give the same ridges and the same grey values; another seed gives others."""
    first, again, other = master(7), master(7), master(8)
    assert np.array_equal(first.ridges, again.ridges)
    assert not np.array_equal(first.ridges, other.ridges)
    assert np.array_equal(impression(first, 1), impression(again, 1))
    assert not np.array_equal(impression(first, 1), impression(first, 2))


def test_ridges_fill_the_finger_between_valley_and_ridge():
    """A master is finite, within -1 and 1, half ridge and half valley, and nowhere blank where a finger touches."""
    ridges = master(11).ridges
    assert ridges.shape == (ROWS, COLUMNS)
    assert np.isfinite(ridges).all()
    assert np.abs(ridges).max() <= 1
    touched = ridges[ROWS // 5 : 4 * ROWS // 5, COLUMNS // 5 : 4 * COLUMNS // 5]
    assert abs(np.mean(touched > 0) - 0.5) < 0.05
    blocks = touched[:160, :120].reshape(16, 10, 12, 10).std(axis=(1, 3))
    assert blocks.min() > 0.2


def test_an_impression_is_dark_ridges_on_a_light_ground():
    """The corners are light, the middle holds dark and light in like measure."""
    image = impression(master(12), 0)
    assert image.shape == (HEIGHT, WIDTH)
    assert image.dtype == np.uint8
    assert image[:12, :12].mean() > 200
    middle = image[HEIGHT // 2 - 60 : HEIGHT // 2 + 60, WIDTH // 2 - 60 : WIDTH // 2 + 60]
    assert np.percentile(middle, 5) < 110
    assert np.percentile(middle, 95) > 170


def test_ridges_lie_nine_pixels_apart():
    """The strongest spacing of an adult's finger at 500 ppi is about nine pixels, and shrinks with the scale."""
    for scale in (1.0, 0.85):
        measured = [
            _period(impression(master(seed), 0, scale=scale, degrade=0.1)) for seed in (21, 22, 23, 24)
        ]
        assert 7.9 * scale < np.mean(measured) < 10.1 * scale


def _period(image):
    """The period of the strongest ring of the spectrum of the middle of an image, in pixels."""
    middle = image[136:264, 86:214].astype(float)
    window = np.hanning(128)
    spectrum = np.abs(np.fft.fftshift(np.fft.fft2((middle - middle.mean()) * window[:, None] * window)))
    y, x = np.indices(spectrum.shape)
    ring = np.hypot(y - 64, x - 64).round().astype(int).ravel()
    power = np.bincount(ring, (spectrum**2).ravel())[:40]
    power[:6] = 0
    return 128 / float((np.arange(40) * power**2).sum() / (power**2).sum())


def test_a_png_says_its_resolution():
    """The file opens to the same grey values and says 500 pixels an inch."""
    image = impression(master(13), 0)
    with Image.open(BytesIO(png(image))) as opened:
        assert np.array_equal(np.asarray(opened), image)
        assert opened.info["dpi"] == pytest.approx((500, 500), abs=0.1)


def test_all_patterns_occur():
    """Loops, whorls and arches turn up, and the shares of the classes add up to one."""
    assert sum(OCCURRENCE.values()) == pytest.approx(1)
    seen = {master(seed).pattern for seed in range(24)}
    assert {Pattern.LEFT_LOOP, Pattern.RIGHT_LOOP, Pattern.WHORL} <= seen


def test_filters_see_nothing_on_flat_ground():
    """Every filter has mean zero, so that even skin grows no ridges."""
    assert np.abs(filters().sum(axis=(1, 2))).max() < 1e-6
