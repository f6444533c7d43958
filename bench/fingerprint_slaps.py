"""How well slaps are cut into fingers: prints of the sets laid side by side, leaning, near each other, and smaller.

    python bench/fingerprint_slaps.py [--data DIR] [--json]

Each slap is made of one impression of four fingers. It counts as cut where four tips are found; each tip is then compared with the four
prints that it was made of: it is right where its own print weighs most and more than 1, wrong where another one does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from _fingerprint_sets import HOME, found_in, images_in, resolution
from kith.errors import KithError
from kith.evidence import fingerprint
from kith.evidence.fingerprint import slap

SEED, SLAPS, LEAN = 20, 12, 20.0
SCALES, GAPS = (1.0, 0.7), (30, 8)
PAPER = 245


def laid_out(prints: list[np.ndarray], gap: int, lean: float) -> np.ndarray:
    """Prints side by side on paper, the outer ones 60 pixels lower, turned by `lean` degrees."""
    height, width = max(p.shape[0] for p in prints) + 120, sum(p.shape[1] + gap for p in prints) + 60
    paper = np.full((height, width), PAPER, np.uint8)
    left = 30
    for k, one in enumerate(prints):
        top = 20 if k in {1, 2} else 80
        paper[top : top + one.shape[0], left : left + one.shape[1]] = np.minimum(one, PAPER)
        left += one.shape[1] + gap
    turned = Image.fromarray(paper).rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    return np.asarray(turned)


def pressed(file: Path, ppi: int, scale: float) -> np.ndarray:
    """A print of a set without its empty margin."""
    pixels = fingerprint.decode(file.read_bytes(), ppi=ppi).pixels
    inked = pixels < 200
    rows, columns = np.flatnonzero(inked.mean(1) > 0.05), np.flatnonzero(inked.mean(0) > 0.05)
    own = Image.fromarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    size = (round(own.width * scale), round(own.height * scale))
    return np.asarray(own.resize(size, Image.Resampling.BICUBIC))


def seen(pixels: np.ndarray) -> fingerprint.Prepared | None:
    """The template of a print, or None where none is made."""
    try:
        return fingerprint.prepare(fingerprint.extract(fingerprint.FingerImage(pixels)))
    except KithError:
        return None


def measured(folder: Path) -> dict[str, float]:
    """The figures of one set."""
    rng = np.random.default_rng(SEED)
    ppi = resolution(folder, {})
    files = {p.stem: p for p in images_in(folder)}
    fingers = sorted({name.split("_")[0] for name in files})
    made = cut = right = wrong = 0
    for scale in SCALES:
        for gap in GAPS:
            for _ in range(SLAPS):
                chosen = rng.choice(fingers, 4, replace=False)
                take = rng.integers(1, 9)
                prints = [pressed(files[f"{finger}_{take}"], ppi, scale) for finger in chosen]
                tips = slap.tips(laid_out(prints, gap, rng.uniform(-LEAN, LEAN)), 4)
                made += 1
                if len(tips) < 4:
                    continue
                cut += 1
                own = [seen(np.pad(p, 20, constant_values=PAPER)) for p in prints]
                for k, tip in enumerate(tips):
                    found = seen(tip.pixels)
                    weights = [
                        fingerprint.compare(found, one).weight.log10 if found and one else 0.0 for one in own
                    ]
                    best = int(np.argmax(weights))
                    right += weights[best] > 1 and best == k
                    wrong += weights[best] > 1 and best != k
    name = folder.name
    return {
        f"{name} slaps cut into four, %": 100 * cut / made,
        f"{name} fingers of those recognised in their place, %": 100 * right / max(4 * cut, 1),
        f"{name} fingers of those in another's place, %": 100 * wrong / max(4 * cut, 1),
    }


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=HOME)
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    folders = found_in(chosen.data)
    if not folders:
        print(f"No set folder with images F_I.png lies in {chosen.data}.", file=sys.stderr)
        return 2
    figures: dict[str, float] = {}
    for folder in folders:
        figures |= measured(folder)
    if chosen.json:
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        data = ", ".join(f.name for f in folders)
        print(json.dumps({"figures": figures, "anchors": {}, "data": data, "seed": SEED, "machine": machine}))
        return 0
    for name, value in figures.items():
        print(f"{name:<64} {value:>7.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
