"""How accurate and how fast fingerprints are: the FVC protocol on every set folder.

    python bench/fingerprint.py [--data DIR] [--json] [--engine ridge]

A set is a folder in DIR with images `F_I.png` (finger F, impression I). Each pair of impressions of one finger is a genuine
one; each impression against each of every other finger is an impostor one, both taken once (FVC2002, B sets: 280 and
2,880). Where templates `F_I.iso` by another extractor lie beside the images, our matcher runs on them too, as an anchor.
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

from kith.evidence import fingerprint
from kith.evidence.fingerprint.calibration import WITH_FIELDS, WITHOUT_FIELDS, log10_ratio
from kith.evidence.fingerprint.compare import score
from kith.evidence.fingerprint.search import search_quickly

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


def extracted(folder: Path) -> Set:
    """The set's templates by our own extraction."""
    ppi = next((v for k, v in PPI.items() if folder.name.startswith(k)), None)
    files = sorted(p for p in folder.iterdir() if p.suffix in KINDS and re.fullmatch(r"\d+_\d+", p.stem))
    fingerprint.extract(fingerprint.decode(files[0].read_bytes(), ppi=ppi))  # compiled before it is timed
    out = Set(folder.name, [], [])
    spent = 0.0
    for file in files:
        image = fingerprint.decode(file.read_bytes(), ppi=ppi)
        began = time.process_time()
        out.templates.append(fingerprint.extract(image))
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
    """The raw scores of all pairs, which of them are genuine, the two fingers' numbers, and matches a second."""

    score: np.ndarray
    genuine: np.ndarray
    fingers: np.ndarray
    a_second: float


def compared(prints: Set) -> Scores:
    """All pairs of a set, each once."""
    prepared = [fingerprint.prepare(t) for t in prints.templates]
    number = {name: i for i, name in enumerate(dict.fromkeys(prints.finger))}
    which = [number[f] for f in prints.finger]
    score(prepared[0], prepared[1])
    pairs = list(itertools.combinations(range(len(prepared)), 2))
    began = time.process_time()
    scores = np.array([score(prepared[i], prepared[j]) for i, j in pairs])
    spent = time.process_time() - began
    fingers = np.array([(which[i], which[j]) for i, j in pairs])
    return Scores(scores, fingers[:, 0] == fingers[:, 1], fingers, len(pairs) / spent)


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
    """The quick look: templates a second, and how many mates it keeps among its best 2 %."""
    prepared = [fingerprint.prepare(t) for s in sets for t in s.templates]
    owner = np.array([f"{s.name}/{f}" for s in sets for f in s.finger])
    packed = fingerprint.pack(prepared)
    search_quickly(prepared[0], packed)
    kept, mates, spent = 0, 0, 0.0
    for i, probe in enumerate(prepared):
        began = time.process_time()
        quick = search_quickly(probe, packed)
        spent += time.process_time() - began
        others = np.sort(quick[owner != owner[i]])
        own = np.flatnonzero((owner == owner[i]) & (np.arange(len(owner)) != i))
        kept += int((1 - np.searchsorted(others, quick[own]) / len(others) <= 0.02).sum())
        mates += len(own)
    speed = len(prepared) ** 2 / spent
    return {"quick look, templates/s": round(speed), "mates kept in the best 2 %": 100 * kept / mates}


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
    fit = WITH_FIELDS if all(t.field.size for s in sets for t in s.templates) else WITHOUT_FIELDS
    pooled = np.concatenate([s.score for s in every])
    genuine = np.concatenate([s.genuine for s in every])
    figures["mean EER %"] = float(np.mean([v for k, v in figures.items() if k.endswith(" EER %")]))
    figures["pooled FNMR % at FMR 1e-3"] = rates(pooled, genuine)["FMR1000"]
    figures["Cllr"] = cllr(np.array([log10_ratio(s, fit) for s in pooled]), genuine)
    figures.update(scanned(sets))
    return figures


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--engine", choices=["ridge"], default="ridge")
    chosen = arguments.parse_args()
    folders = found_in(chosen.data) if chosen.data.is_dir() else []
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    figures = measured([extracted(f) for f in folders])
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
    print(f"{'engine ' + chosen.engine:48s} {'ours':>10s} {'.iso':>10s}")
    for name, value in figures.items():
        anchor = f"{anchors[name]:10.2f}" if name in anchors else ""
        print(f"{name:48s} {value:10.2f} {anchor}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
