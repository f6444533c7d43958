"""dlib's face network as it lies in its file: every layer with its sizes and numbers, read without dlib.

The file `dlib_face_recognition_resnet_model_v1.dat` (Davis King, CC0) is dlib's portable binary serialisation of one
C++ object, and `read_network` reads it from the first byte to the last: nothing is searched for or skipped, and
anything unexpected is `EngineMissing`, never a wrong network.

The format, as far as this network uses it (dlib/serialize.h, dlib/dnn/core.h, dlib/dnn/layers.h of dlib 19 and 20):

- an *integer* is one control byte (bit 7 the sign, low four bits the count n of bytes), then n bytes, low byte first;
- a *float* outside a tensor is two integers, mantissa and exponent: value = mantissa * 2**exponent;
- a *string* is its length as an integer, then its bytes; a *boolean* is the character 0 or 1;
- a *tensor* is the integer 2, four sizes, then its numbers as 32-bit floats, low byte first;
- an *alias* (a window into a tensor) is the integer 1 and four sizes.

A network is stored as nested objects, each opening with an integer that tells its kind, outermost first: 2 a layer with
numbers of its own, 1 a tag or a skip (which have none), 3 the innermost layer, which holds the input. Then follow the
input's description and, from the innermost outwards, the details of each layer, opened by the layer's name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from kith.errors import EngineMissing

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TAG_OR_SKIP, _LAYER, _INNERMOST = 1, 2, 3
_MOST_LAYERS = 1000
_MOST_NUMBERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of the network, from the input outwards.

    `kind` is dlib's name for it (``con_4``, ``affine_``, ``relu_``, ``max_pool_2``, ``avg_pool_2``, ``add_prev_``,
    ``fc_2``) or ``tag`` or ``skip``. `sizes` are the integers of its description; `numbers` its float32 parameters
    in the order of the file, empty where it has none.
    """

    kind: str
    sizes: tuple[int, ...]
    numbers: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """The layers from the input outwards, the mean colour (red, green, blue) and the side of the input in pixels."""

    mean: tuple[float, float, float]
    side: int
    layers: tuple[Layer, ...]


