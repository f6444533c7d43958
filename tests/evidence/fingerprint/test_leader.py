import importlib.util
import itertools
import struct

import numpy as np
import pytest
from drawn_fingers import impression
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kith.errors import EngineMissing
from kith.evidence.fingerprint import (
    FingerImage,
    compare,
    decode,
    extract,
    hdf5,
    leader,
    leader_graph,
    prepare,
)
from kith.evidence.fingerprint.compare import score
from kith.evidence.fingerprint.extract import ENGINES, engine_called


@pytest.fixture(scope="module")
def weights():
    """The bytes of the weights file."""
    path = leader._weights_file()
    if path is None:
        pytest.skip("the package pyfing is not installed")
    return path.read_bytes()


def missing(monkeypatch):
    """As on a machine without the weights."""
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "pyfing" else real(name, *a)
    )


def test_every_engine_meets_the_seam(weights):
    """Each engine has a name, a version, and gives minutiae of the form that the seam names."""
    image = impression(1, 0)
    assert [e.name for e in ENGINES] == ["leader", "ridge"]
    for engine in ENGINES:
        t = extract(image, engine=engine.name)
        assert (t.engine, t.version) == (engine.name, engine.version)
        assert len(t) >= 8
        assert t.quality.min() >= 1


def test_leader_is_the_default_where_its_weights_are(weights):
    """Without a name the network extracts."""
    assert extract(impression(1, 0)).engine == "leader"


def test_drawn_fingers_of_others_weigh_little(weights):
    """Under leader too two drawn fingers, loops of one formula, weigh less than 2 with each other, impressions of one at least 3."""
    first, second = (
        [extract(impression(finger, take), engine="leader") for finger in range(5)] for take in range(2)
    )
    for (i, a), (j, b) in itertools.product(enumerate(first), enumerate(second)):
        weight = compare(a, b).weight.log10
        assert (weight >= 3) if i == j else (weight < 2)


def test_without_weights_ridge_extracts(monkeypatch):
    """Where the weights are not installed the other engine extracts, and asking for the network is refused with advice."""
    missing(monkeypatch)
    assert extract(impression(1, 0)).engine == "ridge"
    with pytest.raises(EngineMissing) as refused:
        extract(impression(1, 0), engine="leader")
    assert "pyfing" in refused.value.advice


def test_an_unknown_engine_is_refused():
    """The refusal names the engines that there are."""
    with pytest.raises(EngineMissing) as refused:
        engine_called("bozorth")
    assert "leader" in refused.value.advice


def test_both_engines_see_the_same_minutiae(weights, shared):
    """On a public print most minutiae of ridge are also seen by leader, at the place and in the direction."""
    image = decode((shared / "fingerprints/fvc2002_db1_b/101_1.png").read_bytes())
    a, b = extract(image, engine="ridge"), extract(image, engine="leader")
    near = np.hypot(a.x[:, None] - b.x, a.y[:, None] - b.y) < 8
    turn = np.abs((a.angle[:, None] - b.angle + np.pi) % (2 * np.pi) - np.pi) < 0.4
    assert (near & turn).any(axis=1).mean() >= 0.7


def test_templates_of_different_engines_are_compared(weights, shared):
    """A mate extracted by the other engine is still a mate, and the weight says what it rests on."""
    prints = [
        decode((shared / f"fingerprints/fvc2002_db1_b/{name}.png").read_bytes())
        for name in ("101_1", "101_2", "102_1")
    ]
    probe = extract(prints[0], engine="ridge")
    mate, other = (extract(p, engine="leader") for p in prints[1:])
    assert compare(probe, mate).weight.log10 > 2
    assert compare(probe, other).weight.log10 < 0
    assert "not published" in compare(probe, mate).weight.calibration
    assert "not published" not in compare(probe, probe).weight.calibration


def test_a_large_image_is_seen_in_pieces(weights):
    """A print in the middle of a large image gives the minutiae that it gives alone, across the edges of the pieces."""
    print_ = impression(1, 0).pixels
    large = np.full((1000, 1100), 255, np.uint8)
    large[520 : 520 + print_.shape[0], 560 : 560 + print_.shape[1]] = print_
    alone, among = extract(FingerImage(print_), engine="leader"), extract(FingerImage(large), engine="leader")
    near = np.hypot(alone.x[:, None] + 560 - among.x, alone.y[:, None] + 520 - among.y) < 4
    assert near.any(axis=1).mean() >= 0.8
    assert len(among) <= 1.3 * len(alone)


@given(st.integers(1, 5000))
@settings(deadline=None)
def test_the_pieces_answer_for_each_pixel_once(length):
    """Along a side every pixel belongs to exactly one piece that contains it."""
    spans = list(leader._spans(length))
    assert [s[1] for s in spans[1:]] == [s[2] for s in spans[:-1]]
    assert (spans[0][1], spans[-1][2]) == (0, length)
    for begin, first, until in spans:
        assert 0 <= begin <= first < until <= min(begin + leader.PIECE, length)


def test_the_file_is_read_whole(weights):
    """All 94 layers with their 948,114 numbers are read."""
    layers = hdf5.layers(weights)
    assert len(layers) == 94
    assert sum(a.size for arrays in layers.values() for a in arrays) == 948_114
    assert layers["stem0_conv"][0].shape == (5, 5, 1, 8)


