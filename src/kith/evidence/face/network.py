"""The face network on onnxruntime: 150 x 150 chips in, 128 numbers each out, as dlib computes them but twelve times faster.

Always holds: the graph is made in memory from the weights file once a process, and one session serves all threads
(onnxruntime's `run` is safe for that); it uses one thread a call, so that callers decide how many run at once.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import EngineMissing
from kith.evidence.face.weights import Layer, Network, read_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PACKAGE = "face_recognition_models"
_WEIGHTS = "dlib_face_recognition_resnet_model_v1.dat"
_OPSET, _IR = 17, 9
_lock = threading.Lock()
_sessions: dict[str, Any] = {}


def model_path(name: str) -> Path:
    """Where the file `name` of the package face_recognition_models lies; the package itself is never imported.

    Importing it fails from Python 3.12 on (it asks for pkg_resources), and its 68-point file is not free for every use.

    Raises:
        EngineMissing: the package or the file is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / "models" / name
        if path.is_file():
            return path
    raise EngineMissing(
        f"The face engine's file {name} is not installed.",
        advice=f"Install the package {_PACKAGE}; until then faces are not compared.",
    )


def embed(chips: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The network's output (n, 128), not normalised, for aligned faces (n, 150, 150, 3) RGB, as dlib gives it.

    Raises:
        EngineMissing: the weights or onnxruntime are not installed, or the weights are damaged.
    """
    result: NDArray[np.float32] = _session().run(None, {"rgb": np.ascontiguousarray(chips, dtype=np.uint8)})[
        0
    ]
    return result


def _session() -> Any:
    """The one session of this process, made at the first call."""
    with _lock:
        if _WEIGHTS not in _sessions:
            try:
                import onnxruntime
            except ImportError as missing:
                raise EngineMissing(
                    "onnxruntime is not installed.",
                    advice="Install onnxruntime; until then faces are not compared.",
                ) from missing
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            graph = as_onnx(read_network(model_path(_WEIGHTS).read_bytes()))
            _sessions[_WEIGHTS] = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        return _sessions[_WEIGHTS]


def as_onnx(network: Network) -> bytes:
    """The network as a serialised ONNX model: input `rgb` uint8 (n, side, side, 3), output `embedding` float32 (n, 128).

    Raises:
        EngineMissing: the layers do not fit together, so the weights file is not the one expected, or onnx is missing.
    """
    try:
        import onnx
    except ImportError as missing:
        raise EngineMissing(
            "onnx is not installed.", advice="Install onnx; until then faces are not compared."
        ) from missing

    graph = _Graph(network)
    helper, kinds = onnx.helper, onnx.TensorProto
    side = network.side
    made = helper.make_graph(
        [
            helper.make_node(kind, inputs, [output], **options)
            for kind, inputs, output, options in graph.nodes
        ],
        "dlib_face_resnet",
        [helper.make_tensor_value_info("rgb", kinds.UINT8, ["n", side, side, 3])],
        [helper.make_tensor_value_info(graph.output, kinds.FLOAT, ["n", "size"])],
        [onnx.numpy_helper.from_array(array, name) for name, array in graph.constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    data: bytes = model.SerializeToString()
    return data


class _Graph:
    """ONNX nodes and constants made from dlib's layers, in order, with the shape followed along."""

    def __init__(self, network: Network) -> None:
        self.nodes: list[tuple[str, list[str], str, dict[str, Any]]] = []
        self.constants: dict[str, NDArray[Any]] = {}
        self._channels, self._side = 3, network.side
        self._tags: list[tuple[str, int, int]] = []
        # dlib's input_rgb_image: (colour - mean) / 256
        here = self._node("Cast", ["rgb"], to=1)  # 1: float
        here = self._node("Transpose", [here], perm=[0, 3, 1, 2])
        here = self._node(
            "Sub", [here, self._constant(np.array(network.mean, np.float32).reshape(1, 3, 1, 1))]
        )
        self._here = self._node("Mul", [here, self._constant(np.array(1 / 256, np.float32))])
        layers = iter(network.layers)
        for layer in layers:
            if layer.kind == "con_4":
                self._convolution(layer, next(layers, None))
            else:
                self._step(layer)
        self.output = self._here

    def _node(self, kind: str, inputs: list[str], **options: Any) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append((kind, inputs, name, options))
        return name

    def _constant(self, array: NDArray[Any]) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.ascontiguousarray(array)
        return name

    def _unfitting(self, layer: Layer | None) -> EngineMissing:
        return EngineMissing(
            f"The file of the face network holds an unexpected layer: {layer.kind if layer else 'none'}.",
            advice=f"Install the package {_PACKAGE} again.",
        )

    def _convolution(self, layer: Layer, affine: Layer | None) -> None:
        """A convolution with the channel-wise factor and offset that always follows it folded in."""
        filters, height, width, down, across, pad, pad_x = layer.sizes
        taps = filters * self._channels * height * width
        fits = height == width and down == across and pad == pad_x and layer.numbers.size == taps + filters
        if not fits or affine is None or affine.kind != "affine_" or affine.numbers.size != 2 * filters:
            raise self._unfitting(affine if fits else layer)
        kernel = layer.numbers[:taps].reshape(filters, self._channels, height, width)
        factor, offset = affine.numbers[:filters], affine.numbers[filters:]
        weights = self._constant(kernel * factor[:, None, None, None])
        bias = self._constant(layer.numbers[taps:] * factor + offset)
        self._here = self._node(
            "Conv", [self._here, weights, bias], kernel_shape=[height] * 2, strides=[down] * 2, pads=[pad] * 4
        )
        self._channels = filters
        self._side = (self._side + 2 * pad - height) // down + 1

    def _step(self, layer: Layer) -> None:
        """Any layer but a convolution."""
        if layer.kind == "relu_":
            self._here = self._node("Relu", [self._here])
        elif layer.kind == "tag":
            self._tags.append((self._here, self._channels, self._side))
        elif layer.kind == "skip" and len(self._tags) > 1:
            self._here, self._channels, self._side = self._tags[-2]
        elif layer.kind == "add_prev_" and self._tags:
            self._add(self._tags[-1])
        elif layer.kind in {"max_pool_2", "avg_pool_2"}:
            self._pool(layer)
        elif (
            layer.kind == "fc_2"
            and layer.sizes[1] == self._channels
            and layer.numbers.size == np.prod(layer.sizes)
        ):
            weights = self._constant(layer.numbers.reshape(layer.sizes[1], layer.sizes[0]))
            self._here = self._node("MatMul", [self._here, weights])
        else:
            raise self._unfitting(layer)

    def _pool(self, layer: Layer) -> None:
        height, _, stride, _, pad, _ = layer.sizes
        if height == 0:  # dlib's way to say: over everything
            self._here = self._node("Flatten", [self._node("GlobalAveragePool", [self._here])])
            return
        if layer.sizes != (height, height, stride, stride, 0, 0):
            raise self._unfitting(layer)
        kind = "MaxPool" if layer.kind == "max_pool_2" else "AveragePool"
        self._here = self._node(kind, [self._here], kernel_shape=[height] * 2, strides=[stride] * 2)
        self._side = (self._side + 2 * pad - height) // stride + 1

    def _add(self, other: tuple[str, int, int]) -> None:
        """An addition as dlib does it: the smaller of the two is filled up with zeros, in channels, rows and columns."""
        channels, side = max(self._channels, other[1]), max(self._side, other[2])
        here = self._filled(self._here, channels - self._channels, side - self._side)
        there = self._filled(other[0], channels - other[1], side - other[2])
        self._here = self._node("Add", [here, there])
        self._channels, self._side = channels, side

    def _filled(self, name: str, channels: int, rows: int) -> str:
        if not channels and not rows:
            return name
        ends = self._constant(np.array([0, 0, 0, 0, 0, channels, rows, rows], np.int64))
        return self._node("Pad", [name, ends], mode="constant")
