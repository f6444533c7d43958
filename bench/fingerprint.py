"""How accurate and how fast fingerprints are: the FVC protocol on every set folder.

    python bench/fingerprint.py [--data DIR] [--json] [--engine ridge|leader] [--no-growth]

A set is a folder in DIR with images `F_I.png` (finger F, impression I). Each pair of impressions of one finger is a genuine
one; each impression against each of every other finger is an impostor one, both taken once (FVC2002, B sets: 280 and
2,880). Where templates `F_I.iso` by another extractor lie beside the images, our matcher runs on them too, as an anchor.

Growth: the same pairs with the later image of each enlarged (or made half as large) before extraction, compared over five
scales; the threshold is that of the impostor pairs so compared. Without `--engine` the one that is the default here runs.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from kith.evidence import fingerprint
from kith.evidence.fingerprint.calibration import log10_ratio
from kith.evidence.fingerprint.compare import fit_for, score
from kith.evidence.fingerprint.extract import engine_called

HOME = Path(__file__).resolve().parents[1] / "../shared/data/fingerprints"
PPI = {"fvc2002_db2": 569, "fvc2004_db3": 512}
"""Sets scanned at another resolution than 500 pixels an inch; their files do not say so."""
KINDS = (".png", ".tif", ".tiff", ".bmp", ".jpg", ".wsq")


@dataclass
class Set:
    """One set: `finger` and `impression` of each template, and the milliseconds that an extraction took."""

    name: str
    finger: list[str]
    templates: list[fingerprint.Template]
    milliseconds: float = 0.0


def found_in(data: Path) -> list[Path]:
    """The set folders in `data`, or `data` itself where it is one."""
    folders = [data, *sorted(p for p in data.iterdir() if p.is_dir())]
    return [
        f for f in folders if any(re.fullmatch(r"\d+_\d+", p.stem) for p in f.iterdir() if p.suffix in KINDS)
    ]


def extracted(folder: Path, engine: str, enlarged: float = 1.0) -> Set:
    """The set's templates by our own extraction, of images made `enlarged` times as large before."""
    ppi = next((v for k, v in PPI.items() if folder.name.startswith(k)), None)
    files = sorted(p for p in folder.iterdir() if p.suffix in KINDS and re.fullmatch(r"\d+_\d+", p.stem))
    fingerprint.extract(
        fingerprint.decode(files[0].read_bytes(), ppi=ppi), engine=engine
    )  # compiled before it is timed
    out = Set(folder.name, [], [])
    spent = 0.0
    for file in files:
        image = fingerprint.decode(file.read_bytes(), ppi=ppi)
        if enlarged != 1.0:
            height, width = image.pixels.shape
            size = (round(width * enlarged), round(height * enlarged))
            larger = Image.fromarray(image.pixels).resize(size, Image.Resampling.LANCZOS)
            image = fingerprint.FingerImage(np.asarray(larger))
        began = time.process_time()
        out.templates.append(fingerprint.extract(image, engine=engine))
        spent += time.process_time() - began
        out.finger.append(file.stem.split("_")[0])
    out.milliseconds = 1000 * spent / len(files)
    return out


def brought(folder: Path) -> Set | None:
    """The set's templates by another extractor, from its `.iso` records."""
    files = sorted(folder.glob("*.iso"))
    if not files:
        return None
    templates = [fingerprint.iso.decode(f.read_bytes())[0] for f in files]
    return Set(folder.name, [f.stem.split("_")[0] for f in files], templates)


@dataclass
class Scores:
    """Raw scores and weights (log10) of all pairs, which of them are genuine, the two fingers' numbers, matches a second."""

    score: np.ndarray
    log10: np.ndarray
    genuine: np.ndarray
    fingers: np.ndarray
    a_second: float


def compared(prints: Set, scales: int = 1, later: Set | None = None) -> Scores:
    """All pairs of a set, each once; the second of each pair from `later`, the same impressions in another form."""
    first = [fingerprint.prepare(t) for t in prints.templates]
    second = first if later is None else [fingerprint.prepare(t) for t in later.templates]
    number = {name: i for i, name in enumerate(dict.fromkeys(prints.finger))}
    which = [number[f] for f in prints.finger]
    score(first[0], second[1], scales=scales)
    pairs = list(itertools.combinations(range(len(first)), 2))
    began = time.process_time()
    scores = np.array([score(first[i], second[j], scales=scales) for i, j in pairs])
    spent = time.process_time() - began
    weights = [
        log10_ratio(s, fit_for(first[i], second[j], scales)) for s, (i, j) in zip(scores, pairs, strict=True)
    ]
    fingers = np.array([(which[i], which[j]) for i, j in pairs])
    same = fingers[:, 0] == fingers[:, 1]
    return Scores(scores, np.array(weights), same, fingers, len(pairs) / spent)


