"""A photograph becomes a template, or a refusal that says how to take a better one."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter

from kith.errors import BadImage, EngineMissing, NoFace, PoorPhotograph, SeveralFaces
from kith.evidence.face import decode, detect, encode
from kith.evidence.face.photo import Photo
from kith.evidence.face.quality import quality, sideways


def _smaller(pixels, side):
    return np.array(Image.fromarray(pixels).resize((side, side), Image.Resampling.LANCZOS))


def _beside(pixels, other):
    """Two pictures side by side on a grey ground."""
    ground = np.full((pixels.shape[0], pixels.shape[1] + other.shape[1], 3), 128, np.uint8)
    ground[:, : pixels.shape[1]] = pixels
    ground[: other.shape[0], pixels.shape[1] :] = other
    return Photo(ground)


def test_one_face_becomes_a_template(template):
    """The vector has length one, the box lies on the face, and a good photograph says so."""
    assert template.vector.shape == (128,)
    assert abs(float(np.linalg.norm(template.vector)) - 1) < 1e-6
    left, top, right, bottom = template.box
    assert left < 225 < right
    assert top < 115 < bottom
    assert 0.8 < template.quality <= 1
    assert (template.engine, template.version) == ("dlib-resnet-v1", "1")


def test_the_same_photograph_gives_the_same_template(portrait, template):
    """Encoding is deterministic to the last bit."""
    assert encode(Photo(portrait.copy())) == template


def test_the_mirror_image_is_the_same_face(portrait, template):
    """A mirrored photograph gives nearly the same vector."""
    mirrored = encode(Photo(np.ascontiguousarray(portrait[:, ::-1])))
    assert float(mirrored.vector @ template.vector) > 0.99


def test_a_turned_file_is_the_same_face(portrait, template, as_file):
    """A photograph stored sideways, with a remark saying so, gives the same template."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways_file = as_file(np.ascontiguousarray(np.rot90(portrait)), "PNG", exif=exif)
    assert encode(decode(sideways_file)) == template


def test_a_small_tilt_is_the_same_face(portrait, template):
    """A head tilted by ten degrees is aligned."""
    tilted = np.array(Image.fromarray(portrait).rotate(10, Image.Resampling.BICUBIC))
    assert float(encode(Photo(tilted)).vector @ template.vector) > 0.97


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_picture_has_no_face(value):
    """Nothing is seen where there is nothing, and the advice says how to photograph."""
    with pytest.raises(NoFace) as refused:
        encode(Photo(np.full((300, 300, 3), value, np.uint8)))
    assert "front" in refused.value.advice


def test_noise_has_no_face():
    """No face is made up from noise."""
    noise = np.random.default_rng(7).integers(0, 256, (400, 400, 3), dtype=np.uint8)
    with pytest.raises(NoFace):
        encode(Photo(noise))


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (5, 5)])
def test_a_sliver_has_no_face(shape):
    """Pictures of a few pixels are answered like any other without a face."""
    with pytest.raises(NoFace):
        encode(Photo(np.zeros((*shape, 3), np.uint8)))


def test_two_equal_faces_are_refused(portrait):
    """Two faces of one size are refused, because nobody knows whose is meant."""
    with pytest.raises(SeveralFaces, match="2 faces") as refused:
        encode(Photo(np.ascontiguousarray(np.tile(portrait, (1, 2, 1)))))
    assert "Cut" in refused.value.advice


def test_a_dominant_face_is_taken(portrait, template):
    """A face with four times the area of any other is taken for the child's; one of less is not."""
    photo = _beside(np.array(Image.fromarray(portrait).resize((1024, 1024))), portrait)
    found = encode(photo)
    assert found.box[2] < 1024
    assert float(found.vector @ template.vector) > 0.97
    with pytest.raises(SeveralFaces):
        encode(_beside(portrait, _smaller(portrait, 480)))


def test_a_small_face_is_refused_as_small(portrait):
    """A face of under 40 pixels is refused for its size, with the advice to go closer."""
    with pytest.raises(PoorPhotograph, match="too small") as refused:
        encode(Photo(_smaller(portrait, 190)))
    assert "closer" in refused.value.advice


def test_a_dark_face_is_refused_as_dark(portrait):
    """A face in the dark is refused for its light."""
    with pytest.raises(PoorPhotograph, match="too dark"):
        encode(Photo((portrait * 0.1).astype(np.uint8)))


def test_a_washed_out_face_is_refused(portrait):
    """A face in glaring light is refused for its light."""
    with pytest.raises(PoorPhotograph, match="washed out"):
        encode(Photo((225 + portrait * 0.1).astype(np.uint8)))


def test_half_the_light_is_no_reason_to_refuse(portrait, template):
    """Light is judged by contrast, not by how dark the picture is."""
    dim = encode(Photo((portrait * 0.5).astype(np.uint8)))
    assert dim.quality > 0.8
    assert float(dim.vector @ template.vector) > 0.97


def test_a_blurred_face_is_refused_as_blurred(portrait):
    """A face out of focus is refused for its blur."""
    with pytest.raises(PoorPhotograph, match="blurred"):
        encode(Photo(gaussian_filter(portrait, (3, 3, 0))))


def test_a_turned_face_is_refused_as_turned(portrait):
    """A face whose nose lies beside its eyes is refused for its pose."""
    face = detect.the_face(portrait)
    points = face.points.copy()
    points[4] += 0.5 * (points[0:2].mean(axis=0) - points[2:4].mean(axis=0))
    with pytest.raises(PoorPhotograph, match="turned"):
        quality(detect.Face(face.box, points, face.chip))
    assert sideways(np.ones((5, 2))) == 1


def test_a_poorer_photograph_has_a_lower_quality(portrait, template):
    """Blur, darkness and distance each take away from the quality."""
    for worse in (
        gaussian_filter(portrait, (2, 2, 0)),
        (portrait * 0.25).astype(np.uint8),
        _smaller(portrait, 320),
    ):
        assert encode(Photo(worse)).quality < 0.75 * template.quality


def test_many_threads_at_once_agree(portrait, template):
    """Threads that begin together, each with its own detector, get the same template."""
    together = threading.Barrier(6)

    def work(_):
        together.wait()
        return [encode(Photo(portrait.copy())) for _ in range(2)]

    with ThreadPoolExecutor(6) as pool:
        results = [one for several in pool.map(work, range(6)) for one in several]
    assert all(one == template for one in results)


def test_a_missing_dlib_says_what_to_install(portrait, monkeypatch):
    """Without dlib the engine is missing, and says so."""
    monkeypatch.setitem(sys.modules, "dlib", None)
    with pytest.raises(EngineMissing, match="dlib"):
        encode(Photo(portrait.copy()))


def test_every_refusal_carries_advice(portrait):
    """Whatever is wrong with a photograph, the refusal says what to do."""
    for make in (lambda: decode(b"no image"), lambda: encode(Photo(np.zeros((9, 9, 3), np.uint8)))):
        with pytest.raises((BadImage, NoFace)) as refused:
            make()
        assert refused.value.advice.endswith(".")
