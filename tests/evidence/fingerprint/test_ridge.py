import math

import numpy as np
import pytest
from drawn_fingers import impression, pattern
from PIL import Image

from kith.errors import ImageTooLarge, NoFinger
from kith.evidence.fingerprint import FingerImage, compare, extract
from kith.evidence.fingerprint.period import ridge_period
from kith.evidence.fingerprint.skeleton import REMOVABLE, branches, thinned


def lines(angle, size=240, period=9.0):
    """Straight parallel ridges that run in `angle` (counter-clockwise), uint8 (size, size)."""
    y, x = np.mgrid[0:size, 0:size]
    across = x * math.sin(angle) + y * math.cos(angle)
    return (128 + 100 * np.cos(2 * math.pi * across / period)).astype(np.uint8)


@pytest.mark.parametrize("degrees", [0, 30, 75, 90, 120, 165])
def test_the_field_follows_straight_ridges(degrees):
    """The orientation of straight ridges is found within three degrees, counter-clockwise."""
    field = extract(FingerImage(lines(math.radians(degrees)))).field
    seen = field[field < 180].astype(int)
    assert len(seen) > 100
    off = np.abs((seen - degrees + 90) % 180 - 90)
    assert np.median(off) <= 3


def test_straight_ridges_have_no_minutiae():
    """Where no ridge ends, none is found."""
    assert len(extract(FingerImage(lines(0.5)))) == 0


def test_an_ending_and_a_fork_are_found_with_their_directions():
    """A ridge drawn to end in the middle is found there, pointing along the ridge."""
    grey = lines(0.0)
    # one more ridge in the right half than in the left: a dislocation of the wave
    y, x = np.mgrid[0:240, 0:240]
    phase = 2 * math.pi * y / 9.0 + np.arctan2(y - 120, x - 120)
    grey = (128 + 100 * np.cos(phase)).astype(np.uint8)
    t = extract(FingerImage(grey))
    near = np.hypot(t.x - 120, t.y - 120) < 12
    assert near.sum() >= 1
    along = np.abs(np.cos(t.angle[near].astype(float)))
    assert along.min() > 0.8


@pytest.mark.parametrize("period", [5.0, 7.0, 9.0, 12.0, 14.0])
def test_the_ridge_period_is_found(period):
    """The period of drawn ridges is told within 6 %."""
    assert ridge_period(pattern(2, period)) == pytest.approx(period, rel=0.06)


def test_no_ridges_have_no_period():
    """Even ground and tiny images have no period."""
    assert ridge_period(np.full((300, 300), 200, np.uint8)) is None
    assert ridge_period(np.zeros((40, 40), np.uint8)) is None


@pytest.mark.parametrize("share", [0.55, 0.6])
def test_narrow_ridges_are_enlarged_before_extraction(share):
    """A print at 55 or 60 % of its size, a small child's, keeps its minutiae; coordinates stay those of the image."""
    large = impression(2, 0)
    side = round(300 * share)
    small = np.asarray(Image.fromarray(large.pixels).resize((side, side), Image.Resampling.LANCZOS))
    t, reference = extract(FingerImage(small)), extract(large)
    assert t.period_factor == pytest.approx(1 / share, rel=0.1)
    assert t.x.max() < side
    found = compare(extract(FingerImage(np.asarray(Image.fromarray(small).resize((300, 300))))), reference)
    assert found.weight.log10 >= 3
    assert abs(len(t) - len(reference)) <= 0.4 * len(reference)


def test_wide_ridges_are_made_smaller_before_extraction():
    """A print enlarged by 35 % is brought back to the usual period, and is still the finger's where growth is looked for."""
    large = impression(2, 0)
    grown = Image.fromarray(large.pixels).resize((405, 405), Image.Resampling.LANCZOS)
    t = extract(FingerImage(np.asarray(grown)), engine="ridge")
    assert t.period_factor == pytest.approx(1 / 1.35, rel=0.1)
    found = compare(t, extract(impression(2, 1), engine="ridge"), scales=5)
    assert found.weight.log10 >= 2


@pytest.mark.parametrize("share", [0.5, 0.25, 0.15])
def test_a_faint_print_is_seen_as_a_plain_one(share):
    """With a half to a seventh of the contrast the same period and nearly the same minutiae are found."""
    plain = impression(3, 0)
    faint = FingerImage(
        np.rint(240 - share * (240 - plain.pixels.astype(float))).clip(0, 255).astype(np.uint8)
    )
    assert ridge_period(faint.pixels) == pytest.approx(ridge_period(plain.pixels), rel=0.02)
    ours, theirs = (extract(image, engine="ridge") for image in (faint, plain))
    assert len(compare(ours, theirs).pairs) >= 0.8 * len(theirs)


def test_faint_noise_is_no_finger():
    """What is raised in a faint image is not noise: without ridges there is no period and no finger."""
    noise = np.random.default_rng(5).normal(200, 3, (300, 300)).clip(0, 255).astype(np.uint8)
    assert ridge_period(noise) is None
    with pytest.raises(NoFinger):
        extract(FingerImage(noise), engine="ridge")


def test_the_skeleton_is_one_pixel_wide():
    """A thick cross thins to lines with one crossing and four ends."""
    shape = np.zeros((60, 60), np.uint8)
    shape[25:34, 5:55] = 1
    shape[5:55, 25:34] = 1
    line = thinned(shape, REMOVABLE)
    ends = [(y, x) for y, x in np.argwhere(line) if branches(line, y, x) == 1]
    assert len(ends) == 4
    assert line.sum() < 120
    assert ((line == 1) <= (shape == 1)).all()


def test_odd_sizes_are_extracted():
    """Images whose sides are no whole number of cells are extracted, inside their bounds."""
    for height, width in ((299, 251), (203, 300), (150, 151)):
        image = FingerImage(np.ascontiguousarray(pattern(4)[:height, :width]))
        t = extract(image)
        assert t.x.max(initial=0) < width
        assert t.y.max(initial=0) < height


def test_more_than_a_hand_is_refused():
    """An image of 8 by 8 inches is refused instead of being searched for ridges for long."""
    with pytest.raises(ImageTooLarge):
        extract(FingerImage(np.full((4000, 4000), 200, np.uint8)))
