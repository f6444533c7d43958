"""Sets of prints in folders, as the FVC lay them out, for the scripts that measure fingerprints.

A set is a folder with images `F_I.png` (finger F, impression I; also .tif, .bmp, .jpg, .wsq, in either case of letters);
impressions may be missing. Always holds: an image without a finger in it stays in its set with an empty template, and is
a miss; nothing is left out.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PIL import Image
from rich.console import Console
from rich.progress import track

from _fingerprint_worse import worsened
from kith.errors import KithError
from kith.evidence import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Thing = TypeVar("Thing")

HOME = Path(__file__).resolve().parents[1] / "../shared/data/fingerprints"
KINDS = {".png", ".tif", ".tiff", ".bmp", ".jpg", ".jpeg", ".wsq"}
NAME = re.compile(r"(\d+)_(\d+)")
SCANNED = {("2002", 2): 569, ("2004", 3): 512}
"""FVC sets scanned at another resolution than 500 pixels an inch; their files do not say so."""
SHAPES = {(2, 560, 296): 569, (3, 480, 300): 512}
"""The same by number, height and width, for folders whose path does not name the year."""
SAME_FINGER = {(("2002", 3), "108"): (("2004", 3), "102")}
"""A finger that is in two sets."""


@dataclass
class Set:
    """One set: the finger of each template, which of the FVC's it is if known, and the milliseconds of an extraction.

    `refused` names the images without a finger in them.
    """

    name: str
    finger: list[str]
    templates: list[fingerprint.Template]
    milliseconds: float = 0.0
    which: tuple[str, int] | None = None
    refused: list[str] = field(default_factory=list)

    def owners(self) -> list[str]:
        """Whose each template is, the same words for a finger that is in two sets."""
        keys = [(self.which, finger) for finger in self.finger]
        return [f"{which or self.name}/{f}" for which, f in (SAME_FINGER.get(k, k) for k in keys)]  # type: ignore[call-overload]  # a set of no known year is in no table


def images_in(folder: Path) -> list[Path]:
    """The images of a set, by finger and impression."""
    files = [p for p in folder.iterdir() if p.suffix.lower() in KINDS and NAME.fullmatch(p.stem)]
    return sorted(files, key=lambda p: tuple(map(int, p.stem.split("_"))))


def found_in(data: Path) -> list[Path]:
    """The set folders in `data` at any depth, or `data` itself where it is one."""
    if not data.is_dir():
        return []
    return [f for f in [data, *sorted(p for p in data.rglob("*") if p.is_dir())] if images_in(f)]


def which_of_fvc(folder: Path) -> tuple[str, int] | None:
    """Year and number of the FVC set, from the folder's name and, for the year, from those it lies in; None if unknown."""
    number = re.search(r"db[ _-]?([1-4])", folder.name, re.IGNORECASE)
    names = " ".join([folder.name, *(p.name for p in folder.resolve().parents)])
    year = re.search(r"(?<!\d)200([24])(?!\d)", names)
    return (f"200{year[1]}", int(number[1])) if number and year else None


def resolution(folder: Path, given: dict[str, int]) -> int:
    """Pixels an inch: given by name, else as `ppi.txt` in the folder says, else as the FVC set is known, else 500."""
    if folder.name in given:
        return given[folder.name]
    if (folder / "ppi.txt").is_file():
        return int((folder / "ppi.txt").read_text(encoding="utf-8").split()[0])
    which = which_of_fvc(folder)
    if which:
        return SCANNED.get(which, 500)
    number = re.search(r"db[ _-]?([1-4])", folder.name, re.IGNORECASE)
    files = [p for p in images_in(folder) if p.suffix.lower() != ".wsq"]
    if number and files:
        with Image.open(files[0]) as image:
            return SHAPES.get((int(number[1]), image.height, image.width), 500)
    return 500


def read(file: Path, ppi: int) -> fingerprint.FingerImage:
    """The image in a file; through Pillow alone where the file has oddities that a register refuses.

    Raises:
        KithError: no image of a finger.
    """
    try:
        return fingerprint.decode(file.read_bytes(), ppi=ppi)
    except KithError as why:
        print(f"{file.name}: {why}", file=sys.stderr)
    with Image.open(file) as image:
        grey = image.convert("L")
    return fingerprint.decode_raw(grey.tobytes(), grey.width, grey.height, ppi=ppi)


def enlarged(image: fingerprint.FingerImage, factor: float) -> fingerprint.FingerImage:
    """The image `factor` times as large, as a finger that has grown."""
    if factor == 1.0:
        return image
    height, width = image.pixels.shape
    size = (round(width * factor), round(height * factor))
    return fingerprint.FingerImage(
        np.asarray(Image.fromarray(image.pixels).resize(size, Image.Resampling.LANCZOS))
    )


def extracted(
    folder: Path,
    engine: str | None = None,
    factor: float = 1.0,
    given: dict[str, int] | None = None,
    way: str = "",
) -> Set:
    """The set's templates by our own extraction, of images made worse in a `way` and `factor` times as large before."""
    ppi = resolution(folder, given or {})
    files = images_in(folder)
    out = Set(folder.name, [p.stem.split("_")[0] for p in files], [], which=which_of_fvc(folder))
    _template(read(files[0], ppi), engine)  # compiled before it is timed
    spent = 0.0
    for file in told(files, f"{folder.name} at {ppi} ppi, x {factor} {way}: templates"):
        image = enlarged(worsened(read(file, ppi), way) if way else read(file, ppi), factor)
        began = time.process_time()
        template = _template(image, engine)
        spent += time.process_time() - began
        out.templates.append(template)
        if not len(template):
            out.refused.append(file.name)
    out.milliseconds = 1000 * spent / len(files)
    return out


def _template(image: fingerprint.FingerImage, engine: str | None) -> fingerprint.Template:
    """The template of an image, empty where no finger is seen."""
    try:
        return fingerprint.extract(image, engine=engine)
    except KithError:
        none, small = np.zeros(0, np.float32), np.zeros(0, np.uint8)
        height, width = image.pixels.shape
        return fingerprint.Template(none, none, none, small, small, width, height)


def brought(folder: Path) -> Set | None:
    """The set's templates by another extractor, from its `.iso` records; None where there are none."""
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".iso" and NAME.fullmatch(p.stem))
    if not files:
        return None
    templates = [fingerprint.iso.decode(f.read_bytes())[0] for f in files]
    return Set(folder.name, [f.stem.split("_")[0] for f in files], templates, which=which_of_fvc(folder))


def told(things: Sequence[Thing], what: str) -> Iterable[Thing]:
    """The things, with a bar on standard error while they are gone through."""
    return track(things, what, console=Console(stderr=True))