def rates(scores: np.ndarray, genuine: np.ndarray) -> dict[str, float]:
    """EER and FNMR at FMR 1e-2, 1e-3 and 0, in percent."""
    thresholds = np.append(np.unique(scores), np.inf)
    fnmr = np.searchsorted(np.sort(scores[genuine]), thresholds) / genuine.sum()
    fmr = 1 - np.searchsorted(np.sort(scores[~genuine]), thresholds) / (~genuine).sum()
    k = int(np.argmin(np.abs(fnmr - fmr)))
    at = {"FMR100": 1e-2, "FMR1000": 1e-3, "zeroFMR": 0.0}
    out = {"EER": 50 * float(fnmr[k] + fmr[k])}
    out.update({name: 100 * float(fnmr[fmr <= bound].min()) for name, bound in at.items()})
    return out


def cllr(log10: np.ndarray, genuine: np.ndarray) -> float:
    """The cost of log likelihood ratios (Brümmer): 0 perfect, 1 as good as saying nothing."""
    natural = log10 * np.log(10)
    misses, alarms = np.logaddexp(0, -natural[genuine]), np.logaddexp(0, natural[~genuine])
    return float((misses.mean() + alarms.mean()) / (2 * np.log(2)))


def scanned(sets: list[Set]) -> dict[str, float]:
    """One print against many, as bench/fingerprint_search.py measures it."""
    from fingerprint_search import searched

    return searched(sets)


def measured(sets: list[Set]) -> dict[str, float]:
    """All figures of some sets, by name."""
    figures: dict[str, float] = {}
    every = []
    for prints in sets:
        scores = compared(prints)
        every.append(scores)
        figures.update({f"{prints.name} {k} %": v for k, v in rates(scores.score, scores.genuine).items()})
        figures[f"{prints.name} minutiae"] = float(np.mean([len(t) for t in prints.templates]))
        if prints.milliseconds:
            figures[f"{prints.name} extraction ms"] = prints.milliseconds
        figures[f"{prints.name} matches/s"] = round(scores.a_second)
    pooled = np.concatenate([s.score for s in every])
    genuine = np.concatenate([s.genuine for s in every])
    figures["mean EER %"] = float(np.mean([v for k, v in figures.items() if k.endswith(" EER %")]))
    figures["pooled FNMR % at FMR 1e-3"] = rates(pooled, genuine)["FMR1000"]
    figures["Cllr"] = cllr(np.concatenate([s.log10 for s in every]), genuine)
    speed = sum(len(s.score) for s in every) / sum(len(s.score) / s.a_second for s in every)
    figures["full comparison, matches/s"] = round(speed)
    figures.update(scanned(sets))
    return figures


def grown(folders: list[Path], sets: list[Set], engine: str) -> dict[str, float]:
    """FNMR at FMR 1e-3 over five scales, pooled, where the second of each pair has grown or is half as large."""
    figures = {}
    for factor in (1.0, 1.1, 1.2, 1.3, 0.5):
        later = [extracted(f, engine, factor) for f in folders] if factor != 1.0 else sets
        every = [compared(s, 5, larger) for s, larger in zip(sets, later, strict=True)]
        pooled = np.concatenate([s.score for s in every])
        genuine = np.concatenate([s.genuine for s in every])
        figures[f"FNMR % at FMR 1e-3, second x {factor}, 5 scales"] = rates(pooled, genuine)["FMR1000"]
        if factor == 0.5:
            both = [compared(s, 1) for s in later]
            pooled = np.concatenate([s.score for s in both])
            figures["FNMR % at FMR 1e-3, both x 0.5, 1 scale"] = rates(pooled, genuine)["FMR1000"]
    return figures


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--engine", choices=["ridge", "leader"])
    arguments.add_argument("--no-growth", action="store_true", help="leave out growth, which takes longest")
    chosen = arguments.parse_args()
    folders = found_in(chosen.data) if chosen.data.is_dir() else []
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    engine = engine_called(chosen.engine).name
    sets = [extracted(f, engine) for f in folders]
    figures = measured(sets)
    if not chosen.no_growth:
        figures.update(grown(folders, sets, engine))
    others = [s for f in folders if (s := brought(f)) is not None]
    anchors = measured(others) if others else {}
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders)
        if anchors:
            data += "; anchors: the .iso templates of another extractor beside the images, by our matcher"
        print(
            json.dumps(
                {"figures": figures, "anchors": anchors, "data": data, "seed": None, "machine": machine}
            )
        )
        return 0
    print(f"{'engine ' + engine:48s} {'ours':>10s} {'.iso':>10s}")
    for name, value in figures.items():
        anchor = f"{anchors[name]:10.2f}" if name in anchors else ""
        print(f"{name:48s} {value:10.2f} {anchor}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
