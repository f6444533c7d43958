"""The network read from dlib's file is dlib's network."""

from __future__ import annotations

import sys

import dlib
import numpy as np
import pytest

from kith.errors import EngineMissing
from kith.evidence.face import network
from kith.evidence.face.detect import the_face
from kith.evidence.face.network import embed, model_path
from kith.evidence.face.weights import read_network

WEIGHTS = "dlib_face_recognition_resnet_model_v1.dat"


@pytest.fixture(scope="module")
def weights():
    """The bytes of dlib's file."""
    return model_path(WEIGHTS).read_bytes()


def test_the_embedding_equals_dlibs_own(portrait):
    """On a face, its mirror image and noise, ours and dlib's 128 numbers agree within 1e-5."""
    chip = the_face(portrait).chip
    noise = np.random.default_rng(1).integers(0, 256, chip.shape, dtype=np.uint8)
    chips = np.stack([chip, chip[:, ::-1], noise, np.zeros_like(chip), np.full_like(chip, 255)])
    dlibs = dlib.face_recognition_model_v1(str(model_path(WEIGHTS)))
    theirs = np.array([dlibs.compute_face_descriptor(np.ascontiguousarray(one)) for one in chips])
    assert np.abs(embed(chips) - theirs).max() < 1e-5


def test_the_file_is_read_whole(weights):
    """59 tensors, 29 convolutions each with its affine, and one matrix of 256 x 128, for 150 x 150 pixels."""
    read = read_network(weights)
    kinds = [layer.kind for layer in read.layers]
    assert sum(layer.numbers.size > 0 for layer in read.layers) == 59
    assert (kinds.count("con_4"), kinds.count("affine_"), kinds.count("fc_2")) == (29, 29, 1)
    assert read.layers[-1].numbers.size == 256 * 128
    assert read.side == 150
    assert np.allclose(read.mean, (122.782, 117.001, 104.298), atol=1e-4)


def test_a_damaged_file_is_no_other_network(weights):
    """Cut short, lengthened or of other bytes, the file is refused as damaged."""
    for end in (0, 1, 3, 20, 100, 291, 330, 350, 20_000, len(weights) // 2, len(weights) - 1):
        with pytest.raises(EngineMissing):
            read_network(weights[:end])
    for other in (weights + b"\0", b"\x01\x02" + weights[2:], b"GIF89a" * 100, weights[1:]):
        with pytest.raises(EngineMissing):
            read_network(other)
    for at in (5, 40, 100, 292, 340, 19_400, 19_714):
        with pytest.raises(EngineMissing):
            read_network(weights[:at] + b"\xff\xff\xff\xff" + weights[at + 4 :])


def test_layers_that_do_not_fit_are_refused(weights):
    """A network with a layer taken out is never built."""
    read = read_network(weights)
    for taken in (0, 1, len(read.layers) - 2):
        layers = read.layers[:taken] + read.layers[taken + 1 :]
        if taken == len(read.layers) - 2:
            layers = (
                *read.layers[:-8],
                read.layers[-1].__class__("fc_2", (128, 64), read.layers[-1].numbers),
            )
        with pytest.raises(EngineMissing):
            network.as_onnx(read.__class__(read.mean, read.side, layers))


def test_the_package_is_found_but_never_imported(portrait):
    """Encoding a face imports neither the models' package nor opens a file that is not installed."""
    the_face(portrait)
    assert "face_recognition_models" not in sys.modules
    with pytest.raises(EngineMissing) as missing:
        model_path("no_such_file.dat")
    assert "Install" in missing.value.advice


def test_a_missing_package_says_what_to_install(monkeypatch):
    """Without the models' package the engine is missing, and says so."""
    monkeypatch.setattr(network.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match="not installed"):
        model_path(WEIGHTS)


@pytest.mark.parametrize("library", ["onnx", "onnxruntime"])
def test_a_missing_library_says_what_to_install(library, monkeypatch):
    """Without onnx or onnxruntime the engine is missing, and says which."""
    monkeypatch.setattr(network, "_sessions", {})
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(EngineMissing, match=library):
        embed(np.zeros((1, 150, 150, 3), np.uint8))
