"""A packed gallery as a folder of `.npy` files, mapped into memory when it is opened: for measurements and for use without a register.

The files hold biometric templates in clear, for anybody who can read them. The register never writes them: it keeps its
gallery in memory only.
Always holds: what is opened is what was saved, every byte of it; anything else is refused, and nothing in a file is ever run.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from kith.errors import BadGallery
from kith.evidence.fingerprint.packed import ARRAYS, LONG, SHAPES, Packed
from kith.evidence.fingerprint.position import Position
from kith.evidence.fingerprint.structures import MOST, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_ADVICE = "Save the gallery again, to an empty folder, and open that."
_VERSION = "kith packed fingers 1"
_AT_ONCE = 1 << 20
_HEADER = 128  # bytes, of a NumPy file with so short a description
FILES = (*(f"{name}.npy" for name in (*ARRAYS, "engines")), "sums.npy")
"""What a gallery consists of; the last holds the CRCs of the others, in this order."""
_LARGEST_FACTOR = 10.0  # as of a template
_LARGEST_GRID = 1 << 26
_FARTHEST = 1e6


def save(packed: Packed, folder: Path) -> None:
    """Write the gallery to a folder, which is made; files of another gallery in it are written over.

    Do not save to the folder that the gallery was opened from. Erased templates are saved overwritten.

    Raises:
        BadGallery: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(packed, name), allow_pickle=False)
        engines = "\n".join((_VERSION, *packed.engines)).encode()
        np.save(folder / "engines.npy", np.frombuffer(engines, np.uint8), allow_pickle=False)
        (folder / FILES[-1]).write_bytes(sums_of(folder))
    except OSError as error:
        raise BadGallery(
            "The gallery cannot be saved in this folder.", advice="Choose another folder, or make room."
        ) from error


def open_packed(folder: Path) -> Packed:
    """The gallery that `save` wrote, mapped: only what a search reads comes into memory.

    Nothing done to it changes a file; and no file may be changed while it is open.

    Raises:
        BadGallery: the folder holds no gallery, or its files are cut, changed or of another version.
    """
    try:
        if (folder / FILES[-1]).read_bytes() != sums_of(folder):
            raise BadGallery("A file of the gallery was cut or changed.", advice=_ADVICE)
        loaded: dict[str, Any] = {name: _mapped(folder / f"{name}.npy", *SHAPES[name]) for name in ARRAYS}
        engines = _mapped(folder / "engines.npy", np.uint8, ())
        text = engines.tobytes().decode().split("\n")
    except (OSError, ValueError) as error:
        raise BadGallery("The folder holds no gallery that can be opened.", advice=_ADVICE) from error
    if text[0] != _VERSION or not _whole(loaded, len(text) - 1):
        raise BadGallery("The folder holds no gallery of this version.", advice=_ADVICE)
    return Packed(**loaded, engines=tuple(text[1:]))


def _mapped(path: Path, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """The one array that a file of this length can hold, mapped; copied on writing, so that the file stays as it is.

    Its header must be, letter by letter, the one that NumPy writes for that array, so that nothing in it is interpreted.

    Raises:
        ValueError: it is not.
    """
    empty = np.zeros((0, *shape), kind)
    row = empty.dtype.itemsize * int(np.prod(shape))
    size = path.stat().st_size
    count = max(size - _HEADER, 0) // row
    out = io.BytesIO()
    description = np.lib.format.header_data_from_array_1_0(empty) | {"shape": (count, *shape)}
    np.lib.format.write_array_header_1_0(out, description)
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if header != out.getvalue() or size != _HEADER + count * row:
        raise ValueError("another array")
    return np.memmap(path, kind, "c", _HEADER, (count, *shape)).view(np.ndarray)


def sums_of(folder: Path) -> bytes:
    """What the last file holds: the CRC of each other one."""
    sums = []
    for name in FILES[:-1]:
        total = 0
        with (folder / name).open("rb") as file:
            while data := file.read(_AT_ONCE):
                total = zlib.crc32(data, total)
        sums.append(total)
    out = io.BytesIO()
    np.save(out, np.array(sums, np.uint32), allow_pickle=False)
    return out.getvalue()


def _whole(arrays: dict[str, NDArray[Any]], engines: int) -> bool:
    """The arrays are what the kernels rely on: they look at no index again."""
    n = len(arrays["position"])
    begins = ("start", "grid_start")
    if any(len(arrays[name]) != n for name in SHAPES if name not in LONG and name not in begins):
        return False
    if not all(_rises(arrays[name], n) for name in begins):
        return False
    m, points = int(arrays["start"][-1]), int(arrays["grid_start"][-1])
    sizes = {name: entries * m if entries else points for name, entries in LONG.items()}
    if any(len(arrays[name]) != size for name, size in sizes.items()):
        return False
    window = arrays["window"].astype(np.int64)
    # each alone first, so that no product is too large for its type
    if not ((window >= 0) & (window <= _LARGEST_GRID)).all():
        return False
    return bool(
        (np.diff(arrays["start"]) <= MOST).all()
        and (arrays["count"] <= NEIGHBOURS).all()
        and (np.abs(arrays["points"]) <= _FARTHEST).all()
        and (window[:, 2] * window[:, 3] == np.diff(arrays["grid_start"])).all()
        and ((window[:, 0] + window[:, 2]) * (window[:, 1] + window[:, 3]) <= _LARGEST_GRID).all()
        and (arrays["position"] <= max(Position)).all()
        and (arrays["overall"] <= 100).all()
        and ((arrays["factor"] >= 1) & (arrays["factor"] <= _LARGEST_FACTOR)).all()
        and (arrays["engine"] < max(engines, 1)).all()
        and (arrays["erased"].view(np.uint8) <= 1).all()
    )


def _rises(begin: NDArray[Any], n: int) -> bool:
    """From 0, never falling, one more than there are templates."""
    return len(begin) == n + 1 and int(begin[0]) == 0 and bool((np.diff(begin) >= 0).all())
