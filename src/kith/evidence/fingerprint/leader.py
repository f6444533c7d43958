"""The engine "leader": minutiae seen by the LEADER network (R. Cappelli, M. Ferrara), whose weights lie in the package pyfing.

The package itself is never imported (it would ask for Keras and TensorFlow): its weights file is read and run on
onnxruntime. What the network was trained on is not published in full, and its author tuned it on the FVC sets, so its
figures on them are flattered.
Always holds: the graph is made in memory once a process; one session serves all threads, one thread a call; large images
are looked at in overlapping pieces, so that memory stays bounded.
"""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import EngineMissing
from kith.evidence.fingerprint import hdf5
from kith.evidence.fingerprint.leader_graph import MULTIPLE, as_onnx
from kith.evidence.fingerprint.ridge import inside_of, reliability
from kith.evidence.fingerprint.template import BIFURCATION, ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kith.evidence.fingerprint.ridge import Ridges

LEAST_LIKELY = 0.4
"""The network's own author sets 0.6, for templates that people look at; the matcher makes use of weaker ones."""
PIECE, MARGIN = 768, 96
"""Side of a piece of a large image, and how far from its edges its answer is not used."""
_PACKAGE = "pyfing"
_WEIGHTS = "models/LEADER.weights.h5"
_AGAIN = "Install the package pyfing in the version that requirements/run.txt names, or use the engine ridge."
_lock = threading.Lock()
_sessions: list[Any] = []


class Leader:
    """See kith.evidence.fingerprint.extract.Extractor."""

    name = "leader"
    version = "1"

    def installed(self) -> bool:
        """Whether the weights lie where they are looked for."""
        return _weights_file() is not None

    def minutiae(
        self, pixels: NDArray[np.uint8], ridges: Ridges
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.uint8]]:
        """The minutiae of an image whose `ridges` were seen; EngineMissing where the weights are not installed."""
        found = np.concatenate([seen(piece, y, x) for piece, y, x in _pieces(pixels)])
        points = found[:, :3].astype(np.float32)
        kind = np.where(found[:, 3] >= 0.5, ENDING, BIFURCATION).astype(np.uint8)
        clear = reliability(ridges, inside_of(ridges), points).astype(np.float64)
        quality = np.sqrt(found[:, 4].clip(0, 1) * 100 * clear)
        return points, kind, np.clip(np.rint(quality), 1, 100).astype(np.uint8)


def _weights_file() -> Path | None:
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / _WEIGHTS
        if path.is_file():
            return path
    return None


def _pieces(
    pixels: NDArray[np.uint8],
) -> Iterator[tuple[NDArray[np.uint8], tuple[int, int, int], tuple[int, int, int]]]:
    """The image in pieces; for rows and for columns where the piece begins, and from where to where its answer is used."""
    height, width = pixels.shape
    for top, y0, y1 in _spans(height):
        for left, x0, x1 in _spans(width):
            yield pixels[top : top + PIECE, left : left + PIECE], (top, y0, y1), (left, x0, x1)


def _spans(length: int) -> Iterator[tuple[int, int, int]]:
    """Begin of each piece along one side, and the part of the whole for which it answers."""
    begin = answered = 0
    while True:
        last = begin + PIECE >= length
        until = length if last else begin + PIECE - MARGIN
        yield begin, answered, until
        if last:
            return
        answered = until
        begin = min(until - MARGIN, max(0, length - PIECE))


def seen(
    piece: NDArray[np.uint8], rows: tuple[int, int, int], columns: tuple[int, int, int]
) -> NDArray[np.float64]:
    """The minutiae of a piece: x and y in the whole image, direction (ISO), ending or not (0..1), how likely (0..1)."""
    height, width = piece.shape
    down, right = -height % MULTIPLE, -width % MULTIPLE
    top, left = down // 2, right // 2
    framed = np.pad(piece, ((top, down - top), (left, right - left)), constant_values=piece[0, 0])
    answer = _session().run(None, {"image": framed[None, None].astype(np.float32)})[0][0]
    answer = answer[:, top : top + height, left : left + width]
    y, x = np.nonzero(answer[4] >= LEAST_LIKELY)
    here = answer[:, y, x].astype(np.float64)
    y, x = y + rows[0], x + columns[0]
    direction = np.arctan2(here[2], here[1]) % (2 * np.pi)
    mine = (y >= rows[1]) & (y < rows[2]) & (x >= columns[1]) & (x < columns[2])
    return np.stack([x, y, direction, here[3], here[4]], axis=1)[mine]


def _session() -> Any:
    """The one session of this process, made at the first call.

    Raises:
        EngineMissing: the weights, onnx or onnxruntime are not installed, or the weights are not those expected.
    """
    with _lock:
        if not _sessions:
            path = _weights_file()
            if path is None:
                raise EngineMissing(
                    "The weights of the fingerprint engine leader are not installed.", advice=_AGAIN
                )
            try:
                import onnxruntime
            except ImportError as missing:
                raise EngineMissing("onnxruntime is not installed.", advice=_AGAIN) from missing
            try:
                weights = hdf5.layers(path.read_bytes())
            except (OSError, ValueError) as error:
                raise EngineMissing(
                    f"The file of the fingerprint network cannot be read: {error}.", advice=_AGAIN
                ) from error
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            graph = as_onnx(weights)
            _sessions.append(onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]))
        return _sessions[0]