class _Reader:
    """The bytes of the file, and how far they have been read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def broken(self, what: str) -> NoReturn:
        raise EngineMissing(
            f"The file of the face network is damaged: {what} at byte {self._at}.",
            advice="Install the package face_recognition_models again.",
        )

    def take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if len(piece) < count:
            self.broken("it ends too early")
        self._at += count
        return piece

    def integer(self) -> int:
        control = self.take(1)[0]
        count = control & 0x0F
        if not 1 <= count <= 8 or control & 0x70:
            self.broken("an integer is malformed")
        value = int.from_bytes(self.take(count), "little")
        return -value if control & 0x80 else value

    def integers(self, count: int) -> tuple[int, ...]:
        return tuple(self.integer() for _ in range(count))

    def real(self) -> float:
        mantissa, exponent = self.integers(2)
        if abs(exponent) > 1000:  # dlib writes infinity and not-a-number so, and this network has none
            self.broken("a number is not finite")
        return math.ldexp(mantissa, exponent)

    def text(self) -> str:
        return self.take(self.integer() & 0xFF).decode("latin-1")

    def expect(self, wanted: int, what: str) -> None:
        if self.integer() != wanted:
            self.broken(f"{what} of an unknown version")

    def tensor(self) -> NDArray[np.float32]:
        self.expect(2, "a tensor")
        sizes = self.integers(4)
        count = math.prod(sizes)
        if min(sizes) < 0 or count > _MOST_NUMBERS:
            self.broken("a tensor has an impossible size")
        numbers = np.frombuffer(self.take(4 * count), dtype="<f4").astype(np.float32)
        if not np.isfinite(numbers).all():
            self.broken("a tensor holds a number that is not finite")
        return numbers

    def two_aliases(self) -> None:
        """Which part of the tensor before is which; the order is always the same, so it is read and dropped."""
        for _ in range(2):
            self.expect(1, "an alias")
            self.integers(4)

    def at_end(self) -> bool:
        return self._at == len(self._data)


def read_network(data: bytes) -> Network:
    """The network that dlib's file `data` describes.

    Raises:
        EngineMissing: the bytes are not that file, or are damaged.
    """
    reader = _Reader(data)
    reader.expect(1, "the network")
    if reader.text() != "loss_metric_2":
        reader.broken("another kind of network")
    reader.real(), reader.real()  # margin and threshold of the training loss, of no use after training
    kinds = _nesting(reader)
    mean, side = _input(reader)
    layers = [_layer(reader, kind, position) for position, kind in enumerate(_outwards(kinds))]
    if not reader.at_end():
        reader.broken("something follows the network")
    return Network(mean, side, tuple(layers))


def _nesting(reader: _Reader) -> list[int]:
    """The kinds of all nested objects, outermost first, up to and with the innermost."""
    kinds: list[int] = []
    while not kinds or kinds[-1] != _INNERMOST:
        kinds.append(reader.integer())
        if kinds[-1] not in {_TAG_OR_SKIP, _LAYER, _INNERMOST} or len(kinds) > _MOST_LAYERS:
            reader.broken("the layers are not nested as expected")
    return kinds


def _input(reader: _Reader) -> tuple[tuple[float, float, float], int]:
    if reader.text() != "input_rgb_image_sized":
        reader.broken("another kind of input")
    mean = (reader.real(), reader.real(), reader.real())
    height, width = reader.integers(2)
    if height != width or not 1 <= height <= 1000:
        reader.broken("an input of another shape")
    return mean, height


def _outwards(kinds: list[int]) -> list[str]:
    """What each nested object is, innermost first: ``layer``, ``tag`` or ``skip``.

    The file does not tell a tag from a skip (C++ knows it from the type). In this network a lone one is the tag before a
    residual block, and two in a row are the tag after a down-sampling block and the skip back to where the block began.
    """
    outwards: list[str] = []
    for kind in reversed(kinds):
        if kind != _TAG_OR_SKIP:
            outwards.append("layer")
        else:
            outwards.append("skip" if outwards and outwards[-1] == "tag" else "tag")
    return outwards


def _layer(reader: _Reader, what: str, position: int) -> Layer:
    """The next layer's details; the state of training that follows them is read and dropped."""
    if what != "layer":
        return Layer(what, (), np.empty(0, np.float32))
    kind = reader.text()
    sizes, numbers = _details(reader, kind)
    for _ in range(3):  # set up, gradient stale, output disabled
        if reader.take(1) not in {b"0", b"1"}:
            reader.broken("a layer's state is malformed")
    for _ in range(
        3
    ):  # gradient of the input, cached output, gradient of the parameters: empty in a finished network
        reader.tensor()
    if position == 0:
        reader.integer()  # how many input tensors one sample takes
    return Layer(kind, sizes, numbers)


def _details(reader: _Reader, kind: str) -> tuple[tuple[int, ...], NDArray[np.float32]]:
    """The sizes and parameters of a layer of this kind."""
    numbers = np.empty(0, np.float32)
    sizes: tuple[int, ...] = ()
    if kind == "con_4":  # filters, height, width, strides y x, padding y x
        numbers, sizes = reader.tensor(), reader.integers(7)
        reader.two_aliases()
        _learning_rates(reader)
    elif kind == "affine_":  # the mode: 0, one factor a channel
        numbers = reader.tensor()
        reader.two_aliases()
        sizes = reader.integers(1)
    elif kind in {"max_pool_2", "avg_pool_2"}:  # height, width (0: everything), strides y x, padding y x
        sizes = reader.integers(6)
    elif kind == "fc_2":  # outputs, inputs
        sizes, numbers = reader.integers(2), reader.tensor()
        reader.two_aliases()
        reader.integer()  # 1: no bias
        _learning_rates(reader)
    elif kind not in {"relu_", "add_prev_"}:
        reader.broken("a layer of an unknown kind")
    return sizes, numbers


def _learning_rates(reader: _Reader) -> None:
    """Four factors of training, of no use after it."""
    for _ in range(4):
        reader.real()
