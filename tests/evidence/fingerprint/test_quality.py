import numpy as np
import pytest
from drawn_fingers import impression, pattern
from scipy import ndimage

from kith.errors import NoFinger
from kith.evidence.fingerprint import FingerImage, extract, quality


def test_a_clear_print_scores_high_without_advice():
    """A clear print scores at least 70 and nothing needs to be done."""
    found = quality(impression(1, 0))
    assert found.score >= 70
    assert found.advice == ()


def test_worse_prints_score_lower():
    """More noise scores lower, step by step."""
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(pattern(1).shape)
    scores = []
    for strength in (0, 60, 160):
        grey = np.clip(pattern(1) + strength * noise, 0, 255).astype(np.uint8)
        scores.append(quality(FingerImage(grey)).score)
    assert scores[0] > scores[1] > scores[2]


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_an_empty_image_shows_no_finger(ground):
    """Even ground scores 0 with advice, and extraction refuses it."""
    empty = FingerImage(np.full((300, 300), ground, np.uint8))
    found = quality(empty)
    assert found.score == 0
    assert found.advice
    with pytest.raises(NoFinger):
        extract(empty)


def test_a_faint_print_gets_advice():
    """Faint ridges, as of a dry finger, bring the advice to breathe on it."""
    faint = (225 + (pattern(1).astype(float) - 240) * 0.12).clip(0, 255).astype(np.uint8)
    assert any("breathe" in a for a in quality(FingerImage(faint)).advice)


def test_a_wet_print_gets_advice():
    """Ridges that run together bring the advice to press lighter."""
    wet = ndimage.grey_erosion(pattern(1), size=(4, 4))
    assert any("lighter" in a for a in quality(FingerImage(wet)).advice)


def test_a_part_of_a_finger_gets_advice():
    """A small part of a finger brings the advice to place it flat."""
    part = np.full((300, 300), 240, np.uint8)
    part[100:210, 100:210] = pattern(1)[100:210, 100:210]
    assert any("flat" in a for a in quality(FingerImage(part)).advice)


def test_every_low_score_comes_with_advice():
    """A score below 60 always says what to do."""
    rng = np.random.default_rng(2)
    for strength in (80, 160, 240):
        grey = np.clip(pattern(2) + strength * rng.standard_normal(pattern(2).shape), 0, 255).astype(np.uint8)
        found = quality(FingerImage(grey))
        assert found.advice or found.score >= 60
