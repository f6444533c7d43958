"""The one face of these tests: the astronaut portrait (NASA, public domain) that the scikit-image package carries."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from kith.evidence.face import encode
from kith.evidence.face.photo import Photo


@pytest.fixture(scope="session")
def portrait():
    """The portrait as uint8 (512, 512, 3)."""
    return np.ascontiguousarray(data.astronaut())


@pytest.fixture(scope="session")
def template(portrait):
    """The portrait's template."""
    return encode(Photo(portrait.copy()))


@pytest.fixture(scope="session")
def as_file():
    """A function from pixels to the bytes of a file of a kind."""

    def write(pixels, kind="PNG", **options: object):
        held = io.BytesIO()
        Image.fromarray(pixels).save(held, kind, **options)
        return held.getvalue()

    return write
