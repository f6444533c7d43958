"""Drawn portraits are drawings, and no engine takes them for faces."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kith.errors import NoFace
from kith.evidence import face
from kith.synthetic.portraits import BANNER, HEIGHT, WIDTH, face_of, portrait
from kith.synthetic.portraits.attire import STYLES
from kith.synthetic.portraits.traits import BOYS_STYLES, GIRLS_STYLES


def pixels(data):
    """The grey values of a picture."""
    with Image.open(BytesIO(data)) as opened:
        assert opened.format == "JPEG"
        return np.asarray(opened.convert("L"), np.float64)


def test_a_seed_and_a_sitting_give_one_picture():
    """The same seed and sitting give the same bytes; another sitting or seed others."""
    assert portrait(5) == portrait(5)
    assert len({portrait(5), portrait(5, 1), portrait(6)}) == 3


def test_every_picture_is_marked_as_invented():
    """Across the lower edge lies the same light band with dark letters in every picture."""
    bands = [pixels(portrait(seed))[HEIGHT - BANNER + 3 :] for seed in range(4)]
    for band in bands:
        assert band.shape[1] == WIDTH
        assert np.mean(band > 220) > 0.8
        assert np.mean(band < 90) > 0.02
        assert np.abs(band - bands[0]).mean() < 3


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_is_drawn(style):
    """Each way of wearing hair occurs, for a boy or a girl, and is drawn."""
    seed, sex = next((s, x) for s in range(500) for x in "MF" if face_of(s, x).style == style)
    assert pixels(portrait(seed, sex=sex)).shape == (HEIGHT, WIDTH)
    assert style in {"M": BOYS_STYLES, "F": GIRLS_STYLES}[sex]


def test_a_child_keeps_its_face_from_sitting_to_sitting():
    """What makes a face does not depend on the sitting, and two children differ."""
    assert face_of(9, "F") == face_of(9, "F")
    assert face_of(9, "F") != face_of(10, "F")


def test_no_face_engine_sees_a_face_in_a_portrait():
    """A hatched drawing gives no template, so that it cannot weigh anything in a search."""
    for seed in range(12):
        with pytest.raises(NoFace):
            face.encode(face.decode(portrait(2013_000_000 + seed)))