def test_a_normalisation_and_a_block_are_computed_as_they_were_trained(weights):
    """The rearranged block gives what the plain steps give: filter, normalise, widen, narrow, add, change."""
    onnx = pytest.importorskip("onnx")
    import onnxruntime

    layers = hdf5.layers(weights)
    graph = leader_graph._Graph(layers)
    out = graph._block("enc1_1", leader_graph._Tensor("x", 32))
    helper = onnx.helper
    made = helper.make_graph(
        [helper.make_node(kind, i, [name], **options) for kind, i, name, options in graph.nodes],
        "block",
        [helper.make_tensor_value_info("x", 1, [1, 32, 9, 11])],
        [helper.make_tensor_value_info(out.name, 1, [1, out.channels, 9, 11])],
        [onnx.numpy_helper.from_array(a, name) for name, a in graph.constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    x = np.random.default_rng(1).normal(size=(1, 32, 9, 11)).astype(np.float32)
    got = session.run(None, {"x": x})[0][0]
    np.testing.assert_allclose(got, _plain_block(layers, "enc1_1", x[0]), atol=2e-4, rtol=1e-3)


def _plain_block(layers, name, x):
    from scipy.ndimage import correlate
    from scipy.special import erf

    def pointwise(layer, v):
        kernel, bias = layers[f"{name}_{layer}"]
        return np.einsum("io,ihw->ohw", kernel[0, 0], v) + bias[:, None, None]

    taps = layers[f"{name}_depthwise_conv"][0][..., 0]
    v = np.stack([correlate(c, taps[..., k], mode="constant") for k, c in enumerate(x.astype(np.float64))])
    factor, offset = layers[f"{name}_ln"]
    v = (v - v.mean(axis=0)) / np.sqrt(v.var(axis=0) + 1e-3) * factor[:, None, None] + offset[:, None, None]
    v = pointwise("conv_exp", v)
    v = pointwise("conv_red", 0.5 * v * (1 + erf(v / np.sqrt(2)))) + x
    return pointwise("conv_adj", v)


def test_a_file_with_other_layers_is_refused(weights):
    """A network of another form is refused with advice, not run."""
    layers = dict(hdf5.layers(weights))
    layers["enc1_0_conv_exp"] = layers["enc1_1_conv_exp"]
    with pytest.raises(EngineMissing):
        leader_graph.as_onnx(layers)
    with pytest.raises(EngineMissing):
        leader_graph.as_onnx({})


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_refused(weights, data):
    """Whatever is changed in the file's structure, it is read or refused with ValueError."""
    damaged = bytearray(weights)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, 60_000) | st.integers(0, len(weights) - 9))
        damaged[at : at + 8] = struct.pack("<Q", data.draw(st.integers(0, 2**64 - 1)))
    cut = data.draw(st.integers(0, len(damaged)))
    for candidate in (bytes(damaged), bytes(damaged[:cut])):
        try:
            hdf5.layers(candidate)
        except ValueError:
            continue


def test_an_address_beyond_any_file_is_refused(weights):
    """A root group at an address that no file could reach is refused with ValueError."""
    root = 64  # where the superblock of version 0 keeps the address of the root's header
    damaged = weights[:root] + struct.pack("<Q", 2**64 - 1) + weights[root + 8 :]
    with pytest.raises(ValueError, match="damaged"):
        hdf5.layers(damaged)


@given(st.binary(max_size=300))
def test_other_bytes_are_refused(data):
    """Bytes that are no HDF5 file are refused with ValueError."""
    with pytest.raises(ValueError, match="HDF5"):
        hdf5.layers(data)


def test_a_grown_finger_is_found_over_scales(weights, shared):
    """A print enlarged by 20 % still outscores other fingers when several scales are tried, and its place is right."""
    folder = shared / "fingerprints/fvc2002_db1_b"
    small = [extract(decode((folder / f"10{k}_1.png").read_bytes())) for k in (1, 2, 3)]
    for k in (1, 2, 3):
        image = decode((folder / f"10{k}_2.png").read_bytes()).pixels
        larger = Image.fromarray(image).resize((466, 449), Image.Resampling.LANCZOS)
        grown = extract(FingerImage(np.asarray(larger)))
        scores = [score(grown, t, scales=5) for t in small]
        assert int(np.argmax(scores)) == k - 1
        found = compare(grown, small[k - 1], scales=5)
        assert found.weight.log10 > 2
        assert found.transform.scale == pytest.approx(1 / 1.2, rel=0.05)


def test_half_the_ridge_period_is_the_same_finger(weights, shared):
    """Prints at half their size are mates of the whole ones; the transform and the pairs are in each image's own pixels."""
    folder = shared / "fingerprints/fvc2002_db1_b"
    image = decode((folder / "101_1.png").read_bytes())
    half = Image.fromarray(image.pixels).resize((194, 187), Image.Resampling.LANCZOS)
    whole, small = extract(image), extract(FingerImage(np.asarray(half)))
    assert small.period_factor > 1.5
    found = compare(small, whole, scales=3)
    assert found.weight.log10 > 2
    assert found.transform.scale == pytest.approx(2, rel=0.03)
    x, y = small.x[found.pairs[:, 0]], small.y[found.pairs[:, 0]]
    assert np.median(np.hypot(whole.x[found.pairs[:, 1]] - 2 * x, whole.y[found.pairs[:, 1]] - 2 * y)) < 6
    back = compare(whole, small, scales=3)
    assert back.transform.scale == pytest.approx(1 / found.transform.scale)
    assert back.weight.log10 == found.weight.log10


def test_identity_is_the_maximum(weights, shared):
    """No other print scores higher against a print than it does itself."""
    folder = shared / "fingerprints/fvc2002_db1_b"
    prints = [prepare(extract(decode((folder / f"101_{k}.png").read_bytes()))) for k in (1, 2, 3)]
    for a, b in itertools.permutations(prints, 2):
        assert score(a, a) >= score(a, b)
