"""The LEADER network as an ONNX graph, made in memory from its weights: image in, map of minutiae out.

The network is that of R. Cappelli, M. Ferrara, LEADER: Lightweight End-to-End Attention-Gated Dual Autoencoder for Robust
Minutiae Extraction, arXiv:2602.15493, 2026; the weights are those of the package pyfing. The graph computes the same
numbers with fewer steps. Always holds: what is rearranged is exact but for rounding:

- a normalisation over channels followed by a 1 x 1 convolution: the mean, the factors and the offsets go into the
  convolution, only the division by the deviation is left;
- two 1 x 1 convolutions with nothing between them become one (the narrowing one of a block and the one after its sum);
- what works on each pixel by itself is done before its pixels are repeated, not after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kith.errors import EngineMissing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Weights = Mapping[str, Sequence[Array]]

MULTIPLE = 32
"""Height and width of the input are multiples of this."""
_EPSILON = 1e-3
_OPSET, _IR = 20, 9
_FLOAT = 1


def as_onnx(weights: Weights) -> bytes:
    """The network as a serialised ONNX model.

    Input `image` float32 (1, 1, height, width) from 0 to 255; output `minutiae` float32 (1, 5, height, width): how likely a
    minutia is here, the cosine and sine of its direction (not normalised), how likely it is an ending, and how likely
    a minutia is in the neighbourhood where it is likeliest here, else 0.

    Raises:
        EngineMissing: the weights are not those of this network, or onnx is not installed.
    """
    try:
        import onnx
    except ImportError as missing:
        raise EngineMissing(
            "onnx is not installed.", advice="Install onnx, or use the engine ridge."
        ) from missing
    graph = _Graph(weights)
    try:
        graph.build()
    except (KeyError, IndexError, ValueError) as error:
        raise EngineMissing(
            f"The file of the fingerprint network is not the one expected: {error}.",
            advice="Install the package pyfing in the version that requirements/run.txt names.",
        ) from error
    helper = onnx.helper
    made = helper.make_graph(
        [helper.make_node(kind, inputs, [name], **options) for kind, inputs, name, options in graph.nodes],
        "leader",
        [helper.make_tensor_value_info("image", _FLOAT, [1, 1, "height", "width"])],
        [helper.make_tensor_value_info(graph.output, _FLOAT, [1, 5, "height", "width"])],
        [onnx.numpy_helper.from_array(array, name) for name, array in graph.constants.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    data: bytes = model.SerializeToString()
    return data


class _Tensor(NamedTuple):
    """The name of a value in the graph, and how many channels it has."""

    name: str
    channels: int


class _Graph:
    """Nodes and constants of the graph; tensors lie as (1, channels, height, width)."""

    def __init__(self, weights: Weights) -> None:
        self.nodes: list[tuple[str, list[str], str, dict[str, Any]]] = []
        self.constants: dict[str, NDArray[Any]] = {}
        self.output = ""
        self._weights = weights

    def build(self) -> None:
        """The whole network."""
        image = _Tensor("image", 1)
        x = self._stem("stem0", image, "MaxPool")
        sharp = self._stem("stem1", image, "AveragePool")
        skips = []
        for k in range(4):
            x = self._separable(f"enc0_{k}", x)
            skips.append(x)
            x = self._halved(x)
        for k in reversed(range(4)):
            x = self._joined([self._doubled(self._separable(f"dec0_{k}", x)), skips[k]])
        x = self._joined([self._attended(x), sharp])
        skips = []
        for k in range(4):
            x = self._block(f"enc1_{k}", x)
            skips.append(x)
            x = self._halved(x)
        for k in reversed(range(4)):
            x = self._joined([self._doubled(self._block(f"dec1_{k}", x)), skips[k]])
        heads = [self._head(k, x) for k in range(3)]
        likely = self._sigmoid(self._convolved("head_conv_pos", heads[0]))
        direction = self._convolved("head_conv_dir", heads[1])
        ending = self._sigmoid(self._convolved("head_conv_typ", heads[2]))
        smooth = self._convolved("nms_Gaussian_blur", likely)
        highest = self._node("MaxPool", [smooth.name], kernel_shape=[7, 7], pads=[3] * 4)
        here = self._node("Cast", [self._node("Equal", [smooth.name, highest])], to=_FLOAT)
        peak = _Tensor(self._node("Mul", [smooth.name, here]), 1)
        self.output = self._joined([likely, direction, ending, peak]).name

    def _node(self, kind: str, inputs: list[str], **options: Any) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append((kind, inputs, name, options))
        return name

    def _constant(self, array: NDArray[Any]) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.ascontiguousarray(array)
        return name

    def _conv(
        self, x: _Tensor, kernel: Array, bias: Array | None, *, wide: int = 1, group: int = 1
    ) -> _Tensor:
        """A convolution that keeps the size; `kernel` is (out, in, k, k), `wide` its dilation."""
        out, channels, side, _ = kernel.shape
        if channels * group != x.channels or (bias is not None and len(bias) != out):
            raise ValueError("the channels of a convolution do not fit")
        inputs = [x.name, self._constant(kernel)]
        if bias is not None:
            inputs.append(self._constant(bias))
        pads = [wide * (side // 2)] * 4
        name = self._node(
            "Conv", inputs, kernel_shape=[side, side], pads=pads, dilations=[wide] * 2, group=group
        )
        return _Tensor(name, out)

    def _convolved(self, layer: str, x: _Tensor, *, wide: int = 1) -> _Tensor:
        """A convolution as the file has it, (k, k, in, out)."""
        numbers = self._weights[layer]
        bias = numbers[1] if len(numbers) > 1 else None
        return self._conv(x, numbers[0].transpose(3, 2, 0, 1), bias, wide=wide)

    def _depthwise(self, layer: str, x: _Tensor) -> _Tensor:
        """A convolution of each channel by itself, (k, k, channels, 1)."""
        kernel = self._weights[layer][0].transpose(2, 3, 0, 1)
        return self._conv(x, kernel, None, group=x.channels)

    def _gelu(self, x: _Tensor) -> _Tensor:
        return _Tensor(self._node("Gelu", [x.name]), x.channels)

    def _sigmoid(self, x: _Tensor) -> _Tensor:
        return _Tensor(self._node("Sigmoid", [x.name]), x.channels)

    def _pooled(self, kind: str, x: _Tensor) -> _Tensor:
        return _Tensor(self._node(kind, [x.name], kernel_shape=[2, 2], strides=[2, 2]), x.channels)

    def _joined(self, parts: list[_Tensor]) -> _Tensor:
        name = self._node("Concat", [p.name for p in parts], axis=1)
        return _Tensor(name, sum(p.channels for p in parts))

    def _doubled(self, x: _Tensor) -> _Tensor:
        """Each pixel twice in both directions."""
        scales = self._constant(np.array([1, 1, 2, 2], np.float32))
        name = self._node(
            "Resize", [x.name, "", scales], mode="nearest", coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )  # fmt: skip
        return _Tensor(name, x.channels)

    def _halved(self, x: _Tensor) -> _Tensor:
        """The greatest of four pixels in the first half of the channels, their mean in the second."""
        half = x.channels // 2
        parts = []
        for kind, first, last in (("MaxPool", 0, half), ("AveragePool", half, x.channels)):
            bounds = [self._constant(np.array([v], np.int64)) for v in (first, last, 1)]
            part = self._node("Slice", [x.name, *bounds])
            parts.append(self._pooled(kind, _Tensor(part, last - first)))
        return self._joined(parts)

    def _divided(self, x: _Tensor) -> tuple[_Tensor, NDArray[np.float64]]:
        """Every pixel divided by the deviation over its channels, and the matrix that still has to take out their mean."""
        n = x.channels
        mean = self._conv(x, np.full((1, n, 1, 1), 1 / n, np.float32), None)
        square = _Tensor(self._node("Mul", [x.name, x.name]), x.channels)
        mean_square = self._conv(square, np.full((1, n, 1, 1), 1 / n, np.float32), None)
        variance = self._node("Sub", [mean_square.name, self._node("Mul", [mean.name, mean.name])])
        kept = self._node("Max", [variance, self._constant(np.zeros(1, np.float32))])
        sure = self._node("Add", [kept, self._constant(np.array([_EPSILON], np.float32))])
        inverse = self._node("Reciprocal", [self._node("Sqrt", [sure])])
        scaled = _Tensor(self._node("Mul", [x.name, inverse]), x.channels)
        return scaled, np.eye(n) - np.full((n, n), 1 / n)

    def _normalised(self, layer: str, x: _Tensor) -> _Tensor:
        """A normalisation over channels with no convolution behind it."""
        factor, offset = self._weights[layer]
        scaled, centring = self._divided(x)
        kernel = (factor[:, None] * centring).astype(np.float32)
        return self._conv(scaled, kernel[:, :, None, None], offset)

    def _stem(self, name: str, x: _Tensor, pool: str) -> _Tensor:
        near = self._convolved(f"{name}_conv", x)
        far = self._convolved(f"{name}_dilated_conv", x, wide=2)
        return self._pooled(pool, self._gelu(self._normalised(f"{name}_ln", self._joined([near, far]))))

    def _separable(self, name: str, x: _Tensor) -> _Tensor:
        each, mixed, bias = self._weights[f"{name}_conv"]
        x = self._conv(x, each.transpose(2, 3, 0, 1), None, group=x.channels)
        x = self._conv(x, mixed.transpose(3, 2, 0, 1), bias)
        return self._gelu(self._normalised(f"{name}_ln", x))

    def _attended(self, x: _Tensor) -> _Tensor:
        looks = [self._gelu(self._convolved(f"attention_conv_d{w}", x, wide=w)) for w in (1, 3, 6)]
        gate = self._sigmoid(self._convolved("attention_s", self._joined(looks)))
        return _Tensor(self._node("Mul", [x.name, gate.name]), x.channels)

    def _block(self, name: str, x: _Tensor) -> _Tensor:
        """The inverse bottleneck: look around, widen, narrow, add, change the number of channels."""
        factor, offset = (v.astype(np.float64) for v in self._weights[f"{name}_ln"])
        widen, widen_bias = (v.astype(np.float64) for v in self._weights[f"{name}_conv_exp"])
        narrow, narrow_bias = (v.astype(np.float64) for v in self._weights[f"{name}_conv_red"])
        change, change_bias = (v.astype(np.float64) for v in self._weights[f"{name}_conv_adj"])
        widen, narrow, change = widen[0, 0].T, narrow[0, 0].T, change[0, 0].T
        scaled, centring = self._divided(self._depthwise(f"{name}_depthwise_conv", x))
        kernel = (widen * factor) @ centring
        wide = self._gelu(self._pointwise(scaled, kernel, widen_bias + widen @ offset))
        through = self._pointwise(wide, change @ narrow, change @ narrow_bias + change_bias)
        beside = self._pointwise(x, change, None)
        return _Tensor(self._node("Add", [through.name, beside.name]), through.channels)

    def _pointwise(
        self, x: _Tensor, matrix: NDArray[np.float64], bias: NDArray[np.float64] | None
    ) -> _Tensor:
        kernel = matrix.astype(np.float32)[:, :, None, None]
        offset = None if bias is None else bias.astype(np.float32)
        return self._conv(x, kernel, offset)

    def _head(self, k: int, x: _Tensor) -> _Tensor:
        """One of the three heads: position, direction, kind."""
        x = self._convolved(f"head_{k}_conv1", self._block(f"head_{k}_ibc", x))
        x = self._gelu(self._convolved(f"head_{k}_conv2", self._normalised(f"head_{k}_ln", x)))
        return self._doubled(x)
